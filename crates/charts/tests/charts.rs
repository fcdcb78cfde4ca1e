//! Charts as a page sees them: well-formed, within the content security policy, and saying what they show.
#![expect(clippy::unwrap_used, reason = "tests")]

use cauldron_charts::{
    LineChart, Palette, Point, Series, Sparkline, Theme, Unit, ValueScale, area_chart, finding, geometry, line_chart,
    nearest, sparkline, table,
};
use proptest::prelude::*;

/// 2026-11-03 13:05 UTC, 14:05 in Berlin.
const PEAK: i64 = 1_793_711_100_000;
const MINUTE: i64 = 60_000;

fn processor() -> LineChart {
    let values = [20.0, 30.0, 81.0, 40.0, 12.0, 37.0];
    let points = values
        .iter()
        .zip(0..)
        .map(|(value, index)| Point { time: PEAK + (index - 2) * 10 * MINUTE, value: *value })
        .collect();
    LineChart {
        id: "host".into(),
        title: "Host load".into(),
        series: vec![Series { label: "Processor".into(), points }],
        unit: Unit::Percent,
        range: Some((PEAK - 25 * MINUTE, PEAK + 35 * MINUTE)),
        live: true,
        offsets: vec![(0, 3_600)],
        scale: ValueScale::Percent,
        width: 600,
        height: 200,
        ..LineChart::default()
    }
}

#[track_caller]
fn check(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic_with(&error.to_string(), svg));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        let named = root.children().find(|child| child.attribute("id") == Some(id)).unwrap();
        assert!(!named.text().unwrap_or_default().is_empty());
    }
    for node in document.descendants() {
        for attribute in node.attributes() {
            assert!(!matches!(attribute.name(), "style") && !attribute.name().starts_with("on"), "{svg}");
            assert!(!attribute.value().contains("#FA") && !attribute.value().contains("NaN"), "{svg}");
        }
    }
}

fn panic_with(error: &str, svg: &str) -> ! {
    unreachable!("{error}\n{svg}")
}

/// One element a line, so that a change reads as a difference.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn line_chart_snapshot() {
    let svg = line_chart(&processor());
    check(&svg);
    insta::assert_snapshot!(lines(&svg));
}

#[test]
fn area_chart_for_paper_snapshot() {
    let svg = area_chart(&LineChart { palette: Palette::Resolved(Theme::Light), ..processor() });
    check(&svg);
    assert!(!svg.contains("var("));
    insta::assert_snapshot!(lines(&svg));
}

#[test]
fn sparkline_snapshot() {
    let points = processor().series.remove(0).points;
    let svg = sparkline(&Sparkline {
        id: "cpu".into(),
        label: "Processor".into(),
        points,
        unit: Unit::Percent,
        ..Sparkline::default()
    });
    check(&svg);
    insta::assert_snapshot!(lines(&svg));
}

#[test]
fn finding_states_average_peak_and_now() {
    let mut chart = processor();
    assert_eq!(finding(&chart), "Processor averaged 37 % over the last hour, peaking at 81 % at 14:05; now 37 %.");
    chart.live = false;
    assert_eq!(finding(&chart), "Processor averaged 37 % over one hour, peaking at 81 % at 14:05; at the end 37 %.");
    chart.series.push(Series { label: "Memory".into(), points: chart.series[0].points.clone() });
    assert_eq!(
        finding(&chart),
        "Processor averaged 37 % over one hour, peaking at 81 % at 14:05; at the end 37 %. Memory 37 %, peak 81 %; at the end 37 %."
    );
    chart.series.truncate(1);
    for label in ["Memory", "Disk", "Network"] {
        chart.series.push(Series { label: label.into(), points: vec![Point { time: PEAK, value: 5.0 }] });
    }
    assert_eq!(
        finding(&chart),
        "Of 4 series over one hour, Processor averaged highest with 37 % and Memory lowest with 5 %; the peak was 81 % in Processor at 14:05."
    );
}

#[test]
fn a_finding_names_the_span_that_the_data_covers() {
    let (week, minutes) = (7 * 24 * 60 * 60_000, 60_000);
    let now = PEAK;
    let of = |first: i64, last: i64| {
        let points = (first..=last).map(|minute| Point { time: now - minute * minutes, value: minute as f64 }).rev();
        let series = vec![Series { label: "Processor".into(), points: points.collect() }];
        finding(&LineChart { series, range: Some((now - week, now)), ..processor() })
    };
    assert_eq!(of(0, 12), "Processor averaged 6 % over the last 12 minutes, peaking at 12 % at 13:53; now 0 %.");
    let back = of(60, 72);
    assert!(back.starts_with("Processor averaged 66 % over 12 minutes, peaking at 72 % at 12:53 on "), "{back}");
    let whole = of(0, 7 * 24 * 60);
    assert!(whole.contains(" over the last 7 days, "), "{whole}");
}

#[test]
fn a_sparkline_of_percentages_stands_between_0_and_100() {
    // Coordinates are eighths of a pixel.
    let heights = |unit| {
        let points = (0..20).map(|n| Point { time: n * 1000, value: 1.0 + (n % 2) as f64 }).collect();
        let svg = sparkline(&Sparkline {
            id: "s".into(),
            label: "Use".into(),
            points,
            unit,
            height: 40,
            ..Sparkline::default()
        });
        let dot = svg.split("<circle").nth(1).unwrap();
        dot.split("cy=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap() / 8.0
    };
    assert!(heights(Unit::Percent) > 35.0, "two percent stand near the foot");
    assert!(heights(Unit::Milliseconds) < 10.0, "other units fill the height");
}

#[test]
fn no_data_says_so() {
    let chart = LineChart { series: Vec::new(), ..processor() };
    let svg = line_chart(&chart);
    check(&svg);
    assert!(svg.contains(">No data in this range</text>"));
    assert_eq!(finding(&chart), "No data in this range.");
    check(&line_chart(&LineChart::default()));
    check(&sparkline(&Sparkline::default()));
    assert_eq!(nearest(&chart, 300.0), None);
}

#[test]
fn one_point_is_a_dot() {
    let mut chart = processor();
    chart.series[0].points.truncate(1);
    let svg = line_chart(&chart);
    check(&svg);
    assert!(svg.contains("<circle") && !svg.contains("chart-line"));
}

#[test]
fn hostile_labels_stay_text() {
    let hostile = "</text><script>alert(1)</script>\" onload=\"x\" \u{0} fill=\"#FA0001\" #FA0001";
    let mut chart = processor();
    chart.width = 4_000;
    chart.id = "x\" onload=\"y".into();
    chart.title = hostile.into();
    chart.series[0].label = hostile.into();
    let svg = line_chart(&chart);
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert!(
        document.descendants().all(|node| node.tag_name().name() != "script" && node.attribute("onload").is_none())
    );
}

#[test]
fn a_gap_breaks_the_line() {
    let mut chart = processor();
    chart.series[0].points[3].value = f64::NAN;
    let svg = line_chart(&chart);
    assert_eq!(svg.matches("class=\"chart-line\"").count(), 1);
    assert_eq!(svg.split("class=\"chart-line\"").nth(1).unwrap().matches("<polyline").count(), 2);
}

#[test]
fn more_than_six_series_are_announced() {
    let mut chart = processor();
    chart.series = vec![chart.series[0].clone(); 8];
    assert!(finding(&chart).ends_with("6 of 8 series are drawn."));
    assert!(line_chart(&chart).contains("var(--viz-6)"));
}

#[test]
fn the_pointer_finds_the_nearest_measurement() {
    let chart = processor();
    let geometry = geometry(&chart);
    let hover = nearest(&chart, geometry.x(PEAK) + 3.0).unwrap();
    assert_eq!(hover.time, PEAK);
    assert_eq!(hover.values[0].text, "81 %");
    assert!((hover.values[0].y - geometry.y(81.0)).abs() < 1e-9);
    assert_eq!(nearest(&chart, 2.0), None);
    assert_eq!(geometry.time(geometry.x(PEAK)), PEAK);
}

#[test]
fn the_table_joins_series_by_time() {
    let mut chart = processor();
    chart.series.push(Series { label: "Memory".into(), points: vec![Point { time: PEAK, value: 62.0 }] });
    let rows = table(&chart);
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[2].when, "3 Nov 2026 14:05");
    assert_eq!(rows[2].values, [Some(81.0), Some(62.0)]);
    assert_eq!(rows[3].values, [Some(40.0), None]);
}

#[test]
fn a_hundred_thousand_points_draw_no_more_than_the_pixels_need() {
    let points = (0..100_000)
        .map(|index| Point { time: PEAK + index * 100, value: f64::from((index * 7_919 % 1_000) as i32) })
        .collect();
    let chart = LineChart {
        series: vec![Series { label: "Noise".into(), points }],
        range: None,
        scale: ValueScale::Auto,
        ..processor()
    };
    let svg = line_chart(&chart);
    check(&svg);
    assert!(svg.len() < 30_000, "{}", svg.len());
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -1e3..1e3_f64, 1 => any::<f64>(), 1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX), Just(f64::MIN_POSITIVE), Just(0.0)]]
}

fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![4 => PEAK..PEAK + 3_600_000, 1 => any::<i64>(), 1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0)]]
}

fn any_chart() -> impl Strategy<Value = LineChart> {
    let points = proptest::collection::vec((moment(), number()).prop_map(|(time, value)| Point { time, value }), 0..40);
    let series =
        proptest::collection::vec((any::<String>(), points).prop_map(|(label, points)| Series { label, points }), 0..9);
    let unit = proptest::sample::select(vec![
        Unit::Percent,
        Unit::Bytes,
        Unit::BytesPerSecond,
        Unit::Milliseconds,
        Unit::Seconds,
        Unit::PerSecond,
        Unit::Count,
        Unit::None,
    ]);
    let scale = proptest::sample::select(vec![ValueScale::Auto, ValueScale::FromZero, ValueScale::Percent]);
    let palette =
        proptest::sample::select(vec![Palette::Css, Palette::Resolved(Theme::Light), Palette::Resolved(Theme::Dark)]);
    let range = proptest::option::of((moment(), moment()));
    let offsets = proptest::collection::vec((moment(), any::<i32>()), 0..4);
    let gap = proptest::option::of(any::<i64>());
    let size = (prop_oneof![3 => 0_u32..2_000, 1 => any::<u32>()], prop_oneof![3 => 0_u32..800, 1 => any::<u32>()]);
    (
        (any::<String>(), any::<String>(), series, unit, range),
        (any::<bool>(), any::<bool>(), offsets, gap, scale, palette, size),
    )
        .prop_map(
            |((id, title, series, unit, range), (live, area, offsets, gap, scale, palette, (width, height)))| {
                LineChart {
                    id,
                    title,
                    series,
                    unit,
                    range,
                    live,
                    offsets,
                    gap,
                    scale,
                    area,
                    width,
                    height,
                    palette,
                    ..LineChart::default()
                }
            },
        )
}

proptest! {
    #[test]
    fn any_chart_is_well_formed(chart in any_chart(), x in number()) {
        check(&line_chart(&chart));
        prop_assert!(!finding(&chart).is_empty());
        let geometry = geometry(&chart);
        prop_assert!(geometry.plot.width > 0.0 && geometry.plot.height > 0.0 && geometry.low < geometry.high);
        prop_assert!(geometry.from <= geometry.to);
        let _ = nearest(&chart, x);
        for row in table(&chart) {
            prop_assert!(row.time >= geometry.from && row.time <= geometry.to);
        }
    }

    #[test]
    fn any_sparkline_is_well_formed(chart in any_chart()) {
        let points = chart.series.into_iter().flat_map(|series| series.points).collect();
        let spark = Sparkline { id: chart.id, label: chart.title, points, unit: chart.unit, colour: chart.width as usize, width: chart.width, height: chart.height, gap: chart.gap, ..Sparkline::default() };
        check(&sparkline(&spark));
    }
}
