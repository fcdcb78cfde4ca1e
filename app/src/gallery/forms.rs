//! Fields and other controls that hold a value.

mod choices;
mod combos;
mod dates;
mod filters;
mod text;

use super::Section;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/gallery/forms`
pub(crate) struct FormsRoute;

#[lazy_route]
impl LazyRoute for FormsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Forms/> }.into_any()
    }
}

const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

#[component]
fn Forms() -> impl IntoView {
    view! {
        <Section slug="forms">
            <filters::Filters/>
            <div class="grid-charts">
                <text::Texts/>
                <choices::Choices/>
                <combos::Combos/>
                <dates::Dates/>
            </div>
        </Section>
    }
}
