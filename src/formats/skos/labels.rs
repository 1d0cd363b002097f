//! The names of a concept: literals and SKOS-XL labels -> labels that keep the rules (S13, S14).

use std::collections::BTreeMap;

use crate::formats::Issues;
use crate::formats::rdf::Graph;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::skos::vocabulary;
use crate::limits;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;

/// A text in its language, as one literal says it or a node that holds one.
pub(super) struct Said<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Its tag, if it has one.
    pub(super) language: Option<&'a str>,
}

/// The text that an object is or holds: a literal, a SKOS-XL label, an `rdf:value`, a note of ESCO.
pub(super) fn said(graph: &Graph, object: TermId) -> Option<Said<'_>> {
    if let Term::Literal(Literal { value, language, .. }) = graph.term(object) {
        return Some(Said { text: value, language });
    }
    let holders = [vocabulary::LITERAL_FORM, vocabulary::NODE_LITERAL, vocabulary::VALUE];
    let literal = holders.iter().find_map(|holder| graph.objects(object, holder).next())?;
    let Term::Literal(Literal { value, language, .. }) = graph.term(literal) else { return None };
    let beside = || {
        let tag = graph.objects(object, vocabulary::NODE_LANGUAGE).next()?;
        match graph.term(tag) {
            Term::Literal(literal) => Some(literal.value),
            _ => None,
        }
    };
    Some(Said { text: value, language: language.or_else(beside) })
}

/// Reads languages, and counts what has none.
#[derive(Debug)]
pub(super) struct Languages {
    /// What is taken where nothing is said: the scheme's own language, or none.
    pub(super) fallback: Language,
    /// Names and prose without a language.
    pub(super) n_untagged: u64,
    /// A tag that is none, and how many of them there are.
    pub(super) bad: Option<(String, u64)>,
}

impl Languages {
    pub(super) fn of(&mut self, tag: Option<&str>) -> Language {
        match tag.map(Language::new) {
            None => {
                self.n_untagged += 1;
                self.fallback
            }
            Some(Ok(language)) => language,
            Some(Err(_)) => {
                let (_, n) =
                    self.bad.get_or_insert_with(|| (tag.unwrap_or_default().to_owned(), 0));
                *n += 1;
                self.fallback
            }
        }
    }
}

/// What is left of a concept's names after the rules, and how many were blank.
pub(super) struct Names {
    pub(super) labels: Vec<Label>,
    pub(super) n_blank: u64,
}

/// One label once in its highest rank (S13), one preferred label in each language (S14): the first in the order of
/// their letters stays preferred, the others become alternative ones.
pub(super) fn names(
    graph: &Graph,
    offered: &[(LabelKind, TermId)],
    languages: &mut Languages,
    iri: &str,
    place: &Location,
    issues: &mut Issues,
) -> Names {
    let mut ranks: BTreeMap<(Language, &str), (LabelKind, bool)> = BTreeMap::new();
    let mut n_blank = 0;
    let mut n_long = 0u64;
    for (kind, object) in offered {
        let Some(said) = said(graph, *object) else {
            let what = format!("a label of {iri} is neither a text nor a SKOS-XL label with one");
            issues.error("no-label-text", place.clone(), what, "write the text itself");
            continue;
        };
        let text = said.text.trim();
        if text.is_empty() {
            n_blank += 1;
            continue;
        }
        if text.len() > limits::LABEL_BYTES {
            n_long += 1;
            continue;
        }
        let language = languages.of(said.language);
        let rank = ranks.entry((language, text)).or_insert((*kind, false));
        // The same label may come twice in one rank: as a literal and as a SKOS-XL label.
        *rank = (rank.0.min(*kind), rank.1 || rank.0 != *kind);
    }
    if n_long > 0 {
        let what = format!("{n_long} labels of {iri} have more than {} bytes", limits::LABEL_BYTES);
        issues.error("too-long", place.clone(), what, "shorten them");
    }
    if let Some(((language, text), (kind, _))) = ranks.iter().find(|(_, (_, is_twice))| *is_twice) {
        let what = format!(
            "S13: {text:?} ({language}) is a label of {iri} in several ranks; it stays the {} one",
            kind.name()
        );
        issues.error("skos-s13", place.clone(), what, "keep it in one rank");
    }
    let mut labels: Vec<Label> = Vec::with_capacity(ranks.len());
    let mut second = None;
    let mut taken = None;
    for ((language, text), (mut kind, _)) in ranks {
        // They come language by language.
        if kind == LabelKind::Preferred && taken.replace(language) == Some(language) {
            kind = LabelKind::Alternative;
            second.get_or_insert((language, text));
        }
        labels.push(Label { kind, language, text: text.into() });
    }
    if let Some((language, text)) = second {
        let what = format!(
            "S14: {text:?} is a second preferred label of {iri} in {language}; it becomes an alternative one"
        );
        issues.error("skos-s14", place.clone(), what, "keep one preferred label in each language");
    }
    Names { labels, n_blank }
}
