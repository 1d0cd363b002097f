//! Beliefs in occupations -> beliefs in the groups above them, level by level.

use std::collections::BTreeMap;

use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::RelationKind;
use crate::model::Score;

/// A level of a classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level {
    /// The classification: `O*NET-SOC`, `SOC`, `ISCO-08`; `broader` where only the framework's own groups are known.
    pub scheme: &'static str,
    /// Digits of its codes; of `broader`, steps up.
    pub digits: usize,
}

/// A group of occupations and how much it is believed: the sum over its occupations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelMatch {
    /// The level it stands on.
    pub level: Level,
    /// Its code, or the IRI of a group without code.
    pub code: String,
    /// Position of the group in the framework, where it is a concept there.
    pub concept: Option<usize>,
    /// How much it is believed.
    pub score: Score,
}

/// The groups of every occupation.
#[derive(Debug)]
pub(in crate::tagging::titles) struct Levels {
    groups: Vec<Group>,
    /// Per occupation, its groups.
    of: BTreeMap<usize, Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    level: Level,
    code: String,
    concept: Option<usize>,
}

/// The levels that are told of a classification, finest first, by digits of the code.
const SCHEMES: [(&str, &[usize]); 3] =
    [("O*NET-SOC", &[8]), ("SOC", &[6, 2]), ("ISCO-08", &[4, 3, 2, 1])];
/// Steps up a framework's own groups that are told.
const STEPS: usize = 4;

impl Levels {
    /// The groups above these occupations, by their codes, or, where an occupation has none, by the groups that
    /// are broader.
    pub(in crate::tagging::titles) fn of(framework: &Framework, occupations: &[u32]) -> Self {
        let coded = coded_groups(framework);
        let parents = parents(framework);
        let mut numbers: BTreeMap<Group, usize> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for position in occupations {
            let position = *position as usize;
            let mut groups = by_code(&framework.concepts()[position], &coded);
            if groups.is_empty() {
                groups = by_steps(framework, position, &parents);
            }
            let numbered = groups.into_iter().map(|group| {
                let next = numbers.len();
                *numbers.entry(group).or_insert(next)
            });
            of.insert(position, numbered.collect());
        }
        let mut groups: Vec<(usize, Group)> = numbers.into_iter().map(|(g, n)| (n, g)).collect();
        groups.sort();
        Self { groups: groups.into_iter().map(|(_, group)| group).collect(), of }
    }

    /// The groups above the believed occupations: level by level, finest first, the most believed first.
    pub(in crate::tagging::titles) fn rolled_up(
        &self,
        beliefs: &[(usize, Score)],
        per_level: usize,
    ) -> Vec<LevelMatch> {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (position, belief) in beliefs {
            for group in self.of.get(position).into_iter().flatten() {
                *sums.entry(*group).or_insert(0.0) += belief.value();
            }
        }
        let mut matches: Vec<LevelMatch> = sums
            .into_iter()
            .map(|(number, sum)| {
                let Group { level, code, concept } = self.groups[number].clone();
                LevelMatch { level, code, concept, score: Score::new(sum) }
            })
            .collect();
        let place = |level: &Level| {
            let scheme = SCHEMES.iter().position(|(name, _)| *name == level.scheme);
            let is_coded = scheme.is_some();
            (scheme, if is_coded { usize::MAX - level.digits } else { level.digits })
        };
        matches.sort_by(|a, b| {
            let by_level = place(&a.level).cmp(&place(&b.level));
            by_level.then(b.score.cmp(&a.score)).then(a.code.cmp(&b.code))
        });
        let mut kept: Vec<LevelMatch> = Vec::new();
        for found in matches {
            if kept.iter().filter(|k| k.level == found.level).count() < per_level {
                kept.push(found);
            }
        }
        kept
    }
}

/// The digits of a code: `15-1252.00` has eight.
fn digits(code: &str) -> usize {
    code.bytes().filter(u8::is_ascii_digit).count()
}

/// The beginning of a code with that many digits: `15` of `15-1252`.
fn beginning(code: &str, n_digits: usize) -> Option<&str> {
    let places = code.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let last = places.map(|(at, _)| at).nth(n_digits.checked_sub(1)?)?;
    code.get(..=last)
}

fn by_code(concept: &Concept, coded: &BTreeMap<(&'static str, String), usize>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (scheme, levels) in SCHEMES {
        let notation = concept.notations.iter().find(|n| n.scheme.as_ref() == scheme);
        let Some(code) = notation.map(|n| n.code.as_ref()) else { continue };
        for n_digits in levels.iter().filter(|n| **n <= digits(code)) {
            let Some(code) = beginning(code, *n_digits) else { continue };
            groups.push(Group {
                level: Level { scheme, digits: *n_digits },
                code: code.to_owned(),
                concept: coded.get(&(scheme, code.to_owned())).copied(),
            });
        }
    }
    groups
}

fn by_steps(
    framework: &Framework,
    position: usize,
    parents: &BTreeMap<usize, usize>,
) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = position;
    for digits in 1..=STEPS {
        let Some(parent) = parents.get(&at) else { break };
        let code = framework.concepts()[*parent].id.to_string();
        let level = Level { scheme: "broader", digits };
        groups.push(Group { level, code, concept: Some(*parent) });
        at = *parent;
    }
    groups
}

/// Groups by classification and code.
fn coded_groups(framework: &Framework) -> BTreeMap<(&'static str, String), usize> {
    let mut coded = BTreeMap::new();
    for (position, concept) in framework.concepts().iter().enumerate() {
        let is_group = concept.kind == ConceptKind::Group;
        for notation in concept.notations.iter().filter(|_| is_group) {
            let scheme = SCHEMES.iter().find(|(name, _)| *name == notation.scheme.as_ref());
            if let Some((scheme, _)) = scheme {
                coded.entry((*scheme, notation.code.to_string())).or_insert(position);
            }
        }
    }
    coded
}

/// The first broader group of each concept.
fn parents(framework: &Framework) -> BTreeMap<usize, usize> {
    let mut parents = BTreeMap::new();
    for relation in framework.relations() {
        let object = relation.object as usize;
        let is_group = framework.concepts()[object].kind == ConceptKind::Group;
        if relation.kind == RelationKind::Broader && is_group {
            parents.entry(relation.subject as usize).or_insert(object);
        }
    }
    parents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_cut_at_a_digit() {
        let rows = [
            ("15-1252.00", 8, Some("15-1252.00")),
            ("15-1252", 6, Some("15-1252")),
            ("15-1252", 2, Some("15")),
            ("2512", 1, Some("2")),
            ("25", 4, None),
            ("", 0, None),
        ];
        for (code, n_digits, expected) in rows {
            assert_eq!(beginning(code, n_digits), expected, "{code} {n_digits}");
        }
    }
}
