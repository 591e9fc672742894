//! What convolutions have in common: their windows, their variables, their products.

use super::planes::Planes;
use crate::kernels::window::Start;
use crate::layer::{Backward, Forward, HasBias, Layer, Variable};
use crate::layers::windows::{Ending, Multiplier, Padding, Steps};
use crate::layout::{Axis, Edges, transposed_beyond};
use crate::tensor::{Scalar, Shape, last_axis};

/// The windows on the axes of `X`, of which the last one is that of channels. They have to be as many as `Y` says.
pub(in crate::layers) const fn axes<X: Shape, Y: Shape>(
    size: &[usize],
    strides: [usize; 3],
    dilation: [usize; 3],
    edges: Edges,
) -> [Axis; 3] {
    let (from, to) = (X::AXES, Y::AXES);
    assert!(
        from.len() == to.len() && from.len() == size.len() + 1,
        "windows have as many axes as what they move over, but for that of the channels"
    );
    let mut axes = [Axis::alone(1); 3];
    let mut n = 0;
    while n < size.len() {
        let Some(axis) = Axis::new(from[n], size[n], strides[n], dilation[n], edges) else {
            panic!(
                "a window that is larger than what it moves over, or a size, a stride or a dilation of zero"
            );
        };
        assert!(axis.output() == to[n], "the shape that comes out has another number of windows");
        // A sequence is an image with one row, an image a single plane.
        axes[n + 3 - size.len()] = axis;
        n += 1;
    }
    axes
}

/// The sizes of a convolution from `X` to `Y`.
pub(super) const fn planes<X: Shape, Y: Shape, P: Padding, S: Steps, D: Steps>(
    size: &[usize],
    groups: usize,
) -> Planes {
    let (strides, dilation) = (S::STEPS, D::STEPS);
    let (mut has_strides, mut has_dilation, mut n) = (false, false, 0);
    while n < size.len() {
        (has_strides, has_dilation) = (has_strides || strides[n] > 1, has_dilation || dilation[n] > 1);
        n += 1;
    }
    assert!(!(has_strides && has_dilation), "windows with both strides and dilation");
    let axes = axes::<X, Y>(size, strides, dilation, P::EDGES);
    Planes::new(axes, last_axis::<X>(), last_axis::<Y>(), groups)
}

/// Those of a convolution of each channel of `X` by itself.
pub(super) const fn depthwise<X: Shape, Y: Shape, P: Padding, S: Steps, D: Steps, M: Multiplier>(
    size: &[usize],
) -> Planes {
    let groups = last_axis::<X>();
    let planes = planes::<X, Y, P, S, D>(size, groups);
    assert!(planes.filters() == groups * M::FACTOR, "another number of filters for each channel");
    planes
}

/// Those of a transposed convolution from `X` to `Y`, as those of the convolution from `Y` to `X`.
pub(super) const fn transposed<X: Shape, Y: Shape, P: Padding, S: Steps, D: Steps, O: Ending>(
    size: &[usize],
) -> Planes {
    let mut n = 0;
    while n < size.len() {
        let (input, size, stride, dilation) = (X::AXES[n], size[n], S::STEPS[n], D::STEPS[n]);
        if let Some(beyond) = O::BEYOND {
            let values = transposed_beyond(input, size, stride, dilation, beyond[n], P::EDGES);
            assert!(Y::AXES[n] == values, "the shape that comes out has another output padding");
        }
        n += 1;
    }
    assert!(!matches!(P::EDGES, Edges::Causal), "a transposed convolution cannot be causal");
    planes::<Y, X, P, S, D>(size, 1)
}

/// The variables of a layer with a kernel of this shape and, if it has one, a bias.
pub(super) const fn variables<B: HasBias>(both: &'static [Variable; 2]) -> &'static [Variable] {
    if B::HAS_BIAS { both } else { both.split_at(1).0 }
}

/// Computes a convolution whose variables are its kernel and, if there is one, its bias.
pub(in crate::layers) fn forward<T: Scalar, L, X: Shape, Y: Shape>(
    planes: Planes,
    mut call: Forward<'_, T, L>,
) where
    L: Layer<Input = X, Output = Y>,
{
    let (kernel, bias) = call.variables.split_at(planes.weights());
    let start: Start<'_, T> = (!bias.is_empty()).then_some(bias).into();
    planes.convolve(call.input.lanes(), kernel, start, call.input.values(), call.output.values());
}

/// Computes its gradients.
pub(in crate::layers) fn backward<T: Scalar, L, X: Shape, Y: Shape>(planes: Planes, call: Backward<'_, T, L>)
where
    L: Layer<Input = X, Output = Y>,
{
    let (lanes, delta) = (call.input.lanes(), call.delta.values());
    let (gradient, bias_gradient) = call.gradients.split_at_mut(planes.weights());
    let bias_gradient = (!bias_gradient.is_empty()).then_some(bias_gradient);
    planes.kernel_gradient(lanes, call.input.values(), delta, gradient, bias_gradient);
    let Some(mut gradient) = call.input_gradient else { return };
    let kernel = &call.variables[..planes.weights()];
    planes.input_gradient(lanes, kernel, Start::Zero, delta, gradient.values());
}
