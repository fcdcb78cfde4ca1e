//! The repository's own rules, checked by reading files.
//!
//! Each rule is a function from files to violations and has a test of its own that plants a fault and sees it caught. To add
//! one, write the function, its planted fault, and its line in `rules!` below.

mod arrows;
mod clocks;
mod colours;
mod dependencies;
mod documents;
mod files;
mod icons;
mod lexer;
mod repository;
mod sql;
mod views;

use repository::Repository;

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident => $rule:path;)+) => {$(
        $(#[doc = $doc])+
        #[test]
        fn $name() {
            let repository = Repository::read().expect("the repository can be read");
            let violations: Vec<String> = $rule(&repository);
            assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
        }
    )+};
}

rules! {
    /// A crate depends only on what lies below it.
    arrows_point_downwards => arrows::point_downwards;
    /// The browser half has no database, runtime or time-zone table in it.
    browser_half_stays_small => arrows::browser_half_stays_small;
    /// One crate is compiled in two ways, no other.
    only_app_has_halves => arrows::only_app_has_halves;
    /// SQL stands in stores.
    sql_stands_in_stores => sql::stands_in_stores;
    /// The content security policy refuses inline styles.
    views_have_no_inline_style => views::have_no_inline_style;
    /// An expectation says why and goes when it is no longer needed.
    lints_are_expected_never_allowed => files::no_allow;
    /// A file says in its first line what it does.
    files_say_what_they_do => files::begin_with_what_they_do;
    /// A file one can hold in one's head.
    files_are_short => files::are_short;
    /// The lock file of the npm packages names versions and hashes only.
    lock_files_name_no_host => files::lock_names_no_host;
    /// Only the server reads the environment.
    environment_is_read_at_the_edge => clocks::environment_at_the_edge;
    /// Time and chance come from the context.
    time_and_chance_come_from_the_context => clocks::from_the_context;
    /// Every dependency says what it is for.
    dependencies_say_what_for => dependencies::say_what_for;
    /// Versions stand in one place.
    versions_stand_in_the_root => dependencies::versions_in_the_root;
    /// Every crate says what it is.
    crates_describe_themselves => dependencies::crates_describe_themselves;
    /// A page names only icons that exist.
    icons_are_in_the_sprite => icons::are_in_the_sprite;
    /// Colours are tokens.
    colours_are_tokens => colours::are_tokens;
    /// A document quotes what the code says.
    excerpts_are_in_their_files => documents::excerpts_are_in_their_files;
    /// The reference of the kit knows every component.
    components_are_in_the_reference => documents::components_are_in_the_reference;
    /// A page takes few lines.
    the_worked_page_is_short => documents::the_worked_page_is_short;
}
