//! A chart as a file: its drawing as SVG or PNG, its figures as CSV. Made in the browser, so nothing is sent anywhere.

use super::model::ChartTable;
use crate::data_table::{self, ExportValue};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement};

/// Pixels of a PNG for each of the drawing, enough for a slide.
const DENSITY: f64 = 2.0;

/// The figures as CSV.
pub(super) fn csv(table: &ChartTable) -> String {
    let heads: Vec<&str> = table.columns.iter().map(String::as_str).collect();
    let rows: Vec<Vec<ExportValue>> = table
        .rows
        .iter()
        .map(|row| {
            let values = row.values.iter().map(|(value, _)| value.map_or(ExportValue::Nothing, ExportValue::Number));
            std::iter::once(ExportValue::from(row.key.as_str())).chain(values).collect()
        })
        .collect();
    data_table::csv(&heads, rows.iter().map(Vec::as_slice))
}

/// A name for the file: letters and digits of the title.
pub(super) fn file_name(title: &str, ending: &str) -> String {
    let mut name = String::new();
    for part in title.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(part.chars().flat_map(char::to_lowercase));
    }
    if name.is_empty() {
        name.push_str("chart");
    }
    format!("{name}.{ending}")
}

/// Hands a text to the reader as a file.
pub(super) fn save(kind: &str, text: &str, name: &str) {
    save_address(&address(kind, text), name);
}

/// Paints a drawing on a canvas and hands that over.
pub(super) fn save_png(svg: &str, (width, height): (u32, u32), name: String) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let painted = image.clone();
    let paint = Closure::once_into_js(move || {
        // Each step fails only in a browser without canvas; then there is no file.
        let canvas =
            document().create_element("canvas").ok().and_then(|made| made.dyn_into::<HtmlCanvasElement>().ok());
        let Some(canvas) = canvas else { return };
        let (wide, high) = (f64::from(width) * DENSITY, f64::from(height) * DENSITY);
        canvas.set_width(width * 2);
        canvas.set_height(height * 2);
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|made| made.dyn_into::<CanvasRenderingContext2d>().ok()) else { return };
        if context.draw_image_with_html_image_element_and_dw_and_dh(&painted, 0.0, 0.0, wide, high).is_ok()
            && let Ok(address) = canvas.to_data_url_with_type("image/png")
        {
            save_address(&address, &name);
        }
    });
    image.set_onload(Some(paint.unchecked_ref()));
    image.set_src(&address("image/svg+xml", svg));
}

fn address(kind: &str, text: &str) -> String {
    format!("data:{kind};charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}

fn save_address(address: &str, name: &str) {
    let Some(link) = document().create_element("a").ok().and_then(|made| made.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let set = |key: &str, value: &str| -> Result<(), JsValue> { link.set_attribute(key, value) };
    if set("href", address).is_ok() && set("download", name).is_ok() {
        link.click();
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::ChartRow;
    use super::*;

    #[test]
    fn figures_become_csv_that_no_spreadsheet_runs() {
        let row = |key: &str, values: &[Option<f64>]| ChartRow {
            head: String::new(),
            key: key.into(),
            span: None,
            values: values.iter().map(|value| (*value, "–".into())).collect(),
        };
        let table = ChartTable {
            columns: vec!["Time".into(), "a \"b\", c".into(), "=1+1".into()],
            rows: vec![row("2026-11-03T13:05:00Z", &[Some(81.25), None]), row("-x", &[Some(-1e-9), Some(0.0)])],
            latest_first: false,
        };
        assert_eq!(
            csv(&table),
            "Time,\"a \"\"b\"\", c\",'=1+1\r\n2026-11-03T13:05:00Z,81.25,\r\n'-x,-0.000000001,0\r\n"
        );
    }

    #[test]
    fn files_have_plain_names() {
        assert_eq!(file_name("Response time, p95", "svg"), "response-time-p95.svg");
        assert_eq!(file_name("../…", "csv"), "chart.csv");
    }
}
