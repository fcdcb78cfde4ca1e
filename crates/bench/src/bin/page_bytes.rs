//! How many bytes does a first view of the sign-in page and of the Overview load?

use cauldron_bench::{Options, Outcome, Report, Row, Server, Site, Unit, data_folder, run, tell};
use std::process::ExitCode;

/// Bytes as the table shows them.
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

async fn measure(options: Options) -> Outcome {
    let site = Site::read(&options.site()?)?;
    let mut report = Report::begin("page_bytes", &options).await;
    let folder = data_folder()?;
    let mut server = Server::start(&options, &folder.path().join("data"))?;
    tell("starting the server on an empty folder …");
    server.first_page("/set-up").await?;
    let client = server.set_up().await?;
    // The Overview with figures in it, after the first rounds of the sampler, is larger than the one of the first second.
    tokio::time::sleep(std::time::Duration::from_secs(20)).await;
    // The sign-in page is for people who are signed out.
    let stranger = reqwest::Client::new();
    let mut endless = 0;
    for (name, route, path, client) in
        [("Sign-in", "sign_in", "/sign-in", &stranger), ("Overview", "overview", "/", &client)]
    {
        let (html, text) = server.page(client, path, &mut endless).await?;
        if !site.made(&text) {
            return Err(
                "the server serves another site than the manifest describes; name its folder with --site".into()
            );
        }
        let parts = site.loaded_by(route)?;
        let (mut brotli, mut plain) = (kilobytes(html), kilobytes(text.len() as u64));
        let mut said = vec![format!("page {brotli:.1}")];
        for (part, bytes) in &parts {
            brotli += kilobytes(bytes.brotli);
            plain += kilobytes(bytes.plain);
            said.push(format!("{part} {:.1}", kilobytes(bytes.brotli)));
        }
        report.row(
            Row::new(format!("{name}, first view, brotli"), Unit::Kilobytes, vec![brotli])
                .beside("the same uncompressed", vec![plain])
                .target(500.0, 250.0),
        );
        report.note(format!("{name} in kB: {}", said.join(", ")));
        let named = site.named_in(&text);
        let announced = kilobytes(site.bytes(&named)?.brotli);
        report.note(format!("{name} announces {} files in its HTML, {announced:.1} kB", named.len()));
    }
    if endless > 0 {
        report.note(format!("**{endless} answers did not end within five seconds** and were asked for again"));
    }
    report.note("Counted are bodies without headers, and nothing that loads later: other fonts, the event stream.");
    server.stop().await?;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
