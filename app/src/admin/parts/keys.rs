//! API keys: the list, one of them beside it, the form that makes one, and the secret that is shown once.

mod detail;
mod form;
mod table;

pub(crate) use detail::KeyDetails;
pub(crate) use form::{NewKeyForm, Secret, latest_secret, scope_boxes};
pub(crate) use table::KeyTable;

pub(crate) use super::{field_of, message_of as sentence_of, problem_of};
