//! Which page stands at which address. Every page is a chunk of its own that loads when first visited.

use crate::admin::pages::{AuditRoute, SetUpRoute, SettingsRoute, SignInRoute};
use crate::layout::{Frame, NotFound, PageFailed};
use crate::session::icon_sprite;
use crate::synapse::pages::OverviewRoute;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(icon_sprite());
    view! {
        <Title formatter=|title: String| {
            if title.is_empty() { "Cauldron".to_owned() } else { format!("{title} · Cauldron") }
        }/>
        <Router>
            // A page's chunk that does not load arrives here instead of ending the app; the next visit tries again.
            <ErrorBoundary fallback=|errors| view! { <PageFailed errors/> }>
                <Routes fallback=|| view! { <NotFound/> }>
                    <Route path=path!("/sign-in") view={Lazy::<SignInRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/set-up") view={Lazy::<SetUpRoute>::new()} ssr=SsrMode::Async/>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route path=path!("") view={Lazy::<OverviewRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/settings") view={Lazy::<SettingsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/audit") view={Lazy::<AuditRoute>::new()} ssr=SsrMode::Async/>
                    </ParentRoute>
                </Routes>
            </ErrorBoundary>
        </Router>
    }
}
