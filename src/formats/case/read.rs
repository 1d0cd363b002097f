//! The entries of a package, in whatever order -> Framework.

use std::collections::BTreeMap;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::case;
use crate::formats::case::association;
use crate::formats::case::association::Association;
use crate::formats::case::association::Open;
use crate::formats::case::association::Said;
use crate::formats::case::association::Sort;
use crate::formats::case::dates;
use crate::formats::case::document::Document;
use crate::formats::case::document::License;
use crate::formats::case::entries;
use crate::formats::case::entries::Found;
use crate::formats::case::entries::Part;
use crate::formats::case::finish;
use crate::formats::case::identifiers;
use crate::formats::case::item;
use crate::formats::case::loose::Entry;
use crate::formats::case::names;
use crate::formats::case::package::Aside;
use crate::formats::case::package::Package;
use crate::formats::links::Links;
use crate::limits;
use crate::model::Framework;
use crate::model::Location;

/// Bytes of statements by which a language is told.
const SAMPLE_BYTES: usize = 8_192;

/// The framework in the bundle's one package; what it says of other frameworks is added to `links`.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let file = only_file(bundle)?;
    let mut package = Package::default();
    let mut reader = Reader {
        file: file.name(),
        package: &mut package,
        issues,
        counts: BTreeMap::new(),
        unknown: BTreeMap::new(),
        documents: Vec::new(),
        failure: None,
    };
    entries::each(file, &mut |found| reader.take(found))?;
    reader.tell_left_out();
    let Reader { counts, documents, failure, .. } = reader;
    if let Some(failure) = failure {
        return Err(failure);
    }
    let place = Location::file(file.name());
    if counts.get(&Part::Document).is_some_and(|(n, _)| *n > 1) {
        return Err(ReadError::invalid(
            place,
            "several packages are in it",
            "import them one by one",
        ));
    }
    if package.concepts.is_empty() && package.document.is_none() && !documents.is_empty() {
        let n = counts.get(&Part::Listed).map_or(0, |(n, _)| *n);
        let what = format!("it lists {n} documents without their items");
        let remedy = format!("import the package of each, such as {}", documents.join(", "));
        return Err(ReadError::invalid(place, what, &remedy));
    }
    if package.document.is_none() {
        let Some(of_items) = package.of_items.take() else {
            return Err(ReadError::invalid(
                place,
                "it has no CFDocument",
                "import the whole CFPackage",
            ));
        };
        let what = "it has no CFDocument; what its items say of theirs is taken";
        issues.warning("no-document", place.clone(), what, "import the whole CFPackage");
        package.document = Some(Document::of_items(&of_items.node(), &place)?);
    }
    for (part, member) in [(Part::Item, "CFItems"), (Part::Association, "CFAssociations")] {
        let (rows, taken) = counts.get(&part).copied().unwrap_or_default();
        tables.push(TableCount { file: format!("{}/{member}", file.name()), rows, taken });
    }
    finish::finish(package, file.name(), options, issues, links)
}

/// The one file of the bundle that is CASE.
fn only_file(bundle: &Bundle) -> Result<&BundleFile, ReadError> {
    if let [file] = bundle.files() {
        return Ok(file);
    }
    let mut found = None;
    for file in bundle.files() {
        if !file.outline()?.is_some_and(case::is_in) {
            continue;
        }
        if let Some(first) = found.replace(file) {
            let what = format!("{} and {} are two packages", BundleFile::name(first), file.name());
            let place = Location::file(&bundle.origins().join(", "));
            return Err(ReadError::invalid(place, what, "import them one by one"));
        }
    }
    let place = || Location::file(&bundle.origins().join(", "));
    found.ok_or_else(|| {
        ReadError::invalid(place(), "no file is a CASE package", "name the file itself")
    })
}

struct Reader<'a> {
    file: &'a str,
    package: &'a mut Package,
    issues: &'a mut Issues,
    /// Entries of each part, and how many were taken.
    counts: BTreeMap<Part, (u64, u64)>,
    /// Members that CASE does not have, and how often they were met.
    unknown: BTreeMap<String, u64>,
    /// Where the packages of listed documents are, the first of them.
    documents: Vec<String>,
    failure: Option<ReadError>,
}

impl Reader<'_> {
    fn take(&mut self, found: &Found<'_>) {
        if found.part == Part::Other {
            *self.unknown.entry(found.pointer.clone()).or_default() += 1;
            return;
        }
        let place = Location::pointer(self.file, found.pointer.as_str());
        self.counts.entry(found.part).or_default().0 += 1;
        let entry = Entry::parse(found.text);
        let entry = match entry {
            Ok(entry) if found.text.len() <= limits::RECORD_BYTES => entry.with_own_iris(),
            Ok(_) => {
                let what = format!("it has more than {} bytes", limits::RECORD_BYTES);
                self.issues.error("too-long", place, what, "shorten it; it is left out");
                return;
            }
            Err(e) => {
                let what = format!("it is no entry ({e})");
                self.issues.error("malformed", place, what, "correct it; it is left out");
                return;
            }
        };
        let is_taken = match found.part {
            Part::Document => self.document(&entry, &place),
            Part::Listed => self.listed(&entry),
            Part::Item => self.item(&entry, &place),
            Part::Association => self.association(&entry, &place),
            Part::Licence => {
                self.package.licences.push(License::read(&entry));
                true
            }
            Part::ItemType | Part::Concept | Part::Subject => says_nothing_more(&entry),
            Part::Rubric | Part::Grouping | Part::Other => false,
        };
        self.counts.entry(found.part).or_default().1 += u64::from(is_taken);
    }

    fn document(&mut self, entry: &Entry<'_>, place: &Location) -> bool {
        match Document::read(entry, place, self.issues) {
            Ok(document) => self.package.document = Some(document),
            Err(failure) => self.failure = Some(failure),
        }
        true
    }

    fn listed(&mut self, entry: &Entry<'_>) -> bool {
        let package = entry.node("CFPackageURI").map(|node| node.uri.to_string());
        if let Some(uri) = package.or_else(|| entry.text("uri").map(ToOwned::to_owned))
            && self.documents.len() < 3
        {
            self.documents.push(uri);
        }
        false
    }

    fn item(&mut self, entry: &Entry<'_>, place: &Location) -> bool {
        let package = &mut *self.package;
        if package.of_items.is_none() {
            package.of_items = entry.node("CFDocumentURI").map(|node| Open::new(&node));
        }
        for name in entry.names() {
            let is_known = names::ITEM_MEMBERS.contains(&name)
                || names::FIELDS.iter().any(|f| f.member == name);
            if !is_known && !entry.texts(name).is_empty() {
                *self.unknown.entry(format!("/CFItems/*/{name}")).or_default() += 1;
            }
        }
        let Some(item) = item::read(entry, place, self.issues) else { return false };
        let id = &item.concept.id;
        if package.ids.contains_key(id) {
            let what = format!("{id} stands twice");
            self.issues.error("duplicate-concept", place.clone(), what, "keep one of them");
            return false;
        }
        let Ok(position) = u32::try_from(package.concepts.len()) else { return false };
        let identifier = item.identifier;
        if let Some(uuid) = identifiers::any(&identifier) {
            package.by_uuid.entry(uuid).or_insert(position);
        } else if !identifier.is_empty() {
            package.by_name.entry(identifier.as_str().into()).or_insert(position);
        }
        let ends_in_it = |id: &str| {
            let at = id.len().checked_sub(identifier.len());
            at.and_then(|at| id.get(at..))
                .is_some_and(|tail| tail.eq_ignore_ascii_case(&identifier))
        };
        if !identifier.is_empty() && !ends_in_it(id.as_str()) {
            package.identifiers.push((position, identifier));
        }
        if item.language.is_none() && package.sample.len() < SAMPLE_BYTES {
            for label in item.concept.labels.iter().take(1) {
                package.sample.push_str(&label.text);
                package.sample.push('\n');
            }
        }
        package.ids.insert(id.clone(), position);
        package.concepts.push(item.concept);
        package.aside.push(Aside {
            language: item.language,
            n_plain: item.n_plain,
            kind: item.kind,
            is_ended: item.is_ended,
            type_said: item.type_said,
        });
        true
    }

    fn association(&mut self, entry: &Entry<'_>, place: &Location) -> bool {
        let name = entry.text("associationType").unwrap_or_default();
        let ends = (entry.node("originNodeURI"), entry.node("destinationNodeURI"));
        let (Some(origin), Some(destination)) = ends else {
            let what = "the association has no origin or no destination";
            self.issues.error("no-end", place.clone(), what, "give it both; it is left out");
            return false;
        };
        let (sort, is_swapped) = association::sort(name).unwrap_or_else(|| {
            let what = format!("{name:?} is no type of association");
            let remedy = "use one of the standard's; it is read as isRelatedTo";
            self.issues.warning("unknown-association", place.clone(), what, remedy);
            (Sort::Related, false)
        });
        let sequence = association::sequence(entry).unwrap_or_else(|said| {
            let what = format!("sequenceNumber {said:?} is no whole number");
            self.issues.warning(
                "bad-sequence",
                place.clone(),
                what,
                "write it as 3; it is left out",
            );
            None
        });
        let members = entry.names().filter(|name| !entry.texts(name).is_empty());
        let more = members.filter(|name| !names::ASSOCIATION_MEMBERS.contains(name));
        let extensions = entry.extensions.filter(|e| !["null", "{}"].contains(&e.get()));
        for name in more.chain(extensions.map(|_| "extensions")) {
            *self.unknown.entry(format!("/CFAssociations/*/{name}")).or_default() += 1;
        }
        let notes = entry.text("notes").unwrap_or_default();
        let is_match = matches!(sort, Sort::Match(_) | Sort::Part | Sort::Related);
        let time =
            entry.text("lastChangeDateTime").filter(|time| is_match && !dates::is_like_stamp(time));
        let date = time.and_then(dates::day).unwrap_or_default();
        let is_said = !notes.is_empty() || !date.is_empty();
        let said =
            is_said.then(|| Box::new(Said { notes: notes.to_owned(), date: date.to_owned() }));
        let (origin, destination) = (self.package.end(&origin), self.package.end(&destination));
        let (origin, destination) =
            if is_swapped { (destination, origin) } else { (origin, destination) };
        let number = self.counts.get(&Part::Association).map_or(0, |(n, _)| n.saturating_sub(1));
        self.package.associations.push(Association {
            origin,
            sort,
            destination,
            sequence,
            number,
            said,
        });
        true
    }

    /// Says what of the package is not kept.
    fn tell_left_out(&mut self) {
        let place = |pointer: &str| Location::pointer(self.file, pointer);
        for (part, pointer, what) in [
            (
                Part::Grouping,
                "/CFDefinitions/CFAssociationGroupings",
                "groupings of associations are not kept",
            ),
            (
                Part::Concept,
                "/CFDefinitions/CFConcepts",
                "keywords are defined; of them the titles are kept",
            ),
            (
                Part::Subject,
                "/CFDefinitions/CFSubjects",
                "subjects are described; of them the titles are kept",
            ),
            (
                Part::ItemType,
                "/CFDefinitions/CFItemTypes",
                "types are described; of them the titles are kept",
            ),
        ] {
            let n = self.counts.get(&part).map_or(0, |(n, taken)| n - taken);
            if n > 0 {
                self.issues.note(
                    "definitions",
                    place(pointer),
                    format!("{n} {what}"),
                    "nothing to do",
                );
            }
        }
        if let Some((n, _)) = self.counts.get(&Part::Rubric) {
            let what = format!("{n} rubrics are left out");
            self.issues.error(
                "rubrics",
                place("/CFRubrics"),
                what,
                "nothing to do; keep the file for them",
            );
        }
        for (pointer, n) in std::mem::take(&mut self.unknown) {
            let what = format!("this member, met {n} times, is not kept");
            let place = Location::pointer(self.file, pointer);
            self.issues.note("unknown-member", place, what, "nothing to do");
        }
        let licences = std::mem::take(&mut self.package.licences);
        if let Some(document) = &mut self.package.document {
            document.set_licence(licences);
        }
    }
}

/// Whether a definition says no more than its title: its description is missing or the same.
fn says_nothing_more(entry: &Entry<'_>) -> bool {
    let title = entry.text("title").unwrap_or_default();
    ["description", "keywords"].iter().all(|name| entry.text(name).is_none_or(|text| text == title))
}
