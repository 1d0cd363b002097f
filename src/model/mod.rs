//! The nouns: Framework, Concept, Label, Relation, Mapping, Evidence, Score, Document, Profile.
//!
//! Plain data without input or output; every other module speaks in these terms. Reading order: names,
//! concepts, how they hang together, a framework of them, mappings between frameworks, and what a match
//! says about itself.

mod id;
mod concept;
mod relation;
mod framework;
mod builder;
mod score;
mod evidence;
mod mapping;
mod level;
mod document;
mod rules;
mod example;
mod issue;

pub use builder::FrameworkBuilder;
pub use builder::LabelOutcome;
pub use builder::MissingEnd;
pub use concept::Concept;
pub use concept::ConceptKind;
pub use concept::Label;
pub use concept::LabelKind;
pub use concept::Notation;
pub use concept::Property;
pub use concept::Status;
pub use concept::Text;
pub use concept::TextKind;
pub use concept::property;
pub use document::Document;
pub use document::DocumentKind;
pub use document::Part;
pub use document::Passage;
pub use document::Requirement;
pub use document::Section;
pub use document::SectionRole;
pub use document::Span;
pub use document::Stretch;
pub use evidence::Evidence;
pub use example::Example;
pub use framework::Digest;
pub use framework::Digester;
pub use framework::Framework;
pub use framework::FrameworkError;
pub use framework::FrameworkParts;
pub use framework::Licence;
pub use framework::Release;
pub use id::ConceptId;
pub use id::Language;
pub use id::NameError;
pub use issue::Issue;
pub use issue::Location;
pub use issue::Severity;
pub use level::Bloom;
pub use level::Credit;
pub use level::Level;
pub use level::Proficiency;
pub use mapping::Justification;
pub use mapping::Mapping;
pub use mapping::MappingEnd;
pub use mapping::MappingSet;
pub use mapping::Predicate;
pub use relation::Flag;
pub use relation::Measure;
pub use relation::OutsideRelation;
pub use relation::Relation;
pub use relation::RelationKind;
pub use relation::Scale;
pub use rules::Pin;
pub use rules::Profile;
pub use rules::Rules;
pub use rules::Selection;
pub use score::Score;
pub use score::rank;
