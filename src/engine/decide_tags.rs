//! What people say of the tags of a kept document: right, wrong, another one, one more.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::document;
use crate::engine::keeping;
use crate::engine::memories::WorkspaceView;
use crate::engine::memories::workspace_name;
use crate::engine::recorded::Part;
use crate::engine::review::now;
use crate::engine::show;
use crate::engine::snapshot::Snapshot;
use crate::limits;
use crate::model::DocumentSummary;
use crate::model::Example;
use crate::model::Level;
use crate::model::Requirement;
use crate::model::SavedDocument;
use crate::model::SavedMention;
use crate::model::SavedTag;
use crate::model::SectionRole;
use crate::model::Span;
use crate::model::TagVerdict;
use crate::model::TaggedConcept;
use crate::model::Undecided;
use crate::store::Together;

/// What is said of the tags of a document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecideTagsRequest {
    /// The workspace.
    pub workspace: String,
    /// The document.
    pub id: String,
    /// Who says it; when empty, nobody, or over HTTP the holder of the key.
    pub by: String,
    /// What is said, in order; a later word on the same tag takes the place of an earlier one.
    pub verdicts: Vec<GivenVerdict>,
    /// Whether the workspace learns from it.
    pub learning: Learning,
}

/// What is said of one tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenVerdict {
    /// The skill of the tag; of one that is added, the skill to be added: an IRI, a code, or a whole label.
    pub concept: String,
    /// What is said of it.
    pub says: TagSaying,
    /// Of a changed tag: the skill that is right instead.
    #[serde(default)]
    pub to: String,
    /// Of an added tag: the words that say so, as bytes of the text's UTF-8; may be empty.
    #[serde(default)]
    pub spans: Vec<Span>,
    /// Whether the text requires it; left as it is when nothing.
    #[serde(default)]
    pub requirement: Option<Requirement>,
}

/// What can be said of a tag.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TagSaying {
    /// It is right.
    #[default]
    Accept,
    /// It is wrong.
    Reject,
    /// Another skill is right instead.
    Change,
    /// The text speaks of this skill as well.
    Add,
    /// Nothing any more: as if nobody had said anything. A tag that was added goes.
    Undecide,
}

/// Whether a workspace learns from what is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Learning {
    /// The sentences of a tag that is right become examples of its skill; those of one that is wrong are none any more.
    #[default]
    Learned,
    /// The examples stay as they are.
    Left,
}

/// Where the document stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecideTagsReply {
    /// The document in short.
    pub document: DocumentSummary,
    /// How many decisions changed something.
    pub n_changed: u64,
    /// The workspace and its examples.
    pub workspace: WorkspaceView,
}

/// What decisions did.
pub(in crate::engine) struct Decided {
    pub(in crate::engine) n_changed: u64,
    /// Whether the examples are others now.
    pub(in crate::engine) is_learned: bool,
}

impl Engine {
    /// Writes down what is said of the tags of a document, and learns from it; all of it or, with an error, nothing.
    /// When it returns, it is on the disk. To take something back is to say something else.
    ///
    /// Errors: there is no such document, tag or skill, a place is not in the text, or there are too many examples.
    pub fn decide_tags(&self, request: &DecideTagsRequest) -> Result<DecideTagsReply, Error> {
        let target = document::target(&request.workspace, &request.id);
        let parts = [Part::ExamplesOf(&request.workspace), Part::Documents(&request.workspace)];
        self.recorded("decide_tags", &target, &parts, || self.keep_decisions(request))
    }

    fn keep_decisions(&self, request: &DecideTagsRequest) -> Result<DecideTagsReply, Error> {
        let workspace = workspace_name(&request.workspace)?;
        let snapshot = self.snapshot();
        let mut n_changed = 0;
        let change = self.store.change_together(|| {
            let mut document = self.kept_document(workspace, &request.id)?;
            let mut examples = self.store.examples(workspace)?;
            let decided = Self::decide(&snapshot, &mut document, request, &mut examples)?;
            n_changed = decided.n_changed;
            let examples = if decided.is_learned {
                vec![(workspace.to_owned(), examples)]
            } else {
                Vec::new()
            };
            Ok::<_, Error>(Together { examples, documents: vec![document], ..Together::default() })
        })?;
        Ok(DecideTagsReply {
            document: keeping::summary(change.documents.first())?,
            n_changed,
            workspace: WorkspaceView::of(workspace, &self.store.examples(workspace)?),
        })
    }

    /// The document of that name.
    ///
    /// Errors: there is none.
    pub(in crate::engine) fn kept_document(
        &self,
        workspace: &str,
        id: &str,
    ) -> Result<SavedDocument, Error> {
        let found = self.store.document(workspace, keeping::document_id(id)?)?;
        found.ok_or_else(|| document::unknown(workspace, id))
    }

    /// Applies what is said to a document and to the examples of its workspace.
    pub(in crate::engine) fn decide(
        snapshot: &Snapshot,
        document: &mut SavedDocument,
        request: &DecideTagsRequest,
        examples: &mut Vec<Example>,
    ) -> Result<Decided, Error> {
        let by = keeping::name_of(&request.by)?;
        if request.verdicts.len() > limits::TAG_DECISIONS {
            let message = format!(
                "there are {} decisions, the limit is {}; send them in parts",
                request.verdicts.len(),
                limits::TAG_DECISIONS
            );
            return Err(Error::too_large("verdicts", message));
        }
        let before = examples.clone();
        let (when, mut n_changed) = (now()?, 0);
        for given in &request.verdicts {
            let place = place_of(snapshot, document, given)?;
            let (was, text) = (document.tags[place].clone(), document.text.clone());
            let to = match given.says {
                TagSaying::Change => Some(called(snapshot, document, "to", &given.to)?),
                _ => None,
            };
            let tag = &mut document.tags[place];
            say(tag, given, to);
            if *tag != was {
                n_changed += 1;
                by.clone_into(&mut tag.by);
                tag.when.clone_from(&when);
            }
            if request.learning == Learning::Learned {
                learn(&was, tag, &text, examples);
            }
            if given.says == TagSaying::Undecide {
                tag.by.clear();
                tag.when.clear();
                if tag.score.is_none() {
                    document.tags.remove(place);
                }
            }
        }
        examples.sort();
        examples.dedup();
        let is_learned = *examples != before;
        Ok(Decided { n_changed, is_learned })
    }
}

/// Where the tag stands of which something is said; one that is to be added is put there first.
fn place_of(
    snapshot: &Snapshot,
    document: &mut SavedDocument,
    given: &GivenVerdict,
) -> Result<usize, Error> {
    let named = given.concept.trim();
    let is_it = |tag: &SavedTag| tag.concept.id.as_str() == named;
    let place = document.tags.iter().position(is_it);
    let spans = checked(document, &given.spans)?;
    if let Some(place) = place {
        add_mention(document, place, spans);
        return Ok(place);
    }
    let concept = called(snapshot, document, "concept", named)?;
    let place = document.tags.iter().position(|tag| tag.concept.id == concept.id);
    if let Some(place) = place {
        add_mention(document, place, spans);
        return Ok(place);
    }
    if given.says != TagSaying::Add {
        let message = format!(
            "{:?} is no tag of the document; add it, or list the tags with skillmap documents show",
            concept.label
        );
        return Err(Error::not_found("verdicts", message));
    }
    if document.tags.len() >= limits::TAG_DECISIONS {
        let message = format!("the document has {} tags already", document.tags.len());
        return Err(Error::too_large("verdicts", message + "; take some away first"));
    }
    document.tags.push(SavedTag {
        concept,
        score: None,
        requirement: Requirement::Unstated,
        level: Level::default(),
        reasons: Vec::new(),
        mentions: Vec::new(),
        same_as: Vec::new(),
        verdict: TagVerdict::Undecided,
        instead: None,
        by: String::new(),
        when: String::new(),
    });
    let place = document.tags.len() - 1;
    add_mention(document, place, spans);
    Ok(place)
}

/// Places in the text, in order.
///
/// Errors: one is not in the text, or does not begin and end with a letter.
fn checked(document: &SavedDocument, spans: &[Span]) -> Result<Vec<Span>, Error> {
    let mut spans = spans.to_vec();
    spans.sort();
    spans.dedup();
    match spans.iter().find(|span| span.of(&document.text).trim().is_empty()) {
        None => Ok(spans),
        Some(Span { start, end }) => {
            let n_bytes = document.text.len();
            let message = format!(
                "no words stand from byte {start} to {end} of the text, which has {n_bytes}; select words of it"
            );
            Err(Error::invalid("verdicts", message))
        }
    }
}

/// The words that a person showed stand first among the places of a tag.
fn add_mention(document: &mut SavedDocument, place: usize, spans: Vec<Span>) {
    let (Some(first), Some(last)) = (spans.first().copied(), spans.last().copied()) else { return };
    let text = &document.text;
    let start = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last.end..].find('\n').map_or(text.len(), |at| last.end + at);
    let whole = Span { start, end };
    let inner = whole.of(text);
    let start = start + (inner.len() - inner.trim_start().len());
    let passage = Span { start, end: start + inner.trim().len() };
    let section = document.sections.iter().find(|section| section.span.overlaps(first));
    let mention = SavedMention {
        passage,
        section: section.map_or(SectionRole::Other, |section| section.role),
        requirement: Requirement::Unstated,
        level: Level::default(),
        spans,
    };
    let tag = &mut document.tags[place];
    if !tag.mentions.iter().any(|there| there.spans == mention.spans) {
        tag.mentions.insert(0, mention);
    }
}

/// What is said becomes what stands.
fn say(tag: &mut SavedTag, given: &GivenVerdict, to: Option<TaggedConcept>) {
    tag.instead = None;
    tag.verdict = match given.says {
        TagSaying::Accept | TagSaying::Add if tag.score.is_none() => TagVerdict::Added,
        TagSaying::Accept | TagSaying::Add => TagVerdict::Accepted,
        TagSaying::Reject => TagVerdict::Rejected,
        TagSaying::Undecide => TagVerdict::Undecided,
        TagSaying::Change => {
            tag.instead = to;
            TagVerdict::Changed
        }
    };
    if let Some(requirement) = given.requirement {
        tag.requirement = requirement;
    }
}

/// The skill of that name; of several of one label the one from a framework that the document was tagged with.
///
/// Errors: nothing is called so.
fn called(
    snapshot: &Snapshot,
    document: &SavedDocument,
    field: &'static str,
    name: &str,
) -> Result<TaggedConcept, Error> {
    choice::bounded(field, name, limits::IRI_BYTES)?;
    let node = show::find(snapshot, name.trim()).ok_or_else(|| {
        let message =
            format!("{name:?} is neither an IRI nor a code or label of a skill; search for it");
        Error::not_found(field, message)
    })?;
    Ok(keeping::concept_at(snapshot, node, document.language))
}

/// The sentences of a tag that count as right are examples of its skill; those that no longer do, or are said to be
/// wrong, are none.
fn learn(was: &SavedTag, is: &SavedTag, text: &str, examples: &mut Vec<Example>) {
    let taught = |tag: &SavedTag, concept: Option<&TaggedConcept>| -> Vec<Example> {
        let Some(concept) = concept else { return Vec::new() };
        let sentences = tag.mentions.iter().map(|mention| mention.passage.of(text).trim());
        sentences
            .filter(|sentence| !sentence.is_empty() && sentence.len() <= limits::EXAMPLE_BYTES)
            .map(|sentence| Example { text: sentence.to_owned(), concept: concept.id.clone() })
            .collect()
    };
    let mut gone = taught(was, was.answer(Undecided::LeftOut));
    if matches!(is.verdict, TagVerdict::Rejected | TagVerdict::Changed) {
        gone.extend(taught(is, Some(&is.concept)));
    }
    let new = taught(is, is.answer(Undecided::LeftOut));
    examples.retain(|example| !gone.contains(example) || new.contains(example));
    examples.extend(new);
}
