//! Framework -> what is known of its concepts before a text is read: how much they are used, how broad they are, where
//! they stand.

use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::RelationKind;
use crate::model::property;

/// What is known of each concept of a framework, by position.
#[derive(Debug)]
pub(in crate::tagging) struct Priors {
    of: Vec<Prior>,
    /// Broader concepts of the concept at `c`: `parents[starts[c]..starts[c + 1]]`.
    parents: Vec<u32>,
    starts: Vec<u32>,
}

/// What is known of one concept.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::tagging) struct Prior {
    /// How many concepts need it at all, on a logarithmic scale: 0 for none, 1 for the most used of the framework.
    pub(in crate::tagging) usage: f32,
    /// How many need it essentially, on the same scale.
    pub(in crate::tagging) essential: f32,
    /// How widely it can be used elsewhere, as the framework says: 0 in one occupation, 1 everywhere; one half where
    /// the framework does not say it.
    pub(in crate::tagging) breadth: f32,
    /// Whether it is knowledge rather than something that is done.
    pub(in crate::tagging) is_knowledge: bool,
}

/// How widely a skill is used, where nothing is said.
const UNSAID: f32 = 0.5;

impl Priors {
    /// Cost: O(concepts + relations).
    pub(in crate::tagging) fn of(framework: &Framework) -> Self {
        let n = framework.concepts().len();
        let mut usage = vec![0u32; n];
        let mut essential = vec![0u32; n];
        let mut starts = vec![0u32; n + 1];
        for relation in framework.relations() {
            let object = relation.object as usize;
            match relation.kind {
                RelationKind::Essential => {
                    usage[object] += 1;
                    essential[object] += 1;
                }
                RelationKind::Optional
                | RelationKind::Rated
                | RelationKind::HasTask
                | RelationKind::HasActivity
                | RelationKind::Uses
                | RelationKind::Teaches
                | RelationKind::Assesses => usage[object] += 1,
                RelationKind::Broader => starts[relation.subject as usize + 1] += 1,
                RelationKind::Related
                | RelationKind::MemberOf
                | RelationKind::PartOf
                | RelationKind::Peer
                | RelationKind::Precedes => {}
            }
        }
        for concept in 0..n {
            starts[concept + 1] += starts[concept];
        }
        let mut next = starts.clone();
        let mut parents = vec![0u32; starts[n] as usize];
        for relation in framework.relations().iter().filter(|r| r.kind == RelationKind::Broader) {
            let place = &mut next[relation.subject as usize];
            parents[*place as usize] = relation.object;
            *place += 1;
        }
        let scale = |counts: &[u32]| {
            let most = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
            counts.iter().map(|n| (1.0 + *n as f32).ln() / (1.0 + most).ln()).collect::<Vec<f32>>()
        };
        let (usage, essential) = (scale(&usage), scale(&essential));
        let of = framework
            .concepts()
            .iter()
            .zip(usage.into_iter().zip(essential))
            .map(|(concept, (usage, essential))| Prior {
                usage,
                essential,
                breadth: breadth(concept.property(property::REUSE_LEVEL)),
                is_knowledge: concept.kind == ConceptKind::Knowledge,
            })
            .collect();
        Self { of, parents, starts }
    }

    pub(in crate::tagging) fn prior(&self, concept: usize) -> Prior {
        self.of.get(concept).copied().unwrap_or_default()
    }

    /// The concepts one step broader.
    pub(in crate::tagging) fn parents(&self, concept: usize) -> &[u32] {
        match self.starts.get(concept..concept + 2) {
            Some([start, end]) => &self.parents[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// ESCO's reuse levels as a scale; other frameworks may use the same words.
fn breadth(level: Option<&str>) -> f32 {
    match level {
        Some("occupation-specific") => 0.0,
        Some("sector-specific") => 1.0 / 3.0,
        Some("cross-sector") => 2.0 / 3.0,
        Some("transversal") => 1.0,
        _ => UNSAID,
    }
}
