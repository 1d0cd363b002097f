//! Descriptors -> a framework of skills and collections.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::code::slug;
use crate::formats::links::Links;
use crate::formats::rsd::descriptor::Collected;
use crate::formats::rsd::descriptor::Descriptor;
use crate::formats::rsd::descriptor::PUBLICATION;
use crate::formats::rsd::descriptor::collection_tail;
use crate::formats::rsd::descriptor::is_named_after;
use crate::formats::rsd::descriptor::status;
use crate::formats::rsd::descriptor::uuid_of;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

/// What a file says of the whole; empty where it says nothing.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) title: String,
    pub(super) publisher: String,
    pub(super) version: String,
    pub(super) licence: Licence,
    pub(super) description: String,
}

/// The framework of these descriptors, and how many of them became concepts.
///
/// Errors: there is no skill among them.
pub(super) fn framework(
    bundle: &Bundle,
    library: Library,
    descriptors: Vec<Descriptor>,
    options: &ReadOptions,
    issues: &mut Issues,
    links: &mut Links,
) -> Result<(Framework, u64), ReadError> {
    let place = || Location::file(&bundle.origins().join(", "));
    let has_content =
        |d: &Descriptor| !d.is_collection || !d.id.is_empty() && !library.id.is_empty();
    if !descriptors.iter().any(has_content) {
        let what = "there is no skill in it";
        let remedy = "give the skills themselves: a library export, a collection, a page of skills";
        return Err(ReadError::invalid(place(), what, remedy));
    }
    let mut release = release(bundle, library)
        .map_err(|what| ReadError::invalid(place(), what, "name the framework by an IRI"))?;
    options.apply(&mut release);
    let base = release.framework.clone();
    let mut skills = Skills { builder: FrameworkBuilder::new(release), base, issues, links };
    let mut added = Vec::new();
    for mut descriptor in descriptors {
        if let Some(id) = skills.add(&mut descriptor) {
            added.push((id, descriptor));
        }
    }
    let n_added = added.len() as u64;
    for (id, descriptor) in &added {
        skills.relate(id, descriptor);
    }
    let framework = skills
        .builder
        .build()
        .map_err(|e| ReadError::invalid(place(), e.to_string(), "give another short name"))?;
    Ok((framework, n_added))
}

fn release(bundle: &Bundle, library: Library) -> Result<Release, String> {
    let file = bundle.files().first().map_or("skills", |file| file.base_name());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let id =
        if library.id.is_empty() { format!("urn:skillmap:rsd:{}", slug(stem)) } else { library.id };
    let title = if library.title.is_empty() { stem.to_owned() } else { library.title };
    let key = slug(if library.key.is_empty() { &title } else { &library.key });
    let key = key.get(..64).unwrap_or(&key).trim_end_matches('-').to_owned();
    Ok(Release {
        framework: ConceptId::new(id).map_err(|e| e.to_string())?,
        key,
        title,
        publisher: library.publisher,
        version: if library.version.is_empty() { "1".to_owned() } else { library.version },
        licence: library.licence,
        description: library.description,
    })
}

struct Skills<'a> {
    builder: FrameworkBuilder,
    base: ConceptId,
    issues: &'a mut Issues,
    links: &'a mut Links,
}

impl Skills<'_> {
    /// The IRI of what has that name here; of no IRI one below the framework.
    fn iri(&self, id: &str, seed: &str) -> Option<ConceptId> {
        let below = |tail: &str| ConceptId::new(format!("{}:{tail}", self.base)).ok();
        if id.is_empty() {
            return below(&format!(
                "skill:{}",
                Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes())
            ));
        }
        let is_uuid = id.len() == 36 && Uuid::try_parse(id).is_ok();
        if is_uuid {
            return ConceptId::new(format!("urn:uuid:{}", id.to_ascii_lowercase())).ok();
        }
        ConceptId::new(id).ok().or_else(|| below(&crate::formats::code::percent_encoded(id)))
    }

    fn add(&mut self, descriptor: &mut Descriptor) -> Option<ConceptId> {
        let place = descriptor.place.clone().unwrap_or_else(|| Location::file("input"));
        let seed = format!("{}\n{}\n{}", self.base, descriptor.name, descriptor.statement);
        let uuid = descriptor.values("uuid").next().unwrap_or_default().to_owned();
        let said = if descriptor.id.is_empty() { &uuid } else { &descriptor.id };
        let Some(id) = self.iri(said, &seed) else {
            let what = format!("{said:?} cannot name a skill");
            self.issues.error("bad-id", place, what, "give it an IRI");
            return None;
        };
        if descriptor.name.len() > limits::LABEL_BYTES {
            let what = format!("the name has {} bytes", descriptor.name.len());
            self.issues.error("too-long", place, what, "shorten it; the skill is left out");
            return None;
        }
        // A skill without a name repeats its IRI, one without a statement its name: both are asked for.
        let name = Some(descriptor.name.trim()).filter(|name| *name != id.as_str());
        let name = name.filter(|name| !name.is_empty());
        let statement = descriptor.statement.trim();
        let is_collection =
            descriptor.is_collection || name.is_some_and(|name| is_named_after(id.as_str(), name));
        let kind = if is_collection { ConceptKind::Collection } else { ConceptKind::Skill };
        if name.is_none() && statement.is_empty() {
            let (what, remedy) = ("it has neither a name nor a statement", "give it both");
            self.issues.error("no-name", place, what, remedy);
            return None;
        }
        let mut concept = Concept::new(id.clone(), kind);
        let (is_in_use, more) = status(&descriptor.status);
        concept.status = is_in_use;
        if !descriptor.successors.is_empty() {
            concept.status = Status::ReplacedBy(descriptor.successors.clone());
        }
        if let Some(more) = more {
            concept.properties.push(Property { name: PUBLICATION.into(), value: more.into() });
        }
        let repeats = statement == name.unwrap_or(id.as_str());
        if statement.len() > limits::TEXT_BYTES {
            let what = format!("the statement has {} bytes", statement.len());
            self.issues.error("too-long", place.clone(), what, "shorten it; it is left out");
        } else if !statement.is_empty() && !repeats {
            let (kind, language) = (TextKind::Description, Language::ENGLISH);
            concept.texts.push(Text { kind, language, text: statement.into() });
        }
        for (fact, value) in &descriptor.facts {
            // A UUID that follows from the IRI says nothing of its own.
            if *fact == "uuid" && value.eq_ignore_ascii_case(&uuid_of(id.as_str())) {
                continue;
            }
            concept
                .properties
                .push(Property { name: (*fact).into(), value: value.as_str().into() });
        }
        if !self.builder.add(concept) {
            let what = format!("{id} stands twice");
            self.issues.warning("duplicate-concept", place, what, "keep one; the first is read");
            return None;
        }
        if let Some(name) = name {
            let (kind, language) = (LabelKind::Preferred, Language::ENGLISH);
            self.builder.add_label(id.as_str(), Label { kind, language, text: name.into() });
        }
        Some(id)
    }

    fn relate(&mut self, id: &ConceptId, descriptor: &Descriptor) {
        for collection in &descriptor.collections {
            self.collect(id, collection, descriptor);
        }
        for occupation in &descriptor.occupations {
            let kind = RelationKind::Related;
            let _ = self.builder.relate_outside(id.as_str(), kind, occupation.clone());
        }
        // An alignment that stands twice with two names is one.
        let mut said = BTreeSet::new();
        for alignment in &descriptor.alignments {
            if !said.insert((&alignment.object, alignment.predicate)) {
                continue;
            }
            let how = Justification::UnspecifiedMatching;
            let object = Some(alignment.object.clone());
            let mut mapping = Mapping::new(id.clone(), alignment.predicate, object, how);
            mapping.object_label = crate::formats::statement::label(&alignment.name);
            mapping.subject_label = crate::formats::statement::label(&descriptor.name);
            self.links.add(mapping, Some(&alignment.framework));
        }
    }

    /// Puts a skill into a collection, which becomes a concept where it is known by a name.
    fn collect(&mut self, id: &ConceptId, collection: &Collected, descriptor: &Descriptor) {
        let tail = || format!("{}:{}", self.base, collection_tail(&collection.name));
        let said = match (collection.id.as_str(), collection.uuid.as_str()) {
            ("", "") => tail(),
            ("", uuid) => sibling(id.as_str(), uuid),
            (id, _) => id.to_owned(),
        };
        let Ok(other) = ConceptId::new(said.as_str()) else {
            let place = descriptor.place.clone().unwrap_or_else(|| Location::file("input"));
            let what = format!("the collection {said:?} has no IRI");
            self.issues.error("bad-collection", place, what, "give it a shorter name");
            return;
        };
        let is_known = self.builder.position(other.as_str()).is_some();
        if !is_known && collection.name.is_empty() {
            let _ = self.builder.relate_outside(id.as_str(), RelationKind::MemberOf, other);
            return;
        }
        if !is_known {
            self.builder.add(Concept::new(other.clone(), ConceptKind::Collection));
            let text = crate::formats::statement::label(&collection.name).into();
            let (kind, language) = (LabelKind::Preferred, Language::ENGLISH);
            self.builder.add_label(other.as_str(), Label { kind, language, text });
        }
        let _ = self.builder.relate(id.as_str(), RelationKind::MemberOf, other.as_str());
    }
}

/// The IRI of a collection beside a skill: OSMT has both in folders beside each other.
fn sibling(skill: &str, uuid: &str) -> String {
    match skill.rsplit_once("/skills/") {
        Some((base, _)) => format!("{base}/collections/{uuid}"),
        None => format!("urn:uuid:{uuid}"),
    }
}
