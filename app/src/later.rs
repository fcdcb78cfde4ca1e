//! Code that the browser fetches when it is first needed: what opens from the frame is not part of every first view.

use leptos::LazyViewError;
use leptos::prelude::*;
use std::future::Future;

/// A part of the browser half in a chunk of its own, as a value `F` that leads to it: most often a function that makes a view.
#[derive(Debug)]
pub(crate) struct Later<F: Copy + Send + Sync + 'static> {
    code: RwSignal<Option<F>>,
    failures: RwSignal<u32>,
    fetch: Callback<()>,
}

impl<F: Copy + Send + Sync + 'static> Clone for Later<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Copy + Send + Sync + 'static> Copy for Later<F> {}

impl<F: Copy + Send + Sync + 'static> Later<F> {
    /// What `load`, a `#[lazy(fallible)]` function, leads to. What does not arrive is asked for again by whoever needs it next.
    pub(crate) fn new<Loading>(load: fn() -> Loading) -> Self
    where
        Loading: Future<Output = Result<F, LazyViewError>> + 'static,
    {
        let (code, failures) = (RwSignal::new(None), RwSignal::new(0));
        let asked = StoredValue::new(false);
        let fetch = Callback::new(move |()| {
            // The server has all code, and writes what the browser fetches it for.
            if cfg!(feature = "ssr") || asked.get_value() {
                return;
            }
            asked.set_value(true);
            leptos::task::spawn_local(async move {
                match load().await {
                    // The page may have been left meanwhile.
                    Ok(loaded) => {
                        let _gone = code.try_set(Some(loaded));
                    }
                    Err(_) => {
                        let _gone = asked.try_set_value(false);
                        let _gone = failures.try_update(|failures| *failures += 1);
                    }
                }
            });
        });
        Self { code, failures, fetch }
    }

    /// It, once it is there.
    pub(crate) fn get(self) -> Option<F> {
        self.code.get()
    }

    /// How often it did not arrive.
    pub(crate) fn failures(self) -> u32 {
        self.failures.get()
    }

    /// As [`Later::get`], for those who do not wait for it.
    pub(crate) fn get_untracked(self) -> Option<F> {
        self.code.get_untracked()
    }

    /// Asks for it; does nothing on the server.
    pub(crate) fn fetch(self) {
        self.fetch.run(());
    }
}

/// Whether the browser is taking over what the server wrote; never on the server.
pub(crate) fn is_taken_over() -> bool {
    Owner::current_shared_context().is_some_and(|context| context.during_hydration())
}
