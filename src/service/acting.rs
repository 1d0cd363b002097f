//! A request -> who acts, known to the work that is done for it.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;

use crate::engine::Act;

thread_local! {
    static ACT: RefCell<Option<Act>> = const { RefCell::new(None) };
}

/// Answers a request in the name of somebody. Requests take turns on a thread: the name holds while this one has its turn.
pub(in crate::service) async fn within<F: Future>(act: Act, answer: F) -> F::Output {
    let mut answer = pin!(answer);
    let mut act = Some(act);
    poll_fn(move |context| {
        let other = ACT.replace(act.take());
        let polled = answer.as_mut().poll(context);
        act = ACT.replace(other);
        polled
    })
    .await
}

/// Who acts in the request that has its turn.
pub(in crate::service) fn current() -> Option<Act> {
    ACT.with_borrow(Clone::clone)
}

#[cfg(test)]
mod tests {
    use std::task::Context;
    use std::task::Poll;
    use std::task::Waker;

    use super::*;
    use crate::model::Actor;

    #[test]
    fn two_requests_on_one_thread_are_never_taken_for_each_other() {
        let act = |name: &str| Act {
            by: Actor { key: None, name: name.to_owned() },
            request: String::new(),
        };
        let twice = || async {
            let first = current();
            let mut has_waited = false;
            poll_fn(|_| {
                if has_waited {
                    return Poll::Ready(());
                }
                has_waited = true;
                Poll::Pending
            })
            .await;
            [first, current()]
        };
        let mut ann = pin!(within(act("ann"), twice()));
        let mut bob = pin!(within(act("bob"), twice()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(ann.as_mut().poll(&mut context).is_pending());
        assert!(bob.as_mut().poll(&mut context).is_pending());
        assert_eq!(current(), None);
        let both = |name: &str| Poll::Ready([Some(act(name)), Some(act(name))]);
        assert_eq!(ann.as_mut().poll(&mut context), both("ann"));
        assert_eq!(bob.as_mut().poll(&mut context), both("bob"));
    }
}
