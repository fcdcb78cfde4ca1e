//! Buttons, marks, states.

mod data;
mod marks;
mod states;

use super::Section;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/gallery/basics`
pub(crate) struct BasicsRoute;

#[lazy_route]
impl LazyRoute for BasicsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Basics/> }.into_any()
    }
}

#[component]
fn Basics() -> impl IntoView {
    view! {
        <Section slug="basics">
            <div class="grid-charts">
                <marks::Marks/>
                <states::States/>
            </div>
            <data::DataSpecimens/>
        </Section>
    }
}
