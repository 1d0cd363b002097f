//! The table of modules is true: who imports whom, where each library stays, how long a file may be.

use std::path::Path;
use std::path::PathBuf;

/// The module and its row; a module imports lower rows only.
const ROWS: [(&str, u32); 18] = [
    ("model", 1),
    ("limits", 1),
    ("text", 2),
    ("quality", 2),
    ("learning", 2),
    ("formats", 3),
    ("store", 3),
    ("fetch", 3),
    ("graph", 3),
    ("index", 4),
    ("tagging", 5),
    ("crosswalk", 5),
    ("change", 5),
    ("pathway", 5),
    ("records", 5),
    ("engine", 6),
    ("service", 7),
    ("cli", 7),
];

/// Libraries that stay inside one module; of clap's family, `main.rs` may speak too.
const LIBRARIES: &[(&str, &str)] = &[
    ("tantivy", "index"),
    ("petgraph", "graph"),
    ("sled", "store"),
    ("tar", "store"),
    ("actix_web", "service"),
    ("askama", "service"),
    ("multer", "service"),
    ("governor", "service"),
    ("metrics", "service"),
    ("thread_priority", "service"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("indicatif", "cli"),
    ("comfy_table", "cli"),
    ("calamine", "formats"),
    ("zip", "formats"),
    ("csv", "formats"),
    ("saphyr_parser", "formats"),
    ("quick_xml", "formats"),
    ("toml", "formats"),
    ("oxrdf", "formats"),
    ("oxttl", "formats"),
    ("oxrdfxml", "formats"),
    ("oxjsonld", "formats"),
    ("pdf_extract", "formats"),
    ("safetensors", "tagging"),
    ("tokenizers", "tagging"),
    ("pulp", "tagging"),
    ("ureq", "fetch"),
    ("sha2", "fetch"),
    ("tikv_jemallocator", "main"),
];

/// Lines of a file above its unit tests.
const MOST_LINES: usize = 400;

/// One source file.
struct File {
    /// Its path below the repository.
    path: String,
    text: String,
}

impl File {
    /// The module it belongs to: `store` of `src/store/disk.rs`, `limits` of `src/limits.rs`.
    fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or("");
        let first = below.split('/').next().unwrap_or("");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Its lines above the unit tests; nothing of a file that is unit tests as a whole.
    fn lines(&self) -> Vec<&str> {
        if self.path.starts_with("src/") && self.path.ends_with("/tests.rs") {
            return Vec::new();
        }
        self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).collect()
    }

    /// Its lines of code above the unit tests, with their numbers.
    fn code(&self) -> Vec<(usize, &str)> {
        let is_code = |line: &str| !line.trim_start().starts_with("//");
        (1..).zip(self.lines()).filter(|(_, line)| is_code(line)).collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All `.rs` files below these folders, sorted.
fn sources(folders: &[&str]) -> Vec<File> {
    let mut files = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().display().to_string();
            files.push(File { path, text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "no source below {folders:?}");
    files
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn row_of(module: &str) -> Option<u32> {
    ROWS.iter().find(|(name, _)| *name == module).map(|(_, row)| *row)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What follows a path's first name on a line: `store` and `Store` of `use crate::store::Store`, for `crate`.
fn after<'a>(line: &'a str, first: &str) -> Vec<&'a str> {
    let path = format!("{first}::");
    let starts = line.match_indices(&path).filter(|(at, _)| {
        // Neither the end of a longer name nor a later part of a path.
        !line[..*at].ends_with(|c: char| is_word(c) || c == ':' || c == '$')
    });
    starts.map(|(at, _)| &line[at + path.len()..]).collect()
}

/// Modules of this crate that a line names.
fn imports(line: &str) -> Vec<&str> {
    after(line, "crate")
        .into_iter()
        .map(|rest| rest.split(|c| !is_word(c)).next().unwrap_or(""))
        .collect()
}

#[test]
fn a_module_imports_only_lower_rows() {
    let mut faults = Vec::new();
    for file in sources(&["src"]) {
        let module = file.module();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let Some(row) = row_of(module) else {
            faults.push(format!("{}: {module} is not in the table", file.path));
            continue;
        };
        for (number, line) in file.code() {
            for imported in imports(line).into_iter().filter(|name| *name != module) {
                // Limits are plain numbers and import nothing: the model, beside them, may read them.
                let is_lower =
                    imported == "limits" || row_of(imported).is_some_and(|other| other < row);
                let is_edge = row == 7;
                let is_for_edges = ["engine", "model", "limits"].contains(&imported);
                if !is_lower || (is_edge && !is_for_edges) {
                    faults
                        .push(format!("{}, line {number}: {module} imports {imported}", file.path));
                }
            }
        }
    }
    let help = "help: move what both need into a lower row, or let the engine bring them together";
    assert!(faults.is_empty(), "{}\n{help}", faults.join("\n"));
}

#[test]
fn a_library_stays_inside_its_module() {
    let mut faults = Vec::new();
    for file in sources(&["src"]) {
        for (number, line) in file.code() {
            for &(library, module) in LIBRARIES {
                let is_at_home =
                    file.module() == module || (module == "cli" && file.path == "src/main.rs");
                let is_named = !after(line, library).is_empty()
                    || line.trim() == format!("use {library};")
                    || line.trim().starts_with(&format!("use {library} as "));
                if is_named && !is_at_home {
                    faults.push(format!("{}, line {number}: {library}", file.path));
                }
            }
        }
    }
    let help = "help: let the library's own module do it and give back a type of model";
    assert!(faults.is_empty(), "{}\n{help}", faults.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is_for_and_is_short() {
    let mut faults = Vec::new();
    for file in sources(&["src", "tests", "benches"]) {
        if !file.text.starts_with("//! ") {
            faults.push(format!("{}: does not begin with //!", file.path));
        }
        let n_lines = file.lines().len();
        if n_lines > MOST_LINES {
            faults.push(format!("{}: {n_lines} lines above its unit tests", file.path));
        }
    }
    let help =
        format!("help: one line says what a file is for; split one of over {MOST_LINES} lines");
    assert!(faults.is_empty(), "{}\n{help}", faults.join("\n"));
}

/// The cells of all rows of a Markdown table with these headings; lines may be comments of Rust.
fn table(text: &str, headings: &[&str]) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Option<Vec<String>> {
        let line = line.trim().trim_start_matches("//!").trim();
        let inner = line.strip_prefix('|')?.strip_suffix('|')?;
        Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
    };
    let mut lines = text.lines().skip_while(|line| cells(line).is_none_or(|c| c != headings));
    let _ = (lines.next(), lines.next());
    lines.map_while(cells).collect()
}

fn unquoted(cell: &str) -> &str {
    cell.trim_matches('`')
}

#[test]
fn the_table_of_modules_is_the_same_everywhere_and_true() {
    let headings = ["row", "module", "arrow"];
    let (readme, library) =
        (table(&read("README.md"), &headings), table(&read("src/lib.rs"), &headings));
    assert!(!readme.is_empty(), "README.md has no table | row | module | arrow |");
    assert_eq!(readme, library, "README.md and src/lib.rs\nhelp: copy the table");
    let mut named: Vec<&str> = Vec::new();
    for row in &readme {
        let (module, arrow) = (unquoted(&row[1]), &row[2]);
        named.push(module);
        assert_eq!(
            row_of(module).map(|r| r.to_string()).as_ref(),
            Some(&row[0]),
            "{module}: its row"
        );
        let folder = format!("src/{module}/mod.rs");
        let path = if root().join(&folder).exists() { folder } else { format!("src/{module}.rs") };
        let text = read(&path);
        let first = text.lines().next().unwrap_or("").to_lowercase().replace('`', "");
        let arrow = arrow.to_lowercase().replace('`', "");
        assert!(
            first.contains(&arrow),
            "{path}: {first:?} is not {arrow:?}\nhelp: begin with the arrow"
        );
    }
    named.sort_unstable();
    let files = sources(&["src"]);
    let mut there: Vec<&str> = files.iter().map(File::module).collect();
    there.retain(|module| !["lib", "main"].contains(module));
    there.sort_unstable();
    there.dedup();
    assert_eq!(named, there, "modules in the table and below src");
}

/// Files of the engine that define a reply: one operation each.
fn operations() -> Vec<String> {
    let is_reply = |file: &File| {
        file.code().iter().any(|(_, line)| {
            let name = line.strip_prefix("pub struct ").unwrap_or("");
            name.split(|c| !is_word(c)).next().is_some_and(|name| name.ends_with("Reply"))
        })
    };
    let files = sources(&["src/engine"]);
    // `tag` of `src/engine/tag.rs`, `evaluate` of `src/engine/evaluate/mod.rs`.
    let name = |file: &File| {
        let below = file.path.strip_prefix("src/engine/").unwrap_or(&file.path);
        below.split(['/', '.']).next().unwrap_or("").to_owned()
    };
    files.iter().filter(|file| is_reply(file)).map(name).collect()
}

/// `MakeCurrent` of `make_current`.
fn camel_case(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capital).collect()
}

#[test]
fn every_operation_is_in_the_readme_the_routes_and_the_commands() {
    let readme = table(&read("README.md"), &["operation", "command", "HTTP"]);
    let routes = read("src/service/routes.rs");
    let commands = sources(&["src/cli"]);
    let mut faults = Vec::new();
    let operations = operations();
    assert!(operations.len() >= 10, "only {operations:?} were found");
    for name in &operations {
        if !readme.iter().any(|row| unquoted(&row[0]) == name) {
            faults.push(format!("{name}: not in README.md's table | operation | command | HTTP |"));
        }
        if !routes.contains(&format!("\"{name}\"")) {
            faults.push(format!("{name}: not in src/service/routes.rs"));
        }
        let is_command = |file: &File| {
            file.path.ends_with(&format!("/{name}.rs"))
                || file.code().iter().any(|(_, line)| line.contains(&camel_case(name)))
        };
        if !commands.iter().any(is_command) {
            faults.push(format!("{name}: no command in src/cli"));
        }
    }
    for row in &readme {
        if !operations.iter().any(|name| name == unquoted(&row[0])) {
            faults.push(format!("{}: in README.md, but no operation", row[0]));
        }
    }
    let help = "help: an operation is one file in src/engine, one route, one command, one row";
    assert!(faults.is_empty(), "{}\n{help}", faults.join("\n"));
}

/// The reader of imports is itself tried, for a check that sees nothing finds nothing.
#[test]
fn an_import_is_seen_wherever_it_stands() {
    let rows: [(&str, &[&str]); 5] = [
        ("use crate::store::Store;", &["store"]),
        ("    let x = crate::index::open(crate::graph::Graph::new());", &["index", "graph"]),
        ("pub(in crate::engine) fn f() {}", &["engine"]),
        ("pub use crate::formats::Source;", &["formats"]),
        ("let x = $crate::store::y; mycrate::store::z", &[]),
    ];
    for (line, expected) in rows {
        assert_eq!(imports(line), expected, "{line}");
    }
    assert_eq!(
        after("let a = zip::ZipArchive::new(std::zip::x, unzip::y);", "zip"),
        ["ZipArchive::new(std::zip::x, unzip::y);"]
    );
}
