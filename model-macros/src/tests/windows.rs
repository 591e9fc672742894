//! Layers whose windows move over what flows in, and layers that rearrange it.

use super::assert_mistakes;
use crate::layers::windows::{Edges, transposed, windows};

/// Each window laid by hand, one after the other, on values and the zeros around them.
fn laid_out(input: usize, size: usize, stride: usize, dilation: usize, edges: Edges) -> usize {
    let reach = (size - 1) * dilation + 1;
    let count = |values: usize| (0..values).step_by(stride).filter(|start| start + reach <= values).count();
    match edges {
        Edges::Valid => count(input),
        Edges::Causal => count(input + reach - 1),
        // As few zeros as give an output for each stride.
        Edges::Same => {
            (0..).map(|zeros| count(input + zeros)).find(|&found| found >= input.div_ceil(stride)).unwrap()
        }
    }
}

#[test]
fn the_formulas_count_the_windows() {
    for (input, size) in (1..=12).flat_map(|input| (1..=5).map(move |size| (input, size))) {
        for (stride, dilation) in (1..=3).flat_map(|stride| (1..=2).map(move |dilation| (stride, dilation))) {
            for edges in [Edges::Valid, Edges::Same, Edges::Causal] {
                let what = format!("{input} {size} {stride} {dilation} {edges:?}");
                let expected = laid_out(input, size, stride, dilation, edges);
                assert_eq!(windows(input, size, stride, dilation, edges).unwrap_or(0), expected, "{what}");
                let larger = transposed(input, size, stride, dilation, edges, None).unwrap();
                assert_eq!(laid_out(larger, size, stride, dilation, edges), input, "transposed {what}");
                for beyond in 0..stride {
                    let larger = transposed(input, size, stride, dilation, edges, Some(beyond)).unwrap();
                    // An even reach, with zeros around, needs one value more.
                    if larger > (input - 1) * stride {
                        assert_eq!(laid_out(larger, size, stride, dilation, edges), input, "{beyond} {what}");
                    }
                }
            }
        }
    }
}

#[test]
fn images_flow_through() {
    assert_mistakes(
        "Input<28, 28, 1>, Conv2D<6, 5, relu>, MaxPooling2D<2>, Conv2D<16, 5, relu>, MaxPooling2D<2>, Flatten, \
         Dense<256, 120, relu>, Dense<84, relu>, Dense<10, softmax>",
        &[],
    );
    assert_mistakes(
        "Input<28, 28, 1>, Conv2D<6, 5>, MaxPooling2D<2>, Conv2D<16, 5>, MaxPooling2D<2>, Flatten, Dense<400, 120>",
        &[
            "1:96 layer 6 takes 400 values, but layer 5 gives 256 | write `Dense<256, 120>`, or `_` to infer it",
        ],
    );
    assert_mistakes(
        "Input<7, 6, 2>, Conv2D<3, 3, 1, Same, Strides<2, 1>>, Reshape<4, 6, 3>, Conv2DTranspose<2, 3, Strides<2>, Same>, \
         Reshape<192>",
        &[],
    );
    assert_mistakes("Input<N, N, 1>, Conv2D<6, K>, MaxPooling2D<2>, Flatten, Dense<10>", &[]);
}

#[test]
fn options_stand_in_any_order() {
    assert_mistakes(
        "Input<8, 8, 2>, Conv2D<4, 3, Same, relu, Groups<2>, NoBias>, Conv2D<4, 3, Strides<2>, tanh>",
        &[],
    );
    assert_mistakes(
        "Input<8, 8, 2>, Conv2D<4, 3, Same, Same>",
        &[
            "1:35 `Conv2D` takes two or three sizes, an activation, `Bias` or `NoBias`, and how its windows lie: \
           there is no place for `Same` | write `Conv2D<4, 3, Same>`",
        ],
    );
}

#[test]
fn windows_that_are_too_large() {
    assert_mistakes(
        "Input<4, 4, 1>, Conv2D<6, 5, relu>",
        &[
            "1:26 the windows of layer 1, 5 by 5, are larger than what they move over: the input is an image of 4 × 4 × 1 \
           | make them smaller, or write `Same`, which adds zeros around",
        ],
    );
    assert_mistakes(
        "Input<8, 2>, Conv1D<6, 5, Dilation<2>>",
        &["1:23 the windows of layer 1, (5 − 1) × 2 + 1 = 9 steps, are larger than what they move over: \
           the input has 8 steps of 2 values | make them smaller, or write `Same`, which adds zeros around"],
    );
    assert_mistakes("Input<8, 2>, Conv1D<6, 5, Dilation<2>, Same>", &[]);
    assert_mistakes(
        "Input<8, 8, 1>, MaxPooling2D<2>, MaxPooling2D<5>",
        &["1:46 the windows of layer 2, 5 by 5, are larger than what they move over: \
           layer 1 gives an image of 4 × 4 × 1 | make them smaller, or write `Same`, which adds zeros around"],
    );
}

#[test]
fn strides_and_dilation() {
    assert_mistakes("Input<8, 8, 1>, Conv2D<6, 5, Strides<0>>", &["1:37 a stride is at least 1"]);
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<6, 5, Strides>",
        &["1:29 `Strides` needs a number | write `Strides<2>`, for example"],
    );
    assert_mistakes(
        "Input<8, 1>, Conv1D<6, 5, Strides<2, 1>>",
        &["1:26 `Strides` takes one number | write `Strides<2>`, for example"],
    );
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<6, 2, Strides<2>, Dilation<2>>",
        &["1:41 windows have either strides or a dilation, not both | leave one of the two out"],
    );
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<6, 2, Causal>",
        &["1:29 `Causal` is for sequences, and `Conv2D` takes images | write `Same`, or leave it out"],
    );
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<6, 2>(strides = 2, padding = \"same\")",
        &[
            "1:29 `Conv2D` has no option `strides` | write `Strides<2>` in angle brackets: `Conv2D<6, 5, relu, Strides<2>>`",
            "1:42 `Conv2D` has no option `padding` | write `Same` in angle brackets: `Conv2D<6, 5, relu, Same>`",
        ],
    );
}

#[test]
fn groups_that_do_not_divide() {
    assert_mistakes(
        "Input<8, 8, 3>, Conv2D<6, 2, Groups<2>>",
        &["1:29 3 channels that flow in do not make 2 equal groups | choose a number that divides 3: 3"],
    );
    assert_mistakes(
        "Input<8, 8, 4>, Conv2D<6, 2, Groups<4>>",
        &["1:29 6 filters do not make 4 equal groups | choose a number that divides 6: 2, 3, 6"],
    );
}

#[test]
fn shapes_that_have_no_places() {
    assert_mistakes(
        "Dense<4, 8>, Conv2D<6, 2>",
        &["1:13 layer 2 takes an image, but layer 1 gives 8 values | put `Reshape<…>` between the two"],
    );
    assert_mistakes(
        "Input<8>, Conv2D<6, 2>",
        &["1:10 layer 1 takes an image, but the input has 8 values \
           | start with the shape of a sample, `Input<28, 28, 1>` for example"],
    );
    assert_mistakes(
        "Input<8, 3>, MaxPooling2D<2>",
        &["1:13 layer 1 takes an image, but the input has 8 steps of 3 values \
           | write `MaxPooling1D` for a sequence, or put `Reshape<…>` between the two"],
    );
    assert_mistakes(
        "Input<8, 8, 3>, GlobalMaxPooling1D",
        &["1:16 layer 1 takes a sequence, but the input is an image of 8 × 8 × 3 \
           | write `GlobalMaxPooling2D` for an image, or put `Reshape<…>` between the two"],
    );
    assert_mistakes(
        "Conv2D<6, 2>",
        &["1:0 `Conv2D<6, 2>` takes the shape of the layer before it, but it is the first \
           | start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`"],
    );
    assert_mistakes(
        "Input<8, 8, 3>, RepeatVector<4>",
        &[
            "1:16 layer 1 takes single values, but the input is an image of 8 × 8 × 3 | put `Flatten` between the two",
        ],
    );
}

#[test]
fn rearranging() {
    assert_mistakes(
        "Input<3, 4, 2>, ZeroPadding2D<1>, UpSampling2D<2>, Cropping2D<1, 0>, Permute<2, 1, 3>, Reshape<12, 8, 2>",
        &[],
    );
    assert_mistakes(
        "Input<3, 4>, ZeroPadding1D<1, 0>, UpSampling1D<2>, Cropping1D<1, 2>, Reshape<5, 4>",
        &[],
    );
    assert_mistakes(
        "Input<3, 4, 2>, Cropping2D<1, 2>",
        &["1:27 layer 1 leaves nothing over, for the input is an image of 3 × 4 × 2 | crop less"],
    );
    assert_mistakes(
        "Input<3, 4, 2>, ZeroPadding2D<1, 2, 3>",
        &[
            "1:36 `ZeroPadding2D` takes one, two or four sizes | write `ZeroPadding2D<TOP, BOTTOM, LEFT, RIGHT>`",
        ],
    );
    assert_mistakes(
        "Input<3, 4, 2>, Permute<2, 1>",
        &[
            "1:24 `Permute` takes each axis once: the numbers from 1 to 3 | write `Permute<3, 2, 1>`, for example",
        ],
    );
    assert_mistakes(
        "Input<3, 4>, Permute<2, 2>",
        &[
            "1:21 `Permute` takes each axis once: the numbers from 1 to 2 | write `Permute<2, 1>`, for example",
        ],
    );
    assert_mistakes("Input<3, 4, 2>, UpSampling2D<0>", &["1:29 a size is at least 1"]);
}

#[test]
fn volumes_flow_through() {
    assert_mistakes(
        "Input<8, 16, 16, 1>, Conv3D<4, 3, relu>, MaxPooling3D<2>, SpatialDropout3D(0.2), Permute<2, 1, 3, 4>, \
         ZeroPadding3D<1, 0, 0>, Cropping3D<1, 0, 0, 1, 2, 2>, UpSampling3D<1, 2, 2>, Conv3DTranspose<2, 3, Strides<2>>, \
         GlobalAveragePooling3D, Dense<2, 5>, Dense<_, 16>, Reshape<2, 2, 2, 2>, Dense<3>, Reshape<24>",
        &[],
    );
    assert_mistakes(
        "Input<8, 8, 8, 3>, DepthwiseConv2D<3>",
        &["1:19 layer 1 takes an image, but the input is a volume of 8 × 8 × 8 × 3 \
           | start with the shape of a sample, `Input<28, 28, 1>` for example"],
    );
    assert_mistakes(
        "Input<8, 3>, MaxPooling3D<2>",
        &["1:13 layer 1 takes a volume, but the input has 8 steps of 3 values \
           | write `MaxPooling1D` for a sequence, or put `Reshape<…>` between the two"],
    );
}

#[test]
fn missing_and_inferred() {
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<6>",
        &["1:16 `Conv2D` needs two sizes: how many filters, and how large their windows are \
           | write `Conv2D<6, 5, relu>`, for example"],
    );
    assert_mistakes(
        "Input<8, 8, 1>, MaxPooling2D",
        &[
            "1:16 `MaxPooling2D` needs a size: how large its windows are | write `MaxPooling2D<2>`, for example",
        ],
    );
    assert_mistakes(
        "Input<8, 8, 1>, Conv2D<_, 3>",
        &["1:23 a size of `Conv2D` cannot be inferred: write a number"],
    );
}
