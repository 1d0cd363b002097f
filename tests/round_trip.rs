//! What skillmap writes, it reads back: from its own JSON everything, from another format all that this format holds,
//! and what it does not hold is told.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::proptest;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Fitted;
use skillmap::formats::Format;
use skillmap::formats::Losses;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::fitted;
use skillmap::formats::read;
use skillmap::formats::write;
use skillmap::model::Concept;
use skillmap::model::ConceptId;
use skillmap::model::Framework;
use skillmap::model::FrameworkParts;
use skillmap::model::Mapping;
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
use skillmap::model::Severity;

use crate::invented;

fn read_back(written: &str, format: Format) -> Reading {
    let name = format!("x.{}", format.ending());
    let source = Source::Bytes { name, bytes: written.as_bytes().into() };
    let reading = read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default())
        .unwrap_or_else(|e| panic!("{}: {e}\n{}", format.name(), head(written)));
    let grave: Vec<_> =
        reading.issues.kept().iter().filter(|i| i.severity > Severity::Note).collect();
    assert!(grave.is_empty(), "{}: {grave:?}\n{}", format.name(), head(written));
    reading
}

fn framework_of(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("{} was read as a mapping set", reading.format.name()),
    }
}

/// The framework, with what has no order in a graph put in one.
fn ordered(framework: &Framework) -> FrameworkParts {
    let mut parts = framework.parts().clone();
    for concept in &mut parts.concepts {
        concept.labels.sort();
        concept.texts.sort();
        concept.notations.sort();
        concept.properties.sort();
    }
    parts
}

/// Where two frameworks first differ.
fn difference(left: &FrameworkParts, right: &FrameworkParts) -> Option<String> {
    if left == right {
        return None;
    }
    let mut concepts = left.concepts.iter().zip(&right.concepts);
    if let Some((l, r)) = concepts.find(|(l, r)| l != r) {
        return Some(format!("{l:?}\nis not\n{r:?}"));
    }
    let relations = |parts: &FrameworkParts| BTreeSet::from_iter(parts.relations.clone());
    let (n, m) = (relations(left), relations(right));
    if let Some(relation) = n.symmetric_difference(&m).next() {
        let subject = &left.concepts[relation.subject as usize].id;
        return Some(format!("{relation:?} of {subject} is in one only"));
    }
    let rest = |parts: &FrameworkParts| FrameworkParts { concepts: Vec::new(), ..parts.clone() };
    let numbers = (left.concepts.len(), right.concepts.len());
    Some(head(&format!("{numbers:?} concepts, {:?}\nis not\n{:?}", rest(left), rest(right))))
}

/// What a mapping states, without who said it and why.
fn statements<'a>(
    mappings: impl Iterator<Item = &'a Mapping>,
) -> Vec<(ConceptId, Predicate, Option<ConceptId>, bool)> {
    let statement = |m: &Mapping| (m.subject.clone(), m.predicate, m.object.clone(), m.is_negated);
    let mut statements: Vec<_> = mappings.map(statement).collect();
    statements.sort();
    statements.dedup();
    statements
}

/// What is said beside each statement.
fn facts<'a>(mappings: impl Iterator<Item = &'a Mapping>) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for m in mappings {
        let facts = (&m.object_label, &m.comment, &m.author, &m.date, m.confidence, &m.reviewers);
        let how = (m.justification, m.evidence.len());
        let statement = format!("{:?}", (&m.subject, m.predicate, &m.object, m.is_negated));
        all.entry(statement).or_default().insert(format!("{facts:?} {how:?}"));
    }
    all
}

fn count(losses: &Losses, code: &str) -> usize {
    let of = losses.counts().into_iter().filter(|c| c.code == code).map(|c| c.count);
    usize::try_from(of.sum::<u64>()).unwrap()
}

/// So much of what was written as a person would read.
fn head(written: &str) -> String {
    written.chars().take(3_000).collect()
}

/// Of each sort of thing, what is written and what is told as lost make up all there is.
fn check_losses(
    format: Format,
    whole: (&Framework, &[&MappingSet]),
    cut: &Fitted,
    losses: &Losses,
) {
    let n_of = |of: fn(&Concept) -> usize, framework: &Framework| -> usize {
        framework.concepts().iter().map(of).sum()
    };
    let (before, after) = (whole.0, &cut.framework);
    let items = |code, of: fn(&Concept) -> usize| (code, n_of(of, before), n_of(of, after));
    let rows = [
        items("label", |c| c.labels.len()),
        items("text", |c| c.texts.len()),
        items("notation", |c| c.notations.len()),
        items("property", |c| c.properties.len()),
        ("relation", before.relations().len(), after.relations().len()),
        ("outside-relation", before.outside().len(), after.outside().len()),
        ("measure", before.parts().measures.len(), after.parts().measures.len()),
        ("mapping", whole.1.iter().map(|s| s.mappings.len()).sum(), cut.mappings.len()),
    ];
    for (code, n_before, n_after) in rows {
        let n_lost = count(losses, code);
        assert_eq!(n_after + n_lost, n_before, "{}: {code}: {:?}", format.name(), losses.kept());
    }
    let pairs = || before.concepts().iter().zip(after.concepts());
    let n_kinds = pairs().filter(|(a, b)| a.kind != b.kind).count();
    assert_eq!(count(losses, "kind"), n_kinds, "{}: {:?}", format.name(), losses.kept());
    let n_status = pairs().filter(|(a, b)| a.status != b.status).count();
    assert_eq!(count(losses, "status"), n_status, "{}: {:?}", format.name(), losses.kept());
}

/// Writes it, reads it back, and finds all that the format holds; what it does not hold is told, and nothing else.
pub(crate) fn check_survival(framework: &Framework, sets: &[&MappingSet], format: Format) {
    let sets = if format.holds_mappings() { sets } else { &[] };
    let outgoing = Outgoing { framework, mappings: sets };
    let name = format.name();
    let (cut, losses) = fitted(&outgoing, format).unwrap();
    check_losses(format, (framework, sets), &cut, &losses);
    let written = write(&outgoing, format).unwrap();
    assert_eq!(written.losses, losses, "{name}");
    let reading = read_back(&written.content, format);
    assert_eq!(reading.format, format.read_by());
    let back = ordered(framework_of(&reading));
    let differs = difference(&back, &ordered(&cut.framework));
    assert!(
        differs.is_none(),
        "{name}: {}\n{}",
        differs.unwrap_or_default(),
        head(&written.content)
    );
    let read = reading.mappings.iter().flat_map(|set| &set.mappings);
    let expected = statements(cut.mappings.iter());
    assert_eq!(statements(read), expected, "{name}: {}", head(&written.content));
    let read = facts(reading.mappings.iter().flat_map(|set| &set.mappings));
    // Of a statement that is made in several ways a format may keep one.
    for (statement, said) in facts(cut.mappings.iter()).iter().filter(|(_, said)| said.len() == 1) {
        assert_eq!(
            read.get(statement),
            Some(said),
            "{name}: {statement}: {}",
            head(&written.content)
        );
    }
    // What was cut once has nothing more to lose.
    let held: Vec<MappingSet> = (sets.iter().take(1))
        .map(|set| MappingSet { mappings: cut.mappings.clone(), ..(*set).clone() })
        .collect();
    let held: Vec<&MappingSet> = held.iter().collect();
    let again = Outgoing { framework: &cut.framework, mappings: &held };
    let (_, losses) = fitted(&again, format).unwrap();
    assert!(losses.is_empty(), "{name}: {:?}", losses.kept());
}

proptest! {
    #![proptest_config(invented::config())]

    #[test]
    fn a_framework_survives_json_whole(framework in invented::framework()) {
        let outgoing = Outgoing { framework: &framework, mappings: &[] };
        let written = write(&outgoing, Format::SkillmapJson).unwrap();
        assert!(written.losses.is_empty());
        let reading = read_back(&written.content, Format::SkillmapJson);
        let back = framework_of(&reading);
        proptest::prop_assert_eq!(back.parts(), framework.parts(), "{}", written.content);
        proptest::prop_assert_eq!(back.digest(), framework.digest());
    }

    #[test]
    fn every_format_gives_back_what_it_holds_and_tells_what_it_does_not(
        (framework, set) in invented::mapped_framework()
    ) {
        for format in Format::written() {
            check_survival(&framework, &[&set], format);
        }
    }
}
