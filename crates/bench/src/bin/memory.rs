//! How much memory does a server hold at rest?

use cauldron_bench::{
    Options, Outcome, Report, Row, Server, Unit, data_folder, resident_of, resident_of_postgres_below, run, tell,
};
use std::process::ExitCode;

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("memory", &options).await;
    let folder = data_folder()?;
    let data = folder.path().join("data");
    tell("starting the server on an empty folder …");
    let mut server = Server::start(&options, &data)?;
    server.first_page("/set-up").await?;
    server.set_up().await?;
    server.stop().await?;

    let (mut rss, mut pss, mut postgres_rss, mut postgres_pss) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut processes = 0;
    for repetition in 1..=options.repeat {
        let mut server = Server::start(&options, &data)?;
        server.first_page("/sign-in").await?;
        tell(format_args!("{repetition} of {}: resting for {} s …", options.repeat, options.rest().as_secs()));
        tokio::time::sleep(options.rest()).await;
        let (own, postgres) = (resident_of(server.pid()?), resident_of_postgres_below(server.pid()?));
        rss.push(megabytes(own.rss));
        pss.push(megabytes(own.pss));
        postgres_rss.push(megabytes(postgres.rss));
        postgres_pss.push(megabytes(postgres.pss));
        processes = postgres.processes;
        server.stop().await?;
    }
    report.row(
        Row::new("server at rest, resident", Unit::Megabytes, rss)
            .beside("Postgres's processes together, shared pages once", postgres_pss)
            .target(150.0, 60.0),
    );
    report.row(Row::new("server at rest, proportional", Unit::Megabytes, pss));
    report.row(Row::new(
        "Postgres, sum of the resident sizes (shared pages counted again and again)",
        Unit::Megabytes,
        postgres_rss,
    ));
    report.note(format!(
        "{} s after the first page of a start, nobody signed in; {processes} processes of Postgres",
        options.rest().as_secs()
    ));
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
