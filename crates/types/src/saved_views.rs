//! Queries of lists that a person gave a name.

use crate::ViewId;
use crate::access::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// Lists whose queries can be kept: the page's path without its slash.
    ListPage {
        /// The platform's security events.
        SecurityEvents = "aegis/events",
    }
}

/// A query of a list under a name of its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// Identity.
    pub id: ViewId,
    /// As its owner wrote it.
    pub name: String,
    /// The address's query, percent-encoded, without its question mark.
    pub query: String,
    /// The list opens with it when its address has no query.
    pub is_default: bool,
}

impl ListView {
    /// As many a person keeps of one list.
    pub const MOST: i64 = 50;
    /// Letters of the longest query.
    pub const LONGEST_QUERY: usize = 2000;
}
