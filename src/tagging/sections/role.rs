//! Pieces of a text -> the role of each, by its heading and by its own words.

use crate::model::DocumentKind;
use crate::model::Language;
use crate::model::Proficiency;
use crate::model::Requirement;
use crate::model::SectionRole;
use crate::tagging::sections::matching;
use crate::tagging::sections::matching::Found;
use crate::tagging::sections::matching::Shape;
use crate::tagging::sections::matching::Words;
use crate::tagging::sections::matching::cues;
use crate::tagging::sections::phrases::Cue;
use crate::tagging::sections::pieces::Piece;
use crate::tagging::sections::pieces::Place;
use crate::tagging::sections::pieces::Reach;
use crate::tagging::verbs::bloom;
use crate::tagging::verbs::is_base_form;

/// The role of a piece, and what its section says about needing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tagging) struct Said {
    pub(in crate::tagging) role: SectionRole,
    pub(in crate::tagging) requirement: Requirement,
}

/// Signs that have to be seen before a text is called a posting or a course.
const LEAST_SIGNS: usize = 1;

/// What sort of text these pieces are: a heading weighs as two phrases.
pub(in crate::tagging) fn kind(text: &str, pieces: &[Piece]) -> DocumentKind {
    let (mut posting, mut course) = (0, 0);
    for piece in pieces {
        match piece.heading.and_then(|heading| heading.role) {
            Some(
                SectionRole::Duties
                | SectionRole::Required
                | SectionRole::Preferred
                | SectionRole::Benefits
                | SectionRole::Company
                | SectionRole::EqualOpportunity,
            ) => posting += 2,
            Some(SectionRole::Outcomes | SectionRole::Topics | SectionRole::Assessments) => {
                course += 2;
            }
            Some(SectionRole::Qualifications) => posting += 1,
            _ => {}
        }
        for found in cues(&Words::of(text, piece.content)) {
            match found.cue {
                Cue::Seeking
                | Cue::Offer
                | Cue::Benefit
                | Cue::Company
                | Cue::EqualOpportunity
                | Cue::RequiredAfter
                | Cue::Qualification => posting += 1,
                Cue::CourseSign => course += 1,
                Cue::OutcomeStem if found.end - found.first > 3 => course += 2,
                _ => {}
            }
        }
    }
    let has_outcomes =
        pieces.iter().any(|p| p.heading.is_some_and(|h| h.role == Some(SectionRole::Outcomes)));
    match posting.max(course) {
        most if most < LEAST_SIGNS => DocumentKind::Other,
        _ if posting > course => DocumentKind::Posting,
        _ if course > posting || has_outcomes => DocumentKind::Course,
        _ => DocumentKind::Other,
    }
}

/// What holds until the next heading.
#[derive(Debug, Clone, Copy)]
struct State {
    role: SectionRole,
    requirement: Requirement,
    depth: usize,
    headed: bool,
}

/// The role of each piece, in order.
pub(in crate::tagging) fn roles(text: &str, pieces: &[Piece], kind: DocumentKind) -> Vec<Said> {
    let start = State {
        role: if kind == DocumentKind::Other {
            SectionRole::Other
        } else {
            SectionRole::Description
        },
        requirement: Requirement::Unstated,
        depth: 0,
        headed: false,
    };
    let is_in_lines = pieces.last().is_some_and(|last| last.line > 0);
    let mut state = start;
    // After "Location: Vienna" the section before it goes on: from the next line, or in a text without lines from
    // the piece of that number.
    let mut returns: Option<(usize, usize, State)> = None;
    let mut roles = Vec::with_capacity(pieces.len());
    let title = title(text, pieces, is_in_lines);
    for (number, piece) in pieces.iter().enumerate() {
        if let Some((line, at, before)) = returns
            && (if is_in_lines { piece.line != line } else { number >= at })
        {
            state = before;
            returns = None;
        }
        if title == Some(number) {
            roles.push(Said { role: SectionRole::Title, requirement: Requirement::Unstated });
            continue;
        }
        if let Some(heading) = piece.heading {
            let before = state;
            match heading.role {
                Some(role) => state = after_heading(text, piece, role, state, kind),
                // A heading nobody knows ends a section of the same or a lower rank.
                None if state.depth == 0 || heading.depth <= state.depth => {
                    state = State { depth: heading.depth, ..start };
                }
                None => {}
            }
            let is_passing = heading.reach == Reach::Inline
                && (state.role == SectionRole::Details
                    || is_in_lines && state.role == SectionRole::Benefits);
            let has_content = piece.content.start < piece.content.end;
            returns = match is_passing && (has_content || !is_in_lines) {
                true if has_content => Some((piece.line, number + 1, before)),
                true => Some((piece.line, number + 2, before)),
                false => None,
            };
        }
        roles.push(by_words(text, piece, state, kind));
    }
    roles
}

/// Words of a passage that only names what is given.
const BARE_WORDS: usize = 6;

/// The piece that is the title: the first one, where it is a short line over a longer text.
fn title(text: &str, pieces: &[Piece], is_in_lines: bool) -> Option<usize> {
    const MOST_WORDS: usize = 16;
    let first = pieces.first().filter(|_| is_in_lines && pieces.len() > 1)?;
    if let Some(heading) = first.heading {
        // "# Training manager": the first heading is the title, unless it says no more than "requirements" does.
        let words = Words::of(text, heading.span);
        let is_bare = matching::heading(&words, Shape::Plain).is_some();
        let is_title = heading.depth == 1 && !is_bare && first.content.start == first.content.end;
        return is_title.then_some(0);
    }
    let content = first.content.of(text);
    let is_short = Words::of(text, first.content).len() <= MOST_WORDS;
    let is_line = first.place == Place::WholeLine && !content.ends_with(['.', '!', ':', ',', ';']);
    let next_line = pieces.get(1).is_some_and(|next| next.line > first.line);
    (is_short && is_line && next_line && !content.contains('\n')).then_some(0)
}

fn after_heading(
    text: &str,
    piece: &Piece,
    role: SectionRole,
    before: State,
    kind: DocumentKind,
) -> State {
    let heading = piece.heading.map_or(piece.content, |heading| heading.span);
    let words = Words::of(text, heading);
    let role = for_kind(role, kind, &words);
    let says = |word: &str| words.folded.iter().any(|folded| folded == word);
    let mut requirement = match role {
        SectionRole::Required => Requirement::Required,
        SectionRole::Preferred => Requirement::Preferred,
        SectionRole::Qualifications if says("required") || says("minimum") => Requirement::Required,
        _ => Requirement::Unstated,
    };
    let mut role = role;
    // "Education: Required: …" stays education.
    let is_nested = piece.heading.is_some_and(|h| h.reach == Reach::Inline)
        && before.role == SectionRole::Qualifications
        && words.len() == 1
        && matches!(role, SectionRole::Required | SectionRole::Preferred);
    if is_nested {
        role = SectionRole::Qualifications;
    }
    if kind == DocumentKind::Course {
        requirement = Requirement::Unstated;
    }
    let depth = piece.heading.map_or(0, |heading| heading.depth);
    State { role, requirement, depth, headed: true }
}

/// A heading means something else over a course than over a posting.
fn for_kind(role: SectionRole, kind: DocumentKind, words: &Words<'_>) -> SectionRole {
    const OF_LEARNING: [&str; 16] = [
        "skills",
        "competencies",
        "competences",
        "knowledge",
        "abilities",
        "kompetenzen",
        "kenntnisse",
        "fahigkeiten",
        "qualifikationen",
        "competences",
        "connaissances",
        "competencias",
        "habilidades",
        "conocimientos",
        "vaardigheden",
        "competenties",
    ];
    match (kind, role) {
        (DocumentKind::Course, SectionRole::Required | SectionRole::Qualifications) => {
            let is_learnt = words.folded.iter().any(|word| OF_LEARNING.contains(&&**word));
            if is_learnt { SectionRole::Outcomes } else { SectionRole::Details }
        }
        (
            DocumentKind::Course,
            SectionRole::Duties
            | SectionRole::Preferred
            | SectionRole::Benefits
            | SectionRole::Company,
        ) => SectionRole::Details,
        (DocumentKind::Posting, SectionRole::Outcomes) => SectionRole::Duties,
        (DocumentKind::Posting, SectionRole::Topics | SectionRole::Assessments) => {
            SectionRole::Other
        }
        _ => role,
    }
}

/// How often each cue is met in a sentence.
struct Tally<'f>(&'f [Found<Cue>]);

impl Tally<'_> {
    fn of(&self, cue: Cue) -> usize {
        self.0.iter().filter(|found| found.cue == cue).count()
    }

    fn has(&self, cue: Cue) -> bool {
        self.of(cue) > 0
    }
}

/// The role of a piece whose section has that state: its own words may say otherwise.
fn by_words(text: &str, piece: &Piece, state: State, kind: DocumentKind) -> Said {
    let words = Words::of(text, piece.content);
    let found = cues(&words);
    let tally = Tally(&found);
    let first = words.word(0);
    let is_task = is_base_form(first)
        || first.strip_suffix('s').is_some_and(is_base_form)
        || first.ends_with("ing")
        || bloom(first, Language::ENGLISH).is_some();
    let is_work = state.headed
        && matches!(
            state.role,
            SectionRole::Duties
                | SectionRole::Required
                | SectionRole::Preferred
                | SectionRole::Qualifications
                | SectionRole::Outcomes
                | SectionRole::Topics
                | SectionRole::Assessments
        )
        || kind == DocumentKind::Course && state.role == SectionRole::Description;
    let as_state = Said { role: state.role, requirement: state.requirement };
    let role = |role| Said { role, requirement: Requirement::Unstated };
    if is_equal_opportunity(&tally, is_work, is_task) {
        return role(SectionRole::EqualOpportunity);
    }
    let asks = tally.has(Cue::MustBefore)
        || tally.has(Cue::HasBefore)
        || tally.has(Cue::RequiredAfter)
        || tally.has(Cue::PlusAfter)
        || tally.has(Cue::Qualification);
    let gives = tally.of(Cue::Benefit);
    let offers = tally.has(Cue::Offer);
    match state.role {
        SectionRole::EqualOpportunity | SectionRole::Details if state.headed => return as_state,
        SectionRole::Benefits => {
            let leaves = asks && gives == 0 && !offers && tally.has(Cue::Seeking);
            return if leaves { role(asked(&tally)) } else { as_state };
        }
        SectionRole::Company => {
            if gives > 0 && (offers || gives > 1) {
                return role(SectionRole::Benefits);
            }
            let leaves = tally.has(Cue::Seeking) && (asks || tally.has(Cue::Duty));
            return if leaves { role(asked(&tally)) } else { as_state };
        }
        _ => {}
    }
    if kind == DocumentKind::Course {
        let is_outcome = says_outcome(&found);
        let is_open = matches!(state.role, SectionRole::Description | SectionRole::Other);
        return if is_outcome && is_open { role(SectionRole::Outcomes) } else { as_state };
    }
    let is_known =
        is_task || tally.has(Cue::Experience) || tally.has(Cue::Level(Proficiency::Basic));
    if is_work {
        // Under duties, a bare "Life insurance." is no duty.
        let is_bare = state.role == SectionRole::Duties
            && !is_known
            && (gives > 1 || gives > 0 && words.len() <= BARE_WORDS);
        let is_gift = !is_task
            && (offers && gives > 0 && !tally.has(Cue::Duty) || gives > 2 && !is_known || is_bare);
        let is_firm = tally.has(Cue::Company)
            && !(asks || is_known || tally.has(Cue::Seeking) || tally.has(Cue::Duty));
        return match (is_gift, is_firm) {
            (true, _) => role(SectionRole::Benefits),
            (_, true) => role(SectionRole::Company),
            _ => as_state,
        };
    }
    // No heading says anything: the sentence speaks for itself.
    let is_short = words.len() <= 8;
    if !is_task && (offers && gives > 0 || gives > 1 || gives > 0 && is_short && !is_known) {
        return role(SectionRole::Benefits);
    }
    let looks_for = tally.has(Cue::Seeking);
    if tally.has(Cue::Company) && !(looks_for || asks || is_task) {
        return role(SectionRole::Company);
    }
    if kind == DocumentKind::Other && says_outcome(&found) {
        return role(SectionRole::Outcomes);
    }
    if asks {
        return role(asked(&tally));
    }
    let begins_with_verb = bloom(words.word(0), Language::ENGLISH).is_some();
    if kind == DocumentKind::Posting && (tally.has(Cue::Duty) || begins_with_verb) {
        return role(SectionRole::Duties);
    }
    as_state
}

/// "Students will be able to ...", soon in the sentence; "able to" alone says nothing.
fn says_outcome(found: &[Found<Cue>]) -> bool {
    found.iter().any(|f| f.cue == Cue::OutcomeStem && f.first < 8 && f.end - f.first > 2)
}

/// Among requirements: preferred ones, degrees and licences, all others.
fn asked(tally: &Tally<'_>) -> SectionRole {
    let is_must =
        tally.has(Cue::MustBefore) || tally.has(Cue::HasBefore) || tally.has(Cue::RequiredAfter);
    if tally.has(Cue::Qualification) {
        return SectionRole::Qualifications;
    }
    match (is_must, tally.has(Cue::PlusAfter) || tally.has(Cue::PlusBefore)) {
        (false, true) => SectionRole::Preferred,
        (true, _) => SectionRole::Required,
        (false, false) => SectionRole::Description,
    }
}

/// A plain promise counts everywhere except in a task ("Draft statements that ..."); of the matters that a
/// personnel office deals with, two have to be named, or one outside of duties and requirements.
fn is_equal_opportunity(tally: &Tally<'_>, is_work: bool, is_task: bool) -> bool {
    let promises = tally.of(Cue::EqualOpportunity);
    let matters = tally.of(Cue::Protected);
    if is_work && is_task {
        return promises > 0 && matters > 1;
    }
    promises > 0 || matters > 1 || matters > 0 && !is_work && !is_task
}
