//! What is given to people, a role of either kind, and on what: names of both as they stand in addresses and forms.

use crate::access::named_enum;
use crate::{Role, RoleId, TeamId, UnknownName};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A role: one of the system's, or one that the organization made. In text the name of the one, the id of the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RoleRef {
    /// One that every organization has.
    System(Role),
    /// One of the organization's own.
    Custom(RoleId),
}

impl std::fmt::Display for RoleRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::System(role) => role.fmt(formatter),
            Self::Custom(role) => role.fmt(formatter),
        }
    }
}

impl std::str::FromStr for RoleRef {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Uuid::parse_str(text) {
            Ok(id) => Ok(Self::Custom(RoleId(id))),
            Err(_) => text.parse().map(Self::System),
        }
    }
}

impl TryFrom<String> for RoleRef {
    type Error = UnknownName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RoleRef> for String {
    fn from(role: RoleRef) -> Self {
        role.to_string()
    }
}

named_enum! {
    /// A kind of thing on which a role can be given.
    ResourceKind {
        /// A team.
        Team = "team",
        /// An account for a machine.
        ServiceAccount = "service_account",
    }
}

impl ResourceKind {
    /// The kind's name in a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::ServiceAccount => "service account",
        }
    }
}

/// One thing on which a role can be given. In text `kind:id`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceRef {
    /// What it is.
    pub kind: ResourceKind,
    /// Which one.
    pub id: Uuid,
}

impl ResourceRef {
    /// A team.
    #[must_use]
    pub const fn team(team: TeamId) -> Self {
        Self { kind: ResourceKind::Team, id: team.0 }
    }

    /// A service account.
    #[must_use]
    pub const fn service_account(id: Uuid) -> Self {
        Self { kind: ResourceKind::ServiceAccount, id }
    }
}

impl std::fmt::Display for ResourceRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.kind, self.id)
    }
}

impl std::str::FromStr for ResourceRef {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownName { given: text.to_owned(), known: ResourceKind::NAMES };
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        Ok(Self { kind: kind.parse()?, id: Uuid::parse_str(id).map_err(|_| unknown())? })
    }
}

impl TryFrom<String> for ResourceRef {
    type Error = UnknownName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ResourceRef> for String {
    fn from(resource: ResourceRef) -> Self {
        resource.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_resources_read_what_they_write() {
        let id = Uuid::from_u128(7);
        for role in [RoleRef::System(Role::Auditor), RoleRef::Custom(RoleId(id))] {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        for resource in [ResourceRef::team(TeamId(id)), ResourceRef::service_account(id)] {
            assert_eq!(resource.to_string().parse(), Ok(resource));
        }
        for damaged in ["", "team", "team:", "team:x", "planet:00000000-0000-0000-0000-000000000007", "root"] {
            assert!(damaged.parse::<ResourceRef>().is_err() && damaged.parse::<RoleRef>().is_err(), "{damaged}");
        }
    }
}
