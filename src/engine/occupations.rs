//! A job title or a whole posting -> the occupations it means, at every level of the classification.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::memories::WorkspaceView;
use crate::limits;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Reason;
use crate::model::Score;
use crate::tagging::titles::LevelMatch;

/// The title or posting.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OccupationsRequest {
    /// The job title; the first line of the text when empty.
    pub title: String,
    /// The text of the posting, where there is one.
    pub text: String,
    /// Frameworks by short name, release or IRI; all current ones that have occupations when empty.
    pub framework: Vec<String>,
    /// Language of the title; English when empty.
    pub language: String,
    /// Workspace whose confirmed examples help; none when empty.
    pub workspace: String,
    /// Occupations given of each framework: 10 when 0, at most 50.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// The occupations of a title, framework by framework.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OccupationsReply {
    /// Revision of the data.
    pub revision: u64,
    /// The title that was asked for.
    pub title: String,
    /// Whose examples helped, and which; absent where no workspace was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceView>,
    /// What each framework answers, in its order.
    pub answers: Vec<FrameworkOccupations>,
    /// Frameworks whose occupations have no label in the language of the title.
    pub without_labels: Vec<String>,
}

/// What one framework answers to a title.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FrameworkOccupations {
    /// The release that answers.
    pub framework: String,
    /// Its occupations, most believed first; the beliefs sum to at most 1.
    pub occupations: Vec<FoundOccupation>,
    /// The groups above them, level by level, finest first.
    pub levels: Vec<FoundGroup>,
}

/// An occupation that the title may mean.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FoundOccupation {
    /// The occupation.
    pub concept: ConceptView,
    /// How much it is believed, 0..=1.
    pub score: Score,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A group of occupations, with their beliefs together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FoundGroup {
    /// The classification: `O*NET-SOC`, `SOC`, `ISCO-08`, or `broader` for the framework's own groups.
    pub scheme: &'static str,
    /// Digits of its codes; of `broader`, steps up.
    pub digits: usize,
    /// Its code, or its IRI where it has none.
    pub code: String,
    /// Its label; empty where the framework has no such group.
    pub label: String,
    /// How much it is believed, 0..=1.
    pub score: Score,
}

/// Occupations given when the request does not say how many.
const USUAL_OCCUPATIONS: usize = 10;
/// Occupations given at most: further ones are not believed at all.
const MOST_OCCUPATIONS: usize = 50;

impl Engine {
    /// The occupations that a title means, from each framework named.
    ///
    /// Errors: there is neither a title nor a text, one is beyond its bound, or a framework is not there.
    pub fn occupations(&self, request: &OccupationsRequest) -> Result<OccupationsReply, Error> {
        let text = choice::bounded("text", &request.text, limits::DOCUMENT_BYTES)?;
        let (title, text) = match request.title.trim() {
            "" => first_line(text),
            title => (title, text),
        };
        let title = choice::bounded("title", title, limits::TITLE_BYTES)?;
        if title.is_empty() {
            let message = "there is no title; give one, or a text that begins with it";
            return Err(Error::invalid("title", message));
        }
        if request.limit > MOST_OCCUPATIONS {
            let message = format!(
                "the limit is {}, at most {MOST_OCCUPATIONS} are given; ask for fewer",
                request.limit
            );
            return Err(Error::invalid("limit", message));
        }
        let limit = if request.limit == 0 { USUAL_OCCUPATIONS } else { request.limit };
        let language = choice::language(&request.language)?;
        let (memory, workspace) = self.memory(&request.workspace, language)?;
        let snapshot = self.snapshot();
        let mut answers = Vec::new();
        let mut without_labels = Vec::new();
        for position in choice::parts(&snapshot, &request.framework)? {
            let framework = &snapshot.graph.parts()[position].framework;
            let index = self.titles(snapshot.records[position].number, framework, language);
            if index.n_occupations() == 0 {
                if has_occupations(framework) {
                    without_labels.push(framework.release().key.clone());
                }
                continue;
            }
            let answer = index.answer(title, text, memory.as_deref(), limit);
            let found = answer.occupations.into_iter().map(|found| FoundOccupation {
                concept: ConceptView::of(framework, &framework.concepts()[found.concept], language),
                score: found.score,
                reasons: Reason::all(found.evidence),
            });
            let group = |found| group_of(framework, found, language);
            answers.push(FrameworkOccupations {
                framework: framework.release().to_string(),
                occupations: found.collect(),
                levels: answer.levels.into_iter().map(group).collect(),
            });
        }
        Ok(OccupationsReply {
            revision: snapshot.revision,
            title: title.to_owned(),
            workspace,
            answers,
            without_labels,
        })
    }
}

/// The first line that is not blank, and what follows.
fn first_line(text: &str) -> (&str, &str) {
    let (line, rest) = text.trim_start().split_once('\n').unwrap_or((text.trim_start(), ""));
    (line.trim_start_matches(['#', ' ']).trim(), rest)
}

fn has_occupations(framework: &Framework) -> bool {
    framework.concepts().iter().any(|c| c.kind == crate::model::ConceptKind::Occupation)
}

fn group_of(framework: &Framework, found: LevelMatch, language: Language) -> FoundGroup {
    let label = found.concept.map_or("", |position| framework.concepts()[position].label(language));
    FoundGroup {
        scheme: found.level.scheme,
        digits: found.level.digits,
        code: found.code,
        label: label.to_owned(),
        score: found.score,
    }
}
