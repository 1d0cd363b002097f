//! The part of a review that stands in its address: who decides, which pairs are wanted, what was decided so far.

use crate::engine::QueueRequest;
use crate::engine::ReviewReply;
use crate::service::pages::page::address;
use crate::service::problem::Problem;
use crate::service::query::Parameters;

/// The parameters of a sitting.
pub(super) const SITTING: [&str; 12] = [
    "reviewer",
    "again",
    "unmapped",
    "disputed",
    "group",
    "signal",
    "min_confidence",
    "max_confidence",
    "view",
    "skip",
    "offset",
    "done",
];

/// Decisions that can be taken back one after another: an address is not to grow without end.
const UNDOABLE: usize = 20;

/// How many pairs of a queue are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum View {
    /// One, with all that helps to decide it.
    #[default]
    OneByOne,
    /// Many, in short.
    List,
}

/// A reviewer at work on a queue.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sitting {
    /// The crosswalk.
    pub(super) name: String,
    /// Who decides; empty until it is said.
    pub(super) reviewer: String,
    /// Which pairs are wanted, as [`QueueRequest`] has it.
    pub(super) again: bool,
    pub(super) unmapped: bool,
    pub(super) disputed: bool,
    pub(super) group: String,
    pub(super) signal: String,
    pub(super) min_confidence: Option<f64>,
    pub(super) max_confidence: Option<f64>,
    /// How many pairs are shown.
    pub(super) view: View,
    /// Pairs passed over, where one is shown at a time.
    pub(super) skip: usize,
    /// Pairs on the pages before, in the list.
    pub(super) offset: usize,
    /// Numbers of decisions that can be taken back, the last one last.
    pub(super) done: Vec<u64>,
}

impl Sitting {
    /// The sitting of an address or a form; who decided last is `remembered`.
    ///
    /// Errors: a value is not of its sort.
    pub(super) fn of(
        name: String,
        parameters: &Parameters,
        remembered: &str,
    ) -> Result<Self, Problem> {
        let done = parameters.one("done")?.unwrap_or_default();
        let done: Result<Vec<u64>, _> =
            done.split('.').filter(|number| !number.is_empty()).map(str::parse).collect();
        Ok(Self {
            name,
            reviewer: parameters.one("reviewer")?.unwrap_or_else(|| remembered.to_owned()),
            again: parameters.is_set("again")?,
            unmapped: parameters.is_set("unmapped")?,
            disputed: parameters.is_set("disputed")?,
            group: parameters.one("group")?.unwrap_or_default(),
            signal: parameters.one("signal")?.unwrap_or_default(),
            min_confidence: parameters.number("min_confidence", "number")?,
            max_confidence: parameters.number("max_confidence", "number")?,
            view: match parameters.one("view")?.as_deref() {
                Some("list") => View::List,
                _ => View::OneByOne,
            },
            skip: parameters.count("skip")?,
            offset: parameters.count("offset")?,
            done: done.map_err(|_| {
                Problem::field("done", "done is a list of numbers with points between: done=1.2")
            })?,
        })
    }

    /// What the queue is asked.
    pub(super) fn request(&self, limit: usize) -> QueueRequest {
        QueueRequest {
            name: self.name.clone(),
            reviewer: self.reviewer.clone(),
            again: self.again,
            unmapped: self.unmapped,
            disputed: self.disputed,
            group: self.group.clone(),
            signal: self.signal.clone(),
            min_confidence: self.min_confidence,
            max_confidence: self.max_confidence,
            offset: if self.is_list() { self.offset } else { self.skip },
            limit,
            ..QueueRequest::default()
        }
    }

    /// Its parameters, those that say nothing left out: the hidden fields of its forms.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let set = |is: bool| if is { "true".to_owned() } else { String::new() };
        let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        let share = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
        let done: Vec<String> = self.done.iter().map(ToString::to_string).collect();
        let all = [
            ("reviewer", self.reviewer.clone()),
            ("again", set(self.again)),
            ("unmapped", set(self.unmapped)),
            ("disputed", set(self.disputed)),
            ("group", self.group.clone()),
            ("signal", self.signal.clone()),
            ("min_confidence", share(self.min_confidence)),
            ("max_confidence", share(self.max_confidence)),
            ("view", if self.is_list() { "list".to_owned() } else { String::new() }),
            ("skip", number(self.skip)),
            ("offset", number(self.offset)),
            ("done", done.join(".")),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Whether many pairs are shown.
    pub(super) fn is_list(&self) -> bool {
        self.view == View::List
    }

    /// Whether any pair is left out that would be there without being asked.
    pub(super) fn is_narrowed(&self) -> bool {
        self.unmapped
            || self.disputed
            || !self.group.is_empty()
            || !self.signal.is_empty()
            || self.min_confidence.is_some()
            || self.max_confidence.is_some()
    }

    /// The address of its page.
    pub(super) fn address(&self) -> String {
        self.address_of("", "")
    }

    /// The address of its page with one pair in front, whatever its place in the queue.
    pub(super) fn address_of(&self, subject: &str, object: &str) -> String {
        let fields = self.fields();
        let pairs = fields.iter().map(|(name, value)| (*name, value.as_str()));
        let path = format!("/crosswalks/{}/queue", self.name);
        address(&path, pairs.chain([("subject", subject), ("object", object)]))
    }

    /// The same with the queue passed over so far.
    pub(super) fn at(&self, skip: usize) -> Self {
        Self { skip, view: View::OneByOne, offset: 0, ..self.clone() }
    }

    /// The same as a list, or one by one.
    pub(super) fn seen_as(&self, view: View) -> Self {
        Self { view, skip: 0, offset: 0, ..self.clone() }
    }

    /// The same without what narrows it.
    pub(super) fn widened(&self) -> Self {
        Self {
            name: self.name.clone(),
            reviewer: self.reviewer.clone(),
            again: self.again,
            view: self.view,
            done: self.done.clone(),
            ..Self::default()
        }
    }

    /// The sitting after something was written down.
    pub(super) fn after(mut self, reply: &ReviewReply) -> Self {
        self.done.extend(reply.batch);
        let too_many = self.done.len().saturating_sub(UNDOABLE);
        self.done.drain(..too_many);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_of_a_sitting() {
        let rows = [
            ("", ""),
            ("reviewer=Ana+P%C3%A9rez&again=true", "reviewer=Ana+P%C3%A9rez&again=true"),
            ("skip=2&offset=&done=3.4", "skip=2&done=3.4"),
            ("view=list&offset=50&min_confidence=0.5", "min_confidence=0.5&view=list&offset=50"),
            ("view=other&unmapped=false&disputed=true", "disputed=true"),
        ];
        for (given, expected) in rows {
            let parameters = Parameters::read(given, &SITTING).unwrap();
            let sitting = Sitting::of("a-b".into(), &parameters, "").unwrap();
            let address = sitting.address();
            let query = address.strip_prefix("/crosswalks/a-b/queue").unwrap();
            assert_eq!(query.trim_start_matches('?'), expected, "{given}");
        }
        let wrong = Parameters::read("done=1,x", &SITTING).unwrap();
        let refused = Sitting::of("a".into(), &wrong, "").unwrap_err().to_string();
        assert!(refused.starts_with("done is a list of numbers"), "{refused}");
    }
}
