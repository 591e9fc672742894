//! Layers that go through a sequence step by step, and remember.

mod bidirectional;
mod gru;
mod lstm;
mod simple_rnn;
mod stream;
mod time_distributed;
mod walk;

pub use bidirectional::{Ave, Bidirectional, Concat, Merge, Mul, Sum};
pub use gru::{GRU, ResetAfter, ResetBefore, Resets};
pub use lstm::LSTM;
pub use simple_rnn::SimpleRNN;
pub use stream::{Recurrent, Stream};
pub use time_distributed::TimeDistributed;

use crate::tensor::{Features, Sequence, Shape};

/// What a recurrent layer gives: its output after the last step. Keras' `return_sequences=False`.
#[derive(Clone, Copy, Debug)]
pub enum LastStep {}

/// What a recurrent layer gives: its output after each step. Keras' `return_sequences=True`.
#[derive(Clone, Copy, Debug)]
pub enum Sequences {}

/// [`LastStep`] or [`Sequences`], for a layer with so many steps and units.
pub trait Returns<const TIME: usize, const UNITS: usize>:
    Clone + Send + Sync + 'static + sealed::Sealed
{
    /// The shape that comes out.
    type Output: Shape;

    /// Whether each step's output comes out.
    const SEQUENCES: bool;
}

impl<const TIME: usize, const UNITS: usize> Returns<TIME, UNITS> for LastStep {
    type Output = Features<UNITS>;
    const SEQUENCES: bool = false;
}

impl<const TIME: usize, const UNITS: usize> Returns<TIME, UNITS> for Sequences {
    type Output = Sequence<TIME, UNITS>;
    const SEQUENCES: bool = true;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::LastStep {}
    impl Sealed for super::Sequences {}
}

/// The options that all recurrent layers have: methods for the fields `kernel`, `recurrent_kernel`, `bias`, `activity`
/// and `settings`.
macro_rules! recurrent_options {
    () => {
        crate::layers::options::options! {
            kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
            recurrent_kernel = "[`Orthogonal`](crate::initializers::Orthogonal)": recurrent_initializer, recurrent_regularizer, recurrent_constraint;
            bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
        }

        /// Whether to begin with the last step; by default false. With [`Sequences`](crate::layers::Sequences), outputs
        /// come in the order in which they are computed.
        #[must_use]
        pub const fn go_backwards(mut self, go_backwards: bool) -> Self {
            self.settings.go_backwards = go_backwards;
            self
        }

        /// Whether, with [`Sequences`](crate::layers::Sequences), the output of a masked step is 0; by default it is
        /// that of the step before. The state is kept either way. [`Bidirectional`](crate::layers::Bidirectional) sets
        /// it.
        #[must_use]
        pub const fn zero_output_for_mask(mut self, zero_output_for_mask: bool) -> Self {
            self.settings.zero_output_for_mask = zero_output_for_mask;
            self
        }

        /// The probability with which, in training, an input of a sample is dropped at all steps; by default 0.
        #[must_use]
        pub const fn dropout(mut self, rate: f64) -> Self {
            self.settings.dropout = rate;
            self
        }

        /// The probability with which, in training, a unit of a sample is dropped from what is remembered, at all
        /// steps; by default 0.
        #[must_use]
        pub const fn recurrent_dropout(mut self, rate: f64) -> Self {
            self.settings.recurrent_dropout = rate;
            self
        }
    };
}
use recurrent_options;

/// What recurrent layers have in common in their `impl Layer`, for one with `TIME` steps, `const fn sizes(time)`, all
/// its variables in `ALL`, and this number of gates, which are matrices side by side in its kernels.
macro_rules! walks {
    ($gates:literal) => {
        type Input = Sequence<TIME, FEATURES>;
        type Output = O::Output;
        type Activation = linear;

        const FILLS_PADDING: bool = true;
        const SAMPLEWISE: bool = true;
        const MULTIPLY_ADDS: usize = TIME * (FEATURES + UNITS) * $gates * UNITS;
        const MASK: Mask = if O::SEQUENCES { Mask::Kept } else { Mask::Dropped };
        const VARIABLES: &'static [Variable] = if B::HAS_BIAS { Self::ALL } else { Self::ALL.split_at(2).0 };
        const SAVED: usize = Self::sizes(TIME).saved();

        fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
            self.activity.as_ref()
        }

        fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
            let sizes = Self::sizes(TIME);
            let mut memory = Memory::new(call.saved, sizes, call.input.lanes());
            memory.state.fill(T::zero());
            let walk = Walk {
                cell: self,
                sizes,
                settings: self.settings,
                lanes: call.input.lanes(),
                pass: call.pass,
                sequences: O::SEQUENCES,
                variables: Variables::of(call.variables, sizes),
                input: call.input.values(),
                mask: call.mask,
            };
            walk.forward(&mut memory, call.output.values());
        }

        fn backward<T: Scalar>(&self, mut call: Backward<'_, T, Self>) {
            let sizes = Self::sizes(TIME);
            let mut memory = Memory::new(call.saved, sizes, call.input.lanes());
            let walk = Walk {
                cell: self,
                sizes,
                settings: self.settings,
                lanes: call.input.lanes(),
                pass: call.pass,
                sequences: O::SEQUENCES,
                variables: Variables::of(call.variables, sizes),
                input: call.input.values(),
                mask: call.mask,
            };
            let gradients = Gradients::of(call.gradients, sizes);
            let input_gradient = call.input_gradient.as_mut().map(|gradient| gradient.values());
            walk.backward(&mut memory, call.delta.values(), gradients, input_gradient);
        }
    };
}
use walks;

/// Implements [`Recurrent`].
macro_rules! streams {
    ($layer:ident, $names:expr, [$($parameter:ident: $bound:path),*]) => {
        impl<const TIME: usize, const FEATURES: usize, const UNITS: usize, $($parameter: $bound,)* O: Returns<TIME, UNITS>>
            Recurrent for $layer<Sequence<TIME, FEATURES>, UNITS, $($parameter,)* O>
        {
            type Step = Features<FEATURES>;
            type Units = Features<UNITS>;

            const NAMES: [&'static str; 2] = $names;
            const SEQUENCES: bool = O::SEQUENCES;

            fn backwards(mut self) -> Self {
                self.settings.go_backwards = !self.settings.go_backwards;
                self
            }

            fn zero_output_for_mask(self) -> Self {
                Self::zero_output_for_mask(self, true)
            }

            fn room() -> usize {
                room(Self::sizes(1))
            }

            fn step<T: Scalar>(&self, variables: &[T], memory: &mut [T], input: &[T], output: &mut [T]) {
                let sizes = Self::sizes(1);
                let walk = Walk {
                    cell: self,
                    sizes,
                    settings: Settings::new(),
                    lanes: Lanes::new(1),
                    pass: Pass::inference(),
                    sequences: false,
                    variables: Variables::of(variables, sizes),
                    input,
                    mask: None,
                };
                walk.forward(&mut stream::memory(memory, sizes), output);
            }
        }
    };
}
use streams;
