//! How far a text says that something has to be mastered.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// What a passage says of the level it asks for. Each field is there only where the text states it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Level {
    /// Least years of experience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<u8>,
    /// Said in words: basic, intermediate, advanced, expert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proficiency: Option<Proficiency>,
    /// The level of the outcome's verb.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bloom: Option<Bloom>,
}

impl Level {
    /// Whether nothing is stated.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Every field from `self`, else from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            years: self.years.or(other.years),
            proficiency: self.proficiency.or(other.proficiency),
            bloom: self.bloom.or(other.bloom),
        }
    }

    /// The greater of each field: what two places of a text ask for together.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            years: self.years.max(other.years),
            proficiency: self.proficiency.max(other.proficiency),
            bloom: self.bloom.max(other.bloom),
        }
    }
}

impl std::fmt::Display for Level {
    /// `3+ years, advanced, apply`; nothing where nothing is stated.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let years = self.years.map(|years| match years {
            1 => "1+ year".to_owned(),
            years => format!("{years}+ years"),
        });
        let proficiency = self.proficiency.map(|p| p.name().to_owned());
        let bloom = self.bloom.map(|b| b.name().to_owned());
        let said: Vec<String> = [years, proficiency, bloom].into_iter().flatten().collect();
        f.write_str(&said.join(", "))
    }
}

/// A level said in words, lowest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Proficiency {
    /// Basic knowledge, familiarity.
    Basic,
    /// Working knowledge.
    Intermediate,
    /// Advanced, in-depth, extensive.
    Advanced,
    /// Expert, mastery.
    Expert,
}

impl Proficiency {
    /// Its name in files and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
            Self::Expert => "expert",
        }
    }
}

/// The six levels of the revised taxonomy of Bloom (Anderson and Krathwohl 2001), lowest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Bloom {
    /// Recall: list, name, define.
    Remember,
    /// Explain, describe, summarise.
    Understand,
    /// Use, perform, carry out.
    Apply,
    /// Compare, examine, distinguish.
    Analyze,
    /// Judge, assess, justify.
    Evaluate,
    /// Design, compose, develop.
    Create,
}

impl Bloom {
    /// Its name in files and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Remember => "remember",
            Self::Understand => "understand",
            Self::Apply => "apply",
            Self::Analyze => "analyze",
            Self::Evaluate => "evaluate",
            Self::Create => "create",
        }
    }
}

/// What a course says of its size and place, as far as it does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Credit {
    /// Credits, credit hours or ECTS points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<f64>,
    /// Hours of teaching or work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// The level in the text's own words: `certificate`, `bachelor`, `level 6`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_prints_what_is_stated_and_nothing_else() {
        let years = Level { years: Some(1), ..Level::default() };
        let more = Level { years: Some(5), bloom: Some(Bloom::Create), ..Level::default() };
        assert_eq!(Level::default().to_string(), "");
        assert_eq!(years.to_string(), "1+ year");
        assert_eq!(years.max(more).to_string(), "5+ years, create");
        assert_eq!(years.or(more).to_string(), "1+ year, create");
        assert!(Bloom::Create > Bloom::Evaluate && Proficiency::Basic < Proficiency::Expert);
    }
}
