//! What a call says and what its profile says -> what is wanted, checked and looked up once for many texts.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories;
use crate::engine::snapshot::Snapshot;
use crate::engine::tag;
use crate::engine::tag::TagRequest;
use crate::engine::ties::Ties;
use crate::limits;
use crate::model::DocumentKind;
use crate::model::Language;
use crate::model::Profile;
use crate::model::Rules;
use crate::model::Score;
use crate::tagging::Filter;
use crate::text::folded_words;

/// What is wanted of a tagging, written out: it means the same whatever becomes of the profile it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Frameworks by short name, release or IRI; all current ones when empty.
    pub framework: Vec<String>,
    /// What sort of texts they are; told from their words when nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
    /// Language of the texts; told from each text when nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Least score of an answer.
    pub min_score: Score,
    /// Answers for a text at most.
    pub limit: usize,
    /// The rules of the profile and of the call; what each permits is permitted.
    pub rules: Vec<Rules>,
    /// Workspace whose confirmed examples help; none when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub workspace: String,
}

/// Settings, looked up in what is there now.
#[derive(Debug)]
pub(in crate::engine) struct Wanted {
    /// Positions of the frameworks among the graph's parts.
    pub(in crate::engine) parts: Vec<usize>,
    /// What sort of texts they are, where somebody says so.
    pub(in crate::engine) kind: Option<DocumentKind>,
    pub(in crate::engine) language: Option<Language>,
    pub(in crate::engine) min_score: Score,
    pub(in crate::engine) limit: usize,
    pub(in crate::engine) workspace: String,
    pub(in crate::engine) filter: Filter,
    pub(in crate::engine) ties: Ties,
}

/// Tags given when nobody says how many.
const USUAL_TAGS: usize = 50;

impl Engine {
    /// What a request and its profile want together: the rules of both; of all else what the request says, or, where
    /// it says nothing, what the profile says.
    ///
    /// Errors: there is no such profile, or something is beyond its bound.
    pub(in crate::engine) fn settings(&self, request: &TagRequest) -> Result<Settings, Error> {
        let profile = match request.profile.as_str() {
            "" => Profile::default(),
            name => self.saved_profile(name)?,
        };
        let (own, rules) = (&request.rules, profile.rules);
        check_rules(own)?;
        let language =
            if request.language.is_empty() { &profile.language } else { &request.language };
        let limit = match request.limit {
            0 => own.limit.or(rules.limit).unwrap_or_default(),
            limit => limit,
        };
        Ok(Settings {
            kind: kind(&request.kind)?,
            language: match language.as_str() {
                "" => None,
                tag => Some(choice::language(tag)?),
            },
            min_score: tag::min_score(request.min_score.or(own.min_score).or(rules.min_score))?,
            limit: choice::page(0, limit, USUAL_TAGS)?.end,
            workspace: match request.workspace.as_str() {
                "" => String::new(),
                name => memories::workspace_name(name)?.to_owned(),
            },
            framework: if request.framework.is_empty() {
                profile.framework
            } else {
                request.framework.clone()
            },
            rules: [rules, own.clone()].into_iter().filter(|rules| !rules.is_open()).collect(),
        })
    }
}

impl Wanted {
    /// Looks the settings up. Cost: with rules, O(concepts).
    ///
    /// Errors: a framework is not there.
    pub(in crate::engine) fn of(snapshot: &Snapshot, settings: &Settings) -> Result<Self, Error> {
        let parts = choice::parts(snapshot, &settings.framework)?;
        let rules: Vec<&Rules> = settings.rules.iter().collect();
        let filter = Filter::new(&snapshot.graph, &rules);
        Ok(Self {
            ties: Ties::new(&snapshot.graph, &parts, &filter),
            parts,
            kind: settings.kind,
            language: settings.language,
            min_score: settings.min_score,
            limit: settings.limit,
            workspace: settings.workspace.clone(),
            filter,
        })
    }
}

/// A sort of text by its name; nothing for none.
fn kind(name: &str) -> Result<Option<DocumentKind>, Error> {
    if name.is_empty() {
        return Ok(None);
    }
    DocumentKind::from_name(name).map(Some).ok_or_else(|| {
        let known = DocumentKind::ALL.map(DocumentKind::name).join(", ");
        Error::invalid("kind", format!("{name:?} is not a kind of text; give one of {known}"))
    })
}

/// Refuses rules that cannot be meant.
///
/// Errors: a pin has no words or too many, there are too many pins, or the least score or the limit is none.
pub(in crate::engine) fn check_rules(rules: &Rules) -> Result<(), Error> {
    if rules.pins.len() > limits::PINS {
        let message = format!(
            "there are {} pins, the limit is {}; import them as a framework of your own",
            rules.pins.len(),
            limits::PINS
        );
        return Err(Error::too_large("rules", message));
    }
    for pin in &rules.pins {
        choice::bounded("rules", &pin.phrase, limits::PHRASE_BYTES)?;
        if folded_words(&pin.phrase).is_empty() {
            let message = format!("the pin {:?} has no word; write the phrase to find", pin.phrase);
            return Err(Error::invalid("rules", message));
        }
    }
    tag::min_score(rules.min_score)?;
    choice::page(0, rules.limit.unwrap_or_default(), USUAL_TAGS).map(drop)
}
