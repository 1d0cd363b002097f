//! Why a match is believed, as data that prints itself as a plain sentence.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::Score;

/// One reason for a match. `Display` gives the sentence that the terminal, the page and the tests share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Evidence {
    /// The query is one of its codes.
    Code {
        /// That code.
        notation: Notation,
    },
    /// The query is one of its labels.
    ExactLabel {
        /// That label.
        label: Label,
    },
    /// Words of the query stand in one of its labels.
    LabelWords {
        /// That label.
        label: Label,
        /// The words, as the label writes them.
        words: Vec<String>,
        /// How many words the query has.
        n_query_words: usize,
    },
    /// Words of the query stand in its description.
    DescriptionWords {
        /// The words, as the description writes them.
        words: Vec<String>,
    },
    /// A word of the query was read as another.
    Typo {
        /// The word as typed.
        typed: String,
        /// The word it was read as.
        read_as: String,
        /// Letters inserted, deleted, changed or swapped.
        edits: u8,
    },
    /// The text says one of its labels word for word.
    LabelInText {
        /// That label.
        label: Label,
        /// The words as the text writes them.
        words: String,
    },
    /// The text has the words of one of its labels, in some form and order.
    LabelWordsInText {
        /// That label.
        label: Label,
        /// The words as the text writes them, in reading order.
        words: Vec<String>,
        /// Share of the label's weight that they carry.
        share: Score,
    },
    /// A rule gives this answer wherever the text says a phrase.
    Pinned {
        /// The phrase, as the rule writes it.
        phrase: String,
        /// The words as the text writes them.
        words: String,
    },
    /// No concept below it is sure enough alone, but together they point at it.
    GroupOf {
        /// Preferred labels of the likeliest below it, likeliest first.
        labels: Vec<String>,
    },
    /// It is the same thing as a concept of another framework, which was found.
    SameAs {
        /// Label of that concept.
        label: String,
        /// Short name of its framework.
        framework: String,
        /// How much that concept is believed.
        score: Score,
    },
    /// One of its labels is written much like the title.
    LabelLikeTitle {
        /// That label.
        label: Label,
        /// How alike they are, letter by letter.
        similarity: Score,
    },
    /// People confirmed it for a text like this one.
    Example {
        /// The nearest such text.
        text: String,
        /// How like it is, rare words counting more.
        likeness: Score,
        /// How many of the nearest confirmed texts it was given to.
        n_examples: usize,
    },
    /// Both concepts have a label in common.
    SharedLabel {
        /// The subject's label.
        subject: Label,
        /// The object's label.
        object: Label,
    },
    /// Two labels of the concepts share words.
    SimilarLabels {
        /// The subject's label.
        subject: Label,
        /// The object's label.
        object: Label,
        /// How alike they are, rare words counting more.
        similarity: Score,
    },
    /// The descriptions of the concepts share words.
    SimilarDescriptions {
        /// The words that count most, as stems.
        words: Vec<String>,
        /// How alike they are, rare words counting more.
        similarity: Score,
    },
    /// Two mappings, one after the other, lead from the subject to the object.
    Composed {
        /// The concept between the two.
        via: ConceptId,
        /// Its label; may be empty.
        label: String,
        /// What the subject is to it.
        first: Predicate,
        /// How the first mapping came about.
        first_justification: Justification,
        /// What it is to the object.
        second: Predicate,
        /// How the second mapping came about.
        second_justification: Justification,
        /// How much this way is believed.
        confidence: Score,
    },
    /// The mapping was made in the other direction; always the last reason, so that it can be turned back.
    Inverted {
        /// How it came about in that direction.
        justification: Justification,
    },
}

/// A reason for a match: the plain sentence, and the facts it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The sentence to show.
    pub sentence: String,
    /// The facts.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Reason {
    /// One reason for each piece of evidence.
    pub fn all(evidence: Vec<Evidence>) -> Vec<Self> {
        evidence.into_iter().map(Self::from).collect()
    }
}

impl From<Evidence> for Reason {
    fn from(evidence: Evidence) -> Self {
        Self { sentence: evidence.to_string(), evidence }
    }
}

impl Evidence {
    /// Its sort, as it is named in replies (`shared_label`).
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Code { .. } => "code",
            Self::ExactLabel { .. } => "exact_label",
            Self::LabelWords { .. } => "label_words",
            Self::DescriptionWords { .. } => "description_words",
            Self::Typo { .. } => "typo",
            Self::LabelInText { .. } => "label_in_text",
            Self::LabelWordsInText { .. } => "label_words_in_text",
            Self::Pinned { .. } => "pinned",
            Self::GroupOf { .. } => "group_of",
            Self::SameAs { .. } => "same_as",
            Self::LabelLikeTitle { .. } => "label_like_title",
            Self::Example { .. } => "example",
            Self::SharedLabel { .. } => "shared_label",
            Self::SimilarLabels { .. } => "similar_labels",
            Self::SimilarDescriptions { .. } => "similar_descriptions",
            Self::Composed { .. } => "composed",
            Self::Inverted { .. } => "inverted",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { notation } => {
                write!(f, "the query is its {} code {}", notation.scheme, notation.code)
            }
            Self::ExactLabel { label } => write!(f, "the query is its {}", named(label)),
            Self::LabelWords { label, words, n_query_words } => {
                let n = words.len();
                write!(f, "{} stand{} in its {}", listed(words), plural_s(n), named(label))?;
                if n < *n_query_words {
                    write!(f, " ({n} of {n_query_words} words of the query)")?;
                }
                Ok(())
            }
            Self::DescriptionWords { words } => {
                write!(f, "its description has {}", listed(words))
            }
            Self::Typo { typed, read_as, edits } => {
                let letters = if *edits == 1 { "one letter" } else { "two letters" };
                write!(f, "“{typed}” was read as “{read_as}” ({letters} changed)")
            }
            Self::LabelInText { label, words } => {
                write!(f, "the text says “{words}”, its {}", kind_name(label.kind))?;
                if words.to_lowercase() == label.text.to_lowercase() {
                    Ok(())
                } else {
                    write!(f, " “{}”", label.text)
                }
            }
            Self::LabelWordsInText { label, words, share } => {
                let percent = (share.value() * 100.0).round();
                write!(f, "the text has {}, {percent} % of its {}", listed(words), named(label))
            }
            Self::Pinned { phrase, words } => {
                write!(f, "the text says “{words}”, to which a rule pins this answer")?;
                if words == phrase { Ok(()) } else { write!(f, " (“{phrase}”)") }
            }
            Self::GroupOf { labels } => write!(
                f,
                "none of {} is sure enough alone, but together they point at their group",
                listed(labels)
            ),
            Self::SameAs { label, framework, score } => {
                write!(f, "it is the same as “{label}” of {framework}, found with {score}")
            }
            Self::LabelLikeTitle { label, similarity } => write!(
                f,
                "the title is written like its {} ({:.0} %)",
                named(label),
                similarity.value() * 100.0
            ),
            Self::Example { text, likeness, n_examples } => {
                let percent = likeness.value() * 100.0;
                write!(f, "“{text}” was confirmed as it and is {percent:.0} % like this text")?;
                match n_examples {
                    0 | 1 => Ok(()),
                    n => write!(f, " ({n} confirmed texts like it)"),
                }
            }
            Self::SharedLabel { subject, object } if subject.text == object.text => write!(
                f,
                "“{}” stands on both sides, as {} and as {}",
                subject.text,
                kind_name(subject.kind),
                kind_name(object.kind)
            ),
            Self::SharedLabel { subject, object } => {
                write!(f, "{} says the same as {}", named(subject), named(object))
            }
            Self::SimilarLabels { subject, object, similarity } => write!(
                f,
                "{} resembles {} ({:.0} %)",
                named(subject),
                named(object),
                similarity.value() * 100.0
            ),
            Self::SimilarDescriptions { words, similarity } => write!(
                f,
                "both descriptions speak of {} ({:.0} % alike)",
                listed(words),
                similarity.value() * 100.0
            ),
            Self::Composed { via, label, first, second, confidence, .. } => {
                let between = if label.is_empty() { via.as_str() } else { label };
                write!(f, "the subject {} “{between}”, ", first.says())?;
                match second {
                    Predicate::NoMatch => f.write_str("for which no match was found")?,
                    second => write!(f, "which {} the object", second.says())?,
                }
                write!(f, " ({:.0} %)", confidence.value() * 100.0)
            }
            Self::Inverted { justification } => write!(
                f,
                "it was stated the other way round, from the object to the subject ({})",
                justification.semapv()
            ),
        }
    }
}

fn kind_name(kind: LabelKind) -> &'static str {
    match kind {
        LabelKind::Preferred => "preferred label",
        LabelKind::Alternative => "alternative label",
        LabelKind::Hidden => "hidden label",
    }
}

fn named(label: &Label) -> String {
    format!("{} “{}”", kind_name(label.kind), label.text)
}

fn listed(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ")
}

fn plural_s(n: usize) -> &'static str {
    if n == 1 { "s" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn every_reason_is_a_plain_sentence() {
        let label =
            |kind, text: &str| Label { kind, language: Language::ENGLISH, text: text.into() };
        let pref = label(LabelKind::Preferred, "use spreadsheets software");
        let alt = label(LabelKind::Alternative, "Excel");
        let rows = [
            (
                Evidence::ExactLabel { label: alt.clone() },
                "the query is its alternative label “Excel”",
            ),
            (
                Evidence::LabelWords {
                    label: pref.clone(),
                    words: vec!["spreadsheets".into()],
                    n_query_words: 2,
                },
                "“spreadsheets” stands in its preferred label “use spreadsheets software” (1 of 2 words of the query)",
            ),
            (
                Evidence::Typo { typed: "exel".into(), read_as: "excel".into(), edits: 1 },
                "“exel” was read as “excel” (one letter changed)",
            ),
            (
                Evidence::LabelInText { label: alt.clone(), words: "EXCEL".into() },
                "the text says “EXCEL”, its alternative label",
            ),
            (
                Evidence::LabelWordsInText {
                    label: pref.clone(),
                    words: vec!["spreadsheet".into(), "use".into()],
                    share: Score::new(0.8),
                },
                "the text has “spreadsheet”, “use”, 80 % of its preferred label “use spreadsheets software”",
            ),
            (
                Evidence::Pinned { phrase: "MS Excel".into(), words: "MS Excel".into() },
                "the text says “MS Excel”, to which a rule pins this answer",
            ),
            (
                Evidence::Pinned { phrase: "ms excel".into(), words: "MS-Excel".into() },
                "the text says “MS-Excel”, to which a rule pins this answer (“ms excel”)",
            ),
            (
                Evidence::GroupOf { labels: vec!["bake bread".into(), "bake cakes".into()] },
                "none of “bake bread”, “bake cakes” is sure enough alone, but together they point at their group",
            ),
            (
                Evidence::SameAs {
                    label: "use spreadsheets software".into(),
                    framework: "esco".into(),
                    score: Score::new(0.951),
                },
                "it is the same as “use spreadsheets software” of esco, found with 0.95",
            ),
            (
                Evidence::Example {
                    text: "Excel wizard".into(),
                    likeness: Score::new(0.5),
                    n_examples: 2,
                },
                "“Excel wizard” was confirmed as it and is 50 % like this text (2 confirmed texts like it)",
            ),
            (
                Evidence::LabelLikeTitle { label: alt.clone(), similarity: Score::new(0.75) },
                "the title is written like its alternative label “Excel” (75 %)",
            ),
            (
                Evidence::SharedLabel { subject: alt.clone(), object: alt },
                "“Excel” stands on both sides, as alternative label and as alternative label",
            ),
            (
                Evidence::Composed {
                    via: ConceptId::new("urn:v:1").unwrap(),
                    label: "baker".into(),
                    first: Predicate::Exact,
                    first_justification: Justification::ManualMappingCuration,
                    second: Predicate::Broad,
                    second_justification: Justification::LexicalMatching,
                    confidence: Score::new(0.72),
                },
                "the subject is the same as “baker”, which is narrower than the object (72 %)",
            ),
            (
                Evidence::Inverted { justification: Justification::ManualMappingCuration },
                "it was stated the other way round, from the object to the subject (ManualMappingCuration)",
            ),
        ];
        for (evidence, sentence) in rows {
            assert_eq!(evidence.to_string(), sentence);
        }
    }
}
