//! What a person wants and does not want as answers, and a name for it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::ConceptKind;

/// What is wanted of a tagging and what is not.
///
/// # Laws
/// - What is blocked never appears: block wins over allow, over pins and over every score.
/// - A pin wins over scores, over the least score and over allow; it does not win over block.
/// - Several rules together (a profile's and a call's) permit what each of them permits, and pin what any of them
///   pins: adding rules never brings back what was blocked.
/// - Rules that say nothing change nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Nothing but these, where it says something.
    #[serde(skip_serializing_if = "Selection::is_empty")]
    pub allow: Selection,
    /// Never these.
    #[serde(skip_serializing_if = "Selection::is_empty")]
    pub block: Selection,
    /// Answers that are always given where a phrase stands in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Least score, 0..=1; the usual one when nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f64>,
    /// Tags given; the usual number when nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

impl Rules {
    /// Whether they choose or pin nothing; a least score and a limit are no choice of concepts.
    pub fn is_open(&self) -> bool {
        self.allow.is_empty() && self.block.is_empty() && self.pins.is_empty()
    }
}

/// Concepts, by what they are or where they stand. Empty lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// Single concepts, by IRI.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub concept: Vec<ConceptId>,
    /// Groups, collections or any broader concepts, by IRI: each with everything below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<ConceptId>,
    /// Kinds of concepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<ConceptKind>,
    /// Frameworks by short name, release or IRI.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub framework: Vec<String>,
    /// How widely a skill is used (`transversal`, `cross-sector`, `sector-specific`, `occupation-specific`), as its
    /// property `reuse_level` says; a concept that does not say it is of no level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reuse_level: Vec<String>,
}

impl Selection {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A phrase and the concept that is always given where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Words side by side; upper and lower case, accents and punctuation do not matter.
    pub phrase: String,
    /// The concept's IRI.
    pub concept: ConceptId,
}

/// Rules with a name, and what else is usually said with them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Name for people to type: lower-case letters, digits and hyphens, at most 64.
    pub name: String,
    /// Frameworks by short name, release or IRI; all current ones when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub framework: Vec<String>,
    /// Language of the texts; English when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What is wanted and what is not.
    pub rules: Rules,
}

impl Profile {
    /// Whether its name can be typed.
    pub fn is_named(&self) -> bool {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=64).contains(&self.name.len()) && self.name.chars().all(is_plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_what_is_unknown_is_refused() {
        let rules: Rules = serde_json::from_str(
            r#"{"block": {"concept": ["urn:t:a"], "kind": ["work_style"]},
                "pins": [{"phrase": "MS Excel", "concept": "urn:t:b"}], "min_score": 0.5}"#,
        )
        .unwrap();
        let again: Rules = serde_json::from_str(&serde_json::to_string(&rules).unwrap()).unwrap();
        assert_eq!(again, rules);
        assert!(!rules.is_open());
        assert_eq!(serde_json::to_string(&Rules::default()).unwrap(), "{}");
        for refused in [
            r#"{"blocked": {}}"#,
            r#"{"block": {"concepts": []}}"#,
            r#"{"block": {"kind": ["thing"]}}"#,
            r#"{"block": {"concept": ["no iri"]}}"#,
            r#"{"pins": [{"phrase": "x"}]}"#,
        ] {
            assert!(serde_json::from_str::<Rules>(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_profile_has_a_name_that_can_be_typed() {
        for (name, is_named) in
            [("nursing-2", true), ("", false), ("Nursing", false), ("a b", false), ("ä", false)]
        {
            let profile = Profile { name: name.into(), ..Profile::default() };
            assert_eq!(profile.is_named(), is_named, "{name:?}");
        }
    }
}
