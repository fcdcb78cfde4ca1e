//! The people of an organization, and who was invited.

use crate::access::named_enum;
use crate::{Instant, InvitationId, Role, TeamId, UserId, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// How somebody stands in an organization.
    MemberStatus {
        /// May act.
        Active = "active",
        /// Belongs to it and may not act.
        Suspended = "suspended",
        /// Belonged to it once.
        Removed = "removed",
    }
}

impl MemberStatus {
    /// The word for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Removed => "Removed",
        }
    }
}

named_enum! {
    /// Orders of the list.
    PeopleSort {
        /// By name.
        Name = "name",
        /// By name, backwards.
        NameBackwards = "-name",
        /// Who joined first.
        Oldest = "joined",
        /// Who joined last.
        Newest = "-joined",
    }
}

/// Which people are asked for, in the words of an address. What is empty does not narrow; without a filter of `status` nobody who
/// was removed is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleQuery {
    /// Words of a name or an e-mail address, which all must occur.
    pub q: String,
    /// Order; see [`PeopleSort`].
    pub sort: String,
    /// Filters that must all hold, each a key of [`PeopleQuery::FILTERS`] and `is:value,value` or `not:value,value`.
    pub filters: Vec<(String, String)>,
    /// Cursor: people behind this one.
    pub after: String,
    /// Cursor: people before this one. Not together with `after`.
    pub before: String,
}

impl PeopleQuery {
    /// What can be filtered by.
    pub const FILTERS: [&'static str; 3] = ["role", "status", "team"];

    /// Reads the pairs of an address and passes over those of others.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key {
                "q" => value.trim().clone_into(&mut query.q),
                "sort" => value.clone_into(&mut query.sort),
                "after" => value.clone_into(&mut query.after),
                "before" => value.clone_into(&mut query.before),
                _ if Self::FILTERS.contains(&key) && !value.is_empty() => {
                    query.filters.push((key.to_owned(), value.to_owned()));
                }
                _ => {}
            }
        }
        query
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        self.filters
            .iter()
            .cloned()
            .chain([pair("q", &self.q), pair("sort", &self.sort)])
            .chain([pair("after", &self.after), pair("before", &self.before)])
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// The same from the first person on.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { after: String::new(), before: String::new(), ..self.clone() }
    }

    /// Whether anything narrows it.
    #[must_use]
    pub const fn is_filtered(&self) -> bool {
        !self.filters.is_empty() || !self.q.is_empty()
    }
}

/// Where a person of the organization is shown.
#[must_use]
pub fn person_path(user: UserId) -> String {
    format!("/admin/people/{user}")
}

/// One person of the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Identity.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Base role.
    pub role: Role,
    /// How they stand.
    pub status: MemberStatus,
    /// Names of their teams, in the order of the alphabet.
    pub teams: Vec<String>,
    /// Since when they belong.
    pub joined: Instant,
    /// When they were last seen here, to the minute; none when not lately.
    pub seen: Option<Instant>,
}

/// Consecutive people of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleBlock {
    /// In the order that was asked for.
    pub people: Vec<PersonRow>,
    /// Place of the first of them, from 1.
    pub first: i64,
    /// How many fit the filters.
    pub total: i64,
    /// Cursor of the block before; none at the beginning.
    pub previous: Option<UserId>,
    /// Cursor of the block after; none at the end.
    pub next: Option<UserId>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// One person with what the reader may do to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetail {
    /// Who.
    pub person: PersonRow,
    /// For optimistic locking: a change of role names it.
    pub version: i64,
    /// Whether it is the reader.
    pub is_self: bool,
    /// Roles that the reader may give them; empty when none.
    pub roles: Vec<Role>,
    /// Whether the reader may suspend them, or let them in again.
    pub may_suspend: bool,
    /// Whether the reader may remove them.
    pub may_remove: bool,
    /// What of the organization's is in their hands and would be handed on, in words.
    pub owns: Vec<String>,
    /// Who it could be handed to.
    pub heirs: Vec<(UserId, String)>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

named_enum! {
    /// What became of an invitation.
    InvitationState {
        /// It can be accepted.
        Open = "open",
        /// It was.
        Accepted = "accepted",
        /// It was taken back.
        Revoked = "revoked",
        /// Its time is over.
        Expired = "expired",
    }
}

/// One invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Identity.
    pub id: InvitationId,
    /// For whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Names of the teams they come into.
    pub teams: Vec<String>,
    /// Who invited; empty for an operator.
    pub invited_by: String,
    /// What became of it.
    pub state: InvitationState,
    /// When it was made.
    pub created: Instant,
    /// Until when it can be accepted.
    pub expires: Instant,
    /// Whether its link went by mail.
    pub mailed: bool,
}

/// What the page of invitations shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    /// Newest first.
    pub invitations: Vec<InvitationRow>,
    /// How many there are.
    pub total: i64,
    /// Cursor of the next page; none at the end.
    pub next: Option<String>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
    /// Whether links can go by mail.
    pub mails: bool,
}

/// What the form of an invitation offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationForm {
    /// Roles that the reader may give.
    pub roles: Vec<Role>,
    /// Teams that may be chosen.
    pub teams: Vec<(TeamId, String)>,
    /// Whether links can go by mail.
    pub mails: bool,
}

/// A link that is shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLink {
    /// Which invitation.
    pub id: InvitationId,
    /// For whom.
    pub email: String,
    /// The secret of the link: `/invitation?token=…` opens the page that accepts it. Empty for one that goes by mail.
    pub token: String,
    /// Whether it goes by mail.
    pub mailed: bool,
}

impl core::fmt::Debug for InvitationLink {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("InvitationLink").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What the page of a link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// To which organization.
    pub organization: String,
    /// For whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Who invited; empty for an operator.
    pub invited_by: String,
    /// Whether that address has an account already.
    pub has_account: bool,
    /// The address of whoever is signed in; none when nobody is.
    pub signed_in_as: Option<String>,
}

/// A row of a list of people to invite that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The line on which it begins, from 1.
    pub line: u32,
    /// What stands there for an address.
    pub email: String,
    /// Why not, in a sentence.
    pub reason: String,
}

/// What became of looking at a list of people to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCheck {
    /// Rows that can be used.
    pub good: u32,
    /// Rows that cannot.
    pub refused: u32,
    /// The first of these, at most [`ImportCheck::SHOWN`].
    pub shown: Vec<RefusedRow>,
    /// All of these with their reasons, as comma-separated values.
    pub refused_file: String,
}

impl ImportCheck {
    /// Most rows shown one by one.
    pub const SHOWN: usize = 200;
    /// Most rows of a list.
    pub const MOST: usize = 100_000;
}

/// How far the invitations of a list are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportProgress {
    /// `queued`, `running`, `succeeded` or `failed`.
    pub state: String,
    /// From 0 to 1.
    pub share: f32,
    /// What is being done, or was.
    pub message: String,
}

impl ImportProgress {
    /// Whether nothing more happens.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state == "succeeded" || self.state == "failed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_goes_into_an_address_and_comes_back() {
        let query = PeopleQuery {
            q: "mira".into(),
            sort: "-joined".into(),
            filters: vec![("role".into(), "is:owner,admin".into())],
            after: "a".into(),
            before: String::new(),
        };
        let pairs = query.pairs();
        let read = PeopleQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        assert_eq!(read, query);
        assert!(query.is_filtered() && !PeopleQuery { after: "a".into(), ..PeopleQuery::default() }.is_filtered());
    }
}
