//! Current releases -> their packages on the disk, each written by whoever asks first.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rayon::prelude::*;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::case_shelf::CaseVersion;
use crate::engine::case_shelf::shelf::Place;
use crate::engine::case_shelf::shelf::Shelf;
use crate::engine::case_shelf::shelf::Writing;
use crate::engine::case_shelf::unknown;
use crate::engine::case_shelf::unreadable;
use crate::engine::export::came_with;
use crate::formats::CaseKind;
use crate::formats::Format;
use crate::formats::Outgoing;
use crate::formats::case_document;
use crate::formats::case_pieces;
use crate::formats::printed_case_identifier;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::MappingSet;
use crate::model::Redistribution;

/// The layout of packages; another one makes all of them anew.
const LAYOUT: &str = concat!("case 1 ", env!("CARGO_PKG_VERSION"));

/// Where a package is or will be.
type ShelfPlace = Arc<Mutex<Option<Arc<Shelf>>>>;

/// The packages that were asked for.
#[derive(Debug, Default)]
pub(in crate::engine) struct Shelves {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    /// By the names of their files.
    places: BTreeMap<String, ShelfPlace>,
    /// The revision for which old files were removed.
    swept: Option<u64>,
}

/// A release that is served.
pub(super) struct Slot {
    /// The name of its file.
    name: String,
    framework: Arc<Framework>,
    sets: Vec<Arc<MappingSet>>,
    document: [u8; 16],
    place: ShelfPlace,
}

impl Slot {
    /// The package, where it is there already.
    fn ready(&self) -> Option<Arc<Shelf>> {
        self.place.try_lock().ok().and_then(|kept| kept.clone())
    }
}

impl Engine {
    /// Where something of CASE stands. Packages that are there are asked first.
    ///
    /// Errors: nothing of that kind has the identifier, or the document's licence forbids passing on.
    pub(super) fn case_place(
        &self,
        version: CaseVersion,
        kind: CaseKind,
        identifier: &[u8; 16],
    ) -> Result<(Arc<Shelf>, Place), Error> {
        let mut slots = self.case_slots(version)?;
        if kind == CaseKind::Document {
            slots.retain(|slot| slot.document == *identifier);
            if slots.is_empty() {
                self.check_forbidden(identifier)?;
            }
        }
        let mut waiting = Vec::new();
        let find = |kept: Arc<Shelf>| {
            let found = kept.find(kind, identifier).map_err(|e| unreadable(&e))?;
            Ok::<_, Error>(found.map(|place| (kept, place)))
        };
        for slot in slots {
            match slot.ready() {
                Some(kept) => {
                    if let Some(found) = find(kept)? {
                        return Ok(found);
                    }
                }
                None => waiting.push(slot),
            }
        }
        for slot in waiting {
            if let Some(found) = find(self.case_shelf(version, &slot)?)? {
                return Ok(found);
            }
        }
        Err(unknown(&printed_case_identifier(*identifier)))
    }

    /// All packages, in the order of the frameworks.
    ///
    /// Errors: the disk refuses.
    pub(super) fn case_shelves(&self, version: CaseVersion) -> Result<Vec<Arc<Shelf>>, Error> {
        let slots = self.case_slots(version)?;
        slots.par_iter().map(|slot| self.case_shelf(version, slot)).collect()
    }

    /// The package of a release, written if need be.
    fn case_shelf(&self, version: CaseVersion, slot: &Slot) -> Result<Arc<Shelf>, Error> {
        let mut held = slot.place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*held {
            return Ok(kept.clone());
        }
        let dir = self.case_dir();
        fs::create_dir_all(&dir).map_err(|e| unreadable(&e))?;
        let path = dir.join(&slot.name);
        let broken = || Error::internal(format!("{} has no package of CASE", slot.name));
        let opened = Shelf::open(&path, &slot.name);
        let found = if let Some(found) = opened {
            Arc::new(found)
        } else {
            self.write_shelf(version, slot)?;
            Arc::new(Shelf::open(&path, &slot.name).ok_or_else(broken)?)
        };
        *held = Some(found.clone());
        Ok(found)
    }

    /// Writes the package of a release.
    fn write_shelf(&self, version: CaseVersion, slot: &Slot) -> Result<(), Error> {
        let path = self.case_dir().join(&slot.name);
        let part = self.case_dir().join(format!("{}.part", slot.name));
        let mut writing = Writing::begin(&part).map_err(|e| unreadable(&e))?;
        let sets: Vec<&MappingSet> = slot.sets.iter().map(AsRef::as_ref).collect();
        let outgoing = Outgoing { framework: &slot.framework, mappings: &sets };
        let format = match version {
            CaseVersion::V10 => Format::Case10,
            CaseVersion::V11 => Format::Case,
        };
        let written = case_pieces(&outgoing, format, &mut |piece| writing.add(&piece));
        let release = slot.framework.release();
        let broken = || Error::internal(format!("{release} has no package of CASE"));
        written.ok_or_else(broken)?.map_err(|e| unreadable(&e))?;
        writing.finish(&part, &path).map_err(|e| unreadable(&e))
    }

    /// The releases that are served. What belongs to no current release any more is removed.
    fn case_slots(&self, version: CaseVersion) -> Result<Vec<Slot>, Error> {
        let snapshot = self.snapshot();
        let mut held = self.shelves.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut slots = Vec::new();
        let mut current = BTreeSet::new();
        for (part, record) in snapshot.parts() {
            let release = part.framework.release();
            if release.licence.redistribution() == Redistribution::Forbidden {
                continue;
            }
            let sets = snapshot.mapping_sets.iter().filter(|(_, set)| came_with(set, release));
            let (digests, sets): (Vec<String>, Vec<Arc<MappingSet>>) =
                sets.map(|(record, set)| (record.digest.to_string(), set.clone())).unzip();
            let name = |version: CaseVersion| {
                let of = format!("{LAYOUT} {} {}", record.digest, digests.join(" "));
                let number = if version == CaseVersion::V10 { "1.0" } else { "1.1" };
                format!("{}-{number}", Digest::of(of.as_bytes()))
            };
            current.extend([name(CaseVersion::V10), name(CaseVersion::V11)]);
            let name = name(version);
            let place = held.places.entry(name.clone()).or_default().clone();
            let document = case_document(release.framework.as_str());
            slots.push(Slot { name, framework: part.framework.clone(), sets, document, place });
        }
        if held.swept != Some(snapshot.revision) {
            held.places.retain(|name, _| current.contains(name));
            self.sweep(&current).map_err(|e| unreadable(&e))?;
            held.swept = Some(snapshot.revision);
        }
        Ok(slots)
    }

    /// Removes the files that are of no current release.
    fn sweep(&self, current: &BTreeSet<String>) -> std::io::Result<()> {
        let dir = self.case_dir();
        if !dir.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if !current.contains(name.strip_suffix(".part").unwrap_or(&name)) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Errors: the document with that identifier has a licence that forbids passing on.
    fn check_forbidden(&self, document: &[u8; 16]) -> Result<(), Error> {
        let snapshot = self.snapshot();
        let of = snapshot.parts().map(|(part, _)| part.framework.release());
        let mut held = of.filter(|r| case_document(r.framework.as_str()) == *document);
        match held.find(|r| r.licence.redistribution() == Redistribution::Forbidden) {
            None => Ok(()),
            Some(release) => {
                let message = format!(
                    "the licence of {release} forbids passing it on in another form; ask its publisher"
                );
                Err(Error::forbidden("sourcedId", message))
            }
        }
    }

    /// Where packages are kept: derived, to be deleted at will.
    fn case_dir(&self) -> PathBuf {
        self.dir.join("case")
    }
}
