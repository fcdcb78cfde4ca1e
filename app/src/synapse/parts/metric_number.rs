//! One big number with the course it took.

use super::{chart_unit, drawing, is_drawn, points};
use cauldron_charts::{Palette, Sparkline, format};
use cauldron_types::{MetricUnit, MetricWindow};
use cauldron_ui::BigNumber;
use leptos::prelude::*;

/// The latest value of one series, its mean over the window, and a sparkline.
#[component]
pub(crate) fn MetricNumber(
    /// What it is.
    label: &'static str,
    /// `id` of the sparkline, unique on the page.
    id: &'static str,
    /// Name of the series.
    name: &'static str,
    /// The label that chooses among series of that name.
    #[prop(optional)]
    series_label: &'static str,
    /// Unit of the values.
    unit: MetricUnit,
    /// Its place in the palette, from 0.
    colour: usize,
    /// The data.
    window: RwSignal<MetricWindow>,
) -> impl IntoView {
    let figure = Memo::new(move |_| {
        let window = window.read();
        let series = if series_label.is_empty() {
            window.series.iter().find(|series| series.name == name)
        } else {
            window.one(name, series_label)
        };
        series.map(|series| (series.samples.clone(), series.mean())).unwrap_or_default()
    });
    // Value and unit stand apart, the unit smaller: "38 ms" is split at its space.
    let written = Memo::new(move |_| {
        let text = figure
            .read()
            .0
            .last()
            .map_or_else(|| "–".to_owned(), |sample| format::value(sample.value, chart_unit(unit)));
        match text.split_once([' ', '\u{a0}', '\u{202f}']) {
            Some((value, unit)) => (value.to_owned(), unit.to_owned()),
            None => (text, String::new()),
        }
    });
    let note = move || figure.read().1.map(|mean| format!("mean {}", format::value(mean, chart_unit(unit))));
    // What the server drew stays until it can be drawn anew.
    let _drawn = is_drawn();
    let code = drawing();
    let drawing = move || {
        let sparkline = code.get()?.sparkline;
        let figure = figure.read();
        let samples = &figure.0;
        (samples.len() > 1).then(|| {
            sparkline(&Sparkline {
                id: id.to_owned(),
                label: label.to_owned(),
                points: points(samples),
                unit: chart_unit(unit),
                colour,
                live: true,
                width: 84,
                height: 40,
                palette: Palette::Css,
                ..Sparkline::default()
            })
        })
    };
    view! {
        <BigNumber
            label
            value=Signal::derive(move || written.read().0.clone())
            unit=Signal::derive(move || Some(written.read().1.clone()).filter(|unit| !unit.is_empty()))
            note=Signal::derive(note)
            sparkline=Signal::derive(drawing)
        />
    }
}
