//! Seeds -> invented frameworks and mapping sets, the same in every run.

use std::fmt::Write as _;

use skillmap::model::Concept;
use skillmap::model::ConceptId;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::FrameworkBuilder;
use skillmap::model::Justification;
use skillmap::model::Language;
use skillmap::model::Licence;
use skillmap::model::Mapping;
use skillmap::model::MappingEnd;
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
use skillmap::model::Release;
use skillmap::model::Text;
use skillmap::model::TextKind;

/// A seeded generator (`SplitMix64`): the same seed throws the same numbers on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// A number from `low` up to below `high`, each power of two as likely as another: most are small.
    pub(crate) fn spread(&mut self, low: u64, high: u64) -> u64 {
        let bits = (high / low.max(1)).max(1).ilog2();
        let scale = 1 << self.below(u64::from(bits) + 1);
        (low * scale + self.below(low * scale)).min(high - 1)
    }
}

pub(crate) fn release(name: &str, version: u64) -> Release {
    Release {
        framework: ConceptId::new(format!("urn:made:{name}")).unwrap(),
        key: name.to_owned(),
        title: format!("Made {name}"),
        publisher: "nobody".to_owned(),
        version: version.to_string(),
        licence: Licence::default(),
        description: String::new(),
    }
}

/// A framework of about that many bytes that do not pack.
pub(crate) fn framework(dice: &mut Dice, name: &str, version: u64, n_bytes: u64) -> Framework {
    let mut builder = FrameworkBuilder::new(release(name, version));
    for number in 0..(n_bytes / 4_096).max(1) {
        let id = ConceptId::new(format!("urn:made:{name}:{number}")).unwrap();
        let mut concept = Concept::new(id, ConceptKind::Skill);
        let mut text = String::new();
        while text.len() as u64 + 16 <= n_bytes.min(4_096) {
            let _ = write!(text, "{:016x}", dice.next());
        }
        let (kind, language) = (TextKind::Note, Language::ENGLISH);
        concept.texts.push(Text { kind, language, text: text.into() });
        builder.add(concept);
    }
    builder.build().unwrap()
}

/// A mapping set of that many mappings.
pub(crate) fn mapping_set(dice: &mut Dice, title: &str, n_mappings: u64) -> MappingSet {
    let end = |name: &str| MappingEnd {
        name: name.to_owned(),
        version: String::new(),
        concept_type: String::new(),
        language: Language::ENGLISH,
    };
    let mapping = |number: u64, comment: String| {
        let id = |side: &str| ConceptId::new(format!("urn:made:{side}:{number:08}")).unwrap();
        let made_by = Justification::ManualMappingCuration;
        Mapping { comment, ..Mapping::new(id("a"), Predicate::Close, Some(id("b")), made_by) }
    };
    MappingSet {
        title: title.to_owned(),
        author: String::new(),
        version: "1".to_owned(),
        date: String::new(),
        licence: Licence::default(),
        subject_source: end("a"),
        object_source: end("b"),
        mappings: (0..n_mappings).map(|n| mapping(n, format!("{:016x}", dice.next()))).collect(),
    }
}

/// A table of skillmap's own with that many concepts.
pub(crate) fn table(name: &str, version: u64, n_concepts: u64) -> String {
    let mut out = format!("#id: urn:made:{name}\n#key: {name}\n#version: {version}\n");
    out.push_str("id,kind,broader,preferred_label@en,alternative_labels@en\n");
    for number in 0..n_concepts {
        let parent = if number == 0 { String::new() } else { (number / 8).to_string() };
        let _ = writeln!(
            out,
            "{number},skill,{parent},skill {number} of {version},craft {number} | trade {number}"
        );
    }
    out
}
