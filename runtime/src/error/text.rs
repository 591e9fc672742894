//! Cells, names and lists of them as they stand in messages, which are to be read.

/// How many letters of a cell or a name, and how many names, a message has at most.
const LETTERS: usize = 60;
const NAMES: usize = 20;

/// Names, separated by commas.
pub(crate) fn list(names: &[impl AsRef<str>]) -> String {
    joined(names.len(), names.iter().map(|name| quoted(name.as_ref())))
}

/// So many texts, separated by commas.
pub(crate) fn joined(count: usize, texts: impl Iterator<Item = String>) -> String {
    let first = texts.take(NAMES).collect::<Vec<_>>().join(", ");
    if count > NAMES { format!("{first}, … and {} more", count - NAMES) } else { first }
}

/// A cell or a name, as it stands in a message.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, LETTERS))
}

/// At most so many letters of a text, the last one an ellipsis if it has more.
pub(crate) fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        None => text.to_owned(),
        Some(_) => text.chars().take(letters - 1).chain(['…']).collect(),
    }
}

/// What is wrong with a value that is no token of the vocabulary.
pub(crate) fn no_token(value: f64, vocabulary: usize) -> String {
    format!("{value} is no token: the vocabulary is 0 to {}", vocabulary - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
