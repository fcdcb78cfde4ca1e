//! Severity as shape, word and colour, so that none of the three is needed alone.

use leptos::prelude::*;

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeverityLevel {
    /// For the record.
    Info,
    /// When there is time.
    Low,
    /// Today.
    Medium,
    /// Now.
    High,
    /// Everything else waits.
    Critical,
}

impl SeverityLevel {
    /// All levels, the worst first.
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The word people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "Info",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Info => "severity severity--info",
            Self::Low => "severity severity--low",
            Self::Medium => "severity severity--medium",
            Self::High => "severity severity--high",
            Self::Critical => "severity severity--critical",
        }
    }
}

/// Shape, word and colour of a severity. The shapes are drawn, so that they look alike in every font.
#[component]
pub fn Severity(
    /// How bad it is.
    level: SeverityLevel,
    /// Only the shape is drawn, for places that are too narrow; the word is read aloud and shown on hover.
    #[prop(optional)]
    compact: bool,
    /// How many there are, formatted; stands after the word.
    #[prop(optional, into)]
    count: MaybeProp<String>,
) -> impl IntoView {
    let shape = match level {
        SeverityLevel::Critical => view! { <path d="M5 0 10 5 5 10 0 5Z"></path> }.into_any(),
        SeverityLevel::High => view! { <path d="M5 .75 10 9.5H0Z"></path> }.into_any(),
        SeverityLevel::Medium => view! { <circle cx="5" cy="5" r="4.5"></circle> }.into_any(),
        SeverityLevel::Low => view! { <circle class="severity__ring" cx="5" cy="5" r="3.75"></circle> }.into_any(),
        SeverityLevel::Info => view! { <path d="M1 4.25h8v1.5H1Z"></path> }.into_any(),
    };
    view! {
        <span class=level.class() title=compact.then(|| level.word())>
            <svg class="severity__shape" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                {shape}
            </svg>
            <span class=if compact { "visually-hidden" } else { "severity__word" }>{level.word()}</span>
            {move || count.get().map(|count| view! { <span class="severity__count">{count}</span> })}
        </span>
    }
    .into_any()
}
