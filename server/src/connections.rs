//! Connections: taken, answered by the router, closed when a request does not arrive, ended in order when the process stops.
//!
//! HTTP/1.1 alone: whoever speaks anything else is the proxy in front.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long no connection is taken after one could not be: the process may have as many files open as it may.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until told to stop, then waits until every request in progress is answered.
///
/// A connection on which no whole head has arrived `head_timeout` after it was opened, or after the answer before, is closed.
/// Bodies and answers may take longer: limits of their own hold for them. Whoever drops the future that this is cuts off what
/// is still in progress, handlers and all.
pub async fn serve(listener: TcpListener, router: Router, head_timeout: Duration, stop: CancellationToken) {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(head_timeout);
    let open = GracefulShutdown::new();
    let cut_off = CancellationToken::new();
    let _when_dropped = cut_off.clone().drop_guard();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            taken = take(&listener) => taken,
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = open.watch(protocol.serve_connection(TokioIo::new(stream), service));
        let cut_off = cut_off.clone();
        tokio::spawn(async move {
            let ended = tokio::select! {
                ended = connection => ended,
                () = cut_off.cancelled() => return,
            };
            // A client that went away or was too slow is no fault; what a handler does wrong is recorded by its layers.
            if let Err(error) = ended {
                tracing::debug!(client.address = %peer, error = %error, "a connection ended early");
            }
        });
    }
    // From here on the port refuses.
    drop(listener);
    open.shutdown().await;
}

async fn take(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) if gone_before_it_was_taken(error.kind()) => {}
            Err(error) => {
                tracing::error!(error = %error, "no connection can be taken, will retry");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

const fn gone_before_it_was_taken(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}
