//! The sentence that a bar chart states.

use super::slots::{Slot, adds_up, range_name};
use super::{BarChart, Buckets};
use crate::data::MAX_SERIES;
use crate::finding::{Speaker, duration};
use crate::format::{Unit, value};
use crate::line_model::named;

/// States the finding: `Phishing is most with 41, a third of 120; Malware is least with 3.`
pub(crate) fn finding(chart: &BarChart) -> String {
    if !chart.statement.is_empty() {
        return chart.statement.clone();
    }
    let slots = chart.all_slots();
    let totals: Vec<(&Slot, f64)> = slots.iter().filter_map(|slot| Some((slot, total(slot)?))).collect();
    let most = totals.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let least = totals.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let (Some((most, highest)), Some((least, lowest))) = (most, least) else {
        return "No data in this range.".to_owned();
    };
    let sum: f64 = totals.iter().map(|(_, total)| total).sum();
    let unit = chart.unit;
    let mut out = match &chart.buckets {
        Buckets::Edges { edges, unit } => distribution(chart, edges, *unit, sum),
        _ if totals.len() == 1 => format!("{}: {}.", most.name, value(*highest, unit)),
        Buckets::Times { .. } => {
            let (from, to) = chart.extent(slots.len());
            let span = to.saturating_sub(from);
            let over = duration(span, chart.live);
            let speaker = Speaker { unit, span, live: chart.live, offsets: &chart.offsets };
            let (most, least) = (speaker.moment(most.from), speaker.moment(least.from));
            let (high, low) = (value(*highest, unit), value(*lowest, unit));
            if adds_up(unit) {
                format!("{} {over}, most {most} with {high}.", value(sum, unit))
            } else {
                format!("Highest {over} {most} with {high}, lowest {least} with {low}.")
            }
        }
        Buckets::Categories(_) if highest == lowest => {
            format!("All {} are at {}.", totals.len(), value(*highest, unit))
        }
        Buckets::Categories(_) => {
            let of = if adds_up(unit) { format!(" of {}", value(sum, unit)) } else { String::new() };
            format!(
                "{} is highest with {}{of}; {} is lowest with {}.",
                most.name,
                value(*highest, unit),
                least.name,
                value(*lowest, unit)
            )
        }
    };
    out.push_str(&largest_share(chart, sum));
    if chart.series.len() > MAX_SERIES {
        out.push_str(&format!(" {MAX_SERIES} of {} series are drawn.", chart.series.len()));
    }
    out
}

fn total(slot: &Slot) -> Option<f64> {
    let finite = || slot.values.iter().filter(|value| value.is_finite());
    finite().next().map(|_| finite().sum())
}

/// ` High makes up 54 % of it.`
fn largest_share(chart: &BarChart, sum: f64) -> String {
    if chart.series.len() < 2 || !adds_up(chart.unit) || sum <= 0.0 {
        return String::new();
    }
    let amount = |values: &[f64]| values.iter().filter(|value| value.is_finite()).sum::<f64>();
    let amounts = chart
        .series
        .iter()
        .take(MAX_SERIES)
        .enumerate()
        .map(|(index, series)| (named(&series.label, index), amount(&series.values)));
    match amounts.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((label, amount)) if amount > 0.0 && amount <= sum => {
            format!(" {label} makes up {} of it.", value(amount / sum * 100.0, Unit::Percent))
        }
        _ => String::new(),
    }
}

/// `1,240 values: half lie below 40 ms and 95 % below 120 ms; most fall from 30 to 40 ms.`
fn distribution(chart: &BarChart, edges: &[f64], unit: Unit, sum: f64) -> String {
    let slots = chart.all_slots();
    let totals: Vec<f64> = slots.iter().map(|slot| total(slot).unwrap_or(0.0).max(0.0)).collect();
    let below = |share: f64| {
        let mut passed = 0.0;
        let index = totals.iter().position(|total| {
            passed += total;
            passed >= sum * share
        });
        // The upper edge of the bucket is what is known for certain.
        index.and_then(|index| edges.get(index + 1)).copied().filter(|edge| edge.is_finite())
    };
    let fullest = totals.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(index, _)| index);
    let fullest = fullest.and_then(|index| Some(range_name(*edges.get(index)?, *edges.get(index + 1)?, unit)));
    let quantiles = match (below(0.5), below(0.95)) {
        (Some(half), Some(most)) => {
            format!(" half lie below {} and 95 % below {};", value(half, unit), value(most, unit))
        }
        (Some(half), None) => format!(" half lie below {};", value(half, unit)),
        _ => String::new(),
    };
    format!("{} values:{quantiles} most fall in {}.", value(sum, chart.unit), fullest.unwrap_or_default())
}
