//! The organization's profile and settings as a form sees them.

use serde::{Deserialize, Serialize};

/// What the settings page shows and saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationProfile {
    /// Name as shown.
    pub name: String,
    /// Short name in addresses; does not change.
    pub slug: String,
    /// IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    /// The day on which weeks begin: `monday`, `sunday` or `saturday`.
    pub week_start: String,
    /// For optimistic locking: a save names the version it was based on.
    pub version: i64,
    /// Whether the reader may change it.
    pub editable: bool,
}

/// The settings page's data: the profile and what may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSettings {
    /// What is saved.
    pub profile: OrganizationProfile,
    /// Names of all time zones.
    pub time_zones: Vec<String>,
}
