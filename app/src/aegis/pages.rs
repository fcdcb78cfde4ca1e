//! Pages of this module, each a chunk of its own.

mod event;
mod events;

pub(crate) use event::EventRoute;
pub(crate) use events::EventsRoute;
