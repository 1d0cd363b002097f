//! Long work -> done one after another behind the requests, watched, called off, its result kept until it is fetched.
//!
//! A request that prefers it (`Prefer: respond-async`, RFC 7240) becomes a job: its answer is `202 Accepted` with the
//! job's address. One thread does all jobs in the order in which they came: they work for the processor, so two at a time
//! would only take turns, and searches would wait for both.
//!
//! # Why
//! Results go to files: a tagged catalogue may have a gigabyte. Jobs do not outlive the service: what they change is
//! on the disk when they are done, and what they had not done is as if it had not been asked for.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread;
use std::thread::JoinHandle;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::random_digits;
use crate::limits;
use crate::service::background::yielding;
use crate::service::problem::Problem;

/// What a job does: it writes its result, and may be called off at any step.
pub(in crate::service) type Task =
    Box<dyn FnOnce(&Engine, Watch<'_>, &mut dyn Write) -> Result<(), Error> + Send>;

/// What is asked of a job.
pub(in crate::service) struct Order {
    /// The operation of the engine.
    pub(in crate::service) operation: &'static str,
    /// Media type of the result.
    pub(in crate::service) media_type: &'static str,
    /// The work.
    pub(in crate::service) task: Task,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::service) enum JobState {
    /// Others are done first.
    Waiting,
    /// It is under way.
    Running,
    /// Its result is there.
    Done,
    /// It could not be done; `problem` says why.
    Failed,
    /// It was called off before it was done.
    CalledOff,
}

impl JobState {
    /// Its name, as it is written.
    pub(in crate::service) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::CalledOff => "called_off",
        }
    }

    fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::CalledOff)
    }
}

/// A job as whoever asked for it sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::service) struct JobView {
    /// Its name: 32 hexadecimal digits that nobody can guess.
    id: String,
    /// The operation.
    operation: &'static str,
    /// How far it is.
    state: JobState,
    /// Its last step: what is being done, how many of its parts are done, how many there are (0 where nobody knows).
    step: Option<Step>,
    /// Bytes of its result; 0 until it is done.
    n_bytes: u64,
    /// Where its result is, once it is done.
    result: Option<String>,
    /// Why it failed, in words.
    problem: Option<String>,
}

impl JobView {
    /// Its name.
    pub(in crate::service) fn id(&self) -> &str {
        &self.id
    }

    /// How far it is.
    pub(in crate::service) fn state(&self) -> JobState {
        self.state
    }
}

/// All jobs of a service.
pub(in crate::service) struct Jobs {
    folder: PathBuf,
    state: Mutex<State>,
    /// There is something to do, or it is time to stop.
    news: Condvar,
}

#[derive(Default)]
struct State {
    jobs: BTreeMap<String, Job>,
    waiting: VecDeque<(String, Order)>,
    /// The ended ones, oldest first.
    ended: VecDeque<String>,
    is_stopping: bool,
}

struct Job {
    view: JobView,
    media_type: &'static str,
    is_called_off: bool,
}

/// A result, ready to be sent.
pub(in crate::service) struct JobResult {
    pub(in crate::service) path: PathBuf,
    pub(in crate::service) media_type: &'static str,
}

impl Jobs {
    /// A place for jobs. What an earlier service left in its folder is removed.
    ///
    /// Errors: the disk refuses.
    pub(in crate::service) fn new(folder: PathBuf) -> io::Result<Self> {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, state: Mutex::default(), news: Condvar::new() })
    }

    /// Starts the thread that does them; it ends after [`Jobs::stop`].
    pub(in crate::service) fn run(
        self: Arc<Self>,
        engine: Arc<Engine>,
    ) -> io::Result<JoinHandle<()>> {
        thread::Builder::new().name("jobs".into()).spawn(move || {
            while let Some((id, order)) = self.next() {
                self.work_on(&engine, &id, order);
            }
        })
    }

    /// Takes an order.
    ///
    /// Errors: too many are waiting.
    pub(in crate::service) fn add(&self, order: Order) -> Result<JobView, Problem> {
        let id = unguessable()?;
        let mut state = self.state();
        if state.waiting.len() >= limits::JOBS_WAITING {
            return Err(Problem::too_many_jobs());
        }
        let view = JobView {
            id: id.clone(),
            operation: order.operation,
            state: JobState::Waiting,
            step: None,
            n_bytes: 0,
            result: None,
            problem: None,
        };
        let job = Job { view: view.clone(), media_type: order.media_type, is_called_off: false };
        state.jobs.insert(id.clone(), job);
        state.waiting.push_back((id, order));
        self.news.notify_all();
        Ok(view)
    }

    /// A job by its name.
    pub(in crate::service) fn get(&self, id: &str) -> Option<JobView> {
        Some(self.state().jobs.get(id)?.view.clone())
    }

    /// How many jobs there are in each state that has some.
    pub(in crate::service) fn counts(&self) -> Vec<(JobState, usize)> {
        let state = self.state();
        let states = [
            JobState::Waiting,
            JobState::Running,
            JobState::Done,
            JobState::Failed,
            JobState::CalledOff,
        ];
        let count =
            |wanted: JobState| state.jobs.values().filter(|job| job.view.state == wanted).count();
        states.into_iter().map(|state| (state, count(state))).collect()
    }

    /// The result of a job that is done.
    pub(in crate::service) fn result(&self, id: &str) -> Option<JobResult> {
        let state = self.state();
        let job = state.jobs.get(id)?;
        let is_done = job.view.state == JobState::Done;
        is_done.then(|| JobResult { path: self.folder.join(id), media_type: job.media_type })
    }

    /// Calls a job off: one that waits never begins, one under way ends at its next step, one that has ended stays as it
    /// is. Gives the job.
    pub(in crate::service) fn call_off(&self, id: &str) -> Option<JobView> {
        let mut state = self.state();
        let is_waiting = state.waiting.iter().any(|(waiting, _)| waiting == id);
        let job = state.jobs.get_mut(id)?;
        job.is_called_off = true;
        if is_waiting {
            job.view.state = JobState::CalledOff;
        }
        let view = job.view.clone();
        if is_waiting {
            state.waiting.retain(|(waiting, _)| waiting != id);
            self.retire(&mut state, id);
        }
        Some(view)
    }

    /// Begins no other job, and calls off the one under way.
    pub(in crate::service) fn stop(&self) {
        let mut state = self.state();
        state.is_stopping = true;
        self.news.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next order, when there is one; nothing once the service stops.
    fn next(&self) -> Option<(String, Order)> {
        let mut state = self.state();
        loop {
            if state.is_stopping {
                return None;
            }
            if let Some((id, order)) = state.waiting.pop_front() {
                if let Some(job) = state.jobs.get_mut(&id) {
                    job.view.state = JobState::Running;
                }
                return Some((id, order));
            }
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work_on(&self, engine: &Engine, id: &str, order: Order) {
        let watch = |step: Step| {
            let mut state = self.state();
            let is_stopping = state.is_stopping;
            let Some(job) = state.jobs.get_mut(id) else { return ControlFlow::Break(()) };
            job.view.step = Some(step);
            if job.is_called_off || is_stopping {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let outcome = yielding(|| self.written(id, |out| (order.task)(engine, &watch, out)));
        let mut state = self.state();
        if let Some(job) = state.jobs.get_mut(id) {
            match outcome {
                Ok(n_bytes) => {
                    job.view.state = JobState::Done;
                    job.view.n_bytes = n_bytes;
                    job.view.result = Some(format!("/api/v1/jobs/result?id={id}"));
                }
                Err(error) if error.kind == ErrorKind::CalledOff => {
                    job.view.state = JobState::CalledOff;
                }
                Err(error) => {
                    job.view.state = JobState::Failed;
                    job.view.problem = Some(Problem::from(error).to_string());
                }
            }
        }
        self.retire(&mut state, id);
    }

    /// Writes the result of a job into its file; gives its bytes.
    fn written(
        &self,
        id: &str,
        task: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        let path = self.folder.join(id);
        let refused = |error: io::Error| Error::disk(&path, &error);
        let mut file = BufWriter::new(File::create(&path).map_err(refused)?);
        let outcome = task(&mut file).and_then(|()| file.flush().map_err(refused));
        if let Err(error) = outcome {
            let _ = std::fs::remove_file(&path);
            return Err(error);
        }
        Ok(std::fs::metadata(&path).map_err(refused)?.len())
    }

    /// Notes that a job has ended, and forgets the oldest of too many.
    fn retire(&self, state: &mut State, id: &str) {
        if !state.jobs.get(id).is_some_and(|job| job.view.state.is_ended()) {
            return;
        }
        state.ended.push_back(id.to_owned());
        while state.ended.len() > limits::JOBS_KEPT
            && let Some(oldest) = state.ended.pop_front()
        {
            state.jobs.remove(&oldest);
            // A result that was never written is not there to be removed.
            let _ = std::fs::remove_file(self.folder.join(oldest));
        }
    }
}

/// A name that nobody can guess: 128 bits from the system.
pub(in crate::service) fn unguessable() -> Result<String, Problem> {
    Ok(random_digits(16)?)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::engine::Starter;

    /// A task that begins when it is told to, takes a step, and writes its name.
    fn order(name: &'static str) -> (Order, mpsc::Sender<()>) {
        let (begin, may_begin) = mpsc::channel();
        let task: Task = Box::new(move |_, watch, out| {
            let _ = may_begin.recv();
            if watch(Step { what: "writing", done: 1, total: 2 }).is_break() {
                return Err(Error {
                    kind: ErrorKind::CalledOff,
                    message: String::new(),
                    field: None,
                });
            }
            if name.is_empty() {
                return Err(Error::invalid("name", "name is missing; give one"));
            }
            out.write_all(name.as_bytes()).map_err(|error| Error::unwritten(&error))
        });
        (Order { operation: "import", media_type: "text/plain", task }, begin)
    }

    fn ended(jobs: &Jobs, id: &str) -> JobView {
        loop {
            let job = jobs.get(id).unwrap();
            if job.state.is_ended() {
                return job;
            }
            thread::yield_now();
        }
    }

    #[test]
    fn jobs_are_done_in_order_called_off_and_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let engine = Arc::new(Engine::open(dir.path(), Starter::Never).unwrap());
        let folder = engine.passing("jobs");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("left"), "by an earlier service").unwrap();
        let jobs = Arc::new(Jobs::new(folder.clone()).unwrap());
        assert!(!folder.join("left").exists());
        let thread = jobs.clone().run(engine).unwrap();

        let add = |name| {
            let (order, begin) = order(name);
            (jobs.add(order).unwrap().id, begin)
        };
        let (first, begin_first) = add("first");
        let (second, begin_second) = add("");
        let (third, _) = add("third");
        let (fourth, begin_fourth) = add("fourth");
        assert_eq!(jobs.call_off(&third).unwrap().state, JobState::CalledOff);
        begin_first.send(()).unwrap();
        let done = ended(&jobs, &first);
        assert_eq!((done.state, done.n_bytes), (JobState::Done, 5));
        assert_eq!(done.step.unwrap().done, 1);
        let result = jobs.result(&first).unwrap();
        assert_eq!(std::fs::read(&result.path).unwrap(), b"first");
        // What has ended stays as it is.
        assert_eq!(jobs.call_off(&first).unwrap().state, JobState::Done);

        begin_second.send(()).unwrap();
        let failed = ended(&jobs, &second);
        assert_eq!(failed.problem.as_deref(), Some("name is missing; give one"));
        assert!(jobs.result(&second).is_none() && !folder.join(&second).exists());

        // The fourth is under way or about to be: it ends at its next step.
        jobs.call_off(&fourth).unwrap();
        let _ = begin_fourth.send(());
        assert_eq!(ended(&jobs, &fourth).state, JobState::CalledOff);
        assert!(jobs.get("0").is_none() && jobs.call_off("0").is_none());

        for _ in 0..limits::JOBS_KEPT {
            let (id, begin) = add("more");
            let _ = begin.send(());
            ended(&jobs, &id);
        }
        assert!(jobs.get(&first).is_none() && !folder.join(&first).exists());

        let waiting: Vec<_> = (0..=limits::JOBS_WAITING).map(|_| add("waits")).collect();
        // One of them may be under way already, so one more may be taken.
        let refused = (0..2).find_map(|_| jobs.add(order("too many").0).err());
        assert!(refused.unwrap().to_string().contains("jobs are waiting"));
        jobs.stop();
        drop(waiting);
        thread.join().unwrap();
    }
}
