//! The objects of CASE as they are written, members in this order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Label;
use crate::model::Notation;
use crate::model::Text;

/// `LinkURI` and `LinkGenURI`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct LinkForm {
    pub(super) title: String,
    pub(super) identifier: String,
    pub(super) uri: String,
}

/// `CFDocument` inside a package.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) case_version: Option<&'static str>,
    pub(super) creator: &'a str,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    #[serde(rename = "licenseURI", skip_serializing_if = "Option::is_none")]
    pub(super) license_uri: Option<LinkForm>,
    pub(super) last_change_date_time: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) extensions: BTreeMap<&'a str, Extension<'a>>,
}

/// `CFItem` inside a package.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: Cow<'a, str>,
    pub(super) full_statement: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) abbreviated_statement: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alternative_label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) human_coding_scheme: Option<&'a str>,
    #[serde(rename = "CFItemType", skip_serializing_if = "Option::is_none")]
    pub(super) item_type: Option<&'a str>,
    #[serde(rename = "CFItemTypeURI", skip_serializing_if = "Option::is_none")]
    pub(super) item_type_uri: Option<LinkForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    #[serde(flatten)]
    pub(super) fields: BTreeMap<&'static str, Value<'a>>,
    pub(super) last_change_date_time: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) extensions: BTreeMap<&'a str, Extension<'a>>,
}

/// What stands in a member that is a property.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Texts(Vec<&'a str>),
    Link(LinkForm),
    Links(Vec<LinkForm>),
}

/// What stands in a member of `extensions`.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Extension<'a> {
    Text(&'a str),
    Texts(Vec<&'a str>),
    Labels(Vec<&'a Label>),
    TextsOfKinds(Vec<&'a Text>),
    Notations(Vec<&'a Notation>),
    Properties(BTreeMap<&'a str, Vec<&'a str>>),
    Iri(String),
    Iris(BTreeMap<String, String>),
}

/// `CFAssociation` inside a package.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssociationForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: String,
    pub(super) association_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sequence_number: Option<i32>,
    #[serde(rename = "originNodeURI")]
    pub(super) origin: LinkForm,
    #[serde(rename = "destinationNodeURI")]
    pub(super) destination: LinkForm,
    pub(super) last_change_date_time: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) notes: &'a str,
}

/// `CFDefinitions`.
#[derive(Default, Serialize)]
pub(super) struct DefinitionsForm<'a> {
    #[serde(rename = "CFConcepts", skip_serializing_if = "Vec::is_empty")]
    pub(super) concepts: Vec<TopicForm<'a>>,
    #[serde(rename = "CFSubjects", skip_serializing_if = "Vec::is_empty")]
    pub(super) subjects: Vec<TopicForm<'a>>,
    #[serde(rename = "CFLicenses", skip_serializing_if = "Vec::is_empty")]
    pub(super) licenses: Vec<LicenseForm<'a>>,
    #[serde(rename = "CFItemTypes", skip_serializing_if = "Vec::is_empty")]
    pub(super) item_types: Vec<ItemTypeForm<'a>>,
}

/// `CFConcept` and `CFSubject`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TopicForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: String,
    pub(super) title: String,
    pub(super) hierarchy_code: String,
    pub(super) last_change_date_time: &'a str,
}

/// `CFLicense`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LicenseForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: String,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) license_text: &'a str,
    pub(super) last_change_date_time: &'a str,
}

/// `CFItemType`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemTypeForm<'a> {
    pub(super) identifier: String,
    pub(super) uri: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) hierarchy_code: String,
    pub(super) last_change_date_time: &'a str,
}
