//! Every public spreadsheet at hand is read with exact counts, or refused for the right reason.

use skillmap::model::Framework;
use skillmap::model::Issue;
use skillmap::model::RelationKind;
use skillmap::model::Severity;

use crate::data;
use crate::spreadsheets::framework_of;
use crate::spreadsheets::read_path;

/// A file, its sheet, and what comes of it: concepts, rows taken, broader relations, cells left out.
type Row = (&'static str, Option<&'static str>, [usize; 4]);

const ROWS: [Row; 19] = [
    ("case/opensalt/docs-samples/sample_case.csv", None, [10, 10, 7, 2]),
    ("case/opensalt/docs-samples/spreadsheet_import_sample.xlsx", None, [4, 4, 3, 0]),
    ("case/opensalt/tests/spreadsheet_import_sample.xlsx", None, [4, 4, 3, 0]),
    // The twelve at the top stand below the document.
    ("case/opensalt/tests/OpenSalt Testing.xlsx", None, [1_189, 1_189, 1_177, 0]),
    ("case/opensalt/tests/ccsso_ela.xlsx", None, [1_189, 1_189, 1_177, 0]),
    ("case/opensalt/tests/ccsso_ela_item.csv", None, [1_189, 1_189, 1_177, 0]),
    ("case/opensalt/tests/abbreviatedStatement.csv", None, [1, 1, 0, 0]),
    ("case/opensalt/tests/abbreviatedStatementLimit.csv", None, [1, 1, 0, 0]),
    // Codes alone tell its hierarchy.
    ("case/opensalt/tests/children.csv", None, [4, 4, 3, 0]),
    // Both rows name a parent that the file has not.
    ("case/opensalt/tests/sequenceNumber.csv", None, [2, 2, 0, 2]),
    ("case/opensalt/tests/test_items.csv", None, [99, 99, 0, 0]),
    (SUPPLEMENT, None, [26, 21, 21, 0]),
    (SUPPLEMENT, Some("3 Competence Statements"), [388, 362, 383, 0]),
    (SUPPLEMENT, Some("4 Learning Outcomes"), [549, 523, 544, 0]),
    (SUPPLEMENT, Some("6"), [126, 126, 0, 0]),
    (DUTCH, None, [26, 21, 21, 0]),
    (DUTCH, Some("3 Competence Statements"), [388, 362, 383, 0]),
    (DUTCH, Some("4 Learning Outcomes"), [549, 523, 544, 0]),
    (DUTCH, Some("5 Glossary"), [126, 126, 0, 0]),
];

const SUPPLEMENT: &str = "digcomp-3.0/sources/DigComp 3.0 Data Supplement 24 Nov 2025.xlsx";
const DUTCH: &str = "digcomp-3.0/output/DigComp_3.0_Data_Supplement_nl.xlsx";

fn n_broader(framework: &Framework) -> usize {
    framework.relations().iter().filter(|r| r.kind == RelationKind::Broader).count()
}

#[test]
fn every_public_spreadsheet_is_read_whole() {
    let Some(folder) = data::shared("frameworks") else { return };
    for (file, sheet, expected) in ROWS {
        let reading =
            read_path(&folder.join(file), sheet).unwrap_or_else(|e| panic!("{file}: {e}"));
        let framework = framework_of(&reading);
        let errors = |issue: &&Issue| issue.severity == Severity::Error;
        let errors: Vec<_> = reading.issues.kept().iter().filter(errors).collect();
        let taken = usize::try_from(reading.tables[0].taken).unwrap();
        let found = [framework.concepts().len(), taken, n_broader(framework), errors.len()];
        assert_eq!(found, expected, "{file} {sheet:?}: {errors:#?}");
        assert_eq!(reading.tables[0].rows, reading.tables[0].taken, "{file} {sheet:?}");
    }
}

#[test]
fn labels_of_both_languages_stand_beside_each_other() {
    let Some(folder) = data::shared("frameworks") else { return };
    let reading = read_path(&folder.join(DUTCH), None).unwrap();
    let framework = framework_of(&reading);
    let position = framework.position("urn:skillmap:digcomp-3-0-data-supplement-nl:1.2").unwrap();
    let labels: Vec<_> = framework.concepts()[position]
        .labels
        .iter()
        .map(|label| (label.language.to_string(), label.text.to_string()))
        .collect();
    let pair = |language: &str, text: &str| (language.to_owned(), text.to_owned());
    assert_eq!(
        labels,
        [pair("en", "Evaluating information"), pair("nl", "Evalueren van informatie")]
    );
}

#[test]
fn the_columns_of_opensalt_are_known() {
    let Some(folder) = data::shared("frameworks/case/opensalt/docs-samples") else { return };
    let reading = read_path(&folder.join("sample_case.csv"), None).unwrap();
    let framework = framework_of(&reading);
    let position = framework.position("urn:skillmap:sample-case:Math.Fractions.Cluster1").unwrap();
    let concept = &framework.concepts()[position];
    assert_eq!(concept.notations[0].code.as_ref(), "M.F.1-2");
    assert_eq!(concept.property("sequence_number"), Some("1"));
    let texts: Vec<&str> = concept.texts.iter().map(|text| text.text.as_ref()).collect();
    assert_eq!(texts, ["More Testing"]);
}

#[test]
fn what_is_no_list_is_refused_for_the_right_reason() {
    let Some(folder) = data::shared("frameworks") else { return };
    let rows = [
        ("case/opensalt/tests/RemoteUsers.dist.csv", "it looks like a list of people"),
        (
            "case/opensalt/docs-samples/spreadsheet_import_template.xlsx",
            "there is no table with a header and a row in it",
        ),
        // Ratings: a row for each occupation, skill and scale.
        ("rsd/laiser-osn/ONet_Skills.xlsx", "the table has many rows for each concept"),
    ];
    for (file, says) in rows {
        let error = read_path(&folder.join(file), None).unwrap_err().to_string();
        assert!(error.contains(says), "{file}: {error}");
    }
    let remedy = read_path(&folder.join(rows[0].0), None).unwrap_err().remedy;
    assert!(remedy.contains("skillmap columns FILE > columns.toml"), "{remedy}");
}
