//! A picture, and its files.

use std::path::Path;

use super::theme::{STYLE, Theme, colors};
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
    pub(super) width: f64,
    pub(super) height: f64,
    theme: Theme,
    /// What is in it.
    body: String,
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
        replace(path, &self.to_png().map_err(|message| crate::error::Error::file(path, message))?)
    }
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
    }
}
