//! Configuration in layers: built-in defaults, a file, the environment, the command line; later ones win.
//!
//! `server/src/config/default.toml` documents every key. In the environment a key is `CAULDRON_` and its path with two
//! underscores between the parts, such as `CAULDRON_SERVER__PORT`.

mod layers;

pub use layers::ConfigError;

use ipnet::IpNet;
use layers::Layers;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use tracing_subscriber::EnvFilter;

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
    /// What secrets at rest are sealed under.
    pub secrets: SecretsConfig,
    /// Where people may have Cauldron connect to.
    pub outbound: OutboundConfig,
    /// How much programs may ask.
    pub api: ApiConfig,
    /// What is known of addresses.
    pub places: PlacesConfig,
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
    /// Seconds in which the head of a request must have arrived.
    pub header_timeout_seconds: u32,
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

/// What secrets at rest are sealed under.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretsConfig {
    /// The key in base64; empty for a key file in the data folder.
    pub key: String,
    /// Keys before it, which still open.
    pub older_keys: Vec<String>,
}

impl std::fmt::Debug for SecretsConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretsConfig(…)")
    }
}

/// Where people may have Cauldron connect to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutboundConfig {
    /// Networks that are allowed although they are inside.
    pub allow: Vec<IpNet>,
}

/// How much programs may ask of `/api/v1`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiConfig {
    /// Requests a minute of one key.
    pub key_requests_per_minute: u32,
    /// Requests a minute of all keys of an organization.
    pub organization_requests_per_minute: u32,
}

/// What is known of addresses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacesConfig {
    /// A file of places in MaxMind's format; empty for none.
    pub mmdb: PathBuf,
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

/// Whether a public address is empty, or a scheme and a host without a path.
fn is_plain_address(url: &str) -> bool {
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    url.is_empty() || host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
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
    /// A sentence that names the key, where it was read, what it is and what it may be.
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
        let layers = Layers::read(file)?;
        // Read without the command line, which must not hide what is wrong in the file.
        let mut config = layers.extract()?;
        let sound = [
            ("server.public_url", is_plain_address(&config.server.public_url)),
            ("server.body_limit", config.server.body_limit >= 1024),
            ("server.header_timeout_seconds", (1..=3600).contains(&config.server.header_timeout_seconds)),
            ("log.filter", EnvFilter::try_new(&config.log.filter).is_ok()),
            ("sessions.idle_hours", (1..=8760).contains(&config.sessions.idle_hours)),
            ("sessions.absolute_days", (1..=3650).contains(&config.sessions.absolute_days)),
            ("api.key_requests_per_minute", (1..=1_000_000).contains(&config.api.key_requests_per_minute)),
            (
                "api.organization_requests_per_minute",
                (1..=1_000_000).contains(&config.api.organization_requests_per_minute),
            ),
        ];
        if let Some((key, _)) = sound.into_iter().find(|(_, is_sound)| !is_sound) {
            return Err(layers.refused(key));
        }
        if let Some(port) = overrides.port {
            config.server.port = port;
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
        let shown = file.display().to_string();
        Config::from_layers(&file, &Overrides::default()).map_err(|error| error.to_string().replace(&shown, "FILE"))
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
    fn a_malformed_file_is_refused_in_one_sentence_with_key_place_and_value() {
        for (text, expected) in [
            (
                "# port\n[server]\nport = \"many\"",
                "server.port (FILE, line 3) must be a whole number from 0 to 65535; it is \"many\".",
            ),
            ("server.port = 70000", "server.port (FILE, line 1) must be a whole number from 0 to 65535; it is 70000."),
            (
                "[server]\nprot = 1",
                "There is no key server.prot (FILE, line 2). Keys of [server]: address, port, public_url, trusted_proxies, body_limit, header_timeout_seconds, site_dir.",
            ),
            (
                "[sever]\nport = 1",
                "There is no section sever (FILE, line 1). Sections: server, data, log, sessions, secrets, outbound, api, places, metrics.",
            ),
            ("server = 4", "server (FILE, line 1) must be a section, which begins with [server]; it is 4."),
            (
                "[server]\nbody_limit = 0",
                "server.body_limit (FILE, line 2) must be a whole number of bytes, at least 1024; it is 0.",
            ),
            (
                "[server]\n\nheader_timeout_seconds = 0",
                "server.header_timeout_seconds (FILE, line 3) must be a whole number from 1 to 3600; it is 0.",
            ),
            (
                "[server]\npublic_url = \"https://example.org/path\"",
                "server.public_url (FILE, line 2) must be an address without a path, such as \"https://cauldron.example.org\", or \"\"; it is \"https://example.org/path\".",
            ),
            (
                "[server]\ntrusted_proxies = [\"10.0.0.0/8\", \"10.0.0.0/99\"]",
                "server.trusted_proxies (FILE, line 2) must be a list of networks, such as [\"10.0.0.0/8\"]; it is [\"10.0.0.0/8\",\"10.0.0.0/99\"].",
            ),
            ("[log]\nformat = \"xml\"", "log.format (FILE, line 2) must be \"text\" or \"json\"; it is \"xml\"."),
            (
                "[log]\nfilter = \"a=b=c\"",
                "log.filter (FILE, line 2) must be a level or target=level pairs, such as \"info\" or \"cauldron_server=debug,info\"; it is \"a=b=c\".",
            ),
            (
                "[sessions]\nidle_hours = -1",
                "sessions.idle_hours (FILE, line 2) must be a whole number from 1 to 8760; it is -1.",
            ),
            (
                "[sessions]\nabsolute_days = 0",
                "sessions.absolute_days (FILE, line 2) must be a whole number from 1 to 3650; it is 0.",
            ),
            (
                "[api]\nkey_requests_per_minute = 0",
                "api.key_requests_per_minute (FILE, line 2) must be a whole number from 1 to 1000000; it is 0.",
            ),
            (
                "[metrics]\ntoken = 12345",
                "metrics.token (FILE, line 2) must be text in quotation marks; it is not shown here.",
            ),
        ] {
            assert_eq!(layered(text).unwrap_err(), expected, "{text}");
        }
        let broken = layered("[log]\nformat = \"text\"\n[server").unwrap_err();
        assert!(broken.starts_with("Line 3 of FILE is not TOML: ") && broken.ends_with('.'), "{broken}");
        assert!(!broken.contains('\n'), "{broken}");
    }
}
