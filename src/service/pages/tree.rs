//! `/tree`: one level of a hierarchy, page by page: as a page of its own, or as the part that a module puts into a tree.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::ChildConcept;
use crate::engine::ChildrenReply;
use crate::engine::ChildrenRequest;
use crate::engine::Engine;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::reply;
use crate::service::pages::text::Pager;
use crate::service::problem::Problem;

/// Concepts of a level that are shown at once.
pub(in crate::service::pages) const LEVEL: usize = 50;

/// One level, as the tree of a framework shows it.
pub(in crate::service::pages) struct Level {
    pub(in crate::service::pages) children: Vec<TreeItem>,
    /// How many of the level come after these, and where they are.
    pub(in crate::service::pages) more: Option<(u64, String)>,
}

/// A concept of a level.
pub(in crate::service::pages) struct TreeItem {
    pub(in crate::service::pages) child: ChildConcept,
    /// The address of what stands below it.
    pub(in crate::service::pages) below: String,
}

/// Which level of which framework.
#[derive(Debug, Clone, Default)]
pub(in crate::service::pages) struct Wanted {
    pub(in crate::service::pages) framework: String,
    /// The concept above; the top when empty.
    pub(in crate::service::pages) id: String,
    pub(in crate::service::pages) kind: Vec<String>,
    pub(in crate::service::pages) offset: usize,
}

impl Wanted {
    fn at(&self, id: &str, offset: usize) -> String {
        let offset = if offset == 0 { String::new() } else { offset.to_string() };
        let mut pairs = vec![("framework", self.framework.as_str()), ("id", id)];
        // The kind narrows the top only: what stands below is shown whole.
        if id.is_empty() {
            pairs.extend(self.kind.iter().map(|kind| ("kind", kind.as_str())));
        }
        pairs.push(("offset", offset.as_str()));
        address("/tree", pairs.into_iter())
    }

    /// Asks for the level.
    pub(in crate::service::pages) fn level(
        &self,
        engine: &Engine,
        page: &Page,
    ) -> Result<(ChildrenReply, Level), Problem> {
        let mut reply = engine.children(&ChildrenRequest {
            id: self.id.clone(),
            framework: vec![self.framework.clone()],
            kind: self.kind.clone(),
            language: page.lang().to_owned(),
            offset: self.offset,
            limit: LEVEL,
        })?;
        let next = self.offset + reply.children.len();
        let rest = reply.total.saturating_sub(next as u64);
        let more = (rest > 0).then(|| (rest, self.at(&self.id, next)));
        let children = std::mem::take(&mut reply.children).into_iter();
        let items = children.map(|child| {
            let below = self.at(child.concept.id.as_str(), 0);
            TreeItem { child, below }
        });
        let level = Level { children: items.collect(), more };
        Ok((reply, level))
    }
}

#[derive(Template)]
#[template(path = "tree.html", config = "web/askama.toml")]
struct TreePage<'a> {
    page: &'a Page,
    framework: String,
    reply: ChildrenReply,
    level: Level,
    pager: Option<Pager>,
}

#[derive(Template)]
#[template(path = "level.html", config = "web/askama.toml")]
struct LevelPart<'a> {
    page: &'a Page,
    level: Level,
}

/// `GET /tree`
pub(in crate::service::pages) async fn tree(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let known = ["framework", "id", "kind", "offset", "part"];
    reply::shown(engine, request, Place::Frameworks, &known, |engine, page, parameters| {
        let wanted = Wanted {
            framework: parameters.needed("framework", "esco")?,
            id: parameters.one("id")?.unwrap_or_default(),
            kind: parameters.many("kind"),
            offset: parameters.count("offset")?,
        };
        let (reply, level) = wanted.level(engine, page)?;
        if parameters.is_set("part")? {
            return reply::page(&LevelPart { page, level });
        }
        let pager = Pager::of(page, wanted.offset, LEVEL, reply.total);
        let framework = wanted.framework;
        reply::page(&TreePage { page, framework, reply, level, pager })
    })
    .await
}
