//! Lines that the engine writes -> the body of an answer, sent while more are written.
//!
//! The engine writes on the blocking pool into a channel that holds little; where the client does not take what is
//! there, the engine waits, and where the client goes away, the engine's next write fails and the work ends.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::BodySize;
use actix_web::body::MessageBody;
use actix_web::web;
use actix_web::web::Bytes;

use crate::engine::Engine;
use crate::engine::Error;
use crate::service::background::yielding;
use crate::service::problem::Problem;
use crate::service::trace_context::carried;

/// One JSON value on each line.
pub(in crate::service) const NDJSON: &str = "application/x-ndjson; charset=utf-8";
/// Bytes that are sent as one piece.
const PIECE_BYTES: usize = 32 * 1_024;
/// Pieces that may wait for the client: enough to keep the line busy, little beside the work itself.
const PIECES: usize = 8;
/// How long a client may take nothing at all before it counts as gone.
const STALLED: Duration = Duration::from_mins(1);

/// Does the work where it holds up no other request, and sends what it writes.
///
/// Errors: the work fails before it has written anything that was sent; later the answer breaks off.
pub(in crate::service) async fn lines(
    engine: web::Data<Engine>,
    task: impl FnOnce(&Engine, &mut dyn Write) -> Result<(), Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let channel = Arc::new(Channel::default());
    let mut sender = Sender { channel: Arc::clone(&channel), piece: Vec::new() };
    let work = web::block(carried(move || {
        yielding(move || {
            let done = task(&engine, &mut sender);
            sender.end(done);
        });
    }));
    let receiver = Receiver { channel };
    // The work goes on by itself; what it says comes through the channel.
    drop(work);
    poll_fn(|context| receiver.poll_begun(context)).await?;
    Ok(HttpResponse::Ok().content_type(NDJSON).body(receiver))
}

/// What stands between the two ends.
#[derive(Debug, Default)]
struct Channel {
    state: Mutex<State>,
    /// Woken when the client has taken something, or is gone.
    taken: Condvar,
}

#[derive(Debug, Default)]
struct State {
    pieces: VecDeque<Bytes>,
    /// How the work ended, until that is told.
    end: Option<Result<(), Problem>>,
    is_ended: bool,
    is_abandoned: bool,
    waker: Option<Waker>,
}

impl Channel {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held; were it so, what it holds is whole all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end that the engine writes to.
#[derive(Debug)]
struct Sender {
    channel: Arc<Channel>,
    piece: Vec<u8>,
}

impl Sender {
    /// Hands on what was written, once there is room for it.
    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let mut state = self.channel.state();
        while state.pieces.len() >= PIECES && !state.is_abandoned {
            let (next, waited) = self
                .channel
                .taken
                .wait_timeout(state, STALLED)
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
            if waited.timed_out() && state.pieces.len() >= PIECES {
                state.is_abandoned = true;
            }
        }
        if state.is_abandoned {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        state.pieces.push_back(Bytes::from(std::mem::take(&mut self.piece)));
        wake(state);
        Ok(())
    }

    fn end(mut self, done: Result<(), Error>) {
        let sent = self.send();
        let mut state = self.channel.state();
        if !state.is_abandoned {
            let failed = sent.err().map(|error| Problem::internal(&error));
            state.end = Some(done.map_err(Problem::from).and(failed.map_or(Ok(()), Err)));
        }
        state.is_ended = true;
        wake(state);
    }
}

impl Drop for Sender {
    /// A work that broke without a word has ended as well.
    fn drop(&mut self) {
        let mut state = self.channel.state();
        if !state.is_ended {
            state.is_ended = true;
            state.end = Some(Err(Problem::internal(&"the work broke off")));
            wake(state);
        }
    }
}

fn wake(mut state: MutexGuard<'_, State>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_room = PIECE_BYTES.saturating_sub(self.piece.len());
        let (now, _) = bytes.split_at(bytes.len().min(n_room));
        self.piece.extend_from_slice(now);
        if self.piece.len() >= PIECE_BYTES {
            self.send()?;
        }
        Ok(now.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// The end that the client reads.
#[derive(Debug)]
struct Receiver {
    channel: Arc<Channel>,
}

impl Receiver {
    /// Ready when there is something to send, or when the work has ended: with its problem, where it has one.
    fn poll_begun(&self, context: &Context<'_>) -> Poll<Result<(), Problem>> {
        let mut state = self.channel.state();
        if !state.pieces.is_empty() {
            return Poll::Ready(Ok(()));
        }
        if state.is_ended {
            return Poll::Ready(state.end.take().unwrap_or(Ok(())));
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl MessageBody for Receiver {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let mut state = self.channel.state();
        if let Some(piece) = state.pieces.pop_front() {
            self.channel.taken.notify_one();
            return Poll::Ready(Some(Ok(piece)));
        }
        if state.is_abandoned {
            return Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut))));
        }
        if state.is_ended {
            let broken = state.end.take().and_then(Result::err);
            return Poll::Ready(broken.map(|problem| Err(io::Error::other(problem.to_string()))));
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.channel.state().is_abandoned = true;
        self.channel.taken.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;
    use std::thread;

    use super::*;

    fn ends() -> (Sender, Receiver) {
        let channel = Arc::new(Channel::default());
        (Sender { channel: Arc::clone(&channel), piece: Vec::new() }, Receiver { channel })
    }

    fn next(receiver: &mut Receiver) -> Poll<Option<Result<Bytes, io::Error>>> {
        Pin::new(receiver).poll_next(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn who_writes_waits_until_the_client_takes_and_ends_when_it_goes() {
        let (mut sender, mut receiver) = ends();
        let written = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&written);
        let piece = vec![b'a'; PIECE_BYTES];
        let work = thread::spawn(move || {
            while sender.write_all(&piece).is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        while written.load(Ordering::SeqCst) < PIECES {
            thread::yield_now();
        }
        for _ in 0..3 {
            assert!(matches!(next(&mut receiver), Poll::Ready(Some(Ok(_)))));
        }
        while written.load(Ordering::SeqCst) < PIECES + 3 {
            thread::yield_now();
        }
        drop(receiver);
        work.join().unwrap();
        // Never more than what was taken and what may wait.
        assert_eq!(written.load(Ordering::SeqCst), PIECES + 3);
    }

    #[test]
    fn an_answer_whose_work_fails_breaks_off() {
        let (mut sender, mut receiver) = ends();
        sender.write_all(b"{}\n").unwrap();
        sender.end(Err(Error::invalid("text", "no")));
        assert!(matches!(next(&mut receiver), Poll::Ready(Some(Ok(_)))));
        assert!(matches!(next(&mut receiver), Poll::Ready(Some(Err(_)))));
        assert!(matches!(next(&mut receiver), Poll::Ready(None)));
        let (sender, mut receiver) = ends();
        drop(sender);
        assert!(matches!(next(&mut receiver), Poll::Ready(Some(Err(_)))));
    }
}
