//! What a layer is that attends between projections.

/// A layer with so many heads of queries and, `shared` by them, of keys and values, with so many features of queries and
/// keys, and of values: its type, with names for three sizes, its options, and `impl Layer`.
macro_rules! projections {
    (
        $(#[$docs:meta])*
        $layer:ident<$first:ident, $second:ident, $third:ident>, $name:literal,
        heads: $heads:ident, shared: $shared:ident, key: $key:ident, value: $value:ident
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $layer<
            X,
            const $first: usize,
            const $second: usize,
            const $third: usize,
            const OUT: usize,
            B = Bias,
            C = Full,
        > {
            kernel: VariableOptions,
            bias: VariableOptions,
            dropout: f64,
            types: Types<(X, B, C)>,
        }

        impl<X, const $first: usize, const $second: usize, const $third: usize, const OUT: usize, B, C>
            $layer<X, $first, $second, $third, OUT, B, C>
        {
            /// The layer with Keras' defaults.
            pub fn new() -> Self {
                Self {
                    kernel: VariableOptions::new(),
                    bias: VariableOptions::new(),
                    dropout: 0.0,
                    types: PhantomData,
                }
            }

            /// The probability with which, in training, a weight is dropped, so that its query does not see its value;
            /// by default 0.
            #[must_use]
            pub const fn dropout(mut self, rate: f64) -> Self {
                self.dropout = rate;
                self
            }

            variable_options! {
                kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
                bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
            }
        }

        impl<X, const $first: usize, const $second: usize, const $third: usize, const OUT: usize, B, C> Default
            for $layer<X, $first, $second, $third, OUT, B, C>
        {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X, const $first: usize, const $second: usize, const $third: usize, const OUT: usize, B, C>
            $layer<X, $first, $second, $third, OUT, B, C>
        where
            X: Attended,
            B: HasBias,
            C: Causality,
        {
            const PROJECTED: Projected = {
                let sizes =
                    Sizes { heads: $heads, shared: $shared, width: $key, value_width: $value, ..Sizes::NONE };
                Projected::new::<X>(sizes, OUT, C::IS_CAUSAL, B::HAS_BIAS)
            };
        }

        impl<X, const $first: usize, const $second: usize, const $third: usize, const OUT: usize, B, C> Layer
            for $layer<X, $first, $second, $third, OUT, B, C>
        where
            X: Attended<Query: WithLast<OUT>>,
            B: HasBias,
            C: Causality,
        {
            type Input = X;
            type Output = <X::Query as WithLast<OUT>>::Output;
            type Activation = linear;

            const FILLS_PADDING: bool = true;
            const NAME: &'static str = $name;
            const SAMPLEWISE: bool = true;
            const MULTIPLY_ADDS: usize = Self::PROJECTED.multiply_adds();
            const MASK: Mask = Mask::Kept;
            const SAVED: usize = Self::PROJECTED.saved();

            const VARIABLES: &'static [Variable] = if B::HAS_BIAS {
                &[
                    Variable::new("query/kernel", &[X::QUERY[1], $heads, $key]),
                    Variable::new("query/bias", &[$heads, $key]),
                    Variable::new("key/kernel", &[X::KEY[1], $shared, $key]),
                    Variable::new("key/bias", &[$shared, $key]),
                    Variable::new("value/kernel", &[X::VALUE[1], $shared, $value]),
                    Variable::new("value/bias", &[$shared, $value]),
                    Variable::new("attention_output/kernel", &[$heads, $value, OUT]),
                    Variable::new("attention_output/bias", &[OUT]),
                ]
            } else {
                &[
                    Variable::new("query/kernel", &[X::QUERY[1], $heads, $key]),
                    Variable::new("key/kernel", &[X::KEY[1], $shared, $key]),
                    Variable::new("value/kernel", &[X::VALUE[1], $shared, $value]),
                    Variable::new("attention_output/kernel", &[$heads, $value, OUT]),
                ]
            };

            fn check(&self) -> Result<()> {
                check_dropout(concat!("the dropout of `", stringify!($layer), "`"), self.dropout)
            }

            fn options(&self, index: usize) -> VariableOptions {
                if Self::VARIABLES[index].name.ends_with("kernel") {
                    or_glorot_uniform(&self.kernel)
                } else {
                    self.bias.clone()
                }
            }

            fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
                const { Self::PROJECTED }.forward::<X, T, _, Self>(call, self.dropout);
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                const { Self::PROJECTED }.backward::<X, T, _, Self>(call, self.dropout);
            }
        }
    };
}
pub(super) use projections;
