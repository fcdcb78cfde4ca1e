//! How long does a second start take until the first page is served?

use cauldron_bench::{Options, Outcome, Report, Row, Server, Unit, data_folder, run, tell};
use cauldron_pg_embed::{ClusterOptions, open_exclusive};
use sqlx::{Connection as _, PgConnection};
use std::process::ExitCode;
use std::time::Instant;

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("start_time", &options).await;
    let folder = data_folder()?;
    let data = folder.path().join("data");
    tell("starting the server on an empty folder …");
    let mut server = Server::start(&options, &data)?;
    let first = server.first_page("/set-up").await?;
    server.set_up().await?;
    server.stop().await?;

    let (mut second, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..options.repeat {
        let mut server = Server::start(&options, &data)?;
        second.push(server.first_page("/sign-in").await?);
        server.stop().await?;

        let start = Instant::now();
        let cluster = open_exclusive(ClusterOptions::new(&data, cauldron_test_support::installation(18))).await?;
        let mut connection = PgConnection::connect(&cluster.connections().app).await?;
        connection.ping().await?;
        bare.push(start.elapsed().as_secs_f64());
        connection.close().await?;
        cluster.stop().await?;
    }
    report.row(
        Row::new("second start to first page served", Unit::Seconds, second)
            .beside("Postgres of the same folder alone, to a connection", bare)
            .target(5.0, 1.5),
    );
    report.row(Row::new("first start on an empty folder (initdb, migrations)", Unit::Seconds, vec![first]));
    report.note("The files are in the page cache of the system.");
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
