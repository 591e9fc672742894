//! What `model!` says of layers, activations and settings is what they are. Its side is a record that the macro's own
//! tests write, `model-macros/snapshots/layers.rs`; a layer, a marker or a setting that only one side knows is found
//! here.

use std::any::{TypeId, type_name};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plywood::activations::*;
use plywood::constraints::*;
use plywood::initializers::*;
use plywood::layer::Part;
use plywood::layers::*;
use plywood::regularizers::*;
use plywood::{Features, Image, Layer, Sequence, Tokens, Volume};

/// What is exported beside layers, markers and traits, and is none of these.
const OTHERS: [&str; 1] = ["Stream"];

/// What is exported beside initializers, regularizers and constraints: types of their settings.
const SETTINGS: [&str; 3] = ["Axis", "Distribution", "Mode"];

/// The record. What is said once comes first, then each layer.
macro_rules! record {
    ($shared:tt $($layer:ident $known:tt)*) => {
        shared! { $shared }

        /// The layers, with the number of arguments of their types.
        const LAYERS: &[(&str, usize)] = &[$((stringify!($layer), arguments! $known)),*];

        mod in_prelude {
            #[expect(unused_imports, reason = "to see that they are there")]
            use plywood::prelude::{$($layer),*};
        }

        #[expect(non_snake_case, reason = "the tests are called as the layers")]
        mod of_each {
            use super::*;

            $(layer! { $layer $known $shared })*
        }
    };
}

macro_rules! arguments {
    (right: $right:tt, wrong: $wrong:tt, options: $options:tt, arguments: $arguments:literal, $($rest:tt)*) => {
        $arguments
    };
}

macro_rules! shared {
    ({
        most_inlined_parameters: $most:literal;
        markers: [$($marker:ident)*];
        activations: [$($activation:ident)*];
        made: [$($made:expr);*];
        options: [$($option:ident)*];
        initializers: [$($initializer:ident)*];
        regularizers: [$($regularizer:ident)*];
        constraints: [$($constraint:ident)*];
    }) => {
        const MOST_INLINED_PARAMETERS: usize = $most;
        const MARKERS: &[&str] = &[$(stringify!($marker)),*];
        const ACTIVATIONS: &[&str] = &[$(stringify!($activation)),*];
        const MADE: &[&str] = &[$(stringify!($made)),*];
        const OPTIONS: &[&str] = &[
            $(stringify!($option),)*
            $(stringify!($initializer),)*
            $(stringify!($regularizer),)*
            $(stringify!($constraint),)*
        ];

        #[expect(unused_imports, reason = "to see that they are there")]
        mod exported {
            use plywood::layers::{$($marker),*};
            use plywood::prelude::{$($activation),*};
        }

        /// What settings are in messages is code.
        #[test]
        fn settings_are_made_so() {
            $(let _ = $made;)*
        }

        /// Every setting, for a layer that has no method of its name: the method that a layer itself has is preferred.
        trait Unset: Sized {
            $(fn $option(self, _: Absent) -> Absent {
                Absent
            })*
            $(fn $initializer(self, _: impl Initializer) -> Absent {
                Absent
            })*
            $(fn $regularizer(self, _: impl Regularizer) -> Absent {
                Absent
            })*
            $(fn $constraint(self, _: impl Constraint) -> Absent {
                Absent
            })*
        }
    };
}

struct Absent;

impl<L> Unset for L {}

macro_rules! layer {
    ($layer:ident {
        right: [$(($($right:literal)?))*], wrong: [$(($wrong:literal))*],
        options: [$($own:ident)*],
        arguments: $arguments:literal,
        plain: $plain:ty: $input:ty => $output:ty, $parameters:literal;
        defaults: [$($default:ty;)*]
        others: [$($other:ty: $other_input:ty => $other_output:ty, $other_parameters:literal;)*]
    } {
        most_inlined_parameters: $most:literal;
        markers: $markers:tt;
        activations: $activations:tt;
        made: $made:tt;
        options: [$($option:ident)*];
        initializers: [$($initializer:ident)*];
        regularizers: [$($regularizer:ident)*];
        constraints: [$($constraint:ident)*];
    }) => {
        #[test]
        fn $layer() {
            type Plain = $plain;
            is::<Plain, $input, $output>($parameters);
            $(is::<$other, $other_input, $other_output>($other_parameters);)*
            $(assert_eq!(TypeId::of::<Plain>(), TypeId::of::<$default>(), stringify!($default));)*
            $(assert!(Layer::check(&<Plain>::new($($right)?)).is_ok(), concat!($($right)?));)*
            $(assert!(Layer::check(&<Plain>::new($wrong)).is_err(), "{}", $wrong);)*
            let set = [
                $((stringify!($option), is_set(|layer: Plain| layer.$option(any()))),)*
                $((stringify!($initializer), is_set(|layer: Plain| layer.$initializer(Zeros))),)*
                $((stringify!($regularizer), is_set(|layer: Plain| layer.$regularizer(L2(0.1)))),)*
                $((stringify!($constraint), is_set(|layer: Plain| layer.$constraint(NonNeg))),)*
            ];
            let set: BTreeSet<&str> = set.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name).collect();
            assert_eq!(set, BTreeSet::from([$(stringify!($own)),*]));
        }
    };
}

include!("../model-macros/snapshots/layers.rs");

/// Asserts that a layer takes, gives and learns what the macro says.
#[track_caller]
fn is<L: Layer, Input: 'static, Output: 'static>(parameters: usize) {
    let layer = type_name::<L>();
    assert_eq!(TypeId::of::<L::Input>(), TypeId::of::<Input>(), "{layer}");
    assert_eq!(TypeId::of::<L::Output>(), TypeId::of::<Output>(), "{layer}");
    assert_eq!(Part::of::<L>("").parameters(), parameters, "{layer}");
}

/// Whether a method gives the layer back.
fn is_set<L: 'static, R: 'static>(_: impl FnOnce(L) -> R) -> bool {
    TypeId::of::<L>() == TypeId::of::<R>()
}

/// A value for a method that is never called.
fn any<V>() -> V {
    unreachable!()
}

#[test]
fn small_layers_are_as_small_as_the_macro_says() {
    assert_eq!(MOST_INLINED_PARAMETERS, plywood::chain::MOST_INLINED_PARAMETERS);
}

#[test]
fn every_layer_and_marker_is_known() {
    let traits: BTreeSet<String> =
        words_behind("pub trait ", "layers").chain(words_behind("pub trait ", "layer")).collect();
    let mut unknown = exported("layers");
    unknown.retain(|name| !traits.contains(name));
    let known =
        LAYERS.iter().map(|(name, _)| name).chain(MARKERS).chain(&OTHERS).map(ToString::to_string).collect();
    assert_eq!(unknown, known);
}

/// An argument that only the runtime knows would have its default, unseen.
#[test]
fn every_argument_is_known() {
    let code = files("layers").iter().map(|file| with_structs_of_macros(file)).collect::<Vec<_>>().join(" ");
    let counts = LAYERS.iter().filter_map(|(name, known)| Some((name, known, count_arguments(&code, name)?)));
    let counts: Vec<_> = counts.collect();
    // Some of the structs are written by macros in other files.
    assert!(counts.len() >= 30, "{}", counts.len());
    counts.iter().for_each(|(name, known, count)| assert_eq!(*known, count, "{name}"));
}

/// The code of a file, and the structs that a macro in it writes for lines such as `Conv2D, [HEIGHT WIDTH]`.
fn with_structs_of_macros(file: &[String]) -> String {
    let mut code = file.join(" ");
    let Some((_, behind)) = code.split_once("pub struct $layer<") else { return code };
    let Some((arguments, _)) = behind.split_once('{') else { return code };
    let mut structs = String::new();
    for line in file {
        let Some((name, sizes)) = line.trim().split_once(", [") else { continue };
        let sizes = sizes.split(']').next().unwrap().split_whitespace();
        let sizes: String = sizes.map(|size| format!("const {size}: usize, ")).collect();
        structs += &format!(" pub struct {name}<{}", arguments.replace("$(const $size: usize,)*", &sizes));
    }
    code += &structs;
    code
}

/// The number of arguments that a struct has in `code`, if it is there.
fn count_arguments(code: &str, name: &str) -> Option<usize> {
    let (_, behind) = code.split_once(&format!("pub struct {name}<"))?;
    let mut depth = 1;
    let inside = behind.chars().take_while(|letter| {
        depth = match letter {
            '<' => depth + 1,
            '>' => depth - 1,
            _ => depth,
        };
        depth > 0
    });
    let inside: String = inside.collect();
    let mut depth = 0;
    let commas = inside.trim().trim_end_matches(',').chars().filter(|letter| {
        depth = match letter {
            '<' => depth + 1,
            '>' => depth - 1,
            _ => depth,
        };
        *letter == ',' && depth == 0
    });
    Some(commas.count() + 1)
}

#[test]
fn every_option_is_known() {
    // Methods that change a layer, and those that `options!` is told the names of.
    let mut options = BTreeSet::new();
    for line in lines("layers") {
        if let Some((before, _)) = line.split_once("(mut self").filter(|(before, _)| before.contains("pub "))
        {
            options
                .extend(before.rsplit("fn ").next().filter(|name| !name.starts_with('$')).map(str::to_owned));
        }
        let listed =
            line.split_once(": ").filter(|(before, _)| before.contains(" = \"")).map(|(_, names)| names);
        let names = listed.into_iter().flat_map(|names| names.split([',', ';']));
        options.extend(names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
    assert_eq!(options, OPTIONS.iter().map(ToString::to_string).collect());
}

#[test]
fn every_activation_is_known() {
    let mut unknown = exported("activations");
    unknown.retain(|name| !name.starts_with(char::is_uppercase));
    assert_eq!(unknown, ACTIVATIONS.iter().map(ToString::to_string).collect());
}

#[test]
fn everything_that_holds_for_a_variable_is_known() {
    let made: BTreeSet<&str> = MADE.iter().filter_map(|made| made.split([':', '(', ' ']).next()).collect();
    for folder in ["initializers", "regularizers", "constraints"] {
        let traits: BTreeSet<String> = words_behind("pub trait ", folder).collect();
        for name in exported(folder) {
            let is_made =
                !traits.contains(&name) && !SETTINGS.contains(&name.as_str()) && !name.starts_with("Any");
            assert!(!is_made || made.contains(name.as_str()), "{folder}: {name}");
        }
    }
}

/// What a module of the runtime exports from its files.
fn exported(module: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder(module).join("mod.rs")).unwrap();
    let uses = text.split("\npub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let names = uses.flat_map(|path| match path.split_once('{') {
        Some((_, names)) => names.trim_end_matches('}').split(',').collect(),
        None => path.rsplit("::").take(1).collect::<Vec<_>>(),
    });
    names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The words behind this text in a module's code.
fn words_behind(text: &'static str, module: &str) -> impl Iterator<Item = String> {
    lines(module).into_iter().filter_map(move |line| {
        let (_, behind) = line.split_once(text)?;
        let letters = behind.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_');
        Some(letters.collect())
    })
}

/// The lines of code in all files of a module.
fn lines(module: &str) -> Vec<String> {
    files(module).concat()
}

/// Those of each file.
fn files(module: &str) -> Vec<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![folder(module)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(path).unwrap();
                let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                files.push(lines.map(str::to_owned).collect());
            }
        }
    }
    files
}

fn folder(module: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src").join(module)
}
