//! One slow thing: says what it does and how long it took, and is left out when its inputs did not change.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;

/// Says that something begins, does it, says how long it took.
pub(crate) fn step<T>(name: &str, what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let start = Instant::now();
    say(name, what);
    let done = work()?;
    say(name, &format!("done in {}", seconds(start.elapsed())));
    Ok(done)
}

/// Like `step`, for work that waits on a server.
pub(crate) async fn step_async<T>(name: &str, what: &str, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let start = Instant::now();
    say(name, what);
    let done = work.await?;
    say(name, &format!("done in {}", seconds(start.elapsed())));
    Ok(done)
}

/// Like `step`, unless `stamp` holds the same fingerprint from last time and `output` is still there.
/// Returns whether the work was done.
pub(crate) fn cached(
    name: &str,
    what: &str,
    fingerprint: &str,
    stamp: &Path,
    output: &Path,
    work: impl FnOnce() -> Outcome,
) -> Outcome<bool> {
    if output.exists() && std::fs::read_to_string(stamp).is_ok_and(|last| last == fingerprint) {
        say(name, "unchanged");
        return Ok(false);
    }
    // An interrupted step must not look finished.
    if stamp.exists() {
        std::fs::remove_file(stamp).map_err(Failure::file("remove", stamp))?;
    }
    step(name, what, work)?;
    write(stamp, fingerprint.as_bytes())?;
    Ok(true)
}

/// Waits until no other `xtask` lays out a site in the same target folder; holding the file keeps the next one waiting.
pub(crate) fn alone(workspace: &Workspace) -> Outcome<std::fs::File> {
    let path = workspace.scratch().join("lock");
    write(&path, b"")?;
    let file = std::fs::File::open(&path).map_err(Failure::file("open", &path))?;
    if file.try_lock().is_err() {
        say("site", "waiting for another xtask in the same target folder");
        file.lock().map_err(Failure::file("lock", &path))?;
    }
    Ok(file)
}

/// One line about one thing.
pub(crate) fn say(name: &str, what: &str) {
    println!("{name:<14} {what}");
}

/// A duration as people say it.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 90.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, content: &[u8]) -> Outcome {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Failure::file("create", folder))?;
    }
    std::fs::write(path, content).map_err(Failure::file("write", path))
}

/// An empty folder at `path`, whatever was there before.
pub(crate) fn fresh_folder(path: &Path) -> Outcome {
    if path.exists() {
        std::fs::remove_dir_all(path).map_err(Failure::file("remove", path))?;
    }
    std::fs::create_dir_all(path).map_err(Failure::file("create", path))
}

/// Puts a finished folder in the place of the last one.
pub(crate) fn swap_folder(fresh: &Path, place: &Path) -> Outcome {
    if place.exists() {
        let old = place.with_extension("old");
        if old.exists() {
            std::fs::remove_dir_all(&old).map_err(Failure::file("remove", &old))?;
        }
        std::fs::rename(place, &old).map_err(Failure::file("move", place))?;
        std::fs::rename(fresh, place).map_err(Failure::file("move", fresh))?;
        return std::fs::remove_dir_all(&old).map_err(Failure::file("remove", &old));
    }
    std::fs::rename(fresh, place).map_err(Failure::file("move", fresh))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unchanged_step_is_left_out_and_a_failed_one_is_tried_again() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let stamp = folder.path().join("stamp");
        let output = folder.path().join("output");
        let work = || write(&output, b"done");
        assert!(cached("t", "", "one", &stamp, &output, work)?);
        assert!(!cached("t", "", "one", &stamp, &output, work)?);
        assert!(cached("t", "", "two", &stamp, &output, work)?);
        assert!(cached("t", "", "three", &stamp, &output, || Err(Failure::sentence("no"))).is_err());
        assert!(cached("t", "", "two", &stamp, &output, work)?);
        std::fs::remove_file(&output).map_err(Failure::file("remove", &output))?;
        assert!(cached("t", "", "two", &stamp, &output, work)?);
        Ok(())
    }
}
