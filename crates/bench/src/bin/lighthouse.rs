//! What does Lighthouse say of the pages, on a slow phone with a slow line?

use cauldron_bench::{
    History, Options, Outcome, Report, Row, Server, Unit, data_folder, measured_in_browser, run, tell,
};
use chrono::TimeDelta;
use std::process::ExitCode;

const EVENTS: i32 = 1_000;
const PAGES: [&str; 3] = ["Sign-in", "Overview", "Events"];

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("lighthouse", &options).await;
    let folder = data_folder()?;
    let data = folder.path().join("data");
    tell("starting the server on an empty folder …");
    let mut server = Server::start(&options, &data)?;
    server.first_page("/set-up").await?;
    server.set_up().await?;
    let history = History::of(&data).await?;
    history.security_events(EVENTS).await?;
    history.overview(TimeDelta::hours(1), TimeDelta::seconds(15)).await?;
    history.close().await;
    tell("looking at the pages …");
    let mut figures = measured_in_browser(&options, &server, "lighthouse.mjs").await?;
    for page in PAGES {
        let mut row = |what: &str, unit, target: Option<(f64, f64)>| {
            let name = format!("{page} {what}");
            let values = figures.remove(&name).ok_or_else(|| format!("Lighthouse did not report {name}"))?;
            let row = Row::new(format!("{page}: {}", what.replace('-', " ")), unit, values);
            report.row(if let Some((floor, goal)) = target { row.target(floor, goal) } else { row });
            Outcome::Ok(())
        };
        row("performance", Unit::Points, Some((90.0, 99.0)))?;
        row("accessibility", Unit::Points, Some((100.0, 100.0)))?;
        row("best-practices", Unit::Points, Some((100.0, 100.0)))?;
        row("first-contentful-paint", Unit::Milliseconds, None)?;
        row("largest-contentful-paint", Unit::Milliseconds, None)?;
        row("total-blocking-time", Unit::Milliseconds, None)?;
        row("cumulative-layout-shift", Unit::Plain, None)?;
    }
    report.note("Lighthouse simulates a phone: a processor four times slower, 1.6 Mbit/s, 150 ms there and back");
    report.note("Sign-in by a visitor, the others by the owner; an hour of figures and 1,000 events");
    server.stop().await?;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
