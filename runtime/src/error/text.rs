//! Cells, names, numbers and lists of them as they are printed in messages.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many letters of a cell or a name, and how many names, a message has at most.
const LETTERS: usize = 60;
const NAMES: usize = 20;

/// Names, separated by commas.
pub(crate) fn list(names: &[impl AsRef<str>]) -> String {
    joined(names.len(), names.iter().map(|name| quoted(name.as_ref())))
}

/// These `count` texts, separated by commas; only the first ones if there are many.
pub(crate) fn joined(count: usize, texts: impl Iterator<Item = String>) -> String {
    let first = texts.take(NAMES).collect::<Vec<_>>().join(", ");
    if count > NAMES { format!("{first}, … and {} more", count - NAMES) } else { first }
}

/// A cell or a name in a message, in backticks.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, LETTERS))
}

/// A text, shortened to at most `letters` letters, the last one an ellipsis.
pub(crate) fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        None => text.to_owned(),
        Some(_) => text.chars().take(letters.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// A number of any size in a few letters: `0.5`, `1e300`, `1e-7`. `Display` would write 301 digits of the second one.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        size if size == 0.0 || (1e-5..1e16).contains(&size) => value.to_string(),
        _ => format!("{value:e}"),
    }
}

/// A number of bytes, as Keras writes it: 1 KB is 1,024 bytes.
pub(crate) fn size(bytes: f64) -> String {
    let mut value = bytes;
    for unit in ["B", "KB", "MB", "GB"] {
        if value < 1024.0 {
            return format!("{value:.2} {unit}");
        }
        value /= 1024.0;
    }
    format!("{value:.2} TB")
}

/// What is wrong with a value that is no token of the vocabulary.
pub(crate) fn no_token(value: f64, vocabulary: usize) -> String {
    let value = number(value);
    match vocabulary.checked_sub(1) {
        Some(last) => format!("{value} is no token: the vocabulary is 0 to {last}"),
        None => format!("{value} is no token: the vocabulary is empty"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_have_no_room() {
        assert_eq!(["", "a", "ab"].map(|text| shortened(text, 0)), ["", "…", "…"]);
        assert_eq!(["", "a", "ab"].map(|text| shortened(text, 1)), ["", "a", "…"]);
    }

    #[test]
    fn numbers_of_any_size_are_short() {
        let values =
            [0.0, -0.0, 0.5, 1e-5, 9e-6, 123_456.75, 9e15, 1e16, -1e300, f64::MAX, f64::MIN_POSITIVE];
        let expected = [
            "0",
            "-0",
            "0.5",
            "0.00001",
            "9e-6",
            "123456.75",
            "9000000000000000",
            "1e16",
            "-1e300",
            "1.7976931348623157e308",
            "2.2250738585072014e-308",
        ];
        assert_eq!(values.map(number), expected);
        assert_eq!([f64::INFINITY, f64::NAN].map(number), ["inf", "NaN"]);
        for value in values {
            assert_eq!(number(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }

    #[test]
    fn sizes_are_those_of_keras() {
        assert_eq!([0.0, 268.0, 1075.0, 1048576.0].map(size), ["0.00 B", "268.00 B", "1.05 KB", "1.00 MB"]);
    }

    #[test]
    fn messages_have_an_end() {
        let names: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
        assert_eq!(list(&names[..3]), "`0`, `1`, `2`");
        assert!(list(&names[..20]).ends_with(", `19`"));
        assert!(list(&names).ends_with(", `19`, … and 19980 more"));
        assert_eq!(quoted(&"ä".repeat(60)), format!("`{}`", "ä".repeat(60)));
        assert_eq!(quoted(&"ä".repeat(61)), format!("`{}…`", "ä".repeat(59)));
    }
}
