//! XML text -> elements as they open and close, and the text between: one pass, no tree, no entities.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use crate::formats::ReadError;
use crate::limits;
use crate::model::Location;

/// What is met on the way.
pub(super) enum Mark<'a> {
    /// An element opens: its vocabulary's name, its own, and its attributes.
    Open(&'a str, &'a str, Attributes<'a>),
    /// An element closes.
    Close,
    /// Text between elements.
    Text(&'a str),
}

/// The attributes of an element.
#[derive(Clone, Copy)]
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of an attribute, by its name without its prefix.
    pub(super) fn get(self, wanted: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let mut all = all.with_checks(false).flatten();
        let is_it = |key: &[u8]| key == wanted.as_bytes();
        let value = all.find(|attribute| is_it(attribute.key.local_name().as_ref()))?;
        value.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }
}

/// Walks through a part of a document.
///
/// Errors: it is not well formed, nests too deep, or declares a document type: those may hold entities that grow
/// without end, and no document needs them.
pub(super) fn walk(
    name: &str,
    part: &str,
    text: &str,
    on: &mut dyn FnMut(Mark<'_>),
) -> Result<(), ReadError> {
    let refused = |what: String| {
        let remedy = "save the document again as .docx or .odt";
        ReadError::invalid(Location::file(name), format!("{part} in it {what}"), remedy)
    };
    let broken = |error: &dyn std::fmt::Display| refused(format!("is broken XML ({error})"));
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|e| broken(&e))?;
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    let limit = limits::XML_DEPTH;
                    return Err(refused(format!("nests more than {limit} elements deep")));
                }
                let space = match space {
                    ResolveResult::Bound(space) => space.into_inner(),
                    _ => &[],
                };
                let space = str::from_utf8(space).unwrap_or_default();
                let local = start.local_name();
                let local = str::from_utf8(local.as_ref()).unwrap_or_default();
                on(Mark::Open(space, local, Attributes(&start)));
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                on(Mark::Close);
            }
            Event::Text(text) => {
                on(Mark::Text(&text.xml10_content().map_err(|e| broken(&e))?));
            }
            Event::CData(text) => {
                on(Mark::Text(&text.xml10_content().map_err(|e| broken(&e))?));
            }
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref().map_err(|e| broken(&e))? {
                    Some(c) => c,
                    None => match &*reference {
                        b"amp" => '&',
                        b"lt" => '<',
                        b"gt" => '>',
                        b"quot" => '"',
                        b"apos" => '\'',
                        _ => return Err(refused("uses an entity that XML does not have".into())),
                    },
                };
                on(Mark::Text(resolved.encode_utf8(&mut [0; 4])));
            }
            Event::DocType(_) => {
                return Err(refused("declares a document type, which may hide entities".into()));
            }
            Event::Eof if depth > 0 => return Err(refused("breaks off".into())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
