//! A change -> done, and written into the audit log: by whom, when, and what was otherwise afterwards.
//!
//! Every operation that changes something runs inside [`Engine::recorded`], whoever calls it. Who acts is known to the
//! thread ([`Engine::acting_as`]); unless said, it is the user of the operating system at the command line.
//!
//! What an operation may change (its [`Part`]s) is looked at before and after, and what differs is recorded: names, digests
//! and numbers, never a text. Two changes of the same parts take turns, so that none is taken for the other's; others do
//! not wait, and readers never do.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::access::held;
use crate::engine::review::now;
use crate::formats::Source;
use crate::limits;
use crate::model::Actor;
use crate::model::AuditChange;
use crate::model::AuditEntry;
use crate::model::AuditOutcome;
use crate::model::Digest;
use crate::store::About;

/// Who acts, and in which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub by: Actor,
    /// Id of the request; empty where there is none.
    pub request: String,
}

/// What an operation may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Part<'a> {
    /// Releases of frameworks with what is current, and mapping sets.
    Releases,
    /// One crosswalk with its decisions.
    Crosswalk(&'a str),
    /// All of them.
    Crosswalks,
    /// Profiles.
    Profiles,
    /// Examples of one workspace.
    ExamplesOf(&'a str),
    /// Those of all workspaces.
    Examples,
    /// Documents that one workspace keeps.
    Documents(&'a str),
    /// Keys.
    Keys,
}

/// One lock for each sort of part.
#[derive(Debug, Default)]
pub(in crate::engine) struct Locks([Mutex<()>; 6]);

impl Part<'_> {
    fn lock(self) -> usize {
        match self {
            Self::Releases => 0,
            Self::Crosswalk(_) | Self::Crosswalks => 1,
            Self::Profiles => 2,
            Self::ExamplesOf(_) | Self::Examples => 3,
            Self::Documents(_) => 4,
            Self::Keys => 5,
        }
    }
}

thread_local! {
    static ACTING: RefCell<Option<Act>> = const { RefCell::new(None) };
    static IS_RECORDING: Cell<bool> = const { Cell::new(false) };
}

/// Part -> its state, in words.
type Ledger = BTreeMap<String, String>;

impl Engine {
    /// Does something in the name of somebody: what it changes on this thread is recorded as theirs.
    pub fn acting_as<T>(act: Act, run: impl FnOnce() -> T) -> T {
        struct Restored(Option<Act>);
        impl Drop for Restored {
            fn drop(&mut self) {
                ACTING.set(self.0.take());
            }
        }
        let _restored = Restored(ACTING.replace(Some(act)));
        run()
    }

    /// Who acts on this thread: for work that goes on on another one.
    pub fn acting() -> Act {
        let told = ACTING.with_borrow(Clone::clone);
        told.unwrap_or_else(|| Act { by: system_user(), request: String::new() })
    }

    /// Writes down that somebody was not let in to an operation that changes something.
    ///
    /// Errors: the disk refuses.
    pub fn record_refusal(&self, act: Act, operation: &str) -> Result<(), Error> {
        self.store.add_audit(entry(act, operation, "", AuditOutcome::Refused, Vec::new())?)?;
        Ok(())
    }

    /// Does a change and records it. A change within a change is part of it.
    ///
    /// Errors: those of the change; it was done, but could not be recorded.
    pub(in crate::engine) fn recorded<T>(
        &self,
        operation: &str,
        target: &str,
        parts: &[Part<'_>],
        run: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if IS_RECORDING.get() {
            return run();
        }
        // Always in the same order, so that no two changes wait for each other.
        let locks = (0..self.access.locks.0.len())
            .filter(|lock| parts.iter().any(|part| part.lock() == *lock));
        let _held: Vec<_> = locks.map(|lock| held(&self.access.locks.0[lock])).collect();
        let before = self.ledger(parts)?;
        let outcome = {
            struct Recording;
            impl Drop for Recording {
                fn drop(&mut self) {
                    IS_RECORDING.set(false);
                }
            }
            IS_RECORDING.set(true);
            let _recording = Recording;
            run()
        };
        let how = match &outcome {
            Ok(_) => AuditOutcome::Done,
            Err(error) if error.kind == ErrorKind::Internal => AuditOutcome::Failed,
            Err(_) => AuditOutcome::Refused,
        };
        let added = self.ledger(parts).and_then(|after| {
            let changes = differences(&before, &after);
            let entry = entry(Self::acting(), operation, target, how, changes)?;
            Ok(self.store.add_audit(entry)?)
        });
        match (outcome, added) {
            (Ok(reply), Ok(_)) => Ok(reply),
            // What went wrong first says more.
            (Err(error), _) | (Ok(_), Err(error)) => Err(error),
        }
    }

    /// The state of everything that belongs to the parts.
    fn ledger(&self, parts: &[Part<'_>]) -> Result<Ledger, Error> {
        let mut ledger = Ledger::new();
        for part in parts {
            match part {
                Part::Releases => self.releases_into(&mut ledger)?,
                Part::Crosswalk(name) => self.crosswalks_into(Some(name), &mut ledger)?,
                Part::Crosswalks => self.crosswalks_into(None, &mut ledger)?,
                Part::Profiles => {
                    for (name, mark) in self.store.profile_marks()? {
                        ledger.insert(format!("profile {name}"), mark);
                    }
                }
                Part::ExamplesOf(workspace) => self.examples_into(Some(workspace), &mut ledger)?,
                Part::Examples => self.examples_into(None, &mut ledger)?,
                Part::Documents(workspace) => {
                    if let Some((n_documents, mark)) = self.store.document_mark(workspace)? {
                        let state = format!("{n_documents} documents, {mark}");
                        ledger.insert(format!("documents of {workspace}"), state);
                    }
                }
                Part::Keys => {
                    for key in self.store.keys()? {
                        let only = if key.only.is_empty() {
                            String::new()
                        } else {
                            format!(", only {}", key.only.join(" "))
                        };
                        let until =
                            key.expires.map_or_else(String::new, |t| format!(", until {t}"));
                        let gone = key.revoked.map_or("", |_| ", revoked");
                        let state = format!("{}, {}{only}{until}{gone}", key.name, key.role);
                        ledger.insert(format!("key {}", key.id), state);
                    }
                }
            }
        }
        Ok(ledger)
    }

    fn examples_into(&self, only: Option<&str>, ledger: &mut Ledger) -> Result<(), Error> {
        for (name, mark) in self.store.example_marks()? {
            if only.is_some_and(|only| only != name) {
                continue;
            }
            let n_examples = self.store.examples(&name)?.len();
            ledger.insert(format!("examples of {name}"), format!("{n_examples} examples, {mark}"));
        }
        Ok(())
    }

    fn releases_into(&self, ledger: &mut Ledger) -> Result<(), Error> {
        let current = self.store.current_records()?;
        for record in self.store.records()? {
            let digest = record.digest.short();
            match &record.about {
                About::Framework { release, .. } => {
                    let is_current = current.iter().any(|other| other.number == record.number);
                    let state = if is_current { "held, current" } else { "held" };
                    ledger.insert(format!("release {release} {digest}"), state.to_owned());
                }
                About::MappingSet { title, version, .. } => {
                    let name = format!("mapping set {title} {version} {digest}");
                    ledger.insert(name, "held".to_owned());
                }
            }
        }
        Ok(())
    }

    fn crosswalks_into(&self, only: Option<&str>, ledger: &mut Ledger) -> Result<(), Error> {
        for (name, mark) in self.store.crosswalk_marks()? {
            if only.is_some_and(|only| only != name) {
                continue;
            }
            let n_decisions = self.store.decisions(&name)?.len();
            let crosswalk = self.store.crosswalk(&name)?;
            let published = crosswalk.map(|crosswalk| crosswalk.published).unwrap_or_default();
            let last = published.last().map_or_else(String::new, |v| format!(" ({})", v.version));
            let n_versions = published.len();
            let state = format!("{n_decisions} decisions, {n_versions} versions{last}, {mark}");
            ledger.insert(format!("crosswalk {name}"), state);
        }
        Ok(())
    }
}

fn entry(
    act: Act,
    operation: &str,
    target: &str,
    outcome: AuditOutcome,
    changes: Vec<AuditChange>,
) -> Result<AuditEntry, Error> {
    let Actor { key, name } = act.by;
    Ok(AuditEntry {
        // The store gives the number and knows the entry before.
        number: 0,
        previous: Digest::of(b""),
        time: now()?,
        who: Actor { key, name: cut(&name) },
        operation: operation.to_owned(),
        target: cut(target),
        outcome,
        changes,
        n_left_out: 0,
        request: cut(&act.request),
    })
}

/// How files are called, as what an entry speaks of.
pub(in crate::engine) fn names(sources: &[Source]) -> String {
    let name = |source: &Source| match source {
        Source::Path(path) => path.display().to_string(),
        Source::Bytes { name, .. } => name.clone(),
    };
    sources.iter().map(name).collect::<Vec<String>>().join(", ")
}

/// What is otherwise, in the order of the parts.
fn differences(before: &Ledger, after: &Ledger) -> Vec<AuditChange> {
    let gone = before.keys().filter(|part| !after.contains_key(*part));
    let mut parts: Vec<&String> = after.keys().chain(gone).collect();
    parts.sort_unstable();
    let change = |part: &String| {
        let (was, is) = (before.get(part), after.get(part));
        let state = |state: Option<&String>| state.map(|state| cut(state));
        (was != is).then(|| AuditChange { part: cut(part), before: state(was), after: state(is) })
    };
    parts.into_iter().filter_map(change).collect()
}

/// A name within its bound, on one line.
fn cut(name: &str) -> String {
    let mut cut = String::new();
    for c in name.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if cut.len() + c.len_utf8() > limits::AUDIT_NAME_BYTES {
            cut.push('…');
            break;
        }
        cut.push(c);
    }
    cut
}

/// The user of the operating system who runs this process.
fn system_user() -> Actor {
    let user = user_of_process().or_else(|| {
        let named = |name| std::env::var(name).ok().filter(|user| !user.is_empty());
        ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(named)
    });
    let name = user.map_or_else(String::new, |user| format!(": {user}"));
    Actor { key: None, name: format!("command line{name}") }
}

/// By the number that the system gives the process, where it has a table of users: what the environment says is only said.
#[cfg(unix)]
fn user_of_process() -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let number = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut lines = users.lines().map(|line| line.split(':').collect::<Vec<&str>>());
    let own = lines.find(|fields| fields.get(2) == Some(&number.as_str()))?;
    own.first().map(|name| (*name).to_owned())
}

#[cfg(not(unix))]
fn user_of_process() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let ledger = |rows: &[(&str, &str)]| -> Ledger {
            rows.iter().map(|(part, state)| ((*part).to_owned(), (*state).to_owned())).collect()
        };
        let before = ledger(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let after = ledger(&[("b", "2"), ("c", "1"), ("d", "1")]);
        let told: Vec<String> = differences(&before, &after)
            .into_iter()
            .map(|c| format!("{} {:?} {:?}", c.part, c.before, c.after))
            .collect();
        assert_eq!(told, ["a Some(\"1\") None", "b Some(\"1\") Some(\"2\")", "d None Some(\"1\")"]);
    }

    #[test]
    fn a_name_is_one_line_within_its_bound() {
        assert_eq!(cut("a\r\nb"), "a  b");
        let long = cut(&"é".repeat(1_000));
        assert!(long.len() <= limits::AUDIT_NAME_BYTES + 3 && long.ends_with("é…"), "{long}");
    }
}
