//! Arguments of a tool -> request of the engine; its reply -> result of the tool.

use std::collections::BTreeMap;

use crate::engine::ConceptView;
use crate::engine::Counterpart;
use crate::engine::CounterpartsRequest;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::GapMatch;
use crate::engine::GapRequest;
use crate::engine::GapSide;
use crate::engine::GapSkill;
use crate::engine::SearchRequest;
use crate::engine::ShowReply;
use crate::engine::ShowRequest;
use crate::engine::TagRequest;
use crate::model::Language;
use crate::model::Predicate;
use crate::model::Reason;
use crate::model::Score;
use crate::service::background::by_length;
use crate::service::mcp::cursor;
use crate::service::mcp::results;
use crate::service::mcp::results::Concept;
use crate::service::mcp::tools;

/// Hits given unless asked otherwise: enough to choose from, few enough to read.
const HITS: usize = 10;
/// Skills of a text given unless asked otherwise.
const SKILLS: usize = 30;
/// Skills of each list of a comparison given unless asked otherwise.
const COMPARED: usize = 40;
/// Names, neighbours of each relation and counterparts told of one concept.
const TOLD: usize = 15;

pub(in crate::service::mcp) fn list_frameworks(
    engine: &Engine,
    _: tools::NoArguments,
) -> Result<results::Frameworks, Error> {
    let held = engine.frameworks()?;
    let current = held.frameworks.into_iter().filter(|framework| framework.is_current);
    Ok(results::Frameworks {
        frameworks: current
            .map(|held| results::FrameworkItem {
                framework: held.release.key,
                title: held.release.title,
                version: held.release.version,
                publisher: held.release.publisher,
                licence: held.release.licence.name,
                n_concepts: held.n_concepts,
            })
            .collect(),
        mapping_sets: (held.mapping_sets.into_iter())
            .map(|set| results::MappingSetItem {
                title: set.title,
                version: set.version,
                from: set.subject_source,
                to: set.object_source,
                n_mappings: set.n_mappings,
            })
            .collect(),
    })
}

pub(in crate::service::mcp) fn search_skills(
    engine: &Engine,
    asked: tools::SearchSkills,
) -> Result<results::Found, Error> {
    let limit = if asked.limit == 0 { HITS } else { asked.limit };
    let mut request = SearchRequest {
        text: asked.text,
        framework: asked.framework,
        kind: asked.kind,
        language: asked.language,
        limit,
        ..SearchRequest::default()
    };
    if !asked.cursor.is_empty() {
        // The revision is known from any reply; this one asks for next to nothing.
        let revision = engine.search(&SearchRequest { limit: 1, ..request.clone() })?.revision;
        let offset = cursor::read(&asked.cursor, revision);
        request.offset = offset.map_err(|message| Error::invalid("cursor", message))?;
    }
    let reply = engine.search(&request)?;
    let end = request.offset + reply.hits.len();
    let is_more = !reply.hits.is_empty() && (end as u64) < reply.total;
    Ok(results::Found {
        total: reply.total,
        did_you_mean: reply.did_you_mean,
        next_cursor: is_more.then(|| cursor::write(reply.revision, end)),
        hits: (reply.hits.into_iter())
            .map(|hit| results::Hit {
                concept: concept(&hit.concept),
                description: hit.description,
                score: hit.score.value(),
                reasons: sentences(&hit.reasons),
            })
            .collect(),
    })
}

pub(in crate::service::mcp) fn get_skill(
    engine: &Engine,
    asked: tools::GetSkill,
) -> Result<results::Skill, Error> {
    let tools::GetSkill { id, language } = asked;
    let reply = engine.show(&ShowRequest { id, language: language.clone() })?;
    let request = CounterpartsRequest {
        id: reply.summary.id.to_string(),
        language: language.clone(),
        ..CounterpartsRequest::default()
    };
    let counterparts = engine.counterparts(&request)?.counterparts;
    let spoken = Language::new(&language).unwrap_or(Language::ENGLISH);
    let labels = reply.concept.labels.iter().filter(|label| label.language.is_like(spoken));
    let others = labels.filter(|label| *label.text != *reply.summary.label);
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for notation in &reply.concept.notations {
        codes.entry(notation.scheme.to_string()).or_default().push(notation.code.to_string());
    }
    Ok(results::Skill {
        concept: concept(&reply.summary),
        description: reply.concept.description(spoken).map(str::to_owned),
        other_labels: others.take(TOLD).map(|label| label.text.to_string()).collect(),
        codes,
        broader: reply.ancestors.iter().take(TOLD).map(|above| above.label.clone()).collect(),
        n_related: (reply.n_neighbours.iter())
            .map(|(kind, n)| (kind.name().to_owned(), *n))
            .collect(),
        related: related(&reply),
        counterparts: counterparts.iter().take(TOLD).map(counterpart).collect(),
        same_name: reply.others.iter().map(concept).collect(),
    })
}

/// Neighbours by relation; what points at the concept stands under `… of`.
fn related(reply: &ShowReply) -> BTreeMap<String, Vec<Concept>> {
    let mut related = BTreeMap::new();
    for (neighbours, of) in [(&reply.objects, ""), (&reply.subjects, " of")] {
        for (kind, list) in neighbours {
            let first = list.iter().take(TOLD).map(|neighbour| concept(&neighbour.concept));
            related.insert(format!("{}{of}", kind.name()), first.collect());
        }
    }
    related
}

pub(in crate::service::mcp) fn map_text_to_skills(
    engine: &Engine,
    asked: tools::MapText,
) -> Result<results::TextSkills, Error> {
    let request = TagRequest {
        text: asked.text,
        kind: asked.kind,
        framework: asked.framework,
        language: asked.language,
        min_score: asked.min_score,
        limit: if asked.limit == 0 { SKILLS } else { asked.limit },
        ..TagRequest::default()
    };
    let reply = by_length(request.text.len(), || engine.tag(&request))?;
    let document = reply.document;
    Ok(results::TextSkills {
        read_as: document.kind.name().to_owned(),
        language: document.language.tag.to_string(),
        n_unanswered: document.abstained.len(),
        skills: (document.tags.iter())
            .map(|tag| results::TextSkill {
                concept: concept(&tag.concept),
                score: tag.score.value(),
                requirement: tag.requirement.name().to_owned(),
                words: tag.mentions.iter().map(|mention| mention.words.join(" … ")).collect(),
                reasons: sentences(&tag.reasons),
            })
            .collect(),
    })
}

pub(in crate::service::mcp) fn compare_texts(
    engine: &Engine,
    asked: tools::CompareTexts,
) -> Result<results::Comparison, Error> {
    let side = |text, concept, concepts| GapSide { text, concept, concepts, ..GapSide::default() };
    let n_bytes = asked.have_text.len() + asked.want_text.len();
    let request = GapRequest {
        have: side(asked.have_text, asked.have_concept, asked.have_concepts),
        want: side(asked.want_text, asked.want_concept, asked.want_concepts),
        framework: asked.framework,
        language: asked.language,
        min_score: asked.min_score,
        limit: 0,
    };
    let reply = by_length(n_bytes, || engine.gap(&request))?;
    let limit = if asked.limit == 0 { COMPARED } else { asked.limit };
    let coverage = reply.coverage;
    Ok(results::Comparison {
        summary: coverage.sentence,
        share: coverage.share.value(),
        essential_share: coverage.essential.share.value(),
        optional_share: coverage.optional.share.value(),
        n_covered: reply.covered.len(),
        n_missing: reply.missing.len(),
        n_extra: reply.extra.len(),
        covered: reply.covered.iter().take(limit).map(wanted).collect(),
        missing: reply.missing.iter().take(limit).map(wanted).collect(),
        extra: reply.extra.iter().take(limit).map(side_skill).collect(),
    })
}

pub(in crate::service::mcp) fn crosswalk(
    engine: &Engine,
    asked: tools::Crosswalk,
) -> Result<results::CrosswalkResult, Error> {
    let tools::Crosswalk { id, framework, language } = asked;
    let found = engine.counterparts(&CounterpartsRequest { id, framework, language })?;
    let is_empty = found.counterparts.is_empty();
    let advice = || {
        format!(
            "no mapping held says anything of it; look for “{}” with search_skills, or import a crosswalk",
            found.concept.label
        )
    };
    Ok(results::CrosswalkResult {
        concept: concept(&found.concept),
        advice: is_empty.then(advice),
        counterparts: found.counterparts.iter().map(counterpart).collect(),
    })
}

pub(in crate::service::mcp) fn explain_mapping(
    engine: &Engine,
    asked: tools::ExplainMapping,
) -> Result<results::Explanation, Error> {
    let tools::ExplainMapping { from, to, language } = asked;
    let one = |id: &str| GapSide { concepts: vec![id.to_owned()], ..GapSide::default() };
    let (have, want) = (one(&from), one(&to));
    let gap = engine.gap(&GapRequest {
        have,
        want,
        language: language.clone(),
        ..GapRequest::default()
    })?;
    let shown = |id: String| engine.show(&ShowRequest { id, language: language.clone() });
    let (from, to) = (shown(from)?.summary, shown(to)?.summary);
    let request = CounterpartsRequest {
        id: from.id.to_string(),
        language: language.clone(),
        ..CounterpartsRequest::default()
    };
    let all = engine.counterparts(&request)?.counterparts;
    let of_pair = all.iter().filter(|counterpart| counterpart.id.as_ref() == Some(&to.id));
    let strongest = gap.covered.first().or(gap.missing.first());
    Ok(results::Explanation {
        statements: of_pair.map(counterpart).collect(),
        because: strongest.and_then(|m| Some(m.nearest.as_ref()?.sentence.clone())),
        nearness: strongest.map_or(0.0, |m| m.credit.value()),
        from: concept(&from),
        to: concept(&to),
    })
}

fn concept(view: &ConceptView) -> Concept {
    Concept {
        id: view.id.to_string(),
        label: view.label.clone(),
        kind: view.kind.to_owned(),
        framework: view.framework.clone(),
        out_of_use: (view.status != "active").then(|| view.status.to_owned()),
        replaced_by: view.replaced_by.iter().map(|by| by.id.to_string()).collect(),
    }
}

fn sentences(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(|reason| reason.sentence.clone()).collect()
}

fn side_skill(skill: &GapSkill) -> results::SideSkill {
    results::SideSkill {
        concept: concept(&skill.concept),
        score: skill.score.value(),
        reasons: skill.reasons.clone(),
    }
}

fn wanted(m: &GapMatch) -> results::WantedSkill {
    results::WantedSkill {
        skill: side_skill(&m.wanted),
        importance: m.wanted.importance.name().to_owned(),
        credit: m.credit.value(),
        nearest: m.nearest.as_ref().map(|nearest| results::NearestSkill {
            skill: side_skill(&nearest.had),
            because: nearest.sentence.clone(),
        }),
    }
}

fn counterpart(counterpart: &Counterpart) -> results::CounterpartItem {
    let is_none = counterpart.predicate == Predicate::NoMatch;
    results::CounterpartItem {
        relation: counterpart.predicate.name().to_owned(),
        id: counterpart.id.as_ref().filter(|_| !is_none).map(ToString::to_string),
        label: counterpart.label.clone(),
        framework: counterpart.concept.as_ref().map(|view| view.framework.clone()),
        confidence: counterpart.confidence.map(Score::value),
        said_by: counterpart.said_by.clone(),
        reasons: counterpart.reasons.clone(),
    }
}
