//! skillmap serve: where, for whom, and how much.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use clap::Args;
use clap::ValueEnum;

/// How the service is to run.
#[derive(Debug, Clone, Args)]
pub struct Serving {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub address: SocketAddr,
    /// Whether others than this machine may connect.
    #[arg(long, value_enum, default_value_t = Listen::Loopback)]
    pub listen: Listen,
    /// Address at which others reach the service, for links in its replies, such as `https://skills.example.org`.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// What may be done without a key; to change something is never among it, except on this machine.
    #[arg(long, value_enum, default_value_t = Without::Read)]
    pub anonymous: Without,
    /// A name by which it may be called, such as skills.example; may be given several times.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub host: Vec<String>,
    /// A site whose pages may ask, such as <https://skills.example>; may be given several times.
    #[arg(long, value_name = "ORIGIN", value_delimiter = ',')]
    pub cors: Vec<String>,
    /// Requests a second that each key or address may send; this machine is bound only where this is given.
    #[arg(long, value_name = "N")]
    pub rate: Option<NonZeroU32>,
    /// A proxy on this machine stands in front and encrypts: cookies are for encrypted connections only, browsers are told
    /// to use no others, and the proxy's X-Forwarded-For is believed.
    #[arg(long)]
    pub behind_tls: bool,
    /// How its log is written to standard error; `SKILLMAP_LOG=info` has a line for each request.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// An object of JSON on each line, for programs that gather logs.
    Json,
}

/// Whom the service listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listen {
    /// This machine only.
    Loopback,
    /// Everyone who can reach the address.
    Anywhere,
}

/// What may be done without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Without {
    /// Everyone may read.
    Read,
    /// Nobody may do anything, on this machine neither.
    Nobody,
}
