//! The releases that skillmap knows by name: where they are, and under what terms.

/// An official release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Official {
    /// Short name of its framework.
    pub key: &'static str,
    /// Its version; the newest of a framework stands first.
    pub version: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How it is had.
    pub way: Way,
    /// Name of its licence.
    pub licence: &'static str,
    /// Where its text stands.
    pub licence_url: &'static str,
    /// What its publisher asks of those who use it, in plain words.
    pub terms: &'static str,
}

/// How a release is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It lies at an address.
    Address(&'static str),
    /// Its publisher wants a form to be filled in by a person.
    Form {
        /// The page with the form.
        page: &'static str,
        /// What is to be chosen there and done afterwards, step by step.
        steps: &'static [&'static str],
    },
}

const ONET: Official = Official {
    key: "onet",
    version: "",
    title: "O*NET Database",
    way: Way::Address(""),
    licence: "CC BY 4.0",
    licence_url: "https://www.onetcenter.org/license_db.html",
    terms: "You may use, copy and change it, also for money, if you name its publisher, the U.S. Department of Labor, \
            Employment and Training Administration (USDOL/ETA), and its licence, and say what you changed. skillmap keeps the \
            attribution with the release and writes it into what it exports.",
};

const ESCO: Official = Official {
    key: "esco",
    version: "",
    title: "ESCO",
    way: Way::Form {
        page: "https://esco.ec.europa.eu/en/use-esco/download",
        steps: &[
            "open https://esco.ec.europa.eu/en/use-esco/download; the publisher has no address that a program could fetch",
            "choose the version, then the content \"classification\", a language such as en, and the file type csv; add it to the \
             package; do the same with the language left empty or \"no language\" for the relations, and with each further language",
            "give an e-mail address, agree to the terms; the link comes by mail",
            "the files are called \"ESCO dataset - vVERSION - classification - en - csv.zip\", and \
             \"ESCO dataset - vVERSION - classification -  - csv.zip\" for the relations; leave them packed, in any folder, under \
             these names: they tell the version",
            "run: skillmap import \"ESCO dataset - vVERSION - classification - en - csv.zip\" \
             \"ESCO dataset - vVERSION - classification -  - csv.zip\"",
        ],
    },
    licence: "Commission Decision 2011/833/EU",
    licence_url: "https://eur-lex.europa.eu/eli/dec/2011/833/oj",
    terms: "You may use it free of charge if you name the European Commission as its source. skillmap keeps the attribution \
            with the release and writes it into what it exports.",
};

impl Official {
    /// All of them, the newest of each framework first.
    ///
    /// Source of the addresses: the publisher's page of releases, <https://www.onetcenter.org/db_releases.html>; each
    /// release has stayed at its address since it came out.
    pub const ALL: [Self; 7] = [
        Self {
            version: "30.1",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_30_1_text.zip"),
            ..ONET
        },
        Self {
            version: "30.0",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_30_0_text.zip"),
            ..ONET
        },
        Self {
            version: "29.3",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_29_3_text.zip"),
            ..ONET
        },
        Self {
            version: "29.2",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_29_2_text.zip"),
            ..ONET
        },
        Self {
            version: "29.1",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_29_1_text.zip"),
            ..ONET
        },
        Self {
            version: "29.0",
            way: Way::Address("https://www.onetcenter.org/dl_files/database/db_29_0_text.zip"),
            ..ONET
        },
        ESCO,
    ];

    /// The release of that name: `onet@30.0`, or `onet` for the newest. A release that is had by a form is known by the
    /// name of its framework alone, in whatever version.
    pub fn called(name: &str) -> Option<Self> {
        let (key, version) = name.split_once('@').unwrap_or((name, ""));
        Self::ALL.into_iter().find(|official| {
            official.key == key
                && (version.is_empty()
                    || official.version == version
                    || official.version.is_empty())
        })
    }

    /// Its name: `onet@30.1`; `esco` where the person chooses the version.
    pub fn name(self) -> String {
        match self.version {
            "" => self.key.to_owned(),
            version => format!("{}@{version}", self.key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_found_by_its_name_and_the_newest_by_the_framework_alone() {
        let rows = [
            ("onet", Some("onet@30.1")),
            ("onet@30.0", Some("onet@30.0")),
            ("onet@31.0", None),
            ("esco", Some("esco")),
            ("esco@1.2.0", Some("esco")),
            ("", None),
            ("nothing", None),
        ];
        for (name, expected) in rows {
            let found = Official::called(name).map(Official::name);
            assert_eq!(found.as_deref(), expected, "{name:?}");
        }
    }

    #[test]
    fn every_address_is_encrypted_and_names_its_version() {
        for official in Official::ALL {
            if let Way::Address(address) = official.way {
                assert!(address.starts_with("https://"), "{address}");
                let version = official.version.replace('.', "_");
                assert!(address.ends_with(&format!("/db_{version}_text.zip")), "{address}");
            }
        }
    }
}
