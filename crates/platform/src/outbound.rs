//! Connections to addresses that somebody chose: a mail server, later a webhook or a source.
//!
//! A name is resolved once, every address it has is judged, and the connection goes to one that passed: nobody can answer with
//! another address between the judgement and the connection. What is refused unless the operator allows its network:
//! [`ranges::refusal`]. Our own PostgreSQL is refused in any case.

mod limited;
mod ranges;

pub use limited::{LimitedStream, Limits};
pub use ranges::{embedded, refusal};

use ipnet::IpNet;
use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// How long a name may take to resolve.
const RESOLVING: Duration = Duration::from_secs(5);
/// How long one address may take to answer.
const CONNECTING: Duration = Duration::from_secs(10);
/// Addresses of a name that are tried.
const TRIED: usize = 4;

/// No connection; each sentence says why.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The name has no address.
    #[error("{0} has no address that this server can find.")]
    Unresolved(String),
    /// It leads where nobody may be led.
    #[error(
        "{host} leads to {address}, which is {what}. The operator can allow it in outbound.allow of the configuration."
    )]
    Refused {
        /// What was asked for.
        host: String,
        /// Where it leads.
        address: IpAddr,
        /// What is there.
        what: &'static str,
    },
    /// It leads to our own database.
    #[error("{0} leads to the database of this installation, which no connection may go to.")]
    Database(String),
    /// Nobody took the connection.
    #[error("{host}:{port} does not take the connection: {reason}.")]
    Unreachable {
        /// What was asked for.
        host: String,
        /// Its port.
        port: u16,
        /// Why, in the words of the operating system.
        reason: String,
    },
}

/// The guard. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allowed: Arc<[IpNet]>,
    // Names and ports of our PostgreSQL, where it listens on the network.
    database: Arc<[(String, u16)]>,
}

impl Guard {
    /// With the networks that the operator allows, and where our own PostgreSQL listens.
    #[must_use]
    pub fn new(allowed: &[IpNet], database: &[(String, u16)]) -> Self {
        Self { allowed: allowed.into(), database: database.into() }
    }

    /// Why an address is refused; none when it may be connected to.
    #[must_use]
    pub fn judge(&self, address: IpAddr) -> Option<&'static str> {
        let meant = embedded(address).unwrap_or(address);
        if self.allowed.iter().any(|network| network.contains(&address) || network.contains(&meant)) {
            return None;
        }
        refusal(address)
    }

    async fn of_database(&self) -> HashSet<SocketAddr> {
        let mut found = HashSet::new();
        for (host, port) in &*self.database {
            if let Ok(Ok(addresses)) = timeout(RESOLVING, lookup_host((host.as_str(), *port))).await {
                found.extend(addresses.map(|address| SocketAddr::new(plain(address.ip()), address.port())));
            }
        }
        found
    }

    /// The addresses of a name that may be connected to.
    ///
    /// # Errors
    /// There is none, and the sentence says why of the first that is refused.
    pub async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, OutboundError> {
        let unresolved = || OutboundError::Unresolved(host.to_owned());
        let resolved = timeout(RESOLVING, lookup_host((host, port))).await.map_err(|_| unresolved())?;
        let all: Vec<SocketAddr> = resolved.map_err(|_| unresolved())?.collect();
        let database = self.of_database().await;
        let mut refused = None;
        let mut passed = Vec::new();
        for address in all {
            if database.contains(&SocketAddr::new(plain(address.ip()), address.port())) {
                // Whatever else the name leads to: it is an attempt.
                return Err(OutboundError::Database(host.to_owned()));
            }
            match self.judge(address.ip()) {
                None => passed.push(address),
                Some(what) => {
                    refused.get_or_insert(OutboundError::Refused {
                        host: host.to_owned(),
                        address: address.ip(),
                        what,
                    });
                }
            }
        }
        if passed.is_empty() { Err(refused.unwrap_or_else(unresolved)) } else { Ok(passed) }
    }

    /// Connects to a name, at one of the addresses that were judged.
    ///
    /// # Errors
    /// See [`OutboundError`].
    pub async fn connect(&self, host: &str, port: u16, limits: Limits) -> Result<LimitedStream, OutboundError> {
        let mut reason = String::new();
        for address in self.addresses(host, port).await?.into_iter().take(TRIED) {
            match timeout(CONNECTING, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(LimitedStream::new(stream, limits)),
                Ok(Err(error)) => reason = error.to_string(),
                Err(_elapsed) => reason = format!("no answer within {} seconds", CONNECTING.as_secs()),
            }
        }
        Err(OutboundError::Unreachable { host: host.to_owned(), port, reason })
    }
}

/// An IPv4 address that is written as an IPv6 one is the IPv4 address.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}
