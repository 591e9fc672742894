//! The rule for initializers, regularizers and constraints, which go in parentheses: `kernel_initializer = …`.

use syn::Expr;
use syn::spanned::Spanned;

use super::Signature;
use crate::ast::Layer;
use crate::diagnostics::Diagnostics;

/// Those that are made by a function `new`, and how they are written with a setting.
const MADE_BY_NEW: &[(&str, &str)] = &[
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
    /// Rule: what is made by `new` is written so. The compiler would only say that the name is no value, or no
    /// function.
    pub(super) fn check_options(&self, layer: &Layer, diagnostics: &mut Diagnostics) {
        for option in layer.values().iter().filter(|value| value.name.is_some()) {
            let made = match &option.value {
                Expr::Call(call) => &*call.func,
                value => value,
            };
            let Expr::Path(path) = made else { continue };
            let known = MADE_BY_NEW.iter().find(|(name, _)| path.path.is_ident(name));
            if let Some((name, example)) = known {
                let help = format!("write `{name}::new()`, or `{example}`, for example");
                diagnostics.report_with_help(made.span(), format!("`{name}` is made by `new`"), help);
            }
        }
    }
}
