//! Words of titles that do not say what the job is, and what people shorten.

/// Words about the vacancy, the contract, the rank or the person, folded; of any language, since postings mix
/// them.
const NOISE: [&str; 102] = [
    // Rank.
    "senior",
    "junior",
    "sr",
    "jr",
    "lead",
    "principal",
    "trainee",
    "intern",
    "internship",
    "graduate",
    "graduates",
    "fresh",
    "fresher",
    "freshers",
    "entry",
    "level",
    "mid",
    "experienced",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "1",
    "2",
    "3",
    "4",
    "5",
    "debutant",
    "confirme",
    "berufserfahren",
    "werkstudent",
    "praktikant",
    "stagiaire",
    "stagiair",
    // Contract and place.
    "full",
    "part",
    "time",
    "fulltime",
    "parttime",
    "permanent",
    "temporary",
    "temp",
    "contract",
    "freelance",
    "freelancer",
    "remote",
    "hybrid",
    "onsite",
    "wfh",
    "based",
    "shift",
    "shifts",
    "weekend",
    "vollzeit",
    "teilzeit",
    "befristet",
    "cdi",
    "cdd",
    "interim",
    "voltijd",
    "deeltijd",
    // Vacancy.
    "urgent",
    "urgently",
    "immediate",
    "immediately",
    "hiring",
    "vacancy",
    "vacancies",
    "wanted",
    "needed",
    "required",
    "position",
    "positions",
    "job",
    "jobs",
    "opening",
    "openings",
    "new",
    "various",
    "multiple",
    "apply",
    "now",
    // Person.
    "m",
    "f",
    "d",
    "w",
    "x",
    "h",
    "male",
    "female",
    "only",
    "any",
    "gender",
    "genders",
    "locals",
    "foreigner",
    "expatriate",
    "speaker",
    "speaking",
    "all",
    "other",
];

/// What people shorten in English, and what it stands for.
const SHORT: [(&str, &str); 61] = [
    ("sr", "senior"),
    ("jr", "junior"),
    ("mgr", "manager"),
    ("mngr", "manager"),
    ("mgmt", "management"),
    ("asst", "assistant"),
    ("assist", "assistant"),
    ("exec", "executive"),
    ("admin", "administrative"),
    ("acct", "account"),
    ("acc", "account"),
    ("accts", "accounts"),
    ("eng", "engineer"),
    ("engr", "engineer"),
    ("dev", "developer"),
    ("rep", "representative"),
    ("reps", "representative"),
    ("supv", "supervisor"),
    ("supvr", "supervisor"),
    ("rn", "registered nurse"),
    ("lpn", "licensed practical nurse"),
    ("lvn", "licensed vocational nurse"),
    ("cna", "certified nursing assistant"),
    ("emt", "emergency medical technician"),
    ("hr", "human resources"),
    ("qa", "quality assurance"),
    ("qc", "quality control"),
    ("pr", "public relations"),
    ("ceo", "chief executive officer"),
    ("cfo", "chief financial officer"),
    ("cto", "chief technology officer"),
    ("coo", "chief operating officer"),
    ("cio", "chief information officer"),
    ("vp", "vice president"),
    ("pa", "personal assistant"),
    ("gm", "general manager"),
    ("tech", "technician"),
    ("dir", "director"),
    ("coord", "coordinator"),
    ("mktg", "marketing"),
    ("spec", "specialist"),
    ("opr", "operator"),
    ("op", "operator"),
    ("maint", "maintenance"),
    ("mech", "mechanical"),
    ("elec", "electrical"),
    ("mfg", "manufacturing"),
    ("svc", "service"),
    ("dept", "department"),
    ("intl", "international"),
    ("prof", "professor"),
    ("cnc", "computer numerical control"),
    ("seo", "search engine optimisation"),
    ("ict", "information technology"),
    ("ux", "user experience"),
    ("ui", "user interface"),
    ("dba", "database administrator"),
    ("ot", "occupational therapist"),
    ("pt", "physical therapist"),
    ("hvac", "heating ventilation air conditioning"),
    ("cpa", "certified public accountant"),
];

/// Whether a folded word says nothing of what the job is.
pub(in crate::tagging::titles) fn is_noise(word: &str) -> bool {
    NOISE.contains(&word)
}

/// The words that an English abbreviation stands for.
pub(in crate::tagging::titles) fn long_form(word: &str) -> Option<&'static str> {
    SHORT.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_listed_word_is_folded_and_stands_once() {
        let short: Vec<&str> = SHORT.iter().map(|(short, _)| *short).collect();
        for list in [NOISE.as_slice(), short.as_slice()] {
            for (at, word) in list.iter().enumerate() {
                assert_eq!(fold(word), *word, "help: lists are compared with folded words");
                assert!(!list[..at].contains(word), "{word} stands twice");
            }
        }
    }
}
