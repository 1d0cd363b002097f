//! What importing, listing and exporting frameworks take and give.

use crate::engine::ColumnsReply;
use crate::engine::FrameworksReply;
use crate::engine::FrameworksRequest;
use crate::engine::ImportReply;
use crate::engine::MakeCurrentReply;
use crate::engine::MakeCurrentRequest;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::Reply;
use crate::service::openapi::described::of;
use crate::service::openapi::described::parameter;

pub(super) const TABLE: &[Described] = &[
    Described::given(
        "import",
        "Import a framework or a mapping set",
        "The file or zip itself, in any format that is read.",
        Reply::Json(of::<ImportReply>),
    )
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter(
            "version",
            of::<String>,
            "Version of the release, where the file does not say it.",
        ),
        parameter(
            "key",
            of::<String>,
            "Short name of the framework, where another than the usual one is wanted.",
        ),
        parameter("licence", of::<String>, "Name of the licence, where the file does not say it."),
        parameter("format", of::<String>, "The format's name, where the content does not tell it."),
        parameter("columns", of::<String>, "Of a spreadsheet: which column is what, as TOML."),
        parameter("sheet", of::<String>, "Of a workbook: the sheet, by name or by number from 1."),
        parameter("strict", of::<bool>, "Whether any issue stops the import."),
        parameter("dry_run", of::<bool>, "Whether it is only read and told."),
    ])
    .needed(&["name"])
    .long(),
    Described::given(
        "columns",
        "Say which column of a spreadsheet is what",
        "The spreadsheet itself.",
        Reply::Json(of::<ColumnsReply>),
    )
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter(
            "sheet",
            of::<String>,
            "The sheet of a workbook: its name, or its number from 1.",
        ),
        parameter(
            "columns",
            of::<String>,
            "What the columns are, as TOML: then it is tried instead of guessed.",
        ),
        parameter("key", of::<String>, "Short name of the framework."),
        parameter(
            "roles",
            of::<Vec<String>>,
            "What each column is, from the first on, where it is not what it is taken for.",
        ),
    ])
    .needed(&["name"]),
    Described::asked("frameworks", "List releases and mapping sets", of::<FrameworksReply>)
        .query(of::<FrameworksRequest>)
        .paged(FrameworksRequest::USUAL),
    Described::told(
        "make_current",
        "Answer from another release of a framework",
        of::<MakeCurrentRequest>,
        of::<MakeCurrentReply>,
    ),
    Described::file(
        "export",
        "Write a framework as a file",
        &[
            "application/json",
            "application/ld+json",
            "application/n-triples",
            "application/rdf+xml",
            "text/csv",
            "text/tab-separated-values",
            "text/turtle",
        ],
    )
    .parameters(&[
        parameter("framework", of::<String>, "The framework: short name, release or IRI."),
        parameter(
            "format",
            of::<String>,
            "The format's name; skillmap's own JSON, which holds everything, when empty.",
        ),
        parameter(
            "mappings",
            of::<Vec<String>>,
            "Mapping sets and crosswalks whose mappings are written too.",
        ),
        parameter(
            "despite_licence",
            of::<bool>,
            "Write it even where its licence forbids passing it on.",
        ),
        parameter(
            "losses",
            of::<bool>,
            "Instead of the file, as JSON, what the format cannot hold.",
        ),
    ])
    .needed(&["framework"]),
];
