//! Placeholders of what the chart crate draws.

use cauldron_ui::{ChartBox, ChartModel, ChartPlot, ChartStep, ChartStop, ChartTable, ChartView, LegendItem};
use std::sync::Arc;

/// A line through pseudo-random heights, as a placeholder of the chart crate's drawing.
fn line(series: u8, width: u32, height: u32, seed: u32, fill: bool, base: u32) -> String {
    let mut state = seed;
    let mut y = f64::from(base);
    let points: Vec<String> = (0..=80)
        .map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            y = (y + f64::from(state >> 24) / 255.0 * 10.0 - 5.0).clamp(8.0, f64::from(height) - 6.0);
            format!("{:.1},{y:.1}", f64::from(i) * f64::from(width) / 80.0)
        })
        .collect();
    let path = points.join(" ");
    let area = if fill {
        format!(
            "<polygon points=\"0,{height} {path} {width},{height}\" fill=\"var(--viz-{series})\" fill-opacity=\".14\"/>"
        )
    } else {
        String::new()
    };
    format!("{area}<polyline points=\"{path}\" fill=\"none\" stroke=\"var(--viz-{series})\" stroke-width=\"1.5\"/>")
}

pub(crate) fn sparkline(series: u8, seed: u32) -> String {
    format!("<svg viewBox=\"0 0 112 40\" preserveAspectRatio=\"none\">{}</svg>", line(series, 112, 40, seed, true, 20))
}

fn chart(lines: &[(u8, u32, u32)], width: u32) -> String {
    let mut drawing = format!("<svg viewBox=\"0 0 {width} 230\">");
    for (step, label) in [(8, "100 %"), (61, "75"), (114, "50"), (167, "25"), (220, "0")] {
        drawing.push_str(&format!(
            "<line x1=\"44\" x2=\"{width}\" y1=\"{step}\" y2=\"{step}\" stroke=\"var(--viz-grid)\"/>\
             <text x=\"36\" y=\"{}\" text-anchor=\"end\" font-size=\"11\" fill=\"var(--viz-axis)\">{label}</text>",
            step + 4
        ));
    }
    drawing.push_str("<g transform=\"translate(44 0)\">");
    for (series, seed, base) in lines {
        drawing.push_str(&line(*series, width - 44, 220, *seed, false, *base));
    }
    drawing.push_str("</g></svg>");
    drawing
}

/// A chart that is only looked at.
#[derive(Clone)]
pub(crate) struct Picture {
    finding: &'static str,
    lines: &'static [(u8, u32, u32)],
    legend: Vec<LegendItem>,
    width: u32,
}

impl Picture {
    pub(crate) fn of(
        finding: &'static str,
        lines: &'static [(u8, u32, u32)],
        legend: Vec<LegendItem>,
    ) -> Arc<dyn ChartModel> {
        Arc::new(Self { finding, lines, legend, width: 560 })
    }
}

impl ChartModel for Picture {
    fn plot(&self, view: &ChartView) -> Arc<dyn ChartPlot> {
        Arc::new(Self { width: view.width, ..self.clone() })
    }

    fn legend(&self) -> Vec<LegendItem> {
        self.legend.clone()
    }

    fn table(&self) -> ChartTable {
        ChartTable::default()
    }
}

impl ChartPlot for Picture {
    fn svg(&self) -> String {
        chart(self.lines, self.width)
    }

    fn finding(&self) -> String {
        self.finding.to_owned()
    }

    fn area(&self) -> ChartBox {
        ChartBox { x: 44.0, y: 8.0, width: f64::from(self.width) - 44.0, height: 212.0 }
    }

    fn range(&self) -> Option<(i64, i64)> {
        None
    }

    fn time(&self, _x: f64) -> i64 {
        0
    }

    fn x(&self, _time: i64) -> f64 {
        44.0
    }

    fn nearest(&self, _x: f64, _y: f64) -> Option<ChartStop> {
        None
    }

    fn step(&self, _from: Option<(i64, usize)>, _step: ChartStep) -> Option<ChartStop> {
        None
    }
}
