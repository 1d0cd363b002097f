//! A change in plain words, the same for the terminal, the page and tests.

use std::fmt;

use crate::change::Detail;
use crate::change::MeasureCounts;
use crate::model::ConceptId;
use crate::model::RelationKind;
use crate::model::Status;

/// Names of a list that are written out; the others are counted.
const NAMED: usize = 5;
/// Characters of a piece of prose that are shown.
const SHOWN: usize = 120;

impl Detail {
    /// The change in words, its concepts as `named` calls them.
    pub fn told(&self, named: &dyn Fn(&ConceptId) -> String) -> String {
        let all = |ids: &[ConceptId]| ids.iter().map(named).collect::<Vec<_>>();
        match self {
            Self::Status { before, after } => {
                format!("{} -> {}", said(before, named), said(after, named))
            }
            Self::Moved { before, after } => {
                Both { added: &all(after), removed: &all(before) }.to_string()
            }
            // Its sort says already that they are related.
            Self::Related { kind: RelationKind::Related, added, removed } => {
                Both { added: &all(added), removed: &all(removed) }.to_string()
            }
            Self::Related { kind, added, removed } => {
                format!("{kind}: {}", Both { added: &all(added), removed: &all(removed) })
            }
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added => f.write_str("new"),
            Self::Removed => f.write_str("gone"),
            Self::Status { .. } | Self::Moved { .. } | Self::Related { .. } => {
                f.write_str(&self.told(&ToString::to_string))
            }
            Self::Kind { before, after } => write!(f, "{before} -> {after}"),
            Self::Relabelled { language, before, after } => {
                let quoted = |label: &Option<Box<str>>| {
                    label.as_ref().map_or_else(|| "nothing".to_owned(), |l| format!("“{l}”"))
                };
                write!(f, "{language}: {} -> {}", quoted(before), quoted(after))
            }
            Self::AlternativeLabels { language, added, removed }
            | Self::HiddenLabels { language, added, removed } => {
                write!(f, "{language}: {}", Both { added, removed })
            }
            Self::Translated { added, removed } => Both { added, removed }.fmt(f),
            Self::Reworded { language, before, after, .. } => {
                let said = |texts: &[Box<str>]| match texts {
                    [] => "nothing".to_owned(),
                    texts => format!("“{}”", shortened(&texts.join(" / "))),
                };
                write!(f, "{language}: {} -> {}", said(before), said(after))
            }
            Self::Measured { counts } => counts.fmt(f),
            Self::Codes { added, removed } => {
                let code = |n: &crate::model::Notation| format!("{} {}", n.scheme, n.code);
                let added: Vec<String> = added.iter().map(code).collect();
                let removed: Vec<String> = removed.iter().map(code).collect();
                Both { added: &added, removed: &removed }.fmt(f)
            }
            Self::Property { name, before, after } => {
                let said = |values: &[Box<str>]| match values {
                    [] => "nothing".to_owned(),
                    values => shortened(&values.join(", ")),
                };
                write!(f, "{name}: {} -> {}", said(before), said(after))
            }
        }
    }
}

impl fmt::Display for MeasureCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, removed, changed, renewed } = self;
        let parts =
            [(changed, "changed"), (renewed, "measured anew"), (added, "new"), (removed, "gone")];
        let parts = parts.into_iter().filter(|(n, _)| **n > 0);
        let parts: Vec<String> = parts.map(|(n, what)| format!("{n} {what}")).collect();
        match parts.as_slice() {
            [] => f.write_str("no value changed"),
            parts => write!(f, "values: {}", parts.join(", ")),
        }
    }
}

fn said(status: &Status, named: &dyn Fn(&ConceptId) -> String) -> String {
    match status {
        Status::Active => "active".to_owned(),
        Status::Deprecated => "withdrawn".to_owned(),
        Status::ReplacedBy(ids) => {
            let ids: Vec<String> = ids.iter().map(named).collect();
            format!("replaced by {}", ids.join(" and "))
        }
    }
}

/// What came with a plus, what went with a minus.
struct Both<'a, T> {
    added: &'a [T],
    removed: &'a [T],
}

impl<T: fmt::Display> fmt::Display for Both<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for (sign, list) in [("+", self.added), ("-", self.removed)] {
            for item in list.iter().take(NAMED) {
                let blank = if std::mem::replace(&mut is_first, false) { "" } else { ", " };
                write!(f, "{blank}{sign} {item}")?;
            }
            if list.len() > NAMED {
                write!(f, ", {sign}{} more", list.len() - NAMED)?;
            }
        }
        Ok(())
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::DiffOptions;
    use crate::change::diff;
    use crate::change::made::release;

    #[test]
    fn a_change_reads_as_a_person_would_say_it() {
        let before = release("1", &["a: weld | solder # joins metal", "b: cut", "c: glue"]);
        let after = release("2", &["a: weld metal | fuse < c", "b: cut > c", "c: glue"]);
        let changes = diff(&before, &after, &DiffOptions::default());
        let said: Vec<String> =
            changes.concepts.iter().flat_map(|c| &c.details).map(ToString::to_string).collect();
        let expected = [
            "en: “weld” -> “weld metal”",
            "en: + fuse, - solder",
            "en: “joins metal” -> nothing",
            "+ urn:t:c",
            "active -> replaced by urn:t:c",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn concepts_are_told_as_they_are_called_and_counts_only_where_there_is_something_to_count() {
        let id = |n: usize| ConceptId::new(format!("urn:t:{n}")).unwrap();
        let named = |id: &ConceptId| format!("label of {id}");
        let related =
            |kind| Detail::Related { kind, added: vec![id(1)], removed: (2..9).map(id).collect() };
        let told = related(RelationKind::Related).told(&named);
        assert!(told.starts_with("+ label of urn:t:1, - label of urn:t:2"), "{told}");
        assert!(told.ends_with("label of urn:t:6, -2 more"), "{told}");
        let told = related(RelationKind::Essential).told(&named);
        assert!(told.starts_with("essential: + label of urn:t:1"), "{told}");
        let counts = MeasureCounts { changed: 2, renewed: 0, added: 1, removed: 0 };
        assert_eq!(counts.to_string(), "values: 2 changed, 1 new");
    }
}
