//! skillmap: an open skills-taxonomy and competency-mapping engine.
//!
//! Frameworks of skills and occupations (ESCO, O*NET, and others) become one graph with one search; course
//! outcomes and job postings are tagged with skills; concepts of one framework find their counterparts in
//! another. Every score travels with its evidence.
//!
//! # Every module is an arrow
//!
//! | row | module | arrow |
//! | --- | --- | --- |
//! | 1 | `model` | the nouns: Framework, Concept, Label, Relation, Mapping, Evidence, Score, Document, Profile |
//! | 1 | `limits` | every bound on input: value, unit, reason |
//! | 2 | `text` | string -> tokens, stems, similarity |
//! | 2 | `quality` | predictions + gold -> precision, recall, MRR, RP@k, MAP, nDCG |
//! | 2 | `learning` | questions with right answers -> trees and weighted sums |
//! | 3 | `formats` | bytes <-> Framework, MappingSet, Document; every reader gives a value and the issues it met |
//! | 3 | `store` | Framework, MappingSet, Crosswalk, decisions, Profile, Example, kept documents, keys, audit log <-> disk (sled stays inside) |
//! | 3 | `fetch` | address -> file on disk: resumed, checked |
//! | 3 | `graph` | frameworks -> Graph (petgraph stays inside) |
//! | 4 | `index` | Graph -> Index (tantivy stays inside) |
//! | 5 | `tagging` | Document -> matches with evidence (course outcomes, job postings, titles) |
//! | 5 | `crosswalk` | two frameworks -> mappings: proposed, composed, reviewed, made consistent |
//! | 5 | `change` | two releases -> what changed, what that touches, what may take its place |
//! | 6 | `engine` | request -> reply: all that a user can ask, one operation per file |
//! | 7 | `service` | HTTP <-> engine (the only place that knows actix-web) |
//! | 7 | `cli` | argv <-> engine (the only place that knows clap and the terminal) |
//!
//! A module imports lower rows only. What was decided, and why, is in [`decisions`].

pub mod model;
pub mod limits;
pub mod text;
pub mod quality;
pub mod learning;
pub mod formats;
pub mod store;
pub mod fetch;
pub mod graph;
pub mod index;
pub mod tagging;
pub mod crosswalk;
pub mod change;
pub mod engine;
pub mod service;
pub mod cli;

#[doc = include_str!("decisions.md")]
pub mod decisions {}
