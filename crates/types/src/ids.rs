//! Typed identifiers: a user's id can never be passed where an organization's is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

id! {
    /// An organization, the tenant.
    OrganizationId
}
id! {
    /// A person, one identity across organizations.
    UserId
}
id! {
    /// A signed-in browser.
    SessionId
}
id! {
    /// A security event, an audit entry or an outbox entry.
    EventId
}
id! {
    /// An invitation to join an organization.
    InvitationId
}
id! {
    /// A stored file.
    FileId
}
id! {
    /// A unit of background work.
    JobId
}
id! {
    /// A query of a list under a name.
    ViewId
}
id! {
    /// A passkey of a person's.
    PasskeyId
}
id! {
    /// People who are given access together.
    TeamId
}
id! {
    /// A role that an organization made itself.
    RoleId
}
id! {
    /// That a person or a team holds a role.
    BindingId
}
id! {
    /// An API key.
    ApiKeyId
}
id! {
    /// A service account.
    ServiceAccountId
}
id! {
    /// Something a person was told.
    NotificationId
}
