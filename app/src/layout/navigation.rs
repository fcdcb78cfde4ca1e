//! The places there are: the rail's entries, the breadcrumb, who may go where. An entry appears with the page behind it, for
//! whoever may see that page.

use cauldron_types::{Permission, SignedIn};
use cauldron_ui::{Crumb, NavGroup, NavItem};

/// A page as the shell knows it.
pub(crate) struct Place {
    /// The heading it stands under.
    pub group: Option<&'static str>,
    /// Its name.
    pub label: &'static str,
    /// Its address.
    pub path: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Who may see it; none for everybody.
    pub needs: Option<Permission>,
    /// Whether it shows a time range, which the top bar then offers.
    pub ranged: bool,
    /// Whether the rail leads to it.
    pub in_rail: bool,
    /// The keys that go there.
    pub keys: Option<&'static str>,
    /// What else people call it.
    pub keywords: &'static str,
}

/// Every place, in the order of the rail.
pub(crate) const PLACES: &[Place] = &[
    Place {
        group: None,
        label: "Overview",
        path: "/",
        icon: "layout-dashboard",
        needs: Some(Permission::DashboardRead),
        ranged: true,
        in_rail: true,
        keys: Some("g o"),
        keywords: "home dashboard host load",
    },
    Place {
        group: Some("Aegis"),
        label: "Events",
        path: "/aegis/events",
        icon: "shield-alert",
        needs: Some(Permission::SecurityEventRead),
        ranged: true,
        in_rail: true,
        keys: Some("g e"),
        keywords: "security sign-in refusal log aegis",
    },
    Place {
        group: Some("Admin"),
        label: "People",
        path: "/admin/people",
        icon: "users",
        needs: Some(Permission::PersonRead),
        ranged: false,
        in_rail: true,
        keys: Some("g p"),
        keywords: "members users roles invite suspend remove",
    },
    Place {
        group: Some("Admin"),
        label: "Invitations",
        path: "/admin/people/invitations",
        icon: "user-plus",
        needs: Some(Permission::PersonCreate),
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "invite people link join",
    },
    Place {
        group: Some("Admin"),
        label: "Invite a list",
        path: "/admin/people/invitations/list",
        icon: "list-checks",
        needs: Some(Permission::PersonImport),
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "invite many bulk csv import",
    },
    Place {
        group: Some("Admin"),
        label: "Teams",
        path: "/admin/teams",
        icon: "users",
        needs: Some(Permission::TeamRead),
        ranged: false,
        in_rail: true,
        keys: Some("g t"),
        keywords: "groups members people",
    },
    Place {
        group: Some("Admin"),
        label: "Roles",
        path: "/admin/roles",
        icon: "shield-check",
        needs: Some(Permission::RoleRead),
        ranged: false,
        in_rail: true,
        keys: Some("g r"),
        keywords: "permissions rights matrix compare",
    },
    Place {
        group: Some("Admin"),
        label: "Access",
        path: "/admin/access",
        icon: "network",
        needs: Some(Permission::AccessRead),
        ranged: false,
        in_rail: true,
        keys: Some("g c"),
        keywords: "bindings who may rights review unused",
    },
    Place {
        group: Some("Admin"),
        label: "Explain access",
        path: "/admin/access/explain",
        icon: "network",
        needs: None,
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "why may permission allowed refused",
    },
    Place {
        group: Some("Admin"),
        label: "Who can reach",
        path: "/admin/access/reach",
        icon: "network",
        needs: Some(Permission::AccessRead),
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "access team resource",
    },
    Place {
        group: Some("Admin"),
        label: "Unused access",
        path: "/admin/access/review",
        icon: "network",
        needs: Some(Permission::AccessReport),
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "access review report",
    },
    Place {
        group: Some("Admin"),
        label: "Keys",
        path: "/admin/keys",
        icon: "key-round",
        needs: Some(Permission::ApiKeyRead),
        ranged: false,
        in_rail: true,
        keys: Some("g k"),
        keywords: "api keys service accounts tokens programs",
    },
    Place {
        group: Some("Admin"),
        label: "Settings",
        path: "/admin/settings",
        icon: "settings",
        needs: Some(Permission::OrganizationRead),
        ranged: false,
        in_rail: true,
        keys: Some("g s"),
        keywords: "organization name time zone week",
    },
    Place {
        group: Some("Admin"),
        label: "Sign-in",
        path: "/admin/sign-in",
        icon: "fingerprint",
        needs: Some(Permission::OrganizationManage),
        ranged: false,
        in_rail: true,
        keys: None,
        keywords: "policy second factor session length security",
    },
    Place {
        group: Some("Admin"),
        label: "Recovery links",
        path: "/admin/recovery",
        icon: "key-round",
        needs: Some(Permission::PersonWrite),
        ranged: false,
        in_rail: true,
        keys: None,
        keywords: "password reset forgotten e-mail link",
    },
    Place {
        group: Some("Admin"),
        label: "Audit",
        path: "/admin/audit",
        icon: "scroll-text",
        needs: Some(Permission::AuditRead),
        ranged: false,
        in_rail: true,
        keys: Some("g u"),
        keywords: "log changes history who",
    },
    Place {
        group: Some("Admin"),
        label: "Organizations",
        path: "/admin/organizations",
        icon: "hard-drive",
        needs: Some(Permission::OperationsRead),
        ranged: false,
        in_rail: true,
        keys: Some("g n"),
        keywords: "tenants operators suspend create limits installation",
    },
    Place {
        group: Some("Admin"),
        label: "System",
        path: "/admin/system",
        icon: "server",
        needs: Some(Permission::OperationsRead),
        ranged: true,
        in_rail: true,
        keys: Some("g y"),
        keywords: "operations jobs bus requests errors database hosts",
    },
    Place {
        group: Some("Admin"),
        label: "Mail",
        path: "/admin/mail",
        icon: "mail",
        needs: Some(Permission::OperationsManage),
        ranged: false,
        in_rail: true,
        keys: None,
        keywords: "smtp e-mail server delivery queue",
    },
    Place {
        group: None,
        label: "Account",
        path: "/account",
        icon: "user",
        needs: None,
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "profile password sessions name preferences",
    },
    Place {
        group: None,
        label: "Notifications",
        path: "/notifications",
        icon: "bell",
        needs: None,
        ranged: false,
        in_rail: false,
        keys: Some("g i"),
        keywords: "inbox bell messages preferences mail",
    },
    Place {
        group: None,
        label: "API keys",
        path: "/account/keys",
        icon: "key-round",
        needs: None,
        ranged: false,
        in_rail: false,
        keys: None,
        keywords: "token secret program script curl",
    },
];

/// Lists of which each thing has a page of its own below, and what that is called.
const LISTS: &[(&str, &str)] =
    &[("/aegis/events", "Event"), ("/admin/teams", "Team"), ("/admin/roles", "Role"), ("/admin/people", "Person")];

/// What stands below the list in an address.
fn of_list<'a>(path: &'a str, list: &str) -> Option<&'a str> {
    path.strip_prefix(list)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

impl Place {
    /// Whether a person may go there.
    pub(crate) fn is_open_to(&self, person: &SignedIn) -> bool {
        self.needs.is_none_or(|permission| person.may(permission))
    }

    /// Its address with the range that is looked at, if it shows one.
    fn href(&self, range_query: &str) -> String {
        if self.ranged { format!("{}{range_query}", self.path) } else { self.path.to_owned() }
    }
}

/// The place at exactly this path.
fn place(path: &str) -> Option<&'static Place> {
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    PLACES.iter().find(|place| place.path == path)
}

/// Whether the page at `path` shows a time range.
pub(crate) fn is_ranged(path: &str) -> bool {
    place(path).is_some_and(|place| place.ranged)
}

/// Whether the page at `path` is there but closed to a person.
pub(crate) fn is_refused(path: &str, person: &SignedIn) -> Option<Permission> {
    // The page of one thing is closed to whomever the list is closed to.
    let list = LISTS.iter().find(|(list, _)| of_list(path, list).is_some_and(|_| place(path).is_none()));
    let path = list.map_or(path, |(list, _)| list);
    place(path).and_then(|place| place.needs).filter(|permission| !person.may(*permission))
}

/// Where a person can go: what the rail leads to, and their account.
pub(crate) fn open_places(person: &SignedIn) -> impl Iterator<Item = &'static Place> {
    PLACES.iter().filter(|place| (place.in_rail || place.path == "/account") && place.is_open_to(person))
}

/// The rail for a person. `range_query` goes with the places that show a time range.
pub(crate) fn groups(person: &SignedIn, range_query: &str) -> Vec<NavGroup> {
    let mut groups: Vec<NavGroup> = Vec::new();
    for place in PLACES.iter().filter(|place| place.in_rail && place.is_open_to(person)) {
        let item = NavItem::new(place.label, place.href(range_query), place.icon);
        match groups.last_mut().filter(|group| group.heading.as_deref() == place.group) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { heading: place.group.map(str::to_owned), items: vec![item] }),
        }
    }
    groups
}

/// The way to the page at `path`.
pub(crate) fn crumbs(path: &str) -> Vec<Crumb> {
    if let Some(under) = path.strip_prefix("/admin/people/invitations") {
        let people = [Crumb::text("Admin"), Crumb::link("People", "/admin/people")];
        let rest = match under {
            "/list" => vec![Crumb::link("Invitations", "/admin/people/invitations"), Crumb::text("Invite a list")],
            _ => vec![Crumb::text("Invitations")],
        };
        return people.into_iter().chain(rest).collect();
    }
    if let Some(place) = place(path) {
        return place.group.map(Crumb::text).into_iter().chain([Crumb::text(place.label)]).collect();
    }
    if let Some((list, one)) = LISTS.iter().find(|(list, _)| of_list(path, list).is_some())
        && let Some(place) = place(list)
    {
        let group = place.group.map(Crumb::text).into_iter();
        return group.chain([Crumb::link(place.label, place.path), Crumb::text(*one)]).collect();
    }
    #[cfg(debug_assertions)]
    if let Some(section) = path.strip_prefix("/gallery/") {
        return vec![Crumb::text("Gallery"), Crumb::text(section)];
    }
    vec![Crumb::text("Not found")]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use cauldron_types::{OrganizationId, Role, UserId};

    /// Somebody with these permissions.
    pub(crate) fn person(permissions: &[Permission]) -> SignedIn {
        SignedIn {
            user: serde_json::from_str::<UserId>("\"018f0000-0000-7000-8000-000000000001\"").unwrap(),
            display_name: "Mira Sol".to_owned(),
            email: "mira@example.org".to_owned(),
            organization: serde_json::from_str::<OrganizationId>("\"018f0000-0000-7000-8000-000000000002\"").unwrap(),
            organization_name: "Northwind".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            suspended: None,
            role: Role::Analyst,
            permissions: permissions.to_vec(),
        }
    }

    fn words(groups: &[NavGroup]) -> Vec<(&str, Vec<&str>)> {
        groups
            .iter()
            .map(|group| {
                let items = group.items.iter().map(|item| item.href.as_str()).collect();
                (group.heading.as_deref().unwrap_or_default(), items)
            })
            .collect()
    }

    #[test]
    fn the_rail_shows_what_a_person_may_see_and_carries_the_range() {
        let everything = groups(&person(Permission::ALL), "?from=now-6h&to=now");
        let expected = [
            ("", vec!["/?from=now-6h&to=now"]),
            ("Aegis", vec!["/aegis/events?from=now-6h&to=now"]),
            (
                "Admin",
                vec![
                    "/admin/people",
                    "/admin/teams",
                    "/admin/roles",
                    "/admin/access",
                    "/admin/keys",
                    "/admin/settings",
                    "/admin/sign-in",
                    "/admin/recovery",
                    "/admin/audit",
                    "/admin/organizations",
                    "/admin/system?from=now-6h&to=now",
                    "/admin/mail",
                ],
            ),
        ];
        assert_eq!(words(&everything), expected);
        let little = groups(&person(&[Permission::OrganizationRead]), "");
        assert_eq!(words(&little), [("Admin", vec!["/admin/settings"])]);
    }

    #[test]
    fn a_closed_page_is_told_from_one_that_is_not_there() {
        let somebody = person(&[Permission::DashboardRead]);
        assert_eq!(is_refused("/admin/audit", &somebody), Some(Permission::AuditRead));
        assert_eq!(is_refused("/admin/audit/", &somebody), Some(Permission::AuditRead));
        assert_eq!(is_refused("/aegis/events/1", &somebody), Some(Permission::SecurityEventRead));
        assert_eq!(is_refused("/admin/roles/owner", &somebody), Some(Permission::RoleRead));
        assert_eq!(is_refused("/admin/access/explain", &somebody), None);
        assert_eq!(is_refused("/account", &somebody), None);
        assert_eq!(is_refused("/no/such/page", &somebody), None);
        assert!(is_ranged("/") && !is_ranged("/account"));
    }

    #[test]
    fn crumbs_name_the_way() {
        let labels = |path: &str| crumbs(path).into_iter().map(|crumb| crumb.label).collect::<Vec<_>>();
        assert_eq!(labels("/admin/audit"), ["Admin", "Audit"]);
        assert_eq!(labels("/account"), ["Account"]);
        assert_eq!(labels("/aegis/events/1"), ["Aegis", "Events", "Event"]);
        assert_eq!(labels("/admin/teams/new"), ["Admin", "Teams", "Team"]);
        assert_eq!(labels("/nothing"), ["Not found"]);
    }
}
