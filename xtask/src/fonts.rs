//! Takes the typefaces from their npm packages and writes the style rules that load them.
//!
//! Inter and JetBrains Mono, Latin and extended Latin, one variable file each (weight axis only). A fallback rule gives
//! the reader's own Arial the same metrics as Inter, so that nothing moves when the real file arrives.

use std::fmt::Write as _;

use crate::failure::{Failure, Outcome};
use crate::fingerprint::short_hash;
use crate::paths::Workspace;

/// One font file and where it is served.
pub(crate) struct Font {
    /// Its place below the site, without a leading slash.
    pub(crate) path: String,
    /// The woff2 file.
    pub(crate) content: Vec<u8>,
    /// Whether every page needs it at once.
    pub(crate) preload: bool,
}

/// The fonts and the style rules that name them.
pub(crate) struct Fonts {
    /// The files.
    pub(crate) files: Vec<Font>,
    /// `@font-face` rules.
    pub(crate) rules: String,
    /// The licences under which fonts and icons are passed on, which ask to travel with them.
    pub(crate) licences: (String, Vec<u8>),
}

struct Source {
    family: &'static str,
    package: &'static str,
    file: &'static str,
    weights: &'static str,
    characters: &'static str,
    preload: bool,
}

const LATIN: &str = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,\
    U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";
const LATIN_EXTENDED: &str = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,\
    U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF";

const SOURCES: [Source; 4] = [
    Source {
        family: "Inter Variable",
        package: "@fontsource-variable/inter",
        file: "inter-latin-wght-normal",
        weights: "100 900",
        characters: LATIN,
        preload: true,
    },
    Source {
        family: "Inter Variable",
        package: "@fontsource-variable/inter",
        file: "inter-latin-ext-wght-normal",
        weights: "100 900",
        characters: LATIN_EXTENDED,
        preload: false,
    },
    Source {
        family: "JetBrains Mono Variable",
        package: "@fontsource-variable/jetbrains-mono",
        file: "jetbrains-mono-latin-wght-normal",
        weights: "100 800",
        characters: LATIN,
        preload: false,
    },
    Source {
        family: "JetBrains Mono Variable",
        package: "@fontsource-variable/jetbrains-mono",
        file: "jetbrains-mono-latin-ext-wght-normal",
        weights: "100 800",
        characters: LATIN_EXTENDED,
        preload: false,
    },
];

/// Metrics that make the reader's own Arial as wide and as high as Inter: the ratio of the average advances, and Inter's
/// ascent and descent divided by it. JetBrains Mono needs none: every monospaced fallback advances 0.6 em like it.
const FALLBACK: &str = "@font-face{font-family:\"Inter fallback\";src:local(\"Arial\"),local(\"Liberation Sans\"),local(\"Arimo\");\
    ascent-override:90.44%;descent-override:22.52%;line-gap-override:0%;size-adjust:107.12%}";

/// The packages whose files are passed on.
const PASSED_ON: [&str; 3] = ["@fontsource-variable/inter", "@fontsource-variable/jetbrains-mono", "lucide-static"];

/// Reads the fonts out of the installed npm packages.
pub(crate) fn gather(workspace: &Workspace) -> Outcome<Fonts> {
    let licences = licences(workspace)?;
    let rules = format!("/*! Licences of fonts and icons: /{} */", licences.0);
    let mut fonts = Fonts { files: Vec::new(), rules, licences };
    for source in &SOURCES {
        let file = workspace.npm_package(source.package).join("files").join(source.file).with_extension("woff2");
        let content = std::fs::read(&file).map_err(Failure::file("read", &file))?;
        let name = source.file.trim_end_matches("-wght-normal");
        let path = format!("assets/fonts/{name}.{}.woff2", short_hash(&content));
        write!(
            fonts.rules,
            "@font-face{{font-family:\"{}\";font-style:normal;font-display:swap;font-weight:{};\
             src:url(\"/{path}\") format(\"woff2\");unicode-range:{}}}",
            source.family, source.weights, source.characters
        )
        .map_err(Failure::during("font rules"))?;
        fonts.files.push(Font { path, content, preload: source.preload });
    }
    fonts.rules.push_str(FALLBACK);
    Ok(fonts)
}

fn licences(workspace: &Workspace) -> Outcome<(String, Vec<u8>)> {
    let mut text = String::new();
    for package in PASSED_ON {
        let file = workspace.npm_package(package).join("LICENSE");
        let licence = std::fs::read_to_string(&file).map_err(Failure::file("read", &file))?;
        write!(text, "{package}\n\n{}\n\n", licence.trim()).map_err(Failure::during("licences"))?;
    }
    let path = format!("assets/fonts/licences.{}.txt", short_hash(text.as_bytes()));
    Ok((path, text.into_bytes()))
}
