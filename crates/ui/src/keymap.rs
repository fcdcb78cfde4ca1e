//! Which shortcut a key press completes: single keys, keys together, keys one after another. Nothing here touches the page.

use crate::dom;

/// A key press, as far as shortcuts care.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyPress {
    /// What the key writes or is called: `g`, `?`, `Escape`.
    pub key: String,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Command or the Windows key was held.
    pub meta: bool,
    /// Alt or Option was held.
    pub alt: bool,
    /// Shift was held.
    pub shift: bool,
    /// The focus is where keys are text.
    pub in_field: bool,
    /// It belongs to a character that is being composed, or the key repeats because it is held down.
    pub passing: bool,
}

impl KeyPress {
    /// Reads an event of the browser.
    pub fn of(event: &web_sys::KeyboardEvent) -> Self {
        Self {
            key: event.key(),
            ctrl: event.ctrl_key(),
            meta: event.meta_key(),
            alt: event.alt_key(),
            shift: event.shift_key(),
            in_field: dom::takes_text(event.target()),
            passing: event.is_composing() || event.repeat(),
        }
    }
}

/// What a key press came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyStep {
    /// No shortcut; the key does what it does.
    Nothing,
    /// The beginning of one. Call [`Keymap::forget`] when nothing follows within a second or so.
    Begun,
    /// The shortcut with this id; keep the browser from acting on the key.
    Run(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Chord {
    key: String,
    command: bool,
    alt: bool,
    shift: bool,
}

impl Chord {
    fn parse(text: &str) -> Option<Self> {
        let mut chord = Self { key: String::new(), command: false, alt: false, shift: false };
        if text == "+" {
            chord.key = "+".to_owned();
            return Some(chord);
        }
        for part in text.split('+') {
            match part.to_lowercase().as_str() {
                "mod" => chord.command = true,
                "alt" => chord.alt = true,
                "shift" => chord.shift = true,
                key => chord.key = key.to_owned(),
            }
        }
        (!chord.key.is_empty()).then_some(chord)
    }

    fn fits(&self, press: &KeyPress) -> bool {
        // Shift is part of how a sign such as `?` is written, and on which key differs by keyboard.
        let is_sign = |key: &str| key.chars().count() == 1 && !key.chars().any(char::is_alphabetic);
        self.key == press.key.to_lowercase()
            && self.command == (press.ctrl != press.meta)
            && self.alt == press.alt
            && (is_sign(&self.key) || self.shift == press.shift)
            && !(press.ctrl && press.meta)
    }

    /// Whether it is a lone character, which people who dictate or whose hands shake press unawares (WCAG 2.1.4).
    fn is_character(&self) -> bool {
        !self.command && !self.alt
    }
}

/// Shortcuts and the one that is being pressed. Those without `mod` or `alt` are ignored in fields and can be switched off.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<(Vec<Chord>, String)>,
    pressed: Vec<KeyPress>,
    off: bool,
}

impl Keymap {
    /// Shortcuts as keys and id, such as `("g a", "alerts")` and `("mod+k", "palette")`; the first of two that fit wins.
    /// Keys that cannot be read are left out.
    pub fn new<'a>(bindings: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let bindings = bindings
            .into_iter()
            .filter_map(|(keys, id)| {
                let chords: Option<Vec<Chord>> = keys.split_whitespace().map(Chord::parse).collect();
                chords.filter(|chords| !chords.is_empty()).map(|chords| (chords, id.to_owned()))
            })
            .collect();
        Self { bindings, ..Self::default() }
    }

    /// Switches the shortcuts of single characters on or off. Those with `mod` or `alt` stay.
    pub fn enable(&mut self, on: bool) {
        self.off = !on;
        self.forget();
    }

    /// Forgets the beginning of a sequence.
    pub fn forget(&mut self) {
        self.pressed.clear();
    }

    /// Takes a key press and says what it came to.
    pub fn press(&mut self, press: KeyPress) -> KeyStep {
        if press.passing || matches!(press.key.as_str(), "Shift" | "Control" | "Alt" | "Meta" | "AltGraph" | "CapsLock")
        {
            return KeyStep::Nothing;
        }
        self.pressed.push(press);
        let step = self.step();
        // What does not go on with the sequence may begin another.
        let step = if step == KeyStep::Nothing && self.pressed.len() > 1 {
            let last = self.pressed.pop();
            self.pressed.clear();
            self.pressed.extend(last);
            self.step()
        } else {
            step
        };
        if step != KeyStep::Begun {
            self.forget();
        }
        step
    }

    fn step(&self) -> KeyStep {
        let mut begun = false;
        for (chords, id) in &self.bindings {
            let fits = chords.len() >= self.pressed.len()
                && chords
                    .iter()
                    .zip(&self.pressed)
                    .all(|(chord, press)| chord.fits(press) && !(chord.is_character() && (self.off || press.in_field)));
            if fits && chords.len() == self.pressed.len() {
                return KeyStep::Run(id.clone());
            }
            begun |= fits;
        }
        if begun { KeyStep::Begun } else { KeyStep::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keymap() -> Keymap {
        Keymap::new([
            ("g a", "alerts"),
            ("g d", "dashboards"),
            ("/", "search"),
            ("?", "help"),
            ("j", "next"),
            ("shift+j", "last"),
            ("mod+k", "palette"),
            ("+", "more"),
        ])
    }

    fn key(key: &str) -> KeyPress {
        KeyPress { key: key.to_owned(), ..KeyPress::default() }
    }

    fn run(id: &str) -> KeyStep {
        KeyStep::Run(id.to_owned())
    }

    #[test]
    fn sequence_runs_and_a_wrong_key_begins_anew() {
        let mut keys = keymap();
        assert_eq!(keys.press(key("g")), KeyStep::Begun);
        assert_eq!(keys.press(key("a")), run("alerts"));
        assert_eq!(keys.press(key("a")), KeyStep::Nothing);
        keys.press(key("g"));
        assert_eq!(keys.press(key("g")), KeyStep::Begun);
        assert_eq!(keys.press(key("j")), run("next"));
    }

    #[test]
    fn a_pause_forgets_the_beginning() {
        let mut keys = keymap();
        keys.press(key("g"));
        keys.forget();
        assert_eq!(keys.press(key("a")), KeyStep::Nothing);
    }

    #[test]
    fn keys_typed_into_fields_are_text_but_the_palette_opens() {
        let mut keys = keymap();
        let in_field = |press: KeyPress| KeyPress { in_field: true, ..press };
        for text in ["g", "a", "/", "?", "j"] {
            assert_eq!(keys.press(in_field(key(text))), KeyStep::Nothing);
        }
        assert_eq!(keys.press(in_field(KeyPress { ctrl: true, ..key("k") })), run("palette"));
    }

    #[test]
    fn switched_off_only_the_palette_is_left() {
        let mut keys = keymap();
        keys.press(key("g"));
        keys.enable(false);
        assert_eq!(keys.press(key("a")), KeyStep::Nothing);
        assert_eq!(keys.press(key("j")), KeyStep::Nothing);
        assert_eq!(keys.press(KeyPress { meta: true, ..key("k") }), run("palette"));
        keys.enable(true);
        assert_eq!(keys.press(key("j")), run("next"));
    }

    #[test]
    fn signs_are_found_on_every_keyboard_and_letters_heed_shift() {
        let mut keys = keymap();
        assert_eq!(keys.press(KeyPress { shift: true, ..key("?") }), run("help"));
        assert_eq!(keys.press(KeyPress { shift: true, ..key("/") }), run("search"));
        assert_eq!(keys.press(KeyPress { shift: true, ..key("J") }), run("last"));
        assert_eq!(keys.press(key("+")), run("more"));
    }

    #[test]
    fn other_modifiers_and_held_keys_are_left_to_the_browser() {
        let mut keys = keymap();
        assert_eq!(keys.press(KeyPress { ctrl: true, ..key("j") }), KeyStep::Nothing);
        assert_eq!(keys.press(KeyPress { alt: true, ..key("j") }), KeyStep::Nothing);
        assert_eq!(keys.press(KeyPress { passing: true, ..key("j") }), KeyStep::Nothing);
        assert_eq!(keys.press(KeyPress { ctrl: true, meta: true, ..key("k") }), KeyStep::Nothing);
        keys.press(key("g"));
        assert_eq!(keys.press(key("Shift")), KeyStep::Nothing, "which does not end the sequence");
        assert_eq!(keys.press(key("d")), run("dashboards"));
    }
}
