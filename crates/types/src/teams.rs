//! Teams, as they are listed, shown and changed.

use crate::{BindingRow, PersonName, TeamId};
use serde::{Deserialize, Serialize};

/// One team of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Identity.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// People in it.
    pub members: i64,
    /// Those of them who run it.
    pub admins: i64,
    /// Roles that it was given.
    pub roles: i64,
    /// Whether the person who asks is in it.
    pub mine: bool,
}

/// All teams whose name or purpose has the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamList {
    /// By name.
    pub teams: Vec<TeamRow>,
    /// Whether the person who asks may make one.
    pub may_create: bool,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub person: PersonName,
    /// Whether they run the team.
    pub is_admin: bool,
    /// Whether they may act in the organization now.
    pub active: bool,
}

/// One team with everything about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// Identity.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// For a save.
    pub version: i64,
    /// The people whose names have the words that were asked for; those who run it first, then by name.
    pub members: Vec<TeamMember>,
    /// How many people are in it.
    pub member_count: i64,
    /// The roles it was given: what being in it brings.
    pub given: Vec<BindingRow>,
    /// The roles that people and teams were given on it.
    pub on_it: Vec<BindingRow>,
    /// Whether the person who asks may change its name and purpose.
    pub may_write: bool,
    /// Whether they may decide who is in it.
    pub may_manage: bool,
    /// Whether they may delete it.
    pub may_delete: bool,
}

impl TeamPage {
    /// Members shown at once.
    pub const MOST_MEMBERS: usize = 200;
}
