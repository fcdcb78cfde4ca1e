//! Pages of this module, each a chunk of its own.

mod account;
mod audit;
mod invitation;
mod invitation_list;
mod invitations;
mod organizations;
mod people;
mod person;
mod mail;
mod set_up;
mod settings;
mod sign_in;
mod system;

pub(crate) use account::AccountRoute;
pub(crate) use audit::AuditRoute;
pub(crate) use invitation::InvitationRoute;
pub(crate) use invitation_list::InvitationListRoute;
pub(crate) use invitations::InvitationsRoute;
pub(crate) use organizations::OrganizationsRoute;
pub(crate) use people::PeopleRoute;
pub(crate) use person::PersonRoute;
pub(crate) use mail::MailRoute;
pub(crate) use set_up::SetUpRoute;
pub(crate) use settings::SettingsRoute;
pub(crate) use sign_in::SignInRoute;
pub(crate) use system::SystemRoute;
