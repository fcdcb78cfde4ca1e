//! Colours: six series that stay apart for colour-blind readers, as custom properties or resolved for a theme.

/// Okabe and Ito's palette without black, in an order that starts well on dark surfaces.
pub const DARK: [&str; 6] = ["#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#D55E00"];
/// Five of IBM Carbon's categorical colours and an olive, for light surfaces. Carbon's brown would be its magenta to tritan
/// eyes.
pub const LIGHT: [&str; 6] = ["#6929c4", "#1192e8", "#005d5d", "#9f1853", "#fa4d56", "#7d7000"];

/// [`DARK`] for text: all reach 4.5:1 on the panel as they are.
pub const DARK_TEXT: [&str; 6] = DARK;
/// [`LIGHT`] for text: the second and fifth a step darker, since they reach only 3:1 on white.
pub const LIGHT_TEXT: [&str; 6] = ["#6929c4", "#0072c3", "#005d5d", "#9f1853", "#da1e28", "#7d7000"];

const SERIES: [&str; 6] =
    ["var(--viz-1)", "var(--viz-2)", "var(--viz-3)", "var(--viz-4)", "var(--viz-5)", "var(--viz-6)"];
const SERIES_TEXT: [&str; 6] = [
    "var(--viz-1-text,var(--viz-1))",
    "var(--viz-2-text,var(--viz-2))",
    "var(--viz-3-text,var(--viz-3))",
    "var(--viz-4-text,var(--viz-4))",
    "var(--viz-5-text,var(--viz-5))",
    "var(--viz-6-text,var(--viz-6))",
];

/// The surface a resolved picture stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on white, for paper and mail.
    Light,
    /// Light text on near-black.
    Dark,
}

/// Where the colours of a picture come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// Custom properties of the page; the picture follows its theme.
    #[default]
    Css,
    /// Literal colours, a background and a font stack, for PDF, mail and download.
    Resolved(Theme),
}

/// What the colours of a chart's series say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Which is which.
    #[default]
    Kinds,
    /// How grave it is: five series, the worst first. On a page that is what `--viz-1` to `--viz-5` have to say there.
    Severity,
}

/// Radix red, amber, blue and slate 9, and the page's colour of high severity.
const SEVERITY_LIGHT: [&str; 6] = ["#e5484d", "#af4607", "#ffc53d", "#0090ff", "#8b8d98", "#cdced6"];
const SEVERITY_LIGHT_TEXT: [&str; 6] = ["#b4272e", "#af4607", "#945809", "#0e64b4", "#60646c", "#60646c"];
const SEVERITY_DARK: [&str; 6] = ["#e5484d", "#ffa057", "#ffc53d", "#0090ff", "#696e77", "#43484e"];
const SEVERITY_DARK_TEXT: [&str; 6] = ["#ff9592", "#ffa057", "#ffca16", "#70b8ff", "#b0b4ba", "#b0b4ba"];

/// What is drawn, rather than which colour it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Line and area of a series, counted from zero.
    Series(usize),
    /// Its label.
    SeriesText(usize),
    Grid,
    Axis,
    Muted,
    /// What is marked in the chart, by how it matters.
    Mark(Tone),
}

/// How much a mark matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// It happened.
    #[default]
    Neutral,
    /// It deserves attention.
    Warning,
    /// It did harm.
    Critical,
}

impl Ink {
    /// The colour plotters draws with; [`Palette::resolve`] knows it again.
    pub(crate) fn sentinel(self) -> (u8, u8, u8) {
        let index = |index: usize| u8::try_from(index % 6).unwrap_or(0);
        match self {
            Self::Series(series) => (0xFA, 0, index(series)),
            Self::SeriesText(series) => (0xFA, 1, index(series)),
            Self::Grid => (0xFA, 2, 0),
            Self::Axis => (0xFA, 2, 1),
            Self::Muted => (0xFA, 2, 2),
            Self::Mark(Tone::Neutral) => (0xFA, 3, 0),
            Self::Mark(Tone::Warning) => (0xFA, 3, 1),
            Self::Mark(Tone::Critical) => (0xFA, 3, 2),
        }
    }
}

impl Palette {
    /// The colour for a sentinel as plotters writes it (`#FA0103`); `None` for anything else.
    pub(crate) fn resolve(self, colours: Colours, written: &str) -> Option<&'static str> {
        let digits = written.strip_prefix("#FA")?;
        let (kind, index) = (digits.get(..2)?, digits.get(2..)?.parse::<usize>().ok()?);
        let (series, text, rest, marks) = match self {
            Self::Css => (
                &SERIES,
                &SERIES_TEXT,
                ["var(--viz-grid)", "var(--viz-axis)", "var(--text-muted)"],
                ["var(--text-muted)", "var(--warn-text)", "var(--crit-text)"],
            ),
            // Radix slate 5, 7, 11; then slate 11, amber and red of the page's status texts.
            Self::Resolved(Theme::Light) => {
                (&LIGHT, &LIGHT_TEXT, ["#e0e1e6", "#cdced6", "#60646c"], ["#60646c", "#945809", "#b4272e"])
            }
            Self::Resolved(Theme::Dark) => {
                (&DARK, &DARK_TEXT, ["#2e3135", "#43484e", "#b0b4ba"], ["#b0b4ba", "#ffca16", "#ff9592"])
            }
        };
        let (series, text) = match (colours, self) {
            (Colours::Kinds, _) | (_, Self::Css) => (series, text),
            (Colours::Severity, Self::Resolved(Theme::Light)) => (&SEVERITY_LIGHT, &SEVERITY_LIGHT_TEXT),
            (Colours::Severity, Self::Resolved(Theme::Dark)) => (&SEVERITY_DARK, &SEVERITY_DARK_TEXT),
        };
        match kind {
            "00" => series.get(index).copied(),
            "01" => text.get(index).copied(),
            "02" => rest.get(index).copied(),
            "03" => marks.get(index).copied(),
            _ => None,
        }
    }

    /// What to paint behind a resolved picture.
    pub(crate) fn background(self) -> Option<&'static str> {
        match self {
            Self::Css => None,
            Self::Resolved(Theme::Light) => Some("#ffffff"),
            Self::Resolved(Theme::Dark) => Some("#18191b"),
        }
    }
}
