//! The terms of CTDL and CTDL-ASN, and what each becomes.

use crate::formats::ctdl::node::Node;
use crate::model::ConceptKind;
use crate::model::RelationKind;
use crate::model::property;

/// How the values of a term are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One string.
    One,
    /// One date, `2026-11-22` and what may follow.
    Date,
    /// One number.
    Number,
    /// `true` or `false`.
    Truth,
    /// Strings.
    Many,
    /// Words in a language; a property of ours has none, so that of the framework is written.
    Words,
    /// IRIs.
    Iris,
    /// One IRI.
    Iri,
    /// Nodes of the class `ProficiencyScale`.
    Levels,
}

/// Terms whose values are properties of a concept: the local term, our name, how it is written.
pub(super) const PROPERTIES: [(&str, &str, Shape); 24] = [
    ("listID", "list_id", Shape::One),
    ("weight", "weight", Shape::Number),
    ("dateCreated", "created", Shape::Date),
    ("dateModified", property::MODIFIED, Shape::Date),
    ("conceptKeyword", "keyword", Shape::Words),
    ("competencyCategory", CATEGORY, Shape::Words),
    ("localSubject", "subject", Shape::Words),
    ("educationLevelType", "education_level", Shape::Iris),
    ("complexityLevel", "complexity_level", Shape::Levels),
    ("author", "author", Shape::Many),
    ("creator", "creator", Shape::Iris),
    ("derivedFrom", "derived_from", Shape::Iris),
    ("isVersionOf", "version_of", Shape::Iri),
    ("identifier", "identifier", Shape::Iris),
    ("conceptTerm", "concept_term", Shape::Iris),
    ("sourceDocumentation", "source", Shape::Iris),
    ("shouldIndex", "ceasn:shouldIndex", Shape::Truth),
    ("inferredCompetency", "ceasn:inferredCompetency", Shape::Iris),
    (PREREQUISITE, "ceasn:prerequisiteAlignment", Shape::Iris),
    ("asn:hasProgressionLevel", "asn:hasProgressionLevel", Shape::Iris),
    ("substantiatingCompetencyFramework", "ceasn:substantiatingCompetencyFramework", Shape::Iris),
    ("substantiatingCredential", "ceasn:substantiatingCredential", Shape::Iris),
    ("substantiatingOrganization", "ceasn:substantiatingOrganization", Shape::Iris),
    ("substantiatingResource", "ceasn:substantiatingResource", Shape::Iris),
];

/// The property that holds a category as its framework calls it, where that is not the name of a kind of ours.
pub(super) const CATEGORY: &str = "category";
/// The property that holds the CTID where it does not follow from the IRI.
pub(super) const CTID: &str = "ctid";
/// What must come before; inside a framework it is a relation.
pub(super) const PREREQUISITE: &str = "prerequisiteAlignment";

/// Terms that no vocabulary has but real files use, and what they mean by them.
pub(super) const MISSPELT: [(&str, &str); 6] = [
    ("ceasn:CompetencyNotation", "ceasn:codedNotation"),
    ("ceasn:CompetencyLabel", "ceasn:competencyCategory"),
    ("ceasn:CompetencyCategory", "ceasn:competencyCategory"),
    ("ceasn:educationLevel", "ceasn:educationLevelType"),
    ("ceterms:preceeds", "ceterms:precedes"),
    ("ceterms:preceededBy", "ceterms:precededBy"),
];

/// Terms with words in a language.
const WORDED: [&str; 26] = [
    "name",
    "description",
    "comment",
    "competencyCategory",
    "competencyLabel",
    "competencyText",
    "conceptKeyword",
    "localSubject",
    "publisherName",
    "rights",
    "tableOfContents",
    "alternateName",
    "keyword",
    "condition",
    "frameworkName",
    "identifierTypeName",
    "targetNodeName",
    "targetNodeDescription",
    "targetName",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "skos:definition",
    "skos:scopeNote",
    "skos:note",
    "componentCategory",
];

/// Whether the values of a term are words, so that an object there is a language map whatever its keys.
pub(super) fn takes_words(local: &str) -> bool {
    WORDED.contains(&local)
}

/// Which end of a relation stands at the node that says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The node is the subject.
    Subject,
    /// The node is the object: the term reads the other way round.
    Object,
}

/// Terms that are relations, by their local name.
///
/// `prerequisite` says what must come before, so it is `Precedes` read backwards; `hasJob`, `hasWorkRole` and
/// `hasSpecialization` go down, `Broader` and `PartOf` go up.
pub(super) const RELATIONS: [(&str, RelationKind, End); 33] = [
    ("isChildOf", RelationKind::Broader, End::Subject),
    ("hasChild", RelationKind::Broader, End::Object),
    ("isParentOf", RelationKind::Broader, End::Object),
    ("hasDestinationComponent", RelationKind::Broader, End::Object),
    ("hasRoot", RelationKind::Broader, End::Object),
    ("isDestinationComponentOf", RelationKind::Broader, End::Subject),
    ("isDestinationComponentFor", RelationKind::Broader, End::Subject),
    ("isRootOf", RelationKind::Broader, End::Subject),
    ("hasSpecialization", RelationKind::Broader, End::Object),
    ("isSpecializationOf", RelationKind::Broader, End::Subject),
    ("hasJob", RelationKind::Broader, End::Object),
    ("hasOccupation", RelationKind::Broader, End::Subject),
    ("isPartOf", RelationKind::PartOf, End::Subject),
    ("hasPart", RelationKind::PartOf, End::Object),
    ("comprisedOf", RelationKind::PartOf, End::Object),
    ("hasWorkRole", RelationKind::PartOf, End::Object),
    ("skillEmbodied", RelationKind::Essential, End::Subject),
    ("knowledgeEmbodied", RelationKind::Essential, End::Subject),
    ("abilityEmbodied", RelationKind::Essential, End::Subject),
    ("taskEmbodied", RelationKind::HasTask, End::Subject),
    ("hasTask", RelationKind::HasTask, End::Subject),
    ("isMemberOf", RelationKind::MemberOf, End::Subject),
    ("hasMember", RelationKind::MemberOf, End::Object),
    (PREREQUISITE, RelationKind::Precedes, End::Object),
    ("prerequisite", RelationKind::Precedes, End::Object),
    ("precededBy", RelationKind::Precedes, End::Object),
    ("preparationFrom", RelationKind::Precedes, End::Object),
    ("precedes", RelationKind::Precedes, End::Subject),
    ("isPreparationFor", RelationKind::Precedes, End::Subject),
    ("isRequiredFor", RelationKind::Precedes, End::Subject),
    ("teaches", RelationKind::Teaches, End::Subject),
    ("assesses", RelationKind::Assesses, End::Subject),
    ("targetCompetency", RelationKind::Essential, End::Subject),
];

/// Terms that say which conditions must hold, and how their competencies are asked for.
pub(super) const CONDITIONS: [(&str, RelationKind); 6] = [
    ("requires", RelationKind::Essential),
    ("entryCondition", RelationKind::Essential),
    ("hasCondition", RelationKind::Essential),
    ("requiredCondition", RelationKind::Essential),
    ("alternativeCondition", RelationKind::Essential),
    ("recommends", RelationKind::Optional),
];

/// Terms that are read elsewhere, or say nothing of a concept.
const ELSEWHERE: [&str; 38] = [
    "ctid",
    "inLanguage",
    "name",
    "schema:name",
    "skos:prefLabel",
    "competencyLabel",
    "competencyText",
    "alternateName",
    "skos:altLabel",
    "skos:hiddenLabel",
    "description",
    "schema:description",
    "skos:definition",
    "skos:scopeNote",
    "skos:note",
    "comment",
    "codedNotation",
    "altCodedNotation",
    "courseCode",
    "codeNotation",
    "isTopChildOf",
    "hasTopChild",
    "supersededBy",
    "publicationStatusType",
    "lifeCycleStatusType",
    "credentialStatusType",
    "exactAlignment",
    "majorAlignment",
    "broadAlignment",
    "narrowAlignment",
    "minorAlignment",
    "crossSubjectReference",
    "alignTo",
    "alignFrom",
    "proxyFor",
    "occupationType",
    "instructionalProgramType",
    "sameAs",
];

/// Whether a term becomes something other than a property.
pub(super) fn is_read_elsewhere(local: &str) -> bool {
    ELSEWHERE.contains(&local)
        || (local != PREREQUISITE && RELATIONS.iter().any(|(term, ..)| *term == local))
        || CONDITIONS.iter().any(|(term, _)| *term == local)
}

/// Whether a node becomes a concept or a framework.
pub(super) fn is_thing(node: &Node) -> bool {
    node.is("Competency") || node.is("CompetencyFramework") || class_kind(node).is_some()
}

/// The kind of concept that a class of CTDL is; nothing of what is no concept, nor of a competency, whose kind its
/// category says.
///
/// Assessments count among the courses: like these they are taken, and assess. Pathways and the components that
/// only hold others together are headings.
pub(super) fn class_kind(node: &Node) -> Option<ConceptKind> {
    node.types.iter().find_map(|class| {
        Some(match class.as_str() {
            "Course"
            | "CourseComponent"
            | "LearningOpportunityProfile"
            | "LearningOpportunity"
            | "LearningProgram"
            | "CocurricularComponent"
            | "ExtracurricularComponent"
            | "WorkExperienceComponent"
            | "AssessmentProfile"
            | "Assessment"
            | "AssessmentComponent" => ConceptKind::Course,
            "Occupation" | "Job" | "WorkRole" | "JobComponent" => ConceptKind::Occupation,
            "Task" => ConceptKind::Task,
            "CompetencyComponent" => ConceptKind::Outcome,
            "Pathway" | "BasicComponent" | "Basic" | "SelectionComponent" | "MultiComponent" => {
                ConceptKind::Group
            }
            "Collection" | "PathwaySet" => ConceptKind::Collection,
            "CredentialComponent"
            | "BadgeComponent"
            | "Credential"
            | "Certification"
            | "License"
            | "MicroCredential"
            | "CertificateOfCompletion"
            | "GeneralEducationDevelopment"
            | "QualityAssuranceCredential"
            | "ProvisionalCredential" => ConceptKind::Credential,
            other => {
                let ends = ["Degree", "Certificate", "Badge", "Diploma", "Doctorate"];
                // Of these vocabularies only: not of another one's.
                let is_credential = !other.contains(':') && ends.iter().any(|e| other.ends_with(e));
                return is_credential.then_some(ConceptKind::Credential);
            }
        })
    })
}

/// The category by which CTDL-ASN is told a kind: `Skill`, `Work Style`.
pub(super) fn category_of(kind: ConceptKind) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect()
    };
    kind.name().split('_').map(capital).collect::<Vec<String>>().join(" ")
}

/// The kind whose very name the category is.
pub(super) fn named_kind(category: &str) -> Option<ConceptKind> {
    ConceptKind::ALL.into_iter().find(|kind| category_of(*kind) == category)
}

/// The kind that other words for a category mean, singular or plural, in any case.
fn meant_kind(category: &str) -> Option<ConceptKind> {
    Some(match category.trim().to_ascii_lowercase().as_str() {
        "skill" | "skills" | "competency skill" => ConceptKind::Skill,
        "knowledge" | "knowledge area" | "knowledges" => ConceptKind::Knowledge,
        "ability" | "abilities" => ConceptKind::Ability,
        "work style" | "work styles" | "disposition" | "dispositions" => ConceptKind::WorkStyle,
        "work activity" | "work activities" | "activity" | "activities" => ConceptKind::Activity,
        "task" | "tasks" => ConceptKind::Task,
        "tool" | "tools" | "technology" | "technologies" => ConceptKind::Tool,
        "occupation" | "occupations" | "job" | "work role" => ConceptKind::Occupation,
        "outcome" | "outcomes" | "learning outcome" | "learning outcomes" | "objective" => {
            ConceptKind::Outcome
        }
        "domain" | "subdomain" | "sub-domain" | "topic" | "subtopic" | "cluster" | "strand"
        | "group" | "heading" | "category" => ConceptKind::Group,
        "course" | "courses" => ConceptKind::Course,
        "credential" | "credentials" => ConceptKind::Credential,
        _ => return None,
    })
}

/// The kind of a competency: what a category names, else what one means, else by the label: what has a short name
/// beside its text is a skill, a bare text is what somebody can do afterwards.
pub(super) fn competency_kind(categories: &[&str], has_label: bool) -> ConceptKind {
    let bare = if has_label { ConceptKind::Skill } else { ConceptKind::Outcome };
    let named = categories.iter().copied().find_map(named_kind);
    named.or_else(|| categories.iter().copied().find_map(meant_kind)).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_that_names_a_kind_wins_over_one_that_means_one() {
        for (categories, has_label, kind) in [
            (&["Domain", "Skill"][..], true, ConceptKind::Skill),
            (&["Domain"], true, ConceptKind::Group),
            (&["Skills"], false, ConceptKind::Skill),
            (&["Work Style"], false, ConceptKind::WorkStyle),
            (&["Competency"], true, ConceptKind::Skill),
            (&[], false, ConceptKind::Outcome),
        ] {
            let found = competency_kind(categories, has_label);
            assert_eq!(found, kind, "{categories:?}");
        }
        for kind in ConceptKind::ALL {
            assert_eq!(named_kind(&category_of(kind)), Some(kind));
        }
    }
}
