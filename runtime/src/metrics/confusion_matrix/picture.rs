//! A confusion matrix as a picture.

use core::fmt::Write;

use super::ConfusionMatrix;
use crate::drawing::{Picture, escaped, width};
use crate::error::shortened;

const TOP: f64 = 24.0;
const RIGHT: f64 = 24.0;

/// How wide a matrix may become for its names, and how high its cells are at most.
const SIDE: f64 = 720.0;
const CELL: f64 = 96.0;

/// The letters of a name that are shown.
const LETTERS: usize = 24;

/// With more classes than these, cells are colours alone, and there are none for what never happened.
const COUNTED: usize = 50;

impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// Draws the matrix: a row for each true class, a column for each that was predicted; the stronger the colour, the
    /// larger the part of the row. With more than 50 classes, it is colours alone.
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
        let names: Vec<String> = self.names.iter().map(|name| shortened(name, LETTERS)).collect();
        let longest = names.iter().map(|name| width(name)).fold(0.0, f64::max);
        let classes = CLASSES as f64;
        let (cell, is_counted) = (self.cell(), CLASSES <= COUNTED);
        // Names stand below each other where there is no room for them side by side.
        let wide = cell.max(longest + 8.0);
        let (cell, is_level) = if wide * classes <= SIDE { (wide, true) } else { (cell, false) };
        let height = cell.min(CELL);
        let (left, side, bottom) = (longest + 52.0, cell * classes, TOP + height * classes);
        let below = bottom + if is_level { 18.0 } else { longest + 8.0 };
        let mut body = String::new();
        if !is_counted {
            let _ = write!(
                body,
                r#"<rect class="f1" fill-opacity="0.04" x="{left:.1}" y="{TOP:.1}" width="{side:.1}" height="{:.1}"/>"#,
                bottom - TOP
            );
        }
        for (truth, counts) in self.counts.iter().enumerate() {
            let (y, sum) = (TOP + height * truth as f64, counts.iter().sum::<usize>());
            for (predicted, &count) in
                counts.iter().enumerate().filter(|(_, count)| is_counted || **count > 0)
            {
                let x = left + cell * predicted as f64;
                let part = if sum == 0 { 0.0 } else { count as f64 / sum as f64 };
                // The wrong ones have another colour than the right ones.
                let color = usize::from(truth != predicted);
                let _ = write!(
                    body,
                    r#"<rect class="cell f{color}" fill-opacity="{:.3}" x="{x:.1}" y="{y:.1}" width="{cell:.1}" height="{height:.1}"/>"#,
                    0.04 + 0.86 * part
                );
                if is_counted {
                    number(&mut body, count, part, x + cell / 2.0, y + height / 2.0, height >= 60.0);
                }
            }
            let (name, class) = (escaped(&names[truth]), if is_counted { "" } else { r#" class="small""# });
            let (beside, middle) = (y + height / 2.0 + 4.5, left + cell * (truth as f64 + 0.5));
            let _ = write!(
                body,
                r#"<text{class} text-anchor="end" x="{:.1}" y="{beside:.1}">{name}</text>"#,
                left - 8.0
            );
            let _ = if is_level {
                write!(body, r#"<text text-anchor="middle" x="{middle:.1}" y="{below:.1}">{name}</text>"#)
            } else {
                write!(
                    body,
                    r#"<text{class} text-anchor="end" transform="translate({:.1} {:.1}) rotate(-90)">{name}</text>"#,
                    middle + 4.5,
                    bottom + 8.0
                )
            };
        }
        let _ = write!(
            body,
            r#"<text class="title" text-anchor="middle" x="{:.1}" y="{:.1}">predicted</text><text class="title" text-anchor="middle" transform="translate(20 {:.1}) rotate(-90)">true</text>"#,
            left + side / 2.0,
            below + 24.0,
            TOP + (bottom - TOP) / 2.0
        );
        Picture::new(left + side + RIGHT, below + 40.0, body)
    }

    /// The side of a cell.
    fn cell(&self) -> f64 {
        if CLASSES > COUNTED {
            return 12.0;
        }
        let largest = self.counts.iter().flatten().max().map_or(0.0, |count| width(&count.to_string()));
        (480.0 / CLASSES as f64).min(CELL).max(largest + 12.0)
    }
}

/// Writes a count and, where there is room, its part of the row, around a point.
fn number(body: &mut String, count: usize, part: f64, x: f64, y: f64, has_room: bool) {
    // Light letters on strong colours.
    let class = match count {
        0 => "soft",
        _ if part > 0.55 => "on",
        _ => "",
    };
    let at = y + if has_room { -1.0 } else { 4.5 };
    let _ =
        write!(body, r#"<text class="{class}" text-anchor="middle" x="{x:.1}" y="{at:.1}">{count}</text>"#);
    if has_room {
        let class = if class == "on" { "small on" } else { "small soft" };
        let (at, part) = (y + 15.0, 100.0 * part);
        let _ = write!(
            body,
            r#"<text class="{class}" text-anchor="middle" x="{x:.1}" y="{at:.1}">{part:.1} %</text>"#
        );
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
        for text in [">3<", ">1<", ">75.0 %<", ">25.0 %<", ">100.0 %<", ">&lt;no&gt;<", ">yes<"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        let empty = ConfusionMatrix::<3>::new([]).unwrap().class_names(["a", "b", "c"]).picture().to_svg();
        assert!(!empty.contains("NaN") && empty.matches(">0<").count() == 9);
    }

    #[test]
    fn many_classes_and_long_names_have_room() {
        let many = ConfusionMatrix::<100>::new((0..100).map(|n| (n, n * n % 100))).unwrap();
        let picture = many.class_names((0..100).map(|n| format!("class {n}"))).picture();
        assert!(picture.to_svg().matches("<rect").count() < 110);
        let long =
            ConfusionMatrix::<2>::new([(0, 1)]).unwrap().class_names(["a".repeat(100_000), "b".into()]);
        let svg = long.picture().to_svg();
        assert!(
            svg.len() < 5000
                && svg.contains(">aaaaaaaaaaaaaaaaaaaaaaa…<")
                && !svg.contains("rotate(-90)\">b")
        );
        let narrow = ConfusionMatrix::<12>::new([]).unwrap().class_names(["another long name"; 12]).picture();
        assert_eq!(narrow.to_svg().matches("rotate(-90)\">another").count(), 12);
        #[cfg(feature = "png")]
        {
            let path = std::env::temp_dir().join(format!("plywood-{}-matrix.png", std::process::id()));
            picture.save_png(&path).unwrap();
            std::fs::remove_file(&path).unwrap();
            let huge = ConfusionMatrix::<1000>::new((0..1000).map(|n| (n, n))).unwrap().picture();
            assert!(huge.save_png(&path).unwrap_err().to_string().ends_with("help: save it as SVG"));
        }
    }
}
