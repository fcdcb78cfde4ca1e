//! Who may do what and why, as it is asked for and shown.

use crate::{BindingId, Instant, Permission, ResourceRef, RoleName, RoleRef, TeamId, UserId, UtcOffset};
use serde::{Deserialize, Serialize};

/// Somebody by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Who.
    pub user: UserId,
    /// How they are called.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

/// Who was given a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HolderName {
    /// A person.
    Person(PersonName),
    /// A team.
    Team(TeamId, String),
}

impl HolderName {
    /// What they are called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person(person) => &person.name,
            Self::Team(_, name) => name,
        }
    }
}

/// One thing by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceName {
    /// Which.
    pub resource: ResourceRef,
    /// What it is called; empty for one that is there no more.
    pub name: String,
}

impl ResourceName {
    /// What it is and what it is called.
    #[must_use]
    pub fn words(&self) -> String {
        let kind = self.resource.kind.label();
        if self.name.is_empty() { format!("{kind} that is there no more") } else { format!("{kind} {}", self.name) }
    }
}

/// That somebody was given a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingRow {
    /// Identity.
    pub id: BindingId,
    /// The role.
    pub role: RoleName,
    /// Who.
    pub holder: HolderName,
    /// On what; none is the whole organization.
    pub on: Option<ResourceName>,
    /// Since when.
    pub since: Instant,
    /// Who gave it; empty where no person did.
    pub given_by: String,
}

/// Which givings of roles are asked for, in the words of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct BindingQuery {
    /// Words of the holder's name.
    pub q: String,
    /// A role.
    pub role: String,
    /// `team`, `person`; anything else does not narrow.
    pub holder: String,
    /// `everywhere`, `one`; anything else does not narrow.
    pub reach: String,
    /// Cursor: only those given before this one.
    pub before: String,
}

impl BindingQuery {
    /// Reads an address by the names of its parts.
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let part = |name| get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self { q: part("q"), role: part("role"), holder: part("holder"), reach: part("reach"), before: part("before") }
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let Self { q, role, holder, reach, before } = self;
        said([("q", q), ("role", role), ("holder", holder), ("reach", reach), ("before", before)])
    }
}

fn said<const N: usize>(parts: [(&str, &String); N]) -> Vec<(String, String)> {
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    parts.map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

/// Consecutive givings of roles, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingBlock {
    /// The latest first.
    pub bindings: Vec<BindingRow>,
    /// Cursor for [`BindingQuery::before`]; none when there are no more.
    pub older: Option<String>,
    /// Roles to narrow by, and to give.
    pub roles: Vec<RoleName>,
    /// Things on which a role can be given.
    pub resources: Vec<ResourceName>,
    /// Whether the person who asks may give roles and take them back.
    pub may_manage: bool,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone over the givings.
    pub offsets: Vec<UtcOffset>,
}

/// What is to be explained, in the words of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainQuery {
    /// Whose access; empty for one's own.
    pub person: String,
    /// To do what; empty for nothing in particular.
    pub permission: String,
    /// On what; empty for the whole organization.
    pub resource: String,
    /// What would be taken away: `role:…`, `team:…` or `binding:…`.
    pub without: String,
}

impl ExplainQuery {
    /// Reads an address by the names of its parts.
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let part = |name| get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self {
            person: part("person"),
            permission: part("permission"),
            resource: part("resource"),
            without: part("without"),
        }
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let Self { person, permission, resource, without } = self;
        said([("person", person), ("permission", permission), ("resource", resource), ("without", without)])
    }
}

/// One way in which something is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRow {
    /// Where it comes from: `Base role`, `Given to the person`, `Given to the team SOC`, `Runs the team SOC`.
    pub source: String,
    /// From the role that was given to one that permits it by itself.
    pub roles: Vec<RoleName>,
    /// On what it was given.
    pub on: Option<ResourceName>,
    /// What would be taken away to close this way: `binding:…` or `team:…`; empty for a base role.
    pub removal: String,
}

/// Something that could be taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalChoice {
    /// As it stands in an address.
    pub value: String,
    /// In words.
    pub label: String,
}

/// What would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// What would be taken away, in words.
    pub removed: String,
    /// Whether what was asked about would be allowed still.
    pub still_allowed: bool,
    /// What the person could not do any more.
    pub lost: Vec<Permission>,
    /// What they could not do any more on single things.
    pub lost_on: Vec<(ResourceName, Vec<Permission>)>,
}

/// Why somebody may do a thing, or may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// Who.
    pub person: PersonName,
    /// Whether it is the person who asks.
    pub oneself: bool,
    /// The name of their base role.
    pub base_role: RoleName,
    /// To do what, with what that means; none when nothing was asked about.
    pub permission: Option<(Permission, String)>,
    /// On what.
    pub resource: Option<ResourceName>,
    /// Every way in which it is allowed; none: it is not.
    pub paths: Vec<PathRow>,
    /// The roles that would allow it.
    pub would_allow: Vec<RoleName>,
    /// People who hold it and manage access, some of them.
    pub could_grant: Vec<PersonName>,
    /// What could be taken away.
    pub removals: Vec<RemovalChoice>,
    /// What would change if one of these were.
    pub what_if: Option<WhatIf>,
    /// Everything they may do everywhere.
    pub everywhere: Vec<Permission>,
    /// What they may do besides on single things.
    pub on: Vec<(ResourceName, Vec<Permission>)>,
    /// Every permission there is, with what it means.
    pub catalogue: Vec<(Permission, String)>,
    /// Things that can be asked about.
    pub resources: Vec<ResourceName>,
    /// Whether the person who asks may ask about others.
    pub may_ask_about_others: bool,
}

/// Some who reach a thing, in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachRow {
    /// Who: a base role's people, a person, a team, those who run a team.
    pub who: String,
    /// How: in words.
    pub how: String,
    /// The role that was given; none for running a team.
    pub role: Option<RoleName>,
    /// What they may do with it.
    pub permissions: Vec<Permission>,
    /// How many people that are.
    pub people: i64,
    /// Some of them.
    pub some: Vec<PersonName>,
}

/// Who can reach a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Which thing; none when none was asked about.
    pub resource: Option<ResourceName>,
    /// Who reaches it.
    pub rows: Vec<ReachRow>,
    /// Things that can be asked about.
    pub resources: Vec<ResourceName>,
}

/// Which unused access is asked for, in the words of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewQuery {
    /// For how many days nobody used it: 30, 90, 180 or 365; anything else is 90.
    pub days: String,
    /// Words of the holder's name.
    pub q: String,
    /// How many to pass over.
    pub skip: String,
}

impl ReviewQuery {
    /// The lengths that can be asked for.
    pub const DAYS: [u16; 4] = [30, 90, 180, 365];

    /// Reads an address by the names of its parts.
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let part = |name| get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self { days: part("days"), q: part("q"), skip: part("skip") }
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let Self { days, q, skip } = self;
        said([("days", days), ("q", q), ("skip", skip)])
    }

    /// The days that are meant.
    #[must_use]
    pub fn days(&self) -> u16 {
        self.days.parse().ok().filter(|days| Self::DAYS.contains(days)).unwrap_or(90)
    }

    /// The rows that are passed over.
    #[must_use]
    pub fn skipped(&self) -> u32 {
        self.skip.parse().unwrap_or(0).min(1_000_000)
    }
}

/// Access that nobody used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedRow {
    /// Who has it.
    pub holder: HolderName,
    /// The role.
    pub role: RoleName,
    /// On what; none is the whole organization.
    pub on: Option<ResourceName>,
    /// The giving of the role; none for a base role.
    pub binding: Option<BindingId>,
    /// Since when it is held.
    pub since: Instant,
    /// The last day on which any of it was used, as `2026-11-20`; none if there is no record of a use.
    pub last_used: Option<String>,
}

/// Access that nobody used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewBlock {
    /// By name.
    pub rows: Vec<UnusedRow>,
    /// Whether there are more behind these.
    pub more: bool,
    /// Whether the person who asks may take roles back.
    pub may_manage: bool,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

impl ReviewBlock {
    /// Rows of one page.
    pub const ROWS: u32 = 100;
}

/// What a role is given to, on what: a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBinding {
    /// The role.
    pub role: RoleRef,
    /// `person:…` or `team:…`.
    pub holder: String,
    /// Empty is the whole organization.
    pub on: String,
}
