//! Pictures in pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::Picture;

/// DejaVu Sans, with the letters of Latin, Greek and Cyrillic alone.
const FONT: &[u8] = include_bytes!("DejaVuSans.ttf");

/// Pixels for each unit of the SVG picture.
const SCALE: f32 = 2.0;

impl Picture {
    /// The picture as the bytes of a PNG file.
    pub(super) fn to_png(&self) -> Result<Vec<u8>, String> {
        let mut fonts = Database::new();
        fonts.load_font_data(FONT.to_vec());
        let options =
            Options { font_family: "DejaVu Sans".to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
        let tree = Tree::from_str(&self.to_svg(), &options).map_err(|error| error.to_string())?;
        let pixels = |length: f64| (length * f64::from(SCALE)).round() as u32;
        let mut pixmap = Pixmap::new(pixels(self.width), pixels(self.height)).ok_or("it is too large")?;
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
        pixmap.encode_png().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::*;

    #[test]
    fn colours_and_letters_are_in_the_pixels() {
        let body = r#"<text class="title" x="10" y="30">Größe − μ</text><rect class="f0" x="0" y="40" width="100" height="10"/>"#;
        let picture = Picture::new(100.0, 50.0, body.to_owned());
        for (theme, page, color) in
            [(Theme::Auto, [255; 3], [0x25, 0x63, 0xeb]), (Theme::Dark, [0x16; 3], [0x7a, 0xa7, 0xff])]
        {
            let pixmap = Pixmap::decode_png(&picture.clone().theme(theme).to_png().unwrap()).unwrap();
            assert_eq!((pixmap.width(), pixmap.height()), (200, 100));
            let pixel = |x, y| {
                let pixel = pixmap.pixel(x, y).unwrap();
                [pixel.red(), pixel.green(), pixel.blue()]
            };
            assert_eq!((pixel(1, 1), pixel(100, 90)), (page, color));
            let letters = (20..180).filter(|&x| (35..62).any(|y| pixel(x, y) != page)).count();
            assert!(letters > 80, "{letters}");
        }
    }
}
