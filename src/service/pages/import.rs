//! `/import`: files -> looked at, put right, imported, in three pages that work without a script.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::web::Payload;
use askama::Template;

use crate::engine::ColumnRule;
use crate::engine::ColumnsReply;
use crate::engine::ColumnsRequest;
use crate::engine::Engine;
use crate::engine::FactSort;
use crate::engine::ImportPreview;
use crate::engine::ImportReply;
use crate::engine::ImportRequest;
use crate::engine::NamingDoubt;
use crate::engine::Outcome;
use crate::engine::PreviewDifference;
use crate::engine::PreviewRow;
use crate::engine::Storing;
use crate::engine::unwatched;
use crate::limits;
use crate::service::background::yielding;
use crate::service::body;
use crate::service::pages::language::LANGUAGE;
use crate::service::pages::page::Amount;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::pages::staged::Files;
use crate::service::pages::staged::Staged;
use crate::service::pages::words::Saying;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply::work;

#[derive(Template)]
#[template(path = "import.html", config = "web/askama.toml")]
struct StartPage<'a> {
    page: &'a Page,
}

/// `GET /import`
pub(in crate::service::pages) async fn start(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Frameworks, &[], |_, page, _| {
        reply::page(&StartPage { page })
    })
    .await
}

/// `POST /import/read`: the files of the form are kept, and looked at on the next page.
pub(in crate::service::pages) async fn read(
    staged: Data<Staged>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let page = Page::of(&request, Place::Frameworks);
    let answer = received(&request, payload).await.map(|files| {
        let token = files.token.clone();
        staged.keep(files);
        Answer::Seen(address("/import/preview", [("file", token.as_str())].into_iter()))
    });
    reply::respond(&request, &page, answer)
}

/// The files of a form.
async fn received(request: &HttpRequest, payload: Payload) -> Result<Files, Problem> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(content_type).map_err(|_| {
        Problem::body("what was sent is not a form with files; choose them on the page /import")
    })?;
    let bytes = body::bytes(request, payload, limits::UPLOAD_BYTES).await?;
    let mut form = multer::Multipart::with_reader(&bytes[..], boundary);
    let broken = |error: multer::Error| {
        Problem::body(format!("the form cannot be read ({error}); send it again"))
    };
    let mut files: Vec<(String, Arc<[u8]>)> = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        // Browsers may send a path; only its last part is a name.
        let name = field.file_name().unwrap_or_default().rsplit(['/', '\\']).next();
        let name = name.unwrap_or_default().to_owned();
        let content = field.bytes().await.map_err(broken)?;
        if !name.is_empty() {
            files.push((name, Arc::from(content.as_ref())));
        }
    }
    if files.is_empty() {
        return Err(Problem::field("file", "no file was chosen; choose one on the page /import"));
    }
    Ok(Files::new(files))
}

/// What a person says about the files; empty where nothing.
#[derive(Debug, Clone, Default)]
struct Said {
    version: String,
    key: String,
    licence: String,
    sheet: String,
    /// What each column is, in their order; `as_read` for what is taken for it.
    role: Vec<String>,
}

const KNOWN: [&str; 7] = [LANGUAGE, "file", "version", "key", "licence", "sheet", "role"];

impl Said {
    fn of(parameters: &Parameters) -> Result<Self, Problem> {
        let one = |name: &str| parameters.one(name).map(Option::unwrap_or_default);
        Ok(Self {
            version: one("version")?,
            key: one("key")?,
            licence: one("licence")?,
            sheet: one("sheet")?,
            role: parameters.many("role"),
        })
    }

    fn columns(&self, files: &Files) -> ColumnsRequest {
        ColumnsRequest {
            sources: files.sources(),
            sheet: given(&self.sheet),
            columns: None,
            key: given(&self.key),
            roles: self.role.clone(),
        }
    }

    fn import(&self, files: &Files, storing: Storing) -> Result<ImportRequest, Problem> {
        let columns = if self.role.is_empty() {
            None
        } else {
            Some(Engine::columns(&self.columns(files))?.shown.toml)
        };
        Ok(ImportRequest {
            sources: files.sources(),
            version: given(&self.version),
            key: given(&self.key),
            licence: given(&self.licence),
            columns,
            sheet: given(&self.sheet),
            storing,
            ..ImportRequest::default()
        })
    }
}

fn given(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn kept(staged: &Staged, parameters: &Parameters) -> Result<Files, Problem> {
    let token = parameters.needed("file", "…")?;
    staged.find(&token).ok_or_else(|| {
        Problem::field(
            "file",
            "the file is no longer kept here; choose it again on the page /import",
        )
    })
}

#[derive(Template)]
#[template(path = "import_preview.html", config = "web/askama.toml")]
struct PreviewPage<'a> {
    page: &'a Page,
    files: &'a Files,
    said: &'a Said,
    /// What would be imported, or why nothing can be.
    read: Option<ImportReply>,
    refused: Option<String>,
    /// Of a spreadsheet: what its columns are taken for.
    columns: Option<ColumnsReply>,
    roles: Vec<&'static str>,
}

impl PreviewPage<'_> {
    fn preview(&self) -> Option<&ImportPreview> {
        self.read.as_ref()?.preview.as_ref()
    }

    /// Sorts of change with how many and the first of them.
    fn changes(&self) -> Vec<(&'static str, u64, &[PreviewRow])> {
        let Some(preview) = self.preview() else { return Vec::new() };
        vec![
            ("new", preview.n_new, &preview.new),
            ("changed", preview.n_changed, &preview.changed),
            ("unchanged", preview.n_unchanged, &[]),
            ("removed", preview.n_removed, &preview.removed),
            ("refused", preview.n_refused, &[]),
        ]
    }

    /// Why it is not certain what the columns are, in the words of the page.
    fn doubt(&self, doubt: &NamingDoubt) -> Saying {
        let page = self.page;
        match doubt {
            NamingDoubt::NoName { found } => {
                page.say("doubt.no_name").with("found", found.join(", "))
            }
            NamingDoubt::OneMight { column } => page.say("doubt.one_might").with("column", column),
            NamingDoubt::FewValues { column, n_values, n_rows } => page
                .say("doubt.few_values")
                .with("n", page.number(*n_values))
                .with("rows", page.number(*n_rows))
                .with("column", column),
            NamingDoubt::People { column } => page.say("doubt.people").with("column", column),
            NamingDoubt::NoHeader { cell } => page.say("doubt.no_header").with("cell", cell),
        }
    }

    /// What sort of fact differs, likewise.
    fn what(&self, difference: &PreviewDifference) -> String {
        let page = self.page;
        let PreviewDifference { name, of, .. } = difference;
        let of_such = |what: String| format!("{what} ({of})");
        match difference.sort {
            FactSort::Kind => page.name("change", "kind"),
            FactSort::Status => page.name("change", "status"),
            FactSort::Label => of_such(page.name("label", name)),
            FactSort::Text => of_such(page.name("text", name)),
            FactSort::Code => of.clone(),
            FactSort::Property => name.clone(),
            FactSort::Relation => page.name("object", name),
            FactSort::Measure => format!("{of}, {name}"),
            FactSort::Mapping => page.name("field", &name.replace(' ', "_")),
        }
    }

    /// What was said or is said now, likewise.
    fn value(&self, difference: &PreviewDifference, value: &str) -> String {
        match difference.sort {
            FactSort::Kind => self.page.name("kind", value),
            FactSort::Status => {
                let status = self.page.name("status", value);
                format!("{status} {}", difference.of).trim_end().to_owned()
            }
            _ => value.to_owned(),
        }
    }

    /// What a column is taken for, likewise.
    fn taken_for(&self, rule: &ColumnRule) -> String {
        let page = self.page;
        let parts = [
            Some(page.name("role", rule.role.name())),
            rule.relation.map(|relation| page.name("object", relation.name())),
            rule.predicate.map(|predicate| page.name("match", predicate.name())),
            rule.name.clone(),
            rule.scheme
                .as_ref()
                .map(|s| page.say("column.of_scheme").with("scheme", s).to_string()),
            rule.level.map(|level| {
                page.say("column.level").with("n", page.number(u64::from(level))).to_string()
            }),
            rule.kind.map(|kind| page.name("kind", kind.name())),
            rule.language.map(|language| page.name("language", language.as_str())),
            rule.outline.then(|| page.say("column.outline").to_string()),
            rule.indented.then(|| page.say("column.indented").to_string()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn is_chosen<N: Amount>(&self, column: N, role: &str) -> bool {
        let column = usize::try_from(column.amount()).unwrap_or(usize::MAX);
        self.said.role.get(column).is_some_and(|chosen| chosen == role)
    }
}

/// `GET /import/preview`: what an import would do; nothing is stored.
pub(in crate::service::pages) async fn preview(
    engine: Data<Engine>,
    staged: Data<Staged>,
    request: HttpRequest,
) -> HttpResponse {
    let known = KNOWN;
    reply::shown(engine, request, Place::Frameworks, &known, move |engine, page, parameters| {
        let files = kept(&staged, parameters)?;
        let said = Said::of(parameters)?;
        let wanted = said.import(&files, Storing::DryRun);
        let read = wanted.and_then(|wanted| Ok(yielding(|| engine.import(&wanted, &unwatched))?));
        let (read, refused) = match read {
            Ok(read) => (Some(read), None),
            Err(problem) => (None, Some(problem.to_string())),
        };
        // A list in a spreadsheet is shown with its columns, also where they are not understood yet.
        let is_list = read.as_ref().is_none_or(|read| read.format == "spreadsheet");
        let columns = if is_list {
            let guessed =
                || Engine::columns(&Said { role: Vec::new(), ..said.clone() }.columns(&files));
            Engine::columns(&said.columns(&files)).or_else(|_| guessed()).ok()
        } else {
            None
        };
        let roles = ColumnsRequest::roles_offered();
        let (files, said) = (&files, &said);
        reply::page(&PreviewPage { page, files, said, read, refused, columns, roles })
    })
    .await
}

#[derive(Template)]
#[template(path = "import_done.html", config = "web/askama.toml")]
struct DonePage<'a> {
    page: &'a Page,
    done: &'a ImportReply,
    /// The short name of the framework; empty for a mapping set.
    key: String,
}

impl DonePage<'_> {
    fn is_new(&self) -> bool {
        self.done.outcome == Outcome::New
    }
}

/// `POST /import/done`: the files are imported as they were looked at.
pub(in crate::service::pages) async fn done(
    engine: Data<Engine>,
    staged: Data<Staged>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let page = Page::of(&request, Place::Frameworks);
    let form = body::bytes(&request, payload, limits::BODY_BYTES).await;
    let answer = match form.and_then(|form| Parameters::of_form(&form, &KNOWN)) {
        Ok(parameters) => {
            let page = page.clone();
            work(engine, move |engine| {
                let files = kept(&staged, &parameters)?;
                let wanted = Said::of(&parameters)?.import(&files, Storing::Stored)?;
                let done = yielding(|| engine.import(&wanted, &unwatched))?;
                let key = done.name.split('@').next().filter(|_| !done.concepts.is_empty());
                let key = key.unwrap_or_default().to_owned();
                reply::page(&DonePage { page: &page, done: &done, key })
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    reply::respond(&request, &page, answer)
}
