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
            "1:30 `Dense` has no option `colour` | its option is `activation`",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>(activaton = own)",
        &["1:12 `Dense` has no option `activaton` | write `activation`"],
    );
    assert_mistakes("my::Layer<3>(gain = 2.0, gain = 3.0)", &["1:25 `gain` is given twice"]);
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
