//! Steps and tokens.

use super::assert_mistakes;

const NEEDS_EMBEDDING: &str = "put `Embedding<…>` between the two: it has a vector of values for each token";

#[test]
fn tokens_are_no_values() {
    for (layer, place) in
        [("Dense<_, 8>", "1:17"), ("GRU<8>", "1:17"), ("Flatten", "1:17"), ("Dropout(0.1)", "1:17")]
    {
        assert_mistakes(
            &format!("Tokens<20, 100>, {layer}, Dense<4>"),
            &[&format!(
                "{place} layer 1 takes values, but the input has 20 tokens of a vocabulary of 100 | {NEEDS_EMBEDDING}"
            )],
        );
    }
}

#[test]
fn values_are_no_tokens() {
    assert_mistakes(
        "Input<20>, Embedding<8>, LSTM<4>",
        &["1:11 layer 1 takes tokens, but the input has 20 values \
           | start with `Tokens<20, 1000>`: so many tokens in a sample, of so large a vocabulary"],
    );
}

#[test]
fn a_vocabulary_is_the_same_in_both_places() {
    assert_mistakes("Tokens<20, 100>, Embedding<100, 8>, LSTM<4>", &[]);
    assert_mistakes("Tokens<20, 100>, Embedding<_, 8>, LSTM<4>", &[]);
    assert_mistakes(
        "Tokens<20, 100>, words: Embedding<90, 8, MaskZero>, LSTM<4>",
        &[
            "1:34 layer 1 (`words`) has a vector for each of 90 tokens, but the input has a vocabulary of 100 \
           | write the same number in both places, or leave it out here: `Embedding<8, MaskZero>`",
        ],
    );
}

#[test]
fn tokens_come_first_and_are_two_sizes() {
    assert_mistakes(
        "Tokens<20>, Embedding<8>",
        &["1:0 `Tokens` needs the number of tokens in a sample and that of the vocabulary \
           | write `Tokens<20, 1000>`, for example"],
    );
    assert_mistakes(
        "Dense<4, 8>, Tokens<20, 100>, Embedding<8>",
        &[
            "1:13 `Tokens` says what goes into the first layer, so it comes before it",
            "1:30 layer 2 takes tokens, but layer 1 gives 8 values \
             | start with `Tokens<20, 1000>`: so many tokens in a sample, of so large a vocabulary",
        ],
    );
}

#[test]
fn one_step_is_no_sequence() {
    assert_mistakes(
        "Input<10, 4>, LSTM<8>, GRU<4>",
        &["1:23 layer 2 takes a sequence, but layer 1 gives 8 values \
           | write `LSTM<…, Sequences>` for what it gives at each step"],
    );
}

#[test]
fn an_activation_that_is_left_out_has_the_default_of_its_layer() {
    let takes = "takes the number of units, two activations, `Bias` or `NoBias`, `Sequences`, if each step is to come out, and `ReturnState`, if the state is";
    assert_mistakes(
        "Input<5, 3>, LSTM<4, NoBias>",
        &[&format!("1:21 `LSTM` {takes}, in this order | write `LSTM<4, tanh, NoBias>`")],
    );
    assert_mistakes(
        "Input<5, 3>, LSTM<4>(activation = elu::new().alpha(0.5))",
        &["1:34 these are settings of `elu`, but the layer's activation is `tanh` \
             | write `LSTM<4, elu>`, with the same settings"],
    );
}
