//! Writes a page with every chart in both themes, to be looked at: `cargo run -p cauldron-charts --example gallery -- PATH`.

use cauldron_charts::{
    LineChart, Palette, Point, Series, Sparkline, Theme, Unit, ValueScale, area_chart, finding, line_chart, sparkline,
};

/// 2026-11-03 14:05:30 UTC.
const NOW: i64 = 1_793_714_730_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        return Err(std::io::Error::other("name the page to write, such as /tmp/gallery.html"));
    };
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; font-src file:; style-src 'nonce-gallery'\"><style nonce=gallery>",
    );
    page += "@font-face{font-family:Inter;src:url(inter.woff2);font-weight:100 900}body{margin:0;font:14px Inter;display:flex;width:1640px}main{flex:1;padding:16px;background:var(--canvas);color:var(--text)}";
    page += "section{background:var(--panel);border:1px solid var(--viz-grid);border-radius:8px;padding:12px 16px;margin-bottom:12px}h2{font:600 13px Inter;margin:0 0 8px}p{color:var(--text-muted);font-size:12px;margin:4px 0 0}";
    page += ".row{display:flex;gap:12px}.phone{width:330px}";
    for (name, series, text, rest) in [
        (
            "dark",
            cauldron_charts::palette::DARK,
            cauldron_charts::palette::DARK_TEXT,
            "--canvas:#111113;--panel:#18191b;--text:#edeef0;--text-muted:#b0b4ba;--viz-grid:#2e3135;--viz-axis:#43484e",
        ),
        (
            "light",
            cauldron_charts::palette::LIGHT,
            cauldron_charts::palette::LIGHT_TEXT,
            "--canvas:#fcfcfd;--panel:#fff;--text:#1c2024;--text-muted:#60646c;--viz-grid:#e0e1e6;--viz-axis:#cdced6",
        ),
    ] {
        page += &format!(".{name}{{{rest}");
        for (index, (colour, text)) in series.iter().zip(text).enumerate() {
            page += &format!(";--viz-{n}:{colour};--viz-{n}-text:{text}", n = index + 1);
        }
        page += "}";
    }
    page += "</style>";
    for theme in ["dark", "light"] {
        page += &format!("<main class={theme}>");
        page += &cards(theme);
        for (name, chart) in charts() {
            let chart = LineChart { id: format!("{theme}-{}", name.replace(' ', "-")), ..chart };
            let class = if chart.width < 480 { "class=phone" } else { "" };
            page +=
                &format!("<section {class}><h2>{name}</h2>{}<p>{}</p></section>", line_chart(&chart), finding(&chart));
        }
        page += "</main>";
    }
    std::fs::write(&path, page)?;
    let paper = charts().into_iter().next().map(|(_, chart)| chart).unwrap_or_default();
    for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        std::fs::write(
            format!("{path}.{name}.svg"),
            area_chart(&LineChart { palette: Palette::Resolved(theme), ..paper.clone() }),
        )?;
    }
    Ok(())
}

fn cards(theme: &str) -> String {
    let names = ["Open critical alerts", "Mean time to acknowledge", "Revenue, month to date", "Requests, p95"];
    let mut out = String::from("<div class=row>");
    for (index, name) in names.iter().enumerate() {
        let points = walk(NOW - DAY, NOW, 60, 50.0, 6.0, index as u64 + 3);
        let spark = Sparkline {
            id: format!("{theme}-spark-{index}"),
            label: (*name).to_owned(),
            points,
            colour: [5, 2, 0, 1].get(index).copied().unwrap_or(0),
            ..Sparkline::default()
        };
        out += &format!("<section><h2>{name}</h2>{}</section>", sparkline(&spark));
    }
    out + "</div>"
}

fn charts() -> Vec<(&'static str, LineChart)> {
    let hour = |seed, level, step| walk(NOW - HOUR, NOW, 720, level, step, seed);
    let day = |seed, level, step| walk(NOW - DAY, NOW, 100, level, step, seed);
    let named = |label: &str, points| Series { label: label.to_owned(), points };
    let base = LineChart {
        range: Some((NOW - DAY, NOW)),
        live: true,
        offsets: vec![(0, 3_600)],
        height: 220,
        width: 740,
        ..LineChart::default()
    };
    let host = vec![named("Processor", day(1, 34.0, 5.0)), named("Memory", day(2, 62.0, 0.8))];
    let mut broken = day(5, 40e6, 3e6);
    broken.drain(40..55);
    if let Some(point) = broken.get_mut(70) {
        point.value = f64::NAN;
    }
    let six = ["web-1", "web-2", "db-1", "db-2", "cache-1", "queue-1"];
    let crowd =
        six.iter().zip(0_u64..).map(|(name, seed)| named(name, day(seed + 20, 42.0 + seed as f64, 1.5))).collect();
    vec![
        (
            "Host load",
            LineChart { series: host.clone(), unit: Unit::Percent, scale: ValueScale::Percent, ..base.clone() },
        ),
        (
            "Every five seconds",
            LineChart {
                series: vec![named("Processor", hour(9, 40.0, 4.0))],
                unit: Unit::Percent,
                range: Some((NOW - HOUR, NOW)),
                scale: ValueScale::Percent,
                area: true,
                ..base.clone()
            },
        ),
        (
            "Network with a gap",
            LineChart {
                series: vec![named("Received", broken), named("Sent", day(6, 18e6, 1e6))],
                unit: Unit::BytesPerSecond,
                area: true,
                gap: Some(HOUR),
                ..base.clone()
            },
        ),
        ("Six hosts", LineChart { series: crowd, unit: Unit::Milliseconds, ..base.clone() }),
        (
            "Three years",
            LineChart {
                series: vec![named("Weekly revenue", walk(NOW - 1_095 * DAY, NOW, 156, 400_000.0, 20_000.0, 8))],
                unit: Unit::None,
                range: Some((NOW - 1_095 * DAY, NOW)),
                scale: ValueScale::FromZero,
                ..base.clone()
            },
        ),
        ("Empty", LineChart { unit: Unit::Percent, scale: ValueScale::Percent, height: 140, ..base.clone() }),
        (
            "One point",
            LineChart {
                series: vec![named("Backup", vec![Point { time: NOW - 6 * HOUR, value: 384.0 }])],
                unit: Unit::Seconds,
                height: 140,
                ..base.clone()
            },
        ),
        (
            "Phone",
            LineChart {
                series: host,
                unit: Unit::Percent,
                scale: ValueScale::Percent,
                width: 330,
                height: 200,
                ..base
            },
        ),
    ]
}

/// A walk that returns to its level, from a fixed seed (splitmix64).
fn walk(from: i64, to: i64, count: i64, level: f64, step: f64, seed: u64) -> Vec<Point> {
    let mut state = seed;
    let mut value = level;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed >> 40) as f64 / f64::from(1_u32 << 24)) - 0.5
    };
    let point = |index: i64| {
        value += step * 2.0 * next() + (level - value) * 0.06;
        Point { time: from + (to - from) * index / (count - 1), value: value.max(0.0) }
    };
    (0..count).map(point).collect()
}
