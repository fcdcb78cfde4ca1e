//! Draws shapes with plotters' SVG backend and turns what it writes into markup that follows the page's theme.
//!
//! plotters counts whole pixels and writes literal colours and fonts. So curves are drawn eight times as large inside a
//! group that shrinks them (an eighth of a pixel is exact enough, and 1.75 px is 14 units), and colours are sentinels
//! that are replaced afterwards. User text cannot be mistaken for an attribute: plotters escapes its quotes and brackets.

use plotters::prelude::{Color, DrawingBackend, IntoFont, RGBColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::layout::Rect;
use crate::palette::{Colours, Ink, Palette};
use crate::text::{printable, push_escaped, safe_id};

/// Units per pixel for curves.
const FINE: f64 = 8.0;
/// Far outside any picture, and far inside what plotters can count.
const BEYOND: f64 = 1e6;

/// Pixels from the upper left corner.
pub(crate) type Pixel = (f64, f64);

/// Which end of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One thing to draw; positions and widths in pixels.
pub(crate) enum Shape {
    Line {
        path: Vec<Pixel>,
        ink: Ink,
        width: f64,
        opacity: f64,
    },
    Area {
        path: Vec<Pixel>,
        ink: Ink,
        opacity: f64,
    },
    Rect {
        rect: Rect,
        ink: Ink,
        opacity: f64,
    },
    Dot {
        at: Pixel,
        radius: f64,
        ink: Ink,
    },
    /// One line, vertically centred on its position.
    Text {
        text: String,
        at: Pixel,
        anchor: Anchor,
        ink: Ink,
    },
}

/// How exactly a group of shapes is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Whole pixels: hairlines and text.
    Pixel,
    /// Eighths: curves.
    Fine,
}

/// What the outermost element says.
pub(crate) struct Frame<'a> {
    pub(crate) id: &'a str,
    pub(crate) class: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Fills the width of its container, keeping its proportions; otherwise as large as drawn.
    pub(crate) fluid: bool,
}

/// A picture under construction.
pub(crate) struct Surface {
    palette: Palette,
    pub(crate) colours: Colours,
    out: String,
}

impl Surface {
    pub(crate) fn new(frame: &Frame<'_>, palette: Palette) -> Self {
        let mut out = String::with_capacity(4_096);
        let id = safe_id(frame.id);
        let Frame { class, width, height, .. } = frame;
        let size = if frame.fluid && palette == Palette::Css {
            "width=\"100%\"".to_owned()
        } else {
            format!("width=\"{width}\" height=\"{height}\"")
        };
        out.push_str(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" viewBox=\"0 0 {width} {height}\" {size} \
             preserveAspectRatio=\"xMinYMin meet\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\""
        ));
        if palette != Palette::Css {
            out.push_str(" font-family=\"Inter, system-ui, sans-serif\"");
        }
        out.push_str(&format!("><title id=\"{id}-title\">"));
        push_escaped(&mut out, &printable(frame.title));
        out.push_str(&format!("</title><desc id=\"{id}-desc\">"));
        push_escaped(&mut out, &printable(frame.description));
        out.push_str("</desc>");
        if let Some(colour) = palette.background() {
            out.push_str(&format!("<rect width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>"));
        }
        Self { palette, colours: Colours::Kinds, out }
    }

    /// Adds a group with `attributes` (our own text, not the user's) around `shapes`; nothing if there are none.
    pub(crate) fn group(&mut self, attributes: &str, grain: Grain, shapes: &[Shape]) {
        if shapes.is_empty() {
            return;
        }
        let zoom = if grain == Grain::Fine { FINE } else { 1.0 };
        let mut drawn = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut drawn, (1, 1));
            for shape in shapes {
                draw(&mut backend, shape, zoom);
            }
            backend.present().ok();
        }
        self.out.push_str("<g");
        self.out.push_str(attributes);
        if grain == Grain::Fine {
            self.out.push_str(" transform=\"scale(.125)\"");
        }
        self.out.push('>');
        // The first and last line are the backend's own <svg> and </svg>.
        for line in drawn.lines().skip(1).filter(|line| *line != "</svg>") {
            match line.strip_prefix('<') {
                Some(tag) => self.push_tag(tag),
                None => self.out.push_str(line),
            }
        }
        self.out.push_str("</g>");
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// Copies a tag that plotters wrote, without what says nothing or would fix a font, and with our colours.
    fn push_tag(&mut self, tag: &str) {
        self.out.push('<');
        let Some((name, mut rest)) = tag.split_once(' ') else {
            self.out.push_str(tag);
            return;
        };
        self.out.push_str(name);
        while let Some((key, (value, after))) =
            rest.split_once("=\"").and_then(|(key, after)| Some((key, after.split_once('"')?)))
        {
            rest = after;
            let key = key.trim_start();
            let (key, value) = match (name, key, value.trim_end()) {
                (_, "font-family" | "font-size", _)
                | (_, "opacity", "1")
                | (_, "stroke", "none")
                | ("circle", "stroke-width", _) => continue,
                (_, "text-anchor", "start") => continue,
                ("polygon" | "rect", "opacity", value) => ("fill-opacity", value),
                ("polyline", "opacity", value) => ("stroke-opacity", value),
                // Half of Inter's capital height, rather than of the letter x.
                ("text", "dy", _) => ("dy", ".36em"),
                (_, key, value) => (key, self.palette.resolve(self.colours, value).unwrap_or(value)),
            };
            for part in [" ", key, "=\"", value, "\""] {
                self.out.push_str(part);
            }
        }
        self.out.push_str(rest);
    }
}

/// Writing to a string cannot fail, so there is no error to hand on.
fn draw(backend: &mut SVGBackend<'_>, shape: &Shape, zoom: f64) {
    match shape {
        Shape::Line { path, ink, width, opacity } => {
            let stroke = units(*width, zoom).unsigned_abs();
            let style = ShapeStyle { color: colour(*ink).mix(*opacity), filled: false, stroke_width: stroke };
            backend.draw_path(steps(path, zoom), &style).ok();
        }
        Shape::Area { path, ink, opacity } => {
            backend.fill_polygon(steps(path, zoom), &ShapeStyle::from(colour(*ink).mix(*opacity)).filled()).ok();
        }
        Shape::Rect { rect, ink, opacity } => {
            let style = ShapeStyle::from(colour(*ink).mix(*opacity)).filled();
            let end = (rect.x + rect.width, rect.y + rect.height);
            backend.draw_rect(place((rect.x, rect.y), zoom), place(end, zoom), &style, true).ok();
        }
        Shape::Dot { at, radius, ink } => {
            let style = ShapeStyle::from(colour(*ink)).filled();
            backend.draw_circle(place(*at, zoom), units(*radius, zoom).unsigned_abs(), &style, true).ok();
        }
        Shape::Text { text, at, anchor, ink } => {
            let text = printable(text);
            if !text.is_empty() {
                let side = match anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                // Family and size are dropped again: both come from the page and the group.
                let style = ("sans-serif", 11).into_font().color(&colour(*ink)).pos(Pos::new(side, VPos::Center));
                backend.draw_text(&text, &style, place(*at, zoom)).ok();
            }
        }
    }
}

fn colour(ink: Ink) -> RGBColor {
    let (red, green, blue) = ink.sentinel();
    RGBColor(red, green, blue)
}

fn units(pixels: f64, zoom: f64) -> i32 {
    (pixels.clamp(-BEYOND, BEYOND) * zoom).round() as i32
}

fn place((x, y): Pixel, zoom: f64) -> (i32, i32) {
    (units(x, zoom), units(y, zoom))
}

/// The path in units, without steps that would not move.
fn steps(path: &[Pixel], zoom: f64) -> Vec<(i32, i32)> {
    let mut steps: Vec<(i32, i32)> = path.iter().map(|pixel| place(*pixel, zoom)).collect();
    steps.dedup();
    steps
}
