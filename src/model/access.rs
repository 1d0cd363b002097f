//! Who may do what, and what was done: roles, keys, entries of the audit log.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Digest;

/// What somebody may do. Each role may do what those before it may.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Look at everything, and have texts tagged.
    #[default]
    Reader,
    /// Import frameworks; keep examples and profiles; propose crosswalks.
    Editor,
    /// Decide about crosswalks, publish them, put successors in the place of concepts.
    Reviewer,
    /// Make releases current, teach models; keys and the audit log.
    Administrator,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Editor, Self::Reviewer, Self::Administrator];

    /// Its name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that name.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A key, all but its secret, which nobody but its holder has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Key {
    /// By which it is known: twelve hexadecimal digits, no secret.
    pub id: String,
    /// For whom or what it is.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// The only operations it is for; all that the role may when empty.
    pub only: Vec<String>,
    /// When it was made: RFC 3339, in UTC.
    pub created: String,
    /// From when on it is no longer taken; never when nothing.
    pub expires: Option<String>,
    /// When it was taken back, if it was.
    pub revoked: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Id of the key, where one was shown.
    pub key: Option<String>,
    /// Name of the key, `this machine`, or `command line` with the name of the system's user.
    pub name: String,
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was not right or not allowed; nothing changed.
    Refused,
    /// Something failed inside.
    Failed,
}

impl AuditOutcome {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// Something that was otherwise after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditChange {
    /// What it is: a release, a mapping set, a crosswalk, a profile, the examples of a workspace, a key.
    pub part: String,
    /// Its state before; nothing where it was not there.
    pub before: Option<String>,
    /// Its state after; nothing where it is not there any more.
    pub after: Option<String>,
}

/// One entry of the audit log: never changed, never removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    /// From 1 on, without a gap.
    pub number: u64,
    /// RFC 3339, in UTC.
    pub time: String,
    /// Who.
    pub who: Actor,
    /// The operation.
    pub operation: String,
    /// On what; empty where that is only known by what changed.
    pub target: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// What was otherwise afterwards, in the order of the parts.
    pub changes: Vec<AuditChange>,
    /// Changes that had no room in the entry.
    pub n_left_out: u64,
    /// Id of the request; empty on the command line.
    pub request: String,
    /// Digest of the entry before, as it is kept; of nothing for the first.
    pub previous: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_those_before_it_may() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(Role::called(role.name()), Some(role));
        }
        assert_eq!(Role::called("owner"), None);
    }
}
