//! What is wrong in an SSSOM table costs that part only, says where it stands, and takes no time.

use skillmap::model::Predicate;

use crate::sssom::COLUMNS;
use crate::sssom::HEAD;
use crate::sssom::set;
use crate::sssom::text;
use crate::sssom::try_text;

/// A fault in a row, its code and its place.
#[test]
fn a_fault_costs_its_row_and_says_where_it_stands() {
    let good = "a:1\tone\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\n";
    let rows = [
        ("c:2\ttwo\tskos:exactMatch\tb:2\tsemapv:LexicalMatching\n", "undeclared-prefix", 1),
        ("a:2\ttwo\tskos:exactMatch\tc:2\tsemapv:LexicalMatching\n", "undeclared-prefix", 1),
        ("a:2\ttwo\tc:like\tb:2\tsemapv:LexicalMatching\n", "undeclared-prefix", 1),
        ("2\ttwo\tskos:exactMatch\tb:2\tsemapv:LexicalMatching\n", "bad-id", 1),
        ("a:2 3\ttwo\tskos:exactMatch\tb:2\tsemapv:LexicalMatching\n", "bad-id", 1),
        ("a:2\ttwo\ta:like\tb:2\tsemapv:LexicalMatching\n", "unknown-predicate", 1),
        ("a:2\ttwo\tskos:mappingRelation\tb:2\tsemapv:LexicalMatching\n", "unknown-predicate", 1),
        ("a:2\ttwo\t\tb:2\tsemapv:LexicalMatching\n", "unknown-predicate", 1),
        ("\ttwo\tskos:exactMatch\tb:2\tsemapv:LexicalMatching\n", "no-subject", 1),
        ("sssom:NoTermFound\t\tskos:exactMatch\tb:2\tsemapv:LexicalMatching\n", "no-subject", 1),
        ("a:2\ttwo\tskos:exactMatch\t\tsemapv:LexicalMatching\n", "no-object", 1),
        ("a:2\ttwo\tskos:exactMatch\tb:2\tsemapv:Magic\n", "unknown-justification", 2),
        ("a:2\ttwo\tskos:exactMatch\tb:2\t\n", "unknown-justification", 2),
        ("a:2\ttwo\tskos:exactMatch\thttp://b/2\tsemapv:LexicalMatching\n", "iri-for-curie", 2),
        (good, "repeated-mapping", 1),
        ("a:2\ttwo\tskos:exactMatch\n", "uneven-row", 1),
    ];
    for (row, code, n_read) in rows {
        let reading = text("x.tsv", &format!("{HEAD}{COLUMNS}{good}{row}"));
        let issues = reading.issues.kept();
        let issue = issues.iter().find(|i| i.code == code);
        let issue = issue.unwrap_or_else(|| panic!("{row:?}: {issues:?}"));
        assert_eq!(issue.location.line, Some(8), "{row:?}: {issue}");
        assert_eq!(set(&reading).mappings.len(), n_read, "{row:?}: {issues:?}");
    }
}

#[test]
fn a_fault_above_the_table_costs_that_part_only() {
    let row = "a:1\tone\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\n";
    let rows = [
        ("#comment: this: that\n", "bad-metadata", 6),
        ("#see_also: [a, b\n", "bad-metadata", 6),
        ("#other: *x\n", "bad-metadata", 6),
    ];
    for (line, code, number) in rows {
        let reading = text("x.tsv", &format!("{HEAD}{line}{COLUMNS}{row}"));
        let issue = &reading.issues.kept()[0];
        assert_eq!(
            (issue.code.as_str(), set(&reading).mappings.len()),
            (code, 1),
            "{line}: {issue}"
        );
        assert!(issue.location.line >= Some(number), "{line}: {issue}");
    }
    let head = HEAD.replace("#  b:", "#  skos: http://c/\n#  d:\n#  b:");
    let reading = text("x.tsv", &format!("{head}{COLUMNS}{row}"));
    let codes: Vec<&str> = reading.issues.kept().iter().map(|i| i.code.as_str()).collect();
    assert_eq!(codes, ["built-in-prefix", "bad-prefix"]);
    assert_eq!(set(&reading).mappings[0].predicate, Predicate::Exact);
}

/// No YAML makes the reading long: what is odd is given up part by part.
#[test]
fn hostile_yaml_is_given_up_quickly() {
    let pieces = [
        "[",
        "{",
        "- ",
        "? ",
        "a: ",
        "'",
        "\"",
        "&a ",
        "*a ",
        "!t ",
        "%",
        "a: b\n#",
        "a: 'x\n#",
        "a: [\n#",
        "|",
        ">\n# ",
        "a: &a [*a, *a]\n#",
        "\t",
        " \n#",
        "a: |\n#  x\n#",
        "--- \n#",
        "a,",
        "{a: ",
        "[a, ",
        "x\u{85}",
        ": ",
        "# ",
    ];
    let row = "a:1\tone\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\n";
    for piece in pieces {
        let many = piece.repeat(200_000 / piece.len());
        let begun = std::time::Instant::now();
        // Read or refused: it ends, and soon.
        let _ = try_text("x.sssom.tsv", &format!("{HEAD}#{many}\n{COLUMNS}{row}"));
        assert!(begun.elapsed().as_secs() < 10, "{piece:?}: {:?}", begun.elapsed());
    }
}
