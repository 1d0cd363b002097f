//! Official tables that pair the codes of two classifications and say nothing of the relation.
//!
//! # Why
//!
//! Each table has a relation all the same, and it is not equality. A programme of the CIP prepares for an
//! occupation of the SOC: the two are related. ISCO and the SOC cut the world of work differently, many to
//! many: related. A code of O*NET-SOC 2010 that became one code of 2019, which came from it alone, is the same
//! occupation; else occupations were split or merged, and only come close. A code of O*NET-SOC is the
//! SOC's own occupation where it is the only one below it, else a part of it.

use crate::formats::code::code_iri;
use crate::formats::code::isco_iri;
use crate::formats::code::onet_iri;
use crate::formats::mapping_table::columns::squeezed;
use crate::model::Language;
use crate::model::MappingEnd;
use crate::model::Predicate;

/// One official table.
pub(super) struct Layout {
    /// What it is called.
    pub(super) title: &'static str,
    /// Who made it.
    pub(super) author: &'static str,
    /// Subject and object.
    pub(super) sides: [Side; 2],
    /// What a pair means.
    pub(super) pairing: Pairing,
    /// How the name of the column of remarks begins; empty where there is none.
    comment: &'static str,
}

/// A classification in an official table.
pub(super) struct Side {
    /// The column of the codes, squeezed.
    code: &'static str,
    /// The column of the titles, squeezed.
    title: &'static str,
    name: &'static str,
    version: &'static str,
    concept_type: &'static str,
    scheme: Scheme,
}

/// How codes become IRIs.
enum Scheme {
    /// `urn:skillmap:code:NAME:CODE`.
    Named(&'static str),
    /// Pages of onetonline.org.
    OnetSoc,
    /// The groups that ESCO has of ISCO-08.
    Isco,
}

/// What a pair of codes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairing {
    /// They belong together.
    Related,
    /// The same where each has the other only, else close.
    SameIfAlone,
    /// The same where the object has this subject only, else the object is the broader one.
    PartOfObject,
}

const SOC_2018: Side = Side {
    code: "soc2018code",
    title: "soc2018title",
    name: "SOC",
    version: "2018",
    concept_type: "occupation",
    scheme: Scheme::Named("soc-2018"),
};

const SOC_2010: Side = Side {
    code: "soc2010code",
    title: "soc2010title",
    name: "SOC",
    version: "2010",
    concept_type: "occupation",
    scheme: Scheme::Named("soc-2010"),
};

const ONET_2019: Side = Side {
    code: "soc2019code",
    title: "soc2019title",
    name: "O*NET-SOC",
    version: "2019",
    concept_type: "occupation",
    scheme: Scheme::OnetSoc,
};

const KNOWN: [Layout; 4] = [
    Layout {
        title: "CIP 2020 to SOC 2018 Crosswalk",
        author: "National Center for Education Statistics; Bureau of Labor Statistics",
        sides: [
            Side {
                code: "cip2020code",
                title: "cip2020title",
                name: "CIP",
                version: "2020",
                concept_type: "programme",
                scheme: Scheme::Named("cip-2020"),
            },
            SOC_2018,
        ],
        pairing: Pairing::Related,
        comment: "",
    },
    Layout {
        title: "O*NET-SOC 2010 to O*NET-SOC 2019 Crosswalk",
        author: "National Center for O*NET Development",
        sides: [Side { name: "O*NET-SOC", scheme: Scheme::OnetSoc, ..SOC_2010 }, ONET_2019],
        pairing: Pairing::SameIfAlone,
        comment: "",
    },
    Layout {
        title: "SOC 2010 to ISCO-08 Crosswalk",
        author: "Bureau of Labor Statistics",
        sides: [
            SOC_2010,
            Side {
                code: "isco08code",
                title: "isco08title",
                name: "ISCO",
                version: "08",
                concept_type: "occupation",
                scheme: Scheme::Isco,
            },
        ],
        pairing: Pairing::Related,
        comment: "comment",
    },
    Layout {
        title: "O*NET-SOC 2019 to SOC 2018 Crosswalk",
        author: "National Center for O*NET Development",
        sides: [
            Side { code: "onetsoc2019code", title: "onetsoc2019title", ..ONET_2019 },
            Side { code: "2018soccode", title: "2018soctitle", ..SOC_2018 },
        ],
        pairing: Pairing::PartOfObject,
        comment: "",
    },
];

impl Layout {
    /// The official table with that header.
    pub(super) fn of_header(header: &[String]) -> Option<&'static Self> {
        const LAYOUTS: &[Layout] = &KNOWN;
        LAYOUTS.iter().find(|layout| {
            let needed = layout.sides.iter().flat_map(|side| [side.code, side.title]);
            needed.into_iter().all(|name| position(header, name).is_some())
        })
    }

    /// Where the column of remarks stands.
    pub(super) fn comment(&self, header: &[String]) -> Option<usize> {
        let is_comment = |name: &String| squeezed(name).starts_with(self.comment);
        header.iter().position(is_comment).filter(|_| !self.comment.is_empty())
    }
}

impl Side {
    /// Where its codes and its titles stand.
    pub(super) fn columns(&self, header: &[String]) -> [Option<usize>; 2] {
        [position(header, self.code), position(header, self.title)]
    }

    /// What the mapping set says of it.
    pub(super) fn end(&self) -> MappingEnd {
        MappingEnd {
            name: self.name.to_owned(),
            version: self.version.to_owned(),
            concept_type: self.concept_type.to_owned(),
            language: Language::ENGLISH,
        }
    }

    /// The IRI of a code.
    pub(super) fn iri(&self, code: &str) -> String {
        match self.scheme {
            Scheme::Named(slug) => code_iri(slug, code),
            Scheme::OnetSoc => onet_iri(code),
            Scheme::Isco => isco_iri(code),
        }
    }
}

impl Pairing {
    /// The relation of a subject with so many objects to an object with so many subjects.
    pub(super) fn predicate(self, n_objects: usize, n_subjects: usize) -> Predicate {
        match self {
            Self::Related => Predicate::Related,
            Self::SameIfAlone if n_objects == 1 && n_subjects == 1 => Predicate::Exact,
            Self::SameIfAlone => Predicate::Close,
            Self::PartOfObject if n_subjects == 1 => Predicate::Exact,
            Self::PartOfObject => Predicate::Broad,
        }
    }
}

/// Whether a code stands for "no counterpart": `99.9999`, `99-9999`.
pub(super) fn is_none(code: &str, title: &str) -> bool {
    title.eq_ignore_ascii_case("no match") && code.chars().all(|c| c == '9' || !c.is_alphanumeric())
}

fn position(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|column| squeezed(column) == name)
}
