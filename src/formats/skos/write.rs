//! Framework and mappings -> triples of SKOS, in any of its syntaxes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::formats::Fitted;
use crate::formats::ReadError;
use crate::formats::rdf;
use crate::formats::rdf::GraphBuilder;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::Term;
use crate::formats::rdf::compact;
use crate::formats::rdf::expand;
use crate::formats::skos::hierarchy::Hierarchy;
use crate::formats::skos::hierarchy::Same;
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
use crate::model::Mapping;
use crate::model::Notation;
use crate::model::Predicate;
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
                kind => self.iri(subject, &plan.predicate(number, kind), object)?,
            }
        }
        for relation in &parts.outside {
            let predicate = standard(relation.kind, false)
                .map_or_else(|| own_relation(relation.kind), str::to_owned);
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

/// What may be said in words of SKOS and what may not, found before anything is written.
struct Plan {
    /// Concepts by IRI.
    ids: BTreeMap<String, u32>,
    collections: BTreeSet<u32>,
    /// Concepts that are below something, or are no concepts to SKOS.
    not_tops: BTreeSet<u32>,
    /// Related pairs that the hierarchy forbids (S27), by position among the relations.
    free_relations: BTreeSet<usize>,
    /// Mappings that others forbid (S27, S46), by position.
    free_mappings: BTreeSet<usize>,
}

impl Plan {
    fn new(fitted: &Fitted) -> Self {
        let parts = fitted.framework.parts();
        let ids = (0u32..).zip(&parts.concepts).map(|(n, c)| (c.id.as_str().to_owned(), n));
        let mut plan = Self {
            ids: ids.collect(),
            collections: BTreeSet::new(),
            not_tops: BTreeSet::new(),
            free_relations: BTreeSet::new(),
            free_mappings: BTreeSet::new(),
        };
        plan.find_collections(fitted);
        plan.find_clashes(fitted);
        plan.not_tops.extend(plan.collections.iter());
        let below = parts.relations.iter().filter(|r| r.kind == RelationKind::Broader);
        plan.not_tops.extend(below.map(|r| r.subject));
        plan
    }

    fn is_collection(&self, position: u32) -> bool {
        self.collections.contains(&position)
    }

    fn is_top(&self, position: u32) -> bool {
        !self.not_tops.contains(&position)
    }

    fn is_other_scheme(&self, iri: &str, main: &str) -> bool {
        iri != main && ConceptId::new(iri).is_ok() && !self.ids.contains_key(iri)
    }

    fn predicate(&self, number: usize, kind: RelationKind) -> String {
        let is_bound = !self.free_relations.contains(&number);
        standard(kind, is_bound).map_or_else(|| own_relation(kind), str::to_owned)
    }

    /// A collection of SKOS stands in no relation and no mapping of concepts (S37); one of ours may.
    fn find_collections(&mut self, fitted: &Fitted) {
        let parts = fitted.framework.parts();
        let all = (0u32..).zip(&parts.concepts);
        let is_one = |c: &Concept| c.kind == ConceptKind::Collection;
        self.collections = all.filter(|(_, c)| is_one(c)).map(|(n, _)| n).collect();
        for relation in &parts.relations {
            let is_member = relation.kind == RelationKind::MemberOf;
            if !is_member {
                self.collections.remove(&relation.subject);
                self.collections.remove(&relation.object);
            }
        }
        for relation in &parts.outside {
            self.collections.remove(&relation.subject);
        }
        for mapping in &fitted.mappings {
            let ends = [Some(&mapping.subject), mapping.object.as_ref()];
            for end in ends.into_iter().flatten() {
                if let Some(position) = self.ids.get(end.as_str()) {
                    self.collections.remove(position);
                }
            }
        }
        let in_scheme = |c: &Concept| c.property("in_scheme").is_some();
        let others = (0u32..).zip(&parts.concepts).filter(|(_, c)| in_scheme(c));
        for (position, _) in others {
            self.collections.remove(&position);
        }
    }

    /// The same questions that a reader asks, in the same order.
    fn find_clashes(&mut self, fitted: &Fitted) {
        let parts = fitted.framework.parts();
        let mut numbers: FxHashMap<&str, u32> =
            self.ids.iter().map(|(id, n)| (id.as_str(), *n)).collect();
        let ends = |mapping: &Mapping| {
            mapping.object.as_ref().map(|o| (mapping.subject.clone(), o.clone()))
        };
        let pairs: Vec<Option<(ConceptId, ConceptId)>> = fitted.mappings.iter().map(ends).collect();
        for (subject, object) in pairs.iter().flatten() {
            for id in [subject, object] {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                numbers.entry(id.as_str()).or_insert(next);
            }
        }
        let number = |id: &ConceptId| numbers.get(id.as_str()).copied().unwrap_or(u32::MAX);
        let arrow = |(s, o): &(ConceptId, ConceptId)| (number(s), number(o));
        let mapped: Vec<(usize, Predicate, (u32, u32))> = (fitted.mappings.iter().enumerate())
            .zip(&pairs)
            .filter_map(|((at, m), pair)| Some((at, m.predicate, arrow(pair.as_ref()?))))
            .collect();
        let exact = mapped.iter().filter(|(_, p, _)| *p == Predicate::Exact);
        let mut same = Same::new(exact.map(|(_, _, pair)| *pair));
        let mut free = BTreeSet::new();
        for (at, predicate, (a, b)) in &mapped {
            let is_bound =
                matches!(predicate, Predicate::Broad | Predicate::Narrow | Predicate::Related);
            if is_bound && same.are(*a, *b) {
                free.insert(*at);
            }
        }
        let up = parts.relations.iter().filter(|r| r.kind == RelationKind::Broader);
        let up = up.map(|r| (r.subject, r.object));
        let mapped_up = mapped.iter().filter(|(at, ..)| !free.contains(at)).filter_map(
            |(_, predicate, (a, b))| match predicate {
                Predicate::Broad => Some((*a, *b)),
                Predicate::Narrow => Some((*b, *a)),
                _ => None,
            },
        );
        let mut hierarchy = Hierarchy::new(up.chain(mapped_up).collect());
        let related: Vec<(usize, (u32, u32))> = (parts.relations.iter().enumerate())
            .filter(|(_, r)| r.kind == RelationKind::Related)
            .map(|(number, r)| (number, (r.subject, r.object)))
            .collect();
        let mapped_related: Vec<(usize, (u32, u32))> = mapped
            .iter()
            .filter(|(at, predicate, _)| *predicate == Predicate::Related && !free.contains(at))
            .map(|(at, _, pair)| (*at, *pair))
            .collect();
        let pairs: Vec<(u32, u32)> =
            related.iter().chain(&mapped_related).map(|(_, pair)| *pair).collect();
        // What could not be found out is written in our own words, to be safe.
        let answers = hierarchy.is_above(&pairs);
        let (in_relations, in_mappings) = answers.split_at(related.len());
        let clashes = |of: &[(usize, (u32, u32))], answers: &[Option<bool>]| -> Vec<usize> {
            let both = of.iter().zip(answers);
            both.filter(|(_, answer)| **answer != Some(false)).map(|((at, _), _)| *at).collect()
        };
        self.free_relations = clashes(&related, in_relations).into_iter().collect();
        free.extend(clashes(&mapped_related, in_mappings));
        self.free_mappings = free;
    }
}
