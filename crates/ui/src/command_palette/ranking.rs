//! Which entries fit what was typed, best first. Nothing here touches the page.

/// An entry made ready for comparing: without capitals and accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prepared {
    label: String,
    /// Detail and keywords.
    rest: String,
}

impl Prepared {
    pub(super) fn new(label: &str, detail: &str, keywords: &[String]) -> Self {
        let mut rest = folded(detail);
        for keyword in keywords {
            rest.push(' ');
            rest.push_str(&folded(keyword));
        }
        Self { label: folded(label), rest }
    }
}

/// Distance between two kinds of fit; what decides within a kind stays below it.
const KIND: u32 = 1_000;

/// How well one typed word fits one entry, or that it does not. Beginning of the label, beginning of a word of it, within it,
/// beginning of a word of the rest, within the rest, its letters in order in the label.
fn fit(word: &str, entry: &Prepared) -> Option<u32> {
    if entry.label == word {
        return Some(7 * KIND);
    }
    if entry.label.starts_with(word) {
        return Some(6 * KIND);
    }
    if begins_word(&entry.label, word) {
        return Some(5 * KIND);
    }
    if entry.label.contains(word) {
        return Some(4 * KIND);
    }
    if entry.rest.starts_with(word) || begins_word(&entry.rest, word) {
        return Some(3 * KIND);
    }
    if entry.rest.contains(word) {
        return Some(2 * KIND);
    }
    let gaps = subsequence(&entry.label, word)?;
    Some(KIND + (KIND / 2).saturating_sub(gaps.saturating_mul(8)))
}

fn begins_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|last| !last.is_alphanumeric())
    })
}

/// How many letters are skipped when the letters of `word` are found in order in `text`.
fn subsequence(text: &str, word: &str) -> Option<u32> {
    let mut sought = word.chars();
    let mut next = sought.next()?;
    let mut skipped = 0_u32;
    let mut begun = false;
    for letter in text.chars() {
        if letter == next {
            begun = true;
            match sought.next() {
                Some(letter) => next = letter,
                None => return Some(skipped),
            }
        } else if begun {
            skipped += 1;
        }
    }
    None
}

/// The places of the entries that fit, best first and at most `most`. Every word must fit; among equals what was used lately
/// stands first (`recent`: places, latest first), then the shorter label, then the given order. Nothing typed: what was used
/// lately, then all others in their order.
pub(super) fn ranked(query: &str, entries: &[Prepared], recent: &[usize], most: usize) -> Vec<usize> {
    let query = folded(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        let lately = recent.iter().copied().filter(|place| *place < entries.len());
        let others = (0..entries.len()).filter(|place| !recent.contains(place));
        return lately.chain(others).take(most).collect();
    }
    let whole = words.join(" ");
    let mut found: Vec<(u32, u32, usize, usize)> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| {
            let mut sum = 0_u32;
            for word in &words {
                sum = sum.saturating_add(fit(word, entry)?);
            }
            // Words in a row that fit as they stand beat words found here and there.
            let together = if words.len() > 1 { fit(&whole, entry).unwrap_or_default() } else { 0 };
            let mean = sum / u32::try_from(words.len()).unwrap_or(1);
            let lately = recent
                .iter()
                .position(|one| *one == place)
                .map_or(0, |at| u32::MAX - u32::try_from(at).unwrap_or(u32::MAX));
            Some((mean.max(together), lately, entry.label.len(), place))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3)));
    found.into_iter().take(most).map(|(_, _, _, place)| place).collect()
}

/// Lower case, and Latin letters without their accents, so that `kovac` finds `Kovač`.
fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(without_accent).filter(|letter| !is_mark(*letter)).collect()
}

/// Accents that stand beside their letter.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn best(query: &str, labels: &[&str], recent: &[usize]) -> Vec<String> {
        let entries: Vec<Prepared> = labels.iter().map(|label| Prepared::new(label, "", &[])).collect();
        ranked(query, &entries, recent, 10).into_iter().map(|place| labels[place].to_owned()).collect()
    }

    #[test]
    fn beginning_beats_word_beats_middle_beats_letters_in_order() {
        let labels = ["Reports", "Export data", "Past resets", "Data report", "Rename portal"];
        assert_eq!(best("rep", &labels, &[]), ["Reports", "Data report", "Rename portal"]);
        assert_eq!(best("port", &labels, &[]), ["Rename portal", "Reports", "Export data", "Data report"]);
    }

    #[test]
    fn what_was_used_lately_stands_first_among_equals_only() {
        let labels = ["Settings", "Sessions", "Open settings"];
        assert_eq!(best("se", &labels, &[1]), ["Sessions", "Settings", "Open settings"]);
        assert_eq!(best("se", &labels, &[2, 1]), ["Sessions", "Settings", "Open settings"]);
        assert_eq!(best("", &labels, &[2]), ["Open settings", "Settings", "Sessions"]);
    }

    #[test]
    fn every_word_must_fit_in_any_order() {
        let labels = ["Invite a person", "Person menu", "Invite"];
        assert_eq!(best("person inv", &labels, &[]), ["Invite a person"]);
        assert_eq!(best("invite z", &labels, &[]), Vec::<String>::new());
    }

    #[test]
    fn accents_and_capitals_do_not_matter_and_other_scripts_are_found() {
        let labels = ["Mira Kovač", "Łukasz Żak", "Анна Каренина", "田中さくら"];
        assert_eq!(best("kovac", &labels, &[]), ["Mira Kovač"]);
        assert_eq!(best("LUKASZ zak", &labels, &[]), ["Łukasz Żak"]);
        assert_eq!(best("карен", &labels, &[]), ["Анна Каренина"]);
        assert_eq!(best("田中", &labels, &[]), ["田中さくら"]);
    }

    #[test]
    fn keywords_and_details_are_found_after_labels() {
        let entries = [
            Prepared::new("Theme", "Light or dark", &["appearance".to_owned()]),
            Prepared::new("Dark corners", "", &[]),
        ];
        assert_eq!(ranked("dark", &entries, &[], 10), [1, 0]);
        assert_eq!(ranked("appear", &entries, &[], 10), [0]);
    }

    #[test]
    fn five_thousand_entries_are_ranked_and_cut() {
        let entries: Vec<Prepared> =
            (0..5_000).map(|n| Prepared::new(&format!("Dashboard number {n}"), "Operations", &[])).collect();
        let places = ranked("dash 4999", &entries, &[], 50);
        assert_eq!(places, [4999]);
        assert_eq!(ranked("dash", &entries, &[], 50).len(), 50);
    }

    proptest! {
        #[test]
        fn any_text_is_ranked_without_repeats(
            query in "\\PC{0,12}",
            labels in prop::collection::vec("\\PC{0,20}", 0..20),
            recent in prop::collection::vec(0usize..25, 0..4),
        ) {
            let entries: Vec<Prepared> = labels.iter().map(|label| Prepared::new(label, label, &[])).collect();
            let mut recent = recent;
            recent.sort_unstable();
            recent.dedup();
            let places = ranked(&query, &entries, &recent, 100);
            let mut once = places.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), places.len());
            prop_assert!(places.iter().all(|place| *place < entries.len()));
        }

        #[test]
        fn the_whole_label_finds_its_entry_first(label in "[a-z]{1,8}( [a-z]{1,8})?") {
            let entries = [Prepared::new(&format!("x{label}"), "", &[]), Prepared::new(&label, "", &[])];
            prop_assert_eq!(ranked(&label, &entries, &[0], 10).first().copied(), Some(1));
        }
    }
}
