//! Which way round a crosswalk means `broadMatch`: found out from its pairs, as no file says it.
//!
//! # Why
//!
//! In SKOS, "A broadMatch B" says that B, the object, is the broader one. Several official crosswalks mean
//! the opposite: the relation says what Classification 1 is. Pairs seen (Classification 1, relation,
//! Classification 2), and how often one label's words are a part of the other's, which makes it the
//! broader one as a rule:
//!
//! | crosswalk | pairs | the relation tells |
//! | --- | --- | --- |
//! | O*NET | "Managers, All Other" broad "publishing rights manager"; "Pediatric Surgeons" narrow "specialised doctor" | subject |
//! | ROME (FR) | "soudeur" broad "Soudeur MAG"; "gemmologue-expert" narrow "Gemmologue" | subject |
//! | Kompetenzsystematik (DE) | "Dermatologie" broad "Kosmetische Dermatologie"; "Bosnisch sprechen" narrow "Bosnisch" (361 for, 18 against) | subject |
//! | Klassifikation der Berufe (DE) | "Glaser" broad "Kunstglaser"; "Ingenieur Umspannwerk" narrow "Ingenieur für Energietechnik" | subject |
//! | the same, rows noted "Alternativmapping über ISCO-2008" | "Major" broad "Offiziere in regulären Streitkräften"; "Offiziere in regulären Streitkräften" narrow "Offizier im Sanitätsdienst" | object |
//! | VDAB (BE) | "Engels" broad "Technisch Engels"; "soorten horloges" narrow "Horloges" (131 for, 17 against) | subject |
//! | CO-SISPE (ES) | "profesor de colegio Montessori" broad "Maestros de educación infantil"; "cajero" narrow "Cajeros de empresa" | object |
//! | `JobTech` (SE) | "`WhiteHat` Sentinel" broad "Verktyg inom cybersäkerhet"; "sjunga" narrow "Operasång" (327 for, 13 against) | object |
//!
//! A crosswalk not in this table is read as SKOS is, with a warning.

use crate::formats::Issues;
use crate::formats::mapping_csv::layout::Layout;
use crate::model::Location;
use crate::model::Predicate;

/// Which end of a row its relation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// `broadMatch`: the object is the broader one, as in SKOS.
    Object,
    /// `broadMatch`: the subject is the broader one.
    Subject,
    /// As [`Reading::Subject`], but rows mapped by way of ISCO as [`Reading::Object`].
    SubjectUnlessByIsco,
}

/// The beginning of the editorial note of rows that follow SKOS in a file that else does not.
const BY_ISCO: &str = "Alternativmapping";

/// What one of the two classifications is called, and how that crosswalk is read.
const KNOWN: [(&str, Reading); 7] = [
    ("o*net", Reading::Subject),
    ("rome", Reading::Subject),
    ("kompetenzsystematik", Reading::Subject),
    ("klassifikation der berufe", Reading::SubjectUnlessByIsco),
    ("vdab", Reading::Subject),
    ("co-sispe", Reading::Object),
    ("swedish skills", Reading::Object),
];

impl Reading {
    /// What a relation with that name and editorial note says about the object.
    pub(super) fn predicate(self, written: Predicate, note: &str) -> Predicate {
        match self {
            Self::Object => written,
            Self::SubjectUnlessByIsco if note.starts_with(BY_ISCO) => written,
            Self::Subject | Self::SubjectUnlessByIsco => written.inverse(),
        }
    }
}

/// How the crosswalk between these classifications is read.
pub(super) fn of(layout: &Layout, file: &str, issues: &mut Issues) -> Reading {
    let names = layout.sides.each_ref().map(|side| side.end.name.to_lowercase());
    let is_named = |known: &str| {
        let is_word = |name: &String| {
            name.match_indices(known).any(|(start, found)| {
                let after = name[start + found.len()..].chars().next();
                let before = name[..start].chars().next_back();
                ![before, after].iter().flatten().any(|c| c.is_alphanumeric())
            })
        };
        names.iter().any(is_word)
    };
    let known = KNOWN.iter().find(|(name, _)| is_named(name));
    known.map_or_else(
        || {
            let what = format!(
                "which of the two is the broader one under broadMatch is not known for {} - {}",
                layout.sides[0].end.name, layout.sides[1].end.name
            );
            let remedy = "look at some pairs: the one of classification 2 is taken for broader";
            issues.warning("direction-not-known", Location::file(file), what, remedy);
            Reading::Object
        },
        |(_, reading)| *reading,
    )
}
