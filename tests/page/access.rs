//! Pages are usable by everybody: axe finds nothing, nothing is cut off, and the modules are what they say.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use serde_json::json;

use crate::data;
use crate::page::Page;
use crate::page::Screen;
use crate::page::in_browser_on;

/// Every page, in a state that shows most of it.
const PAGES: [&str; 16] = [
    "/",
    "/?q=vitl+signs",
    "/?q=zzzzqqqq",
    "/?framework=starter-occupations&lang=es",
    "/concepts?id=urn:skillmap:starter-skills:HLT-001",
    "/concepts?id=urn:skillmap:starter-occupations:HLT",
    "/frameworks",
    "/frameworks/starter-skills",
    "/tree?framework=starter-skills&id=urn:skillmap:starter-skills:HLT",
    "/import",
    "/tag",
    "/tag?sample=nursing-fundamentals",
    "/workspaces",
    "/crosswalks",
    "/account",
    "/releases/differences?before=starter-skills@2026.1&after=starter-skills@2026.1",
];

pub(crate) fn tool(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(path);
    if path.exists() {
        return Some(path);
    }
    data::skipped(&format!("no {}; .ci/run installs it", path.display()));
    None
}

/// What axe finds, one line each.
pub(crate) async fn faults(page: &Page, axe: &str) -> Vec<String> {
    page.script(axe).await;
    let run = "
        const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run(document, { runOnly: tags }).then(
            found => done(found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html} ${n.failureSummary}`))),
            error => done([String(error)]));";
    let found = page.0.execute_async(run, Vec::new()).await.unwrap();
    let mut faults: Vec<String> =
        found.as_array().unwrap().iter().map(|f| f.as_str().unwrap().to_owned()).collect();
    let cut = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let beyond = page.script(cut).await.as_i64().unwrap();
    if beyond > 0 {
        faults.push(format!("the page is {beyond} px wider than the screen"));
    }
    faults
}

#[test]
fn axe_finds_nothing_on_any_page() {
    let Some(axe) = tool("test-axe/node_modules/axe-core/axe.min.js") else { return };
    let axe = fs::read_to_string(axe).unwrap();
    for (scheme, width) in [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)] {
        let axe = axe.clone();
        in_browser_on("/", Screen { scheme, width }, move |page| async move {
            let mut all = Vec::new();
            for path in PAGES {
                page.open(path).await;
                page.find("#keys-open:not([hidden])").await;
                let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
                assert_eq!(page.script(dark).await, Value::Bool(scheme == "dark"));
                assert_eq!(page.script("return innerWidth").await, json!(width));
                for fault in faults(&page, &axe).await {
                    all.push(format!("{path}, {scheme}, {width} px: {fault}"));
                }
            }
            // The states that a script makes: an open branch, open suggestions, the list of keys.
            page.open("/frameworks/starter-skills").await;
            page.find("[role=treeitem] .open").await.click().await.unwrap();
            page.find("ul[role=group] > li").await;
            all.extend(faults(&page, &axe).await);
            // A text that is read only, one that is kept, and the workspace that keeps it.
            page.open("/tag?sample=nursing-fundamentals").await;
            page.find("#read").await.click().await.unwrap();
            page.find("#review[data-saved=false]").await;
            all.extend(faults(&page, &axe).await);
            page.open("/tag?sample=nursing-fundamentals").await;
            page.find("#save").await.click().await.unwrap();
            page.find("#review[data-saved=true]").await;
            all.extend(faults(&page, &axe).await);
            page.open("/workspaces/my-texts?undecided=true&occupation=registered+nurse").await;
            page.find("#comparison").await;
            all.extend(faults(&page, &axe).await);
            page.open("/").await;
            page.find("#q[role=combobox]").await.send_keys("weld").await.unwrap();
            page.find("#q[aria-expanded=true]").await;
            all.extend(faults(&page, &axe).await);
            page.find("#keys-open").await.click().await.unwrap();
            page.find("#keys[open]").await;
            all.extend(faults(&page, &axe).await);
            assert!(all.is_empty(), "{}", all.join("\n"));
        });
    }
}

#[test]
fn the_modules_are_what_their_types_say() {
    let Some(compiler) = tool("test-tsc/node_modules/typescript/bin/tsc") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut modules: Vec<PathBuf> = fs::read_dir(root.join("web/scripts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    modules.sort();
    assert!(modules.len() > 5);
    let output = Command::new("node")
        .arg(compiler)
        .args(["--checkJs", "--allowJs", "--noEmit", "--strict", "--target", "es2022"])
        .args(["--module", "esnext", "--moduleResolution", "bundler"])
        .args(["--lib", "es2023,dom,dom.iterable"])
        .args(&modules)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
