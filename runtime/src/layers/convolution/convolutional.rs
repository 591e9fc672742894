//! What a convolution with a kernel and a bias is, whichever way its windows are used.

/// A layer with windows of these sizes: its type, with a last type argument of its own, its options, and `impl Layer`.
/// The sizes of its windows are `planes`, the shapes of its variables `kernel` and `bias`; `options` names those of the
/// kernel; two functions compute it and its gradients.
macro_rules! convolutional {
    (
        $(#[$docs:meta])*
        $layer:ident, $name:literal, [$($size:ident)*], $last:ident: $bound:ident = $default:ty,
        planes: $planes:expr,
        kernel: [$($kernel:expr),*],
        options: { $($options:tt)* },
        bias: [$bias:expr],
        $forward:ident, $backward:ident
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $layer<
            X,
            Y,
            $(const $size: usize,)*
            A = linear,
            B = Bias,
            P = Valid,
            S = Strides<1>,
            D = Dilation<1>,
            $last = $default,
        > {
            activation: A,
            kernel: VariableOptions,
            bias: VariableOptions,
            activity: Option<AnyRegularizer>,
            types: Types<(X, Y, B, P, S, D, $last)>,
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, $last> $layer<X, Y, $($size,)* A, B, P, S, D, $last>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            $last: $bound,
        {
            const PLANES: Planes = $planes;
            const KERNEL: &'static [usize] = &[$($kernel),*];
            const BIAS: &'static [usize] = &[$bias];

            /// A convolution with Keras' defaults.
            pub fn new() -> Self {
                Self {
                    activation: A::default(),
                    kernel: VariableOptions::new(),
                    bias: VariableOptions::new(),
                    activity: None,
                    types: PhantomData,
                }
            }

            options! {
                $($options)*
                bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
            }
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, $last> Default
            for $layer<X, Y, $($size,)* A, B, P, S, D, $last>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            $last: $bound,
        {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, $last> Layer
            for $layer<X, Y, $($size,)* A, B, P, S, D, $last>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            $last: $bound,
        {
            type Input = X;
            type Output = Y;
            type Activation = A;

            const NAME: &'static str = $name;
            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;
            const MULTIPLY_ADDS: usize = Self::PLANES.multiply_adds();

            const VARIABLES: &'static [Variable] =
                variables::<B>(&[Variable::new("kernel", Self::KERNEL), Variable::new("bias", Self::BIAS)]);

            kernel_and_bias_options!(A);

            fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
                $forward(const { Self::PLANES }, call);
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                $backward(const { Self::PLANES }, call);
            }
        }
    };
}
pub(super) use convolutional;
