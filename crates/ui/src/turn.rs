//! Taking over a page in turns: between them the browser answers whoever scrolls, types or presses already.

use core::cell::Cell;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Position, PositionState, RenderFlags};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use leptos::web_sys::MessageChannel;
use std::sync::{Arc, Mutex};

/// Milliseconds of work before the browser has its turn. On a phone four times as slow as a desk it does a quarter of the work.
const LENGTH: f64 = 6.0;

const BROWSER: bool = cfg!(target_arch = "wasm32");

thread_local! {
    /// When the present turn began; none before the first.
    static BEGAN: Cell<Option<f64>> = const { Cell::new(None) };
    /// Whether all of the page has been taken over.
    static DONE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Milliseconds by a clock that never goes back.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether the browser is taking over what the server wrote.
fn is_taking_over() -> bool {
    BROWSER && Owner::current_shared_context().is_some_and(|context| context.during_hydration())
}

/// Says that all of the page has been taken over. What waits for that goes on.
pub fn taken_over() {
    DONE.with(|done| done.set(true));
}

/// Whether nothing is left to be taken over; tracked. What differs from what the server wrote must not stand there before:
/// effects run between two turns, when what comes after them is still to be found as it was written.
pub(crate) fn is_over() -> bool {
    DONE.with(Get::get) || !is_taking_over()
}

/// Ends the present turn if it has lasted long enough. At once where nothing is being taken over.
pub async fn turn() {
    if !is_taking_over() {
        return;
    }
    let began = BEGAN.with(Cell::get);
    if began.is_some_and(|began| now() - began < LENGTH) {
        return;
    }
    Message::default().await;
    BEGAN.with(|began| began.set(Some(now())));
}

/// Ready when a message that it sends to itself has come: after whatever the browser has to do first. No timer, because timers
/// wait for a second in tabs that nobody looks at.
#[derive(Default)]
struct Message(Arc<Mutex<Place>>);

#[derive(Default)]
enum Place {
    #[default]
    Unsent,
    Sent(Waker),
    Come,
}

impl Future for Message {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Ok(mut place) = self.0.lock() else { return Poll::Ready(()) };
        match *place {
            Place::Come => return Poll::Ready(()),
            Place::Sent(_) => {}
            Place::Unsent => {
                let here = Arc::clone(&self.0);
                let come = Closure::once_into_js(move || {
                    let before = here.lock().map(|mut place| core::mem::replace(&mut *place, Place::Come));
                    if let Ok(Place::Sent(waker)) = before {
                        waker.wake();
                    }
                });
                let sent = MessageChannel::new().and_then(|channel| {
                    channel.port1().set_onmessage(Some(come.unchecked_ref()));
                    channel.port2().post_message(&JsValue::NULL)
                });
                if sent.is_err() {
                    return Poll::Ready(());
                }
            }
        }
        *place = Place::Sent(context.waker().clone());
        Poll::Pending
    }
}

/// A part that is taken over in a turn of its own where the present one has lasted long enough.
pub struct InTurn(AnyView);

impl InTurn {
    /// This view.
    pub fn new(view: impl IntoAny) -> Self {
        Self(view.into_any())
    }
}

impl Render for InTurn {
    type State = AnyViewState;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl AddAnyAttr for InTurn {
    type Output<NewAttr: Attribute> = <AnyView as AddAnyAttr>::Output<NewAttr>;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self.0.add_any_attr(attr)
    }
}

impl RenderHtml for InTurn {
    type AsyncOutput = AnyView;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    async fn resolve(self) -> Self::AsyncOutput {
        self.0.resolve().await
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        flags: RenderFlags,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buf, position, flags, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        flags: RenderFlags,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, flags, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        turn().await;
        self.0.hydrate_async(cursor, position).await
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}
