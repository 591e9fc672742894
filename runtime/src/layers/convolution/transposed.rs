use core::marker::PhantomData;

use super::convolutional::convolutional;
use super::planes::Planes;
use super::products::{transposed, variables};
use crate::activations::{ActivationFn, linear};
use crate::kernels::reduce;
use crate::kernels::window::Start;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{kernel_and_bias_options, options};
use crate::layers::windows::{Dilation, Ending, Padding, Steps, Strides, Valid, WholeStrides};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

/// A transposed convolution with windows of these sizes.
macro_rules! transposed_convolution {
    ($(#[$docs:meta])* $layer:ident, $name:literal, [$($size:ident)*]) => {
        convolutional! {
            $(#[$docs])*
            $layer, $name, [$($size)*], O: Ending = WholeStrides,
            planes: transposed::<X, Y, P, S, D, O>(&[$($size),*]),
            kernel: [$($size,)* Self::PLANES.channels(), Self::PLANES.filters()],
            options: {
                kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
            },
            bias: [Self::PLANES.channels()],
            spread, gather
        }
    };
}

transposed_convolution! {
    /// What a convolution along a sequence does, the other way round: each step of the input is spread over a window of
    /// the output.
    ///
    /// `z[t s + i d − p, f] = b[f] + Σ K[i, f, c] v[t, c]`, the sum over all that falls on the step, and `y = a(z)`.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv1DTranspose<FILTERS, SIZE>` |
    /// | input, output | `Sequence<T, C>`, `Sequence<T', FILTERS>`, with as many steps as [`Conv2DTranspose`] has on an axis |
    /// | variables | `kernel` `[SIZE, FILTERS, C]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`Conv2DTranspose`] |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D) |
    ///
    /// Gradients are those of [`Conv2DTranspose`], with one axis. Written in full, it names the shapes:
    /// `Conv1DTranspose<Sequence<4, 3>, Sequence<8, 2>, 3, linear, Bias, Same, Strides<2>>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<25, 8>, Conv1DTranspose<3, 5, relu, Same, Strides<4>>, Flatten, Dense<2> } }
    /// ```
    Conv1DTranspose, "conv1d_transpose", [SIZE]
}

transposed_convolution! {
    /// What a convolution does, the other way round: each value of the input is spread over a window of the output.
    ///
    /// `z[y s + i d − p, x s + j d − p, f] = b[f] + Σ K[i, j, f, c] v[y, x, c]`, the sum over all that falls on the place,
    /// and `y = a(z)`. So small images become large ones.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv2DTranspose<FILTERS, SIZE>`, `Conv2DTranspose<FILTERS, HEIGHT, WIDTH>` |
    /// | input | `Image<H, W, C>` |
    /// | output | `Image<H', W', FILTERS>`: on each axis `n s + max(r − s, 0)` with [`Valid`], `n s` with [`Same`](crate::layers::Same), where the window reaches over `r = d (k − 1) + 1`; with `OutputPadding<E>` it is `(n − 1) s + r + E` and `(n − 1) s + (r mod 2) + E` |
    /// | variables | `kernel` `[HEIGHT, WIDTH, FILTERS, C]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`Conv2D`](crate::layers::Conv2D), with [`WholeStrides`] or [`OutputPadding`](crate::layers::OutputPadding) (default `WholeStrides`) in place of groups |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D) |
    ///
    /// Forward it is the gradient of a convolution from the output to the input with respect to its input, and its own
    /// gradient with respect to the input is that convolution. Written in full, it names the shapes:
    /// `Conv2DTranspose<Image<4, 4, 3>, Image<8, 8, 2>, 3, 3, linear, Bias, Same, Strides<2>>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<4, 4, 3>, Conv2DTranspose<2, 3, relu, Same, Strides<2>>, Flatten, Dense<2> } }
    /// ```
    ///
    /// Source: M. D. Zeiler et al., "Deconvolutional networks", 2010.
    Conv2DTranspose, "conv2d_transpose", [HEIGHT WIDTH]
}

transposed_convolution! {
    /// What a convolution through a volume does, the other way round: each value of the input is spread over a window of
    /// the output.
    ///
    /// The formula is that of [`Conv2DTranspose`], with one axis more.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv3DTranspose<FILTERS, SIZE>`, `Conv3DTranspose<FILTERS, DEPTH, HEIGHT, WIDTH>` |
    /// | input, output | `Volume<D, H, W, C>`, `Volume<D', H', W', FILTERS>`, each axis as in [`Conv2DTranspose`] |
    /// | variables | `kernel` `[DEPTH, HEIGHT, WIDTH, FILTERS, C]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`Conv2DTranspose`] |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D) |
    ///
    /// Written in full, it names the shapes:
    /// `Conv3DTranspose<Volume<2, 4, 4, 3>, Volume<4, 8, 8, 2>, 3, 3, 3, linear, Bias, Same, Strides<2>>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<2, 4, 4, 3>, Conv3DTranspose<2, 3, relu, Same, Strides<2>>, Flatten, Dense<2> } }
    /// ```
    Conv3DTranspose, "conv3d_transpose", [DEPTH HEIGHT WIDTH]
}

/// Spreads the input: the gradient of the convolution with respect to its input.
fn spread<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    planes: Planes,
    mut call: Forward<'_, T, L>,
) {
    let (kernel, bias) = call.variables.split_at(planes.weights());
    let start: Start<'_, T> = (!bias.is_empty()).then_some(bias).into();
    planes.input_gradient(call.input.lanes(), kernel, start, call.input.values(), call.output.values());
}

/// The gradients, for which the convolution gathers what the input was spread to.
fn gather<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    planes: Planes,
    call: Backward<'_, T, L>,
) {
    let (lanes, delta) = (call.input.lanes(), call.delta.values());
    let (gradient, bias_gradient) = call.gradients.split_at_mut(planes.weights());
    planes.kernel_gradient(lanes, delta, call.input.values(), gradient, None);
    if !bias_gradient.is_empty() {
        reduce::channels(
            delta.len(),
            lanes.stride(),
            bias_gradient,
            #[inline(always)]
            |at| reduce::lanes(&delta[at]),
        );
    }
    let Some(mut gradient) = call.input_gradient else { return };
    let kernel = &call.variables[..planes.weights()];
    planes.convolve(lanes, kernel, Start::Zero, delta, gradient.values());
}
