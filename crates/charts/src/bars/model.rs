//! A bar chart as a [`Chart`].

use super::draw::{bar_chart, layout};
use super::finding::finding;
use super::slots::Slot;
use super::{BarChart, Buckets};
use crate::chart::{Chart, Figure, Figures, LegendEntry, LegendMark, PAGE, Place, Step, View};
use crate::civil::Local;
use crate::data::MAX_SERIES;
use crate::format::{Unit, precise};
use crate::hover::{Hover, HoverValue};
use crate::layout::{ChartGeometry, Rect};
use crate::line_model::named;

impl Chart for BarChart {
    fn seen(&self, view: &View) -> Box<dyn Chart> {
        let mut chart = self.clone();
        for (_, series) in chart.series.iter_mut().enumerate().filter(|(index, _)| view.hides(*index)) {
            series.values.clear();
        }
        if let Some(range) = view.range.filter(|_| self.zoomable()) {
            // Of a part that ends earlier one does not say "the last hour".
            chart.live = chart.live && range.1 >= self.extent(self.buckets.len()).1;
            chart.range = Some(range);
            chart.statement.clear();
        }
        chart.id.clone_from(&view.id);
        (chart.width, chart.height, chart.palette) = (view.width, view.height, view.palette);
        chart.legend_elsewhere = view.legend_elsewhere;
        Box::new(chart)
    }

    fn svg(&self) -> String {
        bar_chart(self)
    }

    fn geometry(&self) -> ChartGeometry {
        layout(self).geometry
    }

    fn finding(&self) -> String {
        finding(self)
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let drawn = self.series.iter().take(MAX_SERIES).enumerate();
        drawn
            .map(|(colour, series)| LegendEntry {
                label: named(&series.label, colour),
                colour,
                mark: LegendMark::Block,
            })
            .collect()
    }

    fn figures(&self) -> Figures {
        let over_time = self.zoomable();
        let head = match &self.buckets {
            Buckets::Categories(_) => "Category",
            Buckets::Times { .. } => "From",
            Buckets::Edges { .. } => "Range",
        };
        let row = |slot: Slot| Figure {
            key: if over_time { Local::at(slot.from, &[]).iso() } else { slot.name.clone() },
            span: over_time.then_some((slot.from, slot.to)),
            head: slot.name,
            values: slot.values.into_iter().map(|value| Some(value).filter(|value| value.is_finite())).collect(),
        };
        Figures {
            head: head.to_owned(),
            columns: self.legend().into_iter().map(|entry| entry.label).collect(),
            rows: self.all_slots().into_iter().map(row).collect(),
            over_time,
        }
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn zoomable(&self) -> bool {
        matches!(self.buckets, Buckets::Times { .. })
    }

    fn nearest(&self, geometry: &ChartGeometry, x: f64, _y: f64) -> Option<Hover> {
        if !geometry.is_over(x) {
            return None;
        }
        let layout = layout(self);
        let distance = |slot: &&Slot| {
            let (left, right) = layout.span(slot);
            (((left + right) / 2.0 - x).abs() * 8.0) as i64
        };
        let slot = layout.slots.iter().filter(|slot| has_values(slot)).min_by_key(distance)?;
        Some(self.hover(&layout, slot))
    }

    fn step(&self, _geometry: &ChartGeometry, from: Option<Place>, step: Step) -> Option<Hover> {
        let layout = layout(self);
        let slots: Vec<&Slot> = layout.slots.iter().filter(|slot| has_values(slot)).collect();
        let last = i64::try_from(slots.len()).ok()? - 1;
        let at = from.map(|(time, _)| slots.partition_point(|slot| slot.from < time));
        let index = match (step, at.and_then(|at| i64::try_from(at).ok())) {
            (Step::First, _) => 0,
            (Step::Last, _) | (_, None) => last,
            (Step::Next, Some(at)) => at + 1,
            (Step::Previous, Some(at)) => at - 1,
            (Step::PageForward, Some(at)) => at + PAGE,
            (Step::PageBack, Some(at)) => at - PAGE,
            (Step::Up | Step::Down, Some(at)) => at,
        };
        let slot = slots.get(usize::try_from(index.clamp(0, last.max(0))).ok()?)?;
        Some(self.hover(&layout, slot))
    }
}

fn has_values(slot: &Slot) -> bool {
    slot.values.iter().any(|value| value.is_finite())
}

impl BarChart {
    fn hover(&self, layout: &super::draw::BarLayout, slot: &Slot) -> Hover {
        let (left, right) = layout.span(slot);
        let plot = layout.geometry.plot;
        let bars = layout.bars(self, slot);
        let value = |(series, value): (usize, f64)| {
            let bar = bars.iter().find(|bar| bar.series == series);
            let label = self.series.get(series).map_or_else(String::new, |known| named(&known.label, series));
            HoverValue {
                series,
                label,
                time: slot.from,
                value,
                y: bar.map_or(plot.y + plot.height, |bar| bar.rect.y),
                text: precise(value, self.unit),
            }
        };
        let values =
            slot.values.iter().copied().enumerate().filter(|(_, value)| value.is_finite()).map(value).collect();
        Hover {
            time: slot.from,
            row: 0,
            span: self.zoomable().then_some((slot.from, slot.to)),
            x: (left + right) / 2.0,
            heading: slot.name.clone(),
            outline: Some(Rect { x: left, width: right - left, ..plot }),
            values,
        }
    }
}
