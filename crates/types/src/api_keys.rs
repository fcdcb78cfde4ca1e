//! API keys and the service accounts that some of them belong to, as pages show them.

use crate::access::named_enum;
use crate::{ApiKeyId, Instant, Permission, ServiceAccountId, UserId, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// Whether a key opens anything.
    ApiKeyState {
        /// It does.
        Active = "active",
        /// Its time is over.
        Expired = "expired",
        /// Somebody revoked it.
        Revoked = "revoked",
    }
}

/// Whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyOwner {
    /// A person.
    Person(UserId),
    /// A program.
    ServiceAccount(ServiceAccountId),
}

/// A key without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyRow {
    /// Identity; stays when the key is rotated.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// The beginning of its secret.
    pub prefix: String,
    /// Whose it is.
    pub owner: KeyOwner,
    /// The owner's name.
    pub owner_name: String,
    /// What it may do, as long as its owner may.
    pub scopes: Vec<Permission>,
    /// Networks from which it may be used, such as `192.0.2.0/24`; none for all.
    pub networks: Vec<String>,
    /// Whether it opens anything.
    pub state: ApiKeyState,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself; none for never.
    pub expires_at: Option<Instant>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Instant>,
    /// From where; empty when it was not used yet.
    pub last_address: String,
    /// The beginning of the secret before the last rotation, and until when that one still opens; none when it does not.
    pub former: Option<(String, Instant)>,
}

/// A service account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccountRow {
    /// Identity.
    pub id: ServiceAccountId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The most that its keys may do.
    pub scopes: Vec<Permission>,
    /// Whether its keys are stopped.
    pub suspended: bool,
    /// Keys that are neither revoked nor expired.
    pub keys: i64,
    /// When it was made.
    pub created_at: Instant,
    /// For optimistic locking.
    pub version: i64,
}

/// What the page of one's own keys shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKeys {
    /// The keys that work first, then the newest.
    pub keys: Vec<ApiKeyRow>,
    /// What one may give a key: everything one holds.
    pub grantable: Vec<Permission>,
    /// A key that was just made by a browser without scripts.
    pub fresh: Option<FreshKey>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// What the page of the organization's keys shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationKeys {
    /// Keys of everybody: those that work first, then the newest.
    pub keys: Vec<ApiKeyRow>,
    /// Whether there are more keys than are shown.
    pub more: bool,
    /// Service accounts by name.
    pub accounts: Vec<ServiceAccountRow>,
    /// What one may give a key: everything one holds.
    pub grantable: Vec<Permission>,
    /// Whether one may change any of it.
    pub editable: bool,
    /// A key that was just made by a browser without scripts.
    pub fresh: Option<FreshKey>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// A key that was just made or rotated, with the secret that is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshKey {
    /// Identity.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// The whole secret.
    pub secret: String,
}

impl std::fmt::Debug for FreshKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "FreshKey({})", self.id)
    }
}
