//! Dates and times as text: the forms that date inputs give and addresses carry, checked without a clock or a zone.

/// A date and a time of day as somebody's wall shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl WallTime {
    /// Reads `2026-11-20`, `2026-11-20T14:05`, `2026-11-20 14:05:30`; fractions of a second are left out.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-');
        let (year, month, day) = (figures(parts.next()?, 4)?, figures(parts.next()?, 2)?, figures(parts.next()?, 2)?);
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        if year == 0 || !(1..=days_in(year, month)?).contains(&day) {
            return None;
        }
        let (hour, minute, second) = time.map_or(Some((0, 0, 0)), time_of_day)?;
        Some(Self { year, month, day, hour, minute, second })
    }

    /// `20 Nov 2026`.
    pub fn date_words(&self) -> String {
        let month = MONTHS.get(usize::from(self.month.saturating_sub(1))).copied().unwrap_or_default();
        format!("{} {month} {}", self.day, self.year)
    }

    /// `14:05`, with seconds only where there are some.
    pub fn time_words(&self) -> String {
        match self.second {
            0 => format!("{:02}:{:02}", self.hour, self.minute),
            second => format!("{:02}:{:02}:{second:02}", self.hour, self.minute),
        }
    }

    /// Seconds since 1970 if the wall hung in Greenwich (days from civil, Howard Hinnant, "chrono-compatible date
    /// algorithms").
    pub fn seconds(&self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        days * 86_400 + i64::from(self.hour) * 3_600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }
}

fn time_of_day(text: &str) -> Option<(u8, u8, u8)> {
    let text = match text.split_once('.') {
        Some((text, fraction)) if !fraction.is_empty() && fraction.chars().all(|c| c.is_ascii_digit()) => text,
        Some(_) => return None,
        None => text,
    };
    let mut parts = text.split(':');
    let hour = figures(parts.next()?, 2)?;
    let minute = figures(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |part| figures(part, 2))?;
    let fits = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    fits.then_some((u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?))
}

fn figures(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days_in(year: u16, month: u8) -> Option<u8> {
    match month {
        4 | 6 | 9 | 11 => Some(30),
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => Some(29),
        2 => Some(28),
        1..=12 => Some(31),
        _ => None,
    }
}

/// An instant as RFC 3339: a wall time and how far the wall is from Greenwich, in minutes.
pub fn parse_instant(text: &str) -> Option<(WallTime, i32)> {
    if let Some(text) = text.strip_suffix(['Z', 'z']) {
        return text.contains(['T', 't', ' ']).then(|| WallTime::parse(text)).flatten().map(|wall| (wall, 0));
    }
    let sign = text.rfind(['+', '-']).filter(|position| *position > 10)?;
    let (wall, offset) = (text.get(..sign)?, text.get(sign + 1..)?);
    let (hours, minutes) = offset.split_once(':')?;
    let (hours, minutes) = (figures(hours, 2)?, figures(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i32::from(hours) * 60 + i32::from(minutes);
    let minutes = if text.get(sign..)?.starts_with('-') { -minutes } else { minutes };
    WallTime::parse(wall).map(|wall| (wall, minutes))
}

/// What is wrong with a date or a time that has to lie between two others; text that is no date counts as wrong, an empty
/// one does not.
pub fn date_problem(text: &str, min: Option<&str>, max: Option<&str>) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let Some(value) = WallTime::parse(text) else {
        return Some("Write a date that exists, such as 2026-11-20.".to_owned());
    };
    let with_time = text.len() > 10;
    let words = |wall: WallTime| {
        if with_time { format!("{}, {}", wall.date_words(), wall.time_words()) } else { wall.date_words() }
    };
    if let Some(min) = min.and_then(WallTime::parse).filter(|min| value < *min) {
        return Some(format!("Choose {} or later.", words(min)));
    }
    max.and_then(WallTime::parse).filter(|max| value > *max).map(|max| format!("Choose {} or earlier.", words(max)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "26-01-01",
            "2026-01-01T24:00",
            "2026-01-01T",
            "x",
            "2026-01-01T10:00:00.",
        ] {
            assert_eq!(WallTime::parse(text), None, "{text}");
        }
        assert!(WallTime::parse("2028-02-29").is_some());
    }

    #[test]
    fn instants_need_an_offset() {
        assert_eq!(parse_instant("2026-11-20T14:05:00+01:00").map(|(_, offset)| offset), Some(60));
        assert_eq!(parse_instant("2026-11-20T14:05:00.250-03:30").map(|(_, offset)| offset), Some(-210));
        assert_eq!(parse_instant("2026-11-20T14:05:00Z").map(|(_, offset)| offset), Some(0));
        assert_eq!(parse_instant("2026-11-20T14:05:00"), None);
        assert_eq!(parse_instant("2026-11-20"), None);
    }

    #[test]
    fn a_date_out_of_bounds_is_told_the_bound() {
        assert_eq!(
            date_problem("2026-11-19", Some("2026-11-20"), None).as_deref(),
            Some("Choose 20 Nov 2026 or later.")
        );
        assert_eq!(
            date_problem("2026-11-21T10:00", None, Some("2026-11-21T09:30")).as_deref(),
            Some("Choose 21 Nov 2026, 09:30 or earlier.")
        );
        assert_eq!(date_problem("", Some("2026-11-20"), None), None);
        assert_eq!(date_problem("2026-11-20", Some("2026-11-20"), Some("2026-11-20")), None);
    }

    #[test]
    fn seconds_count_from_1970() {
        assert_eq!(WallTime::parse("1970-01-01").unwrap().seconds(), 0);
        assert_eq!(WallTime::parse("2026-11-20T14:05").unwrap().seconds(), 1_795_183_500);
    }

    proptest! {
        #[test]
        fn order_of_walls_is_order_of_seconds(a in 0u32..40_000, b in 0u32..40_000) {
            let wall = |n: u32| WallTime::parse(&format!("{:04}-{:02}-{:02}T{:02}:{:02}", 1900 + n / 300, n / 28 % 12 + 1, n % 28 + 1, n % 24, n % 60)).unwrap();
            let (a, b) = (wall(a), wall(b));
            prop_assert_eq!(a.cmp(&b), a.seconds().cmp(&b.seconds()));
        }

        #[test]
        fn nothing_panics(text in "\\PC*") {
            let _read = (WallTime::parse(&text), parse_instant(&text));
        }
    }
}
