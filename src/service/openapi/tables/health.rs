//! What the service says of itself.

use crate::engine::DoctorReply;
use crate::engine::SamplesReply;
use crate::service::handlers::jobs::JobRequest;
use crate::service::jobs::JobView;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::asked("samples", "Give texts to try", of::<SamplesReply>),
    Described::asked("doctor", "Say how the data is", of::<DoctorReply>),
    Described::file("backup", "Give everything held, as of now", &["application/x-tar"]),
    Described::asked("job", "Say how far a job is", of::<JobView>)
        .query(of::<JobRequest>)
        .needed(&["id"]),
    Described::file(
        "job_result",
        "Give what a job's operation answers",
        &["application/json", "application/x-ndjson"],
    )
    .query(of::<JobRequest>)
    .needed(&["id"]),
    Described::told("call_off_job", "End a job at its next step", of::<JobRequest>, of::<JobView>),
];
