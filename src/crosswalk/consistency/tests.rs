//! Seeded contradictions are found, each with its sentence, whatever the order of the rows.

use super::*;
use crate::crosswalk::made;
use crate::model::Mapping;

/// Rows, subjects, objects, what is found, a sentence of it.
type Row<'a> = (&'a [&'a str], &'a [&'a str], &'a [&'a str], &'a [ContradictionKind], &'a str);

#[test]
fn each_kind_is_found_and_says_what_to_do() {
    use ContradictionKind as Kind;
    let rows: [Row<'_>; 19] = [
        (&["a broad x", "b exact x", "c close y"], &["a < b", "b", "c"], &["x", "y"], &[], ""),
        (
            &["a exact q"],
            &["a"],
            &["x"],
            &[Kind::Unknown],
            "“urn:o:q” (urn:o:q) is not a concept of o@1; check the identifier and the release, or drop the statement",
        ),
        (
            &["a exact -"],
            &["a"],
            &["x"],
            &[Kind::Unknown],
            "a statement about “urn:s:a” has no object; name the object, or say that there is no match",
        ),
        (
            &["a exact x"],
            &["a replaced b", "b"],
            &["x deprecated"],
            &[Kind::Deprecated, Kind::Deprecated],
            "“urn:s:a” was withdrawn from s@1 for “urn:s:b”; map “urn:s:b” instead",
        ),
        (
            &["a exact x", "a not_close x"],
            &[],
            &[],
            &[Kind::Negated],
            "it is said and denied that “urn:s:a” is close to “urn:o:x”; keep what is true",
        ),
        (&["a not_exact x", "a close x"], &[], &[], &[], ""),
        (
            &["a no_match -", "a broad x", "a broad y"],
            &[],
            &[],
            &[Kind::NoMatchAndMatch],
            "“urn:s:a” is said to have no match, and is matched with “urn:o:x”, “urn:o:y”; drop the “no match”, or the matches",
        ),
        (
            &["a exact x", "a related x"],
            &[],
            &[],
            &[Kind::ExactAndOther],
            "“urn:s:a” is the same as “urn:o:x” and is related to “urn:o:x” at once; keep the one that is true",
        ),
        (&["a exact x", "a close x"], &[], &[], &[], ""),
        (
            &["a broad x", "a narrow x"],
            &[],
            &[],
            &[Kind::BroadAndNarrow],
            "“urn:s:a” is narrower than “urn:o:x” and is broader than “urn:o:x” at once; keep the one that is true",
        ),
        (&["a broad x", "a related x"], &[], &[], &[Kind::HierarchyAndRelated], ""),
        (
            &["a exact x", "a exact y"],
            &[],
            &[],
            &[Kind::SubjectNotUnique],
            "“urn:s:a” is the same as 2 concepts: “urn:o:x”, “urn:o:y”; keep one as exact and call the others close, broad or narrow",
        ),
        (&["a exact x", "b exact x"], &[], &[], &[Kind::ObjectNotUnique], ""),
        (
            &["a exact x", "b exact x", "b exact y", "a broad y"],
            &[],
            &[],
            &[Kind::SubjectNotUnique, Kind::ObjectNotUnique, Kind::ExactChain],
            "by 3 exact statements “urn:s:a” is the same as “urn:o:y”, but it is said that “urn:s:a” is narrower than “urn:o:y”; drop this, or one of the exact statements between them",
        ),
        (
            &["a exact x", "b exact y"],
            &["b < a", "a"],
            &["x < y", "y"],
            &[Kind::CrossedHierarchies],
            "“urn:s:a” is the same as “urn:o:x”, “urn:o:x” is below “urn:o:y” in o@1, “urn:o:y” is the same as “urn:s:b”, “urn:s:b” is below “urn:s:a” in s@1: so each would be broader than itself; drop one of these statements, or call it close or related",
        ),
        (
            &["a broad x", "b exact y"],
            &["b < a", "a"],
            &["x < z", "z < y", "y"],
            &[Kind::CrossedHierarchies],
            "",
        ),
        // Going up through an exact statement on one side only: no contradiction.
        (&["a exact x", "b broad x"], &["b < a", "a"], &["x"], &[], ""),
        (&["a broad x", "b narrow x", "b broad y", "a narrow y"], &[], &[], &[Kind::Circle], ""),
        // The framework's own circle is not the mapping's fault.
        (&["a exact x", "b exact y"], &["a < b", "b < a"], &["x < y", "y"], &[], ""),
    ];
    for (rows, subjects, objects, kinds, sentence) in rows {
        let set = made::set(rows);
        let framework =
            |side, rows: &[&str]| (!rows.is_empty()).then(|| made::framework(side, rows));
        let (subjects, objects) = (framework('s', subjects), framework('o', objects));
        let found = check(&set, subjects.as_ref(), objects.as_ref());
        let found_kinds: Vec<Kind> = found.iter().map(|c| c.kind).collect();
        assert_eq!(found_kinds, kinds, "{rows:?}");
        let sentences: Vec<String> = found.iter().map(ToString::to_string).collect();
        let is_told = sentence.is_empty() || sentences.iter().any(|s| s == sentence);
        assert!(is_told, "{sentences:#?}\nhelp: {sentence}");
    }
}

#[test]
fn labels_are_those_of_the_framework_else_of_the_set() {
    let mut set = made::set(&["a exact x", "a broad x"]);
    set.mappings[1].object_label = "spreadsheet".into();
    let found = check(&set, None, None);
    assert!(found[0].problem.contains("the same as “spreadsheet”"), "{}", found[0]);
}

#[test]
fn nothing_is_wrong_with_nothing() {
    let framework = made::framework('s', &["a < b", "b < a"]);
    assert_eq!(check(&made::set(&[]), Some(&framework), Some(&framework)), []);
}

/// What is found, with the rows themselves instead of their positions.
fn told(
    mappings: Vec<Mapping>,
    subjects: &Framework,
    objects: &Framework,
) -> Vec<(String, Vec<Vec<String>>)> {
    let mut set = made::set(&[]);
    set.mappings = mappings;
    let party = |party: &Vec<usize>| {
        let mut rows: Vec<String> =
            party.iter().map(|row| format!("{:?}", set.mappings[*row])).collect();
        rows.sort();
        rows
    };
    let found = check(&set, Some(subjects), Some(objects));
    found.iter().map(|c| (c.to_string(), c.parties.iter().map(party).collect())).collect()
}

proptest::proptest! {
    #[test]
    fn the_order_of_the_rows_does_not_matter(
        rows in made::rows(14),
        turn in 0usize..14,
    ) {
        let subjects = made::framework('s', &["a < b", "b < c", "c", "d deprecated"]);
        let objects = made::framework('o', &["x < y", "y < z", "z"]);
        let mut other = rows.clone();
        other.reverse();
        other.rotate_left(turn % rows.len().max(1));
        assert_eq!(told(rows, &subjects, &objects), told(other, &subjects, &objects));
    }
}
