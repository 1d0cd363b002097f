//! Tagging works in the languages that frameworks have labels for: shown on German, French, Spanish and Dutch.

use std::fmt::Write as _;
use std::path::Path;

use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::LanguageSource;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::TagReply;
use skillmap::engine::TagRequest;
use skillmap::engine::unwatched;
use skillmap::model::Requirement;

use crate::data::shared;

/// An engine that holds what these files hold together.
fn engine_of(folder: &Path, names: &[&str]) -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let sources = names.iter().map(|name| Source::Path(folder.join(name))).collect();
    let version = Some("1.0".to_owned());
    let request = ImportRequest { sources, version, ..ImportRequest::default() };
    engine.import(&request, &unwatched).unwrap();
    (dir, engine)
}

/// An engine that holds skills of these labels in that language.
fn engine_with(labels: &[String], language: &str) -> (tempfile::TempDir, Engine) {
    let mut table = format!(
        "#id: urn:test:real\n#title: Real labels\n#version: 1\n#licence: as published\nid,kind,preferred_label@{language}\n"
    );
    for (number, label) in labels.iter().enumerate() {
        let _ = writeln!(table, "{number},skill,\"{}\"", label.replace('"', "'"));
    }
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let bytes = table.into_bytes().into();
    let sources = vec![Source::Bytes { name: "real.csv".into(), bytes }];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    (dir, engine)
}

fn tag(engine: &Engine, text: &str) -> TagReply {
    engine.tag(&TagRequest { text: text.to_owned(), ..TagRequest::default() }).unwrap()
}

/// The text is read in that language, and has these skills, required or preferred; none of the last.
fn check(
    engine: &Engine,
    language: &str,
    text: &str,
    expected: &[(&str, Requirement)],
    never: &[&str],
) {
    let reply = tag(engine, text).document;
    assert_eq!(reply.language.tag.as_str(), language);
    assert_eq!(reply.language.source, LanguageSource::Detected);
    let told: Vec<(&str, Requirement)> =
        reply.tags.iter().map(|tag| (tag.concept.label.as_str(), tag.requirement)).collect();
    for wanted in expected {
        assert!(told.contains(wanted), "{wanted:?} is not in {told:?}");
    }
    for unwanted in never {
        assert!(!told.iter().any(|(label, _)| label == unwanted), "{unwanted} is in {told:?}");
    }
}

#[test]
fn french_and_spanish_postings_are_tagged_with_real_skills() {
    let Some(folder) = shared("frameworks/esco-1.0.x") else { return };
    let names = ["skills_fr.csv", "skills_es.csv"];
    let (_dir, engine) = engine_of(&folder, &names);
    let french = "Boulanger\n\nVos missions\n- préparer des produits de boulangerie\n\nProfil recherché\n- gérer le personnel\n\nUn plus\n- respecter les normes en matière de sécurité et d'hygiène alimentaires\n\nNous offrons\n- mutuelle et programmation informatique pour vos enfants\n";
    check(
        &engine,
        "fr",
        french,
        &[
            ("préparer des produits de boulangerie", Requirement::Unstated),
            ("gérer le personnel", Requirement::Required),
        ],
        &["programmation informatique"],
    );
    let spanish = "Panadero\n\nFunciones\n- elaborar productos de panadería\n\nRequisitos\n- gestionar al personal\n\nOfrecemos\n- seguro médico y programación informática para sus hijos\n";
    check(
        &engine,
        "es",
        spanish,
        &[
            ("elaborar productos de panadería", Requirement::Unstated),
            ("gestionar al personal", Requirement::Required),
        ],
        &["programación informática"],
    );
}

#[test]
fn german_postings_are_tagged_with_real_skills() {
    let Some(folder) = shared("frameworks/esco-1.2.0-partial/de") else { return };
    let mut labels = Vec::new();
    for name in ["digitalSkillsCollection_de.csv", "greenSkillsCollection_de.csv"] {
        let mut table = csv::Reader::from_path(folder.join(name)).unwrap();
        let column = table.headers().unwrap().iter().position(|c| c == "preferredLabel").unwrap();
        labels.extend(table.records().map(|row| row.unwrap()[column].to_owned()));
    }
    labels.sort();
    labels.dedup();
    let (_dir, engine) = engine_with(&labels, "de");
    let german = "Technikerin oder Techniker (m/w/d)\n\nIhre Aufgaben\n- Sie konzipieren ein Computernetzwerk und führen Umweltuntersuchungen durch\n\nIhr Profil\n- mindestens drei Jahre Erfahrung mit Haskell\n- Kenntnisse in Botanik sind nicht erforderlich\n\nVon Vorteil\n- Kreislaufwirtschaft\n\nWir bieten\n- Windenergie für Ihr Elektroauto\n";
    check(
        &engine,
        "de",
        german,
        &[
            ("Haskell", Requirement::Required),
            ("Kreislaufwirtschaft", Requirement::Preferred),
            ("Computernetzwerk konzipieren", Requirement::Unstated),
        ],
        &["Botanik", "Windenergie"],
    );
    let tagged = tag(&engine, german).document;
    let haskell = tagged.tags.iter().find(|tag| tag.concept.label == "Haskell").unwrap();
    assert_eq!(haskell.level.years, Some(3));
}

#[test]
fn dutch_courses_are_tagged_with_real_competences() {
    let Some(folder) = shared("frameworks/digcomp-3.0/output") else { return };
    let text =
        std::fs::read_to_string(folder.join("DigComp_3.0_Data_Supplement_nl.jsonld")).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut labels = Vec::new();
    collect_dutch(&whole, &mut labels);
    labels.sort();
    labels.dedup();
    assert!(labels.len() > 20, "{labels:?}");
    let (_dir, engine) = engine_with(&labels, "nl");
    let label = labels.iter().find(|label| label.contains("programmeren")).unwrap();
    let label = label.to_lowercase();
    let dutch = format!(
        "Digitale vaardigheden\n\nLeeruitkomsten\nNa afloop van de cursus kan de student zelfstandig aan de slag met {label}.\n\nToetsing\n- Een schriftelijk examen aan het einde van de cursus\n"
    );
    let tagged = tag(&engine, &dutch).document;
    assert_eq!(tagged.language.tag.as_str(), "nl");
    let best = &tagged.tags[0];
    assert_eq!(best.concept.label.to_lowercase(), label);
    assert_eq!(best.mentions[0].section.name(), "outcomes");
}

/// The Dutch names of competences.
fn collect_dutch(value: &serde_json::Value, labels: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|one| collect_dutch(one, labels)),
        serde_json::Value::Object(object) => {
            if object.get("@type").is_some_and(|kind| kind == "Competence")
                && let Some(name) = object.get("name_nl").and_then(|name| name.as_str())
            {
                labels.push(name.to_owned());
            }
            object.values().for_each(|one| collect_dutch(one, labels));
        }
        _ => {}
    }
}
