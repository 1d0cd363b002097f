//! The pages do in a real browser what they say.

mod browser;
mod search;
mod frameworks;
mod importing;
mod tagging;
mod access;
mod account;
mod words;

pub(crate) use browser::Page;
pub(crate) use browser::Screen;
pub(crate) use browser::in_browser;
pub(crate) use browser::in_browser_at;
pub(crate) use browser::in_browser_on;
