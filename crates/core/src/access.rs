//! Who may do what, and why.
//!
//! What a person holds is a list of [`Grant`]s: the role of their membership, roles bound to them or to a team that they are
//! in, and what running a team brings. [`Access`], by which calls are decided, is the union of these grants, and
//! [`Situation::explain`] names the grants that allow a thing: one list, read in two ways, so that they cannot disagree.
//!
//! Everything here is pure. The rows come from `cauldron-admin`.

mod cache;
mod explain;
mod grants;
mod resolved;
mod roles;
mod set;
mod uses;

pub use cache::{AccessCache, PermissionUse};
pub use explain::{Change, Explanation, Path, Removal};
pub use grants::{Binding, Grant, Holder, Holdings, Situation, Source, TeamMembership, applicable_on, of_team_admins};
pub use resolved::Access;
pub use roles::{CustomRole, RoleGraph};
pub use set::PermissionSet;
pub use uses::Uses;
