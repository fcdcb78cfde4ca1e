//! Configuration in layers: built-in defaults, a file, the environment, the command line; later ones win.
//!
//! `server/src/config/default.toml` documents every key. In the environment a key is `CAULDRON_` and its path with two
//! underscores between the parts, such as `CAULDRON_SERVER__PORT`.

use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The documented defaults.
pub const DEFAULTS: &str = include_str!("config/default.toml");

/// Everything that can be configured.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How Cauldron is reached.
    pub server: ServerConfig,
    /// Where data lies.
    pub data: DataConfig,
    /// What is logged.
    pub log: LogConfig,
    /// How long sessions last.
    pub sessions: SessionConfig,
    /// Who may read `/metrics`.
    pub metrics: MetricsConfig,
}

/// How Cauldron is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Address to listen on.
    pub address: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The address people use; empty for `http://localhost:<port>`.
    pub public_url: String,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Largest request body, in bytes.
    pub body_limit: usize,
    /// Folder with the built assets, for a binary that carries none; empty otherwise.
    pub site_dir: PathBuf,
}

/// Where data lies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataConfig {
    /// Data folder; empty for the default one.
    pub dir: PathBuf,
    /// Folder with the fetched Postgres; empty for the default one.
    pub cache: PathBuf,
}

/// What is logged.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// Filter, such as `info` or `cauldron_server=debug,info`.
    pub filter: String,
    /// Lines for people or for machines.
    pub format: LogFormat,
}

/// Lines for people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One line of text an event.
    Text,
    /// One JSON object an event.
    Json,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionConfig {
    /// Hours without a request after which a session ends.
    pub idle_hours: u32,
    /// Days after which a session ends in any case.
    pub absolute_days: u32,
}

/// Who may read `/metrics`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsConfig {
    /// Bearer token for readers that are not on this machine; empty for none.
    pub token: String,
}

impl std::fmt::Debug for MetricsConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MetricsConfig(…)")
    }
}

/// What the command line said about the configuration.
#[derive(Clone, Debug, Default, Serialize, clap::Args)]
pub struct Overrides {
    /// Configuration file; without one, `cauldron.toml` in the data folder is read if it exists.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Data folder.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip)]
    pub data_dir: Option<PathBuf>,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip)]
    pub port: Option<u16>,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown, missing or of the wrong type.
    #[error("The configuration cannot be used: {0}")]
    Key(String),
    /// The named file does not exist.
    #[error("The configuration file {0} does not exist, or is not a file.")]
    NoFile(PathBuf),
    /// No body would fit.
    #[error("server.body_limit must be at least 1024 bytes, or no form can be sent; it is {0}.")]
    BodyLimit(usize),
    /// The public address is not one.
    #[error(
        "server.public_url must be an address such as https://cauldron.example.org, without a path; it is \"{0}\"."
    )]
    PublicUrl(String),
}

/// The data folder when nothing else is said.
fn default_data_dir() -> PathBuf {
    if is_root() {
        return PathBuf::from("/var/lib/cauldron");
    }
    match std::env::var_os("HOME") {
        Some(home) => PathBuf::from(home).join(".local/share/cauldron"),
        None => PathBuf::from("cauldron-data"),
    }
}

/// Whether this process is root, asked of the owner of its own `/proc` entry.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

/// The folder that fetched programs are kept in.
pub(crate) fn default_cache_dir() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (home, xdg) = (variable("HOME"), variable("XDG_CACHE_HOME"));
    variable("CAULDRON_CACHE")
        .or_else(|| cauldron_pg_embed::Cache::default_root(home.as_deref(), xdg.as_deref(), is_root()).ok())
}

impl Config {
    /// Reads all layers.
    ///
    /// # Errors
    /// A sentence that names the key and where it was read.
    pub fn load(overrides: &Overrides) -> Result<Self, ConfigError> {
        let data_dir = overrides.data_dir.clone().or_else(|| std::env::var_os("CAULDRON_DATA__DIR").map(PathBuf::from));
        let file = match &overrides.config {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.clone())),
            Some(file) => file.clone(),
            None => data_dir.clone().unwrap_or_else(default_data_dir).join("cauldron.toml"),
        };
        let mut config = Self::from_layers(&file, overrides)?;
        if let Some(dir) = data_dir {
            config.data.dir = dir;
        }
        if config.data.dir.as_os_str().is_empty() {
            config.data.dir = default_data_dir();
        }
        if config.data.cache.as_os_str().is_empty() {
            config.data.cache = default_cache_dir().unwrap_or_default();
        }
        if let (true, Some(site)) =
            (config.server.site_dir.as_os_str().is_empty(), std::env::var_os("CAULDRON_SITE_DIR"))
        {
            config.server.site_dir = PathBuf::from(site);
        }
        Ok(config)
    }

    fn from_layers(file: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let figment = Figment::from(Toml::string(DEFAULTS))
            .merge(Toml::file(file))
            .merge(Env::prefixed("CAULDRON_").split("__").filter(|key| key.as_str().contains('.')));
        // Read once without the command line, which must not hide what is wrong in the file.
        let mut config: Self = figment.extract().map_err(|error| ConfigError::Key(error.to_string()))?;
        if let Some(port) = overrides.port {
            config.server.port = port;
        }
        if config.server.body_limit < 1024 {
            return Err(ConfigError::BodyLimit(config.server.body_limit));
        }
        let url = config.server.public_url.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if !url.is_empty() && !host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' '])) {
            return Err(ConfigError::PublicUrl(config.server.public_url));
        }
        Ok(config)
    }

    /// Whether browsers reach us over https.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }

    /// The address people use, without a slash at its end.
    #[must_use]
    pub fn public_url(&self, port: u16) -> String {
        match self.server.public_url.trim_end_matches('/') {
            "" => format!("http://localhost:{port}"),
            url => url.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layered(text: &str) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cauldron.toml");
        std::fs::write(&file, text).unwrap();
        Config::from_layers(&file, &Overrides::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn defaults_are_complete_and_a_file_replaces_single_keys() {
        let config = layered("[server]\nport = 8443\npublic_url = \"https://c.example/\"").unwrap();
        assert_eq!((config.server.port, config.sessions.idle_hours), (8443, 12));
        assert!(config.secure());
        assert_eq!(config.public_url(8443), "https://c.example");
        assert_eq!(layered("").unwrap().public_url(4600), "http://localhost:4600");
    }

    #[test]
    fn a_malformed_file_is_refused_with_the_key_and_the_place() {
        for (text, named) in [
            ("[server]\nport = \"many\"", "server.port"),
            ("[server]\nprot = 1", "prot"),
            ("[server]\nbody_limit = 0", "body_limit"),
            ("[server]\npublic_url = \"example.org\"", "public_url"),
            ("[server]\npublic_url = \"https://example.org/path\"", "public_url"),
            ("[server]\ntrusted_proxies = [\"10.0.0.0/99\"]", "trusted_proxies"),
            ("[server", "cauldron.toml"),
        ] {
            let sentence = layered(text).unwrap_err();
            assert!(sentence.contains(named), "{text}: {sentence}");
        }
    }
}
