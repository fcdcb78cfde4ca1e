//! Invented figures, the same every time: no clock, no chance.

use cauldron_charts::{
    Annotation, Band, BandPoint, BarChart, BarSeries, Buckets, Forecast, HeatMap, LineChart, Point, Series, Tone, Unit,
    ValueScale, histogram,
};

/// 2026-11-03 13:05 UTC, 14:05 in Berlin.
pub(super) const NOW: i64 = 1_793_711_100_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Berlin in winter.
const OFFSETS: [(i64, i32); 1] = [(0, 3_600)];

/// Numbers between 0 and 1 that look like chance: a linear congruential generator (Numerical Recipes).
pub(super) struct Dice(u32);

impl Dice {
    pub(super) fn new(seed: u32) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 8) / f64::from(1_u32 << 24)
    }

    /// Steps around a mean that pulls back.
    fn walk(&mut self, count: i64, step: i64, end: i64, mean: f64, swing: f64) -> Vec<Point> {
        let mut value = mean;
        (0..count)
            .map(|at| {
                value += (self.roll() - 0.5) * swing + (mean - value) * 0.04;
                Point { time: end - (count - 1 - at) * step, value: value.max(0.0) }
            })
            .collect()
    }
}

fn series(label: &str, points: Vec<Point>) -> Series {
    Series { label: label.into(), points }
}

/// Processor and memory of an hour, ending `later` samples after now.
pub(super) fn host(later: i64) -> LineChart {
    let end = NOW + later * 5_000;
    let cut = |points: Vec<Point>| points.into_iter().filter(|point| point.time <= end).collect();
    LineChart {
        title: "Host load".into(),
        series: vec![
            series("Processor", cut(Dice::new(4).walk(920, 5_000, NOW + 1_000_000, 38.0, 9.0))),
            series("Memory", cut(Dice::new(31).walk(920, 5_000, NOW + 1_000_000, 62.0, 1.4))),
        ],
        unit: Unit::Percent,
        range: Some((end - HOUR, end)),
        live: true,
        offsets: OFFSETS.to_vec(),
        gap: Some(30_000),
        scale: ValueScale::Percent,
        ..LineChart::default()
    }
}

pub(super) fn six_lines() -> LineChart {
    let names = ["p50", "p75", "p90", "p95", "p99", "p99.9"];
    let line = |(at, name): (u32, &&str)| {
        series(name, Dice::new(7 + at).walk(120, MINUTE, NOW, 12.0 * f64::from(at + 1), 6.0))
    };
    LineChart {
        title: "Response time".into(),
        series: (0..).zip(&names).map(line).collect(),
        unit: Unit::Milliseconds,
        live: true,
        offsets: OFFSETS.to_vec(),
        ..LineChart::default()
    }
}

pub(super) fn traffic() -> LineChart {
    let mut received = Dice::new(77).walk(400, 5 * MINUTE, NOW, 2.4e6, 4e5);
    // A sensor that was silent for three hours.
    received.retain(|point| !(NOW - 15 * HOUR..NOW - 12 * HOUR).contains(&point.time));
    LineChart {
        title: "Network".into(),
        series: vec![series("Received", received), series("Sent", Dice::new(12).walk(400, 5 * MINUTE, NOW, 9e5, 2e5))],
        unit: Unit::BytesPerSecond,
        range: Some((NOW - 33 * HOUR, NOW)),
        live: true,
        offsets: OFFSETS.to_vec(),
        gap: Some(20 * MINUTE),
        scale: ValueScale::FromZero,
        area: true,
        annotations: vec![
            Annotation {
                from: NOW - 15 * HOUR,
                to: Some(NOW - 12 * HOUR),
                label: "Link down".into(),
                tone: Tone::Critical,
            },
            Annotation { from: NOW - 14 * HOUR, to: None, label: "INC-118 opened".into(), tone: Tone::Warning },
            Annotation { from: NOW - 5 * HOUR, to: None, label: "api@4.18.2".into(), tone: Tone::Neutral },
        ],
        ..LineChart::default()
    }
}

pub(super) fn revenue() -> LineChart {
    let week = 7 * DAY;
    let mut dice = Dice::new(5);
    let season = |at: i32| {
        let around = f64::from(at.rem_euclid(52)) / 52.0;
        // A parabola for each half of the year, close enough to a wave.
        let half = if around < 0.5 { around } else { around - 0.5 };
        let hump = 16.0 * half * (0.5 - half);
        if around < 0.5 { hump } else { -hump }
    };
    let expected = |at: i32| 400.0 + 90.0 * season(at) + f64::from(at) * 0.8;
    let history = (-104..=0_i32)
        .map(|at| Point { time: NOW + i64::from(at) * week, value: expected(at) + (dice.roll() - 0.5) * 50.0 })
        .collect();
    let ahead = 0..=30_i32;
    // The uncertainty of a random walk grows with the root of the distance.
    let band = |percent, width: f64| Band {
        percent,
        points: ahead
            .clone()
            .map(|at| {
                let spread = width * f64::from(at).sqrt();
                BandPoint { time: NOW + i64::from(at) * week, low: expected(at) - spread, high: expected(at) + spread }
            })
            .collect(),
    };
    LineChart {
        title: "Weekly revenue".into(),
        series: vec![series("Revenue, k€", history)],
        unit: Unit::None,
        live: true,
        offsets: OFFSETS.to_vec(),
        scale: ValueScale::FromZero,
        forecast: Some(Forecast {
            now: NOW,
            points: ahead.clone().map(|at| Point { time: NOW + i64::from(at) * week, value: expected(at) }).collect(),
            bands: vec![band(80, 9.0), band(95, 14.0)],
        }),
        annotations: vec![Annotation {
            from: NOW - 31 * week,
            to: None,
            label: "Outage, 9 h".into(),
            tone: Tone::Critical,
        }],
        ..LineChart::default()
    }
}

pub(super) fn kinds() -> BarChart {
    let names = ["Sign-in", "Phishing", "Policy", "Malware", "Privilege", "Exfiltration", "Scan"];
    BarChart {
        title: "Events by kind".into(),
        buckets: Buckets::Categories(names.map(String::from).to_vec()),
        series: vec![BarSeries { label: "Events".into(), values: vec![164.0, 98.0, 71.0, 33.0, 21.0, 4.0, 140.0] }],
        ..BarChart::default()
    }
}

pub(super) fn side_by_side() -> BarChart {
    let names = ["North", "East", "South", "West"];
    let bars = |label: &str, values: [f64; 4]| BarSeries { label: label.into(), values: values.to_vec() };
    BarChart {
        title: "Change of revenue".into(),
        buckets: Buckets::Categories(names.map(String::from).to_vec()),
        series: vec![bars("This quarter", [12.0, -4.5, 7.0, 3.2]), bars("Last quarter", [8.0, 2.0, -3.0, 5.1])],
        unit: Unit::Percent,
        ..BarChart::default()
    }
}

pub(super) fn severities() -> BarChart {
    let mut dice = Dice::new(9);
    let mut bars = |label: &str, most: f64| BarSeries {
        label: label.into(),
        values: (0..48_i32)
            .map(|at| (dice.roll() * most * if (14..34).contains(&at) { 2.0 } else { 1.0 }).floor())
            .collect(),
    };
    BarChart {
        title: "Events by severity".into(),
        buckets: Buckets::Times {
            starts: (0..48).map(|at| NOW - 5 * MINUTE - (48 - at) * 30 * MINUTE).collect(),
            length: 30 * MINUTE,
        },
        series: vec![
            bars("Info", 26.0),
            bars("Low", 14.0),
            bars("Medium", 9.0),
            bars("High", 4.0),
            bars("Critical", 2.0),
        ],
        stacked: true,
        live: true,
        offsets: OFFSETS.to_vec(),
        annotations: vec![Annotation {
            from: NOW - 9 * HOUR,
            to: None,
            label: "INC-118 opened".into(),
            tone: Tone::Critical,
        }],
        ..BarChart::default()
    }
}

pub(super) fn latency() -> BarChart {
    let mut dice = Dice::new(21);
    // The product of a few throws leans to the left, as response times do.
    let values: Vec<f64> = (0..4_000).map(|_| 8.0 + 180.0 * dice.roll() * dice.roll() * dice.roll()).collect();
    BarChart { title: "Response time".into(), ..histogram("Requests", &values, Unit::Milliseconds) }
}

pub(super) fn week() -> HeatMap {
    let mut dice = Dice::new(3);
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let values = (0..7_i32).map(|day| {
        (0..24_i32)
            .map(|hour| {
                let busy = if (8..18).contains(&hour) { 900.0 } else { 180.0 };
                let weekend = if day > 4 { 0.35 } else { 1.0 };
                (busy * weekend * (0.55 + dice.roll())).floor()
            })
            .collect()
    });
    HeatMap {
        title: "Events by hour".into(),
        rows: days.map(String::from).to_vec(),
        columns: (0..24).map(|hour| format!("{hour:02}:00")).collect(),
        values: values.collect(),
        ..HeatMap::default()
    }
}

/// A week of samples every five seconds, and more.
pub(super) fn long() -> LineChart {
    LineChart {
        title: "166,650 points".into(),
        series: vec![series("Load", Dice::new(1).walk(166_650, 5_000, NOW, 20.0, 3.0))],
        offsets: OFFSETS.to_vec(),
        ..LineChart::default()
    }
}

pub(super) fn awkward() -> LineChart {
    let mut chart = six_lines();
    let names = [
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "مرحبا بالعالم",
        "データベースの応答時間",
        "<b>&\"quoted\"</b>",
        "",
        "x",
    ];
    for (series, name) in chart.series.iter_mut().zip(names) {
        series.label = name.into();
    }
    chart.title = "Awkward names".into();
    chart
}
