//! What items and the document name -> `CFDefinitions`: licence, types of items, keywords and subjects.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::case::document;
use crate::formats::case::forms::DefinitionsForm;
use crate::formats::case::forms::ItemForm;
use crate::formats::case::forms::ItemTypeForm;
use crate::formats::case::forms::LicenseForm;
use crate::formats::case::forms::LinkForm;
use crate::formats::case::forms::TopicForm;
use crate::formats::case::forms::Value;
use crate::formats::case::identifiers;
use crate::formats::case::layout::Whole;

/// The member of an item that links to a `CFConcept`.
pub(super) const KEYWORD: &str = "conceptKeywordsURI";
/// The member that links to `CFSubject`s.
pub(super) const SUBJECT: &str = "subjectURI";

/// What the items met so far name.
#[derive(Default)]
pub(super) struct Named {
    types: BTreeSet<(String, LinkForm)>,
    /// By identifier: what two items call by two titles is defined once.
    keywords: BTreeMap<String, LinkForm>,
    subjects: BTreeMap<String, LinkForm>,
}

impl Named {
    /// Notes what an item names.
    pub(super) fn note(&mut self, item: &ItemForm<'_>) {
        if let (Some(title), Some(link)) = (item.item_type, &item.item_type_uri) {
            self.types.insert((title.to_owned(), link.clone()));
        }
        for (member, known) in [(KEYWORD, &mut self.keywords), (SUBJECT, &mut self.subjects)] {
            let links = match item.fields.get(member) {
                Some(Value::Link(link)) => std::slice::from_ref(link),
                Some(Value::Links(links)) => links,
                _ => &[],
            };
            for link in links {
                known.entry(link.identifier.clone()).or_insert_with(|| link.clone());
            }
        }
    }

    /// All that was named, with the licence of the document.
    pub(super) fn definitions<'a>(
        self,
        licence: Option<LicenseForm<'a>>,
        latest: &'a str,
    ) -> DefinitionsForm<'a> {
        DefinitionsForm {
            concepts: topics(self.keywords, latest),
            subjects: topics(self.subjects, latest),
            licenses: licence.into_iter().collect(),
            item_types: item_types(self.types, latest),
        }
    }
}

/// Keywords or subjects, by title. No level among them is known, so each has a place of its own.
fn topics(links: BTreeMap<String, LinkForm>, latest: &str) -> Vec<TopicForm<'_>> {
    let links: BTreeSet<LinkForm> = links.into_values().collect();
    let form = |(number, link): (usize, LinkForm)| TopicForm {
        identifier: link.identifier,
        uri: link.uri,
        title: link.title,
        hierarchy_code: number.to_string(),
        last_change_date_time: latest,
    };
    (1..).zip(links).map(form).collect()
}

/// The licence, where there is one. A licence without a page has its identifier for an IRI.
pub(super) fn licence<'a>(whole: &Whole<'a>, latest: &'a str) -> Option<LicenseForm<'a>> {
    let licence = &whole.parts.release.licence;
    if [&licence.name, &licence.url, &licence.attribution].iter().all(|text| text.is_empty()) {
        return None;
    }
    let framework = whole.parts.release.framework.as_str();
    let made = || document::made_licence(framework, &licence.name);
    let uuid = identifiers::carried(&licence.url).unwrap_or_else(made);
    // The text is needed; where none is known it repeats what is.
    let known = [licence.attribution.as_str(), &licence.name, &licence.url];
    Some(LicenseForm {
        identifier: uuid.to_string(),
        uri: if licence.url.is_empty() { identifiers::urn(uuid) } else { licence.url.clone() },
        title: &licence.name,
        description: &licence.attribution,
        license_text: known.into_iter().find(|text| !text.is_empty()).unwrap_or_default(),
        last_change_date_time: latest,
    })
}

fn item_types(types: BTreeSet<(String, LinkForm)>, latest: &str) -> Vec<ItemTypeForm<'_>> {
    let form = |(number, (title, link)): (usize, (String, LinkForm))| ItemTypeForm {
        identifier: link.identifier,
        uri: link.uri,
        title: link.title,
        // Version 1.1 needs a description.
        description: title,
        hierarchy_code: number.to_string(),
        last_change_date_time: latest,
    };
    (1..).zip(types).map(form).collect()
}
