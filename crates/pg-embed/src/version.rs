//! PostgreSQL's version number.

use std::fmt;

/// A PostgreSQL version such as 18.4, ordered by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PgVersion {
    /// The yearly major version; a data folder belongs to exactly one.
    pub major: u32,
    /// The bug-fix release.
    pub minor: u32,
}

impl PgVersion {
    /// Reads the output of `postgres --version`, for example `postgres (PostgreSQL) 16.9 (Debian 16.9-1)`; a
    /// pre-release such as `19beta1` counts as minor 0.
    pub(crate) fn parse(output: &str) -> Option<Self> {
        let number = output.split(") ").nth(1)?.split_whitespace().next()?;
        let (major, rest) = split_digits(number)?;
        let minor = rest.strip_prefix('.').and_then(split_digits).map_or(0, |(minor, _)| minor);
        Some(Self { major, minor })
    }
}

fn split_digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

impl fmt::Display for PgVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::PgVersion;

    #[test]
    fn version_outputs_are_read() {
        for (output, expected) in [
            ("postgres (PostgreSQL) 18.4", Some((18, 4))),
            ("postgres (PostgreSQL) 16.9 (Debian 16.9-1.pgdg120+1)", Some((16, 9))),
            ("postgres (PostgreSQL) 19beta1", Some((19, 0))),
            ("bash 5.2", None),
            ("", None),
        ] {
            let version = PgVersion::parse(output).map(|version| (version.major, version.minor));
            assert_eq!(version, expected, "{output}");
        }
    }
}
