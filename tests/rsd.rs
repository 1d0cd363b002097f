//! Rich Skill Descriptors: every real file is read or refused with the reason, what is written keeps the columns' rules.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

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
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::MappingSet;
use skillmap::model::Severity;

use crate::data::shared;

fn file(path: &Path) -> Result<Reading, ReadError> {
    read(&Bundle::open(&[Source::Path(path.to_owned())])?, &ReadOptions::default())
}

fn text(name: &str, text: &str) -> Reading {
    let source = Source::Bytes { name: name.to_owned(), bytes: text.as_bytes().into() };
    read(&Bundle::open(&[source]).unwrap(), &ReadOptions::default())
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

#[track_caller]
fn framework(reading: &Reading) -> &Framework {
    match &reading.content {
        Content::Framework(framework) => framework,
        Content::MappingSet(_) => panic!("a framework was expected"),
    }
}

/// All files below a folder, sorted, by their paths below it.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push(path.strip_prefix(folder).unwrap().to_owned());
        }
    }
    found.sort();
    found
}

/// What a file gives, or why it gives nothing, in one line.
fn line(folder: &Path, name: &Path) -> String {
    let said = match file(&folder.join(name)) {
        Ok(reading) => {
            let whole = framework(&reading);
            let is_collection = |c: &&skillmap::model::Concept| c.kind == ConceptKind::Collection;
            let n_collections = whole.concepts().iter().filter(is_collection).count();
            let n_mappings: usize = reading.mappings.iter().map(|set| set.mappings.len()).sum();
            format!(
                "{}: {} skills, {n_collections} collections, {} members, {} occupations, {n_mappings} alignments, {} issues",
                reading.format.name(),
                whole.concepts().len() - n_collections,
                whole.relations().len(),
                whole.outside().len(),
                reading.issues.at_least(Severity::Warning),
            )
        }
        Err(e) => format!("refused: {}", e.what.split(" in ").next().unwrap()),
    };
    format!("{} | {said}", name.display())
}

#[test]
fn every_file_of_skill_descriptors_is_read_or_refused_with_the_reason() {
    let Some(folder) = shared("frameworks/rsd") else { return };
    let found: Vec<String> = below(&folder).iter().map(|name| line(&folder, name)).collect();
    let wanted: Vec<&str> = include_str!("rsd/files.txt").lines().collect();
    assert_eq!(found, wanted, "\n{}", found.join("\n"));
}

/// The rules of a CSV Schema: by column whether it may be empty, and whether it must begin with `http`.
fn rules(schema: &str) -> Vec<(String, bool, bool)> {
    let rule = |line: &str| {
        let (column, rule) = line.split_once(':')?;
        let rule = rule.split("//").next().unwrap();
        Some((column.trim().to_owned(), rule.contains("@optional"), rule.contains("^http")))
    };
    schema.lines().filter_map(rule).collect()
}

/// What is wrong with a table by these rules.
fn faults(table: &str, rules: &[(String, bool, bool)]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut faults = Vec::new();
    let places: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(at, name)| (name.to_lowercase(), at)).collect();
    for (column, _, _) in rules {
        if !places.contains_key(&column.to_lowercase()) {
            faults.push(format!("no column {column}"));
        }
    }
    for record in reader.records() {
        let record = record.unwrap();
        for (column, may_be_empty, is_web) in rules {
            let Some(at) = places.get(&column.to_lowercase()) else { continue };
            let cell = &record[*at];
            if cell.is_empty() && !may_be_empty {
                faults.push(format!("{column} is empty in {record:?}"));
            }
            if *is_web && !cell.is_empty() && !cell.starts_with("http") {
                faults.push(format!("{column} is {cell}"));
            }
        }
    }
    faults
}

#[test]
fn what_is_written_keeps_the_rules_of_the_export_layout() {
    let Some(schema) = shared("frameworks/rsd/csv-schema-export-v0.6.x.csvs") else { return };
    let rules = rules(&std::fs::read_to_string(schema).unwrap());
    assert_eq!(rules.len(), 17);
    // The check itself finds what is wrong.
    let bad = "Canonical URL,RSD Name,Alignment URL\nhttp://x/a,,urn:x\n";
    assert_eq!(faults(bad, &rules).len(), 14 + 2);
    for name in
        ["rsd/laiser-osn/osn_comp.csv", "rsd/osmt-api-responses/v3/collections/{uuid}/get.json"]
    {
        let Some(path) = shared(&format!("frameworks/{name}")) else { return };
        let reading = file(&path).unwrap();
        let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
        let outgoing = Outgoing { framework: framework(&reading), mappings: &sets };
        let written = write(&outgoing, Format::RsdCsv).unwrap();
        assert_eq!(faults(&written.content, &rules), [""; 0], "{name}");
    }
    let college = Source::Path("taxonomies/college-competencies".into());
    let reading = read(&Bundle::open(&[college]).unwrap(), &ReadOptions::default()).unwrap();
    let outgoing = Outgoing { framework: framework(&reading), mappings: &[] };
    let written = write(&outgoing, Format::RsdCsv).unwrap();
    assert_eq!(faults(&written.content, &rules), [""; 0]);
}

#[test]
fn a_library_comes_back_from_csv_and_json_as_it_was() {
    for (name, format) in [
        ("osmt-api-responses/v3/skills/{uuid}/get.json", Format::RsdJson),
        ("osmt-api-responses/v2/collections/{uuid}/get.json", Format::RsdJson),
        ("laiser-osn/osn_comp.csv", Format::RsdCsv),
        ("laiser-osn/osn_comp.csv", Format::RsdJson),
        ("osmt-import/Skills-Import.csv", Format::RsdCsv),
    ] {
        let Some(path) = shared(&format!("frameworks/rsd/{name}")) else { return };
        let reading = file(&path).unwrap();
        let sets: Vec<&MappingSet> = reading.mappings.iter().collect();
        let outgoing = Outgoing { framework: framework(&reading), mappings: &sets };
        let written = write(&outgoing, format).unwrap();
        assert!(written.losses.is_empty(), "{name}: {:?}", written.losses.kept().first());
        let back = text(&format!("x.{}", format.ending()), &written.content);
        assert_eq!(back.format, format);
        assert_eq!(framework(&back).parts(), framework(&reading).parts(), "{name}");
        let links = |reading: &Reading| -> usize {
            reading.mappings.iter().map(|set| set.mappings.len()).sum()
        };
        assert_eq!(links(&back), links(&reading), "{name}");
    }
}

#[test]
fn a_table_of_any_generation_is_read_the_same() {
    let rows = [
        "RSD Name,Skill Statement,Categories,Authors,Keywords,Alignment Name,Alignment URL,Detailed Occupations,Collections\n\
         Triage,Sort patients.,Nursing,A; B,ward; WGUSID: 1,Nursing,https://x.org/1,29-1141,Health\n",
        "collection,SKILL NAME,Skill Category,Authors,Contextualized Skill Statement,Keywords,BLS Detailed Occupation,Alignment Title,Alignment\n\
         Health,Triage,Nursing,A; B,Sort patients.,ward; WGUSID: 1,29-1141,Nursing,https://x.org/1\n",
    ];
    let read: Vec<Reading> = rows.iter().map(|row| text("skills.csv", row)).collect();
    assert_eq!(framework(&read[0]).parts(), framework(&read[1]).parts());
    let whole = framework(&read[0]);
    assert_eq!((whole.concepts().len(), whole.relations().len()), (2, 1));
    let skill = whole.concepts().iter().find(|c| c.kind == ConceptKind::Skill).unwrap();
    let facts: Vec<(&str, &str)> =
        skill.properties.iter().map(|p| (p.name.as_ref(), p.value.as_ref())).collect();
    assert_eq!(
        facts,
        [
            ("author", "A"),
            ("author", "B"),
            ("category", "Nursing"),
            ("keyword", "WGUSID: 1"),
            ("keyword", "ward")
        ]
    );
    assert_eq!(whole.outside()[0].object.as_str(), "urn:skillmap:code:soc-2018:29-1141");
    assert_eq!(read[0].mappings[0].mappings[0].object_label, "Nursing");
}

#[test]
fn a_name_and_its_address_stay_together() {
    let skill = r#"[{"type": "RichSkillDescriptor", "id": "https://x.org/api/skills/1", "skillName": "Triage",
        "skillStatement": "Sort patients.", "status": "published",
        "certifications": [{"id": "https://c.org/1", "name": "C1"}, {"name": "C2"}, {"id": "https://c.org/3", "name": "C3"},
            {"id": "https://c.org/4"}],
        "standards": [{"id": "https://s.org/1", "skillName": "S1", "isPartOf": {"name": "Standards"}}, {"id": "https://s.org/2"}],
        "employers": [{"id": "https://e.org/1", "name": "E1"}, {"id": "17", "name": "E2"}],
        "alignments": [{"id": "https://a.org/1", "skillName": "A1", "isPartOf": {"id": "https://a.org", "name": "Topics"}},
            {"id": "K7", "skillName": "A2"}],
        "occupations": [{"code": "29-1141", "targetNodeName": "Registered Nurses"}, {"targetNodeName": "Healers"}]}]"#;
    let reading = text("skills.json", skill);
    let facts = |reading: &Reading| -> Vec<String> {
        let concept = &framework(reading).concepts()[0];
        concept.properties.iter().map(|p| format!("{}: {}", p.name, p.value)).collect()
    };
    let wanted = [
        "alignment: A2",
        "certification: C1 <https://c.org/1>",
        "certification: C2",
        "certification: C3 <https://c.org/3>",
        "certification_url: https://c.org/4",
        "employer: E1 <https://e.org/1>",
        "employer: E2",
        "occupation: Healers",
        "standard: <https://s.org/2>",
        "standard: S1 <https://s.org/1>",
    ];
    assert_eq!(facts(&reading), wanted);
    let told: Vec<&str> = reading.issues.kept().iter().map(|issue| issue.code.as_str()).collect();
    for code in ["bad-id", "bad-alignment", "occupation-name", "part-of", "other-code"] {
        assert!(told.contains(&code), "{code} is not in {told:?}");
    }
    let outgoing = Outgoing { framework: framework(&reading), mappings: &[] };
    let written = write(&outgoing, Format::RsdJson).unwrap();
    let part = r#""certifications":[{"id":"https://c.org/1","name":"C1"},{"name":"C2"},{"id":"https://c.org/3","name":"C3"},{"id":"https://c.org/4"}]"#;
    assert!(written.content.contains(part), "{}", written.content);
    let part =
        r#""standards":[{"id":"https://s.org/2"},{"id":"https://s.org/1","skillName":"S1"}]"#;
    assert!(written.content.contains(part), "{}", written.content);
    let back = facts(&text("x.json", &written.content));
    assert_eq!(
        back,
        wanted
            .map(str::to_owned)
            .into_iter()
            .filter(|f| !f.contains("Healers"))
            .collect::<Vec<_>>()
    );
    let table = write(&outgoing, Format::RsdCsv).unwrap();
    assert!(
        table.content.contains("C1 <https://c.org/1>; C2; C3 <https://c.org/3>"),
        "{}",
        table.content
    );
}

#[test]
fn a_membership_that_a_cell_cannot_hold_is_told() {
    let skills = r#"{"type": "RichSkillCollection", "id": "https://x.org/a;b", "uuid": "x", "name": "Both", "description": "d",
        "skills": [{"id": "https://x.org/1", "skillName": "Triage", "skillStatement": "Sort."}]}"#;
    let reading = text("skills.json", skills);
    assert_eq!(framework(&reading).relations().len(), 1);
    let outgoing = Outgoing { framework: framework(&reading), mappings: &[] };
    let written = write(&outgoing, Format::RsdCsv).unwrap();
    let told = written.losses.kept().iter().find(|loss| loss.what.contains("https://x.org/a;b"));
    assert!(told.unwrap().what.contains("a semicolon keeps values apart"), "{told:?}");
    let back = text("x.csv", &written.content);
    assert_eq!((framework(&back).relations().len(), framework(&back).outside().len()), (0, 0));
}
