//! Files of right answers -> questions with the answers wanted, for measuring.
//!
//! The layouts are those of the published sets of the field: sentences of job ads with ESCO labels
//! (`sentence,span,sub_span,label`), sentences with marked skills (JSON lines of `tokens` and tags), job
//! titles with an occupation (`vacancyTitle,conceptUri`), whole postings with an occupation code
//! (`title,description,esco_code`), the reported titles of O*NET (text or Excel), and folders of queries, corpus and judgements. An official crosswalk
//! is a set of right answers too; it is read as a mapping set.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::table::Dialect;
use crate::formats::table::Preamble;
use crate::formats::table::Table;
use crate::model::Language;
use crate::model::Location;
use crate::model::Span;

/// Questions of one sort, with the answers wanted.
#[derive(Debug)]
pub struct Gold {
    /// What is asked.
    pub task: GoldTask,
    /// The questions, in the order of the file.
    pub questions: Vec<GoldQuestion>,
    /// What can be answered, where the file brings its own list: id and text.
    pub targets: Vec<(String, String)>,
    /// Language of the targets; English where the file does not say it.
    pub language: Language,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldTask {
    /// Which skills does a sentence ask for? Wanted: labels of skills.
    SentenceToSkills,
    /// Where does a sentence speak of skills? Wanted: places.
    SkillSpans,
    /// Which occupation does a title mean? Wanted: IRIs.
    TitleToOccupation,
    /// Which occupation does a posting mean? Wanted: codes.
    PostingToOccupation,
    /// Which occupation was a title reported for? Wanted: codes. The framework that answers has these very titles
    /// among its labels; they are withheld from it.
    ReportedTitle,
    /// Which titles of a list mean the same? Wanted: ids of targets.
    TitleToTarget,
}

impl GoldTask {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::SentenceToSkills => "sentence to skills",
            Self::SkillSpans => "places of skills in sentences",
            Self::TitleToOccupation => "title to occupation",
            Self::PostingToOccupation => "posting to occupation",
            Self::ReportedTitle => "reported title to occupation",
            Self::TitleToTarget => "title to titles of a list",
        }
    }
}

/// One question and the answers wanted; none is an answer too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldQuestion {
    /// The sentence, title or posting.
    pub text: String,
    /// The answers, in the terms of the task, each once.
    pub wanted: BTreeSet<String>,
    /// Places wanted in the text, in reading order.
    pub spans: Vec<Span>,
}

/// Labels by which the annotators said that the framework has no skill for a span.
const NO_LABEL: [&str; 2] = ["LABEL NOT PRESENT", "UNDERSPECIFIED"];

/// The questions of a bundle; nothing when it is not a file of right answers.
///
/// Errors: [`ReadError`] when a file is of a known layout and cannot be read.
pub fn read_gold(bundle: &Bundle, issues: &mut Issues) -> Result<Option<Gold>, ReadError> {
    if let (Some(queries), Some(corpus)) =
        (named(bundle, "queries"), named(bundle, "corpus_elements"))
    {
        return judged(bundle, queries, corpus, issues).map(Some);
    }
    let [file] = bundle.files() else { return Ok(None) };
    if String::from_utf8_lossy(&file.head(64)?).trim_start().starts_with('{') {
        return tagged_tokens(file, issues).map(Some);
    }
    let table = Table::open(file, dialect(file), Preamble::Nothing)?;
    let has = |columns: &[&str]| columns.iter().all(|c| table.column(c).is_some());
    if has(&["sentence", "span", "label"]) {
        return sentences(table, issues).map(Some);
    }
    if has(&["vacancyTitle", "conceptUri"]) {
        let texts = ["vacancyTitle"];
        return rows(table, issues, &texts, "conceptUri", GoldTask::TitleToOccupation).map(Some);
    }
    if has(&["title", "description", "esco_code"]) {
        let texts = ["title", "description"];
        return rows(table, issues, &texts, "esco_code", GoldTask::PostingToOccupation).map(Some);
    }
    if has(&["O*NET-SOC Code", "Reported Job Title"]) {
        return reported(table, issues).map(Some);
    }
    Ok(None)
}

fn gold(task: GoldTask, questions: Vec<GoldQuestion>) -> Gold {
    Gold { task, questions, targets: Vec::new(), language: Language::ENGLISH }
}

fn question(text: String, wanted: BTreeSet<String>) -> GoldQuestion {
    GoldQuestion { text, wanted, spans: Vec::new() }
}

/// One question per distinct sentence, in order; a sentence of which no span has a label wants nothing.
fn sentences(mut table: Table, issues: &mut Issues) -> Result<Gold, ReadError> {
    let (sentence, label) = (table.needed("sentence")?, table.needed("label")?);
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut questions: Vec<GoldQuestion> = Vec::new();
    while let Some(row) = table.next_row(issues)? {
        let text = row.get(sentence).to_owned();
        let place = *places.entry(text.clone()).or_insert_with(|| {
            questions.push(question(text, BTreeSet::new()));
            questions.len() - 1
        });
        let label = row.get(label);
        if !label.is_empty() && !NO_LABEL.contains(&label) {
            questions[place].wanted.insert(label.to_owned());
        }
    }
    Ok(gold(GoldTask::SentenceToSkills, questions))
}

/// One question per row: the text columns, a blank line between them, and the one answer.
fn rows(
    mut table: Table,
    issues: &mut Issues,
    texts: &[&str],
    answer: &str,
    task: GoldTask,
) -> Result<Gold, ReadError> {
    let texts: Vec<Option<usize>> =
        texts.iter().map(|c| table.needed(c)).collect::<Result<_, _>>()?;
    let answer = table.needed(answer)?;
    let mut questions = Vec::new();
    while let Some(row) = table.next_row(issues)? {
        let text: Vec<&str> = texts.iter().map(|column| row.get(*column)).collect();
        let wanted = row.get(answer);
        let wanted = if wanted.is_empty() { BTreeSet::new() } else { [wanted.to_owned()].into() };
        questions.push(question(text.join("\n\n"), wanted));
    }
    Ok(gold(task, questions))
}

/// How the cells are kept apart, by the name of the file.
fn dialect(file: &BundleFile) -> Dialect {
    let name = file.base_name();
    let ends = |extension: &str| name.to_ascii_lowercase().ends_with(extension);
    match () {
        () if ends(".xlsx") => Dialect::Workbook,
        () if ends(".txt") || ends(".tsv") => Dialect::Tab,
        () => Dialect::Comma,
    }
}

/// One question per distinct title, in order, with the codes of all occupations that reported it.
fn reported(mut table: Table, issues: &mut Issues) -> Result<Gold, ReadError> {
    let code = table.needed("O*NET-SOC Code")?;
    let title = table.needed("Reported Job Title")?;
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut questions: Vec<GoldQuestion> = Vec::new();
    while let Some(row) = table.next_row(issues)? {
        let text = row.get(title).to_owned();
        let place = *places.entry(text.clone()).or_insert_with(|| {
            questions.push(question(text, BTreeSet::new()));
            questions.len() - 1
        });
        questions[place].wanted.insert(row.get(code).to_owned());
    }
    Ok(gold(GoldTask::ReportedTitle, questions))
}

#[derive(Deserialize)]
struct TaggedTokens {
    tokens: Vec<String>,
    tags_skill: Vec<String>,
    tags_knowledge: Vec<String>,
}

/// One question per line of JSON; the marked runs of tokens become places in the joined text.
fn tagged_tokens(file: &BundleFile, issues: &mut Issues) -> Result<Gold, ReadError> {
    let bytes = file.bytes()?;
    let mut questions = Vec::new();
    for (number, line) in (1u64..).zip(bytes.split(|b| *b == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let Ok(tagged) = serde_json::from_slice::<TaggedTokens>(line) else {
            let place = Location::line(file.name(), number);
            issues.error(
                "malformed",
                place,
                "the line is not tokens with tags",
                "correct this line",
            );
            continue;
        };
        let mut text = String::new();
        let mut places = Vec::new();
        for token in &tagged.tokens {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(token);
            places.push(Span { start, end: text.len() });
        }
        let mut spans = runs(&places, &tagged.tags_skill);
        spans.extend(runs(&places, &tagged.tags_knowledge));
        spans.sort();
        questions.push(GoldQuestion { text, wanted: BTreeSet::new(), spans });
    }
    Ok(gold(GoldTask::SkillSpans, questions))
}

/// Runs of tokens marked B, I, I, ... as places.
fn runs(places: &[Span], tags: &[String]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut is_open = false;
    for (place, tag) in places.iter().zip(tags) {
        match (tag.as_str(), spans.last_mut()) {
            ("I", Some(span)) if is_open => span.end = place.end,
            ("B" | "I", _) => spans.push(*place),
            _ => {}
        }
        is_open = tag != "O";
    }
    spans
}

/// A folder of queries, targets and judgements (`query 0 target relevance`).
fn judged(
    bundle: &Bundle,
    queries: &BundleFile,
    corpus: &BundleFile,
    issues: &mut Issues,
) -> Result<Gold, ReadError> {
    let judgements = named(bundle, "annotations").or_else(|| named(bundle, "qrels"));
    let Some(judgements) = judgements else {
        let place = Location::file(&bundle.origins().join(", "));
        return Err(ReadError::invalid(
            place,
            "there are no judgements",
            "add qrels.tsv or annotations.tsv",
        ));
    };
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for cells in tab_separated(judgements, issues)? {
        if let [query, _, target, relevance] = cells.as_slice()
            && relevance != "0"
        {
            wanted.entry(query.clone()).or_default().insert(target.clone());
        }
    }
    let pair = |cells: Vec<String>| match cells.as_slice() {
        [id, text] if id != "q_id" && id != "c_id" => Some((id.clone(), text.clone())),
        _ => None,
    };
    let targets = tab_separated(corpus, issues)?.into_iter().filter_map(pair).collect();
    let questions = tab_separated(queries, issues)?
        .into_iter()
        .filter_map(pair)
        .map(|(id, text)| question(text, wanted.remove(&id).unwrap_or_default()))
        .collect();
    let folder = bundle.origins().join("/");
    let tag = folder.rsplit("_c_").next().filter(|tag| tag.len() == 2).unwrap_or("en");
    let language = Language::new(tag).unwrap_or(Language::ENGLISH);
    Ok(Gold { task: GoldTask::TitleToTarget, questions, targets, language })
}

/// All rows of a file without a header.
fn tab_separated(file: &BundleFile, issues: &mut Issues) -> Result<Vec<Vec<String>>, ReadError> {
    let bytes = file.bytes()?;
    let mut rows = Vec::new();
    for (number, line) in (1u64..).zip(bytes.split(|b| *b == b'\n')) {
        match str::from_utf8(line) {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                rows.push(line.trim_end_matches('\r').split('\t').map(str::to_owned).collect());
            }
            Err(_) => {
                let place = Location::line(file.name(), number);
                issues.error("not-utf-8", place, "the row is not UTF-8", "save the file as UTF-8");
            }
        }
    }
    Ok(rows)
}

fn named<'a>(bundle: &'a Bundle, stem: &str) -> Option<&'a BundleFile> {
    bundle.files().iter().find(|f| f.base_name() == stem || f.base_name() == format!("{stem}.tsv"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    fn read(files: &[(&str, &str)]) -> Gold {
        let sources: Vec<Source> = files
            .iter()
            .map(|(name, text)| Source::Bytes {
                name: (*name).into(),
                bytes: text.as_bytes().into(),
            })
            .collect();
        let bundle = Bundle::open(&sources).unwrap();
        read_gold(&bundle, &mut Issues::default()).unwrap().unwrap()
    }

    #[test]
    fn spans_of_one_sentence_become_one_question_and_labels_count_once() {
        let gold = read(&[(
            "a.csv",
            "sentence,span,sub_span,label\nuse sql well,sql,,SQL\nbe nice,nice,,LABEL NOT PRESENT\nuse sql well,sql,,SQL\nuse sql well,well,,UNDERSPECIFIED\n",
        )]);
        assert_eq!(gold.task, GoldTask::SentenceToSkills);
        let found: Vec<(&str, usize)> =
            gold.questions.iter().map(|q| (q.text.as_str(), q.wanted.len())).collect();
        assert_eq!(found, [("use sql well", 1), ("be nice", 0)]);
    }

    #[test]
    fn marked_tokens_become_places_in_the_text() {
        let gold = read(&[(
            "a.json",
            "{\"tokens\":[\"we\",\"use\",\"big\",\"data\",\"!\"],\"tags_skill\":[\"O\",\"B\",\"I\",\"I\",\"O\"],\"tags_knowledge\":[\"O\",\"O\",\"B\",\"I\",\"O\"]}\n",
        )]);
        let question = &gold.questions[0];
        let found: Vec<&str> = question.spans.iter().map(|s| s.of(&question.text)).collect();
        assert_eq!(found, ["use big data", "big data"]);
    }

    #[test]
    fn judgements_join_queries_and_targets() {
        let gold = read(&[
            ("queries.tsv", "q_id\tjobtitle\nq1\tnurse\nq2\tcook\n"),
            ("corpus_elements.tsv", "c1\tregistered nurse\nc2\tchef\n"),
            ("qrels.tsv", "q1\t0\tc1\t1\nq2\t0\tc1\t0\n"),
        ]);
        assert_eq!(gold.targets.len(), 2);
        assert_eq!(gold.questions[0].wanted, BTreeSet::from(["c1".to_owned()]));
        assert!(gold.questions[1].wanted.is_empty());
    }
}
