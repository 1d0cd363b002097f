//! `/crosswalks/NAME/queue`: the pairs where a look is worth most, one at a time with the evidence of both sides, or many.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::HeldCrosswalk;
use crate::engine::QueueReply;
use crate::engine::QueueRequest;
use crate::engine::QueuedPair;
use crate::engine::ShowReply;
use crate::engine::ShowRequest;
use crate::limits;
use crate::model::LabelKind;
use crate::model::Predicate;
use crate::model::Verdict;
use crate::service::pages::crosswalks::changes::remembered;
use crate::service::pages::crosswalks::name_of;
use crate::service::pages::crosswalks::one::coverage;
use crate::service::pages::crosswalks::one::held;
use crate::service::pages::crosswalks::sitting::SITTING;
use crate::service::pages::crosswalks::sitting::Sitting;
use crate::service::pages::crosswalks::sitting::View;
use crate::service::pages::crosswalks::words;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::pages::text::Pager;
use crate::service::problem::Problem;
use crate::service::query::Parameters;

#[derive(Template)]
#[template(path = "queue.html", config = "web/askama.toml")]
struct QueuePage<'a> {
    page: &'a Page,
    held: HeldCrosswalk,
    sitting: Sitting,
    queue: QueueReply,
    /// Groups of the subjects to choose from: IRI and label.
    groups: Vec<(String, String)>,
    aim: Option<(u64, u64)>,
    pair: Option<Pair>,
    pager: Option<Pager>,
}

/// A pair with what helps to decide it.
struct Pair {
    queued: QueuedPair,
    subject: Side,
    object: Side,
    /// Other candidates of the same subject, likeliest first, whatever became of them.
    others: Vec<QueuedPair>,
    /// Whether it was asked for by name, and stands outside the order of the queue.
    is_picked: bool,
}

/// What is known of one side of a pair.
#[derive(Default)]
struct Side {
    description: String,
    /// Other names, and how many more there are.
    also: Vec<String>,
    n_more: usize,
    broader: Vec<ConceptView>,
    occupations: Vec<ConceptView>,
    n_more_occupations: usize,
}

/// The kinds of match that can be said with one key.
const CHOICES: [(&str, Predicate); 5] = [
    ("e", Predicate::Exact),
    ("c", Predicate::Close),
    ("b", Predicate::Broad),
    ("n", Predicate::Narrow),
    ("r", Predicate::Related),
];

/// Sorts of reasons by which a queue can be narrowed.
const SIGNALS: [&str; 4] = ["shared_label", "similar_labels", "similar_descriptions", "composed"];

/// Pairs of a page of the list.
const LISTED: usize = 50;
/// Candidates of one subject that are shown beside the pair.
const OTHERS: usize = 9;
/// Names and occupations of a side that are shown.
const NAMES: usize = 8;

impl QueuePage<'_> {
    fn choices() -> [(&'static str, Predicate); 5] {
        CHOICES
    }

    fn signals() -> [&'static str; 4] {
        SIGNALS
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn verdict(&self, verdict: &Verdict) -> String {
        words::verdict(self.page, *verdict)
    }

    fn outcome(&self, pair: &QueuedPair) -> Option<(String, &'static str)> {
        words::outcome(self.page, pair.outcome)
    }
}

/// `GET /crosswalks/NAME/queue`
pub(in crate::service::pages) async fn queue(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let name = name_of(&request);
    let reviewer = remembered(&request);
    let known = [&SITTING[..], &["subject", "object"]].concat();
    reply::shown(engine, request, Place::Crosswalks, &known, move |engine, page, given| {
        filled(engine, page, given, Sitting::of(name, given, &reviewer)?)
    })
    .await
}

fn filled(
    engine: &Engine,
    page: &Page,
    given: &Parameters,
    sitting: Sitting,
) -> Result<Answer, Problem> {
    let queue = engine.queue(&sitting.request(if sitting.is_list() { LISTED } else { 1 }))?;
    let held = held(engine, &sitting.name)?;
    let subject = given.one("subject")?.unwrap_or_default();
    let object = given.one("object")?.unwrap_or_default();
    let pair = if sitting.is_list() {
        None
    } else if let Some(picked) = picked(engine, &sitting.name, &subject, &object)? {
        Some(pair(engine, page, &sitting.name, picked, true)?)
    } else if let Some(next) = queue.items.first() {
        Some(pair(engine, page, &sitting.name, next.clone(), false)?)
    } else {
        None
    };
    let groups = coverage(engine, page, &sitting.name, &queue.kinds)?.subjects.groups;
    let groups = groups.into_iter().filter_map(|group| Some((group.id?.to_string(), group.label)));
    let is_list = sitting.is_list();
    reply::page(&QueuePage {
        page,
        groups: groups.collect(),
        aim: words::next_aim(queue.n_answered, queue.n_subjects),
        pager: is_list.then(|| Pager::of(page, sitting.offset, LISTED, queue.total)).flatten(),
        held,
        pair,
        sitting,
        queue,
    })
}

/// All candidates of a subject, settled ones too.
fn candidates(engine: &Engine, name: &str, subject: &str) -> Result<Vec<QueuedPair>, Problem> {
    let request = QueueRequest {
        name: name.to_owned(),
        subject: subject.to_owned(),
        again: true,
        limit: limits::PAGE_HITS,
        ..Default::default()
    };
    Ok(engine.queue(&request)?.items)
}

/// The pair that the address names; the first of its subject where it names no object, or one that is not proposed.
fn picked(
    engine: &Engine,
    name: &str,
    subject: &str,
    object: &str,
) -> Result<Option<QueuedPair>, Problem> {
    if subject.is_empty() {
        return Ok(None);
    }
    let mut all = candidates(engine, name, subject)?;
    let at = all.iter().position(|pair| pair.object.id.as_str() == object).unwrap_or(0);
    Ok((at < all.len()).then(|| all.swap_remove(at)))
}

fn pair(
    engine: &Engine,
    page: &Page,
    name: &str,
    queued: QueuedPair,
    is_picked: bool,
) -> Result<Pair, Problem> {
    let mut others = candidates(engine, name, queued.subject.id.as_str())?;
    others.retain(|other| other.object.id != queued.object.id);
    others.sort_by_key(|other| std::cmp::Reverse(other.confidence));
    others.truncate(OTHERS);
    let side = |concept: &ConceptView, description: &str| {
        let request = ShowRequest { id: concept.id.to_string(), language: page.lang().to_owned() };
        // A release that is not the current one has no page; what the queue says of it is shown then.
        let known = engine.show(&request).ok();
        side(concept, description, known)
    };
    Ok(Pair {
        subject: side(&queued.subject, &queued.subject_description),
        object: side(&queued.object, &queued.object_description),
        others,
        queued,
        is_picked,
    })
}

fn side(concept: &ConceptView, description: &str, known: Option<ShowReply>) -> Side {
    let description = description.to_owned();
    let Some(known) = known else { return Side { description, ..Side::default() } };
    let labels = &known.concept.labels;
    let language = labels.iter().find(|label| *label.text == *concept.label).map(|l| l.language);
    let mut also: Vec<String> = labels
        .iter()
        .filter(|label| label.kind != LabelKind::Hidden && *label.text != *concept.label)
        .filter(|label| language.is_none_or(|language| label.language == language))
        .map(|label| label.text.to_string())
        .collect();
    let n_more = also.len().saturating_sub(NAMES);
    also.truncate(NAMES);
    let neighbours = known.subjects.values().chain(known.objects.values()).flatten();
    let is_occupation = |view: &ConceptView| view.kind == "occupation";
    let mut occupations: Vec<ConceptView> = neighbours
        .map(|relation| relation.concept.clone())
        .filter(|view| is_occupation(view) && !known.ancestors.contains(view))
        .collect();
    occupations.sort_by(|a, b| (&a.label, &a.id).cmp(&(&b.label, &b.id)));
    occupations.dedup();
    let n_more_occupations = occupations.len().saturating_sub(NAMES);
    occupations.truncate(NAMES);
    // From the top down.
    let broader = known.ancestors.into_iter().rev().collect();
    Side { description, also, n_more, broader, occupations, n_more_occupations }
}
