//! What every use case starts from: the context of a call, the permission table, errors, and the vocabulary of audit and
//! bus.
//!
//! Architecture Invariant: no IO. The clock and the random source are values inside [`Ambient`]; nothing outside this crate
//! and the process's edges reads the time or makes an id on its own.

pub mod access;
mod actor;
mod ambient;
mod audit;
mod bus;
mod ctx;
mod error;
mod fault;
mod permissions;
mod place;
mod range;
mod token;
mod trace;

pub use access::{Access, AccessCache, PermissionSet, Situation};
pub use actor::{Actor, ActorKind};
pub use ambient::{Ambient, Clock, FixedClock, OsRandom, Random, SeededRandom, SystemClock};
pub use audit::AuditEvent;
pub use bus::{BusEvent, SecurityNotice, UnknownEvent};
pub use ctx::{Ctx, Tenant, Visit};
pub use error::ApiError;
pub use fault::{fault_fingerprint, without_values};
pub use permissions::{heading, meaning, permissions_of, role_permits};
pub use place::{PLACE_LENGTH, place_text, read_place};
pub use range::{TimeBounds, TimeSpan, instant_of, resolve_span, start_of_day, time_bounds, time_span};
pub use token::{SecretToken, TokenHash, fingerprint, sha256};
pub use trace::TraceId;
