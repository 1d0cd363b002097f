//! Two releases -> what the change between them touches of all that is held, and what may take its place.
//!
//! Steps: where concepts are used is gathered (`uses`); each one's fate is looked up, and what a release says or names
//! suggest in its place; for those of which nothing is known so, the texts of both releases are compared (`likeness`).

mod likeness;
mod uses;

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::change::Because;
use crate::change::Fate;
use crate::change::Fates;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Evidence;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;

pub use uses::Place;
pub use uses::Use;
pub(in crate::engine) use uses::ids_of;
pub(in crate::engine) use uses::sides;

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImpactRequest {
    /// The earlier release (`esco@1.1.0`), or a framework (`esco`): then the release before the later one.
    pub before: String,
    /// The later release; the current one when empty.
    pub after: String,
    /// Files of tags, as batch writes them, in which concepts are looked for too.
    pub files: Vec<TagsFile>,
    /// Language of labels, and of texts that are compared; English when empty.
    pub language: String,
    /// What stands first.
    pub order: ImpactOrder,
    /// Concepts passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Concepts listed: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// A file of tags.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagsFile {
    /// Its name.
    pub name: String,
    /// All of it: CSV or NDJSON.
    pub text: String,
}

/// What stands first. What needs another concept in its place always stands before what does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImpactOrder {
    /// What is used most.
    #[default]
    Weight,
    /// What is least certain.
    Doubt,
}

/// What is touched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpactReply {
    /// Revision of the data.
    pub revision: u64,
    /// The earlier release.
    pub before: String,
    /// The later release.
    pub after: String,
    /// How many of the concepts that are used somewhere have which fate; every fate is there.
    pub fates: BTreeMap<Fate, u64>,
    /// How many uses are of concepts that did not stay the same, by the sort of place.
    pub uses: BTreeMap<Place, u64>,
    /// Concepts in use that did not stay the same.
    pub total: u64,
    /// A page of them.
    pub concepts: Vec<TouchedConcept>,
}

/// A concept that is used somewhere and did not stay the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TouchedConcept {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label in the earlier release.
    pub label: String,
    /// What became of it.
    pub fate: Fate,
    /// What was said of it, where its label or its meaning is another; empty where nothing comparable was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub was: String,
    /// What is said of it now.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub is: String,
    /// How often it is used, in all places together.
    pub n_uses: u64,
    /// Where.
    pub uses: Vec<Use>,
    /// How doubtful it is what to do, 0..=1: 1 where nothing is proposed.
    pub doubt: f64,
    /// What may take its place, likeliest first; itself where it is still in use.
    pub proposals: Vec<Replacement>,
}

/// What may take the place of a concept.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Replacement {
    /// Its IRI.
    pub id: ConceptId,
    /// Its label in the later release.
    pub label: String,
    /// What it is proposed for.
    pub basis: Basis,
    /// How much it is believed; nothing where a release says it, or where it is the concept itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
    /// Why.
    pub reasons: Vec<ReplacementReason>,
}

/// A reason to propose it: the plain sentence, and the facts it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReplacementReason {
    /// The sentence to show.
    pub sentence: String,
    /// The facts.
    #[serde(flatten)]
    pub facts: ReplacementFacts,
}

/// What speaks for a replacement.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ReplacementFacts {
    /// The releases, or names in both.
    Releases(Because),
    /// Likeness of both concepts.
    Likeness(Evidence),
}

impl From<Because> for ReplacementReason {
    fn from(because: Because) -> Self {
        Self { sentence: because.to_string(), facts: ReplacementFacts::Releases(because) }
    }
}

impl From<Evidence> for ReplacementReason {
    fn from(evidence: Evidence) -> Self {
        Self { sentence: evidence.to_string(), facts: ReplacementFacts::Likeness(evidence) }
    }
}

/// What a replacement is proposed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It is the concept itself, still in use: nothing is to be done but to look.
    StillThere,
    /// A release says so.
    Said,
    /// Their names say so.
    Names,
    /// Names, texts and neighbours of both releases are alike.
    Likeness,
    /// A person says so.
    Chosen,
}

impl Basis {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::StillThere => "still there",
            Self::Said => "said",
            Self::Names => "names",
            Self::Likeness => "likeness",
            Self::Chosen => "chosen",
        }
    }
}

/// Concepts listed when the request does not say how many.
const USUAL_CONCEPTS: usize = 50;

/// All that is touched.
pub(in crate::engine) struct Impact {
    pub(in crate::engine) before: Arc<Framework>,
    pub(in crate::engine) after: Arc<Framework>,
    pub(in crate::engine) fates: BTreeMap<Fate, u64>,
    pub(in crate::engine) touched: Vec<TouchedConcept>,
}

impl Engine {
    /// What the change from one release to another touches: crosswalks at work, mapping sets, examples, profiles and the
    /// files given.
    ///
    /// Cost: O(all that is held); the texts of both releases are compared only for concepts that are gone and of which
    /// nothing else is known. Errors: a release is not held, or a file is none of tags.
    pub fn impact(&self, request: &ImpactRequest) -> Result<ImpactReply, Error> {
        let page = choice::page(request.offset, request.limit, USUAL_CONCEPTS)?;
        let language = choice::language(&request.language)?;
        let snapshot = self.snapshot();
        let (before, after) = self.latest(&snapshot, &request.before, &request.after)?;
        let mut impact = self.impact_of(&snapshot, (before, after), language, &request.files)?;
        let mut uses: BTreeMap<Place, u64> = BTreeMap::new();
        for one in impact.touched.iter().flat_map(|concept| &concept.uses) {
            *uses.entry(one.place).or_default() += one.n;
        }
        impact.touched.sort_by(|a, b| {
            let lost_first = b.fate.is_lost().cmp(&a.fate.is_lost());
            let doubt = b.doubt.total_cmp(&a.doubt);
            let weight = b.n_uses.cmp(&a.n_uses);
            let ranked = match request.order {
                ImpactOrder::Weight => weight.then(doubt),
                ImpactOrder::Doubt => doubt.then(weight),
            };
            lost_first.then(ranked).then_with(|| a.id.cmp(&b.id))
        });
        Ok(ImpactReply {
            revision: snapshot.revision,
            before: impact.before.release().to_string(),
            after: impact.after.release().to_string(),
            fates: impact.fates,
            uses,
            total: impact.touched.len() as u64,
            concepts: impact.touched.into_iter().skip(page.start).take(page.len()).collect(),
        })
    }

    /// All that is touched, by IRI.
    pub(in crate::engine) fn impact_of(
        &self,
        snapshot: &Snapshot,
        (before, after): (Arc<Framework>, Arc<Framework>),
        language: Language,
        files: &[TagsFile],
    ) -> Result<Impact, Error> {
        if files.len() > limits::TAG_FILES {
            let message = format!(
                "{} files are given, the limit is {}; give fewer at once",
                files.len(),
                limits::TAG_FILES
            );
            return Err(Error::too_large("files", message));
        }
        let used = self.used(snapshot, &after, files)?;
        let fates = Fates::new(&before, &after);
        let mut counts: BTreeMap<Fate, u64> = Fate::ALL.into_iter().map(|f| (f, 0)).collect();
        let mut touched = Vec::new();
        for (id, uses) in used {
            let Some(fate) = fates.of(&id) else { continue };
            *counts.entry(fate).or_default() += 1;
            if fate == Fate::Same {
                continue;
            }
            let (was, is) = if fate.is_lost() {
                Default::default()
            } else {
                wording(&before, &after, &id, language).unwrap_or_default()
            };
            touched.push(TouchedConcept {
                label: fates.label(&id, language),
                fate,
                was,
                is,
                n_uses: uses.iter().map(|one| one.n).sum(),
                uses,
                doubt: 1.0,
                proposals: proposals(&fates, &id, &after, language),
                id,
            });
        }
        let unknown = |concept: &&TouchedConcept| concept.proposals.is_empty();
        let without: Vec<ConceptId> =
            touched.iter().filter(unknown).map(|concept| concept.id.clone()).collect();
        let mut alike = likeness::alike(&before, &after, &without, language)?;
        for concept in &mut touched {
            if let Some(found) = alike.remove(&concept.id) {
                concept.proposals = found;
            }
            concept.doubt = doubt(concept);
        }
        Ok(Impact { before, after, fates: counts, touched })
    }
}

/// The first thing that is said otherwise than before: kind, prose, label; in the language asked for where it differs
/// there, else in any.
fn wording(
    before: &Framework,
    after: &Framework,
    id: &ConceptId,
    language: Language,
) -> Option<(String, String)> {
    let of = |framework: &Framework| -> Option<Vec<(u8, String, String)>> {
        let concept = framework.concepts().get(framework.position(id.as_str())?)?;
        let rank = |own: Language, usual: u8| if own == language { usual } else { usual + 4 };
        let kind = std::iter::once((0, "kind".to_owned(), concept.kind.name().to_owned()));
        let texts = concept.texts.iter().map(|text| {
            let what = format!("{} ({})", text.kind.name(), text.language);
            (rank(text.language, 1), what, text.text.to_string())
        });
        let label = (2, "label".to_owned(), concept.label(language).to_owned());
        Some(kind.chain(texts).chain([label]).collect())
    };
    let (was, is) = (of(before)?, of(after)?);
    let said = |all: &[(u8, String, String)], what: &str| {
        let found = all.iter().filter(|(_, name, _)| name == what).map(|(.., text)| text.as_str());
        found.collect::<Vec<_>>().join(" / ")
    };
    let mut whats: Vec<(u8, &str)> =
        was.iter().chain(&is).map(|(rank, what, _)| (*rank, what.as_str())).collect();
    whats.sort_unstable();
    let pairs = whats.into_iter().map(|(_, what)| (said(&was, what), said(&is, what)));
    pairs.into_iter().find(|(was, is)| was != is)
}

fn proposals(
    fates: &Fates<'_>,
    id: &ConceptId,
    after: &Framework,
    language: Language,
) -> Vec<Replacement> {
    let replacement = |proposal: crate::change::Proposal| Replacement {
        label: label(after, &proposal.id, language),
        id: proposal.id,
        basis: match proposal.because {
            Because::SameConcept => Basis::StillThere,
            Because::SaidAfter | Because::SaidBefore => Basis::Said,
            _ => Basis::Names,
        },
        confidence: proposal.confidence,
        reasons: vec![proposal.because.into()],
    };
    fates.proposals(id).into_iter().map(replacement).collect()
}

/// The label of a concept of that release; its IRI where it is none.
pub(in crate::engine) fn label(
    framework: &Framework,
    id: &ConceptId,
    language: Language,
) -> String {
    let position = framework.position(id.as_str());
    position.map_or_else(
        || id.to_string(),
        |position| framework.concepts()[position].label(language).to_owned(),
    )
}

fn doubt(concept: &TouchedConcept) -> f64 {
    let Some(best) = concept.proposals.first() else { return 1.0 };
    match (best.basis, best.confidence) {
        // It is there, but it means something else now, or may: one look in two is well spent.
        (Basis::StillThere, _) if concept.fate == Fate::MeaningChanged => 0.5,
        // Said, but several are named: which of them is meant?
        (Basis::Said, _) if concept.proposals.len() > 1 => 0.5,
        (_, Some(confidence)) => 1.0 - confidence.value(),
        (_, None) => 0.0,
    }
}
