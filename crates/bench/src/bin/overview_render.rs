//! How long does the server take for the Overview when fifty people a second ask for it?

use cauldron_bench::{History, Options, Outcome, Report, Row, Server, Unit, data_folder, open_loop, run, tell};
use chrono::TimeDelta;
use std::process::ExitCode;

/// Pages a second.
const RATE: f64 = 50.0;

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("overview_render", &options).await;
    let folder = data_folder()?;
    let data = folder.path().join("data");
    tell("starting the server on an empty folder …");
    let mut server = Server::start(&options, &data)?;
    server.first_page("/set-up").await?;
    let client = server.set_up().await?;
    tell("writing a week of figures …");
    let history = History::of(&data).await?;
    let hour = history.overview(TimeDelta::hours(1), TimeDelta::seconds(5)).await?;
    let week = history.overview(TimeDelta::days(7), TimeDelta::minutes(1)).await?;
    history.security_events(1_000).await?;
    history.close().await;

    for (name, path) in [
        ("the Overview of an hour", "/?from=now-1h&to=now"),
        ("the Overview of a week", "/?from=now-7d&to=now"),
        ("a page without figures", "/account"),
    ] {
        let (mut p50, mut p99, mut bytes) = (Vec::new(), Vec::new(), 0);
        let url = format!("{}{path}", server.url);
        for _ in 0..=options.repeat {
            bytes = client.get(&url).send().await?.bytes().await?.len();
            let mut load = open_loop(RATE, options.length(), |_| {
                let request = client.get(&url).header("accept", "text/html").header("accept-encoding", "br");
                async move {
                    let answer = request.send().await?;
                    if answer.status().is_server_error() {
                        return Err(format!("the page was answered with {}", answer.status()).into());
                    }
                    answer.bytes().await?;
                    Ok(())
                }
            })
            .await?;
            p50.push(load.latencies.quantile(0.5) * 1e3);
            p99.push(load.latencies.quantile(0.99) * 1e3);
        }
        // The first run fills caches and opens connections.
        let warm = |figures: Vec<f64>| figures.into_iter().skip(1).collect::<Vec<f64>>();
        report.row(Row::new(format!("{name}, p50"), Unit::Milliseconds, warm(p50)));
        report.row(Row::new(format!("{name}, p99"), Unit::Milliseconds, warm(p99)).target(150.0, 40.0));
        report.note(format!("{name}: {:.0} kB of HTML before compression", bytes as f64 / 1000.0));
    }
    report.note(format!("{RATE} pages a second, whether or not earlier ones have ended; {hour} points of the last hour and {week} of the week before; the client, the server and Postgres share the cores"));
    server.stop().await?;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
