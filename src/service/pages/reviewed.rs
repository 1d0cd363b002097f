//! A document with its tags -> its text in parts with marked words, and its tags as cards.

use std::collections::BTreeSet;

use crate::model::DocumentKind;
use crate::model::Requirement;
use crate::model::SavedDocument;
use crate::model::SavedTag;
use crate::model::Section;
use crate::model::SectionRole;
use crate::model::Span;
use crate::model::TagVerdict;

/// A document as its page shows it.
pub(in crate::service::pages) struct Reviewed {
    /// The document.
    pub(in crate::service::pages) document: SavedDocument,
    /// Its text, in parts.
    pub(in crate::service::pages) parts: Vec<TextPart>,
    /// Its tags by what is asked: required, preferred, neither.
    pub(in crate::service::pages) groups: Vec<CardGroup>,
    /// How many tags wait for a person.
    pub(in crate::service::pages) n_undecided: usize,
    /// How many are answers.
    pub(in crate::service::pages) n_answers: usize,
    /// How many sentences had no answer that was sure enough.
    pub(in crate::service::pages) n_abstained: usize,
}

/// A part of the text: a section, or what stands between sections.
pub(in crate::service::pages) struct TextPart {
    /// The name of its role; empty between sections.
    pub(in crate::service::pages) role: &'static str,
    /// Whether it says nothing of skills.
    pub(in crate::service::pages) is_unread: bool,
    pub(in crate::service::pages) pieces: Vec<MarkedPiece>,
}

/// A piece of the text between two ends of places.
pub(in crate::service::pages) struct MarkedPiece {
    pub(in crate::service::pages) text: String,
    /// Numbers of the tags that it speaks of, with spaces between; empty of most.
    pub(in crate::service::pages) tags: String,
    /// The first of these tags.
    pub(in crate::service::pages) first: usize,
    /// Their labels.
    pub(in crate::service::pages) labels: String,
    /// What was said of them: `accepted` where one is right, `rejected` where all are wrong, else `undecided`.
    pub(in crate::service::pages) verdict: &'static str,
    pub(in crate::service::pages) is_heading: bool,
    pub(in crate::service::pages) is_left_out: bool,
    pub(in crate::service::pages) is_abstained: bool,
}

/// Tags of which the same is asked.
pub(in crate::service::pages) struct CardGroup {
    /// `required`, `preferred` or `unstated`.
    pub(in crate::service::pages) requirement: &'static str,
    pub(in crate::service::pages) cards: Vec<Card>,
}

/// A tag.
pub(in crate::service::pages) struct Card {
    /// Its number in the document.
    pub(in crate::service::pages) number: usize,
    pub(in crate::service::pages) tag: SavedTag,
    pub(in crate::service::pages) words: Vec<String>,
    /// Names of the roles of the sections that speak of it.
    pub(in crate::service::pages) sections: Vec<&'static str>,
}

impl Reviewed {
    /// The document, ready to be shown.
    pub(in crate::service::pages) fn of(document: SavedDocument) -> Self {
        let n_undecided =
            document.tags.iter().filter(|tag| tag.verdict == TagVerdict::Undecided).count();
        let n_answers = document.answers(crate::model::Undecided::LeftOut).len();
        Self {
            parts: parts(&document),
            groups: groups(&document),
            n_undecided,
            n_answers,
            n_abstained: document.abstained.len(),
            document,
        }
    }

    /// Whether it is a posting, of which required and preferred stand apart.
    pub(in crate::service::pages) fn is_posting(&self) -> bool {
        self.document.kind == DocumentKind::Posting
    }
}

fn groups(document: &SavedDocument) -> Vec<CardGroup> {
    let cards = document.tags.iter().enumerate().map(|(number, tag)| {
        let mut sections: Vec<&'static str> = Vec::new();
        for name in tag.mentions.iter().map(|mention| mention.section.name()) {
            if !sections.contains(&name) {
                sections.push(name);
            }
        }
        let mut words = tag.words(&document.text);
        let mut seen = BTreeSet::new();
        words.retain(|words| seen.insert(words.to_lowercase()));
        Card { number, tag: tag.clone(), words, sections }
    });
    let mut groups: Vec<CardGroup> =
        [Requirement::Required, Requirement::Preferred, Requirement::Unstated]
            .map(|requirement| CardGroup { requirement: requirement.name(), cards: Vec::new() })
            .into();
    for card in cards {
        let name = card.tag.requirement.name();
        if let Some(group) = groups.iter_mut().find(|group| group.requirement == name) {
            group.cards.push(card);
        }
    }
    groups.retain(|group| !group.cards.is_empty());
    groups
}

fn parts(document: &SavedDocument) -> Vec<TextPart> {
    let n_bytes = document.text.len();
    let mut parts = Vec::new();
    let mut from = 0;
    for section in &document.sections {
        let Section { span, role, heading } = *section;
        let start = span.start.max(from);
        if start > from {
            parts.push(part(document, Span { start: from, end: start }, None, None));
        }
        if span.end > start {
            parts.push(part(document, Span { start, end: span.end }, Some(role), heading));
            from = span.end;
        }
    }
    if from < n_bytes {
        parts.push(part(document, Span { start: from, end: n_bytes }, None, None));
    }
    // Blank lines between sections are the distance of their blocks already.
    parts.retain(|part| part.pieces.iter().any(|piece| !piece.text.trim().is_empty()));
    parts
}

fn part(
    document: &SavedDocument,
    whole: Span,
    role: Option<SectionRole>,
    heading: Option<Span>,
) -> TextPart {
    let mut ends = BTreeSet::from([whole.start, whole.end]);
    let mentioned: Vec<(usize, Span)> = document
        .tags
        .iter()
        .enumerate()
        .flat_map(|(number, tag)| {
            tag.mentions.iter().flat_map(move |m| m.spans.iter().map(move |span| (number, *span)))
        })
        .filter(|(_, span)| span.overlaps(whole))
        .collect();
    let cuts = |spans: &[Span]| -> Vec<Span> {
        spans.iter().copied().filter(|span| span.overlaps(whole)).collect()
    };
    let (left_out, abstained) = (cuts(&document.left_out), cuts(&document.abstained));
    let all = mentioned.iter().map(|(_, span)| span).chain(&left_out).chain(&abstained);
    let all = all.chain(heading.as_ref());
    for end in all.flat_map(|span| [span.start, span.end]) {
        ends.insert(end.clamp(whole.start, whole.end));
    }
    let ends: Vec<usize> = ends.into_iter().collect();
    let pieces = ends.windows(2).filter_map(|pair| {
        let span = Span { start: *pair.first()?, end: *pair.get(1)? };
        let text = document.text.get(span.start..span.end)?.to_owned();
        let mut numbers: Vec<usize> = (mentioned.iter())
            .filter(|(_, place)| place.overlaps(span))
            .map(|(number, _)| *number)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let tags: Vec<&SavedTag> = numbers.iter().filter_map(|n| document.tags.get(*n)).collect();
        let is = |verdict| move |tag: &&SavedTag| tag.verdict == verdict;
        let verdict = if tags.iter().all(is(TagVerdict::Rejected)) {
            "rejected"
        } else if tags.iter().any(|tag| is(TagVerdict::Undecided)(tag)) {
            "undecided"
        } else {
            "accepted"
        };
        let labels: Vec<&str> = tags.iter().map(|tag| tag.concept.label.as_str()).collect();
        Some(MarkedPiece {
            text,
            first: numbers.first().copied().unwrap_or_default(),
            tags: numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            labels: labels.join(", "),
            verdict,
            is_heading: heading.is_some_and(|place| place.overlaps(span)),
            is_left_out: left_out.iter().any(|place| place.overlaps(span)),
            is_abstained: abstained.iter().any(|place| place.overlaps(span)),
        })
    });
    TextPart {
        role: role.map_or("", SectionRole::name),
        is_unread: role.is_some_and(|role| !role.yields_skills()),
        pieces: pieces.collect(),
    }
}
