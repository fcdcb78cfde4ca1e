//! Where rows come from: memory, or a server that hands them out in blocks.

use super::window::blocks;
use core::future::Future;
use core::ops::Range;
use core::pin::Pin;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

/// The rows of a [`crate::DataTable`].
pub enum Rows<T: Send + Sync + 'static> {
    /// All of them; up to about 100,000.
    Memory(Signal<Arc<Vec<T>>>),
    /// In blocks, as they come into sight.
    Blocks(BlockRows<T>),
}

impl<T: Send + Sync> From<Signal<Arc<Vec<T>>>> for Rows<T> {
    fn from(rows: Signal<Arc<Vec<T>>>) -> Self {
        Self::Memory(rows)
    }
}

impl<T: Send + Sync> From<RwSignal<Arc<Vec<T>>>> for Rows<T> {
    fn from(rows: RwSignal<Arc<Vec<T>>>) -> Self {
        Self::Memory(rows.into())
    }
}

impl<T: Send + Sync> From<Memo<Arc<Vec<T>>>> for Rows<T> {
    fn from(rows: Memo<Arc<Vec<T>>>) -> Self {
        Self::Memory(rows.into())
    }
}

impl<T: Send + Sync> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        Self::Memory(Signal::stored(Arc::new(rows)))
    }
}

impl<T: Send + Sync> From<BlockRows<T>> for Rows<T> {
    fn from(rows: BlockRows<T>) -> Self {
        Self::Blocks(rows)
    }
}

type Loading<T> = Pin<Box<dyn Future<Output = Result<Vec<T>, String>>>>;
type Load<T> = Arc<dyn Fn(Range<usize>) -> Loading<T> + Send + Sync>;

enum Block<T> {
    Loading,
    Ready(Vec<T>),
    Failed,
}

/// Rows that are loaded in blocks. The first block can be there from the start, so that the server can write it.
pub struct BlockRows<T: Send + Sync + 'static> {
    total: Signal<usize>,
    size: usize,
    blocks: RwSignal<HashMap<usize, Block<T>>>,
    generation: RwSignal<usize>,
    load: StoredValue<Load<T>>,
}

impl<T: Send + Sync> Clone for BlockRows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for BlockRows<T> {}

impl<T: Send + Sync> BlockRows<T> {
    /// `total` rows in blocks of `size`. `load` is asked for a range of rows and answers with them in order, or with what went
    /// wrong; it runs in the browser only.
    pub fn new<F: Future<Output = Result<Vec<T>, String>> + 'static>(
        total: impl Into<Signal<usize>>,
        size: usize,
        load: impl Fn(Range<usize>) -> F + Send + Sync + 'static,
    ) -> Self {
        let load: Load<T> = Arc::new(move |rows| Box::pin(load(rows)));
        Self {
            total: total.into(),
            size: size.max(1),
            blocks: RwSignal::new(HashMap::new()),
            generation: RwSignal::new(0),
            load: StoredValue::new(load),
        }
    }

    /// With the first block at hand.
    #[must_use]
    pub fn with_first(self, rows: Vec<T>) -> Self {
        self.blocks.update_untracked(|blocks| {
            blocks.insert(0, Block::Ready(rows));
        });
        self
    }

    /// Forgets what was loaded, because the order or the filters changed. Answers that are on their way are dropped.
    pub fn reset(&self) {
        self.generation.update(|generation| *generation += 1);
        self.blocks.update(HashMap::clear);
    }

    fn need(self, window: &Range<usize>) {
        let total = self.total.get_untracked();
        for number in blocks(window, self.size) {
            if self.blocks.with_untracked(|blocks| blocks.contains_key(&number)) {
                continue;
            }
            let rows = number * self.size..((number + 1) * self.size).min(total);
            let (generation, load) = (self.generation.get_untracked(), self.load.get_value());
            self.blocks.update_untracked(|blocks| {
                blocks.insert(number, Block::Loading);
            });
            spawn_local(async move {
                let block = load(rows).await.map_or(Block::Failed, Block::Ready);
                if self.generation.try_get_untracked() == Some(generation) {
                    let _ = self.blocks.try_update(|blocks| blocks.insert(number, block));
                }
            });
        }
    }

    fn retry(self) {
        self.blocks.update(|blocks| blocks.retain(|_, block| !matches!(block, Block::Failed)));
    }
}

/// Looks at the row of an index, if it is there.
type Look<T> = Arc<dyn Fn(usize, &mut dyn FnMut(&T)) + Send + Sync>;
/// Says something about the row of an index, if it is there.
type Text = Arc<dyn Fn(usize) -> Option<String> + Send + Sync>;

/// Loads the rows of a span that are missing.
type Need = Arc<dyn Fn(&Range<usize>) + Send + Sync>;

/// The rows without their type, so that the table's code is there once and not once for each kind of row. Everything is
/// tracked when called where signals are tracked.
#[derive(Clone)]
pub(super) struct Source {
    /// How many rows there are, loaded or not.
    pub total: Signal<usize>,
    /// How many are loaded.
    pub loaded: Signal<usize>,
    /// Changes whenever the rows are others.
    pub stamp: Signal<usize>,
    /// Some block did not load.
    pub failed: Signal<bool>,
    /// Key of a row.
    pub key: Text,
    /// A row is there before its key is known, so its place tells it from the others: it must not be drawn anew, and lose
    /// the focus, when it is loaded.
    pub by_place: bool,
    /// Name of a row, to be read aloud.
    pub name: Text,
    /// Loads what is missing.
    pub need: Need,
    /// Loads again what failed.
    pub retry: Arc<dyn Fn() + Send + Sync>,
}

impl<T: Clone + Send + Sync> Rows<T> {
    /// A look at one row by its index.
    pub(super) fn look(&self) -> Look<T> {
        match self {
            Self::Memory(rows) => {
                let rows = *rows;
                Arc::new(move |index, look| {
                    rows.with(|rows| {
                        if let Some(row) = rows.get(index) {
                            look(row);
                        }
                    });
                })
            }
            Self::Blocks(rows) => {
                let rows = *rows;
                Arc::new(move |index, look| {
                    rows.blocks.with(|blocks| {
                        if let Some(Block::Ready(block)) = blocks.get(&(index / rows.size))
                            && let Some(row) = block.get(index % rows.size)
                        {
                            look(row);
                        }
                    });
                })
            }
        }
    }

    pub(super) fn source(&self, key: fn(&T) -> String, name: fn(&T) -> String) -> Source {
        let look = self.look();
        let text = |text: fn(&T) -> String| -> Text {
            let look = Arc::clone(&look);
            Arc::new(move |index| {
                let mut out = None;
                look(index, &mut |row| out = Some(text(row)));
                out
            })
        };
        let (key, name) = (text(key), text(name));
        match self {
            Self::Memory(rows) => {
                let rows = *rows;
                let total = Signal::derive(move || rows.with(|rows| rows.len()));
                Source {
                    total,
                    loaded: total,
                    stamp: Signal::derive(move || rows.with(|rows| Arc::as_ptr(rows) as usize)),
                    failed: Signal::stored(false),
                    key,
                    by_place: false,
                    name,
                    need: Arc::new(|_| ()),
                    retry: Arc::new(|| ()),
                }
            }
            Self::Blocks(rows) => {
                let rows = *rows;
                let loaded = move || {
                    rows.blocks.with(|blocks| {
                        let ready = |block: &Block<T>| if let Block::Ready(rows) = block { rows.len() } else { 0 };
                        blocks.values().map(ready).sum()
                    })
                };
                let failed =
                    move || rows.blocks.with(|blocks| blocks.values().any(|block| matches!(block, Block::Failed)));
                Source {
                    total: rows.total,
                    loaded: Signal::derive(loaded),
                    stamp: rows.generation.into(),
                    failed: Signal::derive(failed),
                    key,
                    by_place: true,
                    name,
                    need: Arc::new(move |window| rows.need(window)),
                    retry: Arc::new(move || rows.retry()),
                }
            }
        }
    }
}
