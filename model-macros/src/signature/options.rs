//! Rules for initializers, regularizers and constraints: `kernel_initializer = …`.

use syn::spanned::Spanned;
use syn::{Expr, Path};

use super::Signature;
use crate::ast::Layer;
use crate::diagnostics::Diagnostics;

/// The options of a layer with an activation, a kernel and a bias.
pub(crate) const KERNEL_AND_BIAS: &[&str] = &[
    "activation",
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
];

/// Those without a `new`, and how to write them.
pub(crate) const MADE_PLAINLY: &[(&str, &str)] = &[
    ("Constant", "Constant(0.1)"),
    ("GlorotNormal", "GlorotNormal"),
    ("GlorotUniform", "GlorotUniform"),
    ("HeNormal", "HeNormal"),
    ("HeUniform", "HeUniform"),
    ("L1", "L1(0.01)"),
    ("L2", "L2(0.01)"),
    ("LecunNormal", "LecunNormal"),
    ("LecunUniform", "LecunUniform"),
    ("NonNeg", "NonNeg"),
    ("Ones", "Ones"),
    ("Zeros", "Zeros"),
];

/// Those with a `new`, and how to write them with a setting.
pub(crate) const MADE_BY_NEW: &[(&str, &str)] = &[
    ("Identity", "Identity::new().gain(2.0)"),
    ("L1L2", "L1L2::new().l1(0.01).l2(0.01)"),
    ("MaxNorm", "MaxNorm::new().max_value(3.0)"),
    ("MinMaxNorm", "MinMaxNorm::new().min_value(0.5)"),
    ("Orthogonal", "Orthogonal::new().gain(2.0)"),
    ("OrthogonalRegularizer", "OrthogonalRegularizer::new().factor(0.1)"),
    ("RandomNormal", "RandomNormal::new().stddev(0.02)"),
    ("RandomUniform", "RandomUniform::new().maxval(0.1)"),
    ("TruncatedNormal", "TruncatedNormal::new().stddev(0.02)"),
    ("UnitNorm", "UnitNorm::new().axis(1)"),
    ("VarianceScaling", "VarianceScaling::new().scale(2.0)"),
];

impl Signature {
    /// Rule: `new` is written where there is one, and only there. The compiler would report that the name is no value
    /// or no function, or suggest another name.
    pub(super) fn check_options(&self, layer: &Layer, diagnostics: &mut Diagnostics) {
        for option in layer.values().iter().filter(|value| value.name.is_some()) {
            let made = match &option.value {
                Expr::Call(call) => &*call.func,
                value => value,
            };
            let Expr::Path(path) = made else { continue };
            let plain = MADE_PLAINLY.iter().find(|(name, _)| is_new_of(&path.path, name));
            if let Some((name, example)) = plain {
                let help = format!("write `{example}`");
                diagnostics.report_with_help(made.span(), format!("`{name}` has no `new`"), help);
                continue;
            }
            let known = MADE_BY_NEW.iter().find(|(name, _)| path.path.is_ident(name));
            if let Some((name, example)) = known {
                let help = format!("write `{name}::new()`, or `{example}`, for example");
                diagnostics.report_with_help(made.span(), format!("`{name}` is made by `new`"), help);
            }
        }
    }
}

/// Whether a path is `Name::new`.
fn is_new_of(path: &Path, name: &str) -> bool {
    let mut last = path.segments.iter().rev().map(|segment| &segment.ident);
    last.next().is_some_and(|ident| ident == "new") && last.next().is_some_and(|ident| ident == name)
}
