//! A set of permissions, one bit each.

use cauldron_types::{Permission, Role};

/// Permissions. Bit `n` is the `n`th of [`Permission::ALL`]; it has no meaning outside a process and is never stored.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct PermissionSet(u128);

// A set has a bit for every permission. Should there be more one day, this does not compile.
const _: () = assert!(Permission::ALL.len() <= 128, "PermissionSet needs more bits");

impl PermissionSet {
    /// No permission.
    pub const NONE: Self = Self(0);

    /// The set with these bits.
    pub(crate) const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// Its bits.
    pub(crate) const fn bits(self) -> u128 {
        self.0
    }

    const fn bit(permission: Permission) -> u128 {
        1 << permission as u32
    }

    /// What a system role permits.
    #[must_use]
    pub fn of_role(role: Role, operating: bool) -> Self {
        crate::permissions_of(role, operating).into_iter().collect()
    }

    /// Whether `permission` is in it.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & Self::bit(permission) != 0
    }

    /// Whether everything in `other` is in it.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this one and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The permissions in it, in the order of the catalogue.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, |set, permission| Self(set.0 | Self::bit(permission)))
    }
}

impl std::fmt::Debug for PermissionSet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.iter().map(Permission::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it_and_nothing_else() {
        for permission in Permission::ALL {
            let set: PermissionSet = [*permission].into_iter().collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), [*permission]);
        }
        let all: PermissionSet = Permission::ALL.iter().copied().collect();
        assert_eq!(usize::try_from(all.len()).unwrap(), Permission::ALL.len());
        assert!(all.covers(PermissionSet::NONE) && !PermissionSet::NONE.covers(all));
    }
}
