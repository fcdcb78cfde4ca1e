//! Lays out everything the browser loads: `<target>/site-release` or `site-dev`, and the manifest that describes it.
//!
//! What stands below `/assets` carries a hash of its content in its name and never changes; the rest is revalidated.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::browser_half::{self, BrowserHalf, SPLIT_LOADER};
use crate::byte_budget::{self, FirstView};
use crate::compress::{self, Twins};
use crate::failure::{Failure, Outcome};
use crate::fingerprint::{self, Fingerprint, short_hash};
use crate::paths::{Profile, Workspace};
use crate::{fonts, icons, parallel, step, styles, tools};

/// `site/manifest.json`: what the server and the page's head need to know.
#[derive(Debug, serde::Serialize)]
struct Manifest {
    /// Of the whole browser half.
    hash: String,
    /// Its entry script.
    js: String,
    /// Its main chunk.
    wasm: String,
    /// The folder of all its chunks.
    pkg: String,
    /// The script that loads the other chunks, in `pkg`.
    split: &'static str,
    /// The chunks that each lazy route loads, without `.wasm`, in `pkg`.
    prefetch: BTreeMap<String, Vec<String>>,
    /// The style sheet.
    css: String,
    /// The icon sprite.
    icons: String,
    /// The fonts to preload.
    fonts: Vec<String>,
    /// Everything there is to serve.
    files: Vec<File>,
}

impl Manifest {
    /// Bytes of files, in brotli where they have it.
    fn weight<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> usize {
        let of = |path: &String| self.files.iter().find(|file| file.path == *path);
        paths.into_iter().filter_map(of).map(|file| file.brotli.unwrap_or(file.bytes)).sum()
    }

    /// What each lazy route loads on a first visit: the shell's files and its own chunks.
    fn first_views(&self) -> Vec<FirstView> {
        let scripts = self.files.iter().map(|file| &file.path);
        let scripts = scripts.filter(|path| path.starts_with(&self.pkg) && path.ends_with(".js"));
        let shell = self.weight(scripts.chain([&self.wasm, &self.css, &self.icons]).chain(&self.fonts));
        let page = |(name, chunks): (&String, &Vec<String>)| {
            let chunks: Vec<String> = chunks.iter().map(|chunk| format!("{}/{chunk}.wasm", self.pkg)).collect();
            // `__sign_in_route_view_12487415493545552920`
            let route = name.trim_start_matches('_').split("_route_view_").next().unwrap_or(name);
            FirstView { route: route.to_owned(), bytes: shell + self.weight(&chunks) }
        };
        // Others are fetched by a page when it first needs them.
        self.prefetch.iter().filter(|(name, _)| name.contains("_route_view_")).map(page).collect()
    }
}

/// One file of the site; its twins stand beside it as `.br` and `.gz`.
#[derive(Debug, serde::Serialize)]
struct File {
    path: String,
    bytes: usize,
    brotli: Option<usize>,
    gzip: Option<usize>,
    immutable: bool,
}

/// Builds what changed and returns the folder.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Outcome<PathBuf> {
    tools::ready_to_build(workspace)?;
    let _alone = step::alone(workspace)?;
    let browser_half = browser_half::build(workspace, profile)?;
    let site = workspace.site(profile);
    let root = &workspace.root;
    let chunks: Vec<&Path> = browser_half.files.values().map(PathBuf::as_path).collect();
    let fingerprint = Fingerprint::default()
        .word(profile.name())
        .word(&serde_json::to_string(&browser_half.prefetch).map_err(Failure::during("prefetch map"))?)
        .files(&chunks)?
        .files(&[&root.join("style"), &root.join("public"), &root.join("xtask/src"), &root.join("Cargo.lock")])?
        .files(&[&workspace.end2end().join("package-lock.json")])?
        .finish();
    let stamp = workspace.scratch().join(format!("site-{}.stamp", profile.name()));
    step::cached("site", "styles, fonts, icons, compression", &fingerprint, &stamp, &site, || {
        let fresh = site.with_extension("new");
        step::fresh_folder(&fresh)?;
        lay_out(workspace, profile, browser_half, &fresh)?;
        step::swap_folder(&fresh, &site)
    })?;
    Ok(site)
}

fn lay_out(workspace: &Workspace, profile: Profile, browser_half: BrowserHalf, site: &Path) -> Outcome {
    let mut contents: BTreeMap<String, Vec<u8>> = BTreeMap::new();

    let (hash, chunks) = with_hash(&browser_half)?;
    let pkg = format!("assets/{hash}");
    contents.extend(chunks.into_iter().map(|(name, content)| (format!("{pkg}/{name}"), content)));

    let fonts = fonts::gather(workspace)?;
    let preload: Vec<String> =
        fonts.files.iter().filter(|font| font.preload).map(|font| format!("/{}", font.path)).collect();
    contents.extend(fonts.files.into_iter().map(|font| (font.path, font.content)));
    contents.extend([fonts.licences]);

    let styles = styles::bundle(&workspace.root.join("style/main.css"), profile)?;
    let styles = format!("{}{styles}", fonts.rules).into_bytes();
    let css = format!("assets/cauldron.{}.css", short_hash(&styles));
    contents.insert(css.clone(), styles);

    let sprite = icons::sprite(workspace)?.into_bytes();
    let icons = format!("assets/icons.{}.svg", short_hash(&sprite));
    contents.insert(icons.clone(), sprite);

    let public = workspace.root.join("public");
    for file in fingerprint::walk(&public)?.into_iter().filter(|file| *file != icons::list(workspace)) {
        let name = file.strip_prefix(&public).unwrap_or(&file).to_string_lossy().into_owned();
        contents.insert(name, std::fs::read(&file).map_err(Failure::file("read", &file))?);
    }

    let manifest = Manifest {
        hash,
        js: format!("/{pkg}/cauldron.js"),
        wasm: format!("/{pkg}/cauldron_bg.wasm"),
        pkg: format!("/{pkg}"),
        split: SPLIT_LOADER,
        prefetch: browser_half.prefetch,
        css: format!("/{css}"),
        icons: format!("/{icons}"),
        fonts: preload,
        files: write_all(site, contents, profile)?,
    };
    report(&manifest);
    // The half for tests is compiled to be quick to build, not to be small.
    if profile == Profile::Release {
        byte_budget::check(manifest.weight([&manifest.wasm]), &manifest.first_views())?;
    }
    let text = serde_json::to_vec_pretty(&manifest).map_err(Failure::during("manifest"))?;
    step::write(&site.join("manifest.json"), &text)
}

type Chunks = BTreeMap<String, Vec<u8>>;

/// Reads the browser half and hashes all of it: its files address each other, so one new file means a new folder.
fn with_hash(browser_half: &BrowserHalf) -> Outcome<(String, Chunks)> {
    let mut all = Sha256::new();
    let mut contents = BTreeMap::new();
    for (name, file) in &browser_half.files {
        let content = std::fs::read(file).map_err(Failure::file("read", file))?;
        all.update(name.as_bytes());
        all.update([0]);
        all.update(Sha256::digest(&content));
        contents.insert(name.clone(), content);
    }
    Ok((short_hash(&all.finalize()), contents))
}

fn write_all(site: &Path, contents: BTreeMap<String, Vec<u8>>, profile: Profile) -> Outcome<Vec<File>> {
    let mut contents: Vec<(String, Vec<u8>)> = contents.into_iter().collect();
    contents.sort_by_key(|(_, content)| std::cmp::Reverse(content.len()));
    let written = Mutex::new(Vec::new());
    parallel::for_each(&contents, |(name, content)| {
        let path = site.join(name);
        step::write(&path, content)?;
        let Twins { brotli, gzip } = compress::twins(&path, content, profile)?;
        let immutable = name.starts_with("assets/");
        let file = File { path: format!("/{name}"), bytes: content.len(), brotli, gzip, immutable };
        written.lock().map_err(|_| Failure::sentence("a thread that compressed files stopped"))?.push(file);
        Ok(())
    })?;
    let mut files = written.into_inner().map_err(|_| Failure::sentence("a thread that compressed files stopped"))?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The sizes people watch: what a first visit loads, and the chunks that come later.
fn report(manifest: &Manifest) {
    let kilobytes = |path: &str| {
        let file = manifest.files.iter().find(|file| file.path == path);
        file.map_or(0.0, |file| file.brotli.unwrap_or(file.bytes) as f64 / 1000.0)
    };
    let chunks: Vec<&File> =
        manifest.files.iter().filter(|file| file.path.ends_with(".wasm") && file.path != manifest.wasm).collect();
    let later: usize = chunks.iter().map(|file| file.brotli.unwrap_or(file.bytes)).sum();
    step::say(
        "site",
        &format!(
            "brotli: main chunk {:.0} kB, script {:.0} kB, styles {:.0} kB, icons {:.0} kB; {} more chunks {:.0} kB",
            kilobytes(&manifest.wasm),
            kilobytes(&manifest.js),
            kilobytes(&manifest.css),
            kilobytes(&manifest.icons),
            chunks.len(),
            later as f64 / 1000.0
        ),
    );
}
