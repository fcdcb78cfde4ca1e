//! The table that a benchmark prints, as markdown for `docs/benchmarks`.

use crate::Options;
use crate::machine::{Machine, load_average};

/// What a figure counts. Rates and points are better when higher, everything else when lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 1,000 bytes.
    Kilobytes,
    /// 1,000,000 bytes.
    Megabytes,
    /// Seconds.
    Seconds,
    /// 1/1,000 s.
    Milliseconds,
    /// 1/1,000,000 s.
    Microseconds,
    /// So many a second.
    PerSecond,
    /// Points of 100.
    Points,
    /// A number without a unit.
    Plain,
}

impl Unit {
    const fn sign(self) -> &'static str {
        match self {
            Self::Kilobytes => "kB",
            Self::Megabytes => "MB",
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::PerSecond => "/s",
            Self::Points => "of 100",
            Self::Plain => "",
        }
    }

    fn reaches(self, value: f64, target: f64) -> bool {
        if matches!(self, Self::PerSecond | Self::Points) { value >= target } else { value <= target }
    }

    fn show(self, value: f64) -> String {
        format!("{} {}", number(value), self.sign()).trim_end().to_owned()
    }
}

/// Three digits that matter, thousands with commas.
fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return "–".to_owned();
    }
    if size < 1000.0 {
        let digits = if size < 1.0 {
            3
        } else if size < 10.0 {
            2
        } else {
            usize::from(size < 100.0)
        };
        return format!("{value:.digits$}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && left.is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One line of the table: one figure per repetition, and the reference of the same repetition.
#[derive(Clone, Debug)]
pub struct Row {
    what: String,
    unit: Unit,
    measured: Vec<f64>,
    reference: Option<(String, Vec<f64>)>,
    floor: Option<f64>,
    goal: Option<f64>,
    goal_ratio: Option<f64>,
}

impl Row {
    /// A figure without target.
    #[must_use]
    pub fn new(what: impl Into<String>, unit: Unit, measured: Vec<f64>) -> Self {
        Self { what: what.into(), unit, measured, reference: None, floor: None, goal: None, goal_ratio: None }
    }

    /// What it is compared with, taken in the same run, in the same unit.
    #[must_use]
    pub fn beside(mut self, what: impl Into<String>, reference: Vec<f64>) -> Self {
        self.reference = Some((what.into(), reference));
        self
    }

    /// What a release must reach, and where we are going.
    #[must_use]
    pub fn target(mut self, floor: f64, goal: f64) -> Self {
        (self.floor, self.goal) = (Some(floor), Some(goal));
        self
    }

    /// The goal asks for at least this ratio to the reference besides.
    #[must_use]
    pub fn goal_ratio(mut self, ratio: f64) -> Self {
        self.goal_ratio = Some(ratio);
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.reference.as_ref().map(|(_, figures)| ratio(&self.measured, figures))
    }

    fn verdict(&self) -> &'static str {
        let value = median(&self.measured);
        let reached = |target: Option<f64>| target.map(|target| self.unit.reaches(value, target));
        let near_enough = self.goal_ratio.is_none_or(|least| self.ratio().is_some_and(|ratio| ratio >= least));
        match (reached(self.floor), reached(self.goal).map(|reached| reached && near_enough)) {
            (_, Some(true)) => "goal",
            (Some(true), _) => "floor",
            (Some(false), _) => "**missed**",
            (None, _) => "",
        }
    }

    fn line(&self) -> String {
        let target = |target: Option<f64>| target.map(|target| self.unit.show(target)).unwrap_or_default();
        let least = self.goal_ratio.map(|least| format!(", ratio {}", number(least))).unwrap_or_default();
        let reference = self.reference.as_ref().map(|(what, figures)| format!("{}: {what}", self.spread(figures)));
        let (reference, ratio) = (reference.unwrap_or_default(), self.ratio().map(number).unwrap_or_default());
        format!(
            "| {} | {} | {reference} | {ratio} | {} | {}{least} | {} |",
            self.what,
            self.spread(&self.measured),
            target(self.floor),
            target(self.goal),
            self.verdict()
        )
    }

    /// The median, and the extremes when there are several.
    fn spread(&self, figures: &[f64]) -> String {
        let middle = self.unit.show(median(figures));
        let (least, most) =
            figures.iter().fold((f64::MAX, f64::MIN), |(least, most), figure| (least.min(*figure), most.max(*figure)));
        if figures.len() < 2 { middle } else { format!("{middle} ({}–{})", number(least), number(most)) }
    }
}

/// The middle figure.
fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), sorted.len() % 2) {
        (Some(high), 0) => sorted.get(middle.wrapping_sub(1)).map_or(*high, |low| f64::midpoint(*low, *high)),
        (Some(middle), _) => *middle,
        (None, _) => f64::NAN,
    }
}

/// The median of the ratios of the single repetitions: noise that strikes a whole repetition cancels.
fn ratio(measured: &[f64], reference: &[f64]) -> f64 {
    let ratios: Vec<f64> = measured.iter().zip(reference).map(|(figure, reference)| figure / reference).collect();
    median(&ratios)
}

/// What a benchmark found.
#[derive(Debug)]
pub struct Report {
    name: &'static str,
    machine: Machine,
    options: Options,
    facts: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Report {
    /// Looks at the machine before the work begins.
    pub async fn begin(name: &'static str, options: &Options) -> Self {
        let machine = Machine::look().await;
        Self { name, machine, options: options.clone(), facts: Vec::new(), rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds what the figures depend on, such as settings of Postgres.
    pub fn fact(&mut self, fact: impl Into<String>) {
        self.facts.push(fact.into());
    }

    /// Adds a line to the table.
    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds a remark below the table.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Prints everything.
    #[expect(clippy::print_stdout, reason = "the report is what a benchmark is run for")]
    pub fn print(&self) {
        println!("{}", self.text());
    }

    fn text(&self) -> String {
        let machine = &self.machine;
        let mut lines = vec![
            format!("### {}", self.name),
            String::new(),
            "| what | measured | reference | ratio | floor | goal | verdict |".to_owned(),
            "|---|---|---|---|---|---|---|".to_owned(),
        ];
        lines.extend(self.rows.iter().map(Row::line));
        lines.push(String::new());
        lines.extend(self.notes.iter().map(|note| format!("- {note}")));
        lines.extend(self.facts.iter().map(|fact| format!("- {fact}")));
        lines.push(format!(
            "- {} cores of {}, {:.0} GB, Linux {}; {} build; median of {} (least–most); ratio: median of the pairs",
            machine.cores,
            machine.model,
            machine.memory_gigabytes,
            machine.kernel,
            if cfg!(debug_assertions) { "debug" } else { "release" },
            self.options.repeat
        ));
        lines.push(format!(
            "- load average before {}, after {}; others used {:.0} % of the machine before",
            machine.load_before,
            load_average(),
            machine.busy_before * 100.0
        ));
        lines.push(String::new());
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_three_digits_and_thousands() {
        let shown = [0.0123, 1.234, 45.67, 456.7, 1234.5, 1_234_567.0, -1234.0, -123_456.0].map(number);
        assert_eq!(shown, ["0.012", "1.23", "45.7", "457", "1,234", "1,234,567", "-1,234", "-123,456"]);
    }

    #[test]
    fn the_verdict_follows_the_direction_of_the_unit() {
        let verdict = |unit, value| Row::new("", unit, vec![value]).target(500.0, 250.0).verdict();
        assert_eq!([200.0, 400.0, 600.0].map(|value| verdict(Unit::Kilobytes, value)), ["goal", "floor", "**missed**"]);
        let rate = |value| Row::new("", Unit::PerSecond, vec![value]).target(500.0, 1500.0).verdict();
        assert_eq!([1600.0, 600.0, 400.0].map(rate), ["goal", "floor", "**missed**"]);
        let beside =
            |reference| Row::new("", Unit::PerSecond, vec![1600.0]).beside("", vec![reference]).target(500.0, 1500.0);
        assert_eq!([2000.0, 4000.0].map(|copy| beside(copy).goal_ratio(0.7).verdict()), ["goal", "floor"]);
    }

    #[test]
    fn a_line_holds_the_median_the_extremes_and_the_ratio_of_pairs() {
        let row =
            Row::new("writes", Unit::PerSecond, vec![100.0, 300.0, 200.0]).beside("plain", vec![200.0, 600.0, 800.0]);
        assert_eq!(row.line(), "| writes | 200 /s (100–300) | 600 /s (200–800): plain | 0.500 |  |  |  |");
    }
}
