//! The generated passwords of the database roles and the file that keeps them.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::PgError;
use crate::files;
use crate::wheel::hex;

/// One password per login role, 256 bits each in hexadecimal digits, so that they stand in a URL as they are.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    pub(crate) superuser: String,
    pub(crate) owner: String,
    pub(crate) app: String,
    pub(crate) system: String,
}

impl Secrets {
    /// Draws new passwords.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn generate() -> Result<Self, PgError> {
        Ok(Self { superuser: password()?, owner: password()?, app: password()?, system: password()? })
    }

    /// Reads the file, or draws and writes new ones when there is none and no database depends on it.
    pub(crate) fn load_or_create(path: &Path, database_exists: bool) -> Result<Self, PgError> {
        match Self::load(path) {
            Err(PgError::SecretsLost { .. }) if !database_exists => {
                let secrets = Self::generate()?;
                let text = serde_json::to_vec_pretty(&secrets)
                    .map_err(|error| PgError::io("write", path, io::Error::other(error)))?;
                files::write_private(path, &text)?;
                Ok(secrets)
            }
            other => other,
        }
    }

    pub(crate) fn load(path: &Path) -> Result<Self, PgError> {
        let lost = || PgError::SecretsLost { path: path.to_owned() };
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(lost()),
            Err(error) => return Err(PgError::io("read", path, error)),
            Ok(text) => text,
        };
        let secrets: Self = serde_json::from_slice(&text).map_err(|_| lost())?;
        let valid = |password: &String| password.len() >= 32 && password.bytes().all(|byte| byte.is_ascii_hexdigit());
        let all = [&secrets.superuser, &secrets.owner, &secrets.app, &secrets.system];
        if all.into_iter().all(valid) { Ok(secrets) } else { Err(lost()) }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets(hidden)")
    }
}

fn password() -> Result<String, PgError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| PgError::NoRandomness)?;
    Ok(hex(&bytes))
}
