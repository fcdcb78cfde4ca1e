//! What one can do with a chart: zoom, see its figures, take it away as a file.

use super::download::{csv, file_name, save, save_png};
use super::model::ChartView;
use super::reader::Reader;
use super::stage::Format;
use crate::icon::Icon;
use leptos::html::Div;
use leptos::prelude::*;

/// Width and height of what is downloaded.
const PAPER: (u32, u32) = (960, 400);

/// The buttons at the right of the head.
pub(super) fn tools_view(id: &str, title: &str, format: Format, reader: Reader, opened: RwSignal<bool>) -> AnyView {
    let whole = format.view(id, None);
    // A memo, or every new sample would make new buttons and take the focus from them.
    let zoomable = Memo::new(move |_| reader.zooms());
    let zoomed = move || reader.zoom.get().is_some();
    let zoom_buttons = move || {
        let whole = whole.clone();
        zoomable.get().then(|| {
            view! {
                {tool("zoom-out", "Zoom out", Signal::derive(move || !zoomed()), move || {
                    let whole = whole.clone();
                    reader.then(move || reader.zoom_out(&whole));
                })}
                {tool("zoom-in", "Zoom in", Signal::from(false), move || reader.then(move || reader.zoom_in()))}
            }
        })
    };
    let menu = NodeRef::<Div>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            // Hiding what is not open does nothing.
            let _ = menu.hide_popover();
        }
    };
    let paper = {
        let id = format!("{id}-paper");
        move || {
            let (width, height) = PAPER;
            let (hidden, range) = (reader.hidden.get_untracked(), reader.zoom.get_untracked());
            let view = ChartView { id: id.clone(), width, height, hidden, range, paper: true };
            reader.model.get_untracked().plot(&view).svg()
        }
    };
    let (for_svg, for_png) = (paper.clone(), paper);
    let name = |ending: &str| file_name(title, ending);
    let (svg_name, png_name, csv_name) = (name("svg"), name("png"), name("csv"));
    let menu_id = format!("{id}-menu");
    let target = menu_id.clone();
    view! {
        {zoom_buttons}
        <button
            type="button"
            class="button button--ghost button--small button--icon chart-menu__opener"
            popovertarget=target
            title="Table and downloads"
        >
            <Icon name="ellipsis"/>
            <span class="visually-hidden">{format!("Table and downloads of {title}")}</span>
        </button>
        <div class="chart-menu" id=menu_id popover="auto" role="group" aria-label=format!("{title}: table and downloads") node_ref=menu>
            {item("table", Signal::derive(move || if opened.get() { "Hide table" } else { "Show table" }), move || {
                opened.update(|opened| *opened = !*opened);
                close();
            })}
            {item("download", "Download SVG".into(), move || {
                let (svg, name) = (for_svg.clone(), svg_name.clone());
                reader.then(move || save("image/svg+xml", &svg(), &name));
                close();
            })}
            {item("download", "Download PNG".into(), move || {
                let (svg, name) = (for_png.clone(), png_name.clone());
                reader.then(move || save_png(&svg(), PAPER, name));
                close();
            })}
            {item("download", "Download CSV".into(), move || {
                let name = csv_name.clone();
                reader.then(move || save("text/csv", &csv(&reader.model.get_untracked().table()), &name));
                close();
            })}
        </div>
    }
    .into_any()
}

fn tool(icon: &'static str, words: &'static str, disabled: Signal<bool>, press: impl Fn() + 'static) -> AnyView {
    view! {
        <button
            type="button"
            class="button button--ghost button--small button--icon"
            title=words
            disabled=move || disabled.get()
            on:click=move |_| press()
        >
            <Icon name=icon/>
            <span class="visually-hidden">{words}</span>
        </button>
    }
    .into_any()
}

fn item(icon: &'static str, words: Signal<&'static str>, press: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="chart-menu__item" on:click=move |_| press()>
            <Icon name=icon/>
            {move || words.get()}
        </button>
    }
    .into_any()
}
