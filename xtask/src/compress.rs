//! Writes the compressed twins of a file, so that the server never compresses what does not change.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::paths::Profile;
use crate::step;

/// Sizes in bytes of a file's twins; none for what is compressed already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Twins {
    /// Of the `.br` file.
    pub(crate) brotli: Option<usize>,
    /// Of the `.gz` file.
    pub(crate) gzip: Option<usize>,
}

/// Whether compressing this kind of file pays.
pub(crate) fn compressible(path: &str) -> bool {
    let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy().into_owned();
    ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"].contains(&extension.as_str())
}

/// Writes `file.br` and `file.gz` beside `file`.
pub(crate) fn twins(file: &Path, content: &[u8], profile: Profile) -> Outcome<Twins> {
    if !compressible(&file.to_string_lossy()) {
        return Ok(Twins::default());
    }
    let (brotli, gzip) = match profile {
        Profile::Dev => (5, flate2::Compression::fast()),
        Profile::Release => (11, flate2::Compression::best()),
    };
    let brotli = with_brotli(content, brotli)?;
    step::write(&beside(file, "br"), &brotli)?;
    let gzip = with_gzip(content, gzip)?;
    step::write(&beside(file, "gz"), &gzip)?;
    Ok(Twins { brotli: Some(brotli.len()), gzip: Some(gzip.len()) })
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn with_brotli(content: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: content.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters).map_err(Failure::during("brotli"))?;
    Ok(compressed)
}

fn with_gzip(content: &[u8], level: flate2::Compression) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).map_err(Failure::during("gzip"))?;
    encoder.finish().map_err(Failure::during("gzip"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn twins_hold_the_same_content() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let file = folder.path().join("cauldron.css");
        let content = "a{color:red}".repeat(500);
        let sizes = twins(&file, content.as_bytes(), Profile::Dev)?;
        let read = |path: &Path| std::fs::read(path).map_err(Failure::file("read", path));
        let compressed = read(&beside(&file, "br"))?;
        assert_eq!(sizes.brotli, Some(compressed.len()));
        let mut text = String::new();
        brotli::Decompressor::new(&*compressed, 4096).read_to_string(&mut text).map_err(Failure::during("brotli"))?;
        assert_eq!(text, content);
        let compressed = read(&beside(&file, "gz"))?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*compressed).read_to_string(&mut text).map_err(Failure::during("gzip"))?;
        assert_eq!(text, content);
        Ok(())
    }

    #[test]
    fn a_font_has_no_twins() -> Outcome {
        assert_eq!(twins(Path::new("/nowhere/inter.woff2"), b"x", Profile::Dev)?, Twins::default());
        Ok(())
    }
}
