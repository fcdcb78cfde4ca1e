//! One conversation with a mail server.

use crate::outbound::{Guard, LimitedStream, Limits, OutboundError};
use crate::secrets::Secret;
use cauldron_types::MailEncryption;
use lettre::Message;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What a conversation may take.
const LIMITS: Limits = Limits { time: Duration::from_secs(60), received: 256 * 1024 };
/// Longest part of a failure that is kept.
const WORDS: usize = 400;

/// Where mail goes.
pub(crate) struct Server {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) encryption: MailEncryption,
    pub(crate) username: String,
    pub(crate) password: Option<Secret>,
    pub(crate) sender: String,
}

/// Why a mail was not taken.
#[derive(Debug)]
pub(super) enum Failure {
    /// Trying again can help.
    Later(String),
    /// It cannot.
    Never(String),
}

impl Failure {
    pub(super) fn sentence(&self) -> &str {
        match self {
            Self::Later(sentence) | Self::Never(sentence) => sentence,
        }
    }
}

impl From<OutboundError> for Failure {
    fn from(error: OutboundError) -> Self {
        Self::Later(error.to_string())
    }
}

/// What a mail server said, in one line of bearable length.
fn words(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(WORDS).collect()
}

fn later(what: &'static str) -> impl Fn(lettre::transport::smtp::Error) -> Failure {
    move |error| Failure::Later(format!("{what}: {}", words(&error)))
}

/// Hands one message over.
pub(super) async fn send(guard: &Guard, server: &Server, message: &Message) -> Result<(), Failure> {
    timeout(LIMITS.time, converse(guard, server, message)).await.unwrap_or_else(|_elapsed| {
        Err(Failure::Later(format!("The mail server did not finish within {} seconds.", LIMITS.time.as_secs())))
    })
}

async fn converse(guard: &Guard, server: &Server, message: &Message) -> Result<(), Failure> {
    let envelope = message.envelope();
    let name = envelope.from().map_or("localhost", |from| from.domain());
    let name = ClientId::Domain(name.to_owned());
    let stream = guard.connect(&server.host, server.port, LIMITS).await?;
    let stream: Box<dyn AsyncTokioStream> = match server.encryption {
        MailEncryption::Tls => Box::new(encrypted(stream, &server.host).await?),
        MailEncryption::StartTls | MailEncryption::None => Box::new(Plain(stream)),
    };
    let greeted = AsyncSmtpConnection::connect_with_transport(stream, &name).await;
    let mut connection = greeted.map_err(later("The mail server did not greet"))?;
    if server.encryption == MailEncryption::StartTls {
        let parameters = TlsParameters::new(server.host.clone()).map_err(later("TLS cannot be used"))?;
        connection.starttls(parameters, &name).await.map_err(later("The mail server did not start TLS"))?;
    }
    if let Some(password) = &server.password {
        let credentials = Credentials::new(server.username.clone(), password.reveal().to_owned());
        let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
        signed_in.map_err(later("The mail server did not let us sign in"))?;
    }
    let taken = connection.send(envelope, &message.formatted()).await.map_err(|error| {
        let sentence = format!("The mail server refused the mail: {}", words(&error));
        if error.is_permanent() { Failure::Never(sentence) } else { Failure::Later(sentence) }
    });
    // It has been taken or refused; how the server takes the farewell changes nothing.
    let _farewell = connection.quit().await;
    taken.map(drop)
}

async fn encrypted(stream: LimitedStream, host: &str) -> Result<Encrypted, Failure> {
    let unusable = |what: &dyn std::fmt::Display| Failure::Later(format!("TLS cannot be used: {what}."));
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // One that cannot be read is one that nobody is trusted by.
        let _added = roots.add(certificate);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| unusable(&error))?;
    let connected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    connected
        .map(Encrypted)
        .map_err(|error| Failure::Later(format!("The mail server's TLS is not to be trusted: {error}.")))
}

/// A guarded connection as lettre takes it.
#[derive(Debug)]
struct Plain(LimitedStream);

/// The same within TLS.
#[derive(Debug)]
struct Encrypted(TlsStream<LimitedStream>);

macro_rules! passed_on {
    ($name:ident, $peer:expr) => {
        impl AsyncRead for $name {
            fn poll_read(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffer: &mut ReadBuf<'_>,
            ) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_read(context, buffer)
            }
        }

        impl AsyncWrite for $name {
            fn poll_write(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
                bytes: &[u8],
            ) -> Poll<io::Result<usize>> {
                Pin::new(&mut self.0).poll_write(context, bytes)
            }

            fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_flush(context)
            }

            fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
                Pin::new(&mut self.0).poll_shutdown(context)
            }
        }

        impl AsyncTokioStream for $name {
            fn peer_addr(&self) -> io::Result<SocketAddr> {
                let peer: fn(&Self) -> io::Result<SocketAddr> = $peer;
                peer(self)
            }
        }
    };
}

passed_on!(Plain, |this| this.0.peer());
passed_on!(Encrypted, |this| this.0.get_ref().0.peer());
