//! A file of RDF in one of its syntaxes -> triples in a [`GraphBuilder`].

use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;

use oxjsonld::JsonLdParseError;
use oxjsonld::JsonLdParser;
use oxjsonld::JsonLdRemoteDocument;
use oxrdf::NamedOrBlankNode;
use oxrdf::Term as ParsedTerm;
use oxrdf::Triple;
use oxrdfxml::RdfXmlParseError;
use oxrdfxml::RdfXmlParser;
use oxttl::NTriplesParser;
use oxttl::TurtleParseError;
use oxttl::TurtleParser;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::code::slug;
use crate::formats::rdf::GraphBuilder;
use crate::formats::rdf::Literal;
use crate::formats::rdf::Syntax;
use crate::formats::rdf::Term;
use crate::formats::rdf::guard::JsonGuard;
use crate::formats::rdf::guard::XmlGuard;
use crate::formats::rdf::is_iri;
use crate::formats::table::check_encoding;
use crate::limits;
use crate::model::Location;

const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const REMEDY: &str = "correct it here, or let a validator of the syntax show more";
const REMEDY_WHOLE: &str = "get the whole file again, or correct it here; nothing of it is taken";

/// Contexts that are known without asking the network, and what they say.
const CONTEXTS: [(&str, &str); 4] = [
    ("https://schema.org", SCHEMA_ORG),
    ("https://schema.org/", SCHEMA_ORG),
    ("http://schema.org", SCHEMA_ORG),
    ("http://schema.org/", SCHEMA_ORG),
];
const SCHEMA_ORG: &str = r#"{"@context": {"@vocab": "http://schema.org/"}}"#;

/// Against which IRI the relative names of a file stand, where the file does not say it.
pub(in crate::formats) fn base_of(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    format!("urn:skillmap:file:{}/", slug(stem))
}

/// Adds the triples of a file. What is malformed is told and left out where the syntax allows to go on after it.
///
/// Errors: nothing can be read, the file breaks off or cannot be read on from some place, it goes beyond a bound, or
/// it needs a context that it does not bring along.
pub(in crate::formats) fn add_file(
    graph: &mut GraphBuilder,
    file: &BundleFile,
    syntax: Syntax,
    issues: &mut Issues,
) -> Result<(), ReadError> {
    check_encoding(file.name(), &file.head(4_096)?)?;
    let mut reader = BufReader::with_capacity(1 << 16, file.reader()?);
    let mut head = [0; 3];
    let n = fill(&mut reader, &mut head).map_err(|e| ReadError::io(file.name(), &e))?;
    // The byte order mark is no part of any syntax.
    let head = head.get(..n).filter(|head| *head != b"\xef\xbb\xbf").unwrap_or_default().to_vec();
    let reader = Cursor::new(head).chain(reader);
    graph.begin_file(file.name());
    let mut sink = Sink {
        file: file.name(),
        base: base_of(file.name()),
        scope: graph.n_files(),
        graph,
        issues,
        n_taken: 0,
        n_faults: 0,
        last: None,
        n_relative: 0,
    };
    match syntax {
        Syntax::Turtle => turtle(&mut sink, reader)?,
        Syntax::NTriples => {
            let parser = NTriplesParser::new().lenient().for_reader(reader);
            for triple in parser {
                match triple {
                    Ok(triple) => sink.take(&triple)?,
                    Err(error) => sink.turtle_fault(error)?,
                }
            }
        }
        Syntax::RdfXml => rdf_xml(&mut sink, file, reader)?,
        Syntax::JsonLd => json_ld(&mut sink, file, reader)?,
    }
    sink.check_end(file)?;
    sink.finish();
    Ok(())
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match reader.read(&mut buffer[n..])? {
            0 => break,
            more => n += more,
        }
    }
    Ok(n)
}

fn turtle(sink: &mut Sink<'_>, reader: impl Read) -> Result<(), ReadError> {
    for triple in TurtleParser::new().lenient().for_reader(reader) {
        match triple {
            Ok(triple) => sink.take(&triple)?,
            Err(error) => sink.turtle_fault(error)?,
        }
    }
    Ok(())
}

fn rdf_xml(sink: &mut Sink<'_>, file: &BundleFile, reader: impl Read) -> Result<(), ReadError> {
    let mut triples = RdfXmlParser::new().lenient().for_reader(XmlGuard::new(reader));
    while let Some(triple) = triples.next() {
        match triple {
            Ok(triple) => sink.take(&triple)?,
            // XML that is broken is broken from there on.
            Err(RdfXmlParseError::Io(error)) if !is_bound(&error) => {
                return Err(ReadError::io(sink.file, &error));
            }
            Err(error) => {
                let line = line_at(file, triples.buffer_position())?;
                return Err(sink.end(error.to_string(), line));
            }
        }
    }
    Ok(())
}

fn json_ld(sink: &mut Sink<'_>, file: &BundleFile, reader: impl Read) -> Result<(), ReadError> {
    let parser = JsonLdParser::new().lenient().with_base_iri(sink.base.clone());
    let parser = parser.map_err(|e| sink.error(e.to_string()))?;
    let bounded = JsonGuard::new(reader.take(limits::JSON_LD_BYTES + 1));
    let parser = parser.for_reader(Counted { inner: bounded, left: limits::JSON_LD_BYTES });
    let parser = parser.with_load_document_callback(|url, _| {
        let known = CONTEXTS.iter().find(|(known, _)| *known == url);
        let (_, context) = known.ok_or_else(|| {
            format!("the context {url} is not in the file, and nothing is fetched")
        })?;
        Ok(JsonLdRemoteDocument {
            document: context.as_bytes().to_vec(),
            document_url: url.to_owned(),
        })
    });
    for quad in parser {
        match quad {
            Ok(quad) => sink.take(&Triple::from(quad))?,
            Err(JsonLdParseError::Io(error)) if !is_bound(&error) => {
                return Err(ReadError::io(sink.file, &error));
            }
            Err(error) => {
                let location = match &error {
                    JsonLdParseError::Syntax(error) => error.location(),
                    JsonLdParseError::Io(_) => None,
                };
                let line = match location {
                    Some(location) => location.start.line + 1,
                    None => line_at(file, u64::MAX)?,
                };
                return Err(sink.end(error.to_string(), line));
            }
        }
    }
    Ok(())
}

/// The line in which that byte stands, from 1; the last one with something in it where the file ends before.
fn line_at(file: &BundleFile, byte: u64) -> Result<u64, ReadError> {
    let mut reader = file.reader()?.take(byte);
    let (mut line, mut last) = (1, 1);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = fill(&mut reader, &mut buffer).map_err(|e| ReadError::io(file.name(), &e))?;
        if n == 0 {
            return Ok(last);
        }
        for byte in &buffer[..n] {
            line += u64::from(*byte == b'\n');
            if !byte.is_ascii_whitespace() {
                last = line;
            }
        }
    }
}

/// The end of a file: how many bytes it has, and its last line that is not blank, of which it keeps the last 64 KiB.
fn tail(file: &BundleFile) -> Result<(u64, Vec<u8>), ReadError> {
    let mut reader = file.reader()?;
    let mut n_bytes = 0;
    let mut kept = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = fill(&mut reader, &mut buffer).map_err(|e| ReadError::io(file.name(), &e))?;
        if n == 0 {
            break;
        }
        n_bytes += n as u64;
        kept.drain(..kept.len().saturating_sub(1 << 16));
        kept.extend_from_slice(&buffer[..n]);
    }
    let kept = kept.trim_ascii_end();
    let line = kept.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok((n_bytes, line.trim_ascii().to_vec()))
}

/// Whether a reader was stopped by a bound, not by the disk.
fn is_bound(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
}

/// A reader that ends with an error where it goes on for longer than it may.
struct Counted<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(n as u64) else {
            let what = format!("it has more than {} bytes", limits::JSON_LD_BYTES);
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, what));
        };
        self.left = left;
        Ok(n)
    }
}

/// Where triples of one file go.
struct Sink<'a> {
    file: &'a str,
    base: String,
    /// Keeps blank nodes of different files apart.
    scope: usize,
    graph: &'a mut GraphBuilder,
    issues: &'a mut Issues,
    n_taken: u64,
    n_faults: u64,
    /// The last of them.
    last: Option<Fault>,
    n_relative: u64,
}

/// Where Turtle or N-Triples are malformed.
struct Fault {
    place: Location,
    message: String,
    /// The first byte of what is, and the first after it, without a byte order mark.
    bytes: (u64, u64),
    /// Triples taken before it.
    n_taken: u64,
}

impl Sink<'_> {
    fn take(&mut self, triple: &Triple) -> Result<(), ReadError> {
        let blank = |label: &str| format!("{}-{label}", self.scope);
        let (subject, object);
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => {
                subject = self.whole(node.as_str());
                Term::Iri(subject.as_deref().unwrap_or(node.as_str()))
            }
            NamedOrBlankNode::BlankNode(node) => {
                subject = Some(blank(node.as_str()));
                Term::Blank(subject.as_deref().unwrap_or_default())
            }
        };
        let object = match &triple.object {
            ParsedTerm::NamedNode(node) => {
                object = self.whole(node.as_str());
                Term::Iri(object.as_deref().unwrap_or(node.as_str()))
            }
            ParsedTerm::BlankNode(node) => {
                object = Some(blank(node.as_str()));
                Term::Blank(object.as_deref().unwrap_or_default())
            }
            ParsedTerm::Literal(literal) => {
                let language = literal.language();
                let datatype = literal.datatype().as_str();
                let is_plain = language.is_some() || datatype == STRING;
                let datatype = (!is_plain).then_some(datatype);
                Term::Literal(Literal { value: literal.value(), language, datatype })
            }
        };
        self.n_taken += 1;
        let n_relative = [&subject, &object]
            .into_iter()
            .filter(|t| matches!(t, Term::Iri(iri) if iri.starts_with(self.base.as_str())))
            .count();
        self.n_relative += n_relative as u64;
        let predicate = self.whole(triple.predicate.as_str());
        let predicate = predicate.as_deref().unwrap_or(triple.predicate.as_str());
        self.graph.add(subject, predicate, object)
    }

    /// A relative name as a whole one; nothing where it is one already.
    fn whole(&self, iri: &str) -> Option<String> {
        (!is_iri(iri)).then(|| format!("{}{iri}", self.base))
    }

    fn error(&self, what: String) -> ReadError {
        ReadError::invalid(Location::file(self.file), what, REMEDY)
    }

    fn turtle_fault(&mut self, error: TurtleParseError) -> Result<(), ReadError> {
        let error = match error {
            TurtleParseError::Io(error) => return Err(ReadError::io(self.file, &error)),
            TurtleParseError::Syntax(error) => error,
        };
        self.n_faults += 1;
        let place = Location::line(self.file, error.location().start.line + 1);
        if self.n_faults > limits::RDF_SYNTAX_FAULTS {
            let what =
                format!("there are more than {} faults of syntax", limits::RDF_SYNTAX_FAULTS);
            return Err(ReadError::invalid(place, what, REMEDY));
        }
        let what = format!("it is not well-formed: {}", error.message());
        let bytes = (error.location().start.offset, error.location().end.offset);
        // After a fault the end comes unexpected, too, and says nothing new.
        let is_echo = bytes.0 == bytes.1
            && self.last.as_ref().is_some_and(|last| last.n_taken == self.n_taken);
        if !is_echo {
            let message = error.message().to_owned();
            self.last = Some(Fault { place: place.clone(), message, bytes, n_taken: self.n_taken });
        }
        self.issues.error("malformed", place, what, REMEDY);
        Ok(())
    }

    /// Refuses a file whose last statement does not end: who knows how much would have come after it.
    fn check_end(&mut self, file: &BundleFile) -> Result<(), ReadError> {
        let Some(last) = self.last.take() else { return Ok(()) };
        let (mut n_bytes, line) = tail(file)?;
        n_bytes -= if file.head(3)?.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let (begin, end) = last.bytes;
        let is_dotted = line.ends_with(b".");
        // A dot of its own at the end ends a statement, however malformed; one within what is open is a letter of it.
        let is_open = end >= n_bytes && !(is_dotted && end - begin <= 1);
        // After a fault the parser looks for the next dot, and finds none; or it takes what stands in a line without one.
        let is_undotted = !is_dotted && !line.starts_with(b"#");
        let last_line = line_at(file, u64::MAX)?;
        let fault_line = last.place.line.unwrap_or(last_line);
        let is_lost = is_undotted && (last.n_taken == self.n_taken || fault_line >= last_line);
        if !is_open && !is_lost {
            return Ok(());
        }
        let what = format!("it breaks off: {}", last.message);
        // What is missed at the end of a line is told of the next one, which may be blank.
        let place = Location::line(self.file, fault_line.min(last_line));
        Err(ReadError::invalid(place, what, REMEDY_WHOLE))
    }

    /// Why a file that cannot be read on from there is refused as a whole.
    fn end(&self, what: String, line: u64) -> ReadError {
        if what.contains("nothing is fetched") {
            let remedy = "put the context's terms into the file itself, in place of its address";
            return ReadError::invalid(Location::file(self.file), what, remedy);
        }
        if what.contains("more than") {
            let place = Location::line(self.file, line);
            return ReadError::too_large(place, what, REMEDY);
        }
        let what = format!("it cannot be read on: {what}");
        ReadError::invalid(Location::line(self.file, line), what, REMEDY_WHOLE)
    }

    fn finish(self) {
        if self.n_relative > 0 {
            let what = format!(
                "{} names are relative and nothing says to what; they are put below {}",
                self.n_relative, self.base
            );
            let remedy = "say the base in the file (@base, xml:base, @base of the context)";
            self.issues.warning("relative-iri", Location::file(self.file), what, remedy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    fn parsed(text: &str, syntax: Syntax) -> Result<(Vec<String>, Vec<String>), String> {
        let source = Source::Bytes { name: "a b.x".into(), bytes: text.as_bytes().into() };
        let bundle = Bundle::open(&[source]).unwrap();
        let mut graph = GraphBuilder::default();
        let mut issues = Issues::default();
        add_file(&mut graph, &bundle.files()[0], syntax, &mut issues).map_err(|e| e.to_string())?;
        let graph = graph.finish();
        let said =
            |(s, p, o)| format!("{:?} {:?} {:?}", graph.term(s), graph.term(p), graph.term(o));
        let issues = issues.kept().iter().map(ToString::to_string).collect();
        Ok((graph.triples().map(said).collect(), issues))
    }

    #[test]
    fn four_syntaxes_say_the_same() {
        let rows = [
            (Syntax::Turtle, "\u{feff}@prefix x: <http://x/> . x:s x:p \"v\"@en , <o> ."),
            (
                Syntax::NTriples,
                "<http://x/s> <http://x/p> \"v\"@en .\n<http://x/s> <http://x/p> <o> .",
            ),
            (
                Syntax::RdfXml,
                r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
                <rdf:Description rdf:about="http://x/s"><x:p xml:lang="en">v</x:p><x:p rdf:resource="o"/></rdf:Description></rdf:RDF>"#,
            ),
            (
                Syntax::JsonLd,
                r#"{"@id": "http://x/s", "http://x/p": [{"@value": "v", "@language": "en"}, {"@id": "o"}]}"#,
            ),
        ];
        let (wanted, _) = parsed(rows[0].1, rows[0].0).unwrap();
        assert!(wanted.iter().any(|t| t.contains("urn:skillmap:file:a-b/o")), "{wanted:?}");
        for (syntax, text) in rows {
            let (triples, issues) = parsed(text, syntax).unwrap();
            assert_eq!(triples, wanted, "{syntax:?}");
            assert!(issues[0].contains("relative"), "{syntax:?}: {issues:?}");
        }
    }

    #[test]
    fn what_is_broken_is_told_with_its_line_and_the_rest_is_read() {
        let text = "<http://x/a> <http://x/p> \"1\" .\n<http://x/b> nonsense .\n<http://x/c> <http://x/p> \"2\" .\n";
        let (triples, issues) = parsed(text, Syntax::NTriples).unwrap();
        assert_eq!(triples.len(), 2);
        assert!(issues[0].starts_with("a b.x, line 2: it is not well-formed"), "{issues:?}");
        let faults = "nonsense .\n".repeat(200);
        assert!(parsed(&faults, Syntax::NTriples).is_err());
    }

    #[test]
    fn a_file_that_breaks_off_is_refused_as_a_whole_with_its_line() {
        let triples =
            "<http://x/a> <http://x/p> \"1\" .\n<http://x/b> <http://x/p> \"2. 3\"@en .\n";
        let turtle =
            "@prefix x: <http://x/> .\nx:a x:p \"1\" .\nx:b x:p \"2. 3\"@en ;\n  x:q x:c , x:d .\n";
        let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<rdf:Description rdf:about="http://x/s"><x:p>v</x:p></rdf:Description>
<rdf:Description rdf:about="http://x/t"><x:p>w</x:p></rdf:Description>
</rdf:RDF>
"#;
        let json = "[{\"@id\": \"http://x/s\", \"http://x/p\": \"v\"},\n{\"@id\": \"http://x/t\", \"http://x/p\": \"w\"}]\n";
        let mut n_refused = 0;
        for (syntax, text, begin) in [
            (Syntax::NTriples, triples, triples.find("<http://x/b>").unwrap()),
            (Syntax::Turtle, turtle, turtle.find("x:b").unwrap()),
            (Syntax::RdfXml, xml, xml.find("<rdf:Description").unwrap()),
            (Syntax::JsonLd, json, 1),
        ] {
            let (all, issues) = parsed(text, syntax).unwrap();
            assert!(all.len() >= 2 && issues.is_empty(), "{syntax:?}: {issues:?}");
            // Without the last sign the last statement does not end, and so at every place before it.
            for end in begin + 1..text.trim_end().len() {
                for tail in ["", "\n", "  \n\n"] {
                    let cut = format!("{}{tail}", &text[..end]);
                    let told = parsed(&cut, syntax).err().unwrap_or_default();
                    assert!(told.contains("a b.x, line "), "{syntax:?}: {cut:?}: {told}");
                    assert!(told.contains("nothing of it is taken"), "{cut:?}: {told}");
                    n_refused += 1;
                }
            }
        }
        assert!(n_refused > 500);
    }

    #[test]
    fn a_malformed_statement_at_the_end_is_left_out_where_it_ends() {
        let sound = "<http://x/a> <http://x/p> \"1\" .\n";
        for (syntax, last) in [
            (Syntax::NTriples, "<http://x/b> nonsense ."),
            (Syntax::NTriples, "<http://x/b> <http://x/p> .\n"),
            (Syntax::NTriples, "nonsense .\n# the end"),
            (Syntax::Turtle, "<http://x/b> <http://x/p> .\n# the end\n"),
            (Syntax::Turtle, "<http://x/b> no:prefix 1 ."),
            (Syntax::Turtle, "\u{feff}<http://x/b> <http://x/p> .\n"),
        ] {
            let (triples, issues) = parsed(&format!("{sound}{last}"), syntax).unwrap();
            assert_eq!(triples.len(), 1, "{last}");
            assert!(issues[0].contains("line 2: it is not well-formed"), "{last}: {issues:?}");
        }
    }

    #[test]
    fn nothing_is_fetched_and_nothing_unfolds() {
        let remote = r#"{"@context": "https://example.org/c.json", "@id": "http://x/s", "p": 1}"#;
        let said = parsed(remote, Syntax::JsonLd).unwrap_err();
        assert!(said.contains("https://example.org/c.json") && said.contains("fetched"), "{said}");
        let known = r#"{"@context": "https://schema.org/", "@id": "http://x/s", "name": "n"}"#;
        assert_eq!(parsed(known, Syntax::JsonLd).unwrap().0.len(), 1);
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parsed(&deep, Syntax::JsonLd).unwrap_err().contains("deep"));
        let bomb = "<!DOCTYPE r [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>";
        assert!(parsed(bomb, Syntax::RdfXml).unwrap_err().contains("entity"));
        for syntax in [Syntax::Turtle, Syntax::NTriples, Syntax::RdfXml, Syntax::JsonLd] {
            let nested =
                "<http://x/s> <http://x/p> ".to_owned() + &"[ <http://x/p> ".repeat(50_000);
            let _ = parsed(&nested, syntax);
        }
    }
}
