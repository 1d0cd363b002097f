//! Who asks: keys and sessions checked, and the secret by which this machine's own command line is known.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use time::OffsetDateTime;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::recorded::Locks;
use crate::engine::review::now;
use crate::engine::review::written;
use crate::limits;
use crate::model::Key;

/// What every key begins with, so that programs that look for leaked secrets find it.
pub(in crate::engine) const PREFIX: &str = "sm_";
/// How long somebody stays signed in.
const SESSION_TIME: Duration = Duration::from_hours(12);

/// What is known of callers while the engine lives; nothing of it is kept.
#[derive(Debug, Default)]
pub(in crate::engine) struct Access {
    /// Id of a key -> when it was shown last.
    used: Mutex<BTreeMap<String, OffsetDateTime>>,
    /// Digest of a session's secret -> whose it is.
    sessions: Mutex<BTreeMap<[u8; 32], Session>>,
    /// Digest of the secret of the command line.
    local: Mutex<Option<blake3::Hash>>,
    pub(in crate::engine) locks: Locks,
}

#[derive(Debug)]
struct Session {
    key: String,
    since: Instant,
}

/// Why a key is not taken.
#[derive(Debug)]
pub enum KeyFault {
    /// There is no such key, or that is not its secret: which of the two is not told.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// The store cannot be read.
    Failed(Error),
}

impl Engine {
    /// The key that reads so, if it may be used now.
    ///
    /// Errors: why it may not.
    pub fn authenticate(&self, text: &str) -> Result<Key, KeyFault> {
        let parts = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_'));
        let (id, secret) = parts.ok_or(KeyFault::Unknown)?;
        let key = self.store.key_with_secret(id, secret).map_err(|e| KeyFault::Failed(e.into()))?;
        self.usable(key.ok_or(KeyFault::Unknown)?)
    }

    /// Begins a session for the holder of a key, and gives the secret by which it is known.
    ///
    /// Errors: the key may not be used, or this machine gives no random numbers.
    pub fn sign_in(&self, text: &str) -> Result<(String, Key), KeyFault> {
        let key = self.authenticate(text)?;
        let secret = random_digits(32).map_err(KeyFault::Failed)?;
        let mut sessions = held(&self.access.sessions);
        sessions.retain(|_, session| session.since.elapsed() < SESSION_TIME);
        if sessions.len() >= limits::SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.since);
            if let Some(oldest) = oldest.map(|(digest, _)| *digest) {
                sessions.remove(&oldest);
            }
        }
        let session = Session { key: key.id.clone(), since: Instant::now() };
        sessions.insert(*blake3::hash(secret.as_bytes()).as_bytes(), session);
        Ok((secret, key))
    }

    /// The key of whoever began the session of that secret, if both still hold.
    pub fn session(&self, secret: &str) -> Option<Key> {
        let id = {
            let sessions = held(&self.access.sessions);
            let session = sessions.get(blake3::hash(secret.as_bytes()).as_bytes())?;
            (session.since.elapsed() < SESSION_TIME).then(|| session.key.clone())?
        };
        self.usable(self.store.key(&id).ok()??).ok()
    }

    /// Ends a session.
    pub fn sign_out(&self, secret: &str) {
        held(&self.access.sessions).remove(blake3::hash(secret.as_bytes()).as_bytes());
    }

    /// Whether that is the secret of this machine's command line.
    pub fn is_local_secret(&self, secret: &str) -> bool {
        // Digests of blake3 are compared in constant time.
        held(&self.access.local).is_some_and(|digest| digest == blake3::hash(secret.as_bytes()))
    }

    /// From now on that is the secret of the command line; none is when nothing.
    pub(in crate::engine) fn set_local_secret(&self, secret: Option<&str>) {
        *held(&self.access.local) = secret.map(|secret| blake3::hash(secret.as_bytes()));
    }

    /// When a key was shown last since the engine was opened: RFC 3339.
    pub(in crate::engine) fn last_used(&self, id: &str) -> Option<String> {
        held(&self.access.used).get(id).and_then(|time| written(*time))
    }

    fn usable(&self, key: Key) -> Result<Key, KeyFault> {
        if key.revoked.is_some() {
            return Err(KeyFault::Revoked);
        }
        if let Some(expires) = &key.expires {
            // Both are written alike, in UTC and to the second: they compare as text.
            if *expires <= now().map_err(KeyFault::Failed)? {
                return Err(KeyFault::Expired);
            }
        }
        held(&self.access.used).insert(key.id.clone(), OffsetDateTime::now_utc());
        Ok(key)
    }
}

/// Random bytes of the system's generator, as hexadecimal digits.
///
/// Errors: the system gives none.
pub fn random_digits(n_bytes: usize) -> Result<String, Error> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut bytes = vec![0; n_bytes];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::internal(format!("this machine gives no random numbers ({e})")))?;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect())
}

/// A lock; whoever panicked while holding it left nothing half.
pub(in crate::engine) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
