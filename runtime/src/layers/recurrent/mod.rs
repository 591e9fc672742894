//! Layers that go through a sequence step by step, and remember.

mod bidirectional;
mod cell;
mod gru;
mod lstm;
mod memory;
mod shapes;
mod simple_rnn;
mod stream;
mod time_distributed;
mod walk;

pub use bidirectional::{Ave, Bidirectional, Concat, Merge, Mul, Sum};
pub use gru::{GRU, ResetAfter, ResetBefore, Resets};
pub use lstm::LSTM;
pub use shapes::{GivesState, LastStep, NoState, ReturnState, Returns, Sequences, Walked};
pub use simple_rnn::SimpleRNN;
pub use stream::{Recurrent, Stream};
pub use time_distributed::TimeDistributed;

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

/// What recurrent layers have in common in their `impl Layer`, for one with `const fn sizes(time)`, all its variables in
/// `ALL`, and this number of gates, which are matrices side by side in its kernels.
macro_rules! walks {
    ($gates:literal) => {
        type Input = X;
        type Output = S::Output;
        type Activation = S::Activation;

        const FILLS_PADDING: bool = true;
        const SAMPLEWISE: bool = true;
        const MULTIPLY_ADDS: usize = X::TIME * (X::FEATURES + UNITS) * $gates * UNITS;
        const MASK: Mask = if O::SEQUENCES { Mask::Kept } else { Mask::Dropped };
        const VARIABLES: &'static [Variable] = if B::HAS_BIAS { Self::ALL } else { Self::ALL.split_at(2).0 };
        const SAVED: usize = {
            let sizes = Self::sizes(X::TIME);
            assert!(
                begins::<X>(UNITS, sizes.states),
                "the state that a layer begins with is another one than that of the layer"
            );
            sizes.saved()
        };

        fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
            self.activity.as_ref()
        }

        fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
            let mut memory = Memory::new(call.saved, Self::sizes(X::TIME), X::lanes(&call.input));
            let walk = self.walk::<T>(call.variables, call.input, call.mask, call.pass);
            let mut outputs = S::Output::slices_mut(call.output);
            let Some(output) = outputs.next() else { return };
            walk.forward(&mut memory, output);
            for (output, state) in outputs.zip(memory.states()) {
                output.copy_from_slice(state);
            }
        }

        fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
            let sizes = Self::sizes(X::TIME);
            let mut memory = Memory::new(call.saved, sizes, X::lanes(&call.input));
            let walk = self.walk::<T>(call.variables, call.input, call.mask, call.pass);
            let mut deltas = S::Output::slices(call.delta);
            let Some(delta) = deltas.next() else { return };
            let gradients = Gradients::of(call.gradients, sizes);
            let mut input_gradients = call.input_gradient.into_iter().flat_map(X::slices_mut);
            walk.backward(&mut memory, delta, deltas, gradients, input_gradients.next());
            for (gradient, state) in input_gradients.zip(memory.states()) {
                gradient.copy_from_slice(state);
            }
        }
    };
}
use walks;

/// The walk of a recurrent layer, whose type parameters, without that for what flows in, are these.
macro_rules! begins_walk {
    ($layer:ident, [$($parameter:ident: $bound:path),*]) => {
        impl<X, const UNITS: usize, $($parameter: $bound,)* O, S> $layer<X, UNITS, $($parameter,)* O, S>
        where
            X: Walked,
            O: Returns<X, UNITS>,
        {
            /// The walk along what flows in.
            fn walk<'s, 'a, T: Scalar>(
                &'s self,
                variables: &'a [T],
                input: X::Batch<'a, T>,
                mask: X::Mask<'a, T>,
                pass: Pass,
            ) -> Walk<'s, 'a, Self, T> {
                let sizes = Self::sizes(X::TIME);
                let mut inputs = X::slices(input);
                Walk {
                    cell: self,
                    sizes,
                    settings: self.settings,
                    lanes: X::lanes(&input),
                    pass,
                    sequences: O::SEQUENCES,
                    variables: Variables::of(variables, sizes),
                    input: inputs.next().unwrap_or_default(),
                    initial: [inputs.next(), inputs.next()],
                    mask: X::masks(mask).next().flatten(),
                }
            }
        }
    };
}
use begins_walk;

/// Implements [`Recurrent`].
macro_rules! streams {
    ($layer:ident, $names:expr, [$($parameter:ident: $bound:path),*]) => {
        impl<const TIME: usize, const FEATURES: usize, const UNITS: usize, $($parameter: $bound,)* O>
            Recurrent for $layer<Sequence<TIME, FEATURES>, UNITS, $($parameter,)* O, NoState>
        where
            O: Returns<Sequence<TIME, FEATURES>, UNITS>,
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
                    initial: [None; 2],
                    mask: None,
                };
                walk.go_on(&mut stream::memory(memory, sizes), output);
            }
        }
    };
}
use streams;
