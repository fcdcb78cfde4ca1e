//! The permission table: which role may do what.

use cauldron_types::{Permission, Role};

/// Whether `role` holds `permission`, in an organization that is the operating one or not.
///
/// The golden matrix in `server/tests` is the reviewable form of this table.
#[must_use]
pub const fn role_permits(role: Role, permission: Permission, operating: bool) -> bool {
    use Permission as P;
    use Role as R;
    match permission {
        P::DashboardRead | P::OrganizationRead | P::PreferenceWrite => true,
        P::SecurityEventRead => matches!(role, R::Owner | R::Admin | R::Analyst | R::Auditor),
        P::MetricWrite | P::OrganizationWrite => matches!(role, R::Owner | R::Admin),
        P::AuditRead => matches!(role, R::Owner | R::Admin | R::Auditor),
        P::OperationsWrite => operating && matches!(role, R::Owner | R::Admin),
        P::OperationsRead => operating && matches!(role, R::Owner | R::Admin | R::Auditor),
    }
}

/// Everything `role` may do.
#[must_use]
pub fn permissions_of(role: Role, operating: bool) -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|permission| role_permits(role, *permission, operating)).collect()
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
    fn operations_are_visible_in_the_operating_organization_only() {
        for role in Role::ALL {
            assert!(!role_permits(*role, Permission::OperationsRead, false), "{role}");
            assert!(!role_permits(*role, Permission::OperationsWrite, false), "{role}");
        }
    }
}
