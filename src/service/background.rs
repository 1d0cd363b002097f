//! Long work -> done by threads of its own, which yield to those that somebody waits for.

use rayon::ThreadPoolBuilder;

use crate::engine::Engine;
use crate::service::trace_context::carried;

/// How far the threads step back: as far as there is (nice(2)).
#[cfg(target_os = "linux")]
const STEP_BACK: i32 = 19;

/// Does the work on threads of its own, in the name of whoever acts now, and waits for it.
///
/// They are for this work alone: a thread that waits for its part would otherwise take up other work, which may wait for
/// what this one holds.
pub(in crate::service) fn yielding<T: Send>(task: impl FnOnce() -> T + Send) -> T {
    let act = Engine::acting();
    let task = carried(move || Engine::acting_as(act, task));
    let name = |number| format!("background-{number}");
    match ThreadPoolBuilder::new().thread_name(name).start_handler(|_| step_back()).build() {
        Ok(pool) => pool.install(task),
        Err(error) => {
            tracing::warn!(%error, "no threads of its own for long work; it is done at once");
            task()
        }
    }
}

/// Lets other threads go first. Threads that this one starts do so, too; it never goes back.
fn step_back() {
    // Of one thread on Linux alone; elsewhere it would be the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(STEP_BACK) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;
    use crate::engine::Act;
    use crate::model::Actor;

    #[test]
    fn work_is_done_in_the_same_name_on_all_its_threads() {
        let act = Act { by: Actor { key: None, name: "ann".into() }, request: "a-1".into() };
        let (name, sum) = Engine::acting_as(act, || {
            yielding(|| {
                let sum: u32 = (0..1_000_u32).into_par_iter().sum();
                (Engine::acting().by.name, sum)
            })
        });
        assert_eq!((name.as_str(), sum), ("ann", 499_500));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn its_threads_step_back_and_no_other() {
        let nice = || rustix::process::nice(0).unwrap();
        let before = nice();
        assert_eq!(yielding(nice), STEP_BACK);
        assert_eq!(nice(), before);
    }
}
