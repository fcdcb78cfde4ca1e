//! What happens to every request before and after its handler.

pub mod address;
pub mod client_address;
pub mod cross_site;
pub mod headers;
pub mod request;

pub use request::around;
