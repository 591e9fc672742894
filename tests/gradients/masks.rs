//! Tokens, and networks that pass over steps.

use plywood::prelude::*;

use crate::{assert_right, randomized, uniform};

/// Tokens of a vocabulary of five, the last of each sample padding.
fn tokens(samples: usize) -> Dataset<Tokens<4, 5>, Features<2>, f64> {
    let token = |n: usize| if n % 4 == 3 || n == 1 { 0.0 } else { (7 * n % 5) as f64 };
    let inputs: Vec<f64> = (0..4 * samples).map(token).collect();
    Dataset::from_slice(&inputs, uniform(3, 2 * samples).chunks(2).map(|y| [y[0], y[1]])).unwrap()
}

/// Sequences with steps of zeros among the others.
fn gaps(samples: usize) -> Dataset<Sequence<4, 2>, Features<2>, f64> {
    let mut inputs = uniform(4, 8 * samples);
    inputs.chunks_mut(2).step_by(3).for_each(|step| step.fill(0.0));
    Dataset::from_slice(&inputs, uniform(5, 2 * samples).chunks(2).map(|y| [y[0], y[1]])).unwrap()
}

model! { struct MaskedSteps { Input<4, 2>, Masking, Dense<3, tanh> } }

/// For each line, a test with a batch that is not a whole number of vectors, and one with a single sample.
macro_rules! masked {
    ($($test:ident: $data:ident $begin:ident<$($size:literal),*> [$($layers:tt)*];)*) => {
        $(
            #[test]
            fn $test() {
                model! { struct Tested { $begin<$($size),*>, $($layers)*, Dense<2> } }
                let (model, loss) = (randomized(Tested::<f64>::new(0)), MeanSquaredError::default());
                for samples in [11, 1] {
                    assert_right(stringify!($test), &model, &loss, &$data(samples));
                }
            }
        )*
    };
}

masked! {
    embedding: tokens Tokens<4, 5> [Embedding<3>(embeddings_regularizer = L2(0.2)), Flatten];
    embedding_with_mask: tokens Tokens<4, 5> [Embedding<5, 3, MaskZero>, Dense<2, tanh>, LSTM<3>];
    mask_through_layers: tokens Tokens<4, 5> [
        Embedding<3, MaskZero>, Dropout(0.2), LayerNormalization, Residual(Dense<3, tanh>), SimpleRNN<3, Sequences>, GRU<2>
    ];
    mask_through_positions: tokens Tokens<4, 5> [Embedding<3, MaskZero>, PositionEmbedding, GRU<2>];
    mask_to_the_mean: tokens Tokens<4, 5> [Embedding<3, MaskZero>, Activation<tanh>, GlobalAveragePooling1D];
    mask_of_attention: gaps Input<4, 2> [Masking, MultiHeadAttention<2, 3>, GRU<2>];
    mask_of_attention_that_ends: gaps Input<4, 2> [Masking, MultiHeadAttention<2, 3>, DropMask, Flatten];
    mask_of_causal_attention: gaps Input<4, 2> [Masking, MultiHeadAttention<2, 3, Causal>, DropMask, Flatten];
    mask_of_attention_with_dropout: gaps Input<4, 2> [
        Masking, MultiHeadAttention<2, 3>(dropout = 0.3), DropMask, Flatten
    ];
    mask_of_dot_attention: gaps Input<4, 2> [Masking, Dense<3>, Attention<Scale>, DropMask, Flatten];
    mask_of_additive_attention: gaps Input<4, 2> [Masking, Dense<3>, AdditiveAttention<Causal>, DropMask, Flatten];
    mask_of_shared_attention: gaps Input<4, 2> [Masking, GroupQueryAttention<3, 4, 2>, DropMask, Flatten];
    mask_that_ends: tokens Tokens<4, 5> [Embedding<3, MaskZero>, DropMask, Conv1D<2, 2, tanh>, LSTM<2>];
    mask_to_the_largest: gaps Input<4, 2> [Masking, Dense<3, tanh>, GlobalMaxPooling1D];
    mask_both_ways: gaps Input<4, 2> [Masking, Bidirectional<LSTM<2, Sequences>>, Bidirectional<GRU<2>, Sum>];
    mask_both_ways_summed: gaps Input<4, 2> [Masking, Bidirectional<SimpleRNN<2, Sequences>, Sum>, DropMask, Flatten];
    mask_both_ways_multiplied: gaps Input<4, 2> [Masking, Bidirectional<GRU<2, Sequences>, Mul>, DropMask, Flatten];
    mask_both_ways_averaged: gaps Input<4, 2> [Masking, Bidirectional<LSTM<2, Sequences>, Ave>, DropMask, Flatten];
    zeros_at_masked_steps: gaps Input<4, 2> [
        Masking, LSTM<2, Sequences>(zero_output_for_mask = true, go_backwards = true), DropMask, Flatten
    ];
    mask_out_of_a_model: gaps Input<4, 2> [MaskedSteps(0), GRU<Sequence<4, 3>, 2>];
    mask_inside: gaps Input<4, 2> [Concatenate(Masking, GRU<3, Sequences>), SimpleRNN<2>];
}
