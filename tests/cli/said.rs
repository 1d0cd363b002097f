//! What commands say: the way on where they refuse, and that there is nothing to say.

use crate::cli::run;
use crate::cli::skillmap;

/// Commands that are refused, with what is said and what is not.
const REFUSED: [(&[&str], &str, &str); 11] = [
    (&["get", "onet", "--sha256", "abc"], "is no SHA-256", "CC BY"),
    (&["get", "onet", "--address", "file:///etc/passwd"], "only https is fetched", "CC BY"),
    (&["replace", "starter-skills"], "--min-confidence CONFIDENCE", "min_confidence"),
    (&["export", "starter-skills", "-o", "nowhere/at/all.json"], "there is no folder", "wrote"),
    (&["import", "old.xls"], "save it as .xlsx or .csv", "UTF-8"),
    (&["columns", "old.xls"], "save it as .xlsx or .csv", "right file"),
    (&["import", "other.json"], "JSON of another layout", "case-1.0"),
    (&["import", "pairs.csv"], "skillmap crosswalk import NAME FILE", "case"),
    (&["gap", "-", "-"], "both sides are -", "text"),
    (&["gap", "nowhere.md", "welder"], "search for it, or give a text", "id:"),
    (&["batch", "body.csv", "-o", "out.csv"], "--text-column NAME", "--id-column"),
];

#[test]
fn what_is_refused_names_the_way_on_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let files: [(&str, &[u8]); 4] = [
        ("old.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        ("other.json", b"{\"a\": 1}"),
        ("pairs.csv", b"source;target\nalpha;beta\n"),
        ("body.csv", b"body\nweld steel\n"),
    ];
    let work = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(work.path().join(name), content).unwrap();
    }
    for (arguments, said, unsaid) in REFUSED {
        let output = skillmap(&dir, arguments).current_dir(work.path()).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(said), "{arguments:?}: {errors}\nhelp: it must say {said:?}");
        assert!(!errors.contains(unsaid), "{arguments:?}: {errors}\nhelp: without {unsaid:?}");
    }
    let n_files = std::fs::read_dir(work.path()).unwrap().count();
    assert_eq!(n_files, files.len(), "help: nothing is written before all is known");
}

#[test]
fn help_names_what_a_person_can_use_and_the_options_of_all_commands_last() {
    let dir = tempfile::tempdir().unwrap();
    for command in ["search", "tag", "batch", "export", "occupation", "learn"] {
        let (help, _, code) = run(&dir, &[command, "--help"], "");
        assert_eq!(code, 0);
        assert!(!help.contains("[default: ]") && !help.contains("[default: \"\"]"), "{help}");
        let (own, global) = help.split_once("Global options:").unwrap();
        assert!(!own.contains("--weights") && global.contains("--weights"), "{help}");
    }
    let (help, _, _) = run(&dir, &["import", "--help"], "");
    assert!(help.contains("--issues <N>"), "{help}");
    for shell in ["bash", "fish", "zsh"] {
        let (script, _, _) = run(&dir, &["completions", shell], "");
        assert!(script.contains("crosswalk") && !script.contains("pdf-text"), "{shell}");
    }
}

#[test]
fn a_reply_says_also_that_there_is_nothing_to_say() {
    let dir = tempfile::tempdir().unwrap();
    let (_, errors, _) = run(&dir, &["export", "starter-skills", "--losses", "/dev/null"], "");
    assert!(errors.contains("wrote /dev/null"), "{errors}");
    assert!(errors.contains("nothing is lost"), "{errors}");
    let (printed, _, code) = run(&dir, &["diff", "starter-skills", "starter-skills"], "");
    assert!(code == 1 && printed.contains("no difference"), "{printed}");
    let propose = ["crosswalk", "propose", "college-competencies", "starter-skills"];
    run(&dir, &[&propose[..], &["--save", "college"]].concat(), "");
    let (printed, _, _) = run(&dir, &["crosswalk", "coverage", "college"], "");
    let said = printed.contains("nothing is decided yet: nothing is mapped; 169 proposals wait: ");
    assert!(said, "{printed}");
    let (printed, _, _) = run(&dir, &["crosswalk", "coverage", "college", "-k", "outcome"], "");
    assert!(printed.contains(": 0 of 84 concepts of college-competencies"), "{printed}");
    let accept = ["crosswalk", "review", "college", "-r", "ann", "--accept-above", "0.999"];
    let (printed, _, code) = run(&dir, &accept, "");
    let said = printed.contains("no open pair has 0.999 or more; the highest is 0.");
    assert!(code == 1 && said, "{printed}");
}

#[test]
fn a_concept_is_shown_with_each_way_up_and_with_those_of_the_same_name() {
    let dir = tempfile::tempdir().unwrap();
    let table = "#id: urn:test:ways\n#title: Ways\n#key: ways\n#version: 1\n#language: en\n\
                 id,kind,preferred_label@en,broader\n\
                 top,group,Top,\nleft,group,Left,top\nright,group,Right,top\n\
                 end,skill,End,left | right\nother,skill,end,top\n";
    let (_, errors, code) = run(&dir, &["import", "-", "--name", "table.csv"], table);
    assert_eq!(code, 0, "{errors}");
    let (printed, _, _) = run(&dir, &["show", "End"], "");
    assert!(printed.starts_with("found by its preferred label, as are: ways skill <"), "{printed}");
    assert!(printed.contains("\nbelow:\n  Left < Top\n  Right < Top\n"), "{printed}");
}

#[test]
fn a_comparison_says_what_is_covered_and_why_what_is_missing_is_near() {
    let dir = tempfile::tempdir().unwrap();
    let course = "Students learn to take vital signs.";
    let want = "take vital signs | dress wounds";
    let (said, errors, code) = run(&dir, &["gap", "-", want], course);
    assert_eq!(code, 0, "{errors}");
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("1 of 2 wanted skills are there"), "{said}");
    for part in ["covered: 1", "missing: 1", "stand side by side below “patient care and nursing”"]
    {
        assert!(said.contains(part), "{said}\nhelp: it must say {part:?}");
    }
}
