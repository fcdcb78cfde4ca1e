//! What happens when rows come, go or change places while somebody reads.

use super::model::Model;
use super::selection::grouped;
use super::window::{Geometry, VIRTUAL_FROM, find_near};
use crate::dom;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, prelude::Closure};
use std::collections::HashSet;

/// How far a row is looked for after others came above it.
const REACH: usize = 5_000;

/// How far, and how many, of the rows below it are looked for when it is gone itself.
const NEIGHBOURS: (usize, usize) = (200, 10);

/// Milliseconds for which the window must rest before blocks are asked for, so that a long drag asks for the last only.
const REST: u64 = 60;

/// Measures, follows the window and keeps what is being read in its place.
pub(super) fn follow(model: Model) {
    watch_sizes(model);
    let asked = StoredValue::new(0_u32);
    // The first rows in sight, in their order, as they were before a change.
    let reading = StoredValue::new(Vec::<(usize, String)>::new());
    Effect::new(move |before: Option<usize>| {
        let stamp = model.source.with_value(|source| source.stamp.get());
        let visible = model.visible.get();
        model.shown.track();
        let loads_after = asked.get_value();
        if before.is_some_and(|before| before != stamp) {
            let old = reading.get_value();
            keep_place(model, &old);
        }
        let first = model.geometry().map_or(0, |geometry| geometry.first());
        let keys = visible.rows.clone().zip(&visible.keys).filter(|(index, _)| *index >= first);
        reading.set_value(keys.take(NEIGHBOURS.1).map(|(index, key)| (index, key.clone())).collect());
        dom::before_picture(move || {
            if model.is_there() {
                model.measure();
                model.unpark();
            }
        });
        asked.set_value(loads_after.wrapping_add(1));
        let load = move || {
            if asked.try_get_value() == Some(loads_after.wrapping_add(1)) {
                (model.source.get_value().need)(&visible.rows);
            }
        };
        if loads_after == 0 {
            load();
        } else {
            let _ = set_timeout(load, core::time::Duration::from_millis(REST));
        }
        stamp
    });
    // Another order begins at the top, whether its rows are there already or come later.
    Effect::new(move |before: Option<Option<super::Sort>>| {
        let sort = model.sort.get();
        if before.is_some_and(|before| before != sort) {
            reading.set_value(Vec::new());
            start_over(model);
        }
        sort
    });
}

fn start_over(model: Model) {
    model.active.set(0);
    model.active_key.set_value(model.key(0));
    model.unseen.set(0);
    model.fresh.update(HashSet::clear);
    model.scroll_to(0.0);
}

/// Finds the rows that were being read again, and scrolls by as much as they moved.
fn keep_place(model: Model, reading: &[(usize, String)]) {
    let total = model.total();
    let find = |start: usize, key: &str, reach: usize| {
        find_near(total, start, reach, |index| model.key(index).as_deref() == Some(key))
    };
    let mut found = None;
    for (place, (old, key)) in reading.iter().enumerate() {
        let reach = if place == 0 { REACH } else { NEIGHBOURS.0 };
        found = find(*old, key, reach).map(|new| (*old, new));
        if found.is_some() {
            break;
        }
    }
    let Some((old, new)) = found else { return start_over(model) };
    if let Some(key) = model.active_key.get_value()
        && let Some(index) = find(model.active.get_untracked(), &key, REACH)
    {
        model.active.set(index);
    } else if model.active.get_untracked() >= total {
        model.active.set(total.saturating_sub(1));
    }
    let came = new.saturating_sub(old);
    if came > 0 {
        model.fresh.set((0..came.min(200)).filter_map(|index| model.key(index)).collect());
    }
    let Some(geometry) = model.geometry().filter(|_| new != old) else { return };
    // At the very top, with nobody at it, new rows are simply there.
    if geometry.scroll_top < 1.0 && !model.hovered.get_value() && !model.has_focus() {
        model.say(new_rows(came));
        return;
    }
    let moved = (new as f64 - old as f64) * geometry.row_height;
    let furthest = Geometry { total, ..geometry }.furthest();
    model.scroll_to((geometry.scroll_top + moved).clamp(0.0, furthest));
    model.unseen.update(|unseen| *unseen += came);
    if came > 0 {
        model.say(format!("{} above", new_rows(came)));
    }
}

/// `12 new rows`.
fn new_rows(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 new row".to_owned(),
        count => format!("{} new rows", grouped(count)),
    }
}

/// Measures whenever the frame or the head changes its size: window, panels, density, zoom.
fn watch_sizes(model: Model) {
    Effect::new(move |_| {
        let (Some(scroller), Some(head)) = (model.scroller.get(), model.head.get()) else { return };
        model.measure();
        let measure = Closure::<dyn FnMut()>::new(move || model.measure());
        if let Ok(observer) = web_sys::ResizeObserver::new(measure.as_ref().unchecked_ref()) {
            observer.observe(&scroller);
            observer.observe(&head);
            let kept = StoredValue::new_local((observer, measure));
            on_cleanup(move || {
                let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
}

/// Whether rows beyond those in the document exist; tracked.
pub(super) fn is_virtual(model: Model) -> bool {
    model.source.with_value(|source| source.total.get()) > VIRTUAL_FROM
}
