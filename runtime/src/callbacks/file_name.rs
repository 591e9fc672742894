//! File names with numbers in them: `weights.{epoch:02d}-{val_loss:.2f}.safetensors`, as in Keras.

use crate::error::{Error, Result, number};

/// A file name, cut at its fields.
#[derive(Clone, Debug, Default)]
pub(super) struct FileName {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Field { name: String, width: usize, is_zeroed: bool, digits: Option<usize> },
}

/// What stands in a name for the epoch and the batch, counted from 1.
const COUNTERS: [&str; 2] = ["epoch", "batch"];

impl FileName {
    /// Reads a template. Two braces stand for one.
    pub(super) fn parse(template: &str) -> Result<Self> {
        let wrong = |message: String| Error::format("file name", message);
        let (mut pieces, mut text, mut rest) = (Vec::new(), String::new(), template);
        while let Some(brace) = rest.find(['{', '}']) {
            text.push_str(&rest[..brace]);
            let kind = &rest[brace..=brace];
            rest = &rest[brace + 1..];
            if let Some(behind) = rest.strip_prefix(kind) {
                text.push_str(kind);
                rest = behind;
                continue;
            }
            let field = rest.split_once('}').filter(|_| kind == "{");
            let Some((field, behind)) = field else {
                return Err(wrong(format!("`{template}` has a brace without its other one")));
            };
            let piece = Piece::parse(field).ok_or_else(|| {
                wrong(format!(
                    "`{{{field}}}` in `{template}` is no field such as `{{epoch:02}}` or `{{loss:.2}}`"
                ))
            })?;
            if !text.is_empty() {
                pieces.push(Piece::Text(core::mem::take(&mut text)));
            }
            pieces.push(piece);
            rest = behind;
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        Ok(Self { pieces })
    }

    /// An error for a number that there will not be.
    pub(super) fn check(&self, known: &[&str]) -> Result<()> {
        for piece in &self.pieces {
            if let Piece::Field { name, .. } = piece
                && !COUNTERS.contains(&name.as_str())
                && !known.contains(&name.as_str())
            {
                let names = COUNTERS.iter().chain(known).map(|&name| name.to_owned()).collect();
                return Err(Error::UnknownScore { name: name.clone(), names });
            }
        }
        Ok(())
    }

    /// What all names begin with, and the brace of the first field, if there is one.
    pub(super) fn beginning(&self) -> String {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => text.clone(),
            [Piece::Text(text), ..] => format!("{text}{{"),
            _ => "{".to_owned(),
        }
    }

    /// The name, with the epoch and the batch, counted from 1, and other numbers. One that there is not yet is left
    /// out.
    pub(super) fn fill(&self, epoch: usize, batch: usize, of_logs: impl Fn(&str) -> Option<f64>) -> String {
        let value = |name: &str| match COUNTERS.iter().position(|&counter| counter == name) {
            Some(counter) => Some([epoch, batch][counter] as f64),
            None => of_logs(name),
        };
        let mut name = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Field { name: of, width, is_zeroed, digits } => {
                    let Some(value) = value(of) else { continue };
                    let (width, digits) = (*width, *digits);
                    name.push_str(&match (is_zeroed, digits) {
                        // A name with hundreds of digits would be too long for any disk.
                        (_, None) if number(value).contains('e') => number(value),
                        (_, Some(digits)) if value.is_finite() && value.abs() >= 1e16 => {
                            format!("{value:.digits$e}")
                        }
                        (false, None) => format!("{value:width$}"),
                        (true, None) => format!("{value:0width$}"),
                        (false, Some(digits)) => format!("{value:width$.digits$}"),
                        (true, Some(digits)) => format!("{value:0width$.digits$}"),
                    });
                }
            }
        }
        name
    }
}

impl Piece {
    /// A field without its braces: a name, and perhaps a colon with a width and a number of digits. The letter that
    /// Python needs behind them may be there.
    fn parse(field: &str) -> Option<Self> {
        let (name, format) = field.split_once(':').unwrap_or((field, ""));
        let format = format.strip_suffix(['d', 'f']).unwrap_or(format);
        let (width, digits) = match format.split_once('.') {
            Some((width, digits)) => (width, Some(digits.parse().ok().filter(|&digits| digits <= 17)?)),
            None => (format, None),
        };
        let is_zeroed = width.starts_with('0');
        let width = if width.is_empty() { 0 } else { width.parse().ok().filter(|&width| width <= 32)? };
        let is_name = !name.is_empty() && !name.contains(['{', '/', '\\']);
        is_name.then(|| Self::Field { name: name.to_owned(), width, is_zeroed, digits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        let numbers = |name: &str| (name == "val_loss").then_some(0.12345);
        FileName::parse(template).unwrap().fill(7, 30, numbers)
    }

    #[test]
    fn fields_are_filled_as_in_keras() {
        assert_eq!(filled("weights.{epoch:02d}-{val_loss:.2f}.safetensors"), "weights.07-0.12.safetensors");
        assert_eq!(filled("{epoch}/{epoch:3}-{val_loss:08.3}"), "7/  7-0000.123");
        assert_eq!(filled("{epoch}.{batch}"), "7.30");
        assert_eq!(filled("no field"), "no field");
        assert_eq!(filled("{{epoch}} {val_loss} {score}"), "{epoch} 0.12345 ");
        assert_eq!(filled(""), "");
        let huge = |template: &str| FileName::parse(template).unwrap().fill(1, 1, |_| Some(1e300));
        assert_eq!(huge("{loss}-{loss:08.2f}"), "1e300-1.00e300");
        let beginning = |template: &str| FileName::parse(template).unwrap().beginning();
        assert_eq!(["", "a/b", "a/{epoch}b", "{loss}"].map(beginning), ["", "a/b", "a/{", "{"]);
    }

    #[test]
    fn what_is_no_field_is_an_error() {
        for template in
            ["{epoch", "epoch}", "{}", "{epoch:x}", "{epoch:.}", "{epoch:99999}", "{:02}", "{loss:.99}"]
        {
            assert!(FileName::parse(template).is_err(), "{template}");
        }
        let error = FileName::parse("{epoch:+3}-{loss").unwrap_err().to_string();
        assert!(error.starts_with("this is no file name: "), "{error}");
        let name = FileName::parse("{epoch}-{val_los}").unwrap();
        let error = name.check(&["loss", "val_loss"]).unwrap_err().to_string();
        let expected =
            "there is no `val_los` in this training; there are `epoch`, `batch`, `loss`, `val_loss`";
        assert_eq!(error, expected);
    }
}
