//! Suggestions for misspelt names.

/// The name with the smallest edit distance to `written`, if at most a third of its letters differ.
pub(crate) fn nearest<'a>(written: &str, names: &[&'a str]) -> Option<&'a str> {
    let written = written.to_lowercase();
    let distances = names.iter().map(|name| (distance(&written, &name.to_lowercase()), *name));
    let (distance, name) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= name.len()).then_some(name)
}

/// The Damerau-Levenshtein distance in its restricted form: the number of letters to replace, insert, delete, or swap
/// with a neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        for (a, b, expected) in
            [("", "relu", 4), ("relu", "relu", 0), ("rleu", "relu", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn only_what_is_alike_is_suggested() {
        let names = ["relu", "sigmoid", "softmax"];
        assert_eq!(nearest("ReLU", &names), Some("relu"));
        assert_eq!(nearest("sofmax", &names), Some("softmax"));
        assert_eq!(nearest("swish", &names), None);
        assert_eq!(nearest("anything", &[]), None);
    }
}
