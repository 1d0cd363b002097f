//! Long work -> done by threads of its own, which yield to those that somebody waits for.

use std::thread::available_parallelism;

use rayon::ThreadPoolBuilder;
#[cfg(target_os = "linux")]
use thread_priority::NormalThreadSchedulePolicy;
#[cfg(target_os = "linux")]
use thread_priority::ThreadPriority;
#[cfg(target_os = "linux")]
use thread_priority::ThreadSchedulePolicy;

use crate::engine::Engine;
use crate::service::trace_context::carried;

/// They run when no other thread wants to.
#[cfg(target_os = "linux")]
const BEHIND_ALL: ThreadSchedulePolicy =
    ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);

/// Bytes of text that are tagged while somebody waits: some 100 ms of work. Postings at hand have under 10 KiB.
const QUESTION_BYTES: usize = 32 * 1_024;

/// Does the work on threads of its own, half as many as there are cores, in the name of whoever acts now, and waits for it.
///
/// They are for this work alone: a thread that waits for its part would otherwise take up other work, which may wait for
/// what this one holds.
pub(in crate::service) fn yielding<T: Send>(task: impl FnOnce() -> T + Send) -> T {
    let act = Engine::acting();
    let task = carried(move || Engine::acting_as(act, task));
    let n_threads = available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let threads = ThreadPoolBuilder::new()
        .num_threads(n_threads)
        .thread_name(|number| format!("background-{number}"))
        .start_handler(|_| step_back());
    match threads.build() {
        Ok(pool) => pool.install(task),
        Err(error) => {
            tracing::warn!(%error, "no threads of its own for long work; it is done at once");
            task()
        }
    }
}

/// Tags so many bytes of text: at once, or as long work, so that a long text does not hold up short ones.
pub(in crate::service) fn by_length<T: Send>(n_bytes: usize, task: impl FnOnce() -> T + Send) -> T {
    if n_bytes > QUESTION_BYTES { yielding(task) } else { task() }
}

/// Lets other threads go first. Threads that this one starts do so, too; it never goes back.
fn step_back() {
    // Elsewhere there is no such order of threads, or no safe way to ask for it.
    #[cfg(target_os = "linux")]
    {
        let this = thread_priority::thread_native_id();
        let done =
            thread_priority::set_thread_priority_and_policy(this, ThreadPriority::Min, BEHIND_ALL);
        if let Err(error) = done {
            tracing::debug!(?error, "a thread keeps its priority");
        }
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
        let policy = || thread_priority::thread_schedule_policy().unwrap();
        let before = policy();
        assert_eq!(yielding(policy), BEHIND_ALL);
        assert_eq!(by_length(QUESTION_BYTES + 1, policy), BEHIND_ALL);
        assert_eq!(by_length(QUESTION_BYTES, policy), before);
        assert_ne!(before, BEHIND_ALL);
        assert_eq!(policy(), before);
    }
}
