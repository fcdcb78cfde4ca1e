//! Reads numbers the way people write and paste them, whatever their country does with commas.

/// Zeros of the digits that are read besides ASCII: Arabic-Indic, Persian, Devanagari, Bengali, full width.
const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];

/// Reads a number as typed or pasted and gives it back plain: digits with at most a leading `-` and one `.`.
///
/// Spaces of every kind, apostrophes and underscores between digits separate groups. Of comma and dot the last one is the
/// decimal sign when both occur. A lone comma before exactly three digits separates a group (`1,200` is 1200); a lone dot
/// is always the decimal sign. `unit` may stand behind the number. `None` if it cannot be read without guessing.
///
/// ```
/// # use cauldron_ui::plain_number;
/// assert_eq!(plain_number("1 200", None).as_deref(), Some("1200"));
/// assert_eq!(plain_number("1,200.5", None).as_deref(), Some("1200.5"));
/// assert_eq!(plain_number("1.200,5 ms", Some("ms")).as_deref(), Some("1200.5"));
/// assert_eq!(plain_number("12 apples", None), None);
/// ```
pub fn plain_number(text: &str, unit: Option<&str>) -> Option<String> {
    let text = text.trim();
    let text = unit.and_then(|unit| text.strip_suffix(unit)).unwrap_or(text);
    let text: String = text.trim().chars().filter_map(simplified).collect();
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let body = body.trim();
    if !body.chars().any(|c| c.is_ascii_digit())
        || body.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' '))
    {
        return None;
    }
    let (whole, fraction) = match decimal_sign(body) {
        Some(sign) => body.rsplit_once(sign)?,
        None => (body, ""),
    };
    if fraction.chars().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let whole = ungrouped(whole)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let number = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    let is_zero = number.chars().all(|c| matches!(c, '0' | '.'));
    Some(if negative && !is_zero { format!("-{number}") } else { number })
}

/// One sign for all that mean the same; nothing for marks of direction.
fn simplified(c: char) -> Option<char> {
    if let Some(digit) = ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|digit| *digit < 10))
    {
        return char::from_digit(digit, 10);
    }
    match c {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        '\u{2212}' | '\u{2012}' | '\u{2013}' => Some('-'),
        '\'' | '\u{2019}' | '_' | '\u{66c}' => Some(' '),
        '\u{66b}' => Some('.'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Which of dot and comma begins the fraction, if any.
fn decimal_sign(body: &str) -> Option<char> {
    let dots = body.matches('.').count();
    let commas = body.matches(',').count();
    match (dots, commas) {
        (0, 1) => {
            let (before, after) = body.split_once(',')?;
            let is_group = after.len() == 3
                && (1..=3).contains(&before.len())
                && !before.starts_with('0')
                && before.chars().all(|c| c.is_ascii_digit());
            (!is_group).then_some(',')
        }
        (1, 0) => Some('.'),
        (0, _) | (_, 0) => None,
        _ => body.chars().rev().find(|c| matches!(c, '.' | ',')),
    }
}

/// The digits of the whole part, if what separates them separates groups: three digits, or two as in India, then three.
fn ungrouped(whole: &str) -> Option<String> {
    if whole.chars().all(|c| c.is_ascii_digit()) {
        return Some(whole.to_owned());
    }
    let signs: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let first = signs.first()?;
    if signs.iter().any(|sign| sign != first) {
        return None;
    }
    let groups: Vec<&str> = whole.split(*first).collect();
    let (head, tail) = groups.split_first()?;
    let (last, between) = tail.split_last()?;
    let fits =
        (1..=3).contains(&head.len()) && last.len() == 3 && between.iter().all(|group| matches!(group.len(), 2 | 3));
    fits.then(|| groups.concat())
}

/// What a number field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NumberRule {
    /// Smallest number accepted.
    pub min: Option<f64>,
    /// Largest number accepted.
    pub max: Option<f64>,
    /// Distance between accepted numbers, counted from `min` or from zero.
    pub step: Option<f64>,
}

impl NumberRule {
    /// The plain number, or a sentence that says how to mend it.
    pub fn read(&self, text: &str, unit: Option<&str>) -> Result<String, String> {
        let plain = plain_number(text, unit);
        let Some((plain, value)) = plain.and_then(|plain| plain.parse::<f64>().ok().map(|value| (plain, value))) else {
            return Err("Write a number, such as 1200 or 1200.5.".to_owned());
        };
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        let below = self.min.is_some_and(|min| value < min);
        let above = self.max.is_some_and(|max| value > max);
        match (self.min, self.max) {
            (Some(min), Some(max)) if below || above => {
                return Err(format!("Write a number from {min} to {max}{unit}."));
            }
            (Some(min), None) if below => return Err(format!("Write {min}{unit} or more.")),
            (None, Some(max)) if above => return Err(format!("Write {max}{unit} or less.")),
            _ => {}
        }
        match self.step {
            Some(step) if step > 0.0 && !self.is_on_step(value, step) => Err(if (step - 1.0).abs() < f64::EPSILON {
                "Write a whole number.".to_owned()
            } else {
                format!("Write a number in steps of {step}{unit}.")
            }),
            _ => Ok(plain),
        }
    }

    fn is_on_step(&self, value: f64, step: f64) -> bool {
        let steps = (value - self.min.unwrap_or(0.0)) / step;
        (steps - steps.round()).abs() < 1e-6
    }

    /// The next number up or down, on the step and within the bounds; starts at `min` or zero when there is none yet.
    pub fn moved(&self, from: Option<f64>, steps: f64) -> f64 {
        let step = self.step.filter(|step| *step > 0.0).unwrap_or(1.0);
        let base = self.min.unwrap_or(0.0);
        let moved = match from {
            Some(value) => base + ((value - base) / step).round() * step + steps * step,
            None => base,
        };
        // Binary fractions drift: 0.1 + 0.2. Ten places are more than anybody types.
        let moved = (moved * 1e10).round() / 1e10;
        moved.max(self.min.unwrap_or(f64::MIN)).min(self.max.unwrap_or(f64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pasted_numbers_are_read() {
        for (text, plain) in [
            ("1 200", "1200"),
            ("1\u{202f}200,5", "1200.5"),
            ("1,200.5", "1200.5"),
            ("1.200,5", "1200.5"),
            ("1'200.50", "1200.50"),
            ("1,5", "1.5"),
            ("1,200", "1200"),
            ("0,200", "0.200"),
            ("1.200", "1.200"),
            ("1.200.300", "1200300"),
            ("12,34,567", "1234567"),
            (".5", "0.5"),
            ("007", "7"),
            ("+3", "3"),
            ("\u{2212}4", "-4"),
            ("-0", "0"),
            ("\u{661}\u{66c}\u{662}\u{660}\u{660}\u{66b}\u{665}", "1200.5"),
            (" 12\n", "12"),
        ] {
            assert_eq!(plain_number(text, None).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", " ", "-", "twelve", "1e5", "1 2", "1,2,3", "1..2", "12 apples", "1,2.3.4", "0x10", "1-2"] {
            assert_eq!(plain_number(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_sentence_says_how_to_mend_it() {
        let rule = NumberRule { min: Some(1.0), max: Some(90.0), step: Some(1.0) };
        assert_eq!(rule.read("91", Some("days")), Err("Write a number from 1 to 90 days.".to_owned()));
        assert_eq!(rule.read("1.5", None), Err("Write a whole number.".to_owned()));
        assert_eq!(rule.read("12 days", Some("days")), Ok("12".to_owned()));
        assert!(rule.read("soon", None).is_err());
    }

    #[test]
    fn arrows_stay_on_the_step_and_within_the_bounds() {
        let rule = NumberRule { min: Some(0.0), max: Some(1.0), step: Some(0.1) };
        assert_eq!(rule.moved(Some(0.2), 1.0), 0.3);
        assert_eq!(rule.moved(Some(0.95), 1.0), 1.0);
        assert_eq!(rule.moved(None, 1.0), 0.0);
        assert_eq!(rule.moved(Some(0.0), -10.0), 0.0);
    }

    proptest! {
        #[test]
        fn grouping_changes_nothing(number in 0u64..1_000_000_000_000, cents in 0u8..100, style in 0usize..4) {
            let (group, decimal) = [(",", "."), (".", ","), ("\u{a0}", ","), ("'", ".")][style];
            let digits = number.to_string();
            let mut grouped = String::new();
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index).is_multiple_of(3) {
                    grouped.push_str(group);
                }
                grouped.push(digit);
            }
            prop_assert_eq!(
                plain_number(&format!("{grouped}{decimal}{cents:02}"), None),
                Some(format!("{number}.{cents:02}"))
            );
        }

        #[test]
        fn what_comes_out_is_a_number_and_reads_as_itself(text in "[-+0-9., ']{0,14}") {
            if let Some(plain) = plain_number(&text, None) {
                prop_assert!(plain.parse::<f64>().is_ok());
                prop_assert_eq!(plain_number(&plain, None), Some(plain));
            }
        }
    }
}
