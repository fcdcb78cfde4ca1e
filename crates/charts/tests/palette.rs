//! The colours stay apart for colour-blind readers, and labels can be read.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use cauldron_charts::palette::{DARK, DARK_TEXT, LIGHT, LIGHT_TEXT};

type Triple = [f64; 3];

/// Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG
/// 2009, table 1, severity 1.0: on linear RGB.
const VISION: [(&str, [Triple; 3]); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protan", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    ("deutan", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    ("tritan", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn linear(hex: &str) -> Triple {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    [channel(1), channel(3), channel(5)]
}

fn apply(matrix: &[Triple; 3], [r, g, b]: Triple) -> Triple {
    matrix.map(|row| (row[0] * r + row[1] * g + row[2] * b).clamp(0.0, 1.0))
}

/// Linear sRGB to CIE L*a*b* under D65.
fn lab(rgb: Triple) -> Triple {
    let to_xyz =
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
    let xyz = to_xyz.map(|row: Triple| row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]);
    let f = |t: f64| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
    let (x, y, z) = (f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 (Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula", 2005).
fn difference([l1, a1, b1]: Triple, [l2, a2, b2]: Triple) -> f64 {
    let mean_chroma = (a1.hypot(b1) + a2.hypot(b2)) / 2.0;
    let g = 0.5 * (1.0 - (mean_chroma.powi(7) / (mean_chroma.powi(7) + 25f64.powi(7))).sqrt());
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let turn = match h2 - h1 {
        _ if c1 * c2 == 0.0 => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let (dl, dc, dh) = (l2 - l1, c2 - c1, 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin());
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match h1 + h2 {
        sum if c1 * c2 == 0.0 => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0) - 0.20 * cos(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rt = -2.0
        * (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt()
        * (60.0 * (-((h - 275.0) / 25.0).powi(2)).exp()).to_radians().sin();
    ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh / sh).powi(2) + rt * (dc / sc) * (dh / sh)).sqrt()
}

fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |hex: &str| {
        let [r, g, b] = linear(hex);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn closest_pair(palette: &[&str], matrix: &[Triple; 3]) -> f64 {
    let seen: Vec<Triple> = palette.iter().map(|hex| lab(apply(matrix, linear(hex)))).collect();
    let pairs = (0..seen.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs.map(|(i, j)| difference(seen[i], seen[j])).fold(f64::MAX, f64::min)
}

#[test]
fn the_difference_formula_agrees_with_published_pairs() {
    // Sharma and others, table 1, pairs 1, 7 and 25.
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ];
    for (a, b, expected) in pairs {
        assert!((difference(a, b) - expected).abs() < 1e-4, "{}", difference(a, b));
    }
}

#[test]
fn series_stay_apart_under_every_colour_vision() {
    // The floors are what was measured.
    let mut measured = String::new();
    for (theme, palette, floor) in [("dark", DARK, 10.5), ("light", LIGHT, 9.4)] {
        for (vision, matrix) in &VISION {
            let distance = closest_pair(&palette, matrix);
            assert!(distance > floor, "{theme} {vision}: {distance:.2}");
            measured += &format!("{theme} {vision} {distance:.1}\n");
        }
    }
    insta::assert_snapshot!(measured);
}

#[test]
fn labels_reach_text_contrast_and_lines_graphic_contrast() {
    for (surface, lines, texts) in [("#18191b", DARK, DARK_TEXT), ("#ffffff", LIGHT, LIGHT_TEXT)] {
        for (line, text) in lines.iter().zip(texts) {
            assert!(contrast(line, surface) >= 3.0, "{line} on {surface}: {:.2}", contrast(line, surface));
            assert!(contrast(text, surface) >= 4.5, "{text} on {surface}: {:.2}", contrast(text, surface));
        }
    }
}
