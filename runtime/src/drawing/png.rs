//! Pictures in pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::picture::Picture;

/// DejaVu Sans, with the letters of Latin, Greek and Cyrillic alone.
const FONT: &[u8] = include_bytes!("DejaVuSans.ttf");

/// Pixels for each unit of the SVG picture, if there are not more than [`PIXELS`]. With less than one, letters could
/// not be read.
const SCALE: f64 = 2.0;
const PIXELS: f64 = 16e6;

impl Picture {
    /// The picture as the bytes of a PNG file.
    pub(super) fn to_png(&self) -> Result<Vec<u8>, String> {
        let (width, height) = (self.width, self.height);
        let scale = (PIXELS / (width * height)).sqrt().min(SCALE);
        if scale < 1.0 {
            return Err(format!(
                "{width:.0} × {height:.0} is too large for a PNG picture\nhelp: save it as SVG"
            ));
        }
        let mut fonts = Database::new();
        fonts.load_font_data(FONT.to_vec());
        let options =
            Options { font_family: "DejaVu Sans".to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
        let tree = Tree::from_str(&self.to_svg(), &options).map_err(|error| error.to_string())?;
        let pixels = |length: f64| (length * scale).round() as u32;
        let mut pixmap = Pixmap::new(pixels(width), pixels(height)).ok_or("it has no pixels")?;
        let scale = scale as f32;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        pixmap.encode_png().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Theme;
    use super::*;

    #[test]
    fn large_pictures_have_fewer_pixels() {
        let picture = |side| Picture::new(side, side, String::new()).to_png();
        let pixmap = Pixmap::decode_png(&picture(2500.0).unwrap()).unwrap();
        assert_eq!(pixmap.width(), 4000);
        let message = "5000 × 5000 is too large for a PNG picture\nhelp: save it as SVG";
        assert_eq!(picture(5000.0).unwrap_err(), message);
    }

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
