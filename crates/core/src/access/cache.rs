//! What a process remembers of people's access. An entry holds for one epoch of its organization.

use super::{Access, PermissionSet, Uses};
use cauldron_types::{OrganizationId, Permission, UserId};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// People remembered at once; beyond that those are forgotten who were not seen for longest.
const MOST: usize = 20_000;

type Whose = (OrganizationId, UserId);

/// That somebody used a permission on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermissionUse {
    /// Where.
    pub organization: OrganizationId,
    /// Who.
    pub user: UserId,
    /// What.
    pub permission: Permission,
    /// When.
    pub day: NaiveDate,
}

#[derive(Debug)]
struct Entry {
    epoch: i64,
    access: Arc<Access>,
    uses: Arc<Uses>,
    seen: u64,
    // What is on record already for a day.
    written: (NaiveDate, PermissionSet),
}

#[derive(Debug, Default)]
struct Known {
    people: HashMap<Whose, Entry>,
    // Of people who were forgotten before it was written down.
    left: Vec<(Whose, PermissionSet)>,
    asked: u64,
}

/// What a process remembers of people's access. It can be lost at any time: everything in it is in the database.
#[derive(Debug, Default)]
pub struct AccessCache {
    known: Mutex<Known>,
}

impl AccessCache {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the person may do there, if that was found out in this epoch.
    #[must_use]
    pub fn get(&self, organization: OrganizationId, user: UserId, epoch: i64) -> Option<Arc<Access>> {
        let mut known = self.known();
        known.asked += 1;
        let asked = known.asked;
        let entry = known.people.get_mut(&(organization, user)).filter(|entry| entry.epoch == epoch)?;
        entry.seen = asked;
        Some(entry.access.clone())
    }

    /// Remembers what the person may do there in this epoch, and returns it so that its uses are noted.
    pub fn put(&self, organization: OrganizationId, user: UserId, epoch: i64, access: Access) -> Arc<Access> {
        let mut known = self.known();
        known.asked += 1;
        let (whose, seen) = ((organization, user), known.asked);
        if known.people.len() >= MOST && !known.people.contains_key(&whose) {
            known.forget_some();
        }
        let entry = known.people.remove(&whose);
        let (uses, written) = match &entry {
            Some(entry) => (entry.uses.clone(), entry.written),
            None => (Arc::default(), (NaiveDate::MIN, PermissionSet::NONE)),
        };
        let access = Arc::new(access.noting(uses.clone()));
        let kept = match entry {
            // A slower request that found out less must not take the place of what is newer.
            Some(newer) if newer.epoch > epoch => newer,
            _ => Entry { epoch, access: access.clone(), uses, seen, written },
        };
        known.people.insert(whose, kept);
        access
    }

    /// What was used since this was last asked and is not on record for `today` yet.
    #[must_use]
    pub fn take_uses(&self, today: NaiveDate) -> Vec<PermissionUse> {
        let mut known = self.known();
        let mut taken: Vec<(Whose, PermissionSet)> = std::mem::take(&mut known.left);
        for (whose, entry) in &mut known.people {
            let used = entry.uses.take();
            let before = if entry.written.0 == today { entry.written.1 } else { PermissionSet::NONE };
            entry.written = (today, before.union(used));
            taken.push((*whose, used.without(before)));
        }
        let single = |((organization, user), used): (Whose, PermissionSet)| {
            used.iter().map(move |permission| PermissionUse { organization, user, permission, day: today })
        };
        taken.into_iter().flat_map(single).collect()
    }

    /// Takes back what [`Self::take_uses`] gave and could not be written.
    pub fn put_back(&self, uses: &[PermissionUse]) {
        let mut known = self.known();
        for used in uses {
            let whose = (used.organization, used.user);
            let set: PermissionSet = [used.permission].into_iter().collect();
            if let Some(entry) = known.people.get_mut(&whose) {
                entry.written.1 = entry.written.1.without(set);
            }
            known.left.push((whose, set));
        }
    }
}

impl Known {
    /// Forgets an eighth, so that it is not to be done again at once.
    fn forget_some(&mut self) {
        let mut seen: Vec<u64> = self.people.values().map(|entry| entry.seen).collect();
        seen.sort_unstable();
        let limit = seen.get(MOST / 8).copied().unwrap_or(u64::MAX);
        let left = &mut self.left;
        self.people.retain(|whose, entry| {
            if entry.seen > limit {
                return true;
            }
            let used = entry.uses.take();
            if !used.is_empty() {
                left.push((*whose, used));
            }
            false
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Situation;
    use crate::access::{Holdings, RoleGraph};
    use cauldron_types::Role;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn access(role: Role) -> Access {
        let holdings = Holdings { user: UserId(Uuid::nil()), role, teams: Vec::new(), bindings: Vec::new() };
        Situation { roles: Arc::new(RoleGraph::new(BTreeMap::new(), false)), holdings }.access()
    }

    fn whose(number: u128) -> Whose {
        (OrganizationId(Uuid::nil()), UserId(Uuid::from_u128(number)))
    }

    #[test]
    fn what_is_remembered_holds_for_its_epoch_alone() {
        let cache = AccessCache::default();
        let (organization, user) = whose(1);
        cache.put(organization, user, 2, access(Role::Admin));
        assert!(cache.get(organization, user, 2).unwrap().may(Permission::AuditRead));
        assert!(cache.get(organization, user, 3).is_none() && cache.get(organization, user, 1).is_none());
        cache.put(organization, user, 3, access(Role::Member));
        assert!(!cache.get(organization, user, 3).unwrap().may(Permission::AuditRead));
        cache.put(organization, user, 2, access(Role::Admin));
        assert!(!cache.get(organization, user, 3).unwrap().may(Permission::AuditRead), "the newer one stays");
        assert!(cache.get(OrganizationId(Uuid::from_u128(9)), user, 3).is_none(), "elsewhere nothing is known");
    }

    #[test]
    fn a_use_is_told_once_a_day_whatever_happens_in_between() {
        let cache = AccessCache::default();
        let (organization, user) = whose(1);
        let (today, tomorrow) = (NaiveDate::MIN.succ_opt().unwrap(), NaiveDate::MAX);
        let first = cache.put(organization, user, 1, access(Role::Admin));
        first.used(Permission::AuditRead);
        let second = cache.put(organization, user, 2, access(Role::Admin));
        first.used(Permission::PersonRead);
        second.used(Permission::AuditRead);
        let names = |uses: &[PermissionUse]| uses.iter().map(|used| used.permission.as_str()).collect::<Vec<_>>();
        let taken = cache.take_uses(today);
        assert_eq!(names(&taken), ["person:read", "audit:read"]);
        second.used(Permission::AuditRead);
        assert!(cache.take_uses(today).is_empty());
        cache.put_back(&taken);
        assert_eq!(names(&cache.take_uses(today)), ["person:read", "audit:read"]);
        second.used(Permission::AuditRead);
        assert_eq!(names(&cache.take_uses(tomorrow)), ["audit:read"]);
    }

    #[test]
    fn no_more_is_remembered_than_fits_and_no_use_is_lost() {
        let cache = AccessCache::default();
        for number in 0..25_000 {
            let (organization, user) = whose(number);
            cache.put(organization, user, 1, access(Role::Analyst)).used(Permission::PersonRead);
        }
        assert!(cache.known().people.len() <= MOST);
        let (organization, newest) = whose(24_999);
        assert!(cache.get(organization, newest, 1).is_some());
        assert_eq!(cache.take_uses(NaiveDate::MAX).len(), 25_000);
    }
}
