//! What happens to every request before and after its handler.

pub mod address;
pub mod client_address;
pub mod cross_site;
pub mod headers;
pub mod request;
mod sent;

pub use request::around;
