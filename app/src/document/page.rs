//! The document itself, as the server writes it.

use crate::routes::App;
use crate::server::{AppContext, RequestContext};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole document. Needs [`AppContext`] and [`RequestContext`] as contexts.
#[component]
pub fn Document() -> impl IntoView {
    let app = use_context::<AppContext>();
    // Before anything is read: the stream goes on from here, so that nothing is missed that the page does not show yet.
    let place = app.as_ref().and_then(|app| (app.place)());
    let assets = app.map(|app| app.assets).unwrap_or_default();
    let preferences = use_context::<RequestContext>().map(|request| request.preferences).unwrap_or_default();
    let shortcuts = if preferences.shortcuts { "on" } else { "off" };
    // Chunks that a page needs are announced in the head and load beside the main one, once the page was painted: the server
    // writes their links as `rel="later"` (`server/src/http/after_paint.rs`), and the script gives them their relation back.
    provide_context(leptos::WasmSplitManifest(ArcStoredValue::new((
        assets.pkg.clone(),
        assets.prefetch.clone(),
        assets.split.clone(),
    ))));
    // A page in the background is not painted, so there is nothing to wait for.
    let start = format!(
        "const start=()=>{{document.querySelectorAll('link[rel=later]').forEach(l=>{{l.rel=l.dataset.rel}});\
         import('{}').then(m=>m.default({{module_or_path:'{}'}}).then(()=>m.hydrate()))}};\
         document.visibilityState==='visible'?requestAnimationFrame(()=>setTimeout(start)):start()",
        assets.js, assets.wasm
    );
    let fonts = assets
        .fonts
        .iter()
        .map(|font| view! { <link rel="preload" href=font.clone() r#as="font" r#type="font/woff2" crossorigin="anonymous"/> })
        .collect_view();
    view! {
        <!DOCTYPE html>
        <html
            lang="en"
            data-theme=preferences.theme.as_str()
            data-density=preferences.density.as_str()
            data-shortcuts=shortcuts
            data-icons=assets.icons.clone()
            data-stream=place
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                {fonts}
                <link rel="stylesheet" href=assets.css.clone()/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="modulepreload" href=assets.js.clone() nonce=use_nonce()/>
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script r#type="module" nonce=use_nonce()>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
