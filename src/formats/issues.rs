//! What readers say: issues that were survived, and the error that was not.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::limits;
use crate::model::Issue;
use crate::model::Location;
use crate::model::Severity;

/// Issues of each sort that are kept whatever came before them: a sort that is only counted cannot be looked at.
const OF_EACH: u64 = 3;

/// The issues of one reading: the first [`limits::ISSUES_KEPT`] whole and the first few of each sort, all of them
/// counted.
#[derive(Debug, Clone, Default)]
pub struct Issues {
    kept: Vec<Issue>,
    counts: BTreeMap<(Severity, String), u64>,
}

/// How often one sort of issue was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueCount {
    /// How much it matters.
    pub severity: Severity,
    /// The sort of issue.
    pub code: String,
    /// How many of them.
    pub count: u64,
}

impl Issues {
    /// Notes something worth knowing; nothing was lost.
    pub fn note(&mut self, code: &str, location: Location, what: impl Into<String>, remedy: &str) {
        self.add(Severity::Note, code, location, what.into(), remedy);
    }

    /// Notes something read in another way than it is written.
    pub fn warning(
        &mut self,
        code: &str,
        location: Location,
        what: impl Into<String>,
        remedy: &str,
    ) {
        self.add(Severity::Warning, code, location, what.into(), remedy);
    }

    /// Notes something left out.
    pub fn error(&mut self, code: &str, location: Location, what: impl Into<String>, remedy: &str) {
        self.add(Severity::Error, code, location, what.into(), remedy);
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &str,
        location: Location,
        what: String,
        remedy: &str,
    ) {
        let n_of_it = self.counts.entry((severity, code.to_owned())).or_default();
        *n_of_it += 1;
        if self.kept.len() < limits::ISSUES_KEPT || *n_of_it <= OF_EACH {
            let (code, remedy) = (code.to_owned(), remedy.to_owned());
            self.kept.push(Issue { severity, code, location, what, remedy });
        }
    }

    /// Adds the issues of another part of the same reading.
    pub fn append(&mut self, other: Self) {
        let mut n_of_each = self.counts.clone();
        for issue in other.kept {
            let n_of_it = n_of_each.entry((issue.severity, issue.code.clone())).or_default();
            *n_of_it += 1;
            if self.kept.len() < limits::ISSUES_KEPT || *n_of_it <= OF_EACH {
                self.kept.push(issue);
            }
        }
        for (sort, count) in other.counts {
            *self.counts.entry(sort).or_default() += count;
        }
    }

    /// The issues kept one by one, in the order in which they were met.
    pub fn kept(&self) -> &[Issue] {
        &self.kept
    }

    /// How many of each sort, gravest last.
    pub fn counts(&self) -> Vec<IssueCount> {
        let count = |((severity, code), count): (&(Severity, String), &u64)| IssueCount {
            severity: *severity,
            code: code.clone(),
            count: *count,
        };
        self.counts.iter().map(count).collect()
    }

    /// How many issues are at least so grave.
    pub fn at_least(&self, severity: Severity) -> u64 {
        self.counts.iter().filter(|((s, _), _)| *s >= severity).map(|(_, n)| n).sum()
    }
}

/// Why nothing could be read. Prints as *where: what; what to do*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The sort of failure.
    pub kind: ReadErrorKind,
    /// Where it happened.
    pub location: Location,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

/// The sort of failure of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// There is no such file.
    NotFound,
    /// The input is beyond a bound of [`crate::limits`].
    TooLarge,
    /// The input is not what it should be.
    Invalid,
}

impl ReadError {
    /// The input is not what it should be.
    pub fn invalid(location: Location, what: impl Into<String>, remedy: &str) -> Self {
        let remedy = remedy.to_owned();
        Self { kind: ReadErrorKind::Invalid, location, what: what.into(), remedy }
    }

    /// The input is beyond a bound.
    pub fn too_large(location: Location, what: impl Into<String>, remedy: &str) -> Self {
        Self { kind: ReadErrorKind::TooLarge, ..Self::invalid(location, what, remedy) }
    }

    /// The operating system refused a file.
    pub fn io(file: &str, error: &std::io::Error) -> Self {
        let (kind, remedy) = match error.kind() {
            std::io::ErrorKind::NotFound => {
                (ReadErrorKind::NotFound, "check the spelling of the path")
            }
            _ => (ReadErrorKind::Invalid, "check that the file can be read"),
        };
        let location = Location::file(file);
        Self { kind, location, what: error.to_string(), remedy: remedy.to_owned() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.location, self.what, self.remedy)
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_issues_of_a_rare_sort_are_kept_behind_any_number_of_another() {
        let mut issues = Issues::default();
        for _ in 0..limits::ISSUES_KEPT + 5 {
            issues.note("frequent", Location::file("a.csv"), "it is odd", "look at it");
        }
        let mut later = Issues::default();
        for _ in 0..5 {
            issues.error("rare", Location::file("a.csv"), "it is wrong", "mend it");
            later.error("later", Location::file("b.csv"), "it is wrong", "mend it");
        }
        issues.append(later);
        let n_of = |code: &str| issues.kept().iter().filter(|issue| issue.code == code).count();
        assert_eq!([n_of("frequent"), n_of("rare"), n_of("later")], [limits::ISSUES_KEPT, 3, 3]);
        assert_eq!(
            issues.counts().iter().map(|c| c.count).sum::<u64>(),
            limits::ISSUES_KEPT as u64 + 15
        );
    }
}
