//! Under what terms something may be used, and whether they let it be passed on.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// Under what terms a framework may be used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Licence {
    /// Name or SPDX identifier; empty where the source states none.
    pub name: String,
    /// Where its text stands; empty where the source states none.
    pub url: String,
    /// The words its publisher asks to be repeated; empty where none.
    pub attribution: String,
}

/// Whether something may be passed on in another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Redistribution {
    /// The licence is known to allow it, under its conditions.
    Allowed,
    /// The licence is not known, or none is stated.
    Unclear,
    /// The licence forbids it, or forbids changed copies; another format is a changed copy.
    Forbidden,
}

/// Words of licences that keep copies, or changed copies, to their owner. Folded to lower case.
const FORBIDDING: [&str; 17] = [
    "all rights reserved",
    "no redistribution",
    "not be redistributed",
    "not redistribute",
    "redistribution prohibited",
    "redistribution is prohibited",
    "redistribution not permitted",
    "redistribution is not permitted",
    "not for redistribution",
    "no derivative",
    "noderiv",
    "-nd",
    " nd ",
    "proprietary",
    "confidential",
    "internal use only",
    "licenseref-proprietary",
];

/// Words of licences that let everybody pass copies on.
const ALLOWING: [&str; 24] = [
    "cc0",
    "cc by",
    "cc-by",
    "creativecommons.org",
    "creative commons",
    "public domain",
    "publicdomain",
    "apache",
    "mit",
    "bsd",
    "mpl",
    "gpl",
    "eupl",
    "ogl",
    "open government",
    "odc",
    "pddl",
    "odbl",
    "etalab",
    "isc",
    "us government",
    "u.s. government",
    "2011/833/eu",
    "public license",
];

impl Licence {
    /// Whether it lets a framework be passed on in another format, by the words of its name and address.
    ///
    /// Forbidding words weigh more than allowing ones (`CC BY-ND`); a licence that is not known is
    /// [`Redistribution::Unclear`].
    ///
    /// ```
    /// use skillmap::model::{Licence, Redistribution};
    /// let of = |name: &str| Licence { name: name.into(), ..Licence::default() }.redistribution();
    /// assert_eq!(of("CC BY 4.0"), Redistribution::Allowed);
    /// assert_eq!(of("CC BY-ND 4.0"), Redistribution::Forbidden);
    /// assert_eq!(of(""), Redistribution::Unclear);
    /// ```
    pub fn redistribution(&self) -> Redistribution {
        let said = format!(" {} {} ", self.name, self.url).to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| is_in(&said, word));
        if has(&FORBIDDING) {
            Redistribution::Forbidden
        } else if has(&ALLOWING) {
            Redistribution::Allowed
        } else {
            Redistribution::Unclear
        }
    }
}

/// Whether the words stand in the text, as words: `mit` is not in `limited`, `gpl` is in `LGPL-3.0`'s family only as
/// a name of its own.
fn is_in(said: &str, words: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    said.match_indices(words).any(|(at, _)| {
        let before = said[..at].chars().next_back();
        let after = said[at + words.len()..].chars().next();
        let begins = words.chars().next().is_some_and(char::is_alphabetic);
        // A stem such as "noderiv" may go on.
        let may_go_on = words == "noderiv" || words == "no derivative";
        !(begins && is_letter(before)) && (may_go_on || !is_letter(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_says_by_its_words_whether_it_lets_copies_be_passed_on() {
        use Redistribution::Allowed;
        use Redistribution::Forbidden;
        use Redistribution::Unclear;
        for (name, url, wanted) in [
            ("CC BY 4.0", "", Allowed),
            ("", "https://creativecommons.org/licenses/by/4.0/", Allowed),
            ("", "http://creativecommons.org/licenses/by-nd/4.0/", Forbidden),
            ("CC BY-NC-ND 4.0", "", Forbidden),
            ("CC BY-NC-SA 4.0", "", Allowed),
            ("Apache-2.0", "", Allowed),
            ("MIT", "", Allowed),
            ("Limited use", "", Unclear),
            ("Commission Decision 2011/833/EU", "", Allowed),
            ("CCSS Public License", "http://www.corestandards.org/public-license", Allowed),
            ("(c) 2026 Somebody. All Rights Reserved.", "", Forbidden),
            ("May not be redistributed", "", Forbidden),
            ("NoDerivatives", "", Forbidden),
            ("", "", Unclear),
            ("house terms", "https://example.org/terms", Unclear),
        ] {
            let licence = Licence { name: name.into(), url: url.into(), ..Licence::default() };
            assert_eq!(licence.redistribution(), wanted, "{name} {url}");
        }
    }
}
