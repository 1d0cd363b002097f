//! What has a member of CASE comes back from it, however odd its value is, and what does not is told.

use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::proptest;
use proptest::strategy::Strategy;

use skillmap::formats::Outgoing;
use skillmap::formats::fitted;
use skillmap::formats::write;
use skillmap::model::ConceptId;
use skillmap::model::Framework;
use skillmap::model::FrameworkParts;
use skillmap::model::Licence;
use skillmap::model::MappingSet;
use skillmap::model::Property;
use skillmap::model::Severity;
use skillmap::model::Status;

use crate::formats_case::BOTH;
use crate::formats_case::framework;
use crate::formats_case::mappings;
use crate::formats_case::statements;
use crate::formats_case::text;
use crate::invented;

/// Names of properties that CASE has a member for, or an association, or that look as if it had.
const NAMES: [&str; 26] = [
    "identifier",
    "uri",
    "item_type",
    "item_type_uri",
    "alternative_label",
    "sequence_number",
    "exemplar",
    "skill_level",
    "translation",
    "preceded_by",
    "replaces",
    "list_enumeration",
    "keyword",
    "keyword_uri",
    "subject",
    "subject_uri",
    "education_level",
    "licence_uri",
    "status_start",
    "status_end",
    "modified",
    "acme:level",
    "skillmap:kind",
    "skillmap:x",
    "extensions",
    "a:b:c",
];

/// Values that mean something to one of them.
const VALUES: [&str; 40] = [
    "x",
    "Skill",
    "Outcome",
    "Group",
    "Standard",
    "Domain",
    "work style",
    "3",
    "-3",
    "03",
    "+3",
    "99999999999",
    "3 urn:made:x:a0",
    "4 urn:made:x:b1",
    "urn:made:x:a0",
    "urn:made:x:b1",
    "urn:made:x:a0 title",
    "urn:made:x",
    "urn:other:a",
    "urn:other:a Title of it",
    "urn:other:a Destination",
    "urn:other:a  two blanks",
    "urn:other:a urn:other:a",
    "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
    "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "d0000000-0000-0000-0000-000000000000",
    "2024-02-29",
    "2023-02-29",
    "2024-02-29T10:00:00Z",
    "2024-02-29T10:00:00+02:00",
    "2024-02-29T10:00:00",
    "1970-01-01T00:00:00.000+00:00",
    "2024-01-01T00:00:00.000+00:00",
    "9,10",
    "true",
    "null",
    "{}",
    "[\"x\"]",
];

/// What becomes of one concept.
type Twist = (Vec<(usize, usize)>, u8, bool);

fn twist() -> impl Strategy<Value = Twist> {
    let properties = prop::collection::vec((0..NAMES.len(), 0..VALUES.len()), 0..6);
    (properties, any::<u8>(), any::<bool>())
}

/// The framework with these properties, successors and facts in it.
fn twisted(framework: &Framework, twists: &[Twist], version: usize, licence: usize) -> Framework {
    let mut parts: FrameworkParts = framework.parts().clone();
    let facts =
        ["", "https://l.example/x", "no page", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"];
    let fact = |number: usize| facts[number % facts.len()].to_owned();
    let versions = ["1", "2024", "1970-01-01", "2024-01-01T00:00:00Z", " "];
    versions[version].clone_into(&mut parts.release.version);
    parts.release.licence =
        Licence { name: fact(licence), url: fact(licence / 4), attribution: fact(licence / 16) };
    let ids: Vec<ConceptId> = parts.concepts.iter().map(|concept| concept.id.clone()).collect();
    for (concept, (properties, successor, is_replaced)) in parts.concepts.iter_mut().zip(twists) {
        let property = |(name, value): &(usize, usize)| Property {
            name: NAMES[*name].into(),
            value: VALUES[*value].into(),
        };
        concept.properties.extend(properties.iter().map(property));
        // An alternative label that is named as such.
        if let Some(label) = concept.labels.last().filter(|_| *is_replaced) {
            concept
                .properties
                .push(Property { name: "alternative_label".into(), value: label.text.clone() });
        }
        concept.properties.sort();
        concept.properties.dedup();
        if *is_replaced {
            let own = ids[usize::from(*successor) % ids.len()].clone();
            concept.status = match successor % 4 {
                0 => Status::ReplacedBy(vec![own.clone(), parts.release.framework.clone(), own]),
                1 => Status::ReplacedBy(vec![parts.release.framework.clone()]),
                _ => Status::ReplacedBy(vec![ConceptId::new("urn:other:z").unwrap(), own]),
            };
        }
    }
    // Ends that could be taken for something else.
    for (number, relation) in parts.outside.iter_mut().enumerate() {
        if number % 3 == 1 {
            relation.object = ids[0].clone();
        } else if number % 3 == 2 {
            relation.object = parts.release.framework.clone();
        }
    }
    parts.outside.sort();
    parts.outside.dedup();
    Framework::new(parts).unwrap()
}

proptest! {
    #![proptest_config(invented::config())]

    #[test]
    fn what_has_a_member_of_case_comes_back_from_it(
        (invented, mut set) in invented::mapped_framework(),
        twists in prop::collection::vec(twist(), 8),
        version in 0..5usize,
        licence in 0..64usize,
        ends in prop::collection::vec(any::<prop::sample::Index>(), 6),
    ) {
        let whole = twisted(&invented, &twists, version, licence);
        // Some mappings point into the framework, or at itself, or come from elsewhere.
        for (mapping, end) in set.mappings.iter_mut().zip(&ends) {
            match end.index(5) {
                0 if mapping.object.is_some() => mapping.object = Some(end.get(whole.concepts()).id.clone()),
                1 if mapping.object.is_some() => mapping.object = Some(whole.release().framework.clone()),
                2 => mapping.subject = ConceptId::new("urn:other:q").unwrap(),
                _ => {}
            }
        }
        for format in BOTH {
            let sets: [&MappingSet; 1] = [&set];
            let outgoing = Outgoing { framework: &whole, mappings: &sets };
            let (cut, losses) = fitted(&outgoing, format).unwrap();
            let written = write(&outgoing, format).unwrap();
            let back = text(&written.content);
            let grave: Vec<_> = back.issues.kept().iter().filter(|i| i.severity > Severity::Note).collect();
            proptest::prop_assert!(grave.is_empty(), "{}: {:?}: {}", format.name(), grave, written.content);
            proptest::prop_assert_eq!(framework(&back).parts(), cut.framework.parts(), "{}: {}", format.name(), written.content);
            proptest::prop_assert_eq!(statements(mappings(&back)), statements(cut.mappings.iter()), "{}: {}", format.name(), written.content);
            let n_properties = |f: &Framework| f.concepts().iter().map(|c| c.properties.len()).sum::<usize>();
            let told = losses.counts().into_iter().find(|c| c.code == "property").map_or(0, |c| c.count);
            proptest::prop_assert_eq!(n_properties(&cut.framework) as u64 + told, n_properties(&whole) as u64);
            let held = MappingSet { mappings: cut.mappings.clone(), ..set.clone() };
            let (_, losses) = fitted(&Outgoing { framework: &cut.framework, mappings: &[&held] }, format).unwrap();
            proptest::prop_assert!(losses.is_empty(), "{}: {:?}", format.name(), losses.kept());
        }
    }
}
