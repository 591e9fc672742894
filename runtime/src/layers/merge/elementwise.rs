use core::marker::PhantomData;

use crate::activations::linear;
use crate::chain::are_alike;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Flow, Scalar, Shape};

/// Values of one shape, joined value by value by `C`: two up to eight of them.
///
/// In a graph it is written by the name of what it does, [`Add`], [`Subtract`], [`Multiply`], [`Average`], [`Maximum`]
/// or [`Minimum`], with the values in parentheses:
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Net(x: Features<4>) -> y {
///         left = x => Dense<8, tanh>;
///         right = x => Dense<8, sigmoid>;
///         y = Multiply(left, right) => Dense<1>;
///     }
/// }
///
/// assert_eq!(Net::new(1).predict(&[0.1, 0.2, 0.3, 0.4]).len(), 1);
/// ```
///
/// In a line of layers, the values are what branches make of what flows in, each in brackets:
/// `Multiply([Dense<8, tanh>], [Dense<8, sigmoid>])`. `[]` is a branch without layers. Their variables are called
/// `multiply/dense/kernel` and so on.
///
/// It has no variables of its own. Where values come from sequences with masks, a step is masked behind it if it is
/// masked in all of them, as in Keras.
#[derive(Clone, Copy, Debug, Default)]
pub struct Merge<C, X> {
    types: Types<(C, X)>,
}

impl<C, X> Merge<C, X> {
    /// The layer.
    pub const fn new() -> Self {
        Self { types: PhantomData }
    }
}

/// `y = a + b + …`. The gradient goes back to each of them as it is.
pub type Add<X> = Merge<Sums, X>;

/// `y = a − b`, of two values. The gradient goes back as it is to the first, with the other sign to the second.
pub type Subtract<X> = Merge<Differences, X>;

/// `y = a b …`. The gradient goes back to each of them times the product of the others.
pub type Multiply<X> = Merge<Products, X>;

/// `y = (a + b + …) / n`. The gradient goes back to each of them divided by their number `n`.
pub type Average<X> = Merge<Means, X>;

/// `y = max(a, b, …)`. The gradient goes back to the largest one; to the first, where several are.
pub type Maximum<X> = Merge<Maxima, X>;

/// `y = min(a, b, …)`. The gradient goes back to the smallest one; to the first, where several are.
pub type Minimum<X> = Merge<Minima, X>;

/// How values are joined.
pub trait Combines: Clone + Send + Sync + 'static {
    /// What the layer is called inside of another one, if nobody gives it a name.
    const NAME: &'static str;

    /// How many values there may be at most.
    const MOST: usize = usize::MAX;

    /// Takes in another value; `joined` is what came of those before.
    fn join<T: Scalar>(joined: T, next: T) -> T;

    /// What becomes of all `count` of them.
    fn end<T: Scalar>(joined: T, count: usize) -> T {
        let _ = count;
        joined
    }

    /// The derivative of what comes out with respect to value number `index`, where that is `values`.
    fn derivative<T: Scalar>(values: &[T], index: usize) -> T;
}

macro_rules! ways {
    ($($(#[$doc:meta])* $way:ident $name:literal $most:expr, $join:expr, $end:expr, $derivative:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $way {}

            impl Combines for $way {
                const NAME: &'static str = $name;
                const MOST: usize = $most;

                #[inline(always)]
                fn join<T: Scalar>(joined: T, next: T) -> T {
                    let join: fn(T, T) -> T = $join;
                    join(joined, next)
                }

                #[inline(always)]
                fn end<T: Scalar>(joined: T, count: usize) -> T {
                    let end: fn(T, usize) -> T = $end;
                    end(joined, count)
                }

                #[inline(always)]
                fn derivative<T: Scalar>(values: &[T], index: usize) -> T {
                    let derivative: fn(&[T], usize) -> T = $derivative;
                    derivative(values, index)
                }
            }
        )*
    };
}

/// Whether this is not a number.
#[inline(always)]
fn is_nan<T: Scalar>(value: T) -> bool {
    value.partial_cmp(&value).is_none()
}

/// Whether value number `index` is the first of those that `is_before` puts before all others.
#[inline(always)]
fn is_chosen<T: Scalar>(values: &[T], index: usize, is_before: fn(T, T) -> bool) -> T {
    let mut chosen = 0;
    for (other, &value) in values.iter().enumerate() {
        // What is not a number wins against all, so that it comes out.
        if is_before(value, values[chosen]) || is_nan(value) && !is_nan(values[chosen]) {
            chosen = other;
        }
    }
    if chosen == index { T::one() } else { T::zero() }
}

ways! {
    /// Their sum.
    Sums "add" usize::MAX, |a, b| a + b, |sum, _| sum, |_, _| T::one();
    /// The difference of two.
    Differences "subtract" 2, |a, b| a - b, |difference, _| difference,
        |_, index| if index == 0 { T::one() } else { -T::one() };
    /// Their product.
    Products "multiply" usize::MAX, |a, b| a * b, |product, _| product,
        |values, index| {
            let others = values.iter().enumerate().filter(|&(other, _)| other != index);
            others.fold(T::one(), |product, (_, &value)| product * value)
        };
    /// Their mean.
    Means "average" usize::MAX, |a, b| a + b, |sum, count| sum / T::of(count as f64),
        |values, _| T::one() / T::of(values.len() as f64);
    /// The largest of them.
    Maxima "maximum" usize::MAX, |a, b| if b > a || is_nan(b) { b } else { a }, |largest, _| largest,
        |values, index| is_chosen(values, index, |a, b| a > b);
    /// The smallest of them.
    Minima "minimum" usize::MAX, |a, b| if b < a || is_nan(b) { b } else { a }, |smallest, _| smallest,
        |values, index| is_chosen(values, index, |a, b| a < b);
}

/// Implements [`Layer`] for a tuple of so many values of one shape.
macro_rules! tuple {
    ($count:literal: $first:ident $($shape:ident)*) => {
        impl<C: Combines, $first: Shape, $($shape: Shape),*> Layer for Merge<C, ($first, $($shape),*)> {
            type Input = ($first, $($shape),*);
            type Output = $first;
            type Activation = linear;

            const FILLS_PADDING: bool = true;
            const NAME: &'static str = C::NAME;
            const SAMPLEWISE: bool = true;
            const MASK: Mask = Mask::Joined;

            fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
                const {
                    assert!($count <= C::MOST, "a difference is that of two values");
                    $(assert!(are_alike::<$first, $shape>(), "values of different shapes are joined");)*
                }
                let mut inputs = Self::Input::slices(call.input);
                let output = call.output.values();
                output.copy_from_slice(inputs.next().unwrap_or_default());
                for input in inputs {
                    output.iter_mut().zip(input).for_each(|(y, &x)| *y = C::join(*y, x));
                }
                output.iter_mut().for_each(|y| *y = C::end(*y, $count));
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                let Some(gradient) = call.input_gradient else { return };
                let mut inputs = [&[][..]; $count];
                inputs.iter_mut().zip(Self::Input::slices(call.input)).for_each(|(to, from)| *to = from);
                let delta = call.delta.values();
                for (index, gradient) in Self::Input::slices_mut(gradient).enumerate() {
                    for (place, (gradient, &delta)) in gradient.iter_mut().zip(delta).enumerate() {
                        let values = inputs.map(|input: &[T]| input[place]);
                        *gradient = delta * C::derivative(&values, index);
                    }
                }
            }
        }
    };
}

tuple!(2: A B);
tuple!(3: A B C1);
tuple!(4: A B C1 D);
tuple!(5: A B C1 D E);
tuple!(6: A B C1 D E F);
tuple!(7: A B C1 D E F G);
tuple!(8: A B C1 D E F G H);
