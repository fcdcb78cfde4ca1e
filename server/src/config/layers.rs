//! The layers of the configuration, and what is wrong in them: one sentence that names the key, where it stands, what it may
//! be and what it is.

use super::{Config, DEFAULTS};
use figment::Figment;
use figment::error::Kind;
use figment::providers::{Env, Serialized};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use toml::Table;
use toml::de::DeTable;

const PREFIX: &str = "CAULDRON_";

/// What each key may be.
const EXPECTED: &[(&str, &str)] = &[
    ("server.address", "an IP address in quotation marks, such as \"127.0.0.1\""),
    ("server.port", "a whole number from 0 to 65535"),
    ("server.public_url", "an address without a path, such as \"https://cauldron.example.org\", or \"\""),
    ("server.trusted_proxies", "a list of networks, such as [\"10.0.0.0/8\"]"),
    ("server.body_limit", "a whole number of bytes, at least 1024"),
    ("server.header_timeout_seconds", "a whole number from 1 to 3600"),
    ("server.site_dir", "the path of a folder in quotation marks"),
    ("data.dir", "the path of a folder in quotation marks"),
    ("data.cache", "the path of a folder in quotation marks"),
    ("log.filter", "a level or target=level pairs, such as \"info\" or \"cauldron_server=debug,info\""),
    ("log.format", "\"text\" or \"json\""),
    ("sessions.idle_hours", "a whole number from 1 to 8760"),
    ("sessions.absolute_days", "a whole number from 1 to 3650"),
    ("secrets.key", "32 bytes in base64 in quotation marks, or \"\""),
    ("secrets.older_keys", "a list of keys, each 32 bytes in base64"),
    ("outbound.allow", "a list of networks, such as [\"10.1.2.0/24\"]"),
    ("api.key_requests_per_minute", "a whole number from 1 to 1000000"),
    ("api.organization_requests_per_minute", "a whole number from 1 to 1000000"),
    ("places.mmdb", "the path of a file in quotation marks, or \"\""),
    ("metrics.token", "text in quotation marks"),
];
/// Values that nobody may read in a terminal.
const SECRET: &[&str] = &["metrics.token", "secrets.key", "secrets.older_keys"];
/// Longest part of a value that is shown, in characters.
const SHOWN: usize = 80;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value of the wrong type or size.
    #[error("{key} ({place}) must be {expected}; it is {found}.")]
    Value {
        /// The key with its section.
        key: String,
        /// The variable, or file and line.
        place: String,
        /// What it may be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// A key or section that there is not.
    #[error("There is no {what} ({place}). {known}")]
    Unknown {
        /// The key with its section, or the section.
        what: String,
        /// The variable, or file and line.
        place: String,
        /// Which ones there are, in a sentence.
        known: String,
    },
    /// The named file does not exist.
    #[error("The configuration file {} does not exist, or is not a file.", .0.display())]
    NoFile(PathBuf),
    /// The file cannot be read.
    #[error("The configuration file {} cannot be read: {reason}.", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why, in the words of the operating system.
        reason: std::io::Error,
    },
    /// The file is no TOML.
    #[error("Line {line} of {} is not TOML: {reason}.", file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// Counted from one.
        line: usize,
        /// What is missing or too much.
        reason: String,
    },
}

/// Defaults, file and environment, one above the other.
pub(super) struct Layers {
    figment: Figment,
    file: PathBuf,
    text: String,
}

/// The line, counted from one, in which the byte at `position` stands.
fn line_at(text: &str, position: usize) -> usize {
    text.bytes().take(position).filter(|byte| *byte == b'\n').count() + 1
}

impl Layers {
    /// Reads all layers; a file that is not there is empty.
    ///
    /// # Errors
    /// The file cannot be read or is no TOML.
    pub(super) fn read(file: &Path) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => String::new(),
            Err(reason) => return Err(ConfigError::Unreadable { file: file.to_owned(), reason }),
        };
        let table = |text: &str| {
            text.parse::<Table>().map_err(|error| ConfigError::Syntax {
                file: file.to_owned(),
                line: line_at(text, error.span().map_or(0, |span| span.start)),
                reason: error.message().lines().collect::<Vec<_>>().join(", "),
            })
        };
        let figment = Figment::from(Serialized::defaults(table(DEFAULTS)?))
            .merge(Serialized::defaults(table(&text)?))
            .merge(Env::prefixed(PREFIX).split("__").filter(|key| key.as_str().contains('.')));
        Ok(Self { figment, file: file.to_owned(), text })
    }

    /// All layers as one.
    ///
    /// # Errors
    /// The first key that is unknown or has a value of the wrong type.
    pub(super) fn extract(&self) -> Result<Config, ConfigError> {
        self.figment.extract().map_err(|error| match &error.kind {
            Kind::UnknownField(name, known) => self.unknown(&error.path, name, known),
            _ => self.refused(&error.path.join(".")),
        })
    }

    /// A value that cannot be used.
    pub(super) fn refused(&self, path: &str) -> ConfigError {
        // What is wrong with one of a list is said of the list.
        let entry = EXPECTED.iter().find(|(key, _)| path == *key || path.starts_with(&format!("{key}.")));
        let (key, expected) = match entry {
            Some((key, expected)) => (*key, (*expected).to_owned()),
            None => (path, format!("a section, which begins with [{path}]")),
        };
        let found = match self.figment.find_value(key) {
            Ok(_) if SECRET.contains(&key) => "not shown here".to_owned(),
            Ok(value) => shortened(&serde_json::to_string(&value).unwrap_or_default()),
            Err(_) => "missing".to_owned(),
        };
        let place = self.place(&key.split('.').collect::<Vec<_>>());
        ConfigError::Value { key: key.to_owned(), place, expected, found }
    }

    fn unknown(&self, path: &[String], name: &str, known: &[&str]) -> ConfigError {
        let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
        if parts.last() != Some(&name) {
            parts.push(name);
        }
        let (place, names) = (self.place(&parts), known.join(", "));
        let (what, known) = match parts.as_slice() {
            [section, _key, ..] => (format!("key {}", parts.join(".")), format!("Keys of [{section}]: {names}.")),
            _ => (format!("section {name}"), format!("Sections: {names}.")),
        };
        ConfigError::Unknown { what, place, known }
    }

    /// Where the value of a key comes from.
    fn place(&self, path: &[&str]) -> String {
        let wanted = format!("{PREFIX}{}", path.join("__"));
        let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        if let Some(name) = variables.into_iter().find(|name| name.eq_ignore_ascii_case(&wanted)) {
            return name;
        }
        let file = self.file.display();
        self.line(path).map_or_else(|| file.to_string(), |line| format!("{file}, line {line}"))
    }

    fn line(&self, path: &[&str]) -> Option<usize> {
        let document = DeTable::parse(&self.text).ok()?;
        let (mut table, mut start) = (Some(document.get_ref()), None);
        for part in path {
            let Some((key, value)) = table.and_then(|table| table.get_key_value(*part)) else { break };
            start = Some(key.span().start);
            table = value.get_ref().as_table();
        }
        start.map(|start| line_at(&self.text, start))
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_it_may_be() {
        let defaults: Table = DEFAULTS.parse().unwrap();
        let keys = defaults.iter().flat_map(|(section, keys)| {
            keys.as_table().unwrap().keys().map(move |key| format!("{section}.{key}")).collect::<Vec<_>>()
        });
        let (mut there, mut said): (Vec<String>, Vec<&str>) =
            (keys.collect(), EXPECTED.iter().map(|(key, _)| *key).collect());
        there.sort();
        said.sort_unstable();
        assert_eq!(there, said);
    }

    #[test]
    fn long_values_are_cut_between_letters() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"ü".repeat(100)), format!("{}…", "ü".repeat(80)));
    }
}
