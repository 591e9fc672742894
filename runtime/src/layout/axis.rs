//! Windows that move over the values of a sample: how many there are, and where.
//!
//! On an axis of `n` values, a window of `k` places that are `d` apart reaches over `r = d (k − 1) + 1` values, and
//! moves on by `s`. There are
//!
//! - `⌊(n − r) / s⌋ + 1` windows that lie on values alone (`Valid`);
//! - `⌈n / s⌉` windows if zeros are added before and behind (`Same`), of which there are
//!   `p = max((⌈n / s⌉ − 1) s + r − n, 0)`: `⌊p / 2⌋` before the values, the others behind;
//! - as many if all `r − 1` zeros come before the values (`Causal`), so that no window looks ahead.

use core::ops::Range;

/// What happens at the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// Windows lie on values alone.
    Valid,
    /// As many zeros are added on both sides as give an output for each stride; if their number is odd, one more
    /// behind.
    Same,
    /// Zeros are added before the values only.
    Causal,
}

/// The windows on one axis. Kernels trust it: [`at`](Self::at) is below [`input`](Self::input) for every place of
/// [`inside`](Self::inside).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    pub(crate) input: usize,
    pub(crate) output: usize,
    pub(crate) size: usize,
    pub(crate) stride: usize,
    pub(crate) dilation: usize,
    pub(crate) before: usize,
}

/// The largest number of an axis: sums of a few of them do not wrap.
const LARGEST: usize = usize::MAX / 8;

impl Axis {
    /// The number of values.
    pub const fn input(&self) -> usize {
        self.input
    }

    /// The number of windows.
    pub const fn output(&self) -> usize {
        self.output
    }

    /// The number of places in a window.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The distance between two windows.
    pub const fn stride(&self) -> usize {
        self.stride
    }

    /// The distance between two places of a window.
    pub const fn dilation(&self) -> usize {
        self.dilation
    }

    /// The number of zeros before the values.
    pub const fn before(&self) -> usize {
        self.before
    }

    /// One window of one place for each value.
    ///
    /// # Panics
    /// When there are more values than memory can hold.
    pub(crate) const fn alone(values: usize) -> Self {
        assert!(values <= LARGEST, "more values than memory can hold");
        Self { input: values, output: values, size: 1, stride: 1, dilation: 1, before: 0 }
    }

    /// Windows of `size` places on `input` values; `None` if there is none, if a number is zero, or if one is so large
    /// that no memory holds what it counts.
    pub const fn new(
        input: usize,
        size: usize,
        stride: usize,
        dilation: usize,
        edges: Edges,
    ) -> Option<Self> {
        if input == 0 || size == 0 || stride == 0 || dilation == 0 {
            return None;
        }
        let Some(reach) = reach(size, dilation) else { return None };
        if input > LARGEST || stride > LARGEST || reach > LARGEST {
            return None;
        }
        let (output, before) = match edges {
            Edges::Valid if reach > input => return None,
            Edges::Valid => ((input - reach) / stride + 1, 0),
            Edges::Causal => (input.div_ceil(stride), reach - 1),
            Edges::Same => {
                let output = input.div_ceil(stride);
                (output, ((output - 1) * stride + reach).saturating_sub(input) / 2)
            }
        };
        Some(Self { input, output, size, stride, dilation, before })
    }

    /// The places of window number `output` that lie on values.
    #[inline]
    pub const fn inside(&self, output: usize) -> Range<usize> {
        let Self { input, size, dilation, before, .. } = *self;
        let start = output * self.stride;
        let first = before.saturating_sub(start).div_ceil(dilation);
        let end = (input + before).saturating_sub(start).div_ceil(dilation);
        let (first, end) = (if first < size { first } else { size }, if end < size { end } else { size });
        if first < end { first..end } else { 0..0 }
    }

    /// The value that lies at `place` of window number `output`, which is one that lies on a value.
    #[inline]
    pub const fn at(&self, output: usize, place: usize) -> usize {
        output * self.stride + place * self.dilation - self.before
    }

    /// The number of the window at whose `place` this value lies, if there is one.
    #[inline]
    pub const fn window(&self, value: usize, place: usize) -> Option<usize> {
        match (value + self.before).checked_sub(place * self.dilation) {
            Some(start) if start.is_multiple_of(self.stride) && start / self.stride < self.output => {
                Some(start / self.stride)
            }
            _ => None,
        }
    }
}

/// How many values a window reaches over, if that is a number.
pub const fn reach(size: usize, dilation: usize) -> Option<usize> {
    match (size - 1).checked_mul(dilation) {
        Some(reach) => reach.checked_add(1),
        None => None,
    }
}

/// The number of windows on an axis; it does not compile if there is none. For sizes that are constants.
pub const fn windows(input: usize, size: usize, stride: usize, dilation: usize, edges: Edges) -> usize {
    match Axis::new(input, size, stride, dilation, edges) {
        Some(axis) => axis.output,
        None => panic!(
            "a window that is larger than what it moves over, or a size, a stride or a dilation of zero"
        ),
    }
}

/// The number of values that windows on an axis of `output` windows came from: the other way round. There may be
/// several such numbers, of which this is the one that Keras takes.
pub const fn transposed(output: usize, size: usize, stride: usize, dilation: usize, edges: Edges) -> usize {
    let (Some(reach), Some(values)) = (reach(size, dilation), output.checked_mul(stride)) else {
        panic!("more values than a computer can count");
    };
    match edges {
        Edges::Valid => values + reach.saturating_sub(stride),
        Edges::Same | Edges::Causal => values,
    }
}

/// The same with so many values `beyond` the fewest, which are fewer than the stride. It does not compile if windows on
/// these would be others.
pub const fn transposed_beyond(
    output: usize,
    size: usize,
    stride: usize,
    dilation: usize,
    beyond: usize,
    edges: Edges,
) -> usize {
    let (Some(reach), Some(apart)) = (reach(size, dilation), (output - 1).checked_mul(stride)) else {
        panic!("more values than a computer can count");
    };
    let values = match edges {
        Edges::Valid => apart + reach + beyond,
        Edges::Same | Edges::Causal => apart + reach % 2 + beyond,
    };
    assert!(beyond < stride, "an output padding is less than the stride");
    assert!(
        windows(values, size, stride, dilation, edges) == output,
        "windows that reach over an even number of values need an output padding of at least 1"
    );
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every window laid out, place by place, on values with zeros around.
    fn laid_out(
        input: usize,
        size: usize,
        stride: usize,
        dilation: usize,
        edges: Edges,
    ) -> Vec<Vec<Option<usize>>> {
        let reach = (size - 1) * dilation + 1;
        let outputs = input.div_ceil(stride);
        let zeros = match edges {
            Edges::Valid => 0,
            Edges::Causal => reach - 1,
            Edges::Same => {
                // As few as give so many windows.
                (0..)
                    .find(|zeros| input + zeros >= reach && (input + zeros - reach) / stride + 1 >= outputs)
                    .unwrap()
            }
        };
        let before = if edges == Edges::Same { zeros / 2 } else { zeros };
        let padded: Vec<Option<usize>> = (0..before)
            .map(|_| None)
            .chain((0..input).map(Some))
            .chain((0..zeros - before).map(|_| None))
            .collect();
        let starts = (0..padded.len()).step_by(stride).filter(|start| start + reach <= padded.len());
        starts.map(|start| (0..size).map(|place| padded[start + place * dilation]).collect()).collect()
    }

    #[test]
    fn windows_are_where_they_would_be_laid_by_hand() {
        for (input, size) in (1..=12).flat_map(|input| (1..=5).map(move |size| (input, size))) {
            for (stride, dilation) in
                (1..=3).flat_map(|stride| (1..=2).map(move |dilation| (stride, dilation)))
            {
                for edges in [Edges::Valid, Edges::Same, Edges::Causal] {
                    let expected = laid_out(input, size, stride, dilation, edges);
                    let what = format!("{input} {size} {stride} {dilation} {edges:?}");
                    let Some(axis) = Axis::new(input, size, stride, dilation, edges) else {
                        assert!(expected.is_empty(), "{what}");
                        continue;
                    };
                    assert_eq!(axis.output, expected.len(), "{what}");
                    for (output, places) in expected.iter().enumerate() {
                        let inside = axis.inside(output);
                        for (place, &value) in places.iter().enumerate() {
                            let found = inside.contains(&place).then(|| axis.at(output, place));
                            assert_eq!(found, value, "{what}: window {output}, place {place}");
                            let Some(value) = value else { continue };
                            assert_eq!(axis.window(value, place), Some(output), "{what}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn as_many_windows_lie_on_what_they_came_from() {
        for (output, size) in (1..=12).flat_map(|output| (1..=5).map(move |size| (output, size))) {
            for (stride, dilation) in
                (1..=3).flat_map(|stride| (1..=2).map(move |dilation| (stride, dilation)))
            {
                for edges in [Edges::Valid, Edges::Same] {
                    let input = transposed(output, size, stride, dilation, edges);
                    assert_eq!(windows(input, size, stride, dilation, edges), output);
                }
            }
        }
    }

    #[test]
    fn what_is_no_window_is_none() {
        assert_eq!(Axis::new(4, 5, 1, 1, Edges::Valid), None);
        assert_eq!(Axis::new(4, 2, 0, 1, Edges::Same), None);
        assert_eq!(Axis::new(4, usize::MAX, 1, 3, Edges::Same), None);
        // Sums of these would wrap.
        assert_eq!(Axis::new(usize::MAX / 2, 2, 2, usize::MAX / 2, Edges::Same), None);
        assert_eq!(Axis::new(4, 2, usize::MAX - 1, 1, Edges::Same), None);
    }
}
