//! Attention between projections of what flows in.

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::dot::Dot;
use super::weigh::{Sizes, Weigh};
use super::{Attended, Role};
use crate::kernels::elementwise::add;
use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::layer::{Backward, Forward, Layer, Pass};
use crate::layout::{Axis, Lanes};
use crate::tensor::{Scalar, Shape, as_in_keras};

/// `Q = x_Q W_Q + b_Q` and likewise keys and values; `O = softmax(Q Kᵀ / √d) V` for each head; `y = O W_O + b_O`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projected {
    sizes: Sizes,
    query: Geometry,
    key: Geometry,
    value: Geometry,
    output: Geometry,
    is_causal: bool,
    has_bias: bool,
}

/// A projection's kernel and bias, or their gradients.
struct Weights<V> {
    kernel: V,
    bias: Option<V>,
}

/// The larger of two numbers.
const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// A dense layer on each of so many steps, as windows of one step.
const fn dense(steps: usize, inputs: usize, outputs: usize) -> Geometry {
    Geometry::new(Axis::alone(1), Axis::alone(steps), inputs, outputs, 1)
}

impl Projected {
    /// Attention with these sizes, but for the numbers of queries and keys, which are those of `X`.
    pub(super) const fn new<X: Attended>(sizes: Sizes, out: usize, is_causal: bool, has_bias: bool) -> Self {
        let ([queries, of_query], [keys, of_key], [values, of_value]) = (X::QUERY, X::KEY, X::VALUE);
        assert!(keys == values, "there is a value for each key");
        assert!(sizes.shared > 0 && sizes.heads.is_multiple_of(sizes.shared), "heads come in equal groups");
        Self {
            sizes: Sizes { queries, keys, ..sizes },
            query: dense(queries, of_query, sizes.heads * sizes.width),
            key: dense(keys, of_key, sizes.shared * sizes.width),
            value: dense(keys, of_value, sizes.shared * sizes.value_width),
            output: dense(queries, sizes.heads * sizes.value_width, out),
            is_causal,
            has_bias,
        }
    }

    /// The room, per lane, for projections, their gradients, weights and output. The last is also that of a gradient
    /// with respect to what flows in.
    const fn rooms(&self) -> [usize; 9] {
        let [query, key, value] = [self.query.outputs(), self.key.outputs(), self.value.outputs()];
        let inputs = larger(self.query.inputs(), larger(self.key.inputs(), self.value.inputs()));
        let weights = self.sizes.heads * self.sizes.weights();
        let room = Weigh::<f32>::room(self.sizes);
        [query, key, value, query, key, value, weights, room, larger(self.output.inputs(), inputs)]
    }

    pub(super) const fn saved(&self) -> usize {
        let (rooms, mut sum, mut n) = (self.rooms(), 0, 0);
        while n < rooms.len() {
            sum += rooms[n];
            n += 1;
        }
        sum
    }

    /// Those of the projections, of scores and of weighted sums.
    pub(super) const fn multiply_adds(&self) -> usize {
        let Sizes { heads, width, value_width, .. } = self.sizes;
        let projections = self.query.multiply_adds().saturating_add(self.key.multiply_adds());
        let projections = projections.saturating_add(self.value.multiply_adds());
        let projections = projections.saturating_add(self.output.multiply_adds());
        projections.saturating_add(
            self.sizes.weights().saturating_mul(heads).saturating_mul(width.saturating_add(value_width)),
        )
    }

    /// The working memory, cut up.
    fn memory<T>(self, mut saved: &mut [T], lanes: Lanes) -> [&mut [T]; 9] {
        self.rooms().map(|room| {
            let (piece, rest) = core::mem::take(&mut saved).split_at_mut(room * lanes.stride());
            saved = rest;
            piece
        })
    }

    fn weigh<'a, X: Attended, T: Scalar>(
        self,
        lanes: Lanes,
        pass: Pass,
        mask: X::Mask<'a, T>,
        dropout: f64,
    ) -> Weigh<'a, T> {
        let Self { sizes, is_causal, .. } = self;
        // In Keras, it depends on whether there is dropout which code computes the weights, in training and otherwise.
        let takes_nothing = dropout > 0.0;
        Weigh { sizes, is_causal, dropout, lanes, pass, masks: X::both_masks(mask), takes_nothing }
    }

    fn dot<T: Scalar>(self, lanes: Lanes) -> Dot<T> {
        let factor = T::of(as_in_keras(1.0 / (self.sizes.width as f64).sqrt()));
        Dot { sizes: self.sizes, factor, stride: lanes.stride() }
    }

    pub(super) fn forward<X: Attended, T: Scalar, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        mut call: Forward<'_, T, L>,
        dropout: f64,
    ) {
        let lanes = X::lanes(&call.input);
        let [of_query, of_key, of_value] = X::parts(call.input);
        let [query, key, value, _, _, _, weights, room, output] = self.memory(call.saved, lanes);
        let variables = self.cut(call.variables);
        let [for_query, for_key, for_value, for_output] = variables.each_ref();
        project(self.query, for_query, lanes, of_query, query);
        project(self.key, for_key, lanes, of_key, key);
        project(self.value, for_value, lanes, of_value, value);
        self.dot(lanes).forward(query, key, weights);
        let output = &mut output[..self.output.inputs() * lanes.stride()];
        self.weigh::<X, T>(lanes, call.pass, call.mask, dropout).forward(weights, value, room, output);
        project(self.output, for_output, lanes, output, call.output.values());
    }

    pub(super) fn backward<X: Attended, T: Scalar, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        call: Backward<'_, T, L>,
        dropout: f64,
    ) {
        let (lanes, delta) = (X::lanes(&call.input), call.delta.values());
        let [of_query, of_key, of_value] = X::parts(call.input);
        let memory = self.memory(call.saved, lanes);
        let [query, key, value, query_gradient, key_gradient, value_gradient, weights, room, rest] = memory;
        let variables = self.cut(call.variables);
        let [for_query, for_key, for_value, for_output] = variables.each_ref();
        let [to_query, to_key, to_value, to_output] = self.cut_mut(call.gradients);

        let output = &mut rest[..self.output.inputs() * lanes.stride()];
        kernel_gradient(self.output, to_output, lanes, output, delta);
        input_gradient(self.output, for_output, lanes, delta, output);
        let weigh = self.weigh::<X, T>(lanes, call.pass, call.mask, dropout);
        weigh.backward(weights, value, output, value_gradient, room);
        self.dot(lanes).backward(query, key, weights, query_gradient, key_gradient);
        kernel_gradient(self.query, to_query, lanes, of_query, query_gradient);
        kernel_gradient(self.key, to_key, lanes, of_key, key_gradient);
        kernel_gradient(self.value, to_value, lanes, of_value, value_gradient);

        let Some(gradient) = call.input_gradient else { return };
        X::gradients(gradient, |role, gradient, adds| {
            let (geometry, weights, delta) = match role {
                Role::Query => (self.query, for_query, &*query_gradient),
                Role::Key => (self.key, for_key, &*key_gradient),
                Role::Value => (self.value, for_value, &*value_gradient),
            };
            if adds {
                let more = &mut rest[..gradient.len()];
                input_gradient(geometry, weights, lanes, delta, more);
                add(gradient, more);
            } else {
                input_gradient(geometry, weights, lanes, delta, gradient);
            }
        });
    }

    /// The variables of each projection.
    fn cut<T>(self, mut variables: &[T]) -> [Weights<&[T]>; 4] {
        [self.query, self.key, self.value, self.output].map(|geometry| {
            let (kernel, rest) = variables.split_at(geometry.weights());
            let (bias, rest) = rest.split_at(if self.has_bias { geometry.filters() } else { 0 });
            variables = rest;
            Weights { kernel, bias: self.has_bias.then_some(bias) }
        })
    }

    fn cut_mut<T>(self, mut gradients: &mut [T]) -> [Weights<&mut [T]>; 4] {
        [self.query, self.key, self.value, self.output].map(|geometry| {
            let (kernel, rest) = core::mem::take(&mut gradients).split_at_mut(geometry.weights());
            let (bias, rest) = rest.split_at_mut(if self.has_bias { geometry.filters() } else { 0 });
            gradients = rest;
            Weights { kernel, bias: self.has_bias.then_some(bias) }
        })
    }
}

fn project<T: Scalar>(
    geometry: Geometry,
    weights: &Weights<&[T]>,
    lanes: Lanes,
    input: &[T],
    output: &mut [T],
) {
    let (kernel, start) = (weights.kernel, weights.bias.into());
    T::convolve(window::Forward { geometry, lanes, kernel, start, input, output });
}

fn kernel_gradient<T: Scalar>(
    geometry: Geometry,
    gradients: Weights<&mut [T]>,
    lanes: Lanes,
    input: &[T],
    delta: &[T],
) {
    let Weights { kernel: gradient, bias: bias_gradient } = gradients;
    let adds = false;
    T::convolution_kernel_gradient(KernelGradient {
        geometry,
        lanes,
        input,
        delta,
        gradient,
        bias_gradient,
        adds,
    });
}

fn input_gradient<T: Scalar>(
    geometry: Geometry,
    weights: &Weights<&[T]>,
    lanes: Lanes,
    delta: &[T],
    gradient: &mut [T],
) {
    let kernel = weights.kernel;
    T::convolution_input_gradient(InputGradient {
        geometry,
        lanes,
        kernel,
        start: Start::Zero,
        delta,
        gradient,
    });
}
