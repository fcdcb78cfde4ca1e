//! Builds one SVG sprite of the Lucide icons named in `public/icons.txt`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::paths::Workspace;
use crate::step;

/// The checked list of icons.
pub(crate) fn list(workspace: &Workspace) -> PathBuf {
    workspace.root.join("public/icons.txt")
}

/// The sprite: a page shows an icon by `<svg><use href="…#name"/></svg>`, and it takes the colour of the text around it.
pub(crate) fn sprite(workspace: &Workspace) -> Outcome<String> {
    let list = list(workspace);
    let text = std::fs::read_to_string(&list).map_err(Failure::file("read", &list))?;
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Lucide, ISC licence -->");
    for name in names(&text)? {
        sprite.push_str(&symbol(name, &drawing(workspace, name)?)?);
    }
    sprite.push_str("</svg>\n");
    Ok(sprite)
}

/// `cargo xtask icons [NAME…]`: adds names to the list, keeps it sorted, and checks every one of them.
pub(crate) fn command(workspace: &Workspace, added: &[String]) -> Outcome {
    crate::tools::ready_to_build(workspace)?;
    let list = list(workspace);
    let text = std::fs::read_to_string(&list).map_err(Failure::file("read", &list))?;
    let mut wanted: BTreeSet<&str> = names(&text)?.into_iter().collect();
    for name in added {
        drawing(workspace, name)?;
        wanted.insert(name);
    }
    let comments = text.lines().filter(|line| line.starts_with('#'));
    let mut lines: Vec<&str> = comments.chain(wanted.iter().copied()).collect();
    lines.push("");
    step::write(&list, lines.join("\n").as_bytes())?;
    let sprite = sprite(workspace)?;
    step::say("icons", &format!("{} icons, {} bytes before compression", wanted.len(), sprite.len()));
    Ok(())
}

/// The names in a list, which must be sorted so that two branches that add icons merge.
fn names(list: &str) -> Outcome<Vec<&str>> {
    let names: Vec<&str> =
        list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for (name, next) in names.iter().zip(names.iter().skip(1)) {
        if name >= next {
            return Err(Failure::sentence(format!(
                "public/icons.txt is not sorted: {next} stands after {name}; `cargo xtask icons` puts it in order"
            )));
        }
    }
    Ok(names)
}

fn drawing(workspace: &Workspace, name: &str) -> Outcome<String> {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let file = workspace.npm_package("lucide-static").join("icons").join(name).with_extension("svg");
    if !plain || !file.exists() {
        return Err(Failure::sentence(format!(
            "Lucide has no icon named {name}: look the name up on lucide.dev and correct public/icons.txt"
        )));
    }
    std::fs::read_to_string(&file).map_err(Failure::file("read", &file))
}

/// What is inside the drawing's `<svg>`, as a symbol.
fn symbol(name: &str, drawing: &str) -> Outcome<String> {
    let inside = drawing
        .split_once("<svg")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</svg>"))
        .map(|(inside, _)| inside.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><"))
        .ok_or_else(|| Failure::sentence(format!("the drawing of {name} in lucide-static is not an <svg>")))?;
    Ok(format!(
        "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</symbol>",
        inside.trim().replace(" />", "/>")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_a_symbol_without_its_frame() -> Outcome {
        let drawing = "<!-- licence -->\n<svg\n class=\"lucide\"\n stroke=\"currentColor\"\n>\n  <path d=\"M12 2v2\" />\n  \
                       <path d=\"M2 12h2\" />\n</svg>\n";
        let symbol = symbol("sun", drawing)?;
        assert!(symbol.starts_with("<symbol id=\"sun\" viewBox=\"0 0 24 24\""));
        assert!(symbol.ends_with("\"><path d=\"M12 2v2\"/><path d=\"M2 12h2\"/></symbol>"));
        Ok(())
    }

    #[test]
    fn an_unsorted_list_is_refused_with_the_remedy() {
        let said = names("# comment\nsun\nmoon\n").err().map(|e| e.to_string());
        assert!(said.is_some_and(|said| said.contains("cargo xtask icons")));
    }

    #[test]
    fn a_name_that_lucide_lacks_is_a_sentence() {
        let nowhere = Workspace { root: PathBuf::from("/nowhere"), target: PathBuf::new(), members: Vec::new() };
        for name in ["no-such-icon", "../sun", ""] {
            let said = drawing(&nowhere, name).err().map(|e| e.to_string());
            assert!(said.is_some_and(|said| said.contains("Lucide has no icon")));
        }
    }
}
