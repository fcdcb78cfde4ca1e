//! Why somebody may do a thing, and what would change if something were taken away.

use super::{Access, Grant, Holder, PermissionSet, Situation};
use cauldron_types::{BindingId, Permission, ResourceRef, RoleId, RoleRef, TeamId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One way in which something is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// What was given.
    pub grant: Grant,
    /// From the role that was given to one that permits it by itself; empty for running a team.
    pub chain: Vec<RoleRef>,
}

/// Why somebody may do a thing, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Every grant that allows it, and how. None: it is not allowed.
    pub paths: Vec<Path>,
    /// The roles that would allow it, were one of them given.
    pub would_allow: Vec<RoleRef>,
}

impl Explanation {
    /// Whether it is allowed.
    #[must_use]
    pub fn allowed(&self) -> bool {
        !self.paths.is_empty()
    }
}

/// Something that might be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// A role of the organization, everywhere: from whoever holds it and from roles that inherit from it.
    Role(RoleId),
    /// A team with everything that was given to it and on it.
    Team(TeamId),
    /// One giving of a role.
    Binding(BindingId),
}

/// What somebody would lose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What they could do nowhere in general any more.
    pub everywhere: PermissionSet,
    /// What they could not do any more on single things.
    pub on: BTreeMap<ResourceRef, PermissionSet>,
}

impl Change {
    /// What `after` does not allow of what `before` did.
    #[must_use]
    pub fn between(before: &Access, after: &Access) -> Self {
        let lost = before.on().iter().filter_map(|(resource, set)| {
            let kept = set.iter().filter(|permission| after.may_on(*permission, resource));
            let lost = set.without(kept.collect());
            (!lost.is_empty()).then_some((*resource, lost))
        });
        Self { everywhere: before.everywhere().without(after.everywhere()), on: lost.collect() }
    }

    /// Whether nothing would be lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.everywhere.is_empty() && self.on.is_empty()
    }
}

impl Situation {
    /// Why the person may do this (on `resource`, where one is named), or may not.
    #[must_use]
    pub fn explain(&self, permission: Permission, resource: Option<&ResourceRef>) -> Explanation {
        let allowing = self.grants().into_iter().filter(|grant| grant.allows(permission, resource));
        let paths = allowing.flat_map(|grant| {
            let chains = grant.role.map_or_else(|| vec![Vec::new()], |role| self.roles.chains(role, permission));
            chains.into_iter().map(move |chain| Path { grant, chain })
        });
        let would_allow = self.roles.every().filter(|role| self.roles.permissions(*role).contains(permission));
        Explanation { paths: paths.collect(), would_allow: would_allow.collect() }
    }

    /// The same person if something were taken away.
    #[must_use]
    pub fn without(&self, removal: Removal) -> Self {
        let mut changed = self.clone();
        let holdings = &mut changed.holdings;
        match removal {
            Removal::Role(role) => {
                changed.roles = Arc::new(self.roles.without(role));
                holdings.bindings.retain(|binding| binding.role != RoleRef::Custom(role));
            }
            Removal::Team(team) => {
                holdings.teams.retain(|membership| membership.team != team);
                holdings.bindings.retain(|binding| {
                    binding.holder != Holder::Team(team) && binding.on != Some(ResourceRef::team(team))
                });
            }
            Removal::Binding(id) => holdings.bindings.retain(|binding| binding.id != id),
        }
        changed
    }

    /// What the person would lose.
    #[must_use]
    pub fn change(&self, removal: Removal) -> Change {
        Change::between(&self.access(), &self.without(removal).access())
    }
}
