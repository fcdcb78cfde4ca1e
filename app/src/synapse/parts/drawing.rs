//! The code that draws charts: part of the server, a chunk of its own in the browser.
//!
//! The server has drawn what a page shows at first. The browser fetches the code when something is to be drawn anew: figures
//! have arrived, somebody turns to a chart, a drawing does not fit its room, or the page was gone to without the server.

use super::chart_model::model_of;
use crate::later::is_taken_over;
use cauldron_charts::{BarChart, LineChart, Sparkline, sparkline};
use cauldron_ui::ChartModel;
use leptos::prelude::*;
use std::sync::Arc;

/// What draws.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawing {
    /// Lines and areas.
    pub lines: fn(LineChart) -> Arc<dyn ChartModel>,
    /// Bars.
    pub bars: fn(BarChart) -> Arc<dyn ChartModel>,
    /// A word-sized line.
    pub sparkline: fn(&Sparkline) -> String,
}

impl Drawing {
    // A function, not a constant: a constant could be read without asking for the chunk that holds what it names.
    fn new() -> Self {
        Self { lines: model_of, bars: model_of, sparkline }
    }
}

/// What draws, once it is there; on the server always.
pub(crate) fn drawing() -> Signal<Option<Drawing>> {
    #[cfg(feature = "ssr")]
    let drawing = Signal::stored(Some(Drawing::new()));
    #[cfg(not(feature = "ssr"))]
    let drawing = browser::drawing();
    drawing
}

/// Asks for what draws; does nothing on the server.
pub(crate) fn fetch() {
    #[cfg(not(feature = "ssr"))]
    browser::fetch();
}

/// Whether the server has drawn what is being made now. Where it has not, what draws is asked for.
pub(crate) fn is_drawn() -> bool {
    let drawn = is_taken_over();
    if !drawn {
        fetch();
    }
    drawn
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::Drawing;
    use leptos::prelude::*;
    use leptos::{LazyViewError, lazy};
    use std::cell::Cell;

    thread_local! {
        static DRAWING: ArcRwSignal<Option<Drawing>> = ArcRwSignal::new(None);
        static ASKED: Cell<bool> = const { Cell::new(false) };
    }

    /// Everything that only this names is in its chunk.
    #[lazy(charts, fallible)]
    fn load() -> Result<Drawing, LazyViewError> {
        Ok(Drawing::new())
    }

    pub(super) fn drawing() -> Signal<Option<Drawing>> {
        let drawing = DRAWING.with(Clone::clone);
        Signal::derive(move || drawing.get())
    }

    pub(super) fn fetch() {
        if ASKED.replace(true) {
            return;
        }
        leptos::task::spawn_local(async {
            match load().await {
                Ok(loaded) => DRAWING.with(|drawing| drawing.set(Some(loaded))),
                // Tried again for the next who asks; until then the server's drawings stand.
                Err(_) => ASKED.set(false),
            }
        });
    }
}
