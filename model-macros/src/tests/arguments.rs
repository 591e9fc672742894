//! What stands in angle brackets, and names.

use super::assert_mistakes;

const TAKES: &str = "`Dense` takes two sizes, an activation, and `Bias` or `NoBias`";

#[test]
fn missing() {
    let message = "`Dense` needs two sizes: how many values go in, and how many come out";
    assert_mistakes("Dense<8>", &[&format!("1:0 {message} | write `Dense<4, 8, relu>`, for example")]);
    assert_mistakes(
        "Dense<4, 8>, last: Dense<3, softmax>, Dense<4, 1>",
        &[
            "1:44 layer 3 takes 4 values, but layer 2 (`last`) gives 3 | write `Dense<3, 1>`, or `_` to infer it",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>, Dense",
        &[&format!("1:13 {message} | write `Dense<4, 8, relu>`, for example")],
    );
    assert_mistakes(
        "Input, Dense<4, 8>",
        &["1:0 `Input` needs one to four sizes | write `Input<28, 28, 1>`, for example"],
    );
    assert_mistakes(
        "Dense<4, 8>, Activation",
        &["1:13 `Activation` needs an activation | write `Activation<relu>`, for example"],
    );
}

#[test]
fn extra() {
    assert_mistakes(
        "Dense<4, 8, 16, relu>, Dense<_, 3, relu, Bias, tanh>",
        &[
            &format!("1:12 {TAKES}: there is no place for `16` | write `Dense<4, 8, relu>`"),
            &format!("1:47 {TAKES}: there is no place for `tanh` | write `Dense<_, 3, relu, Bias>`"),
        ],
    );
    assert_mistakes(
        "Input<1, 2, 3, 4, 5>, Flatten",
        &["1:18 `Input` takes one to four sizes: there is no place for `5` | write `Input<1, 2, 3, 4>`"],
    );
    assert_mistakes(
        "Input<2, 2>, Flatten<4>, Dense<_, 3>",
        &["1:21 `Flatten` takes nothing in angle brackets (it computes its size itself): \
           there is no place for `4` | write `Flatten`"],
    );
    assert_mistakes(
        "Dense<4, 8>, Activation<8>",
        &[
            "1:24 `Activation` takes an activation: there is no place for `8` | write `Activation<relu>`, for example",
        ],
    );
}

#[test]
fn unreadable() {
    let help = "an argument is a number, a name, a type, or a computation in braces";
    assert_mistakes("Dense<4, 8, relu relu>", &[&format!("1:12 `relu relu` is not an argument | {help}")]);
    assert_mistakes(
        "Dense<4 8>, Dense<0, 3>",
        &[&format!("1:6 `4 8` is not an argument | {help}"), "1:18 a size is at least 1"],
    );
    assert_mistakes("Dense<4, 8, 'a>", &["1:12 `'a` is neither a size nor an activation"]);
}

#[test]
fn in_another_order() {
    for (model, column, help) in [
        ("Dense<4, relu, 8>", 9, "Dense<4, 8, relu>"),
        ("Dense<relu, 4, 8>", 6, "Dense<4, 8, relu>"),
        ("Dense<4, softmax, WIDTH>", 9, "Dense<4, WIDTH, softmax>"),
        ("Dense<4, 8, NoBias, relu>", 12, "Dense<4, 8, relu, NoBias>"),
        ("Dense<4, 8, NoBias>", 12, "Dense<4, 8, linear, NoBias>"),
    ] {
        assert_mistakes(model, &[&format!("1:{column} {TAKES}, in this order | write `{help}`")]);
    }
}

#[test]
fn written_otherwise() {
    assert_mistakes(
        "Dense<4, 8, activation = relu>",
        &[
            "1:12 arguments in angle brackets have no names: leave out `activation =` | write `Dense<4, 8, relu>`, for example",
        ],
    );
    assert_mistakes(
        "Dense<4, 8, \"Relu\">, Dense<_, 3, 'r'>, Dense<_, 3, \"xyz\">",
        &[
            "1:12 an activation is written without quotes | write `relu`",
            "1:33 `'r'` is neither a size nor an activation",
            "1:51 an activation is written without quotes | activations are `relu`, `softmax` and the others in `plywood::activations`",
        ],
    );
    let message = "sizes and activations of `Dense` go in angle brackets | write `Dense<4, 8, relu>`";
    assert_mistakes("Dense(4, 8, relu)", &[&format!("1:6 {message}")]);
    let message = "sizes and activations of `Dense` go in angle brackets";
    assert_mistakes(
        "Dense[4, 8], Dense { 8 }",
        &[&format!("1:5 {message} | write `Dense<4, 8>`"), &format!("1:19 {message} | write `Dense<8>`")],
    );
    assert_mistakes("Dense<4, , 8>", &["1:9 an argument is missing before this comma"]);
    assert_mistakes(
        "Dense<4, 8, relu, Dense<8, 3>",
        &["1:5 this `<` is not closed | write a `>` after the layer's last argument"],
    );
}

#[test]
fn an_activation_in_the_place_of_a_layer() {
    assert_mistakes(
        "Dense<4, 8>, relu, Dense<9, 3>",
        &[
            "1:13 `relu` is an activation, not a layer \
             | give it to the layer before, as in `Dense<4, 8, relu>`, or write `Activation<relu>`",
            "1:25 layer 3 takes 9 values, but layer 2 gives 8 | write `Dense<8, 3>`, or `_` to infer it",
        ],
    );
}

#[test]
fn softmax_over_one_value() {
    assert_mistakes(
        "Dense<4, 1, softmax>, Activation<softmax>, Dense<1, 3>",
        &[
            "1:12 softmax over one value is always 1 \
           | write `sigmoid` for one probability, or give the layer a unit for each class",
            "1:33 softmax over one value is always 1 \
           | write `sigmoid` for one probability, or give the layer a unit for each class",
        ],
    );
    assert_mistakes(
        "Dense<4, 1, log_softmax>, Dense<1, 1, sparsemax>",
        &[
            "1:12 log_softmax over one value is always 0 \
           | write `log_sigmoid` for one probability, or give the layer a unit for each class",
            "1:38 sparsemax over one value is always 1 \
           | write `sparse_sigmoid` for one probability, or give the layer a unit for each class",
        ],
    );
}

#[test]
fn names_that_are_taken() {
    assert_mistakes("a: Dense<4, 8>, a: Dense<8, 3>", &["1:16 two layers are called `a`"]);
    assert_mistakes(
        "predict: Dense<4, 8>",
        &["1:0 a layer cannot be called `predict`: the model has a method of this name"],
    );
}
