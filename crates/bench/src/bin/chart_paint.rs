//! How long does the server draw a chart of 166,650 points?

use cauldron_bench::{Latencies, Options, Outcome, Report, Row, Unit, run};
use cauldron_charts::{Chart, LineChart, Palette, Point, Series, View};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const POINTS: i64 = 166_650;

/// A walk that looks like chance: a linear congruential generator (Numerical Recipes).
fn chart() -> LineChart {
    let mut state = 1_u32;
    let mut value = 50.0;
    let mut point = |at: i64| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        value += f64::from(state >> 24) / 255.0 - 0.5;
        Point { time: 1_793_711_100_000 + at * 5_000, value }
    };
    let points = (0..POINTS).map(&mut point).collect();
    LineChart {
        title: "Load".to_owned(),
        series: vec![Series { label: "Load".to_owned(), points }],
        ..LineChart::default()
    }
}

fn time(options: &Options, mut work: impl FnMut()) -> Latencies {
    let mut latencies = Latencies::default();
    let begin = Instant::now();
    while begin.elapsed() < options.length() / 4 {
        let start = Instant::now();
        work();
        latencies.add(start.elapsed());
    }
    latencies
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("chart_paint", &options).await;
    let chart = chart();
    let view = View {
        id: "paint".to_owned(),
        width: 560,
        height: 220,
        palette: Palette::Css,
        hidden: 0,
        range: None,
        legend_elsewhere: true,
    };
    let geometry = chart.geometry();
    let (mut p50, mut p99, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.repeat {
        // As a page does: lay out for a width, state the finding, draw.
        let mut drawn = time(&options, || {
            black_box(chart.seen(black_box(&view)).svg());
        });
        p50.push(drawn.quantile(0.5) * 1e3);
        p99.push(drawn.quantile(0.99) * 1e3);
        let mut x = 0.0;
        let mut pointed = time(&options, || {
            x = (x + 7.0) % 560.0;
            black_box(chart.nearest(&geometry, black_box(x), 0.0));
        });
        found.push(pointed.quantile(0.5) * 1e6);
    }
    report.row(Row::new("a chart of 166,650 points, p50", Unit::Milliseconds, p50));
    report.row(Row::new("the same, p99", Unit::Milliseconds, p99).target(50.0, 20.0));
    report.row(Row::new("the nearest of them to a pointer, p50", Unit::Microseconds, found));
    report
        .note(format!("{POINTS} points of one series, drawn 560 by 220 px with the sentence that states the finding"));
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
