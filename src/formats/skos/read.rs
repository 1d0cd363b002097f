//! Files of SKOS -> Framework.

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::links::Links;
use crate::formats::rdf::Graph;
use crate::formats::rdf::GraphBuilder;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::add_file;
use crate::formats::skos::concepts::Reader;
use crate::formats::skos::concepts::Tally;
use crate::formats::skos::labels::Languages;
use crate::formats::skos::nodes::classify;
use crate::formats::skos::quality;
use crate::formats::skos::recognise::is_file;
use crate::formats::skos::relations;
use crate::formats::skos::relations::Edges;
use crate::formats::skos::release::language;
use crate::formats::skos::release::main_scheme;
use crate::formats::skos::release::release;
use crate::formats::skos::vocabulary::Role;
use crate::formats::skos::vocabulary::roles;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Location;

/// The framework in the bundle's files of that syntax; what it says of other frameworks goes to `links`.
///
/// Errors: a file cannot be read at all or goes beyond a bound, or there is no concept.
pub(in crate::formats) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    syntax: Syntax,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let mut builder = GraphBuilder::default();
    let mut first = None;
    for file in bundle.files() {
        if is_file(file, syntax)? {
            first.get_or_insert(file.name());
            add_file(&mut builder, file, syntax, issues)?;
        }
    }
    let file = first.unwrap_or_default();
    let graph = builder.finish();
    let (framework, n_taken) = framework(&graph, file, options, issues, links)?;
    let rows = graph.len() as u64;
    tables.push(TableCount { file: file.to_owned(), rows, taken: n_taken });
    Ok(framework)
}

/// The framework of a graph, and how many of its subjects became a concept or the release.
fn framework(
    graph: &Graph,
    file: &str,
    options: &ReadOptions,
    issues: &mut Issues,
    links: &mut Links,
) -> Result<(Framework, u64), ReadError> {
    let place = Location::file(file);
    let roles = roles(graph);
    let nodes = classify(graph, &roles, issues);
    let main = main_scheme(graph, &roles, &nodes, issues);
    let release = release(graph, main, file, options, issues)?;
    let mut reader = Reader {
        graph,
        roles: &roles,
        nodes: &nodes,
        main,
        plain_codes: &release.key,
        languages: Languages { fallback: language(graph, main), n_untagged: 0, bad: None },
        edges: Edges::default(),
        tally: Tally::default(),
    };
    let mut concepts = Vec::new();
    let mut n_taken = 0;
    for (id, said) in graph.subjects() {
        if nodes.is_entry(id)
            && let Some(concept) = reader.concept(id, issues)
        {
            concepts.push(concept);
        } else if main == Some(id) {
            tops(&mut reader, id);
        } else {
            continue;
        }
        n_taken += said.count() as u64;
    }
    if concepts.is_empty() {
        let what = "there is no concept in it";
        let remedy = "give a file with skos:Concept, or say in which format it is";
        return Err(ReadError::invalid(place, what, remedy));
    }
    n_taken += foreign(&mut reader, &place, issues);
    let Reader { languages, mut edges, tally, .. } = reader;
    relations::enforce(&mut edges, graph, &nodes, issues);
    tell(&languages, &tally, nodes.n_untyped, &place, issues);
    let found = quality::Found {
        graph,
        nodes: &nodes,
        main,
        concepts: &concepts,
        edges: &edges,
        n_blank: tally.n_blank,
    };
    quality::look(&found, &place, issues);
    let mut builder = FrameworkBuilder::new(release);
    for concept in concepts {
        builder.add(concept);
    }
    relations::draw(&edges, graph, &mut builder, links, issues);
    let built = builder.build();
    built
        .map(|framework| (framework, n_taken))
        .map_err(|e| ReadError::invalid(place, e.to_string(), "give another short name with --key"))
}

/// What the main scheme says of concepts: which of them are its tops.
fn tops(reader: &mut Reader<'_>, scheme: crate::formats::rdf::TermId) {
    for (predicate, object) in reader.graph.said_of(scheme) {
        if let Some(role) = reader.roles.get(&predicate) {
            reader.edges.push_top(scheme, *role, object);
        }
    }
}

/// Counterparts that names of others say: those of our concepts are kept from our side, the rest is told. How many are
/// kept.
fn foreign(reader: &mut Reader<'_>, place: &Location, issues: &mut Issues) -> u64 {
    let (graph, nodes) = (reader.graph, reader.nodes);
    let (mut n_kept, mut n_left) = (0, 0u64);
    for subject in &nodes.foreign {
        for (predicate, object) in graph.said_of(*subject) {
            match reader.roles.get(&predicate) {
                Some(Role::Mapping(said)) if nodes.is_entry(object) => {
                    let role = Role::Mapping(said.inverse());
                    reader.edges.push(graph, nodes, object, role, *subject);
                    n_kept += 1;
                }
                _ => n_left += 1,
            }
        }
    }
    if n_left > 0 {
        let what = format!(
            "{n_left} counterparts are said of names that the files do not describe, to others that they do not describe"
        );
        let remedy = "give the files that describe one of them; they are left out";
        issues.note("outside-mapping", place.clone(), what, remedy);
    }
    n_kept
}

/// What was counted while reading, each sort told once.
fn tell(
    languages: &Languages,
    tally: &Tally,
    n_untyped: u64,
    place: &Location,
    issues: &mut Issues,
) {
    if n_untyped > 0 {
        let what = format!(
            "{n_untyped} names have no class and are taken for concepts by what is said of them"
        );
        issues.note("untyped", place.clone(), what, "say that they are of the class skos:Concept");
    }
    if languages.n_untagged > 0 {
        let what = format!(
            "{} labels and texts have no language tag (qSKOS oilt); they are read as {}",
            languages.n_untagged, languages.fallback
        );
        issues.note("qskos-oilt", place.clone(), what, "write \"nursing\"@en");
    }
    if let Some((tag, n)) = &languages.bad {
        let what = format!(
            "{n} language tags such as {tag:?} are none; the texts are read as {}",
            languages.fallback
        );
        issues.warning("bad-language", place.clone(), what, "write a tag such as en or de-at");
    }
    for (name, n) in &tally.structured {
        let what = format!("{n} values of {name} have an inner structure and are left out");
        issues.warning("structured-value", place.clone(), what, "write them as text or IRI");
    }
    for (name, n) in &tally.languages {
        let what = format!("{n} values of {name} have a language; a property keeps the text alone");
        issues.note("property-language", place.clone(), what, "nothing to do");
    }
}
