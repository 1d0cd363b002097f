//! A read vocabulary -> what the quality rules of qSKOS find in it, one note for each rule that is broken.
//!
//! # Why
//!
//! These rules say how well a vocabulary is made, not whether it is one: nothing is changed for them. A rule broken
//! by ten thousand concepts is one note with their number and three of their names; notes must never push real
//! errors out of sight.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::Issues;
use crate::formats::rdf::Graph;
use crate::formats::rdf::TermId;
use crate::formats::skos::hierarchy::Hierarchy;
use crate::formats::skos::hierarchy::Marks;
use crate::formats::skos::hierarchy::Same;
use crate::formats::skos::nodes::Nodes;
use crate::formats::skos::nodes::Sort;
use crate::formats::skos::relations::Edges;
use crate::formats::skos::relations::number;
use crate::formats::skos::vocabulary;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;

/// Names shown in one note.
const SHOWN: usize = 3;

/// What is looked at.
pub(super) struct Found<'a> {
    pub(super) graph: &'a Graph,
    pub(super) nodes: &'a Nodes,
    pub(super) main: Option<TermId>,
    pub(super) concepts: &'a [Concept],
    pub(super) edges: &'a Edges,
    /// Labels and texts without letters.
    pub(super) n_blank: u64,
}

/// Collects what breaks one rule.
struct Rule {
    code: &'static str,
    what: &'static str,
    remedy: &'static str,
    n: u64,
    shown: Vec<String>,
}

impl Rule {
    fn new(code: &'static str, what: &'static str, remedy: &'static str) -> Self {
        Self { code, what, remedy, n: 0, shown: Vec::new() }
    }

    fn add(&mut self, name: &str) {
        self.n += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(name.to_owned());
        }
    }

    fn tell(self, place: &Location, issues: &mut Issues) {
        if self.n == 0 {
            return;
        }
        let dots = if self.n > SHOWN as u64 { ", ..." } else { "" };
        let what = format!("{} {}: {}{dots}", self.n, self.what, self.shown.join(", "));
        issues.note(self.code, place.clone(), what, self.remedy);
    }
}

/// Looks for what each rule forbids. Cost: O(n log n) in concepts, labels and relations.
pub(super) fn look(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    if found.n_blank > 0 {
        let what = format!("{} labels or texts are blank; they are left out", found.n_blank);
        issues.note("qskos-el", place.clone(), what, "write them or drop them");
    }
    names(found, place, issues);
    languages(found, place, issues);
    codes(found, place, issues);
    structure(found, place, issues);
    tops(found, place, issues);
    hierarchy(found, place, issues);
    relations(found, place, issues);
}

/// ml, ucil, ol, uc, husv: each concept by itself, and labels that several share.
fn names(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let mut missing =
        Rule::new("qskos-ml", "concepts have no preferred label", "give each concept one");
    let mut odd = Rule::new(
        "qskos-ucil",
        "labels have characters that cannot be seen",
        "drop control characters",
    );
    let mut shared = Rule::new(
        "qskos-ol",
        "preferred labels are those of several concepts",
        "tell the concepts apart, or make them one",
    );
    let mut bare =
        Rule::new("qskos-uc", "concepts have no definition and no note", "say what they mean");
    let mut local = Rule::new(
        "qskos-husv",
        "concepts have IRIs that nobody can open",
        "use http or https IRIs if others shall look them up",
    );
    let mut labels: Vec<(Language, String, &str)> = Vec::new();
    for concept in found.concepts {
        let id = concept.id.as_str();
        let preferred = || concept.labels.iter().filter(|l| l.kind == LabelKind::Preferred);
        if preferred().next().is_none() {
            missing.add(id);
        }
        if concept.labels.iter().any(|l| l.text.chars().any(char::is_control)) {
            odd.add(id);
        }
        if concept.texts.is_empty() && concept.kind != ConceptKind::Collection {
            bare.add(id);
        }
        if !id.starts_with("http://") && !id.starts_with("https://") {
            local.add(id);
        }
        labels.extend(preferred().map(|l| (l.language, l.text.to_lowercase(), id)));
    }
    labels.sort();
    for same in labels.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)).filter(|same| same.len() > 1) {
        shared.add(&format!("{:?} ({})", same[0].1, same[0].0));
    }
    for rule in [missing, odd, shared, bare, local] {
        rule.tell(place, issues);
    }
}

/// ilc and ncl: languages that some concepts have and others have not.
fn languages(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let of = |concept: &Concept| -> BTreeSet<Language> {
        concept.labels.iter().map(|l| l.language).collect()
    };
    let mut counts: BTreeMap<Language, u64> = BTreeMap::new();
    let mut n_labelled = 0;
    for concept in found.concepts.iter().filter(|c| !c.labels.is_empty()) {
        n_labelled += 1;
        for language in of(concept) {
            *counts.entry(language).or_default() += 1;
        }
    }
    if counts.len() < 2 {
        return;
    }
    let mut partial = Rule::new(
        "qskos-ilc",
        "languages name some concepts and not others",
        "translate the rest, or tell which languages are complete",
    );
    for (language, n) in counts.iter().filter(|(_, n)| **n < n_labelled) {
        partial.add(&format!("{language} ({n} of {n_labelled})"));
    }
    if partial.n == counts.len() as u64 {
        let what = "no language names all concepts";
        issues.note("qskos-ncl", place.clone(), what, "translate the rest into one language");
    }
    partial.tell(place, issues);
}

/// anr: a code that two concepts have.
fn codes(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let mut shared = Rule::new(
        "qskos-anr",
        "codes are those of several concepts",
        "give each concept a code of its own",
    );
    let codes = found.concepts.iter().flat_map(|c| {
        c.notations.iter().map(|n| (n.scheme.as_ref(), n.code.as_ref(), c.id.as_str()))
    });
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    for same in codes.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|same| same.len() > 1) {
        shared.add(same[0].1);
    }
    shared.tell(place, issues);
}

fn numbers<'a>(found: &Found<'a>) -> impl Iterator<Item = (u32, &'a str)> {
    let graph = found.graph;
    let number_of =
        move |c: &'a Concept| graph.id(c.id.as_str()).map(|id| (number(id), c.id.as_str()));
    found.concepts.iter().filter_map(number_of)
}

/// oc and dcc: concepts that hang on nothing, and how many parts hang together.
fn structure(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let ends = || found.edges.all().chain(found.edges.all_mappings());
    let touched: BTreeSet<u32> = ends().flat_map(|(a, b)| [a, b]).collect();
    let mut orphans = Rule::new(
        "qskos-oc",
        "concepts hang on no other",
        "put them into the hierarchy, or relate them",
    );
    let mut same = Same::new(found.edges.all());
    let mut parts: BTreeMap<u32, u64> = BTreeMap::new();
    for (number, id) in numbers(found) {
        if touched.contains(&number) {
            *parts.entry(same.root(number)).or_default() += 1;
        } else {
            orphans.add(id);
        }
    }
    orphans.tell(place, issues);
    let n_parts = parts.values().filter(|n| **n > 1).count();
    if n_parts > 1 {
        let what = format!("the concepts fall into {n_parts} parts that nothing holds together");
        issues.note("qskos-dcc", place.clone(), what, "relate them if they belong together");
    }
}

/// otc and tchbc: tops that are not said, and tops that are below others.
fn tops(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let stated: BTreeSet<TermId> = found.edges.tops.iter().map(|(_, scheme)| *scheme).collect();
    if let Some(main) = found.main
        && !stated.contains(&main)
    {
        let what = "the scheme does not say which concepts are its tops";
        issues.note("qskos-otc", place.clone(), what, "add skos:hasTopConcept");
    }
    let hierarchy = found.edges.hierarchy();
    let mut below = Rule::new(
        "qskos-tchbc",
        "top concepts have broader ones",
        "drop one of the two statements",
    );
    let tops: BTreeSet<TermId> = found.edges.tops.iter().map(|(concept, _)| *concept).collect();
    for top in tops.into_iter().filter(|top| !hierarchy.parents(number(*top)).is_empty()) {
        below.add(found.graph.iri(top).unwrap_or_default());
    }
    below.tell(place, issues);
}

/// chr and hr: circles, and parents that other parents imply.
fn hierarchy(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let mut hierarchy = found.edges.hierarchy();
    let names: BTreeMap<u32, &str> = numbers(found).collect();
    let mut circles = Rule::new(
        "qskos-chr",
        "concepts stand in circles of the hierarchy, or between two of them",
        "drop a relation of each circle",
    );
    for node in in_circles(&hierarchy) {
        circles.add(names.get(&node).copied().unwrap_or("a concept of another framework"));
    }
    let is_sound = circles.n == 0;
    circles.tell(place, issues);
    let mut redundant = Rule::new(
        "qskos-hr",
        "concepts stand below something and below what is above that",
        "drop the relation that the others imply",
    );
    let arrows: Vec<(u32, u32)> = hierarchy.arrows().to_vec();
    let mut marks = Marks::default();
    for same in arrows.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1 && is_sound) {
        let is_implied = same.iter().any(|(_, parent)| {
            hierarchy.mark_above(*parent, &mut marks)
                && same.iter().any(|(_, other)| other != parent && marks.has(*other))
        });
        if is_implied && let Some(name) = names.get(&same[0].0) {
            redundant.add(name);
        }
    }
    redundant.tell(place, issues);
}

/// Nodes that neither reach an end upwards nor downwards: what is left when ends are taken off again and again.
fn in_circles(hierarchy: &Hierarchy) -> BTreeSet<u32> {
    let forth = hierarchy.arrows().to_vec();
    let mut back: Vec<(u32, u32)> = forth.iter().map(|(a, b)| (*b, *a)).collect();
    back.sort_unstable();
    let mut left: BTreeSet<u32> = forth.iter().flat_map(|(a, b)| [*a, *b]).collect();
    for arrows in [&forth, &back] {
        let mut n_in: BTreeMap<u32, u64> = left.iter().map(|node| (*node, 0)).collect();
        let is_left =
            |left: &BTreeSet<u32>, (a, b): &(u32, u32)| left.contains(a) && left.contains(b);
        for arrow in arrows.iter().filter(|arrow| is_left(&left, arrow)) {
            *n_in.entry(arrow.1).or_default() += 1;
        }
        let mut ends: Vec<u32> =
            n_in.iter().filter(|(_, n)| **n == 0).map(|(node, _)| *node).collect();
        while let Some(end) = ends.pop() {
            left.remove(&end);
            let start = arrows.partition_point(|(a, _)| *a < end);
            for (_, next) in arrows[start..].iter().take_while(|(a, _)| *a == end) {
                if let Some(n) = n_in.get_mut(next).filter(|n| **n > 0) {
                    *n -= 1;
                    if *n == 0 {
                        ends.push(*next);
                    }
                }
            }
        }
    }
    left
}

/// mri, rrc, urc, strc: how relations are said.
fn relations(found: &Found<'_>, place: &Location, issues: &mut Issues) {
    let name =
        |n: u32, names: &BTreeMap<u32, &str>| names.get(&n).copied().unwrap_or_default().to_owned();
    let names: BTreeMap<u32, &str> = numbers(found).collect();
    let mut inside = Rule::new(
        "qskos-mri",
        "mappings lead to concepts of the same vocabulary",
        "relate concepts of one vocabulary by broader, narrower and related",
    );
    for (a, b) in found.edges.all_mappings().filter(|(_, b)| names.contains_key(b)) {
        inside.add(&format!("{} to {}", name(a, &names), name(b, &names)));
    }
    inside.tell(place, issues);
    let mut reflexive =
        Rule::new("qskos-rrc", "concepts are related to themselves", "drop these relations");
    for (a, _) in found.edges.all().filter(|(a, b)| a == b) {
        reflexive.add(&name(a, &names));
    }
    reflexive.tell(place, issues);
    let related: BTreeSet<(u32, u32)> = found.edges.related().collect();
    let n_single = related.iter().filter(|(a, b)| !related.contains(&(*b, *a))).count() as u64;
    let [n_up, n_down] = found.edges.n_stated;
    let n_one_way = n_single + n_up.abs_diff(n_down);
    if n_one_way > 0 {
        let what = format!("{n_one_way} relations or more are said in one direction only");
        issues.note("qskos-urc", place.clone(), what, "nothing to do: both are known");
    }
    if found.graph.id(vocabulary::BROADER_TRANSITIVE).is_some()
        && found.graph.id(vocabulary::BROADER).is_none()
    {
        let what = "concepts are related by broaderTransitive alone";
        issues.note("qskos-strc", place.clone(), what, "say skos:broader; the rest follows");
    }
    let n_schemes =
        found.graph.subjects().filter(|(id, _)| found.nodes.sort(*id) == Sort::Scheme).count();
    if n_schemes == 0 && found.main.is_some() {
        let what = "nothing is said of the scheme itself";
        issues.note("no-scheme-data", place.clone(), what, "give the scheme a title");
    }
}
