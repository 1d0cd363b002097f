//! What tagging, its profiles, its measuring and its learning take and give.

use crate::engine::EvaluateReply;
use crate::engine::LearnReply;
use crate::engine::LearnRequest;
use crate::engine::ProfilesReply;
use crate::engine::ProfilesRequest;
use crate::engine::RemoveProfileReply;
use crate::engine::RemoveProfileRequest;
use crate::engine::SaveProfileReply;
use crate::engine::SaveProfileRequest;
use crate::engine::TagFileReply;
use crate::engine::TagReply;
use crate::engine::TagRequest;
use crate::engine::TuneReply;
use crate::model::Score;
use crate::service::openapi::described::Described;
use crate::service::openapi::described::Reply;
use crate::service::openapi::described::of;
use crate::service::openapi::described::parameter;

pub(super) const TABLE: &[Described] = &[
    Described::told("tag", "Tag a text with skills", of::<TagRequest>, of::<TagReply>),
    Described::given(
        "tag_file",
        "Tag a file with skills",
        "The file itself: a text, a document, or a catalogue of many.",
        Reply::Json(of::<TagFileReply>),
    )
    .query(of::<TagRequest>)
    .without(&["text"])
    .parameters(&[parameter("name", of::<String>, "Name of the file, with its ending.")])
    .needed(&["name"]),
    // No workspace: a run that is to be repeated does not lean on what changes every day.
    Described::given(
        "batch",
        "Tag many texts",
        "The file of texts itself: CSV, TSV or NDJSON.",
        Reply::Lines(
            "One JSON value for each text, in order, sent while the next ones are tagged.",
        ),
    )
    .query(of::<TagRequest>)
    .without(&["text", "workspace"])
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter("text_column", of::<Vec<String>>, "Columns of the text; `text` when empty."),
        parameter("id_column", of::<String>, "Column of what the row is called; `id` when empty."),
    ])
    .needed(&["name"])
    .long(),
    Described::asked("profiles", "List saved profiles", of::<ProfilesReply>)
        .query(of::<ProfilesRequest>),
    Described::told(
        "save_profile",
        "Save a profile",
        of::<SaveProfileRequest>,
        of::<SaveProfileReply>,
    ),
    Described::told(
        "remove_profile",
        "Remove a profile",
        of::<RemoveProfileRequest>,
        of::<RemoveProfileReply>,
    ),
    Described::given(
        "evaluate",
        "Measure answers against right ones",
        "The file of right answers itself.",
        Reply::Json(of::<EvaluateReply>),
    )
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter(
            "framework",
            of::<String>,
            "The framework that answers; of a crosswalk, that of its subjects.",
        ),
        parameter("to", of::<String>, "Of a crosswalk, the framework of its objects."),
        parameter(
            "language",
            of::<String>,
            "Language of the questions; that of the file when empty.",
        ),
        parameter(
            "min_score",
            of::<Score>,
            "Least score of an answer; the usual one unless given.",
        ),
        parameter(
            "examples_share",
            of::<Score>,
            "Share of the questions that serve as confirmed examples for the others; less than 1.",
        ),
    ])
    .needed(&["name"]),
    Described::given(
        "tune",
        "Learn how much each sign of a match is worth",
        "The file of right answers itself.",
        Reply::Json(of::<TuneReply>),
    )
    .parameters(&[
        parameter("name", of::<String>, "Name of the file, with its ending."),
        parameter("framework", of::<String>, "The framework whose skills the answers name."),
        parameter("language", of::<String>, "Language of the sentences; English when empty."),
    ])
    .needed(&["name"]),
    Described::told(
        "learn",
        "Learn a semantic table from frameworks",
        of::<LearnRequest>,
        of::<LearnReply>,
    ),
];
