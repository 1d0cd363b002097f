//! Shares, groups and gaps of small frameworks, worked by hand.

use super::*;
use crate::crosswalk::made;

fn frameworks() -> (Framework, Framework) {
    let subjects = [
        "a < g1",
        "b < g1",
        "c < a",
        "d",
        "old deprecated",
        "g1 group",
        "g1 < top",
        "top group",
        "e < g2",
        "g2 group",
        "e < g1",
    ];
    (made::framework('s', &subjects), made::framework('o', &["x", "y", "z"]))
}

/// `label level: mapped/exact/no match of all`.
fn told(groups: &[GroupCoverage]) -> Vec<String> {
    let told = groups.iter().map(|g| {
        let Counted { n_concepts, n_mapped, n_exact, n_no_match, .. } = g.counted;
        format!("{} {}: {n_mapped}/{n_exact}/{n_no_match} of {n_concepts}", g.label, g.level)
    });
    told.collect()
}

#[test]
fn each_concept_is_counted_once_by_the_strongest_said_of_it() {
    let (subjects, objects) = frameworks();
    let set = made::set(&[
        "a broad x",
        "a exact y",
        "b no_match -",
        "c related x",
        "c no_match -",
        "d not_exact z",
        "old exact z",
        "q exact x",
    ]);
    let options = CoverageOptions { depth: 2, ..CoverageOptions::default() };
    let covered = coverage(&set, &subjects, &objects, &options);
    let total = covered.subjects.total;
    assert_eq!((total.n_concepts, total.n_mapped, total.n_exact, total.n_no_match), (5, 2, 1, 1));
    assert!((total.share.value() - 0.4).abs() < 1e-9);
    assert!((total.share_exact.value() - 0.2).abs() < 1e-9);
    assert_eq!(
        told(&covered.subjects.groups),
        [
            "urn:s:g2 1: 0/0/0 of 1",
            "urn:s:top 1: 2/1/1 of 4",
            "urn:s:g1 2: 2/1/1 of 4",
            " 0: 0/0/0 of 1",
        ]
    );
    let unmapped: Vec<&str> = covered.subjects.unmapped.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(unmapped, ["urn:s:d", "urn:s:e"]);
    assert_eq!(covered.subjects.n_elsewhere, 2);
    assert_eq!(covered.subjects.kinds, [ConceptKind::Skill]);
    assert_eq!(covered.objects.total.n_mapped, 3);
    let mappings: Vec<(Predicate, usize)> =
        covered.mappings.iter().map(|c| (c.predicate, c.n)).collect();
    let expected = [
        (Predicate::Exact, 3),
        (Predicate::Broad, 1),
        (Predicate::Related, 1),
        (Predicate::NoMatch, 2),
    ];
    assert_eq!(mappings, expected);
}

#[test]
fn nothing_said_covers_nothing() {
    let (subjects, objects) = frameworks();
    let kinds = vec![ConceptKind::Skill];
    let options = CoverageOptions { kinds, depth: 0, ..CoverageOptions::default() };
    let covered = coverage(&made::set(&[]), &subjects, &objects, &options);
    assert_eq!((covered.subjects.total.n_concepts, covered.subjects.total.n_mapped), (5, 0));
    assert!(covered.subjects.groups.is_empty());
    assert_eq!(covered.objects.unmapped.len(), 3);
}

#[test]
fn what_became_better_is_told_by_concept_and_group() {
    let (subjects, objects) = frameworks();
    let options = CoverageOptions::default();
    let covered = |rows: &[&str]| coverage(&made::set(rows), &subjects, &objects, &options);
    let before = covered(&["a exact x", "d close y"]);
    let after = covered(&["a exact x", "b no_match -", "e broad z"]);
    let change = coverage_change(&before, &after);
    let names = |concepts: &[NamedConcept]| {
        concepts.iter().map(|c| c.label.replace("urn:s:", "")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&change.subjects.settled), "b e");
    assert_eq!(names(&change.subjects.opened), "d");
    assert_eq!((change.subjects.before.n_mapped, change.subjects.after.n_mapped), (2, 2));
    let groups: Vec<(&str, usize, usize)> = change
        .subjects
        .groups
        .iter()
        .map(|g| (g.label.as_str(), g.before.n_mapped, g.after.n_mapped))
        .collect();
    assert_eq!(groups, [("urn:s:g2", 0, 1), ("urn:s:top", 1, 2), ("", 1, 0)]);
    assert_eq!(coverage_change(&after, &after).objects.groups, []);
}

#[test]
fn a_framework_without_groups_is_grouped_by_its_codes() {
    use crate::model::Notation;
    let mut parts = made::framework('s', &["a", "b"]).parts().clone();
    for (concept, code) in parts.concepts.iter_mut().zip(["15-1252.00", "29-1141.00"]) {
        concept.notations.push(Notation { scheme: "O*NET-SOC".into(), code: code.into() });
    }
    let subjects = Framework::new(parts).unwrap();
    let (_, objects) = frameworks();
    let set = made::set(&["a exact x"]);
    let covered = coverage(&set, &subjects, &objects, &CoverageOptions::default());
    let told = told(&covered.subjects.groups);
    assert_eq!(told, ["O*NET-SOC 15 1: 1/1/0 of 1", "O*NET-SOC 29 1: 0/0/0 of 1"]);
}
