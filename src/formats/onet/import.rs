//! What all tables are read into, and the steps that every table repeats.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::onet::ids;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;
use crate::model::Measure;
use crate::model::Notation;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Text;
use crate::model::TextKind;

/// The classification to which the codes of tasks, elements and activities belong.
pub(super) const SCHEME: &str = "O*NET";

/// The release so far, and what was found wrong.
pub(super) struct Import<'a> {
    /// The release so far.
    pub(super) builder: FrameworkBuilder,
    /// What was found wrong.
    pub(super) issues: &'a mut Issues,
    /// The kinds of elements for which there were ratings.
    pub(super) rated: BTreeSet<ConceptKind>,
    /// Names of the job zones, by number.
    pub(super) job_zones: Vec<(u32, String)>,
    /// Relations and scales that have a value.
    measured: FxHashSet<(u32, u16)>,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    file: &'a str,
    line: u64,
}

impl Place<'_> {
    /// For an issue.
    pub(super) fn location(self) -> Location {
        Location::line(self.file, self.line)
    }
}

/// A concept as a row describes it.
pub(super) struct Entry<'a> {
    /// Its IRI.
    pub(super) id: String,
    /// What sort of thing it is.
    pub(super) kind: ConceptKind,
    /// Its preferred label.
    pub(super) label: &'a str,
    /// What is said about it; may be empty.
    pub(super) description: &'a str,
    /// Its code, with the classification.
    pub(super) notation: Option<(&'static str, &'a str)>,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// It is a new concept.
    New,
    /// The concept was there, with the same label.
    Known,
    /// The concept was there, with another label, which is noted.
    Different,
    /// It cannot be a concept, which is noted.
    Refused,
}

impl<'a> Import<'a> {
    /// Nothing read yet.
    pub(super) fn new(release: Release, issues: &'a mut Issues) -> Self {
        Self {
            builder: FrameworkBuilder::new(release),
            issues,
            rated: BTreeSet::new(),
            job_zones: Vec::new(),
            measured: FxHashSet::default(),
        }
    }

    /// Adds a concept.
    pub(super) fn add(&mut self, entry: &Entry<'_>, place: Place<'_>) -> Added {
        if present(entry.label).is_none() {
            let what = format!("the row of {} has no title", entry.id);
            self.issues.error("blank-label", place.location(), what, "give it a title");
            return Added::Refused;
        }
        if entry.label.len() > limits::LABEL_BYTES || entry.description.len() > limits::TEXT_BYTES {
            let what = format!("the title or description of {} is too long", entry.id);
            self.issues.error("too-long", place.location(), what, "shorten it");
            return Added::Refused;
        }
        if let Some(known) = self.builder.concept_mut(&entry.id) {
            if known.label(Language::ENGLISH) == entry.label {
                return Added::Known;
            }
            let what =
                format!("{} is {:?} already", entry.id, known.label(Language::ENGLISH).to_owned());
            self.issues.warning("second-label", place.location(), what, "keep one of the rows");
            return Added::Different;
        }
        let id = match ConceptId::new(entry.id.as_str()) {
            Ok(id) => id,
            Err(e) => {
                self.issues.error("bad-id", place.location(), e.to_string(), "correct the code");
                return Added::Refused;
            }
        };
        let mut concept = Concept::new(id, entry.kind);
        concept.labels.push(label(LabelKind::Preferred, entry.label));
        if let Some(description) = present(entry.description) {
            concept.texts.push(Text {
                kind: TextKind::Description,
                language: Language::ENGLISH,
                text: description.into(),
            });
        }
        if let Some((scheme, code)) = entry.notation {
            concept.notations.push(Notation { scheme: scheme.into(), code: code.into() });
        }
        self.builder.add(concept);
        Added::New
    }

    /// Draws an arrow, or notes which end is missing.
    pub(super) fn relate(
        &mut self,
        (subject, kind, object): (&str, RelationKind, &str),
        place: Place<'_>,
    ) -> Option<u32> {
        match self.builder.relate(subject, kind, object) {
            Ok(relation) => Some(relation),
            Err(e) => {
                let remedy = "check the code against the reference tables of the same release";
                self.issues.error("dangling-relation", place.location(), e.to_string(), remedy);
                None
            }
        }
    }

    /// Keeps a measured value; a second one of the same relation and scale is noted and left out.
    pub(super) fn measure(&mut self, measure: Measure, place: Place<'_>) -> bool {
        if self.measured.insert((measure.relation, measure.scale)) {
            self.builder.measure(measure);
            return true;
        }
        self.note_duplicate(place);
        false
    }

    /// Whether the relation has a value on that scale.
    pub(super) fn is_measured(&self, relation: u32, scale: u16) -> bool {
        self.measured.contains(&(relation, scale))
    }

    /// Notes a row that says again what another one said.
    pub(super) fn note_duplicate(&mut self, place: Place<'_>) {
        let what = "the row stands twice, the first one counts";
        self.issues.warning("duplicate-row", place.location(), what, "keep one of the rows");
    }

    /// Whether there is an occupation of that code; if not, it is noted.
    pub(super) fn is_occupation(&mut self, code: &str, place: Place<'_>) -> bool {
        if self.builder.concept_mut(&ids::occupation(code)).is_some() {
            return true;
        }
        let what = format!("{code:?} is not a code of Occupation Data");
        let remedy = "check the code against Occupation Data of the same release";
        self.issues.error("dangling-relation", place.location(), what, remedy);
        false
    }
}

/// Gives every row to `take`, which says whether it became part of the release; how many did.
pub(super) fn each_row(
    table: &mut Table,
    import: &mut Import<'_>,
    mut take: impl FnMut(&mut Import<'_>, &Row, Place<'_>) -> bool,
) -> Result<u64, ReadError> {
    let file = table.file().to_owned();
    let mut taken = 0;
    while let Some(row) = table.next_row(import.issues)? {
        if take(import, &row, Place { file: &file, line: row.line }) {
            taken += 1;
        }
    }
    Ok(taken)
}

/// The text, unless it is blank or `n/a`.
pub(super) fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && !text.eq_ignore_ascii_case("n/a")).then_some(text)
}

/// An English label.
pub(super) fn label(kind: LabelKind, text: &str) -> Label {
    Label { kind, language: Language::ENGLISH, text: text.trim().into() }
}
