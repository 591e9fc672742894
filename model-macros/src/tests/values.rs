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
            "1:30 `Dense` has no option `colour` | `Dense` has no options",
        ],
    );
    assert_mistakes("my::Layer<3>(gain = 2.0, gain = 3.0)", &["1:25 `gain` is given twice"]);
}

#[test]
fn unreadable() {
    assert_mistakes("Input<4>, Dropout(0.5 0.1)", &["1:22 a comma is missing before this"]);
    assert_mistakes("Input<4>, Dropout(0.5 +)", &["1:23 an expression is missing before this"]);
}
