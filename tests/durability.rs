//! What was acknowledged is on the disk, whole, after a power cut and after a kill.
//!
//! A power cut keeps everything that a sync was asked for, and of what was written since, any part: some
//! blocks of 4 KiB, in no order. A kill keeps all that was written, and stops at any moment.

mod disk;
mod kills;

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use skillmap::model::ConceptId;
use skillmap::model::Digest;
use skillmap::model::FrameworkBuilder;
use skillmap::model::Profile;
use skillmap::model::Rules;
use skillmap::store::About;
use skillmap::store::Store;
use skillmap::store::StoreError;
use skillmap::store::SyncMoment;
use skillmap::store::SyncWatch;

use crate::durability::disk::Disk;
use crate::made;
use crate::made::Dice;

const CUTS: u64 = 50;
/// Cuts that one folder lives through, so that its database grows old: segments are freed and used again.
const CUTS_OF_ONE_FOLDER: u64 = 10;

/// What the folder held on both sides of every sync so far.
type Copies = Arc<Mutex<Vec<(SyncMoment, Disk)>>>;

fn watch(copies: &Copies) -> SyncWatch {
    let copies = copies.clone();
    Box::new(move |moment, dir| {
        let disk = Disk::copy(dir);
        let help = "help: see src/store/mod.rs, # Why";
        assert_eq!(disk.unsynced(), Vec::<&Path>::new(), "nobody syncs these\n{help}");
        copies.lock().unwrap().push((moment, disk));
    })
}

/// Takes the copies; the last is what is safe now.
fn take(copies: &Copies) -> Vec<(SyncMoment, Disk)> {
    std::mem::take(&mut *copies.lock().unwrap())
}

/// What is safe and what is written at each moment in which the power could go, from that state on.
fn moments(safe: Disk, copies: Vec<(SyncMoment, Disk)>) -> Vec<(Disk, Disk)> {
    let mut safe = safe;
    let mut moments = Vec::new();
    for (moment, disk) in copies {
        match moment {
            SyncMoment::Before => moments.push((safe.clone(), disk)),
            SyncMoment::After => safe = disk,
        }
    }
    moments
}

/// One change of the store, and what must be true of it afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Release {
        name: String,
        digest: Digest,
    },
    Set {
        title: String,
    },
    Current {
        name: String,
        number: u32,
    },
    /// A profile saved with that limit, or removed.
    Profile {
        name: String,
        limit: Option<usize>,
    },
}

/// Makes one change: a framework, a mapping set, a profile, or another release the current one.
fn change(store: &Store, dice: &mut Dice, counter: &mut u64) -> Change {
    *counter += 1;
    let name = ["a", "b", "c"][usize::try_from(dice.below(3)).unwrap()];
    match dice.below(8) {
        6 if saved(store, name).is_some() => {
            store.remove_profile(name).unwrap();
            Change::Profile { name: name.to_owned(), limit: None }
        }
        7 => {
            let limit = usize::try_from(*counter).ok();
            let rules = Rules { limit, ..Rules::default() };
            // Of more than one block of the disk now and then.
            let language = "x".repeat(usize::try_from(dice.spread(1, 20_000)).unwrap());
            let profile = Profile { name: name.to_owned(), rules, language, framework: Vec::new() };
            store.save_profile(&profile).unwrap();
            Change::Profile { name: name.to_owned(), limit }
        }
        0 => {
            let title = format!("set {counter}");
            let n_mappings = dice.spread(10, 4_000);
            store.commit_mapping_set(&made::mapping_set(dice, &title, n_mappings)).unwrap();
            Change::Set { title }
        }
        1 if !releases(store).is_empty() => {
            let releases = releases(store);
            let at = usize::try_from(dice.below(releases.len() as u64)).unwrap();
            let (name, number) = releases[at].clone();
            store.make_current(number).unwrap();
            Change::Current { name, number }
        }
        _ => {
            let n_bytes = dice.spread(1_024, 4 * 1_024 * 1_024);
            let framework = made::framework(dice, name, *counter, n_bytes);
            store.commit_framework(&framework).unwrap();
            Change::Release { name: name.to_owned(), digest: framework.digest() }
        }
    }
}

fn releases(store: &Store) -> Vec<(String, u32)> {
    let records = store.records().unwrap();
    let name = |about: &About| match about {
        About::Framework { release, .. } => Some(release.key.clone()),
        About::MappingSet { .. } => None,
    };
    records.iter().filter_map(|r| Some((name(&r.about)?, r.number))).collect()
}

/// What a store holds, read whole: the fault found, or the digests and titles.
fn contents(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut held = Vec::new();
    for record in store.records()? {
        held.push(match &record.about {
            About::Framework { .. } => store.framework(&record)?.digest().to_string(),
            About::MappingSet { title, .. } => {
                let set = store.mapping_set(&record)?;
                assert_eq!(&set.title, title);
                title.clone()
            }
        });
    }
    Ok(held)
}

fn key(change: &Change) -> Option<String> {
    match change {
        Change::Release { digest, .. } => Some(digest.to_string()),
        Change::Set { title } => Some(title.clone()),
        Change::Current { .. } | Change::Profile { .. } => None,
    }
}

/// Opens what a cut left and holds it to the promise. Gives what became of the change in progress.
#[track_caller]
fn check(dir: &Path, acknowledged: &[Change], pending: Option<&Change>, row: &str) -> bool {
    let help = "help: what must be on the disk before sync() returns? see src/store/mod.rs, # Why";
    let store = Store::open(dir).unwrap_or_else(|e| panic!("{row}: {e}\n{help}"));
    let found = contents(&store).unwrap_or_else(|e| panic!("{row}: {e}\n{help}"));
    let keys: Vec<String> = acknowledged.iter().filter_map(key).collect();
    for (change, key) in acknowledged.iter().filter_map(|c| Some((c, key(c)?))) {
        assert!(found.contains(&key), "{row}: {change:?} was acknowledged and is lost\n{help}");
    }
    let pending_key = pending.and_then(key);
    let is_foreign = |h: &&String| !keys.contains(h) && Some(*h) != pending_key.as_ref();
    assert_eq!(found.iter().find(is_foreign), None, "{row}: nobody committed this\n{help}");
    let is_there = match pending {
        Some(Change::Current { name, number }) => current(&store, name) == Some(*number),
        Some(Change::Profile { name, limit }) => saved(&store, name) == *limit,
        _ => pending_key.is_some_and(|key| found.contains(&key)),
    };
    for name in ["a", "b", "c"] {
        let now = current(&store, name);
        let expected = last_current(&store, acknowledged, name);
        let with_pending = pending.and_then(|p| current_after(&store, p, name));
        assert!(
            now == expected || (is_there && now == with_pending),
            "{row}: {now:?} is the current {name}, {expected:?} was acknowledged\n{help}"
        );
        let (now, expected) = (saved(&store, name), last_saved(acknowledged, name));
        let with_pending = pending.map(|p| last_saved(std::slice::from_ref(p), name));
        assert!(
            now == expected || (is_there && Some(now) == with_pending),
            "{row}: {now:?} is the profile {name}, {expected:?} was acknowledged\n{help}"
        );
    }
    is_there
}

fn current(store: &Store, name: &str) -> Option<u32> {
    store.current(&ConceptId::new(format!("urn:made:{name}")).unwrap()).unwrap()
}

/// The limit that the profile of that name says.
fn saved(store: &Store, name: &str) -> Option<usize> {
    store.profile(name).unwrap().and_then(|profile| profile.rules.limit)
}

fn last_saved(changes: &[Change], name: &str) -> Option<usize> {
    let of = |change: &Change| match change {
        Change::Profile { name: n, limit } if n == name => Some(*limit),
        _ => None,
    };
    changes.iter().rev().find_map(of).flatten()
}

/// The number that a change makes the current one of a framework, if it speaks of it.
fn current_after(store: &Store, change: &Change, name: &str) -> Option<u32> {
    match change {
        Change::Current { name: n, number } if n == name => Some(*number),
        Change::Release { name: n, digest } if n == name => {
            store.records().unwrap().iter().find(|r| r.digest == *digest).map(|r| r.number)
        }
        _ => None,
    }
}

fn last_current(store: &Store, changes: &[Change], name: &str) -> Option<u32> {
    changes.iter().rev().find_map(|change| current_after(store, change, name))
}

#[test]
fn what_was_acknowledged_survives_every_power_cut() {
    let mut dice = Dice::new(1);
    let (mut counter, mut n_kept, mut n_blocks) = (0, 0u32, 0);
    for folder in 0..CUTS / CUTS_OF_ONE_FOLDER {
        let mut dir = tempfile::tempdir().unwrap();
        let mut acknowledged = Vec::new();
        for cut in 0..CUTS_OF_ONE_FOLDER {
            let row = format!("folder {folder}, cut {cut}");
            let copies = Copies::default();
            let store = Store::open_watched(dir.path(), Some(watch(&copies))).unwrap();
            for _ in 0..dice.below(4) {
                acknowledged.push(change(&store, &mut dice, &mut counter));
            }
            let (_, safe) = take(&copies).pop().unwrap();
            let pending = change(&store, &mut dice, &mut counter);
            let mut moments = moments(safe, take(&copies));
            let at = usize::try_from(dice.below(moments.len() as u64)).unwrap();
            let (safe, written) = moments.swap_remove(at);
            drop(store);
            let torn = safe.torn(&written, &mut dice);
            n_blocks += torn.n_blocks_kept;
            dir = tempfile::tempdir().unwrap();
            torn.disk.restore(dir.path());
            if dice.below(3) == 0 {
                let half_made = dir.path().join("snap.00000000000A0000.generating");
                std::fs::write(half_made, b"half a snapsh").unwrap();
            }
            if check(dir.path(), &acknowledged, Some(&pending), &row) {
                n_kept += 1;
                acknowledged.push(pending);
            }
            let store = Store::open(dir.path()).unwrap();
            acknowledged.push(change(&store, &mut dice, &mut counter));
            drop(store);
            check(dir.path(), &acknowledged, None, &format!("{row}, going on"));
        }
    }
    // A model that always or never keeps the change in progress would try nothing.
    let n = u32::try_from(CUTS).unwrap();
    assert!((1..n).contains(&n_kept), "{n_kept} of {n} changes in progress were kept");
    assert!(n_blocks > 0, "no block of a change in progress ever reached the disk");
}

#[test]
fn a_store_that_did_not_sync_would_lose_what_it_acknowledged() {
    let mut dice = Dice::new(2);
    let (mut counter, mut n_lost) = (0, 0);
    for _ in 0..10 {
        let dir = tempfile::tempdir().unwrap();
        let copies = Copies::default();
        let store = Store::open_watched(dir.path(), Some(watch(&copies))).unwrap();
        let (_, before_any_sync_of_it) = take(&copies).pop().unwrap();
        let framework = made::framework(&mut dice, "a", counter, 100_000);
        counter += 1;
        store.commit_framework(&framework).unwrap();
        let (_, written) = take(&copies).pop().unwrap();
        drop(store);
        let cut = tempfile::tempdir().unwrap();
        before_any_sync_of_it.torn(&written, &mut dice).disk.restore(cut.path());
        let store = Store::open(cut.path()).unwrap();
        n_lost += u32::from(store.records().unwrap().is_empty());
    }
    assert!(n_lost >= 5, "only {n_lost} of 10 were lost\nhelp: does the model still tear writes?");
}

#[test]
fn a_kill_and_then_a_power_cut_while_opening_lose_nothing() {
    let mut dice = Dice::new(3);
    let mut counter = 0;
    for row in 0..10 {
        let dir = tempfile::tempdir().unwrap();
        let copies = Copies::default();
        let store = Store::open_watched(dir.path(), Some(watch(&copies))).unwrap();
        let acknowledged: Vec<Change> =
            (0..3).map(|_| change(&store, &mut dice, &mut counter)).collect();
        let (_, safe) = take(&copies).pop().unwrap();
        let pending = change(&store, &mut dice, &mut counter);
        let (safe, written) = moments(safe, take(&copies)).pop().unwrap();
        drop(store);

        // Killed before the last sync: the system still has all that was written, the disk only a part.
        let killed = tempfile::tempdir().unwrap();
        written.restore(killed.path());
        drop(Store::open_watched(killed.path(), Some(watch(&copies))).unwrap());

        // Cut while it opens again: sled has written and synced a snapshot of what it found.
        for (step, (safe, written)) in moments(safe, take(&copies)).into_iter().enumerate() {
            let cut = tempfile::tempdir().unwrap();
            let torn = safe.torn(&written, &mut dice).disk.with_snapshots_of(&written);
            torn.restore(cut.path());
            check(cut.path(), &acknowledged, Some(&pending), &format!("row {row}, step {step}"));
        }
    }
}

/// A disk that refuses a sync: the watch takes the database file out of the way of one.
#[test]
fn after_a_sync_that_failed_nothing_is_acknowledged_and_nothing_is_half() {
    let dir = tempfile::tempdir().unwrap();
    let is_refusing = Arc::new(AtomicBool::new(false));
    let switch = is_refusing.clone();
    let seen = AtomicUsize::new(0);
    let refuse: SyncWatch = Box::new(move |moment, dir| {
        // The second sync of a commit: that of the database, after that of the content.
        let is_due = moment == SyncMoment::Before && switch.load(Ordering::SeqCst);
        if is_due && seen.fetch_add(1, Ordering::SeqCst) == 1 {
            std::fs::rename(dir.join("db"), dir.join("elsewhere")).unwrap();
        }
    });
    let store = Store::open_watched(dir.path(), Some(refuse)).unwrap();
    let mut dice = Dice::new(4);
    let acknowledged = vec![change(&store, &mut dice, &mut 0)];
    let framework = made::framework(&mut dice, "a", 9, 300_000);
    is_refusing.store(true, Ordering::SeqCst);
    let first = store.commit_framework(&framework).unwrap_err();
    std::fs::rename(dir.path().join("elsewhere"), dir.path().join("db")).unwrap();
    is_refusing.store(false, Ordering::SeqCst);
    // The same again: it is in the memory of this process, and still not known to be on the disk.
    let second = store.commit_framework(&framework).unwrap_err();
    assert!(matches!(first, StoreError::Io { .. }), "{first}");
    assert!(matches!(second, StoreError::Doubtful { .. }), "{second}");
    contents(&store).unwrap();
    drop(store);
    let pending = Change::Release { name: "a".to_owned(), digest: framework.digest() };
    check(dir.path(), &acknowledged, Some(&pending), "after a failed sync");
    Store::open(dir.path()).unwrap().commit_framework(&framework).unwrap();
}

/// Twenty neighbours of the longest kind stay in the file that is synced.
#[test]
fn what_a_release_says_about_itself_is_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let copies = Copies::default();
    let store = Store::open_watched(dir.path(), Some(watch(&copies))).unwrap();
    for (version, n_bytes, fits) in (0..40).map(|v| (v, 3_000, true)).chain([(40, 5_000, false)]) {
        let mut builder = FrameworkBuilder::new(made::release("a", version));
        builder.release_mut().description = "x".repeat(n_bytes);
        let committed = store.commit_framework(&builder.build().unwrap());
        assert_eq!(committed.is_ok(), fits, "{n_bytes} bytes: {committed:?}");
    }
    assert_eq!(store.records().unwrap().len(), 40);
}
