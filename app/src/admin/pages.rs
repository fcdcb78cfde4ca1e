//! Pages of this module, each a chunk of its own.

mod account;
mod audit;
mod set_up;
mod settings;
mod sign_in;
mod system;

pub(crate) use account::AccountRoute;
pub(crate) use audit::AuditRoute;
pub(crate) use set_up::SetUpRoute;
pub(crate) use settings::SettingsRoute;
pub(crate) use sign_in::SignInRoute;
pub(crate) use system::SystemRoute;
