//! A graph -> Turtle, N-Triples, RDF/XML or JSON-LD, sorted, the same bytes every time.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use oxrdf::BlankNodeRef;
use oxrdf::LiteralRef;
use oxrdf::NamedNodeRef;
use oxrdf::NamedOrBlankNodeRef;
use oxrdf::TermRef;
use oxrdf::TripleRef;
use oxttl::NTriplesSerializer;
use oxttl::TurtleSerializer;
use serde_json::Value;
use serde_json::json;

use crate::formats::rdf::Graph;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::TYPE;
use crate::formats::rdf::Term;
use crate::formats::rdf::TermId;
use crate::formats::rdf::names::PREFIXES;
use crate::formats::rdf::names::split;

/// The graph in that syntax: subjects sorted, their classes first.
pub(in crate::formats) fn write(graph: &Graph, syntax: Syntax) -> String {
    match syntax {
        Syntax::Turtle => turtle(graph),
        Syntax::NTriples => n_triples(graph),
        Syntax::RdfXml => rdf_xml(graph),
        Syntax::JsonLd => json_ld(graph),
    }
}

/// Whether XML can hold the text: it refuses most control characters.
pub(in crate::formats) fn is_xml_text(text: &str) -> bool {
    let is_refused = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    !text.chars().any(is_refused)
}

/// What is said of a subject: its classes, then everything else by predicate.
fn statements(
    graph: &Graph,
    said: impl Iterator<Item = (TermId, TermId)>,
) -> Vec<(&str, Term<'_>)> {
    let name = |(p, o): (TermId, TermId)| (graph.iri(p).unwrap_or_default(), graph.term(o));
    let mut statements: Vec<_> = said.map(name).collect();
    statements.sort_by_key(|(predicate, _)| *predicate != TYPE);
    statements
}

/// The prefixes that shorten something in the graph.
fn used_prefixes(graph: &Graph) -> Vec<(&'static str, &'static str)> {
    let mut used = BTreeSet::new();
    let mut see = |iri: &str| used.extend(split(iri).map(|(prefix, _)| prefix));
    for (_, predicate, object) in graph.triples() {
        see(graph.iri(predicate).unwrap_or_default());
        match graph.term(object) {
            Term::Literal(literal) => literal.datatype.into_iter().for_each(&mut see),
            Term::Iri(iri) if graph.iri(predicate) == Some(TYPE) => see(iri),
            _ => {}
        }
    }
    PREFIXES.iter().filter(|(prefix, _)| used.contains(prefix)).copied().collect()
}

fn subject_ref(term: Term<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        Term::Iri(iri) => Some(NamedNodeRef::new_unchecked(iri).into()),
        Term::Blank(label) => Some(BlankNodeRef::new_unchecked(label).into()),
        Term::Literal(_) => None,
    }
}

fn term_ref(term: Term<'_>) -> TermRef<'_> {
    match term {
        Term::Iri(iri) => NamedNodeRef::new_unchecked(iri).into(),
        Term::Blank(label) => BlankNodeRef::new_unchecked(label).into(),
        Term::Literal(Literal { value, language: Some(language), .. }) => {
            LiteralRef::new_language_tagged_literal_unchecked(value, language).into()
        }
        Term::Literal(Literal { value, datatype: Some(datatype), .. }) => {
            LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(datatype)).into()
        }
        Term::Literal(Literal { value, .. }) => LiteralRef::new_simple_literal(value).into(),
    }
}

/// Every triple of the graph in the order in which it is written.
fn for_each_triple(graph: &Graph, mut take: impl FnMut(TripleRef<'_>)) {
    for (subject, said) in graph.subjects() {
        let Some(subject) = subject_ref(graph.term(subject)) else { continue };
        for (predicate, object) in statements(graph, said) {
            let predicate = NamedNodeRef::new_unchecked(predicate);
            take(TripleRef::new(subject, predicate, term_ref(object)));
        }
    }
}

fn turtle(graph: &Graph) -> String {
    let mut serializer = TurtleSerializer::new();
    for (prefix, namespace) in used_prefixes(graph) {
        // The table's namespaces are IRIs; one that is none would only be written out in full.
        if let Ok(with) = serializer.clone().with_prefix(prefix, namespace) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(Vec::new());
    // Writing to memory does not fail.
    for_each_triple(graph, |triple| drop(writer.serialize_triple(triple)));
    String::from_utf8(writer.finish().unwrap_or_default()).unwrap_or_default()
}

fn n_triples(graph: &Graph) -> String {
    let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
    for_each_triple(graph, |triple| drop(writer.serialize_triple(triple)));
    String::from_utf8(writer.finish()).unwrap_or_default()
}

/// The text with everything escaped that XML would read as something else, or as another line end.
fn xml_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out
}

/// The element's name for a predicate, and the namespace it declares where it has no prefix.
fn element(iri: &str) -> (String, String) {
    if let Some((prefix, local)) = split(iri) {
        return (format!("{prefix}:{local}"), String::new());
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let end = iri
        .rfind(|c: char| !is_part(c))
        .map_or(0, |at| at + iri[at..].chars().next().map_or(1, char::len_utf8));
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    // An element's name begins with a letter.
    let start = iri[end..].find(is_start).map_or(iri.len(), |at| end + at);
    (format!("ns:{}", &iri[start..]), format!(" xmlns:ns=\"{}\"", xml_escaped(&iri[..start])))
}

fn rdf_xml(graph: &Graph) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
    let mut prefixes: BTreeMap<&str, &str> = used_prefixes(graph).into_iter().collect();
    prefixes.extend(PREFIXES.iter().find(|(prefix, _)| *prefix == "rdf").copied());
    for (prefix, namespace) in prefixes {
        let _ = write!(out, "\n    xmlns:{prefix}=\"{namespace}\"");
    }
    out.push_str(">\n");
    for (subject, said) in graph.subjects() {
        let about = match graph.term(subject) {
            Term::Iri(iri) => format!("rdf:about=\"{}\"", xml_escaped(iri)),
            Term::Blank(label) => format!("rdf:nodeID=\"b{}\"", xml_escaped(label)),
            Term::Literal(_) => continue,
        };
        let _ = writeln!(out, "  <rdf:Description {about}>");
        for (predicate, object) in statements(graph, said) {
            let (name, namespace) = element(predicate);
            let _ = write!(out, "    <{name}{namespace}");
            let _ = match object {
                Term::Iri(iri) => writeln!(out, " rdf:resource=\"{}\"/>", xml_escaped(iri)),
                Term::Blank(label) => writeln!(out, " rdf:nodeID=\"b{}\"/>", xml_escaped(label)),
                Term::Literal(Literal { value, language, datatype }) => {
                    let language = language.map(|l| format!(" xml:lang=\"{}\"", xml_escaped(l)));
                    let datatype =
                        datatype.map(|d| format!(" rdf:datatype=\"{}\"", xml_escaped(d)));
                    let kind = language.or(datatype).unwrap_or_default();
                    writeln!(out, "{kind}>{}</{name}>", xml_escaped(value))
                }
            };
        }
        out.push_str("  </rdf:Description>\n");
    }
    out.push_str("</rdf:RDF>\n");
    out
}

fn json_ld(graph: &Graph) -> String {
    let mut prefixes = used_prefixes(graph);
    // A name whose scheme is one of the prefixes would be read as a short name.
    let schemes: BTreeSet<&str> = graph
        .triples()
        .flat_map(|(subject, _, object)| [graph.iri(subject), graph.iri(object)])
        .filter_map(|iri| iri?.split_once(':').map(|(scheme, _)| scheme))
        .collect();
    prefixes.retain(|(prefix, _)| !schemes.contains(prefix));
    let short = |iri: &str| -> String {
        let known = split(iri).filter(|(p, _)| prefixes.iter().any(|(prefix, _)| prefix == p));
        known.map_or_else(|| iri.to_owned(), |(prefix, local)| format!("{prefix}:{local}"))
    };
    let context: serde_json::Map<String, Value> =
        prefixes.iter().map(|(p, n)| ((*p).to_owned(), json!(n))).collect();
    let mut out = format!("{{\n\"@context\": {},\n\"@graph\": [\n", Value::Object(context));
    let id = |term: Term<'_>| match term {
        Term::Blank(label) => format!("_:b{label}"),
        Term::Iri(iri) => iri.to_owned(),
        Term::Literal(literal) => literal.value.to_owned(),
    };
    for (position, (subject, said)) in graph.subjects().enumerate() {
        let mut node = serde_json::Map::new();
        node.insert("@id".to_owned(), json!(id(graph.term(subject))));
        for (predicate, object) in statements(graph, said) {
            let value = match object {
                Term::Literal(Literal { value, language: Some(language), .. }) => {
                    json!({"@value": value, "@language": language})
                }
                Term::Literal(Literal { value, datatype: Some(datatype), .. }) => {
                    json!({"@value": value, "@type": short(datatype)})
                }
                Term::Literal(Literal { value, .. }) => json!(value),
                Term::Iri(iri) if predicate == TYPE => json!(short(iri)),
                node => json!({"@id": id(node)}),
            };
            let key = if predicate == TYPE { "@type".to_owned() } else { short(predicate) };
            let values = node.entry(key).or_insert_with(|| Value::Array(Vec::new()));
            if let Some(values) = values.as_array_mut() {
                values.push(value);
            }
        }
        out.push_str(if position > 0 { ",\n" } else { "" });
        let _ = write!(out, "{}", Value::Object(node));
    }
    out.push_str("\n]\n}\n");
    out
}
