//! A side of a comparison -> its skills, each with how much it matters and why it belongs there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::TagMention;
use crate::engine::TagRequest;
use crate::engine::TaggedDocument;
use crate::engine::TextTag;
use crate::engine::gap::GapRequest;
use crate::engine::gap::GapSide;
use crate::engine::gap::GapSideView;
use crate::engine::gap::Importance;
use crate::engine::show;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::graph::Graph;
use crate::graph::Neighbour;
use crate::graph::Node;
use crate::limits;
use crate::model::ConceptKind;
use crate::model::DocumentKind;
use crate::model::Flag;
use crate::model::Language;
use crate::model::Level;
use crate::model::RelationKind;
use crate::model::Requirement;
use crate::model::Score;

/// One side, looked up.
#[derive(Debug)]
pub(in crate::engine::gap) struct Side {
    title: String,
    kind: Option<DocumentKind>,
    /// The language a text was read in.
    pub(in crate::engine::gap) language: Option<Language>,
    text: Option<String>,
    concept: Option<Node>,
    /// Its skills, each once.
    pub(in crate::engine::gap) skills: Vec<SideSkill>,
}

/// A skill of a side.
#[derive(Debug)]
pub(in crate::engine::gap) struct SideSkill {
    pub(in crate::engine::gap) node: Node,
    /// The same thing in frameworks below.
    pub(in crate::engine::gap) same: Vec<Node>,
    pub(in crate::engine::gap) score: Score,
    pub(in crate::engine::gap) requirement: Requirement,
    pub(in crate::engine::gap) level: Level,
    pub(in crate::engine::gap) reasons: Vec<String>,
    pub(in crate::engine::gap) mentions: Vec<TagMention>,
}

impl SideSkill {
    /// A skill that a framework or the request names.
    fn certain(node: Node, requirement: Requirement, reason: String) -> Self {
        Self {
            node,
            same: Vec::new(),
            score: Score::ONE,
            requirement,
            level: Level::default(),
            reasons: vec![reason],
            mentions: Vec::new(),
        }
    }

    /// How much it matters.
    pub(in crate::engine::gap) fn importance(&self) -> Importance {
        Importance::of(self.requirement)
    }
}

impl Side {
    /// What the side was read as.
    pub(in crate::engine::gap) fn view(&self, graph: &Graph, language: Language) -> GapSideView {
        GapSideView {
            title: match self.concept {
                Some(node) => graph.concept(node).label(language).to_owned(),
                None => self.title.clone(),
            },
            kind: self.kind,
            language: self.language,
            text: self.text.clone(),
            concept: self.concept.map(|node| ConceptView::at(graph, node, language)),
            framework: self.frameworks(graph).into_iter().collect(),
            n_skills: self.skills.len(),
        }
    }

    /// Short names of the frameworks of its skills.
    fn frameworks(&self, graph: &Graph) -> BTreeSet<String> {
        self.skills.iter().map(|s| graph.framework(s.node).release().key.clone()).collect()
    }

    fn of_concepts(concept: Option<Node>, skills: Vec<SideSkill>) -> Self {
        Self { title: String::new(), kind: None, language: None, text: None, concept, skills }
    }
}

/// Share of its scale from which the importance of a rated skill makes it essential: O*NET's 3 of 1..=5, "important".
/// A lower one makes more skills of an occupation; below it O*NET says "somewhat important" or less.
const IMPORTANT: f32 = 0.5;
/// Code of O*NET's scale of importance.
const IMPORTANCE_SCALE: &str = "IM";

impl Engine {
    /// Both sides: concepts first, for they say in which frameworks a text is to be read.
    ///
    /// Errors: as [`Engine::gap`].
    pub(in crate::engine::gap) fn gap_sides(
        &self,
        snapshot: &Snapshot,
        request: &GapRequest,
    ) -> Result<(Side, Side), Error> {
        let have = concepts(snapshot, "have", &request.have)?;
        let want = concepts(snapshot, "want", &request.want)?;
        let of = |side: &Option<Side>| -> Vec<String> {
            side.iter().flat_map(|side| side.frameworks(&snapshot.graph)).collect()
        };
        let (of_have, of_want) = (of(&have), of(&want));
        Ok((
            match have {
                Some(have) => have,
                None => self.text_side(snapshot, "have", request, &request.have, of_want)?,
            },
            match want {
                Some(want) => want,
                None => self.text_side(snapshot, "want", request, &request.want, of_have)?,
            },
        ))
    }

    /// A text's skills; `others` are the frameworks of the other side.
    fn text_side(
        &self,
        snapshot: &Snapshot,
        field: &'static str,
        request: &GapRequest,
        side: &GapSide,
        others: Vec<String>,
    ) -> Result<Side, Error> {
        let framework =
            if request.framework.is_empty() { others } else { request.framework.clone() };
        let tag = TagRequest {
            framework,
            min_score: request.min_score,
            limit: request.limit,
            ..wish(request, side)
        };
        let here = |error: Error| match error.field {
            // What belongs to one side is told by its name.
            Some("text" | "kind") => Error { field: Some(field), ..error },
            _ => error,
        };
        let wanted = Wanted::of(snapshot, &self.settings(&tag).map_err(here)?)?;
        let document = self.tag_wanted(snapshot, &wanted, &side.text).map_err(here)?;
        Ok(read(&snapshot.graph, document))
    }
}

/// How the text of a side is to be read, whatever is looked for in it.
pub(in crate::engine::gap) fn wish(request: &GapRequest, side: &GapSide) -> TagRequest {
    let (kind, language) = (side.kind.clone(), request.language.clone());
    TagRequest { kind, language, ..TagRequest::default() }
}

/// A tagged text as a side.
fn read(graph: &Graph, document: TaggedDocument) -> Side {
    let node = |view: &ConceptView| {
        let is_it = |key: &str| key == view.framework;
        let at = graph.parts().iter().position(|p| is_it(&p.framework.release().key))?;
        graph.node_at(at, graph.parts()[at].framework.position(view.id.as_str())?)
    };
    let skill = |tag: TextTag| {
        Some(SideSkill {
            node: node(&tag.concept)?,
            same: tag.same_as.iter().filter_map(node).collect(),
            score: tag.score,
            requirement: tag.requirement,
            level: tag.level,
            reasons: tag.reasons.into_iter().map(|reason| reason.sentence).collect(),
            mentions: tag.mentions,
        })
    };
    Side {
        title: document.title,
        kind: Some(document.kind),
        language: Some(document.language.tag),
        text: document.text,
        concept: None,
        skills: document.tags.into_iter().filter_map(skill).collect(),
    }
}

/// A side that names concepts; nothing where it is a text.
///
/// Errors: it says nothing or several things, names what is not there, or what has no skills.
fn concepts(
    snapshot: &Snapshot,
    field: &'static str,
    side: &GapSide,
) -> Result<Option<Side>, Error> {
    let graph = &snapshot.graph;
    let said = [!side.text.is_empty(), !side.concept.is_empty(), !side.concepts.is_empty()];
    if said.iter().filter(|is_said| **is_said).count() != 1 {
        let message = format!(
            "{field} says {}; give a text, or a concept, or a list of concepts",
            match said {
                [false, false, false] => "nothing",
                _ => "several things",
            }
        );
        return Err(Error::invalid(field, message));
    }
    if !side.text.is_empty() {
        return Ok(None);
    }
    let find = |name: &String| {
        show::find(snapshot, name.trim()).ok_or_else(|| {
            let message = format!(
                "{name:?} is not the IRI, a code or a label of any concept; search for it, or give a text"
            );
            Error::not_found(field, message)
        })
    };
    if !side.concepts.is_empty() {
        if side.concepts.len() > limits::GAP_CONCEPTS {
            let message = format!(
                "{field} names {} concepts, the limit is {}; compare fewer at a time",
                side.concepts.len(),
                limits::GAP_CONCEPTS
            );
            return Err(Error::too_large(field, message));
        }
        let mut skills = BTreeMap::new();
        for name in &side.concepts {
            let reason = "the request names it".to_owned();
            let node = find(name)?;
            skills.insert(node, SideSkill::certain(node, Requirement::Unstated, reason));
        }
        return Ok(Some(Side::of_concepts(None, skills.into_values().collect())));
    }
    let node = find(&side.concept)?;
    let skills = skills_of(graph, node);
    if skills.is_empty() {
        let label = graph.concept(node).label(Language::ENGLISH);
        let message = format!(
            "no skills are known of “{label}” <{}>; name another, or give a text",
            graph.concept(node).id
        );
        return Err(Error::invalid(field, message));
    }
    Ok(Some(Side::of_concepts(Some(node), skills)))
}

/// The skills that a concept stands for: itself, where it is one; what it needs, uses or teaches; what lies below it.
fn skills_of(graph: &Graph, node: Node) -> Vec<SideSkill> {
    let concept = graph.concept(node);
    let label = concept.label(Language::ENGLISH);
    if concept.kind.is_competency() {
        let reason = "the request names it".to_owned();
        return vec![SideSkill::certain(node, Requirement::Unstated, reason)];
    }
    let mut skills: BTreeMap<Node, SideSkill> = BTreeMap::new();
    for neighbour in graph.objects(node) {
        if !graph.concept(neighbour.node).kind.is_competency() {
            continue;
        }
        let Some((requirement, reason)) = said(graph, node, label, &neighbour) else { continue };
        let skill = skills
            .entry(neighbour.node)
            .or_insert_with(|| SideSkill::certain(neighbour.node, requirement, String::new()));
        skill.requirement = skill.requirement.max(requirement);
        skill.reasons.retain(|reason| !reason.is_empty());
        skill.reasons.push(reason);
    }
    if skills.is_empty() && matches!(concept.kind, ConceptKind::Group | ConceptKind::Collection) {
        for below in below(graph, node) {
            let reason = format!("it stands below “{label}”");
            skills.insert(below, SideSkill::certain(below, Requirement::Unstated, reason));
        }
    }
    skills.into_values().collect()
}

/// What a relation says of needing its object; nothing where it says nothing of it.
fn said(
    graph: &Graph,
    node: Node,
    label: &str,
    neighbour: &Neighbour<'_>,
) -> Option<(Requirement, String)> {
    let required = |how: &str| (Requirement::Required, format!("“{label}” {how} it"));
    Some(match neighbour.kind {
        RelationKind::Essential => required("needs"),
        RelationKind::Teaches => required("teaches"),
        RelationKind::Assesses => required("assesses"),
        RelationKind::Optional => (Requirement::Preferred, format!("“{label}” may need it")),
        RelationKind::Uses => (Requirement::Preferred, format!("“{label}” uses it")),
        RelationKind::Rated => {
            let scales = &graph.framework(node).parts().scales;
            let measure = neighbour.measures.iter().find_map(|measure| {
                let scale = scales.get(usize::from(measure.scale))?;
                (scale.id.as_ref() == IMPORTANCE_SCALE).then_some((measure, scale))
            });
            let (measure, scale) = measure?;
            let share = (measure.value - scale.minimum) / (scale.maximum - scale.minimum);
            let is_doubted = measure.not_relevant == Flag::Yes || measure.suppress == Flag::Yes;
            if is_doubted || share < IMPORTANT {
                return None;
            }
            let reason = format!(
                "its importance for “{label}” was rated {} of {}",
                measure.value, scale.maximum
            );
            (Requirement::Required, reason)
        }
        _ => return None,
    })
}

/// The skills below a group, at most as many as a list may name.
fn below(graph: &Graph, node: Node) -> Vec<Node> {
    let mut seen = BTreeSet::from([node]);
    let mut found = Vec::new();
    let mut waiting = VecDeque::from([node]);
    while let Some(next) = waiting.pop_front() {
        for neighbour in graph.subjects(next) {
            let is_below = matches!(neighbour.kind, RelationKind::Broader | RelationKind::MemberOf);
            if !is_below || !seen.insert(neighbour.node) {
                continue;
            }
            waiting.push_back(neighbour.node);
            if graph.concept(neighbour.node).kind.is_competency() {
                found.push(neighbour.node);
                if found.len() == limits::GAP_CONCEPTS {
                    return found;
                }
            }
        }
    }
    found
}
