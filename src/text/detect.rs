//! Text -> the language it is written in.

use whatlang::Lang;
use whatlang::detect;

use crate::model::Language;

/// Letters below which a guess is left: labels and lone phrases are guessed wrongly too often.
const LEAST_LETTERS: usize = 40;
/// Certainty below which a guess is left, where the library does not call it reliable itself.
const LEAST_CERTAINTY: f64 = 0.5;
/// Letters below which only a guess that the library calls reliable counts: a list of a few skills in English looks
/// like French.
const SURE_LETTERS: usize = 200;
/// Bytes looked at: more changes nothing.
const BYTES_READ: usize = 8_192;

/// The language that a text is written in; nothing where it is too short or too mixed to tell.
///
/// Cost: O(bytes looked at), at most the first 8 KiB.
///
/// ```
/// let german = "Sie planen und überwachen die Wartung der Anlagen und führen ein kleines Team.";
/// assert_eq!(skillmap::text::language_of(german).unwrap().as_str(), "de");
/// assert_eq!(skillmap::text::language_of("weld steel"), None);
/// ```
pub fn language_of(text: &str) -> Option<Language> {
    let end = (0..=BYTES_READ.min(text.len())).rev().find(|end| text.is_char_boundary(*end))?;
    let text = text.get(..end)?;
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if n_letters < LEAST_LETTERS {
        return None;
    }
    let found = detect(text)?;
    let is_likely = n_letters >= SURE_LETTERS && found.confidence() >= LEAST_CERTAINTY;
    if !found.is_reliable() && !is_likely {
        return None;
    }
    Language::new(tag(found.lang())).ok()
}

/// The two-letter tag where the language has one, as frameworks write it.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Nld => "nl",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Ell => "el",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Tam => "ta",
        Lang::Cat => "ca",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_have_a_language_and_short_ones_none() {
        let rows = [
            ("You plan the maintenance of the machines and lead a small team.", Some("en")),
            ("Vous planifiez l'entretien des machines et dirigez une petite équipe.", Some("fr")),
            ("Usted planifica el mantenimiento de las máquinas y dirige un equipo.", Some("es")),
            ("Je plant het onderhoud van de machines en geeft leiding aan een team.", Some("nl")),
            ("Java, SQL", None),
            (
                "Take vital signs, document patient care, forklift operation. We teach you to weld.",
                None,
            ),
            ("", None),
        ];
        for (text, expected) in rows {
            let found = language_of(text);
            assert_eq!(found.as_ref().map(Language::as_str), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(\\PC|\n){0,120}") {
            let _ = language_of(&text);
        }
    }
}
