//! Finished mappings from elsewhere become decisions of a crosswalk; importing again brings what has changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::PairKey;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::recorded::Part;
use crate::engine::review::now;
use crate::engine::save_crosswalk::check_name;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::IssueCount;
use crate::formats::MappingColumns;
use crate::formats::ReadOptions;
use crate::formats::Source;
use crate::limits;
use crate::model::Crosswalk;
use crate::model::Decision;
use crate::model::Framework;
use crate::model::Issue;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Verdict;
use crate::model::Weight;

/// What is imported into which crosswalk.
#[derive(Debug, Clone, Default)]
pub struct ImportMappingsRequest {
    /// The crosswalk; it is made where there is none.
    pub name: String,
    /// Of a new crosswalk, the framework of the subjects.
    pub from: String,
    /// Of a new crosswalk, the framework of the objects.
    pub to: String,
    /// Whose decisions they are; the title of the set when empty.
    pub reviewer: String,
    /// The file: SSSOM, an official crosswalk, or any table whose columns are named.
    pub sources: Vec<Source>,
    /// Columns of a table whose names are not the usual ones, each as `WHAT=NAME`; WHAT is one of `subject_id`,
    /// `subject_label`, `relation`, `object_id`, `object_label`, `confidence`, `comment`, `author`, or, for all rows alike,
    /// `predicate`, `subject_source`, `object_source`.
    pub columns: Vec<String>,
    /// Only say what would change.
    pub preview: bool,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImportMappingsReply {
    /// The crosswalk.
    pub name: String,
    /// Whose decisions they are.
    pub reviewer: String,
    /// Statements in the file.
    pub n_read: u64,
    /// Statements that are new.
    pub n_added: u64,
    /// Statements that say something else than at the last import.
    pub n_changed: u64,
    /// Statements that no longer stand in the file; they are withdrawn.
    pub n_removed: u64,
    /// Statements that are as they were.
    pub n_unchanged: u64,
    /// Statements left out because an earlier row says something else of the pair, or because they say nothing (a denied "no
    /// match"), the first of them.
    pub left_out: Vec<String>,
    /// How many of these there are.
    pub n_left_out: u64,
    /// Statements of concepts that the frameworks do not have, the first of them.
    pub unknown: Vec<String>,
    /// How many of these there are.
    pub n_unknown: u64,
    /// How many issues of each sort the file has.
    pub issue_counts: Vec<IssueCount>,
    /// The issues themselves, the first of them when there are very many.
    pub issues: Vec<Issue>,
    /// Whether it is only what would change.
    pub is_preview: bool,
}

/// Unknown statements told one by one.
const TOLD: usize = 20;

impl Engine {
    /// Reads finished mappings and writes them down as the decisions of one reviewer. What this reviewer said at an
    /// earlier import and no longer says is withdrawn; what others decided stays.
    ///
    /// Errors: the file is no mapping set, or the crosswalk cannot be made; then nothing is written.
    pub fn import_mappings(
        &self,
        request: &ImportMappingsRequest,
    ) -> Result<ImportMappingsReply, Error> {
        if request.preview {
            return self.take_over(request);
        }
        self.recorded("import_mappings", &request.name, &[Part::Crosswalk(&request.name)], || {
            self.take_over(request)
        })
    }

    fn take_over(&self, request: &ImportMappingsRequest) -> Result<ImportMappingsReply, Error> {
        let bundle = Bundle::open(&request.sources)?;
        let columns = columns(&request.columns)?;
        let reading = formats::read(&bundle, &ReadOptions { columns, ..ReadOptions::default() })?;
        let Content::MappingSet(set) = &reading.content else {
            let message =
                "this is a framework, not a set of mappings; import it with skillmap import";
            return Err(Error::invalid("sources", message));
        };
        let reviewer = if request.reviewer.is_empty() { &set.title } else { &request.reviewer };
        let reviewer = if reviewer.is_empty() { "import" } else { reviewer.trim() };
        choice::bounded("reviewer", reviewer, limits::COMMENT_BYTES)?;
        let held = self.store.crosswalk(&request.name)?;
        let is_new = held.is_none();
        let crosswalk = match held {
            Some(crosswalk) => crosswalk,
            None => self.new_crosswalk(request, set)?,
        };
        let (from, to) = (&crosswalk.from, &crosswalk.to);
        let (subjects, objects) = self.both(&self.snapshot(), from, to)?;
        let mut reply = ImportMappingsReply {
            name: request.name.clone(),
            reviewer: reviewer.to_owned(),
            n_read: set.mappings.len() as u64,
            n_added: 0,
            n_changed: 0,
            n_removed: 0,
            n_unchanged: 0,
            left_out: Vec::new(),
            n_left_out: 0,
            unknown: Vec::new(),
            n_unknown: 0,
            issue_counts: reading.issues.counts(),
            issues: reading.issues.kept().to_vec(),
            is_preview: request.preview,
        };
        let said = statements(set, &subjects, &objects, &mut reply);
        let time = now()?;
        if said.is_empty() {
            let message = format!(
                "none of the {} statements is about {from} and {to}; check the file, or turn it round",
                set.mappings.len()
            );
            return Err(Error::invalid("sources", message));
        }
        let there = self.store.decisions(&request.name)?;
        let mut changes = changes(&there, &said, reviewer, &time);
        let n_new = changes.decisions.len();
        if there.len() + n_new > limits::DECISIONS {
            let message = format!(
                "{n_new} decisions more are too many for one crosswalk, the limit is {}; part the file",
                limits::DECISIONS
            );
            return Err(Error::too_large("sources", message));
        }
        if !request.preview {
            if is_new {
                self.store.change_crosswalk(&request.name, |before| {
                    Ok::<_, Error>(before.unwrap_or(crosswalk))
                })?;
            }
            // What others added meanwhile is looked at too.
            self.store.add_decisions(&request.name, |there| {
                changes = self::changes(there, &said, reviewer, &time);
                Ok::<_, Error>(changes.decisions.clone())
            })?;
        }
        reply.n_added = changes.n_added;
        reply.n_changed = changes.n_changed;
        reply.n_removed = changes.n_removed;
        reply.n_unchanged = changes.n_unchanged;
        Ok(reply)
    }

    fn new_crosswalk(
        &self,
        request: &ImportMappingsRequest,
        set: &MappingSet,
    ) -> Result<Crosswalk, Error> {
        check_name(&request.name)?;
        let (subjects, objects) = self.both(&self.snapshot(), &request.from, &request.to)?;
        Ok(Crosswalk {
            name: request.name.clone(),
            title: set.title.clone(),
            author: set.author.clone(),
            licence: set.licence.clone(),
            from: subjects.release().to_string(),
            to: objects.release().to_string(),
            language: set.subject_source.language,
            proposals: Vec::new(),
            published: Vec::new(),
        })
    }
}

/// What the set says of pairs that both frameworks have; what is left out is told in the reply.
fn statements<'a>(
    set: &'a MappingSet,
    subjects: &Framework,
    objects: &Framework,
    reply: &mut ImportMappingsReply,
) -> BTreeMap<PairKey, (Verdict, &'a str)> {
    let mut said: BTreeMap<PairKey, (Verdict, &'a str)> = BTreeMap::new();
    for mapping in &set.mappings {
        let object = mapping.object.as_ref();
        let missing = if subjects.position(mapping.subject.as_str()).is_none() {
            Some(&mapping.subject)
        } else {
            object.filter(|object| objects.position(object.as_str()).is_none())
        };
        if let Some(id) = missing {
            reply.n_unknown += 1;
            if reply.unknown.len() < TOLD {
                reply.unknown.push(id.to_string());
            }
            continue;
        }
        let verdict = match (mapping.is_negated, mapping.predicate) {
            (true, _) => Verdict::Reject,
            (false, Predicate::NoMatch) => Verdict::NoMatch,
            (false, predicate) => Verdict::Accept { predicate },
        };
        let key = (mapping.subject.clone(), mapping.object.clone());
        let is_other = said.get(&key).is_some_and(|(before, _)| *before != verdict);
        if is_other || (mapping.is_negated && mapping.object.is_none()) {
            reply.n_left_out += 1;
            if reply.left_out.len() < TOLD {
                let object = mapping.object.as_ref().map_or("", |object| object.as_str());
                reply.left_out.push(format!("{} {} {object}", mapping.subject, mapping.predicate));
            }
            continue;
        }
        said.entry(key).or_insert((verdict, &mapping.comment));
    }
    said
}

/// The columns that are named.
///
/// Errors: what is named is no part of a mapping.
fn columns(named: &[String]) -> Result<Option<MappingColumns>, Error> {
    if named.is_empty() {
        return Ok(None);
    }
    let mut columns = MappingColumns::default();
    for pair in named {
        let (what, name) = pair.split_once('=').unwrap_or((pair, ""));
        let place = match what {
            "subject_id" => &mut columns.subject_id,
            "subject_label" => &mut columns.subject_label,
            "relation" => &mut columns.relation,
            "object_id" => &mut columns.object_id,
            "object_label" => &mut columns.object_label,
            "confidence" => &mut columns.confidence,
            "comment" => &mut columns.comment,
            "author" => &mut columns.author,
            "subject_source" => &mut columns.subject_source,
            "object_source" => &mut columns.object_source,
            "predicate" => {
                columns.predicate = Predicate::ALL.into_iter().find(|p| p.name() == name);
                if columns.predicate.is_some() {
                    continue;
                }
                let message = format!(
                    "{name:?} is no predicate; give exact, close, broad, narrow, related or no_match"
                );
                return Err(Error::invalid("columns", message));
            }
            _ => {
                let message = format!(
                    "{pair:?} names no column; write it as relation=NAME, with subject_id, subject_label, relation, \
                     object_id, object_label, confidence, comment, author, predicate, subject_source or object_source"
                );
                return Err(Error::invalid("columns", message));
            }
        };
        *place = Some(name.to_owned());
    }
    Ok(Some(columns))
}

/// The decisions by which a reviewer comes to say exactly what a file says, and how many statements are of which sort.
#[derive(Debug, Default)]
struct Changes {
    decisions: Vec<Decision>,
    n_added: u64,
    n_changed: u64,
    n_removed: u64,
    n_unchanged: u64,
}

/// The decisions by which a reviewer comes to say exactly this.
fn changes(
    there: &[Decision],
    said: &BTreeMap<PairKey, (Verdict, &str)>,
    reviewer: &str,
    time: &str,
) -> Changes {
    let mut own: BTreeMap<PairKey, (Verdict, bool)> = BTreeMap::new();
    let confirmed =
        there.iter().filter(|d| d.reviewer == reviewer && d.weight == Weight::Confirmed);
    for decision in confirmed {
        let key = (decision.subject.clone(), decision.object.clone());
        match decision.verdict {
            Verdict::Comment => {}
            Verdict::Withdraw => {
                own.remove(&key);
            }
            verdict => {
                own.insert(key, (verdict, decision.is_imported));
            }
        }
    }
    let first = there.len() as u64 + 1;
    let mut new: Vec<Decision> = Vec::new();
    let mut found = Changes::default();
    let mut add = |key: &PairKey, verdict: Verdict, comment: &str| {
        new.push(Decision {
            number: first + new.len() as u64,
            time: time.to_owned(),
            reviewer: reviewer.to_owned(),
            weight: Weight::Confirmed,
            subject: key.0.clone(),
            object: key.1.clone(),
            verdict,
            comment: comment.to_owned(),
            batch: Some(first),
            is_imported: true,
        });
    };
    for (key, (verdict, comment)) in said {
        match own.get(key) {
            Some((before, _)) if before == verdict => found.n_unchanged += 1,
            Some(_) => {
                found.n_changed += 1;
                add(key, *verdict, comment);
            }
            None => {
                found.n_added += 1;
                add(key, *verdict, comment);
            }
        }
    }
    // What was decided by hand under that name stays.
    for (key, (_, is_imported)) in &own {
        if *is_imported && !said.contains_key(key) {
            found.n_removed += 1;
            add(key, Verdict::Withdraw, "");
        }
    }
    Changes { decisions: new, ..found }
}
