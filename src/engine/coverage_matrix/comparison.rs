//! What a job or a set of postings asks for, against what documents have: covered, missing, extra.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::CoverageMatrixRequest;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::keeping;
use crate::engine::memories::workspace_name;
use crate::engine::show;
use crate::engine::snapshot::Snapshot;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Requirement;
use crate::model::SavedDocument;
use crate::model::TaggedConcept;
use crate::model::Undecided;

/// Documents against what is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Comparison {
    /// The occupation, where documents are compared with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<TaggedConcept>,
    /// The workspace of postings, where documents are compared with these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postings: Option<String>,
    /// How many postings there are; 0 for an occupation.
    pub n_postings: u64,
    /// Asked for, and some document has it.
    pub covered: Vec<ComparedSkill>,
    /// Asked for, and no document has it.
    pub missing: Vec<ComparedSkill>,
    /// Not asked for, and some document has it.
    pub extra: Vec<ComparedSkill>,
}

/// A skill that is asked for, or that a document has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ComparedSkill {
    /// The skill.
    pub concept: TaggedConcept,
    /// How it is asked for: `essential` or `optional` by an occupation, `required`, `preferred` or `unstated` by
    /// postings; empty where nobody asks.
    pub asked: &'static str,
    /// How many postings ask for it.
    pub n_postings: u64,
    /// Names of the documents that have it.
    pub documents: Vec<String>,
}

/// Something that is asked for.
struct Asked {
    concept: TaggedConcept,
    how: &'static str,
    n_postings: u64,
    /// The same thing by other IRIs.
    same: BTreeSet<ConceptId>,
}

impl Engine {
    /// The comparison that a request asks for, if it does.
    pub(super) fn compared(
        &self,
        snapshot: &Snapshot,
        request: &CoverageMatrixRequest,
        documents: &[SavedDocument],
        language: Language,
    ) -> Result<Option<Comparison>, Error> {
        let (mut occupation, mut postings, mut n_postings) = (None, None, 0);
        let asked = match (request.occupation.as_str(), request.postings.as_str()) {
            ("", "") => return Ok(None),
            (_, "") => {
                let (found, asked) = of_occupation(snapshot, &request.occupation, language)?;
                occupation = Some(found);
                asked
            }
            ("", name) => {
                let all = self.kept_documents(workspace_name(name)?)?;
                n_postings = all.len() as u64;
                postings = Some(name.to_owned());
                of_postings(&all, request.undecided)
            }
            _ => {
                let message = "an occupation and postings are both named; compare with one of them";
                return Err(Error::invalid("postings", message));
            }
        };
        let asked = with_equals(snapshot, asked);
        let mut has: BTreeMap<&ConceptId, (&TaggedConcept, BTreeSet<&str>)> = BTreeMap::new();
        let mut same: BTreeMap<&ConceptId, &ConceptId> = BTreeMap::new();
        for document in documents {
            for (tag, concept) in document.answers(request.undecided) {
                let entry = has.entry(&concept.id).or_insert((concept, BTreeSet::new()));
                entry.1.insert(&document.id);
                if tag.concept.id == concept.id {
                    same.extend(tag.same_as.iter().map(|other| (&other.id, &concept.id)));
                }
            }
        }
        let (mut covered, mut missing, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
        for asked in asked {
            let names = std::iter::once(&asked.concept.id).chain(&asked.same);
            let found: BTreeSet<&ConceptId> = names
                .flat_map(|id| [Some(id), same.get(id).copied()])
                .flatten()
                .filter(|id| has.contains_key(id))
                .collect();
            let with: BTreeSet<&str> =
                found.iter().filter_map(|id| has.get(*id)).flat_map(|(_, d)| d).copied().collect();
            // Looked up again by what is held: the set above borrows from what goes away.
            used.extend(found.iter().filter_map(|id| has.get_key_value(*id)).map(|(id, _)| *id));
            let skill = ComparedSkill {
                concept: asked.concept,
                asked: asked.how,
                n_postings: asked.n_postings,
                documents: with.into_iter().map(str::to_owned).collect(),
            };
            if skill.documents.is_empty() { &mut missing } else { &mut covered }.push(skill);
        }
        let extra =
            has.iter().filter(|(id, _)| !used.contains(**id)).map(|(_, (concept, with))| {
                ComparedSkill {
                    concept: (*concept).clone(),
                    asked: "",
                    n_postings: 0,
                    documents: with.iter().map(|id| (*id).to_owned()).collect(),
                }
            });
        let mut extra: Vec<ComparedSkill> = extra.collect();
        extra.sort_by(|a, b| a.concept.label.cmp(&b.concept.label));
        Ok(Some(Comparison { occupation, postings, n_postings, covered, missing, extra }))
    }
}

/// What an occupation cannot do without, then what it may want, by label.
///
/// Errors: there is no such occupation, or nothing is said of its skills.
fn of_occupation(
    snapshot: &Snapshot,
    name: &str,
    language: Language,
) -> Result<(TaggedConcept, Vec<Asked>), Error> {
    let graph = &snapshot.graph;
    let nodes = show::find_all(graph, name.trim()).1;
    let is_occupation =
        |node: &crate::graph::Node| graph.concept(*node).kind == ConceptKind::Occupation;
    let Some(node) = nodes.into_iter().find(is_occupation) else {
        let message = format!(
            "no occupation has the IRI, code or label {name:?}; find it with skillmap search --kind occupation"
        );
        return Err(Error::not_found("occupation", message));
    };
    let mut asked = Vec::new();
    for (kind, how) in
        [(RelationKind::Essential, "essential"), (RelationKind::Optional, "optional")]
    {
        for skill in graph.objects_of(node, kind) {
            let concept = keeping::concept_at(snapshot, skill, language);
            asked.push(Asked { concept, how, n_postings: 0, same: BTreeSet::new() });
        }
    }
    let occupation = keeping::concept_at(snapshot, node, language);
    if asked.is_empty() {
        let message = format!(
            "{} does not say which skills {:?} asks for; choose an occupation of another framework, or compare with postings",
            occupation.framework, occupation.label
        );
        return Err(Error::invalid("occupation", message));
    }
    asked.sort_by(|a, b| (a.how, &a.concept.label).cmp(&(b.how, &b.concept.label)));
    Ok((occupation, asked))
}

/// What postings ask for, what most of them ask for first.
fn of_postings(postings: &[SavedDocument], undecided: Undecided) -> Vec<Asked> {
    let mut asked: BTreeMap<ConceptId, (Asked, Requirement)> = BTreeMap::new();
    for posting in postings {
        for (tag, concept) in posting.answers(undecided) {
            let (entry, strongest) = asked.entry(concept.id.clone()).or_insert_with(|| {
                let concept = concept.clone();
                let asked = Asked { concept, how: "", n_postings: 0, same: BTreeSet::new() };
                (asked, Requirement::Unstated)
            });
            entry.n_postings += 1;
            *strongest = (*strongest).max(tag.requirement);
            if tag.concept.id == concept.id {
                entry.same.extend(tag.same_as.iter().map(|other| other.id.clone()));
            }
        }
    }
    let named = |(asked, strongest): (Asked, Requirement)| Asked { how: strongest.name(), ..asked };
    let mut asked: Vec<Asked> = asked.into_values().map(named).collect();
    asked.sort_by(|a, b| {
        b.n_postings.cmp(&a.n_postings).then(a.concept.label.cmp(&b.concept.label))
    });
    asked
}

/// What imported and published mappings call exactly the same counts as the same.
fn with_equals(snapshot: &Snapshot, mut asked: Vec<Asked>) -> Vec<Asked> {
    let places: BTreeMap<ConceptId, usize> =
        asked.iter().enumerate().map(|(place, a)| (a.concept.id.clone(), place)).collect();
    for (_, set) in &snapshot.mapping_sets {
        let exact = |m: &&crate::model::Mapping| m.predicate == Predicate::Exact && !m.is_negated;
        for mapping in set.mappings.iter().filter(exact) {
            let Some(object) = &mapping.object else { continue };
            for (one, other) in [(&mapping.subject, object), (object, &mapping.subject)] {
                if let Some(place) = places.get(one) {
                    asked[*place].same.insert(other.clone());
                }
            }
        }
    }
    asked
}
