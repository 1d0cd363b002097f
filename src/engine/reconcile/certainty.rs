//! What a name found -> its worth and features, and which candidate, if any, may be taken unseen.

use crate::engine::reconcile::FeatureValue;
use crate::engine::reconcile::MatchFeature;
use crate::engine::reconcile::conditions::Met;
use crate::engine::reconcile::pool::Named;
use crate::engine::reconcile::pool::Pool;
use crate::graph::Graph;
use crate::graph::Node;
use crate::model::Concept;
use crate::model::Evidence;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;
use crate::text::folded_words;
use crate::text::similarity::trigram_dice;

/// A concept with its score, and what is told of it.
pub(in crate::engine::reconcile) struct Judged {
    pub(in crate::engine::reconcile) node: Node,
    pub(in crate::engine::reconcile) score: Score,
    /// Language of the name that fits.
    pub(in crate::engine::reconcile) language: Option<Language>,
    pub(in crate::engine::reconcile) features: Vec<MatchFeature>,
    /// In what way the query is the concept's own name; nothing where it is not, or a condition is not met.
    identity: Option<Identity>,
}

/// In what way a query is a concept's own name, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// Its IRI, its code or its preferred label.
    Own,
    /// Another of its labels.
    Other,
}

/// Share of a name's worth that the search gives; the rest is how alike the two are, letter by letter: it tells near
/// names apart that have the same words.
const SEARCH_SHARE: f64 = 0.8;

/// What a name that was found is worth, 0..=1.
pub(in crate::engine::reconcile) fn name_value(
    concept: &Concept,
    named: &Named,
    text: &str,
) -> f64 {
    if identity_of(named).is_some_and(|identity| identity == Identity::Own) {
        return 1.0;
    }
    SEARCH_SHARE * named.score + (1.0 - SEARCH_SHARE) * likeness(concept, named, text)
}

fn likeness(concept: &Concept, named: &Named, text: &str) -> f64 {
    let label = label_of(named).map_or_else(|| concept.label(Language::ENGLISH), |l| &l.text);
    trigram_dice(&folded_words(label), &folded_words(text))
}

fn label_of(named: &Named) -> Option<&Label> {
    named.evidence.iter().find_map(|evidence| match evidence {
        Evidence::ExactLabel { label } | Evidence::LabelWords { label, .. } => Some(label),
        _ => None,
    })
}

fn identity_of(named: &Named) -> Option<Identity> {
    let identity = |evidence: &Evidence| match evidence {
        Evidence::Code { .. } => Some(Identity::Own),
        Evidence::ExactLabel { label } => match label.kind {
            LabelKind::Preferred => Some(Identity::Own),
            LabelKind::Alternative => Some(Identity::Other),
            LabelKind::Hidden => None,
        },
        _ => None,
    };
    if named.evidence.is_empty() {
        // Found by its IRI.
        return Some(Identity::Own);
    }
    named.evidence.iter().filter_map(identity).min()
}

impl Judged {
    pub(in crate::engine::reconcile) fn of(
        pool: &Pool,
        node: Node,
        met: &Met,
        score: Score,
        has_type: bool,
    ) -> Self {
        let mut best: Option<&Named> = None;
        for named in pool.named(node) {
            if best.is_none_or(|best| named.score > best.score) {
                best = Some(named);
            }
        }
        let by_name = best.and_then(identity_of);
        let are_met = met.properties.iter().all(|(_, value)| *value >= 1.0);
        let identity = by_name.or(met.is_by_id.then_some(Identity::Own));
        let mut features = best.map(features_of).unwrap_or_default();
        features.push(flag("type_match", "has the type asked for", has_type));
        for (property, value) in &met.properties {
            features.push(MatchFeature {
                id: format!("property_{}", property.id()),
                name: format!("how well {:?} fits", property.name()),
                value: FeatureValue::Number(rounded(*value)),
            });
        }
        Self {
            node,
            score,
            language: best.and_then(label_of).map(|label| label.language),
            features,
            identity: identity.filter(|_| are_met && has_type),
        }
    }
}

/// The position of the candidate that may be taken unseen: it stands first, the query is its own name, and that of no
/// other in use. Another's alternative name does not make a preferred name doubtful.
pub(in crate::engine::reconcile) fn certain(graph: &Graph, ranked: &[Judged]) -> Option<usize> {
    let is_used = |judged: &Judged| graph.concept(judged.node).status == Status::Active;
    let first = ranked.first().filter(|first| is_used(first))?;
    let identity = first.identity?;
    let is_rival =
        |other: &&Judged| is_used(other) && other.identity.is_some_and(|o| o <= identity);
    (ranked.iter().filter(is_rival).count() == 1).then_some(0)
}

/// What the search says of a name, each piece of evidence with its sentence.
fn features_of(named: &Named) -> Vec<MatchFeature> {
    let mut features = vec![
        number("name_score", "how well the name fits", named.score),
        flag("is_own_name", "the query is its IRI, a code or a name", identity_of(named).is_some()),
    ];
    for evidence in &named.evidence {
        let value = match evidence {
            Evidence::LabelWords { words, n_query_words, .. } => {
                FeatureValue::Number(rounded(words.len() as f64 / (*n_query_words).max(1) as f64))
            }
            Evidence::DescriptionWords { words } => FeatureValue::Number(words.len() as f64),
            Evidence::Typo { edits, .. } => FeatureValue::Number(f64::from(*edits)),
            _ => FeatureValue::Flag(true),
        };
        features.push(MatchFeature {
            id: evidence.sort().to_owned(),
            name: evidence.to_string(),
            value,
        });
    }
    // Several misspelt words are several pieces of evidence of one sort; an id stands once.
    features.dedup_by(|later, earlier| {
        let is_same = later.id == earlier.id;
        if let (true, FeatureValue::Number(more), FeatureValue::Number(sum)) =
            (is_same, later.value, &mut earlier.value)
        {
            *sum += more;
            earlier.name = format!("{}; {}", earlier.name, later.name);
        }
        is_same
    });
    features
}

fn number(id: &str, name: &str, value: f64) -> MatchFeature {
    MatchFeature {
        id: id.to_owned(),
        name: name.to_owned(),
        value: FeatureValue::Number(rounded(value)),
    }
}

fn flag(id: &str, name: &str, value: bool) -> MatchFeature {
    MatchFeature { id: id.to_owned(), name: name.to_owned(), value: FeatureValue::Flag(value) }
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
