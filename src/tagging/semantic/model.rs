//! A directory -> a model that makes vectors of texts.

use std::path::Path;
use std::path::PathBuf;

use crate::limits;
use crate::model::Digest;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::PROJECTION_FILE;
use crate::tagging::semantic::Vectors;
#[cfg(feature = "encoder")]
use crate::tagging::semantic::encoder::Encoder;
use crate::tagging::semantic::files;
use crate::tagging::semantic::files::Tensors;
use crate::tagging::semantic::projection::Projection;
use crate::tagging::semantic::projection::Sides;
use crate::tagging::semantic::static_table;
use crate::tagging::semantic::static_table::StaticTable;

/// A semantic model: texts become vectors of one length, near each other where they mean alike.
///
/// It never answers alone: its cosines are features of the ranker.
#[derive(Debug)]
pub struct Model {
    dir: PathBuf,
    kind: Kind,
    projection: Option<Projection>,
    /// Digest of the model's own files.
    files: Digest,
    /// Digest of all that makes its vectors.
    id: Digest,
    /// Digest of all that makes its vectors before they are projected.
    base: Digest,
}

/// The kinds of model there are.
#[derive(Debug)]
enum Kind {
    StaticTable(StaticTable),
    #[cfg(feature = "encoder")]
    Encoder(Encoder),
}

/// On which side a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A text that is to be tagged.
    Query,
    /// A label of a concept.
    Label,
}

impl Model {
    /// The model of a directory: a static token table (`model.safetensors` with `embeddings`,
    /// `tokenizer.json`) or a BERT encoder (`model.safetensors`, `tokenizer.json` or `vocab.txt`, `config.json`), with
    /// the projection that `skillmap learn` wrote there, if it did.
    ///
    /// Cost: 50 ms for 90 MB.
    ///
    /// Errors: a file is missing, damaged, beyond a bound or does not belong to the others; or the model is
    /// an encoder and this build leaves encoders out.
    pub fn open(dir: &Path) -> Result<Self, ModelError> {
        let mut model = Self::open_bare(dir)?;
        let Some(projection) = Projection::open(dir, model.files, model.dim())? else {
            return Ok(model);
        };
        model.id = together(&[model.files, projection.digest]);
        let weights = projection.token_weights.clone();
        if let (Some(weights), Some(table)) = (weights, model.table_mut()) {
            if weights.len() < table.n_tokens() {
                let what = "has fewer token weights than the model has tokens; learn it again with skillmap learn";
                return Err(ModelError::damaged(&dir.join(PROJECTION_FILE), what));
            }
            let bytes: Vec<u8> = weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
            table.weigh(weights);
            model.base = together(&[model.files, Digest::of(&bytes)]);
        }
        model.projection = Some(projection);
        Ok(model)
    }

    /// The model of a directory as it came, without what was learnt.
    pub(super) fn open_bare(dir: &Path) -> Result<Self, ModelError> {
        let inner = dir.join("0_StaticEmbedding");
        let dir =
            if !dir.join(WEIGHTS).is_file() && inner.is_dir() { inner.as_path() } else { dir };
        let path = dir.join(WEIGHTS);
        let bytes = files::bytes(&path, limits::MODEL_BYTES)?;
        let tensors = Tensors::of(&path, &bytes)?;
        let (kind, read) = if static_table::is_static(&tensors) {
            let (table, read) = StaticTable::open(dir, &path, &tensors)?;
            (Kind::StaticTable(table), read)
        } else if is_encoder(&tensors) {
            open_encoder(dir, &path, &tensors)?
        } else {
            let what = "has neither the tensor \"embeddings\" of a static table nor the word embeddings of a BERT encoder; give another model";
            return Err(ModelError::damaged(&path, what));
        };
        let files = together(&[Digest::of(&bytes), Digest::of(&read)]);
        let dir = dir.to_path_buf();
        Ok(Self { dir, kind, projection: None, files, id: files, base: files })
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Digest of all that makes its vectors: its files and its projection.
    pub fn id(&self) -> Digest {
        self.id
    }

    /// The sort of model it is; each sort has a ranker of its own.
    pub fn sort(&self) -> &'static str {
        match (&self.kind, self.projection.is_some()) {
            (Kind::StaticTable(_), false) => "static table",
            (Kind::StaticTable(_), true) => "static table, projected",
            #[cfg(feature = "encoder")]
            (Kind::Encoder(_), false) => "encoder",
            #[cfg(feature = "encoder")]
            (Kind::Encoder(_), true) => "encoder, projected",
        }
    }

    /// What it is, in words: `static table, 256 values`, `encoder, 384 values, projected`.
    pub fn description(&self) -> String {
        let kind = match &self.kind {
            Kind::StaticTable(_) => "static table",
            #[cfg(feature = "encoder")]
            Kind::Encoder(_) => "encoder",
        };
        let projected = if self.projection.is_some() { ", projected" } else { "" };
        format!("{kind}, {} values{projected}", self.dim())
    }

    /// Values of each vector.
    pub fn dim(&self) -> usize {
        match &self.kind {
            Kind::StaticTable(table) => table.dim(),
            #[cfg(feature = "encoder")]
            Kind::Encoder(encoder) => encoder.dim(),
        }
    }

    /// Vectors of texts to be tagged: one row per text, in order, one unit long; a text without any token that
    /// the model knows gives zeros. A text has the same vector, to the bit, in any batch on any machine.
    ///
    /// Cost: an encoder of six layers takes 21 million multiplications per token, a static table next to
    /// nothing; spread over the cores.
    pub fn embed(&self, texts: &[&str]) -> Vectors {
        let mut vectors = self.embed_base(texts);
        self.project(&mut vectors, Side::Query);
        vectors
    }

    /// Vectors before they are projected.
    pub(super) fn embed_base(&self, texts: &[&str]) -> Vectors {
        match &self.kind {
            Kind::StaticTable(table) => table.embed(texts),
            #[cfg(feature = "encoder")]
            Kind::Encoder(encoder) => encoder.embed(texts),
        }
    }

    /// Projects vectors of one side, where that side is projected.
    pub(super) fn project(&self, vectors: &mut Vectors, side: Side) {
        if let Some(projection) = &self.projection
            && (side == Side::Query || projection.about.sides == Sides::Both)
        {
            projection.apply(vectors);
        }
    }

    /// Digest of all that makes its vectors before they are projected.
    pub(super) fn base(&self) -> Digest {
        self.base
    }

    /// Digest of its own files.
    pub(super) fn files(&self) -> Digest {
        self.files
    }

    /// Its table, if it is one.
    #[cfg_attr(
        not(feature = "encoder"),
        expect(clippy::unnecessary_wraps, reason = "with encoders not every model is a table")
    )]
    pub(super) fn table_mut(&mut self) -> Option<&mut StaticTable> {
        match &mut self.kind {
            Kind::StaticTable(table) => Some(table),
            #[cfg(feature = "encoder")]
            Kind::Encoder(_) => None,
        }
    }
}

/// The file that holds a model's weights.
const WEIGHTS: &str = "model.safetensors";

fn together(digests: &[Digest]) -> Digest {
    let names: Vec<String> = digests.iter().map(Digest::to_string).collect();
    Digest::of(names.join(" ").as_bytes())
}

#[cfg(feature = "encoder")]
fn is_encoder(tensors: &Tensors<'_>) -> bool {
    crate::tagging::semantic::encoder::is_encoder(tensors)
}

#[cfg(feature = "encoder")]
fn open_encoder(
    dir: &Path,
    path: &Path,
    tensors: &Tensors<'_>,
) -> Result<(Kind, Vec<u8>), ModelError> {
    let (encoder, read) = Encoder::open(dir, path, tensors)?;
    Ok((Kind::Encoder(encoder), read))
}

#[cfg(not(feature = "encoder"))]
fn is_encoder(tensors: &Tensors<'_>) -> bool {
    ["", "bert."].iter().any(|p| tensors.has(&format!("{p}embeddings.word_embeddings.weight")))
}

#[cfg(not(feature = "encoder"))]
fn open_encoder(dir: &Path, _: &Path, _: &Tensors<'_>) -> Result<(Kind, Vec<u8>), ModelError> {
    Err(ModelError::NeedsEncoder { dir: dir.to_path_buf() })
}
