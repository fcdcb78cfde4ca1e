//! The People page's address: what it asks for, and addresses that ask for something else.

use cauldron_types::{MemberStatus, PeopleQuery, Role, UserId};
use cauldron_ui::{FilterQuery, FilterSpec, Pair, SelectOption, query_href};

/// The page's path.
const PATH: &str = "/admin/people";

/// The page's address as it stands. Every link on the page is made from it and keeps what it does not change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PeopleAddress {
    /// What is asked for.
    pub query: PeopleQuery,
    /// The person who is opened beside the list.
    pub person: Option<UserId>,
}

impl PeopleAddress {
    /// Reads the address's pairs.
    pub(crate) fn read(pairs: &[Pair]) -> Self {
        let filters = Self::filters(pairs).to_query();
        let filtered = PeopleQuery::from_pairs(filters.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let part =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let query = PeopleQuery { sort: part("sort"), after: part("after"), before: part("before"), ..filtered };
        Self { query, person: serde_json::from_value(serde_json::Value::String(part("person"))).ok() }
    }

    /// What can be filtered by.
    pub(crate) fn specs() -> Vec<FilterSpec> {
        let roles = Role::ALL.iter().map(|role| SelectOption::new(role.as_str(), role.label())).collect();
        let statuses = MemberStatus::ALL.iter().map(|one| SelectOption::new(one.as_str(), one.label())).collect();
        vec![
            FilterSpec::choice("role", "Base role", roles),
            FilterSpec::choice("status", "Status", statuses),
            FilterSpec::text("team", "Team"),
        ]
    }

    /// The filters of an address.
    pub(crate) fn filters(pairs: &[Pair]) -> FilterQuery {
        FilterQuery::from_query(&Self::specs(), pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }

    /// Where it leads.
    pub(crate) fn href(&self) -> String {
        let person = self.person.map(|person| ("person".to_owned(), person.to_string()));
        let pairs: Vec<Pair> = self.query.pairs().into_iter().chain(person).collect();
        if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
    }

    /// The same with somebody opened beside it, or nobody.
    pub(crate) fn with_person(&self, person: Option<UserId>) -> Self {
        Self { person, ..self.clone() }
    }

    /// The list behind or before a person.
    pub(crate) fn with_page(&self, after: Option<UserId>, before: Option<UserId>) -> Self {
        let text = |user: Option<UserId>| user.map(|user| user.to_string()).unwrap_or_default();
        Self { query: PeopleQuery { after: text(after), before: text(before), ..self.query.clone() }, person: None }
    }

    /// Another list, from its beginning.
    pub(crate) fn with_query(query: PeopleQuery) -> Self {
        Self { query: query.first_page(), person: None }
    }

    /// The list as a file.
    pub(crate) fn export_href(&self) -> String {
        let pairs = self.query.first_page().pairs();
        let path = "/api/admin/people/export";
        if pairs.is_empty() { path.to_owned() } else { format!("{path}{}", query_href(&pairs)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_and_paging_keep_the_list() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let id = "00000000-0000-7000-8000-000000000001";
        let here = PeopleAddress::read(&[
            pair("role", "is:admin"),
            pair("q", "mira"),
            pair("sort", "-joined"),
            pair("after", id),
            pair("person", id),
        ]);
        let list = "/admin/people?role=is:admin&q=mira&sort=-joined";
        assert_eq!(here.href(), format!("{list}&after={id}&person={id}"));
        assert_eq!(here.with_person(None).href(), format!("{list}&after={id}"));
        assert_eq!(here.with_page(None, here.person).href(), format!("{list}&before={id}"));
        assert_eq!(PeopleAddress::with_query(here.query.clone()).href(), list);
        assert_eq!(here.export_href(), "/api/admin/people/export?role=is:admin&q=mira&sort=-joined");
        assert_eq!(PeopleAddress::default().href(), "/admin/people");
    }
}
