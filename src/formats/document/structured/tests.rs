//! Promises of the readers of schema.org and HR Open.

use crate::formats::PdfReader;
use crate::formats::document::DocumentFormat;
use crate::formats::document::DocumentReading;
use crate::formats::document::plain_text;
use crate::formats::document::read_documents;
use crate::model::Document;
use crate::model::DocumentKind;

fn read(text: &str) -> DocumentReading {
    read_documents("x", text.as_bytes(), &PdfReader::Nobody)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The lone document of a text.
fn one(text: &str) -> Document {
    let mut reading = read(text);
    assert_eq!(reading.documents.len(), 1, "{text}");
    reading.documents.remove(0)
}

#[test]
fn a_posting_of_schema_org_becomes_sections() {
    let text = r#"{"@context": "https://schema.org/", "@type": "JobPosting", "title": "Welder &amp; fitter",
        "identifier": {"@type": "PropertyValue", "name": "Acme", "value": 17},
        "description": "<p>Join a yard.</p><h2>What you'll do</h2><ul><li>Weld steel</li></ul>",
        "hiringOrganization": {"@type": "Organization", "name": "Acme", "description": "Repairs engines"},
        "responsibilities": "Read plans\nInspect seams",
        "skills": ["MIG welding", {"@type": "DefinedTerm", "name": "Blueprint reading", "termCode": "7", "url": "http://x/7"}],
        "qualifications": "A licence to drive",
        "educationRequirements": {"@type": "EducationalOccupationalCredential", "credentialCategory": "high school"},
        "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24},
        "jobBenefits": "Dental", "occupationalCategory": "51-4121 Welders"}"#;
    let document = one(text);
    assert_eq!(
        document.text,
        "# Welder & fitter\n\n## Description\n\nJoin a yard.\n\n\n## What you'll do\n- Weld steel\n\
         \n## Duties\n\nRead plans\nInspect seams\n\
         \n## Skills\n\n- MIG welding\n- Blueprint reading\n\
         \n## Requirements\n\nA licence to drive\n\
         \n## Education\n\nhigh school\n\
         \n## Experience\n\n2 years of experience\n\
         \n## Benefits\n\nDental\n\
         \n## Details\n\nOccupation: 51-4121 Welders"
    );
    assert_eq!(document.kind, DocumentKind::Posting);
    assert_eq!(document.id.as_deref(), Some("17"));
    let uses = read(text).columns;
    assert!(
        uses.iter().any(|u| (u.column.as_str(), u.taken_for) == ("skills", "skills")),
        "{uses:?}"
    );
    assert!(!uses.iter().any(|u| u.column == "hiringOrganization"), "{uses:?}");
}

#[test]
fn a_course_of_schema_org_becomes_sections() {
    let text = r##"{"@context": "http://schema.org", "@graph": [
        {"@id": "#t", "@type": "DefinedTerm", "name": "Cook soup"},
        {"@id": "#c", "@type": ["Thing", "http://schema.org/Course"], "name": "Cooking", "courseCode": "C 1",
         "teaches": [{"@id": "#t"}, "Bake bread"], "assesses": "Season sauces",
         "educationalAlignment": [
            {"@type": "AlignmentObject", "alignmentType": "teaches", "targetName": "Plan menus"},
            {"@type": "AlignmentObject", "alignmentType": "requires", "targetName": "Hygiene"},
            {"@type": "AlignmentObject", "alignmentType": "readingLevel", "targetName": "Grade 9"}],
         "coursePrerequisites": {"@type": "Course", "name": "Knives"},
         "syllabusSections": [{"@type": "Syllabus", "name": "Stocks", "description": "Bones and roots"}],
         "numberOfCredits": 3, "timeRequired": "PT30H", "educationalLevel": "certificate"}]}"##;
    let document = one(text);
    assert_eq!(
        document.text,
        "# Cooking\n\n## Learning outcomes\n\n- Cook soup\n- Bake bread\n- Season sauces\n- Plan menus\n\
         \n## Topics\n\nStocks\nBones and roots\n\
         \n## Prerequisites\n\n- Knives\n- Hygiene\n\
         \n## Details\n\n- Credits: 3\n- Duration: 30 hours\n- Level: certificate"
    );
    assert_eq!((document.kind, document.id.as_deref()), (DocumentKind::Course, Some("C 1")));
}

#[test]
fn objects_are_found_wherever_they_stand_and_however_they_are_named() {
    let posting = r#"{"@type": "JobPosting", "title": "A", "skills": "Weld"}"#;
    let rows: [(String, &[&str]); 9] = [
        (posting.to_owned(), &["A"]),
        (format!("[{posting}, {posting}]"), &["A", "A"]),
        (format!("{posting}\n{posting}\n"), &["A", "A"]),
        (format!(r#"{{"@type": "ItemList", "itemListElement": [{{"item": {posting}}}]}}"#), &["A"]),
        (format!(r#"{{"@context": {{"s": "http://schema.org/"}}, "mainEntity": {posting}}}"#), &["A"]),
        (
            r#"{"@type": "http://schema.org/Occupation", "http://schema.org/name": [{"@value": "B"}],
                "http://schema.org/skills": [{"@value": "Weld"}]}"#
                .to_owned(),
            &["B"],
        ),
        (
            r#"{"@type": "schema:JobPosting", "schema:title": "C", "schema:skills": {"@list": ["Weld"]}}"#
                .to_owned(),
            &["C"],
        ),
        (
            r#"{"@type": "EducationalOccupationalProgram", "name": "P", "description": "Of yards.",
                "hasCourse": [{"@type": "Course", "name": "Q", "teaches": "Weld"}, {"@type": "Course", "@id": "r"}]}"#
                .to_owned(),
            &["P", "Q"],
        ),
        (
            r#"{"@type": "EducationalOccupationalCredential", "name": "Welder", "competencyRequired": "Weld"}"#
                .to_owned(),
            &["Welder"],
        ),
    ];
    for (text, titles) in rows {
        let reading = read(&text);
        assert_eq!(reading.format, DocumentFormat::SchemaOrg, "{text}");
        let found: Vec<&str> = reading.documents.iter().map(|d| d.title.as_str()).collect();
        assert_eq!(found, titles, "{text}");
    }
}

#[test]
fn skills_in_one_text_are_taken_apart_but_sentences_are_not() {
    let rows: [(&str, &[&str]); 8] = [
        ("Python, SQL, team work", &["Python", "SQL", "team work"]),
        ("Python (2, 3), SQL", &["Python (2, 3)", "SQL"]),
        ("- weld\\n• cut\\nfile", &["weld", "cut", "file"]),
        ("weld; cut, file and grind; bend", &["weld", "cut, file and grind", "bend"]),
        ("<ul><li>weld</li><li>cut</li></ul>", &["weld", "cut"]),
        ("&lt;p&gt;weld&lt;/p&gt;", &["weld"]),
        (
            "Ability to weld steel, iron and brass with care.",
            &["Ability to weld steel, iron and brass with care."],
        ),
        (
            "Must be able to weld with many kinds of gas, and cut",
            &["Must be able to weld with many kinds of gas, and cut"],
        ),
    ];
    for (skills, expected) in rows {
        let text = format!(r#"{{"@type": "JobPosting", "title": "A", "skills": "{skills}"}}"#);
        let document = one(&text);
        let (_, below) = document.text.split_once("## Skills\n\n").unwrap();
        let found: Vec<&str> = below.lines().map(|line| line.trim_start_matches("- ")).collect();
        assert_eq!(found, expected, "{skills}");
    }
}

#[test]
fn the_json_of_a_page_wins_over_its_text_where_it_holds_a_document() {
    let page = |script: &str| {
        format!(
            "<!DOCTYPE html><html><head><script type=\"application/ld+json\">{script}</script></head>\
             <body><h1>Seen</h1><p>On the page</p></body></html>"
        )
    };
    let posting = r#"{"@context": "http://schema.org", "@type": "JobPosting", "title": "Told", "skills": "Weld"}"#;
    let rows: [(String, DocumentFormat, &str); 5] = [
        (posting.to_owned(), DocumentFormat::SchemaOrg, "# Told\n\n## Skills\n\n- Weld"),
        // A line break inside a string is no JSON, and common.
        (
            posting.replace("Weld", "Weld\nCut"),
            DocumentFormat::SchemaOrg,
            "# Told\n\n## Skills\n\n- Weld Cut",
        ),
        (
            r#"{"@type": "Organization", "name": "Acme"}"#.to_owned(),
            DocumentFormat::Html,
            "# Seen\n\nOn the page",
        ),
        (
            r#"{"@type": "JobPosting", "title"#.to_owned(),
            DocumentFormat::Html,
            "# Seen\n\nOn the page",
        ),
        (
            r#"{"@type": "JobPosting", "title": "Only a title"}"#.to_owned(),
            DocumentFormat::Html,
            "# Seen\n\nOn the page",
        ),
    ];
    for (script, format, text) in rows {
        let html = page(&script);
        let reading = read(&html);
        assert_eq!(
            (reading.format, reading.documents[0].text.as_str()),
            (format, text),
            "{script}"
        );
        assert_eq!(plain_text(&html).as_deref(), Some(text), "{script}");
    }
}

#[test]
fn a_posting_of_hr_open_becomes_sections() {
    let text = r#"{"title": "Nurse", "postingID": "P-1",
        "formattedDescriptions": ["<p>Care for people.</p>"],
        "employerOverview": ["We repair engines."],
        "competencies": [{"name": "Critical thinking", "descriptions": ["Using logic"], "termCode": "2.A.2.a"},
                         {"name": "Singing", "annotation": {"preferred": true}}],
        "technologies": [{"name": "Epic"}],
        "tasks": [{"name": "Take vital signs", "descriptions": ["Pulse and pressure"]}],
        "requiredEducation": [{"educationLevels": [{"name": "Bachelor"}], "program": "Nursing", "duration": "P3Y"}],
        "preferredExperiences": [{"descriptions": ["Two years on a ward"]}],
        "requiredCredentials": [{"credentialCategory": {"name": "RN licence"}}],
        "jobBenefits": ["Dental"]}"#;
    let document = one(text);
    assert_eq!(read(text).format, DocumentFormat::HrOpen);
    assert_eq!(
        document.text,
        "# Nurse\n\n## Description\n\nCare for people.\n\
         \n## Duties\n\nTake vital signs\nPulse and pressure\n\
         \n## Skills\n\n- Critical thinking\n- Epic\n\
         \n## Education\n\n- Bachelor, Nursing, 3 years\n- RN licence\n\
         \n## Preferred qualifications\n\n- Singing\n- Two years on a ward\n\
         \n## Benefits\n\nDental\n\
         \n## About us\n\nWe repair engines."
    );
    assert_eq!((document.kind, document.id.as_deref()), (DocumentKind::Posting, Some("P-1")));
}

#[test]
fn position_profiles_and_jdx_in_json_ld_are_read_too() {
    let opening = r#"{"documentId": {"value": "O"}, "positionProfiles": [{"profileId": {"value": "7"},
        "positionTitle": "Cook", "positionFormattedDescriptions": [{"title": "Duties", "content": "<p>Cook soup</p>"}],
        "positionQualifications": [{"qualificationSummary": "Taste", "positionCompetencies": [{"competencyName": "Baking"}],
          "educationRequirement": {"degreeTypeCode": "Diploma", "programs": ["Gastronomy"]}, "licences": ["Food handler"]}]}]}"#;
    let document = one(opening);
    assert_eq!(document.id.as_deref(), Some("7"));
    for said in ["# Cook", "Cook soup", "- Baking", "Taste", "Food handler", "Diploma, Gastronomy"]
    {
        assert!(document.text.contains(said), "{said} is not in {}", document.text);
    }
    let linked = r#"{"@context": {"jdx": "http://x/"}, "@type": "jdx:JobPosting", "schema:title": "Cook",
        "jdx:skill": {"schema:name": "Baking"}, "jdx:requiredExperience": {"jdx:duration": "P18M"}}"#;
    assert_eq!(one(linked).text, "# Cook\n\n## Skills\n\n- Baking\n\n## Experience\n\n18 months");
}

#[test]
fn other_peoples_json_stays_a_catalogue() {
    let rows = [
        (
            "{\"title\": \"Cook\", \"skills\": \"Baking\", \"description\": \"Soup\"}\n",
            DocumentFormat::Ndjson,
        ),
        (
            "[{\"title\": \"Cook\", \"tasks\": [\"Bake\"], \"text\": \"Soup\"}]",
            DocumentFormat::Json,
        ),
    ];
    for (text, format) in rows {
        assert_eq!(DocumentFormat::recognise(text.as_bytes()), format, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let deep = format!("{{\"@type\": \"JobPosting\", \"skills\": {}", "[".repeat(100_000));
    let rows = [
        (r#"{"@type": "JobPosting", "title": "#, "x, line 1: "),
        (deep.as_str(), "recursion limit"),
        (r#"{"@type": "JobPosting", "title": "A"}"#, "no document in it has a text"),
        (
            r#"{"@type": "Organization", "about": "\"JobPosting\"", "note": "Course", "x": "a:Course"}"#,
            "holds no posting",
        ),
    ];
    for (text, message) in rows {
        let error = read_documents("x", text.as_bytes(), &PdfReader::Nobody).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(message), "{}: {error}", &text[..text.len().min(80)]);
    }
}

#[test]
fn references_in_circles_and_without_number_are_survived() {
    let many = r#"{"@id": "a"},"#.repeat(20_000);
    let long = "weld ".repeat(20_000);
    let text = format!(
        r#"{{"@context": "http://schema.org", "@graph": [
            {{"@id": "a", "name": {{"@id": "b"}}, "description": "{long}"}}, {{"@id": "b", "name": {{"@id": "a"}}}},
            {{"@type": "JobPosting", "title": "A", "skills": [{many} "Weld"]}}]}}"#
    );
    assert!(one(&text).text.ends_with("- Weld"));
}

proptest::proptest! {
    #[test]
    fn anything_like_such_json_is_survived(
        text in "(\\{\"@type\": \"JobPosting\", |\"@id\": \"a\"|\"skills\": |\"positionProfiles\": |\\[|\\]|\\{|\\}|,|\"name\": |\"P3Y\"|\"a, b\"|1|null|\"<p>x</p>\"|\"duration\": ){0,30}"
    ) {
        let _ = read_documents("x", text.as_bytes(), &PdfReader::Nobody);
        let _ = plain_text(&text);
    }
}
