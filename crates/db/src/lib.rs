//! The database seen from Rust: pools, transactions scoped to an organization, migrator, job queue, event bus.
//!
//! Architecture Invariant: a pool never leaves this crate. Whoever wants rows of a tenant starts an [`OrgTx`] from a `Ctx`;
//! whoever works across tenants starts a [`SystemTx`] and says why.

pub mod bus;
pub mod catalogue;
mod error;
mod faults;
pub mod jobs;
mod list_tx;
pub mod maintenance;
pub mod migrate;
mod operations_tx;
mod org_tx;
pub mod pattern;
mod pools;
pub mod preflight;
pub mod records;
pub mod stats;
mod system_tx;
pub mod system_view;
mod visit_tx;
mod wake;

pub use error::{DbError, OnConstraint};
pub use faults::{Afflicted, Faults};
pub use list_tx::answered;
pub use org_tx::OrgTx;
pub use pools::{Addresses, Db};
pub use system_tx::{SystemPurpose, SystemTx};
pub use visit_tx::VisitTx;
pub use wake::Wake;
