//! Every role beside every permission, on a page and as a file.

use crate::store::access;
use cauldron_core::access::RoleGraph;
use cauldron_core::{ApiError, AuditEvent, Ctx, heading, meaning};
use cauldron_db::Db;
use cauldron_types::{MatrixGroup, MatrixRow, Permission, Role, RoleMatrix, RoleName, RoleRef, csv};
use serde_json::json;

/// Every role beside every permission.
///
/// # Errors
/// Without `role:read`; what the database answers.
pub async fn matrix(db: &Db, ctx: &Ctx) -> Result<RoleMatrix, ApiError> {
    ctx.require(Permission::RoleRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let graph = access::roles(&mut tx).await?;
    tx.commit().await?;
    Ok(of(&graph, ctx.may(Permission::RoleExport)))
}

fn of(graph: &RoleGraph, may_export: bool) -> RoleMatrix {
    let owner = RoleRef::System(Role::Owner);
    let roles: Vec<RoleName> = std::iter::once(RoleName { role: owner, name: Role::Owner.label().to_owned() })
        .chain(crate::access::choices(graph))
        .collect();
    let mut groups: Vec<(&str, MatrixGroup)> = Vec::new();
    for permission in Permission::ALL.iter().copied() {
        let row = MatrixRow {
            permission,
            description: meaning(permission).to_owned(),
            held: roles.iter().map(|name| graph.permissions(name.role).contains(permission)).collect(),
        };
        match groups.iter_mut().find(|(resource, _)| *resource == permission.resource()) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let label = heading(permission.resource());
                groups.push((permission.resource(), MatrixGroup { label, rows: vec![row] }));
            }
        }
    }
    RoleMatrix { roles, groups: groups.into_iter().map(|(_, group)| group).collect(), may_export }
}

/// The matrix as comma-separated values, and that it was taken away in the audit log.
///
/// # Errors
/// Without `role:export`; what the database answers.
pub async fn export(db: &Db, ctx: &Ctx) -> Result<String, ApiError> {
    ctx.require(Permission::RoleExport)?;
    let mut tx = db.org_tx(ctx).await?;
    let matrix = of(&access::roles(&mut tx).await?, true);
    tx.audit(AuditEvent {
        action: "roles.exported",
        subject_kind: "roles",
        subject_id: String::new(),
        detail: json!({ "roles": matrix.roles.len() }),
    })
    .await?;
    tx.commit().await?;
    let mut file = String::new();
    let head = ["permission", "meaning"].map(str::to_owned).into_iter();
    csv::record(&mut file, head.chain(matrix.roles.iter().map(|role| csv::disarmed(&role.name))));
    for row in matrix.groups.iter().flat_map(|group| &group.rows) {
        let cells = row.held.iter().map(|held| if *held { "yes" } else { "no" }.to_owned());
        csv::record(&mut file, [row.permission.as_str().to_owned(), row.description.clone()].into_iter().chain(cells));
    }
    Ok(file)
}
