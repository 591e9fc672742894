//! What stands between the layers and around them.

use super::assert_mistakes;

const LAYER: &str = "a layer should be here | write `Dense<4, 8, relu>`, for example";

#[test]
fn between_two_layers() {
    assert_mistakes(
        "Dense<4, 8>\nDense<9, 3>",
        &[
            "2:0 a comma is missing between `Dense<4, 8>` and this layer",
            "2:6 layer 2 takes 9 values, but layer 1 gives 8 | write `Dense<8, 3>`, or `_` to infer it",
        ],
    );
    assert_mistakes(
        "Dense<4, 8>; Dense<8, 8> -> Dense<8, 3>",
        &["1:11 layers are separated by `,`, not by `;`", "1:25 layers are separated by `,`, not by `->`"],
    );
    assert_mistakes("Dense<4, 8> + 1, Dense<8, 3>", &["1:12 this cannot come after `Dense<4, 8>`"]);
    assert_mistakes(
        "Dense<4, 8>, , Dense<8, 3>",
        &["1:13 a layer is missing before this comma | write one, or delete the comma"],
    );
}

#[test]
fn a_layer_that_is_none() {
    assert_mistakes(
        "Dense<4, 8>, last:",
        &["1:13 the layer `last` is missing | write `last: Dense<4, 8, relu>`, for example"],
    );
    assert_mistakes("\"Dense\", Dense<8, 3>", &[&format!("1:0 {LAYER}")]);
    assert_mistakes(
        "\"hidden\": Dense<4, 8>, last = Dense<8, 3>",
        &[
            "1:0 the name of a layer is written without quotes",
            "1:28 a colon comes after the name of a layer: `last: …`",
        ],
    );
    assert_mistakes(
        "pub hidden: Dense<4, 8>, #[inline] Dense<8, 3>",
        &[
            "1:0 a layer is as visible as its model: leave this out",
            "1:25 a layer can have documentation, but no other attribute",
        ],
    );
}

#[test]
fn input_in_the_wrong_place() {
    assert_mistakes(
        "Dense<4, 8>, Input<8>, Dense<8, 3>",
        &["1:13 `Input` says what goes into the first layer, so it comes before it"],
    );
    assert_mistakes(
        "Input<8>",
        &["1:0 a model needs at least one layer after its `Input` \
           | write `Input<4>, Dense<_, 3, softmax>`, for example"],
    );
}

#[test]
fn around_the_layers() {
    let help = "write `Dense<4, 8, relu>`, for example";
    assert_mistakes("struct Net { }", &[&format!("1:7 a model needs at least one layer | {help}")]);
    assert_mistakes("struct Net;", &[&format!("1:7 a model needs at least one layer | {help}")]);
    assert_mistakes("struct Net", &["1:7 after `Net`, the layers are missing: `{ … }`"]);
    assert_mistakes(
        "struct Generic<T> { Dense<4, 8> }",
        &["1:15 a model can have const parameters only, such as `const IN: usize`"],
    );
    assert_mistakes(
        "#[derive(Clone, Default, Debug)] struct A { Dense<4, 8> }",
        &[
            "1:9 every model implements `Clone`: leave it out here",
            "1:25 every model implements `Debug`: leave it out here",
        ],
    );
    assert_mistakes(
        "struct A { Dense<4, 8> } struct B;",
        &["1:25 nothing may follow the model | write a `model!` for each model"],
    );
    assert_mistakes("struct A(Dense<4, 8>);", &["1:8 the layers of a model go in braces: `{ … }`"]);
    let message = "a model with a name is a `struct` | write `struct Net { … }`";
    assert_mistakes("enum A { Dense<4, 8> }", &[&format!("1:0 {message}")]);
    assert_mistakes("pub fn A { Dense<4, 8> }", &[&format!("1:4 {message}")]);
    assert_mistakes("A { Dense<4, 8> }", &[&format!("1:0 {message}")]);
    assert_mistakes("Struct A { Dense<4, 8> }", &[&format!("1:0 {message}")]);
    assert_mistakes("", &[&format!("1:0 a model needs at least one layer | {help}")]);
    assert_mistakes(
        "struct Net { , }",
        &["1:13 a layer is missing before this comma | write one, or delete the comma"],
    );
    assert_mistakes(
        "struct { Dense<4, 8> }",
        &["1:7 this model has no name | write `struct Net { … }`, or the layers alone, as an expression"],
    );
}
