//! What flows into attention, and plays which part there.

use crate::tensor::{Batch, BatchMut, Scalar, Sequence, Shape};

/// The shape of what flows into a layer of attention: a sequence that attends to itself.
pub trait Attended: Shape + sealed::Sealed {
    /// The shape of the queries: each of their steps has an output.
    type Query: Shape;

    /// The shape of an output with the features of the values for each query.
    type Taken: Shape;

    /// Steps and features of the queries.
    const QUERY: [usize; 2];

    /// Steps and features of the keys. There are as many values as keys.
    const KEY: [usize; 2];

    /// Steps and features of the values.
    const VALUE: [usize; 2];

    /// Queries, keys and values.
    fn parts<T: Scalar>(input: Batch<'_, T, Self>) -> [&[T]; 3];

    /// Lets `write` write each part's gradient where it belongs, or add it to what is there.
    fn gradients<T: Scalar>(gradient: BatchMut<'_, T, Self>, write: impl FnMut(Role, &mut [T], bool));

    /// The masks of queries and keys.
    fn masks<T>(mask: Option<&[T]>) -> [Option<&[T]>; 2];
}

/// What a sequence is to attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who looks.
    Query,
    /// What it compares with.
    Key,
    /// What it takes.
    Value,
}

impl<const TIME: usize, const FEATURES: usize> Attended for Sequence<TIME, FEATURES> {
    type Query = Self;
    type Taken = Self;

    const QUERY: [usize; 2] = [TIME, FEATURES];
    const KEY: [usize; 2] = [TIME, FEATURES];
    const VALUE: [usize; 2] = [TIME, FEATURES];

    fn parts<T: Scalar>(input: Batch<'_, T, Self>) -> [&[T]; 3] {
        [input.values(); 3]
    }

    fn gradients<T: Scalar>(gradient: BatchMut<'_, T, Self>, mut write: impl FnMut(Role, &mut [T], bool)) {
        let gradient = gradient.into_values();
        write(Role::Query, gradient, false);
        write(Role::Key, gradient, true);
        write(Role::Value, gradient, true);
    }

    fn masks<T>(mask: Option<&[T]>) -> [Option<&[T]>; 2] {
        [mask; 2]
    }
}

mod sealed {
    use crate::tensor::Sequence;

    pub trait Sealed {}
    impl<const TIME: usize, const FEATURES: usize> Sealed for Sequence<TIME, FEATURES> {}
}
