//! What each column of a spreadsheet is: as data, and as a TOML file that people correct.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::formats::ReadError;
use crate::model::ConceptKind;
use crate::model::Language;
use crate::model::Location;
use crate::model::Predicate;
use crate::model::RelationKind;

/// Which column of a spreadsheet is what, and what its framework says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrameworkColumns {
    /// The sheet of a workbook: its name, or its number from 1; empty for the first that looks like a list.
    pub sheet: String,
    /// What every concept is that no column says it of; a skill where nothing is said.
    pub kind: Option<ConceptKind>,
    /// What keeps the values of a cell apart, in columns of several values; `|` where nothing is said.
    pub separator: String,
    /// Whether an empty cell of a column with a level means what the cell above it says.
    pub fill_down: bool,
    /// What the framework says of itself.
    pub framework: FrameworkFacts,
    /// What each column is, in the order of the table.
    #[serde(rename = "column")]
    pub columns: Vec<ColumnRule>,
}

/// What a framework says of itself where its file does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrameworkFacts {
    /// Its IRI; minted of the short name where it is empty.
    pub id: String,
    /// Its short name; made of the file's name where it is empty.
    pub key: String,
    /// Its title; the file's name where it is empty.
    pub title: String,
    /// The version of the release; `1` where it is empty.
    pub version: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under what terms it may be used.
    pub licence: String,
    /// Where their text stands.
    pub licence_url: String,
    /// The words its publisher asks to be repeated.
    pub attribution: String,
    /// One or two sentences about it.
    pub description: String,
    /// The language of labels and texts whose column does not say it.
    pub language: String,
}

/// What one column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// The column's name, as the header writes it.
    pub header: String,
    /// What it is.
    #[serde(rename = "use")]
    pub role: ColumnRole,
    /// The language of a label or text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The column speaks not of the row's concept but of a group above it: 1 is the topmost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The kind of the concepts at that level; groups where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ConceptKind>,
    /// The classification of a code; the framework's short name where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Whether the codes tell the hierarchy: `1.2` stands below `1`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outline: bool,
    /// Whether blanks before the labels tell the hierarchy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub indented: bool,
    /// What keeps the values of a cell apart; of columns of one value, says that there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// What a property is called; as the header where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the row's concept has to do with the concepts that a relation column names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    /// What the row's concept is to the concepts of other frameworks that a mapping column names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Predicate>,
}

/// What a column can be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// The concept's IRI, or an identifier of which one is made.
    Id,
    /// Its code in a classification.
    Code,
    /// Its preferred label.
    Label,
    /// Its alternative labels.
    Alternative,
    /// Its hidden labels.
    Hidden,
    /// What it means, told plainly.
    Description,
    /// What it means, exactly.
    Definition,
    /// What it covers.
    ScopeNote,
    /// Anything else said about it.
    Note,
    /// What sort of thing it is.
    Kind,
    /// What stands above it: an id, a code or a label.
    Parent,
    /// How deep it stands below the row before: a number.
    Depth,
    /// Where it stands: a number such as `1.2.3`.
    Outline,
    /// Concepts of this framework, by id, code or label.
    Relation,
    /// Concepts of other frameworks, by IRI.
    Mapping,
    /// Whether it may still be used.
    Status,
    /// What takes its place: an id, a code or a label.
    ReplacedBy,
    /// A further fact.
    Property,
    /// Nothing that is read.
    Skip,
}

impl ColumnRole {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Self; 19] = [
        Self::Id,
        Self::Code,
        Self::Label,
        Self::Alternative,
        Self::Hidden,
        Self::Description,
        Self::Definition,
        Self::ScopeNote,
        Self::Note,
        Self::Kind,
        Self::Parent,
        Self::Depth,
        Self::Outline,
        Self::Relation,
        Self::Mapping,
        Self::Status,
        Self::ReplacedBy,
        Self::Property,
        Self::Skip,
    ];

    /// Its name in files and replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Code => "code",
            Self::Label => "label",
            Self::Alternative => "alternative",
            Self::Hidden => "hidden",
            Self::Description => "description",
            Self::Definition => "definition",
            Self::ScopeNote => "scope_note",
            Self::Note => "note",
            Self::Kind => "kind",
            Self::Parent => "parent",
            Self::Depth => "depth",
            Self::Outline => "outline",
            Self::Relation => "relation",
            Self::Mapping => "mapping",
            Self::Status => "status",
            Self::ReplacedBy => "replaced_by",
            Self::Property => "property",
            Self::Skip => "skip",
        }
    }

    /// Whether a cell may hold several values without being told so.
    pub(super) fn has_several(self) -> bool {
        matches!(
            self,
            Self::Alternative
                | Self::Hidden
                | Self::Parent
                | Self::Relation
                | Self::Mapping
                | Self::ReplacedBy
        )
    }

    /// Whether it says something in a language.
    pub(super) fn has_language(self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Alternative
                | Self::Hidden
                | Self::Description
                | Self::Definition
                | Self::ScopeNote
                | Self::Note
        )
    }
}

impl ColumnRule {
    /// The column of that name, as that.
    pub fn new(header: &str, role: ColumnRole) -> Self {
        Self {
            header: header.to_owned(),
            role,
            language: None,
            level: None,
            kind: None,
            scheme: None,
            outline: false,
            indented: false,
            separator: None,
            name: None,
            relation: None,
            predicate: None,
        }
    }

    /// What it is, in a few words: `label (de)`, `label of level 2`, `relation related`.
    pub fn words(&self) -> String {
        let mut words = self.role.name().replace('_', " ");
        let further = [
            self.relation.map(|relation| relation.name().to_owned()),
            self.predicate.map(|predicate| predicate.name().to_owned()),
            self.name.clone(),
            self.scheme.as_ref().map(|scheme| format!("of {scheme}")),
            self.level.map(|level| format!("of level {level}")),
            self.kind.map(|kind| format!("({kind})")),
            self.language.map(|language| format!("({language})")),
            self.outline.then(|| "that tells the hierarchy".to_owned()),
            self.indented.then(|| "whose blanks tell the hierarchy".to_owned()),
        ];
        for part in further.into_iter().flatten() {
            let _ = write!(words, " {part}");
        }
        words
    }
}

impl FrameworkColumns {
    /// What a TOML file says, as [`FrameworkColumns::to_toml`] writes it.
    ///
    /// Errors: it is no such file, or a rule lacks what its use needs; with the line.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ReadError> {
        let remedy = "compare with what skillmap columns writes";
        let columns: Self = toml::from_str(text).map_err(|e| {
            let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() as u64 + 1;
            let what = e.message().lines().collect::<Vec<_>>().join(" ");
            ReadError::invalid(Location::line(file, line), what, remedy)
        })?;
        let faults = columns.columns.iter().filter_map(|rule| {
            let needed = match rule.role {
                ColumnRole::Relation if rule.relation.is_none() => "relation = \"related\"",
                ColumnRole::Mapping if rule.predicate.is_none() => "predicate = \"exact\"",
                _ => return None,
            };
            Some(format!("the column {:?} is a {} without {needed}", rule.header, rule.role.name()))
        });
        match faults.into_iter().next() {
            None => Ok(columns),
            Some(what) => {
                Err(ReadError::invalid(Location::file(file), what, "add that line to it"))
            }
        }
    }

    /// The file that [`FrameworkColumns::from_toml`] reads; `remarks` stand above each column, one list for each.
    pub fn to_toml(&self, remarks: &[Vec<String>]) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: &str, is_shown: bool| {
            if is_shown {
                let _ = writeln!(out, "{key} = {value}");
            }
        };
        line("sheet", &quoted(&self.sheet), !self.sheet.is_empty());
        line("kind", &quoted(self.kind.map_or("", ConceptKind::name)), self.kind.is_some());
        line("separator", &quoted(&self.separator), !self.separator.is_empty());
        line("fill_down", "true", self.fill_down);
        let facts = &self.framework;
        let _ = writeln!(out, "\n[framework]");
        for (key, value) in [
            ("id", &facts.id),
            ("key", &facts.key),
            ("title", &facts.title),
            ("version", &facts.version),
            ("publisher", &facts.publisher),
            ("licence", &facts.licence),
            ("licence_url", &facts.licence_url),
            ("attribution", &facts.attribution),
            ("description", &facts.description),
            ("language", &facts.language),
        ] {
            let _ = writeln!(out, "{key} = {}", quoted(value));
        }
        for (position, rule) in self.columns.iter().enumerate() {
            out.push('\n');
            for remark in remarks.get(position).into_iter().flatten() {
                let _ = writeln!(out, "# {}", remark.replace(['\n', '\r'], " "));
            }
            push_rule(&mut out, rule);
        }
        out
    }
}

fn push_rule(out: &mut String, rule: &ColumnRule) {
    let _ = writeln!(out, "[[column]]\nheader = {}", quoted(&rule.header));
    let _ = writeln!(out, "use = {}", quoted(rule.role.name()));
    let further = [
        ("language", rule.language.map(|language| quoted(language.as_str()))),
        ("level", rule.level.map(|level| level.to_string())),
        ("kind", rule.kind.map(|kind| quoted(kind.name()))),
        ("scheme", rule.scheme.as_deref().map(quoted)),
        ("outline", rule.outline.then(|| "true".to_owned())),
        ("indented", rule.indented.then(|| "true".to_owned())),
        ("separator", rule.separator.as_deref().map(quoted)),
        ("name", rule.name.as_deref().map(quoted)),
        ("relation", rule.relation.map(|relation| quoted(relation.name()))),
        ("predicate", rule.predicate.map(|predicate| quoted(predicate.name()))),
    ];
    for (key, value) in further {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_whatever_the_headers_are() {
        let headers =
            ["Skill \"name\"", "a\\b", "two\nlines", "\u{7f}\t", "größe 日本", "# no remark", ""];
        let mut columns: Vec<ColumnRule> = headers
            .into_iter()
            .zip(ColumnRole::ALL)
            .map(|(header, role)| ColumnRule {
                language: Some(Language::ENGLISH),
                level: Some(2),
                kind: Some(ConceptKind::WorkStyle),
                scheme: Some("X \"y\"".to_owned()),
                outline: true,
                indented: true,
                separator: Some("\n".to_owned()),
                name: Some("a".to_owned()),
                relation: Some(RelationKind::HasTask),
                predicate: Some(Predicate::NoMatch),
                ..ColumnRule::new(header, role)
            })
            .collect();
        columns.push(ColumnRule::new("plain", ColumnRole::Skip));
        let facts = FrameworkFacts { title: "T \"q\"".to_owned(), ..FrameworkFacts::default() };
        let whole = FrameworkColumns {
            sheet: "Blatt 1".to_owned(),
            kind: Some(ConceptKind::Outcome),
            separator: ";".to_owned(),
            fill_down: true,
            framework: facts,
            columns,
        };
        for given in [whole, FrameworkColumns::default()] {
            let text = given.to_toml(&[vec!["a remark\nof two lines".to_owned()]]);
            let back = FrameworkColumns::from_toml("x.toml", &text);
            assert_eq!(back.unwrap(), given, "{text}");
        }
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        for (text, says) in [
            ("kind = \"skill\"\nsheets = 1\n", "line 2: unknown field `sheets`"),
            ("[[column]]\nheader = \"a\"\nuse = \"lable\"\n", "line 3: unknown variant `lable`"),
            ("kind = \n", "line 1"),
            ("[[column]]\nheader = \"a\"\nuse = \"relation\"\n", "without relation = "),
        ] {
            let error = FrameworkColumns::from_toml("x.toml", text).unwrap_err().to_string();
            assert!(error.contains(says) && error.starts_with("x.toml"), "{error}");
        }
    }
}
