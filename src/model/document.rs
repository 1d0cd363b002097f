//! A text in prose, its sections, and places in it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Credit;
use crate::model::Language;
use crate::model::Level;

/// A stretch of a text: bytes of its UTF-8, on character boundaries.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

impl Span {
    /// The words of `text` at this place; empty where the place is not in the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same place in a text in which this text begins at byte `offset`.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A course description, a job posting, or any other text to be tagged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// What its source calls it, where it is one of many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What sort of text it is.
    #[serde(default)]
    pub kind: DocumentKind,
    /// The language it was read in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The whole text. All spans are places in it.
    pub text: String,
    /// What a course says of its size and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// Its sections, in reading order, not overlapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Its sentences and list items, in reading order, not overlapping; headings are none.
    pub passages: Vec<Passage>,
}

/// What sort of text a document is.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A job posting.
    Posting,
    /// A course description, a syllabus, a list of outcomes.
    Course,
    /// Anything else, or nobody can tell.
    #[default]
    Other,
}

impl DocumentKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Posting, Self::Course, Self::Other];

    /// Its name in commands and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posting => "posting",
            Self::Course => "course",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A run of passages with the same part in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// From its heading, where it has one, to its last passage.
    pub span: Span,
    /// Its part in the document.
    pub role: SectionRole,
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Span>,
}

/// The part that a section has in its document.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// The name of the job or course.
    Title,
    /// What it is about.
    Description,
    /// What is to be done in the job.
    Duties,
    /// What applicants cannot do without.
    Required,
    /// What applicants may bring besides.
    Preferred,
    /// Education, licences and experience asked for.
    Qualifications,
    /// What the employer gives.
    Benefits,
    /// Who the employer is.
    Company,
    /// That nobody is passed over for who they are.
    EqualOpportunity,
    /// What learners can do after the course.
    Outcomes,
    /// What the course treats.
    Topics,
    /// How learners are examined.
    Assessments,
    /// Place, hours, numbers, rules of the house, how to apply.
    Details,
    /// Anything else.
    #[default]
    Other,
}

impl SectionRole {
    /// All roles.
    pub const ALL: [Self; 14] = [
        Self::Title,
        Self::Description,
        Self::Duties,
        Self::Required,
        Self::Preferred,
        Self::Qualifications,
        Self::Benefits,
        Self::Company,
        Self::EqualOpportunity,
        Self::Outcomes,
        Self::Topics,
        Self::Assessments,
        Self::Details,
        Self::Other,
    ];

    /// Its name in files and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Duties => "duties",
            Self::Required => "required",
            Self::Preferred => "preferred",
            Self::Qualifications => "qualifications",
            Self::Benefits => "benefits",
            Self::Company => "company",
            Self::EqualOpportunity => "equal_opportunity",
            Self::Outcomes => "outcomes",
            Self::Topics => "topics",
            Self::Assessments => "assessments",
            Self::Details => "details",
            Self::Other => "other",
        }
    }

    /// Whether its passages may speak of skills. What the employer gives, who the employer is, whom the law
    /// protects and where to apply say nothing of what a person can do or will learn.
    pub fn yields_skills(self) -> bool {
        !matches!(self, Self::Benefits | Self::Company | Self::EqualOpportunity | Self::Details)
    }
}

/// Whether a skill has to be there, weakest first.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// The text does not say.
    #[default]
    Unstated,
    /// Good to have.
    Preferred,
    /// Cannot do without.
    Required,
}

impl Requirement {
    /// Its name in files and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unstated => "unstated",
            Self::Preferred => "preferred",
            Self::Required => "required",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    fn is_unstated(&self) -> bool {
        *self == Self::Unstated
    }
}

/// A sentence or list item.
///
/// One that was written as a bare span is read as a passage of which nothing else is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// The part of its section in the document.
    #[serde(default)]
    pub section: SectionRole,
    /// Whether what it names is required or preferred.
    #[serde(default, skip_serializing_if = "Requirement::is_unstated")]
    pub requirement: Requirement,
    /// The level that it states.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub level: Level,
    /// Where parts of it state something else than the whole; empty for most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<Stretch>,
    /// What a compound one says, part by part: places that are read one after the other; empty for most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Words that are not read: personal characteristics, what is said not to be needed, stock phrases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Span>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_empty(level: &Level) -> bool {
    level.is_empty()
}

/// A part of a passage with a requirement or level of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stretch {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Whether what it names is required or preferred.
    #[serde(default)]
    pub requirement: Requirement,
    /// The level that it states.
    #[serde(default)]
    pub level: Level,
}

/// One of the things that a compound passage says: `build` and `radio circuits` of "design, build and test
/// antennas and radio circuits".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Its places, in reading order.
    pub spans: Vec<Span>,
    /// The level of its verb.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub level: Level,
}

impl Passage {
    /// A passage of which nothing else is known.
    pub fn plain(span: Span) -> Self {
        Self {
            span,
            section: SectionRole::Other,
            requirement: Requirement::Unstated,
            level: Level::default(),
            stretches: Vec::new(),
            parts: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// What is said of requirement and level at that place of the text.
    pub fn said_at(&self, place: Span) -> (Requirement, Level) {
        match self.stretches.iter().find(|stretch| stretch.span.overlaps(place)) {
            Some(stretch) => (stretch.requirement, stretch.level),
            None => (self.requirement, self.level),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_written_with_bare_spans_is_still_read() {
        let old = r#"{"text":"Weld. Cook.","passages":[{"start":0,"end":5},{"start":6,"end":11}]}"#;
        let document: Document = serde_json::from_str(old).unwrap();
        assert_eq!(document.kind, DocumentKind::Other);
        let spans = [Span { start: 0, end: 5 }, Span { start: 6, end: 11 }];
        assert_eq!(document.passages, spans.map(Passage::plain));
        let again: Document =
            serde_json::from_str(&serde_json::to_string(&document).unwrap()).unwrap();
        assert_eq!(again, document);
    }

    #[test]
    fn names_are_what_is_written_to_files() {
        for role in SectionRole::ALL {
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("{:?}", role.name()));
        }
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_name(kind.name()), Some(kind));
        }
    }
}
