//! Tagged texts as tables for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::drawing::strings;
use crate::cli::drawing::table;
use crate::cli::tables::origin;
use crate::cli::tables::sentences;
use crate::engine::LanguageSource;
use crate::engine::TagFileReply;
use crate::engine::TagReply;
use crate::engine::TaggedDocument;
use crate::engine::TextTag;
use crate::model::Requirement;
use crate::model::SectionRole;

/// Rows for each text of a catalogue; all of them with --json.
const PER_TEXT: usize = 8;

pub(super) fn tag(reply: &TagReply) -> String {
    let document = &reply.document;
    let mut out = about(document) + &unknown(&reply.unknown_in_rules);
    if document.tags.is_empty() {
        return out;
    }
    let rows = document.tags.iter().map(|tag| {
        let said = words(tag);
        strings([
            &tag.score,
            &tag.concept.label,
            &asked(tag),
            &tag.level,
            &sections(tag),
            &origins(tag),
            &said,
            &sentences(&tag.reasons),
        ])
    });
    let header = ["score", "skill", "asked", "level", "section", "framework", "words", "because"];
    let _ = write!(out, "\n{}", table(&header, rows));
    out
}

pub(super) fn tag_file(reply: &TagFileReply) -> String {
    let n_tags: usize = reply.documents.iter().map(|document| document.tags.len()).sum();
    let mut out =
        format!("{} texts from {}, {n_tags} tags\n", reply.documents.len(), reply.format.name());
    out.push_str(&unknown(&reply.unknown_in_rules));
    if !reply.columns.is_empty() {
        let uses: Vec<String> =
            reply.columns.iter().map(|u| format!("{} as {}", u.column, u.taken_for)).collect();
        let _ = writeln!(out, "read: {}", uses.join(", "));
    }
    if reply.n_issues > 0 {
        let _ = writeln!(out, "{} issues, such as", reply.n_issues);
        for issue in reply.issues.iter().take(3) {
            let _ = writeln!(out, "  {issue}");
        }
    }
    let rows = reply.documents.iter().flat_map(|document| {
        document.tags.iter().take(PER_TEXT).enumerate().map(|(number, tag)| {
            // Named once, over its own rows.
            let named = if number == 0 { name(document) } else { String::new() };
            strings([
                &named,
                &tag.score,
                &tag.concept.label,
                &asked(tag),
                &tag.level,
                &sections(tag),
                &words(tag),
            ])
        })
    });
    let header = ["text", "score", "skill", "asked", "level", "section", "words"];
    let _ = write!(out, "\n{}", table(&header, rows));
    out
}

/// The origin of a tag, and those of the same thing elsewhere.
fn origins(tag: &TextTag) -> String {
    let mut all = vec![origin(&tag.concept)];
    all.extend(tag.same_as.iter().map(|same| format!("= {}: {}", same.framework, same.label)));
    all.join("\n")
}

/// What the rules name in vain.
fn unknown(in_rules: &[String]) -> String {
    if in_rules.is_empty() {
        return String::new();
    }
    format!("nothing is called: {}\n", in_rules.join(", "))
}

/// What was read, and how: two or three lines.
fn about(document: &TaggedDocument) -> String {
    let language = match document.language.source {
        LanguageSource::Asked => format!("in {}", document.language.tag),
        LanguageSource::Detected => format!("in {} (detected)", document.language.tag),
        LanguageSource::Assumed => {
            format!("in {} (too short to tell)", document.language.tag)
        }
    };
    let kind = document.kind.name();
    let mut out = format!(
        "{} tags from {} sentences and list items, read as {kind} {language}\n",
        document.tags.len(),
        document.n_passages
    );
    let mut counts: BTreeMap<SectionRole, usize> = BTreeMap::new();
    for section in &document.sections {
        *counts.entry(section.role).or_default() += 1;
    }
    let read: Vec<String> =
        counts.keys().filter(|r| r.yields_skills()).map(|r| plain(*r)).collect();
    let unread: Vec<String> =
        counts.keys().filter(|r| !r.yields_skills()).map(|r| plain(*r)).collect();
    let _ = write!(out, "sections: {}", read.join(", "));
    if !unread.is_empty() {
        let _ = write!(out, "; left unread: {}", unread.join(", "));
    }
    out.push('\n');
    if let Some(credit) = &document.credit {
        let credits = credit.credits.map(|n| format!("{n} credits"));
        let hours = credit.hours.map(|n| format!("{n} hours"));
        let level = credit.level.as_ref().map(|level| format!("level {level}"));
        let said: Vec<String> = [credits, hours, level].into_iter().flatten().collect();
        let _ = writeln!(out, "course: {}", said.join(", "));
    }
    for framework in &document.without_labels {
        let _ = writeln!(out, "{framework} has no labels in this language");
    }
    out
}

fn plain(role: SectionRole) -> String {
    role.name().replace('_', " ")
}

fn asked(tag: &TextTag) -> &'static str {
    match tag.requirement {
        Requirement::Unstated => "",
        other => other.name(),
    }
}

/// The sections that speak of it, each once, best first.
fn sections(tag: &TextTag) -> String {
    let mut said: Vec<String> = Vec::new();
    for mention in &tag.mentions {
        let section = plain(mention.section);
        if !said.contains(&section) {
            said.push(section);
        }
    }
    said.join(", ")
}

fn words(tag: &TextTag) -> String {
    let said: Vec<String> = tag.mentions.iter().take(2).map(|m| m.words.join(" … ")).collect();
    said.join(" | ")
}

fn name(document: &TaggedDocument) -> String {
    match &document.id {
        Some(id) if document.title.is_empty() => id.clone(),
        Some(id) => format!("{id} {}", document.title),
        None => document.title.clone(),
    }
}
