//! Two releases -> changes, concept by concept.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::change::ChangeSort;
use crate::change::Changes;
use crate::change::ConceptChange;
use crate::change::Detail;
use crate::change::Languages;
use crate::change::MeasureCounts;
use crate::change::names::compared;
use crate::change::relations::relations;
use crate::change::succession::successions;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;

/// What is compared. Empty lists narrow nothing.
#[derive(Debug, Clone, Default)]
pub struct DiffOptions {
    /// Kinds of concepts, each release cut down to them: one that became a skill came to the skills.
    pub kinds: Vec<ConceptKind>,
    /// Languages of labels and prose; a primary language (`en`) has its regional ones with it.
    pub languages: Vec<Language>,
}

/// What changed from one release to another, by IRI.
///
/// Cost: O(n log n) in labels, relations and measures.
///
/// ```
/// use skillmap::change::{ChangeSort, DiffOptions, diff};
/// use skillmap::model::{Concept, ConceptId, ConceptKind, FrameworkBuilder, Licence, Release};
/// let release = |version: &str| Release {
///     framework: ConceptId::new("urn:example").unwrap(),
///     key: "example".into(),
///     title: "Example".into(),
///     publisher: String::new(),
///     version: version.into(),
///     licence: Licence::default(),
///     description: String::new(),
/// };
/// let before = FrameworkBuilder::new(release("1")).build().unwrap();
/// let mut builder = FrameworkBuilder::new(release("2"));
/// builder.add(Concept::new(ConceptId::new("urn:example:a").unwrap(), ConceptKind::Skill));
/// let after = builder.build().unwrap();
/// let changes = diff(&before, &after, &DiffOptions::default());
/// assert_eq!(changes.counts[&ChangeSort::Added], 1);
/// ```
pub fn diff(before: &Framework, after: &Framework, options: &DiffOptions) -> Changes {
    let is_kind =
        |concept: &Concept| options.kinds.is_empty() || options.kinds.contains(&concept.kind);
    let is_wanted = |framework: &Framework, id: &str| {
        framework.position(id).is_some_and(|position| is_kind(&framework.concepts()[position]))
    };
    let is_asked = |language: Language| is_asked(&options.languages, language);
    let (old, new) = (before.languages(), after.languages());
    let is_in = |all: &[Language], language| all.contains(&language);
    let is_shared = |l: Language| is_in(&old, l) && is_in(&new, l);
    let mut changes = Changes {
        languages: languages(&old, &new, &is_asked),
        n_before: before.concepts().iter().filter(|c| is_kind(c)).count() as u64,
        n_after: after.concepts().iter().filter(|c| is_kind(c)).count() as u64,
        n_same: 0,
        counts: ChangeSort::ALL.into_iter().map(|sort| (sort, 0)).collect(),
        relations: BTreeMap::new(),
        measures: MeasureCounts::default(),
        successions: successions(before, after),
        concepts: Vec::new(),
    };
    changes.successions.retain(|s| {
        s.before.iter().any(|c| is_wanted(before, c.id.as_str()))
            || s.after.iter().any(|c| is_wanted(after, c.id.as_str()))
    });
    let mut about_relations = relations(before, after, &is_wanted);
    changes.relations = about_relations.counts;
    changes.measures = about_relations.measures;
    let shown = options.languages.first().copied().unwrap_or(Language::ENGLISH);
    for (was, is) in side_by_side(before.concepts(), after.concepts()) {
        let (old, new) = (was.filter(|c| is_kind(c)), is.filter(|c| is_kind(c)));
        let Some(concept) = new.or(old) else { continue };
        let mut details = match (was, is) {
            (Some(was), Some(is)) => {
                let mut details = compared(was, is, &is_asked, &is_shared);
                details.extend(about_relations.details.remove(&is.id).unwrap_or_default());
                details
            }
            _ => Vec::new(),
        };
        if old.is_none() || new.is_none() {
            details.retain(|detail| detail.sort() == ChangeSort::Kind);
            details.push(if old.is_none() { Detail::Added } else { Detail::Removed });
        }
        details.sort_by_key(Detail::sort);
        let sorts: BTreeSet<ChangeSort> = details.iter().map(Detail::sort).collect();
        if sorts.is_empty() {
            changes.n_same += 1;
            continue;
        }
        for sort in sorts {
            *changes.counts.entry(sort).or_default() += 1;
        }
        let (id, label) = (concept.id.clone(), concept.label(shown).to_owned());
        changes.concepts.push(ConceptChange { id, label, kind: concept.kind, details });
    }
    changes
}

fn is_asked(asked: &[Language], language: Language) -> bool {
    let is_it = |asked: &Language| {
        *asked == language || (asked.as_str() == asked.primary() && asked.is_like(language))
    };
    asked.is_empty() || asked.iter().any(is_it)
}

fn languages(old: &[Language], new: &[Language], is_asked: &dyn Fn(Language) -> bool) -> Languages {
    let of = |all: &[Language], is_in: &dyn Fn(&Language) -> bool| -> Vec<Language> {
        all.iter().copied().filter(|l| is_asked(*l) && is_in(l)).collect()
    };
    Languages {
        both: of(old, &|l| new.contains(l)),
        gone: of(old, &|l| !new.contains(l)),
        come: of(new, &|l| !old.contains(l)),
    }
}

/// Each concept of either side once, with its counterpart of the same IRI.
fn side_by_side<'a>(
    before: &'a [Concept],
    after: &'a [Concept],
) -> Vec<(Option<&'a Concept>, Option<&'a Concept>)> {
    let mut all = Vec::with_capacity(before.len().max(after.len()));
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return all,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.id.cmp(&new.id),
        };
        all.push(match order {
            Ordering::Less => (old.next(), None),
            Ordering::Greater => (None, new.next()),
            Ordering::Equal => (old.next(), new.next()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Shape;
    use crate::change::made::release;
    use crate::model::Relation;
    use crate::model::RelationKind;

    /// The changes between two releases, in words: `a relabelled`, one for each sort of each concept.
    fn told(before: &[&str], after: &[&str]) -> Vec<String> {
        let changes = diff(&release("1", before), &release("2", after), &DiffOptions::default());
        let mut told = Vec::new();
        for change in &changes.concepts {
            let name = change.id.as_str().trim_start_matches("urn:t:");
            told.extend(change.details.iter().map(|d| format!("{name} {}", d.sort())));
        }
        told
    }

    #[test]
    fn each_change_is_told_under_its_sort() {
        let rows: [(&[&str], &[&str], &[&str]); 12] = [
            (&["a: x"], &["a: x"], &[]),
            (&[], &["a: x"], &["a added"]),
            (&["a: x"], &[], &["a removed"]),
            (&["a: x"], &["a: y"], &["a relabelled"]),
            (&["a: x | p | q"], &["a: x | q | p"], &[]),
            (&["a: x | p"], &["a: x | q"], &["a alternative_labels"]),
            (&["a: x # one"], &["a: x # two"], &["a description"]),
            (&["a: x"], &["a: x # two"], &["a description"]),
            (&["a: x < b", "b: y"], &["a: x", "b: y"], &["a moved"]),
            (&["a: x", "b: y"], &["a: x < b", "b: y"], &["a moved"]),
            (&["a: x"], &["a: x !"], &["a status"]),
            (&["a: x", "b: y"], &["a: x > b", "b: y"], &["a status"]),
        ];
        for (before, after, expected) in rows {
            assert_eq!(told(before, after), expected, "{before:?} -> {after:?}");
        }
    }

    #[test]
    fn a_language_of_one_release_alone_is_told_once_and_a_regional_one_is_compared() {
        let language = |tag: &str| Language::new(tag).unwrap();
        let with = |rows: &[&str], tag: &str, more: &[(&str, &str)]| {
            let mut parts = release("1", rows).parts().clone();
            for concept in &mut parts.concepts {
                for label in &mut concept.labels {
                    label.language = language(tag);
                }
                for (tag, text) in more {
                    let kind = crate::model::LabelKind::Preferred;
                    let (language, text) = (language(tag), (*text).into());
                    concept.labels.push(crate::model::Label { kind, language, text });
                }
                concept.labels.sort();
            }
            Framework::new(parts).unwrap()
        };
        let (us, en) =
            (with(&["a: color"], "en-us", &[]), with(&["a: colour"], "en", &[("fr", "couleur")]));
        let changes = diff(&us, &en, &DiffOptions::default());
        assert_eq!(changes.languages.come, [language("en"), language("fr")]);
        assert_eq!(changes.languages.gone, [language("en-us")]);
        assert_eq!(changes.concepts[0].details.len(), 1, "{:?}", changes.concepts);
        assert_eq!(changes.counts[&ChangeSort::Relabelled], 1);
        // Both releases have French; one concept got it.
        let before = with(&["a: x", "b: y"], "en", &[]).parts().clone();
        let mut after = before.clone();
        let french = crate::model::Label {
            kind: crate::model::LabelKind::Preferred,
            language: language("fr"),
            text: "mot".into(),
        };
        let mut before = before;
        before.concepts[1].labels.push(french.clone());
        after.concepts[1].labels.push(french.clone());
        after.concepts[0].labels.push(french);
        let (before, after) = (Framework::new(before).unwrap(), Framework::new(after).unwrap());
        let changes = diff(&before, &after, &DiffOptions::default());
        assert_eq!(changes.counts[&ChangeSort::Translated], 1);
        let english = DiffOptions { languages: vec![language("en")], ..DiffOptions::default() };
        assert_eq!(diff(&before, &after, &english).concepts, []);
    }

    #[test]
    fn what_is_said_and_what_is_proposed_stand_apart() {
        type Row<'a> = (&'a [&'a str], &'a [&'a str], &'a [(bool, Shape)]);
        let rows: [Row<'_>; 9] = [
            (&["a: x"], &["a: x > b", "b: y"], &[(true, Shape::Replaced)]),
            (&["a: x"], &["a: x > b c", "b: y", "c: z"], &[(true, Shape::Split)]),
            (&["a: x", "d: u"], &["a: x > b", "d: u > b", "b: y"], &[(true, Shape::Merged)]),
            // Replaced already before: no news.
            (&["a: x > b", "b: y"], &["a: x > b", "b: y"], &[]),
            // Nobody says it: the same name, an other name, names that became concepts.
            (&["a: x"], &["b: X"], &[(false, Shape::Replaced)]),
            (&["a: x", "b: y"], &["b: y | x"], &[(false, Shape::Merged)]),
            (&["a: x or y | x | y"], &["b: x", "c: y"], &[(false, Shape::Split)]),
            (&["a: x"], &["b: x", "c: x"], &[(false, Shape::Unclear)]),
            (&["a: x | y"], &["b: z"], &[]),
        ];
        for (before, after, expected) in rows {
            let (old, new) = (release("1", before), release("2", after));
            let found = diff(&old, &new, &DiffOptions::default()).successions;
            let found: Vec<(bool, Shape)> = found.iter().map(|s| (s.is_said, s.shape)).collect();
            assert_eq!(found, expected, "{before:?} -> {after:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_concept_is_told_once_and_back_is_the_mirror(
            before in rows(), after in rows(),
        ) {
            let text = |rows: &[String]| {
                let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
                release("1", &rows)
            };
            let (old, new) = (text(&before), text(&after));
            let there = diff(&old, &new, &DiffOptions::default());
            let back = diff(&new, &old, &DiffOptions::default());
            let n = |changes: &Changes, sort| changes.counts[&sort];
            proptest::prop_assert_eq!(n(&there, ChangeSort::Added), n(&back, ChangeSort::Removed));
            for sort in ChangeSort::ALL.into_iter().skip(2) {
                proptest::prop_assert_eq!(n(&there, sort), n(&back, sort));
            }
            let both = there.n_after - n(&there, ChangeSort::Added);
            let changed = there.concepts.len() as u64
                - n(&there, ChangeSort::Added)
                - n(&there, ChangeSort::Removed);
            proptest::prop_assert_eq!(there.n_same + changed, both);
            proptest::prop_assert!(diff(&old, &old, &DiffOptions::default()).concepts.is_empty());
        }
    }

    fn rows() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
        use proptest::strategy::Strategy as _;
        let row = ("[a-d]", "[x-z]", "( \\| [x-z]){0,2}", "( # [p-q])?", "( !)?");
        let row = proptest::strategy::Strategy::prop_map(row, |(id, name, others, text, end)| {
            format!("{id}: {name}{others}{text}{end}")
        });
        proptest::collection::vec(row, 0..6)
            .prop_map(|rows| rows.into_iter().collect::<Vec<String>>())
    }

    #[test]
    fn a_relation_that_reads_both_ways_is_told_where_either_end_is_asked_for() {
        let with = |version: &str, is_related: bool| {
            let mut parts = release(version, &["a: x", "z: y"]).parts().clone();
            parts.concepts[0].kind = ConceptKind::Group;
            if is_related {
                let kind = RelationKind::Related;
                parts.relations.push(Relation { subject: 1, kind, object: 0 });
            }
            Framework::new(parts).unwrap()
        };
        for kind in [ConceptKind::Skill, ConceptKind::Group] {
            let options = DiffOptions { kinds: vec![kind], ..DiffOptions::default() };
            let changes = diff(&with("1", false), &with("2", true), &options);
            let told: Vec<_> = changes.concepts.iter().map(|c| (c.kind, c.details.len())).collect();
            assert_eq!(told, [(kind, 1)]);
        }
    }
}
