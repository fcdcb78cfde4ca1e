//! Figures that only a browser can take, by the scripts of `end2end/measurements`.

use crate::{Options, Outcome, Server};
use cauldron_test_support::PASSWORD;
use std::collections::BTreeMap;
use std::path::Path;
use tokio::process::Command;

/// The owner that [`Server::set_up`] makes.
const OWNER: &str = "olivia@example.org";

#[derive(serde::Deserialize)]
struct Figure {
    name: String,
    values: Vec<f64>,
}

/// Runs a script against a server that is set up; its figures by name, one value a repetition.
///
/// # Errors
/// Node, Chromium or an npm package is missing, or the page is not as the script expects.
pub async fn measured_in_browser(
    options: &Options,
    server: &Server,
    script: &str,
) -> Outcome<BTreeMap<String, Vec<f64>>> {
    let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end");
    let output = Command::new("node")
        .current_dir(&end2end)
        .arg(format!("measurements/{script}"))
        .env("CAULDRON_URL", server.url.replace("127.0.0.1", "localhost"))
        .env("CAULDRON_EMAIL", OWNER)
        .env("CAULDRON_PASSWORD", PASSWORD)
        .env("CAULDRON_REPEAT", options.repeat.to_string())
        .stderr(std::process::Stdio::inherit())
        .kill_on_drop(true)
        .output()
        .await?;
    if !output.status.success() {
        return Err(format!("measurements/{script} ended with {}", output.status).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let figures = text.lines().filter(|line| line.starts_with('{')).map(serde_json::from_str::<Figure>);
    Ok(figures.map(|figure| figure.map(|figure| (figure.name, figure.values))).collect::<Result<_, _>>()?)
}
