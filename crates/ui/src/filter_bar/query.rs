//! Filters and free text in an address: `?severity=is:high,critical&risk=min:70&q=lsass`.

use super::model::{Filter, FilterSpec, Operator};
use crate::query_text::Pair;

/// Name of the free text.
pub const TEXT_KEY: &str = "q";
/// Names that the bar's own forms send before any script: which filter to add, how it compares, with what.
pub(crate) const ADD_KEY: &str = "add";
pub(crate) const ADD_OPERATOR: &str = "add-op";
pub(crate) const ADD_VALUE: &str = "add-value";

/// Everything that a filter bar holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterQuery {
    /// The typed filters, in the order in which they were set; a row has to pass all of them.
    pub filters: Vec<Filter>,
    /// The free text, trimmed.
    pub text: String,
}

impl FilterQuery {
    /// The pairs of an address, filters first, the text last and only when there is some.
    pub fn to_query(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self.filters.iter().map(filter_pair).collect();
        if !self.text.is_empty() {
            pairs.push((TEXT_KEY.to_owned(), self.text.clone()));
        }
        pairs
    }

    /// Reads the pairs of an address. What is not of this bar is passed over; so is a filter whose values do not fit, for an
    /// old link should show too much rather than nothing. Also reads what the bar's forms send without a script.
    pub fn from_query<'a>(specs: &[FilterSpec], pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        let (mut added, mut operator, mut values) = (None, None, Vec::new());
        for (name, value) in pairs {
            match name {
                TEXT_KEY => value.trim().clone_into(&mut query.text),
                ADD_KEY => added = specs.iter().find(|spec| spec.key == value),
                ADD_OPERATOR => operator = Operator::from_code(value),
                ADD_VALUE => values.push(value.to_owned()),
                _ => {
                    let read = specs.iter().find(|spec| spec.key == name).and_then(|spec| {
                        let (code, values) = value.split_once(':')?;
                        spec.filter(Operator::from_code(code)?, &split_values(values)).ok()
                    });
                    query.filters.extend(read);
                }
            }
        }
        if let Some(spec) = added {
            // The plain form offers every operator; one that does not fit gives way to the usual one.
            let fitting = operator.filter(|operator| spec.kind.operators().contains(operator));
            if let Some(operator) = fitting.or_else(|| spec.kind.operators().first().copied()) {
                query.filters.extend(spec.filter(operator, &values).ok());
            }
        }
        query
    }

    /// The same without one filter.
    pub fn without(&self, index: usize) -> Self {
        let kept = self.filters.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, filter)| filter.clone());
        Self { filters: kept.collect(), text: self.text.clone() }
    }

    /// The same with a filter in place of another, or at the end.
    pub fn with(&self, index: Option<usize>, filter: Filter) -> Self {
        let mut query = self.clone();
        match index.and_then(|index| query.filters.get_mut(index)) {
            Some(place) => *place = filter,
            None => query.filters.push(filter),
        }
        query
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.text.is_empty()
    }
}

fn filter_pair(filter: &Filter) -> Pair {
    let values: Vec<String> =
        filter.values.iter().map(|value| value.replace('\\', "\\\\").replace(',', "\\,")).collect();
    (filter.key.clone(), format!("{}:{}", filter.operator.code(), values.join(",")))
}

/// Splits at commas that have no backslash before them.
fn split_values(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        match (c, escaped) {
            (',', false) => values.push(String::new()),
            ('\\', false) => {
                escaped = true;
                continue;
            }
            (c, _) => {
                if let Some(value) = values.last_mut() {
                    value.push(c);
                }
            }
        }
        escaped = false;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::super::model::FilterKind;
    use super::*;
    use crate::select_field::SelectOption;
    use proptest::prelude::*;

    fn specs() -> Vec<FilterSpec> {
        vec![
            FilterSpec::choice(
                "severity",
                "Severity",
                ["critical", "high", "a,b", "c\\d"].map(|value| SelectOption::new(value, value)).to_vec(),
            ),
            FilterSpec::text("actor", "Actor"),
            FilterSpec::new("risk", "Risk", FilterKind::Number),
            FilterSpec::new("seen", "Seen", FilterKind::Date),
            FilterSpec::new("ip", "Address", FilterKind::Address),
        ]
    }

    fn read(pairs: &[(&str, &str)]) -> FilterQuery {
        FilterQuery::from_query(&specs(), pairs.iter().copied())
    }

    #[test]
    fn an_address_is_legible() {
        let query = read(&[("severity", "is:high,critical"), ("risk", "min:70"), ("q", " lsass "), ("page", "3")]);
        assert_eq!(query.filters.len(), 2);
        assert_eq!(query.text, "lsass");
        let pairs = query.to_query();
        assert_eq!(crate::query_text::query_href(&pairs), "?severity=is:high,critical&risk=min:70&q=lsass");
    }

    #[test]
    fn a_plain_form_adds_a_filter() {
        let query = read(&[
            ("severity", "is:high"),
            ("add", "risk"),
            ("add-op", "between"),
            ("add-value", "5"),
            ("add-value", "9"),
        ]);
        assert_eq!(query.filters[1].values, ["5", "9"]);
        let fallback = read(&[("add", "severity"), ("add-op", "min"), ("add-value", "high")]);
        assert_eq!(fallback.filters[0].operator, Operator::Is);
    }

    #[test]
    fn what_does_not_fit_is_passed_over() {
        let query = read(&[
            ("severity", "is:purple"),
            ("risk", "min:lots"),
            ("risk", "70"),
            ("actor", "eq:x"),
            ("add", "nothing"),
            ("add-value", ""),
        ]);
        assert_eq!(query, FilterQuery::default());
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let text = "[^\\s]([^\\n]{0,8}[^\\s])?";
        prop_oneof![
            (proptest::collection::vec(text, 1..4), 0usize..4).prop_map(|(values, at)| (1usize, at, values)),
            (proptest::sample::subsequence(vec!["critical", "high", "a,b", "c\\d"], 1..=4), 0usize..2)
                .prop_map(|(values, at)| (0, at, values.into_iter().map(str::to_owned).collect())),
            (-1e6f64..1e6, 0.0f64..1e6, 0usize..4).prop_map(|(from, more, at)| {
                let values = [from, from + more].map(|value| format!("{value:.2}"));
                (2, at, if at == 2 { values.to_vec() } else { values[..1].to_vec() })
            }),
            (1u8..29, 0usize..4).prop_map(|(day, at)| {
                let values = [format!("2026-11-{day:02}"), "2026-12-01".to_owned()];
                (3, at, if at == 2 { values.to_vec() } else { values[..1].to_vec() })
            }),
            (any::<core::net::Ipv6Addr>(), 0usize..2).prop_map(|(address, at)| (4, at, vec![address.to_string()])),
        ]
        .prop_filter_map("fits its kind", |(spec, operator, values)| {
            let spec = &specs()[spec];
            spec.filter(spec.kind.operators()[operator], &values).ok()
        })
    }

    proptest! {
        #[test]
        fn filters_survive_the_way_through_an_address(filters in proptest::collection::vec(any_filter(), 0..6), text in "\\PC{0,12}") {
            let query = FilterQuery { filters, text: text.trim().to_owned() };
            let pairs = query.to_query();
            let again = FilterQuery::from_query(&specs(), pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            prop_assert_eq!(again, query);
        }

        #[test]
        fn no_address_breaks_it(name in "severity|risk|seen|add|add-op|add-value|q", value in "\\PC{0,20}") {
            let _query = read(&[(&name, &value), ("add", "seen"), ("add-value", &value)]);
        }
    }
}
