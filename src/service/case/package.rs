//! `GET CFPackages/{sourcedId}`: a package of any size, sent as it is read.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::body::BodySize;
use actix_web::body::MessageBody;
use actix_web::http::Method;
use actix_web::web;
use actix_web::web::Bytes;
use actix_web::web::Data;
use actix_web::web::Path;

use crate::engine::CasePackage;
use crate::engine::CaseVersion;
use crate::engine::Engine;
use crate::service::case::address;
use crate::service::case::answer;
use crate::service::case::failure::Failure;

/// The package of the document with that identifier.
pub(super) async fn package(
    version: CaseVersion,
    engine: Data<Engine>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let form = address::form(version, &request);
    let task = move |engine: &Engine| engine.case_package(version, &id, &form);
    let package = answer::work(engine, task).await?;
    let (mut response, is_known) = answer::begin(&request, &package.tag, package.changed);
    if is_known {
        return Ok(response.finish());
    }
    response.content_type(answer::JSON);
    if *request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    Ok(response.body(Sending::new(package)))
}

/// What one look at the disk gives: the package to go on with, and its next bytes.
type Look = Pin<Box<dyn Future<Output = Result<Option<(CasePackage, Bytes)>, Failure>>>>;

/// A package that is being sent. The disk is looked at on the blocking pool.
struct Sending {
    look: Option<Look>,
}

impl Sending {
    fn new(package: CasePackage) -> Self {
        Self { look: Some(look(package)) }
    }
}

fn look(mut package: CasePackage) -> Look {
    Box::pin(async move {
        let read = web::block(move || {
            let bytes = package.next_bytes()?;
            Ok::<_, Failure>(bytes.map(|bytes| (package, Bytes::from(bytes))))
        });
        read.await.map_err(|error| Failure::internal(&error))?
    })
}

impl MessageBody for Sending {
    type Error = Failure;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Failure>>> {
        let Some(looking) = self.look.as_mut() else { return Poll::Ready(None) };
        match looking.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(Some((package, bytes)))) => {
                self.look = Some(look(package));
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(Ok(None)) => {
                self.look = None;
                Poll::Ready(None)
            }
            Poll::Ready(Err(failure)) => {
                self.look = None;
                Poll::Ready(Some(Err(failure)))
            }
        }
    }
}
