//! The macro seen from outside: the code that it writes, and where and what it reports.

mod arguments;
mod record;
mod sequences;
mod shapes;
mod syntax;
mod values;
mod windows;

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::{Diagnostics, Mistake};
use crate::{parse, resolve};

fn with_crate(model: &TokenStream) -> TokenStream {
    quote!([::plywood] #model)
}

/// The mistakes in a model, each as `line:column message | help`. Lines are counted from 1, columns from 0.
fn mistakes(model: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let tokens: TokenStream = model.parse().expect("the models below are tokens");
    if let Some((krate, model)) = parse::parse(with_crate(&tokens), &mut diagnostics) {
        let _network = resolve::resolve(&model, &krate, &mut diagnostics);
    }
    let line = |mistake: &Mistake| {
        let start = mistake.span.start();
        format!("{}:{} {}", start.line, start.column, mistake.message.replace("\nhelp: ", " | "))
    };
    diagnostics.mistakes().iter().map(line).collect()
}

/// Asserts that a model has exactly these mistakes.
#[track_caller]
fn assert_mistakes(model: &str, expected: &[&str]) {
    assert_eq!(mistakes(model), expected, "{model}");
}

/// The expansion of the first model in README, as it stands in a file: to be read, and to see what a change
/// to the macro does. `UPDATE_SNAPSHOTS=1 cargo test` writes it anew.
#[test]
fn iris_expands_to_what_one_would_write() {
    let expansion = crate::expand_model(with_crate(&quote! {
        /// Tells three irises apart.
        pub struct Iris {
            hidden: Dense<4, 8, relu>,
            Dense<8, 3, softmax>,
        }
    }));
    let file = syn::parse2(expansion).unwrap();
    let code = prettyplease::unparse(&file);
    snapshot("iris.rs", &format!("// What `model!` makes of the network in README.\n\n{code}"));
}

/// Asserts that a file in `snapshots` holds this code, or writes it there.
#[track_caller]
fn snapshot(file: &str, code: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(file);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, code).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        code == written,
        "{file} is another: `UPDATE_SNAPSHOTS=1 cargo test -p plywood-macros` writes it anew"
    );
}

/// Whatever is wrong, the type is there, with its constructor and its methods.
#[test]
fn a_model_with_mistakes_is_written_all_the_same() {
    for layers in ["hidden: Dense<4, 0>, Dense<9, 3>", "hidden: Dense<4", "hidden:", "hidden: Dropout(1.5)"] {
        let layers: TokenStream = layers.parse().unwrap();
        let code =
            crate::expand_model(with_crate(&quote!(pub struct Net<const N: usize> { #layers }))).to_string();
        for part in ["compile_error", "pub struct Net < const N : usize", "pub fn new", "pub fn hidden"] {
            assert!(code.contains(part), "{part} in {code}");
        }
    }
}

/// An editor expands the model at every letter that somebody types.
#[test]
fn half_a_model_is_still_code() {
    let models = [
        "/// A net.\n#[allow(dead_code)] pub(crate) struct Net<const N: usize = 4> { Input<N>, hidden: a::Dense<{ N + 1 }, \
         8, relu>(rate = 0.5, f(1)), Dropout(-0.5), Reshape<2, { 2 * 2 }>, plywood::layers::Dense::<_, 3, softmax>, }",
        "Dense<4, \"relu\">, x = $crate::Own<'a, _, -1>, Flatten -> Dense[4], ; Struct(5) Net { } #![inner] fn",
    ];
    for model in models {
        for end in (0..=model.len()).filter(|&end| model.is_char_boundary(end)) {
            // What is open is closed, as editors do it.
            let mut half = model[..end].to_owned();
            let mut open = Vec::new();
            for letter in model[..end].chars() {
                match letter {
                    '(' => open.push(')'),
                    '[' => open.push(']'),
                    '{' => open.push('}'),
                    ')' | ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
            }
            half.extend(open.iter().rev());
            let Ok(tokens) = half.parse() else { continue };
            let expansion = crate::expand_model(with_crate(&tokens));
            let is_code = syn::parse2::<syn::File>(expansion.clone()).is_ok()
                || syn::parse2::<syn::Expr>(expansion).is_ok();
            assert!(is_code, "{half}");
        }
    }
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
        "Dense::<4, 8, relu>, plywood::layers::Dense<_, 3>",
        "Dense<HIDDEN, 8, relu>, Dense<8, CLASSES, Swish, NoBias>, Dense<CLASSES, 1, linear, Own>",
        "Mine<-1, 'c', 2.5, { f(3) }, Shape = Features<3>>, Dense<_, 3>",
        "Input<4>, Dropout<Features<4>>(0.5), Activation<relu, Features<4>>, Flatten<Features<4>, 4>",
        "Dense<4, sizes::HIDDEN>, Dropout<S>(0.5), Activation<relu, S>, Dense<sizes::HIDDEN, 0x10usize>",
        "Dense<4, 1, sigmoid>, Dense<1, 1, relu>, Dense<1, 5, softmax>, Dense<5, 3>",
        "Dense<4, 8>, Dropout(RATE), Dropout(0.5 * 3.0), Dropout(f(-1)), Dropout(0.0), Dropout(1.0)",
        "#[doc = \"A net.\"] #[allow(dead_code)] pub struct Net { /// First.\n first: Dense<4, 8> }",
    ] {
        assert_mistakes(model, &[]);
    }
}

/// `cargo test -p plywood-macros --profile bench -- --ignored --nocapture`
#[test]
#[ignore = "prints how long the macro takes"]
#[expect(clippy::print_stdout, reason = "that is what it is for")]
fn how_long_200_layers_take() {
    let layers: String =
        (0..200).map(|layer| format!("Dense<{}, {}, relu>,", layer + 1, layer + 2)).collect();
    let model = with_crate(&format!("struct Many {{ {layers} }}").parse().unwrap());
    let mut times: Vec<_> = std::iter::repeat_with(|| {
        let start = std::time::Instant::now();
        let expansion = crate::expand_model(model.clone());
        let time = start.elapsed();
        assert!(!expansion.is_empty());
        time
    })
    .take(51)
    .collect();
    times.sort();
    println!("200 layers: {:?} (median), {:?} (least)", times[25], times[0]);
}
