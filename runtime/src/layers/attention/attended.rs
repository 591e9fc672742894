//! What flows into attention, and plays which part there.

use crate::tensor::{Flow, Scalar, Sequence, Shape};

/// What flows into a layer of attention: a sequence that attends to itself, or two, of which the first attends to the
/// second.
pub trait Attended: Flow + sealed::Sealed {
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
    fn parts<T: Scalar>(input: Self::Batch<'_, T>) -> [&[T]; 3];

    /// Lets `write` write each part's gradient where it belongs, or add it to what is there.
    fn gradients<T: Scalar>(gradient: Self::BatchMut<'_, T>, write: impl FnMut(Role, &mut [T], bool));

    /// The masks of queries and keys.
    fn both_masks<T: Scalar>(mask: Self::Mask<'_, T>) -> [Option<&[T]>; 2];
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

    fn parts<T: Scalar>(input: Self::Batch<'_, T>) -> [&[T]; 3] {
        [input.values(); 3]
    }

    fn gradients<T: Scalar>(gradient: Self::BatchMut<'_, T>, mut write: impl FnMut(Role, &mut [T], bool)) {
        let gradient = gradient.into_values();
        write(Role::Query, gradient, false);
        write(Role::Key, gradient, true);
        write(Role::Value, gradient, true);
    }

    fn both_masks<T: Scalar>(mask: Self::Mask<'_, T>) -> [Option<&[T]>; 2] {
        [mask; 2]
    }
}

impl<const STEPS: usize, const FEATURES: usize, const TIME: usize, const TAKEN: usize> Attended
    for (Sequence<STEPS, FEATURES>, Sequence<TIME, TAKEN>)
{
    type Query = Sequence<STEPS, FEATURES>;
    type Taken = Sequence<STEPS, TAKEN>;

    const QUERY: [usize; 2] = [STEPS, FEATURES];
    const KEY: [usize; 2] = [TIME, TAKEN];
    const VALUE: [usize; 2] = [TIME, TAKEN];

    fn parts<T: Scalar>((query, value): Self::Batch<'_, T>) -> [&[T]; 3] {
        [query.values(), value.values(), value.values()]
    }

    fn gradients<T: Scalar>(
        (query, value): Self::BatchMut<'_, T>,
        mut write: impl FnMut(Role, &mut [T], bool),
    ) {
        write(Role::Query, query.into_values(), false);
        let value = value.into_values();
        write(Role::Key, value, false);
        write(Role::Value, value, true);
    }

    fn both_masks<T: Scalar>((query, value): Self::Mask<'_, T>) -> [Option<&[T]>; 2] {
        [query, value]
    }
}

mod sealed {
    use crate::tensor::Sequence;

    pub trait Sealed {}
    impl<const TIME: usize, const FEATURES: usize> Sealed for Sequence<TIME, FEATURES> {}
    impl<const STEPS: usize, const FEATURES: usize, const TIME: usize, const TAKEN: usize> Sealed
        for (Sequence<STEPS, FEATURES>, Sequence<TIME, TAKEN>)
    {
    }
}
