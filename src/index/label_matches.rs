//! Text -> the labels in it, and how much of each; the concepts that have the strongest.

use crate::index::LabelIndex;
use crate::text::analyzer;
use crate::text::similarity::dice;

/// A label found in a text, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelMatch {
    /// Position of the concept in its framework.
    pub concept: usize,
    /// Position of the label among the concept's labels.
    pub label_idx: usize,
    /// Whether it is the preferred one.
    pub is_preferred: bool,
    /// Weight of the stems found: sum of their inverse document frequencies, 0 or more.
    pub matched: f64,
    /// Share of the label's weight that was found, 0..=1.
    pub coverage: f64,
    /// Weight of the whole label.
    pub weight: f64,
}

impl LabelMatch {
    /// Coverage times the root of the matched weight: long and rare beats short and common, complete beats
    /// partial. 0 or more, unbounded.
    pub fn strength(&self) -> f64 {
        self.matched.sqrt() * self.coverage
    }
}

/// One label of a concept against the text that is being scored.
#[derive(Debug, Clone, Copy)]
pub struct LabelView<'a> {
    /// What was found of it.
    pub found: LabelMatch,
    /// Its distinct stems as numbers, sorted; see [`LabelIndex::term`].
    pub terms: &'a [u32],
}

/// The strength of a concept's strongest label, its position, and the number of that label.
type Strong = (f64, u32, u32);

/// The strongest of the concepts entered, which come in the order of their positions.
struct Strongest {
    limit: usize,
    kept: Vec<Strong>,
    /// What is not stronger is none of them.
    bound: f64,
    /// Its square.
    square: f32,
}

impl Strongest {
    fn enter(&mut self, concept: Strong) {
        if concept.0 > self.bound {
            self.kept.push(concept);
            if self.kept.len() >= self.limit.saturating_mul(2) {
                self.shorten();
            }
        }
    }

    /// Lets all go that is not among the first.
    fn shorten(&mut self) {
        let last = self.limit.wrapping_sub(1);
        if last < self.kept.len() {
            self.bound = self.kept.select_nth_unstable_by(last, Self::order).1.0;
            #[expect(clippy::cast_possible_truncation, reason = "what is compared leaves room")]
            let square = (self.bound * self.bound) as f32;
            self.square = square;
        }
        self.kept.truncate(self.limit);
    }

    fn in_order(mut self) -> Vec<Strong> {
        self.shorten();
        self.kept.sort_unstable_by(Self::order);
        self.kept
    }

    /// Strongest first; of equally strong ones the first in the framework.
    fn order(a: &Strong, b: &Strong) -> std::cmp::Ordering {
        b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
    }
}

/// Room for scoring, to be used again for the next text.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Weight found of each label.
    matched: Vec<f32>,
    /// One bit for each label of which something was found: read off, they are in order.
    touched: Vec<u64>,
}

/// The numbers of the bits that are set, ascending.
fn numbers(bits: &[u64]) -> impl Iterator<Item = u32> {
    (0u32..).step_by(64).zip(bits).flat_map(|(first, bits)| {
        let mut rest = *bits;
        std::iter::from_fn(move || {
            let at = rest.trailing_zeros();
            rest &= rest.checked_sub(1)?;
            Some(first + at)
        })
    })
}

impl LabelIndex {
    /// The concepts whose labels have stems in common with the text, each by its best label, strongest
    /// first, at most `limit`.
    ///
    /// `stems` are those of the text; repeated ones count once. Cost: O(labels that share a stem).
    pub fn best(&self, stems: &[&str], limit: usize, scratch: &mut Scratch) -> Vec<LabelMatch> {
        self.best_by(stems, limit, scratch, LabelMatch::strength)
    }

    /// As [`LabelIndex::best`], with another measure of strength. Of labels equally strong the first
    /// stands for its concept; of concepts equally strong the first in the framework comes first.
    pub fn best_by(
        &self,
        stems: &[&str],
        limit: usize,
        scratch: &mut Scratch,
        strength: impl Fn(&LabelMatch) -> f64,
    ) -> Vec<LabelMatch> {
        self.match_stems(stems, scratch);
        let matches = self.strongest(limit, scratch, strength, |_, _| f32::INFINITY);
        Self::forget(scratch);
        matches.into_iter().map(|(_, found)| found).collect()
    }

    /// Finds how much of every label the text has; what is found is asked for by [`LabelIndex::strongest`] and
    /// [`LabelIndex::labels_of`] until [`LabelIndex::forget`]. Gives the numbers of the stems that are known.
    pub fn match_stems(&self, stems: &[&str], scratch: &mut Scratch) -> Vec<u32> {
        let mut terms: Vec<u32> = stems.iter().filter_map(|s| self.term(s)).collect();
        terms.sort_unstable();
        terms.dedup();
        scratch.matched.resize(self.labels.len(), 0.0);
        scratch.touched.resize(self.labels.len().div_ceil(64), 0);
        for term in &terms {
            let idf = self.idf[*term as usize];
            let range =
                self.starts[*term as usize] as usize..self.starts[*term as usize + 1] as usize;
            for label in &self.posted[range] {
                scratch.matched[*label as usize] += idf;
                scratch.touched[*label as usize / 64] |= 1 << (label % 64);
            }
        }
        terms
    }

    /// Makes the room empty again. Cost: O(labels that share a stem), and one look at a bit of each.
    pub fn forget(scratch: &mut Scratch) {
        let Scratch { matched, touched } = scratch;
        for label in numbers(touched) {
            matched[label as usize] = 0.0;
        }
        touched.fill(0);
    }

    /// The concepts with the strongest labels among those matched, with their strength, as
    /// [`LabelIndex::best_by`] orders them.
    ///
    /// `at_most` tells, from the weight found of a label and its whole weight, what the square of its strength does not
    /// exceed, with some room for rounding: labels that cannot be among the strongest are then not looked at more closely.
    pub fn strongest(
        &self,
        limit: usize,
        scratch: &Scratch,
        strength: impl Fn(&LabelMatch) -> f64,
        at_most: impl Fn(f32, f32) -> f32,
    ) -> Vec<(f64, LabelMatch)> {
        let mut ranked =
            Strongest { limit, kept: Vec::new(), bound: f64::NEG_INFINITY, square: 0.0 };
        // Labels of one concept stand side by side.
        let mut best: Option<Strong> = None;
        for label in numbers(&scratch.touched) {
            let matched = scratch.matched[label as usize];
            if at_most(matched, self.weights[label as usize]) < ranked.square {
                continue;
            }
            let found = self.found(label, f64::from(matched));
            let strength = strength(&found);
            let concept = self.labels[label as usize].concept;
            match &mut best {
                Some(best) if best.1 == concept => {
                    if strength > best.0 {
                        *best = (strength, concept, label);
                    }
                }
                other => {
                    if let Some(best) = other.replace((strength, concept, label)) {
                        ranked.enter(best);
                    }
                }
            }
        }
        if let Some(best) = best {
            ranked.enter(best);
        }
        ranked
            .in_order()
            .iter()
            .map(|(strength, _, label)| (*strength, self.found(*label, matched(*label, scratch))))
            .collect()
    }

    /// All labels of a concept against the text that was matched last, in the order of the concept's labels, each with
    /// its number in the index.
    pub fn labels_of<'a>(
        &'a self,
        concept: usize,
        scratch: &'a Scratch,
    ) -> impl Iterator<Item = (u32, LabelMatch)> {
        let range = match self.ranges.get(concept..concept + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        };
        range.map(|number| (number, self.found(number, matched(number, scratch))))
    }

    /// A label against the text that was matched last. `number` is one that [`LabelIndex::labels_of`] gave.
    pub fn view(&self, number: u32, scratch: &Scratch) -> LabelView<'_> {
        let start = number.checked_sub(1).map_or(0, |l| self.label_ends[l as usize] as usize);
        let end = self.label_ends[number as usize] as usize;
        LabelView {
            found: self.found(number, matched(number, scratch)),
            terms: &self.label_terms[start..end],
        }
    }

    /// The concepts that have a label most like a whole other label, each by its likest, likest first, at most
    /// `limit`: the match and how like it is, the Dice coefficient of weighted stems, 0..=1.
    ///
    /// Cost: as [`LabelIndex::best`].
    pub fn alike(
        &self,
        label: &str,
        limit: usize,
        scratch: &mut Scratch,
    ) -> Vec<(LabelMatch, f64)> {
        let tokens = analyzer(self.language()).tokens(label);
        let mut stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        stems.sort_unstable();
        stems.dedup();
        let weight = self.weight_of(&stems);
        let likeness = |found: &LabelMatch| dice(found.matched, weight, found.weight);
        let found = self.best_by(&stems, limit, scratch, likeness);
        found.into_iter().map(|found| (found, likeness(&found))).collect()
    }

    fn found(&self, label: u32, matched: f64) -> LabelMatch {
        let entry = self.labels[label as usize];
        let weight = f64::from(self.weights[label as usize]);
        LabelMatch {
            concept: entry.concept as usize,
            label_idx: usize::from(entry.label),
            is_preferred: entry.is_preferred,
            matched,
            coverage: if matched > 0.0 { (matched / weight).min(1.0) } else { 0.0 },
            weight,
        }
    }
}

/// The weight found of a label.
fn matched(number: u32, scratch: &Scratch) -> f64 {
    scratch.matched.get(number as usize).copied().map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Concept;
    use crate::model::ConceptId;
    use crate::model::ConceptKind;
    use crate::model::Framework;
    use crate::model::FrameworkBuilder;
    use crate::model::Label;
    use crate::model::LabelKind;
    use crate::model::Language;
    use crate::model::Licence;
    use crate::model::Release;

    fn framework(labels: &[&[&str]]) -> Framework {
        let mut builder = FrameworkBuilder::new(Release {
            framework: ConceptId::new("urn:t").unwrap(),
            key: "t".into(),
            title: String::new(),
            publisher: String::new(),
            version: "1".into(),
            licence: Licence::default(),
            description: String::new(),
        });
        for (position, labels) in labels.iter().enumerate() {
            let id = ConceptId::new(format!("urn:t:{position}")).unwrap();
            builder.add(Concept::new(id.clone(), ConceptKind::Skill));
            for text in *labels {
                let kind = LabelKind::Alternative;
                let label = Label { kind, language: Language::ENGLISH, text: (*text).into() };
                builder.add_label(id.as_str(), label);
            }
        }
        builder.build().unwrap()
    }

    fn best(index: &LabelIndex, text: &str) -> Vec<usize> {
        let tokens = analyzer(Language::ENGLISH).tokens(text);
        let stems: Vec<&str> = tokens.iter().map(|t| t.stem.as_str()).collect();
        index.best(&stems, 10, &mut Scratch::default()).iter().map(|m| m.concept).collect()
    }

    #[test]
    fn a_concept_is_as_good_as_its_best_label_however_many_it_has() {
        let many = ["weld steel", "join metal", "operate torches", "read weld plans", "cut plates"];
        let index = LabelIndex::build(
            &framework(&[&["bake bread"], &many, &["weld plastics"]]),
            Language::ENGLISH,
            |_| true,
        );
        assert_eq!(best(&index, "You will weld steel."), [1, 2]);
        assert_eq!(best(&index, "welding of plastics"), [2, 1]);
        assert!(best(&index, "play the flute").is_empty());
    }

    #[test]
    fn scoring_leaves_nothing_behind_for_the_next_text() {
        let index = LabelIndex::build(
            &framework(&[&["weld steel"], &["bake bread"]]),
            Language::ENGLISH,
            |_| true,
        );
        let mut scratch = Scratch::default();
        for _ in 0..3 {
            let found = index.best(&["weld", "steel"], 10, &mut scratch);
            assert_eq!(found.len(), 1);
            assert!((found[0].coverage - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_strongest_are_those_of_all_put_in_order_and_ties_go_to_the_first() {
        let words = ["weld", "steel", "bake", "bread", "glue", "wood", "cut", "paper"];
        let labels: Vec<String> = (0..200usize)
            .map(|n| [n, n / 8, n / 64].map(|word| words[word % words.len()]).join(" "))
            .collect();
        let labels: Vec<[&str; 1]> = labels.iter().map(|label| [label.as_str()]).collect();
        let labels: Vec<&[&str]> = labels.iter().map(|label| &label[..]).collect();
        let index = LabelIndex::build(&framework(&labels), Language::ENGLISH, |_| true);
        let mut scratch = Scratch::default();
        index.match_stems(&["weld", "bread", "wood"], &mut scratch);
        let square = |matched: f32, weight: f32| 1.01 * matched * (matched / weight).powi(2);
        let strongest = |limit, at_most: &dyn Fn(f32, f32) -> f32| {
            index.strongest(limit, &scratch, LabelMatch::strength, at_most)
        };
        let mut all = strongest(usize::MAX, &|_, _| f32::INFINITY);
        assert!(all.len() > 100);
        assert!(all.windows(2).any(|pair| pair[0].0 <= pair[1].0), "some are equally strong");
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.concept.cmp(&b.1.concept)));
        for limit in [0, 1, 2, 3, 10, 50, 99, 1_000] {
            assert_eq!(strongest(limit, &square), all[..limit.min(all.len())], "{limit}");
        }
    }
}
