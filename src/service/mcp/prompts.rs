//! Two requests that people make often, for clients that offer them as commands.

use serde_json::Value;
use serde_json::json;

use crate::service::mcp::message::Call;
use crate::service::mcp::message::Fault;

/// One prompt: what it is called, what it is for, what it needs, and what it says.
struct Prompt {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [Argument],
    text: &'static str,
}

/// One argument of a prompt; all of them are needed.
struct Argument {
    name: &'static str,
    description: &'static str,
}

const PROMPTS: [Prompt; 2] = [
    Prompt {
        name: "compare_course_with_job",
        title: "What does a course lack for a job?",
        description: "Compares a course with a posting or an occupation and says what to add.",
        arguments: &[
            Argument { name: "course", description: "The text of the course." },
            Argument { name: "job", description: "The text of the posting." },
        ],
        text: "Compare the course with the job posting by the tool compare_texts (have_text is the course, want_text the posting). Say in plain words how much is covered, which required skills are missing and what in the course comes near them, each with its reason, and propose at most five changes to the course. Say where you are not sure.\n\nThe course:\n{course}\n\nThe posting:\n{job}",
    },
    Prompt {
        name: "skills_of_text",
        title: "Which skills does a text speak of?",
        description: "Lists the skills of a course, a posting or a record in one framework.",
        arguments: &[
            Argument { name: "text", description: "The text." },
            Argument {
                name: "framework",
                description: "Short name of the framework, such as esco.",
            },
        ],
        text: "Find the skills of the text below by the tool map_text_to_skills, with framework {framework}. List them with label, IRI, score and the words that say so; keep apart those of 0.65 and more from those that a person should look at.\n\nThe text:\n{text}",
    },
];

/// All of them, for a list.
pub(in crate::service::mcp) fn listed() -> Value {
    let prompts = PROMPTS.iter().map(|prompt| {
        let arguments = prompt.arguments.iter().map(|argument| {
            json!({
                "name": argument.name,
                "description": argument.description,
                "required": true,
            })
        });
        json!({
            "name": prompt.name,
            "title": prompt.title,
            "description": prompt.description,
            "arguments": arguments.collect::<Vec<_>>(),
        })
    });
    json!({ "prompts": prompts.collect::<Vec<_>>() })
}

/// One of them, filled in.
///
/// Errors: there is none of that name, or an argument is missing.
pub(in crate::service::mcp) fn got(call: &Call) -> Result<Value, Fault> {
    let name = call.text("name").unwrap_or_default();
    let Some(prompt) = PROMPTS.iter().find(|prompt| prompt.name == name) else {
        let known: Vec<&str> = PROMPTS.iter().map(|prompt| prompt.name).collect();
        let message = format!("{name:?} is not a prompt; there are: {}", known.join(", "));
        return Err(Fault::invalid_params(message));
    };
    let mut text = String::new();
    let mut rest = prompt.text;
    // In one pass: what is filled in is never read as a place to be filled.
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (argument, after) = after.split_once('}').unwrap_or((after, ""));
        let given = call.params.get("arguments").and_then(|arguments| arguments.get(argument));
        let value = given.and_then(Value::as_str).ok_or_else(|| {
            Fault::invalid_params(format!("the argument {argument} is missing; give it as text"))
        })?;
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    Ok(json!({
        "description": prompt.description,
        "messages": [{ "role": "user", "content": { "type": "text", "text": text } }],
    }))
}
