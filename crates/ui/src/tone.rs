//! What a colour says, apart from which colour that is.

/// What a colour says: used by badges, dots, messages and deltas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Says nothing by colour.
    #[default]
    Neutral,
    /// The product's own colour.
    Accent,
    /// Well, done, within limits.
    Ok,
    /// Needs a look.
    Warn,
    /// Broken, breached, failed.
    Crit,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// The class that sets `--tone`, `--tone-bg`, `--tone-text` and `--tone-border`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Accent => "tone-accent",
            Self::Ok => "tone-ok",
            Self::Warn => "tone-warn",
            Self::Crit => "tone-crit",
            Self::Info => "tone-info",
        }
    }
}
