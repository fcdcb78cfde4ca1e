//! The permission table: which role may do what.

use crate::PermissionSet;
use cauldron_types::{Permission, Role};

/// Whether `role` holds `permission`, in an organization that is the operating one or not.
///
/// The golden matrix in `server/tests` is the reviewable form of this table.
#[must_use]
pub const fn role_permits(role: Role, permission: Permission, operating: bool) -> bool {
    use Permission as P;
    use Role as R;
    match permission {
        P::OrganizationRead | P::PersonRead | P::TeamRead | P::RoleRead | P::PreferenceWrite => true,
        P::DashboardRead => !matches!(role, R::Member),
        P::SecurityEventRead | P::SecurityEventExport => {
            matches!(role, R::Owner | R::Admin | R::Analyst | R::Auditor)
        }
        P::ApiKeyCreate => matches!(role, R::Owner | R::Admin | R::Analyst),
        P::OrganizationManage => matches!(role, R::Owner),
        P::MetricWrite
        | P::OrganizationWrite
        | P::PersonCreate
        | P::PersonImport
        | P::PersonWrite
        | P::PersonDelete
        | P::TeamCreate
        | P::TeamWrite
        | P::TeamManage
        | P::TeamDelete
        | P::RoleCreate
        | P::RoleWrite
        | P::RoleDelete
        | P::AccessManage
        | P::ApiKeyManage => matches!(role, R::Owner | R::Admin),
        P::AuditRead
        | P::AuditExport
        | P::PersonExport
        | P::RoleExport
        | P::AccessRead
        | P::AccessReport
        | P::ApiKeyRead => matches!(role, R::Owner | R::Admin | R::Auditor),
        P::OperationsWrite | P::OperationsManage => operating && matches!(role, R::Owner | R::Admin),
        P::OperationsRead => operating && matches!(role, R::Owner | R::Admin | R::Auditor),
    }
}

/// Whether a permission concerns the whole installation, so that it is held in the operating organization alone.
pub(crate) const fn of_the_installation(permission: Permission) -> bool {
    matches!(permission, Permission::OperationsRead | Permission::OperationsWrite | Permission::OperationsManage)
}

/// Everything that can be held in an organization that is the operating one or not.
pub(crate) fn held_in(operating: bool) -> PermissionSet {
    Permission::ALL.iter().copied().filter(|permission| operating || !of_the_installation(*permission)).collect()
}

/// Everything `role` may do.
#[must_use]
pub fn permissions_of(role: Role, operating: bool) -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|permission| role_permits(role, *permission, operating)).collect()
}

/// What a permission allows, in a sentence without its full stop.
#[must_use]
pub const fn meaning(permission: Permission) -> &'static str {
    use Permission as P;
    match permission {
        P::DashboardRead => "See the Overview and the figures on it",
        P::MetricWrite => "Record samples of figures",
        P::SecurityEventRead => "See the platform's security events",
        P::SecurityEventExport => "Take security events away as a file",
        P::OrganizationRead => "See the organization's profile and settings",
        P::OrganizationWrite => "Change the organization's profile and settings",
        P::OrganizationManage => "Hand the organization over, and decide how its people have to sign in",
        P::PersonRead => "See who belongs to the organization",
        P::PersonCreate => "Invite people",
        P::PersonImport => "Invite many people at once, from a file",
        P::PersonWrite => "Change people's base roles, suspend them and let them back in",
        P::PersonDelete => "Remove people from the organization",
        P::PersonExport => "Take the list of people away as a file",
        P::TeamRead => "See teams and who is in them",
        P::TeamCreate => "Make teams",
        P::TeamWrite => "Change a team's name and purpose",
        P::TeamManage => "Decide who is in a team and who runs it",
        P::TeamDelete => "Delete teams",
        P::RoleRead => "See roles and what they permit",
        P::RoleCreate => "Make roles",
        P::RoleWrite => "Change what a role permits",
        P::RoleDelete => "Delete roles",
        P::RoleExport => "Take the matrix of roles and permissions away as a file",
        P::AccessRead => "See who may do what, and why",
        P::AccessManage => "Give roles to people and teams, and take them back",
        P::AccessReport => "See which access nobody uses",
        P::ApiKeyRead => "See the organization's API keys and service accounts",
        P::ApiKeyCreate => "Make API keys for oneself",
        P::ApiKeyManage => "Run service accounts, and revoke anybody's API keys",
        P::AuditRead => "Read the audit log",
        P::AuditExport => "Take the audit log away as a file",
        P::OperationsRead => "See requests, errors, statements and jobs of the installation",
        P::OperationsWrite => "Have the installation do work again, such as a failed job",
        P::OperationsManage => "Make and suspend organizations, and choose the installation's settings",
        P::PreferenceWrite => "Change one's own preferences",
    }
}

/// What permissions on one resource are about, for a heading: `Teams` for `team`.
#[must_use]
pub fn heading(resource: &str) -> String {
    match resource {
        "dashboard" => "Overview".to_owned(),
        "person" => "People".to_owned(),
        "access" => "Access".to_owned(),
        "api_key" => "API keys and service accounts".to_owned(),
        "audit" => "Audit log".to_owned(),
        "operations" => "Installation".to_owned(),
        "organization" => "Organization".to_owned(),
        "preference" => "Own preferences".to_owned(),
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
            format!("{first}{}s", letters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_writes_what_they_may_not_read_and_owners_may_do_everything() {
        for role in Role::ALL {
            for operating in [true, false] {
                if role_permits(*role, Permission::OrganizationWrite, operating) {
                    assert!(role_permits(*role, Permission::OrganizationRead, operating), "{role}");
                }
            }
        }
        assert_eq!(permissions_of(Role::Owner, true), Permission::ALL);
    }

    #[test]
    fn every_permission_says_what_it_means_and_what_it_is_about() {
        for permission in Permission::ALL {
            let words = meaning(*permission);
            assert!(words.len() > 8 && !words.ends_with('.'), "{permission}: {words}");
        }
        assert_eq!([heading("team"), heading("security_event")], ["Teams", "Security events"]);
    }

    #[test]
    fn operations_are_visible_in_the_operating_organization_only() {
        for role in Role::ALL {
            for permission in Permission::ALL.iter().copied().filter(|permission| of_the_installation(*permission)) {
                assert!(!role_permits(*role, permission, false), "{role} {permission}");
            }
        }
    }
}
