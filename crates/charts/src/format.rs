//! Numbers as people read them: a unit, thousands separators, no more digits than matter.

/// What a value measures. Prefixes are decimal (1 kB is 1,000 bytes), so that axes are round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 100.
    Percent,
    /// Bytes.
    Bytes,
    /// Bytes per second.
    BytesPerSecond,
    /// Milliseconds, shown from microseconds to days.
    Milliseconds,
    /// Seconds, shown from microseconds to days.
    Seconds,
    /// Occurrences per second.
    PerSecond,
    /// How many.
    Count,
    /// A bare number.
    #[default]
    None,
}

/// A multiple of the base unit and how it is written behind the number.
pub(crate) type Rung = (f64, &'static str);

const PERCENT: &[Rung] = &[(1.0, " %")];
const BYTES: &[Rung] =
    &[(1.0, " B"), (1e3, " kB"), (1e6, " MB"), (1e9, " GB"), (1e12, " TB"), (1e15, " PB"), (1e18, " EB")];
const BYTES_PER_SECOND: &[Rung] =
    &[(1.0, " B/s"), (1e3, " kB/s"), (1e6, " MB/s"), (1e9, " GB/s"), (1e12, " TB/s"), (1e15, " PB/s")];
const MILLISECONDS: &[Rung] = &[(1e-3, " µs"), (1.0, " ms"), (1e3, " s"), (6e4, " min"), (3.6e6, " h"), (8.64e7, " d")];
const SECONDS: &[Rung] =
    &[(1e-6, " µs"), (1e-3, " ms"), (1.0, " s"), (60.0, " min"), (3_600.0, " h"), (86_400.0, " d")];
const PER_SECOND: &[Rung] = &[(1.0, "/s"), (1e3, " k/s"), (1e6, " M/s"), (1e9, " G/s"), (1e12, " T/s")];
const COUNT: &[Rung] = &[(1.0, ""), (1e3, " k"), (1e6, " M"), (1e9, " G"), (1e12, " T")];

/// Below this, counts are written out with separators rather than in thousands.
const WRITTEN_OUT: f64 = 999_999.5;

impl Unit {
    pub(crate) fn ladder(self) -> &'static [Rung] {
        match self {
            Self::Percent => PERCENT,
            Self::Bytes => BYTES,
            Self::BytesPerSecond => BYTES_PER_SECOND,
            Self::Milliseconds => MILLISECONDS,
            Self::Seconds => SECONDS,
            Self::PerSecond => PER_SECOND,
            Self::Count | Self::None => COUNT,
        }
    }

    /// The rung an axis that reaches `largest` is labelled in.
    pub(crate) fn axis_rung(self, largest: f64) -> Rung {
        let separators_do = matches!(self, Self::Count | Self::None | Self::PerSecond) && largest < 10_000.0;
        if separators_do { self.base() } else { self.rung(largest) }
    }

    fn base(self) -> Rung {
        self.ladder().iter().copied().find(|(size, _)| *size == 1.0).unwrap_or((1.0, ""))
    }

    fn rung(self, size: f64) -> Rung {
        if size == 0.0 {
            return self.base();
        }
        let ladder = self.ladder();
        let at = ladder.iter().rposition(|(rung, _)| size >= *rung).unwrap_or(0);
        ladder.get(at).copied().unwrap_or((1.0, ""))
    }
}

/// `63 %`, `1.4 GB`, `38 ms`, `2,140/s`: about two significant digits, for tiles, labels and sentences. A dash if not finite.
#[must_use]
pub fn value(value: f64, unit: Unit) -> String {
    with_digits(value, unit, 2)
}

/// `63.4 %`, `1.42 GB`: about three significant digits, for tables and tooltips.
#[must_use]
pub fn precise(value: f64, unit: Unit) -> String {
    with_digits(value, unit, 3)
}

fn with_digits(value: f64, unit: Unit, digits: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    let written_out = matches!(unit, Unit::Count | Unit::None | Unit::PerSecond) && size < WRITTEN_OUT;
    let mut rung = if written_out { unit.base() } else { unit.rung(size) };
    let mut decimals = decimals_for(size / rung.0, digits);
    // 999.7 kB rounds to 1,000 kB, which is 1 MB.
    let rounded = round_to(size / rung.0, decimals) * rung.0;
    if !written_out && unit.rung(rounded).0 > rung.0 {
        rung = unit.rung(rounded);
        decimals = decimals_for(rounded / rung.0, digits);
    }
    let mut out = number(value / rung.0, decimals);
    out.push_str(rung.1);
    out
}

/// Places behind the point that leave `digits` significant ones, none of them a trailing zero.
fn decimals_for(size: f64, digits: usize) -> usize {
    let mut decimals = digits.saturating_sub(1);
    let mut limit = 10.0;
    while size >= limit && decimals > 0 {
        limit *= 10.0;
        decimals -= 1;
    }
    let mut small = size;
    while small > 0.0 && small < 1.0 && decimals < 6 {
        small *= 10.0;
        decimals += 1;
    }
    while decimals > 0 && round_to(size, decimals) == round_to(size, decimals - 1) {
        decimals -= 1;
    }
    decimals
}

fn power_of_ten(decimals: usize) -> f64 {
    (0..decimals).fold(1.0, |power, _| power * 10.0)
}

fn round_to(value: f64, decimals: usize) -> f64 {
    let power = power_of_ten(decimals);
    let scaled = (value * power).round() / power;
    if scaled.is_finite() { scaled } else { value }
}

/// Whether `value` needs no more than `decimals` places.
pub(crate) fn fits(value: f64, decimals: usize) -> bool {
    let scaled = value * power_of_ten(decimals);
    (scaled - scaled.round()).abs() <= scaled.abs() * 1e-9
}

/// `value` with `decimals` places (at most 6), thousands separated by commas; `1.2e30` from 10^15 on.
///
/// Written with integers on purpose: the float formatter of the standard library would add kilobytes to the browser half.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let size = value.abs();
    if size >= 1e15 {
        return scientific(value);
    }
    let decimals = decimals.min(6);
    // Two parts, so that large numbers with places do not exceed what a float counts exactly.
    let power = power_of_ten(decimals);
    let mut whole = size.trunc() as u64;
    let mut places = (size.fract() * power).round() as u64;
    if places >= power as u64 {
        whole += 1;
        places = 0;
    }
    let mut out = String::new();
    if value < 0.0 && (whole > 0 || places > 0) {
        out.push('−');
    }
    push_grouped(&mut out, whole);
    if decimals > 0 {
        let digits = places.to_string();
        out.push('.');
        (digits.len()..decimals).for_each(|_| out.push('0'));
        out.push_str(&digits);
    }
    out
}

fn push_grouped(out: &mut String, whole: u64) {
    let digits = whole.to_string();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
}

fn scientific(value: f64) -> String {
    let mut mantissa = value;
    let mut exponent = 0_u32;
    while mantissa.abs() >= 9.95 {
        mantissa /= 10.0;
        exponent += 1;
    }
    let mut out = number(mantissa, 1);
    out.push('e');
    out.push_str(&exponent.to_string());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_read_well() {
        let cases = [
            (63.2, Unit::Percent, "63 %"),
            (5.81, Unit::Percent, "5.8 %"),
            (0.0, Unit::Percent, "0 %"),
            (100.0, Unit::Percent, "100 %"),
            (1.4e9, Unit::Bytes, "1.4 GB"),
            (412e6, Unit::Bytes, "412 MB"),
            (999_700.0, Unit::Bytes, "1 MB"),
            (0.0, Unit::Bytes, "0 B"),
            (2.5e6, Unit::BytesPerSecond, "2.5 MB/s"),
            (38.4, Unit::Milliseconds, "38 ms"),
            (0.25, Unit::Milliseconds, "250 µs"),
            (0.0, Unit::Milliseconds, "0 ms"),
            (1_240.0, Unit::Milliseconds, "1.2 s"),
            (384.0, Unit::Seconds, "6.4 min"),
            (0.038, Unit::Seconds, "38 ms"),
            (2_140.0, Unit::PerSecond, "2,140/s"),
            (0.034, Unit::PerSecond, "0.034/s"),
            (4_100_000.0, Unit::Count, "4.1 M"),
            (214.0, Unit::Count, "214"),
            (3.0, Unit::Count, "3"),
            (999_999.0, Unit::Count, "999,999"),
            (-1_234.0, Unit::None, "−1,234"),
            (-0.0001, Unit::Percent, "−0.0001 %"),
            (1.23e30, Unit::None, "1.2e18 T"),
            (f64::NAN, Unit::Percent, "–"),
        ];
        for (number, unit, expected) in cases {
            assert_eq!(value(number, unit), expected);
        }
        assert_eq!(precise(63.44, Unit::Percent), "63.4 %");
        assert_eq!(precise(1.424e9, Unit::Bytes), "1.42 GB");
    }

    proptest! {
        #[test]
        fn any_float_is_written_shortly(number: f64) {
            for unit in [Unit::Percent, Unit::Bytes, Unit::BytesPerSecond, Unit::Milliseconds, Unit::Seconds, Unit::PerSecond, Unit::Count, Unit::None] {
                for text in [value(number, unit), precise(number, unit)] {
                    prop_assert!(!text.is_empty() && text.chars().count() <= 30, "{}", text);
                }
            }
        }

        #[test]
        fn whole_numbers_keep_every_digit(count in 0_u32..999_999) {
            let text = value(f64::from(count), Unit::Count);
            prop_assert_eq!(text.replace(',', ""), count.to_string());
        }
    }
}
