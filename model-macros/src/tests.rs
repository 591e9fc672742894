//! The macro seen from outside: the code that it writes, and where and what it reports.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Diagnostics;
use crate::{names, parse, resolve};

fn with_crate(model: &TokenStream) -> TokenStream {
    quote!([::plywood] #model)
}

/// The mistakes in a model: line, column, message. Lines are counted from 1, columns from 0.
fn mistakes(model: &str) -> Vec<(usize, usize, String)> {
    let krate = quote!(::plywood);
    let mut diagnostics = Diagnostics::default();
    let tokens: TokenStream = model.parse().expect("the models below are tokens");
    if let Some((_, model)) = parse::parse(with_crate(&tokens), &mut diagnostics) {
        let names = names::assign(&model, &mut diagnostics);
        resolve::resolve(&model, names, &krate, &mut diagnostics);
    }
    let place = |mistake: &crate::diagnostics::Mistake| {
        let start = mistake.span.start();
        (start.line, start.column, mistake.message.clone())
    };
    diagnostics.mistakes().iter().map(place).collect()
}

/// Asserts that a model has exactly these mistakes.
macro_rules! assert_mistakes {
    ($model:expr, $(($line:expr, $column:expr, $message:expr)),* $(,)?) => {
        assert_eq!(mistakes($model), [$(($line, $column, String::from($message))),*]);
    };
}

/// The expansion of the first model in README, as it stands in a file: to be read, and to see what a change
/// to the macro does. `UPDATE_SNAPSHOTS=1 cargo test` writes it anew.
#[test]
fn iris_expands_to_what_one_would_write() {
    let expansion = crate::model(with_crate(&quote! {
        /// Tells three irises apart.
        pub struct Iris {
            hidden: Dense<4, 8, relu>,
            Dense<8, 3, softmax>,
        }
    }));
    let file = syn::parse2(expansion).unwrap();
    let code =
        format!("// What `model!` makes of the network in README.\n\n{}", prettyplease::unparse(&file));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/iris.rs");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &code).unwrap();
    }
    assert_eq!(code, std::fs::read_to_string(&path).unwrap(), "see the comment on this test");
}

#[test]
fn a_right_model_has_no_mistakes() {
    for model in [
        "Dense<4, 8, relu>, Dense<8, 3, softmax>",
        "struct Empty { Input<4>, Dropout(0.5), Dense<_, 1>, }",
        "pub(crate) struct Mlp<const IN: usize> { Dense<IN, 8>, Dense<8, IN> }",
        "Input<28, 28, 1>, Flatten, Dense<_, 10>, Reshape<5, 2>, Activation<softmax>",
        "Input<3>, own: my::Layer<3, _>(rate = 0.5, 3 == 4), Dense<_, 1>",
        "my::Layer<3>, Dense<_, 1>",
        "Dense<N, { N + 1 }>, Dense<{ N + 1 }, 3>",
    ] {
        assert_mistakes!(model,);
    }
}

#[test]
fn widths_that_do_not_meet() {
    assert_mistakes!(
        "Dense<4, 8, relu>,\nDense<9, 3, softmax>",
        (
            2,
            6,
            "layer 2 takes 9 values, but layer 1 gives 8\nhelp: write `Dense<8, 3, softmax>`, or `_` to infer it"
        )
    );
    assert_mistakes!(
        "Input<3>, hidden: Dense<4, 8>, out: Dense<7, 1>",
        (
            1,
            24,
            "layer 1 (`hidden`) takes 4 values, but the input has 3\nhelp: write `Dense<3, 8>`, or `_` to infer it"
        ),
        (
            1,
            42,
            "layer 2 (`out`) takes 7 values, but layer 1 (`hidden`) gives 8\nhelp: write `Dense<8, 1>`, or `_` to infer it"
        ),
    );
}

#[test]
fn shapes_of_another_rank() {
    assert_mistakes!(
        "Input<8, 8, 1>, Dense<64, 10>",
        (
            1,
            22,
            "layer 1 takes single values, but the input has an image of 8 × 8 × 1\nhelp: put `Flatten` between the two"
        )
    );
    assert_mistakes!(
        "Input<10, 4>, Dense<_, 10>",
        (
            1,
            20,
            "layer 1 takes single values, but the input has 10 steps of 4 values\nhelp: put `Flatten` between the two"
        )
    );
    assert_mistakes!(
        "Dense<4, 12>, Reshape<4, 4, 1>",
        (1, 22, "layer 2 makes 4 × 4 × 1 = 16 values, but layer 1 gives 12")
    );
}

#[test]
fn nothing_to_infer_from() {
    assert_mistakes!(
        "Dense<_, 8>",
        (
            1,
            6,
            "there is nothing to infer this size from: the first layer has to say how many values go in\nhelp: write the number, or start with `Input<4>`"
        )
    );
    assert_mistakes!(
        "Dropout(0.5), Dense<4, 8>",
        (
            1,
            0,
            "`Dropout` takes the shape of the layer before it, but it is the first\nhelp: start with the shape of a sample: `Input<4>`, `Input<28, 28, 1>`"
        )
    );
    assert_mistakes!(
        "struct M<const N: usize> { Input<N, N, 1>, Flatten, Dense<_, 3> }",
        (
            1,
            43,
            "what flows into `Flatten` depends on a const parameter, so its size cannot be computed\nhelp: stable Rust cannot compute with const parameters in types: use a constant for this size"
        )
    );
}

#[test]
fn sizes_that_are_missing_or_make_no_sense() {
    assert_mistakes!(
        "Dense<8>",
        (
            1,
            0,
            "`Dense` needs two sizes: how many values go in, and how many come out\nhelp: write `Dense<4, 8, relu>`, or `Dense<_, 8, relu>` after another layer"
        )
    );
    assert_mistakes!("Dense<4, 0>, Dense<_, 3>", (1, 9, "a size is at least 1"));
    assert_mistakes!("Dense<4, _>", (1, 9, "how many values come out of a `Dense` layer cannot be inferred"));
    assert_mistakes!(
        "Input<1, 2, 3, 4>, Flatten",
        (1, 0, "`Input` needs one, two or three sizes\nhelp: write `Input<28, 28, 1>`, for example")
    );
    assert_mistakes!(
        "Dense<4, 8>, Input<8>",
        (1, 13, "`Input` says what goes into the first layer, so it stands before it")
    );
    assert_mistakes!("Input<8>", (1, 0, "a model needs at least one layer after its `Input`"));
}

#[test]
fn names_that_are_taken() {
    assert_mistakes!("a: Dense<4, 8>, a: Dense<8, 3>", (1, 16, "two layers are called `a`"));
    assert_mistakes!(
        "predict: Dense<4, 8>",
        (1, 0, "a layer cannot be called `predict`: the model has a method of this name")
    );
}

#[test]
fn what_is_no_model() {
    assert_mistakes!("Dense<4, 8> Dense<8, 3>", (1, 12, "expected `,` between two layers"));
    assert_mistakes!(
        "struct Generic<T> { Dense<4, 8> }",
        (1, 15, "a model can have const parameters only, such as `const IN: usize`")
    );
    assert_mistakes!(
        "#[derive(Clone)] struct A { Dense<4, 8> }",
        (1, 9, "every model implements `Clone`: leave it out here")
    );
    assert_mistakes!("struct A { Dense<4, 8> } struct B;", (1, 25, "nothing may follow the model"));
}
