//! Concepts that were matched -> the values of their properties, for further columns of a table.

use rayon::prelude::*;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::Base;
use crate::engine::reconcile::EntityProperty;
use crate::engine::reconcile::entity::by_code;
use crate::engine::reconcile::entity::by_id;
use crate::engine::reconcile::mapped::Mapped;
use crate::graph::Node;
use crate::limits;
use crate::model::Concept;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::TextKind;

/// Which properties of which concepts are wanted.
#[derive(Debug, Clone, Default)]
pub struct ExtendQuery {
    /// IRIs of concepts, or codes where the base is one framework.
    pub ids: Vec<String>,
    /// The properties.
    pub properties: Vec<PropertyWish>,
}

/// One property that is wanted.
#[derive(Debug, Clone, Default)]
pub struct PropertyWish {
    /// Its id.
    pub id: String,
    /// Language of names and prose; empty for the usual one, or for all where a concept has many.
    pub language: String,
    /// Values given of each concept; all when 0.
    pub limit: usize,
    /// Mappings to this framework only; to any when empty.
    pub framework: String,
    /// What is given.
    pub form: ValueForm,
}

/// What is given of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueForm {
    /// Its values.
    #[default]
    Values,
    /// How many there are.
    Count,
}

/// The values of one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedRow {
    /// The id as it was given.
    pub id: String,
    /// One list per property, in the order asked; all empty where there is no such concept.
    pub values: Vec<Vec<PropertyValue>>,
}

/// One value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyValue {
    /// A concept, held or not.
    Concept {
        /// Its IRI.
        id: String,
        /// Its label; its IRI where nobody knows it.
        name: String,
    },
    /// A text.
    Text(String),
    /// How many values there are.
    Count(usize),
}

impl Engine {
    /// The values of properties, one row per id, in order.
    ///
    /// Errors: the framework or a property is not there, or there are more ids than [`limits::EXTEND_IDS`].
    pub fn extend_entities(
        &self,
        framework: Option<&str>,
        query: &ExtendQuery,
    ) -> Result<Vec<ExtendedRow>, Error> {
        let too_many = |field, n: usize, limit: usize| {
            let message =
                format!("there are {n} {field}, at most {limit} are answered at once; send fewer");
            Error::too_large(field, message)
        };
        if query.ids.len() > limits::EXTEND_IDS {
            return Err(too_many("ids", query.ids.len(), limits::EXTEND_IDS));
        }
        if query.properties.len() > limits::EXTEND_PROPERTIES {
            let n = query.properties.len();
            return Err(too_many("properties", n, limits::EXTEND_PROPERTIES));
        }
        let snapshot = self.snapshot();
        let base = Base::of(&snapshot, framework)?;
        let wishes: Vec<Wish> =
            query.properties.iter().map(|p| Wish::of(&base, p)).collect::<Result<_, _>>()?;
        let mapped = if wishes.iter().any(|w| !w.property.predicates().is_empty()) {
            Mapped::of(&snapshot)
        } else {
            Mapped::default()
        };
        let row = |id: &String| {
            let node = by_id(&base, id.trim()).or_else(|| by_code(&base, id.trim()));
            let values = |wish: &Wish| {
                node.map(|node| wish.values(&base, &mapped, node)).unwrap_or_default()
            };
            ExtendedRow { id: id.clone(), values: wishes.iter().map(values).collect() }
        };
        Ok(query.ids.par_iter().map(row).collect())
    }
}

/// A wish that is understood.
struct Wish {
    property: EntityProperty,
    language: Option<Language>,
    limit: usize,
    /// Part of the graph, where mappings are narrowed to one.
    part: Option<usize>,
    form: ValueForm,
}

impl Wish {
    fn of(base: &Base<'_>, wish: &PropertyWish) -> Result<Self, Error> {
        let language = match wish.language.trim() {
            "" => None,
            tag => Some(choice::language(tag)?),
        };
        let part = match wish.framework.trim() {
            "" => None,
            name => choice::parts(base.snapshot, &[name.to_owned()])
                .map_err(|error| Error::invalid("framework", error.message))?
                .pop(),
        };
        let property = EntityProperty::named(&wish.id)?;
        Ok(Self { property, language, limit: wish.limit, part, form: wish.form })
    }

    fn values(&self, base: &Base<'_>, mapped: &Mapped<'_>, node: Node) -> Vec<PropertyValue> {
        let mut values = self.all_values(base, mapped, node);
        if self.form == ValueForm::Count {
            return vec![PropertyValue::Count(values.len())];
        }
        if self.limit > 0 {
            values.truncate(self.limit);
        }
        values
    }

    fn all_values(&self, base: &Base<'_>, mapped: &Mapped<'_>, node: Node) -> Vec<PropertyValue> {
        let graph = &base.snapshot.graph;
        let concept = graph.concept(node);
        let shown = self.language.unwrap_or(Language::ENGLISH);
        let text = |text: &str| PropertyValue::Text(text.to_owned());
        let named = |node: Node| PropertyValue::Concept {
            id: graph.concept(node).id.to_string(),
            name: graph.concept(node).label(shown).to_owned(),
        };
        match self.property {
            EntityProperty::Framework => vec![text(&graph.framework(node).release().key)],
            EntityProperty::Kind => vec![text(concept.kind.name())],
            EntityProperty::Status => vec![text(concept.status.name())],
            EntityProperty::Code => concept.notations.iter().map(|n| text(&n.code)).collect(),
            EntityProperty::Label => match self.language {
                None => vec![text(concept.label(shown))],
                Some(_) => self.labels(concept, LabelKind::Preferred),
            },
            EntityProperty::AlternativeLabel => self.labels(concept, LabelKind::Alternative),
            EntityProperty::Description if self.language.is_none() => {
                concept.description(shown).map(text).into_iter().collect()
            }
            EntityProperty::Description => {
                let values = self.prose(concept, TextKind::Description);
                if values.is_empty() { self.prose(concept, TextKind::Definition) } else { values }
            }
            EntityProperty::Definition => self.prose(concept, TextKind::Definition),
            EntityProperty::Language => {
                let languages: std::collections::BTreeSet<&str> =
                    concept.labels.iter().map(|label| label.language.as_str()).collect();
                languages.into_iter().map(text).collect()
            }
            EntityProperty::Broader => graph.parents(node).into_iter().map(named).collect(),
            EntityProperty::Narrower => graph
                .subjects(node)
                .into_iter()
                .filter(|n| n.kind == RelationKind::Broader)
                .map(|n| named(n.node))
                .collect(),
            EntityProperty::Mapping | EntityProperty::Mapped(_) => {
                let counterparts =
                    mapped.of_concept(concept.id.as_str(), &self.property.predicates());
                counterparts
                    .iter()
                    .map(|c| (graph.node(c.id), c))
                    .filter(|(node, _)| match (self.part, node) {
                        (None, _) => true,
                        (Some(part), Some(node)) => graph.part_of(*node) == part,
                        (Some(_), None) => false,
                    })
                    .map(|(node, c)| match node {
                        Some(node) => named(node),
                        None => PropertyValue::Concept {
                            id: c.id.to_owned(),
                            name: if c.label.is_empty() { c.id } else { c.label }.to_owned(),
                        },
                    })
                    .collect()
            }
        }
    }

    fn labels(&self, concept: &Concept, kind: LabelKind) -> Vec<PropertyValue> {
        let labels = concept.labels.iter().filter(|label| label.kind == kind);
        labels
            .filter(|label| self.language.is_none_or(|l| label.language.is_like(l)))
            .map(|label| PropertyValue::Text(label.text.to_string()))
            .collect()
    }

    fn prose(&self, concept: &Concept, kind: TextKind) -> Vec<PropertyValue> {
        let texts = concept.texts.iter().filter(|text| text.kind == kind);
        texts
            .filter(|text| self.language.is_none_or(|l| text.language.is_like(l)))
            .map(|text| PropertyValue::Text(text.text.to_string()))
            .collect()
    }
}
