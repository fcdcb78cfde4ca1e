//! `cargo xtask run --dev`: debug builds, and a restart whenever a source file changes.

use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{sleep, timeout};

use crate::failure::{Failure, Outcome};
use crate::paths::{Profile, Workspace};
use crate::run::ServeOptions;
use crate::{build, scratch_postgres, site, step};

const WATCHED: [&str; 6] = ["app", "crates", "server", "style", "migrations", "public"];

/// Editors save in several steps; builds wait until none follows for this long.
const QUIET: Duration = Duration::from_millis(300);

/// How long a server may take to stop before it is killed.
const PATIENCE: Duration = Duration::from_secs(15);

/// Builds, serves, watches, until Ctrl-C or SIGTERM.
pub(crate) fn command(workspace: &Workspace, options: &ServeOptions) -> Outcome {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::during("tokio"))?;
    runtime.block_on(serve(workspace, options))
}

async fn serve(workspace: &Workspace, options: &ServeOptions) -> Outcome {
    scratch_postgres::programs()?;
    let (sender, mut changes) = unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading a file is an event too.
        if event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(|path| is_source(path))) {
            let _closing = sender.send(());
        }
    })
    .map_err(Failure::during("cannot watch files"))?;
    for folder in WATCHED.map(|folder| workspace.root.join(folder)).iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(Failure::during("cannot watch files"))?;
    }
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::during("cannot wait for signals"))?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::during("cannot wait for signals"))?;

    let mut server: Option<Child> = None;
    loop {
        match built(workspace) {
            Ok(program) => {
                stop(server.take()).await?;
                server = Some(start(workspace, options, &program)?);
            }
            // The last good server goes on while the mistake is being mended.
            Err(failure) => step::say("dev", &format!("{failure}; waiting for a change")),
        }
        match next(&mut changes, &mut interrupt, &mut terminate, &mut server).await {
            Next::Build => {}
            Next::Stop => return stop(server).await,
        }
    }
}

enum Next {
    Build,
    Stop,
}

async fn next(
    changes: &mut UnboundedReceiver<()>,
    interrupt: &mut Signal,
    terminate: &mut Signal,
    server: &mut Option<Child>,
) -> Next {
    loop {
        tokio::select! {
            _ = interrupt.recv() => return Next::Stop,
            _ = terminate.recv() => return Next::Stop,
            changed = changes.recv() => {
                if changed.is_none() {
                    return Next::Stop;
                }
                while let Ok(Some(())) = timeout(QUIET, changes.recv()).await {}
                return Next::Build;
            }
            status = ended(server) => {
                step::say("server", &format!("ended ({status}); waiting for a change"));
                *server = None;
            }
        }
    }
}

/// Resolves when the server ends by itself; never while there is none.
async fn ended(server: &mut Option<Child>) -> String {
    match server {
        Some(child) => child.wait().await.as_ref().map_or_else(ToString::to_string, ExitStatus::to_string),
        None => std::future::pending().await,
    }
}

fn built(workspace: &Workspace) -> Outcome<std::path::PathBuf> {
    site::build(workspace, Profile::Dev)?;
    build::debug_server(workspace)
}

fn start(workspace: &Workspace, options: &ServeOptions, program: &Path) -> Outcome<Child> {
    let mut serve = options.serve(program)?;
    serve.env("CAULDRON_SITE_DIR", workspace.site(Profile::Dev));
    let mut serve = Command::from(serve);
    // Its own group: Ctrl-C reaches us, and we stop it in order.
    serve.process_group(0).kill_on_drop(true);
    serve.spawn().map_err(|source| Failure::Start { program: program.display().to_string(), source })
}

async fn stop(server: Option<Child>) -> Outcome {
    let Some(mut child) = server else { return Ok(()) };
    let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        // It may have ended by itself this instant.
        let _gone = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
    let waited = tokio::select! {
        status = child.wait() => Some(status),
        () = sleep(PATIENCE) => None,
    };
    if waited.is_none() {
        step::say("server", "did not stop in time; killing it");
        child.kill().await.map_err(Failure::during("cannot stop the server"))?;
    }
    Ok(())
}

/// Editors' temporary files and test output are no reason to build.
fn is_source(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    !name.starts_with('.')
        && ["rs", "toml", "css", "sql", "svg", "txt", "md", "json", "yml", "yaml"].contains(&extension.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_count_and_editor_files_do_not() {
        for path in ["app/src/lib.rs", "style/main.css", "public/icons.txt", "migrations/1_x.sql"] {
            assert!(is_source(Path::new(path)), "{path}");
        }
        for path in ["app/src/.lib.rs.swp", "app/src/lib.rs~", "app/src/4913", "x.snap.new", "app/src/#lib.rs#"] {
            assert!(!is_source(Path::new(path)), "{path}");
        }
    }
}
