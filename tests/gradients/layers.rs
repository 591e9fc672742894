use plywood::prelude::*;
use plywood::regularizers::Mode;

use crate::{SAMPLES, assert_right, bits, check, class, data, one_hot, uniform, values, weights};

/// For each layer, a test that puts it between two dense ones, with every activation before and behind it,
/// under every loss.
macro_rules! gradients {
    (
        layers { $($test:ident: $layer:tt;)* }
        activations $activations:tt
        losses $losses:tt
    ) => {
        $(
            #[test]
            fn $test() {
                with_activations!($layer $activations $losses);
            }
        )*
    };
}

macro_rules! with_activations {
    ($layer:tt { $($activation:ident)* } $losses:tt) => {
        $(with_losses!($layer $activation $losses);)*
    };
}

macro_rules! with_losses {
    ($layer:tt $activation:ident { $($end:ident: $of_end:tt)* }) => {
        $(gradients_to! { $layer $activation $end $of_end })*
    };
}

/// One network for all losses behind this last activation: it takes longer to compile than to check.
macro_rules! gradients_to {
    ([$($layer:tt)*] $activation:ident $end:ident { $($loss:ident, $target:ident;)* }) => {{
        model! {
            struct Tested { Dense<6, 8, $activation>, $($layer)*, Activation<$activation>, Dense<_, 3, $end> }
        }
        let network = concat!(stringify!($($layer)*), " with ", stringify!($activation));
        $(check(
            &format!("{network} and {}", stringify!($loss)), Tested::<f64>::new(0), $loss::default(), $target,
        );)*
    }};
}

gradients! {
    layers {
        dense: [Dense<8, 5>];
        dense_without_bias: [Dense<8, 5, linear, NoBias>];
        dropout: [Dropout(0.4)];
        flatten: [Reshape<2, 2, 2>, Flatten];
        reshape: [Reshape<4, 2>, Reshape<8>];
    }
    activations { linear relu sigmoid softmax tanh }
    losses {
        linear: { MeanSquaredError, values; }
        relu: { MeanSquaredError, values; }
        sigmoid: { BinaryCrossentropy, bits; MeanSquaredError, values; }
        softmax: {
            CategoricalCrossentropy, one_hot;
            CategoricalCrossentropy, weights;
            MeanSquaredError, values;
            SparseCategoricalCrossentropy, class;
        }
        tanh: { MeanSquaredError, values; }
    }
}

/// For each list of layers that take an image or a sequence, a network in which they get this shape.
macro_rules! shaped {
    ($($test:ident: $shape:tt $layers:tt;)*) => {
        $(
            #[test]
            fn $test() {
                shaped_model!($shape $layers);
                check(stringify!($test), Tested::<f64>::new(0), MeanSquaredError::default(), values);
            }
        )*
    };
}

macro_rules! shaped_model {
    ([$len:literal: $($axis:literal)*] [$($layers:tt)*]) => {
        model! { struct Tested { Dense<6, $len, tanh>, Reshape<$($axis),*>, $($layers)*, Flatten, Dense<3> } }
    };
}

shaped! {
    dense_on_a_sequence: [8: 4 2] [Dense<3, tanh>];
    dense_on_an_image: [12: 2 2 3] [Dense<2, sigmoid, NoBias>];
    conv1d: [12: 6 2] [Conv1D<3, 3, tanh>];
    conv1d_causal: [12: 6 2] [Conv1D<3, 2, tanh, Causal, Dilation<2>>];
    conv1d_in_groups: [24: 6 4] [Conv1D<6, 3, tanh, Same, Strides<2>, Groups<2>>];
    conv2d: [24: 3 4 2] [Conv2D<3, 2, tanh>];
    conv2d_without_bias: [24: 3 4 2] [Conv2D<3, 2, tanh, NoBias, Same>];
    conv2d_with_wide_windows: [24: 3 4 2] [Conv2D<3, 1, 3, sigmoid, Strides<1, 2>, Same>];
    conv2d_with_strides: [40: 5 4 2] [Conv2D<3, 3, tanh, Same, Strides<2>>];
    conv2d_with_dilation: [40: 5 4 2] [Conv2D<3, 2, tanh, Dilation<2, 1>>];
    conv2d_in_groups: [48: 4 3 4] [Conv2D<6, 2, tanh, Groups<2>>];
    conv2d_one_after_the_other: [32: 4 4 2] [Conv2D<9, 3, tanh, Same>, Conv2D<2, 3, tanh>];
    conv1d_transpose: [12: 6 2] [Conv1DTranspose<3, 3, tanh, Same, Strides<2>>];
    conv1d_transpose_with_padding: [12: 6 2] [Conv1DTranspose<2, 4, tanh, Strides<3>, OutputPadding<2>>];
    conv3d: [24: 2 2 3 2] [Conv3D<3, 2, tanh>];
    conv3d_with_strides: [60: 3 5 2 2] [Conv3D<2, 3, 2, 1, tanh, Same, Strides<2, 1, 1>, NoBias>];
    conv3d_in_groups: [48: 3 2 2 4] [Conv3D<6, 2, tanh, Same, Groups<2>>];
    conv3d_with_dilation: [72: 6 3 2 2] [Conv3D<2, 2, tanh, Same, Dilation<3, 2, 1>>];
    conv3d_of_windows_on_zeros: [16: 2 2 2 2] [Conv3D<2, 2, tanh, Same, Dilation<4, 1, 1>>];
    conv3d_transpose: [12: 2 1 3 2] [Conv3DTranspose<3, 3, tanh, Same, Strides<2>>];
    conv3d_transpose_with_padding: [12: 2 1 3 2] [Conv3DTranspose<2, 2, tanh, Strides<3, 1, 2>, OutputPadding<1, 0, 1>>];
    conv2d_transpose: [12: 2 3 2] [Conv2DTranspose<3, 3, tanh, Same, Strides<2>>];
    conv2d_transpose_valid: [12: 2 3 2] [Conv2DTranspose<3, 2, tanh, NoBias, Strides<3>>];
    conv2d_transpose_with_dilation: [12: 2 3 2] [Conv2DTranspose<3, 2, tanh, Dilation<2>>];
    conv2d_transpose_with_padding: [12: 2 3 2] [Conv2DTranspose<2, 3, tanh, Same, Strides<2, 3>, OutputPadding<0, 1>>];
    depthwise_conv1d: [12: 6 2] [DepthwiseConv1D<3, tanh, Causal, Dilation<2>, DepthMultiplier<2>>];
    depthwise_conv2d: [24: 3 4 2] [DepthwiseConv2D<2, tanh, DepthMultiplier<3>>];
    separable_conv1d: [12: 6 2] [SeparableConv1D<3, 2, tanh, Same, Strides<2>, DepthMultiplier<2>>];
    separable_conv2d: [24: 3 4 2] [SeparableConv2D<3, 2, tanh, Same, DepthMultiplier<2>>];
    separable_conv2d_without_bias: [24: 3 4 2] [SeparableConv2D<3, 2, tanh, NoBias, Strides<2>>];
    max_pooling1d: [12: 6 2] [MaxPooling1D<3, Strides<2>, Same>];
    max_pooling2d: [24: 4 3 2] [MaxPooling2D<2, Same>];
    max_pooling3d: [24: 3 2 2 2] [MaxPooling3D<2, 1, 2, Same, Strides<1>>];
    average_pooling3d: [24: 3 2 2 2] [AveragePooling3D<2, Same>];
    global_average_pooling3d: [24: 3 2 2 2] [GlobalAveragePooling3D];
    global_max_pooling3d: [24: 3 2 2 2] [GlobalMaxPooling3D];
    max_pooling2d_that_overlap: [24: 4 3 2] [MaxPooling2D<3, 2, Strides<1>>];
    average_pooling1d: [12: 6 2] [AveragePooling1D<3, Strides<2>, Same>];
    average_pooling2d: [24: 4 3 2] [AveragePooling2D<2, 3, Strides<1, 2>, Same>];
    global_average_pooling1d: [12: 6 2] [GlobalAveragePooling1D];
    global_average_pooling2d: [24: 4 3 2] [GlobalAveragePooling2D];
    global_max_pooling1d: [12: 6 2] [GlobalMaxPooling1D];
    global_max_pooling2d: [24: 4 3 2] [GlobalMaxPooling2D];
    zero_padding1d: [12: 6 2] [ZeroPadding1D<1, 2>];
    zero_padding2d: [12: 2 3 2] [ZeroPadding2D<1, 0>];
    cropping1d: [12: 6 2] [Cropping1D<1, 2>];
    cropping2d: [24: 4 3 2] [Cropping2D<1, 0, 0, 1>];
    up_sampling1d: [12: 6 2] [UpSampling1D<2>];
    zero_padding3d: [12: 1 2 3 2] [ZeroPadding3D<1, 0, 2>, Activation<sigmoid>];
    cropping3d: [36: 3 2 3 2] [Cropping3D<1, 1, 1, 0, 0, 2>];
    up_sampling3d: [12: 1 2 3 2] [UpSampling3D<3, 1, 2>];
    permute_volumes: [36: 3 2 3 2] [Permute<4, 2, 1, 3>, Conv3D<2, 2, tanh>];
    volumes_through_other_layers: [36: 3 2 3 2] [
        BatchNormalization, Dense<3, tanh>, LayerNormalization, PReLU<Shared>, SpatialDropout3D(0.4), Reshape<2, 3, 3, 3>,
        Residual(Conv3D<3, 2, tanh, Same>)
    ];
    up_sampling2d: [12: 2 3 2] [UpSampling2D<2, 1>];
    up_sampling2d_bilinear: [12: 2 3 2] [UpSampling2D<2, 3, Bilinear>];
    permute: [24: 4 3 2] [Permute<3, 1, 2>];
    batch_normalization: [8: 8] [BatchNormalization, Activation<tanh>];
    batch_normalization_of_images: [24: 3 4 2] [BatchNormalization(momentum = 0.5), Conv2D<2, 2, tanh>];
    batch_normalization_without_scale: [12: 6 2] [BatchNormalization<NoScale>, Activation<tanh>];
    batch_normalization_without_center: [12: 6 2] [BatchNormalization<NoCenter>, Activation<tanh>];
    layer_normalization: [12: 3 4] [LayerNormalization, Activation<tanh>];
    layer_normalization_without_both: [12: 3 4] [LayerNormalization<NoCenter, NoScale>, Activation<tanh>];
    group_normalization: [24: 3 8] [GroupNormalization<4>, Activation<tanh>];
    group_normalization_of_images: [48: 3 4 4] [GroupNormalization<2>, Conv2D<2, 2, tanh>];
    group_normalization_of_instances: [12: 6 2] [GroupNormalization<_, NoCenter, NoScale>, Activation<tanh>];
    rms_normalization: [12: 3 4] [RMSNormalization, Activation<tanh>];
    unit_normalization: [12: 3 4] [UnitNormalization, Activation<tanh>];
    normalization: [12: 3 4] [Normalization, Activation<tanh>];
    rescaling: [8: 8] [Rescaling(-0.7, offset = 0.3), Activation<tanh>];
    gaussian_noise: [8: 8] [GaussianNoise(0.3), Activation<tanh>];
    gaussian_dropout: [8: 8] [GaussianDropout(0.3), Activation<tanh>];
    spatial_dropout1d: [12: 6 2] [SpatialDropout1D(0.4)];
    spatial_dropout2d: [24: 3 4 2] [SpatialDropout2D(0.4)];
    activity_regularization: [8: 8] [ActivityRegularization(l1 = 0.3, l2 = 0.5)];
    glu: [8: 8] [GLU, Activation<tanh>];
    glu_of_volumes: [24: 3 2 2 2] [Conv3D<4, 2, tanh, Same>, GLU];
    p_re_lu: [12: 3 4] [PReLU];
    p_re_lu_shared: [24: 3 4 2] [PReLU<Shared>];
    simple_rnn: [12: 4 3] [SimpleRNN<3>];
    simple_rnn_with_another_activation: [12: 4 3] [SimpleRNN<3, silu, NoBias, Sequences>(go_backwards = true)];
    lstm: [12: 4 3] [LSTM<3>];
    lstm_with_other_activations: [12: 4 3] [LSTM<3, silu, hard_sigmoid, NoBias, Sequences>];
    lstm_with_dropout: [12: 4 3] [LSTM<3, Sequences>(dropout = 0.3, recurrent_dropout = 0.2, go_backwards = true)];
    lstm_one_after_the_other: [12: 4 3] [LSTM<3, Sequences>, LSTM<2>];
    gru: [12: 4 3] [GRU<3>];
    gru_reset_before: [12: 4 3] [GRU<3, ResetBefore, Sequences>];
    gru_with_other_activations: [12: 4 3] [GRU<3, gelu, silu, NoBias, Sequences>];
    gru_reset_before_with_other_activations: [12: 4 3] [GRU<3, gelu, silu, ResetBefore>(go_backwards = true)];
    gru_with_dropout: [12: 4 3] [GRU<3>(dropout = 0.3, recurrent_dropout = 0.2)];
    bidirectional: [12: 4 3] [Bidirectional<LSTM<2, Sequences>>];
    bidirectional_sum: [12: 4 3] [Bidirectional<GRU<2>, Sum>];
    bidirectional_product: [12: 4 3] [Bidirectional<SimpleRNN<2, Sequences>, Mul>];
    bidirectional_mean: [12: 4 3] [Bidirectional<GRU<2, Sequences>(dropout = 0.2), Ave>];
    time_distributed: [12: 4 3] [TimeDistributed<Dense<2, silu>(kernel_regularizer = L2(0.2))>];
    time_distributed_over_sequences: [12: 2 3 2] [TimeDistributed<GRU<2, Sequences>(dropout = 0.2)>];
    time_distributed_over_images: [24: 2 3 2 2] [TimeDistributed<Conv2D<2, 2, tanh>>, TimeDistributed<Flatten>];
    attention: [12: 4 3] [Attention, Activation<tanh>];
    attention_with_scale: [12: 6 2] [Attention<Scale, Causal>(dropout = 0.2), Activation<tanh>];
    additive_attention: [12: 4 3] [AdditiveAttention, Activation<tanh>];
    additive_attention_without_scale: [12: 6 2] [AdditiveAttention<NoScale, Causal>(dropout = 0.2)];
    multi_head_attention: [12: 4 3] [MultiHeadAttention<2, 3>, Activation<tanh>];
    multi_head_attention_of_all_sizes: [15: 5 3] [MultiHeadAttention<3, 2, 4, 5, NoBias>, Activation<tanh>];
    multi_head_attention_causal: [12: 6 2] [MultiHeadAttention<1, 3, Causal>, Activation<tanh>];
    multi_head_attention_with_dropout: [12: 4 3] [MultiHeadAttention<2, 3>(dropout = 0.3), Activation<tanh>];
    multi_head_attention_of_one_step: [8: 1 8] [MultiHeadAttention<2, 3>, Activation<tanh>];
    group_query_attention: [12: 4 3] [GroupQueryAttention<2, 4, 2>, Activation<tanh>];
    group_query_attention_of_one_head: [12: 4 3] [GroupQueryAttention<3, 2, 1, NoBias, Causal>(dropout = 0.2)];
    transformer: [12: 4 3] [
        Residual(LayerNormalization, MultiHeadAttention<2, 3>(dropout = 0.1, kernel_regularizer = L2(0.2))),
        Residual(LayerNormalization, Dense<5, gelu>, Dense<3>)
    ];
    position_embedding: [12: 4 3] [PositionEmbedding(embeddings_regularizer = L2(0.2)), Activation<tanh>];
    residual: [8: 8] [Residual(Dense<5, tanh>, Dense<8, tanh>)];
    residual_of_images: [24: 3 4 2] [Residual(Conv2D<3, 2, tanh, Same>, Dropout(0.3), Conv2D<2, 3, Same>)];
    concatenate: [8: 8] [Concatenate(Dense<5, sigmoid>(activity_regularizer = L2(0.4)))];
    concatenate_images: [24: 3 4 2] [Concatenate(Conv2D<3, 2, tanh, Same>), Conv2D<2, 2, tanh>];
    blocks_in_blocks: [8: 8] [Residual(Dense<5, tanh>, Concatenate(Dense<3>, Activation<tanh>))];
    repeat_vector: [8: 8] [RepeatVector<3>];
}

/// Under each loss, a network with regularizers inside, behind a dropout and at the end.
macro_rules! regularized {
    ($($loss:ident, $end:ident, $target:ident;)*) => {
        $({
            model! {
                struct Tested {
                    Dense<6, 8, tanh>(
                        kernel_regularizer = L1L2::new().l1(0.1).l2(0.2),
                        bias_regularizer = L1(0.3),
                        activity_regularizer = L2(0.4),
                    ),
                    Dropout(0.4),
                    Dense<_, 5, relu>(
                        kernel_regularizer = OrthogonalRegularizer::new().factor(0.5),
                        activity_regularizer = L1(0.6),
                    ),
                    Dense<_, 5, softmax>(activity_regularizer = L1L2::new().l1(0.1).l2(0.7)),
                    Dense<_, 3, $end>(
                        kernel_regularizer = OrthogonalRegularizer::new().factor(0.8).mode(Mode::Columns),
                        bias_regularizer = L2(0.9),
                        activity_regularizer = L1L2::new().l1(0.2).l2(1.1),
                    ),
                }
            }
            check(stringify!($loss after $end), Tested::<f64>::new(0), $loss::default(), $target);
        })*
    };
}

#[test]
fn regularizers() {
    regularized! {
        BinaryCrossentropy, sigmoid, bits;
        CategoricalCrossentropy, softmax, one_hot;
        MeanSquaredError, linear, values;
        MeanSquaredError, gelu, values;
        MeanSquaredError, softmax, values;
        SparseCategoricalCrossentropy, softmax, class;
        SparseCategoricalCrossentropy, linear, class;
    }
}

/// A network that is a single layer, whose regularizers are the only thing that can be wrong.
#[test]
fn regularizers_of_a_single_layer() {
    model! {
        struct Fused { Dense<6, 3, softmax>(kernel_regularizer = L2(0.5), activity_regularizer = L2(2.0)) }
    }
    check("fused", Fused::<f64>::new(0), CategoricalCrossentropy::default(), one_hot);
    model! {
        struct Unfused { Dense<6, 3, tanh>(bias_regularizer = L2(0.5), activity_regularizer = L2(2.0)) }
    }
    check("unfused", Unfused::<f64>::new(0), MeanAbsoluteError::default(), values);
}

/// It uses its moving statistics in training too, which do not depend on what flows in.
#[test]
fn batch_normalization_that_is_frozen() {
    model! { struct Tested { Dense<6, 8, tanh>, BatchNormalization(momentum = 0.5), Dense<3> } }
    let data = data(&uniform(SAMPLES, 66), values);
    let mut model = Tested::<f64>::new(0).compile(SGD::new(0.1), MeanSquaredError::default(), ());
    model.fit(&data, Fit::epochs(1)).unwrap();
    model.freeze("batch_normalization").unwrap();
    assert_right("frozen", &*model, &MeanSquaredError::default(), &data);
}

/// Constants that are not those of the first day.
#[test]
fn normalization_of_data() {
    model! { struct Tested { Input<6>, Normalization, Dense<4, tanh>, Dense<3> } }
    let data = data(&uniform(SAMPLES, 66), values);
    let mut model = Tested::<f64>::new(0);
    model.adapt(&data).unwrap();
    assert_right("adapted", &model, &MeanSquaredError::default(), &data);
}
