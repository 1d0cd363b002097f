//! The documents of a provider of CASE: sorted, filtered, cut and paged as its binding says.

use std::cmp::Ordering;

use serde_json::Map;
use serde_json::Value;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::case_shelf::CaseEntry;
use crate::engine::case_shelf::CaseForm;
use crate::engine::case_shelf::CaseVersion;
use crate::engine::case_shelf::alone;
use crate::engine::case_shelf::entry;
use crate::engine::case_shelf::read;
use crate::engine::case_shelf::seconds;
use crate::engine::case_shelf::tag;
use crate::engine::case_shelf::unreadable;
use crate::formats::CaseKind;

/// Which documents, in which order, and what of them.
#[derive(Debug, Clone, Default)]
pub struct CaseDocumentsRequest {
    /// How many at most.
    pub limit: usize,
    /// How many are passed over.
    pub offset: usize,
    /// The member by which they are sorted; one that documents do not have leaves the order of the frameworks.
    pub sort: String,
    /// Whether that is turned round.
    pub order: CaseOrder,
    /// `<member><operator>'<value>'`, or two of them with ` AND ` or ` OR ` between; empty takes all.
    pub filter: String,
    /// The members that are shown; all where there are none, or one that documents do not have.
    pub fields: Vec<String>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseOrder {
    /// From the least.
    #[default]
    Ascending,
    /// From the greatest.
    Descending,
}

/// One page of documents.
#[derive(Debug, Clone)]
pub struct CaseDocuments {
    /// The JSON.
    pub entry: CaseEntry,
    /// How many documents fit the filter.
    pub n_total: usize,
}

/// Members of a document, 1.0 and 1.1 alike: whether a release says them or not, they may be asked for.
const MEMBERS: [&str; 21] = [
    "identifier",
    "uri",
    "frameworkType",
    "caseVersion",
    "creator",
    "title",
    "lastChangeDateTime",
    "officialSourceURL",
    "publisher",
    "description",
    "subject",
    "subjectURI",
    "language",
    "version",
    "adoptionStatus",
    "statusStartDate",
    "statusEndDate",
    "licenseURI",
    "notes",
    "extensions",
    "CFPackageURI",
];
/// Those that hold links.
const LINKS: [&str; 3] = ["subjectURI", "licenseURI", "CFPackageURI"];
/// Members of a link.
const OF_LINKS: [&str; 3] = ["title", "identifier", "uri"];
/// Operators, the longer ones first.
const OPERATORS: [&str; 7] = ["!=", ">=", "<=", "=", ">", "<", "~"];

impl Engine {
    /// The documents of all frameworks that may be passed on.
    ///
    /// Errors: the filter cannot be read or names a member that documents do not have.
    pub fn case_documents(
        &self,
        version: CaseVersion,
        request: &CaseDocumentsRequest,
        form: &CaseForm,
    ) -> Result<CaseDocuments, Error> {
        let filter = Filter::read(&request.filter)?;
        let (mut documents, mut names, mut changed) = (Vec::new(), Vec::new(), 0);
        for kept in self.case_shelves(version)? {
            let place = kept.find(CaseKind::Document, &kept.head.document);
            let Some(place) = place.map_err(|e| unreadable(&e))? else { continue };
            let text = alone(&kept, CaseKind::Document, read(&kept, place)?);
            let document: Value = serde_json::from_slice(&entry(&kept, &text, form).body)
                .map_err(|e| Error::internal(format!("a document of CASE is no JSON: {e}")))?;
            names.push(kept.name.clone());
            changed = changed.max(seconds(&kept.head.changed));
            if filter.takes(&document) {
                documents.push(document);
            }
        }
        if is_member(&request.sort) {
            documents.sort_by(|a, b| order(a, b, &request.sort));
        }
        if request.order == CaseOrder::Descending {
            documents.reverse();
        }
        let n_total = documents.len();
        let page = documents.into_iter().skip(request.offset).take(request.limit);
        let page: Vec<Value> = page.map(|document| shown(document, &request.fields)).collect();
        let body = Map::from_iter([(CaseKind::Document.members().to_owned(), Value::from(page))]);
        let body = Value::Object(body).to_string().into_bytes();
        let entry = CaseEntry { body, tag: tag(&names.join(" "), form), changed };
        Ok(CaseDocuments { entry, n_total })
    }
}

/// Whether documents have such a member, which may be one of a link (`licenseURI.title`).
fn is_member(name: &str) -> bool {
    match name.split_once('.') {
        None => MEMBERS.contains(&name),
        Some((link, member)) => LINKS.contains(&link) && OF_LINKS.contains(&member),
    }
}

/// The texts of a member, in lower case, and whether it is a list.
fn texts(document: &Value, member: &str) -> (Vec<String>, bool) {
    let (name, of_link) = member.split_once('.').unwrap_or((member, ""));
    let value = &document[name];
    let single = std::slice::from_ref(value);
    let values = value.as_array().map_or(single, Vec::as_slice);
    let inner = values.iter().map(|v| if of_link.is_empty() { v } else { &v[of_link] });
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.to_lowercase()),
        other => Some(other.to_string().to_lowercase()),
    };
    (inner.filter_map(text).collect(), value.is_array())
}

fn order(a: &Value, b: &Value, member: &str) -> Ordering {
    let key = |document| (texts(document, member).0, texts(document, "identifier").0);
    key(a).cmp(&key(b))
}

fn shown(document: Value, fields: &[String]) -> Value {
    match document {
        Value::Object(members)
            if !fields.is_empty() && fields.iter().all(|f| MEMBERS.contains(&f.as_str())) =>
        {
            Value::Object(members.into_iter().filter(|(name, _)| fields.contains(name)).collect())
        }
        whole => whole,
    }
}

/// What documents have to be.
#[derive(Debug, Default)]
struct Filter {
    clauses: Vec<Clause>,
    /// Whether one of the clauses is enough.
    is_either: bool,
}

#[derive(Debug)]
struct Clause {
    member: String,
    operator: &'static str,
    /// In lower case.
    value: String,
}

impl Filter {
    fn read(text: &str) -> Result<Self, Error> {
        let mut filter = Self::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let wrong = || {
                let example = "title~'math', or two such with AND or OR between";
                Error::invalid(
                    "filter",
                    format!("the filter {text:?} cannot be read; write {example}"),
                )
            };
            let at = rest.find(['=', '!', '<', '>', '~']).ok_or_else(wrong)?;
            let (member, tail) = (rest[..at].trim(), &rest[at..]);
            let operator = OPERATORS
                .into_iter()
                .find(|operator| tail.starts_with(operator))
                .ok_or_else(wrong)?;
            let tail = tail[operator.len()..].trim_start().strip_prefix('\'').ok_or_else(wrong)?;
            // An apostrophe before a letter stands in the value (`children's`); any other ends it, so that a joint
            // other than AND and OR is refused, not read as part of the value.
            let ends = |at: &usize| !tail[at + 1..].starts_with(char::is_alphanumeric);
            let end = tail.match_indices('\'').map(|(at, _)| at).find(ends).ok_or_else(wrong)?;
            if !is_member(member) {
                let message = format!("documents have no {member:?}; filter by another member");
                return Err(Error::invalid("filter", message));
            }
            let value = tail[..end].to_lowercase();
            filter.clauses.push(Clause { member: member.to_owned(), operator, value });
            let after = tail[end + 1..].trim();
            rest =
                match (filter.clauses.len(), after.strip_prefix("OR "), after.strip_prefix("AND "))
                {
                    _ if after.is_empty() => "",
                    (1, Some(next), _) => {
                        filter.is_either = true;
                        next
                    }
                    (1, _, Some(next)) => next,
                    _ => return Err(wrong()),
                };
        }
        Ok(filter)
    }

    fn takes(&self, document: &Value) -> bool {
        if self.is_either {
            return self.clauses.iter().any(|clause| clause.takes(document));
        }
        self.clauses.iter().all(|clause| clause.takes(document))
    }
}

impl Clause {
    fn takes(&self, document: &Value) -> bool {
        let (texts, is_list) = texts(document, &self.member);
        let wanted: Vec<&str> = self.value.split(',').map(str::trim).collect();
        let has = |value: &&str| texts.iter().any(|text| text == value);
        let any = |test: &dyn Fn(Ordering) -> bool| {
            texts.iter().any(|text| test(text.as_str().cmp(self.value.as_str())))
        };
        match (self.operator, is_list) {
            ("=", true) => wanted.iter().all(has),
            ("!=", true) => !wanted.iter().all(has),
            ("~", true) => wanted.iter().any(has),
            ("~", false) => texts.iter().any(|text| text.contains(&self.value)),
            ("=", false) => any(&Ordering::is_eq),
            ("!=", false) => !any(&Ordering::is_eq),
            (">", _) => any(&Ordering::is_gt),
            (">=", _) => any(&Ordering::is_ge),
            ("<", _) => any(&Ordering::is_lt),
            _ => any(&Ordering::is_le),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_takes_what_it_says() {
        let document = serde_json::json!({"title": "Children's Math", "version": "2", "subject": ["Math", "Art"],
            "licenseURI": {"title": "CC BY"}, "lastChangeDateTime": "2026-01-02T00:00:00Z"});
        for (filter, wanted) in [
            ("", true),
            ("title='children's math'", true),
            ("title='math'", false),
            ("title~'MATH'", true),
            ("title!='x'", true),
            ("licenseURI.title = 'cc by'", true),
            ("subject='art,math'", true),
            ("subject='art,music'", false),
            ("subject~'art,music'", true),
            ("lastChangeDateTime>'2026-01-01'", true),
            ("lastChangeDateTime<='2026-01-01'", false),
            ("version>='2'", true),
            ("version<'2'", false),
            ("title='x' OR version='2'", true),
            ("title='x' AND version='2'", false),
            ("title~'math' AND version='2'", true),
            ("notes='x'", false),
            ("notes!='x'", true),
        ] {
            assert_eq!(Filter::read(filter).unwrap().takes(&document), wanted, "{filter}");
        }
    }

    #[test]
    fn a_filter_that_says_nothing_is_refused() {
        for filter in [
            "title",
            "title=",
            "title=x",
            "title='x",
            "colour='x'",
            "title.x='y'",
            "title='a' XOR title='b'",
            "title='a' AND title='b' AND title='c'",
            "='x'",
            "title!'x'",
        ] {
            assert_eq!(Filter::read(filter).unwrap_err().field, Some("filter"), "{filter}");
        }
    }

    #[test]
    fn an_unknown_field_shows_all() {
        let document = serde_json::json!({"title": "T", "version": "2"});
        let of = |fields: &[&str]| {
            let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
            shown(document.clone(), &fields)
        };
        assert_eq!(of(&["title"]), serde_json::json!({"title": "T"}));
        assert_eq!((of(&["title", "colour"]), of(&[])), (document.clone(), document.clone()));
    }
}
