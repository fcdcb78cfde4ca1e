//! How soon does a browser paint what somebody does on the Events list, and a chart of many points?

use cauldron_bench::{
    History, Options, Outcome, Report, Row, Server, Unit, data_folder, measured_in_browser, run, tell,
};
use chrono::TimeDelta;
use std::process::ExitCode;

const EVENTS: i32 = 100_000;
const POINTS: i32 = 166_650;

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("browser", &options).await;
    let folder = data_folder()?;
    let data = folder.path().join("data");
    tell("starting the server on an empty folder …");
    let mut server = Server::start(&options, &data)?;
    server.first_page("/set-up").await?;
    server.set_up().await?;
    tell("writing events and points …");
    let history = History::of(&data).await?;
    history.security_events(EVENTS).await?;
    history.overview(TimeDelta::hours(1), TimeDelta::seconds(15)).await?;
    history.processor(POINTS).await?;
    history.close().await;
    tell("working in the browser …");
    let mut figures = measured_in_browser(&options, &server, "browser.mjs").await?;
    let mut take = |name: &str| figures.remove(name).ok_or_else(|| format!("the browser did not report {name}"));
    report.row(
        Row::new(
            "Events, 100,000 of them: slowest interaction to next paint",
            Unit::Milliseconds,
            take("events.worst")?,
        )
        .target(200.0, 100.0),
    );
    report.row(Row::new("the same, median", Unit::Milliseconds, take("events.median")?));
    report.row(
        Row::new("chart of 166,650 points, click on its range to paint", Unit::Milliseconds, take("chart.paint")?)
            .target(200.0, 34.0),
    );
    let interactions = take("events.interactions")?;
    report.note(format!(
        "{} interactions a repetition: keys that move, page and open, clicks, typing into the search. The browser rounds to 8 ms.",
        interactions.first().copied().unwrap_or_default()
    ));
    report.note("The chart is one of four of the Overview, which are asked for and drawn together; server, Postgres and browser share the cores");
    server.stop().await?;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
