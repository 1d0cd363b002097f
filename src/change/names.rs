//! A concept before and after -> what is other about its names, its prose, its codes and facts.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::change::Detail;
use crate::model::Concept;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::TextKind;
use crate::model::property;

/// What is other about a concept itself, in the order of the sorts.
///
/// `is_compared` says of a language whether it is looked at; what a concept has in a language that `is_shared` by both
/// releases on one side only is told as a translation. A regional language is compared with another of the same primary
/// language where the concept has no nearer one: `en-us` before with `en` after.
pub(super) fn compared(
    before: &Concept,
    after: &Concept,
    is_compared: &dyn Fn(Language) -> bool,
    is_shared: &dyn Fn(Language) -> bool,
) -> Vec<Detail> {
    let mut details = Vec::new();
    if before.status != after.status {
        let (before, after) = (before.status.clone(), after.status.clone());
        details.push(Detail::Status { before, after });
    }
    if before.kind != after.kind {
        details.push(Detail::Kind { before: before.kind, after: after.kind });
    }
    let pairs = pairs(before, after);
    let wanted: Vec<(Language, Language)> = (pairs.both.iter().copied())
        .filter(|(old, new)| is_compared(*old) || is_compared(*new))
        .collect();
    labels(before, after, &wanted, &mut details);
    let on_one_side = |languages: &[Language]| -> Vec<Language> {
        languages.iter().copied().filter(|l| is_compared(*l) && is_shared(*l)).collect()
    };
    let (added, removed) = (on_one_side(&pairs.come), on_one_side(&pairs.gone));
    if !added.is_empty() || !removed.is_empty() {
        details.push(Detail::Translated { added, removed });
    }
    texts(before, after, &wanted, &mut details);
    let (added, removed) = difference(before.notations.iter(), after.notations.iter());
    if !added.is_empty() || !removed.is_empty() {
        details.push(Detail::Codes { added, removed });
    }
    properties(before, after, &mut details);
    details.sort_by_key(Detail::sort);
    details
}

/// The languages of a concept before, each with the one after with which it is compared.
#[derive(Debug, Default)]
struct Pairs {
    both: Vec<(Language, Language)>,
    gone: Vec<Language>,
    come: Vec<Language>,
}

fn pairs(before: &Concept, after: &Concept) -> Pairs {
    let of = |concept: &Concept| -> BTreeSet<Language> {
        let labels = concept.labels.iter().map(|l| l.language);
        labels.chain(concept.texts.iter().map(|t| t.language)).collect()
    };
    let (old, mut new) = (of(before), of(after));
    let mut pairs = Pairs::default();
    let mut without = Vec::new();
    for language in old {
        if new.remove(&language) {
            pairs.both.push((language, language));
        } else {
            without.push(language);
        }
    }
    for language in without {
        match new.iter().copied().find(|other| other.is_like(language)) {
            Some(other) => {
                new.remove(&other);
                pairs.both.push((language, other));
            }
            None => pairs.gone.push(language),
        }
    }
    pairs.both.sort();
    pairs.come = new.into_iter().collect();
    pairs
}

fn labels(
    before: &Concept,
    after: &Concept,
    pairs: &[(Language, Language)],
    details: &mut Vec<Detail>,
) {
    let of = |concept: &Concept, kind: LabelKind, language: Language| -> Vec<Box<str>> {
        let is_it = |l: &&Label| l.kind == kind && l.language == language;
        concept.labels.iter().filter(is_it).map(|l| l.text.clone()).collect()
    };
    for (old, language) in pairs.iter().copied() {
        let both = |kind| (of(before, kind, old), of(after, kind, language));
        let (was, is) = both(LabelKind::Preferred);
        if was != is {
            let (before, after) = (was.into_iter().next(), is.into_iter().next());
            details.push(Detail::Relabelled { language, before, after });
        }
        let (was, is) = both(LabelKind::Alternative);
        let (added, removed) = difference(was.iter(), is.iter());
        if !added.is_empty() || !removed.is_empty() {
            details.push(Detail::AlternativeLabels { language, added, removed });
        }
        let (was, is) = both(LabelKind::Hidden);
        let (added, removed) = difference(was.iter(), is.iter());
        if !added.is_empty() || !removed.is_empty() {
            details.push(Detail::HiddenLabels { language, added, removed });
        }
    }
}

fn texts(
    before: &Concept,
    after: &Concept,
    pairs: &[(Language, Language)],
    details: &mut Vec<Detail>,
) {
    let kinds = [TextKind::Description, TextKind::Definition, TextKind::ScopeNote, TextKind::Note];
    for kind in kinds {
        for (old, language) in pairs.iter().copied() {
            let of = |concept: &Concept, language: Language| -> Vec<Box<str>> {
                let own = concept.texts.iter();
                let own = own.filter(|t| t.kind == kind && t.language == language);
                own.map(|t| t.text.clone()).collect()
            };
            let (before, after) = (of(before, old), of(after, language));
            if before != after {
                details.push(Detail::Reworded { kind, language, before, after });
            }
        }
    }
}

fn properties(before: &Concept, after: &Concept, details: &mut Vec<Detail>) {
    let by_name = |concept: &Concept| -> BTreeMap<Box<str>, Vec<Box<str>>> {
        let mut all: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
        for property in &concept.properties {
            all.entry(property.name.clone()).or_default().push(property.value.clone());
        }
        all.remove(property::MODIFIED);
        all
    };
    let (mut old, mut new) = (by_name(before), by_name(after));
    let names: BTreeSet<Box<str>> = old.keys().chain(new.keys()).cloned().collect();
    for name in names {
        let before = old.remove(&name).unwrap_or_default();
        let after = new.remove(&name).unwrap_or_default();
        if before != after {
            details.push(Detail::Property { name, before, after });
        }
    }
}

/// What is in the second alone, and what is in the first alone; both sorted.
pub(super) fn difference<'a, T: Ord + Clone + 'a>(
    before: impl Iterator<Item = &'a T>,
    after: impl Iterator<Item = &'a T>,
) -> (Vec<T>, Vec<T>) {
    let (before, after): (BTreeSet<&T>, BTreeSet<&T>) = (before.collect(), after.collect());
    let alone = |own: &BTreeSet<&T>, other: &BTreeSet<&T>| {
        own.difference(other).map(|item| (*item).clone()).collect()
    };
    (alone(&after, &before), alone(&before, &after))
}
