//! SKOS in every syntax, JSKOS and `DigComp`: what is read has its public counts, what breaks the rules is told, what is
//! written comes back and pleases the tools of others.

mod files;
mod jskos;
mod mutations;
mod rules;
mod tools;

use std::collections::BTreeMap;
use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadError;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::formats::write;
use skillmap::model::Framework;
use skillmap::model::Severity;

use crate::data::shared;

/// The syntaxes of SKOS.
const SYNTAXES: [Format; 4] =
    [Format::SkosTurtle, Format::SkosNTriples, Format::SkosRdfXml, Format::SkosJsonLd];

const HEAD: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n\
    @prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .\n@prefix esco: <http://data.europa.eu/esco/model#> .\n\
    @prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix x: <http://example.org/> .\n";

fn open(path: &Path) -> Result<Reading, ReadError> {
    read(&Bundle::open(&[Source::Path(path.to_owned())])?, &ReadOptions::default())
}

#[track_caller]
fn text(name: &str, text: &str) -> Reading {
    let source = Source::Bytes { name: name.to_owned(), bytes: text.as_bytes().into() };
    let bundle = Bundle::open(&[source]).unwrap();
    read(&bundle, &ReadOptions::default()).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

#[track_caller]
fn framework(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("{} holds a mapping set", reading.format.name()),
    }
}

fn written(framework: &Framework, format: Format) -> String {
    write(&Outgoing { framework, mappings: &[] }, format).unwrap().content
}

/// Issues from a severity on, by code.
fn codes(reading: &Reading, least: Severity) -> BTreeMap<String, u64> {
    let counts = reading.issues.counts().into_iter().filter(|c| c.severity >= least);
    counts.map(|c| (c.code, c.count)).collect()
}

/// The frameworks that ship with skillmap, and `DigComp` where it is at hand.
fn real_frameworks() -> Vec<(String, Framework)> {
    let mut frameworks = Vec::new();
    for name in ["starter-skills", "starter-occupations", "college-competencies"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("taxonomies").join(name);
        let reading = open(&folder.join("concepts.csv")).unwrap();
        frameworks.push((name.to_owned(), framework(&reading).clone()));
    }
    if let Some(path) = shared(files::DIGCOMP_NL) {
        frameworks.push(("digcomp".to_owned(), framework(&open(&path).unwrap()).clone()));
    }
    frameworks
}

/// Two relations in each direction, names in every rank, prose, codes, successors and a collection.
#[test]
fn what_a_vocabulary_says_is_read_whatever_way_it_says_it() {
    let body = r#"
x:s a skos:ConceptScheme ; dct:title "Le schéma"@fr , "The scheme"@en ; dct:publisher x:us ; owl:versionInfo "2.1" ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ; dct:description "About."@en ; skos:hasTopConcept x:a .
x:us <http://xmlns.com/foaf/0.1/name> "Us" .
x:a a skos:Concept ; skos:inScheme x:s ; skos:prefLabel "welding"@en , "Schweißen"@de ; skos:altLabel "to weld"@en ;
  skos:hiddenLabel "weldin"@en ; skos:definition "Joining metal."@en ; skos:scopeNote "Not soldering."@en ;
  skos:example "A ship."@en ; skos:notation "W1" , "4711"^^<http://example.org/codes> ; skos:narrower x:b ;
  dct:created "2020-01-01" ; x:weight 3 ; dct:relation [ x:p 1 ] .
x:b a esco:Skill ; skos:inScheme x:s , x:other ; skosxl:prefLabel [ skosxl:literalForm "arc welding"@en ] ;
  skos:related x:c ; esco:skillType <http://data.europa.eu/esco/skill-type/knowledge> ;
  esco:skillReuseLevel <http://data.europa.eu/esco/skill-reuse-level/cross-sector> ;
  skos:exactMatch <http://other.org/1> ; skos:broadMatch <http://other.org/2> .
x:c a skos:Concept ; skos:inScheme x:s ; skos:prefLabel "gas"@en ; owl:deprecated true ; dct:isReplacedBy x:b ;
  skos:broader x:a .
x:o a esco:Occupation ; skos:inScheme x:s ; skos:prefLabel "welder"@en ; esco:relatedEssentialSkill x:b ;
  dct:description [ esco:nodeLiteral "Welds." ; esco:language "en" ] .
x:b esco:isOptionalSkillFor x:o .
x:list a skos:OrderedCollection ; skos:prefLabel "hot"@en ; skos:memberList ( x:a x:b ) .
"#;
    let reading = text("x.ttl", &format!("{HEAD}{body}"));
    assert_eq!(reading.format, Format::SkosTurtle);
    let errors = codes(&reading, Severity::Warning);
    assert_eq!(errors, [("structured-value".to_owned(), 1)].into(), "{:?}", reading.issues.kept());
    let framework = framework(&reading);
    let release = framework.release();
    assert_eq!(release.to_string(), "the-scheme@2.1");
    assert_eq!((release.publisher.as_str(), release.description.as_str()), ("Us", "About."));
    assert_eq!(release.licence.url, "https://creativecommons.org/licenses/by/4.0/");
    let lines: Vec<String> = framework.concepts().iter().map(|c| format!("{c:?}")).collect();
    let all = lines.join("\n");
    for wanted in [
        "Schweißen",
        "arc welding",
        "Joining metal.",
        "A ship.",
        "Welds.",
        "cross-sector",
        "dct:created",
        "http://example.org/weight",
        "in_scheme",
        "kind: Knowledge",
        "kind: Occupation",
        "kind: Collection",
        "ReplacedBy([<http://example.org/b>])",
        r#"Notation { scheme: "the-scheme", code: "W1" }"#,
        r#"Notation { scheme: "http://example.org/codes", code: "4711" }"#,
    ] {
        assert!(all.contains(wanted), "{wanted}: {all}");
    }
    let id = |position: u32| {
        framework.concepts()[position as usize]
            .id
            .as_str()
            .trim_start_matches("http://example.org/")
    };
    let relations = framework
        .relations()
        .iter()
        .map(|r| format!("{} {} {}", id(r.subject), r.kind, id(r.object)));
    let wanted = [
        "a member_of list",
        "b broader a",
        "b related c",
        "b member_of list",
        "c broader a",
        "o essential b",
        "o optional b",
    ];
    assert_eq!(relations.collect::<Vec<_>>(), wanted);
    let mapped: Vec<String> = reading
        .mappings
        .iter()
        .flat_map(|s| &s.mappings)
        .map(|m| m.predicate.to_string())
        .collect();
    assert_eq!(mapped, ["exact", "broad"]);
}

#[test]
fn real_frameworks_come_back_from_every_syntax_and_from_jskos() {
    for (name, framework) in real_frameworks() {
        for format in SYNTAXES.into_iter().chain([Format::Jskos]) {
            let outgoing = Outgoing { framework: &framework, mappings: &[] };
            let written = write(&outgoing, format).unwrap();
            assert!(written.losses.is_empty(), "{name}: {:?}", written.losses.counts());
            let reading = text(&format!("x.{}", format.ending()), &written.content);
            assert_eq!(reading.format, format, "{name}");
            let what = format.name();
            assert_eq!(
                reading.issues.at_least(Severity::Warning),
                0,
                "{name}: {what}: {:?}",
                reading.issues.kept()
            );
            let back = self::framework(&reading);
            assert_eq!(back.parts(), framework.parts(), "{name}: {what}");
        }
    }
}
