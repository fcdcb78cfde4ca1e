//! What an address of the HTTP API carries: ids in its path, parameters in its query.

use cauldron_core::ApiError;
use cauldron_types::{Problem, ProblemKind};
use std::collections::BTreeMap;
use uuid::Uuid;

/// As many of a list as are sent when nothing is said.
const USUAL_LIMIT: u16 = 50;
/// As many as are sent at most.
const LARGEST_LIMIT: u16 = 200;

/// The parameters of a query, each given once.
#[derive(Debug)]
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads a query of which every parameter is among `known`.
    ///
    /// # Errors
    /// [`ProblemKind::Invalid`] with a sentence for a parameter that is not known, or given twice.
    pub(crate) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, ApiError> {
        let mut read = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if !known.contains(&name.as_ref()) {
                let shown: String = name.chars().take(60).collect();
                let parameters = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                let sentence = format!("There is no parameter \"{shown}\" here. Parameters: {parameters}.");
                return Err(ApiError::problem(ProblemKind::Invalid, sentence));
            }
            if read.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(ApiError::field(&name, &format!("The parameter {name} is given twice. Give it once.")));
            }
        }
        Ok(Self(read))
    }

    /// A parameter; empty when it is not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// How many of a list are asked for.
    ///
    /// # Errors
    /// [`ProblemKind::Invalid`] for anything but a whole number from 1 to 200.
    pub(crate) fn limit(&self) -> Result<u16, ApiError> {
        match self.text("limit") {
            "" => Ok(USUAL_LIMIT),
            text => text.parse().ok().filter(|limit| (1..=LARGEST_LIMIT).contains(limit)).ok_or_else(|| {
                let sentence = format!("The limit is a whole number from 1 to {LARGEST_LIMIT}.");
                Problem::new(ProblemKind::Invalid, sentence.clone()).with_field("limit", sentence).into()
            }),
        }
    }
}

/// An id of an address. One that cannot be one belongs to nothing.
///
/// # Errors
/// [`ProblemKind::NotFound`].
pub(crate) fn id(what: &str, text: &str) -> Result<Uuid, ApiError> {
    Uuid::try_parse(text).map_err(|_| ApiError::not_found(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_said() {
        let read = |query| Parameters::read(Some(query), &["cursor", "limit"]);
        assert_eq!(read("limit=20&cursor=a%20b").unwrap().text("cursor"), "a b");
        assert_eq!(read("").unwrap().limit().unwrap(), USUAL_LIMIT);
        for query in ["limt=20", "limit=1&limit=2", "%ff=1"] {
            assert_eq!(read(query).unwrap_err().kind(), ProblemKind::Invalid, "{query}");
        }
        for limit in ["limit=0", "limit=201", "limit=-1", "limit=ten", "limit=1.5"] {
            assert_eq!(read(limit).unwrap().limit().unwrap_err().kind(), ProblemKind::Invalid, "{limit}");
        }
        assert_eq!(id("key", "../x").unwrap_err().kind(), ProblemKind::NotFound);
    }
}
