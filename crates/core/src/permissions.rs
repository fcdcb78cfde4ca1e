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
            for permission in Permission::ALL.iter().copied().filter(|permission| of_the_installation(*permission)) {
                assert!(!role_permits(*role, permission, false), "{role} {permission}");
            }
        }
    }
}
