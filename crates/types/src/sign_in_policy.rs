//! What an organization asks of signing in, as its page sees it.

use serde::{Deserialize, Serialize};

/// The policy that holds, and the bounds of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPolicy {
    /// Whether everybody has to have a second factor.
    pub second_factor: bool,
    /// Minutes without a request after which a session ends; none as the installation has it.
    pub idle_minutes: Option<u32>,
    /// Hours after which a session ends in any case; none as the installation has it.
    pub absolute_hours: Option<u32>,
    /// Minutes after which the installation ends a session without a request.
    pub most_idle_minutes: u32,
    /// Hours after which the installation ends a session in any case.
    pub most_absolute_hours: u32,
}

impl SignInPolicy {
    /// What a form was filled from, so that a save notices what somebody else saved meanwhile.
    #[must_use]
    pub fn version(&self) -> String {
        let number = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        format!("{}/{}/{}", self.second_factor, number(self.idle_minutes), number(self.absolute_hours))
    }
}
