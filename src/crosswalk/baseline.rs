//! What plain full-text search would answer: the yardstick for everything cleverer.

use crate::crosswalk::side::Side;
use crate::index::ImpactIndex;
use crate::index::Sums;
use crate::index::Weighting;
use crate::index::counted;
use crate::index::stem_terms;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;

/// For each subject the objects of all compared kinds by BM25 (k1 1.2, b 0.75) of its preferred label in all their labels,
/// by stems; best first, ties by position, at most `limit`.
///
/// Cost: O(subjects × objects that share a stem).
pub fn by_words_alone(
    subjects: &Framework,
    objects: &Framework,
    language: Language,
    wanted: &[usize],
    limit: usize,
) -> Vec<Vec<usize>> {
    let own = Side::new(subjects, language, &ConceptKind::ALL);
    let compared: Vec<ConceptKind> =
        ConceptKind::ALL.into_iter().filter(|kind| *kind != ConceptKind::Group).collect();
    let other = Side::new(objects, language, &compared);
    let mut fields = vec![Vec::new(); objects.concepts().len()];
    for position in &other.concepts {
        let labels = other.labels(*position);
        fields[*position] = labels.flat_map(|(_, l)| stem_terms(&l.text, language)).collect();
    }
    let index = ImpactIndex::build(&fields, Weighting::Bm25 { k1: 1.2, b: 0.75 });
    let (mut sums, mut ranked) = (Sums::default(), Vec::new());
    wanted
        .iter()
        .map(|subject| {
            let query = counted(stem_terms(own.title(*subject), language));
            index.add_up(&query, &mut sums);
            sums.highest(limit, &mut ranked);
            ranked.iter().map(|slot| *slot as usize).collect()
        })
        .collect()
}
