//! Frameworks of any size, made of invented words, the same every time; and the official ones.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use skillmap::formats;
use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::model::Framework;

/// Sizes that are measured, in concepts.
pub(crate) const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// Distinct words: about as many as the official frameworks have.
const WORDS: usize = 12_000;
const SYLLABLES: [&str; 20] = [
    "ba", "cor", "den", "fi", "gra", "hul", "is", "jo", "kem", "lur", "man", "ne", "or", "pit",
    "qua", "ros", "sti", "tur", "ul", "ven",
];

/// A word by its rank; frequent words are short.
fn word(rank: usize) -> String {
    let mut word = String::new();
    let mut rest = rank + SYLLABLES.len();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// Draws words about as often as they occur in prose: the square makes low ranks frequent.
pub(crate) struct Words(u64);

impl Words {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn fraction(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn words(&mut self, n: usize) -> String {
        let mut words = Vec::with_capacity(n);
        for _ in 0..n {
            let at = self.fraction();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a rank below WORDS"
            )]
            words.push(word((at * at * WORDS as f64) as usize));
        }
        words.join(" ")
    }
}

/// A table of skillmap's own with that many concepts.
pub(crate) fn table(n_concepts: usize, key: &str) -> String {
    let mut words = Words::new(7);
    let mut out = format!("#id: urn:bench:{key}\n#title: {key}\n#version: 1\n");
    out.push_str("id,kind,broader,preferred_label@en,alternative_labels@en,description@en\n");
    for number in 0..n_concepts {
        let kind = if number % 50 == 0 { "group" } else { "skill" };
        let broader =
            if number % 50 == 0 { String::new() } else { format!("c{}", number / 50 * 50) };
        let label = words.words(3);
        let others = [words.words(3), words.words(2)].join(" | ");
        let description = words.words(24);
        writeln!(out, "c{number},{kind},{broader},{label} {number},{others},{description}.")
            .unwrap();
    }
    out
}

/// The same concepts as occupations.
pub(crate) fn occupations(n_concepts: usize, key: &str) -> Arc<Framework> {
    let bytes = table(n_concepts, key).replace(",skill,", ",occupation,").into_bytes().into();
    read(&[Source::Bytes { name: "table.csv".into(), bytes }])
}

/// The framework in a bundle.
pub(crate) fn read(sources: &[Source]) -> Arc<Framework> {
    let bundle = Bundle::open(sources).unwrap();
    let reading = formats::read(&bundle, &ReadOptions::default()).unwrap();
    match reading.content {
        Content::Framework(framework) => Arc::new(*framework),
        Content::MappingSet(_) => unreachable!("a framework was asked for"),
    }
}

/// A generated framework.
pub(crate) fn framework(n_concepts: usize, key: &str) -> Arc<Framework> {
    let bytes = table(n_concepts, key).into_bytes().into();
    let framework = read(&[Source::Bytes { name: "table.csv".into(), bytes }]);
    assert_eq!(framework.concepts().len(), n_concepts);
    framework
}

/// A folder of the official data, where it is at hand.
pub(crate) fn official(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("SKILLMAP_DATA").map_or_else(beside, PathBuf::from).join(name);
    folder.exists().then_some(folder)
}
