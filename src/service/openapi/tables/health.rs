//! What the service says of itself.

use crate::engine::DoctorReply;
use crate::engine::SamplesReply;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::of;

pub(super) const TABLE: &[Described] = &[
    Described::asked("samples", "Give texts to try", of::<SamplesReply>),
    Described::asked("doctor", "Say how the data is", of::<DoctorReply>),
];
