//! What the program says at the command line when it is asked how things stand, or when its configuration is wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

const MANIFEST: &str =
    r#"{"js":"","wasm":"","pkg":"","split":"","prefetch":{},"css":"","icons":"","fonts":[],"files":[]}"#;

/// Runs the program on a data folder inside `folder` that does not exist.
fn cauldron(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    std::fs::write(folder.join("manifest.json"), MANIFEST).unwrap();
    Command::new(env!("CARGO_BIN_EXE_cauldron"))
        .args(arguments)
        .arg("--data-dir")
        .arg(folder.join("data"))
        .env("CAULDRON_SITE_DIR", folder)
        .env_remove("DATABASE_URL")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn doctor_says_whether_the_port_is_free_and_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let taken = cauldron(folder.path(), &["doctor", "--port", &port], &[]);
    let expected = format!("warning Port {port} is taken by another program. Stop it, or choose another with --port.");
    let said = words(&taken.stdout);
    assert!(said.lines().any(|line| line == expected), "{said}");
    drop(listener);
    let free = cauldron(folder.path(), &["doctor"], &[("CAULDRON_SERVER__PORT", &port)]);
    let said = words(&free.stdout);
    assert!(said.contains(&format!("ok      port {port} is free\n")), "{said}");
    assert!(said.contains("ok      no database yet"), "{said}");
    assert!(free.status.success(), "{said}");
    assert!(!folder.path().join("data").exists(), "doctor made a data folder");
}

#[test]
fn a_wrong_variable_is_refused_in_one_sentence_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value, expected) in [
        (
            "CAULDRON_SERVER__PORT",
            "many",
            "server.port (CAULDRON_SERVER__PORT) must be a whole number from 0 to 65535; it is \"many\".\n",
        ),
        (
            "CAULDRON_LOG__LEVEL",
            "info",
            "There is no key log.level (CAULDRON_LOG__LEVEL). Keys of [log]: filter, format.\n",
        ),
        (
            "CAULDRON_METRICS__TOKEN",
            "12345",
            "metrics.token (CAULDRON_METRICS__TOKEN) must be text in quotation marks; it is not shown here.\n",
        ),
    ] {
        let refused = cauldron(folder.path(), &["serve"], &[(name, value)]);
        assert_eq!((words(&refused.stderr), refused.status.code()), (expected.to_owned(), Some(1)), "{name}");
    }
}
