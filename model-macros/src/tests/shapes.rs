//! Shapes and sizes.

use super::assert_mistakes;

#[test]
fn widths_that_do_not_meet() {
    assert_mistakes(
        "Dense<4, 8, relu>,\nDense<9, 3, softmax>",
        &[
            "2:6 layer 2 takes 9 values, but layer 1 gives 8 | write `Dense<8, 3, softmax>`, or `_` to infer it",
        ],
    );
    assert_mistakes(
        "Input<3>, hidden: Dense<4, 8>, out: Dense<7, 1>",
        &[
            "1:24 layer 1 (`hidden`) takes 4 values, but the input has 3 | write `Dense<3, 8>`, or `_` to infer it",
            "1:42 layer 2 (`out`) takes 7 values, but layer 1 (`hidden`) gives 8 | write `Dense<8, 1>`, or `_` to infer it",
        ],
    );
}

#[test]
fn two_wrong_widths_of_six_layers_are_two_mistakes() {
    assert_mistakes(
        "Dense<4, 8>, Dense<8, 16>, Dense<15, 16>, Dropout(0.1), Dense<17, 8>, Dense<8, 3>",
        &[
            "1:33 layer 3 takes 15 values, but layer 2 gives 16 | write `Dense<16, 16>`, or `_` to infer it",
            "1:62 layer 5 takes 17 values, but layer 4 gives 16 | write `Dense<16, 8>`, or `_` to infer it",
        ],
    );
}

#[test]
fn shapes_of_another_rank() {
    assert_mistakes(
        "Input<8, 8, 1>, Dense<64, 10>",
        &["1:22 layer 1 takes 64 values at each pixel, but the input is an image of 8 × 8 × 1 \
           | put `Flatten` between the two: 8 × 8 × 1 = 64 values"],
    );
    assert_mistakes(
        "Dense<4, 40>, Reshape<10, 4>, Dense<5, 10>",
        &["1:36 layer 3 takes 5 values at each step, but layer 2 gives 10 steps of 4 values \
           | put `Flatten` between the two, or write `Dense<4, 10>` for a layer on the last axis"],
    );
}

/// "the input is an image", but a layer gives one, whatever its name.
#[test]
fn an_image_from_a_layer() {
    assert_mistakes(
        "Dense<4, 16>, hash: Reshape<4, 4, 1>, Dense<16, 3>",
        &["1:44 layer 3 takes 16 values at each pixel, but layer 2 (`hash`) gives an image of 4 × 4 × 1 \
           | put `Flatten` between the two: 4 × 4 × 1 = 16 values"],
    );
}

#[test]
fn reshaping_keeps_the_number_of_values() {
    assert_mistakes(
        "Dense<4, 12>, Reshape<4, 4, 1>",
        &[
            "1:22 layer 2 makes 4 × 4 × 1 = 16 values, but layer 1 gives 12 | choose sizes whose product is 12",
        ],
    );
    assert_mistakes(
        "Input<3, 5>, small: Reshape<14>",
        &["1:28 layer 1 (`small`) makes 14 values, but the input has 3 × 5 = 15 \
           | choose sizes whose product is 15"],
    );
}

#[test]
fn nothing_to_infer_from() {
    assert_mistakes(
        "Dense<_, 8>, Dense<8, 3>",
        &["1:6 there is nothing to infer this size from: the first layer has to say how many values go in \
           | write the number, or start with `Input<4>`"],
    );
    assert_mistakes(
        "Dropout(0.5), Dense<4, 8>",
        &["1:0 `Dropout` takes the shape of the layer before it, but it is the first \
           | start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`"],
    );
    assert_mistakes(
        "my::Noise<_>, Dense<4, 8>",
        &["1:4 `my::Noise<_>` takes the shape of the layer before it, but it is the first \
           | start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`"],
    );
}

#[test]
fn what_would_have_to_be_computed_from_a_const_parameter() {
    let message = "cannot compute its size, because what flows in depends on a const parameter";
    let use_a_constant = "stable Rust cannot compute with const parameters in types: use a constant instead";
    assert_mistakes(
        "struct M<const N: usize> { Input<N, N, 1>, Flatten, Dense<_, 3> }",
        &[&format!("1:43 `Flatten` {message} | {use_a_constant}")],
    );
    assert_mistakes(
        "struct M<const N: usize> { my::Layer<N>, Dense<_, 3> }",
        &[&format!("1:41 `Dense<_, 3>` {message} | write the size instead of `_`")],
    );
}

#[test]
fn sizes_that_make_no_sense() {
    assert_mistakes("Dense<4, 0>, Dense<_, 3>", &["1:9 a size is at least 1"]);
    assert_mistakes("Input<0, 3>, Flatten", &["1:6 a size is at least 1"]);
    assert_mistakes("Dense<4, -8>", &["1:9 `-8` is not a size: a size is a whole number, 1 or more"]);
    assert_mistakes("Dense<4, 8.0>", &["1:9 `8.0` is not a size: a size is a whole number, 1 or more"]);
    assert_mistakes(
        "Dense<4, 8, relu, false>, Input<None, 4>",
        &[
            "1:18 `false` is neither a size nor an activation | write `NoBias` after the activation, if that is meant",
            "1:26 `Input` says what goes into the first layer, so it comes before it",
        ],
    );
    assert_mistakes(
        "Input<None, 4>, Flatten",
        &["1:6 `None` is not a size | leave out `None`: the number of samples is no part of a shape"],
    );
    assert_mistakes("Dense<4, 8u8>", &["1:9 a size is a `usize`, not a `u8` | write `8`"]);
    assert_mistakes(
        "struct M<const N: u32> { Dense<4, N> }",
        &["1:34 a size is a `usize`, but `N` is a `u32` | write `const N: usize`"],
    );
    assert_mistakes(
        "Dense<4, _>, Dense<_, 3>",
        &["1:9 the number of units cannot be inferred | write a number, as in `Dense<4, 8, relu>`"],
    );
    assert_mistakes("Input<_>, Dense<_, 3>", &["1:6 a size of `Input` cannot be inferred: write a number"]);
    assert_mistakes("Dense<4, 99999999999999999999>", &["1:9 this number is larger than any size can be"]);
    assert_mistakes(
        "Dense<4, 2 * N>, Dense<N + 1, 2>",
        &[
            "1:9 a size that is computed goes in braces | write `{ 2 * N }`",
            "1:23 a size that is computed goes in braces | write `{ N + 1 }`",
        ],
    );
}

#[test]
fn more_than_memory_can_hold() {
    assert_mistakes(
        "Dense<4, 10_000_000_000>, big: Dense<_, 10_000_000_000>",
        &["1:37 layer 2 (`big`) would have more parameters than memory can hold: \
           10000000000 × 10000000000 + 10000000000 | use smaller sizes"],
    );
    assert_mistakes(
        "Input<9_999_999_999, 9_999_999_999>, Flatten",
        &["1:37 more values flow into `Flatten` than a computer can count"],
    );
}

#[test]
fn blocks() {
    assert_mistakes(
        "Input<8, 8, 3>, Residual(Conv2D<6, 3, Same>, body: Conv2D<3, 3, Same>), Flatten, Dense<192, 2>",
        &[],
    );
    assert_mistakes("Dense<4, 8>, Concatenate(Dense<5>, Residual(Dense<5>)), Dense<13, 2>", &[]);
    assert_mistakes(
        "Input<8, 8, 3>, Residual(Conv2D<6, 3, Same>)",
        &[
            "1:16 layer 1 adds an image of 8 × 8 × 6 to what flows in, but the input is an image of 8 × 8 × 3 \
           | let its last layer give the shape that flows in, or change that too: `Residual(…, shortcut = Dense<8>)`",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>, Input<8, 8, 3>",
        &["1:13 `Input` says what goes into the first layer, so it comes before it"],
    );
    assert_mistakes(
        "Input<8, 8, 3>, block: Concatenate(Conv2D<6, 3>), Flatten, Dense<2>",
        &[
            "1:23 layer 1 (`block`) appends an image of 6 × 6 × 6 to what flows in, but the input is an image of 8 × 8 × 3 \
           | all axes but the last have to be alike: `Same` keeps the size of an image",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>, Residual(Dense<9, 5>, Dense<7, 8>), Dense<8, 2>",
        &[
            "1:28 layer 1 of layer 2 takes 9 values, but layer 1 gives 8 | write `Dense<8, 5>`, or `_` to infer it",
            "1:41 layer 2 of layer 2 takes 7 values, but layer 1 of layer 2 gives 5 | write `Dense<5, 8>`, or `_` to infer it",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>, Residual, Dense<8, 2>",
        &[
            "1:13 `Residual` needs layers, in parentheses | write `Residual(Dense<8, relu>, Dense<8>)`, for example",
        ],
    );
}
