//! What a framework's files say of concepts of other frameworks -> mapping sets, one for each of those.

use std::collections::BTreeMap;

use crate::formats::statement;
use crate::model::ConceptId;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Release;

/// Mappings met while a framework is read.
#[derive(Debug, Default)]
pub(in crate::formats) struct Links {
    /// By the name of the other framework.
    sets: BTreeMap<String, Vec<Mapping>>,
}

impl Links {
    /// Adds a mapping; `name` is the other framework's, where the file says it, else its namespace is taken.
    pub(in crate::formats) fn add(&mut self, mapping: Mapping, name: Option<&str>) {
        let namespace = || mapping.object.as_ref().map_or("", |object| namespace(object));
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(namespace).to_owned();
        self.sets.entry(name).or_default().push(mapping);
    }

    /// One set for each framework that is spoken of, in order of name, each statement once.
    pub(in crate::formats) fn into_sets(
        self,
        release: &Release,
        language: Language,
    ) -> Vec<MappingSet> {
        let own = if release.title.is_empty() { &release.key } else { &release.title };
        let end = |name: &str, version: &str| MappingEnd {
            name: name.to_owned(),
            version: version.to_owned(),
            concept_type: String::new(),
            language,
        };
        let set = |(name, mut mappings): (String, Vec<Mapping>)| {
            statement::sort(&mut mappings);
            mappings.dedup();
            MappingSet {
                title: format!("{own} to {name}"),
                author: release.publisher.clone(),
                version: release.version.clone(),
                date: String::new(),
                licence: release.licence.clone(),
                subject_source: end(own, &release.version),
                object_source: end(&name, ""),
                mappings,
            }
        };
        self.sets.into_iter().map(set).collect()
    }
}

/// What an IRI's last part hangs below: up to its last `/`, `#` or `:`.
fn namespace(id: &ConceptId) -> &str {
    let iri = id.as_str();
    let end = iri.rfind(['/', '#']).or_else(|| iri.rfind(':'));
    end.map_or(iri, |end| &iri[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_is_what_the_concepts_of_a_framework_share() {
        for (iri, wanted) in [
            ("http://data.europa.eu/esco/skill/1", "http://data.europa.eu/esco/skill/"),
            ("http://example.org/skills#a", "http://example.org/skills#"),
            ("urn:example:a", "urn:example:"),
        ] {
            assert_eq!(namespace(&ConceptId::new(iri).unwrap()), wanted);
        }
    }
}
