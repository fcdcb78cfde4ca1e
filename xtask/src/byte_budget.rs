//! What pages may weigh. The floor of a release is 500 kB for a first view; pages that are above it are held where they are. The last
//! step up came with keys, notifications, second factors and passkeys, which most pages carry along although few show them.

use crate::failure::{Failure, Outcome};

/// Kilobytes of brotli that the main chunk may have.
const MAIN_CHUNK: usize = 385;
/// Kilobytes of brotli for the first view of a page by the name of its route, without the page's own HTML.
const FIRST_VIEW: &[(&str, usize)] = &[
    ("sign_in", 525),
    ("set_up", 530),
    ("audit", 590),
    ("event", 535),
    ("settings", 620),
    ("account", 655),
    ("overview", 670),
    ("events", 870),
];
/// For every other page.
const OTHERS: usize = 785;

/// What one page loads besides its HTML.
pub(crate) struct FirstView {
    /// Of its lazy route, such as `sign_in`.
    pub(crate) route: String,
    /// Brotli.
    pub(crate) bytes: usize,
}

/// Refuses a site that is heavier than allowed, and says where.
pub(crate) fn check(main_chunk: usize, pages: &[FirstView]) -> Outcome {
    let mut over = Vec::new();
    let mut hold = |what: &str, bytes: usize, kilobytes: usize| {
        if bytes > kilobytes * 1000 {
            over.push(format!("{what} has {} kB, {kilobytes} are allowed", bytes.div_ceil(1000)));
        }
    };
    hold("the main chunk", main_chunk, MAIN_CHUNK);
    for FirstView { route, bytes } in pages {
        let allowed = FIRST_VIEW.iter().find(|(name, _)| name == route).map_or(OTHERS, |(_, allowed)| *allowed);
        hold(&format!("the first view of `{route}`"), *bytes, allowed);
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(Failure::sentence(format!(
        "the site is too heavy (brotli): {}. Load less at first, or raise the budget in xtask/src/byte_budget.rs with a reason",
        over.join("; ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(route: &str, bytes: usize) -> FirstView {
        FirstView { route: route.to_owned(), bytes }
    }

    /// What it says against a site; nothing when it lets it pass.
    fn said(main_chunk: usize, pages: &[FirstView]) -> String {
        check(main_chunk, pages).err().map(|failure| failure.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_within_the_budget_passes() {
        assert_eq!(said(MAIN_CHUNK * 1000, &[page("sign_in", 525_000), page("system", OTHERS * 1000)]), "");
    }

    #[test]
    fn what_is_too_heavy_is_named() {
        let words = said(1, &[page("sign_in", 525_001), page("audit", 1)]);
        assert!(words.contains("`sign_in` has 526 kB, 525 are allowed") && !words.contains("audit"), "{words}");
        assert!(said(MAIN_CHUNK * 1000 + 1, &[]).contains("the main chunk"));
    }
}
