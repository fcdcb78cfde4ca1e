//! Codes of authenticator apps (RFC 6238): six digits, thirty seconds, one step of either side.

use cauldron_core::{Ambient, ApiError};
use cauldron_platform::secrets::Secret;
use cauldron_types::TotpEnrolment;
use chrono::{DateTime, Utc};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;
use totp_rs::{Builder, Totp};

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET: usize = 20;
/// Light units around the picture, as readers expect.
const QUIET: i32 = 4;

/// Six digits.
pub(crate) struct Code(String);

/// The digits of a code; none when it cannot be one of an app.
pub(crate) fn digits(typed: &str) -> Option<Code> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Code(digits))
}

/// A secret, in base32.
pub(crate) fn new_secret(ambient: &Ambient) -> Secret {
    let bytes: [u8; SECRET] = ambient.random_bytes();
    Secret::new(base32(&bytes))
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    bits.as_bytes()
        .chunks(5)
        .map(|five| {
            let value = five.iter().fold(0_usize, |value, bit| value * 2 + usize::from(*bit == b'1'));
            LETTERS.get(value << (5 - five.len())).copied().map_or('A', char::from)
        })
        .collect()
}

fn codes(secret: &Secret) -> Result<Totp, ApiError> {
    let secret = totp_rs::Secret::try_from_base32(secret.reveal())
        .map_err(|_| ApiError::internal("a stored secret is no base32"))?;
    Builder::new().with_secret(secret).build().map_err(|_| ApiError::internal("a stored secret is too short"))
}

/// The time step whose code this is, of the present one and those beside it.
pub(crate) fn step_of(secret: &Secret, code: &Code, now: DateTime<Utc>) -> Result<Option<i64>, ApiError> {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Ok(codes(secret)?.check(&code.0, seconds).and_then(|step| i64::try_from(step).ok()))
}

/// What a page shows of a new secret.
pub(crate) fn enrolment(secret: &Secret, email: &str) -> Result<TotpEnrolment, ApiError> {
    let text = secret.reveal();
    let account: String = email.bytes().fold(String::new(), |mut account, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            account.push(char::from(byte));
        } else {
            // Writing into a String does not fail.
            let _written = write!(account, "%{byte:02X}");
        }
        account
    });
    let url = format!("otpauth://totp/Cauldron:{account}?secret={text}&issuer=Cauldron");
    let picture = QrCode::encode_text(&url, QrCodeEcc::Medium)
        .map_err(|_| ApiError::internal("an address too long for a picture"))?;
    let mut path = String::new();
    for y in 0..picture.size() {
        for x in 0..picture.size() {
            if picture.get_module(x, y) {
                let _written = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(TotpEnrolment {
        secret: groups.join(" "),
        url,
        qr_path: path,
        qr_size: u32::try_from(picture.size() + 2 * QUIET).unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B: the last six of its eight digits for SHA-1.
        let secret = Secret::new(base32(b"12345678901234567890"));
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let typed = digits(code).unwrap();
            assert_eq!(step_of(&secret, &typed, now).unwrap(), Some(seconds / 30), "{seconds}");
            for beside in [-30, 30] {
                let then = now + TimeDelta::seconds(beside);
                assert_eq!(step_of(&secret, &typed, then).unwrap(), Some(seconds / 30), "{seconds} {beside}");
            }
            assert_eq!(step_of(&secret, &typed, now + TimeDelta::seconds(90)).unwrap(), None);
        }
    }

    #[test]
    fn only_six_digits_can_be_a_code() {
        assert!(digits("123 456").is_some() && digits("123-456").is_some());
        for typed in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(digits(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn the_picture_and_the_words_say_the_same_secret() {
        let secret = new_secret(&Ambient::system());
        let shown = enrolment(&secret, "mira+x@example.org").unwrap();
        assert_eq!(shown.secret.replace(' ', ""), secret.reveal());
        assert!(shown.url.contains("mira%2Bx@example.org") && shown.url.contains(secret.reveal()));
        assert!(shown.qr_path.starts_with("M4 4h1v1h-1z") && shown.qr_size > 30);
    }
}
