//! One framework's concepts of some kinds -> what they say, what is said around them, ready to be compared.

use rustc_hash::FxHashSet;

use crate::index::TermKey;
use crate::index::stem_terms;
use crate::index::without_qualifier;
use crate::index::word_pieces;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TextKind;
use crate::text::analyzer;

/// The concepts of a framework that are compared with those of another.
#[derive(Debug)]
pub(in crate::crosswalk) struct Side<'a> {
    pub(in crate::crosswalk) framework: &'a Framework,
    pub(in crate::crosswalk) language: Language,
    /// Positions of the concepts compared, ascending.
    pub(in crate::crosswalk) concepts: Vec<usize>,
    kinds: Vec<ConceptKind>,
    /// Broader concepts of the concept at `c`: `parents[parent_starts[c]..parent_starts[c + 1]]`.
    parents: Vec<u32>,
    parent_starts: Vec<u32>,
    /// Narrower concepts, in the same way.
    children: Vec<u32>,
    child_starts: Vec<u32>,
    /// What the concept is annotated with, in the same way.
    items: Vec<u32>,
    item_starts: Vec<u32>,
    /// How far below a top concept each lies; 0 for the top.
    depths: Vec<u8>,
}

/// What a text is made of, term by term.
pub(in crate::crosswalk) type Terms = Vec<(TermKey, f32)>;

impl<'a> Side<'a> {
    /// The active concepts of these kinds. Cost: O(concepts + relations).
    pub(in crate::crosswalk) fn new(
        framework: &'a Framework,
        language: Language,
        kinds: &[ConceptKind],
    ) -> Self {
        let all = framework.concepts();
        let is_wanted =
            |concept: &Concept| concept.status == Status::Active && kinds.contains(&concept.kind);
        let concepts: Vec<usize> = (0..all.len()).filter(|c| is_wanted(&all[*c])).collect();
        let n = all.len();
        let is_item = |kind: RelationKind| {
            matches!(
                kind,
                RelationKind::Essential
                    | RelationKind::Optional
                    | RelationKind::HasTask
                    | RelationKind::Uses
                    | RelationKind::Related
            )
        };
        let relations = framework.relations();
        let up = relations.iter().filter(|r| r.kind == RelationKind::Broader);
        let (parents, parent_starts) = listed(n, up.clone().map(|r| (r.subject, r.object)));
        let (children, child_starts) = listed(n, up.map(|r| (r.object, r.subject)));
        let with = relations.iter().filter(|r| is_item(r.kind));
        let (items, item_starts) = listed(n, with.map(|r| (r.subject, r.object)));
        let depths = depths(&children, &child_starts, &parent_starts);
        Self {
            framework,
            language,
            concepts,
            kinds: kinds.to_vec(),
            parents,
            parent_starts,
            children,
            child_starts,
            items,
            item_starts,
            depths,
        }
    }

    /// The concept at that position.
    pub(in crate::crosswalk) fn concept(&self, position: usize) -> &'a Concept {
        &self.framework.concepts()[position]
    }

    /// Whether concepts of that kind are compared.
    pub(in crate::crosswalk) fn has_kind(&self, kind: ConceptKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Its broader concepts.
    pub(in crate::crosswalk) fn parents(&self, position: usize) -> &[u32] {
        slice(&self.parents, &self.parent_starts, position)
    }

    /// Its narrower concepts.
    pub(in crate::crosswalk) fn children(&self, position: usize) -> &[u32] {
        slice(&self.children, &self.child_starts, position)
    }

    /// How deep it lies in the hierarchy, 0 for a top concept.
    pub(in crate::crosswalk) fn depth(&self, position: usize) -> u8 {
        self.depths[position]
    }

    /// The concepts above it: broader ones and those above these, each once.
    pub(in crate::crosswalk) fn groups(&self, position: usize) -> Vec<u32> {
        let mut groups: Vec<u32> = self.parents(position).to_vec();
        for parent in self.parents(position) {
            groups.extend(self.parents(*parent as usize));
        }
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Its labels in the language of the comparison with their positions, the preferred one first.
    pub(in crate::crosswalk) fn labels(
        &self,
        position: usize,
    ) -> impl Iterator<Item = (usize, &'a Label)> + use<'a> {
        let language = self.language;
        self.concept(position)
            .labels
            .iter()
            .enumerate()
            .filter(move |(_, l)| l.language.is_like(language) && l.kind != LabelKind::Hidden)
    }

    /// Its preferred label without an explanation in brackets; empty when it has none in that language.
    pub(in crate::crosswalk) fn title(&self, position: usize) -> &'a str {
        let preferred = self.labels(position).find(|(_, l)| l.kind == LabelKind::Preferred);
        preferred.map_or("", |(_, label)| without_qualifier(&label.text))
    }

    /// Stems of its preferred label, in order.
    pub(in crate::crosswalk) fn title_stems(&self, position: usize) -> Vec<String> {
        let tokens = analyzer(self.language).tokens(self.title(position));
        tokens.into_iter().map(|token| token.stem).collect()
    }

    /// The pieces of the words of its preferred label.
    pub(in crate::crosswalk) fn pieces(&self, position: usize) -> Terms {
        word_pieces(self.title(position), self.language)
    }

    /// Its labels and descriptions.
    pub(in crate::crosswalk) fn texts(&self, position: usize) -> Terms {
        let labels = self.labels(position).flat_map(|(_, l)| stem_terms(&l.text, self.language));
        labels.chain(self.descriptions(position)).collect()
    }

    fn descriptions(&self, position: usize) -> impl Iterator<Item = (TermKey, f32)> + use<'a> {
        let language = self.language;
        self.concept(position)
            .texts
            .iter()
            .filter(move |t| t.language.is_like(language) && t.kind != TextKind::Note)
            .flat_map(move |t| stem_terms(&t.text, language))
    }

    /// Labels of what it is annotated with: its tasks, skills and tools.
    pub(in crate::crosswalk) fn items(&self, position: usize) -> Terms {
        let items = slice(&self.items, &self.item_starts, position);
        let of = |item: &u32| self.title(*item as usize);
        items.iter().flat_map(|item| stem_terms(of(item), self.language)).collect()
    }
}

fn slice<'s>(all: &'s [u32], starts: &[u32], position: usize) -> &'s [u32] {
    &all[starts[position] as usize..starts[position + 1] as usize]
}

/// Pairs of positions -> for each first one its second ones, in the order given.
fn listed(n: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; n + 1];
    for (first, _) in pairs.clone() {
        starts[first as usize + 1] += 1;
    }
    for position in 0..n {
        starts[position + 1] += starts[position];
    }
    let mut next = starts.clone();
    let mut all = vec![0u32; starts[n] as usize];
    for (first, second) in pairs {
        let place = &mut next[first as usize];
        all[*place as usize] = second;
        *place += 1;
    }
    (all, starts)
}

/// Steps from the nearest top concept, going down level by level; hierarchies that go round in circles do no harm.
fn depths(children: &[u32], child_starts: &[u32], parent_starts: &[u32]) -> Vec<u8> {
    let n = parent_starts.len() - 1;
    let mut depths = vec![0u8; n];
    let mut level: Vec<u32> = (0u32..)
        .zip(parent_starts.windows(2))
        .filter(|(_, starts)| starts[0] == starts[1])
        .map(|(position, _)| position)
        .collect();
    let mut met: FxHashSet<u32> = level.iter().copied().collect();
    for depth in 1..u8::MAX {
        let below = level.iter().flat_map(|p| slice(children, child_starts, *p as usize));
        level = below.copied().filter(|child| met.insert(*child)).collect();
        for position in &level {
            depths[*position as usize] = depth;
        }
        if level.is_empty() {
            break;
        }
    }
    depths
}
