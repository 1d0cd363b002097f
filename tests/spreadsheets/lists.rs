//! Invented lists, in all the ways in which people write them down.

use skillmap::formats::Bundle;
use skillmap::formats::FrameworkColumns;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::show_columns;
use skillmap::model::Concept;
use skillmap::model::Status;

use crate::spreadsheets::framework_of;
use crate::spreadsheets::grave;
use crate::spreadsheets::read_bytes;
use crate::spreadsheets::told;

#[track_caller]
fn check(name: &str, text: &str, columns: Option<&str>, expected: &[&str]) {
    let reading =
        read_bytes(name, text.as_bytes(), columns).unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert_eq!(told(framework_of(&reading)), expected, "{text}");
    assert_eq!(grave(&reading), [], "{text}\n{:#?}", reading.issues.kept());
}

#[test]
fn a_list_is_read_in_five_languages_and_whatever_parts_its_cells() {
    let rows: [(&str, &str, &[&str]); 6] = [
        (
            "en.csv",
            "Our skills,,\n,,\nCategory,Skill ID,Skill Name\nMetal,S1,welding\nMetal,S2,\"turning, milling\"\n",
            &[
                "S1: skill welding [broader Metal]",
                "S2: skill turning, milling [broader Metal]",
                "metal: group Metal []",
            ],
        ),
        (
            "de.csv",
            "Kategorie;Kompetenz;Beschreibung;Status\nMetall;Schweißen;Stahl fügen;aktiv\nMetall;Drehen;;veraltet\n",
            &[
                "drehen: skill Drehen [broader Metall]",
                "metall: group Metall []",
                "schweißen: skill Schweißen [broader Metall]",
            ],
        ),
        (
            "fr.tsv",
            "Code\tIntitulé\tType\nA\tSouder\tCompétence\nB\tMétaux\tConnaissances\n",
            &["A: skill Souder []", "B: knowledge Métaux []"],
        ),
        (
            "es.txt",
            "Código|Nombre|Padre\n1|Metal|\n2|Soldar|Metal\n",
            &["1: skill Metal []", "2: skill Soldar [broader Metal]"],
        ),
        (
            "nl.csv",
            "Naam,Omschrijving,Synoniemen\nLassen,Staal verbinden,solderen; hechten\n",
            &["lassen: skill Lassen []"],
        ),
        (
            // A label of its own, and the group above it, may go by one name.
            "same.csv",
            "Skill,Category\nCommunication,Communication\n",
            &[
                "communication: skill Communication [broader Communication]",
                "communication: group Communication []",
            ],
        ),
    ];
    for (name, text, expected) in rows {
        let reading =
            read_bytes(name, text.as_bytes(), None).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let mut expected: Vec<&str> = expected.to_vec();
        let mut found = told(framework_of(&reading));
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
        assert_eq!(grave(&reading), [], "{text}");
    }
}

#[test]
fn a_hierarchy_is_told_in_seven_ways() {
    let whole = &[
        "alpha: group Alpha []",
        "beta: group Beta [broader Alpha]",
        "gamma: skill Gamma [broader Beta]",
        "delta: skill Delta [broader Alpha]",
    ];
    let columns = "Level 1,Level 2,Level 3\nAlpha,,\nAlpha,Beta,\nAlpha,Beta,Gamma\nAlpha,Delta,\n";
    let steps = "Level 1,Level 2,Level 3\nAlpha,,\n,Beta,\n,,Gamma\n,Delta,\n";
    let groups_only_named = "Ebene 1;Ebene 2;Ebene 3\nAlpha;Beta;Gamma\nAlpha;Delta;\n";
    for text in [columns, steps, groups_only_named] {
        check("x.csv", text, None, whole);
    }
    let flat = &[
        "alpha: skill Alpha []",
        "beta: skill Beta [broader Alpha]",
        "delta: skill Delta [broader Alpha]",
        "gamma: skill Gamma [broader Beta]",
    ];
    check("depth.csv", "Skill,Depth\nAlpha,0\nBeta,1\nGamma,2\nDelta,1\n", None, flat);
    check("parent.csv", "Skill,Parent\nGamma,beta\nBeta,Alpha\nAlpha,\nDelta,Alpha\n", None, flat);
    check("outline.csv", "Skill,Outline\nAlpha,1\nBeta,1.1\nGamma,1.1.1\nDelta,1.2.\n", None, flat);
    let indented =
        "[[column]]\nheader = \"What\"\nuse = \"label\"\nlanguage = \"en\"\nindented = true\n";
    check(
        "indent.csv",
        "What\nAlpha\n  Beta\n    Gamma\n\"\tDelta\"\n",
        Some(indented),
        &[
            "alpha: skill Alpha []",
            "beta: skill Beta [broader Alpha]",
            "delta: skill Delta [broader Beta]",
            "gamma: skill Gamma [broader Beta]",
        ],
    );
}

#[test]
fn a_group_that_stands_only_in_its_first_row_holds_for_those_below() {
    let text = "Category,Skill\nMetal,welding\n,turning\nWood,sawing\n,planing\n";
    check(
        "x.csv",
        text,
        None,
        &[
            "metal: group Metal []",
            "wood: group Wood []",
            "planing: skill planing [broader Wood]",
            "sawing: skill sawing [broader Wood]",
            "turning: skill turning [broader Metal]",
            "welding: skill welding [broader Metal]",
        ],
    );
}

const WHOLE: &str = r#"
kind = "competency"
"#;

/// Every use of a column, in one list.
const EVERYTHING: &str = r#"
separator = ";"
kind = "ability"
[framework]
id = "http://example.org/list"
key = "list"
title = "A list"
version = "2026"
publisher = "Us"
licence = "CC0"
language = "en"
[[column]]
header = "No"
use = "id"
[[column]]
header = "SOC"
use = "code"
scheme = "SOC 2018"
separator = ","
[[column]]
header = "Name"
use = "label"
[[column]]
header = "Name"
use = "label"
language = "de"
[[column]]
header = "Other"
use = "alternative"
[[column]]
header = "Old"
use = "hidden"
[[column]]
header = "What"
use = "definition"
[[column]]
header = "State"
use = "status"
[[column]]
header = "Now"
use = "replaced_by"
[[column]]
header = "Needs"
use = "relation"
relation = "essential"
[[column]]
header = "ESCO"
use = "mapping"
predicate = "broad"
[[column]]
header = "Years"
use = "property"
name = "years"
[[column]]
header = "Secret"
use = "skip"
"#;

#[test]
fn every_use_of_a_column_is_read_as_it_says() {
    let text = "No,SOC,Name,Name,Other,Old,What,State,Now,Needs,ESCO,Years,Secret\n\
        1,\"11-1, 11-2\",weld,schweißen,join; fuse,wild,To join.,active,,2;solder,http://e/1;http://e/2,3,x\n\
        2,,solder,,,,,retired,1,,,,x\n";
    let reading = read_bytes("x.csv", text.as_bytes(), Some(EVERYTHING)).unwrap();
    let framework = framework_of(&reading);
    let release = framework.release();
    assert_eq!(release.to_string(), "list@2026");
    assert_eq!((release.publisher.as_str(), release.licence.name.as_str()), ("Us", "CC0"));
    let concepts: Vec<&Concept> = framework.concepts().iter().collect();
    assert_eq!(concepts[0].id.as_str(), "http://example.org/list/1");
    let labels: Vec<String> = concepts[0]
        .labels
        .iter()
        .map(|label| format!("{} {} {}", label.kind.name(), label.language, label.text))
        .collect();
    assert_eq!(
        labels,
        [
            "preferred de schweißen",
            "preferred en weld",
            "alternative en fuse",
            "alternative en join",
            "hidden en wild",
        ]
    );
    let codes: Vec<String> =
        concepts[0].notations.iter().map(|n| format!("{}={}", n.scheme, n.code)).collect();
    assert_eq!(codes, ["SOC 2018=11-1", "SOC 2018=11-2"]);
    assert_eq!(concepts[0].property("years"), Some("3"));
    assert_eq!(concepts[1].status, Status::ReplacedBy(vec![concepts[0].id.clone()]));
    assert_eq!(
        told(framework),
        [
            "//example.org/list/1: ability weld [essential solder]",
            "//example.org/list/2: ability solder []",
        ]
    );
    let mappings = &reading.mappings[0].mappings;
    let mapped: Vec<String> = mappings.iter().map(|m| m.predicate.to_string()).collect();
    assert_eq!(mapped, ["broad", "broad"]);
    assert_eq!(grave(&reading), []);
}

#[test]
fn a_row_that_is_refused_is_told_with_its_number_and_why() {
    let text = "Code,Skill,Parent,Type\n1,weld,,skill\n,,,\n2,,1,skill\n1,solder,,skill\n3,saw,9,craft\n\
        4,plane,4,skill\n5,mill,,knowledge\n6,turn,,ability\n7,drill,,task\n";
    let reading = read_bytes("x.csv", text.as_bytes(), None).unwrap();
    let place = |code: &str, line: u64| (code.to_owned(), Some(line));
    assert_eq!(
        grave(&reading),
        [
            place("no-label", 4),
            place("duplicate-concept", 5),
            place("unknown-kind", 6),
            place("dangling-relation", 6),
            place("own-relation", 7),
        ]
    );
    let said: Vec<String> = reading.issues.kept().iter().map(ToString::to_string).collect();
    assert!(said[1].contains(
        "is the id of an earlier row with another label; give one of the rows another id"
    ));
    assert_eq!((reading.tables[0].rows, reading.tables[0].taken), (8, 6));
}

#[test]
fn an_import_again_gives_the_same_ids_whatever_was_added_before() {
    let ids = |text: &str| {
        let reading = read_bytes("x.csv", text.as_bytes(), None).unwrap();
        let ids = framework_of(&reading)
            .concepts()
            .iter()
            .map(|c| (c.id.to_string(), c.labels[0].text.to_string()));
        ids.collect::<Vec<_>>()
    };
    let before = ids("Skill,Category\nC,Code\nC++,Code\nC#,Code\n");
    assert_eq!(before.len(), 4);
    let after = ids("Category,Skill\nCode,F#\nCode,C#\nWood,saw\nCode,C++\nCode,C\n");
    assert!(before.iter().all(|pair| after.contains(pair)), "{before:?} {after:?}");
}

#[test]
fn what_is_shown_can_be_given_back_and_reads_the_same() {
    let text = "Category;Skill ID;Skill;Skill (de);Synonyms;Level\nMetal;1;weld;schweißen;join | fuse;basic\n\
        Metal;2;solder;löten;;basic\nWood;3;saw;sägen;;more\n";
    let source = || Source::Bytes { name: "list.csv".into(), bytes: text.as_bytes().into() };
    let bundle = Bundle::open(&[source()]).unwrap();
    let shown = show_columns(&bundle, &ReadOptions::default()).unwrap();
    let uses: Vec<(&str, bool)> =
        shown.columns.iter().map(|c| (c.taken_for.as_str(), c.certainty >= 0.8)).collect();
    assert_eq!(
        uses,
        [
            ("label of level 1", true),
            ("code", true),
            ("label", true),
            ("label (de)", true),
            ("alternative", true),
            ("property level", false),
        ]
    );
    assert_eq!((shown.n_rows, shown.n_concepts, shown.n_refused), (3, 5, 0));
    assert_eq!(shown.columns[2].samples, ["weld", "solder", "saw"]);
    assert_eq!(shown.rows[0].broader, ["Metal"]);
    let columns = FrameworkColumns::from_toml("mine.toml", &shown.toml).unwrap();
    let options = ReadOptions { framework_columns: Some(columns), ..ReadOptions::default() };
    let given = skillmap::formats::read(&bundle, &options).unwrap();
    let guessed = skillmap::formats::read(&bundle, &ReadOptions::default()).unwrap();
    assert_eq!(framework_of(&given).digest(), framework_of(&guessed).digest());
    let again = show_columns(&bundle, &options).unwrap();
    assert_eq!(again.rows, shown.rows);
    assert_eq!(again.doubt, "");
}

#[test]
fn columns_that_do_not_fit_are_told() {
    let columns = |header: &str| format!("[[column]]\nheader = \"{header}\"\nuse = \"label\"\n");
    let error =
        read_bytes("x.csv", b"Skill\nweld\n", Some(&columns("Skills"))).unwrap_err().to_string();
    assert!(error.contains("there is no column \"Skills\" (found: Skill)"), "{error}");
    let none = "[[column]]\nheader = \"Skill\"\nuse = \"note\"\n";
    let error = read_bytes("x.csv", b"Skill\nweld\n", Some(none)).unwrap_err().to_string();
    assert!(error.contains("no column is used as label"), "{error}");
    assert!(FrameworkColumns::from_toml("x", WHOLE).is_err());
}
