use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::case::Case;

crate::repeat!("layers_attention", run);

macro_rules! attention {
    ($($name:ident [$($layers:tt)*];)*) => {
        $(model! { struct $name { Input<5, 3>, $($layers)*, output: Dense<2> } })*
    };
}

attention! {
    Dot [Attention, Flatten];
    ScaledDot [Attention<Scale, Causal>, Flatten];
    MaskedDot [Masking, Attention<Scale>, GRU<3>];
    MaskedDotFlat [Masking, Attention, DropMask, Flatten];
    MaskedDotCausal [Masking, Attention<Causal>, DropMask, Flatten];
    Additive [AdditiveAttention, Flatten];
    AdditiveUnscaled [AdditiveAttention<NoScale>, Flatten];
    MaskedAdditive [Masking, AdditiveAttention, GRU<3>];
    MaskedAdditiveFlat [Masking, AdditiveAttention<Causal>, DropMask, Flatten];
    Heads [MultiHeadAttention<2, 4>, Flatten];
    Sizes [MultiHeadAttention<3, 2, 4, 6, NoBias>, Flatten];
    CausalHeads [MultiHeadAttention<2, 3, Causal>, Flatten];
    Twice [MultiHeadAttention<2, 3>, MultiHeadAttention<1, 4>, Flatten];
    Masked [Masking, MultiHeadAttention<2, 3>, LSTM<3>];
    MaskedMean [Masking, MultiHeadAttention<2, 3>, GlobalAveragePooling1D];
    MaskedFlat [Masking, MultiHeadAttention<2, 3>, DropMask, Flatten];
    MaskedCausal [Masking, MultiHeadAttention<2, 3, Causal>, DropMask, Flatten];
    MaskedDropout [Masking, MultiHeadAttention<2, 3>(dropout = 0.3), DropMask, Flatten];
    Shared [GroupQueryAttention<4, 6, 2>, Flatten];
    CausalShared [GroupQueryAttention<4, 6, 2, NoBias, Causal>, Flatten];
    MaskedShared [Masking, GroupQueryAttention<4, 6, 2>, GRU<3>];
    MaskedSharedFlat [Masking, GroupQueryAttention<4, 6, 2>, DropMask, Flatten];
    Transformer [
        Residual(LayerNormalization, MultiHeadAttention<2, 2, Causal>),
        Residual(LayerNormalization, Dense<7, gelu>, Dense<3>),
        GlobalAveragePooling1D
    ];
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "additive" => case.check(sgd(Additive::<T>::new(0))),
        "additive_masked" => case.check(sgd(MaskedAdditive::<T>::new(0))),
        "additive_masked_flat" => case.check(sgd(MaskedAdditiveFlat::<T>::new(0))),
        "additive_no_scale" => case.check(sgd(AdditiveUnscaled::<T>::new(0))),
        "attention" => case.check(sgd(Dot::<T>::new(0))),
        "attention_masked" => case.check(sgd(MaskedDot::<T>::new(0))),
        "attention_masked_causal" => case.check(sgd(MaskedDotCausal::<T>::new(0))),
        "attention_masked_flat" => case.check(sgd(MaskedDotFlat::<T>::new(0))),
        "attention_scale" => case.check(sgd(ScaledDot::<T>::new(0))),
        "group_query" => case.check(sgd(Shared::<T>::new(0))),
        "group_query_causal" => case.check(sgd(CausalShared::<T>::new(0))),
        "group_query_masked" => case.check(sgd(MaskedShared::<T>::new(0))),
        "group_query_masked_flat" => case.check(sgd(MaskedSharedFlat::<T>::new(0))),
        "multi_head" => case.check(sgd(Heads::<T>::new(0))),
        "multi_head_causal" => case.check(sgd(CausalHeads::<T>::new(0))),
        "multi_head_masked" => case.check(sgd(Masked::<T>::new(0))),
        "multi_head_masked_causal" => case.check(sgd(MaskedCausal::<T>::new(0))),
        // What is dropped is another matter in Keras, so the training is compared at its ends.
        "multi_head_masked_dropout" => case.check_ends(sgd(MaskedDropout::<T>::new(0))),
        "multi_head_masked_flat" => case.check(sgd(MaskedFlat::<T>::new(0))),
        "multi_head_masked_mean" => case.check(sgd(MaskedMean::<T>::new(0))),
        "multi_head_sizes" => case.check(sgd(Sizes::<T>::new(0))),
        "multi_head_twice" => case.check(sgd(Twice::<T>::new(0))),
        "transformer" => case.check(sgd(Transformer::<T>::new(0))),
        other => panic!("{other}"),
    }
}

fn sgd<M: Model<Output = Features<2>>>(model: M) -> Compiled<M, SGD, MeanSquaredError, ()> {
    model.compile(SGD::new(0.02), MeanSquaredError::default(), ())
}
