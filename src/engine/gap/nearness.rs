//! Why a skill that is there comes near a wanted one, as data that says itself in a plain sentence.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Label;
use crate::model::Predicate;
use crate::model::Score;

/// Why a skill that is there comes near a wanted one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Nearness {
    /// It is the same concept.
    SameConcept,
    /// One of the two took the place of the other.
    Replacement,
    /// One framework says that the two are the same thing.
    ExactMatch,
    /// They have a name in common.
    SharedLabel {
        /// The name.
        label: Label,
    },
    /// A mapping set or a crosswalk says so.
    Mapping {
        /// What the one that is there is to the wanted one.
        predicate: Predicate,
        /// Which set or crosswalk.
        said_by: String,
        /// How much that statement is believed, where known.
        #[serde(skip_serializing_if = "Option::is_none")]
        confidence: Option<Score>,
    },
    /// The one that is there cannot be done without the wanted one.
    Needs,
    /// The wanted one cannot be done without the one that is there.
    NeededBy,
    /// The one that is there is a kind of the wanted one.
    Narrower {
        /// Steps of the hierarchy between them.
        n_steps: u32,
    },
    /// The wanted one is a kind of the one that is there.
    Broader {
        /// Steps of the hierarchy between them.
        n_steps: u32,
    },
    /// Their framework says that they belong together.
    Related,
    /// They stand side by side below one group.
    Sibling {
        /// Label of what is above both.
        parent: String,
    },
    /// The text that is there may speak of it, but is not sure enough to be taken at its word.
    Unsure {
        /// How probable it is.
        probability: Score,
    },
    /// They have names that share words.
    SimilarLabels {
        /// The name of the one that is there.
        had: Label,
        /// The name of the wanted one.
        wanted: Label,
        /// How alike they are, words that are rare here counting more.
        similarity: Score,
    },
}

impl Nearness {
    /// Whether the two are one thing, so that nothing is missing.
    pub(in crate::engine::gap) fn is_same_thing(&self) -> bool {
        matches!(
            self,
            Self::SameConcept
                | Self::Replacement
                | Self::ExactMatch
                | Self::SharedLabel { .. }
                | Self::Mapping { predicate: Predicate::Exact, .. }
        )
    }

    /// The fact as a plain sentence, with the labels of both.
    pub fn sentence(&self, had: &str, wanted: &str) -> String {
        match self {
            Self::SameConcept => "both sides have it".to_owned(),
            Self::Replacement => format!("“{had}” and “{wanted}” took each other's place"),
            Self::ExactMatch => {
                format!("its framework says that “{had}” and “{wanted}” are the same thing")
            }
            Self::SharedLabel { label } => format!("both are called “{}”", label.text),
            Self::Mapping { predicate, said_by, confidence } => {
                let sure = confidence
                    .map_or_else(String::new, |c| format!(" ({:.0} %)", c.value() * 100.0));
                format!("{said_by} says that “{had}” {} “{wanted}”{sure}", predicate.says())
            }
            Self::Needs => format!("“{had}” cannot be done without “{wanted}”"),
            Self::NeededBy => format!("“{wanted}” cannot be done without “{had}”"),
            Self::Narrower { n_steps } => {
                format!("“{had}” is a kind of “{wanted}”{}", steps(*n_steps))
            }
            Self::Broader { n_steps } => {
                format!("“{wanted}” is a kind of “{had}”{}", steps(*n_steps))
            }
            Self::Related => format!("“{had}” and “{wanted}” are related"),
            Self::Sibling { parent } => {
                format!("“{had}” and “{wanted}” stand side by side below “{parent}”")
            }
            Self::Unsure { probability } => format!(
                "the text may speak of “{wanted}”, but not surely enough ({:.0} %)",
                probability.value() * 100.0
            ),
            Self::SimilarLabels { had, wanted, similarity } => format!(
                "“{}” sounds like “{}” ({:.0} %)",
                had.text,
                wanted.text,
                similarity.value() * 100.0
            ),
        }
    }
}

fn steps(n: u32) -> String {
    if n == 1 { String::new() } else { format!(", {n} steps apart") }
}
