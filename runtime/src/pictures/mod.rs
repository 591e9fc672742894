//! Pictures of a training and of what came of it: curves, confusion, decision boundaries.
//!
//! | picture | made by |
//! |---|---|
//! | loss and metrics over the epochs | [`History::picture`](crate::History::picture) |
//! | which classes are taken for which | [`ConfusionMatrix::picture`](crate::metrics::ConfusionMatrix::picture) |
//! | where a model of two inputs decides how | [`DecisionBoundary`] |

mod decision_boundary;
#[cfg(feature = "png")]
mod png;
pub(crate) mod scale;

use core::fmt::Write;
use std::path::Path;

pub use decision_boundary::DecisionBoundary;

use crate::error::Result;
use crate::files::replace;

/// A picture, to be written to a file: as SVG, or as PNG with the feature `png`.
///
/// ```
/// use plywood::pictures::Theme;
/// use plywood::prelude::*;
///
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.1), loss, ());
/// let history = model.fit(&datasets::iris(), Fit::epochs(5))?;
/// # let file = std::env::temp_dir().join(format!("picture-{}.svg", std::process::id()));
/// history.picture().theme(Theme::Dark).save_svg(&file)?;
/// # std::fs::remove_file(file).unwrap();
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    width: f64,
    height: f64,
    theme: Theme,
    /// What is in it.
    body: String,
}

/// The colours of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark, as the viewer prefers; a PNG picture is light then.
    #[default]
    Auto,
    /// Dark on white.
    Light,
    /// Light on black.
    Dark,
}

/// What does not depend on the theme.
const STYLE: &str = "\
text{font-family:system-ui,'DejaVu Sans',sans-serif;font-size:13px}.title{font-weight:600;font-size:14px}.small{font-size:11px}\
.curve{fill:none;stroke-width:2;stroke-linejoin:round}.val{stroke-dasharray:6 3}.best{stroke-dasharray:2 3}\
.ring{fill:none;stroke-width:2}.cell{stroke-width:2}.regions{shape-rendering:crispEdges}.sample{stroke-width:1}";

/// The colours of classes, of which neighbours differ in lightness too.
const CLASSES: [[&str; 2]; 8] = [
    ["#2563eb", "#7aa7ff"],
    ["#ea580c", "#ff9d5c"],
    ["#0d9488", "#4fd1c5"],
    ["#a21caf", "#e879f9"],
    ["#ca8a04", "#fde047"],
    ["#475569", "#cbd5e1"],
    ["#dc2626", "#fca5a5"],
    ["#65a30d", "#bef264"],
];

/// The rules of the light page, or of the dark one.
fn colors(is_dark: bool) -> String {
    let pick = |light: &'static str, dark: &'static str| if is_dark { dark } else { light };
    let (text, soft) = (pick("#333", "#ddd"), pick("#666", "#aaa"));
    let (page, grid, axis) = (pick("#fff", "#161616"), pick("#e3e3e3", "#333"), pick("#888", "#777"));
    let mut css = format!(
        "text{{fill:{text}}}.soft{{fill:{soft}}}.on{{fill:{page}}}.page{{fill:{page}}}.grid{{stroke:{grid}}}\
         .axis,.best{{stroke:{axis}}}.sample,.cell{{stroke:{page}}}"
    );
    for (class, colors) in CLASSES.iter().enumerate() {
        let color = colors[usize::from(is_dark)];
        let _ = write!(css, ".f{class}{{fill:{color}}}.s{class}{{stroke:{color}}}");
    }
    css
}

impl Picture {
    pub(crate) const fn new(width: f64, height: f64, body: String) -> Self {
        Self { width, height, theme: Theme::Auto, body }
    }

    /// The same picture in other colours.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// The picture as an SVG text.
    pub fn to_svg(&self) -> String {
        let colors = match self.theme {
            Theme::Light => colors(false),
            Theme::Dark => colors(true),
            Theme::Auto => {
                format!("{}@media(prefers-color-scheme:dark){{{}}}", colors(false), colors(true))
            }
        };
        let Self { width, height, body, .. } = self;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><style>{STYLE}{colors}</style><rect class="page" width="100%" height="100%"/>{body}</svg>
"#
        )
    }

    /// Writes the picture to an SVG file.
    ///
    /// # Errors
    /// [`File`](crate::Error::File) if the file cannot be written.
    pub fn save_svg(&self, path: impl AsRef<Path>) -> Result<()> {
        replace(path.as_ref(), self.to_svg().as_bytes())
    }

    /// Writes the picture to a PNG file, with two pixels for each unit of the SVG picture, and down to one where it
    /// would have more than 16 million. Its letters are those of DejaVu Sans for Latin, Greek and Cyrillic; others are
    /// left out.
    ///
    /// # Errors
    /// [`File`](crate::Error::File) if the file cannot be written, or the picture is too large.
    #[cfg(feature = "png")]
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        replace(path, &self.to_png().map_err(|message| crate::Error::file(path, message))?)
    }
}

/// A text, escaped for SVG.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML cannot say these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The usual width of a text in the usual size, at most.
pub(crate) fn width(text: &str) -> f64 {
    7.0 * text.chars().count() as f64
}

/// The colour of a class, of which there may be more than colours.
pub(crate) const fn color(class: usize) -> usize {
    class % CLASSES.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_in_the_style() {
        let picture = Picture::new(10.0, 20.0, String::from("<g/>"));
        let [auto, light, dark] =
            [Theme::Auto, Theme::Light, Theme::Dark].map(|theme| picture.clone().theme(theme).to_svg());
        assert!(auto.contains("@media(prefers-color-scheme:dark)") && auto.ends_with("<g/></svg>\n"));
        assert!(light.contains(".page{fill:#fff}") && !light.contains("#161616"));
        assert!(dark.contains(".page{fill:#161616}") && !dark.contains("#fff}"));
        assert_eq!(escaped("a<b & c"), "a&lt;b &amp; c");
        assert_eq!(escaped("]]>\u{1}\u{ffff}\tö"), "]]&gt;\u{fffd}\u{fffd}\tö");
    }
}
