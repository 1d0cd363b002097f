//! An object's properties -> the fields of one document.

use serde_json::Value;

use crate::formats::document::ColumnUse;
use crate::formats::document::fields::Field;
use crate::formats::document::fields::Gathered;
use crate::formats::document::structured::find::Found;
use crate::formats::document::structured::find::Named;
use crate::formats::document::structured::find::local;
use crate::formats::document::structured::values;
use crate::formats::document::structured::values::Line;
use crate::model::DocumentKind;

/// How the values of a property are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As they are: a text, or the name and the descriptions of an object.
    Prose,
    /// As the names of terms, one on a line; a text is cut into them.
    Terms,
    /// As one line for each requirement: level, field, length, then what describes it.
    Needs,
    /// As one line behind this word.
    Detail(&'static str),
}

/// Properties by name, kept apart by `|`, without their namespace: schema.org's, HR Open's and JDX's.
const PROPERTIES: [(Field, Manner, &str); 18] = [
    (
        Field::Description,
        Manner::Prose,
        "description|descriptions|formattedDescription|formattedDescriptions|positionFormattedDescriptions|abstract",
    ),
    (
        Field::Duties,
        Manner::Prose,
        "responsibilities|responsibility|tasks|task|workActivities|workActivity",
    ),
    (
        Field::Skills,
        Manner::Terms,
        "skills|skill|competencies|competency|knowledge|abilities|ability|technologies|technology|attitudes|attitude|positionCompetencies",
    ),
    (
        Field::Requirements,
        Manner::Needs,
        "qualifications|qualificationSummary|licences|licenses|physicalRequirements|physicalRequirement|requiredConditions|requiredCondition",
    ),
    (
        Field::Education,
        Manner::Needs,
        "educationRequirements|educationRequirement|requiredEducation|minimumEducation|equivalentEducation|alternativeEducation|requiredCredentials|requiredCredential|minimumCredentials|minimumCredential|equivalentCredentials|equivalentCredential|alternativeCredentials|alternativeCredential",
    ),
    (
        Field::Experience,
        Manner::Needs,
        "experienceRequirements|experienceRequirement|requiredExperiences|requiredExperience|minimumExperiences|minimumExperience|equivalentExperiences|equivalentExperience|alternativeExperiences|alternativeExperience|experienceSummary",
    ),
    (
        Field::Preferred,
        Manner::Needs,
        "preferredCredentials|preferredCredential|preferredEducation|preferredExperiences|preferredExperience|preferredCondition",
    ),
    (Field::Outcomes, Manner::Terms, "teaches|assesses"),
    (Field::Topics, Manner::Prose, "syllabusSections|syllabus"),
    (Field::Topics, Manner::Terms, "about"),
    (
        Field::Prerequisites,
        Manner::Terms,
        "coursePrerequisites|programPrerequisites|competencyRequired",
    ),
    (
        Field::Benefits,
        Manner::Prose,
        "jobBenefits|jobBenefit|benefits|employeeBenefits|incentiveCompensation|incentives|specialCommitments|specialCommitment",
    ),
    (Field::Employer, Manner::Prose, "employerOverview"),
    (
        Field::Details,
        Manner::Detail("Occupation"),
        "occupationalCategory|occupationCategories|occupationCategory|relevantOccupation",
    ),
    (Field::Details, Manner::Detail("Credits"), "numberOfCredits"),
    (Field::Details, Manner::Detail("Duration"), "timeRequired|courseWorkload|timeToComplete"),
    (Field::Details, Manner::Detail("Level"), "educationalLevel"),
    (
        Field::Details,
        Manner::Detail("Clearance"),
        "securityClearanceRequirements|securityClearanceRequirement|securityClearance",
    ),
];

/// Properties that name a document, best first.
const TITLES: [&str; 4] = ["title", "positionTitle", "name", "profileName"];
/// Properties that identify it, best first.
const IDS: [&str; 10] = [
    "courseCode",
    "postingID",
    "positionID",
    "identifier",
    "identifiers",
    "documentId",
    "profileId",
    "positionId",
    "@id",
    "url",
];

/// Properties that are told of at most.
const KEYS: usize = 400;

/// The property that names what a resource is aligned to, of which the alignments say in what sense.
const ALIGNMENT: &str = "educationalAlignment";

/// Kinds of alignment that say what is learnt.
const LEARNT: [&str; 2] = ["teaches", "assesses"];

/// The fields of a document; what each property was taken for is added to `columns`, once.
pub(super) fn gathered(
    found: Found<'_>,
    named: &Named<'_>,
    columns: &mut Vec<ColumnUse>,
) -> Gathered {
    let mut gathered = Gathered { kind: found.kind, ..Gathered::default() };
    let valued = |wanted: &&str| {
        let (key, value) = found.object.iter().find(|(key, _)| local(key) == *wanted)?;
        let line = values::prose(value, named).into_iter().next()?;
        Some((key.clone(), line.text.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    if let Some((key, title)) = TITLES.iter().find_map(valued) {
        note(columns, &key, Field::Title);
        gathered.title = title;
    }
    let plain = |wanted: &&str| {
        let (key, value) = found.object.iter().find(|(key, _)| local(key) == *wanted)?;
        Some((key.clone(), values::identifier(value)?))
    };
    if let Some((key, id)) = IDS.iter().find_map(plain) {
        note(columns, &key, Field::Id);
        gathered.id = id;
    }
    add_properties(&mut gathered, found, named, columns);
    gathered
}

/// What the properties hold, in the order of [`PROPERTIES`]: how JSON orders them says nothing.
fn add_properties(
    gathered: &mut Gathered,
    found: Found<'_>,
    named: &Named<'_>,
    columns: &mut Vec<ColumnUse>,
) {
    let mut known: Vec<(usize, &String, &Value)> = Vec::new();
    for (key, value) in found.object {
        match local(key) {
            // What a position asks for stands one level below its profile.
            "positionQualifications" => {
                let parts = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                for part in parts.iter().filter_map(Value::as_object) {
                    let inner = Found { object: part, ..found };
                    add_properties(gathered, inner, named, columns);
                }
            }
            name => known.extend(order(name).map(|order| (order, key, value))),
        }
    }
    known.sort_by_key(|(order, ..)| *order);
    for (_, key, value) in known {
        let name = local(key);
        if name == ALIGNMENT {
            for (field, line) in aligned(value, named) {
                note(columns, key, field);
                gathered.add(field, &line);
            }
            continue;
        }
        let Some((field, manner)) = taken_for(name, found) else { continue };
        let lines = match manner {
            Manner::Prose => values::prose(value, named),
            Manner::Terms => values::terms(value, named),
            Manner::Needs => values::needs(value, named),
            Manner::Detail(word) => values::detail(word, value, named),
        };
        for Line { text, is_preferred } in lines {
            let field = if is_preferred { Field::Preferred } else { field };
            note(columns, key, field);
            gathered.add(field, &text);
        }
    }
}

/// The place of a property among all that are read; nothing where it is none of them.
fn order(name: &str) -> Option<usize> {
    let names = PROPERTIES.iter().flat_map(|(_, _, names)| names.split('|'));
    names.chain([ALIGNMENT]).position(|known| known == name)
}

fn taken_for(name: &str, found: Found<'_>) -> Option<(Field, Manner)> {
    // A credential attests what a course only expects.
    if name == "competencyRequired" && found.type_name == "EducationalOccupationalCredential" {
        return Some((Field::Outcomes, Manner::Terms));
    }
    // What a learning resource is about is learnt; what a posting is about is not said so.
    if name == "about" && found.kind != DocumentKind::Course {
        return None;
    }
    let is_it = |names: &str| names.split('|').any(|known| known == name);
    PROPERTIES.iter().find(|(_, _, names)| is_it(names)).map(|(field, manner, _)| (*field, *manner))
}

/// What a resource is aligned to: outcomes, or what it requires.
fn aligned(value: &Value, named: &Named<'_>) -> Vec<(Field, String)> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let mut found = Vec::new();
    for item in items {
        let kind = item
            .as_object()
            .and_then(|o| o.iter().find(|(key, _)| local(key) == "alignmentType"))
            .and_then(|(_, value)| value.as_str());
        let field = match kind {
            Some(kind) if LEARNT.contains(&local(kind)) => Field::Outcomes,
            Some(kind) if local(kind) == "requires" => Field::Prerequisites,
            _ => continue,
        };
        found.extend(values::terms(item, named).into_iter().map(|line| (field, line.text)));
    }
    found
}

fn note(columns: &mut Vec<ColumnUse>, key: &str, field: Field) {
    let taken_for = field.name();
    // A term that is only preferred is told by its property's usual field.
    if columns.len() < KEYS && !columns.iter().any(|known| known.column == key) {
        columns.push(ColumnUse { column: key.to_owned(), taken_for });
    }
}
