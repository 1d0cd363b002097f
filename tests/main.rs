//! The promises of skillmap, one module each.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod data;
mod made;
mod invented;
mod formats_case;
mod formats_esco;
mod formats_onet;
mod formats_nice;
mod formats_scd;
mod spreadsheets;
mod running;
mod page;
mod service;
mod cli;
mod documents;
mod languages;
mod taxonomies;
mod frameworks;
mod quality;
mod tuning;
mod search;
mod rules;
mod batch;
mod examples;
mod semantic;
mod durability;
mod garbage;
mod round_trip;
mod export;
mod sssom;
mod skos;
mod crosswalks;
mod architecture;
