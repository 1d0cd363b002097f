//! Kept documents as tables for people.

use std::fmt::Write as _;

use crate::cli::drawing::counted;
use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::engine::ComparedSkill;
use crate::engine::CoverageMatrixReply;
use crate::engine::DecideTagsReply;
use crate::engine::DocumentReply;
use crate::engine::DocumentsReply;
use crate::engine::GroupStanding;
use crate::engine::SaveDocumentReply;
use crate::engine::SaveDocumentsReply;
use crate::model::DocumentSummary;
use crate::model::Requirement;

pub(super) fn saved(reply: &SaveDocumentReply) -> String {
    let SaveDocumentReply { workspace, document, .. } = reply;
    format!(
        "{} is kept in {workspace} with {}, {} undecided",
        document.id,
        counted(usize_of(document.n_tags), "tag", "tags"),
        document.n_undecided
    )
}

pub(super) fn saved_all(reply: &SaveDocumentsReply) -> String {
    let mut out = format!(
        "{} from {} are kept in {}\n",
        counted(reply.documents.len(), "document", "documents"),
        reply.format.name(),
        reply.workspace
    );
    if reply.n_issues > 0 {
        let _ = writeln!(out, "{} issues, such as", reply.n_issues);
        for issue in reply.issues.iter().take(3) {
            let _ = writeln!(out, "  {issue}");
        }
    }
    out.push('\n');
    out + &summaries(&reply.documents)
}

pub(super) fn documents(reply: &DocumentsReply) -> String {
    let rows = reply.workspaces.iter().map(|w| {
        strings([&w.name, &w.n_documents, &w.n_done, &w.n_tags, &w.n_undecided, &w.n_examples])
    });
    let header = ["workspace", "documents", "done", "tags", "undecided", "examples"];
    let mut out = table(&header, rows);
    if !reply.documents.is_empty() {
        out.push('\n');
        out.push_str(&summaries(&reply.documents));
    }
    out
}

fn summaries(documents: &[DocumentSummary]) -> String {
    let rows = documents.iter().map(|d| {
        strings([&d.id, &d.title, &d.kind.name(), &d.n_tags, &d.n_undecided, &d.n_rejected])
    });
    table(&["document", "title", "sort", "tags", "undecided", "rejected"], rows)
}

pub(super) fn document(reply: &DocumentReply) -> String {
    let document = &reply.document;
    let mut out = format!(
        "{} ({}), {} in {}, tagged with {}\n\n",
        document.title,
        document.id,
        document.kind.name(),
        document.language,
        document.tagged.releases.join(", ")
    );
    let rows = document.tags.iter().map(|tag| {
        let verdict = match &tag.instead {
            Some(instead) => format!("{} to {}", tag.verdict.name(), instead.label),
            None => tag.verdict.name().to_owned(),
        };
        let asked = match tag.requirement {
            Requirement::Unstated => "",
            other => other.name(),
        };
        let score = tag.score.map(|score| score.to_string()).unwrap_or_default();
        let words: Vec<String> = tag.words(&document.text).into_iter().take(2).collect();
        strings([
            &verdict,
            &score,
            &tag.concept.label,
            &asked,
            &tag.level,
            &tag.concept.framework,
            &words.join(" | "),
            &tag.by,
        ])
    });
    let header = ["verdict", "score", "skill", "asked", "level", "framework", "words", "by"];
    out.push_str(&table(&header, rows));
    out
}

pub(super) fn decided(reply: &DecideTagsReply) -> String {
    format!(
        "{} changed; {} has {} undecided; {} has {} examples",
        reply.n_changed,
        reply.document.id,
        reply.document.n_undecided,
        reply.workspace.name,
        reply.workspace.n_examples
    )
}

pub(super) fn coverage(reply: &CoverageMatrixReply) -> String {
    let mut out = format!(
        "{} documents with {} skills in {} groups; {} tags are undecided\n\n",
        reply.total,
        reply.n_skills,
        reply.groups.len(),
        reply.n_undecided
    );
    let rows = reply.groups.iter().enumerate().map(|(column, group)| {
        let with: Vec<String> = (reply.rows.iter())
            .filter(|row| row.cells.get(column).is_some_and(|n| *n > 0))
            .map(|row| format!("{} ({})", row.id, row.cells[column]))
            .collect();
        let standing = match group.standing {
            GroupStanding::Covered => "",
            other => other.name(),
        };
        strings([
            &group.label,
            &group.framework,
            &group.n_documents,
            &group.n_skills,
            &standing,
            &with.join(", "),
        ])
    });
    let header = ["group", "framework", "documents", "skills", "standing", "where"];
    out.push_str(&table(&header, rows));
    if !reply.shared.is_empty() {
        let _ = write!(out, "\n{} skills are in several documents\n\n", reply.n_shared);
        let rows = (reply.shared.iter())
            .map(|shared| strings([&shared.concept.label, &shared.documents.join(", ")]));
        out.push_str(&table(&["skill", "documents"], rows));
    }
    if let Some(comparison) = &reply.comparison {
        let sides = [
            ("covered", &comparison.covered),
            ("missing", &comparison.missing),
            ("extra", &comparison.extra),
        ];
        let (label, postings) = (
            comparison.occupation.as_ref().map(|occupation| occupation.label.as_str()),
            comparison.postings.as_deref(),
        );
        let with = label.or(postings).unwrap_or_default();
        let _ = write!(out, "\nagainst {with}\n\n");
        let row = |(side, skills): (&'static str, &Vec<ComparedSkill>)| {
            let rows = skills.iter().map(|skill| {
                let documents = skill.documents.join(", ");
                strings([&side, &skill.concept.label, &skill.asked, &skill.n_postings, &documents])
            });
            rows.collect::<Vec<_>>()
        };
        let header = ["side", "skill", "asked", "postings", "documents"];
        out.push_str(&table(&header, sides.into_iter().flat_map(row)));
    }
    out
}

fn usize_of(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
