//! What is done with keys, and what is told of who did what.

use crate::engine::AuditReply;
use crate::engine::AuditRequest;
use crate::engine::CreateKeyReply;
use crate::engine::CreateKeyRequest;
use crate::engine::KeysReply;
use crate::engine::RevokeKeyReply;
use crate::engine::RevokeKeyRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::told("create_key", "Make a key", of::<CreateKeyRequest>, of::<CreateKeyReply>),
    Described::asked("keys", "List the keys", of::<KeysReply>),
    Described::told("revoke_key", "Take a key back", of::<RevokeKeyRequest>, of::<RevokeKeyReply>),
    Described::asked("audit", "Say who changed what, and when", of::<AuditReply>)
        .query(of::<AuditRequest>),
];
