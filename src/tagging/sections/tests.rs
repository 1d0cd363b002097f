//! Promises of the cutting of whole texts.

use super::*;
use crate::model::Bloom;
use crate::model::Proficiency;

fn cut_text(text: &str) -> Document {
    cut(text.to_owned(), None, Language::ENGLISH)
}

/// Role of the passage that has those words.
fn role_of(document: &Document, words: &str) -> SectionRole {
    let passage = document.passages.iter().find(|p| p.span.of(&document.text).contains(words));
    passage.unwrap_or_else(|| panic!("no passage has {words:?}: {document:#?}")).section
}

fn passage_of<'d>(document: &'d Document, words: &str) -> &'d Passage {
    document.passages.iter().find(|p| p.span.of(&document.text).contains(words)).unwrap()
}

#[test]
fn a_posting_is_cut_by_its_headings_in_every_language() {
    use SectionRole::Benefits;
    use SectionRole::Company;
    use SectionRole::Duties;
    use SectionRole::Preferred;
    use SectionRole::Required;
    let rows = [
        "Welder\n\nAbout us\nx0 makes gates.\n\nWhat you'll do\n- x1 gates\n\nRequirements\n- x2 steel\n\nNice to have\n- x3 brass\n\nBenefits\n- x4 lunch",
        "WELDER\n\nABOUT US:\nx0 makes gates.\n\nDUTIES:\nx1 gates\n\nREQUIREMENTS:\nx2 steel\n\nPREFERRED:\nx3 brass\n\nBENEFITS:\nx4 lunch",
        "About us: x0 makes gates. Responsibilities: x1 gates. Minimum requirements: x2 steel. Preferred qualifications: x3 brass. Benefits: x4 lunch.",
        "# Schweißer\n\n## Über uns\nx0 baut Tore.\n\n## Ihre Aufgaben\n- x1 Tore\n\n## Ihr Profil\n- x2 Stahl\n\n## Von Vorteil\n- x3 Messing\n\n## Wir bieten\n- x4 Kantine",
        "**Soudeur**\n\n**Qui sommes-nous**\nx0 fait des portes.\n\n**Vos missions**\n- x1 portes\n\n**Profil recherché**\n- x2 acier\n\n**Un plus**\n- x3 laiton\n\n**Nous offrons**\n- x4 repas",
        "Soldador\n\nQuiénes somos\nx0 hace puertas.\n\nFunciones\n- x1 puertas\n\nRequisitos\n- x2 acero\n\nSe valorará\n- x3 latón\n\nOfrecemos\n- x4 comida",
        "Lasser\n\nOver ons\nx0 maakt poorten.\n\nTaken\n- x1 poorten\n\nFunctie-eisen\n- x2 staal\n\nEen pre\n- x3 messing\n\nWij bieden\n- x4 lunch",
    ];
    for text in rows {
        let document = cut_text(text);
        assert_eq!(document.kind, DocumentKind::Posting, "{text}");
        let roles = ["x0", "x1", "x2", "x3", "x4"].map(|words| role_of(&document, words));
        assert_eq!(roles, [Company, Duties, Required, Preferred, Benefits], "{text}");
        assert_eq!(passage_of(&document, "x2").requirement, Requirement::Required, "{text}");
        assert_eq!(passage_of(&document, "x3").requirement, Requirement::Preferred, "{text}");
    }
}

#[test]
fn a_course_is_cut_by_its_headings() {
    let text = "# Radio\n\nCredits: 4\n\n## Description\nWaves.\n\n## Learning outcomes\nStudents will be able to:\n- design antennas\n\n## Topics\n- Fields\n\n## Assessment\n- One exam\n\n## Prerequisites\n- Mathematics";
    let document = cut_text(text);
    assert_eq!(document.kind, DocumentKind::Course);
    assert_eq!(document.title, "Radio");
    assert_eq!(document.credit.as_ref().and_then(|c| c.credits), Some(4.0));
    let rows = [
        ("Radio", SectionRole::Title),
        ("Waves", SectionRole::Description),
        ("design antennas", SectionRole::Outcomes),
        ("Fields", SectionRole::Topics),
        ("One exam", SectionRole::Assessments),
        ("Mathematics", SectionRole::Details),
    ];
    for (words, role) in rows {
        assert_eq!(role_of(&document, words), role, "{words}");
    }
    assert_eq!(passage_of(&document, "antennas").level.bloom, Some(Bloom::Create));
}

#[test]
fn boilerplate_gives_itself_away_without_a_heading() {
    let rows = [
        (
            "All applicants will be considered without regard to race or religion.",
            SectionRole::EqualOpportunity,
        ),
        ("We are an equal opportunity employer.", SectionRole::EqualOpportunity),
        (
            "Bewerbungen von Frauen sind uns willkommen, ungeachtet der Herkunft und sexueller Orientierung.",
            SectionRole::EqualOpportunity,
        ),
        ("We offer dental insurance, paid time off and a 401(k).", SectionRole::Benefits),
        ("Wir bieten 30 Urlaubstage und ein Jobticket.", SectionRole::Benefits),
        ("Nous offrons une mutuelle et des tickets restaurant.", SectionRole::Benefits),
        ("Gatewell was founded in 1950 and is a leading maker of gates.", SectionRole::Company),
        ("Je krijgt 25 vakantiedagen en een goed pensioen.", SectionRole::Benefits),
        ("You must have a licence.", SectionRole::Qualifications),
        ("Must be able to weld.", SectionRole::Required),
        ("Brass is a plus.", SectionRole::Preferred),
    ];
    for (sentence, role) in rows {
        let text = format!("We are looking for a welder. {sentence} Apply now.");
        assert_eq!(role_of(&cut_text(&text), sentence.trim_end_matches('.')), role, "{sentence}");
    }
}

#[test]
fn the_same_matters_as_a_duty_or_a_requirement_are_read() {
    let text = "HR manager\n\nDuties\n- Administer benefits, 401(k) plans and health insurance\n- Coordinates pension plans and sick leave\n- Life insurance\n- Develop affirmative action plans\n- Investigate discrimination or harassment complaints\n\nRequirements\n- Knowledge of employment law and equal employment opportunity rules\n- Experience with pension plans";
    let document = cut_text(text);
    for (words, role) in [
        ("Administer benefits", SectionRole::Duties),
        ("Coordinates pension", SectionRole::Duties),
        ("Life insurance", SectionRole::Benefits),
        ("affirmative action", SectionRole::Duties),
        ("Investigate", SectionRole::Duties),
        ("employment law", SectionRole::Required),
        ("Experience with pension", SectionRole::Required),
    ] {
        assert_eq!(role_of(&document, words), role, "{words}");
    }
}

#[test]
fn a_passage_says_what_is_required_at_which_level() {
    let text =
        "Requirements:\n- 3+ years of Python\n- Expert SQL; Kafka is a plus\n- No degree required";
    let document = cut_text(text);
    let python = passage_of(&document, "Python");
    assert_eq!((python.requirement, python.level.years), (Requirement::Required, Some(3)));
    let sql = passage_of(&document, "SQL");
    let at = |word: &str| {
        let start = text.find(word).unwrap();
        sql.said_at(Span { start, end: start + word.len() })
    };
    assert_eq!(at("SQL").0, Requirement::Required);
    assert_eq!(at("Kafka").0, Requirement::Preferred);
    assert_eq!(at("SQL").1.proficiency, Some(Proficiency::Expert));
    let degree = passage_of(&document, "degree");
    assert_eq!(degree.requirement, Requirement::Unstated);
    assert_eq!(degree.left_out[0].of(text), "No degree required");
}

#[test]
fn what_every_posting_says_is_left_out() {
    let text = "Duties:\n- Weld pipes and perform other duties as assigned\n- Train new hires with less than one year";
    let document = cut_text(text);
    for (words, left_out) in [("Weld", "perform other duties as assigned"), ("Train", "less than")]
    {
        let passage = passage_of(&document, words);
        assert_eq!(passage.left_out[0].of(text), left_out);
    }
}

#[test]
fn addresses_are_left_out() {
    let document = cut_text("Weld steel, see https://weld.example/python or (mail@steel.example).");
    let out: Vec<&str> =
        document.passages[0].left_out.iter().map(|span| span.of(&document.text)).collect();
    assert_eq!(out, ["https://weld.example/python", "mail@steel.example"]);
}

proptest::proptest! {
    #[test]
    fn every_span_lies_in_the_text_in_order(
        text in "(Requirements: |## Benefits\n|must have |is a plus|not required|3\\+ years of |, |; |and |Design |students will be able to |male |\\PC|\n){0,50}"
    ) {
        for kind in [None, Some(DocumentKind::Posting), Some(DocumentKind::Course)] {
            let document = cut(text.clone(), kind, Language::ENGLISH);
            let is_good = |span: &Span| {
                span.start <= span.end && document.text.get(span.start..span.end).is_some()
            };
            let mut end = 0;
            for passage in &document.passages {
                proptest::prop_assert!(is_good(&passage.span) && passage.span.start >= end);
                end = passage.span.end;
                let inside = |span: &Span| {
                    is_good(span) && span.start >= passage.span.start && span.end <= passage.span.end
                };
                proptest::prop_assert!(passage.left_out.iter().all(inside));
                proptest::prop_assert!(passage.stretches.iter().all(|s| inside(&s.span)));
                proptest::prop_assert!(passage.parts.iter().flat_map(|p| &p.spans).all(inside));
            }
            let mut end = 0;
            for section in &document.sections {
                proptest::prop_assert!(is_good(&section.span) && section.span.start >= end);
                end = section.span.end;
            }
        }
    }
}
