//! skillmap keys: create, list, revoke.

use std::path::Path;

use clap::Subcommand;
use clap::ValueEnum;

use crate::cli::End;
use crate::cli::Failure;
use crate::cli::commands::Open;
use crate::cli::drawing::table;
use crate::cli::print::Printer;
use crate::cli::running;
use crate::engine::CreateKeyReply;
use crate::engine::CreateKeyRequest;
use crate::engine::Engine;
use crate::engine::HeldKey;
use crate::engine::KeysReply;
use crate::engine::RevokeKeyReply;
use crate::engine::RevokeKeyRequest;
use crate::model::Role;

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make a key and show it this once.
    Create {
        /// For whom or what it is.
        name: String,
        /// What its holder may do.
        #[arg(long, value_enum)]
        role: RoleName,
        /// The only operations it is for, such as search,tag; all that the role may unless given.
        #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
        only: Vec<String>,
        /// How long it is taken, such as 90d, or until when, such as 2027-01-31; for ever unless given.
        #[arg(long, default_value = "", hide_default_value = true, value_name = "90d|DATE")]
        expires: String,
    },
    /// List all keys; their secrets are not kept.
    List,
    /// Take a key back.
    Revoke {
        /// Its id, as the list shows it.
        id: String,
    },
}

/// What a key's holder may do; each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleName {
    /// Look at everything, and have texts tagged.
    Reader,
    /// Import frameworks; keep examples and profiles; propose crosswalks.
    Editor,
    /// Decide about crosswalks, publish them, replace concepts.
    Reviewer,
    /// Make releases current, teach models; keys and the audit log.
    Administrator,
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            Self::Reader => Role::Reader,
            Self::Editor => Role::Editor,
            Self::Reviewer => Role::Reviewer,
            Self::Administrator => Role::Administrator,
        }
    }
}

pub(super) fn run(
    open: Open<'_>,
    dir: &Path,
    command: &KeysCommand,
    printer: &mut Printer,
) -> Result<End, Failure> {
    match command {
        KeysCommand::Create { name, role, only, expires } => {
            let request = CreateKeyRequest {
                name: name.clone(),
                role: role.role(),
                only: only.clone(),
                expires: expires.clone(),
            };
            let reply = running::post(open, dir, "/api/v1/keys/created", &request, |engine| {
                engine.create_key(&request)
            })?;
            printer.reply(&reply, created)?;
        }
        KeysCommand::List => {
            let reply = running::get(open, dir, "/api/v1/keys", &[], Engine::keys)?;
            printer.reply(&reply, list)?;
        }
        KeysCommand::Revoke { id } => {
            let request = RevokeKeyRequest { id: id.clone() };
            let reply = running::post(open, dir, "/api/v1/keys/revoked", &request, |engine| {
                engine.revoke_key(&request)
            })?;
            printer.reply(&reply, |reply: &RevokeKeyReply| {
                format!("{} ({}) is taken back", reply.key.id, reply.key.name)
            })?;
        }
    }
    Ok(End::Done)
}

fn created(reply: &CreateKeyReply) -> String {
    let key = &reply.key;
    let until = key.expires.as_ref().map_or_else(String::new, |time| format!(", until {time}"));
    let only = if key.only.is_empty() {
        String::new()
    } else {
        format!(", for {} alone", key.only.join(", "))
    };
    format!(
        "{} may do what a {} may{only}{until}. The key is shown this once; keep it safe:\n\n{}\n\nSend it as: Authorization: Bearer KEY",
        key.name, key.role, reply.secret
    )
}

fn list(reply: &KeysReply) -> String {
    let rows = reply.keys.iter().map(|held| {
        let key = &held.key;
        let told = |time: &Option<String>| time.clone().unwrap_or_default();
        vec![
            key.id.clone(),
            key.name.clone(),
            key.role.to_string(),
            key.only.join(", "),
            key.created.clone(),
            told(&key.expires),
            told(&held.last_used),
            state(held).to_owned(),
        ]
    });
    table(&["id", "name", "role", "only", "made", "until", "last used", "state"], rows)
}

fn state(held: &HeldKey) -> &'static str {
    match (held.is_valid, &held.key.revoked) {
        (true, _) => "valid",
        (false, Some(_)) => "taken back",
        (false, None) => "expired",
    }
}
