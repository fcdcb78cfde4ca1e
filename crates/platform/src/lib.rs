//! What modules share of the outside world: secrets at rest, mail, connections to other machines.

pub mod mail;
pub mod outbound;
pub mod places;
pub mod secrets;
mod store;

use outbound::Guard;
use places::Places;
use secrets::Keyring;
use std::path::PathBuf;

/// What a process has of it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Opens and seals secrets.
    pub keys: Keyring,
    /// Judges every address that somebody chose.
    pub guard: Guard,
    /// Tells where an address is, if the operator has given a file that says so.
    pub places: Places,
    /// Where mail is laid down while no mail server is set.
    pub mail_folder: PathBuf,
}
