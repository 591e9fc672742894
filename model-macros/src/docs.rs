//! The documentation of the generated type: a table of its layers.

use crate::network::{Network, Resolved};

/// Lines for the documentation of the model.
pub(crate) fn table(network: &Network<'_>) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!(
            "A network that takes {}.",
            network.input_in_words.as_deref().unwrap_or("what its first layer takes")
        ),
        String::new(),
        "| name | layer | output | parameters |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    for resolved in &network.layers {
        lines.push(format!(
            "| `{}` | `{}` | {} | {} |",
            syn::ext::IdentExt::unraw(&resolved.name),
            resolved.layer.as_written(),
            resolved.output.in_table().unwrap_or_else(|| "its own".to_owned()),
            parameters(resolved).unwrap_or_else(|| "its own".to_owned()),
        ));
    }
    let total: Option<usize> = network.layers.iter().map(count).sum();
    if let Some(total) = total {
        lines.push(String::new());
        lines.push(format!("{total} parameters."));
    }
    // As a doc comment has it: a space after the slashes.
    lines.iter().map(|line| format!(" {line}")).collect()
}

/// One line for the documentation of a layer's accessor.
pub(crate) fn accessor(number: usize, resolved: &Resolved<'_>) -> String {
    format!(" Layer {number}, `{}`, with its variables.", resolved.layer.as_written())
}

/// The number of parameters: counted if all sizes are numbers, as a formula otherwise.
fn parameters(resolved: &Resolved<'_>) -> Option<String> {
    let parameters = resolved.parameters.as_ref()?;
    Some(parameters.count().map_or_else(|| parameters.formula(), |count| count.to_string()))
}

fn count(resolved: &Resolved<'_>) -> Option<usize> {
    resolved.parameters.as_ref()?.count()
}
