//! OSMT's CSV <-> descriptors: the export layout, the upload layout, the older batch import, and collections of them.
//!
//! Columns are found by name, in any case and order; several values of a cell are kept apart by `;`. Written is the
//! export layout of version 0.6, then columns of our own whose first row tells the release (OSMT passes over columns
//! that it does not know). What the layout asks for and a skill does not have: an author is `not stated`, a
//! statement repeats the name.

use crate::formats::Bundle;
use crate::formats::Fitted;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::is_iri;
use crate::formats::links::Links;
use crate::formats::rsd::descriptor::Alignment;
use crate::formats::rsd::descriptor::Collected;
use crate::formats::rsd::descriptor::Descriptor;
use crate::formats::rsd::descriptor::is_named_after;
use crate::formats::rsd::descriptor::occupation;
use crate::formats::rsd::descriptor::occupation_code;
use crate::formats::rsd::descriptor::occupation_level;
use crate::formats::rsd::descriptor::parts;
use crate::formats::rsd::export;
use crate::formats::rsd::import;
use crate::formats::rsd::import::Library;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Row;
use crate::formats::table::Table;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Predicate;

/// Who made a skill whose author nobody knows: the column may not be empty.
pub(super) const NOT_STATED: &str = "not stated";

const ID: &[&str] = &["Canonical URL"];
const NAME: &[&str] = &["RSD Name", "Skill Name"];
const STATEMENT: &[&str] = &["Skill Statement", "Contextualized Skill Statement"];
const COLLECTIONS: &[&str] = &["Collections", "Collection"];
const ALIGNMENT_NAME: &[&str] = &["Alignment Name", "Alignment Title"];
const ALIGNMENT: &[&str] = &["Alignment URL", "Alignment"];
const ALIGNMENT_FRAMEWORK: &[&str] = &["Alignment Framework"];

/// Facts, and the names that their column has had.
const FACTS: [(&str, &[&str]); 6] = [
    ("category", &["Categories", "Category", "Skill Categories", "Skill Category"]),
    ("author", &["Authors", "Author"]),
    ("keyword", &["Keywords", "Keyword"]),
    ("standard", &["Standards", "Professional Standards", "Standard"]),
    ("certification", &["Certifications", "Certification"]),
    ("employer", &["Employers", "Employer"]),
];

/// Columns with codes of occupations, and what codes stand in them.
const OCCUPATIONS: [(&str, &[&str]); 5] = [
    ("Major", &["Occupation Major Groups", "BLS Major Group", "BLS Major Groups"]),
    ("Minor", &["Occupation Minor Groups", "BLS Minor Group", "BLS Minor Groups"]),
    ("Broad", &["Broad Occupations", "BLS Broad Occupation", "BLS Broad Occupations"]),
    ("Detailed", &["Detailed Occupations", "BLS Detailed Occupation", "BLS Detailed Occupations"]),
    ("Job Role", &["O*Net Job Codes", "O*Net Job Role", "O*NET Job Roles"]),
];

/// The columns that tell the release, in its first row.
const LIBRARY: [&str; 9] = [
    "Framework URL",
    "Framework Key",
    "Framework",
    "Framework Description",
    "Publisher",
    "Version",
    "License",
    "License URL",
    "Attribution",
];

/// The header of the export layout.
const HEADER: [&str; 17] = [
    "Canonical URL",
    "RSD Name",
    "Skill Statement",
    "Categories",
    "Authors",
    "Collections",
    "Keywords",
    "Occupation Major Groups",
    "Occupation Minor Groups",
    "Broad Occupations",
    "Detailed Occupations",
    "O*Net Job Codes",
    "Standards",
    "Certifications",
    "Employers",
    "Alignment Name",
    "Alignment URL",
];

/// Whether a table begins with a header of skill descriptors.
pub(in crate::formats) fn is_head(head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    let cells: Vec<&str> =
        line.split(',').map(|cell| cell.trim().trim_matches('"').trim()).collect();
    let has = |names: &[&str]| {
        cells.iter().any(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
    };
    has(NAME) && has(STATEMENT)
}

/// The framework in the bundle's one table of skill descriptors.
///
/// Errors: there is none or are several, or no row has a skill.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let is_it = |file: &crate::formats::BundleFile, head: &str| {
        file.base_name().to_ascii_lowercase().ends_with(".csv")
            && is_head(head.trim_start_matches('\u{feff}'))
    };
    let several = "there are several tables of skill descriptors";
    let file = bundle.only(is_it, several, "there is no table of skill descriptors")?;
    let mut table = Table::open(file, Dialect::Comma, Preamble::Nothing)?;
    let columns = Columns::of(&table);
    let mut library = None;
    let mut descriptors = Vec::new();
    while let Some(row) = table.next_row(issues)? {
        library.get_or_insert_with(|| columns.library(&row));
        let place = Location::line(file.name(), row.line);
        descriptors.push(columns.descriptor(&row, &place, issues));
    }
    let library = library.unwrap_or_default();
    let (framework, taken) =
        import::framework(bundle, library, descriptors, options, issues, links)?;
    tables.push(TableCount { file: file.name().to_owned(), rows: table.n_rows(), taken });
    Ok(framework)
}

/// Where each thing stands in a row.
struct Columns {
    id: Option<usize>,
    name: Option<usize>,
    statement: Option<usize>,
    collections: Option<usize>,
    alignment: [Option<usize>; 3],
    facts: Vec<(&'static str, Option<usize>)>,
    occupations: Vec<Option<usize>>,
    library: Vec<Option<usize>>,
}

impl Columns {
    fn of(table: &Table) -> Self {
        let column = |names: &[&str]| names.iter().find_map(|name| table.column(name));
        Self {
            id: column(ID),
            name: column(NAME),
            statement: column(STATEMENT),
            collections: column(COLLECTIONS),
            alignment: [column(ALIGNMENT_NAME), column(ALIGNMENT), column(ALIGNMENT_FRAMEWORK)],
            facts: FACTS.iter().map(|(fact, names)| (*fact, column(names))).collect(),
            occupations: OCCUPATIONS.iter().map(|(_, names)| column(names)).collect(),
            library: LIBRARY.iter().map(|name| column(&[name])).collect(),
        }
    }

    fn library(&self, row: &Row) -> Library {
        let cell = |n: usize| row.get(self.library[n]).to_owned();
        Library {
            id: cell(0),
            key: cell(1),
            title: cell(2),
            description: cell(3),
            publisher: cell(4),
            version: cell(5),
            licence: Licence { name: cell(6), url: cell(7), attribution: cell(8) },
        }
    }

    fn descriptor(&self, row: &Row, place: &Location, issues: &mut Issues) -> Descriptor {
        let mut descriptor = Descriptor {
            id: row.get(self.id).to_owned(),
            name: row.get(self.name).to_owned(),
            statement: row.get(self.statement).to_owned(),
            place: Some(place.clone()),
            ..Descriptor::default()
        };
        for (fact, column) in &self.facts {
            for part in parts(row.get(*column)) {
                if !(*fact == "author" && part == NOT_STATED) {
                    descriptor.add(fact, part);
                }
            }
        }
        for collection in parts(row.get(self.collections)) {
            let (mut id, mut name) = (String::new(), collection.to_owned());
            if is_iri(collection) && ConceptId::new(collection).is_ok() {
                (id, name) = (name, id);
            }
            descriptor.collections.push(Collected { id, name, ..Collected::default() });
        }
        for column in &self.occupations {
            for code in parts(row.get(*column)) {
                let Some(iri) = occupation(code) else {
                    let what = format!("{code:?} is no code of SOC or O*NET-SOC");
                    let remedy = "write it as 15-1252 or 15-1252.00; it is left out";
                    issues.error("bad-code", place.clone(), what, remedy);
                    continue;
                };
                descriptor.occupations.push(iri);
            }
        }
        self.align(&mut descriptor, row, place, issues);
        descriptor
    }

    fn align(&self, to: &mut Descriptor, row: &Row, place: &Location, issues: &mut Issues) {
        let [names, addresses, framework] = self.alignment.map(|column| row.get(column));
        let (addresses, framework) = (parts(addresses).collect::<Vec<_>>(), framework.to_owned());
        let names: Vec<&str> = parts(names).collect();
        // Names beyond the addresses have none.
        names.iter().skip(addresses.len()).for_each(|name| to.add("alignment", name));
        for (position, address) in addresses.iter().enumerate() {
            // What has no name repeats its address.
            let name = names.get(position).filter(|name| name != &address).unwrap_or(&"");
            match ConceptId::new(*address) {
                Ok(object) => to.alignments.push(Alignment {
                    object,
                    name: (*name).to_owned(),
                    framework: framework.clone(),
                    predicate: Predicate::Related,
                }),
                Err(e) => {
                    let remedy = "write an address that begins with http; it is left out";
                    issues.error("bad-alignment", place.clone(), e.to_string(), remedy);
                }
            }
        }
    }
}

/// The framework as a table of skill descriptors.
pub(crate) fn write(fitted: &Fitted) -> String {
    let release = fitted.framework.release();
    let descriptors = export::descriptors(fitted);
    let named: Vec<&str> = descriptors
        .iter()
        .flat_map(|descriptor| &descriptor.collections)
        .filter(|collection| is_named_after(&collection.id, &collection.name))
        .map(|collection| collection.id.as_str())
        .collect();
    // A collection that says nothing but its name stands with its members, unless nothing else is left to write.
    let is_row = |d: &&Descriptor| {
        let is_bare = d.statement == d.name
            && d.facts.iter().all(|(fact, _)| *fact == "uuid")
            && d.collections.is_empty()
            && d.alignments.is_empty()
            && d.occupations.is_empty();
        let below = format!("{}:", release.framework);
        let is_own = is_named_after(&d.id, &d.name) && d.id.starts_with(&below);
        !(is_bare && is_own && !d.name.contains(';') && named.contains(&d.id.as_str()))
    };
    let rows: Vec<&Descriptor> = descriptors.iter().filter(is_row).collect();
    let mut library = vec![
        release.framework.as_str(),
        &release.key,
        &release.title,
        &release.description,
        &release.publisher,
        &release.version,
        &release.licence.name,
        &release.licence.url,
        &release.licence.attribution,
    ];
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(HEADER.iter().chain(&LIBRARY));
    for descriptor in rows {
        let cells = record(descriptor, release.framework.as_str());
        let _ =
            writer.write_record(cells.iter().map(String::as_str).chain(library.iter().copied()));
        library.fill("");
    }
    String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).into_owned()
}

fn record(descriptor: &Descriptor, framework: &str) -> Vec<String> {
    let facts = |fact: &str| descriptor.values(fact).collect::<Vec<_>>().join("; ");
    let authors = match facts("author") {
        authors if authors.is_empty() => NOT_STATED.to_owned(),
        authors => authors,
    };
    let collection = |collection: &Collected| {
        let below = format!("{framework}:");
        let is_own = is_named_after(&collection.id, &collection.name)
            && collection.id.starts_with(&below)
            && collection.id
                == format!("{below}{}", super::descriptor::collection_tail(&collection.name))
            && !collection.name.contains(';')
            && !is_iri(&collection.name);
        if is_own { collection.name.clone() } else { collection.id.clone() }
    };
    let collections: Vec<String> = descriptor.collections.iter().map(collection).collect();
    let codes: Vec<&str> = descriptor.occupations.iter().filter_map(occupation_code).collect();
    let codes = |level: &str| {
        let of_level = codes.iter().filter(|code| occupation_level(code) == level);
        of_level.copied().collect::<Vec<_>>().join("; ")
    };
    let addresses: Vec<&str> = descriptor.alignments.iter().map(|a| a.object.as_str()).collect();
    let name = |alignment: &Alignment| {
        let is_sayable = !alignment.name.is_empty() && !alignment.name.contains(';');
        if is_sayable { alignment.name.clone() } else { alignment.object.to_string() }
    };
    let mut names: Vec<String> = descriptor.alignments.iter().map(name).collect();
    names.extend(descriptor.values("alignment").map(str::to_owned));
    let mut cells = vec![
        descriptor.id.clone(),
        descriptor.name.clone(),
        descriptor.statement.clone(),
        facts("category"),
        authors,
        collections.join("; "),
        facts("keyword"),
    ];
    cells.extend(OCCUPATIONS.iter().map(|(level, _)| codes(level)));
    cells.extend(["standard", "certification", "employer"].map(facts));
    cells.push(names.join("; "));
    cells.push(addresses.join("; "));
    cells
}
