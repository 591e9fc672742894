/// The place of the largest value, of several equal ones the first: the class that a model finds most likely.
/// 0 if there are no values; a NaN is never the largest.
///
/// ```
/// assert_eq!(plywood::argmax([0.1, 0.7, 0.2]), 1);
/// ```
pub fn argmax<T: PartialOrd>(values: impl IntoIterator<Item = T>) -> usize {
    let mut values = values.into_iter().enumerate().filter(|(_, value)| value.partial_cmp(value).is_some());
    let Some(first) = values.next() else { return 0 };
    values.fold(first, |largest, next| if next.1 > largest.1 { next } else { largest }).0
}
