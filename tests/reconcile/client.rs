//! A client of the standard, made by others, matches a column.

use std::path::Path;
use std::process::Command;

use crate::data::skipped;
use crate::reconcile::SHARED;

/// Matches a column with the package `reconciler`, and prints what came back, a line for each cell.
const SCRIPT: &str = r#"
import sys
import pandas
from reconciler import reconcile
table = pandas.DataFrame({
    "job": ["Welder", "regstered nurse", "pipe fitting", "zzzzqqqq", "welder"],
    "list": ["trades", "starter-occupations", "trades", "trades", "trades"],
})
found = reconcile(table["job"], reconciliation_endpoint=sys.argv[1])
for _, row in found.iterrows():
    print(row["input_value"], row["id"], row["match"], sep="|")
found = reconcile(table["job"][:1], type_id="occupation", property_mapping={"framework": table["list"][:1]},
                  top_res="all", reconciliation_endpoint=sys.argv[1])
best = found.iloc[0]
print(best["input_value"], best["id"], best["match"], best["type_id"], best["score"], sep="|")
"#;

#[test]
fn the_client_of_others_matches_a_column() {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-reconciler");
    if !tool.join("reconciler").exists() {
        skipped(&format!("no reconciler at {}; .ci/run installs it", tool.display()));
        return;
    }
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &tool).arg("-c").arg(SCRIPT).arg(SHARED.url("/reconcile"));
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "Welder|urn:skillmap:starter-occupations:MFG-03|False",
            "regstered nurse|urn:skillmap:starter-occupations:HLT-01|False",
            "pipe fitting|urn:test:trades:T4|True",
            "zzzzqqqq|nan|False",
            "welder|urn:skillmap:starter-occupations:MFG-03|False",
            "Welder|urn:test:trades:T2|True|occupation|100.0",
        ],
        "{said}"
    );
}
