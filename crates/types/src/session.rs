//! Who is signed in, as the browser may know it.

use crate::access::named_enum;
use crate::{OrganizationId, Permission, Role, UserId};
use serde::{Deserialize, Serialize};

named_enum! {
    /// The colour theme a person chose.
    Theme {
        /// As the operating system says.
        System = "system",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

/// The person in front of the screen, the organization they are in, and what they may do there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// How they are addressed.
    pub display_name: String,
    /// Their e-mail address.
    pub email: String,
    /// The current organization.
    pub organization: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// Their role in it.
    pub role: Role,
    /// What the role permits; the server decides anew at every call.
    pub permissions: Vec<Permission>,
}

impl SignedIn {
    /// Whether a control for `permission` should be shown.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionState {
    /// Nobody.
    SignedOut,
    /// Somebody who may not act now.
    Suspended,
    /// Somebody.
    SignedIn(SignedIn),
}

impl SessionState {
    /// Who is signed in.
    #[must_use]
    pub const fn person(&self) -> Option<&SignedIn> {
        match self {
            Self::SignedIn(person) => Some(person),
            Self::SignedOut | Self::Suspended => None,
        }
    }
}
