//! What the macro knows of plywood's own layers: which of them need something from the layer before.

use crate::ast::Layer;

/// A layer of plywood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// `Activation<relu>`
    Activation,
    /// `Dense<4, 8, relu>`
    Dense,
    /// `Dropout`
    Dropout,
    /// `Flatten`
    Flatten,
    /// `Input<28, 28, 1>`: no layer, only a shape.
    Input,
    /// `Reshape<4, 4, 1>`
    Reshape,
}

impl Known {
    /// The layer's kind, if it is called by its bare name. A path, such as `self::Dense`, is somebody else's
    /// layer.
    pub(crate) fn of(layer: &Layer) -> Option<Self> {
        let name = layer.path.get_ident()?;
        Some(match name.to_string().as_str() {
            "Activation" => Self::Activation,
            "Dense" => Self::Dense,
            "Dropout" => Self::Dropout,
            "Flatten" => Self::Flatten,
            "Input" => Self::Input,
            "Reshape" => Self::Reshape,
            _ => return None,
        })
    }
}
