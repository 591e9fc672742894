use core::fmt;

use super::any::AnyLayer;
use super::mask::Mask;
use super::part::{self, Part};
use super::pass::Pass;
use super::variable::{Variable, VariableOptions};
use crate::activations::Activations;
use crate::error::Result;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Flow, Scalar};

/// A layer: a function from samples of one shape to samples of another, with variables, and its hand-derived
/// gradient.
///
/// A layer is a description. It holds sizes (in its type) and settings such as a dropout rate (in its value),
/// but neither a number type nor numbers: the model owns the variables of all its layers in one slice and
/// lends each layer its own piece. The result is `y = activation(z)`, where `z` is what
/// [`forward`](Self::forward) computes; whoever calls the layer applies the activation, and turns the
/// gradient for `y` into the gradient for `z`, because it may be able to fuse that with what comes next. A
/// layer that ends in no activation says [`linear`](crate::activations::linear).
///
/// A network is a layer too: that is what `model!` writes.
///
/// # Your own layer
///
/// One `impl` is enough; `examples/9_custom_layer.rs` has a complete one, with its gradient check. A layer
/// needs a function `new` that takes what stands in parentheses in `model!`, and for every named value there
/// a method of that name, which returns the layer.
/// ```
/// use plywood::layer::{Backward, Forward, Variable, VariableOptions};
/// use plywood::prelude::*;
/// use plywood::{Layer, Scalar, gradient_check};
///
/// /// `z = f x`, with a factor `f` for each feature that is 1 at first.
/// #[derive(Clone)]
/// struct Scale<const N: usize>;
///
/// impl<const N: usize> Scale<N> {
///     fn new() -> Self {
///         Self
///     }
/// }
///
/// impl<const N: usize> Layer for Scale<N> {
///     type Input = Features<N>;
///     type Output = Features<N>;
///     type Activation = linear;
///
///     const VARIABLES: &'static [Variable] = &[Variable::new("factor", &[N])];
///
///     fn options(&self, _: usize) -> VariableOptions {
///         VariableOptions::new().initializer(Ones)
///     }
///
///     fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
///         for (n, (z, x)) in call.output.features().zip(call.input.features()).enumerate() {
///             z.iter_mut().zip(x).for_each(|(z, &x)| *z = call.variables[n] * x);
///         }
///     }
///
///     fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
///         for (n, (x, delta)) in call.input.features().zip(call.delta.features()).enumerate() {
///             call.gradients[n] = x.iter().zip(delta).fold(T::zero(), |sum, (&x, &delta)| sum + delta * x);
///         }
///         let Some(mut gradient) = call.input_gradient else { return };
///         for (n, (gradient, delta)) in gradient.features().zip(call.delta.features()).enumerate() {
///             gradient.iter_mut().zip(delta).for_each(|(g, &delta)| *g = call.variables[n] * delta);
///         }
///     }
/// }
///
/// model! { struct Scaled { Dense<4, 8, tanh>, Scale<8>, Dense<_, 3, softmax> } }
///
/// let (loss, irises) = (SparseCategoricalCrossentropy::default(), datasets::iris().cast());
/// let check = gradient_check(&Scaled::<f64>::new(1), &loss, &irises)?;
/// assert!(check.is_some_and(|check| check.error < 1e-7));
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a layer is a type that implements `plywood::Layer`, such as `Dense<4, 8, relu>` or `Dropout`"
)]
pub trait Layer: Clone + Send + Sync + 'static {
    /// The shape of a sample that goes in; of a layer with several inputs, a tuple of shapes.
    type Input: Flow;

    /// The shape of a sample that comes out; of a layer with several outputs, a tuple of shapes.
    type Output: Flow;

    /// What is applied to the result of [`forward`](Self::forward); of a layer with several outputs, a tuple.
    type Activation: Activations<Self::Output>;

    /// What the layer is called inside of another one, if nobody gives it a name.
    const NAME: &'static str = "layer";

    /// The variables, in Keras' order.
    const VARIABLES: &'static [Variable] = &[];

    /// The layers that this one is made of.
    const PARTS: &'static [Part] = &[];

    /// The number of values, per lane, that `forward` keeps for `backward`.
    const SAVED: usize = 0;

    /// The number of values that `backward` needs to add up gradients of variables, whatever the number of lanes: for a
    /// network that calls a layer more than once, and what is made of such networks.
    #[doc(hidden)]
    const SCRATCH: usize = part::scratch(Self::PARTS);

    /// How many products are summed up for a sample in matrix products and convolutions. Of a layer that is made of
    /// others, the sum over these.
    const MULTIPLY_ADDS: usize = part::multiply_adds(Self::PARTS);

    /// Whether what comes out for a sample, and the gradient with respect to it, depends on no other sample of the
    /// batch. Then a large batch may go through in pieces, on several threads. Where one layer of a model does not say
    /// so, all samples of a batch come together, as they do where a layer has [state](Variable::state). A layer that
    /// adds to [`penalty`](Forward::penalty) divides by [`Pass::samples`], not by the number that it sees.
    const SAMPLEWISE: bool = false;

    /// Whether `forward` writes ordinary values to the padding lanes too. After one of a layer that does not say so,
    /// they are filled with those of the last sample.
    const FILLS_PADDING: bool = false;

    /// Whether `forward` and `backward` are `#[inline(always)]`, with whatever they call, and do so little that a step
    /// of a network of such layers is best compiled as one function.
    #[doc(hidden)]
    const INLINED: bool = false;

    /// What becomes of a mask, which says of each step of a sequence whether it is to be passed over. A layer that says
    /// nothing refuses one: behind `Masking` or `Embedding<…, MaskZero>` it does not compile.
    const MASK: Mask = Mask::Refused;

    /// Of which outputs the layer makes masks; [`MASK`](Self::MASK) speaks of the first one.
    #[doc(hidden)]
    const MASKED: &'static [bool] = &[matches!(Self::MASK, Mask::Made)];

    /// Whether the layer has, as its first two variables, mean and variance of the values of each channel, and as a
    /// third their number: those that [`Model::adapt`](crate::Model::adapt) finds out.
    const ADAPTS: bool = false;

    /// The activation, with its settings.
    fn activation(&self) -> Self::Activation {
        Self::Activation::default()
    }

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// How variable number `index` of [`VARIABLES`](Self::VARIABLES) begins, what its size costs, and what it is
    /// kept to: zero at first, and free, unless this says otherwise.
    fn options(&self, index: usize) -> VariableOptions {
        let _ = index;
        VariableOptions::new()
    }

    /// What the loss grows by when the layer's outputs are large: the penalty of all outputs of a batch, divided
    /// by the number of samples.
    fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
        None
    }

    /// The same for one of several outputs.
    #[doc(hidden)]
    #[inline(always)]
    fn activity_regularizer_of(&self, output: usize) -> Option<&AnyRegularizer> {
        if output == 0 { self.activity_regularizer() } else { None }
    }

    /// Told when all of its variables are frozen, or are no longer: for a layer with state, which then uses it in
    /// training too and leaves it as it is. [`Frozen`](super::Frozen) is where it can note that.
    fn set_frozen(&self, frozen: bool) {
        let _ = frozen;
    }

    /// Shows the layers that this one is made of to `see`, in the order of [`PARTS`](Self::PARTS).
    fn visit(&self, see: &mut dyn FnMut(&dyn AnyLayer)) {
        let _ = see;
    }

    /// Computes `z` from the input.
    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>);

    /// Computes gradients from the gradient of the loss with respect to `z`.
    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>);
}

impl<L: Layer> AnyLayer for L {
    fn check(&self) -> Result<()> {
        Layer::check(self)
    }

    fn options(&self, index: usize) -> VariableOptions {
        Layer::options(self, index)
    }

    fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
        Layer::activity_regularizer(self)
    }

    fn set_frozen(&self, frozen: bool) {
        Layer::set_frozen(self, frozen);
    }

    fn visit(&self, see: &mut dyn FnMut(&dyn AnyLayer)) {
        Layer::visit(self, see);
    }
}

/// What a layer's [`forward`](Layer::forward) works with.
#[non_exhaustive]
pub struct Forward<'a, T: Scalar, L: Layer> {
    /// The layer's variables.
    pub variables: &'a [T],
    /// The samples that go in.
    pub input: <L::Input as Flow>::Batch<'a, T>,
    /// Where `z` is written to, padding lanes too if the layer [says so](Layer::FILLS_PADDING).
    pub output: <L::Output as Flow>::BatchMut<'a, T>,
    /// Room for [`SAVED`](Layer::SAVED) values per lane, to be found again in `backward`.
    pub saved: &'a mut [T],
    /// Whether this is a training step, and its random numbers.
    pub pass: Pass,
    /// What the outputs of the layers inside this one add to the batch's loss.
    pub penalty: &'a mut f64,
    /// If there is a mask: for each step of the input and each lane, 0 if the step is to be passed over, and 1 if not.
    /// Of several inputs, a tuple.
    pub mask: <L::Input as Flow>::Mask<'a, T>,
    /// Where a layer whose mask is [`Made`](Mask::Made) writes it: as many values per lane as its output has steps. Of a
    /// network with several outputs, their masks one behind the other.
    pub made_mask: Option<&'a mut [T]>,
}

/// What a layer's [`backward`](Layer::backward) works with.
#[non_exhaustive]
pub struct Backward<'a, T: Scalar, L: Layer> {
    /// The layer's variables.
    pub variables: &'a [T],
    /// The samples that went in.
    pub input: <L::Input as Flow>::Batch<'a, T>,
    /// What `forward` left there.
    pub saved: &'a mut [T],
    /// The gradient of the loss with respect to `z`. It is zero in padding lanes.
    pub delta: <L::Output as Flow>::Batch<'a, T>,
    /// Where the gradient with respect to each variable is written to: the sum over the samples. It lies like
    /// `variables`. For [state](Variable::state), its next value is written there.
    pub gradients: &'a mut [T],
    /// Where the gradient with respect to the input is written to. What is written to padding lanes is not
    /// read. The first layer of a network has none: nobody needs it.
    pub input_gradient: Option<<L::Input as Flow>::BatchMut<'a, T>>,
    /// The pass that `forward` saw.
    pub pass: Pass,
    /// The mask that `forward` saw.
    pub mask: <L::Input as Flow>::Mask<'a, T>,
    /// Room for [`SCRATCH`](Layer::SCRATCH) values.
    #[doc(hidden)]
    pub scratch: &'a mut [T],
}

impl<'a, T: Scalar, L: Layer> Forward<'a, T, L> {
    /// A call with these pieces.
    #[inline]
    pub fn new(
        variables: &'a [T],
        input: <L::Input as Flow>::Batch<'a, T>,
        output: <L::Output as Flow>::BatchMut<'a, T>,
        saved: &'a mut [T],
        pass: Pass,
        penalty: &'a mut f64,
    ) -> Self {
        let mask = Default::default();
        Self { variables, input, output, saved, pass, penalty, mask, made_mask: None }
    }

    /// Passes the input on as it is, value by value.
    #[inline]
    pub fn pass_on(self) {
        for (to, from) in L::Output::slices_mut(self.output).zip(L::Input::slices(self.input)) {
            to.copy_from_slice(from);
        }
    }
}

impl<'a, T: Scalar, L: Layer> Backward<'a, T, L> {
    /// A call with these pieces.
    #[inline]
    pub fn new(
        variables: &'a [T],
        input: <L::Input as Flow>::Batch<'a, T>,
        saved: &'a mut [T],
        delta: <L::Output as Flow>::Batch<'a, T>,
        gradients: &'a mut [T],
        input_gradient: Option<<L::Input as Flow>::BatchMut<'a, T>>,
        pass: Pass,
    ) -> Self {
        let (mask, scratch) = Default::default();
        Self { variables, input, saved, delta, gradients, input_gradient, pass, mask, scratch }
    }

    /// Passes the gradient on as it is: what belongs to [`Forward::pass_on`].
    #[inline]
    pub fn pass_on(self) {
        let gradients = self.input_gradient.into_iter().flat_map(L::Input::slices_mut);
        for (gradient, delta) in gradients.zip(L::Output::slices(self.delta)) {
            gradient.copy_from_slice(delta);
        }
    }
}

impl<T: Scalar, L: Layer> fmt::Debug for Forward<'_, T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, mask, pass, .. } = self;
        f.debug_struct("Forward")
            .field("input", input)
            .field("mask", mask)
            .field("pass", pass)
            .finish_non_exhaustive()
    }
}

impl<T: Scalar, L: Layer> fmt::Debug for Backward<'_, T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, delta, mask, pass, .. } = self;
        let mut all = f.debug_struct("Backward");
        all.field("input", input)
            .field("delta", delta)
            .field("mask", mask)
            .field("pass", pass)
            .finish_non_exhaustive()
    }
}
