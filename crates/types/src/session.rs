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

named_enum! {
    /// How close together rows and controls stand.
    Density {
        /// Rows of 32 pixels.
        Compact = "compact",
        /// Rows of 40 pixels.
        Comfortable = "comfortable",
    }
}

/// What a person prefers, kept with the account and in cookies from which the server paints a page right the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The colour theme.
    pub theme: Theme,
    /// The density.
    pub density: Density,
    /// Whether single keys are shortcuts.
    pub shortcuts: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::System, density: Density::Compact, shortcuts: true }
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
    /// Its time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    /// Why the organization is suspended and nothing can be written in it; none while it is not.
    #[serde(default)]
    pub suspended: Option<String>,
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
