//! What breaks the rules of SKOS is told by the rule's name, and put right by a rule of ours.

use skillmap::formats::Format;
use skillmap::model::RelationKind;
use skillmap::model::Severity;

use crate::data::shared;
use crate::skos::HEAD;
use crate::skos::codes;
use crate::skos::framework;
use crate::skos::open;
use crate::skos::text;

/// A file of the negative tests and what it breaks: the severity and code of an issue, or why nothing is told.
enum Breaks {
    Error(&'static str),
    Warning(&'static str),
    Note(&'static str),
    /// It asks for more than SKOS does.
    Sound(&'static str),
}

use Breaks::Error;
use Breaks::Note;
use Breaks::Sound;
use Breaks::Warning;

const NEGATIVE: [(&str, Breaks); 50] = [
    ("skos.shacl.ttl/ex12", Error("skos-s14")),
    ("skos.shacl.ttl/ex13", Error("skos-s13")),
    ("skos.shacl.ttl/ex14", Error("skos-s13")),
    ("skos.shacl.ttl/ex15", Error("skos-s13")),
    ("skos.shacl.ttl/ex26", Error("skos-s27")),
    ("skos.shacl.ttl/ex27", Error("skos-s27")),
    ("skos.shacl.ttl/ex28", Error("skos-s27")),
    ("skos.shacl.ttl/ex29", Error("skos-s27")),
    ("skos.shacl.ttl/ex45", Error("skos-s37")),
    ("skos.shacl.ttl/ex46", Error("skos-s37")),
    ("skos.shacl.ttl/ex47", Error("skos-s37")),
    ("skos.shacl.ttl/ex52", Error("skos-s46")),
    ("skos.shacl.ttl/ex53", Error("skos-s46")),
    ("skos.shacl.ttl/ex59", Error("skos-s27")),
    ("skos.shacl.ttl/ex60", Error("skos-s27")),
    ("skos.shacl.ttl/ex61", Error("skos-s27")),
    ("skohub.shacl.ttl/01_cs_no_title", Sound("SKOS asks for no title; the IRI's end stands in")),
    ("skohub.shacl.ttl/02_cs_one_top_concept", Sound("topConceptOf says it from the other side")),
    ("skohub.shacl.ttl/03_cs_target_class_hasTopConcept", Error("skos-s37")),
    ("skohub.shacl.ttl/04_cs_no_description", Sound("SKOS asks for no description")),
    ("skohub.shacl.ttl/05_cs_description_no_langstring", Sound("a description needs no language")),
    ("skohub.shacl.ttl/06_cs_no_license", Note("no-licence")),
    ("skohub.shacl.ttl/07_cs_license_wrong_nodekind", Sound("an address is one, also as text")),
    ("skohub.shacl.ttl/08_cs_no_prefNamespaceUri", Sound("SKOS asks for no namespace")),
    ("skohub.shacl.ttl/09_cs_prefNamespace_wrong_datatype", Sound("SKOS asks for no namespace")),
    ("skohub.shacl.ttl/10_c_no_prefLabel", Note("qskos-ml")),
    ("skohub.shacl.ttl/11_c_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/12_c_altLabel_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/13_c_hiddenLabel_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/14_c_definition_no_language", Note("qskos-oilt")),
    (
        "skohub.shacl.ttl/15_c_definition_no_unique_language",
        Sound("SKOS allows several definitions"),
    ),
    ("skohub.shacl.ttl/16_c_scopeNote_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/17_c_note_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/18_c_notation_no_string", Warning("notation-language")),
    ("skohub.shacl.ttl/19_c_example_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/20_c_narrower_target_no_concept", Warning("skos-s19")),
    ("skohub.shacl.ttl/21_c_narrowerTransitive_target_no_concept", Warning("skos-s19")),
    ("skohub.shacl.ttl/22_c_narrowMatch_target_no_iri", Error("bad-id")),
    ("skohub.shacl.ttl/23_c_broader_no_concept", Warning("skos-s19")),
    ("skohub.shacl.ttl/24_c_broaderTransitive_no_concept", Warning("skos-s19")),
    ("skohub.shacl.ttl/25_c_broadMatch_no_iri", Error("bad-id")),
    ("skohub.shacl.ttl/26_c_related_no_concept", Warning("skos-s19")),
    ("skohub.shacl.ttl/27_c_relatedMatch_no_iri", Error("bad-id")),
    ("skohub.shacl.ttl/28_c_closeMatch_no_iri", Error("bad-id")),
    ("skohub.shacl.ttl/29_c_exactMatch_no_iri", Error("bad-id")),
    ("skohub.shacl.ttl/30_c_inScheme_target_no_cs", Error("skos-s9")),
    ("skohub.shacl.ttl/31_c_topConceptOf_target_no_conceptScheme", Error("skos-s9")),
    ("skohub.shacl.ttl/33_collection_prefLabel_no_language", Note("qskos-oilt")),
    ("skohub.shacl.ttl/34_collection_prefLabel_no_unique_language", Error("skos-s14")),
    ("skohub.shacl.ttl/35_collection_member_no_concept", Error("skos-s9")),
];

#[test]
fn every_negative_test_is_told_by_its_rule_or_breaks_none() {
    let mut n_seen = 0;
    for (name, breaks) in &NEGATIVE {
        let Some(path) = shared(&format!("schemas/skos/tests/invalid/{name}.ttl")) else { return };
        let reading = open(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (least, code) = match breaks {
            Error(code) => (Severity::Error, *code),
            Warning(code) => (Severity::Warning, *code),
            Note(code) => (Severity::Note, *code),
            Sound(why) => {
                let mut errors = codes(&reading, Severity::Error);
                // Most of these files say of one thing that it is related to what is below it, two steps down.
                errors.remove("skos-s27");
                assert!(errors.is_empty(), "{name}: {errors:?}\nhelp: {why}");
                n_seen += 1;
                continue;
            }
        };
        let told = codes(&reading, least);
        assert!(told.contains_key(code), "{name}: {code} is not in {:?}", reading.issues.kept());
        n_seen += 1;
    }
    assert_eq!(n_seen, 50);
    let folder = shared("schemas/skos/tests/invalid").unwrap();
    let files = ["skos.shacl.ttl", "skohub.shacl.ttl"]
        .map(|f| std::fs::read_dir(folder.join(f)).unwrap().count());
    assert_eq!(files.iter().sum::<usize>(), 50, "files of negative tests");
}

/// What the reference calls consistent breaks no rule. Some of its examples have no concept at all.
#[test]
fn every_positive_test_breaks_no_rule() {
    let Some(folder) = shared("schemas/skos/tests/valid") else { return };
    let (mut n_read, mut without) = (0, Vec::new());
    for part in ["skos.shacl.ttl", "skohub.shacl.ttl"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            match open(&path) {
                Ok(reading) => {
                    let errors = codes(&reading, Severity::Error).into_keys();
                    let rules: Vec<String> =
                        errors.filter(|code| code.starts_with("skos-")).collect();
                    // Their shapes look one step far: here one is related to what is below it, two steps down; and one IRI
                    // stands for the counterparts of every sort, which their shapes do not compare.
                    let wanted: &[&str] =
                        if part.starts_with("skohub") { &["skos-s27", "skos-s46"] } else { &[] };
                    assert_eq!(rules, wanted, "{name}: {:?}", reading.issues.kept());
                    n_read += 1;
                }
                Err(_) => without.push(name),
            }
        }
    }
    without.sort();
    // Classes with labels or a definition, and things of which only a code or a note is said.
    assert_eq!(without, ["ex16", "ex20", "ex22", "ex23", "ex24"]);
    assert_eq!(n_read, 34);
}

#[test]
fn what_breaks_a_rule_is_put_right() {
    let body = "x:s a skos:ConceptScheme .\n\
        x:a a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"b\"@en , \"a\"@en ; skos:altLabel \"a\"@en , \"c\" ;\n\
        skos:broader x:b ; skos:related x:b , x:c ; skos:exactMatch x:m ; skos:broadMatch x:m .\n\
        x:b a skos:Concept ; skos:inScheme x:s . x:c a skos:Concept ; skos:inScheme x:s .\n";
    let reading = text("x.ttl", &format!("{HEAD}{body}"));
    let errors = codes(&reading, Severity::Error);
    let wanted = ["skos-s13", "skos-s14", "skos-s27", "skos-s46"].map(|code| (code.to_owned(), 1));
    assert_eq!(errors, wanted.into(), "{:?}", reading.issues.kept());
    let framework = framework(&reading);
    let labels: Vec<String> = framework.concepts()[0]
        .labels
        .iter()
        .map(|l| format!("{} {} {}", l.kind.name(), l.text, l.language))
        .collect();
    assert_eq!(labels, ["preferred a en", "alternative b en", "alternative c und"]);
    let kinds: Vec<RelationKind> = framework.relations().iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [RelationKind::Broader, RelationKind::Related]);
    assert_eq!(reading.mappings[0].mappings.len(), 1);
}

/// A rule of quality that thousands of concepts break is one note.
#[test]
fn rules_of_quality_never_flood() {
    let n = 3_000;
    let concept = |i: usize| {
        format!(
            "x:c{i} a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"same\"@en ; skos:notation \"1\" ; skos:broader x:c{i} .\n"
        )
    };
    let concepts: String = (0..n).map(concept).collect();
    let reading = text("x.ttl", &format!("{HEAD}x:s a skos:ConceptScheme .\n{concepts}"));
    assert!(reading.issues.kept().len() < 20, "{:?}", reading.issues.kept());
    assert_eq!(reading.issues.at_least(Severity::Warning), 0);
    let told = codes(&reading, Severity::Note);
    for code in
        ["qskos-ol", "qskos-anr", "qskos-chr", "qskos-rrc", "qskos-uc", "qskos-otc", "qskos-urc"]
    {
        assert_eq!(told.get(code), Some(&1), "{code}: {told:?}");
    }
}

/// A long chain whose every link is related to its end would take a trillion steps.
#[test]
fn a_hostile_hierarchy_is_read_in_bounded_time() {
    let n = 20_000;
    let link = |i: usize| {
        format!(
            "x:c{i:05} a skos:Concept ; skos:broader x:c{:05} ; skos:related x:c{n:05} .\n",
            i + 1
        )
    };
    let links: String = (0..n).map(link).collect();
    let reading = text("x.ttl", &format!("{HEAD}{links}"));
    assert_eq!(reading.format, Format::SkosTurtle);
    assert!(codes(&reading, Severity::Warning).contains_key("skos-s27"));
}

/// `SUBJECT KIND OBJECT` of all relations, by the last letters of their names.
fn arrows(reading: &skillmap::formats::Reading) -> Vec<String> {
    let framework = framework(reading);
    let tail = |position: u32| {
        let id = framework.concepts()[position as usize].id.as_str();
        id.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let arrows = framework.relations().iter();
    arrows.map(|r| format!("{} {} {}", tail(r.subject), r.kind, tail(r.object))).collect()
}

#[test]
fn what_follows_from_other_statements_says_nothing_of_its_own() {
    let names = "x:s a skos:ConceptScheme . x:a a skos:Concept . x:b a skos:Concept . x:c a skos:Concept . x:d a skos:Concept .\n";
    let rows: [(&str, &[&str]); 10] = [
        // What a reasoner writes beside the hierarchy, from both sides.
        (
            "x:c skos:broader x:b ; skos:broaderTransitive x:b , x:a . x:b skos:broader x:a ; skos:broaderTransitive x:a .\n\
             x:a skos:narrowerTransitive x:b , x:c ; skos:semanticRelation x:b , x:c . x:c skos:semanticRelation x:a .",
            &["b broader a", "c broader b"],
        ),
        // The hierarchy is said from above only.
        (
            "x:a skos:narrower x:b . x:b skos:narrower x:c . x:c skos:broaderTransitive x:a , x:b .",
            &["b broader a", "c broader b"],
        ),
        // Nothing else says it: the nearest are the parents.
        (
            "x:c skos:broaderTransitive x:b , x:a . x:b skos:broaderTransitive x:a .",
            &["b broader a", "c broader b"],
        ),
        ("x:a skos:narrowerTransitive x:b , x:c .", &["b broader a", "c broader a"]),
        // One has a parent of its own, the other has not.
        (
            "x:b skos:broader x:a . x:c skos:broaderTransitive x:b , x:a .",
            &["b broader a", "c broader b"],
        ),
        // A circle stays one, and what is above it stays above.
        (
            "x:a skos:broaderTransitive x:b , x:c , x:a . x:b skos:broaderTransitive x:a .",
            &["a broader b", "a broader c", "b broader a"],
        ),
        ("x:a skos:semanticRelation x:b .", &["a related b"]),
        ("x:a skos:semanticRelation x:b ; skos:exactMatch x:b .", &[]),
        ("x:a skos:semanticRelation x:b . x:b skos:related x:a .", &["a related b"]),
        (
            "x:a skos:semanticRelation x:b , x:d . x:list a skos:Collection ; skos:member x:a . x:b skos:narrower x:a .",
            &["a broader b", "a member_of list", "a related d"],
        ),
    ];
    for (body, wanted) in rows {
        let reading = text("x.ttl", &format!("{HEAD}{names}{body}"));
        let mut found = arrows(&reading);
        // A related pair is one in whatever direction it is said.
        for arrow in &mut found {
            if arrow == "b related a" {
                "a related b".clone_into(arrow);
            }
        }
        found.sort();
        found.dedup();
        assert_eq!(found, wanted, "{body}");
        assert!(
            codes(&reading, Severity::Warning).is_empty(),
            "{body}: {:?}",
            reading.issues.kept()
        );
    }
}

#[test]
fn a_name_that_only_has_counterparts_is_somebody_elses() {
    let body = "x:s a skos:ConceptScheme . x:a a skos:Concept ; skos:prefLabel \"a\"@en ; skos:inScheme x:s .\n\
        <http://o/1> skos:exactMatch <http://o/2> ; skos:broadMatch x:a .\n\
        <http://o/3> skos:narrowMatch x:a . <http://o/4> skos:closeMatch x:a . x:a skos:closeMatch <http://o/4> .";
    let reading = text("x.ttl", &format!("{HEAD}{body}"));
    let ids: Vec<&str> = framework(&reading).concepts().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["http://example.org/a"]);
    let mappings: Vec<String> = reading
        .mappings
        .iter()
        .flat_map(|set| &set.mappings)
        .map(|m| format!("{} {} {}", m.subject, m.predicate, m.object.as_ref().unwrap()))
        .collect();
    let wanted = ["narrow http://o/1", "broad http://o/3", "close http://o/4"];
    assert_eq!(mappings, wanted.map(|rest| format!("http://example.org/a {rest}")));
    let told = reading.issues.kept().iter().find(|issue| issue.code == "outside-mapping").unwrap();
    assert!(told.to_string().contains("1 counterparts are said of names"), "{told}");
    // One that is in the hierarchy is a concept, and so are all where nothing else is in the file.
    let more = format!("{HEAD}{body} x:a skos:narrower <http://o/1> .");
    assert_eq!(framework(&text("x.ttl", &more)).concepts().len(), 2);
    let alone = "<http://o/1> skos:exactMatch <http://o/2> .";
    assert_eq!(framework(&text("x.ttl", &format!("{HEAD}{alone}"))).concepts().len(), 1);
}

#[test]
fn a_release_that_breaks_off_is_refused_in_every_syntax() {
    let body = "x:s a skos:ConceptScheme ; dct:title \"S\"@en .\n\
        x:a a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"a. b\"@en .\n\
        x:b a skos:Concept ; skos:inScheme x:s ; skos:prefLabel \"b\"@en ; skos:broader x:a .\n";
    let whole = framework(&text("x.ttl", &format!("{HEAD}{body}"))).clone();
    for format in crate::skos::SYNTAXES {
        let written = crate::skos::written(&whole, format);
        let name = format!("x.{}", format.ending());
        // In the midst of the last statement, element or object.
        let end = written.trim_end().len() - 4;
        let source = skillmap::formats::Source::Bytes {
            name: name.clone(),
            bytes: written.as_bytes()[..end].to_vec().into(),
        };
        let bundle = skillmap::formats::Bundle::open(&[source]).unwrap();
        let error = skillmap::formats::read(&bundle, &skillmap::formats::ReadOptions::default());
        let error = error.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with(&format!("{name}, line ")), "{format:?}: {error}");
        assert!(error.contains("nothing of it is taken"), "{format:?}: {error}");
    }
}
