//! Nodes -> concepts: names, texts, codes, properties, status.

use std::collections::BTreeMap;

use crate::formats::ctdl::ids;
use crate::formats::ctdl::node::Node;
use crate::formats::ctdl::node::Value;
use crate::formats::ctdl::node::local;
use crate::formats::ctdl::read::Graph;
use crate::formats::ctdl::read::Import;
use crate::formats::ctdl::terms;
use crate::formats::ctdl::terms::Shape;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::LabelOutcome;
use crate::model::Language;
use crate::model::Location;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

/// Terms whose values are the names of what is no competency, the best first.
const NAMES: [&str; 4] = ["name", "schema:name", "skos:prefLabel", "competencyLabel"];
/// The status of what is withdrawn, at the end of its IRI.
const WITHDRAWN: [&str; 4] = ["Deprecated", "Ceased", "Retired", "Superseded"];

impl Import<'_> {
    /// All nodes of known classes as concepts; gives how many of each other class there are, and where the first.
    pub(super) fn add_concepts(&mut self, graph: &Graph) -> BTreeMap<String, (u64, Location)> {
        let mut left_out: BTreeMap<String, (u64, Location)> = BTreeMap::new();
        for (node, id) in graph.nodes.iter().zip(&graph.ids) {
            let is_main = *id == self.base || self.frameworks.contains(&node.id);
            if is_main || node.is("QualificationsFramework") {
                // What speaks of the whole is the release.
                self.frameworks.insert(id.as_str().to_owned());
            } else if node.is("CompetencyFramework") {
                if self.is_new("several-frameworks") {
                    let what = "there are several competency frameworks";
                    let remedy = "import them one by one; the others become headings here";
                    self.issues.warning("several-frameworks", node.place.clone(), what, remedy);
                }
                self.add_node(node, id, ConceptKind::Group);
            } else if node.is("Competency") {
                let categories = node.values("competencyCategory").iter();
                let categories: Vec<&str> =
                    categories.filter_map(|v| v.words().map(|(text, _)| text)).collect();
                let has_label = !node.values("competencyLabel").is_empty();
                self.add_node(node, id, terms::competency_kind(&categories, has_label));
            } else if let Some(kind) = terms::class_kind(node) {
                self.add_node(node, id, kind);
            } else {
                let class = node.types.first().map_or("(none)", String::as_str);
                let slot = left_out.entry(class.to_owned()).or_insert((0, node.place.clone()));
                slot.0 += 1;
            }
        }
        left_out
    }

    fn add_node(&mut self, node: &Node, id: &ConceptId, kind: ConceptKind) {
        let mut concept = Concept::new(id.clone(), kind);
        concept.status = self.status(node);
        let is_competency = node.is("Competency");
        let language = node.language().unwrap_or(self.language);
        let statement = "competencyText";
        let name = if is_competency {
            let names = ["competencyLabel", statement, "name", "skos:prefLabel"];
            names.into_iter().find(|name| !node.values(name).is_empty())
        } else {
            NAMES.into_iter().find(|name| !node.values(name).is_empty())
        };
        if name != Some(statement) {
            self.add_texts(&mut concept, node, statement, TextKind::Description, language);
        }
        for (term, kind) in [
            ("description", TextKind::Description),
            ("schema:description", TextKind::Description),
            ("skos:definition", TextKind::Definition),
            ("skos:scopeNote", TextKind::ScopeNote),
            ("comment", TextKind::Note),
            ("skos:note", TextKind::Note),
        ] {
            self.add_texts(&mut concept, node, term, kind, language);
        }
        self.add_codes(&mut concept, node);
        self.add_properties(&mut concept, node, is_competency);
        if !self.builder.add(concept) {
            return;
        }
        let labels = [
            (name.unwrap_or_default(), LabelKind::Preferred),
            ("alternateName", LabelKind::Alternative),
            ("skos:altLabel", LabelKind::Alternative),
            ("skos:hiddenLabel", LabelKind::Hidden),
        ];
        for (term, kind) in labels {
            self.add_labels(node, id, term, kind, language);
        }
    }

    fn add_labels(
        &mut self,
        node: &Node,
        id: &ConceptId,
        term: &str,
        kind: LabelKind,
        language: Language,
    ) {
        for (text, said) in node.values(term).iter().filter_map(Value::words) {
            // What has no words repeats its IRI, because a text is asked for.
            if text == id.as_str() {
                continue;
            }
            if text.len() > limits::LABEL_BYTES {
                let (n, limit) = (text.len(), limits::LABEL_BYTES);
                let what = format!("{term} of {id} has {n} bytes, a name may have {limit}");
                self.issues.error("too-long", node.place.clone(), what, "shorten it");
                continue;
            }
            let label = Label { kind, language: said.unwrap_or(language), text: text.into() };
            if self.builder.add_label(id.as_str(), label) == LabelOutcome::Demoted {
                let what = format!("{id} has several names in one language");
                let remedy = "keep one; the others are read as alternative names";
                self.issues.warning("second-name", node.place.clone(), what, remedy);
            }
        }
    }

    fn add_texts(
        &mut self,
        concept: &mut Concept,
        node: &Node,
        term: &str,
        kind: TextKind,
        language: Language,
    ) {
        for (text, said) in node.values(term).iter().filter_map(Value::words) {
            if text.len() > limits::TEXT_BYTES {
                let (n, limit) = (text.len(), limits::TEXT_BYTES);
                let what = format!("{term} has {n} bytes, a text may have {limit}");
                self.issues.error("too-long", node.place.clone(), what, "shorten it");
                continue;
            }
            let language = said.unwrap_or(language);
            // Beside a statement that is the description already, another one defines.
            let is_second = term == "description"
                && (concept.texts.iter())
                    .any(|t| t.kind == TextKind::Description && t.language == language)
                && !node.values("competencyText").is_empty();
            let kind = if is_second { TextKind::Definition } else { kind };
            concept.texts.push(Text { kind, language, text: text.into() });
        }
    }

    /// The framework's own codes, and those of other classifications.
    fn add_codes(&mut self, concept: &mut Concept, node: &Node) {
        for term in ["codedNotation", "altCodedNotation", "courseCode", "codeNotation"] {
            for code in node.values(term).iter().filter_map(Value::plain) {
                let scheme = self.key.as_str().into();
                concept.notations.push(Notation { scheme, code: code.into() });
            }
        }
        for value in node.values("identifier") {
            let Value::Node(identifier) = value else { continue };
            let Some(code) = identifier.first("identifierValueCode") else { continue };
            let scheme = identifier.title("identifierTypeName");
            let scheme = scheme.or_else(|| identifier.first("identifierType")).unwrap_or_default();
            concept.notations.push(Notation { scheme: scheme.into(), code: code.into() });
        }
        for term in ["occupationType", "instructionalProgramType"] {
            for value in node.values(term) {
                add_classification(concept, term, value);
            }
        }
    }

    fn add_properties(&mut self, concept: &mut Concept, node: &Node, is_competency: bool) {
        if !is_competency && let Some(class) = node.types.first() {
            concept.properties.push(property("class", class));
        }
        if let Some(ctid) = node.first("ctid") {
            let lower = ctid.to_ascii_lowercase();
            if lower != ids::ctid_of(concept.id.as_str()) {
                concept.properties.push(property(terms::CTID, &lower));
            }
        }
        for (term, values) in &node.terms {
            let name = local(term);
            if terms::is_read_elsewhere(name) {
                continue;
            }
            let known = terms::PROPERTIES.iter().find(|(known, ..)| *known == name);
            let (label, shape) = known.map_or((term.as_str(), Shape::Many), |(_, l, s)| (*l, *s));
            for value in values {
                // An identifier with a type is a code.
                if name == "identifier" && matches!(value, Value::Node(_)) {
                    continue;
                }
                let said = match shape {
                    Shape::Words => value.words().map(|(text, _)| text).or_else(|| value.plain()),
                    _ => value.plain(),
                };
                let Some(said) = said else {
                    if self.is_new(&format!("nested {name}")) {
                        let what = format!("{term} holds more than a concept can have");
                        let remedy = "nothing to do; it is left out, here and below";
                        self.issues.note("left-out-value", node.place.clone(), what, remedy);
                    }
                    continue;
                };
                if said.len() > limits::TEXT_BYTES {
                    let what = format!("{term} has {} bytes", said.len());
                    self.issues.error("too-long", node.place.clone(), what, "shorten it");
                    continue;
                }
                let said = match shape {
                    Shape::Number => number(said).unwrap_or_else(|| said.to_owned()),
                    _ => said.to_owned(),
                };
                // A category that is the name of a kind is the kind.
                if !(is_competency
                    && label == terms::CATEGORY
                    && terms::named_kind(&said).is_some())
                {
                    concept.properties.push(property(label, &said));
                }
            }
        }
        concept.properties.dedup();
    }

    fn status(&mut self, node: &Node) -> Status {
        let successors: Vec<ConceptId> = (node.values("supersededBy").iter())
            .filter_map(|value| ids::named(&self.base, value.reference()?))
            .collect();
        if !successors.is_empty() {
            return Status::ReplacedBy(successors);
        }
        let names = ["publicationStatusType", "lifeCycleStatusType", "credentialStatusType"];
        let said = names.iter().flat_map(|name| node.values(name));
        let is_withdrawn = said.filter_map(|value| match value {
            Value::Node(target) => target.first("targetNode").or_else(|| value.plain()),
            other => other.plain(),
        });
        let is_withdrawn = is_withdrawn
            .map(|status| status.rsplit(['/', ':', '#']).next().unwrap_or(status))
            .any(|status| WITHDRAWN.contains(&status));
        if is_withdrawn { Status::Deprecated } else { Status::Active }
    }
}

/// A class of another classification: its code where it is the concept's own, else a property that names it.
fn add_classification(concept: &mut Concept, term: &str, value: &Value) {
    let Value::Node(target) = value else {
        let name = format!("ceterms:{term}");
        concept.properties.extend(value.plain().map(|v| property(&name, v)));
        return;
    };
    let code = target.first("codedNotation");
    let is_own = (term == "occupationType") == (concept.kind == ConceptKind::Occupation);
    if let Some(code) = code.filter(|_| is_own) {
        let scheme = target.title("frameworkName").or_else(|| target.first("framework"));
        let scheme = scheme.unwrap_or(term).into();
        concept.notations.push(Notation { scheme, code: code.into() });
    }
    let name = target.title("targetNodeName").or_else(|| target.first("targetNode"));
    let said: Vec<&str> = code.into_iter().chain(name).collect();
    if !said.is_empty() {
        let name = format!("ceterms:{term}");
        concept.properties.push(property(&name, &said.join(" ")));
    }
}

/// A number as it is written in JSON.
pub(super) fn number(text: &str) -> Option<String> {
    let number: f64 = text.trim().parse().ok()?;
    let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
    let number = serde_json::Number::from_f64(number)?;
    let said = number.to_string();
    Some(if is_whole { said.trim_end_matches(".0").to_owned() } else { said })
}

pub(super) fn property(name: &str, value: &str) -> Property {
    Property { name: name.into(), value: value.into() }
}
