//! The organization's profile, and settings that are inherited, as forms see them.

use crate::access::named_enum;
use crate::{Instant, UserId, UtcOffset};
use serde::{Deserialize, Serialize};

/// What the settings page shows and saves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationProfile {
    /// Name as shown.
    pub name: String,
    /// Short name in addresses; no other organization has it.
    pub slug: String,
    /// IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    /// The day on which weeks begin: `monday`, `sunday` or `saturday`.
    pub week_start: String,
    /// The month in which fiscal years begin, such as `january`.
    pub fiscal_year_start: String,
    /// What the organization does; empty when it was not said.
    pub industry: String,
    /// The member to write to about it.
    pub primary_contact: Option<UserId>,
    /// Their name; empty without one.
    pub primary_contact_name: String,
    /// Mail domains of its people, in the order of the alphabet.
    pub domains: Vec<String>,
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
    /// Who may be the primary contact: members by name, at most some hundred of them.
    #[serde(default)]
    pub members: Vec<(UserId, String)>,
    /// The calendar's settings with where they come from.
    #[serde(default)]
    pub calendar: Vec<SettingView>,
}

named_enum! {
    /// Where a setting is chosen. A later one wins over an earlier one.
    SettingLevel {
        /// By the program itself, where nobody chose.
        BuiltIn = "built_in",
        /// For the whole installation, by operators.
        System = "system",
        /// For an organization, by its owners and admins.
        Organization = "organization",
        /// By a person, for themselves in every organization.
        Person = "person",
    }
}

impl SettingLevel {
    /// Where from, in a sentence: `Set by …`.
    #[must_use]
    pub const fn by(self) -> &'static str {
        match self {
            Self::BuiltIn => "Cauldron's own standard",
            Self::System => "the installation",
            Self::Organization => "the organization",
            Self::Person => "you",
        }
    }
}

/// A setting as one level sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingView {
    /// Its key, such as `calendar.week_start`.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does, in a sentence.
    pub help: String,
    /// What may be chosen, with words. Empty for a number.
    pub options: Vec<(String, String)>,
    /// What holds at this level.
    pub value: String,
    /// Where that comes from.
    pub from: SettingLevel,
    /// What was chosen at this level itself; none when it is inherited.
    pub own: Option<String>,
    /// What would hold without.
    pub inherited: String,
    /// Where that comes from.
    pub inherited_from: SettingLevel,
}

impl SettingView {
    /// The words of a value.
    #[must_use]
    pub fn words<'a>(&'a self, value: &'a str) -> &'a str {
        self.options.iter().find(|(known, _)| known == value).map_or(value, |(_, words)| words)
    }

    /// Where the value comes from and what resetting would bring, in a sentence.
    #[must_use]
    pub fn source(&self) -> String {
        let (from, inherited) = (self.inherited_from.by(), self.words(&self.inherited));
        match &self.own {
            Some(_) => format!("Set here. Without it: {inherited}, from {from}."),
            None => format!("Comes from {from}."),
        }
    }
}

/// How much of something an organization has, and may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitView {
    /// Its key, such as `people`.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What is used.
    pub used: i64,
    /// What may be; none for no limit.
    pub most: Option<i64>,
    /// Where the limit comes from.
    pub from: SettingLevel,
    /// What is counted: `people`, `bytes`, `requests`.
    pub unit: String,
}

/// What the usage panel shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Each limit.
    pub limits: Vec<LimitView>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}
