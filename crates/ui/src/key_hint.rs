//! Keys to press, drawn as keys.

use leptos::prelude::*;

/// A key or a sequence of keys: `mod+k`, `g a`, `?`. `mod` is the Command key on Apple's machines and Ctrl elsewhere; which
/// of the two is known in the browser only, so the page arrives with Ctrl.
#[component]
pub fn KeyHint(
    /// Keys pressed together joined by `+`, keys pressed one after another parted by spaces.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    let apple = RwSignal::new(false);
    Effect::new(move |_| {
        let platform = window().navigator().platform().unwrap_or_default();
        if is_apple(&platform) {
            apple.set(true);
        }
    });
    let steps = keys
        .split_whitespace()
        .enumerate()
        .map(|(index, step)| {
            let keys = parts(step)
                .into_iter()
                .map(|part| {
                    let word = part.clone();
                    view! {
                        <kbd class="key">
                            <span aria-hidden="true">{move || face(&part, apple.get())}</span>
                            <span class="visually-hidden">{move || spoken(&word, apple.get())}</span>
                        </kbd>
                    }
                })
                .collect_view();
            let then = (index > 0).then(|| view! { <span class="key-hint__then">" then "</span> });
            view! {
                {then}
                <span class="key-hint__step">{keys}</span>
            }
        })
        .collect_view();
    view! { <span class="key-hint" dir="ltr">{steps}</span> }.into_any()
}

fn is_apple(platform: &str) -> bool {
    ["Mac", "iPhone", "iPad", "iPod"].iter().any(|name| platform.starts_with(name))
}

/// The keys pressed together; a plus that is itself a key is kept.
fn parts(step: &str) -> Vec<String> {
    if step == "+" {
        return vec!["+".to_owned()];
    }
    step.split('+').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What is drawn on the key.
fn face(key: &str, apple: bool) -> String {
    let known = match (key.to_lowercase().as_str(), apple) {
        ("mod", true) => "⌘",
        ("mod", false) | ("ctrl", _) => "Ctrl",
        ("alt", true) => "⌥",
        ("alt", false) => "Alt",
        ("shift", true) => "⇧",
        ("shift", false) => "Shift",
        ("enter", _) => "↵",
        ("escape", _) => "Esc",
        ("up", _) => "↑",
        ("down", _) => "↓",
        ("left", _) => "←",
        ("right", _) => "→",
        ("space", _) => "Space",
        _ => return if key.chars().count() == 1 { key.to_uppercase() } else { key.to_owned() },
    };
    known.to_owned()
}

/// What is read aloud for the key.
fn spoken(key: &str, apple: bool) -> String {
    let known = match (key.to_lowercase().as_str(), apple) {
        ("mod", true) => "Command",
        ("mod", false) | ("ctrl", _) => "Control",
        ("alt", true) => "Option",
        ("alt", false) => "Alt",
        ("shift", _) => "Shift",
        ("enter", _) => "Enter",
        ("escape", _) => "Escape",
        ("up", _) => "Up arrow",
        ("down", _) => "Down arrow",
        ("left", _) => "Left arrow",
        ("right", _) => "Right arrow",
        ("space", _) => "Space",
        ("?", _) => "Question mark",
        ("/", _) => "Slash",
        _ => return if key.chars().count() == 1 { key.to_uppercase() } else { key.to_owned() },
    };
    format!("{known} ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_together_are_told_from_keys_one_after_another() {
        assert_eq!(parts("mod+shift+k"), ["mod", "shift", "k"]);
        assert_eq!(parts("+"), ["+"]);
    }

    #[test]
    fn command_stands_for_control_on_apples_machines() {
        assert_eq!(face("mod", is_apple("MacIntel")), "⌘");
        assert_eq!(face("mod", is_apple("Linux x86_64")), "Ctrl");
        assert_eq!(face("g", false), "G");
        assert_eq!(spoken("mod", true), "Command ");
    }
}
