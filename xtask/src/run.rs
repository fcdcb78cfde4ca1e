//! `cargo xtask run`: builds what is missing, then becomes the server.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;
use crate::{build, dev, step, tools};

/// Where the server listens and keeps its data.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ServeOptions {
    /// The port to listen on.
    #[arg(long, default_value_t = 4600)]
    pub(crate) port: u16,
    /// The folder for all data [default: /var/lib/cauldron as root, else ~/.local/share/cauldron].
    #[arg(long)]
    pub(crate) data_dir: Option<PathBuf>,
}

impl ServeOptions {
    /// `cauldron serve` with these options.
    pub(crate) fn serve(&self, program: &Path) -> Outcome<Command> {
        let data_dir = match &self.data_dir {
            Some(folder) => std::path::absolute(folder).map_err(Failure::file("find", folder))?,
            None => default_data_dir(tools::is_root())?,
        };
        let mut command = Command::new(program);
        command.arg("serve").arg("--data-dir").arg(data_dir).args(["--port", &self.port.to_string()]);
        Ok(command)
    }
}

/// Builds and serves. With `dev`, builds again and restarts whenever a source file changes.
pub(crate) fn command(workspace: &Workspace, options: &ServeOptions, dev: bool) -> Outcome {
    if dev {
        return dev::command(workspace, options);
    }
    let program = build::release(workspace)?;
    let mut serve = options.serve(&program)?;
    step::say("server", &format!("starting {}", build::shown(&program)));
    // In our own place: signals reach the server itself, and its exit code is ours.
    let source = serve.exec();
    Err(Failure::Start { program: program.display().to_string(), source })
}

fn default_data_dir(is_root: bool) -> Outcome<PathBuf> {
    if is_root {
        return Ok(PathBuf::from("/var/lib/cauldron"));
    }
    std::env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .map(|home| home.join(".local/share/cauldron"))
        .ok_or_else(|| Failure::sentence("this account has no home folder: say where the data goes with --data-dir"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_gets_an_absolute_folder_and_the_port() -> Outcome {
        let options = ServeOptions { port: 4601, data_dir: Some(PathBuf::from("/srv/cauldron")) };
        let serve = options.serve(Path::new("target/release/cauldron"))?;
        let arguments: Vec<_> = serve.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
        assert_eq!(arguments, ["serve", "--data-dir", "/srv/cauldron", "--port", "4601"]);
        Ok(())
    }

    #[test]
    fn root_keeps_its_data_where_the_postgres_account_can_reach_it() -> Outcome {
        assert_eq!(default_data_dir(true)?, Path::new("/var/lib/cauldron"));
        Ok(())
    }
}
