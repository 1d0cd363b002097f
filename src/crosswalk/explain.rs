//! A pair -> why it is proposed.

use crate::crosswalk::gather::Pair;
use crate::crosswalk::side::Side;
use crate::index::TextIndex;
use crate::model::Evidence;
use crate::model::Score;

/// Below this likeness two descriptions share only common words, which proves nothing.
const DESCRIPTIONS_ALIKE: f32 = 0.08;
/// Below this likeness two labels share only common words.
const LABELS_ALIKE: f32 = 0.2;
/// Words named when descriptions are alike.
const WORDS_NAMED: usize = 4;

/// Why the two match, strongest reason first. `texts` tells which words of the objects' descriptions count most.
///
/// Cost: O(words of both descriptions).
pub(in crate::crosswalk) fn evidence(
    subjects: &Side<'_>,
    objects: &Side<'_>,
    texts: &TextIndex,
    pair: &Pair,
) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let subject = subjects.concept(pair.subject as usize);
    let object = objects.concept(pair.object as usize);
    let labels = (
        subject.labels.get(usize::from(pair.labels.0)),
        object.labels.get(usize::from(pair.labels.1)),
    );
    if let (Some(own), Some(other)) = labels
        && pair.seen.nearest >= LABELS_ALIKE
    {
        let (own, other) = (own.clone(), other.clone());
        evidence.push(if pair.seen.nearest > 0.999 {
            Evidence::SharedLabel { subject: own, object: other }
        } else {
            let similarity = Score::new(f64::from(pair.seen.nearest));
            Evidence::SimilarLabels { subject: own, object: other, similarity }
        });
    }
    if pair.seen.texts >= DESCRIPTIONS_ALIKE {
        let words = texts.shared(subject, object, WORDS_NAMED);
        let similarity = Score::new(f64::from(pair.seen.texts));
        evidence.push(Evidence::SimilarDescriptions { words, similarity });
    }
    evidence
}
