//! Batches and layers by themselves, with slices of all lengths.

use std::sync::LazyLock;

use plywood::layer::{Backward, Forward, Mask, Pass, parameters};
use plywood::prelude::*;
use plywood::rng::Streams;
use plywood::{Batch, BatchMut, Lanes, Layer, Scalar, Shape};

use crate::input::Input;
use crate::may_panic;

/// The most numbers that are made for one slice.
const MOST: usize = 1 << 12;

/// A batch of any number of samples over a slice of any length: one of another size is refused, and nothing outside of the
/// slice can be read or written.
pub fn batch(input: &mut Input<'_>) {
    match input.below(5) {
        0 => batch_of::<Features<1>>(input),
        1 => batch_of::<Features<3>>(input),
        2 => batch_of::<Sequence<4, 8>>(input),
        3 => batch_of::<Image<2, 3, 16>>(input),
        _ => batch_of::<Features<{ 1 << 40 }>>(input),
    }
}

fn batch_of<S: Shape>(input: &mut Input<'_>) {
    let samples = input.size();
    let Some(lanes) = may_panic(|| Lanes::new(samples)) else {
        return assert!(samples > Lanes::MOST);
    };
    let right = S::LEN.checked_mul(lanes.stride()).filter(|&len| len <= MOST);
    let wrapped = S::LEN.wrapping_mul(lanes.stride());
    let len = if wrapped <= MOST { input.about(wrapped) } else { input.below(64) };
    let mut values = input.numbers::<f32>(len);
    let (feature, sample) = (input.size(), input.size());
    let is_accepted = may_panic(|| Batch::<f32, S>::new(&values, lanes)).is_some();
    assert_eq!(is_accepted, right == Some(len));
    if !is_accepted {
        assert!(may_panic(|| BatchMut::<f32, S>::new(&mut values, lanes).clear_padding()).is_none());
        return;
    }
    let batch = Batch::<f32, S>::new(&values, lanes);
    assert_eq!(batch.features().count(), S::LEN);
    let matrix = batch.matrix();
    assert_eq!(matrix.shape(), (samples, S::LEN));
    let at = may_panic(|| matrix[(sample, feature)]);
    assert_eq!(at.is_some(), sample < samples && feature < S::LEN);
    if let Some(value) = at {
        assert_eq!(value.to_bits(), batch.at(feature, sample).to_bits());
    }
    let _ = may_panic(|| batch.at(feature, sample));
    let mut batch = BatchMut::<f32, S>::new(&mut values, lanes);
    let _ = may_panic(|| batch.set(feature, sample, 1.0));
    batch.clear_padding();
    let batch = batch.into_batch();
    assert!(batch.features().all(|lanes| lanes[samples..].iter().all(|&padding| padding == 0.0)));
}

model! { struct Dense4 { dense: Dense<4, 8, relu>, wide: Dense<8, 40>, narrow: Dense<40, 1, sigmoid> } }

model! {
    struct Images {
        Input<6, 5, 2>,
        convolution: Conv2D<4, 3, relu>,
        up: Conv2DTranspose<4, 3, 2, tanh, Strides<2>>,
        separable: SeparableConv2D<6, 2, relu, Same>,
        grouped: Conv2D<6, 2, 3, relu, Same, Groups<2>, Dilation<2>>,
        depthwise: DepthwiseConv2D<2, relu, DepthMultiplier<2>, Strides<2>>,
        normalization: BatchNormalization,
        most: MaxPooling2D<2>,
        average: AveragePooling2D<2, Same>,
        padding: ZeroPadding2D<1>,
        larger: UpSampling2D<2>,
        between: UpSampling2D<2, 1, Bilinear>,
        crop: Cropping2D<1>,
        global: GlobalMaxPooling2D,
    }
}

model! {
    struct Volumes {
        Input<3, 4, 2, 2>,
        planes: Conv3D<4, 2, relu, Same, Strides<2, 1, 1>>,
        spread: Conv3DTranspose<4, 3, 1, 2, tanh, Strides<2>, OutputPadding<1, 0, 1>>,
        most: MaxPooling3D<2, Same>,
        gated: GLU,
        larger: UpSampling3D<1, 2, 1>,
    }
}

model! {
    struct Words {
        Tokens<6, 5>,
        embedding: Embedding<4, MaskZero>,
        lstm: LSTM<3, Sequences>(dropout = 0.5, recurrent_dropout = 0.5),
        both: Bidirectional<GRU<2, Sequences>>,
        simple: SimpleRNN<3>,
        again: RepeatVector<4>,
        causal: Conv1D<4, 2, tanh, Causal>,
        step: Dense<3, softmax>,
        layer_norm: LayerNormalization,
        residual: Residual(Dense<3, tanh>, Dense<3>),
        joined: Concatenate(Dense<2>),
        mean: GlobalAveragePooling1D,
    }
}

static DENSE: LazyLock<Dense4> = LazyLock::new(|| Dense4::new(1));
static IMAGES: LazyLock<Images> = LazyLock::new(|| Images::new(1));
static VOLUMES: LazyLock<Volumes> = LazyLock::new(|| Volumes::new(1));
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(1));

/// A layer, forward and backward, in one of both number types.
pub fn layer(input: &mut Input<'_>) {
    macro_rules! any {
        ($($model:ident: $($layer:ident)*;)*) => {{
            const COUNT: usize = [$($(stringify!($layer)),*),*].len();
            let which = input.below(COUNT);
            let mut number = 0;
            $($(
                if which == number {
                    return both(input, $model.$layer().layer());
                }
                number += 1;
            )*)*
            let _ = number;
        }};
    }
    any! {
        DENSE: dense wide narrow;
        IMAGES: convolution up separable grouped depthwise normalization most average padding larger between crop global;
        VOLUMES: planes spread most gated larger;
        WORDS: embedding lstm both simple again causal step layer_norm residual joined mean;
    }
}

fn both<X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(input: &mut Input<'_>, layer: &L) {
    if input.is() { calls::<f64, X, Y, L>(input, layer) } else { calls::<f32, X, Y, L>(input, layer) }
}

/// Slices of the right lengths are computed with, and give the same whatever was in the memory that is written; with others
/// the call may panic.
fn calls<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(input: &mut Input<'_>, layer: &L) {
    let lanes = Lanes::new(input.below(36));
    let stride = lanes.stride();
    let other = if input.below(16) == 0 { Lanes::new(input.below(36)) } else { lanes };
    let steps = if X::AXES.len() == 2 || X::VOCABULARY.is_some() { X::AXES[0] } else { 0 };
    let variables = input.about(parameters::<L>());
    let saved = input.about(L::SAVED * stride);
    let masked = if steps > 0 && input.is() { Some(input.about(steps * stride)) } else { None };
    let made = matches!(L::MASK, Mask::Made).then(|| input.about(Y::AXES[0] * stride));
    let is_right = other == lanes
        && variables == parameters::<L>()
        && saved == L::SAVED * stride
        && masked.is_none_or(|len| len == steps * stride)
        && made.is_none_or(|len| len == Y::AXES[0] * stride);

    let variables = input.numbers::<T>(variables);
    let values = input.numbers::<T>(X::LEN * stride);
    let delta = input.numbers::<T>(Y::LEN * other.stride());
    let mask: Option<Vec<T>> = masked.map(|len| (0..len).map(|_| T::of(input.below(2) as f64)).collect());
    let pass = if input.is() { Pass::training(Streams::new(3), 1) } else { Pass::inference() };
    let with_gradient = input.is();

    let run = |garbage: f64| {
        let garbage = T::of(garbage);
        let mut output = vec![garbage; Y::LEN * other.stride()];
        let mut saved = vec![garbage; saved];
        let mut made = made.map(|len| vec![garbage; len]);
        let mut penalty = 0.0;
        let batch = Batch::new(&values, lanes);
        let to = BatchMut::new(&mut output, other);
        let mut call = Forward::new(&variables, batch, to, &mut saved, pass, &mut penalty);
        call.mask = mask.as_deref();
        call.made_mask = made.as_deref_mut();
        layer.forward(call);

        let mut gradients = vec![garbage; variables.len()];
        let mut gradient = vec![garbage; values.len()];
        let to = with_gradient.then(|| BatchMut::new(&mut gradient, lanes));
        let delta = Batch::new(&delta, other);
        let mut call = Backward::new(&variables, batch, &mut saved, delta, &mut gradients, to, pass);
        call.mask = mask.as_deref();
        layer.backward(call);
        output
    };
    let runs = may_panic(|| [run(7.0), run(f64::NAN)]);
    if is_right && lanes.samples() > 0 {
        let [one, other] = runs.expect("no panic with slices of the right lengths");
        let bits =
            |values: Vec<T>| values.into_iter().map(|value| value.to_f64().to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(one), bits(other), "what was in the memory before does not matter");
    }
}
