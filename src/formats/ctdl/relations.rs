//! What nodes say of each other -> relations, outside relations and mappings.

use crate::formats::code::is_iri;
use crate::formats::ctdl::ids;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::node::local;
use crate::formats::ctdl::read::Graph;
use crate::formats::ctdl::read::Import;
use crate::formats::ctdl::terms;
use crate::formats::ctdl::terms::End;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Justification;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Mapping;
use crate::model::Notation;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Text;
use crate::model::TextKind;

/// Names a competency that has to do with this one, of this framework or of another.
const REFERENCE: &str = "crossSubjectReference";
/// Names the course or credential for which a component of a pathway stands.
const PROXY: &str = "proxyFor";

/// Alignments of a competency to one of another framework: "S exactAlignment O" says that the two are coextensive,
/// "S broadAlignment O" that O covers more.
pub(super) const ALIGNMENTS: [(&str, Predicate); 9] = [
    ("exactAlignment", Predicate::Exact),
    ("sameAs", Predicate::Exact),
    ("majorAlignment", Predicate::Close),
    ("broadAlignment", Predicate::Broad),
    ("narrowAlignment", Predicate::Narrow),
    ("minorAlignment", Predicate::Related),
    (REFERENCE, Predicate::Related),
    ("alignTo", Predicate::Related),
    ("alignFrom", Predicate::Related),
];

/// What a value points at.
pub(super) enum Target {
    /// A concept of this framework.
    Inside(ConceptId),
    /// Something elsewhere.
    Outside(ConceptId),
}

impl Import<'_> {
    /// All relations of all nodes.
    pub(super) fn relate(&mut self, graph: &Graph) {
        for (node, id) in graph.nodes.iter().zip(&graph.ids) {
            let is_concept = self.builder.position(id.as_str()).is_some();
            for (term, values) in &node.terms {
                let name = local(term);
                let relation = terms::RELATIONS.iter().find(|(known, ..)| *known == name);
                if let Some((_, kind, end)) = relation
                    && is_concept
                {
                    for value in values {
                        self.draw(graph, (node, id, name), *kind, *end, value);
                    }
                }
                let alignment = ALIGNMENTS.iter().find(|(known, _)| *known == name);
                if let Some((_, predicate)) = alignment
                    && is_concept
                {
                    for value in values {
                        self.align(graph, (node, id, name), *predicate, value);
                    }
                }
            }
            if is_concept {
                self.add_conditions(graph, node, id);
                self.add_preparation(graph, node, id);
                for value in node.values(PROXY) {
                    self.align(graph, (node, id, PROXY), Predicate::Exact, value);
                }
            }
        }
    }

    /// What a value points at; an alignment without a node becomes an outcome of this framework.
    pub(super) fn target(&mut self, graph: &Graph, node: &Node, value: &Value) -> Option<Target> {
        if let Value::Node(alignment) = value
            && alignment.id.is_empty()
        {
            let pointed = alignment.values("targetNode").iter().find_map(Value::reference);
            return match pointed {
                Some(name) => self.named(graph, name),
                None => self.add_outcome(alignment).map(Target::Inside),
            };
        }
        let found = value.reference().and_then(|name| self.named(graph, name));
        if found.is_none() {
            let mut bare = Node::new(node.place.clone());
            bare.terms = vec![("targetNodeName".to_owned(), vec![value.clone()])];
            return self.add_outcome(&bare).map(Target::Inside);
        }
        found
    }

    /// The concept of that name, or the IRI of something elsewhere.
    fn named(&self, graph: &Graph, name: &str) -> Option<Target> {
        let known = graph.position(name).map(|position| graph.ids[position].clone());
        let known = known.or_else(|| {
            let id = ids::named(&self.base, name)?;
            self.builder.position(id.as_str()).map(|_| id)
        });
        if let Some(id) = known {
            // A node that is no concept is nothing to point at from a concept.
            return self.builder.position(id.as_str()).map(|_| Target::Inside(id));
        }
        if name.starts_with("_:") || !(is_iri(name) || ids::is_ctid(name)) {
            return None;
        }
        ids::named(&self.base, name).map(Target::Outside)
    }

    /// What is only named, as an outcome below the framework: the same for the same words.
    fn add_outcome(&mut self, alignment: &Node) -> Option<ConceptId> {
        let names = ["targetNodeName", "targetName", "name", "targetNodeDescription"];
        let name = names.into_iter().find(|name| alignment.title(name).is_some())?;
        let said: Vec<_> = alignment.values(name).iter().filter_map(Value::words).collect();
        let code = alignment.first("codedNotation");
        let framework = alignment.title("frameworkName").or_else(|| alignment.first("framework"));
        let content: Vec<&str> =
            (said.iter().map(|(text, _)| *text)).chain(code).chain(framework).collect();
        let id = ids::minted(&self.base, "outcome", &content.join("\n"))?;
        let mut concept = Concept::new(id.clone(), ConceptKind::Outcome);
        if name != "targetNodeDescription" {
            let texts = alignment.values("targetNodeDescription").iter();
            concept.texts.extend(texts.filter_map(Value::words).map(|(text, language)| Text {
                kind: TextKind::Description,
                language: language.unwrap_or(self.language),
                text: text.into(),
            }));
        }
        if let Some(code) = code {
            let scheme = framework.unwrap_or(&self.key).into();
            concept.notations.push(Notation { scheme, code: code.into() });
        } else if let Some(framework) = framework {
            let name = "framework".into();
            concept.properties.push(Property { name, value: framework.into() });
        }
        if self.builder.add(concept) {
            for (text, language) in said {
                let language = language.unwrap_or(self.language);
                let text = crate::formats::statement::label(text).into();
                let label = Label { kind: LabelKind::Preferred, language, text };
                self.builder.add_label(id.as_str(), label);
            }
        }
        Some(id)
    }

    fn draw(
        &mut self,
        graph: &Graph,
        (node, id, term): (&Node, &ConceptId, &str),
        kind: RelationKind,
        end: End,
        value: &Value,
    ) {
        if value.reference().is_some_and(|name| self.frameworks.contains(name)) {
            return;
        }
        let asks = matches!(kind, RelationKind::Teaches | RelationKind::Assesses)
            || term == "targetCompetency";
        let target = match value.reference() {
            // A condition in the place of what it is about is read with the conditions.
            _ if graph.node_of(value).is_some_and(is_condition) => return,
            _ if asks => self.target(graph, node, value),
            Some(name) => self.named(graph, name),
            None => None,
        };
        match (target, end) {
            (Some(Target::Inside(other)), End::Subject) => {
                let _ = self.builder.relate(id.as_str(), kind, other.as_str());
            }
            (Some(Target::Inside(other)), End::Object) => {
                let _ = self.builder.relate(other.as_str(), kind, id.as_str());
            }
            (Some(Target::Outside(other)), End::Subject) => {
                let _ = self.builder.relate_outside(id.as_str(), kind, other);
            }
            (Some(Target::Outside(other)), End::Object) if term == terms::PREREQUISITE => {
                // It stands as a property: no relation begins at a concept that is not here.
                drop(other);
            }
            (Some(Target::Outside(other)), End::Object) if term == "comprisedOf" => {
                self.link(id, Predicate::Narrow, other);
            }
            (Some(Target::Outside(other)), End::Object) => {
                let what = format!("{term} of {id} points at {other}, which is not here");
                let remedy = "give the files together; the relation is left out";
                self.issues.error("dangling-relation", node.place.clone(), what, remedy);
            }
            (None, _) => {
                let said = value.plain().unwrap_or_default();
                let what = format!("{term} of {id} points at nothing known ({said:?})");
                let remedy = "add it or drop the relation, which is left out";
                self.issues.error("dangling-relation", node.place.clone(), what, remedy);
            }
        }
        if term == terms::PREREQUISITE {
            self.drop_prerequisite(graph, id, value);
        }
    }

    /// What must come before is a property only where it stands in another framework.
    fn drop_prerequisite(&mut self, graph: &Graph, id: &ConceptId, value: &Value) {
        let Some(said) = value.reference() else { return };
        if !matches!(self.named(graph, said), Some(Target::Inside(_))) {
            return;
        }
        let name = "ceasn:prerequisiteAlignment";
        if let Some(concept) = self.builder.concept_mut(id.as_str()) {
            let is_it = |p: &Property| p.name.as_ref() == name && p.value.as_ref() == said;
            concept.properties.retain(|property| !is_it(property));
        }
    }

    fn align(
        &mut self,
        graph: &Graph,
        (node, id, term): (&Node, &ConceptId, &str),
        predicate: Predicate,
        value: &Value,
    ) {
        let pointed = match value {
            Value::Node(alignment) if alignment.id.is_empty() => {
                alignment.values("targetNode").iter().find_map(Value::reference)
            }
            other => other.reference(),
        };
        match pointed.and_then(|name| self.named(graph, name)) {
            Some(Target::Inside(other)) if [REFERENCE, PROXY].contains(&term) => {
                let _ = self.builder.relate(id.as_str(), RelationKind::Related, other.as_str());
            }
            Some(Target::Inside(other)) => self.link(id, predicate, other),
            Some(Target::Outside(other)) => {
                let ctid =
                    node.first("ctid").map_or_else(|| ids::ctid_of(id.as_str()), str::to_owned);
                let is_converted = predicate == Predicate::Broad
                    && ids::uuid_of(other.as_str())
                        .is_some_and(|uuid| ids::uuid_of(&ctid) == Some(uuid));
                if is_converted && self.is_new("converted-from-case") {
                    let what = format!(
                        "{other} has the UUID of the CTID: it is the item this was made of"
                    );
                    let remedy = "nothing to do; broadAlignment is read as exact, here and below";
                    self.issues.note("converted-from-case", node.place.clone(), what, remedy);
                }
                self.link(id, if is_converted { Predicate::Exact } else { predicate }, other);
            }
            None => {
                let what = format!("an alignment of {id} points at nothing known");
                let remedy = "give the IRI of the other competency; it is left out";
                self.issues.error("dangling-alignment", node.place.clone(), what, remedy);
            }
        }
    }

    fn link(&mut self, id: &ConceptId, predicate: Predicate, other: ConceptId) {
        let how = Justification::UnspecifiedMatching;
        self.links.add(Mapping::new(id.clone(), predicate, Some(other), how), None);
    }

    /// The order of children as `list_id`, where the lists say one and the children do not.
    pub(super) fn keep_order(&mut self, graph: &Graph) {
        for node in &graph.nodes {
            for term in ["hasTopChild", "hasChild"] {
                let children: Vec<ConceptId> = (node.values(term).iter())
                    .filter_map(|value| match self.named(graph, value.reference()?)? {
                        Target::Inside(id) => Some(id),
                        Target::Outside(_) => None,
                    })
                    .collect();
                let is_said = |id: &ConceptId| {
                    let position = self.builder.position(id.as_str());
                    let concept = position.map(|p| &self.builder.concepts()[p as usize]);
                    concept.is_some_and(|concept| concept.property("list_id").is_some())
                };
                if children.is_sorted() || children.iter().any(is_said) {
                    continue;
                }
                for (place, id) in (1..).zip(&children) {
                    if let Some(concept) = self.builder.concept_mut(id.as_str())
                        && concept.property("list_id").is_none()
                    {
                        let value = place.to_string().into();
                        concept.properties.push(Property { name: "list_id".into(), value });
                    }
                }
            }
        }
    }
}

/// Whether a node says what must be done rather than what it is done to.
pub(super) fn is_condition(node: &Node) -> bool {
    ["ConditionProfile", "ComponentCondition", "Constraint", "RuleSet", "RuleSetProfile"]
        .iter()
        .any(|class| node.is(class))
}
