//! A reason for a match -> its sentence in the language of the page.

use crate::engine::Because;
use crate::engine::ReplacementFacts;
use crate::engine::ReplacementReason;
use crate::model::Evidence;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Predicate;
use crate::model::Reason;
use crate::model::Score;
use crate::service::pages::page::Page;

impl Page {
    /// The sentence of a reason.
    pub(in crate::service::pages) fn because(&self, reason: &Reason) -> String {
        self.because_of(&reason.evidence)
    }

    /// The sentence of a reason for a replacement.
    pub(in crate::service::pages) fn replaces(&self, reason: &ReplacementReason) -> String {
        let because = match &reason.facts {
            ReplacementFacts::Likeness(evidence) => return self.because_of(evidence),
            ReplacementFacts::Releases(because) => because,
        };
        let called = |key, label| self.say(key).with("label", self.quoted(label));
        let said = match because {
            Because::SameConcept => self.say("because.same_concept"),
            Because::SaidAfter => self.say("because.said_after"),
            Because::SaidBefore => self.say("because.said_before"),
            Because::SameName { label, code } if code.is_empty() => {
                called("because.same_name", label)
            }
            Because::SameName { label, code } => {
                called("because.same_name_and_code", label).with("code", code)
            }
            Because::NameKept { label } => called("because.name_kept", label),
            Because::NameRisen { label } => called("because.name_risen", label),
        };
        said.to_string()
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each sort of reason")]
    fn because_of(&self, evidence: &Evidence) -> String {
        let text = |text: &str| text.to_owned();
        let filled = |key: &str, places: &[(&str, String)]| {
            let all = places.iter();
            all.fold(self.say(key), |said, (name, value)| said.with(name, value)).to_string()
        };
        match evidence {
            Evidence::Code { notation } => filled(
                "because.code",
                &[("scheme", text(&notation.scheme)), ("code", text(&notation.code))],
            ),
            Evidence::ExactLabel { label } => {
                filled("because.exact_label", &[("label", self.named(label))])
            }
            Evidence::LabelWords { label, words, n_query_words } => {
                let said = self.count("because.label_words", words.len());
                let said = said.with("words", self.listed(words)).with("label", self.named(label));
                if words.len() >= *n_query_words {
                    return said.to_string();
                }
                let share = self.say("because.of_query").with("n", self.number(words.len()));
                format!("{said}{}", share.with("total", self.number(*n_query_words)))
            }
            Evidence::DescriptionWords { words } => {
                filled("because.description_words", &[("words", self.listed(words))])
            }
            Evidence::Typo { typed, read_as, edits } => {
                let said = self.count("because.typo", u64::from(*edits));
                said.with("typed", typed).with("read_as", read_as).to_string()
            }
            Evidence::LabelInText { label, words } => {
                let is_same = words.to_lowercase() == label.text.to_lowercase();
                let kind = if is_same { self.kind(label.kind) } else { self.named(label) };
                filled("because.label_in_text", &[("words", text(words)), ("kind", kind)])
            }
            Evidence::LabelWordsInText { label, words, share } => filled(
                "because.label_words_in_text",
                &[
                    ("words", self.listed(words)),
                    ("percent", percent(*share)),
                    ("label", self.named(label)),
                ],
            ),
            Evidence::Pinned { phrase, words } => {
                let said = filled("because.pinned", &[("words", text(words))]);
                if words == phrase { said } else { format!("{said} ({})", self.quoted(phrase)) }
            }
            Evidence::GroupOf { labels } => {
                filled("because.group_of", &[("words", self.listed(labels))])
            }
            Evidence::SameAs { label, framework, score } => filled(
                "because.same_as",
                &[
                    ("label", text(label)),
                    ("framework", text(framework)),
                    ("score", self.score(score.value())),
                ],
            ),
            Evidence::LabelLikeTitle { label, similarity } => filled(
                "because.label_like_title",
                &[("label", self.named(label)), ("percent", percent(*similarity))],
            ),
            Evidence::Example { text: example, likeness, n_examples } => {
                let said = filled(
                    "because.example",
                    &[("text", text(example)), ("percent", percent(*likeness))],
                );
                if *n_examples <= 1 {
                    return said;
                }
                format!(
                    "{said}{}",
                    self.say("because.examples").with("n", self.number(*n_examples))
                )
            }
            Evidence::SharedLabel { subject, object } if subject.text == object.text => filled(
                "because.shared_label",
                &[
                    ("text", text(&subject.text)),
                    ("subject", self.kind(subject.kind)),
                    ("object", self.kind(object.kind)),
                ],
            ),
            Evidence::SharedLabel { subject, object } => filled(
                "because.same_label",
                &[("subject", self.named(subject)), ("object", self.named(object))],
            ),
            Evidence::SimilarLabels { subject, object, similarity } => filled(
                "because.similar_labels",
                &[
                    ("subject", self.named(subject)),
                    ("object", self.named(object)),
                    ("percent", percent(*similarity)),
                ],
            ),
            Evidence::SimilarDescriptions { words, similarity } => filled(
                "because.similar_descriptions",
                &[("words", self.listed(words)), ("percent", percent(*similarity))],
            ),
            Evidence::Composed { via, label, first, second, confidence, .. } => {
                let between = if label.is_empty() { via.as_str() } else { label };
                let key = match second {
                    Predicate::NoMatch => "because.composed_none",
                    _ => "because.composed",
                };
                filled(
                    key,
                    &[
                        ("first", self.name("predicate", first.name())),
                        ("between", text(between)),
                        ("second", self.name("predicate", second.name())),
                        ("percent", percent(*confidence)),
                    ],
                )
            }
            Evidence::Inverted { justification } => filled(
                "because.inverted",
                &[("justification", self.name("justification", justification.semapv()))],
            ),
        }
    }

    fn kind(&self, kind: LabelKind) -> String {
        let value = match kind {
            LabelKind::Preferred => "preferred",
            LabelKind::Alternative => "alternative",
            LabelKind::Hidden => "hidden",
        };
        self.name("label", value)
    }

    fn named(&self, label: &Label) -> String {
        format!("{} {}", self.kind(label.kind), self.quoted(&label.text))
    }

    fn quoted(&self, text: &str) -> String {
        self.say("because.quoted").with("text", text).to_string()
    }

    fn listed(&self, words: &[String]) -> String {
        words.iter().map(|word| self.quoted(word)).collect::<Vec<_>>().join(", ")
    }
}

fn percent(score: Score) -> String {
    format!("{:.0}", score.value() * 100.0)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::model::ConceptId;
    use crate::model::Justification;
    use crate::model::Language;
    use crate::model::Notation;
    use crate::service::pages::page::Place;

    fn label(kind: LabelKind, text: &str) -> Label {
        Label { kind, language: Language::ENGLISH, text: text.into() }
    }

    /// One of each sort, and what it says in Spanish.
    #[expect(clippy::too_many_lines, reason = "one row for each sort of reason")]
    fn reasons() -> Vec<(Evidence, &'static str)> {
        let preferred = || label(LabelKind::Preferred, "use spreadsheets");
        let other = || label(LabelKind::Alternative, "Excel");
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let half = Score::new(0.5);
        vec![
            (
                Evidence::Code {
                    notation: Notation { scheme: "ISCO-08".into(), code: "2221".into() },
                },
                "la consulta es su código 2221 de ISCO-08",
            ),
            (
                Evidence::ExactLabel { label: other() },
                "la consulta es su nombre alternativo «Excel»",
            ),
            (
                Evidence::LabelWords {
                    label: preferred(),
                    words: words(&["use"]),
                    n_query_words: 2,
                },
                "«use» aparece en su nombre preferente «use spreadsheets» (1 de 2 palabras de la consulta)",
            ),
            (
                Evidence::LabelWords {
                    label: other(),
                    words: words(&["a", "b"]),
                    n_query_words: 2,
                },
                "«a», «b» aparecen en su nombre alternativo «Excel»",
            ),
            (
                Evidence::DescriptionWords { words: words(&["cell"]) },
                "su descripción contiene «cell»",
            ),
            (
                Evidence::Typo { typed: "exel".into(), read_as: "excel".into(), edits: 1 },
                "«exel» se leyó como «excel» (una letra cambiada)",
            ),
            (
                Evidence::Typo { typed: "exl".into(), read_as: "excel".into(), edits: 2 },
                "«exl» se leyó como «excel» (dos letras cambiadas)",
            ),
            (
                Evidence::LabelInText { label: other(), words: "EXCEL".into() },
                "el texto dice «EXCEL», su nombre alternativo",
            ),
            (
                Evidence::LabelInText { label: other(), words: "Excels".into() },
                "el texto dice «Excels», su nombre alternativo «Excel»",
            ),
            (
                Evidence::LabelWordsInText {
                    label: other(),
                    words: words(&["excel"]),
                    share: half,
                },
                "el texto contiene «excel», el 50 % de su nombre alternativo «Excel»",
            ),
            (
                Evidence::Pinned { phrase: "MS".into(), words: "ms".into() },
                "el texto dice «ms», a lo que una regla asigna esta respuesta («MS»)",
            ),
            (
                Evidence::GroupOf { labels: words(&["bake", "cook"]) },
                "por separado, ninguna de «bake», «cook» es bastante segura, pero juntas señalan su grupo",
            ),
            (
                Evidence::SameAs { label: "x".into(), framework: "esco".into(), score: half },
                "es lo mismo que «x» de esco, hallado con 0,50",
            ),
            (
                Evidence::LabelLikeTitle { label: other(), similarity: half },
                "el título se escribe como su nombre alternativo «Excel» (50 %)",
            ),
            (
                Evidence::Example { text: "wizard".into(), likeness: half, n_examples: 2 },
                "«wizard» se confirmó como tal y se parece en un 50 % a este texto (2 textos confirmados parecidos)",
            ),
            (
                Evidence::SharedLabel { subject: other(), object: other() },
                "«Excel» está en ambos lados, como nombre alternativo y como nombre alternativo",
            ),
            (
                Evidence::SharedLabel { subject: other(), object: preferred() },
                "nombre alternativo «Excel» dice lo mismo que nombre preferente «use spreadsheets»",
            ),
            (
                Evidence::SimilarLabels { subject: other(), object: preferred(), similarity: half },
                "nombre alternativo «Excel» se parece a nombre preferente «use spreadsheets» (50 %)",
            ),
            (
                Evidence::SimilarDescriptions { words: words(&["cell"]), similarity: half },
                "ambas descripciones hablan de «cell» (50 % de parecido)",
            ),
            (
                Evidence::Composed {
                    via: ConceptId::new("urn:v:1").unwrap(),
                    label: "baker".into(),
                    first: Predicate::Exact,
                    first_justification: Justification::ManualMappingCuration,
                    second: Predicate::Broad,
                    second_justification: Justification::LexicalMatching,
                    confidence: half,
                },
                "el sujeto es lo mismo que «baker», que es más específico que el objeto (50 %)",
            ),
        ]
    }

    /// The pages in English and in Spanish.
    fn pages() -> (Page, Page) {
        let page = |lang: &str| {
            let request = TestRequest::with_uri(&format!("/?lang={lang}")).to_http_request();
            Page::of(&request, Place::Search)
        };
        (page("en"), page("es"))
    }

    #[test]
    fn a_reason_says_the_same_in_both_languages() {
        let (english, spanish) = pages();
        for (evidence, in_spanish) in reasons() {
            let reason = Reason::from(evidence);
            // The page's English is the sentence of the terminal and the API.
            assert_eq!(english.because(&reason), reason.sentence);
            assert_eq!(spanish.because(&reason), in_spanish);
        }
        let inverted = Evidence::Inverted { justification: Justification::ManualMappingCuration };
        let said = spanish.because(&Reason::from(inverted));
        assert!(said.ends_with("(lo decidió una persona)"), "{said}");
    }

    #[test]
    fn a_replacement_is_explained_in_both_languages() {
        let (english, spanish) = pages();
        let label = || "weld".into();
        let rows = [
            (Because::SameConcept, "sigue existiendo"),
            (Because::SaidAfter, "la versión posterior dice que ocupa su lugar"),
            (Because::SaidBefore, "la versión anterior decía que ocupa su lugar"),
            (Because::SameName { label: label(), code: "".into() }, "ambos se llaman «weld»"),
            (
                Because::SameName { label: label(), code: "7212".into() },
                "ambos se llaman «weld» y tienen el código 7212",
            ),
            (Because::NameKept { label: label() }, "ahora «weld» es otro nombre suyo"),
            (Because::NameRisen { label: label() }, "el otro nombre «weld» es su nombre"),
        ];
        for (because, in_spanish) in rows {
            let reason = ReplacementReason::from(because);
            assert_eq!(english.replaces(&reason), reason.sentence);
            assert_eq!(spanish.replaces(&reason), in_spanish);
        }
        let (evidence, in_spanish) = reasons().swap_remove(0);
        assert_eq!(spanish.replaces(&evidence.into()), in_spanish);
    }
}
