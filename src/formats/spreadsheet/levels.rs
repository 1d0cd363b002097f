//! Columns of levels -> the groups that rows stand in.

use rustc_hash::FxHashMap;

use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::identity;
use crate::formats::spreadsheet::rows::Layout;
use crate::formats::spreadsheet::rows::Refusal;
use crate::formats::spreadsheet::rows::text_kind;
use crate::formats::table::Row;
use crate::limits;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::Notation;
use crate::model::Text;

/// A group that rows stand in, or in a list of levels only, any of its concepts.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) parent: Option<usize>,
    /// The row that is about it, or its code, says it; else it is made of the path.
    pub(super) id: Option<ConceptId>,
    pub(super) path: Vec<String>,
    pub(super) kind: Option<ConceptKind>,
    pub(super) labels: Vec<Label>,
    pub(super) texts: Vec<Text>,
    pub(super) notations: Vec<Notation>,
    pub(super) line: u64,
}

/// All groups met so far.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pub(super) all: Vec<Slot>,
    by_name: FxHashMap<(Option<usize>, String, String), usize>,
    /// At each level, the group of the row before.
    above: Vec<Option<usize>>,
}

impl Slots {
    /// The deepest group that is open.
    pub(super) fn deepest(&self) -> Option<usize> {
        self.above.iter().rev().find_map(|slot| *slot)
    }

    /// The group of that name below that one; of groups of one name, the one of that code.
    fn find(&self, parent: Option<usize>, name: &str, code: &str) -> Option<usize> {
        self.by_name.get(&(parent, name.to_owned(), code.to_owned())).copied()
    }

    fn add(&mut self, slot: Slot, code: &str) -> usize {
        let position = self.all.len();
        let name = slot.path.last().cloned().unwrap_or_default();
        // A row that does not repeat the code means the first group of that name.
        self.by_name.entry((slot.parent, name.clone(), String::new())).or_insert(position);
        self.by_name.insert((slot.parent, name, code.to_owned()), position);
        self.all.push(slot);
        position
    }
}

impl Layout<'_> {
    /// Opens the groups that the row names, closes those it leaves; gives the ones whose cells are filled.
    pub(super) fn enter(&self, row: &Row, slots: &mut Slots) -> Result<Vec<usize>, Refusal> {
        slots.above.resize(self.levels.len(), None);
        let mut filled = Vec::new();
        let mut parent: Option<usize> = None;
        let mut path: Vec<String> = Vec::new();
        let is_first_filled =
            |level: &u8| !self.labels(row, Some(*level)).is_ok_and(|l| l.is_empty());
        let first = self.levels.iter().position(is_first_filled);
        for (position, level) in self.levels.iter().enumerate() {
            let labels = self.labels(row, Some(*level))?;
            let Some(name) = labels.first().map(|label| label.text.to_string()) else {
                // Blank on the left of what is filled, a cell of a list of levels means what stands above it.
                let is_left = !self.has_label && first.is_some_and(|first| position < first);
                let is_kept = is_left
                    || (self.columns.fill_down && first.is_none_or(|first| position < first));
                let before = slots.above.get(position).copied().flatten().filter(|_| is_kept);
                if let Some(slot) = before.and_then(|before| slots.all.get(before)) {
                    (parent, path) = (before, slot.path.clone());
                } else if let Some(above) = slots.above.get_mut(position) {
                    *above = None;
                }
                continue;
            };
            path.push(name);
            let slot = self.slot(row, *level, (parent, &path), labels, slots)?;
            let is_same = slots.above.get(position).copied().flatten() == Some(slot);
            if let Some(above) = slots.above.get_mut(position) {
                *above = Some(slot);
            }
            if !is_same {
                // A new group has none of the groups below the one before.
                slots.above.iter_mut().skip(position + 1).for_each(|below| *below = None);
            }
            parent = Some(slot);
            filled.push(slot);
        }
        Ok(filled)
    }

    /// The group of that path, made where it is new.
    fn slot(
        &self,
        row: &Row,
        level: u8,
        (parent, path): (Option<usize>, &[String]),
        labels: Vec<Label>,
        slots: &mut Slots,
    ) -> Result<usize, Refusal> {
        let at_level = |role: ColumnRole| {
            let rules = self
                .rules
                .iter()
                .filter(move |(_, rule)| rule.level == Some(level) && rule.role == role);
            rules
                .map(|(place, rule)| (row.get(Some(*place)), *rule))
                .filter(|(cell, _)| !cell.is_empty())
        };
        let code = at_level(ColumnRole::Id).chain(at_level(ColumnRole::Code)).next();
        let code = code.map_or("", |(cell, _)| cell);
        let name = path.last().map_or("", String::as_str);
        if let Some(slot) = slots.find(parent, name, code) {
            return Ok(slot);
        }
        let id = Some(code).filter(|code| !code.is_empty());
        let id = id.map(|code| identity::of_key(&self.base, code)).transpose();
        let id = id.map_err(|e| Refusal::of_name(&e))?;
        let mut texts = Vec::new();
        for role in [
            ColumnRole::Description,
            ColumnRole::Definition,
            ColumnRole::ScopeNote,
            ColumnRole::Note,
        ] {
            for (cell, rule) in at_level(role).filter(|(cell, _)| cell.len() <= limits::TEXT_BYTES)
            {
                texts.extend(text_kind(role).map(|kind| Text {
                    kind,
                    language: rule.language.unwrap_or(self.language),
                    text: cell.into(),
                }));
            }
        }
        let notations =
            at_level(ColumnRole::Code).map(|(cell, rule)| self.notation(cell, rule)).collect();
        let mut kinds = self.rules.iter().filter(|(_, rule)| rule.level == Some(level));
        let kind = kinds.find_map(|(_, rule)| rule.kind);
        let slot = Slot {
            parent,
            id,
            path: path.to_vec(),
            kind,
            labels,
            texts,
            notations,
            line: row.line,
        };
        Ok(slots.add(slot, code))
    }
}
