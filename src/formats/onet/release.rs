//! Options, `Read Me.txt`, names of files -> what the release says about itself.

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::onet::ids;
use crate::formats::onet::tables::has_extension;
use crate::formats::onet::tables::is_read_me;
use crate::model::ConceptId;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Release;

/// The release, with its version as given, else as printed in its `Read Me.txt`, else as in the names of its
/// files.
pub(super) fn of(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
) -> Result<Release, ReadError> {
    let place = || Location::file(&bundle.origins().join(", "));
    let framework = ConceptId::new(ids::FRAMEWORK)
        .map_err(|e| ReadError::invalid(place(), e.to_string(), "report this as a bug"))?;
    let found = options.version.clone().or_else(|| from_read_me(bundle));
    let version = found.or_else(|| from_names(bundle)).unwrap_or_else(|| {
        let what = "neither a Read Me.txt nor a name of a file says which release it is";
        issues.warning("no-version", place(), what, "name it with --release");
        "unversioned".to_owned()
    });
    let attribution = format!(
        "Uses data of the O*NET database, release {version}, published by the U.S. Department of Labor, \
         Employment and Training Administration (USDOL/ETA), under CC BY 4.0. The data was brought into another \
         form; USDOL/ETA has neither checked nor endorsed the result. O*NET is a trademark of USDOL/ETA."
    );
    Ok(Release {
        framework,
        key: options.key.clone().unwrap_or_else(|| "onet".to_owned()),
        title: "O*NET Database".to_owned(),
        publisher: "U.S. Department of Labor, Employment and Training Administration".to_owned(),
        version,
        licence: Licence {
            name: "CC BY 4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            attribution,
        },
        description:
            "Occupations of the United States with their tasks and tools, rated on skills, \
                      knowledge, abilities, activities and other elements of one content model."
                .to_owned(),
    })
}

/// The number in the line `O*NET 29.1 Database`.
fn from_read_me(bundle: &Bundle) -> Option<String> {
    let file = bundle.files().iter().find(|f| is_read_me(f.base_name()))?;
    let head = file.head(1_024).ok()?;
    let text = String::from_utf8_lossy(&head);
    text.lines().filter(|line| line.contains("O*NET")).find_map(number_in)
}

/// The number in a folder's or archive's name: `db_30_1_text`, `onet-30.1-xlsx`.
fn from_names(bundle: &Bundle) -> Option<String> {
    let names = bundle.files().iter().map(BundleFile::name).chain(
        // What was named to be opened may be a folder above.
        bundle.origins().iter().map(String::as_str),
    );
    let mut parts = names.flat_map(|name| name.split(['/', '\\']).rev().skip_while(is_table_name));
    parts.find_map(|part| {
        let part = part.to_ascii_lowercase();
        let start = part.find("onet").map(|at| at + 4).or_else(|| {
            (part.starts_with("db_") || part.starts_with("db-") || part.starts_with("db "))
                .then_some(3)
        })?;
        number_in(part.get(start..)?)
    })
}

fn is_table_name(part: &&str) -> bool {
    has_extension(part, "txt") || has_extension(part, "xlsx")
}

/// The first `30.1` or `30_1` of a text, written with a point.
fn number_in(text: &str) -> Option<String> {
    let is_digits =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let mut words = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '_');
    words.find_map(|word| {
        let mut parts = word.split(['.', '_']).filter(|part| !part.is_empty());
        let (major, minor) = (parts.next()?, parts.next()?);
        (is_digits(major) && is_digits(minor)).then(|| format!("{major}.{minor}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    fn version(files: &[(&str, &str)]) -> (String, usize) {
        let sources: Vec<Source> = (files.iter())
            .map(|(name, text)| Source::Bytes {
                name: (*name).to_owned(),
                bytes: text.as_bytes().into(),
            })
            .collect();
        let mut issues = Issues::default();
        let bundle = Bundle::open(&sources).unwrap();
        let release = of(&bundle, &ReadOptions::default(), &mut issues).unwrap();
        (release.version, issues.kept().len())
    }

    #[test]
    fn the_version_is_found_where_a_release_says_it() {
        let rows: [(&[(&str, &str)], &str); 5] = [
            (&[("x/Read Me.txt", "O*NET 29.1 Database\r\nNovember 2024 Release")], "29.1"),
            (&[("db_30_1_text.zip/db_30_1_text/Skills.txt", "x")], "30.1"),
            (&[("onet-30.3-xlsx/Skills.xlsx", "x")], "30.3"),
            (&[("db_31_0_text/Read Me.txt", "no number here")], "31.0"),
            (&[("onet/Skills 2.0.txt", "x")], "unversioned"),
        ];
        for (files, expected) in rows {
            let (found, n_issues) = version(files);
            assert_eq!(found, expected, "{files:?}\nhelp: see number_in");
            assert_eq!(n_issues == 1, expected == "unversioned");
        }
    }
}
