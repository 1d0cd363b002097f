//! The flags of what is wanted -> a request to tag.

use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Failure;
use crate::engine::TagRequest;
use crate::limits;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Pin;
use crate::model::Profile;
use crate::model::Rules;

/// What is wanted and what is not; every flag may be given several times.
#[derive(Debug, Args, Clone)]
pub(super) struct RuleArguments {
    /// Framework or release; all current ones unless given.
    #[arg(long, short)]
    framework: Vec<String>,
    /// Language of the texts; told from each text unless given.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    language: String,
    /// Least score, 0 to 1.
    #[arg(long)]
    min_score: Option<f64>,
    /// How many tags for a text; 50 unless given or said by the profile.
    #[arg(long)]
    limit: Option<usize>,
    /// JSON file of rules; the flags are added to it.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Concept (IRI) that is never given.
    #[arg(long, value_name = "ID")]
    block: Vec<String>,
    /// Group (IRI) of which nothing is given, nor of what is below it.
    #[arg(long, value_name = "ID")]
    block_group: Vec<String>,
    /// Kind of concept that is never given.
    #[arg(long, value_name = "KIND")]
    block_kind: Vec<String>,
    /// Reuse level of which nothing is given (transversal, cross-sector, ...).
    #[arg(long, value_name = "LEVEL")]
    block_reuse: Vec<String>,
    /// Concept (IRI) that may be given; no other then.
    #[arg(long, value_name = "ID")]
    allow: Vec<String>,
    /// Group (IRI) that may be given with what is below it; no other then.
    #[arg(long, value_name = "ID")]
    allow_group: Vec<String>,
    /// Kind of concept that may be given; no other then.
    #[arg(long, value_name = "KIND")]
    allow_kind: Vec<String>,
    /// Reuse level that may be given; no other then.
    #[arg(long, value_name = "LEVEL")]
    allow_reuse: Vec<String>,
    /// Answer that is always given where the text has the phrase.
    #[arg(long, value_name = "PHRASE=ID")]
    pin: Vec<String>,
}

impl RuleArguments {
    /// What is wanted of texts that are still to come.
    pub(super) fn request(&self) -> Result<TagRequest, Failure> {
        Ok(TagRequest {
            framework: self.framework.clone(),
            language: self.language.clone(),
            min_score: self.min_score,
            limit: self.limit.unwrap_or_default(),
            rules: self.read()?,
            ..TagRequest::default()
        })
    }

    /// The same, to be saved.
    pub(super) fn profile(&self, name: &str) -> Result<Profile, Failure> {
        let mut rules = self.read()?;
        rules.min_score = self.min_score.or(rules.min_score);
        rules.limit = self.limit.or(rules.limit);
        let (framework, language) = (self.framework.clone(), self.language.clone());
        Ok(Profile { name: name.to_owned(), framework, language, rules })
    }

    /// The rules of the file and of the flags together.
    fn read(&self) -> Result<Rules, Failure> {
        let mut rules = match &self.rules {
            Some(path) => read_file(path)?,
            None => Rules::default(),
        };
        let (block, allow) = (&mut rules.block, &mut rules.allow);
        block.concept.extend(ids("--block", &self.block)?);
        block.group.extend(ids("--block-group", &self.block_group)?);
        block.kind.extend(kinds("--block-kind", &self.block_kind)?);
        block.reuse_level.extend(self.block_reuse.iter().cloned());
        allow.concept.extend(ids("--allow", &self.allow)?);
        allow.group.extend(ids("--allow-group", &self.allow_group)?);
        allow.kind.extend(kinds("--allow-kind", &self.allow_kind)?);
        allow.reuse_level.extend(self.allow_reuse.iter().cloned());
        for pin in &self.pin {
            // An IRI may have an equals sign, a phrase hardly.
            let Some((phrase, id)) = pin.split_once('=') else {
                let message = format!("--pin {pin:?} is no pin; write PHRASE=ID");
                return Err(Failure::Message(message));
            };
            rules.pins.push(Pin { phrase: phrase.trim().to_owned(), concept: one("--pin", id)? });
        }
        Ok(rules)
    }
}

fn read_file(path: &PathBuf) -> Result<Rules, Failure> {
    let failed = |e: &dyn std::fmt::Display| {
        Failure::Message(format!("{}: {e}; correct it", path.display()))
    };
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(|e| failed(&e))?;
    let mut bounded = file.take(limits::PROFILE_BYTES as u64 + 1);
    bounded.read_to_string(&mut text).map_err(|e| failed(&e))?;
    if text.len() > limits::PROFILE_BYTES {
        return Err(failed(&format!("it has more than {} bytes", limits::PROFILE_BYTES)));
    }
    serde_json::from_str(&text).map_err(|e| failed(&e))
}

fn one(flag: &str, id: &str) -> Result<ConceptId, Failure> {
    ConceptId::new(id.trim()).map_err(|e| Failure::Message(format!("{flag}: {e}")))
}

fn ids(flag: &str, given: &[String]) -> Result<Vec<ConceptId>, Failure> {
    given.iter().map(|id| one(flag, id)).collect()
}

fn kinds(flag: &str, given: &[String]) -> Result<Vec<ConceptKind>, Failure> {
    let known: Vec<&str> = ConceptKind::ALL.into_iter().map(ConceptKind::name).collect();
    let unknown = |name: &str| {
        let known = known.join(", ");
        Failure::Message(format!("{flag}: {name:?} is not a kind; give one of {known}"))
    };
    given.iter().map(|name| ConceptKind::from_name(name).ok_or_else(|| unknown(name))).collect()
}
