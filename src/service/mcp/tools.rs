//! What an assistant may call: names, what each is for, its arguments and its results as JSON Schema 2020-12.
//!
//! All of them only read. A call that fails is a result that says so in plain words, for the assistant to do better; only
//! an unknown name is a fault of the protocol.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ErrorKind;
use crate::service::mcp::calls;
use crate::service::mcp::message::Call;
use crate::service::mcp::message::Fault;
use crate::service::mcp::results;

/// One tool.
struct Tool {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    input: fn() -> Value,
    output: fn() -> Value,
    call: fn(&Engine, Value) -> Result<Value, String>,
}

/// All tools, in the order in which they are listed.
const TOOLS: [Tool; 7] = [
    Tool {
        name: "list_frameworks",
        title: "List frameworks",
        description: "Lists the skill frameworks, occupations and crosswalks that are held, with version, licence and size. Begin here: other tools take the short names that it gives.",
        input: input::<NoArguments>,
        output: output::<results::Frameworks>,
        call: |engine, given| run(engine, given, calls::list_frameworks),
    },
    Tool {
        name: "search_skills",
        title: "Search skills",
        description: "Finds skills, knowledge, occupations and other concepts by words or codes in all frameworks; forgives typing errors, understands \"phrases in quotes\". Gives IRIs for the other tools.",
        input: input::<SearchSkills>,
        output: output::<results::Found>,
        call: |engine, given| run(engine, given, calls::search_skills),
    },
    Tool {
        name: "get_skill",
        title: "Get one skill or occupation",
        description: "Tells what is known of one concept: names, description, codes, what it is a kind of, what it needs or is needed by, and its counterparts in other frameworks.",
        input: input::<GetSkill>,
        output: output::<results::Skill>,
        call: |engine, given| run(engine, given, calls::get_skill),
    },
    Tool {
        name: "map_text_to_skills",
        title: "Find the skills in a text",
        description: "Finds the skills that a job posting, a course description or another text asks for or teaches, each with a probability, the words that say so, and whether it is required or preferred.",
        input: input::<MapText>,
        output: output::<results::TextSkills>,
        call: |engine, given| run(engine, given, calls::map_text_to_skills),
    },
    Tool {
        name: "compare_texts",
        title: "Compare what is there with what is wanted",
        description: "Compares two sides, such as a course or a person's record with a posting or an occupation: which wanted skills are there, which are missing, what comes near and why, and the share that is covered. Each side is a text, or one concept (an occupation stands for its skills), or a list of skills.",
        input: input::<CompareTexts>,
        output: output::<results::Comparison>,
        call: |engine, given| run(engine, given, calls::compare_texts),
    },
    Tool {
        name: "crosswalk",
        title: "Look a concept up in another framework",
        description: "Gives the counterparts of a concept in another framework, as the mapping sets and crosswalks held say them: same, close, broader, narrower or related, with who says so. Says nothing where no mapping is held; then search_skills with its label may help.",
        input: input::<Crosswalk>,
        output: output::<results::CrosswalkResult>,
        call: |engine, given| run(engine, given, calls::crosswalk),
    },
    Tool {
        name: "explain_mapping",
        title: "Explain how two concepts lie to each other",
        description: "Tells what holds between two concepts of any frameworks: what mapping sets say of the pair, and the strongest fact (same thing, mapped, kind of, needed by, related, similar name) with how near that makes them.",
        input: input::<ExplainMapping>,
        output: output::<results::Explanation>,
        call: |engine, given| run(engine, given, calls::explain_mapping),
    },
];

/// Nothing has to be said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct NoArguments {}

/// What to look for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct SearchSkills {
    /// Words or a code, such as "vital signs" or "15-1252".
    pub(in crate::service::mcp) text: String,
    /// Frameworks by short name, such as "esco"; all when empty.
    #[serde(default)]
    pub(in crate::service::mcp) framework: Vec<String>,
    /// Kinds: skill, knowledge, ability, occupation, task, tool, outcome, group and others; all when empty.
    #[serde(default)]
    pub(in crate::service::mcp) kind: Vec<String>,
    /// Languages of labels, such as "en" or "de"; all when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: Vec<String>,
    /// How many: 10 when 0, at most 200.
    #[serde(default)]
    pub(in crate::service::mcp) limit: usize,
    /// Where to go on: `next_cursor` of the result before.
    #[serde(default)]
    pub(in crate::service::mcp) cursor: String,
}

/// Which concept.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct GetSkill {
    /// Its IRI, a code such as "29-1141.00", or its whole label.
    pub(in crate::service::mcp) id: String,
    /// Language of labels and texts, such as "en"; English when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: String,
}

/// The text to be read.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct MapText {
    /// The whole text: plain, Markdown or HTML.
    pub(in crate::service::mcp) text: String,
    /// "posting", "course" or "other"; told from its words when empty.
    #[serde(default)]
    pub(in crate::service::mcp) kind: String,
    /// Frameworks by short name, such as "esco"; all when empty.
    #[serde(default)]
    pub(in crate::service::mcp) framework: Vec<String>,
    /// Language of the text, such as "en"; told from the text when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: String,
    /// Least probability, 0 to 1; 0.25 when it is not given.
    pub(in crate::service::mcp) min_score: Option<f64>,
    /// How many at most: 30 when 0, at most 200.
    #[serde(default)]
    pub(in crate::service::mcp) limit: usize,
}

/// Two sides; of each exactly one of its three arguments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct CompareTexts {
    /// What is there, as a text: a course, a syllabus, a record.
    #[serde(default)]
    pub(in crate::service::mcp) have_text: String,
    /// What is there, as a concept whose skills are meant: IRI, code or whole label.
    #[serde(default)]
    pub(in crate::service::mcp) have_concept: String,
    /// What is there, as a list of skills: IRIs, codes or whole labels.
    #[serde(default)]
    pub(in crate::service::mcp) have_concepts: Vec<String>,
    /// What is wanted, as a text: a posting.
    #[serde(default)]
    pub(in crate::service::mcp) want_text: String,
    /// What is wanted, as a concept whose skills are meant, such as an occupation: IRI, code or whole label.
    #[serde(default)]
    pub(in crate::service::mcp) want_concept: String,
    /// What is wanted, as a list of skills: IRIs, codes or whole labels.
    #[serde(default)]
    pub(in crate::service::mcp) want_concepts: Vec<String>,
    /// Frameworks in which texts are read; that of the other side, or all, when empty.
    #[serde(default)]
    pub(in crate::service::mcp) framework: Vec<String>,
    /// Language of texts and labels, such as "en"; told from the texts when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: String,
    /// Least probability of a skill read from a text, 0 to 1; 0.25 when it is not given.
    pub(in crate::service::mcp) min_score: Option<f64>,
    /// How many of each list at most: 40 when 0.
    #[serde(default)]
    pub(in crate::service::mcp) limit: usize,
}

/// Which concept, and where.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct Crosswalk {
    /// The concept: its IRI, a code or its whole label.
    pub(in crate::service::mcp) id: String,
    /// The framework in which counterparts are wanted, by short name; any when empty.
    #[serde(default)]
    #[schemars(extend("x-mcp-header" = "Framework"))]
    pub(in crate::service::mcp) framework: String,
    /// Language of labels, such as "en"; English when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: String,
}

/// Which pair.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::service::mcp) struct ExplainMapping {
    /// One concept: its IRI, a code or its whole label.
    pub(in crate::service::mcp) from: String,
    /// The other concept, in the same way.
    pub(in crate::service::mcp) to: String,
    /// Language of labels, such as "en"; English when empty.
    #[serde(default)]
    pub(in crate::service::mcp) language: String,
}

/// The schema of arguments, as they are read.
fn input<T: JsonSchema>() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().into()
}

/// The schema of a result, as it is written.
fn output<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().into()
}

/// The tools, for a list.
pub(in crate::service::mcp) fn listed() -> Vec<Value> {
    let listed = TOOLS.iter().map(|tool| {
        json!({
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "inputSchema": (tool.input)(),
            "outputSchema": (tool.output)(),
            "annotations": {
                "title": tool.title,
                "readOnlyHint": true,
                "destructiveHint": false,
                "idempotentHint": true,
                "openWorldHint": false,
            },
        })
    });
    listed.collect()
}

/// The arguments of a tool that clients repeat in headers, for gateways: property, and the end of the header's name.
pub(in crate::service::mcp) fn mirrored(name: &str) -> Vec<(String, String)> {
    let Some(tool) = TOOLS.iter().find(|tool| tool.name == name) else { return Vec::new() };
    let schema = (tool.input)();
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .filter_map(|(name, of)| Some((name.clone(), of["x-mcp-header"].as_str()?.to_owned())))
        .collect()
}

/// Calls a tool.
///
/// Errors: there is none of that name.
pub(in crate::service::mcp) fn call(engine: &Engine, call: &Call) -> Result<Value, Fault> {
    let name = call.text("name").unwrap_or_default();
    let Some(tool) = TOOLS.iter().find(|tool| tool.name == name) else {
        let known: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
        let message = format!("{name:?} is not a tool; there are: {}", known.join(", "));
        return Err(Fault::invalid_params(message));
    };
    let arguments = match call.params.get("arguments") {
        None | Some(Value::Null) => json!({}),
        Some(arguments) if arguments.is_object() => arguments.clone(),
        Some(_) => {
            return Err(Fault::invalid_params("arguments is no JSON object; name them"));
        }
    };
    Ok(match (tool.call)(engine, arguments) {
        Ok(result) => json!({
            "content": [{ "type": "text", "text": result.to_string() }],
            "structuredContent": result,
            "isError": false,
        }),
        Err(message) => {
            json!({ "content": [{ "type": "text", "text": message }], "isError": true })
        }
    })
}

/// Reads the arguments, does the work, writes the result.
fn run<A: DeserializeOwned, R: Serialize>(
    engine: &Engine,
    arguments: Value,
    work: fn(&Engine, A) -> Result<R, Error>,
) -> Result<Value, String> {
    let arguments = serde_json::from_value(arguments)
        .map_err(|error| format!("the arguments cannot be read, {error}; correct them"))?;
    let result = work(engine, arguments).map_err(|error| match error.kind {
        // The engine has logged it where it happened.
        ErrorKind::Internal => Fault::internal().message,
        _ => error.message,
    })?;
    serde_json::to_value(result).map_err(|error| {
        tracing::error!(%error, "a result cannot be written");
        Fault::internal().message
    })
}
