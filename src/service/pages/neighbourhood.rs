//! A concept with what stands around it -> a small picture: above it, below it, beside it.
//!
//! One node on each line, so that labels are readable on the narrowest screen; each line of the picture is also a link
//! in the lists of the page, which say the same in words.

use std::collections::BTreeMap;

use crate::engine::ShowReply;
use crate::engine::ShownRelation;
use crate::model::RelationKind;

/// A picture of boxes and lines.
pub(in crate::service::pages) struct Neighbourhood {
    /// Height in units of the picture; its width is [`Neighbourhood::WIDTH`].
    pub(in crate::service::pages) height: usize,
    pub(in crate::service::pages) nodes: Vec<Drawn>,
    pub(in crate::service::pages) lines: Vec<String>,
}

/// One box.
pub(in crate::service::pages) struct Drawn {
    pub(in crate::service::pages) sort: &'static str,
    pub(in crate::service::pages) x: usize,
    pub(in crate::service::pages) y: usize,
    pub(in crate::service::pages) width: usize,
    pub(in crate::service::pages) label: String,
}

/// Boxes drawn above, below and beside: what can be taken in at a glance.
const ABOVE: usize = 3;
const BELOW: usize = 6;
const BESIDE: usize = 4;

/// Units between the tops of two boxes.
const STEP: usize = 34;
/// Units by which a level stands further in.
const INDENT: usize = 22;
/// Units of one letter, on average, in the font of the picture.
const LETTER: usize = 7;

impl Neighbourhood {
    /// Width in units: that of the narrowest screen without its margins.
    pub(in crate::service::pages) const WIDTH: usize = 320;

    /// Height of a box in units.
    pub(in crate::service::pages) const BOX: usize = 27;

    /// The picture; nothing where nothing stands around the concept.
    pub(in crate::service::pages) fn of(
        shown: &ShowReply,
        more: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let labels = |side: &BTreeMap<RelationKind, Vec<ShownRelation>>, kind| -> Vec<String> {
            let list = side.get(&kind).into_iter().flatten();
            list.map(|relation| relation.concept.label.clone()).collect()
        };
        let above = labels(&shown.objects, RelationKind::Broader);
        let below = labels(&shown.subjects, RelationKind::Broader);
        let mut beside = labels(&shown.objects, RelationKind::Related);
        beside.extend(labels(&shown.subjects, RelationKind::Related));
        beside.sort_unstable();
        beside.dedup();
        if above.is_empty() && below.is_empty() && beside.is_empty() {
            return None;
        }
        let mut picture = Self { height: 0, nodes: Vec::new(), lines: Vec::new() };
        let indent = if above.is_empty() { 0 } else { INDENT };
        let parents = picture.list("above", 0, &above, ABOVE, &more);
        let own = picture.add("own", indent, &shown.summary.label);
        for parent in parents {
            picture.lines.push(format!("M8 {} V{} H{indent}", bottom(parent), middle(own)));
        }
        for (sort, list, most) in [("below", &below, BELOW), ("beside", &beside, BESIDE)] {
            for node in picture.list(sort, indent + INDENT, list, most, &more) {
                let line = format!(
                    "M{} {} V{} H{}",
                    indent + 8,
                    bottom(own),
                    middle(node),
                    indent + INDENT
                );
                picture.lines.push(line);
            }
        }
        picture.height = picture.nodes.len() * STEP;
        Some(picture)
    }

    /// Adds the first of a list, and a box for how many more there are; gives their numbers.
    fn list(
        &mut self,
        sort: &'static str,
        x: usize,
        labels: &[String],
        most: usize,
        more: &impl Fn(usize) -> String,
    ) -> Vec<usize> {
        let rest = labels.len().saturating_sub(most);
        let mut added: Vec<usize> =
            labels.iter().take(most).map(|label| self.add(sort, x, label)).collect();
        if rest > 0 {
            added.push(self.add("rest", x, &more(rest)));
        }
        added
    }

    fn add(&mut self, sort: &'static str, x: usize, label: &str) -> usize {
        let number = self.nodes.len();
        let width = Self::WIDTH - x;
        let most = (width - 2 * LETTER) / LETTER;
        let label = if label.chars().count() > most {
            label.chars().take(most.saturating_sub(1)).chain(['…']).collect()
        } else {
            label.to_owned()
        };
        self.nodes.push(Drawn { sort, x, y: number * STEP, width, label });
        number
    }
}

fn middle(number: usize) -> usize {
    number * STEP + Neighbourhood::BOX / 2
}

fn bottom(number: usize) -> usize {
    number * STEP + Neighbourhood::BOX
}
