//! What the browser sees: routes, pages, and the server functions they call.
//!
//! Architecture Invariant: this is the only crate with the features `ssr` and `hydrate`. Server functions are at most a
//! dozen lines: take the context, call one use case, convert. Permission checks live in the use case.
#![recursion_limit = "512"]

#[cfg(not(erase_components))]
compile_error!(
    "the flag erase_components of .cargo/config.toml is missing: unset RUSTFLAGS, which replaces the flags written there"
);

mod admin;
mod aegis;
mod document;
mod error;
#[cfg(debug_assertions)]
mod gallery;
mod later;
mod layout;
mod live;
mod routes;
mod session;
mod synapse;

#[cfg(feature = "ssr")]
pub mod server;

#[cfg(feature = "ssr")]
pub use document::Document;
pub use error::AppError;
pub use routes::App;

/// Takes over the page that the server rendered, and says when it has.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    use any_spawner::Executor;
    // Fails only when there is one already, which is as good.
    let _ready = Executor::init_wasm_bindgen();
    // A server function that sends the browser elsewhere has changed who is signed in: the next page is a new document. Set
    // before the router sets its own, which would stay in this one.
    let _ours = leptos::server_fn::redirect::set_redirect_hook(|address: &str| session::leave_for(address));
    session::tell_attendance();
    leptos::task::spawn_local(async {
        if let Some(body) = leptos::prelude::document().body() {
            leptos::mount::hydrate_from_async(body, App).await.forget();
        }
        cauldron_ui::taken_over();
        document::wake();
    });
}
