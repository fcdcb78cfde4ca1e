//! Which page stands at which address. Every page is a chunk of its own that loads when first visited.

use crate::admin::pages::{
    AccessRoute, AccountRoute, AuditRoute, EnrolRoute, ExplainRoute, ForgotPasswordRoute, InvitationListRoute,
    InvitationRoute, InvitationsRoute, MailRoute, NewTeamRoute, NotificationsRoute, OrganizationKeysRoute,
    OrganizationsRoute, OwnKeysRoute, PeopleRoute, PersonRoute, ReachRoute, RecoverRoute, RecoveryLinksRoute,
    ReviewRoute, RoleMatrixRoute, RoleRoute, RolesRoute, SecondStepRoute, SetUpRoute, SettingsRoute, SignInPolicyRoute,
    SignInRoute, SystemRoute, TeamRoute, TeamsRoute,
};
use crate::aegis::pages::{EventRoute, EventsRoute};
use crate::document::icon_sprite;
use crate::layout::{Frame, NotFound, PageFailed};
use crate::session::session_of_document;
use crate::synapse::pages::OverviewRoute;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
#[cfg(debug_assertions)]
use leptos_router::components::Outlet;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, MatchNestedRoutes, SsrMode, path};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(icon_sprite());
    provide_context(session_of_document());
    view! {
        <Title formatter=|title: String| {
            if title.is_empty() { "Cauldron".to_owned() } else { format!("{title} · Cauldron") }
        }/>
        <Router>
            // A page's chunk that does not load arrives here instead of ending the app; the next visit tries again.
            <ErrorBoundary fallback=|errors| view! { <PageFailed errors/> }>
                <Routes fallback=|| view! { <NotFound/> }>
                    <Route path=path!("/sign-in") view={Lazy::<SignInRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/step") view={Lazy::<SecondStepRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/forgot-password") view={Lazy::<ForgotPasswordRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/recover") view={Lazy::<RecoverRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/enrol") view={Lazy::<EnrolRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/set-up") view={Lazy::<SetUpRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/invitation") view={Lazy::<InvitationRoute>::new()} ssr=SsrMode::Async/>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route path=path!("") view={Lazy::<OverviewRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("account") view={Lazy::<AccountRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("account/keys") view={Lazy::<OwnKeysRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("notifications") view={Lazy::<NotificationsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/keys") view={Lazy::<OrganizationKeysRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/settings") view={Lazy::<SettingsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/organizations") view={Lazy::<OrganizationsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/people") view={Lazy::<PeopleRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/people/invitations") view={Lazy::<InvitationsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/people/invitations/list") view={Lazy::<InvitationListRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/people/:id") view={Lazy::<PersonRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/access") view={Lazy::<AccessRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/access/explain") view={Lazy::<ExplainRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/access/reach") view={Lazy::<ReachRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/access/review") view={Lazy::<ReviewRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/roles") view={Lazy::<RolesRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/roles/matrix") view={Lazy::<RoleMatrixRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/roles/:role") view={Lazy::<RoleRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/teams") view={Lazy::<TeamsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/teams/new") view={Lazy::<NewTeamRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/teams/:id") view={Lazy::<TeamRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/audit") view={Lazy::<AuditRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/sign-in") view={Lazy::<SignInPolicyRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/recovery") view={Lazy::<RecoveryLinksRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/mail") view={Lazy::<MailRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("admin/system") view={Lazy::<SystemRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("aegis/events") view={Lazy::<EventsRoute>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("aegis/events/:id") view={Lazy::<EventRoute>::new()} ssr=SsrMode::Async/>
                        <GalleryRoutes/>
                    </ParentRoute>
                </Routes>
            </ErrorBoundary>
        </Router>
    }
}

#[cfg(debug_assertions)]
#[component(transparent)]
fn GalleryRoutes() -> impl MatchNestedRoutes + Clone {
    use crate::gallery::{BasicsRoute, ChartsRoute, DataRoute, FormsRoute, OverlaysRoute, WatchlistRoute};
    view! {
        <ParentRoute path=path!("gallery") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("basics") view={Lazy::<BasicsRoute>::new()} ssr=SsrMode::Async/>
            <Route path=path!("forms") view={Lazy::<FormsRoute>::new()} ssr=SsrMode::Async/>
            <Route path=path!("overlays") view={Lazy::<OverlaysRoute>::new()} ssr=SsrMode::Async/>
            <Route path=path!("data") view={Lazy::<DataRoute>::new()} ssr=SsrMode::Async/>
            <Route path=path!("charts") view={Lazy::<ChartsRoute>::new()} ssr=SsrMode::Async/>
            <Route path=path!("watchlist") view={Lazy::<WatchlistRoute>::new()} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// A release has no gallery: its address answers like every other that leads nowhere.
#[cfg(not(debug_assertions))]
#[component(transparent)]
fn GalleryRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("gallery") view=NotFound ssr=SsrMode::Async/> }.into_inner()
}
