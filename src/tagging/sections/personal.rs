//! Words on who applicants are, which never influence a match: age, sex, faith, origin, family, looks.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::model::Span;
use crate::tagging::sections::matching::Found;
use crate::tagging::sections::matching::Phrases;
use crate::tagging::sections::matching::Words;
use crate::tagging::sections::phrases::Cue;

/// Said of applicants wherever it stands: nothing a person can do is called so.
const ALWAYS: &str = "years of age|year of age|years old|years of age or older|years or older|m/f/d|f/m/d|m/w/d|w/m/d|f/m/x|m/f/x|m/f|h/f|f/h|m/v/x|m/v|v/m|male or female|male/female|female/male|men and women|women and men|us citizen|u.s. citizen|us citizens|u.s. citizens|us citizenship|u.s. citizenship|united states citizen|eu citizen|citizenship|authorized to work in|authorised to work in|work authorization|work permit|right to work|work visa|visa sponsorship|native speaker|native speakers|date of birth|place of birth|marital status|country of origin|jahre alt|staatsbürgerschaft|staatsangehörigkeit|familienstand|arbeitserlaubnis|muttersprachler|muttersprachlerin|muttersprachliche|ans révolus|nationalité|situation familiale|langue maternelle|años de edad|mayor de edad|nacionalidad|estado civil|permiso de trabajo|lengua materna|jaar oud|nationaliteit|burgerlijke staat|werkvergunning|moedertaal|native english|his/her|he/she";

/// Said of applicants where the sentence looks for somebody.
const OF_APPLICANTS: &str = "male|female|man|woman|gentleman|lady|girl|boy|young|youthful|younger|older|elderly|married|unmarried|divorced|childless|pregnant|christian|catholic|protestant|muslim|jewish|hindu|buddhist|sikh|atheist|mormon|hispanic|latino|latina|caucasian|gay|lesbian|heterosexual|homosexual|transgender|able-bodied|good-looking|handsome|native born|immigrant|immigrants|foreigner|foreigners|millennial|millennials|männlich|weiblich|männlicher|weiblicher|männliche|weibliche|männlichen|weiblichen|jung|junge|jungen|junger|junges|ledig|verheiratet|verheirateten|verheiratete|christlich|christlicher|christlichen|katholisch|katholischen|evangelisch|evangelischen|muslimisch|muslimischen|jüdisch|jüdischen|attraktive|homme|femme|jeune|jeunes|marié|mariée|célibataire|chrétien|chrétienne|musulman|musulmane|juif|juive|hombre|mujer|joven|jóvenes|casado|casada|soltero|soltera|cristiano|cristiana|musulmán|musulmana|judío|judía|mannelijk|mannelijke|vrouwelijk|vrouwelijke|jonge|gehuwd|gehuwde|ongehuwd|christelijk|christelijke|moslim|joods|joodse";

/// The same, where a word for a person follows: `single` and `national` have other uses.
const BESIDE_PERSONS: &str = "single|straight|white|black|asian|african|european|arab|ethnic|national|american|british|canadian|german|french|spanish|dutch|polish|turkish|indian|chinese|mexican|us|eu|healthy|disabled|attractive|slim|mature|religious|veteran|native|indigenous|local|deutsche|deutscher|deutschen|französische|français|française|español|española|nederlandse|handicapé|handicapée";

/// Words for persons, and for what they are by birth or belief.
const PERSONS: &str = "candidate candidates applicant applicants person persons individual individuals man men woman women citizen citizens national nationals worker workers employee employees male males female females parent parents faith religion descent origin nationality ethnicity background heritage passport bewerber bewerberin kandidat kandidatin person glaubens herkunft candidat candidate personne candidato candidata persona kandidaat persoon";

/// What follows such a word where not the applicant is meant, but those worked for, or a field of work.
const OF_OTHERS: &str = "patient patients client clients customer customers student students child children pupil pupils resident residents adult adults people population populations health healthcare care medicine studies study history literature art arts law language languages culture culinary cuisine cooking food foods theology education school schools market markets wine wines politics philosophy music reproductive hygiene rights development psychology violence equality services service group groups audience audiences point page source speaking language skills team mothers sourcing sign board box belt lens paper point space";

static EVERYWHERE: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new([((), ALWAYS)]));
static OF_THE_SOUGHT: LazyLock<Phrases<Meaning>> = LazyLock::new(|| {
    Phrases::new([(Meaning::Plain, OF_APPLICANTS), (Meaning::BesidePersons, BESIDE_PERSONS)])
});
static PERSON: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| PERSONS.split_whitespace().collect());
static OTHERS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| OF_OTHERS.split_whitespace().collect());

/// When a word means the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Unless others are meant.
    Plain,
    /// Where a word for a person follows.
    BesidePersons,
}

/// Words between such a word and the person at most: "a young, married and Christian woman".
const REACH: usize = 5;

/// The places of a sentence that speak of who applicants are.
///
/// Half of the words mean the applicant only where somebody is looked for, and not where patients, pupils or
/// a subject of study are called so.
pub(in crate::tagging) fn characteristics(words: &Words<'_>, cues: &[Found<Cue>]) -> Vec<Span> {
    let mut places: Vec<Span> = EVERYWHERE
        .find(words)
        .into_iter()
        .map(|found| words.between(age_from(words, found.first), found.end))
        .collect();
    let seeks = |cue| matches!(cue, Cue::Seeking | Cue::MustBefore | Cue::HasBefore);
    if cues.iter().any(|found| seeks(found.cue)) {
        let sought = OF_THE_SOUGHT.find(words).into_iter();
        places.extend(
            sought
                .filter(|found| is_of_applicant(words, found))
                .map(|found| words.between(found.first, with_person(words, &found))),
        );
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// The number before "years of age", and "at least", "minimum" before it.
fn age_from(words: &Words<'_>, first: usize) -> usize {
    let is_number = |at: usize| words.word(at).chars().all(|c| c.is_ascii_digit());
    match first.checked_sub(1) {
        Some(before) if is_number(before) => before,
        _ => first,
    }
}

fn is_of_applicant(words: &Words<'_>, found: &Found<Meaning>) -> bool {
    let is_near = |at: &usize| words.gap_after(at.saturating_sub(1)).trim().is_empty();
    // "Young adults with special needs": those worked with.
    let is_of_others =
        (found.end..found.end + 2).take_while(is_near).any(|at| OTHERS.contains(words.word(at)));
    if is_of_others || found.cue == Meaning::Plain {
        return !is_of_others;
    }
    let goes_on = |at: &usize| {
        OF_THE_SOUGHT.at(words, *at).is_some() || ["and", "or"].contains(&words.word(*at))
    };
    let between = (found.end..found.end + REACH).take_while(goes_on).count();
    (found.end..=found.end + between).any(|at| PERSON.contains(words.word(at)))
}

/// The word after "Christian", "of German": faith, origin.
fn with_person(words: &Words<'_>, found: &Found<Meaning>) -> usize {
    let is_other = OF_THE_SOUGHT.at(words, found.end).is_some_and(|f| f.cue == Meaning::Plain);
    let is_person = !is_other && PERSON.contains(words.word(found.end));
    if is_person { found.end + 1 } else { found.end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::sections::matching::cues;

    #[test]
    fn what_applicants_are_is_left_out_and_what_they_work_with_is_not() {
        let rows: [(&str, &[&str]); 11] = [
            ("We are looking for a young female nurse.", &["young", "female"]),
            ("Applicants must be at least 21 years of age.", &["21 years of age"]),
            (
                "The ideal candidate is a married man of the Christian faith.",
                &["married", "man", "Christian faith"],
            ),
            ("Candidates must be U.S. citizens.", &["U.S. citizens"]),
            ("We are seeking a nurse to care for elderly patients.", &[]),
            ("You are fluent in German and Spanish.", &[]),
            (
                "We need a German national of white background.",
                &["German national", "white background"],
            ),
            ("We need knowledge of national law and single sign-on.", &[]),
            ("Teach religion and women's history.", &[]),
            ("Wir suchen einen jungen Koch (m/w/d).", &["jungen", "m/w/d"]),
            ("Design programmes for people with disabilities.", &[]),
        ];
        for (text, expected) in rows {
            let words = Words::of(text, Span { start: 0, end: text.len() });
            let found = characteristics(&words, &cues(&words));
            let found: Vec<&str> = found.into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
