//! `Embedding<32>`, `Embedding<1000, 32, MaskZero>`, `PositionEmbedding`

use quote::quote;

use super::same_shape::{SAME_SHAPE, of_sequences};
use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

pub(super) const ENTRIES: &[Entry] = &[EMBEDDING, POSITION_EMBEDDING];

const EMBEDDING: Entry = Entry {
    signature: Signature {
        name: "Embedding",
        arguments: &[Kind::Size, Kind::Size, Kind::Mask],
        required: 1,
        takes: "the width of a vector, before it the size of the vocabulary if you like, \
                and `MaskZero`, if token 0 is padding",
        needs: ("the width of a vector", "write `Embedding<32>`, for example"),
        options: &["embeddings_initializer", "embeddings_regularizer", "embeddings_constraint"],
        instead: &[
            ("mask_zero", "write `MaskZero` in angle brackets: `Embedding<32, MaskZero>`"),
            ("input_dim", "the sizes go in angle brackets: `Tokens<20, 1000>, Embedding<32>`"),
            ("output_dim", "the sizes go in angle brackets: `Tokens<20, 1000>, Embedding<32>`"),
            ("weights", "set them when the model is there: `model.set_weights(&weights)?`"),
        ],
        example: "Embedding<32>",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.first().is_some_and(Argument::is_type),
    rule: Rule::Alone(resolve),
    makes_mask: |layer| layer.arguments.iter().any(|argument| argument.as_written() == "MaskZero"),
    ..Entry::PLAIN
};

const POSITION_EMBEDDING: Entry = Entry {
    signature: Signature {
        name: "PositionEmbedding",
        options: &["embeddings_initializer", "embeddings_regularizer", "embeddings_constraint"],
        instead: &[
            ("sequence_length", "there is a vector for each step that flows in: leave this out"),
            ("initializer", "write `embeddings_initializer`"),
        ],
        example: "PositionEmbedding",
        ..Signature::PLAIN
    },
    rule: Rule::Alone(|site, arguments| {
        let resolution = of_sequences(site, arguments)?;
        let parameters = resolution.input.axes().map(|axes| Parameters(vec![axes.to_vec()]));
        Some(Resolution { parameters, ..resolution })
    }),
    ..SAME_SHAPE
};

fn resolve(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    let (width, stated) = match sizes.as_slice() {
        [width] => (width, None),
        [vocabulary, width] => (width, Some(vocabulary)),
        _ => return None,
    };
    site.axes(std::slice::from_ref(width))?;
    let (time, vocabulary) = match site.before().cloned() {
        Some(Shape::Tokens([time, vocabulary])) => (time, vocabulary),
        Some(Shape::Unknown) => return None,
        before => {
            let (this, given) = (site.this(), site.given());
            let message = match (before, given) {
                (Some(_), Some(given)) => format!("{this} takes tokens, but {given}"),
                _ => format!("{this} takes tokens, and nothing says how many there are"),
            };
            let help = "start with `Tokens<20, 1000>`: so many tokens in a sample, of so large a vocabulary";
            site.diagnostics.report_with_help(site.layer.span(), message, help);
            return None;
        }
    };
    if let Some(stated) = stated.filter(|stated| !matches!(stated, Argument::Infer(_))) {
        same_vocabulary(site, stated, &vocabulary)?;
    }
    let (width, path) = (Size::of(width), &site.layer.path);
    let input = Shape::Tokens([time.clone(), vocabulary.clone()]);
    let output = Shape::Axes(vec![time, width.clone()]);
    let (from, size) = (input.tokens(site.krate), width.tokens());
    let mask = arguments.behind_sizes(site.krate, None);
    let full_type = quote!(#path<#from, #size #(, #mask)*>);
    let parameters = Some(Parameters(vec![vec![vocabulary, width]]));
    Some(Resolution { parameters, ..site.resolution(full_type, input, output) })
}

/// Rule: if the layer states the vocabulary, it is that of the tokens.
fn same_vocabulary(site: &mut Site<'_>, stated: &Argument, vocabulary: &Size) -> Option<()> {
    let (this, before_gives) = (site.this(), site.before_gives());
    let (a, b) = (Size::of(stated), vocabulary.as_written());
    let message = format!(
        "{this} has a vector for each of {} tokens, but {before_gives} a vocabulary of {b}",
        a.as_written()
    );
    match (a.literal(), vocabulary.literal()) {
        (Some(a), Some(b)) if a == b => Some(()),
        (Some(_), Some(_)) => {
            let help = format!(
                "write the same number in both places, or leave it out here: `Embedding<{}>`",
                site.layer.arguments.iter().skip(1).map(Argument::as_written).collect::<Vec<_>>().join(", ")
            );
            site.diagnostics.report_with_help(stated.span(), message, help);
            None
        }
        _ => {
            let (a, b) = (a.tokens(), vocabulary.tokens());
            let krate = site.krate;
            site.require(stated.span(), &quote!(#krate::chain::checked::are_equal::<#a, #b>()), message);
            Some(())
        }
    }
}
