//! What convolutions have in common: their windows, their variables, their products.

use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient};
use crate::layer::{Backward, Forward, HasBias, Layer, Variable};
use crate::layers::windows::{Padding, Steps};
use crate::layout::{Axis, Edges};
use crate::tensor::{Scalar, Shape};

/// The windows on the axes of `X`, of which the last one is that of channels. They have to be as many as `Y` says.
pub(in crate::layers) const fn axes<X: Shape, Y: Shape>(
    size: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
    edges: Edges,
) -> [Axis; 2] {
    let (from, to) = (X::AXES, Y::AXES);
    assert!(from.len() == to.len() && from.len() > 1, "windows move over sequences or images");
    let mut axes = [Axis::alone(1); 2];
    let mut n = 0;
    while n + 1 < from.len() {
        let Some(axis) = Axis::new(from[n], size[n], strides[n], dilation[n], edges) else {
            panic!(
                "a window that is larger than what it moves over, or a size, a stride or a dilation of zero"
            );
        };
        assert!(axis.output == to[n], "the shape that comes out has another number of windows");
        // A sequence is an image with one row.
        axes[n + 3 - from.len()] = axis;
        n += 1;
    }
    axes
}

/// The sizes of a convolution from `X` to `Y`.
pub(super) const fn geometry<X: Shape, Y: Shape, P: Padding, S: Steps, D: Steps>(
    size: [usize; 2],
    groups: usize,
) -> Geometry {
    let (strides, dilation) = (S::STEPS, D::STEPS);
    assert!(
        strides[0] * strides[1] == 1 || dilation[0] * dilation[1] == 1,
        "windows with both strides and dilation"
    );
    let [rows, columns] = axes::<X, Y>(size, strides, dilation, P::EDGES);
    let (channels, filters) = (X::AXES[X::AXES.len() - 1], Y::AXES[Y::AXES.len() - 1]);
    Geometry::new(rows, columns, channels, filters, groups)
}

/// The variables of a layer with a kernel of this shape and, if it has one, a bias.
pub(super) const fn variables<B: HasBias>(both: &'static [Variable; 2]) -> &'static [Variable] {
    if B::HAS_BIAS { both } else { both.split_at(1).0 }
}

/// Computes a convolution whose variables are its kernel and, if there is one, its bias.
pub(in crate::layers) fn forward<T: Scalar, L, X: Shape, Y: Shape>(
    geometry: Geometry,
    mut call: Forward<'_, T, L>,
) where
    L: Layer<Input = X, Output = Y>,
{
    let (kernel, bias) = call.variables.split_at(geometry.weights());
    T::convolve(window::Forward {
        geometry,
        lanes: call.input.lanes(),
        kernel,
        start: (!bias.is_empty()).then_some(bias).into(),
        input: call.input.values(),
        output: call.output.values(),
    });
}

/// Computes its gradients.
pub(in crate::layers) fn backward<T: Scalar, L, X: Shape, Y: Shape>(
    geometry: Geometry,
    call: Backward<'_, T, L>,
) where
    L: Layer<Input = X, Output = Y>,
{
    let lanes = call.input.lanes();
    let (gradient, bias_gradient) = call.gradients.split_at_mut(geometry.weights());
    let (input, delta) = (call.input.values(), call.delta.values());
    let bias_gradient = (!bias_gradient.is_empty()).then_some(bias_gradient);
    T::convolution_kernel_gradient(KernelGradient {
        geometry,
        lanes,
        input,
        delta,
        gradient,
        bias_gradient,
        adds: false,
    });
    let Some(mut gradient) = call.input_gradient else { return };
    let kernel = &call.variables[..geometry.weights()];
    let gradient = gradient.values();
    T::convolution_input_gradient(InputGradient { geometry, lanes, kernel, bias: None, delta, gradient });
}

/// What convolutions with a `kernel` and a `bias` have in common in their `impl Layer`, for one with `GEOMETRY` and the
/// shapes `KERNEL` and `BIAS`.
macro_rules! kernel_and_bias {
    ($activation:ident, $has_bias:ident) => {
        type Input = X;
        type Output = Y;
        type Activation = $activation;

        const FILLS_PADDING: bool = true;
        const SAMPLEWISE: bool = true;
        const MULTIPLY_ADDS: usize = Self::GEOMETRY.multiply_adds();

        const VARIABLES: &'static [Variable] = variables::<$has_bias>(&[
            Variable::new("kernel", Self::KERNEL),
            Variable::new("bias", Self::BIAS),
        ]);

        crate::layers::options::kernel_and_bias_options!($activation);
    };
}
pub(super) use kernel_and_bias;
