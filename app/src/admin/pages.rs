//! Pages of this module, each a chunk of its own.

mod audit;
mod set_up;
mod settings;
mod sign_in;

pub(crate) use audit::AuditRoute;
pub(crate) use set_up::SetUpRoute;
pub(crate) use settings::SettingsRoute;
pub(crate) use sign_in::SignInRoute;
