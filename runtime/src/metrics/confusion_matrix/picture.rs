//! A confusion matrix as a picture.

use core::fmt::Write;

use super::ConfusionMatrix;
use crate::pictures::{Picture, escaped, width};

const TOP: f64 = 24.0;
const RIGHT: f64 = 24.0;

impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// Draws the matrix: a row for each true class, a column for each that was predicted; the stronger the colour, the larger the part of
    /// the row.
    ///
    /// ```
    /// use plywood::metrics::ConfusionMatrix;
    ///
    /// # let file = std::env::temp_dir().join(format!("confusion-{}.svg", std::process::id()));
    /// let matrix = ConfusionMatrix::<2>::new([(0, 0), (0, 1), (1, 1)])?.class_names(["no", "yes"]);
    /// matrix.picture().save_svg(&file)?;
    /// # std::fs::remove_file(file).unwrap();
    /// # Ok::<(), plywood::Error>(())
    /// ```
    pub fn picture(&self) -> Picture {
        let longest = self.names.iter().map(|name| width(name)).fold(0.0, f64::max);
        let cell = (480.0 / CLASSES as f64).clamp(44.0, 96.0).max(longest.min(120.0) + 8.0);
        let (left, side) = (longest + 52.0, cell * CLASSES as f64);
        let height = cell.min(96.0);
        let bottom = TOP + height * CLASSES as f64;
        let mut body = String::new();
        for (truth, counts) in self.counts.iter().enumerate() {
            let (y, sum) = (TOP + height * truth as f64, counts.iter().sum::<usize>());
            for (predicted, &count) in counts.iter().enumerate() {
                let x = left + cell * predicted as f64;
                let part = if sum == 0 { 0.0 } else { count as f64 / sum as f64 };
                // Light letters on strong colours; the wrong ones have another colour than the right ones.
                let color = usize::from(truth != predicted);
                let on = match count {
                    0 => "soft",
                    _ if part > 0.55 => "on",
                    _ => "",
                };
                let middle = x + cell / 2.0;
                let _ = write!(
                    body,
                    r#"<rect class="cell f{color}" fill-opacity="{:.3}" x="{x:.1}" y="{y:.1}" width="{cell:.1}" height="{height:.1}"/><text class="{on}" text-anchor="middle" x="{middle:.1}" y="{:.1}">{count}</text>"#,
                    0.04 + 0.86 * part,
                    y + height / 2.0 + if height < 60.0 { 4.5 } else { -1.0 },
                );
                if height >= 60.0 {
                    let class = if on == "on" { "small on" } else { "small soft" };
                    let _ = write!(
                        body,
                        r#"<text class="{class}" text-anchor="middle" x="{middle:.1}" y="{:.1}">{:.1} %</text>"#,
                        y + height / 2.0 + 15.0,
                        100.0 * part
                    );
                }
            }
            let name = escaped(&self.names[truth]);
            let (beside, below) = (y + height / 2.0 + 4.5, left + cell * (truth as f64 + 0.5));
            let _ = write!(
                body,
                r#"<text text-anchor="end" x="{:.1}" y="{beside:.1}">{name}</text><text text-anchor="middle" x="{below:.1}" y="{:.1}">{name}</text>"#,
                left - 8.0,
                bottom + 18.0
            );
        }
        let _ = write!(
            body,
            r#"<text class="title" text-anchor="middle" x="{:.1}" y="{:.1}">predicted</text><text class="title" text-anchor="middle" transform="translate(20 {:.1}) rotate(-90)">true</text>"#,
            left + side / 2.0,
            bottom + 42.0,
            TOP + (bottom - TOP) / 2.0
        );
        Picture::new(left + side + RIGHT, bottom + 58.0, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_in_the_picture() {
        let matrix = ConfusionMatrix::<2>::new([(0, 0), (0, 0), (0, 0), (0, 1), (1, 1)]).unwrap();
        let svg = matrix.class_names(["<no>", "yes"]).picture().to_svg();
        assert_eq!(svg.matches("fill-opacity").count(), 4);
        for text in [">3<", ">1<", ">75.0 %<", ">25.0 %<", ">100.0 %<", ">&lt;no>", ">yes<"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        let empty = ConfusionMatrix::<3>::new([]).unwrap().class_names(["a", "b", "c"]).picture().to_svg();
        assert!(!empty.contains("NaN") && empty.matches(">0<").count() == 9);
    }
}
