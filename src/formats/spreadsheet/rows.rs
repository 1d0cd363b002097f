//! A row of a list -> a concept, the groups it stands in, and what it says of others; or why it is refused.

use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::ColumnRule;
use crate::formats::spreadsheet::FrameworkColumns;
use crate::formats::spreadsheet::identity;
use crate::formats::spreadsheet::levels::Slots;
use crate::formats::spreadsheet::words;
use crate::formats::table::Row;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::NameError;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

/// What keeps values apart where nothing is said.
const SEPARATOR: &str = "|";

/// The rules of a list, each at its column.
pub(super) struct Layout<'a> {
    pub(super) columns: &'a FrameworkColumns,
    pub(super) rules: Vec<(usize, &'a ColumnRule)>,
    /// Levels of groups, topmost first.
    pub(super) levels: Vec<u8>,
    /// Whether a row's concept has a column of labels; else its deepest level names it.
    pub(super) has_label: bool,
    pub(super) language: Language,
    /// The classification of codes that name none.
    scheme: String,
    pub(super) base: ConceptId,
}

/// What a row says of another concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// Position of the rule among those of the list.
    pub(super) rule: usize,
    pub(super) value: String,
}

/// What a row makes.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) concept: Concept,
    pub(super) labels: Vec<Label>,
    /// The group it stands in.
    pub(super) group: Option<usize>,
    pub(super) references: Vec<Reference>,
    pub(super) depth: Option<usize>,
    pub(super) outline: Option<String>,
    /// What was read in another way than it is written: a sort, what, and a remedy.
    pub(super) doubts: Vec<Refusal>,
}

/// Why a row, or a cell of it, was not taken.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) what: String,
    pub(super) remedy: &'static str,
}

impl Refusal {
    fn new(code: &'static str, what: impl Into<String>, remedy: &'static str) -> Self {
        Self { code, what: what.into(), remedy }
    }

    pub(super) fn of_name(error: &NameError) -> Self {
        Self::new("bad-id", error.to_string(), "correct the id or the code of this row")
    }
}

impl<'a> Layout<'a> {
    /// The rules at the columns where they stand.
    pub(super) fn new(
        columns: &'a FrameworkColumns,
        places: &[usize],
        (base, key): (&ConceptId, &str),
    ) -> Self {
        let rules: Vec<_> = places.iter().copied().zip(&columns.columns).collect();
        let mut levels: Vec<u8> = rules.iter().filter_map(|(_, rule)| rule.level).collect();
        levels.sort_unstable();
        levels.dedup();
        let is_label = |rule: &ColumnRule| rule.role == ColumnRole::Label && rule.level.is_none();
        let has_label = rules.iter().any(|(_, rule)| is_label(rule));
        let language = Language::new(&columns.framework.language).unwrap_or(Language::UNKNOWN);
        Self {
            columns,
            rules,
            levels,
            has_label,
            language,
            scheme: key.to_owned(),
            base: base.clone(),
        }
    }

    /// The rules of the list, in its order.
    pub(super) fn rule(&self, position: usize) -> Option<&'a ColumnRule> {
        self.rules.get(position).map(|(_, rule)| *rule)
    }

    /// Whether no column says what kind the concepts are.
    pub(super) fn tells_no_kind(&self) -> bool {
        !self.rules.iter().any(|(_, rule)| rule.role == ColumnRole::Kind)
    }

    /// What a row says.
    ///
    /// Errors: it has no name, its id is none, or its name is too long.
    pub(super) fn read(&self, row: &Row, slots: &mut Slots) -> Result<Draft, Refusal> {
        let filled = self.enter(row, slots)?;
        let deepest = filled.last().copied();
        let labels = self.labels(row, None)?;
        let name = labels.iter().find(|label| label.kind == LabelKind::Preferred);
        let key = self.key(row);
        let (id, group, own_slot) = match (name, deepest) {
            (Some(name), _) if self.has_label => {
                let id = match &key {
                    Some(key) => identity::of_key(&self.base, key),
                    None => identity::of_labels(&self.base, [&*name.text].into_iter()),
                };
                (id, slots.deepest(), None)
            }
            (None, _) if self.has_label => {
                let what = "the row has no label";
                return Err(Refusal::new("no-label", what, "name the concept, or remove the row"));
            }
            (_, None) => {
                let what = "no level of the row is filled";
                return Err(Refusal::new("no-label", what, "name the concept, or remove the row"));
            }
            (_, Some(slot)) => {
                let own = slots.all.get(slot);
                let code = own.and_then(|slot| slot.id.clone()).map(Ok);
                let path = own.map(|slot| slot.path.clone()).unwrap_or_default();
                let parent = own.and_then(|slot| slot.parent);
                let id = match &key {
                    Some(key) => identity::of_key(&self.base, key),
                    None => code.unwrap_or_else(|| {
                        identity::of_labels(&self.base, path.iter().map(String::as_str))
                    }),
                };
                (id, parent, Some(slot))
            }
        };
        let id = id.map_err(|e| Refusal::of_name(&e))?;
        let mut draft = Draft {
            concept: Concept::new(id.clone(), self.columns.kind.unwrap_or(ConceptKind::Skill)),
            labels,
            group,
            references: Vec::new(),
            depth: None,
            outline: None,
            doubts: Vec::new(),
        };
        if let Some(slot) = own_slot.and_then(|slot| slots.all.get_mut(slot)) {
            slot.id = Some(id);
            draft.labels.extend(slot.labels.iter().cloned());
            draft.concept.texts.extend(slot.texts.iter().cloned());
            draft.concept.notations.extend(slot.notations.iter().cloned());
        }
        self.describe(row, &mut draft);
        Ok(draft)
    }

    /// What the row's own id, else its first code, says.
    fn key(&self, row: &Row) -> Option<String> {
        let of = |role: ColumnRole| {
            let rules =
                self.rules.iter().filter(|(_, rule)| rule.role == role && rule.level.is_none());
            let mut cells = rules.map(|(place, _)| row.get(Some(*place)));
            cells.find(|cell| !cell.is_empty()).map(str::to_owned)
        };
        of(ColumnRole::Id).or_else(|| of(ColumnRole::Code))
    }

    pub(super) fn notation(&self, code: &str, rule: &ColumnRule) -> Notation {
        let scheme = rule.scheme.as_deref().map_or(self.scheme.as_str(), str::trim);
        Notation { scheme: scheme.into(), code: code.into() }
    }

    /// The labels of the row's concept, or of its group at that level.
    pub(super) fn labels(&self, row: &Row, level: Option<u8>) -> Result<Vec<Label>, Refusal> {
        let mut labels = Vec::new();
        for (place, rule) in &self.rules {
            let kind = match rule.role {
                ColumnRole::Label => LabelKind::Preferred,
                ColumnRole::Alternative => LabelKind::Alternative,
                ColumnRole::Hidden => LabelKind::Hidden,
                _ => continue,
            };
            if rule.level != level {
                continue;
            }
            for value in self.values(row.get(Some(*place)), rule) {
                if value.len() > limits::LABEL_BYTES {
                    let what = format!(
                        "the label in {:?} has more than {} bytes",
                        rule.header,
                        limits::LABEL_BYTES
                    );
                    return Err(Refusal::new(
                        "too-long",
                        what,
                        "shorten it, or use the column as description",
                    ));
                }
                let language = rule.language.unwrap_or(self.language);
                labels.push(Label { kind, language, text: value.into() });
            }
        }
        // The name by which a concept is told comes first.
        labels.sort_by_key(|label| label.kind);
        Ok(labels)
    }

    /// The values of a cell: one, unless its column has several.
    fn values<'c>(&self, cell: &'c str, rule: &ColumnRule) -> Vec<&'c str> {
        let of_all =
            Some(self.columns.separator.as_str()).filter(|separator| !separator.is_empty());
        let separator = match rule.separator.as_deref() {
            Some(separator) if !separator.is_empty() => Some(separator),
            _ if rule.role.has_several() => Some(of_all.unwrap_or(SEPARATOR)),
            _ => None,
        };
        let Some(separator) = separator else {
            return Some(cell).filter(|cell| !cell.is_empty()).into_iter().collect();
        };
        // Blanks around a sign are for the eye; a separator of blanks only is meant as it is.
        let sign = if separator == "\n" { separator } else { separator.trim() };
        let sign = if sign.is_empty() { separator } else { sign };
        cell.split(sign).map(str::trim).filter(|value| !value.is_empty()).collect()
    }

    /// Adds what the cells without a level say, other than labels.
    fn describe(&self, row: &Row, draft: &mut Draft) {
        for (position, (place, rule)) in self.rules.iter().enumerate() {
            let cell = row.get(Some(*place));
            if rule.level.is_some() || cell.is_empty() {
                continue;
            }
            if rule.indented {
                draft.depth = Some(row.indentation(Some(*place)));
            }
            if rule.outline {
                draft.outline = Some(cell.to_owned());
            }
            match rule.role {
                ColumnRole::Code => {
                    for code in self.values(cell, rule) {
                        let notation = self.notation(code, rule);
                        draft.concept.notations.push(notation);
                    }
                }
                ColumnRole::Description | ColumnRole::Definition | ColumnRole::ScopeNote | ColumnRole::Note => {
                    self.add_texts(cell, rule, draft);
                }
                ColumnRole::Kind => match words::kind(cell) {
                    Some(kind) => draft.concept.kind = kind,
                    None => draft.doubts.push(Refusal::new(
                        "unknown-kind",
                        format!("{cell:?} is not a kind of concept; it is read as {}", draft.concept.kind),
                        "write skill, knowledge, occupation, group, ..., or use the column as property",
                    )),
                },
                ColumnRole::Status => match words::status(cell) {
                    Some(status) if !matches!(draft.concept.status, Status::ReplacedBy(_)) => {
                        draft.concept.status = status;
                    }
                    Some(_) => {}
                    None => draft.doubts.push(Refusal::new(
                        "bad-status",
                        format!("{cell:?} is not a status; it is read as active"),
                        "write active or deprecated, or use the column as property",
                    )),
                },
                ColumnRole::Depth => match cell.parse::<u8>() {
                    Ok(depth) => draft.depth = Some(usize::from(depth)),
                    Err(_) => draft.doubts.push(Refusal::new(
                        "bad-depth",
                        format!("{cell:?} is not a depth; the concept stands at the top"),
                        "write a whole number",
                    )),
                },
                ColumnRole::Outline => draft.outline = Some(cell.to_owned()),
                ColumnRole::Parent | ColumnRole::Relation | ColumnRole::Mapping | ColumnRole::ReplacedBy => {
                    let values = self.values(cell, rule).into_iter();
                    draft.references.extend(
                        values.map(|value| Reference { rule: position, value: value.to_owned() }),
                    );
                }
                ColumnRole::Property => {
                    let name = rule.name.as_deref().map_or(rule.header.trim(), str::trim);
                    for value in self.values(cell, rule) {
                        let (name, value) = (name.into(), value.into());
                        draft.concept.properties.push(Property { name, value });
                    }
                }
                ColumnRole::Id | ColumnRole::Label | ColumnRole::Alternative | ColumnRole::Hidden | ColumnRole::Skip => {}
            }
        }
    }

    fn add_texts(&self, cell: &str, rule: &ColumnRule, draft: &mut Draft) {
        let Some(kind) = text_kind(rule.role) else { return };
        let language = rule.language.unwrap_or(self.language);
        for text in self.values(cell, rule) {
            if text.len() > limits::TEXT_BYTES {
                let what = format!(
                    "the text in {:?} has more than {} bytes",
                    rule.header,
                    limits::TEXT_BYTES
                );
                draft.doubts.push(Refusal::new("too-long", what, "shorten it; it is left out"));
                continue;
            }
            draft.concept.texts.push(Text { kind, language, text: text.into() });
        }
    }
}

pub(super) fn text_kind(role: ColumnRole) -> Option<TextKind> {
    match role {
        ColumnRole::Description => Some(TextKind::Description),
        ColumnRole::Definition => Some(TextKind::Definition),
        ColumnRole::ScopeNote => Some(TextKind::ScopeNote),
        ColumnRole::Note => Some(TextKind::Note),
        _ => None,
    }
}
