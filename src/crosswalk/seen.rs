//! What was seen of a pair of concepts: the raw material of the signals.

/// What was seen of a pair while it was looked at. Likenesses are 0..=1; rare words count more.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seen {
    /// Likeness of the subject's preferred label to the nearest label of the object.
    pub title: f32,
    /// Likeness of the two preferred labels.
    pub preferred: f32,
    /// Likeness of the object's preferred label to the nearest label of the subject.
    pub object_title: f32,
    /// Likeness of the two nearest labels.
    pub nearest: f32,
    /// Mean likeness of the subject's three labels that are nearest to labels of the object.
    pub nearest_three: f32,
    /// Sum of the cubed likenesses of the subject's labels over the root of their number: many very like labels, but not
    /// many labels as such.
    pub support: f32,
    /// Share of the subject's labels that are as good as equal to one of the object's.
    pub equal_labels: f32,
    /// Share of the subject's preferred label that stands in the object's.
    pub subject_covered: f32,
    /// Share of the object's preferred label that stands in the subject's.
    pub object_covered: f32,
    /// Whether the last stems of the preferred labels are the same.
    pub is_same_head: bool,
    /// Stems of the subject's preferred label.
    pub n_subject_stems: f32,
    /// Stems of the object's preferred label.
    pub n_object_stems: f32,
    /// Cosine of the pieces of the words of the preferred labels.
    pub pieces: f32,
    /// BM25 of everything said of the subject, in everything said of the object, over the highest for the subject.
    pub said: f32,
    /// Cosine of the descriptions with the labels.
    pub texts: f32,
    /// Cosine of what both are annotated with: tasks, skills, tools.
    pub items: f32,
    /// Labels of the subject.
    pub n_subject_labels: f32,
    /// Labels of the object.
    pub n_object_labels: f32,
    /// How deep the subject lies in its hierarchy.
    pub subject_depth: f32,
    /// How deep the object lies in its hierarchy.
    pub object_depth: f32,
    /// Concepts below the subject.
    pub n_subject_below: f32,
    /// Concepts below the object.
    pub n_object_below: f32,
    /// Fused score of all the above.
    pub alone: f32,
    /// 1 / (1 + rank) of the object among the candidates of the subject.
    pub rank: f32,
    /// Its fused score over the best of the subject's candidates.
    pub share: f32,
    /// 1 / (1 + rank) of the subject among those that have the object as a candidate.
    pub back_rank: f32,
    /// Its fused score over the best that the object got.
    pub back_share: f32,
    /// How many candidates of the subject are nearly as good as the best.
    pub n_rivals: f32,
    /// How many subjects want the object nearly as much as the one that wants it most.
    pub n_back_rivals: f32,
    /// How much the other concepts of the subject's groups go to the object's groups.
    pub groups: f32,
    /// How much the concepts next to the subject go to concepts next to the object.
    pub neighbours: f32,
    /// Whether a mapping by way of a third framework leads there: 1 to the object itself, one half to a group above it.
    pub mediated: f32,
}
