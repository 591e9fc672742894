//! The options that layers have in common, written once.

/// Methods for the options of a layer's variables, of its activation and of its outputs, which are fields of those
/// names.
macro_rules! options {
    ($($variables:tt)*) => {
        $crate::layers::options::variable_options! { $($variables)* }

        /// What the outputs add to the loss, divided by the number of samples; by default nothing.
        #[must_use]
        pub fn activity_regularizer(mut self, regularizer: impl $crate::regularizers::Regularizer) -> Self {
            self.activity = Some($crate::regularizers::AnyRegularizer::new(regularizer));
            self
        }

        /// The activation with settings other than Keras' defaults.
        #[must_use]
        pub fn activation(mut self, activation: A) -> Self {
            self.activation = activation;
            self
        }
    };
}
pub(super) use options;

/// Methods for the options of a layer's variables, which are fields of those names.
macro_rules! variable_options {
    ($($variable:ident = $default:literal: $initializer:ident, $regularizer:ident, $constraint:ident;)*) => {
        $(
            #[doc = concat!("The first values of the ", stringify!($variable), "; by default ", $default, ".")]
            #[must_use]
            pub fn $initializer(mut self, initializer: impl $crate::initializers::Initializer) -> Self {
                self.$variable = self.$variable.initializer(initializer);
                self
            }

            #[doc = concat!("What the ", stringify!($variable), " adds to the loss; by default nothing.")]
            #[must_use]
            pub fn $regularizer(mut self, regularizer: impl $crate::regularizers::Regularizer) -> Self {
                self.$variable = self.$variable.regularizer(regularizer);
                self
            }

            #[doc = concat!("What the ", stringify!($variable), " is kept to; by default nothing.")]
            #[must_use]
            pub fn $constraint(mut self, constraint: impl $crate::constraints::Constraint) -> Self {
                self.$variable = self.$variable.constraint(constraint);
                self
            }
        )*
    };
}
pub(super) use variable_options;

/// The methods of [`Layer`](crate::layer::Layer) that are about the options of a layer with the fields `activation`,
/// `kernel`, `bias` and `activity`.
macro_rules! kernel_and_bias_options {
    ($activation:ident) => {
        fn activation(&self) -> $activation {
            self.activation
        }

        fn check(&self) -> $crate::error::Result<()> {
            self.activation.check()
        }

        fn options(&self, index: usize) -> $crate::layer::VariableOptions {
            if index == 0 {
                $crate::layers::options::or_glorot_uniform(&self.kernel)
            } else {
                self.bias.clone()
            }
        }

        fn activity_regularizer(&self) -> Option<&$crate::regularizers::AnyRegularizer> {
            self.activity.as_ref()
        }
    };
}
pub(super) use kernel_and_bias_options;

use crate::initializers::GlorotUniform;
use crate::layer::VariableOptions;

/// The options of a kernel: a function of its own, so that it is compiled once and not for each layer.
pub(super) fn or_glorot_uniform(kernel: &VariableOptions) -> VariableOptions {
    kernel.clone().default_initializer(GlorotUniform)
}
