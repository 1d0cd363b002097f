//! Who asks -> whether it is too often.

use std::num::NonZeroU32;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::dev::ServiceRequest;
use governor::DefaultKeyedRateLimiter;
use governor::Quota;
use governor::RateLimiter;
use governor::clock::Clock as _;
use governor::clock::DefaultClock;
use governor::middleware::StateInformationMiddleware;

use crate::service::Front;
use crate::service::origin;
use crate::service::settings::Settings;

/// After how many requests those are forgotten who have not asked for long: every address leaves a trace.
const SWEEP_EVERY: u32 = 4_096;
/// Seconds of requests that may come at once: a page asks for several things together.
const BURST_SECONDS: u32 = 2;

/// How fast each may ask.
#[derive(Debug)]
pub(in crate::service) struct Rate {
    pub(in crate::service) per_second: NonZeroU32,
    limiter: DefaultKeyedRateLimiter<String, StateInformationMiddleware>,
    n_asked: AtomicU32,
}

impl Rate {
    /// So many requests a second, and twice as many at once.
    pub(in crate::service) fn new(per_second: NonZeroU32) -> Self {
        let burst = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1));
        let quota = Quota::per_second(per_second).allow_burst(burst);
        let limiter = RateLimiter::keyed(quota).with_middleware();
        Self { per_second, limiter, n_asked: AtomicU32::new(0) }
    }

    /// How many requests may follow at once.
    ///
    /// Errors: this one is too many; so long it has to wait.
    pub(in crate::service) fn take(&self, who: &str) -> Result<u32, Duration> {
        if self.n_asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        match self.limiter.check_key(&who.to_owned()) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(later) => Err(later.wait_time_from(DefaultClock::default().now())),
        }
    }
}

/// The address that a request is counted for, where no key is. Behind a proxy that is trusted it is the one that the proxy
/// says; of the long addresses all of one network count as one, for each can be had by the billion.
pub(in crate::service) fn address(settings: &Settings, request: &ServiceRequest) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let told = || {
        let handed = request.headers().get_all("X-Forwarded-For").last()?.to_str().ok()?;
        handed.rsplit(',').next()?.trim().parse().ok()
    };
    let is_told = settings.front == Front::Tls && origin::is_near(request);
    let ip = if is_told { told().or(peer) } else { peer };
    match ip {
        Some(std::net::IpAddr::V6(ip)) => {
            let network: Vec<String> =
                ip.segments()[..4].iter().map(|part| format!("{part:x}")).collect();
            format!("network {}", network.join(":"))
        }
        Some(ip) => format!("address {ip}"),
        None => "nobody".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_may_ask_so_often_and_is_told_how_long_to_wait() {
        let rate = Rate::new(NonZeroU32::new(2).unwrap());
        let told: Vec<bool> = (0..6).map(|_| rate.take("a").is_ok()).collect();
        assert_eq!(told, [true, true, true, true, false, false]);
        let wait = rate.take("a").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_millis(500), "{wait:?}");
        assert_eq!(rate.take("b"), Ok(3));
    }
}
