//! What stands in parentheses.

use super::assert_mistakes;

#[test]
fn rates() {
    let for_example = "write `Dropout(0.5)`, for example";
    for (rate, column, message) in [
        ("Dropout", 10, format!("`Dropout` needs its rate, in parentheses | {for_example}")),
        ("Dropout()", 10, format!("`Dropout` needs its rate, in parentheses | {for_example}")),
        ("Dropout<0.5>", 18, format!("the rate of `Dropout` goes in parentheses | {for_example}")),
        ("Dropout(1.5)", 18, "`1.5` is not a rate: a rate is a number from 0 to 1".into()),
        ("Dropout(-0.5)", 18, "`-0.5` is not a rate: a rate is a number from 0 to 1".into()),
        ("Dropout(50)", 18, "`50` is not a rate: a rate is a number from 0 to 1".into()),
        (
            "GaussianDropout(1.0)",
            26,
            "`1.0` is not a rate: a rate is a number from 0 to 1, 1 left out".into(),
        ),
        ("Dropout(\"0.5\")", 18, "`\"0.5\"` is not a rate: a rate is a number from 0 to 1".into()),
        ("Dropout(1)", 18, "a rate is written with a point | write `1.0`".into()),
        ("Dropout(0.5, 0.1)", 23, format!("`Dropout` takes one value, its rate | {for_example}")),
        (
            "Dropout(rate = 0.5)",
            18,
            "the rate of `Dropout` is written without a name | write `Dropout(0.5)`".into(),
        ),
        ("Flatten(3)", 18, "`Flatten` takes no values | write `Flatten`, for example".into()),
    ] {
        assert_mistakes(&format!("Input<4>, {rate}, Dense<4, 3>"), &[&format!("1:{column} {message}")]);
    }
}

#[test]
fn options() {
    assert_mistakes(
        "Dense<4, 8>(use_bias = false, colour = 3, colour = 4)",
        &[
            "1:42 `colour` is given twice",
            "1:12 `Dense` has no option `use_bias` \
             | write `NoBias` after the activation: `Dense<4, 8, relu, NoBias>`",
            "1:30 `Dense` has no option `colour` \
             | its options are `activation`, `kernel_initializer`, `bias_initializer`, `kernel_regularizer`, \
             `bias_regularizer`, `activity_regularizer`, `kernel_constraint`, `bias_constraint`",
        ],
    );
    for (misspelt, meant) in [
        ("activaton", "activation"),
        ("kernel_regulariser", "kernel_regularizer"),
        ("activity_regulariser", "activity_regularizer"),
        ("bias_initialiser", "bias_initializer"),
        ("kernel_constrain", "kernel_constraint"),
    ] {
        assert_mistakes(
            &format!("Dense<4, 8>({misspelt} = own)"),
            &[&format!("1:12 `Dense` has no option `{misspelt}` | write `{meant}`")],
        );
    }
    assert_mistakes(
        "Dense<4, 8, relu>(
            kernel_initializer = HeNormal,
            bias_initializer = Constant(0.1),
            kernel_regularizer = L2(0.1),
            bias_regularizer = L1L2::new().l1(0.1),
            activity_regularizer = L1(0.1),
            kernel_constraint = MaxNorm::new().axis([0, 1]),
            bias_constraint = NonNeg,
        )",
        &[],
    );
    assert_mistakes("my::Layer<3>(gain = 2.0, gain = 3.0)", &["1:25 `gain` is given twice"]);
}

#[test]
fn what_is_made_by_new() {
    let by_new = "`RandomNormal` is made by `new` \
                  | write `RandomNormal::new()`, or `RandomNormal::new().stddev(0.02)`, for example";
    for written in ["RandomNormal", "RandomNormal()", "RandomNormal(stddev = 0.02)"] {
        assert_mistakes(
            &format!("Dense<4, 8>(kernel_initializer = {written})"),
            &[&format!("1:33 {by_new}")],
        );
    }
    for right in
        ["RandomNormal::new()", "mine::RandomNormal", "RandomNormal { mean: 0.0 }", "HeNormal", "L2(0.1)"]
    {
        assert_mistakes(&format!("Dense<4, 8>(kernel_initializer = {right})"), &[]);
    }
}

#[test]
fn activations() {
    let in_brackets = "the activation of `Dense` goes in angle brackets";
    for (layer, mistake) in [
        ("Dense<4, 8>(activation = relu)", format!("1:25 {in_brackets} | write `Dense<4, 8, relu>`")),
        ("Dense<4, 8>(activation = relu())", format!("1:25 {in_brackets} | write `Dense<4, 8, relu>`")),
        ("Dense<4, 8>(activation = \"ReLU\")", format!("1:25 {in_brackets} | write `Dense<4, 8, relu>`")),
        (
            "Dense<4, 8, relu, NoBias>(activation = activations::elu)",
            format!("1:39 {in_brackets} | write `Dense<4, 8, elu, NoBias>`"),
        ),
        (
            "Dense<4, 8>(activation = elu::new().alpha(0.5))",
            "1:25 these are settings of `elu`, but the layer's activation is `linear` \
             | write `Dense<4, 8, elu>`, with the same settings"
                .into(),
        ),
        (
            "Dense<4, 8, threshold>",
            "1:12 `threshold` has no defaults \
             | write `Dense<4, 8, threshold>(activation = threshold::new(0.5, 0.0))`, for example"
                .into(),
        ),
        (
            "Input<4>, Activation<threshold>",
            "1:21 `threshold` has no defaults \
             | write `Activation<threshold>(activation = threshold::new(0.5, 0.0))`, for example"
                .into(),
        ),
        (
            "Dense<4, 8, threshold>(activation = elu::new())",
            "1:36 these are settings of `elu`, but the layer's activation is `threshold` \
             | write `Dense<4, 8, elu>`, with the same settings"
                .into(),
        ),
    ] {
        assert_mistakes(layer, &[&mistake]);
    }
    for right in [
        "Dense<4, 8, elu>(activation = elu::new().alpha(0.5))",
        "Dense<4, 8, swish>(activation = silu::default())",
        "Dense<IN, OUT, Own>(activation = elu::new())",
        "Dense<4, 8>(activation = computed(3))",
        "Dense<4, 8, threshold>(activation = threshold::new(0.5, 0.0))",
        "Dense<4, 8, elu>(activation = elu)",
    ] {
        assert_mistakes(right, &[]);
    }
}

#[test]
fn unreadable() {
    assert_mistakes("Input<4>, Dropout(0.5 0.1)", &["1:22 a comma is missing before this"]);
    assert_mistakes("Input<4>, Dropout(0.5 +)", &["1:23 an expression is missing before this"]);
}
