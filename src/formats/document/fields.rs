//! Names of columns and fields -> what they hold; what they hold -> one text under headings.

use rustc_hash::FxHashSet;

use crate::formats::document::html;
use crate::model::Document;
use crate::model::DocumentKind;
use crate::text::folded_words;

/// What a column of a catalogue holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Id,
    Title,
    Description,
    Duties,
    Skills,
    Requirements,
    Education,
    Experience,
    Preferred,
    Outcomes,
    Topics,
    Assessments,
    Prerequisites,
    Benefits,
    Employer,
    Details,
    Text,
}

/// Field, its name, the heading under which it is written, and the names of columns that hold it, best first. Those
/// without columns come from records whose properties are named by a standard.
const FIELDS: [(Field, &str, &str, &str); 17] = [
    (
        Field::Id,
        "id",
        "",
        "id|identifier|course id|course code|code|course number|number|job id|posting id|key|ref|reference|course|course name|kursnummer|modulnummer|codigo|kennung|uuid|url",
    ),
    (
        Field::Title,
        "title",
        "",
        "title|course title|job title|position title|posting title|name|course name|module title|job name|titel|kurstitel|modultitel|bezeichnung|titre|intitule|titulo|nombre|naam",
    ),
    (
        Field::Description,
        "description",
        "Description",
        "description|course description|job description|catalog description|catalogue description|posting description|summary|overview|about|beschreibung|kursbeschreibung|stellenbeschreibung|descripcion|omschrijving|beschrijving|resume",
    ),
    (
        Field::Duties,
        "duties",
        "Duties",
        "duties|responsibilities|tasks|job responsibilities|job duties|aufgaben|missions|taches|funciones|tareas|taken",
    ),
    (Field::Skills, "skills", "Skills", ""),
    (Field::Education, "education", "Education", ""),
    (Field::Experience, "experience", "Experience", ""),
    (Field::Prerequisites, "prerequisites", "Prerequisites", ""),
    (Field::Benefits, "benefits", "Benefits", ""),
    (Field::Employer, "employer", "About us", ""),
    (Field::Details, "details", "Details", ""),
    (
        Field::Requirements,
        "requirements",
        "Requirements",
        "requirements|qualifications|required skills|job requirements|experience requirements|education requirements|requisites|anforderungen|profil|exigences|requisitos|vereisten|eisen",
    ),
    (
        Field::Preferred,
        "preferred",
        "Preferred qualifications",
        "preferred|preferred qualifications|preferred skills|nice to have|desired skills",
    ),
    (
        Field::Outcomes,
        "outcomes",
        "Learning outcomes",
        "outcomes|learning outcomes|learning outcome|outcome|learning outcome details|outcome details|outcome text|outcome description|objectives|learning objectives|course outcomes|course objectives|student learning outcomes|slo|slos|competencies|lernergebnisse|lernziele|kompetenzen|acquis|objectifs|resultados de aprendizaje|objetivos|leeruitkomsten|leerdoelen",
    ),
    (
        Field::Topics,
        "topics",
        "Topics",
        "topics|course topics|course content|contents|syllabus|outline|inhalte|inhalt|contenu|programme|contenidos|temario|inhoud",
    ),
    (
        Field::Assessments,
        "assessments",
        "Assessments",
        "assessment|assessments|assessment methods|evaluation|grading",
    ),
    (
        Field::Text,
        "text",
        "",
        "text|full text|body|content|plain text|posting|job posting|job text|document|sentence|passage|volltext|texte|texto|tekst",
    ),
];

impl Field {
    /// Its name in replies.
    pub(super) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, ..)| name)
    }

    fn heading(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, _, heading, _)| heading)
    }

    /// Whether it holds something to read.
    pub(super) fn is_prose(self) -> bool {
        !matches!(self, Self::Id | Self::Title)
    }
}

/// What each column holds: the best name wins, each field is taken once.
///
/// `jobDescription`, `Job Description` and `job_description` are the same name.
pub(super) fn guess(columns: &[String]) -> Vec<Option<Field>> {
    let names: Vec<String> = columns.iter().map(|column| folded_words(&spaced(column))).collect();
    let mut held = vec![None; columns.len()];
    // Titles before ids: "course name" is a title where nothing else is one.
    for wanted in [
        Field::Title,
        Field::Id,
        Field::Description,
        Field::Duties,
        Field::Requirements,
        Field::Preferred,
        Field::Outcomes,
        Field::Topics,
        Field::Assessments,
        Field::Text,
    ] {
        let Some((_, _, _, known)) = FIELDS.iter().find(|(field, ..)| *field == wanted) else {
            continue;
        };
        let position = known.split('|').find_map(|known| {
            (0..names.len()).find(|at| held[*at].is_none() && names[*at] == known)
        });
        if let Some(position) = position {
            held[position] = Some(wanted);
        }
    }
    held
}

/// `jobDescription` -> `job Description`.
fn spaced(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before_is_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && before_is_lower {
            out.push(' ');
        }
        before_is_lower = c.is_lowercase();
        out.push(if c == '_' || c == '-' { ' ' } else { c });
    }
    out
}

/// The fields of one document, put together row by row.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) id: String,
    pub(super) title: String,
    /// What sort of text it is, where its source says so.
    pub(super) kind: DocumentKind,
    pub(super) prose: Vec<(Field, Vec<String>)>,
    pub(super) seen: FxHashSet<(Field, String)>,
}

impl Gathered {
    /// Adds what a column holds; what is there already is not added again.
    pub(super) fn add(&mut self, field: Field, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let value = if html::is_html(value) { html::to_text(value).1 } else { value.to_owned() };
        if !self.seen.insert((field, value.clone())) {
            return;
        }
        match self.prose.iter_mut().find(|(held, _)| *held == field) {
            Some((_, values)) => values.push(value),
            None => self.prose.push((field, vec![value])),
        }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.prose.is_empty()
    }

    /// The document: its title, then each field under its heading. One text alone stays as it is.
    pub(super) fn into_document(mut self) -> Document {
        self.prose.sort_by_key(|(field, _)| *field);
        let mut text = String::new();
        let is_lone = self.prose.len() == 1
            && self.prose.iter().all(|(field, values)| {
                values.len() == 1 && matches!(field, Field::Text | Field::Description)
            });
        if !self.title.is_empty() && !is_lone {
            text.push_str("# ");
            text.push_str(&self.title);
            text.push('\n');
        }
        for (field, values) in &self.prose {
            if !is_lone && !field.heading().is_empty() {
                text.push_str("\n## ");
                text.push_str(field.heading());
                text.push('\n');
            }
            let is_list = values.len() > 1 || matches!(field, Field::Outcomes | Field::Skills);
            for value in values {
                text.push('\n');
                if is_list && !value.contains('\n') {
                    text.push_str("- ");
                }
                text.push_str(value);
            }
            text.push('\n');
        }
        let id = (!self.id.is_empty()).then_some(self.id);
        let (title, kind, text) = (self.title, self.kind, text.trim().to_owned());
        Document { id, title, kind, text, ..Document::default() }
    }
}
