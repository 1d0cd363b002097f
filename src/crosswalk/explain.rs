//! A pair -> why it is proposed.

use crate::crosswalk::gather::Pair;
use crate::crosswalk::side::Side;
use crate::index::TextIndex;
use crate::model::Evidence;
use crate::model::Score;

/// What is needed to say why.
#[derive(Debug)]
pub(in crate::crosswalk) struct Explainer<'a> {
    subjects: &'a Side<'a>,
    objects: &'a Side<'a>,
    texts: &'a TextIndex,
}

/// Below this likeness two descriptions share only common words, which proves nothing.
const DESCRIPTIONS_ALIKE: f32 = 0.08;
/// Below this likeness two labels share only common words.
const LABELS_ALIKE: f32 = 0.2;
/// Words named when descriptions are alike.
const WORDS_NAMED: usize = 4;

impl<'a> Explainer<'a> {
    pub(in crate::crosswalk) fn new(
        subjects: &'a Side<'a>,
        objects: &'a Side<'a>,
        texts: &'a TextIndex,
    ) -> Self {
        Self { subjects, objects, texts }
    }

    /// Why the two match, strongest reason first.
    pub(in crate::crosswalk) fn evidence(&self, pair: &Pair) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        let subject = self.subjects.concept(pair.subject as usize);
        let object = self.objects.concept(pair.object as usize);
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
            let words = self.texts.shared(subject, object, WORDS_NAMED);
            let similarity = Score::new(f64::from(pair.seen.texts));
            evidence.push(Evidence::SimilarDescriptions { words, similarity });
        }
        evidence
    }
}
