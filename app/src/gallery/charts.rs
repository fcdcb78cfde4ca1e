//! Every kind of chart and its frame.

mod data;
mod kinds;
mod states;

use super::Section;
use kinds::Kinds;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use states::States;

/// `/gallery/charts`
pub(crate) struct ChartsRoute;

#[lazy_route]
impl LazyRoute for ChartsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Charts/> }.into_any()
    }
}

#[component]
fn Charts() -> impl IntoView {
    view! {
        <Section slug="charts">
            <Kinds/>
            <States/>
        </Section>
    }
}
