//! `/concepts?id=IRI`: everything about a concept, at an address that stays.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::ContentDisposition;
use actix_web::web::Data;
use askama::Template;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::FoundBy;
use crate::engine::ShowReply;
use crate::engine::ShowRequest;
use crate::engine::ShownMapping;
use crate::engine::ShownRelation;
use crate::model::ConceptId;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Text;
use crate::service::pages::neighbourhood::Neighbourhood;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::problem::Problem;
use crate::service::query::Parameters;
use crate::service::reply::work;

/// Neighbours of a list that are shown at once; the others fold.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "concept.html", config = "web/askama.toml")]
struct ConceptPage<'a> {
    page: &'a Page,
    shown: &'a ShowReply,
    framework: String,
    /// From the top down to the concept above it.
    crumbs: Vec<&'a ConceptView>,
    texts: Vec<&'a Text>,
    other_texts: Vec<&'a Text>,
    labels: Vec<LanguageLabels>,
    hierarchy: Vec<Group<'a>>,
    used_by: Vec<Group<'a>>,
    needs: Vec<Group<'a>>,
    mappings: Vec<&'a ShownMapping>,
    picture: Option<Neighbourhood>,
    /// What the picture shows, in a sentence.
    picture_says: String,
}

/// A list of neighbours under a heading.
struct Group<'a> {
    title: String,
    n: u64,
    few: Vec<Neighbour<'a>>,
    more: Vec<Neighbour<'a>>,
}

struct Neighbour<'a> {
    concept: &'a ConceptView,
    measures: Vec<String>,
}

/// What a concept is called in one language.
struct LanguageLabels {
    language: Language,
    name: String,
    preferred: Vec<String>,
    others: Vec<String>,
}

fn asked(parameters: &Parameters, language: &str) -> Result<ShowRequest, Problem> {
    let id = parameters.needed("id", "urn:example:concept")?;
    Ok(ShowRequest { id, language: language.to_owned() })
}

/// `GET /concepts`
pub(in crate::service::pages) async fn concept(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Search, &["id"], |engine, page, parameters| {
        let shown = engine.show(&asked(parameters, page.lang())?)?;
        if shown.found_by != FoundBy::Id && shown.others.is_empty() {
            let id = shown.summary.id.as_str();
            return Ok(Answer::Seen(address("/concepts", [("id", id)].into_iter())));
        }
        let held = engine.frameworks()?.frameworks;
        let own = held.into_iter().find(|f| f.release.key == shown.summary.framework);
        let framework = own.map_or_else(String::new, |f| f.release.title);
        filled(page, &shown, framework)
    })
    .await
}

fn filled(page: &Page, shown: &ShowReply, framework: String) -> Result<Answer, Problem> {
    let by_id: BTreeMap<&ConceptId, &ConceptView> =
        shown.ancestors.iter().map(|ancestor| (&ancestor.id, ancestor)).collect();
    let path = shown.paths.first().into_iter().flatten().rev();
    let (texts, other_texts) = texts(page, shown);
    let all = RelationKind::ALL.into_iter();
    let broader = RelationKind::Broader;
    let above = group(page, "object", broader, &shown.objects, shown);
    let below = group(page, "subject", broader, &shown.subjects, shown);
    let others = all.filter(|kind| *kind != broader);
    let picture = Neighbourhood::of(shown, |n| page.count("concept.more", n).to_string());
    let count = |list: Option<&Vec<ShownRelation>>| page.number(list.map_or(0, Vec::len));
    let picture_says = page
        .say("concept.picture")
        .with("label", &shown.summary.label)
        .with("above", count(shown.objects.get(&broader)))
        .with("below", count(shown.subjects.get(&broader)))
        .with("beside", count(shown.objects.get(&RelationKind::Related)));
    reply::page(&ConceptPage {
        page,
        shown,
        framework,
        crumbs: path.filter_map(|id| by_id.get(id).copied()).collect(),
        texts,
        other_texts,
        labels: labels(page, shown),
        hierarchy: above.into_iter().chain(below).collect(),
        used_by: others
            .clone()
            .filter_map(|kind| group(page, "subject", kind, &shown.subjects, shown))
            .collect(),
        needs: others
            .filter_map(|kind| group(page, "object", kind, &shown.objects, shown))
            .collect(),
        mappings: shown.mappings.iter().collect(),
        picture,
        picture_says: picture_says.to_string(),
    })
}

/// What is said in the language of the page, else in English, else in the first language; and the rest.
fn texts<'a>(page: &Page, shown: &'a ShowReply) -> (Vec<&'a Text>, Vec<&'a Text>) {
    let all = &shown.concept.texts;
    let has = |tag: &str| all.iter().any(|text| text.language.primary() == tag);
    let first = all.first().map_or("", |text| text.language.primary());
    let wanted = [page.lang(), "en"].into_iter().find(|tag| has(tag)).unwrap_or(first);
    all.iter().partition(|text| text.language.primary() == wanted)
}

fn labels(page: &Page, shown: &ShowReply) -> Vec<LanguageLabels> {
    let mut by_language: BTreeMap<Language, LanguageLabels> = BTreeMap::new();
    for label in &shown.concept.labels {
        let entry = by_language.entry(label.language).or_insert_with(|| LanguageLabels {
            language: label.language,
            name: page.name("language", label.language.primary()),
            preferred: Vec::new(),
            others: Vec::new(),
        });
        match label.kind {
            LabelKind::Preferred => entry.preferred.push(label.text.to_string()),
            LabelKind::Alternative => entry.others.push(label.text.to_string()),
            // Misspellings are for finding, not for showing.
            LabelKind::Hidden => {}
        }
    }
    let mut all: Vec<LanguageLabels> = by_language.into_values().collect();
    // The language of the page first.
    all.sort_by_key(|labels| labels.language.primary() != page.lang());
    all
}

fn group<'a>(
    page: &Page,
    side: &str,
    kind: RelationKind,
    relations: &'a BTreeMap<RelationKind, Vec<ShownRelation>>,
    shown: &ShowReply,
) -> Option<Group<'a>> {
    let list = relations.get(&kind).filter(|list| !list.is_empty())?;
    let is_whole = shown.objects.get(&kind).map_or(0, Vec::len)
        + shown.subjects.get(&kind).map_or(0, Vec::len);
    let n_all = shown.n_neighbours.get(&kind).copied().unwrap_or_default();
    // What is not shown of a long list is of this side where the other one is shown whole.
    let n = list.len() as u64 + n_all.saturating_sub(is_whole as u64);
    let mut few: Vec<Neighbour<'a>> =
        list.iter().map(|relation| neighbour(page, relation)).collect();
    let more = few.split_off(FEW.min(few.len()));
    Some(Group { title: page.name(side, kind.name()), n, few, more })
}

fn neighbour<'a>(page: &Page, relation: &'a ShownRelation) -> Neighbour<'a> {
    let measures = relation.measures.iter().map(|measure| {
        page.say("concept.measure")
            .with("scale", &measure.scale)
            .with("value", measure.value)
            .with("maximum", measure.maximum)
            .to_string()
    });
    Neighbour { concept: &relation.concept, measures: measures.collect() }
}

/// `GET /concepts/case`: leads to the concept as a provider of CASE has it.
pub(in crate::service::pages) async fn case(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Search, &["id"], |engine, _, parameters| {
        let id = parameters.needed("id", "urn:example:concept")?;
        Ok(Answer::Seen(format!("/ims/case/v1p1/CFItems/{}", engine.case_item(&id)?)))
    })
    .await
}

/// `GET /concepts.csv`: the concept as a table with one row, for a spreadsheet.
pub(in crate::service::pages) async fn csv(
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::of(&request, &["id", "language"])?;
    let language = parameters.one("language")?.unwrap_or_default();
    let asked = asked(&parameters, &language)?;
    let shown = work(engine, move |engine| Ok(engine.show(&asked)?)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(ContentDisposition::attachment("concept.csv"))
        .body(table(&shown)))
}

fn table(shown: &ShowReply) -> String {
    let concept = &shown.concept;
    let joined = |values: Vec<&str>| values.join(" | ");
    let names = |kind: LabelKind| {
        joined(concept.labels.iter().filter(|l| l.kind == kind).map(|l| l.text.as_ref()).collect())
    };
    let broader = shown.objects.get(&RelationKind::Broader).into_iter().flatten();
    let columns = [
        ("id", concept.id.to_string()),
        ("kind", concept.kind.to_string()),
        ("status", concept.status.name().to_owned()),
        ("framework", shown.summary.framework.clone()),
        ("version", shown.summary.version.clone()),
        ("label", shown.summary.label.clone()),
        ("preferred labels", names(LabelKind::Preferred)),
        ("alternative labels", names(LabelKind::Alternative)),
        ("texts", joined(concept.texts.iter().map(|text| text.text.as_ref()).collect())),
        ("codes", joined(concept.notations.iter().map(|n| n.code.as_ref()).collect())),
        ("broader", joined(broader.map(|relation| relation.concept.id.as_str()).collect())),
    ];
    let row = |cells: Vec<String>| cells.join(",") + "\r\n";
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    row(columns.iter().map(|(name, _)| quoted(name)).collect())
        + &row(columns.iter().map(|(_, value)| quoted(value)).collect())
}
