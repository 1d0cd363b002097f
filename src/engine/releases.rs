//! Names of two releases of one framework -> the releases.

use std::sync::Arc;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::snapshot::Snapshot;
use crate::model::Framework;
use crate::store::About;

impl Engine {
    /// Two releases of one framework, by name.
    ///
    /// Errors: a name is empty, nothing is called so, or they are of different frameworks.
    pub(in crate::engine) fn releases(
        &self,
        snapshot: &Snapshot,
        before: &str,
        after: &str,
    ) -> Result<(Arc<Framework>, Arc<Framework>), Error> {
        let named = |field: &'static str, name: &str| {
            if name.is_empty() {
                let message = format!("{field} is empty; name a release, such as esco@1.1.0");
                return Err(Error::invalid(field, message));
            }
            let held = self.release(snapshot, name);
            held.map(|(_, framework)| framework).map_err(|e| Error { field: Some(field), ..e })
        };
        let (before, after) = (named("before", before)?, named("after", after)?);
        check_alike(&before, &after)?;
        Ok((before, after))
    }

    /// Two releases of one framework. Where the later one is not named, it is the current one; where the earlier one is
    /// not named, the one that was imported before the later one.
    ///
    /// Errors: as [`Engine::releases`]; or only one release is held, or nothing says which framework is meant.
    pub(in crate::engine) fn latest(
        &self,
        snapshot: &Snapshot,
        before: &str,
        after: &str,
    ) -> Result<(Arc<Framework>, Arc<Framework>), Error> {
        let after = match (after, before.split_once('@')) {
            ("", Some((key, _))) => key,
            ("", None) => before,
            (after, _) => after,
        };
        if before.contains('@') {
            return self.releases(snapshot, before, after);
        }
        if after.is_empty() {
            let message = "nothing is named; name a framework or two releases, such as esco@1.1.0";
            return Err(Error::invalid("after", message));
        }
        let of = |e: Error| Error { field: Some("after"), ..e };
        let (number, framework) = self.release(snapshot, after).map_err(of)?;
        let records = self.store.records()?;
        let earlier = records.iter().rev().find(|record| {
            let is_of_it = match &record.about {
                About::Framework { release, .. } => {
                    release.framework == framework.release().framework
                }
                About::MappingSet { .. } => false,
            };
            is_of_it && record.number < number
        });
        let Some(earlier) = earlier else {
            let message = format!(
                "no release of {} was imported before {}; name the earlier one (--before)",
                framework.release().key,
                framework.release()
            );
            return Err(Error::not_found("before", message));
        };
        Ok((Arc::new(self.store.framework(earlier)?), framework))
    }
}

fn check_alike(before: &Framework, after: &Framework) -> Result<(), Error> {
    let (one, other) = (before.release(), after.release());
    if one.framework == other.framework || one.key == other.key {
        return Ok(());
    }
    let message = format!(
        "{one} and {other} are not releases of one framework; compare them with skillmap crosswalk propose {} {}",
        one.key, other.key
    );
    Err(Error::invalid("after", message))
}
