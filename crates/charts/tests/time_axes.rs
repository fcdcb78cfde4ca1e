//! Axes of a zone whose clocks change twice a year, from one minute to ten years, and long series drawn to the pixel.
#![expect(clippy::unwrap_used, reason = "tests")]

use cauldron_charts::{
    Annotation, BarChart, BarSeries, Buckets, Chart, LineChart, OffsetChange, Palette, Point, Series, Tone, View,
    time_ticks,
};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Berlin, 2026-10-25 01:00 UTC: 03:00 becomes 02:00.
const BACK: i64 = 1_792_890_000_000;
/// Berlin, 2026-03-29 01:00 UTC: 02:00 becomes 03:00.
const FORTH: i64 = 1_774_746_000_000;
/// A week of samples every five seconds, and more.
const MANY: i64 = 166_650;

/// Midnight of the last Sunday of a month, days since 1970.
fn last_sunday(year: i64, month: i64) -> i64 {
    // Days from civil, Howard Hinnant, for the 31st of March or October, both of which exist.
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let day = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * shifted + 2) / 5 + 30 - 719_468;
    // 1970-01-01 was a Thursday.
    day - (day + 4).rem_euclid(7)
}

/// Berlin's offsets from 2016 to 2037: summer time from one in the morning of UTC on the last Sunday of March to that of October.
fn berlin() -> Vec<OffsetChange> {
    let year = |year: i64| {
        let change = |month, seconds| (last_sunday(year, month) * DAY + HOUR, seconds);
        [change(3, 7_200), change(10, 3_600)]
    };
    std::iter::once((0, 3_600)).chain((2016..2038).flat_map(year)).collect()
}

fn labels(from: i64, span: i64, width: f64) -> String {
    let ticks = time_ticks(from, from + span, width, &berlin());
    ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_changes_of_berlin_are_where_the_tables_have_them() {
    let offsets = berlin();
    assert!(offsets.contains(&(FORTH, 7_200)) && offsets.contains(&(BACK, 3_600)));
    assert!(offsets.is_sorted());
}

#[test]
fn axes_from_one_minute_to_ten_years_across_both_changes_of_the_clock() {
    let spans = [
        ("minute", MINUTE),
        ("5 minutes", 5 * MINUTE),
        ("15 minutes", 15 * MINUTE),
        ("hour", HOUR),
        ("6 hours", 6 * HOUR),
        ("day", DAY),
        ("2 days", 2 * DAY),
        ("week", 7 * DAY),
        ("month", 30 * DAY),
        ("quarter", 91 * DAY),
        ("year", 365 * DAY),
        ("3 years", 1_096 * DAY),
        ("10 years", 3_652 * DAY),
    ];
    let mut all = String::new();
    for (change, at) in [("an hour twice", BACK), ("an hour skipped", FORTH)] {
        for (name, span) in spans {
            // The change in the middle, but for the longest, which ends with it.
            let from = if span > 400 * DAY { at - span } else { at - span / 2 };
            all += &format!(
                "{change}, {name}\n  1000: {}\n   500: {}\n   280: {}\n",
                labels(from, span, 1_000.0),
                labels(from, span, 500.0),
                labels(from, span, 280.0)
            );
        }
    }
    insta::assert_snapshot!(all);
}

fn noise() -> LineChart {
    let points = (0..MANY).map(|at| Point { time: at * 5 * SECOND, value: (at * 7_919 % 1_000) as f64 }).collect();
    LineChart {
        series: vec![Series { label: "Noise".into(), points }],
        width: 560,
        height: 220,
        ..LineChart::default()
    }
}

/// Corners of the lines of a picture, in pixels.
fn corners(svg: &str) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let lines = document.descendants().filter(|node| {
        node.has_tag_name("polyline")
            && node.parent().and_then(|group| group.attribute("class")).is_some_and(|class| class == "chart-line")
    });
    let numbers: Vec<f64> = lines
        .flat_map(|line| line.attribute("points").unwrap().split([' ', ',']).filter(|part| !part.is_empty()))
        .map(|number| number.parse::<f64>().unwrap() / 8.0)
        .collect();
    let (xs, ys) = (numbers.iter().step_by(2), numbers.iter().skip(1).step_by(2));
    xs.copied().zip(ys.copied()).collect()
}

#[test]
fn a_line_of_many_points_has_at_most_four_a_pixel_and_loses_no_extreme() {
    let chart = noise();
    let geometry = chart.geometry();
    let drawn = corners(&chart.svg());
    let columns = geometry.plot.width as usize;
    assert!(drawn.len() <= 4 * columns, "{} for {columns} pixels", drawn.len());
    assert!(drawn.len() > 2 * columns, "{} for {columns} pixels", drawn.len());
    // Column by column, what is drawn reaches as high and as low as the data.
    let mut wanted = vec![(f64::MAX, f64::MIN); columns];
    let mut reached = wanted.clone();
    let width = (geometry.to - geometry.from) as f64 / columns as f64;
    for point in &chart.series[0].points {
        let column = (((point.time - geometry.from) as f64 / width) as usize).min(columns - 1);
        let y = geometry.y(point.value);
        wanted[column] = (wanted[column].0.min(y), wanted[column].1.max(y));
    }
    for (x, y) in drawn {
        // A corner on the edge of two columns counts for both: an eighth of a pixel is as exact as it is drawn.
        for x in [x - 0.07, x + 0.07] {
            let column = ((x - geometry.plot.x).max(0.0) as usize).min(columns - 1);
            reached[column] = (reached[column].0.min(y), reached[column].1.max(y));
        }
    }
    for (column, (wanted, reached)) in wanted.iter().zip(&reached).enumerate() {
        assert!(reached.0 <= wanted.0 + 0.1 && reached.1 >= wanted.1 - 0.1, "column {column}: {reached:?} {wanted:?}");
    }
}

#[test]
fn a_part_of_many_points_is_drawn_from_its_own() {
    let seen = noise().seen(&View {
        id: "part".into(),
        width: 560,
        height: 220,
        palette: Palette::Css,
        hidden: 0,
        range: Some((0, 100 * 5 * SECOND)),
        legend_elsewhere: true,
    });
    assert_eq!(corners(&seen.svg()).len(), 101);
}

#[test]
fn marks_in_the_repeated_hour_stand_apart_and_are_named_by_the_wall() {
    let at = |time: i64, label: &str| Annotation { from: time, to: None, label: label.into(), tone: Tone::Warning };
    let chart = LineChart {
        series: vec![Series {
            label: "Load".into(),
            points: (0..97).map(|step| Point { time: BACK - 4 * HOUR + step * 5 * MINUTE, value: 1.0 }).collect(),
        }],
        offsets: berlin(),
        annotations: vec![at(BACK - 30 * MINUTE, "before"), at(BACK + 30 * MINUTE, "after")],
        width: 720,
        ..LineChart::default()
    };
    let svg = chart.svg();
    assert!(svg.contains("Marked: before at 02:30 on 25 Oct, after at 02:30 on 25 Oct."), "{svg}");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let place = |label: &str| {
        let text =
            document.descendants().find(|node| node.has_tag_name("text") && node.text().map(str::trim) == Some(label));
        text.and_then(|text| text.attribute("x")).unwrap().parse::<f64>().unwrap()
    };
    let hour = chart.geometry().x(BACK + HOUR) - chart.geometry().x(BACK);
    assert!((place("after") - place("before") - hour).abs() < 1.5, "an hour lies between them");
}

#[test]
fn bars_of_days_end_where_the_next_begins() {
    // Midnights of Berlin around the day with 25 hours.
    let midnight = BACK - 3 * HOUR;
    let starts = vec![midnight - DAY, midnight, midnight + 25 * HOUR, midnight + 49 * HOUR];
    let chart = BarChart {
        buckets: Buckets::Times { starts, length: 25 * HOUR },
        series: vec![BarSeries { label: "Events".into(), values: vec![1.0; 4] }],
        range: Some((midnight - DAY, midnight + 73 * HOUR)),
        offsets: berlin(),
        ..BarChart::default()
    };
    let spans: Vec<i64> =
        chart.figures().rows.iter().filter_map(|row| row.span).map(|(from, to)| (to - from) / HOUR).collect();
    assert_eq!(spans, [24, 25, 24, 25]);
    let heads: Vec<String> = chart.figures().rows.into_iter().map(|row| row.head).collect();
    assert_eq!(heads, ["24 Oct 2026", "25 Oct 2026", "26 Oct 2026", "27 Oct 2026"]);
}
