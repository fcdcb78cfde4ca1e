//! Puts the built browser half, styles and icons into the binary: the folder that `CAULDRON_SITE` names. Without it the
//! binary carries none and reads them at run time from the folder that `CAULDRON_SITE_DIR` names.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files_below(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-env-changed=CAULDRON_SITE");
    let mut table = String::from("&[\n");
    if let Some(site) = std::env::var_os("CAULDRON_SITE").map(PathBuf::from) {
        println!("cargo:rerun-if-changed={}", site.display());
        let mut files = Vec::new();
        files_below(&site, &mut files)?;
        files.sort();
        for file in files {
            let name = file.strip_prefix(&site)?.to_string_lossy().replace('\\', "/");
            writeln!(table, "    ({:?}, include_bytes!({:?})),", format!("/{name}"), file.display().to_string())?;
        }
    }
    table.push_str("]\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(out.join("site.rs"), table)?;
    Ok(())
}
