//! History as a picture: one panel for the loss and one for each metric, over the epochs.

use core::fmt::Write;
use std::path::Path;

use super::History;
use crate::drawing::{Picture, Scale, escaped, extent, width};
use crate::error::{Result, shortened};

const WIDTH: f64 = 720.0;
const PANEL: f64 = 260.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 44.0;

/// The usual width of a letter of a title, at most.
const LETTER: f64 = 8.5;

impl History {
    /// Draws loss and metrics over the epochs, training and validation, with the [best epoch](Self::best_epoch). Epochs
    /// are counted from 1 there, as for readers who do not program: what `best_epoch` calls 2 is epoch 3 in the
    /// picture. Where a training begins anew in an [extended](Self::extend) history, so do its curves.
    pub fn picture(&self) -> Picture {
        let mut keys: Vec<&str> =
            self.iter().map(|(key, _)| key).filter(|key| !key.starts_with("val_")).collect();
        keys.sort_by_key(|&key| (key != "loss", key));
        let height = PANEL * keys.len().max(1) as f64;
        let panels: Vec<(&str, Scale)> = keys.into_iter().map(|key| (key, self.scale(key))).collect();
        // Beside narrow values stand long numbers.
        let more = panels.iter().map(|(_, y)| 16.0 + y.room() - LEFT).fold(0.0, f64::max).ceil();
        // What all panels share is computed once: a history from a file may have as many keys as epochs.
        let epochs = extent(self.epochs.iter().map(|&epoch| shown(epoch)));
        let (x, best) = (Scale::between(epochs, 8, LEFT, WIDTH - RIGHT), self.best());
        let mut body = String::new();
        for (panel, (key, y)) in panels.iter().enumerate() {
            let _ = write!(body, r#"<g transform="translate({more} {})">"#, PANEL * panel as f64);
            self.panel(&mut body, key, &x, y, best);
            body.push_str("</g>");
        }
        Picture::new(WIDTH + more, height, body)
    }

    /// The [picture](Self::picture) as an SVG text.
    pub fn to_svg(&self) -> String {
        self.picture().to_svg()
    }

    /// Writes the [picture](Self::picture) to an SVG file.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) if the file cannot be written.
    pub fn save_svg(&self, path: impl AsRef<Path>) -> Result<()> {
        self.picture().save_svg(path)
    }

    /// Writes the [picture](Self::picture) to a PNG file.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) if the file cannot be written.
    #[cfg(feature = "png")]
    pub fn save_png(&self, path: impl AsRef<Path>) -> Result<()> {
        self.picture().save_png(path)
    }

    /// The scale that training and validation values of `key` share.
    fn scale(&self, key: &str) -> Scale {
        let validation = format!("val_{key}");
        let values = self.points(key).chain(self.points(&validation)).map(|(_, value)| value);
        Scale::new(values, PANEL - BOTTOM, TOP)
    }

    /// The best epoch as it is counted in pictures, and which of those of this number it is, if a training began anew.
    fn best(&self) -> Option<(f64, usize)> {
        let best = self.best_epoch()?;
        let loss = if self.series.contains_key("val_loss") { "val_loss" } else { "loss" };
        let losses = self.points(loss).filter(|&(epoch, _)| epoch == best).enumerate();
        let finite = losses.filter(|(_, (_, loss))| loss.is_finite());
        let (which, _) = finite.min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b))?;
        Some((shown(best), which))
    }

    /// One panel: training values of `key` and, if there are any, validation values.
    fn panel(&self, body: &mut String, key: &str, x: &Scale, y: &Scale, best: Option<(f64, usize)>) {
        let points = |key: &str| self.points(key).map(|(epoch, value)| (shown(epoch), value)).collect();
        let training: Vec<(f64, f64)> = points(key);
        let validation: Vec<(f64, f64)> = points(&format!("val_{key}"));
        axes(body, x, y);
        if let Some((best, _)) = best {
            let at = x.place(best);
            let floor = PANEL - BOTTOM;
            let _ = write!(body, r#"<line class="best" x1="{at:.1}" x2="{at:.1}" y1="{TOP}" y2="{floor}"/>"#);
        }
        let at_best = |points: &[(f64, f64)]| {
            best.and_then(|(best, which)| {
                points.iter().copied().filter(|&(epoch, _)| epoch == best).nth(which)
            })
        };
        let mut legend = WIDTH - RIGHT;
        for (color, class, name, points) in
            [(1, "val", "validation", validation), (0, "train", "training", training)]
        {
            if points.is_empty() {
                continue;
            }
            curve(body, color, class, &points, x, y);
            let mut name = name.to_owned();
            if let Some((epoch, value)) = at_best(&points).filter(|(_, value)| value.is_finite()) {
                let (x, y) = (x.place(epoch), y.place(value));
                let _ = write!(body, r#"<circle class="ring s{color}" cx="{x:.1}" cy="{y:.1}" r="3.5"/>"#);
                let _ = write!(name, " {}", short(value));
            }
            let end = legend;
            legend -= width(&name) + 30.0;
            let _ = write!(
                body,
                r#"<line class="curve {class} s{color}" x1="{legend:.1}" x2="{:.1}" y1="20" y2="20"/><text text-anchor="end" x="{end:.1}" y="24">{name}</text>"#,
                legend + 24.0
            );
            legend -= 18.0;
        }
        // The title is cut to the room that is left, and the best epoch left out if there is none.
        let room = legend - LEFT;
        let title = shortened(&key.replace('_', " "), (room / LETTER) as usize);
        let best = best.map_or_else(String::new, |(epoch, _)| format!("best epoch {epoch}"));
        let both = LETTER * title.chars().count() as f64 + 14.0 + width(&best);
        let (title, best) = (escaped(&title), if both < room { best.as_str() } else { "" });
        let _ = write!(
            body,
            r#"<text x="{LEFT}" y="24"><tspan class="title">{title}</tspan><tspan class="soft" dx="14">{best}</tspan></text>"#
        );
    }
}

/// The number of an epoch in pictures, which count from 1.
fn shown(epoch: usize) -> f64 {
    epoch as f64 + 1.0
}

/// Grid lines, axes and their numbers.
fn axes(body: &mut String, x: &Scale, y: &Scale) {
    let (floor, end) = (PANEL - BOTTOM, WIDTH - RIGHT);
    y.beside(body, "grid", [LEFT, end], LEFT);
    x.below(body, x.ticks().filter(|tick| tick.fract() == 0.0), floor);
    let _ = write!(
        body,
        r#"<line class="axis" x1="{LEFT}" x2="{end}" y1="{floor}" y2="{floor}"/><text text-anchor="middle" x="{}" y="{}">epoch</text>"#,
        (LEFT + end) / 2.0,
        floor + 36.0
    );
}

/// A curve through `points`, interrupted where one is not finite, and where a training begins anew; a dot for a value
/// without neighbours.
fn curve(body: &mut String, color: usize, class: &str, points: &[(f64, f64)], x: &Scale, y: &Scale) {
    let points: Vec<(f64, f64)> =
        points.iter().map(|&(epoch, value)| (x.place(epoch), y.place(value))).collect();
    for run in points.chunk_by(|a, b| a.1.is_finite() && b.1.is_finite() && a.0 < b.0) {
        match run {
            [(_, at)] if !at.is_finite() => {}
            [(x, y)] => {
                let _ = write!(body, r#"<circle class="f{color}" cx="{x:.1}" cy="{y:.1}" r="3"/>"#);
            }
            run => {
                let line: Vec<String> = run.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                let _ =
                    write!(body, r#"<polyline class="curve {class} s{color}" points="{}"/>"#, line.join(" "));
            }
        }
    }
}

/// A value with four digits.
fn short(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if (1e-3..1e4).contains(&size) => {
            format!("{value:.*}", (3 - size.log10().floor() as i32).clamp(0, 4) as usize)
        }
        _ => format!("{value:.2e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(values: &[(&str, &[f64])]) -> History {
        let mut history = History::default();
        for (key, values) in values {
            history.epochs = (0..values.len()).collect();
            values
                .iter()
                .zip(0..)
                .for_each(|(&value, epoch)| history.append((*key).to_owned(), epoch, value));
        }
        history
    }

    #[test]
    fn there_is_a_panel_for_each_quantity_and_a_curve_for_each_series() {
        let svg = history(&[
            ("accuracy", &[0.5, 0.75, 1.0]),
            ("loss", &[3.0, 2.0, 1.0]),
            ("val_loss", &[3.0, 2.5, 2.0]),
        ])
        .to_svg();
        assert_eq!(svg.matches("<g ").count(), 2);
        assert_eq!(svg.matches("<polyline").count(), 3);
        // The loss comes first, its training curve goes from the upper left corner to the lower right one.
        let loss = svg.find(">loss<").zip(svg.find(">accuracy<"));
        assert!(loss.is_some_and(|(loss, accuracy)| loss < accuracy));
        assert!(
            svg.contains(r#"<polyline class="curve train s0" points="64.0,40.0 380.0,128.0 696.0,216.0"/>"#)
        );
    }

    #[test]
    fn a_value_stands_at_its_epoch() {
        let mut history = History { epochs: (5..10).collect(), ..History::default() };
        (5..10).for_each(|epoch| history.append("loss".into(), epoch, 1.0));
        [6, 9].into_iter().for_each(|epoch| history.append("val_loss".into(), epoch, 0.0));
        assert!(history.points("val_loss").eq([(6, 0.0), (9, 0.0)]));
        // From the second of five epochs to the last.
        assert!(
            history.to_svg().contains(r#"class="curve val s1" points="222.0,216.0 696.0,216.0""#),
            "{}",
            history.to_svg()
        );
    }

    #[test]
    fn a_curve_is_interrupted_where_a_value_is_not_finite() {
        let svg = history(&[("loss", &[1.0, 2.0, f64::NAN, 3.0, f64::INFINITY, 4.0, 5.0])]).to_svg();
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert_eq!(svg.matches(r#"<circle class="f"#).count(), 1);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn a_training_that_begins_anew_has_curves_of_its_own() {
        let mut all = history(&[("loss", &[4.0, 3.0, 2.0, 2.0]), ("accuracy", &[0.1, 0.2, 0.3, 0.4])]);
        all.extend(&history(&[("loss", &[2.0, 1.0, 3.0]), ("accuracy", &[0.5, 0.6, 0.7])]));
        let svg = all.to_svg();
        // The four epochs of the first one fill the picture, and the second one begins where it does.
        assert_eq!(svg.matches("<polyline").count(), 4);
        assert!(svg.contains(r#"points="64.0,157.3 274.7,"#), "{svg}");
        assert!(
            svg.contains("best epoch 2")
                && svg.contains(">training 1.000<")
                && svg.contains(">training 0.6000<")
        );
    }

    #[test]
    fn long_names_and_numbers_have_room() {
        let key = "sparse_top_k_categorical_accuracy";
        let values = [0.53314708, 0.53314712, 0.5331471];
        let svg = history(&[("loss", &values), (key, &values), (&format!("val_{key}"), &values)]).to_svg();
        assert!(svg.contains(r#"width="755""#) && svg.contains(r#"translate(35 0)"#), "{svg}");
        assert_eq!(svg.matches("best epoch 1").count(), 1);
        assert!(svg.contains(">sparse top k categorical accuracy<"));
        let endless = history(&[("loss", &values), (&"a".repeat(100_000), &values)]).to_svg();
        assert!(endless.len() < 10_000);
    }

    #[test]
    fn odd_histories_make_pictures_too() {
        let extremes =
            [&[1e300, -1e300][..], &[1e-300, 2e-300], &[1e308, -1e308], &[1e20, 1e20], &[0.0, 5e-324]];
        let odd = [&[][..], &[1.0], &[0.0, 0.0], &[f64::NAN], &[f64::INFINITY]];
        for values in odd.into_iter().chain(extremes) {
            let svg = history(&[("loss", values)]).to_svg();
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
            assert!(!svg.contains("NaN"), "{values:?}: {svg}");
        }
        assert!(History::default().to_svg().ends_with("</svg>\n"));
        let mut late = History { epochs: vec![usize::MAX; 2], ..History::default() };
        [1.0, 2.0].into_iter().for_each(|loss| late.append("loss".into(), usize::MAX, loss));
        assert!(!late.to_svg().contains("NaN"));
    }

    #[test]
    fn the_best_epoch_is_marked() {
        let mut history = history(&[("accuracy", &[0.5, 0.7, 0.6]), ("loss", &[3.0, 1.0, 0.5])]);
        [4.0, 0.12345, 2.0]
            .into_iter()
            .zip(0..)
            .for_each(|(loss, epoch)| history.append("val_loss".into(), epoch, loss));
        let svg = history.to_svg();
        assert_eq!(svg.matches("best epoch 2").count(), 2);
        // In both panels the training, in one the validation.
        assert_eq!(svg.matches(r#"class="ring"#).count(), 3);
        assert!(svg.contains(">validation 0.1235<") && svg.contains(">training 1.000<"));
        assert_eq!(
            [0.0, 12.345, 0.00123, 1e-5, 123456.0].map(short),
            ["0", "12.35", "0.0012", "1.00e-5", "1.23e5"]
        );
    }
}
