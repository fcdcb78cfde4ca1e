//! The rail's entries and the breadcrumb. An entry appears with the page behind it, for whoever may see that page.

use cauldron_types::{Permission, SignedIn};
use cauldron_ui::{Crumb, NavGroup, NavItem};

struct Place {
    group: Option<&'static str>,
    label: &'static str,
    path: &'static str,
    icon: &'static str,
    needs: Permission,
}

const PLACES: &[Place] = &[
    Place { group: None, label: "Overview", path: "/", icon: "layout-dashboard", needs: Permission::DashboardRead },
    Place {
        group: Some("Admin"),
        label: "Settings",
        path: "/admin/settings",
        icon: "settings",
        needs: Permission::OrganizationRead,
    },
    Place {
        group: Some("Admin"),
        label: "Audit",
        path: "/admin/audit",
        icon: "scroll-text",
        needs: Permission::AuditRead,
    },
];

/// The rail for a person.
pub(crate) fn groups(person: &SignedIn) -> Vec<NavGroup> {
    let mut groups: Vec<NavGroup> = Vec::new();
    for place in PLACES.iter().filter(|place| person.may(place.needs)) {
        let item = NavItem::new(place.label, place.path, place.icon);
        match groups.last_mut().filter(|group| group.heading.as_deref() == place.group) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { heading: place.group.map(str::to_owned), items: vec![item] }),
        }
    }
    groups
}

/// The way to the page at `path`.
pub(crate) fn crumbs(path: &str) -> Vec<Crumb> {
    let Some(place) = PLACES.iter().find(|place| place.path == path) else {
        return vec![Crumb::text("Not found")];
    };
    place.group.map(Crumb::text).into_iter().chain([Crumb::text(place.label)]).collect()
}
