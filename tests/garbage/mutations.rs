//! Random bytes, and good files with something changed: no reader panics on any of them.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::proptest;
use proptest::strategy::Strategy;
use proptest::test_runner::Config;
use proptest::test_runner::FileFailurePersistence;
use proptest::test_runner::RngSeed;

use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::formats::write;
use skillmap::model::Issue;

use crate::invented;

/// Good files of every format, as many as one release needs.
const GOOD: &[&[(&str, &str)]] = &[
    &[("part.csv", TABLE)],
    &[("part.json", JSON)],
    &[("skills_en.csv", ESCO_SKILLS), ("skillSkillRelations.csv", ESCO_RELATIONS)],
    &[("crosswalk.csv", CROSSWALK)],
    &[("Occupation Data.txt", ONET_OCCUPATIONS), ("Task Statements.txt", ONET_TASKS)],
    &[("mappings.sssom.tsv", SSSOM)],
    &[("mappings.json", MAPPINGS)],
    &[("mappings.csv", MAPPING_TABLE)],
    &[("pairs.csv", PAIRS)],
    &[("package.json", CASE)],
    &[("list.csv", LIST)],
    &[("levels.tsv", LEVELS)],
    &[("nice.json", NICE)],
    &[("scd.json", SCD)],
    &[("asn.jsonld", CTDL_ASN)],
    &[("ctdl.json", CTDL)],
    &[("skills.csv", RSD_CSV)],
    &[("skills.json", RSD_JSON)],
];

const CASE: &str = r#"{
"CFDocument": {"identifier": "d0000000-7137-11e6-92a8-0242ac130002", "uri": "urn:part", "caseVersion": "1.1", "creator": "C", "title": "Part", "version": "1",
"language": "en_US", "licenseURI": {"title": "L", "identifier": "10000000-7137-11e6-92a8-0242ac130002", "uri": "http://l/"}, "lastChangeDateTime": "2024-01-01T00:00:00Z"},
"CFItems": [
{"identifier": "a0000000-7137-11e6-92a8-0242ac130002", "uri": "urn:part:1", "fullStatement": "one", "CFItemType": "Domain", "educationLevel": ["09"], "lastChangeDateTime": "2024-01-01T00:00:00"},
{"identifier": "b0000000-7137-11e6-92a8-0242ac130002", "uri": "urn:part:2", "fullStatement": "two", "notes": null, "humanCodingScheme": "A.1", "subjectURI": [{"title": "M", "identifier": "", "uri": "urn:m"}],
"extensions": {"skillmap:kind": "skill", "skillmap:labels": [{"kind": "alternative", "language": "de", "text": "zwei"}], "skillmap:properties": {"a": ["b"]}, "x:y": 1}}],
"CFAssociations": [
{"associationType": "isChildOf", "sequenceNumber": "2", "originNodeURI": {"title": "", "identifier": "b0000000-7137-11e6-92a8-0242ac130002", "uri": "urn:part:2"}, "destinationNodeURI": "urn:part:1"},
{"associationType": "ext:closeMatch", "originNodeURI": "urn:part:2", "destinationNodeURI": {"title": "x", "identifier": "x", "uri": "urn:b:1"}, "lastChangeDateTime": "2024-01-01"}],
"CFDefinitions": {"CFLicenses": [{"identifier": "10000000-7137-11e6-92a8-0242ac130002", "uri": "http://l/", "title": "L", "licenseText": "by"}], "CFItemTypes": []}}
"#;

const LIST: &str = "Our list;;;;\nCategory;Skill ID;Skill (en);Fähigkeit (de);Synonyms;Parent;Status;Type;replacedBy;sameAs\n\
    A;1;one;eins;x | y;;active;skill;;http://a/1\n;1.1;two;zwei;;one;retired;knowledge;1;\nB;2;\"thr;ee\";;z;9;draft;skill;;\n";
const LEVELS: &str = "Level 1\tLevel 2\tLevel 1 code\tDepth\tOutline\tDescription\nA\t\tx\t0\t1\tthe first\n\tB\t\t1\t1.1\t\nA\tC\tx\t1\t1.2\t\n";
const NICE: &str = r#"{"response": {"elements": {"documents": [{"doc_identifier": "SP_800_181", "name": "NICE", "version": "2"}],
"elements": [{"element_type": "work_role", "element_identifier": "R-1", "title": "one", "text": "first"}, {"element_type": "task", "element_identifier": "T1", "title": "", "text": "two"},
{"element_type": "withdraw_reason", "element_identifier": "WR-T1", "text": "see R-1"}],
"relationships": [{"source_element_identifier": "R-1", "dest_element_identifier": "T1", "relationship_identifier": "projection"}]}}}"#;
const SCD: &str = r#"{"id": "urn:scd", "name": [{"@language": "en", "@value": "f"}], "dcterms:identifier": "scd",
"competencyDefinition": [{"id": "urn:scd:1", "competencyStatement": {"en": "one"}, "name": "eins", "referenceCode": {"@type": "SOC", "@value": "1"}, "typeLabel": "skill"}, {"id": "urn:scd:2", "competencyStatement": "two"}, "urn:scd:3"],
"resourceAssociation": [{"associationType": "narrows", "source": "urn:scd:1", "destination": "urn:scd:2"}, {"associationType": "isEquivalentTo", "source": "urn:scd:1", "destination": "urn:x:1"}]}"#;

const CTDL_ASN: &str = r#"{"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": [
{"@type": "ceasn:CompetencyFramework", "@id": "http://x/f", "ceasn:name": {"en-US": "F"}, "ceasn:hasTopChild": {"@list": ["http://x/b", "http://x/a"]}},
{"@type": "ceasn:Competency", "@id": "http://x/a", "ceasn:competencyLabel": {"en": "A"}, "ceasn:competencyText": {"en": "a"}, "ceasn:weight": 0.5, "ceasn:prerequisiteAlignment": ["http://x/b"], "ceasn:broadAlignment": ["http://y/c"], "ceterms:identifier": [{"ceterms:identifierTypeName": {"en": "SOC"}, "ceterms:identifierValueCode": "1"}]},
{"@type": ["Competency"], "@id": "_:b", "competencyText": [{"@value": "B", "@language": "en"}], "ceasn:isChildOf": {"@id": "http://x/a"}}]}
{"envelope_type": "x", "resource": "e30.eyJuYW1lIjp7ImVuLVVTIjoiYSJ9fQ.sig"}
"#;
const CTDL: &str = r#"[{"@type": "ceterms:Course", "@id": "http://x/c", "ceterms:name": {"en": "C"},
"ceterms:teaches": [{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Cut steel"}, "ceterms:codedNotation": "7"}],
"ceterms:requires": [{"@id": "_:p", "@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": ["_:p", "_:q"], "ceterms:targetCompetency": ["http://y/s"]}]},
{"@type": "ConditionProfile", "@id": "_:q", "ceterms:targetCredential": [{"@type": "ceterms:BachelorDegree", "ceterms:name": "D"}], "hasCondition": "_:p"},
{"@type": "ceterms:Pathway", "@id": "http://x/p", "ceterms:hasDestinationComponent": ["http://x/c"]}]"#;
const RSD_CSV: &str = "Canonical URL,RSD Name,Skill Statement,Categories,Authors,Collections,Keywords,Detailed Occupations,Alignment Name,Alignment URL\n\
    http://x/1,one,\"does, one\",c; d,A,Best,k; l,15-1252; 15-12,n; m,http://y/1\n,two,does two,,not stated,http://x/1,,,,\n";
const RSD_JSON: &str = r#"{"@context": "https://rsd.openskillsnetwork.org/context-v1.json", "type": "RichSkillCollection", "id": "http://x/col", "uuid": "1", "name": "L", "skills": [
{"id": "http://x/api/skills/1", "skillName": "one", "skillStatement": "does one", "status": "Draft", "author": "A;B", "standards": [{"skillName": "S"}], "certifications": [{"id": "http://z", "name": "Z"}], "alignments": [{"id": "http://y/1", "skillName": "n", "isPartOf": {"name": "F"}}], "occupations": [{"code": "15-1252"}], "collections": [{"uuid": "u", "name": "U"}]},
[{"uuid": "7", "skillName": "two"}]]}"#;

const SSSOM: &str = "#curie_map:\n#  a: \"http://a/\"\n#  b: &x http://b/\n#mapping_set_id: http://x/set\n#creator_label:\n\
    #  - Ann\n#comment: >-\n#  two\n#  lines\n#mapping_date: 2026-11-22\n#extension_definitions:\n#  - slot_name: y\n#    property: a:y\n\
    subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\treviewer_label\tconfidence\n\
    a:1\t\"one\ttwo\"\tskos:exactMatch\t\tb:1\tsemapv:LexicalMatching\tA\\|B|C\t0.5\n\
    a:2\ttwo\tskos:broadMatch\tNot\tsssom:NoTermFound\tsemapv:MappingReview\t\t\n";
const MAPPINGS: &str = r#"{
"format": "skillmap-mapping-set", "format_version": 1,
"mapping_set": {"title": "A to B", "author": "", "version": "1", "date": "", "licence": {"name": "", "url": "", "attribution": ""}, "subject_source": {"name": "A", "version": "", "concept_type": "", "language": "en"}, "object_source": {"name": "B", "version": "", "concept_type": "", "language": "und"}},
"mappings": [
{"subject": "urn:a:1", "subject_label": "one", "predicate": "exact", "object": "urn:b:1", "object_label": "eins", "justification": "lexical_matching", "confidence": 0.5, "evidence": [{"because": "description_words", "words": ["x"]}], "comment": ""},
{"subject": "urn:a:2", "subject_label": "", "predicate": "no_match", "object": null, "object_label": "", "justification": "mapping_review", "confidence": null, "evidence": [], "comment": "", "is_negated": true}]
}
"#;
const MAPPING_TABLE: &str = "A title,\n\nsubject_id,Subject Label,match type,target uri,confidence,reviewers,date,comment\n\
    http://a/1,\"one, two\",not exact,http://b/1,0.5,A|B,2026-11-22,\"x\ny\"\nK 1,,no match,,,,,\n";
const PAIRS: &str = "\u{feff}soc2010_code;soc2010_title;soc2019_code;soc2019_title\n\
    11-1011.00;Chief Executives;11-1011.00;Chief Executives\n11-2011.01;Green Marketers;11-2011.00;\"Managers; all\"\n";
const TABLE: &str = "\u{feff}#id: urn:part\n#key: part\n#version: 1.2\nid,kind,status,notations,broader,\
    preferred_label@en,alternative_labels@de,description@en,level\n\
    1,group,,SOC=1,,one,eins | Einer,the first,1\n\
    2,skill,replaced_by 3,SOC=2 | X=3,1,\"two, \"\"too\"\"\",,\"two\nlines\",\n3,skill,deprecated,,1 | urn:b:9,three,,,\n";
const JSON: &str = r#"{
"format": "skillmap-framework", "format_version": 1,
"release": {"framework": "urn:part", "key": "part", "title": "Part", "publisher": "", "version": "1", "licence": {"name": "", "url": "", "attribution": ""}, "description": ""},
"scales": [{"id": "IM", "name": "Importance", "minimum": 1.0, "maximum": 5.0}],
"concepts": [
{"id": "urn:part:1", "kind": "occupation", "status": "active", "labels": [{"kind": "preferred", "language": "en", "text": "one"}], "texts": [], "notations": [{"scheme": "SOC", "code": "1"}], "properties": []},
{"id": "urn:part:2", "kind": "skill", "status": {"replaced_by": ["urn:part:1"]}, "labels": [], "texts": [{"kind": "note", "language": "de", "text": "x"}], "notations": [], "properties": [{"name": "a", "value": "b"}]}],
"relations": [
{"subject": "urn:part:1", "kind": "rated", "object": "urn:part:2", "measures": [{"scale": "IM", "value": 4.12, "n": 8, "source": "Analyst"}]},
{"subject": "urn:part:2", "kind": "related", "object": "urn:b:1", "outside": true}]
}
"#;
const ESCO_SKILLS: &str = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,inScheme,description\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,transversal,one,\"uno\nein\",released,\"http://data.europa.eu/esco/concept-scheme/skills, http://data.europa.eu/esco/concept-scheme/digital\",the first\n\
    KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/2,knowledge,,two,,released,,\n";
const ESCO_RELATIONS: &str = "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n\
    http://data.europa.eu/esco/skill/1,skill/competence,essential,knowledge,http://data.europa.eu/esco/skill/2\n";
const CROSSWALK: &str = "Mapping project name,ESCO to ROME\nClassification 1 name,ESCO\nClassification 2 name,ROME\n\n\
    Classification 1 URI,Classification 1 PrefLabel EN,Mapping relation,Classification 2 ID,Classification 2 PrefLabel FR,Editorial note\n\
    http://data.europa.eu/esco/occupation/1,welder,skos:broadMatch,H2913,\"Soudeur, MAG\",\n\
    http://data.europa.eu/esco/occupation/2,\"ring\nmaker\",skos:exactMatch,B1603,Bijoutier,seen\n";
const ONET_OCCUPATIONS: &str = "O*NET-SOC Code\tTitle\tDescription\r\n11-1011.00\tChief \"Executives\tDetermine.\r\n15-1252.00\tDevelopers\tDevelop.\r\n";
const ONET_TASKS: &str = "O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source\r\n\
    11-1011.00\t8823\tDirect.\tCore\t95\t08/2023\tIncumbent\r\n15-1252.00\t9\tWrite.\tn/a\tn/a\t\tX\r\n";

/// Something done to a file.
#[derive(Debug, Clone)]
enum Harm {
    Flip { at: prop::sample::Index, byte: u8 },
    Delete { at: prop::sample::Index, n: usize },
    Double { at: prop::sample::Index, n: usize },
    Insert { at: prop::sample::Index, bytes: Vec<u8> },
    DropLine { at: prop::sample::Index },
    DoubleLine { at: prop::sample::Index },
    Cut { at: prop::sample::Index },
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = || any::<prop::sample::Index>();
    let special = prop::sample::select(vec![
        "\"",
        "\n",
        "\r",
        ",",
        "\t",
        "|",
        "\\",
        "{",
        "]",
        "\0",
        "\u{feff}",
        "#",
        "=",
        "@",
        "http",
        ";",
        "1e999",
        "\u{2028}",
        "skos:exactMatch",
    ]);
    proptest::prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip { at, byte }),
        (at(), 1..40usize).prop_map(|(at, n)| Harm::Delete { at, n }),
        (at(), 1..40usize).prop_map(|(at, n)| Harm::Double { at, n }),
        (at(), special).prop_map(|(at, text)| Harm::Insert { at, bytes: text.as_bytes().to_vec() }),
        (at(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Harm::Insert { at, bytes }),
        at().prop_map(|at| Harm::DropLine { at }),
        at().prop_map(|at| Harm::DoubleLine { at }),
        at().prop_map(|at| Harm::Cut { at }),
    ]
}

fn harmed(mut bytes: Vec<u8>, harm: &Harm) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let (Harm::Flip { at, .. }
    | Harm::Delete { at, .. }
    | Harm::Double { at, .. }
    | Harm::Insert { at, .. }
    | Harm::DropLine { at }
    | Harm::DoubleLine { at }
    | Harm::Cut { at }) = harm;
    let at = at.index(bytes.len());
    let end = |n: usize| (at + n).min(bytes.len());
    let line_start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    let line_end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |p| at + p + 1);
    match harm {
        Harm::Flip { byte, .. } => bytes[at] = *byte,
        Harm::Delete { n, .. } => drop(bytes.drain(at..end(*n))),
        Harm::Double { n, .. } => {
            let part = bytes[at..end(*n)].to_vec();
            bytes.splice(at..at, part);
        }
        Harm::Insert { bytes: part, .. } => drop(bytes.splice(at..at, part.iter().copied())),
        Harm::DropLine { .. } => drop(bytes.drain(line_start..line_end)),
        Harm::DoubleLine { .. } => {
            let part = bytes[line_start..line_end].to_vec();
            bytes.splice(line_start..line_start, part);
        }
        Harm::Cut { .. } => bytes.truncate(at),
    }
    bytes
}

/// Reads it; whatever it is, every message says what is wrong and what to do.
fn check(files: Vec<(String, Vec<u8>)>) {
    check_as(None, files);
}

/// The same, with the format named instead of recognised.
fn check_as(format: Option<Format>, files: Vec<(String, Vec<u8>)>) {
    let source = |(name, bytes): (String, Vec<u8>)| Source::Bytes { name, bytes: bytes.into() };
    let sources: Vec<Source> = files.into_iter().map(source).collect();
    let options = ReadOptions { format, ..ReadOptions::default() };
    let outcome = Bundle::open(&sources).and_then(|b| read(&b, &options));
    let messages: Vec<String> = match &outcome {
        Ok(reading) => reading.issues.kept().iter().map(Issue::to_string).collect(),
        Err(error) => vec![error.to_string()],
    };
    for message in messages {
        assert!(
            message.contains(": ") && message.contains("; "),
            "{message:?}\nhelp: where: what; what to do"
        );
    }
}

/// The same cases in every run; one that fails is printed whole and becomes a row of a table.
fn config() -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        rng_seed: RngSeed::Fixed(1),
        ..Config::with_cases(256)
    }
}

#[test]
fn the_files_that_are_harmed_are_good() {
    for files in GOOD {
        let files: Vec<(String, Vec<u8>)> =
            files.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect();
        let source = |(name, bytes): (String, Vec<u8>)| Source::Bytes { name, bytes: bytes.into() };
        let bundle = Bundle::open(&files.into_iter().map(source).collect::<Vec<_>>()).unwrap();
        read(&bundle, &ReadOptions::default()).unwrap();
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_bytes_panic_no_reader(
        name in prop::sample::select(vec![
            "a.csv", "skills_en.csv", "a.json", "a.txt", "a.xlsx", "a.zip", "a", "Occupation Data.txt", "a.tsv",
        ]),
        head in prop::sample::select(vec![
            "", "PK\u{3}\u{4}", "#id: urn:x\n", "#id: urn:x\nid,kind\n", "Mapping project name,",
            "conceptUri,preferredLabel\n", "O*NET-SOC Code\tTitle\tDescription\n",
            "{\"format\": \"skillmap-framework\",", "\u{feff}", "#curie_map:\n#", "#mapping_set_id: ",
            "subject_id\tpredicate_id\tmapping_justification\n", "from,relation,to\n",
            "{\"format\": \"skillmap-mapping-set\",",
        ]),
        bytes in vec(any::<u8>(), 0..2_000),
    ) {
        check(vec![(name.to_owned(), [head.as_bytes(), &bytes].concat())]);
    }

    #[test]
    fn what_is_written_and_harmed_panics_no_reader(
        (framework, set) in invented::mapped_framework(),
        harms in vec(harm(), 1..6),
    ) {
        for format in Format::written() {
            let outgoing = Outgoing { framework: &framework, mappings: &[&set] };
            let mut bytes = write(&outgoing, format).unwrap().content.into_bytes();
            for harm in &harms {
                bytes = harmed(bytes, harm);
            }
            check_as(Some(format), vec![(format!("x.{}", format.ending()), bytes)]);
        }
    }

    #[test]
    fn a_harmed_file_panics_no_reader(harms in vec((any::<prop::sample::Index>(), harm()), 1..6)) {
        for files in GOOD {
            harm_and_check(files, &harms);
        }
    }
}

fn harm_and_check(files: &[(&str, &str)], harms: &[(prop::sample::Index, Harm)]) {
    let mut files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect();
    for (file, harm) in harms {
        let (_, bytes) = file.get_mut(files.as_mut_slice());
        *bytes = harmed(std::mem::take(bytes), harm);
    }
    check(files);
}
