//! The roles of an organization and what they inherit from each other.

use super::PermissionSet;
use cauldron_types::{Permission, Role, RoleId, RoleRef};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A role that an organization made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomRole {
    /// What it is called.
    pub name: String,
    /// What it permits by itself.
    pub own: PermissionSet,
    /// The roles whose permissions it has besides.
    pub parents: Vec<RoleRef>,
}

/// All roles of an organization. A circle among them cannot be saved; if there is one, its roles permit the same.
#[derive(Clone, Debug, Default)]
pub struct RoleGraph {
    operating: bool,
    roles: BTreeMap<RoleId, CustomRole>,
    resolved: BTreeMap<RoleId, PermissionSet>,
}

impl RoleGraph {
    /// The system roles and these, in an organization that is the operating one or not. A parent that is not among them
    /// permits nothing.
    #[must_use]
    pub fn new(roles: BTreeMap<RoleId, CustomRole>, operating: bool) -> Self {
        let held = crate::permissions::held_in(operating);
        let mut resolved: BTreeMap<RoleId, PermissionSet> =
            roles.iter().map(|(id, role)| (*id, role.own.intersection(held))).collect();
        // Sets only grow, so this ends, whatever inherits from whatever.
        loop {
            let mut grown = Vec::new();
            for (id, role) in &roles {
                let before = resolved.get(id).copied().unwrap_or_default();
                let after = role.parents.iter().fold(before, |set, parent| {
                    set.union(match parent {
                        RoleRef::System(role) => PermissionSet::of_role(*role, operating),
                        RoleRef::Custom(parent) => resolved.get(parent).copied().unwrap_or_default(),
                    })
                });
                if after != before {
                    grown.push((*id, after));
                }
            }
            if grown.is_empty() {
                return Self { operating, roles, resolved };
            }
            resolved.extend(grown);
        }
    }

    /// Whether it is the operating organization's.
    #[must_use]
    pub const fn operating(&self) -> bool {
        self.operating
    }

    /// The roles that the organization made.
    #[must_use]
    pub const fn custom(&self) -> &BTreeMap<RoleId, CustomRole> {
        &self.roles
    }

    /// Whether there is such a role.
    #[must_use]
    pub fn has(&self, role: RoleRef) -> bool {
        match role {
            RoleRef::System(_) => true,
            RoleRef::Custom(id) => self.roles.contains_key(&id),
        }
    }

    /// Every role: the system's in their order, then the organization's own.
    pub fn every(&self) -> impl Iterator<Item = RoleRef> {
        let system = Role::ALL.iter().copied().map(RoleRef::System);
        system.chain(self.roles.keys().copied().map(RoleRef::Custom))
    }

    /// What the role is called.
    #[must_use]
    pub fn name(&self, role: RoleRef) -> &str {
        match role {
            RoleRef::System(role) => role.label(),
            RoleRef::Custom(id) => self.roles.get(&id).map_or("", |role| role.name.as_str()),
        }
    }

    /// Everything the role permits, by itself and through others.
    #[must_use]
    pub fn permissions(&self, role: RoleRef) -> PermissionSet {
        match role {
            RoleRef::System(role) => PermissionSet::of_role(role, self.operating),
            RoleRef::Custom(id) => self.resolved.get(&id).copied().unwrap_or_default(),
        }
    }

    /// What the role permits by itself.
    #[must_use]
    pub fn own(&self, role: RoleRef) -> PermissionSet {
        match role {
            RoleRef::System(_) => self.permissions(role),
            RoleRef::Custom(id) => self
                .roles
                .get(&id)
                .map_or(PermissionSet::NONE, |role| role.own.intersection(crate::permissions::held_in(self.operating))),
        }
    }

    fn parents(&self, role: RoleRef) -> &[RoleRef] {
        match role {
            RoleRef::System(_) => &[],
            RoleRef::Custom(id) => self.roles.get(&id).map_or(&[], |role| role.parents.as_slice()),
        }
    }

    /// How `role` comes to permit `permission`: for each role that permits it by itself and that `role` is or inherits from, the
    /// shortest chain from the one to the other; the shortest first.
    #[must_use]
    pub fn chains(&self, role: RoleRef, permission: Permission) -> Vec<Vec<RoleRef>> {
        // One chain a role: in a lattice there can be more ways than anybody could read, or count.
        let mut chains = self.reach(&[role]);
        chains.retain(|chain| chain.last().is_some_and(|last| self.own(*last).contains(permission)));
        chains
    }

    /// The shortest chain from one of `from` to each role that can be reached from there, the shortest first.
    fn reach(&self, from: &[RoleRef]) -> Vec<Vec<RoleRef>> {
        let mut seen: BTreeSet<RoleRef> = from.iter().copied().collect();
        let mut open: VecDeque<Vec<RoleRef>> = seen.iter().map(|role| vec![*role]).collect();
        let mut chains = Vec::new();
        while let Some(chain) = open.pop_front() {
            for parent in chain.last().map_or(&[][..], |last| self.parents(*last)) {
                if seen.insert(*parent) {
                    open.push_back(chain.iter().copied().chain([*parent]).collect());
                }
            }
            chains.push(chain);
        }
        chains
    }

    /// How `role` would inherit from itself if it had `parents`: the roles from one of these up to `role`; none if it would
    /// not.
    #[must_use]
    pub fn circle(&self, role: RoleId, parents: &[RoleRef]) -> Option<Vec<RoleRef>> {
        self.reach(parents).into_iter().find(|chain| chain.last() == Some(&RoleRef::Custom(role)))
    }

    /// The same roles with this one changed or added.
    #[must_use]
    pub fn with(&self, id: RoleId, role: CustomRole) -> Self {
        let mut roles = self.roles.clone();
        roles.insert(id, role);
        Self::new(roles, self.operating)
    }

    /// The same roles without this one, from which the others then do not inherit.
    #[must_use]
    pub fn without(&self, id: RoleId) -> Self {
        let mut roles = self.roles.clone();
        roles.remove(&id);
        for role in roles.values_mut() {
            role.parents.retain(|parent| *parent != RoleRef::Custom(id));
        }
        Self::new(roles, self.operating)
    }
}
