//! What `model!` writes compiles in the strictest and strangest surroundings.

/// Every lint that a careful crate might deny.
mod strict {
    #![forbid(unsafe_code)]
    #![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, missing_debug_implementations)]
    #![deny(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::missing_const_for_fn)]

    use plywood::prelude::*;

    model! {
        /// A public model.
        pub struct Public { hidden: Dense<4, 8, relu>, Dropout(0.5), Dense<_, 3, softmax> }
    }

    model! { struct Private { Dense<4, 3> } }

    #[test]
    fn models_work() {
        assert_eq!(Public::new(1).count_params(), 67);
        assert_eq!(Private::new(1).count_params(), 15);
        assert_eq!(model![Dense<4, 3>].count_params(), 15);
    }
}

/// Nothing of the prelude is what it seems.
mod shadowed {
    #![allow(dead_code, non_camel_case_types, non_local_definitions)]

    use ::plywood::prelude::*;

    struct Option;
    struct Some;
    struct None;
    struct Result;
    struct Ok;
    struct Vec;
    struct Box;
    struct Clone;
    struct Default;
    struct Send;
    struct Layer;
    struct Scalar;
    struct Batch;
    struct core;
    struct std;
    struct plywood;
    struct f32;
    struct f64;
    struct usize;
    struct u64;
    struct str;

    mod fmt {}

    model! { struct Shadowed { hidden: Dense<4, 8, relu>, Dropout(0.5), Dense<_, 3, softmax> } }

    #[test]
    fn models_work() {
        assert_eq!(Shadowed::new(1).count_params(), 67);
        assert_eq!(model![Dense<4, 3>].count_params(), 15);
    }
}

/// Types and constants with the names that the generated code uses for its own.
mod names {
    use plywood::activations::Elementwise;
    use plywood::prelude::*;

    #[derive(Clone, Copy, Debug, Default)]
    struct T;

    impl Elementwise for T {
        const NAME: &'static str = "t";
        fn value<S: plywood::Scalar>(&self, z: S) -> S {
            z
        }
        fn derivative<S: plywood::Scalar>(&self, _: S) -> S {
            S::one()
        }
    }

    impl T {
        const RATE: f64 = 0.1;
    }

    const N: usize = 8;

    model! {
        struct Names {
            Input<4>,
            Dropout(T::RATE),
            input: Dense<4, N, T>,
            output: Dense<N, N, relu>,
            chain: Dense<N, N, T>,
            variables: Dense<N, N>,
            saved: Dropout(0.1),
            pass: Dense<N, N>,
            delta: Dense<N, N>,
            gradients: Dense<N, N>,
            input_gradient: Dense<N, N>,
            seed: Dense<N, N>,
            forward: Dense<N, N>,
            r#type: Dense<N, 3, softmax>,
        }
    }

    #[test]
    fn models_work() {
        let data = datasets::iris();
        let loss = SparseCategoricalCrossentropy::default();
        let mut model = Names::new(1).compile(Adam::new(0.01), loss, ());
        model.fit(&data, Fit::epochs(1)).unwrap();
        assert_eq!(model.r#type().kernel().shape(), (3, N));
        assert_eq!(model.weights()[0].name, "input/kernel");
    }
}

/// Layers without names, of types whose names the generated code would like for itself.
mod invented_names {
    use plywood::activations::linear;
    use plywood::layer::{Backward, Forward};
    use plywood::prelude::*;
    use plywood::{Layer, Scalar};

    macro_rules! layers {
        ($($layer:ident)*) => {$(
            #[derive(Clone)]
            struct $layer;

            impl $layer {
                fn new() -> Self {
                    Self
                }
            }

            impl Layer for $layer {
                type Input = Features<4>;
                type Output = Features<4>;
                type Activation = linear;

                fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
                    call.pass_on();
                }

                fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                    call.pass_on();
                }
            }
        )*};
    }

    layers! { Super Crate Chain Delta Input_ Output Arena Match Loop Network Call Streams Variables InputGradient Fit }

    model! {
        struct T {
            Super, Crate, Chain, Delta, Input_, Output, Arena, Match, Loop, Network, Call, Streams, Variables, InputGradient, Fit,
        }
    }

    #[test]
    fn models_work() {
        let model = T::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
        assert_eq!(model.predict(&[1.0, 2.0, 3.0, 4.0]), [1.0, 2.0, 3.0, 4.0]);
        assert!(model.r#match().variables().is_empty());
        assert_eq!(model![Network, Network].predict(&[1.0; 4]), [1.0; 4]);
    }
}

/// Attributes of the struct and of its layers, and defaults of its parameters.
mod attributes {
    #![deny(warnings, missing_docs)]

    use plywood::prelude::*;

    model! {
        #[cfg(not(test))]
        struct Absent { Dense<4, 3> }
    }

    model! {
        /// Not to be used any more.
        #[deprecated]
        #[derive(Copy)]
        #[cfg(any())]
        pub struct NeverThere { Dense<4, 3> }
    }

    model! {
        /// Old.
        #[deprecated]
        pub struct Old<const OUT: usize = 3> {
            /// The only layer.
            only: Dense<4, OUT>,
        }
    }

    #[test]
    #[allow(deprecated)]
    fn models_work() {
        let model: Old = Old::new(1);
        assert_eq!(model.only().bias().len(), 3);
    }
}

/// The expression form sees local variables and works wherever an expression does.
mod expressions {
    use plywood::prelude::*;

    fn with_rate(rate: f64) -> f64 {
        let model = model![Input<4>, Dropout(rate), Dense<_, 3>];
        model.dropout().layer().rate()
    }

    #[test]
    fn values_can_be_local() {
        assert_eq!(with_rate(0.25), 0.25);
        let outputs: Vec<[f32; 2]> =
            (0..3).map(|seed| model![Dense<1, 2>].with_seed(seed).predict(&[1.0])).collect();
        assert_ne!(outputs[0], outputs[1]);
        assert_ne!(outputs[1], outputs[2]);
    }
}

/// Every way to write a size.
mod sizes {
    use plywood::prelude::*;

    const HIDDEN: usize = 6;

    mod elsewhere {
        pub(super) const WIDTH: usize = 12;
    }

    model! {
        struct Sizes {
            Input<2, { 1 + 1 }, 1>,
            Flatten,
            Dense<4, HIDDEN, relu>,
            Dense<_, { 2 * HIDDEN }, relu>,
            plywood::layers::Dense<{ elsewhere::WIDTH }, 0x10, relu, NoBias>,
            Dense<_, 1_0>,
            Reshape<5, 2>,
            Activation<softmax>,
            Reshape<10>,
        }
    }

    model! {
        struct Computed {
            Input<{ HIDDEN }, { HIDDEN + 2 }, 1>,
            ZeroPadding2D<{ HIDDEN - 5 }>,
            Cropping2D<{ 1 + 1 }>,
            UpSampling2D<{ HIDDEN / 3 }>,
            Conv2D<{ 2 * HIDDEN }, { HIDDEN / 2 }>,
            GLU,
            Flatten,
            Reshape<10, { 6 * HIDDEN }>,
            Bidirectional<GRU<{ HIDDEN }>>,
            Dense<1>,
        }
    }

    model! { struct Mlp<const IN: usize, const OUT: usize> { Dense<IN, 32, relu>, Dropout(0.1), Dense<32, OUT>, Dense<_, OUT> } }

    #[test]
    fn models_work() {
        assert_eq!(Sizes::new(1).count_params(), 5 * 6 + 7 * 12 + 12 * 16 + 17 * 10);
        assert_eq!(Sizes::new(1).predict(&[[[1.0], [2.0]], [[3.0], [4.0]]]).len(), 10);
        assert_eq!(Computed::new(1).predict(&[[[0.0]; 8]; 6]).len(), 1);
        assert_eq!(Mlp::<3, 2>::new(1).count_params(), 4 * 32 + 33 * 2 + 6);
        assert_eq!(Mlp::<3, 5, f64>::new(1).predict(&[0.0; 3]).len(), 5);
    }
}

/// A layer may have the name of a constant or a type, and a type may have that of a keyword.
mod names_of_other_things {
    use plywood::activations::{Elementwise, linear};
    use plywood::layer::{Backward, Forward};
    use plywood::prelude::*;
    use plywood::{Layer, Scalar};

    mod sizes {
        pub const HIDDEN: usize = 8;
    }

    #[derive(Clone, Copy, Debug, Default)]
    #[allow(non_camel_case_types)]
    struct cube;

    impl Elementwise for cube {
        const NAME: &'static str = "cube";
        fn value<T: Scalar>(&self, z: T) -> T {
            z * z * z
        }
        fn derivative<T: Scalar>(&self, a: T) -> T {
            a
        }
    }

    #[derive(Clone)]
    struct Gen;

    impl Gen {
        fn new() -> Self {
            Self
        }
    }

    impl Layer for Gen {
        type Input = Features<8>;
        type Output = Features<8>;
        type Activation = linear;

        fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
            call.pass_on();
        }

        fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
            call.pass_on();
        }
    }

    #[allow(non_upper_case_globals)]
    const hidden: usize = 8;

    type Eight = Features<8>;

    model! {
        struct Names {
            cube: Dense<4, sizes::HIDDEN, cube>,
            hidden: Dense<_, hidden>,
            Gen,
            Dropout<Eight>(0.5),
            Activation<relu, Eight>,
            Dense::<8, 3, softmax>,
        }
    }

    #[test]
    fn models_work() {
        let model = Names::new(1);
        assert_eq!(model.cube().kernel().shape(), (8, 4));
        assert_eq!(model.hidden().kernel().shape(), (8, 8));
        assert_eq!(model.r#gen().variables().len(), 0);
        assert_eq!(model.predict(&[0.0; 4]), [1.0 / 3.0; 3]);
    }
}
