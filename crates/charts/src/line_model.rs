//! A line or area chart as a [`Chart`].

use crate::chart::{Chart, Figure, Figures, LegendEntry, LegendMark, Place, Step, View};
use crate::civil::Local;
use crate::data::{MAX_SERIES, Point};
use crate::finding::finding;
use crate::forecast::BandPoint;
use crate::format::Unit;
use crate::hover::{Hover, in_order};
use crate::layout::{ChartGeometry, FORECAST, bands_label, geometry, time_range};
use crate::line::{DASHES, LineChart, line_chart};
use crate::table::{Row, joined};
use crate::text::is_blank;

impl Chart for LineChart {
    fn seen(&self, view: &View) -> Box<dyn Chart> {
        let mut chart = in_order(self).into_owned();
        let drawn = chart.series.len().min(MAX_SERIES);
        for (_, series) in chart.series.iter_mut().enumerate().filter(|(index, _)| view.hides(*index)) {
            series.points.clear();
        }
        if let Some(forecast) = &mut chart.forecast {
            if view.hides(drawn) {
                forecast.points.clear();
            }
            if view.hides(drawn + 1) {
                forecast.bands.clear();
            }
        }
        if let Some(range) = view.range {
            // Of a part that ends earlier one does not say "the last hour".
            chart.live = chart.live && range.1 >= time_range(self).1;
            chart.range = Some(range);
        }
        chart.id.clone_from(&view.id);
        (chart.width, chart.height, chart.palette) = (view.width, view.height, view.palette);
        chart.legend_elsewhere = view.legend_elsewhere;
        Box::new(chart)
    }

    fn svg(&self) -> String {
        line_chart(self)
    }

    fn geometry(&self) -> ChartGeometry {
        geometry(self)
    }

    fn finding(&self) -> String {
        finding(self)
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let measured = self.series.iter().take(MAX_SERIES).enumerate().map(|(colour, series)| {
            let dashed = DASHES.get(colour).is_some_and(|dash| !dash.is_empty());
            let mark = match (self.area, dashed) {
                (true, _) => LegendMark::Band,
                (false, true) => LegendMark::Dashed,
                (false, false) => LegendMark::Solid,
            };
            LegendEntry { label: named(&series.label, colour), colour, mark }
        });
        let expected = self.forecast.iter().flat_map(|forecast| {
            let line = LegendEntry { label: FORECAST.to_owned(), colour: 0, mark: LegendMark::Dashed };
            let label = bands_label(forecast.bands.iter().map(|band| band.percent));
            let bands = LegendEntry { label, colour: 0, mark: LegendMark::Band };
            [Some(line), Some(bands).filter(|_| !forecast.bands.is_empty())].into_iter().flatten()
        });
        measured.chain(expected).collect()
    }

    fn figures(&self) -> Figures {
        let mut tracks: Vec<(String, Vec<Point>)> = Vec::new();
        for (index, series) in self.series.iter().take(MAX_SERIES).enumerate() {
            tracks.push((named(&series.label, index), series.points.clone()));
        }
        if let Some(forecast) = &self.forecast {
            tracks.push((FORECAST.to_owned(), forecast.points.clone()));
            for band in &forecast.bands {
                let edge = |value: fn(&BandPoint) -> f64| {
                    band.points.iter().map(|point| Point { time: point.time, value: value(point) }).collect()
                };
                tracks.push((format!("{} %, low", band.percent), edge(|point| point.low)));
                tracks.push((format!("{} %, high", band.percent), edge(|point| point.high)));
            }
        }
        let (columns, points): (Vec<String>, Vec<Vec<Point>>) = tracks.into_iter().unzip();
        let points: Vec<&[Point]> = points.iter().map(Vec::as_slice).collect();
        let rows = joined(&points, time_range(self), &self.offsets);
        let figure =
            |row: Row| Figure { head: row.when, key: Local::at(row.time, &[]).iso(), span: None, values: row.values };
        Figures { head: "Time".to_owned(), columns, rows: rows.into_iter().map(figure).collect(), over_time: true }
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn zoomable(&self) -> bool {
        true
    }

    fn nearest(&self, geometry: &ChartGeometry, x: f64, _y: f64) -> Option<Hover> {
        geometry.nearest(self, x)
    }

    fn step(&self, geometry: &ChartGeometry, from: Option<Place>, step: Step) -> Option<Hover> {
        geometry.step(self, from, step)
    }
}

/// A name for what has none.
pub(crate) fn named(label: &str, index: usize) -> String {
    if is_blank(label) { format!("Series {}", index + 1) } else { label.trim().to_owned() }
}
