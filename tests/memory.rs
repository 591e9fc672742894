//! Safe code does not reach memory that it was not lent: sizes that wrap, and sizes of another batch, are refused.
//!
//! `.ci/arithmetic` runs these tests with the arithmetic of release builds too, where nothing but plywood's own checks
//! notices that a product has wrapped.

#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use plywood::layer::{Backward, Forward, Pass, parameters};
use plywood::prelude::*;
use plywood::{Batch, BatchMut, Lanes, Layer, Shape};

/// Three times this number of lanes is 8 modulo 2 to the number of bits, and so is five times the other one.
const THRICE: usize = usize::MAX / 3 + 3;
const FIVE_TIMES: usize = usize::MAX / 5 * 2 + 2;

fn is_refused<R>(call: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(call)).is_err()
}

#[test]
fn more_samples_than_memory_holds_are_refused() {
    let values = [1.0_f32, 2.0, 3.0, 42.0];
    for samples in [usize::MAX, usize::MAX - 7, Lanes::MOST + 1] {
        assert!(is_refused(|| Batch::<f32, Features<1>>::new(&values[..0], Lanes::new(samples))));
    }
    assert_eq!(Lanes::new(Lanes::MOST).stride(), Lanes::MOST);
}

#[test]
fn a_product_of_sizes_that_wraps_is_another_size() {
    assert_eq!((THRICE.wrapping_mul(3), FIVE_TIMES.wrapping_mul(5)), (8, 8));
    let mut values = [1.0_f32; 8];
    let lanes = Lanes::new(THRICE);
    assert!(is_refused(|| Batch::<f32, Features<3>>::new(&values, lanes)));
    assert!(is_refused(|| BatchMut::<f32, Features<3>>::new(&mut values, lanes)));
    assert!(is_refused(|| Batch::<f32, Image<1, 3, 1>>::new(&values, lanes)));
    assert!(is_refused(|| Batch::<f64, Sequence<5, 1>>::new(&[1.0; 8], Lanes::new(FIVE_TIMES))));
    assert!(is_refused(|| Batch::<f32, Features<{ usize::MAX / 8 + 2 }>>::new(&values, Lanes::new(8))));
}

#[test]
fn a_matrix_shows_its_batch_alone() {
    let values: Vec<f32> = (0..16).map(|n| n as f32).collect();
    let batch = Batch::<f32, Features<2>>::new(&values, Lanes::new(3));
    let matrix = batch.matrix();
    assert_eq!((matrix.shape(), matrix[(2, 1)]), ((3, 2), 10.0));
    for place in [(3, 0), (0, 2), (1 << 20, 0), (0, usize::MAX)] {
        assert!(is_refused(|| matrix[place]), "{place:?}");
    }
    for (feature, lane) in [(usize::MAX / 8 + 1, 7), (0, 8), (2, 0), (1, usize::MAX)] {
        assert!(is_refused(|| batch.at(feature, lane)), "{feature}, {lane}");
    }
}

/// A layer that is called by hand, with an output of another batch than its input's.
fn is_refused_with_other_lanes<X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(layer: &L) -> bool {
    let [few, many] = [Lanes::new(3), Lanes::new(40)];
    let variables = vec![0.5_f32; parameters::<L>()];
    let mut saved = vec![0.0; L::SAVED * many.stride()];
    let input = vec![0.5; X::LEN * many.stride()];
    let input = Batch::<f32, X>::new(&input, many);
    let mut output = vec![0.0; Y::LEN * few.stride()];
    let forward = is_refused(|| {
        let output = BatchMut::<f32, Y>::new(&mut output, few);
        layer.forward(Forward::new(&variables, input, output, &mut saved, Pass::inference(), &mut 0.0));
    });
    let mut gradients = variables.clone();
    let backward = is_refused(|| {
        let delta = Batch::<f32, Y>::new(&output, few);
        let pass = Pass::inference();
        layer.backward(Backward::new(&variables, input, &mut saved, delta, &mut gradients, None, pass));
    });
    forward && backward
}

#[test]
fn layers_refuse_an_output_of_other_lanes() {
    model! {
        struct Net {
            Input<6, 5, 2>,
            convolution: Conv2D<4, 3, relu>,
            up: Conv2DTranspose<4, 3, tanh, Strides<2>>,
            separable: SeparableConv2D<6, 2, relu>,
            rows: Reshape<8, 36>,
            cells: LSTM<3, Sequences>,
            dense: Dense<9>,
            flatten: Flatten,
            last: Dense<3>,
        }
    }
    let net = Net::new(1);
    assert!(is_refused_with_other_lanes(net.convolution().layer()));
    assert!(is_refused_with_other_lanes(net.up().layer()));
    assert!(is_refused_with_other_lanes(net.separable().layer()));
    assert!(is_refused_with_other_lanes(net.cells().layer()));
    assert!(is_refused_with_other_lanes(net.dense().layer()));
    assert!(is_refused_with_other_lanes(net.last().layer()));
}
