//! Invented crosswalks, a few rows each: what their reader promises.

use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::Format;
use crate::formats::ReadOptions;
use crate::formats::Reading;
use crate::formats::Source;
use crate::formats::read;
use crate::model::ConceptId;
use crate::model::MappingSet;
use crate::model::Predicate;

fn facts(first: &str, second: &str) -> String {
    format!(
        "Mapping project name,A to B\nMapping project author,default-author\nMapping project version,N/A\n\
         Mapping project version date,45243\nClassification 1 Name,{first}\nClassification 1 Language,English\n\
         Classification 2 Name,{second}\nClassification 2 Version,3\nClassification 2 Language,fr/nl\n,\n,\n"
    )
}

const HEADER: &str = "Classification 1 URI,Classification 1 PrefLabel,Classification 2 ID,Classification 2 PrefLabel,Mapping relation,Editorial note\n";

fn reading(text: &str) -> Reading {
    let bytes = text.as_bytes().into();
    let bundle = Bundle::open(&[Source::Bytes { name: "a.csv".to_owned(), bytes }]).unwrap();
    let reading = read(&bundle, &ReadOptions::default()).unwrap();
    assert_eq!(reading.format, Format::MappingCsv);
    reading
}

fn set(reading: &Reading) -> &MappingSet {
    match &reading.content {
        Content::MappingSet(set) => set,
        Content::Framework(_) => panic!("a mapping set was expected"),
    }
}

fn count(reading: &Reading, code: &str) -> u64 {
    reading.issues.counts().iter().filter(|c| c.code == code).map(|c| c.count).sum()
}

#[test]
fn the_relation_is_read_the_way_its_publisher_means_it() {
    let rows = [
        ("ESCO", "ROME", "welder", "MAG welder", "skos:broadMatch", "", Predicate::Narrow),
        (
            "ESCO",
            "Kompetenzsystematik",
            "to speak Bosnian",
            "Bosnian",
            "narrowMatch",
            "",
            Predicate::Broad,
        ),
        (
            "ESCO",
            "VDAB competences",
            "English",
            "Technical English",
            "skos:broadMatch",
            "",
            Predicate::Narrow,
        ),
        (
            "ESCO",
            "Klassifikation der Berufe 2010",
            "glazier",
            "art glazier",
            "skos:broadMatch",
            "",
            Predicate::Narrow,
        ),
        (
            "ESCO",
            "Klassifikation der Berufe 2010",
            "officers",
            "medical officer",
            "skos:narrowMatch",
            "Alternativmapping über ISCO-2008",
            Predicate::Narrow,
        ),
        (
            "ESCO",
            "CO-SISPE 2011",
            "Montessori teacher",
            "TEACHERS",
            "skos:broadMatch",
            "",
            Predicate::Broad,
        ),
        ("ESCO", "Swedish skills", "sing", "opera", "skos:narrowMatch", "", Predicate::Narrow),
        ("ESCO", "Chrome", "a", "b", "skos:narrowMatch", "", Predicate::Narrow),
        ("ESCO", "ROME", "a", "b", "skos:closeMatch", "", Predicate::Close),
        (
            "ESCO",
            "ROME",
            "a",
            "b",
            "http://www.w3.org/2004/02/skos/core#relatedMatch",
            "",
            Predicate::Related,
        ),
    ];
    for (first, second, from, to, relation, note, expected) in rows {
        let row = format!("http://x/1,{from},C1,{to},{relation},{note}\n");
        let reading = reading(&format!("{}{HEADER}{row}", facts(first, second)));
        assert_eq!(
            set(&reading).mappings[0].predicate,
            expected,
            "{second}: {from} {relation} {to}"
        );
        assert_eq!(set(&reading).mappings[0].comment, note);
        assert_eq!(count(&reading, "direction-not-known"), u64::from(second == "Chrome"));
    }
}

#[test]
fn the_crosswalk_with_onet_says_what_onet_is() {
    let header = "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,ESCO or ISCO Description,Type of Match\n";
    let rows = "11-1011.00,Chief Executives,\"They\nlead.\",http://x/o/1,airport chief\u{c2}\u{a0}executive,fine,broadMatch\n\
        29-1051.00,Pharmacists,They mix.,http://x/isco/C2262,Pharmacists,fine\u{c2}\u{a0},exactISCO\n";
    let reading = reading(&format!("\u{feff}{}{header}{rows}", facts("O*NET", "ESCO")));
    let [first, second] = set(&reading).mappings.as_slice() else { panic!("two were expected") };
    assert_eq!(first.subject.as_str(), "https://www.onetonline.org/link/summary/11-1011.00");
    assert_eq!(first.predicate, Predicate::Narrow, "the airport's executive is the narrower one");
    assert_eq!(first.object_label, "airport chief executive");
    assert_eq!(second.predicate, Predicate::Exact);
    assert!(second.comment.starts_with("exactISCO"));
    assert_eq!(count(&reading, "garbled-text"), 2);
}

#[test]
fn facts_say_what_is_mapped_and_codes_become_iris() {
    let rows = "http://x/1,\"one, a\",K 1/2,eins,skos:exactMatch,\nhttp://x/2,zwei,,,no relation,\n\
        ,,K 3,drei,,no relation\nhttp://x/4,vier,K 4,vier,similar,\nhttp://x/1,one,K 1/2,eins,exactMatch,\n";
    let reading = reading(&format!("\n{}{HEADER}{rows}", facts("ESCO", "Größe 2")));
    let set = set(&reading);
    assert_eq!((set.title.as_str(), set.author.as_str(), set.version.as_str()), ("A to B", "", ""));
    assert_eq!(set.date, "45243");
    assert_eq!(set.subject_source.language.as_str(), "en");
    assert_eq!(
        (set.object_source.version.as_str(), set.object_source.language.as_str()),
        ("3", "und")
    );
    let [first, second] = set.mappings.as_slice() else { panic!("two were expected: {set:?}") };
    let object = first.object.as_ref().map(ConceptId::as_str);
    assert_eq!(object, Some("urn:skillmap:code:gr-e-2:K%201%2F2"));
    assert_eq!(first.subject_label, "one, a");
    assert_eq!((second.predicate, &second.object), (Predicate::NoMatch, &None));
    for code in ["no-subject", "unknown-relation", "repeated-mapping"] {
        assert_eq!(count(&reading, code), 1, "{code}");
    }
    assert_eq!((reading.tables[0].rows, reading.tables[0].taken), (5, 2));
}

#[test]
fn labels_are_taken_in_the_language_of_the_other_side() {
    let header = "Classification 1 URI,Classification 1 ID,Classification 1 PrefLabel,Classification 1 URL,Classification 2 URI,Classification 2 ID,Classification 2 PrefLabel FR,Classification 2 PrefLabel NL,Classification 2 URL,Mapping Relation,Editorial Note\n";
    let row = "60e0,,fysiologie,http://x/60e0,4c17,KN-10,Physiologie animale,Dierlijke fysiologie,,skos:exactMatch,\n";
    let facts = facts("ESCO competences", "VDAB competences").replace("English", "nl");
    let reading = reading(&format!("{facts}{header}{row}"));
    let mapping = &set(&reading).mappings[0];
    assert_eq!(mapping.subject.as_str(), "http://x/60e0");
    assert_eq!(
        mapping.object.as_ref().unwrap().as_str(),
        "urn:skillmap:code:vdab-competences:KN-10"
    );
    assert_eq!(mapping.object_label, "Dierlijke fysiologie");
    assert_eq!(set(&reading).object_source.language.as_str(), "nl");
}

#[test]
fn broken_quotes_cost_no_row() {
    let facts = facts("Esco - kompetenser", "Swedish skills").replace('\n', ";\r\n");
    let header = "Classification 1 URI,Classification 1 PrefLabel,Classification 1 URL,Classification 2 URI,Classification 2 PrefLabel,Classification 2 URL,Mapping relation,Editorial note;\r\n";
    let rows = [
        "http://x/1,one,,http://y/1,ett,,skos:exactMatch,;",
        "\"http://x/2,two,,http://y/2,\"\"tvaa, eller\"\",,skos:broadMatch,\";",
        "\"http://x/3,three,,http://y/3,\"\"\"\"\"\"tre\"\",\"\" kanske\"\"\"\"\"\",,skos:broadMatch\";",
        "\"http://x/4,four,,http://y/4,fyra,\"\",skos:broadMatch\"\",,\";",
        "\"http://x/5,five,,http://y/5,\"\"fem, ja\"\",\";skos:closeMatch,,",
    ];
    let reading = reading(&format!("{facts}{header}{}\r\n", rows.join("\r\n")));
    let labels: Vec<(&str, &str)> = (set(&reading).mappings.iter())
        .map(|m| (m.subject_label.as_str(), m.object_label.as_str()))
        .collect();
    let expected = [
        ("one", "ett"),
        ("two", "tvaa, eller"),
        ("three", "tre, kanske"),
        ("four", "fyra"),
        ("five", "fem, ja"),
    ];
    assert_eq!(labels, expected);
    assert_eq!(count(&reading, "uneven-row"), 3);
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_next_row() {
    let rows = "http://x/1,\"one\",\"K 1\",\"eins (a)\"\",skos:closeMatch,\nhttp://x/2,\"two\",\"K 2\",\"zwei\",skos:closeMatch,\n";
    let reading = reading(&format!("{}{HEADER}{rows}", facts("ESCO", "Kompetenzsystematik")));
    let labels: Vec<&str> =
        set(&reading).mappings.iter().map(|m| m.object_label.as_str()).collect();
    assert_eq!(labels, ["eins (a)", "zwei"]);
}
