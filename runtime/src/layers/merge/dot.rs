use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Features, Scalar, Sequence, Shape};

/// The dot products of two values, along their last axes.
///
/// | values | what comes out | in Keras |
/// |---|---|---|
/// | `Features<N>` twice | `Features<1>`: `y = Σ aₙ bₙ` | `Dot(axes=1)` |
/// | `Sequence<S, N>` and `Sequence<T, N>` | `Sequence<S, T>`: `yₛₜ = Σ aₛₙ bₜₙ` | `Dot(axes=2)` |
///
/// In a graph, `Dot(user, movie)`. With `normalize = true`, each vector is divided by its length first,
/// `√max(Σ aₙ², 10⁻¹²)`, so that what comes out is a cosine. It has no variables, and ends masks.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Affinity(user: Tokens<1, 50>, movie: Tokens<1, 90>) -> rating {
///         u = user => Embedding<8>, Flatten;
///         m = movie => Embedding<8>, Flatten;
///         rating = Dot(u, m, normalize = true) => Dense<1>;
///     }
/// }
///
/// assert_eq!(Affinity::new(1).predict(&([3.0], [7.0])).len(), 1);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Dot<X> {
    normalize: bool,
    types: Types<X>,
}

impl<X> Dot<X> {
    /// The layer with Keras' defaults.
    pub const fn new() -> Self {
        Self { normalize: false, types: PhantomData }
    }

    /// Whether vectors are divided by their lengths; by default false.
    #[must_use]
    pub const fn normalize(mut self, normalize: bool) -> Self {
        self.normalize = normalize;
        self
    }
}

/// Two shapes with vectors of one length.
pub trait Dots: Clone + 'static {
    /// The first and the second shape.
    type First: Shape;

    /// The second shape.
    type Second: Shape;

    /// What comes out.
    type Output: Shape;

    /// The number of vectors in the first, the number in the second, and their length.
    #[doc(hidden)]
    const SIZES: [usize; 3];
}

impl<const N: usize> Dots for (Features<N>, Features<N>) {
    type First = Features<N>;
    type Second = Features<N>;
    type Output = Features<1>;
    const SIZES: [usize; 3] = [1, 1, N];
}

impl<const S: usize, const T: usize, const N: usize> Dots for (Sequence<S, N>, Sequence<T, N>) {
    type First = Sequence<S, N>;
    type Second = Sequence<T, N>;
    type Output = Sequence<S, T>;
    const SIZES: [usize; 3] = [S, T, N];
}

/// The square of the smallest length that a vector is divided by.
const SMALLEST: f64 = 1e-12;

/// One over the length of vector number `index`, lane by lane; 1 if vectors are not normalized.
fn inverse_length<T: Scalar>(values: &[T], index: usize, [width, stride]: [usize; 2], lane: usize) -> T {
    let vector = values[index * width * stride..][..width * stride].iter().skip(lane).step_by(stride);
    let square = vector.fold(T::zero(), |sum, &value| sum + value * value);
    let smallest = T::of(SMALLEST);
    T::one() / if square > smallest { square } else { smallest }.sqrt()
}

impl<X, A: Shape, B: Shape, Y: Shape> Layer for Dot<X>
where
    X: Dots<First = A, Second = B, Output = Y>,
{
    type Input = (A, B);
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "dot";
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Dropped;
    const SAVED: usize = {
        let [first, second, _] = X::SIZES;
        // One over the length of each vector.
        first + second
    };

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let [first, second, width] = X::SIZES;
        let stride = call.input.0.lanes().stride();
        let (a, b) = (call.input.0.values(), call.input.1.values());
        let scales = &mut *call.saved;
        scales.fill(T::one());
        if self.normalize {
            for (vector, scales) in scales.chunks_exact_mut(stride).enumerate() {
                for (lane, scale) in scales.iter_mut().enumerate() {
                    let (values, index) = if vector < first { (a, vector) } else { (b, vector - first) };
                    *scale = inverse_length(values, index, [width, stride], lane);
                }
            }
        }
        let (of_a, of_b) = scales.split_at(first * stride);
        for (index, y) in call.output.values().chunks_exact_mut(stride).enumerate() {
            let (s, t) = (index / second, index % second);
            y.fill(T::zero());
            let pairs = rows(a, s, width, stride).zip(rows(b, t, width, stride));
            for (a, b) in pairs {
                y.iter_mut().zip(a.iter().zip(b)).for_each(|(y, (&a, &b))| *y += a * b);
            }
            let scales = of_a[s * stride..].iter().zip(&of_b[t * stride..]);
            y.iter_mut().zip(scales).for_each(|(y, (&a, &b))| *y *= a * b);
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some((mut gradient_a, mut gradient_b)) = call.input_gradient else { return };
        let [first, second, width] = X::SIZES;
        let lanes = call.delta.lanes();
        let stride = lanes.stride();
        let (a, b) = (call.input.0.values(), call.input.1.values());
        let (of_a, of_b) = call.saved.split_at(first * stride);
        let delta = call.delta.values();
        let side =
            |own: &[T], other: &[T], of_own: &[T], of_other: &[T], gradient: &mut [T], is_first: bool| {
                let (owns, others) = if is_first { (first, second) } else { (second, first) };
                gradient.fill(T::zero());
                for s in 0..owns {
                    for t in 0..others {
                        let place = if is_first { s * second + t } else { t * second + s };
                        let delta = &delta[place * stride..][..stride];
                        let (p, q) = (&of_own[s * stride..][..stride], &of_other[t * stride..][..stride]);
                        for (n, other) in rows(other, t, width, stride).enumerate() {
                            let gradient = &mut gradient[(s * width + n) * stride..][..stride];
                            for lane in 0..stride {
                                gradient[lane] += delta[lane] * other[lane] * p[lane] * q[lane];
                            }
                        }
                    }
                    if self.normalize {
                        normalized(own, s, [width, stride], &of_own[s * stride..][..stride], gradient);
                    }
                }
            };
        side(a, b, of_a, of_b, gradient_a.values(), true);
        side(b, a, of_b, of_a, gradient_b.values(), false);
    }
}

/// The features of vector number `index`, lane by lane.
fn rows<T>(values: &[T], index: usize, width: usize, stride: usize) -> core::slice::ChunksExact<'_, T> {
    values[index * width * stride..][..width * stride].chunks_exact(stride)
}

/// Makes of the gradient with respect to a vector of length one, times one over its length, that with respect to the
/// vector: what lies along it goes away. Not of one that is divided by the smallest length.
fn normalized<T: Scalar>(
    own: &[T],
    index: usize,
    [width, stride]: [usize; 2],
    scales: &[T],
    gradient: &mut [T],
) {
    let largest = T::one() / T::of(SMALLEST).sqrt();
    for (lane, &scale) in scales.iter().enumerate() {
        let at = |n: usize| (index * width + n) * stride + lane;
        let along = (0..width).fold(T::zero(), |sum, n| sum + gradient[at(n)] * own[at(n)]);
        if scale < largest {
            for n in 0..width {
                gradient[at(n)] -= along * own[at(n)] * scale * scale;
            }
        }
    }
}
