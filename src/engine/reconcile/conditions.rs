//! A concept and the conditions of a query -> how well it meets each, and all together.

use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::Base;
use crate::engine::reconcile::ConditionOn;
use crate::engine::reconcile::Demand;
use crate::engine::reconcile::MET;
use crate::engine::reconcile::MatchCondition;
use crate::engine::reconcile::Quantifier;
use crate::engine::reconcile::certainty::name_value;
use crate::engine::reconcile::has_code;
use crate::engine::reconcile::mapped::Mapped;
use crate::engine::reconcile::pool::Pool;
use crate::engine::reconcile::properties::EntityProperty;
use crate::graph::Node;
use crate::limits;
use crate::model::Concept;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::text::folded_words;
use crate::text::similarity::trigram_dice;

/// A condition whose property is known.
pub(in crate::engine::reconcile) struct Condition<'a> {
    pub(in crate::engine::reconcile) asked: &'a MatchCondition,
    pub(in crate::engine::reconcile) on: On,
}

/// What it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::reconcile) enum On {
    Name,
    Id,
    Property(EntityProperty),
}

/// How well a concept meets the conditions.
pub(in crate::engine::reconcile) struct Met {
    /// All together, 0..=1.
    pub(in crate::engine::reconcile) value: f64,
    /// Each property that was asked for, in order.
    pub(in crate::engine::reconcile) properties: Vec<(EntityProperty, f64)>,
    /// The concept was asked for by its IRI.
    pub(in crate::engine::reconcile) is_by_id: bool,
}

/// What a property counts beside a name, which counts 1. Two properties move a score less than the name does.
const PROPERTY_WEIGHT: f64 = 0.4;
/// A code that begins with the other (15-1252 and 15-1252.00), or a name that is only like the other.
const NEARLY: f64 = 0.8;
/// Names less like than this are others.
const LIKE: f64 = 0.5;

impl<'a> Condition<'a> {
    pub(in crate::engine::reconcile) fn of(asked: &'a MatchCondition) -> Result<Self, Error> {
        if asked.values.is_empty() {
            return Err(Error::invalid("queries", "a condition has no value; give one"));
        }
        for value in &asked.values {
            choice::bounded("query", value, limits::QUERY_BYTES)?;
        }
        let on = match &asked.on {
            ConditionOn::Name | ConditionOn::Id if !asked.qualifier.is_empty() => {
                let message =
                    format!("{:?} is no match qualifier of names; leave it out", asked.qualifier);
                return Err(Error::invalid("matchQualifier", message));
            }
            ConditionOn::Name => On::Name,
            ConditionOn::Id => On::Id,
            ConditionOn::Property(id) => {
                On::Property(EntityProperty::qualified(id, &asked.qualifier)?)
            }
        };
        Ok(Self { asked, on })
    }

    /// Whether mappings have to be known.
    pub(in crate::engine::reconcile) fn is_mapping(&self) -> bool {
        matches!(self.on, On::Property(EntityProperty::Mapping | EntityProperty::Mapped(_)))
    }

    /// What the values give together.
    fn together(&self, values: impl Iterator<Item = f64>) -> f64 {
        match self.asked.quantifier {
            Quantifier::Any => values.fold(0.0, f64::max),
            Quantifier::All => values.fold(1.0, f64::min),
            Quantifier::None => 1.0 - values.fold(0.0, f64::max),
        }
    }
}

/// How well a concept meets the conditions; nothing where it does not meet a required one, or none at all.
pub(in crate::engine::reconcile) fn met(
    base: &Base<'_>,
    mapped: &Mapped<'_>,
    conditions: &[Condition<'_>],
    pool: &Pool,
    node: Node,
) -> Option<Met> {
    let concept = base.snapshot.graph.concept(node);
    let (mut sum, mut weights) = (0.0, 0.0);
    let mut met = Met { value: 0.0, properties: Vec::new(), is_by_id: false };
    for (position, condition) in (0..).zip(conditions) {
        let values = (0..).zip(&condition.asked.values);
        let (value, weight, least) = match condition.on {
            On::Name => {
                let named = |value| {
                    let mut all = pool.named(node).iter();
                    all.find(|n| n.condition == position && n.value == value)
                };
                let value = condition.together(values.map(|(at, text)| {
                    named(at).map_or(0.0, |named| name_value(concept, named, text))
                }));
                (value, 1.0, f64::MIN_POSITIVE)
            }
            On::Id => {
                let is_it = |value: &str| {
                    concept.id.as_str() == value.trim() || has_code(concept, value.trim())
                };
                let value =
                    condition.together(values.map(|(_, value)| f64::from(u8::from(is_it(value)))));
                met.is_by_id |= value >= 1.0 && condition.asked.quantifier != Quantifier::None;
                (value, 1.0, MET)
            }
            On::Property(property) => {
                let likeness =
                    |value: &str| property_value(base, mapped, property, node, value.trim());
                let value = condition.together(values.map(|(_, value)| likeness(value)));
                met.properties.push((property, value));
                (value, PROPERTY_WEIGHT, MET)
            }
        };
        if condition.asked.demand == Demand::Required && value < least {
            return None;
        }
        sum += weight * value;
        weights += weight;
    }
    met.value = sum / weights;
    (met.value > 0.0).then_some(met)
}

/// How well a property of a concept is that value, 0..=1.
fn property_value(
    base: &Base<'_>,
    mapped: &Mapped<'_>,
    property: EntityProperty,
    node: Node,
    value: &str,
) -> f64 {
    let graph = &base.snapshot.graph;
    let concept = graph.concept(node);
    let yes = |is_it: bool| f64::from(u8::from(is_it));
    match property {
        EntityProperty::Framework => {
            let framework = graph.framework(node);
            let release = framework.release();
            let is_title = folded_words(&release.title) == folded_words(value);
            yes(is_title
                || release.is_called(framework.digest(), &value.to_lowercase())
                || release.is_called(framework.digest(), value))
        }
        EntityProperty::Kind => yes(folded_words(concept.kind.name()) == folded_words(value)
            || concept.kind.name() == value.to_lowercase().replace([' ', '-'], "_")),
        EntityProperty::Status => yes(concept.status.name() == value),
        EntityProperty::Code => code_value(concept, value),
        EntityProperty::Label => label_value(concept, Some(LabelKind::Preferred), value),
        EntityProperty::AlternativeLabel => label_value(concept, None, value),
        EntityProperty::Description | EntityProperty::Definition => prose_value(concept, value),
        EntityProperty::Language => {
            let language = Language::new(value).ok();
            yes(language.is_some_and(|l| concept.labels.iter().any(|of| of.language.is_like(l))))
        }
        EntityProperty::Broader => {
            let above = graph.ancestors(node).into_iter();
            above.map(|node| concept_value(graph.concept(node), value)).fold(0.0, f64::max)
        }
        EntityProperty::Narrower => {
            let below = graph.subjects(node).into_iter();
            below
                .filter(|n| n.kind == RelationKind::Broader)
                .map(|n| concept_value(graph.concept(n.node), value))
                .fold(0.0, f64::max)
        }
        EntityProperty::Mapping | EntityProperty::Mapped(_) => {
            let counterparts = mapped.of_concept(concept.id.as_str(), &property.predicates());
            let value_of = |id: &str, label: &str| match graph.node(id) {
                Some(node) => concept_value(graph.concept(node), value),
                None => yes(id == value || folded_words(label) == folded_words(value)),
            };
            counterparts.iter().map(|c| value_of(c.id, c.label)).fold(0.0, f64::max)
        }
    }
}

/// Whether the value is the concept: its IRI, a code, or its name.
fn concept_value(concept: &Concept, value: &str) -> f64 {
    if concept.id.as_str() == value || has_code(concept, value) {
        1.0
    } else {
        label_value(concept, Some(LabelKind::Preferred), value)
    }
}

fn code_value(concept: &Concept, value: &str) -> f64 {
    let begins = |long: &str, short: &str| {
        let rest = long.get(..short.len()).filter(|start| start.eq_ignore_ascii_case(short));
        let next = rest.and_then(|_| long[short.len()..].chars().next());
        !short.is_empty() && next.is_some_and(|c| !c.is_alphanumeric())
    };
    // "ISCO-08 2512" names the classification, too.
    let code = value.rsplit(' ').next().unwrap_or(value);
    let values = concept.notations.iter().map(|notation| {
        let held = notation.code.as_ref();
        if held.eq_ignore_ascii_case(value) || held.eq_ignore_ascii_case(code) {
            1.0
        } else if begins(held, code) || begins(code, held) {
            NEARLY
        } else {
            0.0
        }
    });
    values.fold(0.0, f64::max)
}

fn label_value(concept: &Concept, kind: Option<LabelKind>, value: &str) -> f64 {
    let asked = folded_words(value);
    let labels = concept.labels.iter().filter(|label| kind.is_none_or(|kind| label.kind == kind));
    let values = labels.map(|label| {
        let held = folded_words(&label.text);
        if held == asked {
            return 1.0;
        }
        let likeness = trigram_dice(&held, &asked);
        if likeness < LIKE { 0.0 } else { NEARLY * likeness }
    });
    values.fold(0.0, f64::max)
}

/// The share of the value's words that the prose has.
fn prose_value(concept: &Concept, value: &str) -> f64 {
    let asked = folded_words(value);
    let n_asked = asked.split(' ').filter(|word| !word.is_empty()).count();
    let shares = concept.texts.iter().map(|text| {
        let held = folded_words(&text.text);
        let held: std::collections::BTreeSet<&str> = held.split(' ').collect();
        let n_common = asked.split(' ').filter(|word| held.contains(word)).count();
        n_common as f64 / n_asked.max(1) as f64
    });
    shares.fold(0.0, f64::max)
}
