//! Tables of mappings by the names of their columns, and official ones by their layout.

use skillmap::formats::Format;
use skillmap::formats::MappingColumns;
use skillmap::formats::ReadOptions;
use skillmap::formats::read;
use skillmap::model::ConceptId;
use skillmap::model::Mapping;
use skillmap::model::Predicate;
use skillmap::model::Score;

use crate::data::shared;
use crate::sssom::bundle;
use crate::sssom::file;
use crate::sssom::set;
use crate::sssom::text;
use crate::sssom::try_text;

/// Subject, predicate, object; an empty one for none.
type Triple = (String, Predicate, String);

fn object(mapping: &Mapping) -> &str {
    mapping.object.as_ref().map_or("", ConceptId::as_str)
}

#[test]
fn a_table_is_known_by_the_usual_names_of_its_columns() {
    let headers = [
        "subject_id,subject_label,predicate,object_id,object_label,confidence,comment",
        "Source URI,Source Title,Relation,Target URI,Target Title,Score,Notes",
        "from,from label,Match Type,to,to label,confidence,comment",
        "SubjectIRI,SubjectName,mapping relation,ObjectIRI,ObjectName,Confidence,Remark",
    ];
    let row = "http://a/1,one,skos:broadMatch,http://b/1,\"eins, zwei\",0.5,seen";
    for header in headers {
        for mark in [",", ";", "\t"] {
            let table = format!("A title{mark}\n\n{header}\n{row}\n");
            // What stands in quotes keeps its comma.
            let table = table
                .replace("\"eins, zwei\"", "\"eins@ zwei\"")
                .replace(',', mark)
                .replace('@', ",");
            let reading = text("crosswalk.csv", &table);
            assert_eq!(reading.format, Format::MappingTable, "{table}");
            let mapping = &set(&reading).mappings[0];
            assert_eq!((mapping.predicate, object(mapping)), (Predicate::Broad, "http://b/1"));
            assert_eq!(
                (mapping.subject_label.as_str(), mapping.object_label.as_str()),
                ("one", "eins, zwei")
            );
            assert_eq!(
                (mapping.confidence.map(Score::value), mapping.comment.as_str()),
                (Some(0.5), "seen")
            );
            assert_eq!(set(&reading).title, "crosswalk");
        }
    }
    let others = ["subject_id,object_id\n1,2\n", "id,relation,target\n1,exact,2\n", "a,b\n1,2\n"];
    for other in others {
        let error = try_text("x.csv", other).unwrap_err().to_string();
        assert!(error.contains("no known format"), "{error}");
    }
    // A column of names makes a list of concepts, not one of mappings.
    assert_eq!(text("x.csv", "name,source,score\nx,y,1\n").format, Format::Spreadsheet);
}

#[test]
fn a_fault_in_a_table_costs_its_row_and_says_where_it_stands() {
    let rows = [
        ("K2,similar,http://b/2\n", "unknown-relation", 1),
        ("K2,,http://b/2\n", "unknown-relation", 1),
        (",exact,http://b/2\n", "no-subject", 1),
        ("K2,exact,\n", "no-object", 1),
        ("http://a b,exact,K2\n", "bad-id", 1),
        ("K1,exact,11-1011.00\n", "repeated-mapping", 1),
    ];
    for (row, code, n_read) in rows {
        let reading = text("my map.csv", &format!("from,relation,to\nK1,exact,11-1011.00\n{row}"));
        let issue = &reading.issues.kept()[0];
        assert_eq!((issue.code.as_str(), issue.location.line), (code, Some(3)), "{row}: {issue}");
        let set = set(&reading);
        assert_eq!(set.mappings.len(), n_read, "{row}");
        assert_eq!(set.mappings[0].subject.as_str(), "urn:skillmap:code:my-map-subject:K1");
        assert_eq!(object(&set.mappings[0]), "https://www.onetonline.org/link/summary/11-1011.00");
        assert_eq!(
            (set.subject_source.name.as_str(), set.object_source.name.as_str()),
            ("", "O*NET")
        );
    }
    let rows = "from,relation,to\nK1,not exact,K1\nK2,no match,\nK3,no match,K3\n";
    let reading = text("x.csv", rows);
    let set = set(&reading);
    assert_eq!(set.mappings.iter().map(|m| m.is_negated).collect::<Vec<_>>(), [true, false, false]);
    assert!(
        set.mappings[1..].iter().all(|m| m.predicate == Predicate::NoMatch && m.object.is_none())
    );
}

#[test]
fn the_caller_may_name_the_columns() {
    let table = "Our code;Our words;Theirs\nK 1;baker;C7512\n";
    let name = |name: &str| Some(name.to_owned());
    let mut columns = MappingColumns {
        subject_id: name("our code"),
        subject_label: name("Our words"),
        object_id: name("Theirs"),
        predicate: Some(Predicate::Close),
        subject_source: name("Our List"),
        object_source: name("ISCO"),
        ..MappingColumns::default()
    };
    let with = |columns: &MappingColumns| {
        let options = ReadOptions { columns: Some(columns.clone()), ..ReadOptions::default() };
        read(&bundle("x.csv", table), &options)
    };
    let reading = with(&columns).unwrap();
    let mapping = &set(&reading).mappings[0];
    assert_eq!(mapping.subject.as_str(), "urn:skillmap:code:our-list:K%201");
    assert_eq!(
        (mapping.subject_label.as_str(), object(mapping)),
        ("baker", "urn:skillmap:code:isco:C7512")
    );
    assert_eq!(
        (mapping.predicate, set(&reading).object_source.name.as_str()),
        (Predicate::Close, "ISCO")
    );
    columns.predicate = None;
    let error = with(&columns).unwrap_err().to_string();
    assert!(error.contains("no column has the relation"), "{error}");
    columns.object_id = name("Ours");
    let error = with(&columns).unwrap_err().to_string();
    assert!(error.contains("no column \"Ours\""), "{error}");
}

#[test]
fn official_pairs_of_codes_mean_what_their_classifications_mean() {
    let soc = "urn:skillmap:code:soc-2018:";
    let onet = "https://www.onetonline.org/link/summary/";
    let rows: [(&str, &[Triple]); 4] = [
        (
            "CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title\n01.0000,Agriculture,19-1011,Animals\n\
             01.0508,Taxidermy,99-9999,NO MATCH\n99.9999,NO MATCH,55-3011,Air Crew\n",
            &[
                (
                    "urn:skillmap:code:cip-2020:01.0000".into(),
                    Predicate::Related,
                    format!("{soc}19-1011"),
                ),
                ("urn:skillmap:code:cip-2020:01.0508".into(), Predicate::NoMatch, String::new()),
            ],
        ),
        (
            "soc2010_code;soc2010_title;soc2019_code;soc2019_title\n11-1011.00;a;11-1012.00;b\n\
             11-2011.01;c;11-2011.00;d\n11-2011.00;d;11-2011.00;d\n",
            &[
                (format!("{onet}11-1011.00"), Predicate::Exact, format!("{onet}11-1012.00")),
                (format!("{onet}11-2011.00"), Predicate::Close, format!("{onet}11-2011.00")),
                (format!("{onet}11-2011.01"), Predicate::Close, format!("{onet}11-2011.00")),
            ],
        ),
        (
            "soc2010_code;soc2010_title;isco08_code;isco08_title;Comment 8/17/11;\n55-3017 ;Radar;0310;Armed forces, other;x;\n",
            &[(
                "urn:skillmap:code:soc-2010:55-3017".into(),
                Predicate::Related,
                "http://data.europa.eu/esco/isco/C0310".into(),
            )],
        ),
        (
            "O*NET-SOC 2019 Code,O*NET-SOC 2019 Title,2018 SOC Code,2018 SOC Title\n11-1011.00,a,11-1011,a\n\
             11-1011.03,b,11-1011,a\n11-1021.00,c,11-1021,c\n",
            &[
                (format!("{onet}11-1011.00"), Predicate::Broad, format!("{soc}11-1011")),
                (format!("{onet}11-1011.03"), Predicate::Broad, format!("{soc}11-1011")),
                (format!("{onet}11-1021.00"), Predicate::Exact, format!("{soc}11-1021")),
            ],
        ),
    ];
    for (table, expected) in rows {
        let reading = text("x.csv", table);
        assert_eq!(reading.format, Format::MappingTable, "{table}");
        let pairs: Vec<Triple> = (set(&reading).mappings.iter())
            .map(|m| (m.subject.to_string(), m.predicate, object(m).to_owned()))
            .collect();
        assert_eq!(pairs, expected, "{table}");
    }
}

/// Statements by predicate, in the order of [`Predicate::ALL`].
#[test]
fn official_tables_are_read_whole() {
    let rows = [
        ("cip-soc/CIP2020_SOC2018_Crosswalk.csv", [0, 0, 0, 0, 5_723, 194]),
        ("soc/2010_to_2019_Crosswalk.csv", [857, 307, 0, 0, 0, 0]),
        ("soc/ISCO_SOC_Crosswalk.csv", [0, 0, 0, 0, 1_125, 0]),
        ("soc/bcgov-raw/2026-03-02_2019_to_SOC_Crosswalk.xlsx", [791, 0, 225, 0, 0, 0]),
    ];
    let mut found = Vec::new();
    for (name, _) in rows {
        let Some(path) = shared(&format!("crosswalks/{name}")) else { return };
        let reading = file(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let n = |p: Predicate| set(&reading).mappings.iter().filter(|m| m.predicate == p).count();
        found.push((name, Predicate::ALL.map(n)));
    }
    assert_eq!(found, rows);
}
