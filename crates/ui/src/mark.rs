//! The product's mark: a cauldron with what rises from it, drawn with two theme colours.

use leptos::prelude::*;

/// The mark alone, as decoration beside the product's name.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <rect class="mark__ground" width="32" height="32" rx="8"></rect>
            <path
                class="mark__figure"
                d="M6.5 14.5h19M8.5 14.5c-.9 1.5-1.25 3-1.25 4.25 0 4.25 3.75 6.5 8.75 6.5s8.75-2.25 8.75-6.5c0-1.25-.35-2.75-1.25-4.25"
            ></path>
            <circle class="mark__spark" cx="12.5" cy="9.75" r="1.5"></circle>
            <circle class="mark__spark" cx="18.75" cy="7" r="2"></circle>
        </svg>
    }
}
