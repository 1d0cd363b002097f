//! Pages of crosswalks: all of them, one with its coverage and versions, its review queue, what differs between versions.
//!
//! Every change is a form: it is sent, done, and answered with the address of the page to go on with. Where scripts run,
//! they do the same without loading the whole page.

mod sitting;
mod words;
mod all;
mod one;
mod queue;
mod differences;
mod changes;

pub(in crate::service::pages) use all::all;
pub(in crate::service::pages) use changes::decide;
pub(in crate::service::pages) use changes::propose;
pub(in crate::service::pages) use changes::publish;
pub(in crate::service::pages) use changes::undo;
pub(in crate::service::pages) use differences::differences;
pub(in crate::service::pages) use one::file;
pub(in crate::service::pages) use one::one;
pub(in crate::service::pages) use queue::queue;

use actix_web::HttpRequest;

/// The name of the crosswalk in the path.
fn name_of(request: &HttpRequest) -> String {
    request.match_info().get("name").unwrap_or_default().to_owned()
}
