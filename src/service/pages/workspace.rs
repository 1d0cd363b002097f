//! `/workspaces/NAME`: what is left to review, what the documents cover, and against what.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::ComparedSkill;
use crate::engine::Comparison;
use crate::engine::CoverageMatrixReply;
use crate::engine::CoverageMatrixRequest;
use crate::engine::DocumentOrder;
use crate::engine::DocumentsRequest;
use crate::engine::Engine;
use crate::engine::GroupStanding;
use crate::engine::MatrixGroup;
use crate::engine::WorkspaceProgress;
use crate::model::DocumentSummary;
use crate::model::Undecided;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::pages::text::Pager;

#[derive(Template)]
#[template(path = "workspace.html", config = "web/askama.toml")]
struct WorkspacePage<'a> {
    page: &'a Page,
    progress: WorkspaceProgress,
    documents: Vec<DocumentSummary>,
    pager: Option<Pager>,
    matrix: Option<CoverageMatrixReply>,
    /// The rows of the picture: a group, its documents, and how strong each cell is.
    lines: Vec<Line>,
    /// Groups of which no document has a skill.
    missing: Vec<MatrixGroup>,
    /// Other workspaces, to compare with.
    others: Vec<String>,
    level: usize,
    undecided: bool,
    occupation: String,
    postings: String,
    /// Why nothing is compared, where it was asked for.
    refused: String,
}

/// A row of the picture.
struct Line {
    group: MatrixGroup,
    cells: Vec<Cell>,
}

/// A cell of the picture.
struct Cell {
    n: u32,
    /// 0 for nothing, then 1 to 4 by how many of the largest cell's skills there are.
    strength: u32,
}

/// Documents on one page.
const DOCUMENTS: usize = 50;
/// Levels that can be chosen.
const LEVELS: [usize; 5] = [0, 1, 2, 3, 4];
/// The formats of files, in the order in which they are offered.
const FORMATS: [&str; 6] = ["csv", "json", "sssom", "case", "ctdl", "schema-org"];

impl WorkspacePage<'_> {
    fn levels() -> [usize; 5] {
        LEVELS
    }

    fn formats() -> [&'static str; 6] {
        FORMATS
    }

    /// The three sides of a comparison with their names.
    fn sides(comparison: &Comparison) -> [(&'static str, &[ComparedSkill]); 3] {
        [
            ("missing", &comparison.missing),
            ("covered", &comparison.covered),
            ("extra", &comparison.extra),
        ]
    }
}

/// `GET /workspaces/NAME`
pub(in crate::service::pages) async fn workspace(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let name = request.match_info().query("name").to_owned();
    let known = ["offset", "level", "undecided", "occupation", "postings"];
    reply::shown(engine, request, Place::Workspaces, &known, move |engine, page, given| {
        let offset = given.count("offset")?;
        let listed = engine.documents(&DocumentsRequest {
            workspace: name.clone(),
            order: DocumentOrder::Queue,
            offset,
            limit: DOCUMENTS,
        })?;
        let unknown = || {
            crate::engine::Error::not_found("workspace", format!("no workspace is called {name:?}"))
        };
        let progress = listed.workspaces.into_iter().next().ok_or_else(unknown)?;
        if progress.n_documents == 0 && progress.n_examples == 0 {
            return Err(unknown().into());
        }
        let all = engine.workspaces()?;
        let others = all.into_iter().filter(|w| w.name != name && w.n_documents > 0);
        let (occupation, postings) = (
            given.one("occupation")?.unwrap_or_default(),
            given.one("postings")?.unwrap_or_default(),
        );
        let level = given.number("level", "whole number")?.unwrap_or(1);
        let undecided = given.is_set("undecided")?;
        let mut asked = CoverageMatrixRequest {
            workspace: name.clone(),
            level: Some(level),
            undecided: if undecided { Undecided::Counted } else { Undecided::LeftOut },
            occupation: occupation.clone(),
            postings: postings.clone(),
            language: page.lang().to_owned(),
            limit: DOCUMENTS,
            offset,
            ..CoverageMatrixRequest::default()
        };
        let mut refused = String::new();
        let mut matrix = None;
        if progress.n_documents > 0 {
            matrix = match engine.coverage_matrix(&asked) {
                Ok(matrix) => Some(matrix),
                // The matrix is shown even where what it is to be compared with is not there.
                Err(error) => {
                    refused = error.message;
                    asked.occupation.clear();
                    asked.postings.clear();
                    engine.coverage_matrix(&asked).ok()
                }
            };
        }
        let (lines, missing) = matrix.as_ref().map(lines).unwrap_or_default();
        reply::page(&WorkspacePage {
            page,
            pager: Pager::of(page, offset, DOCUMENTS, progress.n_documents),
            progress,
            documents: listed.documents,
            matrix,
            lines,
            missing,
            others: others.map(|workspace| workspace.name).collect(),
            level,
            undecided,
            occupation,
            postings,
            refused,
        })
    })
    .await
}

/// The groups that documents touch as rows, those of most documents first, and the groups that none touches.
fn lines(matrix: &CoverageMatrixReply) -> (Vec<Line>, Vec<MatrixGroup>) {
    let most = matrix.rows.iter().flat_map(|row| &row.cells).copied().max().unwrap_or(1).max(1);
    let cell = |n: u32| Cell { n, strength: (4 * n).div_ceil(most) };
    let (mut lines, mut missing) = (Vec::new(), Vec::new());
    for (column, group) in matrix.groups.iter().enumerate() {
        if group.standing == GroupStanding::Missing {
            missing.push(group.clone());
            continue;
        }
        let cells = matrix.rows.iter();
        let cells = cells.map(|row| cell(row.cells.get(column).copied().unwrap_or_default()));
        lines.push(Line { group: group.clone(), cells: cells.collect() });
    }
    // The sort is stable: of equally many, the order of frameworks and labels stays.
    lines.sort_by_key(|line| std::cmp::Reverse(line.group.n_documents));
    (lines, missing)
}
