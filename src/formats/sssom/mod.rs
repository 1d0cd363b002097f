//! SSSOM TSV <-> MappingSet: the simple standard for sharing mappings, version 1.1 and what came before.
//!
//! In: a table whose first lines are YAML behind `#` (or a YAML file beside it), then a header with
//! `subject_id`, `predicate_id` and so on, then one statement per row. Steps: the YAML becomes slots and
//! prefixes (`yaml`, `metadata`), CURIEs become IRIs (`curies`), each row becomes a statement (`read`); what
//! the set says for all rows holds for each of them. The way back (`write`) is canonical: slots in the order of
//! the schema, LF, what all rows share said once.
//!
//! Source: <https://mapping-commons.github.io/sssom/>. What a mapping set of skillmap holds beyond SSSOM
//! (kind and language of the concepts, name and attribution of the licence, a date as the source prints it) stands
//! in extension slots; evidence is written as plain sentences in `other` and not read back.

mod yaml;
mod curies;
mod values;
mod metadata;
mod read;
mod write;
mod literal;

pub(crate) use literal::Literal;
pub(crate) use literal::write_literals;
pub(crate) use read::is_head;
pub(crate) use read::read;
pub(crate) use write::write;

/// The licence of sets that state none.
const NO_LICENCE: &str = "https://w3id.org/sssom/license/unspecified";

/// Where ids of sets stand that have none of their own; tools of SSSOM make such ids too. They are no titles.
const DRAFT_IDS: &str = "https://w3id.org/sssom/mappings/";

/// The object of a subject that has no counterpart.
const NO_TERM: &str = "sssom:NoTermFound";
