//! What an actor may do, ready to be asked.

use super::{Grant, PermissionSet, Uses};
use crate::Actor;
use cauldron_types::{Permission, ResourceRef};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an actor may do, everywhere in the organization and on single things. A question takes nanoseconds.
#[derive(Clone, Debug, Default)]
pub struct Access {
    everywhere: PermissionSet,
    on: BTreeMap<ResourceRef, PermissionSet>,
    uses: Arc<Uses>,
}

impl Access {
    /// What these grants come to together.
    #[must_use]
    pub fn of_grants(grants: &[Grant]) -> Self {
        let mut access = Self::default();
        for grant in grants {
            match grant.on {
                None => access.everywhere = access.everywhere.union(grant.set),
                Some(on) => {
                    let there = access.on.entry(on).or_default();
                    *there = there.union(grant.set);
                }
            }
        }
        access
    }

    /// What an actor may do of whom nothing else is known: a person what the role of their membership permits, a machine,
    /// link or job what its scopes say. Operators act through verbs of their own, which name their reason; no permission of
    /// a tenant is theirs.
    #[must_use]
    pub fn of_actor(actor: &Actor, operating: bool) -> Self {
        let everywhere = match actor {
            Actor::Person { role, .. } => PermissionSet::of_role(*role, operating),
            Actor::ServiceAccount { scopes, .. } | Actor::ShareLink { scopes, .. } | Actor::Job { scopes, .. } => {
                scopes.iter().copied().collect::<PermissionSet>().intersection(crate::permissions::held_in(operating))
            }
            Actor::Operator { .. } => PermissionSet::NONE,
        };
        Self { everywhere, ..Self::default() }
    }

    /// The same, as far as `scopes` go: what a key may do that acts for somebody.
    #[must_use]
    pub fn within(&self, scopes: PermissionSet) -> Self {
        Self {
            everywhere: self.everywhere.intersection(scopes),
            on: self.on.iter().map(|(resource, set)| (*resource, set.intersection(scopes))).collect(),
            uses: self.uses.clone(),
        }
    }

    /// The same, which notes in `uses` what it is used for.
    #[must_use]
    pub(crate) fn noting(self, uses: Arc<Uses>) -> Self {
        Self { uses, ..self }
    }

    /// Whether `permission` is held everywhere in the organization.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.everywhere.contains(permission)
    }

    /// Whether `permission` is held on this one thing: everywhere, or there.
    #[must_use]
    pub fn may_on(&self, permission: Permission, resource: &ResourceRef) -> bool {
        self.may(permission) || self.on.get(resource).is_some_and(|there| there.contains(permission))
    }

    /// Notes that `permission` was needed, and held.
    pub fn used(&self, permission: Permission) {
        self.uses.note(permission);
    }

    /// What is held everywhere.
    #[must_use]
    pub const fn everywhere(&self) -> PermissionSet {
        self.everywhere
    }

    /// What is held on one thing, besides what is held everywhere.
    #[must_use]
    pub const fn on(&self) -> &BTreeMap<ResourceRef, PermissionSet> {
        &self.on
    }

    /// Whether everything in `set` is held there, so that it can be passed on: only what one holds can be granted.
    #[must_use]
    pub fn covers(&self, set: PermissionSet, on: Option<&ResourceRef>) -> bool {
        let there = on.and_then(|on| self.on.get(on)).copied().unwrap_or_default();
        self.everywhere.union(there).covers(set)
    }
}
