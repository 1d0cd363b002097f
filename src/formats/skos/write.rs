//! Framework and mappings -> triples of SKOS, in any of its syntaxes.

use crate::formats::Fitted;
use crate::formats::ReadError;
use crate::formats::rdf;
use crate::formats::rdf::GraphBuilder;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::Term;
use crate::formats::rdf::compact;
use crate::formats::rdf::expand;
use crate::formats::skos::plan::Plan;
use crate::formats::skos::vocabulary;
use crate::formats::skos::vocabulary::OWN_NOTATION;
use crate::formats::skos::vocabulary::OWN_PROPERTY;
use crate::formats::skos::vocabulary::encoded_name;
use crate::formats::skos::vocabulary::match_name;
use crate::formats::skos::vocabulary::own_relation;
use crate::formats::skos::vocabulary::role;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::LabelKind;
use crate::model::Notation;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::TextKind;
use crate::model::property;

/// The framework as SKOS.
pub(in crate::formats) fn write(fitted: &Fitted, syntax: Syntax) -> String {
    let mut out = Out { graph: GraphBuilder::default() };
    // Only a framework beyond every bound of reading is not written whole.
    let _ = out.framework(fitted);
    rdf::write(&out.graph.finish(), syntax)
}

struct Out {
    graph: GraphBuilder,
}

type Done = Result<(), ReadError>;

impl Out {
    fn iri(&mut self, subject: &str, predicate: &str, object: &str) -> Done {
        self.graph.add(Term::Iri(subject), predicate, Term::Iri(object))
    }

    fn plain(&mut self, subject: &str, predicate: &str, value: &str) -> Done {
        self.graph.add(Term::Iri(subject), predicate, Term::Literal(Literal::plain(value)))
    }

    fn typed(&mut self, subject: &str, predicate: &str, value: &str, datatype: &str) -> Done {
        let literal = Literal { value, language: None, datatype: Some(datatype) };
        self.graph.add(Term::Iri(subject), predicate, Term::Literal(literal))
    }

    fn in_language(&mut self, subject: &str, predicate: &str, value: &str, tag: &str) -> Done {
        let literal = Literal { value, language: Some(tag), datatype: None };
        self.graph.add(Term::Iri(subject), predicate, Term::Literal(literal))
    }

    fn framework(&mut self, fitted: &Fitted) -> Done {
        let parts = fitted.framework.parts();
        let plan = Plan::new(fitted);
        let scheme = self.release(&parts.release, &plan)?;
        for (position, concept) in (0u32..).zip(&parts.concepts) {
            self.concept(concept, &scheme, plan.is_collection(position), &plan, &parts.release)?;
            if plan.is_top(position) {
                self.iri(&scheme, vocabulary::HAS_TOP_CONCEPT, concept.id.as_str())?;
                self.iri(concept.id.as_str(), vocabulary::TOP_CONCEPT_OF, &scheme)?;
            }
        }
        let id = |position: u32| parts.concepts[position as usize].id.as_str();
        for (number, relation) in parts.relations.iter().enumerate() {
            let (subject, object) = (id(relation.subject), id(relation.object));
            match relation.kind {
                RelationKind::MemberOf if plan.is_collection(relation.object) => {
                    self.iri(object, vocabulary::MEMBER, subject)?;
                }
                kind => {
                    self.iri(subject, &predicate(kind, plan.is_bound(number)), object)?;
                }
            }
        }
        for relation in &parts.outside {
            let predicate = predicate(relation.kind, false);
            self.iri(id(relation.subject), &predicate, relation.object.as_str())?;
        }
        for (number, mapping) in fitted.mappings.iter().enumerate() {
            let (Some(name), Some(object)) = (match_name(mapping.predicate), &mapping.object)
            else {
                continue;
            };
            let is_free = plan.free_mappings.contains(&number);
            let namespace = if is_free { vocabulary::OWN } else { vocabulary::SKOS };
            self.iri(mapping.subject.as_str(), &format!("{namespace}{name}"), object.as_str())?;
        }
        Ok(())
    }

    /// What the release says of itself; gives the IRI of the scheme.
    fn release(&mut self, release: &Release, plan: &Plan) -> Result<String, ReadError> {
        let own = release.framework.as_str();
        let mut scheme = own.to_owned();
        // A concept may have the framework's own IRI, and a scheme is never a concept (S9).
        while plan.ids.contains_key(scheme.as_str()) {
            scheme.push_str("/scheme");
        }
        if scheme != own {
            self.plain(&scheme, vocabulary::FRAMEWORK, own)?;
        }
        self.iri(&scheme, rdf::TYPE, vocabulary::SCHEME)?;
        self.plain(&scheme, vocabulary::KEY, &release.key)?;
        for (predicate, text) in [
            (vocabulary::TITLE, &release.title),
            (vocabulary::RDFS_LABEL, &release.title),
            (vocabulary::PUBLISHER, &release.publisher),
            (vocabulary::VERSION, &release.version),
            (vocabulary::DESCRIPTION, &release.description),
            (vocabulary::ATTRIBUTION, &release.licence.attribution),
            (vocabulary::RIGHTS, &release.licence.name),
            (vocabulary::LICENCE, &release.licence.name),
            (vocabulary::LICENCE_URL, &release.licence.url),
        ] {
            if !text.is_empty() {
                self.plain(&scheme, predicate, text)?;
            }
        }
        if ConceptId::new(release.licence.url.as_str()).is_ok() {
            self.iri(&scheme, vocabulary::LICENSE, &release.licence.url)?;
        }
        Ok(scheme)
    }

    fn concept(
        &mut self,
        concept: &Concept,
        scheme: &str,
        is_collection: bool,
        plan: &Plan,
        release: &Release,
    ) -> Done {
        let id = concept.id.as_str();
        if is_collection {
            self.iri(id, rdf::TYPE, vocabulary::COLLECTION)?;
        } else {
            self.iri(id, rdf::TYPE, vocabulary::CONCEPT)?;
            self.iri(id, vocabulary::IN_SCHEME, scheme)?;
            self.kind(id, concept.kind)?;
        }
        for label in &concept.labels {
            let predicate = match label.kind {
                LabelKind::Preferred => vocabulary::PREF,
                LabelKind::Alternative => vocabulary::ALT,
                LabelKind::Hidden => vocabulary::HIDDEN,
            };
            self.in_language(id, predicate, &label.text, label.language.as_str())?;
        }
        for text in &concept.texts {
            let predicate = match text.kind {
                TextKind::Description => vocabulary::DESCRIPTION,
                TextKind::Definition => vocabulary::DEFINITION,
                TextKind::ScopeNote => vocabulary::SCOPE_NOTE,
                TextKind::Note => vocabulary::NOTE,
            };
            self.in_language(id, predicate, &text.text, text.language.as_str())?;
        }
        for Notation { scheme, code } in &concept.notations {
            match datatype(scheme, &release.key) {
                None => self.plain(id, vocabulary::NOTATION, code)?,
                Some(datatype) => self.typed(id, vocabulary::NOTATION, code, &datatype)?,
            }
        }
        for one in &concept.properties {
            if one.name.as_ref() == "in_scheme" && plan.is_other_scheme(&one.value, scheme) {
                self.iri(id, vocabulary::IN_SCHEME, &one.value)?;
            } else {
                self.plain(id, &property_predicate(&one.name), &one.value)?;
            }
        }
        self.status(id, &concept.status)
    }

    /// ESCO's classes say occupations, skills and knowledge; our own word says the rest.
    fn kind(&mut self, id: &str, kind: ConceptKind) -> Done {
        match kind {
            ConceptKind::Occupation => self.iri(id, rdf::TYPE, vocabulary::ESCO_OCCUPATION)?,
            ConceptKind::Skill | ConceptKind::Knowledge => {
                let at = usize::from(kind == ConceptKind::Knowledge);
                self.iri(id, rdf::TYPE, vocabulary::ESCO_SKILL)?;
                self.iri(id, vocabulary::SKILL_TYPE, vocabulary::SKILL_TYPES[at])?;
            }
            _ => {}
        }
        self.plain(id, vocabulary::KIND, kind.name())
    }

    fn status(&mut self, id: &str, status: &Status) -> Done {
        if *status == Status::Active {
            return Ok(());
        }
        self.typed(id, vocabulary::DEPRECATED, "true", vocabulary::BOOLEAN)?;
        let Status::ReplacedBy(successors) = status else { return Ok(()) };
        for successor in successors {
            self.iri(id, vocabulary::IS_REPLACED_BY, successor.as_str())?;
        }
        // Triples have no order; one that matters is said apart.
        let is_set = successors.windows(2).all(|pair| pair[0] < pair[1]) && !successors.is_empty();
        if is_set {
            return Ok(());
        }
        let list: Vec<&str> = successors.iter().map(ConceptId::as_str).collect();
        self.plain(id, vocabulary::REPLACEMENTS, &list.join(" "))
    }
}

/// The datatype that says a classification; nothing of the framework's own codes.
fn datatype(scheme: &str, key: &str) -> Option<String> {
    if scheme == key {
        return None;
    }
    // Some datatypes are told otherwise, or not at all, in one of the syntaxes.
    let is_reserved = ["http://www.w3.org/", OWN_NOTATION].iter().any(|ns| scheme.starts_with(ns));
    let is_iri = (scheme.starts_with("http://") || scheme.starts_with("https://"))
        && ConceptId::new(scheme).is_ok();
    Some(if is_iri && !is_reserved {
        scheme.to_owned()
    } else {
        format!("{OWN_NOTATION}{}", encoded_name(scheme))
    })
}

/// The predicate of a property: the one whose short name it has, where it means nothing else; else an own one.
fn property_predicate(name: &str) -> String {
    if name == property::MODIFIED {
        return vocabulary::MODIFIED.to_owned();
    }
    let known = expand(name)
        .filter(|iri| compact(iri).as_deref() == Some(name) && role(iri).is_none())
        .filter(|iri| !iri.starts_with(vocabulary::OWN) && !iri.starts_with(OWN_PROPERTY));
    let is_whole = (name.starts_with("http://") || name.starts_with("https://"))
        && ConceptId::new(name).is_ok()
        && rdf::is_predicate(name)
        && compact(name).is_none()
        && role(name).is_none()
        && !name.starts_with(OWN_PROPERTY);
    if is_whole {
        return name.to_owned();
    }
    known.unwrap_or_else(|| format!("{OWN_PROPERTY}{}", encoded_name(name)))
}

/// The predicate that others have for a relation; of the two that SKOS binds only where they may stand.
fn standard(kind: RelationKind, is_bound: bool) -> Option<&'static str> {
    match kind {
        RelationKind::Broader => is_bound.then_some(vocabulary::BROADER),
        RelationKind::Related => is_bound.then_some(vocabulary::RELATED),
        RelationKind::Essential => Some(vocabulary::ESSENTIAL),
        RelationKind::Optional => Some(vocabulary::OPTIONAL),
        RelationKind::PartOf => Some(vocabulary::IS_PART_OF),
        RelationKind::Precedes => Some(vocabulary::PRECEDES),
        RelationKind::Teaches => Some(vocabulary::TEACHES),
        RelationKind::Assesses => Some(vocabulary::ASSESSES),
        _ => None,
    }
}

/// The predicate of a relation, its own one where others have none.
fn predicate(kind: RelationKind, is_bound: bool) -> String {
    standard(kind, is_bound).map_or_else(|| own_relation(kind), str::to_owned)
}
