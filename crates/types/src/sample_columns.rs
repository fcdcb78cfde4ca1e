//! How samples travel: a column of times and a column of values. As a list of objects they are six times as long, and most of
//! a page with charts.

use crate::{Instant, Sample};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
struct Columns {
    /// Milliseconds since the one before; the first since 1970.
    steps: Vec<i64>,
    values: Vec<f64>,
}

/// As columns, with seven significant digits: more than a picture, a table or a big number shows.
pub(crate) fn serialize<S: Serializer>(samples: &[Sample], serializer: S) -> Result<S::Ok, S::Error> {
    let mut before = 0;
    let steps = samples.iter().map(|sample| sample.time.0 - std::mem::replace(&mut before, sample.time.0)).collect();
    let values = samples.iter().map(|sample| rounded(sample.value)).collect();
    Columns { steps, values }.serialize(serializer)
}

/// # Errors
/// The columns differ in length, or a time is beyond what there is.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Sample>, D::Error> {
    let Columns { steps, values } = Columns::deserialize(deserializer)?;
    if steps.len() != values.len() {
        return Err(D::Error::invalid_length(values.len(), &"as many values as times"));
    }
    let mut time = 0_i64;
    steps
        .into_iter()
        .zip(values)
        .map(|(step, value)| {
            time = time.checked_add(step).ok_or_else(|| D::Error::custom("a time is out of range"))?;
            Ok(Sample { time: Instant(time), value })
        })
        .collect()
}

/// Seven significant digits.
fn rounded(value: f64) -> f64 {
    if !value.is_normal() {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "an exponent of ten, between -308 and 308")]
    let places = 6 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places.abs());
    match places {
        0..=22 => (value * scale).round() / scale,
        -22..=-1 => (value / scale).round() * scale,
        // A power of ten that is not exact would give more digits than it takes away.
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sent(#[serde(with = "super")] Vec<Sample>);

    fn sent(samples: &[(i64, f64)]) -> Sent {
        Sent(samples.iter().map(|(time, value)| Sample { time: Instant(*time), value: *value }).collect())
    }

    #[test]
    fn columns_are_short() {
        let text = serde_json::to_string(&sent(&[
            (1_793_711_100_000, 34.123_456_789),
            (1_793_711_105_000, 0.0),
            (1_793_711_110_002, 48_123_456_789.0),
        ]));
        assert_eq!(text.unwrap(), r#"{"steps":[1793711100000,5000,5002],"values":[34.12346,0.0,48123460000.0]}"#);
        assert_eq!(serde_json::to_string(&sent(&[])).unwrap(), r#"{"steps":[],"values":[]}"#);
    }

    #[test]
    fn columns_that_do_not_match_are_refused() {
        for text in [r#"{"steps":[1],"values":[]}"#, r#"{"steps":[9223372036854775807,1],"values":[1,2]}"#, "[]"] {
            assert!(serde_json::from_str::<Sent>(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn times_come_back_and_values_nearly(
            samples in prop::collection::vec(
                (0..4_000_000_000_000_i64, prop_oneof![-1e12..1e12, -1.0..1.0, Just(0.0), prop::num::f64::NORMAL]), 0..40),
        ) {
            let text = serde_json::to_string(&sent(&samples)).unwrap();
            let back: Sent = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(back.0.len(), samples.len());
            for (sample, (time, value)) in back.0.iter().zip(&samples) {
                prop_assert_eq!(sample.time.0, *time);
                prop_assert!((sample.value - value).abs() <= value.abs() * 1e-6, "{} for {value}", sample.value);
            }
            let small = samples.iter().all(|(_, value)| value.abs() < 1e15 && (*value == 0.0 || value.abs() > 1e-9));
            // What was rounded once stays; of other exponents the reader does not restore every bit.
            prop_assert!(!small || serde_json::to_string(&back).unwrap() == text, "{text}");
        }
    }
}
