//! The context of a call: who, where, when, and under which trace.

use crate::{Access, Actor, Ambient, ApiError, TraceId};
use cauldron_types::{OrganizationId, Permission, ProblemKind, ResourceRef};
use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;
use std::net::IpAddr;
use std::sync::Arc;
use uuid::Uuid;

/// A call before anybody is known: what sign-in and set-up work with.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Clock and random source.
    pub ambient: Ambient,
    /// The request's trace.
    pub trace: TraceId,
    /// The client's address, after trusted proxies.
    pub address: Option<IpAddr>,
    /// The client's `User-Agent`, shortened.
    pub user_agent: String,
}

impl Visit {
    /// A visit from nowhere, for work that no request started.
    #[must_use]
    pub fn internal(ambient: &Ambient) -> Self {
        Self { ambient: ambient.clone(), trace: TraceId::generate(ambient), address: None, user_agent: String::new() }
    }
}

/// The organization of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Identity.
    pub id: OrganizationId,
    /// Name as shown.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// The day on which its weeks begin.
    pub week_start: Weekday,
    /// Whether it is the operating organization.
    pub operating: bool,
    /// Why it is suspended, in words for its people; none while it is not. A suspended one is read-only: its transactions are.
    pub suspended: Option<String>,
}

impl Tenant {
    /// Its time zone; UTC where the name is not one that is known here.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::UTC)
    }
}

/// The context of a call on behalf of an actor in one organization. First argument of every use case.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Clock, random source, trace, address.
    pub visit: Visit,
    /// Where.
    pub tenant: Tenant,
    /// Who.
    pub actor: Actor,
    /// What they may do there.
    pub access: Arc<Access>,
}

impl Ctx {
    /// A context in which the actor may do what is known from the actor alone, see [`Access::of_actor`]. A session's context
    /// gets what teams and roles give besides from `cauldron-admin`.
    #[must_use]
    pub fn new(visit: Visit, tenant: Tenant, actor: Actor) -> Self {
        let access = Arc::new(Access::of_actor(&actor, tenant.operating));
        Self { visit, tenant, actor, access }
    }

    /// The current instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.visit.ambient.now()
    }

    /// A new identifier.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.visit.ambient.new_id()
    }

    /// The request's trace.
    #[must_use]
    pub const fn trace(&self) -> &TraceId {
        &self.visit.trace
    }

    /// Whether the actor holds `permission` everywhere in the organization. For what is shown; what is done asks
    /// [`Self::require`].
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.access.may(permission)
    }

    /// Whether the actor holds `permission` on `resource`: everywhere, or there.
    #[must_use]
    pub fn may_on(&self, permission: Permission, resource: &ResourceRef) -> bool {
        self.access.may_on(permission, resource)
    }

    /// Refuses the call unless the actor holds `permission` everywhere. That it was needed is noted for the access review.
    ///
    /// # Errors
    /// [`ProblemKind::Forbidden`] with a sentence that names the permission.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        self.decide(permission, self.may(permission))
    }

    /// Refuses the call unless the actor holds `permission` on `resource`.
    ///
    /// # Errors
    /// [`ProblemKind::Forbidden`] with a sentence that names the permission.
    pub fn require_on(&self, permission: Permission, resource: &ResourceRef) -> Result<(), ApiError> {
        self.decide(permission, self.may_on(permission, resource))
    }

    fn decide(&self, permission: Permission, held: bool) -> Result<(), ApiError> {
        if held {
            self.access.used(permission);
            return Ok(());
        }
        Err(ApiError::problem(
            ProblemKind::Forbidden,
            format!("This needs the permission {permission}. Ask an administrator of {} for it.", self.tenant.name),
        ))
    }

    /// Everything the actor may do everywhere in the organization.
    #[must_use]
    pub fn permissions(&self) -> Vec<Permission> {
        self.access.everywhere().iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_types::{JobId, Role, SessionId, UserId};

    fn ctx(actor: Actor, operating: bool) -> Ctx {
        let ambient = Ambient::system();
        let id = OrganizationId(ambient.new_id());
        let tenant = Tenant {
            id,
            name: "Test".into(),
            time_zone: "UTC".into(),
            week_start: Weekday::Mon,
            operating,
            suspended: None,
        };
        Ctx::new(Visit::internal(&ambient), tenant, actor)
    }

    #[test]
    fn each_kind_of_actor_holds_what_it_was_given_and_no_more() {
        let scopes = vec![Permission::DashboardRead, Permission::OperationsRead];
        let actors = [
            Actor::ServiceAccount { key: Uuid::nil(), name: "ci".into(), owner: None, scopes: scopes.clone() },
            Actor::ShareLink { link: Uuid::nil(), scopes: scopes.clone() },
            Actor::Job { job: JobId(Uuid::nil()), kind: "report".into(), on_behalf_of: None, scopes },
        ];
        for actor in actors {
            let inside = ctx(actor.clone(), true);
            assert_eq!(inside.permissions(), [Permission::DashboardRead, Permission::OperationsRead]);
            assert!(!ctx(actor, false).may(Permission::OperationsRead));
            assert!(inside.require(Permission::AuditRead).is_err());
        }
        assert_eq!(ctx(Actor::Operator { account: "root".into() }, true).permissions(), []);
    }

    #[test]
    fn a_refusal_names_the_permission_and_whom_to_ask() {
        let person = Actor::Person {
            user: UserId(Uuid::nil()),
            display_name: "Eve".into(),
            session: SessionId(Uuid::nil()),
            role: Role::Executive,
        };
        let refusal = ctx(person, true).require(Permission::AuditRead).unwrap_err().to_string();
        assert_eq!(refusal, "This needs the permission audit:read. Ask an administrator of Test for it.");
    }
}
