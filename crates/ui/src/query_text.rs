//! Query strings: names and values as pairs, and pairs as an address that a link can carry.

/// A name and its value, as they stand in an address.
pub type Pair = (String, String);

/// Writes one part of a query so that any text survives the way through an address.
pub fn encode_part(text: &str) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        // The colon and the comma are legal in a query and keep filters legible in the address bar.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':' | b',') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(HEX.get(usize::from(byte >> 4)));
            encoded.extend(HEX.get(usize::from(byte & 15)));
        }
    }
    encoded
}

/// The address of the same page with these pairs: `?a=1&b=2`, or `?` alone, which takes everything away.
pub fn query_href(pairs: &[Pair]) -> String {
    let parts: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode_part(name), encode_part(value))).collect();
    format!("?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(core::str::from_utf8(&digits).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn any_text_survives(text in ".*") {
            let encoded = encode_part(&text);
            let plain = encoded.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~:,%".contains(c));
            prop_assert!(plain);
            prop_assert_eq!(decode(&encoded), text);
        }
    }

    #[test]
    fn pairs_become_a_link() {
        let pairs = [("severity".to_owned(), "is:high,critical".to_owned()), ("q".to_owned(), "a&b c".to_owned())];
        assert_eq!(query_href(&pairs), "?severity=is:high,critical&q=a%26b%20c");
        assert_eq!(query_href(&[]), "?");
    }
}
