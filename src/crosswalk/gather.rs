//! A subject -> the objects worth a closer look, with what is seen of each.

use crate::crosswalk::seen::Seen;
use crate::crosswalk::side::Side;
use crate::crosswalk::side::Terms;
use crate::index::ImpactIndex;
use crate::index::LabelIndex;
use crate::index::Scratch;
use crate::index::Sums;
use crate::index::Weighting;
use crate::index::counted;
use crate::index::without_qualifier;
use crate::model::LabelKind;
use crate::text::analyzer;
use crate::text::similarity::dice;

/// The objects, indexed by all that they say.
#[derive(Debug)]
pub(in crate::crosswalk) struct Objects {
    labels: LabelIndex,
    /// Everything said of them and of what they are annotated with, for BM25.
    said: ImpactIndex,
    /// Labels and descriptions, as directions.
    texts: ImpactIndex,
    /// What they are annotated with, as directions.
    items: ImpactIndex,
    /// Pieces of the words of preferred labels, as directions.
    pieces: ImpactIndex,
    /// Stems of the preferred label, by position.
    titles: Vec<Vec<String>>,
}

/// A pair that is worth a look.
#[derive(Debug, Clone, Copy)]
pub(in crate::crosswalk) struct Pair {
    /// Position of the subject in its framework.
    pub(in crate::crosswalk) subject: u32,
    /// Position of the object in its framework.
    pub(in crate::crosswalk) object: u32,
    /// Positions of the two nearest labels among the labels of subject and object.
    pub(in crate::crosswalk) labels: (u16, u16),
    pub(in crate::crosswalk) seen: Seen,
}

/// Room for one subject, to be used again for the next.
#[derive(Debug, Default)]
pub(in crate::crosswalk) struct Room {
    labels: Scratch,
    said: Sums,
    texts: Sums,
    items: Sums,
    pieces: Sums,
    ranked: Vec<u32>,
}

// Objects that each way of looking may bring; the right one is nearly always among the first few of one of them.
const PER_TITLE: usize = 50;
const PER_LABEL: usize = 20;
const BY_SAID: usize = 60;
const BY_TEXTS: usize = 40;
const BY_ITEMS: usize = 20;
const BY_PIECES: usize = 40;
/// Labels of a subject that are looked at. O*NET occupations have up to 400; the mean is 55.
const SUBJECT_LABELS: usize = 120;
/// The usual saturation of BM25.
const K1: f32 = 1.2;
/// Objects with many names are not punished for them as much as usual.
const B: f32 = 0.5;
/// Terms in more than this share of the objects say nothing of a direction.
const COMMON: f32 = 0.25;
/// Pieces of words in more than this share of the labels (`ing`) say nothing.
const COMMON_PIECE: f32 = 0.05;
/// Labels that are this alike are as good as equal.
const EQUAL: f64 = 0.99;

impl Objects {
    /// The index of a side. Cost: O(characters of what its concepts and their annotations say).
    pub(in crate::crosswalk) fn build(side: &Side<'_>) -> Self {
        let n = side.framework.concepts().len();
        let mut texts = vec![Terms::new(); n];
        let mut items = vec![Terms::new(); n];
        let mut pieces = vec![Terms::new(); n];
        let mut said = vec![Terms::new(); n];
        let mut titles = vec![Vec::new(); n];
        for concept in &side.concepts {
            texts[*concept] = side.texts(*concept);
            items[*concept] = side.items(*concept);
            pieces[*concept] = side.pieces(*concept);
            said[*concept] = texts[*concept].iter().chain(&items[*concept]).copied().collect();
            titles[*concept] = side.title_stems(*concept);
        }
        let cosine = Weighting::Cosine { common: COMMON };
        Self {
            labels: LabelIndex::build(side.framework, side.language, |c| side.has_kind(c.kind)),
            said: ImpactIndex::build(&said, Weighting::Bm25 { k1: K1, b: B }),
            texts: ImpactIndex::build(&texts, cosine),
            items: ImpactIndex::build(&items, cosine),
            pieces: ImpactIndex::build(&pieces, Weighting::Cosine { common: COMMON_PIECE }),
            titles,
        }
    }
}

/// The objects that have something in common with the subject, and the `extra` ones, in order of position.
///
/// Cost: O(labels and texts that share a term with it).
pub(in crate::crosswalk) fn gather(
    objects: &Objects,
    subjects: &Side<'_>,
    object_side: &Side<'_>,
    subject: usize,
    extra: impl Iterator<Item = u32>,
    room: &mut Room,
) -> Vec<Pair> {
    let labels: Vec<(usize, LabelKind, Vec<String>)> = subjects
        .labels(subject)
        .take(SUBJECT_LABELS)
        .map(|(idx, label)| {
            let tokens = analyzer(subjects.language).tokens(without_qualifier(&label.text));
            let mut stems: Vec<String> = tokens.into_iter().map(|t| t.stem).collect();
            stems.sort_unstable();
            stems.dedup();
            (idx, label.kind, stems)
        })
        .filter(|(_, _, stems)| !stems.is_empty())
        .collect();
    let is_compared =
        |object: &u32| object_side.concepts.binary_search(&(*object as usize)).is_ok();
    let mut found: Vec<u32> = extra.filter(is_compared).collect();
    for (_, kind, stems) in &labels {
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let weight = objects.labels.weight_of(&stems);
        let limit = if *kind == LabelKind::Preferred { PER_TITLE } else { PER_LABEL };
        let like = |found: &crate::index::LabelMatch| dice(found.matched, weight, found.weight);
        let best = objects.labels.best_by(&stems, limit, &mut room.labels, like);
        found.extend(best.iter().filter_map(|m| u32::try_from(m.concept).ok()));
    }
    let texts = subjects.texts(subject);
    let items = subjects.items(subject);
    let said = counted(texts.iter().chain(&items).copied().collect());
    let pieces = counted(subjects.pieces(subject));
    let (texts, items) = (counted(texts), counted(items));
    let ways = [
        (&objects.said, &said, &mut room.said, BY_SAID),
        (&objects.texts, &texts, &mut room.texts, BY_TEXTS),
        (&objects.items, &items, &mut room.items, BY_ITEMS),
        (&objects.pieces, &pieces, &mut room.pieces, BY_PIECES),
    ];
    let mut lengths = [1.0f32; 4];
    let mut top_said = 0.0f32;
    for (way, (index, query, sums, limit)) in ways.into_iter().enumerate() {
        lengths[way] = index.add_up(query, sums);
        sums.highest(limit, &mut room.ranked);
        if way == 0 {
            top_said = room.ranked.first().map_or(0.0, |slot| sums.of(*slot as usize));
        }
        found.extend(&room.ranked);
    }
    found.sort_unstable();
    found.dedup();
    let own = subjects.title_stems(subject);
    let mut pairs: Vec<Pair> = found
        .iter()
        .map(|object| {
            let position = *object as usize;
            let title = &objects.titles[position];
            let seen = Seen {
                is_same_head: own.last().is_some() && own.last() == title.last(),
                n_subject_stems: own.len() as f32,
                n_object_stems: title.len() as f32,
                said: room.said.of(position) / top_said.max(f32::MIN_POSITIVE),
                texts: (room.texts.of(position) / lengths[1]).min(1.0),
                items: (room.items.of(position) / lengths[2]).min(1.0),
                pieces: (room.pieces.of(position) / lengths[3]).min(1.0),
                n_subject_labels: labels.len() as f32,
                n_object_labels: object_side.labels(position).count() as f32,
                subject_depth: f32::from(subjects.depth(subject)),
                object_depth: f32::from(object_side.depth(position)),
                n_subject_below: subjects.children(subject).len() as f32,
                n_object_below: object_side.children(position).len() as f32,
                ..Seen::default()
            };
            let subject = u32::try_from(subject).unwrap_or(u32::MAX);
            Pair { subject, object: *object, labels: (0, 0), seen }
        })
        .collect();
    compare_labels(objects, &labels, &mut pairs, room);
    pairs
}

/// How many of the subject's labels are looked at together.
const NEAREST: usize = 3;

/// Compares every label of the subject with every label of each object.
fn compare_labels(
    objects: &Objects,
    labels: &[(usize, LabelKind, Vec<String>)],
    pairs: &mut [Pair],
    room: &mut Room,
) {
    let mut likest = vec![[0.0f32; NEAREST]; pairs.len()];
    for (label_idx, kind, stems) in labels {
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let weight = objects.labels.weight_of(&stems);
        objects.labels.match_stems(&stems, &mut room.labels);
        for (pair, likest) in pairs.iter_mut().zip(&mut likest) {
            let seen = &mut pair.seen;
            let mut nearest = 0.0f64;
            for (_, found) in objects.labels.labels_of(pair.object as usize, &room.labels) {
                let likeness = dice(found.matched, weight, found.weight);
                nearest = nearest.max(likeness);
                if found.is_preferred {
                    seen.object_title = seen.object_title.max(small(likeness));
                    if *kind == LabelKind::Preferred {
                        seen.preferred = small(likeness);
                        seen.subject_covered = small(found.matched / weight.max(1e-9));
                        seen.object_covered = small(found.coverage);
                    }
                }
                if small(likeness) > seen.nearest {
                    seen.nearest = small(likeness);
                    let idx = |idx: usize| u16::try_from(idx).unwrap_or(u16::MAX);
                    pair.labels = (idx(*label_idx), idx(found.label_idx));
                }
            }
            if *kind == LabelKind::Preferred {
                seen.title = small(nearest);
            }
            seen.support += small(nearest.powi(3));
            seen.equal_labels += if nearest > EQUAL { 1.0 } else { 0.0 };
            if small(nearest) > likest[NEAREST - 1] {
                likest[NEAREST - 1] = small(nearest);
                likest.sort_by(|a, b| b.total_cmp(a));
            }
        }
        LabelIndex::forget(&mut room.labels);
    }
    let n_labels = labels.len().max(1);
    for (pair, likest) in pairs.iter_mut().zip(&likest) {
        let n = NEAREST.min(n_labels);
        pair.seen.nearest_three = likest[..n].iter().sum::<f32>() / n as f32;
        pair.seen.support /= (n_labels as f32).sqrt();
        pair.seen.equal_labels /= n_labels as f32;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a likeness needs seven digits")]
fn small(value: f64) -> f32 {
    value as f32
}
