//! Bundles `style/main.css` with everything it imports, and minifies it.

use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::failure::{Failure, Outcome};
use crate::paths::Profile;

/// Browsers of the last two years. Newer syntax is kept as it is, older prefixes are left out.
fn targets() -> Targets {
    const fn version(major: u32, minor: u32) -> Option<u32> {
        Some((major << 16) | (minor << 8))
    }
    Targets::from(Browsers {
        chrome: version(131, 0),
        edge: version(131, 0),
        firefox: version(132, 0),
        ios_saf: version(18, 1),
        safari: version(18, 1),
        ..Browsers::default()
    })
}

/// The whole style sheet as one text. A mistake in a style sheet names its file and line.
pub(crate) fn bundle(entry: &Path, profile: Profile) -> Outcome<String> {
    if !entry.exists() {
        return Err(Failure::sentence(format!("there is no style sheet at {}", entry.display())));
    }
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| Failure::sentence(format!("style sheet: {error}")))?;
    sheet
        .minify(MinifyOptions { targets: targets(), ..MinifyOptions::default() })
        .map_err(|error| Failure::sentence(format!("style sheet: {error}")))?;
    let options =
        PrinterOptions { minify: profile == Profile::Release, targets: targets(), ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| Failure::sentence(format!("style sheet: {error}")))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::write;

    #[test]
    fn imports_are_bundled_and_minified() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        write(&folder.path().join("main.css"), b"@layer base, parts;\n@import './base.css' layer(base);\n")?;
        write(&folder.path().join("base.css"), b"a { color: var(--text); margin: 0px }\n")?;
        let css = bundle(&folder.path().join("main.css"), Profile::Release)?;
        assert_eq!(css, "@layer base{a{color:var(--text);margin:0}}@layer parts;");
        Ok(())
    }

    #[test]
    fn a_mistake_names_its_file() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        write(&folder.path().join("main.css"), b"@import './missing.css';\n")?;
        let said = bundle(&folder.path().join("main.css"), Profile::Dev).err().map(|e| e.to_string());
        assert!(said.is_some_and(|said| said.contains("style sheet")));
        Ok(())
    }
}
