//! What is said of one name -> a concept, and what it says of others.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::formats::Issues;
use crate::formats::rdf::Graph;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::rdf::compact;
use crate::formats::rdf::local_name;
use crate::formats::skos::labels::Languages;
use crate::formats::skos::labels::names;
use crate::formats::skos::labels::said;
use crate::formats::skos::nodes::Nodes;
use crate::formats::skos::nodes::Sort;
use crate::formats::skos::relations::Edges;
use crate::formats::skos::vocabulary;
use crate::formats::skos::vocabulary::Role;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::LabelKind;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// What is counted over all concepts, to be told once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Labels without text.
    pub(super) n_blank: u64,
    /// Values that have an inner structure, by predicate: they are left out.
    pub(super) structured: BTreeMap<String, u64>,
    /// Property values whose language cannot be kept, by predicate.
    pub(super) languages: BTreeMap<String, u64>,
}

/// What all concepts are read with.
pub(super) struct Reader<'a> {
    pub(super) graph: &'a Graph,
    pub(super) roles: &'a FxHashMap<TermId, Role>,
    pub(super) nodes: &'a Nodes,
    /// The scheme that is the framework.
    pub(super) main: Option<TermId>,
    /// The name of codes that name no classification.
    pub(super) plain_codes: &'a str,
    pub(super) languages: Languages,
    pub(super) edges: Edges,
    pub(super) tally: Tally,
}

/// What is met of a concept before it is put together.
#[derive(Default)]
struct Met<'a> {
    labels: Vec<(LabelKind, TermId)>,
    /// Classes that stay as properties.
    classes: Vec<&'a str>,
    /// The kind that one of the classes says.
    class: Option<ConceptKind>,
    skill_type: Option<&'a str>,
    own_kind: Option<&'a str>,
    is_deprecated: bool,
    replaced_by: Vec<ConceptId>,
    replacements: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// The concept of that name; what it says of others goes to [`Reader::edges`].
    pub(super) fn concept(&mut self, id: TermId, issues: &mut Issues) -> Option<Concept> {
        let graph = self.graph;
        let place = graph.place(id);
        let iri = graph.iri(id)?;
        let id_ = match ConceptId::new(iri) {
            Ok(id) => id,
            Err(e) => {
                issues.error("bad-id", place, e.to_string(), "correct the IRI; it is left out");
                return None;
            }
        };
        let mut concept = Concept::new(id_, ConceptKind::Skill);
        let mut met = Met::default();
        for (predicate, object) in graph.said_of(id) {
            match self.roles.get(&predicate) {
                Some(role) => self.take(id, *role, object, &mut concept, &mut met, &place, issues),
                None => self.property(predicate, object, &mut concept, &place, issues),
            }
        }
        concept.kind = kind(&met, self.nodes.sort(id), iri, &place, issues);
        concept.status = status(met.is_deprecated, met.replaced_by, met.replacements);
        let names = names(graph, &met.labels, &mut self.languages, iri, &place, issues);
        self.tally.n_blank += names.n_blank;
        concept.labels = names.labels;
        for class in met.classes {
            let value = compact(class).unwrap_or_else(|| class.to_owned());
            concept.properties.push(Property { name: "rdf:type".into(), value: value.into() });
        }
        Some(concept)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of the loop above, split for its length"
    )]
    fn take(
        &mut self,
        id: TermId,
        role: Role,
        object: TermId,
        concept: &mut Concept,
        met: &mut Met<'a>,
        place: &Location,
        issues: &mut Issues,
    ) {
        let graph = self.graph;
        match role {
            Role::Class => {
                let ours = [
                    vocabulary::CONCEPT,
                    vocabulary::COLLECTION,
                    vocabulary::ORDERED,
                    vocabulary::SCHEME,
                    vocabulary::ESCO_OCCUPATION,
                    vocabulary::ESCO_SKILL,
                ];
                met.class = met.class.or_else(|| class_kind(graph.iri(object)?));
                met.classes.extend(graph.iri(object).filter(|class| !ours.contains(class)));
            }
            Role::Label(kind) => met.labels.push((kind, object)),
            Role::Text(kind) => self.text(kind, object, concept, place, issues),
            Role::Notation => self.notation(object, concept, place, issues),
            Role::InScheme if Some(object) != self.main => {
                self.in_scheme(object, concept, place, issues);
            }
            Role::TopConceptOf => {
                if Some(object) != self.main {
                    self.in_scheme(object, concept, place, issues);
                }
                self.edges.push(graph, self.nodes, id, role, object);
            }
            Role::Deprecated => met.is_deprecated |= is_true(graph.term(object)),
            Role::ReplacedBy => {
                if let Some(Ok(successor)) = graph.iri(object).map(ConceptId::new) {
                    met.replaced_by.push(successor);
                } else {
                    let what = format!("what {} is replaced by has no IRI", concept.id);
                    issues.error("bad-id", place.clone(), what, "name the successor by its IRI");
                }
            }
            Role::Replacements => met.replacements = value(graph, object),
            Role::Status => {
                let word = value(graph, object).map_or("", local_name).to_ascii_lowercase();
                let withdrawn = ["deprecated", "obsolete", "retired", "withdrawn", "superseded"];
                met.is_deprecated |= withdrawn.contains(&word.as_str());
                if !withdrawn.contains(&word.as_str()) && !word.is_empty() {
                    push_property(concept, "status", &word);
                }
            }
            Role::SkillType => met.skill_type = value(graph, object),
            Role::Kind => met.own_kind = value(graph, object),
            Role::Property(name) => {
                if let Some(said) = said(graph, object) {
                    push_property(concept, name, said.text);
                } else if let Some(iri) = graph.iri(object) {
                    let value = if name == property::REUSE_LEVEL { local_name(iri) } else { iri };
                    push_property(concept, name, value);
                }
            }
            Role::Relation(_) | Role::RelationInverse(_) if graph.iri(object).is_none() => {
                // What is no name here is a fact in words: "teaches welding".
                let name = self.predicate_name(id, object);
                self.plain_property(&name, object, concept);
            }
            Role::Mapping(_) | Role::OwnMapping(_) if graph.iri(object).is_none() => {
                let what = format!("a counterpart of {} is no IRI", concept.id);
                issues.error("bad-id", place.clone(), what, "name the counterpart by its IRI");
            }
            role => self.edges.push(graph, self.nodes, id, role, object),
        }
    }

    /// The short name of the predicate that leads from a subject to an object.
    fn predicate_name(&self, subject: TermId, object: TermId) -> String {
        let mut said = self.graph.said_of(subject);
        let predicate = said.find(|(_, o)| *o == object).and_then(|(p, _)| self.graph.iri(p));
        predicate.and_then(compact).unwrap_or_default()
    }

    fn in_scheme(
        &self,
        scheme: TermId,
        concept: &mut Concept,
        place: &Location,
        issues: &mut Issues,
    ) {
        let Some(iri) = self.graph.iri(scheme) else { return };
        if self.nodes.sort(scheme) == Sort::Scheme {
            push_property(concept, "in_scheme", iri);
        } else {
            let what = format!("S4: {} is in {iri}, which is no scheme", concept.id);
            issues.error("skos-s4", place.clone(), what, "name the scheme; it is left out");
        }
    }

    fn text(
        &mut self,
        kind: TextKind,
        object: TermId,
        concept: &mut Concept,
        place: &Location,
        issues: &mut Issues,
    ) {
        let Some(said) = said(self.graph, object) else {
            // A note may be a document of its own: its address is kept.
            if let Some(iri) = self.graph.iri(object) {
                push_property(concept, kind.name(), iri);
            } else {
                *self.tally.structured.entry(format!("skos:{}", kind.name())).or_default() += 1;
            }
            return;
        };
        let text = said.text.trim();
        if text.is_empty() {
            self.tally.n_blank += 1;
        } else if text.len() > limits::TEXT_BYTES {
            let what =
                format!("a text of {} has more than {} bytes", concept.id, limits::TEXT_BYTES);
            issues.error("too-long", place.clone(), what, "shorten it; it is left out");
        } else {
            let language = self.languages.of(said.language);
            concept.texts.push(Text { kind, language, text: text.into() });
        }
    }

    fn notation(
        &self,
        object: TermId,
        concept: &mut Concept,
        place: &Location,
        issues: &mut Issues,
    ) {
        let Term::Literal(Literal { value, language, datatype }) = self.graph.term(object) else {
            let what = format!("a code of {} is an IRI or has parts", concept.id);
            issues.error("bad-notation", place.clone(), what, "write the code as text");
            return;
        };
        if value.len() > limits::LABEL_BYTES {
            let what =
                format!("a code of {} has more than {} bytes", concept.id, limits::LABEL_BYTES);
            issues.error("too-long", place.clone(), what, "shorten it; it is left out");
            return;
        }
        if language.is_some() {
            let what =
                format!("the code {value:?} of {} has a language; codes have none", concept.id);
            issues.warning("notation-language", place.clone(), what, "drop the language tag");
        }
        let scheme = match datatype {
            None => self.plain_codes.to_owned(),
            Some(datatype) => match datatype.strip_prefix(vocabulary::OWN_NOTATION) {
                Some(name) => vocabulary::decoded_name(name).unwrap_or_else(|| datatype.to_owned()),
                None => datatype.to_owned(),
            },
        };
        concept.notations.push(Notation { scheme: scheme.into(), code: value.into() });
    }

    /// A predicate that means nothing here, as a property under its short name.
    fn property(
        &mut self,
        predicate: TermId,
        object: TermId,
        concept: &mut Concept,
        place: &Location,
        issues: &mut Issues,
    ) {
        let Some(iri) = self.graph.iri(predicate) else { return };
        let own = iri.strip_prefix(vocabulary::OWN_PROPERTY).and_then(vocabulary::decoded_name);
        let name = own.or_else(|| compact(iri)).unwrap_or_else(|| iri.to_owned());
        let n_bytes = value(self.graph, object).map_or(0, str::len);
        if n_bytes > limits::TEXT_BYTES || name.len() > limits::IRI_BYTES {
            let what = format!("{name} of {} is too long", concept.id);
            issues.error("too-long", place.clone(), what, "shorten it; it is left out");
            return;
        }
        self.plain_property(&name, object, concept);
    }

    fn plain_property(&mut self, name: &str, object: TermId, concept: &mut Concept) {
        if let Some(said) = said(self.graph, object) {
            if said.language.is_some() {
                *self.tally.languages.entry(name.to_owned()).or_default() += 1;
            }
            push_property(concept, name, said.text);
        } else if let Some(iri) = self.graph.iri(object) {
            push_property(concept, name, iri);
        } else {
            *self.tally.structured.entry(name.to_owned()).or_default() += 1;
        }
    }
}

fn push_property(concept: &mut Concept, name: &str, value: &str) {
    concept.properties.push(Property { name: name.into(), value: value.into() });
}

/// The text of a literal or the IRI of a name.
fn value(graph: &Graph, object: TermId) -> Option<&str> {
    match graph.term(object) {
        Term::Iri(iri) => Some(iri),
        Term::Literal(literal) => Some(literal.value),
        Term::Blank(_) => None,
    }
}

fn is_true(term: Term<'_>) -> bool {
    matches!(term, Term::Literal(literal) if ["true", "1"].contains(&literal.value.trim()))
}

fn status(
    is_deprecated: bool,
    mut replaced_by: Vec<ConceptId>,
    replacements: Option<&str>,
) -> Status {
    if let Some(list) = replacements {
        let ids = list.split(' ').filter_map(|iri| ConceptId::new(iri).ok());
        return Status::ReplacedBy(ids.collect());
    }
    replaced_by.sort();
    replaced_by.dedup();
    match (replaced_by.is_empty(), is_deprecated) {
        (false, _) => Status::ReplacedBy(replaced_by),
        (true, true) => Status::Deprecated,
        (true, false) => Status::Active,
    }
}

/// The sort of a concept: our own word for it, else its class, else what its IRI says in ESCO, else a skill.
fn kind(
    met: &Met<'_>,
    sort: Sort,
    iri: &str,
    place: &Location,
    issues: &mut Issues,
) -> ConceptKind {
    if let Some(own) = met.own_kind {
        if let Some(kind) = ConceptKind::from_name(own) {
            return kind;
        }
        let what = format!("{iri} is of the kind {own:?}, which is none");
        issues.warning("unknown-kind", place.clone(), what, "write one such as skill or group");
    }
    if sort == Sort::Collection {
        return ConceptKind::Collection;
    }
    if met.skill_type.is_some_and(|kind| local_name(kind).eq_ignore_ascii_case("knowledge")) {
        return ConceptKind::Knowledge;
    }
    if let Some(kind) = met.class {
        return kind;
    }
    let esco_group = ["/esco/isco/", "/esco/isced-f/"].iter().any(|part| iri.contains(part));
    let is_esco = iri.starts_with("http://data.europa.eu/esco/");
    // ESCO's groups of skills are concepts without a class of their own.
    if esco_group || (is_esco && met.skill_type.is_none() && met.classes.is_empty()) {
        return ConceptKind::Group;
    }
    ConceptKind::Skill
}

/// The kind that a class's last part says, in whatever vocabulary.
fn class_kind(class: &str) -> Option<ConceptKind> {
    let name: String = local_name(class)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    Some(match name.as_str() {
        "skill" | "competence" | "competency" => ConceptKind::Skill,
        "knowledge" => ConceptKind::Knowledge,
        "ability" => ConceptKind::Ability,
        "occupation" | "job" => ConceptKind::Occupation,
        "task" => ConceptKind::Task,
        "activity" | "workactivity" => ConceptKind::Activity,
        "tool" => ConceptKind::Tool,
        "learningoutcome" | "outcome" => ConceptKind::Outcome,
        "course" => ConceptKind::Course,
        "credential" | "qualification" => ConceptKind::Credential,
        "skillgroup" | "occupationgroup" | "iscogroup" | "competencearea" => ConceptKind::Group,
        _ => return None,
    })
}
