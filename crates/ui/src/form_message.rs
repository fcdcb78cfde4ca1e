//! The outcome of a whole form, above its fields.

use crate::icon::Icon;
use leptos::prelude::*;

/// An error (announced at once) or a success (announced politely) of a form. Nothing is shown while both are empty.
#[component]
pub fn FormMessage(
    /// What went wrong and what to do.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What was done.
    #[prop(optional, into)]
    success: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="form-message" role="alert">
            {move || {
                error
                    .get()
                    .map(|text| {
                        view! {
                            <div class="form-message__box tone-crit">
                                <Icon name="circle-alert"/>
                                <span>{text}</span>
                            </div>
                        }
                    })
            }}
        </div>
        <div class="form-message" role="status">
            {move || {
                success
                    .get()
                    .map(|text| {
                        view! {
                            <div class="form-message__box tone-ok">
                                <Icon name="circle-check"/>
                                <span>{text}</span>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
