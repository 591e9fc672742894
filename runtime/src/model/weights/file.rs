//! Variables in a file: its header is compared with the model before any values are read.

use std::io::{Read, Seek};

use super::{check_names, other_shape};
use crate::error::{Error, Result, shortened};
use crate::model::spans::Span;
use crate::saving::{Contents, State, error};

/// The variables `spans` from a file in which each has `prefix` before its name. Nothing else is read.
pub(crate) fn read_file<R: Read + Seek>(
    spans: &[Span],
    mut contents: Contents<R>,
    prefix: &str,
) -> Result<State> {
    check_header(spans, &contents, prefix)?;
    let variables = contents.tensors(|name| name.strip_prefix(prefix).filter(|name| !name.starts_with('.')));
    variables.map_err(error)
}

/// An error for a file that does not have the variables `spans`, and no others, in these shapes, each behind
/// `prefix`. Only the header is used.
pub(crate) fn check_header<R: Read + Seek>(
    spans: &[Span],
    contents: &Contents<R>,
    prefix: &str,
) -> Result<()> {
    let names = contents.names();
    check_names(spans, names.iter().filter_map(|name| name.strip_prefix(prefix)))
        .map_err(|error| with_help(error, spans, &names, prefix))?;
    for span in spans {
        match contents.shape(&format!("{prefix}{}", span.name)) {
            Some(found) if found != span.shape => return Err(other_shape(span, found.to_vec())),
            _ => {}
        }
    }
    Ok(())
}

/// The same error, and how the variables can be read if a layer of the file's model has them.
fn with_help(error: Error, spans: &[Span], names: &[&str], prefix: &str) -> Error {
    let has = |name: &str| names.binary_search(&name).is_ok();
    let first = spans.first().map_or("", |span| span.name.as_str());
    let layers = names.iter().filter_map(|name| name.strip_suffix(first)?.strip_suffix('/'));
    // Rather one inside of the layer that was named than another one.
    let layer = layers
        .filter(|layer| !layer.is_empty() && !layer.starts_with('.'))
        .filter(|layer| spans.iter().all(|span| has(&format!("{layer}/{}", span.name))))
        .min_by_key(|layer| !layer.starts_with(prefix));
    match (error, layer.map(|layer| shortened(layer, 200))) {
        (Error::Format { what, message, source }, Some(layer)) => Error::Format {
            what,
            source,
            message: format!(
                "{message}\nhelp: layer `{layer}` there has them: `load_weights_of(path, {layer:?})`"
            ),
        },
        (error, _) => error,
    }
}
