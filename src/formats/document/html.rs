//! HTML -> text in the manner of Markdown: what can be seen, with its headings, list items and lines.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tokenizer::states::RawKind;

/// Elements whose content nobody reads on the page.
const DROPPED: [&str; 14] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "nav", "footer",
    "select", "button", "canvas", "form",
];
/// Elements before and after which a new line begins.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether a text is HTML: it begins with a block of it, or closes several.
pub(super) fn is_html(text: &str) -> bool {
    const BEGINS: [&str; 14] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<ul",
        "<ol",
        "<section",
        "<article",
        "<main",
        "<table",
        "<h",
    ];
    const CLOSES: [&str; 5] = ["</p>", "</li>", "</div>", "</ul>", "<br"];
    /// Closed blocks that make a text HTML wherever it begins.
    const LEAST: usize = 3;
    let head: String = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    if BEGINS.iter().any(|begin| head.starts_with(begin)) {
        return true;
    }
    text.contains('<')
        && CLOSES.iter().map(|close| text.matches(close).take(LEAST).count()).sum::<usize>()
            >= LEAST
}

/// The title of the page and its text.
///
/// Cost: O(bytes), in one pass without a tree, so that no page can nest too deep.
pub(super) fn to_text(html: &str) -> (String, String) {
    let page = Page(RefCell::new(Written::default()));
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(page, TokenizerOpts::default());
    // The tokenizer pauses after scripts, which are not run.
    while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    tokenizer.end();
    let written = tokenizer.sink.0.take();
    let title = written.title.split_whitespace().collect::<Vec<_>>().join(" ");
    (title, written.text.trim().to_owned())
}

/// The contents of a page's scripts whose type names JSON-LD, in the order of the page.
pub(super) fn linked_data(html: &str) -> Vec<String> {
    let scripts = Scripts(RefCell::new((Vec::new(), false)));
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(scripts, TokenizerOpts::default());
    while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    tokenizer.end();
    tokenizer.sink.0.take().0
}

/// The scripts met so far, and whether the last is still open.
struct Scripts(RefCell<(Vec<String>, bool)>);

impl TokenSink for Scripts {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (scripts, is_open) = &mut *self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if *is_open => {
                if let Some(last) = scripts.last_mut() {
                    last.push_str(&text);
                }
            }
            Token::TagToken(tag) => {
                let is_script = &*tag.name == "script" && tag.kind == TagKind::StartTag;
                let is_type = |name: &str| name == "type";
                *is_open = is_script
                    && tag.attrs.iter().any(|a| {
                        is_type(&a.name.local) && a.value.to_ascii_lowercase().contains("ld+json")
                    });
                if *is_open {
                    scripts.push(String::new());
                }
                if tag.kind == TagKind::StartTag {
                    return raw_content(&tag.name);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What the tokenizer has to know of elements whose content is no markup.
fn raw_content(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

struct Page(RefCell<Written>);

#[derive(Debug, Default)]
struct Written {
    title: String,
    text: String,
    /// The element that is dropped, and how deep in others of its name.
    dropped: Option<(String, usize)>,
    in_title: bool,
    /// Whether a blank stands before the next word.
    is_blank: bool,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.add(&text),
            Token::TagToken(tag) => return page.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Written {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if let Some((dropped, depth)) = &mut self.dropped {
            if dropped == name {
                *depth = if opens { *depth + 1 } else { depth.saturating_sub(1) };
                if *depth == 0 {
                    self.dropped = None;
                }
            }
        } else if opens && DROPPED.contains(&name) && !tag.self_closing {
            self.end_line();
            self.dropped = Some((name.to_owned(), 1));
        } else if name == "title" {
            self.in_title = opens;
        } else if let Some(depth) = heading_depth(name) {
            self.end_line();
            if opens {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n('#', depth));
                self.text.push(' ');
            }
            self.is_blank = false;
        } else if name == "br" {
            self.end_line();
        } else if BLOCKS.contains(&name) {
            self.end_line();
            if opens && name == "li" {
                self.text.push_str("- ");
            } else if name == "p" && !self.text.ends_with("\n\n") && !self.text.is_empty() {
                self.text.push('\n');
            }
        }
        if opens { raw_content(name) } else { TokenSinkResult::Continue }
    }

    /// Runs of white space become one blank.
    fn add(&mut self, text: &str) {
        if self.in_title {
            self.title.push_str(text);
            return;
        }
        if self.dropped.is_some() {
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.is_blank = true;
                continue;
            }
            let begins_line = self.text.is_empty() || self.text.ends_with(['\n', ' ']);
            if self.is_blank && !begins_line {
                self.text.push(' ');
            }
            self.is_blank = false;
            self.text.push(c);
        }
    }

    fn end_line(&mut self) {
        self.is_blank = false;
        // An empty list item or heading leaves its mark behind.
        let kept = self.text.trim_end_matches(['-', '#', ' ']).len();
        let is_mark = kept < self.text.len() && (kept == 0 || self.text[..kept].ends_with('\n'));
        if is_mark {
            self.text.truncate(kept);
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

fn heading_depth(name: &str) -> Option<usize> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(usize::from(digit - b'0')),
        _ => None,
    }
}
