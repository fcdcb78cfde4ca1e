//! The drawing with what lies over it: crosshair, selection, tooltip.

use super::ChartSize;
use super::model::{ChartPlot, ChartStop, ChartView, series_class};
use super::reader::Reader;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, closure::Closure};
use leptos::web_sys::{Element, HtmlElement, ResizeObserver};

/// The browser draws at the width that it measured; the server draws for widths that are common.
pub(super) const BROWSER: bool = cfg!(target_arch = "wasm32");
/// A drag shorter than this is a click.
const SHORTEST_DRAG: f64 = 6.0;

/// A width for which the server draws, and which of them the style sheet shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    Narrow,
    Regular,
    Wide,
}

/// The proportions of a frame.
#[derive(Clone, Copy)]
pub(super) struct Format {
    pub(super) size: ChartSize,
    /// Whether it may be as wide as the page.
    pub(super) wide: bool,
}

impl Format {
    /// The classes that keep the room of a drawing, so that nothing moves when it comes.
    pub(super) fn room(self) -> &'static str {
        match (self.size, self.wide) {
            (ChartSize::Low, false) => "chart-frame__room--low",
            (ChartSize::Low, true) => "chart-frame__room--low chart-frame__room--wide",
            (ChartSize::Small, false) => "chart-frame__room--small",
            (ChartSize::Small, true) => "chart-frame__room--small chart-frame__room--wide",
            (ChartSize::Medium, false) => "chart-frame__room--medium",
            (ChartSize::Medium, true) => "chart-frame__room--medium chart-frame__room--wide",
            (ChartSize::Large, false) => "chart-frame__room--large",
            (ChartSize::Large, true) => "chart-frame__room--large chart-frame__room--wide",
        }
    }

    fn variant(self, width: u32) -> Variant {
        match width {
            0..460 => Variant::Narrow,
            760.. if self.wide => Variant::Wide,
            _ => Variant::Regular,
        }
    }

    /// How a frame is drawn at a width: as high as the server's drawing is at that width, so nothing moves.
    pub(super) fn view(self, id: &str, width: Option<u32>) -> ChartView {
        let variant = width.map_or(Variant::Regular, |width| self.variant(width));
        let (drawn, high) = variant.size(self.size);
        let (width, height) = width.map_or((drawn, high), |width| (width, (width * high + drawn / 2) / drawn));
        ChartView { id: format!("{id}-{}", variant.suffix()), width, height, hidden: 0, range: None, paper: false }
    }
}

impl Variant {
    /// Width and height for which the server draws.
    fn size(self, size: ChartSize) -> (u32, u32) {
        match (self, size) {
            (Self::Narrow, ChartSize::Low) => (340, 120),
            (Self::Regular, ChartSize::Low) => (560, 120),
            (Self::Wide, ChartSize::Low) => (900, 110),
            (Self::Narrow, ChartSize::Small) => (340, 150),
            (Self::Narrow, ChartSize::Medium) => (340, 200),
            (Self::Narrow, ChartSize::Large) => (340, 260),
            (Self::Regular, ChartSize::Small) => (560, 160),
            (Self::Regular, ChartSize::Medium) => (560, 220),
            (Self::Regular, ChartSize::Large) => (560, 300),
            (Self::Wide, ChartSize::Small) => (900, 180),
            (Self::Wide, ChartSize::Medium) => (900, 260),
            (Self::Wide, ChartSize::Large) => (900, 360),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Narrow => "chart-frame__plot chart-frame__plot--narrow",
            Self::Regular => "chart-frame__plot chart-frame__plot--regular",
            Self::Wide => "chart-frame__plot chart-frame__plot--wide",
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Regular => "plot",
            Self::Wide => "wide",
        }
    }
}

/// The plot that takes focus, pointer and keys.
pub(super) fn stage_view(id: &str, title: &str, labelled: String, format: Format, reader: Reader) -> AnyView {
    let stage = NodeRef::<Div>::new();
    watch_width(stage, format, reader);
    let hint = format!("{id}-keys");
    let hint_id = hint.clone();
    let whole = format.view(id, None);
    // Where a drag began.
    let drag = StoredValue::new(None::<f64>);
    let place = move |(x, y): (i32, i32)| {
        let element = stage.get_untracked()?;
        let shown = element.get_bounding_client_rect();
        let view = reader.width.get_untracked()?;
        let scale = f64::from(view) / shown.width().max(1.0);
        Some(((f64::from(x) - shown.left()) * scale, (f64::from(y) - shown.top()) * scale))
    };
    let client = |event: &PointerEvent| (event.client_x(), event.client_y());
    // Where the pointer is while there is nothing yet that could say what stands there.
    let resting = StoredValue::new(None::<(i32, i32)>);
    let asked = StoredValue::new(false);
    let rest = move |at: (i32, i32)| {
        resting.set_value(Some(at));
        if !asked.get_value() {
            asked.set_value(true);
            reader.then(move || {
                asked.set_value(false);
                if let Some((x, y)) = resting.get_value().and_then(place) {
                    reader.hold();
                    reader.point(x, y);
                }
            });
        }
    };
    let moved = move |event: PointerEvent| {
        if !reader.able.get_untracked() {
            return rest(client(&event));
        }
        let Some((x, y)) = place(client(&event)) else { return };
        reader.hold();
        if let Some(start) = drag.get_value().filter(|start| (x - start).abs() > SHORTEST_DRAG) {
            let plot = reader.plot.get_untracked();
            reader.brush.set(Some((plot.time(start), plot.time(x))));
        }
        reader.point(x, y);
    };
    let pressed = move |event: PointerEvent| {
        if !reader.able.get_untracked() {
            return rest(client(&event));
        }
        if event.button() != 0 || reader.plot.get_untracked().range().is_none() {
            return;
        }
        if let Some((x, y)) = place(client(&event)) {
            drag.set_value(Some(x));
            // A finger does not move before it presses.
            reader.point(x, y);
            // Fails when the pointer is gone already.
            if let Some(element) = stage.get_untracked() {
                let _captured = element.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let let_go = move |event: PointerEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if !reader.able.get_untracked() {
            rest(client(&event));
            if plain && event.button() == 0 {
                reader.then(move || {
                    reader.choose();
                });
            }
            return;
        }
        if drag.get_value().is_some() {
            drag.set_value(None);
            let taken = reader.take_selection();
            // Without a selection it was a press on what stands there.
            if !taken && plain {
                reader.choose();
            }
        }
    };
    let cancelled = move |_| {
        drag.set_value(None);
        reader.release();
    };
    let left = move |event: PointerEvent| {
        // A finger leaves whenever it is lifted; what it pointed at stays to be read.
        if drag.get_value().is_none() && event.pointer_type() != "touch" {
            resting.set_value(None);
            reader.release();
        }
    };
    let key = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if plain && !reader.able.get_untracked() {
            let (key, shift) = (event.key(), event.shift_key());
            if Reader::is_step(&key) || reader.is_waiting() && matches!(key.as_str(), "Enter" | "+" | "=" | "-") {
                event.prevent_default();
                event.stop_propagation();
                let whole = whole.clone();
                reader.then(move || {
                    reader.press(&key, shift, &whole);
                });
            }
        } else if plain && reader.press(&event.key(), event.shift_key(), &whole) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let drawing = |variant: Variant| {
        let (id, labelled) = (id.to_owned(), labelled.clone());
        let svg = move || match (reader.width.get(), BROWSER) {
            (Some(_), _) if variant == Variant::Regular => reader.plot.get().svg(),
            // One drawing is enough once the width is known. Not empty, or the server's would stay.
            (Some(_), _) => " ".to_owned(),
            // What the server drew stays until the width has been measured.
            (None, true) => String::new(),
            (None, false) => {
                let (width, height) = variant.size(format.size);
                let id = format!("{id}-{}", variant.suffix());
                let view = ChartView { id, width, height, hidden: 0, range: None, paper: false };
                reader.model.get().plot(&view).svg()
            }
        };
        view! { <div class=variant.class() role="img" aria-labelledby=labelled inner_html=svg></div> }.into_any()
    };
    let tip = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let (Some(tip), Some(stop)) = (tip.get(), reader.stop.get()) else { return };
        // Into the CSSOM, which the content security policy permits; an attribute it would refuse.
        let tip: &HtmlElement = &tip;
        let _set = HtmlElement::style(tip).set_property("--x", &format!("{}px", stop.x.round()));
    });
    let to_the_left = move || {
        let middle = f64::from(reader.width.get().unwrap_or(0)) / 2.0;
        reader.stop.read().as_ref().is_some_and(|stop| stop.x > middle)
    };
    view! {
        <div
            class=format!("chart-frame__stage {}", format.room())
            class:chart-frame__stage--wide=format.wide
            class:chart-frame__stage--measured=move || reader.width.get().is_some()
            role="application"
            aria-roledescription="chart"
            aria-label=format!("{title}, values")
            aria-describedby=hint_id
            tabindex="0"
            node_ref=stage
            on:pointermove=moved
            on:pointerdown=pressed
            on:pointerup=let_go
            on:pointercancel=cancelled
            on:pointerleave=left
            on:dblclick=move |_| reader.look_at(None)
            on:keydown=key
            on:blur=move |_| reader.release()
        >
            {drawing(Variant::Narrow)}
            {drawing(Variant::Regular)}
            {format.wide.then(|| drawing(Variant::Wide))}
            <svg class="chart-frame__overlay" aria-hidden="true" viewBox=move || view_box(reader)>
                {move || selection_view(reader)}
                {move || reader.stop.get().map(|stop| crosshair(&*reader.plot.get_untracked(), &stop))}
            </svg>
            <div
                class="chart-frame__tip"
                class:chart-frame__tip--left=to_the_left
                aria-hidden="true"
                hidden=move || reader.stop.read().is_none()
                node_ref=tip
            >
                {move || reader.stop.get().map(tip_view)}
            </div>
            <span class="visually-hidden" id=hint>
                {if reader.choice.is_some() {
                    "Arrow keys move from value to value. With Shift they select, Enter narrows the page to it, Escape goes back."
                } else {
                    "Arrow keys move from value to value. With Shift they select, Enter zooms in on it, Escape goes back."
                }}
            </span>
            <span class="visually-hidden" role="status">
                {move || reader.spoken.get()}
            </span>
        </div>
    }
    .into_any()
}

fn view_box(reader: Reader) -> String {
    let area = reader.width.get().map_or((560, 220), |width| (width, 0));
    let plot = reader.plot.get().area();
    // The plot's lower edge and the labels below it.
    format!("0 0 {} {}", area.0, (plot.y + plot.height + 26.0).round())
}

fn selection_view(reader: Reader) -> Option<AnyView> {
    let (one, other) = reader.brush.get()?;
    let plot = reader.plot.get();
    let area = plot.area();
    let inside = |time: i64| plot.x(time).clamp(area.x, area.x + area.width);
    let (from, to) = (inside(one.min(other)), inside(one.max(other)));
    Some(
        view! {
            <rect
                class="chart-frame__brush"
                x=from.to_string()
                y=area.y.to_string()
                width=(to - from).to_string()
                height=area.height.to_string()
            ></rect>
        }
        .into_any(),
    )
}

fn crosshair(plot: &dyn ChartPlot, stop: &ChartStop) -> AnyView {
    let area = plot.area();
    let line = match stop.outline {
        Some(outline) => view! {
            <rect
                class="chart-frame__outline"
                x=outline.x.to_string()
                y=outline.y.to_string()
                width=outline.width.to_string()
                height=outline.height.to_string()
            ></rect>
        }
        .into_any(),
        None => {
            let x = stop.x.to_string();
            let (top, bottom) = (area.y.to_string(), (area.y + area.height).to_string());
            view! { <line class="chart-frame__crosshair" x1=x.clone() x2=x y1=top y2=bottom></line> }.into_any()
        }
    };
    let dots = stop
        .readings
        .iter()
        .filter(|_| stop.outline.is_none())
        .map(|reading| {
            let class = format!("chart-frame__dot {}", series_class(reading.series));
            view! { <circle class=class cx=stop.x.to_string() cy=reading.y.to_string() r="3.5"></circle> }.into_any()
        })
        .collect::<Vec<_>>();
    (line, dots).into_any()
}

fn tip_view(stop: ChartStop) -> AnyView {
    let reading = |reading: super::model::ChartReading| {
        view! {
            <div class=format!("chart-frame__reading {}", series_class(reading.series))>
                <span class="chart-frame__key"></span>
                <span class="chart-frame__name">{reading.label}</span>
                <span class="chart-frame__value">{reading.text}</span>
            </div>
        }
        .into_any()
    };
    let readings = stop.readings.into_iter().map(reading).collect::<Vec<_>>();
    let nothing = readings.is_empty().then(|| view! { <div class="chart-frame__reading">"No value"</div> }.into_any());
    view! {
        <div class="chart-frame__when">{stop.heading}</div>
        {readings}
        {nothing}
    }
    .into_any()
}

/// A drawing of the server may be made larger or smaller by this much before its words are out of proportion.
const STRETCH: f64 = 1.3;

/// Keeps the reader's width at the width of the element; a browser that cannot tell keeps the server's drawings.
fn watch_width(stage: NodeRef<Div>, format: Format, reader: Reader) {
    let width = reader.width;
    Effect::new(move |_| {
        let Some(element) = stage.get() else { return };
        // Once more when the model can draw: its first measurement is then made.
        let able = reader.able.get();
        let element: Element = element.unchecked_into();
        let measured = element.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let now = u32::try_from(measured.client_width()).unwrap_or(0);
            if !able {
                let drawn = format.variant(now).size(format.size).0;
                let stretched = f64::from(now) / f64::from(drawn);
                if now > 0 && !(STRETCH.recip()..=STRETCH).contains(&stretched) {
                    reader.wake();
                }
                return;
            }
            // Nothing is to be seen of what is folded away.
            if now > 0 && width.try_get_untracked().is_some_and(|known| known != Some(now)) {
                width.set(Some(now));
            }
        });
        let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        // Made here, because effects run in the browser alone: on the server it could be dropped by another thread than
        // made it, which panics.
        let watching = StoredValue::new_local(Some((observer, measure)));
        on_cleanup(move || {
            watching.try_update_value(|watching| {
                if let Some((observer, _)) = watching.take() {
                    observer.disconnect();
                }
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_as_high_as_the_servers_was() {
        let format = |wide| Format { size: ChartSize::Medium, wide };
        let view = |width| format(false).view("a", Some(width));
        assert_eq!((view(560).width, view(560).height), (560, 220));
        assert_eq!(view(612).height, 240);
        assert_eq!(view(1_100).height, 432);
        assert_eq!((view(340).id.as_str(), view(340).height), ("a-narrow", 200));
        assert_eq!(format(true).view("a", Some(1_100)).height, 318);
        assert_eq!(format(true).view("a", None).height, 220);
    }
}
