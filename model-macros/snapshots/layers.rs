// What `model!` knows of plywood's layers. `tests/signatures.rs` compares it with what they are.

record! {
    {
        most_inlined_parameters: 80;
        markers: [Ave Bias Bilinear Causal Center Concat DepthMultiplier Dilation Full Groups LastStep MaskZero Mul Nearest NoBias NoCenter NoMask NoScale NoState OutputPadding Own ResetAfter ResetBefore ReturnState Same Scale Sequences Shared Strides Sum Valid WholeStrides];
        activations: [celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold];
        made: [Constant(0.1); GlorotNormal; GlorotUniform; HeNormal; HeUniform; L1(0.01); L2(0.01); LecunNormal; LecunUniform; NonNeg; Ones; Zeros; Identity::new().gain(2.0); L1L2::new().l1(0.01).l2(0.01); MaxNorm::new().max_value(3.0); MinMaxNorm::new().min_value(0.5); Orthogonal::new().gain(2.0); OrthogonalRegularizer::new().factor(0.1); RandomNormal::new().stddev(0.02); RandomUniform::new().maxval(0.1); TruncatedNormal::new().stddev(0.02); UnitNorm::new().axis(1); VarianceScaling::new().scale(2.0); celu::new().alpha(0.5); elu::new().alpha(0.5); gelu::new().approximate(true); hard_shrink::new().threshold(0.2); leaky_relu::new().negative_slope(0.1); relu::new().max_value(6.0); soft_shrink::new().threshold(0.2); squareplus::new().b(1.0); threshold::new(0.5, 0.0)];
        options: [activation dropout epsilon go_backwards l1 l2 mask_value momentum normalize offset recurrent_activation recurrent_dropout unit_forget_bias zero_output_for_mask];
        initializers: [alpha_initializer beta_initializer bias_initializer depthwise_initializer embeddings_initializer gamma_initializer kernel_initializer moving_mean_initializer moving_variance_initializer pointwise_initializer recurrent_initializer];
        regularizers: [activity_regularizer alpha_regularizer beta_regularizer bias_regularizer depthwise_regularizer embeddings_regularizer gamma_regularizer kernel_regularizer pointwise_regularizer recurrent_regularizer];
        constraints: [alpha_constraint beta_constraint bias_constraint depthwise_constraint embeddings_constraint gamma_constraint kernel_constraint pointwise_constraint recurrent_constraint];
    }

    Activation {
        right: [()], wrong: [],
        options: [activation],
        arguments: 2,
        plain: Activation<relu, Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            Activation<relu, Features<8>>: Features<8> => Features<8>, 0;
            Activation<relu, Features<16>>: Features<16> => Features<16>, 0;
            Activation<relu, Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            Activation<relu, Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            Activation<relu, Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    GLU {
        right: [()], wrong: [],
        options: [],
        arguments: 2,
        plain: GLU<Features<4>, Features<2>>: Features<4> => Features<2>, 0;
        defaults: []
        others: [
            GLU<Features<8>, Features<4>>: Features<8> => Features<4>, 0;
            GLU<Features<16>, Features<8>>: Features<16> => Features<8>, 0;
            GLU<Sequence<9, 4>, Sequence<9, 2>>: Sequence<9, 4> => Sequence<9, 2>, 0;
            GLU<Image<9, 8, 4>, Image<9, 8, 2>>: Image<9, 8, 4> => Image<9, 8, 2>, 0;
            GLU<Volume<9, 8, 7, 4>, Volume<9, 8, 7, 2>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 2>, 0;
        ]
    }

    PReLU {
        right: [()], wrong: [],
        options: [alpha_initializer alpha_regularizer alpha_constraint],
        arguments: 2,
        plain: PReLU<Features<4>>: Features<4> => Features<4>, 4;
        defaults: [
            PReLU<Features<4>, Own>;
        ]
        others: [
            PReLU<Features<4>, Shared>: Features<4> => Features<4>, 4;
            PReLU<Features<8>>: Features<8> => Features<8>, 8;
            PReLU<Features<16>>: Features<16> => Features<16>, 16;
            PReLU<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 36;
            PReLU<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 288;
            PReLU<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 2016;
        ]
    }

    AdditiveAttention {
        right: [()], wrong: [],
        options: [dropout],
        arguments: 3,
        plain: AdditiveAttention<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 4;
        defaults: [
            AdditiveAttention<Sequence<9, 4>, Scale>;
            AdditiveAttention<Sequence<9, 4>, Scale, Full>;
        ]
        others: [
            AdditiveAttention<Sequence<9, 4>, NoScale>: Sequence<9, 4> => Sequence<9, 4>, 0;
            AdditiveAttention<Sequence<9, 4>, Scale, Causal>: Sequence<9, 4> => Sequence<9, 4>, 4;
        ]
    }

    Attention {
        right: [()], wrong: [],
        options: [dropout],
        arguments: 3,
        plain: Attention<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
        defaults: [
            Attention<Sequence<9, 4>, NoScale>;
            Attention<Sequence<9, 4>, NoScale, Full>;
        ]
        others: [
            Attention<Sequence<9, 4>, Scale>: Sequence<9, 4> => Sequence<9, 4>, 1;
            Attention<Sequence<9, 4>, NoScale, Causal>: Sequence<9, 4> => Sequence<9, 4>, 0;
        ]
    }

    GroupQueryAttention {
        right: [()], wrong: [],
        options: [dropout kernel_initializer bias_initializer kernel_regularizer bias_regularizer kernel_constraint bias_constraint],
        arguments: 7,
        plain: GroupQueryAttention<Sequence<9, 4>, 16, 8, 2, 4>: Sequence<9, 4> => Sequence<9, 4>, 1476;
        defaults: [
            GroupQueryAttention<Sequence<9, 4>, 16, 8, 2, 4, Bias>;
            GroupQueryAttention<Sequence<9, 4>, 16, 8, 2, 4, Bias, Full>;
        ]
        others: [
            GroupQueryAttention<Sequence<9, 4>, 16, 8, 2, 4, NoBias>: Sequence<9, 4> => Sequence<9, 4>, 1280;
            GroupQueryAttention<Sequence<9, 4>, 16, 8, 2, 4, Bias, Causal>: Sequence<9, 4> => Sequence<9, 4>, 1476;
        ]
    }

    MultiHeadAttention {
        right: [()], wrong: [],
        options: [dropout kernel_initializer bias_initializer kernel_regularizer bias_regularizer kernel_constraint bias_constraint],
        arguments: 7,
        plain: MultiHeadAttention<Sequence<9, 4>, 4, 16, 16, 4>: Sequence<9, 4> => Sequence<9, 4>, 1220;
        defaults: [
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 16, 4, Bias>;
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 16, 4, Bias, Full>;
        ]
        others: [
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 2, 4>: Sequence<9, 4> => Sequence<9, 4>, 716;
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 2, 4>: Sequence<9, 4> => Sequence<9, 4>, 716;
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 16, 4, NoBias>: Sequence<9, 4> => Sequence<9, 4>, 1024;
            MultiHeadAttention<Sequence<9, 4>, 4, 16, 16, 4, Bias, Causal>: Sequence<9, 4> => Sequence<9, 4>, 1220;
        ]
    }

    Conv1D {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 9,
        plain: Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3>: Sequence<9, 4> => Sequence<7, 8>, 104;
        defaults: [
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear>;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias>;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid>;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>>;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<1>>;
        ]
        others: [
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, relu>: Sequence<9, 4> => Sequence<7, 8>, 104;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, NoBias>: Sequence<9, 4> => Sequence<7, 8>, 96;
            Conv1D<Sequence<9, 4>, Sequence<9, 8>, 3, linear, Bias, Same>: Sequence<9, 4> => Sequence<9, 8>, 104;
            Conv1D<Sequence<9, 4>, Sequence<9, 8>, 3, linear, Bias, Causal>: Sequence<9, 4> => Sequence<9, 8>, 104;
            Conv1D<Sequence<9, 4>, Sequence<4, 8>, 3, linear, Bias, Valid, Strides<2>>: Sequence<9, 4> => Sequence<4, 8>, 104;
            Conv1D<Sequence<9, 4>, Sequence<5, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<2>>: Sequence<9, 4> => Sequence<5, 8>, 104;
            Conv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<2>>: Sequence<9, 4> => Sequence<7, 8>, 56;
        ]
    }

    Conv2D {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 10,
        plain: Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5>: Image<9, 8, 4> => Image<5, 4, 6>, 606;
        defaults: [
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear>;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias>;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid>;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>>;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<1>>;
        ]
        others: [
            Conv2D<Image<9, 8, 4>, Image<5, 7, 6>, 5, 2>: Image<9, 8, 4> => Image<5, 7, 6>, 246;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, relu>: Image<9, 8, 4> => Image<5, 4, 6>, 606;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, NoBias>: Image<9, 8, 4> => Image<5, 4, 6>, 600;
            Conv2D<Image<9, 8, 4>, Image<9, 8, 6>, 5, 5, linear, Bias, Same>: Image<9, 8, 4> => Image<9, 8, 6>, 606;
            Conv2D<Image<9, 8, 4>, Image<3, 2, 6>, 5, 5, linear, Bias, Valid, Strides<2>>: Image<9, 8, 4> => Image<3, 2, 6>, 606;
            Conv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<2>>: Image<9, 8, 4> => Image<5, 4, 6>, 306;
        ]
    }

    Conv3D {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 11,
        plain: Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5>: Volume<9, 8, 7, 4> => Volume<5, 4, 3, 6>, 3006;
        defaults: [
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear>;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias>;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias, Valid>;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>>;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<1>>;
        ]
        others: [
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, relu>: Volume<9, 8, 7, 4> => Volume<5, 4, 3, 6>, 3006;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, NoBias>: Volume<9, 8, 7, 4> => Volume<5, 4, 3, 6>, 3000;
            Conv3D<Volume<9, 8, 7, 4>, Volume<9, 8, 7, 6>, 5, 5, 5, linear, Bias, Same>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 6>, 3006;
            Conv3D<Volume<9, 8, 7, 4>, Volume<3, 2, 2, 6>, 5, 5, 5, linear, Bias, Valid, Strides<2>>: Volume<9, 8, 7, 4> => Volume<3, 2, 2, 6>, 3006;
            Conv3D<Volume<9, 8, 7, 4>, Volume<5, 4, 3, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, Groups<2>>: Volume<9, 8, 7, 4> => Volume<5, 4, 3, 6>, 1506;
        ]
    }

    Conv1DTranspose {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 9,
        plain: Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3>: Sequence<9, 4> => Sequence<11, 8>, 104;
        defaults: [
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear>;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias>;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias, Valid>;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias, Valid, Strides<1>>;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, WholeStrides>;
        ]
        others: [
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, relu>: Sequence<9, 4> => Sequence<11, 8>, 104;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, NoBias>: Sequence<9, 4> => Sequence<11, 8>, 96;
            Conv1DTranspose<Sequence<9, 4>, Sequence<9, 8>, 3, linear, Bias, Same>: Sequence<9, 4> => Sequence<9, 8>, 104;
            Conv1DTranspose<Sequence<9, 4>, Sequence<19, 8>, 3, linear, Bias, Valid, Strides<2>>: Sequence<9, 4> => Sequence<19, 8>, 104;
            Conv1DTranspose<Sequence<9, 4>, Sequence<13, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<2>>: Sequence<9, 4> => Sequence<13, 8>, 104;
            Conv1DTranspose<Sequence<9, 4>, Sequence<11, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, OutputPadding<0>>: Sequence<9, 4> => Sequence<11, 8>, 104;
        ]
    }

    Conv2DTranspose {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 10,
        plain: Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5>: Image<9, 8, 4> => Image<13, 12, 6>, 606;
        defaults: [
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear>;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias>;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias, Valid>;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias, Valid, Strides<1>>;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, WholeStrides>;
        ]
        others: [
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 9, 6>, 5, 2>: Image<9, 8, 4> => Image<13, 9, 6>, 246;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, relu>: Image<9, 8, 4> => Image<13, 12, 6>, 606;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, NoBias>: Image<9, 8, 4> => Image<13, 12, 6>, 600;
            Conv2DTranspose<Image<9, 8, 4>, Image<9, 8, 6>, 5, 5, linear, Bias, Same>: Image<9, 8, 4> => Image<9, 8, 6>, 606;
            Conv2DTranspose<Image<9, 8, 4>, Image<21, 19, 6>, 5, 5, linear, Bias, Valid, Strides<2>>: Image<9, 8, 4> => Image<21, 19, 6>, 606;
            Conv2DTranspose<Image<9, 8, 4>, Image<17, 16, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<2>>: Image<9, 8, 4> => Image<17, 16, 6>, 606;
            Conv2DTranspose<Image<9, 8, 4>, Image<13, 12, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, OutputPadding<0>>: Image<9, 8, 4> => Image<13, 12, 6>, 606;
        ]
    }

    Conv3DTranspose {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 11,
        plain: Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5>: Volume<9, 8, 7, 4> => Volume<13, 12, 11, 6>, 3006;
        defaults: [
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear>;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias>;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias, Valid>;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>>;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, WholeStrides>;
        ]
        others: [
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, relu>: Volume<9, 8, 7, 4> => Volume<13, 12, 11, 6>, 3006;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, NoBias>: Volume<9, 8, 7, 4> => Volume<13, 12, 11, 6>, 3000;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<9, 8, 7, 6>, 5, 5, 5, linear, Bias, Same>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 6>, 3006;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<21, 19, 17, 6>, 5, 5, 5, linear, Bias, Valid, Strides<2>>: Volume<9, 8, 7, 4> => Volume<21, 19, 17, 6>, 3006;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<17, 16, 15, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<2>>: Volume<9, 8, 7, 4> => Volume<17, 16, 15, 6>, 3006;
            Conv3DTranspose<Volume<9, 8, 7, 4>, Volume<13, 12, 11, 6>, 5, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, OutputPadding<0>>: Volume<9, 8, 7, 4> => Volume<13, 12, 11, 6>, 3006;
        ]
    }

    DepthwiseConv1D {
        right: [()], wrong: [],
        options: [activation depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer activity_regularizer depthwise_constraint bias_constraint],
        arguments: 9,
        plain: DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3>: Sequence<9, 4> => Sequence<7, 4>, 16;
        defaults: [
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear>;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, Bias>;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, Bias, Valid>;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, Bias, Valid, Strides<1>>;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<1>>;
        ]
        others: [
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, relu>: Sequence<9, 4> => Sequence<7, 4>, 16;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 4>, 3, linear, NoBias>: Sequence<9, 4> => Sequence<7, 4>, 12;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<9, 4>, 3, linear, Bias, Same>: Sequence<9, 4> => Sequence<9, 4>, 16;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<9, 4>, 3, linear, Bias, Causal>: Sequence<9, 4> => Sequence<9, 4>, 16;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<4, 4>, 3, linear, Bias, Valid, Strides<2>>: Sequence<9, 4> => Sequence<4, 4>, 16;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<5, 4>, 3, linear, Bias, Valid, Strides<1>, Dilation<2>>: Sequence<9, 4> => Sequence<5, 4>, 16;
            DepthwiseConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<2>>: Sequence<9, 4> => Sequence<7, 8>, 32;
        ]
    }

    DepthwiseConv2D {
        right: [()], wrong: [],
        options: [activation depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer activity_regularizer depthwise_constraint bias_constraint],
        arguments: 10,
        plain: DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3>: Image<9, 8, 4> => Image<7, 6, 4>, 40;
        defaults: [
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear>;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, Bias>;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, Bias, Valid>;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, Bias, Valid, Strides<1>>;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<1>>;
        ]
        others: [
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 7, 4>, 3, 2>: Image<9, 8, 4> => Image<7, 7, 4>, 28;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, relu>: Image<9, 8, 4> => Image<7, 6, 4>, 40;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 4>, 3, 3, linear, NoBias>: Image<9, 8, 4> => Image<7, 6, 4>, 36;
            DepthwiseConv2D<Image<9, 8, 4>, Image<9, 8, 4>, 3, 3, linear, Bias, Same>: Image<9, 8, 4> => Image<9, 8, 4>, 40;
            DepthwiseConv2D<Image<9, 8, 4>, Image<4, 3, 4>, 3, 3, linear, Bias, Valid, Strides<2>>: Image<9, 8, 4> => Image<4, 3, 4>, 40;
            DepthwiseConv2D<Image<9, 8, 4>, Image<5, 4, 4>, 3, 3, linear, Bias, Valid, Strides<1>, Dilation<2>>: Image<9, 8, 4> => Image<5, 4, 4>, 40;
            DepthwiseConv2D<Image<9, 8, 4>, Image<7, 6, 8>, 3, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<2>>: Image<9, 8, 4> => Image<7, 6, 8>, 80;
        ]
    }

    SeparableConv1D {
        right: [()], wrong: [],
        options: [activation depthwise_initializer pointwise_initializer bias_initializer depthwise_regularizer pointwise_regularizer bias_regularizer activity_regularizer depthwise_constraint pointwise_constraint bias_constraint],
        arguments: 9,
        plain: SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3>: Sequence<9, 4> => Sequence<7, 8>, 52;
        defaults: [
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear>;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias>;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid>;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>>;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<1>>;
        ]
        others: [
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, relu>: Sequence<9, 4> => Sequence<7, 8>, 52;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, NoBias>: Sequence<9, 4> => Sequence<7, 8>, 44;
            SeparableConv1D<Sequence<9, 4>, Sequence<9, 8>, 3, linear, Bias, Same>: Sequence<9, 4> => Sequence<9, 8>, 52;
            SeparableConv1D<Sequence<9, 4>, Sequence<9, 8>, 3, linear, Bias, Causal>: Sequence<9, 4> => Sequence<9, 8>, 52;
            SeparableConv1D<Sequence<9, 4>, Sequence<4, 8>, 3, linear, Bias, Valid, Strides<2>>: Sequence<9, 4> => Sequence<4, 8>, 52;
            SeparableConv1D<Sequence<9, 4>, Sequence<5, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<2>>: Sequence<9, 4> => Sequence<5, 8>, 52;
            SeparableConv1D<Sequence<9, 4>, Sequence<7, 8>, 3, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<2>>: Sequence<9, 4> => Sequence<7, 8>, 96;
        ]
    }

    SeparableConv2D {
        right: [()], wrong: [],
        options: [activation depthwise_initializer pointwise_initializer bias_initializer depthwise_regularizer pointwise_regularizer bias_regularizer activity_regularizer depthwise_constraint pointwise_constraint bias_constraint],
        arguments: 10,
        plain: SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5>: Image<9, 8, 4> => Image<5, 4, 6>, 130;
        defaults: [
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear>;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias>;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid>;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>>;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>>;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<1>>;
        ]
        others: [
            SeparableConv2D<Image<9, 8, 4>, Image<5, 7, 6>, 5, 2>: Image<9, 8, 4> => Image<5, 7, 6>, 70;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, relu>: Image<9, 8, 4> => Image<5, 4, 6>, 130;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, NoBias>: Image<9, 8, 4> => Image<5, 4, 6>, 124;
            SeparableConv2D<Image<9, 8, 4>, Image<9, 8, 6>, 5, 5, linear, Bias, Same>: Image<9, 8, 4> => Image<9, 8, 6>, 130;
            SeparableConv2D<Image<9, 8, 4>, Image<3, 2, 6>, 5, 5, linear, Bias, Valid, Strides<2>>: Image<9, 8, 4> => Image<3, 2, 6>, 130;
            SeparableConv2D<Image<9, 8, 4>, Image<5, 4, 6>, 5, 5, linear, Bias, Valid, Strides<1>, Dilation<1>, DepthMultiplier<2>>: Image<9, 8, 4> => Image<5, 4, 6>, 254;
        ]
    }

    Dense {
        right: [()], wrong: [],
        options: [activation kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint],
        arguments: 5,
        plain: Dense<4, 8>: Features<4> => Features<8>, 40;
        defaults: [
            Dense<4, 8, linear>;
            Dense<4, 8, linear, Bias>;
        ]
        others: [
            Dense<4, 8, relu>: Features<4> => Features<8>, 40;
            Dense<4, 8, linear, NoBias>: Features<4> => Features<8>, 32;
            Dense<4, 8, linear, Bias, Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 8>, 40;
            Dense<4, 8, linear, Bias, Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 8>, 40;
            Dense<4, 8, linear, Bias, Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 8>, 40;
        ]
    }

    Embedding {
        right: [()], wrong: [],
        options: [embeddings_initializer embeddings_regularizer embeddings_constraint],
        arguments: 3,
        plain: Embedding<Tokens<9, 50>, 32>: Tokens<9, 50> => Sequence<9, 32>, 1600;
        defaults: [
            Embedding<Tokens<9, 50>, 32, NoMask>;
        ]
        others: [
            Embedding<Tokens<9, 50>, 32, MaskZero>: Tokens<9, 50> => Sequence<9, 32>, 1600;
        ]
    }

    PositionEmbedding {
        right: [()], wrong: [],
        options: [embeddings_initializer embeddings_regularizer embeddings_constraint],
        arguments: 1,
        plain: PositionEmbedding<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 36;
        defaults: []
        others: []
    }

    DropMask {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: DropMask<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            DropMask<Features<8>>: Features<8> => Features<8>, 0;
            DropMask<Features<16>>: Features<16> => Features<16>, 0;
            DropMask<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            DropMask<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            DropMask<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    Masking {
        right: [()], wrong: [],
        options: [mask_value],
        arguments: 1,
        plain: Masking<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
        defaults: []
        others: []
    }

    Concatenate {
        right: [], wrong: [],
        options: [],
        arguments: 2,
        plain: Concatenate<Dense<4, 8>, Features<12>>: Features<4> => Features<12>, 40;
        defaults: []
        others: [
            Concatenate<Dense<8, 8>, Features<16>>: Features<8> => Features<16>, 72;
            Concatenate<Dense<16, 8>, Features<24>>: Features<16> => Features<24>, 136;
            Concatenate<Dense<4, 8, linear, Bias, Sequence<9, 4>>, Sequence<9, 12>>: Sequence<9, 4> => Sequence<9, 12>, 40;
            Concatenate<Dense<4, 8, linear, Bias, Image<9, 8, 4>>, Image<9, 8, 12>>: Image<9, 8, 4> => Image<9, 8, 12>, 40;
            Concatenate<Dense<4, 8, linear, Bias, Volume<9, 8, 7, 4>>, Volume<9, 8, 7, 12>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 12>, 40;
        ]
    }

    Residual {
        right: [], wrong: [],
        options: [],
        arguments: 1,
        plain: Residual<Dense<8, 8>>: Features<8> => Features<8>, 72;
        defaults: []
        others: []
    }

    BatchNormalization {
        right: [()], wrong: [],
        options: [momentum epsilon gamma_initializer beta_initializer moving_mean_initializer moving_variance_initializer gamma_regularizer beta_regularizer gamma_constraint beta_constraint],
        arguments: 3,
        plain: BatchNormalization<Features<4>>: Features<4> => Features<4>, 16;
        defaults: [
            BatchNormalization<Features<4>, Center>;
            BatchNormalization<Features<4>, Center, Scale>;
        ]
        others: [
            BatchNormalization<Features<4>, NoCenter>: Features<4> => Features<4>, 12;
            BatchNormalization<Features<4>, Center, NoScale>: Features<4> => Features<4>, 12;
            BatchNormalization<Features<8>>: Features<8> => Features<8>, 32;
            BatchNormalization<Features<16>>: Features<16> => Features<16>, 64;
            BatchNormalization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 16;
            BatchNormalization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 16;
            BatchNormalization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 16;
        ]
    }

    GroupNormalization {
        right: [()], wrong: [],
        options: [epsilon gamma_initializer beta_initializer gamma_regularizer beta_regularizer gamma_constraint beta_constraint],
        arguments: 4,
        plain: GroupNormalization<Features<8>, 8>: Features<8> => Features<8>, 16;
        defaults: [
            GroupNormalization<Features<8>, 8, Center>;
            GroupNormalization<Features<8>, 8, Center, Scale>;
        ]
        others: [
            GroupNormalization<Features<8>, 8, NoCenter>: Features<8> => Features<8>, 8;
            GroupNormalization<Features<8>, 8, Center, NoScale>: Features<8> => Features<8>, 8;
            GroupNormalization<Features<16>, 8>: Features<16> => Features<16>, 32;
        ]
    }

    LayerNormalization {
        right: [()], wrong: [],
        options: [epsilon gamma_initializer beta_initializer gamma_regularizer beta_regularizer gamma_constraint beta_constraint],
        arguments: 3,
        plain: LayerNormalization<Features<4>>: Features<4> => Features<4>, 8;
        defaults: [
            LayerNormalization<Features<4>, Center>;
            LayerNormalization<Features<4>, Center, Scale>;
        ]
        others: [
            LayerNormalization<Features<4>, NoCenter>: Features<4> => Features<4>, 4;
            LayerNormalization<Features<4>, Center, NoScale>: Features<4> => Features<4>, 4;
            LayerNormalization<Features<8>>: Features<8> => Features<8>, 16;
            LayerNormalization<Features<16>>: Features<16> => Features<16>, 32;
            LayerNormalization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 8;
            LayerNormalization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 8;
            LayerNormalization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 8;
        ]
    }

    Normalization {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: Normalization<Features<4>>: Features<4> => Features<4>, 9;
        defaults: []
        others: [
            Normalization<Features<8>>: Features<8> => Features<8>, 17;
            Normalization<Features<16>>: Features<16> => Features<16>, 33;
            Normalization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 9;
            Normalization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 9;
            Normalization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 9;
        ]
    }

    RMSNormalization {
        right: [()], wrong: [],
        options: [epsilon],
        arguments: 1,
        plain: RMSNormalization<Features<4>>: Features<4> => Features<4>, 4;
        defaults: []
        others: [
            RMSNormalization<Features<8>>: Features<8> => Features<8>, 8;
            RMSNormalization<Features<16>>: Features<16> => Features<16>, 16;
            RMSNormalization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 4;
            RMSNormalization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 4;
            RMSNormalization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 4;
        ]
    }

    Rescaling {
        right: [(-0.001) (0.0) (0.5) (1.0) (1.001) (1000000000.0)], wrong: [],
        options: [offset],
        arguments: 1,
        plain: Rescaling<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            Rescaling<Features<8>>: Features<8> => Features<8>, 0;
            Rescaling<Features<16>>: Features<16> => Features<16>, 0;
            Rescaling<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            Rescaling<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            Rescaling<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    UnitNormalization {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: UnitNormalization<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            UnitNormalization<Features<8>>: Features<8> => Features<8>, 0;
            UnitNormalization<Features<16>>: Features<16> => Features<16>, 0;
            UnitNormalization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            UnitNormalization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            UnitNormalization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    MaxPooling2D {
        right: [()], wrong: [],
        options: [],
        arguments: 6,
        plain: MaxPooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
        defaults: [
            MaxPooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2, Valid>;
        ]
        others: [
            MaxPooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
            MaxPooling2D<Image<9, 8, 4>, Image<5, 4, 4>, 2, 2, Same>: Image<9, 8, 4> => Image<5, 4, 4>, 0;
            MaxPooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2, Valid, Strides<2>>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
        ]
    }

    MaxPooling1D {
        right: [()], wrong: [],
        options: [],
        arguments: 5,
        plain: MaxPooling1D<Sequence<9, 4>, Sequence<4, 4>, 2>: Sequence<9, 4> => Sequence<4, 4>, 0;
        defaults: [
            MaxPooling1D<Sequence<9, 4>, Sequence<4, 4>, 2, Valid>;
        ]
        others: [
            MaxPooling1D<Sequence<9, 4>, Sequence<5, 4>, 2, Same>: Sequence<9, 4> => Sequence<5, 4>, 0;
            MaxPooling1D<Sequence<9, 4>, Sequence<5, 4>, 2, Causal>: Sequence<9, 4> => Sequence<5, 4>, 0;
            MaxPooling1D<Sequence<9, 4>, Sequence<4, 4>, 2, Valid, Strides<2>>: Sequence<9, 4> => Sequence<4, 4>, 0;
        ]
    }

    MaxPooling3D {
        right: [()], wrong: [],
        options: [],
        arguments: 7,
        plain: MaxPooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2>: Volume<9, 8, 7, 4> => Volume<4, 4, 3, 4>, 0;
        defaults: [
            MaxPooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2, Valid>;
        ]
        others: [
            MaxPooling3D<Volume<9, 8, 7, 4>, Volume<5, 4, 4, 4>, 2, 2, 2, Same>: Volume<9, 8, 7, 4> => Volume<5, 4, 4, 4>, 0;
            MaxPooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2, Valid, Strides<2>>: Volume<9, 8, 7, 4> => Volume<4, 4, 3, 4>, 0;
        ]
    }

    AveragePooling2D {
        right: [()], wrong: [],
        options: [],
        arguments: 6,
        plain: AveragePooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
        defaults: [
            AveragePooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2, Valid>;
        ]
        others: [
            AveragePooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
            AveragePooling2D<Image<9, 8, 4>, Image<5, 4, 4>, 2, 2, Same>: Image<9, 8, 4> => Image<5, 4, 4>, 0;
            AveragePooling2D<Image<9, 8, 4>, Image<4, 4, 4>, 2, 2, Valid, Strides<2>>: Image<9, 8, 4> => Image<4, 4, 4>, 0;
        ]
    }

    AveragePooling1D {
        right: [()], wrong: [],
        options: [],
        arguments: 5,
        plain: AveragePooling1D<Sequence<9, 4>, Sequence<4, 4>, 2>: Sequence<9, 4> => Sequence<4, 4>, 0;
        defaults: [
            AveragePooling1D<Sequence<9, 4>, Sequence<4, 4>, 2, Valid>;
        ]
        others: [
            AveragePooling1D<Sequence<9, 4>, Sequence<5, 4>, 2, Same>: Sequence<9, 4> => Sequence<5, 4>, 0;
            AveragePooling1D<Sequence<9, 4>, Sequence<5, 4>, 2, Causal>: Sequence<9, 4> => Sequence<5, 4>, 0;
            AveragePooling1D<Sequence<9, 4>, Sequence<4, 4>, 2, Valid, Strides<2>>: Sequence<9, 4> => Sequence<4, 4>, 0;
        ]
    }

    AveragePooling3D {
        right: [()], wrong: [],
        options: [],
        arguments: 7,
        plain: AveragePooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2>: Volume<9, 8, 7, 4> => Volume<4, 4, 3, 4>, 0;
        defaults: [
            AveragePooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2, Valid>;
        ]
        others: [
            AveragePooling3D<Volume<9, 8, 7, 4>, Volume<5, 4, 4, 4>, 2, 2, 2, Same>: Volume<9, 8, 7, 4> => Volume<5, 4, 4, 4>, 0;
            AveragePooling3D<Volume<9, 8, 7, 4>, Volume<4, 4, 3, 4>, 2, 2, 2, Valid, Strides<2>>: Volume<9, 8, 7, 4> => Volume<4, 4, 3, 4>, 0;
        ]
    }

    GlobalAveragePooling1D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalAveragePooling1D<Sequence<9, 4>>: Sequence<9, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    GlobalAveragePooling2D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalAveragePooling2D<Image<9, 8, 4>>: Image<9, 8, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    GlobalAveragePooling3D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalAveragePooling3D<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    GlobalMaxPooling1D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalMaxPooling1D<Sequence<9, 4>>: Sequence<9, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    GlobalMaxPooling2D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalMaxPooling2D<Image<9, 8, 4>>: Image<9, 8, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    GlobalMaxPooling3D {
        right: [()], wrong: [],
        options: [],
        arguments: 1,
        plain: GlobalMaxPooling3D<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Features<4>, 0;
        defaults: []
        others: []
    }

    SimpleRNN {
        right: [()], wrong: [],
        options: [activation go_backwards dropout recurrent_dropout zero_output_for_mask kernel_initializer recurrent_initializer bias_initializer kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint recurrent_constraint bias_constraint],
        arguments: 6,
        plain: SimpleRNN<Sequence<9, 4>, 32>: Sequence<9, 4> => Features<32>, 1184;
        defaults: [
            SimpleRNN<Sequence<9, 4>, 32, tanh>;
            SimpleRNN<Sequence<9, 4>, 32, tanh, Bias>;
            SimpleRNN<Sequence<9, 4>, 32, tanh, Bias, LastStep>;
            SimpleRNN<Sequence<9, 4>, 32, tanh, Bias, LastStep, NoState>;
        ]
        others: [
            SimpleRNN<Sequence<9, 4>, 32, relu>: Sequence<9, 4> => Features<32>, 1184;
            SimpleRNN<Sequence<9, 4>, 32, tanh, NoBias>: Sequence<9, 4> => Features<32>, 1152;
            SimpleRNN<Sequence<9, 4>, 32, tanh, Bias, Sequences>: Sequence<9, 4> => Sequence<9, 32>, 1184;
            SimpleRNN<Sequence<9, 4>, 32, tanh, Bias, LastStep, ReturnState>: Sequence<9, 4> => (Features<32>, Features<32>), 1184;
        ]
    }

    LSTM {
        right: [()], wrong: [],
        options: [activation recurrent_activation unit_forget_bias go_backwards dropout recurrent_dropout zero_output_for_mask kernel_initializer recurrent_initializer bias_initializer kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint recurrent_constraint bias_constraint],
        arguments: 7,
        plain: LSTM<Sequence<9, 4>, 32>: Sequence<9, 4> => Features<32>, 4736;
        defaults: [
            LSTM<Sequence<9, 4>, 32, tanh>;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid>;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, Bias>;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, Bias, LastStep>;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, Bias, LastStep, NoState>;
        ]
        others: [
            LSTM<Sequence<9, 4>, 32, relu>: Sequence<9, 4> => Features<32>, 4736;
            LSTM<Sequence<9, 4>, 32, relu, relu>: Sequence<9, 4> => Features<32>, 4736;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, NoBias>: Sequence<9, 4> => Features<32>, 4608;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, Bias, Sequences>: Sequence<9, 4> => Sequence<9, 32>, 4736;
            LSTM<Sequence<9, 4>, 32, tanh, sigmoid, Bias, LastStep, ReturnState>: Sequence<9, 4> => (Features<32>, Features<32>, Features<32>), 4736;
        ]
    }

    GRU {
        right: [()], wrong: [],
        options: [activation recurrent_activation go_backwards dropout recurrent_dropout zero_output_for_mask kernel_initializer recurrent_initializer bias_initializer kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint recurrent_constraint bias_constraint],
        arguments: 8,
        plain: GRU<Sequence<9, 4>, 32>: Sequence<9, 4> => Features<32>, 3648;
        defaults: [
            GRU<Sequence<9, 4>, 32, tanh>;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid>;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias>;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetAfter>;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetAfter, LastStep>;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetAfter, LastStep, NoState>;
        ]
        others: [
            GRU<Sequence<9, 4>, 32, relu>: Sequence<9, 4> => Features<32>, 3648;
            GRU<Sequence<9, 4>, 32, relu, relu>: Sequence<9, 4> => Features<32>, 3648;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, NoBias>: Sequence<9, 4> => Features<32>, 3456;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetBefore>: Sequence<9, 4> => Features<32>, 3552;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetAfter, Sequences>: Sequence<9, 4> => Sequence<9, 32>, 3648;
            GRU<Sequence<9, 4>, 32, tanh, sigmoid, Bias, ResetAfter, LastStep, ReturnState>: Sequence<9, 4> => (Features<32>, Features<32>), 3648;
        ]
    }

    ActivityRegularization {
        right: [()], wrong: [],
        options: [l1 l2],
        arguments: 1,
        plain: ActivityRegularization<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            ActivityRegularization<Features<8>>: Features<8> => Features<8>, 0;
            ActivityRegularization<Features<16>>: Features<16> => Features<16>, 0;
            ActivityRegularization<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            ActivityRegularization<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            ActivityRegularization<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    Dropout {
        right: [(0.0) (0.5) (1.0)], wrong: [(-0.001) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: Dropout<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            Dropout<Features<8>>: Features<8> => Features<8>, 0;
            Dropout<Features<16>>: Features<16> => Features<16>, 0;
            Dropout<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            Dropout<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            Dropout<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    GaussianDropout {
        right: [(0.0) (0.5)], wrong: [(-0.001) (1.0) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: GaussianDropout<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            GaussianDropout<Features<8>>: Features<8> => Features<8>, 0;
            GaussianDropout<Features<16>>: Features<16> => Features<16>, 0;
            GaussianDropout<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            GaussianDropout<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            GaussianDropout<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    GaussianNoise {
        right: [(0.0) (0.5) (1.0)], wrong: [(-0.001) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: GaussianNoise<Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            GaussianNoise<Features<8>>: Features<8> => Features<8>, 0;
            GaussianNoise<Features<16>>: Features<16> => Features<16>, 0;
            GaussianNoise<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
            GaussianNoise<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
            GaussianNoise<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        ]
    }

    SpatialDropout1D {
        right: [(0.0) (0.5) (1.0)], wrong: [(-0.001) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: SpatialDropout1D<Sequence<9, 4>>: Sequence<9, 4> => Sequence<9, 4>, 0;
        defaults: []
        others: []
    }

    SpatialDropout2D {
        right: [(0.0) (0.5) (1.0)], wrong: [(-0.001) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: SpatialDropout2D<Image<9, 8, 4>>: Image<9, 8, 4> => Image<9, 8, 4>, 0;
        defaults: []
        others: []
    }

    SpatialDropout3D {
        right: [(0.0) (0.5) (1.0)], wrong: [(-0.001) (1.001) (1000000000.0)],
        options: [],
        arguments: 1,
        plain: SpatialDropout3D<Volume<9, 8, 7, 4>>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 4>, 0;
        defaults: []
        others: []
    }

    Cropping1D {
        right: [()], wrong: [],
        options: [],
        arguments: 4,
        plain: Cropping1D<Sequence<9, 4>, Sequence<7, 4>, 1, 1>: Sequence<9, 4> => Sequence<7, 4>, 0;
        defaults: []
        others: [
            Cropping1D<Sequence<9, 4>, Sequence<6, 4>, 1, 2>: Sequence<9, 4> => Sequence<6, 4>, 0;
        ]
    }

    Cropping2D {
        right: [()], wrong: [],
        options: [],
        arguments: 6,
        plain: Cropping2D<Image<9, 8, 4>, Image<7, 6, 4>, 1, 1, 1, 1>: Image<9, 8, 4> => Image<7, 6, 4>, 0;
        defaults: []
        others: [
            Cropping2D<Image<9, 8, 4>, Image<7, 4, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<7, 4, 4>, 0;
            Cropping2D<Image<9, 8, 4>, Image<7, 4, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<7, 4, 4>, 0;
            Cropping2D<Image<9, 8, 4>, Image<7, 4, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<7, 4, 4>, 0;
        ]
    }

    Cropping3D {
        right: [()], wrong: [],
        options: [],
        arguments: 8,
        plain: Cropping3D<Volume<9, 8, 7, 4>, Volume<7, 6, 5, 4>, 1, 1, 1, 1, 1, 1>: Volume<9, 8, 7, 4> => Volume<7, 6, 5, 4>, 0;
        defaults: []
        others: []
    }

    Flatten {
        right: [()], wrong: [],
        options: [],
        arguments: 2,
        plain: Flatten<Features<4>, 4>: Features<4> => Features<4>, 0;
        defaults: []
        others: [
            Flatten<Features<8>, 8>: Features<8> => Features<8>, 0;
            Flatten<Features<16>, 16>: Features<16> => Features<16>, 0;
            Flatten<Sequence<9, 4>, 36>: Sequence<9, 4> => Features<36>, 0;
            Flatten<Image<9, 8, 4>, 288>: Image<9, 8, 4> => Features<288>, 0;
            Flatten<Volume<9, 8, 7, 4>, 2016>: Volume<9, 8, 7, 4> => Features<2016>, 0;
        ]
    }

    Permute {
        right: [()], wrong: [],
        options: [],
        arguments: 6,
        plain: Permute<Sequence<9, 4>, Sequence<4, 9>, 2, 1, 3, 4>: Sequence<9, 4> => Sequence<4, 9>, 0;
        defaults: []
        others: []
    }

    RepeatVector {
        right: [()], wrong: [],
        options: [],
        arguments: 2,
        plain: RepeatVector<3, 4>: Features<4> => Sequence<3, 4>, 0;
        defaults: []
        others: [
            RepeatVector<3, 8>: Features<8> => Sequence<3, 8>, 0;
            RepeatVector<3, 16>: Features<16> => Sequence<3, 16>, 0;
        ]
    }

    Reshape {
        right: [()], wrong: [],
        options: [],
        arguments: 2,
        plain: Reshape<Features<4>, Features<4>>: Features<4> => Features<4>, 0;
        defaults: []
        others: []
    }

    UpSampling1D {
        right: [()], wrong: [],
        options: [],
        arguments: 3,
        plain: UpSampling1D<Sequence<9, 4>, Sequence<18, 4>, 2>: Sequence<9, 4> => Sequence<18, 4>, 0;
        defaults: []
        others: []
    }

    UpSampling2D {
        right: [()], wrong: [],
        options: [],
        arguments: 5,
        plain: UpSampling2D<Image<9, 8, 4>, Image<18, 16, 4>, 2, 2>: Image<9, 8, 4> => Image<18, 16, 4>, 0;
        defaults: [
            UpSampling2D<Image<9, 8, 4>, Image<18, 16, 4>, 2, 2, Nearest>;
        ]
        others: [
            UpSampling2D<Image<9, 8, 4>, Image<18, 16, 4>, 2, 2>: Image<9, 8, 4> => Image<18, 16, 4>, 0;
            UpSampling2D<Image<9, 8, 4>, Image<18, 16, 4>, 2, 2, Bilinear>: Image<9, 8, 4> => Image<18, 16, 4>, 0;
        ]
    }

    UpSampling3D {
        right: [()], wrong: [],
        options: [],
        arguments: 5,
        plain: UpSampling3D<Volume<9, 8, 7, 4>, Volume<18, 16, 14, 4>, 2, 2, 2>: Volume<9, 8, 7, 4> => Volume<18, 16, 14, 4>, 0;
        defaults: []
        others: []
    }

    ZeroPadding1D {
        right: [()], wrong: [],
        options: [],
        arguments: 4,
        plain: ZeroPadding1D<Sequence<9, 4>, Sequence<11, 4>, 1, 1>: Sequence<9, 4> => Sequence<11, 4>, 0;
        defaults: []
        others: [
            ZeroPadding1D<Sequence<9, 4>, Sequence<12, 4>, 1, 2>: Sequence<9, 4> => Sequence<12, 4>, 0;
        ]
    }

    ZeroPadding2D {
        right: [()], wrong: [],
        options: [],
        arguments: 6,
        plain: ZeroPadding2D<Image<9, 8, 4>, Image<11, 10, 4>, 1, 1, 1, 1>: Image<9, 8, 4> => Image<11, 10, 4>, 0;
        defaults: []
        others: [
            ZeroPadding2D<Image<9, 8, 4>, Image<11, 12, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<11, 12, 4>, 0;
            ZeroPadding2D<Image<9, 8, 4>, Image<11, 12, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<11, 12, 4>, 0;
            ZeroPadding2D<Image<9, 8, 4>, Image<11, 12, 4>, 1, 1, 2, 2>: Image<9, 8, 4> => Image<11, 12, 4>, 0;
        ]
    }

    ZeroPadding3D {
        right: [()], wrong: [],
        options: [],
        arguments: 8,
        plain: ZeroPadding3D<Volume<9, 8, 7, 4>, Volume<11, 10, 9, 4>, 1, 1, 1, 1, 1, 1>: Volume<9, 8, 7, 4> => Volume<11, 10, 9, 4>, 0;
        defaults: []
        others: []
    }

    Bidirectional {
        right: [], wrong: [],
        options: [],
        arguments: 3,
        plain: Bidirectional<LSTM<Sequence<9, 4>, 32>, Features<64>>: Sequence<9, 4> => Features<64>, 9472;
        defaults: [
            Bidirectional<LSTM<Sequence<9, 4>, 32>, Features<64>, Concat>;
        ]
        others: [
            Bidirectional<LSTM<Sequence<9, 4>, 32>, Features<32>, Sum>: Sequence<9, 4> => Features<32>, 9472;
            Bidirectional<LSTM<Sequence<9, 4>, 32>, Features<32>, Mul>: Sequence<9, 4> => Features<32>, 9472;
            Bidirectional<LSTM<Sequence<9, 4>, 32>, Features<32>, Ave>: Sequence<9, 4> => Features<32>, 9472;
        ]
    }

    TimeDistributed {
        right: [], wrong: [],
        options: [],
        arguments: 2,
        plain: TimeDistributed<Dense<4, 5, tanh>, 9>: Sequence<9, 4> => Sequence<9, 5>, 25;
        defaults: []
        others: [
            TimeDistributed<Dense<4, 5, tanh, Bias, Sequence<8, 4>>, 9>: Image<9, 8, 4> => Image<9, 8, 5>, 25;
            TimeDistributed<Dense<4, 5, tanh, Bias, Image<8, 7, 4>>, 9>: Volume<9, 8, 7, 4> => Volume<9, 8, 7, 5>, 25;
        ]
    }
}
