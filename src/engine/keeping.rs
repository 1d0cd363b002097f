//! What tagging found -> a document that is kept, with what people said of it before.

use std::collections::BTreeSet;

use crate::engine::ConceptView;
use crate::engine::Error;
use crate::engine::Settings;
use crate::engine::TaggedDocument;
use crate::engine::TextTag;
use crate::engine::choice;
use crate::engine::review::now;
use crate::engine::snapshot::Snapshot;
use crate::graph::Node;
use crate::limits;
use crate::model::ConceptKind;
use crate::model::Digest;
use crate::model::DocumentSummary;
use crate::model::Language;
use crate::model::SavedDocument;
use crate::model::SavedMention;
use crate::model::SavedTag;
use crate::model::TagVerdict;
use crate::model::TaggedConcept;
use crate::model::TaggedWith;

/// Where and by whom documents are kept, and with what they were tagged.
pub(in crate::engine) struct Kept<'a> {
    pub(in crate::engine) workspace: &'a str,
    pub(in crate::engine) by: &'a str,
    pub(in crate::engine) settings: &'a Settings,
    pub(in crate::engine) snapshot: &'a Snapshot,
}

impl Kept<'_> {
    /// The document to be kept under that id; when it is empty, under one made of its title.
    ///
    /// Errors: the id or the title is beyond its bound.
    pub(in crate::engine) fn document(
        &self,
        found: TaggedDocument,
        id: &str,
    ) -> Result<SavedDocument, Error> {
        let text = found.text.unwrap_or_default();
        let text_digest = Digest::of(text.as_bytes());
        let id = match id.trim() {
            "" => made_id(&found.title, text_digest),
            id => document_id(id)?.to_owned(),
        };
        choice::bounded("title", &found.title, limits::DOCUMENT_TITLE_BYTES)?;
        let all = self.snapshot.graph.parts().iter().map(|part| part.framework.release());
        let is_asked = |key: &str| {
            let names = &self.settings.framework;
            names.is_empty()
                || choice::parts(self.snapshot, names).is_ok_and(|positions| {
                    let parts = self.snapshot.graph.parts();
                    positions.iter().any(|position| parts[*position].framework.release().key == key)
                })
        };
        Ok(SavedDocument {
            workspace: self.workspace.to_owned(),
            id,
            title: found.title,
            kind: found.kind,
            language: found.language.tag,
            text,
            credit: found.credit,
            n_passages: found.n_passages,
            sections: found.sections,
            left_out: found.left_out,
            abstained: found.abstained,
            tagged: TaggedWith {
                revision: self.snapshot.revision,
                releases: all.filter(|r| is_asked(&r.key)).map(ToString::to_string).collect(),
                min_score: self.settings.min_score,
                limit: self.settings.limit,
                rules: self.settings.rules.clone(),
                text_digest,
            },
            saved: now()?,
            saved_by: self.by.to_owned(),
            tags: found.tags.into_iter().map(proposed).collect(),
        })
    }
}

/// A name of a document that is one: something to be seen, within its bound.
pub(in crate::engine) fn document_id(id: &str) -> Result<&str, Error> {
    choice::bounded("id", id, limits::DOCUMENT_ID_BYTES)?;
    if id.trim().is_empty() || id.chars().any(char::is_control) {
        let message = "a document's name has letters or digits and no line ends; give another";
        return Err(Error::invalid("id", message));
    }
    Ok(id)
}

/// Who saves or decides, within its bound.
pub(in crate::engine) fn name_of(by: &str) -> Result<&str, Error> {
    choice::bounded("by", by.trim(), limits::COMMENT_BYTES)
}

/// A document in short.
pub(in crate::engine) fn summary(
    document: Option<&SavedDocument>,
) -> Result<DocumentSummary, Error> {
    let content = serde_json::to_vec(&document).map_err(|e| Error::internal(e.to_string()))?;
    let document = document.ok_or_else(|| Error::internal("nothing was kept".to_owned()))?;
    Ok(document.summary(Digest::of(&content)))
}

/// `nursing-fundamentals-1f2e3d4c`: the same text of the same title has the same name.
fn made_id(title: &str, text: Digest) -> String {
    let folded = title.to_lowercase();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = String::new();
    for word in words.take(8).filter(|word| word.len() <= 32) {
        if id.len() + word.len() < MADE_BYTES {
            id.push_str(word);
            id.push('-');
        }
    }
    id.push_str(text.short().get(..8).unwrap_or_default());
    id
}

/// Bytes of a made name before its digest.
const MADE_BYTES: usize = 64;

/// A proposal, of which nobody has said anything.
fn proposed(tag: TextTag) -> SavedTag {
    SavedTag {
        concept: tagged_concept(&tag.concept),
        score: Some(tag.score),
        requirement: tag.requirement,
        level: tag.level,
        reasons: tag.reasons,
        mentions: tag
            .mentions
            .into_iter()
            .map(|mention| SavedMention {
                passage: mention.passage,
                section: mention.section,
                requirement: mention.requirement,
                level: mention.level,
                spans: mention.spans,
            })
            .collect(),
        same_as: tag.same_as.iter().map(tagged_concept).collect(),
        verdict: TagVerdict::Undecided,
        instead: None,
        by: String::new(),
        when: String::new(),
    }
}

fn tagged_concept(view: &ConceptView) -> TaggedConcept {
    TaggedConcept {
        id: view.id.clone(),
        label: view.label.clone(),
        kind: ConceptKind::from_name(view.kind).unwrap_or(ConceptKind::Skill),
        framework: view.framework.clone(),
        version: view.version.clone(),
    }
}

/// A concept that is held, as a tag names it.
pub(in crate::engine) fn concept_at(
    snapshot: &Snapshot,
    node: Node,
    language: Language,
) -> TaggedConcept {
    tagged_concept(&ConceptView::at(&snapshot.graph, node, language))
}

/// What people said of a document goes over to the same document, tagged anew; says how many tags it was said of. Nothing
/// that was said is lost: a tag that is not proposed any more is kept, and where the text is another one, without its places.
pub(in crate::engine) fn carry(before: SavedDocument, now: &mut SavedDocument) -> u64 {
    let is_same_text = before.tagged.text_digest == now.tagged.text_digest;
    let mut n_carried = 0;
    for old in before.tags.into_iter().filter(|tag| tag.verdict != TagVerdict::Undecided) {
        n_carried += 1;
        if let Some(tag) = now.tags.iter_mut().find(|tag| tag.concept.id == old.concept.id) {
            tag.verdict = old.verdict;
            tag.instead = old.instead;
            tag.by = old.by;
            tag.when = old.when;
        } else {
            let mentions = if is_same_text { old.mentions } else { Vec::new() };
            now.tags.push(SavedTag { mentions, ..old });
        }
    }
    let mut seen = BTreeSet::new();
    now.tags.retain(|tag| seen.insert(tag.concept.id.clone()));
    n_carried
}
