//! Labels of a framework -> their vectors, kept on disk.

use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use crate::model::Digest;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::Side;
use crate::tagging::semantic::Vectors;

/// Vectors of the labels of some concepts of a framework.
#[derive(Debug)]
pub struct LabelVectors {
    /// Per concept, in the order asked for: the vector of its preferred label.
    pub(super) preferred: Vectors,
    /// The vectors of other labels.
    pub(super) others: Vectors,
    /// Per other label: the number of its concept in the order asked for; ascending.
    pub(super) owners: Vec<u32>,
}

/// Which labels are made into vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichLabels {
    /// One per concept.
    Preferred,
    /// All of them.
    All,
}

/// Called with how many labels are done, and how many there are.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Texts between two reports of progress.
const STEP_TEXTS: usize = 2_048;
/// Changes when the layout of a cached file does.
const LAYOUT: &str = "skillmap label vectors 1";

impl LabelVectors {
    /// The vectors of the labels of these concepts, of which each has a preferred one in the language or counts
    /// as zeros; read from `cache` where they were made before, else made and written there. They are kept
    /// as 16-bit numbers, three digits. A cache that is damaged or cannot be written is passed over.
    ///
    /// Cost: with an encoder a minute per 30,000 labels and core; with a static table a second.
    pub fn build(
        model: &Model,
        framework: &Framework,
        language: Language,
        concepts: &[usize],
        which: WhichLabels,
        cache: Option<&Path>,
        progress: Progress<'_>,
    ) -> Self {
        let (preferred, others, owners) = texts(framework, language, concepts, which);
        let n_labels = (preferred.len() + others.len()) as u64;
        let made = |texts: &[&str], kind: &str, n_before: usize| {
            let mut vectors = kept(model, texts, kind, cache, &|done| {
                progress(n_before as u64 + done, n_labels);
            });
            model.project(&mut vectors, Side::Label);
            vectors
        };
        let first = made(&preferred, "preferred", 0);
        let rest = made(&others, "others", preferred.len());
        Self { preferred: first, others: rest, owners }
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.preferred.len() + self.others.len()
    }

    /// Whether there is no concept.
    pub fn is_empty(&self) -> bool {
        self.preferred.is_empty()
    }
}

/// The vectors of some texts before they are projected, read from `cache` if they were made before, else made and
/// written there.
pub(super) fn kept(
    model: &Model,
    texts: &[&str],
    kind: &str,
    cache: Option<&Path>,
    progress: &(dyn Fn(u64) + Sync),
) -> Vectors {
    let file = cache.map(|dir| {
        let what = format!("{LAYOUT}\n{}\n{kind}\n{}\n", model.base(), texts.join("\n"));
        dir.join(format!("{}.vectors", Digest::of(what.as_bytes())))
    });
    let known = file.as_deref().and_then(|file| read(file, model.dim(), texts.len()));
    let mut vectors = known.unwrap_or_else(|| {
        let mut halves = Vec::with_capacity(texts.len() * model.dim());
        for (number, texts) in texts.chunks(STEP_TEXTS).enumerate() {
            let made = model.embed_base(texts);
            halves.extend(made.values().iter().map(|value| half::f16::from_f32(*value)));
            progress((number * STEP_TEXTS + texts.len()) as u64);
        }
        if let Some(file) = &file {
            write(file, &halves);
        }
        Vectors::new(model.dim(), halves.into_iter().map(half::f16::to_f32).collect())
    });
    vectors.normalize();
    vectors
}

/// Preferred labels, other labels, and the owners of those.
fn texts<'a>(
    framework: &'a Framework,
    language: Language,
    concepts: &[usize],
    which: WhichLabels,
) -> (Vec<&'a str>, Vec<&'a str>, Vec<u32>) {
    let (mut preferred, mut others, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for (owner, concept) in (0_u32..).zip(concepts) {
        let labels = framework.concepts().get(*concept).map_or(&[][..], |concept| &concept.labels);
        let mine = || labels.iter().filter(|label| label.language.is_like(language));
        let first = mine().find(|label| label.kind == LabelKind::Preferred);
        preferred.push(first.map_or("", |label| &label.text));
        for label in mine().filter(|_| which == WhichLabels::All) {
            if label.kind != LabelKind::Preferred {
                others.push(&*label.text);
                owners.push(owner);
            }
        }
    }
    (preferred, others, owners)
}

/// The vectors of a cached file, if it is whole.
fn read(file: &Path, dim: usize, n: usize) -> Option<Vectors> {
    let bytes = std::fs::read(file).ok()?;
    let (digest, values) = bytes.split_at_checked(64)?;
    if values.len() != 2 * n * dim || digest != Digest::of(values).to_string().as_bytes() {
        return None;
    }
    let values = values.as_chunks().0.iter().map(|b| half::f16::from_le_bytes(*b).to_f32());
    Some(Vectors::new(dim, values.collect()))
}

/// Writes a cached file; a disk that refuses costs time only, at the next start.
fn write(file: &Path, values: &[half::f16]) {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let digest = Digest::of(&bytes).to_string();
    let part = PathBuf::from(format!("{}.{}.part", file.display(), std::process::id()));
    let write = || {
        if let Some(dir) = file.parent() {
            std::fs::create_dir_all(dir)?;
        }
        let mut out = std::fs::File::create(&part)?;
        out.write_all(digest.as_bytes())?;
        out.write_all(&bytes)?;
        out.sync_data()?;
        std::fs::rename(&part, file)
    };
    if let Err(error) = write() {
        tracing::warn!(%error, file = %file.display(), "vectors of labels are not kept");
    }
}
