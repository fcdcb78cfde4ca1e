//! Compiles the browser half and cuts it into chunks: one for shell and kit, one for each lazily loaded page.
//!
//! Cargo compiles with relocations kept, `wasm_split_cli_support` cuts at the lazy routes, wasm-bindgen (as a library, so that
//! its version cannot differ from the crate's) writes the JavaScript, and wasm-opt shrinks every chunk of a release.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::failure::{Failure, Outcome};
use crate::fingerprint::{self, Fingerprint};
use crate::paths::{Profile, Workspace};
use crate::step;
use crate::tools;

/// The name leptos expects for the script that loads the chunks.
pub(crate) const SPLIT_LOADER: &str = "__wasm_split.______________________.js";

/// What else of the browser half's folder is not served: which chunks a lazy route needs.
const PREFETCH_FILE: &str = "prefetch.json";

/// WebAssembly features that rustc's default target emits; wasm-opt must know them to read the file.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The finished browser half.
pub(crate) struct BrowserHalf {
    /// Every file to be served, by its path within the folder.
    pub(crate) files: BTreeMap<String, PathBuf>,
    /// The chunks each lazy route loads, without `.wasm`.
    pub(crate) prefetch: BTreeMap<String, Vec<String>>,
}

/// Builds what changed and says what there is.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Outcome<BrowserHalf> {
    let compiled = compile(workspace, profile)?;
    let scratch = workspace.scratch();
    let folder = scratch.join(format!("browser-{}", profile.name()));
    let fingerprint = Fingerprint::default()
        .word(profile.name())
        .files(&[
            &compiled,
            &workspace.root.join("Cargo.lock"),
            &workspace.root.join("xtask/src/browser_half.rs"),
            &workspace.end2end().join("package-lock.json"),
        ])?
        .finish();
    let stamp = scratch.join(format!("browser-{}.stamp", profile.name()));
    step::cached("browser half", "cutting into chunks", &fingerprint, &stamp, &folder, || {
        let fresh = folder.with_extension("new");
        step::fresh_folder(&fresh)?;
        cut(&compiled, &fresh, profile)?;
        if profile == Profile::Release {
            optimize(workspace, &fresh)?;
        }
        step::swap_folder(&fresh, &folder)
    })?;
    read(&folder)
}

/// Compiles the `hydrate` crate. Cargo knows best whether anything changed.
fn compile(workspace: &Workspace, profile: Profile) -> Outcome<PathBuf> {
    let cargo_profile = profile.of_browser_half();
    step::step("browser half", &format!("compiling ({cargo_profile})"), || {
        let mut cargo = command::cargo(&workspace.root, &["build", "--package", "cauldron-hydrate", "--lib"]);
        cargo.args(["--target", tools::WASM_TARGET, "--profile", cargo_profile]);
        // The relocations are what the chunks are cut along. General flags would replace these, so they are taken out.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Clink-args=--emit-relocs");
        command::run(&mut cargo)
    })?;
    Ok(workspace.target.join(tools::WASM_TARGET).join(cargo_profile).join("cauldron_hydrate.wasm"))
}

/// Cuts the compiled file into chunks in `folder` and writes the JavaScript beside them.
fn cut(compiled: &Path, folder: &Path, profile: Profile) -> Outcome {
    let input = std::fs::read(compiled).map_err(Failure::file("read", compiled))?;
    let main = folder.join("main.wasm");
    let loader = format!("./{SPLIT_LOADER}");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = "./cauldron.js";
    let split = wasm_split_cli_support::transform(options).map_err(Failure::during("cannot cut the browser half"))?;

    let release = profile == Profile::Release;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.web(true).map_err(Failure::during("wasm-bindgen"))?;
    bindgen
        .input_path(&main)
        .out_name("cauldron")
        .typescript(false)
        // The chunks address the main one by the linker's names.
        .keep_lld_exports(true)
        .demangle(false)
        // A file of its own rather than a data: address, which the content security policy refuses.
        .split_linked_modules(true)
        .remove_name_section(release)
        .remove_producers_section(release);
    bindgen.generate(folder).map_err(Failure::during("wasm-bindgen"))?;
    std::fs::remove_file(&main).map_err(Failure::file("remove", &main))?;

    let prefetch: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    let prefetch = serde_json::to_vec_pretty(&prefetch).map_err(Failure::during("prefetch map"))?;
    step::write(&folder.join(PREFETCH_FILE), &prefetch)
}

/// Runs wasm-opt over every chunk, two at a time.
fn optimize(workspace: &Workspace, folder: &Path) -> Outcome {
    let program = workspace.npm_package("binaryen").join("bin/wasm-opt");
    let mut chunks: Vec<PathBuf> =
        fingerprint::walk(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "wasm")).collect();
    // The largest first, so that the last one is not the one everybody waits for.
    chunks.sort_by_key(|file| std::cmp::Reverse(file.metadata().map_or(0, |metadata| metadata.len())));
    crate::parallel::for_each(&chunks, |chunk| {
        let fresh = chunk.with_extension("opt");
        let mut wasm_opt = Command::new("node");
        wasm_opt.arg(&program).arg("-Oz").args(WASM_FEATURES).arg(chunk).arg("-o").arg(&fresh);
        command::run_quietly(&mut wasm_opt)?;
        std::fs::rename(&fresh, chunk).map_err(Failure::file("move", &fresh))
    })
}

fn read(folder: &Path) -> Outcome<BrowserHalf> {
    let prefetch = folder.join(PREFETCH_FILE);
    let text = std::fs::read(&prefetch).map_err(Failure::file("read", &prefetch))?;
    let files = fingerprint::walk(folder)?
        .into_iter()
        .filter(|file| *file != prefetch)
        .map(|file| (file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned(), file))
        .collect();
    Ok(BrowserHalf { files, prefetch: serde_json::from_slice(&text).map_err(Failure::during("prefetch map"))? })
}
