//! Roles, as they are listed, shown, compared and changed.

use crate::{BindingRow, Permission, RoleRef};
use serde::{Deserialize, Serialize};

/// A role by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    /// Which.
    pub role: RoleRef,
    /// What it is called.
    pub name: String,
}

/// One role of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Which.
    pub role: RoleRef,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How many permissions it gives.
    pub permissions: u32,
    /// What it inherits from.
    pub parents: Vec<String>,
    /// People whose base role it is.
    pub base_of: i64,
    /// How often it was given besides.
    pub given: i64,
}

/// All roles: the system's, then the organization's own by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleList {
    /// In that order.
    pub roles: Vec<RoleRow>,
    /// Whether the person who asks may make one.
    pub may_create: bool,
}

/// One permission of the catalogue, as a role has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionRow {
    /// Which.
    pub permission: Permission,
    /// What it allows, in a sentence without its full stop.
    pub description: String,
    /// Whether the role gives it by itself.
    pub own: bool,
    /// The roles from which it comes besides.
    pub inherited_from: Vec<String>,
    /// Whether the person who asks holds it, and so may put it into a role.
    pub held: bool,
}

/// The permissions on one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionGroup {
    /// What they are about, such as `Teams`.
    pub label: String,
    /// In the order of the catalogue.
    pub permissions: Vec<PermissionRow>,
}

/// A role from which another could inherit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentChoice {
    /// Which.
    pub role: RoleName,
    /// Whether it does.
    pub chosen: bool,
    /// Why it cannot; empty when it can.
    pub obstacle: String,
}

/// One role with everything about it; or, without a role, what a new one is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolePage {
    /// Which; none for one that is to be made.
    pub role: Option<RoleRef>,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// For a save.
    pub version: i64,
    /// The whole catalogue.
    pub groups: Vec<PermissionGroup>,
    /// The roles from which it could inherit.
    pub parents: Vec<ParentChoice>,
    /// The roles that inherit from it.
    pub children: Vec<RoleName>,
    /// Who was given it besides a base role.
    pub given: Vec<BindingRow>,
    /// People whose base role it is.
    pub base_of: i64,
    /// Whether the person who asks may change it.
    pub editable: bool,
    /// Whether they may delete it.
    pub deletable: bool,
}

/// A role as somebody wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDraft {
    /// What it is called.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// What it gives by itself.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// What it inherits from.
    #[serde(default)]
    pub parents: Vec<RoleRef>,
}

/// Roles beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleMatrix {
    /// The columns.
    pub roles: Vec<RoleName>,
    /// The rows, by what they are about.
    pub groups: Vec<MatrixGroup>,
    /// Whether the person who asks may take it away as a file.
    pub may_export: bool,
}

/// Permissions on one kind of thing, for every role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixGroup {
    /// What they are about.
    pub label: String,
    /// One a permission.
    pub rows: Vec<MatrixRow>,
}

/// One permission, for every role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// Which.
    pub permission: Permission,
    /// What it allows.
    pub description: String,
    /// Whether each role gives it, in the order of the columns.
    pub held: Vec<bool>,
}
