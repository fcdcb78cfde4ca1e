//! Connections go where the guard lets them, and end where their limits are.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_platform::outbound::{Guard, Limits, OutboundError};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const LIMITS: Limits = Limits { time: Duration::from_secs(5), received: 1000 };

fn here() -> Guard {
    Guard::new(&["127.0.0.0/8".parse().unwrap()], &[])
}

/// A server that sends so many bytes and then waits.
async fn server(bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _sent = stream.write_all(&vec![b'x'; bytes]).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
            });
        }
    });
    port
}

#[tokio::test]
async fn nobody_is_led_to_this_machine_unless_the_operator_allows_it() {
    let port = server(1).await;
    for host in ["127.0.0.1", "localhost", "0.0.0.0"] {
        let refused = Guard::default().connect(host, port, LIMITS).await.unwrap_err();
        assert!(matches!(refused, OutboundError::Refused { .. }), "{host}: {refused}");
    }
    let mut stream = here().connect("127.0.0.1", port, LIMITS).await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'x');
}

#[tokio::test]
async fn nobody_is_led_to_our_database_even_where_its_network_is_allowed() {
    let port = server(1).await;
    let guard = Guard::new(&["127.0.0.0/8".parse().unwrap()], &[("localhost".to_owned(), port)]);
    for host in ["127.0.0.1", "localhost"] {
        let refused = guard.connect(host, port, LIMITS).await.unwrap_err();
        assert!(matches!(refused, OutboundError::Database(_)), "{host}: {refused}");
    }
    let other = server(1).await;
    assert!(guard.connect("127.0.0.1", other, LIMITS).await.is_ok(), "another port is another program");
}

#[tokio::test]
async fn names_without_an_address_and_ports_without_a_program_get_a_sentence() {
    let unknown = here().connect("no-such-name.invalid", 25, LIMITS).await.unwrap_err();
    assert!(unknown.to_string().ends_with('.') && unknown.to_string().contains("no-such-name.invalid"));
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let nobody = here().connect("127.0.0.1", free, LIMITS).await.unwrap_err();
    assert!(matches!(nobody, OutboundError::Unreachable { .. }), "{nobody}");
}

#[tokio::test]
async fn a_connection_ends_at_its_limits_of_size_and_time() {
    let port = server(1001).await;
    let mut stream = here().connect("127.0.0.1", port, LIMITS).await.unwrap();
    let too_much = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(too_much.to_string(), "the other side sent too much");

    let port = server(1).await;
    let brief = Limits { time: Duration::from_millis(200), ..LIMITS };
    let mut stream = here().connect("127.0.0.1", port, brief).await.unwrap();
    let too_long = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(too_long.kind(), std::io::ErrorKind::TimedOut);
}
