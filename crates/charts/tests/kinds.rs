//! Every kind of chart through the one trait: well-formed, in words, as figures, by pointer and by keyboard.
#![expect(clippy::unwrap_used, reason = "tests")]

use cauldron_charts::{
    Annotation, Band, BandPoint, BarChart, BarSeries, Buckets, Chart, Forecast, HeatMap, LineChart, Palette, Point,
    Series, Step, Theme, Tone, Unit, View, histogram,
};
use proptest::prelude::*;

/// 2026-11-03 13:05 UTC, 14:05 in Berlin.
const START: i64 = 1_793_711_100_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;
/// What the benchmarks draw: a week of samples every five seconds, and more.
const MANY: i64 = 166_650;

#[track_caller]
fn check(svg: &str) {
    let document = roxmltree::Document::parse(svg).map_err(|error| format!("{error}\n{svg}")).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        let named = root.children().find(|child| child.attribute("id") == Some(id)).unwrap();
        assert!(!named.text().unwrap_or_default().is_empty());
    }
    for node in document.descendants() {
        for attribute in node.attributes() {
            assert!(attribute.name() != "style" && !attribute.name().starts_with("on"), "{svg}");
            assert!(!attribute.value().contains("#FA") && !attribute.value().contains("NaN"), "{svg}");
        }
    }
}

fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

fn bars(label: &str, values: &[f64]) -> BarSeries {
    BarSeries { label: label.into(), values: values.to_vec() }
}

fn categories() -> BarChart {
    BarChart {
        id: "kinds".into(),
        title: "Events by kind".into(),
        buckets: Buckets::Categories(["Phishing", "Malware", "Sign-in", "Policy"].map(String::from).to_vec()),
        series: vec![bars("Events", &[41.0, 3.0, 64.0, 12.0])],
        width: 400,
        height: 160,
        ..BarChart::default()
    }
}

fn stacked() -> BarChart {
    BarChart {
        id: "events".into(),
        title: "Events by severity".into(),
        buckets: Buckets::Times { starts: (0..6).map(|at| START + at * 10 * MINUTE).collect(), length: 10 * MINUTE },
        series: vec![bars("High", &[1.0, 0.0, 4.0, 2.0, 0.0, 1.0]), bars("Low", &[3.0, 5.0, 12.0, 6.0, f64::NAN, 4.0])],
        stacked: true,
        live: true,
        offsets: vec![(0, 3_600)],
        width: 400,
        height: 160,
        ..BarChart::default()
    }
}

fn latency() -> BarChart {
    let values: Vec<f64> = (0..200_i32).map(|at| 20.0 + f64::from(at * 37 % 100) * f64::from(at % 7) / 4.0).collect();
    BarChart {
        id: "latency".into(),
        title: "Response time".into(),
        width: 400,
        height: 160,
        ..histogram("Requests", &values, Unit::Milliseconds)
    }
}

fn heat() -> HeatMap {
    HeatMap {
        id: "week".into(),
        title: "Events by hour".into(),
        rows: ["Mon", "Tue", "Wed"].map(String::from).to_vec(),
        columns: ["00", "06", "12", "18"].map(String::from).to_vec(),
        values: vec![vec![1.0, 2.0, 30.0, 12.0], vec![0.0, 4.0, 41.0, 9.0], vec![2.0, f64::NAN, 22.0]],
        width: 300,
        height: 140,
        ..HeatMap::default()
    }
}

fn revenue() -> LineChart {
    let week = 7 * DAY;
    let history = (0..8_i32)
        .map(|at| Point { time: START + i64::from(at) * week, value: 380.0 + f64::from(at * 13 % 40) })
        .collect();
    let now = START + 7 * week;
    let ahead = |at: i64| now + at * week;
    let band = |percent, width: f64| Band {
        percent,
        points: (0..5_i32)
            .map(|at| BandPoint {
                time: ahead(at.into()),
                low: 391.0 - width * f64::from(at),
                high: 391.0 + width * f64::from(at),
            })
            .collect(),
    };
    LineChart {
        id: "revenue".into(),
        title: "Weekly revenue".into(),
        series: vec![Series { label: "Revenue".into(), points: history }],
        forecast: Some(Forecast {
            now,
            points: (0..5_i32).map(|at| Point { time: ahead(at.into()), value: 391.0 + f64::from(at) * 4.0 }).collect(),
            bands: vec![band(80, 8.0), band(95, 14.0)],
        }),
        annotations: vec![
            Annotation { from: START + 2 * week, to: None, label: "Outage, 9 h".into(), tone: Tone::Critical },
            Annotation {
                from: START + 2 * week + DAY,
                to: Some(START + 3 * week),
                label: "Maintenance".into(),
                tone: Tone::Neutral,
            },
        ],
        unit: Unit::None,
        live: true,
        width: 560,
        height: 220,
        ..LineChart::default()
    }
}

fn all() -> Vec<(&'static str, Box<dyn Chart>)> {
    vec![
        ("bars of categories", Box::new(categories())),
        ("stacked bars over time", Box::new(stacked())),
        ("histogram", Box::new(latency())),
        ("heat map", Box::new(heat())),
        ("forecast", Box::new(revenue())),
    ]
}

fn view(width: u32, palette: Palette) -> View {
    View { id: "seen".into(), width, height: 180, palette, hidden: 0, range: None, legend_elsewhere: true }
}

#[test]
fn findings_in_words() {
    let said: Vec<String> = all().into_iter().map(|(name, chart)| format!("{name}: {}", chart.finding())).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn pictures() {
    for (name, chart) in all() {
        let svg = chart.svg();
        check(&svg);
        insta::with_settings!({ snapshot_suffix => name.replace(' ', "_") }, {
            insta::assert_snapshot!("picture", lines(&svg));
        });
    }
}

#[test]
fn paper_has_literal_colours_and_every_name() {
    for (name, chart) in all() {
        for theme in [Theme::Light, Theme::Dark] {
            let paper = chart.seen(&View { legend_elsewhere: false, ..view(900, Palette::Resolved(theme)) });
            let svg = paper.svg();
            check(&svg);
            assert!(!svg.contains("var("), "{name}");
            let entries = chart.legend();
            if entries.len() > 1 && name != "forecast" {
                assert!(entries.iter().all(|entry| svg.contains(&entry.label)), "{name}");
            }
        }
    }
}

#[test]
fn figures_of_every_kind() {
    let mut out = String::new();
    for (name, chart) in all() {
        let figures = chart.figures();
        out += &format!("{name}: {} | {}\n", figures.head, figures.columns.join(" | "));
        for row in figures.rows.iter().take(3) {
            assert_eq!(row.values.len(), figures.columns.len());
            let values: Vec<String> =
                row.values.iter().map(|value| value.map_or("–".into(), |value| format!("{value:.1}"))).collect();
            out += &format!("  {} ({}): {}\n", row.head, row.key, values.join(" | "));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn one_walks_through_every_kind_by_keyboard() {
    for (name, chart) in all() {
        let chart = chart.seen(&view(500, Palette::Css));
        let geometry = chart.geometry();
        let first = chart.step(&geometry, None, Step::First).unwrap();
        let mut at = first.clone();
        let mut seen = 1;
        loop {
            let next = chart.step(&geometry, Some((at.time, at.row)), Step::Next).unwrap();
            if next.time == at.time {
                break;
            }
            assert!(next.x > at.x, "{name}");
            at = next;
            seen += 1;
        }
        let last = chart.step(&geometry, Some((first.time, first.row)), Step::Last).unwrap();
        assert_eq!(at, last, "{name}");
        assert!(seen > 3, "{name}: {seen}");
        let back = chart.step(&geometry, Some((last.time, last.row)), Step::First).unwrap();
        assert_eq!(back, first, "{name}");
        for stop in [&first, &last] {
            let pointed = chart.nearest(&geometry, stop.x, stop.values.first().map_or(0.0, |value| value.y)).unwrap();
            assert_eq!(pointed.time, stop.time, "{name}");
        }
    }
}

#[test]
fn a_heat_map_is_walked_by_rows_too() {
    let chart = heat();
    let geometry = chart.geometry();
    let stop = chart.step(&geometry, Some((2, 0)), Step::Down).unwrap();
    assert_eq!((stop.heading.as_str(), stop.values[0].text.as_str()), ("Tue, 12", "41"));
    assert_eq!(chart.step(&geometry, Some((2, 0)), Step::Up).unwrap().row, 0);
    assert!(chart.step(&geometry, Some((1, 1)), Step::Down).unwrap().values.is_empty());
}

#[test]
fn what_is_switched_off_is_not_drawn_and_keeps_its_colour() {
    let hidden = stacked().seen(&View { hidden: 1, ..view(500, Palette::Css) });
    let svg = hidden.svg();
    assert!(!svg.contains("fill=\"var(--viz-1)\"") && svg.contains("fill=\"var(--viz-2)\""));
    assert_eq!(hidden.legend().len(), 2);
    // History, forecast, bands.
    assert_eq!(revenue().legend().len(), 3);
    let svg = revenue().seen(&View { hidden: 0b100, ..view(500, Palette::Css) }).svg();
    assert!(!svg.contains("chart-band") && svg.contains("stroke-dasharray=\"40 28\""));
}

#[test]
fn bars_start_at_zero_and_stack() {
    let geometry = stacked().geometry();
    assert_eq!(geometry.low, 0.0);
    assert!(geometry.high >= 16.0);
    let negative = BarChart { series: vec![bars("Change", &[-5.0, 2.0, -1.0, 9.0])], ..categories() };
    assert!(negative.geometry().low <= -5.0 && negative.geometry().high >= 9.0);
    check(&negative.svg());
}

#[test]
fn a_zoomed_chart_speaks_of_what_is_seen() {
    let zoomed = stacked().seen(&View { range: Some((START, START + 20 * MINUTE)), ..view(500, Palette::Css) });
    assert_eq!(zoomed.figures().rows.len(), 2);
    assert!(zoomed.finding().starts_with("9 over 20 minutes"), "{}", zoomed.finding());
    assert!(categories().seen(&View { range: Some((0, 1)), ..view(500, Palette::Css) }).figures().rows.len() == 4);
}

#[test]
fn too_many_buckets_become_fewer_bars_of_the_same_amount() {
    let many = BarChart {
        buckets: Buckets::Times { starts: (0..MANY).map(|at| START + at * 1_000).collect(), length: 1_000 },
        series: vec![bars("Events", &vec![1.0; MANY as usize])],
        ..stacked()
    };
    let svg = many.svg();
    check(&svg);
    assert!(svg.len() < 40_000, "{}", svg.len());
    assert!(many.finding().starts_with("166,650 over the last 46 hours"), "{}", many.finding());
    let kinds = BarChart {
        buckets: Buckets::Categories((0..MANY).map(|at| format!("kind {at}")).collect()),
        series: vec![bars("Events", &vec![1.0; MANY as usize])],
        ..categories()
    };
    let last = kinds.step(&kinds.geometry(), None, Step::Last).unwrap();
    assert!(last.heading.ends_with("others"), "{}", last.heading);
    check(&kinds.svg());
    let values: Vec<f64> = (0..MANY).map(|at| (at * 7_919 % 1_000) as f64).collect();
    check(&histogram("Noise", &values, Unit::Milliseconds).svg());
    let wall = HeatMap {
        rows: (0..50).map(|at| at.to_string()).collect(),
        columns: (0..3_333).map(|at| at.to_string()).collect(),
        values: (0..50).map(|row| (0..3_333).map(|at| f64::from(at * row % 97)).collect()).collect(),
        ..heat()
    };
    let svg = wall.svg();
    check(&svg);
    assert!(svg.len() < 250_000, "{}", svg.len());
    let line = LineChart {
        series: vec![Series {
            label: "Noise".into(),
            points: (0..MANY)
                .map(|at| Point { time: START + at * 5_000, value: (at * 7_919 % 1_000) as f64 })
                .collect(),
        }],
        ..LineChart::default()
    };
    let svg = line.svg();
    check(&svg);
    assert!(svg.len() < 40_000, "{}", svg.len());
    let geometry = line.geometry();
    let stop = line.nearest(&geometry, 300.0, 0.0).unwrap();
    assert_eq!(stop.time % 5_000, START % 5_000);
    assert_eq!(line.step(&geometry, Some((stop.time, 0)), Step::PageForward).unwrap().time, stop.time + 50_000);
}

#[test]
fn nothing_and_one_thing() {
    let empty: [Box<dyn Chart>; 4] = [
        Box::new(BarChart::default()),
        Box::new(HeatMap::default()),
        Box::new(LineChart { forecast: Some(Forecast::default()), ..LineChart::default() }),
        Box::new(histogram("Nothing", &[f64::NAN], Unit::Milliseconds)),
    ];
    for chart in empty {
        check(&chart.svg());
        assert!(chart.svg().contains("No data in this range"));
        assert_eq!(chart.finding(), "No data in this range.");
        assert_eq!(chart.step(&chart.geometry(), None, Step::Last), None);
        assert!(chart.figures().rows.is_empty());
    }
    let one = histogram("One", &[42.0], Unit::Milliseconds);
    check(&one.svg());
    assert!(one.step(&one.geometry(), None, Step::Last).is_some());
}

#[test]
fn unsorted_points_are_found_too() {
    let mut chart = revenue();
    chart.series[0].points.reverse();
    let seen = chart.seen(&view(560, Palette::Css));
    let geometry = seen.geometry();
    assert_eq!(seen.nearest(&geometry, geometry.x(START), 0.0).unwrap().time, START);
    assert_eq!(cauldron_charts::nearest(&chart, geometry.x(START)).unwrap().time, START);
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -1e3..1e3_f64, 1 => any::<f64>(), 1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX), Just(f64::MIN), Just(0.0)]]
}

fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![4 => START..START + 3_600_000, 1 => any::<i64>(), 1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0)]]
}

fn numbers(most: usize) -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(number(), 0..most)
}

fn any_annotations() -> impl Strategy<Value = Vec<Annotation>> {
    let one = (moment(), proptest::option::of(moment()), any::<String>());
    proptest::collection::vec(
        one.prop_map(|(from, to, label)| Annotation { from, to, label, tone: Tone::Warning }),
        0..6,
    )
}

fn any_unit() -> impl Strategy<Value = Unit> {
    proptest::sample::select(vec![
        Unit::Percent,
        Unit::Bytes,
        Unit::Milliseconds,
        Unit::PerSecond,
        Unit::Count,
        Unit::None,
    ])
}

fn any_bars() -> impl Strategy<Value = BarChart> {
    let buckets = prop_oneof![
        proptest::collection::vec(any::<String>(), 0..40).prop_map(Buckets::Categories),
        (proptest::collection::vec(moment(), 0..40), any::<i64>())
            .prop_map(|(starts, length)| Buckets::Times { starts, length }),
        (proptest::collection::vec(moment(), 0..40), Just(MINUTE))
            .prop_map(|(starts, length)| Buckets::Times { starts, length }),
        (numbers(40), any_unit()).prop_map(|(edges, unit)| Buckets::Edges { edges, unit }),
    ];
    let series = proptest::collection::vec(
        (any::<String>(), numbers(40)).prop_map(|(label, values)| BarSeries { label, values }),
        0..9,
    );
    let range = proptest::option::of((moment(), moment()));
    (buckets, series, any_unit(), any::<bool>(), range, any_annotations(), any::<(u32, u32)>(), any::<bool>()).prop_map(
        |(buckets, series, unit, stacked, range, annotations, (width, height), legend_elsewhere)| BarChart {
            buckets,
            series,
            unit,
            stacked,
            range,
            annotations,
            legend_elsewhere,
            width: width % 2_000,
            height: height % 900,
            ..BarChart::default()
        },
    )
}

fn any_heat() -> impl Strategy<Value = HeatMap> {
    let names = || proptest::collection::vec(any::<String>(), 0..30);
    (names(), names(), proptest::collection::vec(numbers(40), 0..30), any_unit(), 0_u32..900, 0_u32..900).prop_map(
        |(rows, columns, values, unit, width, height)| HeatMap {
            rows,
            columns,
            values,
            unit,
            width,
            height,
            ..HeatMap::default()
        },
    )
}

fn any_forecast() -> impl Strategy<Value = LineChart> {
    let points =
        || proptest::collection::vec((moment(), number()).prop_map(|(time, value)| Point { time, value }), 0..20);
    let edges = proptest::collection::vec(
        (moment(), number(), number()).prop_map(|(time, low, high)| BandPoint { time, low, high }),
        0..20,
    );
    let bands =
        proptest::collection::vec((any::<u8>(), edges).prop_map(|(percent, points)| Band { percent, points }), 0..5);
    (points(), points(), bands, moment(), any_annotations(), proptest::option::of((moment(), moment())), 0_u32..1_200)
        .prop_map(|(history, points, bands, now, annotations, range, width)| LineChart {
            series: vec![Series { label: "History".into(), points: history }],
            forecast: Some(Forecast { now, points, bands }),
            annotations,
            range,
            width,
            ..LineChart::default()
        })
}

fn try_everything(chart: &dyn Chart, x: f64, y: f64, from: i64, hidden: u8) {
    check(&chart.svg());
    assert!(!chart.finding().is_empty());
    let seen = chart.seen(&View {
        hidden,
        range: Some((from, from.saturating_add(MINUTE))),
        ..view(700, Palette::Resolved(Theme::Dark))
    });
    check(&seen.svg());
    for chart in [chart, seen.as_ref()] {
        let geometry = chart.geometry();
        assert!(geometry.plot.width > 0.0 && geometry.plot.height > 0.0 && geometry.low < geometry.high);
        let pointed = chart.nearest(&geometry, x, y);
        for step in [
            Step::Previous,
            Step::Next,
            Step::PageBack,
            Step::PageForward,
            Step::First,
            Step::Last,
            Step::Up,
            Step::Down,
        ] {
            let _ = chart.step(&geometry, None, step);
            let _ = chart.step(&geometry, Some((from, 3)), step);
            let _ = chart.step(&geometry, pointed.as_ref().map(|stop| (stop.time, stop.row)), step);
        }
        let figures = chart.figures();
        assert!(figures.rows.iter().all(|row| row.values.len() == figures.columns.len()));
        let _ = chart.legend();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_bars_are_well_formed(chart in any_bars(), x in number(), y in number(), from in moment(), hidden: u8) {
        try_everything(&chart, x, y, from, hidden);
    }

    #[test]
    fn any_heat_map_is_well_formed(chart in any_heat(), x in number(), y in number(), from in moment(), hidden: u8) {
        try_everything(&chart, x, y, from, hidden);
    }

    #[test]
    fn any_forecast_is_well_formed(chart in any_forecast(), x in number(), y in number(), from in moment(), hidden: u8) {
        try_everything(&chart, x, y, from, hidden);
    }

    #[test]
    fn any_histogram_is_well_formed(values in numbers(200), x in number(), unit in any_unit()) {
        try_everything(&histogram("Any", &values, unit), x, 20.0, 0, 0);
    }

    #[test]
    fn the_binary_search_finds_what_a_scan_finds(
        points in proptest::collection::vec((START..START + 3_600_000, number()), 1..60),
        x in 0.0..560.0_f64,
    ) {
        let mut points: Vec<Point> = points.into_iter().map(|(time, value)| Point { time, value }).collect();
        points.sort_by_key(|point| point.time);
        let chart = LineChart { series: vec![Series { label: "a".into(), points: points.clone() }], range: Some((START, START + 3_600_000)), width: 560, ..LineChart::default() };
        let geometry = chart.geometry();
        if let Some(hover) = chart.nearest(&geometry, x, 0.0) {
            let pointed = geometry.time(x);
            let best = points.iter().filter(|point| point.value.is_finite()).map(|point| point.time.abs_diff(pointed)).min();
            prop_assert_eq!(Some(hover.time.abs_diff(pointed)), best);
        }
    }
}
