//! What somebody reads in a chart at this moment, and how pointer and keyboard change it.

use super::model::{ChartChoice, ChartModel, ChartPlot, ChartStep, ChartStop, ChartView};
use super::state::{selection, zoomed_in, zoomed_out};
use leptos::prelude::*;
use std::sync::Arc;

/// The state of one frame.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    /// The data that is shown: the newest, or what was the newest when reading began.
    pub(super) model: Memo<Arc<dyn ChartModel>>,
    /// Laid out as it is seen.
    pub(super) plot: Memo<Arc<dyn ChartPlot>>,
    /// Width of the drawing, once it has been measured.
    pub(super) width: RwSignal<Option<u32>>,
    /// Entries of the legend that are switched off.
    pub(super) hidden: RwSignal<u8>,
    /// The part of the time axis that is seen.
    pub(super) zoom: RwSignal<Option<(i64, i64)>>,
    /// What is pointed at.
    pub(super) stop: RwSignal<Option<ChartStop>>,
    /// Both ends of a selection being made.
    pub(super) brush: RwSignal<Option<(i64, i64)>>,
    /// What is said after a step by keyboard.
    pub(super) spoken: RwSignal<String>,
    /// Takes what is selected, in place of zooming.
    pub(super) choice: Option<ChartChoice>,
    /// Whether the model can draw; before that the server's drawing stands.
    pub(super) able: Memo<bool>,
    held: RwSignal<Option<Arc<dyn ChartModel>>>,
    wake: Option<Callback<()>>,
    /// What was asked for before the model could draw.
    waiting: StoredValue<Vec<Act>>,
}

type Act = Box<dyn FnOnce() + Send + Sync>;

fn same(one: Option<&Arc<dyn ChartModel>>, other: Option<&Arc<dyn ChartModel>>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if Arc::ptr_eq(one, other))
}

impl Reader {
    /// `view` of a width; without one, as the server draws it.
    pub(super) fn new(
        newest: Signal<Arc<dyn ChartModel>>,
        choice: Option<ChartChoice>,
        wake: Option<Callback<()>>,
        view: impl Fn(Option<u32>) -> ChartView + Send + Sync + 'static,
    ) -> Self {
        let held = RwSignal::new(None::<Arc<dyn ChartModel>>);
        let newest = Memo::new_with_compare(move |_| newest.get(), |one, other| !same(one, other));
        // While somebody reads, nothing moves: the newest data waits until the pointer has left.
        let model =
            Memo::new_with_compare(move |_| held.get().unwrap_or_else(|| newest.get()), |one, other| !same(one, other));
        let (width, hidden, zoom) = (RwSignal::new(None), RwSignal::new(0), RwSignal::new(None));
        let plot = Memo::new_with_compare(
            move |_| {
                let view = ChartView { hidden: hidden.get(), range: zoom.get(), ..view(width.get()) };
                model.get().plot(&view)
            },
            |_, _| true,
        );
        let (stop, brush) = (RwSignal::new(None), RwSignal::new(None));
        if choice.is_some() {
            // What was pointed at is no more where it was.
            Effect::watch(
                move || model.track(),
                move |_, _, _| {
                    stop.set(None);
                    brush.set(None);
                },
                false,
            );
        }
        let able = Memo::new(move |_| model.get().draws());
        let waiting = StoredValue::new(Vec::<Act>::new());
        Effect::new(move |_| {
            // Places on the drawing are told from its width.
            if able.get() && width.get().is_some() {
                for act in waiting.try_update_value(std::mem::take).unwrap_or_default() {
                    act();
                }
            }
        });
        let spoken = RwSignal::new(String::new());
        Self { model, plot, width, hidden, zoom, stop, brush, spoken, choice, able, held, wake, waiting }
    }

    /// Somebody turns to the chart: what it takes to read it is asked for.
    pub(super) fn wake(self) {
        if let Some(wake) = self.wake.filter(|_| !self.able.get_untracked()) {
            wake.run(());
        }
    }

    /// Does what takes a model that can draw, at once or as soon as there is one.
    pub(super) fn then(self, act: impl FnOnce() + Send + Sync + 'static) {
        if self.able.get_untracked() {
            act();
        } else {
            self.waiting.update_value(|waiting| waiting.push(Box::new(act)));
            self.wake();
        }
    }

    /// Whether something waits for such a model.
    pub(super) fn is_waiting(self) -> bool {
        self.waiting.with_value(|waiting| !waiting.is_empty())
    }

    /// Nothing moves from now on.
    pub(super) fn hold(self) {
        // What comes next was chosen by the reader: it must not wait for them to go.
        if self.choice.is_none() && self.held.with_untracked(Option::is_none) {
            self.held.set(Some(self.model.get_untracked()));
        }
    }

    /// The newest data is shown again.
    pub(super) fn release(self) {
        self.stop.set(None);
        self.brush.set(None);
        if self.held.with_untracked(Option::is_some) {
            self.held.set(None);
        }
    }

    /// Points at a pixel.
    pub(super) fn point(self, x: f64, y: f64) {
        let stop = self.plot.get_untracked().nearest(x, y);
        if self.stop.with_untracked(|known| *known != stop) {
            self.stop.set(stop);
        }
    }

    /// Shows a part of the time axis, or all of it.
    pub(super) fn look_at(self, range: Option<(i64, i64)>) {
        self.brush.set(None);
        self.stop.set(None);
        self.zoom.set(range);
    }

    /// Half as much, around what is pointed at.
    pub(super) fn zoom_in(self) {
        let Some(range) = self.plot.get_untracked().range().filter(|_| self.choice.is_none()) else { return };
        let centre = self.stop.with_untracked(|stop| stop.as_ref().map(|stop| stop.place.0));
        if let Some(closer) = zoomed_in(range, centre) {
            self.look_at(Some(closer));
        }
    }

    /// Twice as much.
    pub(super) fn zoom_out(self, whole: &ChartView) {
        let (Some(range), Some(_)) = (self.plot.get_untracked().range(), self.zoom.get_untracked()) else { return };
        let whole = self.model.get_untracked().plot(&ChartView { range: None, ..whole.clone() }).range();
        self.look_at(whole.and_then(|whole| zoomed_out(range, whole)));
    }

    /// Zooms to the selection, or hands it on; whether there was one.
    pub(super) fn take_selection(self) -> bool {
        let Some((one, other)) = self.brush.get_untracked() else { return false };
        let selected = selection(one, other);
        match (selected, self.choice) {
            (Some(range), Some(choice)) => choice.on_choose.run(range),
            (Some(range), None) => self.look_at(Some(range)),
            (None, _) => {}
        }
        self.brush.set(None);
        true
    }

    /// Hands on the stretch that is pointed at, where somebody takes it; whether it was.
    pub(super) fn choose(self) -> bool {
        let span = self.stop.with_untracked(|stop| stop.as_ref().and_then(|stop| stop.span));
        let chosen = self.choice.zip(span);
        if let Some((choice, span)) = chosen {
            choice.on_choose.run(span);
        }
        chosen.is_some()
    }

    /// Whether one can look at a part of the axis here.
    pub(super) fn zooms(self) -> bool {
        self.choice.is_none() && self.plot.get().range().is_some()
    }

    /// Takes back the latest thing: a selection, the zoom, the reading; whether there was one.
    fn take_back(self) -> bool {
        if self.brush.get_untracked().is_some() {
            self.brush.set(None);
        } else if self.zoom.get_untracked().is_some() {
            self.look_at(None);
            self.spoken.set("Whole range".to_owned());
        } else if self.stop.with_untracked(Option::is_some) {
            self.release();
        } else {
            return false;
        }
        true
    }

    /// Whether a key goes from value to value.
    pub(super) fn is_step(key: &str) -> bool {
        matches!(key, "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" | "Home" | "End")
    }

    /// What a key does; whether it was meant for the chart.
    pub(super) fn press(self, key: &str, shift: bool, whole: &ChartView) -> bool {
        let step = match key {
            "ArrowLeft" => ChartStep::Previous,
            "ArrowRight" => ChartStep::Next,
            "ArrowUp" => ChartStep::Up,
            "ArrowDown" => ChartStep::Down,
            "PageUp" => ChartStep::PageBack,
            "PageDown" => ChartStep::PageForward,
            "Home" => ChartStep::First,
            "End" => ChartStep::Last,
            "Enter" => {
                let taken = self.take_selection() || self.choose();
                if taken && self.choice.is_some() {
                    self.spoken.set("The page is narrowed to this time.".to_owned());
                }
                if taken && self.zoom.get_untracked().is_some() {
                    self.spoken.set(format!("Zoomed. {}", self.plot.get_untracked().finding()));
                }
                return taken;
            }
            "Escape" => return self.take_back(),
            "+" | "=" | "-" if self.choice.is_some() => return false,
            "+" | "=" => {
                self.zoom_in();
                return true;
            }
            "-" => {
                self.zoom_out(whole);
                return true;
            }
            _ => return false,
        };
        self.hold();
        let plot = self.plot.get_untracked();
        let known = self.stop.with_untracked(|stop| stop.as_ref().map(|stop| stop.place));
        let Some(stop) = plot.step(known, step) else { return false };
        // Up and down scroll the page where there are no rows.
        if known == Some(stop.place) && matches!(step, ChartStep::Up | ChartStep::Down) {
            return false;
        }
        let mut said = stop.spoken();
        if shift && plot.range().is_some() {
            let anchor = self.brush.get_untracked().map(|brush| brush.0).or(known.map(|place| place.0));
            let anchor = anchor.unwrap_or(stop.place.0);
            // To the end of the bar that it reaches, where there are bars.
            let end = stop.span.filter(|span| self.choice.is_some() && span.0 >= anchor).map(|span| span.1);
            self.brush.set(Some((anchor, end.unwrap_or(stop.place.0))));
            said = format!("Selected to {}", stop.heading);
        } else {
            self.brush.set(None);
        }
        self.stop.set(Some(stop));
        self.spoken.set(said);
        true
    }
}
