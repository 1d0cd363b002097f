//! What was asked and what is held -> numbers that Prometheus reads.
//!
//! Each service has a recorder of its own, so that two in one process do not count for each other. Labels are few and
//! known beforehand: the method, the path as it stands in the table of routes, the status.

use std::sync::atomic::AtomicI64;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::Next;
use actix_web::web::Data;
use metrics::Unit;
use metrics::counter;
use metrics::describe_counter;
use metrics::describe_gauge;
use metrics::describe_histogram;
use metrics::gauge;
use metrics::histogram;
use metrics::with_local_recorder;
use metrics_exporter_prometheus::BuildError;
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_exporter_prometheus::PrometheusRecorder;

use crate::engine::FrameworksReply;
use crate::service::jobs::Jobs;

/// Media type of the text that Prometheus reads.
pub(in crate::service) const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

const REQUESTS: &str = "skillmap_http_requests_total";
const SECONDS: &str = "skillmap_http_request_duration_seconds";
const IN_FLIGHT: &str = "skillmap_http_requests_in_flight";
const FRAMEWORKS: &str = "skillmap_frameworks";
const CONCEPTS: &str = "skillmap_concepts";
const MAPPING_SETS: &str = "skillmap_mapping_sets";
const REVISION: &str = "skillmap_revision";
const JOBS: &str = "skillmap_jobs";
const BUILD: &str = "skillmap_build_info";
const STARTED: &str = "process_start_time_seconds";
const MEMORY: &str = "process_resident_memory_bytes";

/// Bounds of the times that are told apart, in seconds: from a look-up to an import.
const BOUNDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.25, 2.5, 10.0, 60.0];

/// Requests between two sums: the recorder keeps single times until they are summed up.
const SUMMED_EVERY: u64 = 1_024;

/// What one service counts.
pub(in crate::service) struct Metrics {
    recorder: PrometheusRecorder,
    in_flight: AtomicI64,
    n_requests: AtomicU64,
}

impl Metrics {
    /// Counters at zero.
    ///
    /// Errors: the bounds are not such, never seen.
    pub(in crate::service) fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(&BOUNDS)?.build_recorder();
        with_local_recorder(&recorder, || {
            describe_counter!(REQUESTS, "requests answered, by method, route and status");
            describe_histogram!(SECONDS, Unit::Seconds, "time from request to answer");
            describe_gauge!(IN_FLIGHT, "requests that are being answered");
            describe_gauge!(FRAMEWORKS, "releases of frameworks that are held");
            describe_gauge!(CONCEPTS, "concepts of the current releases");
            describe_gauge!(MAPPING_SETS, "mapping sets that are held");
            describe_gauge!(REVISION, "how often the data changed");
            describe_gauge!(JOBS, "jobs, by state");
            describe_gauge!(BUILD, "1, with the version of the program");
            describe_gauge!(STARTED, Unit::Seconds, "when the service started, since 1970");
            describe_gauge!(MEMORY, Unit::Bytes, "memory that the process has");
            gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            gauge!(STARTED).set(since.map_or(0.0, |since| since.as_secs_f64()));
        });
        Ok(Self { recorder, in_flight: AtomicI64::new(0), n_requests: AtomicU64::new(0) })
    }

    /// Everything counted, as text.
    pub(in crate::service) fn text(&self, held: &FrameworksReply, jobs: &Jobs) -> String {
        let current = held.frameworks.iter().filter(|framework| framework.is_current);
        let n_concepts: u64 = current.map(|framework| framework.n_concepts).sum();
        with_local_recorder(&self.recorder, || {
            gauge!(FRAMEWORKS).set(held.frameworks.len() as f64);
            gauge!(CONCEPTS).set(n_concepts as f64);
            gauge!(MAPPING_SETS).set(held.mapping_sets.len() as f64);
            gauge!(REVISION).set(held.revision as f64);
            gauge!(IN_FLIGHT).set(self.in_flight.load(Ordering::Relaxed) as f64);
            for (state, count) in jobs.counts() {
                gauge!(JOBS, "state" => state.name()).set(count as f64);
            }
            if let Some(bytes) = resident_bytes() {
                gauge!(MEMORY).set(bytes as f64);
            }
        });
        let handle = self.recorder.handle();
        handle.run_upkeep();
        handle.render()
    }

    fn count(&self, method: &str, route: String, status: u16, began: Instant) {
        let method =
            if ["GET", "HEAD", "POST", "OPTIONS"].contains(&method) { method } else { "other" };
        let labels =
            [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
        with_local_recorder(&self.recorder, || {
            counter!(REQUESTS, &labels).increment(1);
            histogram!(SECONDS, &labels[..2]).record(began.elapsed().as_secs_f64());
        });
        if self.n_requests.fetch_add(1, Ordering::Relaxed).is_multiple_of(SUMMED_EVERY) {
            self.recorder.handle().run_upkeep();
        }
    }
}

/// Counts a request and its time.
pub(in crate::service) async fn counted<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let Some(metrics) = request.app_data::<Data<Metrics>>().cloned() else {
        return next.call(request).await;
    };
    let began = Instant::now();
    let method = request.method().clone();
    let under_way = UnderWay::new(metrics);
    let response = next.call(request).await?;
    // What no route answers is one label, or anybody could make as many as there are paths.
    let route = response.request().match_pattern().unwrap_or_else(|| "none".to_owned());
    under_way.0.count(method.as_str(), route, response.status().as_u16(), began);
    Ok(response)
}

/// A request that is being answered; also one whose sender goes away ends.
struct UnderWay(Data<Metrics>);

impl UnderWay {
    fn new(metrics: Data<Metrics>) -> Self {
        metrics.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(metrics)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Memory that the process has, where the system tells it.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1_024)
}
