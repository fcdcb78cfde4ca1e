//! The link of an invitation, shown once.

use cauldron_types::InvitationLink;
use cauldron_ui::CopyButton;
use leptos::prelude::*;

/// What a link opens, with this site in front where that is known.
fn address(token: &str) -> String {
    let path = format!("/invitation?token={token}");
    #[cfg(not(feature = "ssr"))]
    if let Ok(origin) = window().location().origin() {
        return format!("{origin}{path}");
    }
    path
}

/// The link with a button that copies it.
#[component]
pub(crate) fn InvitationOnce(
    /// The link.
    link: InvitationLink,
) -> impl IntoView {
    if link.mailed {
        return view! {
            <div class="invitation-link" role="status">
                <p>"The link goes to " <strong dir="auto">{link.email}</strong> " by mail and is shown nowhere else."</p>
            </div>
        }
        .into_any();
    }
    let shown = RwSignal::new(format!("/invitation?token={}", link.token));
    // The site's own address is known in the browser alone.
    let token = link.token.clone();
    Effect::new(move |_| shown.set(address(&token)));
    view! {
        <div class="invitation-link" role="status">
            <p>
                "The link for " <strong dir="auto">{link.email}</strong> ". It is shown this once: copy it now."
            </p>
            <div class="invitation-link__row">
                <code class="mono break">{move || shown.get()}</code>
                <CopyButton text=shown label="Copy the link" words=true/>
            </div>
        </div>
    }
    .into_any()
}
