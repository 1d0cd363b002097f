//! SIGINT and SIGTERM -> a service that finishes what is under way.

use std::io;

use actix_web::dev::Server;
use actix_web::rt;

/// Runs until the first signal and what was under way is done, or until the second signal.
pub(in crate::service) async fn until_signalled(server: Server) -> io::Result<()> {
    let handle = server.handle();
    let running = rt::spawn(server);
    let aborting = running.abort_handle();
    let watch = rt::spawn(async move {
        signal().await;
        tracing::info!("stopping when the requests under way are done; signal again to stop now");
        let stopping = rt::spawn(handle.stop(true));
        signal().await;
        stopping.abort();
        aborting.abort();
    });
    let outcome = running.await;
    watch.abort();
    match outcome {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => Ok(()),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// Comes back when SIGINT or SIGTERM arrives.
async fn signal() {
    #[cfg(unix)]
    if let Ok(mut terminate) = rt::signal::unix::signal(rt::signal::unix::SignalKind::terminate()) {
        let mut interrupt = std::pin::pin!(rt::signal::ctrl_c());
        return std::future::poll_fn(|context| {
            if terminate.poll_recv(context).is_ready() {
                return std::task::Poll::Ready(());
            }
            interrupt.as_mut().poll(context).map(|_| ())
        })
        .await;
    }
    if let Err(error) = rt::signal::ctrl_c().await {
        tracing::warn!(%error, "signals cannot be heard");
        std::future::pending::<()>().await;
    }
}
