//! Verb -> the level of Bloom's taxonomy that it asks for.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::Bloom;
use crate::model::Language;
use crate::text::fold;
use crate::text::stem;

/// Language, level, verbs.
///
/// A verb that course designers place on several levels stands at the one where it is met most: `identify`
/// among what is recalled, `explain` among what is understood, `develop` among what is made.
const VERBS: [(&str, Bloom, &str); 30] = [
    (
        "en",
        Bloom::Remember,
        "acknowledge cite define enumerate identify know label list locate match memorize memorise name pronounce quote recall recite recognize recognise record remember repeat reproduce state spell",
    ),
    (
        "en",
        Bloom::Understand,
        "appreciate associate characterize characterise clarify classify comprehend convert describe discuss elaborate exemplify explain express extrapolate follow generalize generalise grasp illustrate infer interpret observe outline paraphrase perceive read reflect relate rephrase report restate review see summarize summarise understand translate respect",
    ),
    (
        "en",
        Bloom::Apply,
        "accomplish act administer adhere adjust apply articulate assemble assist calculate calibrate care carry clean collaborate collect communicate complete comply compute conduct configure connect contribute control cook coordinate count deliver demonstrate deploy direct dispose document draw employ engage enter establish estimate execute exercise exhibit file fill find guide handle implement incorporate install integrate interact interview lead lift locate maintain make manage manipulate master measure model monitor move navigate negotiate obtain operate order participate perform place play practice practise prepare present process program promote protect provide read record repair respond run schedule select sell serve set show sketch solve speak supervise support take teach test track train transfer treat type update use utilize utilise wear weld wire work write chart answer ask gather pull bend escalate assign inform oversee edit reconcile terminate import reshape mentor deburr clear advise",
    ),
    (
        "en",
        Bloom::Analyze,
        "analyze analyse break categorize categorise compare contrast correlate debug deconstruct deduce derive detect determine diagnose differentiate discern discriminate dissect distinguish examine experiment explore inspect investigate organize organise prioritize prioritise probe question research resolve separate simplify subdivide survey trace troubleshoot",
    ),
    (
        "en",
        Bloom::Evaluate,
        "appraise argue assess audit check conclude consider convince critique criticize criticise debate decide defend evaluate grade judge justify measure predict rank rate recommend score support validate value verify weigh",
    ),
    (
        "en",
        Bloom::Create,
        "adapt arrange author build combine compile compose construct create design develop devise draft facilitate forecast form formulate generate hypothesize hypothesise imagine improve innovate invent optimize optimise originate pioneer plan produce program propose rearrange reconstruct refactor rewrite shape synthesize synthesise",
    ),
    (
        "de",
        Bloom::Remember,
        "nennen benennen aufzählen definieren wiedergeben erkennen kennen identifizieren auflisten",
    ),
    (
        "de",
        Bloom::Understand,
        "erklären beschreiben erläutern verstehen interpretieren zusammenfassen darstellen begreifen übersetzen",
    ),
    (
        "de",
        Bloom::Apply,
        "anwenden durchführen nutzen benutzen einsetzen berechnen bedienen lösen ausführen umsetzen umgehen handhaben messen montieren dokumentieren",
    ),
    (
        "de",
        Bloom::Analyze,
        "analysieren vergleichen untersuchen unterscheiden gliedern ermitteln prüfen einordnen",
    ),
    (
        "de",
        Bloom::Evaluate,
        "bewerten beurteilen begründen einschätzen evaluieren rechtfertigen hinterfragen",
    ),
    (
        "de",
        Bloom::Create,
        "entwickeln entwerfen gestalten planen konstruieren erstellen konzipieren verfassen programmieren",
    ),
    (
        "fr",
        Bloom::Remember,
        "nommer définir citer énumérer identifier reconnaître connaître lister rappeler",
    ),
    (
        "fr",
        Bloom::Understand,
        "expliquer décrire comprendre interpréter résumer illustrer traduire discuter",
    ),
    (
        "fr",
        Bloom::Apply,
        "appliquer utiliser exécuter réaliser calculer mesurer employer résoudre installer gérer effectuer mettre",
    ),
    (
        "fr",
        Bloom::Analyze,
        "analyser comparer examiner distinguer différencier diagnostiquer rechercher organiser",
    ),
    (
        "fr",
        Bloom::Evaluate,
        "évaluer juger justifier critiquer argumenter vérifier recommander apprécier",
    ),
    (
        "fr",
        Bloom::Create,
        "concevoir créer développer élaborer construire rédiger planifier produire formuler proposer",
    ),
    (
        "es",
        Bloom::Remember,
        "nombrar definir citar enumerar identificar reconocer conocer listar recordar",
    ),
    (
        "es",
        Bloom::Understand,
        "explicar describir comprender entender interpretar resumir ilustrar traducir",
    ),
    (
        "es",
        Bloom::Apply,
        "aplicar utilizar usar ejecutar realizar calcular medir emplear resolver instalar gestionar manejar",
    ),
    (
        "es",
        Bloom::Analyze,
        "analizar comparar examinar distinguir diferenciar diagnosticar investigar organizar",
    ),
    (
        "es",
        Bloom::Evaluate,
        "evaluar juzgar justificar criticar argumentar valorar verificar recomendar",
    ),
    (
        "es",
        Bloom::Create,
        "diseñar crear desarrollar elaborar construir redactar planificar producir formular proponer",
    ),
    ("nl", Bloom::Remember, "benoemen definiëren opsommen herkennen kennen noemen identificeren"),
    (
        "nl",
        Bloom::Understand,
        "uitleggen beschrijven begrijpen interpreteren samenvatten toelichten verklaren vertalen",
    ),
    (
        "nl",
        Bloom::Apply,
        "toepassen gebruiken uitvoeren berekenen meten hanteren oplossen bedienen inzetten",
    ),
    ("nl", Bloom::Analyze, "analyseren vergelijken onderzoeken onderscheiden ordenen vaststellen"),
    (
        "nl",
        Bloom::Evaluate,
        "beoordelen evalueren verantwoorden onderbouwen bekritiseren controleren",
    ),
    (
        "nl",
        Bloom::Create,
        "ontwerpen ontwikkelen maken plannen opstellen construeren samenstellen schrijven",
    ),
];

struct Verbs {
    /// By language and stem. Of a verb that stands on two levels, the lower one.
    by_stem: FxHashMap<(Language, String), Bloom>,
    /// English verbs as they stand after "to".
    bases: FxHashMap<&'static str, Bloom>,
}

static KNOWN: LazyLock<Verbs> = LazyLock::new(|| {
    let mut known = Verbs { by_stem: FxHashMap::default(), bases: FxHashMap::default() };
    for (tag, level, verbs) in VERBS {
        let Ok(language) = Language::new(tag) else { continue };
        for verb in verbs.split_whitespace() {
            let stem = verb_stem(verb, language).into_owned();
            known.by_stem.entry((language, stem)).or_insert(level);
            if language == Language::ENGLISH {
                known.bases.entry(verb).or_insert(level);
            }
        }
    }
    known
});

/// Stems first, for stemmers want their accents; then folds.
fn verb_stem(verb: &str, language: Language) -> Cow<'static, str> {
    let lower = verb.to_lowercase();
    Cow::Owned(fold(&stem(&lower, language)).into_owned())
}

/// The level of a verb in any of its forms; nothing where the word is none of the known verbs.
pub(in crate::tagging) fn bloom(word: &str, language: Language) -> Option<Bloom> {
    let language = Language::new(language.primary()).ok()?;
    let stem = verb_stem(word, language).into_owned();
    KNOWN.by_stem.get(&(language, stem)).copied()
}

/// Whether the folded word is an English verb as it stands after "to".
pub(in crate::tagging) fn is_base_form(word: &str) -> bool {
    KNOWN.bases.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_has_its_level_in_every_form_and_language() {
        let rows = [
            ("en", "lists", Some(Bloom::Remember)),
            ("en", "Explaining", Some(Bloom::Understand)),
            ("en", "apply", Some(Bloom::Apply)),
            ("en", "analyses", Some(Bloom::Analyze)),
            ("en-us", "evaluate", Some(Bloom::Evaluate)),
            ("en", "designed", Some(Bloom::Create)),
            ("en", "antenna", None),
            ("de", "anwenden", Some(Bloom::Apply)),
            ("de", "entwickeln", Some(Bloom::Create)),
            ("fr", "décrire", Some(Bloom::Understand)),
            ("fr", "évaluer", Some(Bloom::Evaluate)),
            ("es", "diseñar", Some(Bloom::Create)),
            ("es", "aplicar", Some(Bloom::Apply)),
            ("nl", "toepassen", Some(Bloom::Apply)),
            ("nl", "beoordelen", Some(Bloom::Evaluate)),
            ("fi", "suunnitella", None),
        ];
        for (tag, verb, expected) in rows {
            assert_eq!(bloom(verb, Language::new(tag).unwrap()), expected, "{tag} {verb}");
        }
    }

    #[test]
    fn no_verb_is_listed_twice_on_one_level() {
        for (tag, level, verbs) in VERBS {
            let mut seen = std::collections::BTreeSet::new();
            for verb in verbs.split_whitespace() {
                assert!(seen.insert(verb), "{tag} {level:?} {verb}");
            }
        }
    }
}
