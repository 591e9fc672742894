//! The documentation of the generated type: a table of its layers.

use crate::network::{Input, Network, Resolved};
use crate::shape::Shape;

/// Lines for the documentation of the model.
pub(crate) fn table(network: &Network<'_>) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("A network that takes {}.", inputs(network)),
        String::new(),
        "| name | layer | output | parameters |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    for resolved in &network.layers {
        lines.push(format!(
            "| `{}` | `{}` | {} | {} |",
            syn::ext::IdentExt::unraw(&resolved.name),
            resolved.layer.as_written(),
            output(resolved).unwrap_or_else(|| "its own".to_owned()),
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

/// What flows in, in words.
fn inputs(network: &Network<'_>) -> String {
    let words = network.inputs.iter().map(|Input { name, in_words, .. }| {
        let words = in_words.as_deref().unwrap_or("what its first layer takes");
        name.as_ref().map_or_else(|| words.to_owned(), |name| format!("`{name}`, {words}"))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// The shapes that flow out of a layer.
fn output(resolved: &Resolved<'_>) -> Option<String> {
    let shapes: Option<Vec<String>> = resolved.outputs.iter().map(Shape::in_table).collect();
    shapes.map(|shapes| shapes.join("; "))
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
