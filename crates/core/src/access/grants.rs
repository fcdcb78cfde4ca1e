//! What a person was given, one grant at a time, each with where it comes from.

use super::{Access, PermissionSet, RoleGraph};
use cauldron_types::{BindingId, Permission, ResourceKind, ResourceRef, Role, RoleRef, TeamId, UserId};
use std::sync::Arc;

/// That somebody holds a role besides the one of their membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Identity.
    pub id: BindingId,
    /// The role.
    pub role: RoleRef,
    /// Who holds it.
    pub holder: Holder,
    /// On what; none is the whole organization.
    pub on: Option<ResourceRef>,
}

/// Who holds a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A person.
    Person(UserId),
    /// A team: everybody in it.
    Team(TeamId),
}

/// A team that a person is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamMembership {
    /// The team.
    pub team: TeamId,
    /// Whether the person runs it.
    pub admin: bool,
}

/// What is on record of one person's access. Bindings of anybody else may be among them; they give nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// The person.
    pub user: UserId,
    /// The role of their membership.
    pub role: Role,
    /// The teams they are in.
    pub teams: Vec<TeamMembership>,
    /// Roles that were given to them or to these teams.
    pub bindings: Vec<Binding>,
}

/// A person and the roles of their organization: all that a decision depends on.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The roles.
    pub roles: Arc<RoleGraph>,
    /// What the person was given.
    pub holdings: Holdings,
}

/// Where a grant comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The role of the membership.
    BaseRole,
    /// A role given to the person.
    Binding(BindingId),
    /// A role given to a team that the person is in.
    TeamBinding(BindingId, TeamId),
    /// Running a team.
    TeamAdmin(TeamId),
}

/// Something that a person was given, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Where it comes from.
    pub source: Source,
    /// The role that was given; none for running a team.
    pub role: Option<RoleRef>,
    /// On what; none is the whole organization.
    pub on: Option<ResourceRef>,
    /// What it permits there.
    pub set: PermissionSet,
}

impl Grant {
    /// Whether it allows `permission`, on `resource` where one is named.
    #[must_use]
    pub fn allows(&self, permission: Permission, resource: Option<&ResourceRef>) -> bool {
        let reaches = match &self.on {
            None => true,
            Some(on) => resource == Some(on),
        };
        reaches && self.set.contains(permission)
    }
}

/// The permissions that mean something on one thing of this kind. A role that is given on it gives these and no others.
#[must_use]
pub fn applicable_on(kind: ResourceKind) -> PermissionSet {
    use Permission as P;
    let permissions: &[P] = match kind {
        ResourceKind::Team => &[P::TeamRead, P::TeamWrite, P::TeamManage, P::TeamDelete],
        ResourceKind::ServiceAccount => &[P::ApiKeyRead, P::ApiKeyManage],
    };
    permissions.iter().copied().collect()
}

/// What running a team permits on it.
#[must_use]
pub fn of_team_admins() -> PermissionSet {
    [Permission::TeamWrite, Permission::TeamManage].into_iter().collect()
}

impl RoleGraph {
    /// What a role permits where it is given.
    #[must_use]
    pub fn permissions_on(&self, role: RoleRef, on: Option<ResourceRef>) -> PermissionSet {
        match on {
            None => self.permissions(role),
            Some(on) => self.permissions(role).intersection(applicable_on(on.kind)),
        }
    }
}

impl Situation {
    /// Everything the person was given.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        let Holdings { user, role, teams, bindings } = &self.holdings;
        let base = Grant {
            source: Source::BaseRole,
            role: Some(RoleRef::System(*role)),
            on: None,
            set: self.roles.permissions(RoleRef::System(*role)),
        };
        let bound = bindings.iter().filter_map(|binding| {
            let source = match binding.holder {
                Holder::Person(holder) if holder == *user => Source::Binding(binding.id),
                Holder::Team(team) if teams.iter().any(|membership| membership.team == team) => {
                    Source::TeamBinding(binding.id, team)
                }
                Holder::Person(_) | Holder::Team(_) => return None,
            };
            let set = self.roles.permissions_on(binding.role, binding.on);
            Some(Grant { source, role: Some(binding.role), on: binding.on, set })
        });
        let run = teams.iter().filter(|membership| membership.admin).map(|membership| Grant {
            source: Source::TeamAdmin(membership.team),
            role: None,
            on: Some(ResourceRef::team(membership.team)),
            set: of_team_admins(),
        });
        std::iter::once(base).chain(bound).chain(run).collect()
    }

    /// What decides the person's calls.
    #[must_use]
    pub fn access(&self) -> Access {
        Access::of_grants(&self.grants())
    }
}
