//! The properties that tables may have of a concept: to match by, and to fetch.

use crate::engine::Error;
use crate::model::Predicate;

/// One property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityProperty {
    /// The framework it stands in.
    Framework,
    /// What sort of thing it is.
    Kind,
    /// Whether it may still be used.
    Status,
    /// Its codes.
    Code,
    /// Its name.
    Label,
    /// Its other names.
    AlternativeLabel,
    /// What it is, told plainly.
    Description,
    /// What it is, exactly.
    Definition,
    /// The languages of its names.
    Language,
    /// The concepts above it.
    Broader,
    /// The concepts below it.
    Narrower,
    /// Its counterparts in other frameworks, however they are related.
    Mapping,
    /// Its counterparts of one sort.
    Mapped(Predicate),
}

/// Sorts of mappings that have a counterpart.
pub(in crate::engine::reconcile) const PREDICATES: [Predicate; 5] =
    [Predicate::Exact, Predicate::Close, Predicate::Broad, Predicate::Narrow, Predicate::Related];

impl EntityProperty {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 17] = [
        Self::Label,
        Self::AlternativeLabel,
        Self::Code,
        Self::Description,
        Self::Definition,
        Self::Kind,
        Self::Framework,
        Self::Status,
        Self::Language,
        Self::Broader,
        Self::Narrower,
        Self::Mapping,
        Self::Mapped(Predicate::Exact),
        Self::Mapped(Predicate::Close),
        Self::Mapped(Predicate::Broad),
        Self::Mapped(Predicate::Narrow),
        Self::Mapped(Predicate::Related),
    ];

    /// Its id in queries; mappings have the names of SKOS.
    pub fn id(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Code => "code",
            Self::Label => "label",
            Self::AlternativeLabel => "alternative_label",
            Self::Description => "description",
            Self::Definition => "definition",
            Self::Language => "language",
            Self::Broader => "broader",
            Self::Narrower => "narrower",
            Self::Mapping => "mapping",
            Self::Mapped(predicate) => skos(predicate),
        }
    }

    /// Its name to show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Framework => "Framework",
            Self::Kind => "Kind",
            Self::Status => "Status",
            Self::Code => "Code",
            Self::Label => "Name",
            Self::AlternativeLabel => "Other names",
            Self::Description => "Description",
            Self::Definition => "Definition",
            Self::Language => "Languages",
            Self::Broader => "Broader concept",
            Self::Narrower => "Narrower concepts",
            Self::Mapping => "Mapped to",
            Self::Mapped(Predicate::Exact) => "Same as",
            Self::Mapped(Predicate::Close) => "Close to",
            Self::Mapped(Predicate::Broad) => "Mapped to a broader one",
            Self::Mapped(Predicate::Narrow) => "Mapped to a narrower one",
            Self::Mapped(Predicate::Related | Predicate::NoMatch) => "Mapped to a related one",
        }
    }

    /// What it holds, and what may be asked for with it.
    pub fn description(self) -> &'static str {
        match self {
            Self::Framework => "short name of the framework, as in esco",
            Self::Kind => "skill, knowledge, occupation, tool and so on",
            Self::Status => "active, deprecated or replaced_by",
            Self::Code => "code in a classification, as in 15-1252.00 or ISCO-08 2512",
            Self::Label => "preferred name, in the language of the setting",
            Self::AlternativeLabel => "alternative names, in the language of the setting or in all",
            Self::Description => "description, or the definition where there is none",
            Self::Definition => "definition, where the framework has one",
            Self::Language => "languages in which it has a name, as in en",
            Self::Broader => {
                "what stands above it; to match by, its IRI, code or name at any height"
            }
            Self::Narrower => "what stands below it",
            Self::Mapping => "counterparts in other frameworks, whatever the relation",
            Self::Mapped(Predicate::Exact) => "counterparts that are the same thing",
            Self::Mapped(Predicate::Close) => "counterparts that are nearly the same thing",
            Self::Mapped(Predicate::Broad) => "counterparts that are broader",
            Self::Mapped(Predicate::Narrow) => "counterparts that are narrower",
            Self::Mapped(Predicate::Related | Predicate::NoMatch) => {
                "counterparts that are related"
            }
        }
    }

    /// The property of that id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|property| property.id() == id)
    }

    /// Ways in which its values can be compared, by id and name; none where there is only one.
    pub fn qualifiers(self) -> Vec<(String, &'static str)> {
        if self != Self::Mapping {
            return Vec::new();
        }
        let qualifier =
            |predicate| (format!("skos:{}", skos(predicate)), Self::Mapped(predicate).name());
        PREDICATES.into_iter().map(qualifier).collect()
    }

    /// Whether its values are concepts.
    pub fn has_concepts(self) -> bool {
        matches!(self, Self::Broader | Self::Narrower | Self::Mapping | Self::Mapped(_))
    }

    /// The sorts of mappings that it means; none where it is no mapping.
    pub(in crate::engine::reconcile) fn predicates(self) -> Vec<Predicate> {
        match self {
            Self::Mapping => PREDICATES.to_vec(),
            Self::Mapped(predicate) => vec![predicate],
            _ => Vec::new(),
        }
    }

    /// The property that a query names, compared as it wishes.
    pub(in crate::engine::reconcile) fn qualified(
        id: &str,
        qualifier: &str,
    ) -> Result<Self, Error> {
        let property = Self::named(id)?;
        if qualifier.is_empty() {
            return Ok(property);
        }
        let known = property.qualifiers();
        let chosen = known.iter().position(|(known, _)| known == qualifier);
        if let Some(predicate) = chosen.and_then(|position| PREDICATES.get(position)) {
            return Ok(Self::Mapped(*predicate));
        }
        let known: Vec<String> = known.into_iter().map(|(id, _)| id).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("{qualifier:?} is no match qualifier of {id}; there are: {known}");
        Err(Error::invalid("matchQualifier", message))
    }

    /// The property that a query names.
    pub(in crate::engine::reconcile) fn named(id: &str) -> Result<Self, Error> {
        Self::of_id(id).ok_or_else(|| {
            let known = Self::ALL.map(Self::id).join(", ");
            Error::invalid("properties", format!("{id:?} is no property; there are: {known}"))
        })
    }
}

fn skos(predicate: Predicate) -> &'static str {
    match predicate {
        Predicate::Exact => "exactMatch",
        Predicate::Close => "closeMatch",
        Predicate::Broad => "broadMatch",
        Predicate::Narrow => "narrowMatch",
        Predicate::Related | Predicate::NoMatch => "relatedMatch",
    }
}
