//! On the official frameworks and crosswalks.

use skillmap::engine::ComposeRequest;
use skillmap::engine::MappingFileRequest;
use skillmap::engine::ProposeRequest;
use skillmap::engine::PublishRequest;
use skillmap::engine::ReviewRequest;
use skillmap::engine::SaveCrosswalkRequest;
use skillmap::engine::unwatched;

use crate::crosswalks::engine_with;
use crate::sssom::tool::validate;

/// Released half a year apart; one occupation was given up.
#[test]
fn nearly_every_concept_of_a_release_finds_itself_in_the_next_and_what_does_not_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let names = ["frameworks/esco-1.1.0", "frameworks/esco-1.1.1"];
    let Some(engine) = engine_with(dir.path(), &names) else { return };
    let request = ProposeRequest {
        from: "esco@1.1.0".into(),
        to: "esco@1.1.1".into(),
        per_concept: 1,
        min_confidence: Some(0.0),
        ..ProposeRequest::default()
    };
    let reply = engine.propose(&request, &unwatched).unwrap();
    let lost: Vec<&str> = (reply.proposals.iter())
        .filter(|p| p.subject.id != p.object.id)
        .map(|p| p.subject.label.as_str())
        .collect();
    assert_eq!((reply.n_subjects, reply.n_with_proposal), (16_899, 16_899));
    assert_eq!(lost, ["therapeutic radiographer"]);
}

#[test]
fn programmes_lead_to_occupations_of_another_continent_through_four_tables() {
    let dir = tempfile::tempdir().unwrap();
    let names = [
        "frameworks/esco-1.1.0",
        "frameworks/onet-29.1-text",
        "crosswalks/cip-soc/CIP2020_SOC2018_Crosswalk.csv",
        "crosswalks/soc/bcgov-raw/2026-03-02_2019_to_SOC_Crosswalk.xlsx",
        "crosswalks/esco-onet.csv",
    ];
    let Some(engine) = engine_with(dir.path(), &names) else { return };
    let titles: Vec<String> =
        engine.frameworks().unwrap().mapping_sets.into_iter().map(|set| set.title).collect();
    let request = ComposeRequest {
        sets: vec![titles[0].clone(), format!("~{}", titles[1]), titles[2].clone()],
        suggested: true,
        format: "json".into(),
    };
    let reply = engine.compose(&request).unwrap();
    // Computer science (CIP 11.0701) prepares for software developers (SOC 15-1252), whom ESCO knows by several names.
    let programme = "urn:skillmap:code:cip-2020:11.0701";
    assert!(reply.n_mappings > 1_000, "{} mappings", reply.n_mappings);
    assert!(reply.content.contains(programme), "help: {titles:?}");
    // The same tables speak for proposals: a way through the crosswalk raises what it leads to, and is told.
    let propose = |via: &[&str]| {
        let request = ProposeRequest {
            from: "onet".into(),
            to: "esco".into(),
            kind: vec!["occupation".into()],
            via: via.iter().map(|name| (*name).to_owned()).collect(),
            ..ProposeRequest::default()
        };
        engine.propose(&request, &unwatched).unwrap().proposals
    };
    let way = [titles[1].as_str(), &format!("~{}", titles[1]), titles[2].as_str()];
    let (without, with) = (propose(&[]), propose(&way));
    let told = |proposals: &[skillmap::engine::ProposedMapping]| {
        let is_way = |r: &skillmap::model::Reason| r.evidence.sort() == "composed";
        proposals.iter().filter(|p| p.reasons.iter().any(is_way)).count()
    };
    assert_eq!(told(&without), 0);
    // Told where the way goes by another occupation of the same code; by itself it is the crosswalk that speaks.
    assert!(told(&with) > 100, "{} told of {}", told(&with), with.len());
}

#[test]
fn a_review_of_occupations_learns_is_published_and_accepted_by_the_tool_of_the_standard() {
    let dir = tempfile::tempdir().unwrap();
    let names = ["frameworks/esco-1.1.0", "frameworks/onet-29.1-text", "crosswalks/esco-onet.csv"];
    let Some(engine) = engine_with(dir.path(), &names) else { return };
    let title = engine.frameworks().unwrap().mapping_sets[0].title.clone();
    let request = SaveCrosswalkRequest {
        name: "onet-esco".into(),
        licence: "CC BY 4.0".into(),
        licence_url: "https://creativecommons.org/licenses/by/4.0/".into(),
        proposals: ProposeRequest {
            from: "onet".into(),
            to: "esco".into(),
            kind: vec!["occupation".into()],
            seed: title,
            ..ProposeRequest::default()
        },
        ..SaveCrosswalkRequest::default()
    };
    let saved = engine.save_crosswalk(&request, &unwatched).unwrap();
    assert!(saved.n_proposals > 1_000, "{saved:?}");
    let review = ReviewRequest {
        name: "onet-esco".into(),
        reviewer: "Ann Example".into(),
        accept_above: Some(0.9),
        ..ReviewRequest::default()
    };
    let accepted = engine.review(&review).unwrap().added.len();
    assert!(accepted > 200, "{accepted} accepted");
    // From fifty accepted pairs on the decisions themselves are learnt from.
    let own = ProposeRequest { seed: String::new(), ..request.proposals.clone() };
    let again = SaveCrosswalkRequest { proposals: own, ..request };
    assert_eq!(engine.save_crosswalk(&again, &unwatched).unwrap().seed, "onet-esco");
    let publish = PublishRequest {
        name: "onet-esco".into(),
        version: "1.0".into(),
        with_contradictions: true,
    };
    engine.publish(&publish).unwrap();
    let file = MappingFileRequest { name: "onet-esco@1.0".into(), format: "sssom".into() };
    let content = engine.mapping_file(&file).unwrap().content;
    let path = dir.path().join("published.sssom.tsv");
    std::fs::write(&path, content).unwrap();
    let Some((is_accepted, said)) = validate(&path) else { return };
    assert!(is_accepted && !said.contains("not well-formed"), "{said}");
}
