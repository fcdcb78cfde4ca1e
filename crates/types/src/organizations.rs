//! The organizations of an installation, as whoever runs it sees them.

use crate::{Instant, InvitationLink, LimitView, OrganizationId, UtcOffset};
use serde::{Deserialize, Serialize};

/// One organization of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRow {
    /// Identity.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// Short name.
    pub slug: String,
    /// Why it is suspended; none while it is active.
    pub suspended: Option<String>,
    /// Whether it runs the installation.
    pub operating: bool,
    /// Its people who are not removed.
    pub people: i64,
    /// Bytes of its files.
    pub stored_bytes: i64,
    /// Since when it is there.
    pub created: Instant,
}

/// The organizations of the installation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationList {
    /// By name, at most 500.
    pub organizations: Vec<OrganizationRow>,
    /// How many fit what was searched for.
    pub total: i64,
    /// The installation's standards for limits.
    pub standards: Vec<LimitView>,
    /// Whether the reader may make, suspend and restore them.
    pub editable: bool,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the reader's organization.
    pub offsets: Vec<UtcOffset>,
}

/// An organization just made, with the link for its first owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrganization {
    /// Identity.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// For its first owner.
    pub link: InvitationLink,
}
