//! History as a picture: one panel for the loss and one for each metric, over the epochs.

use std::fmt::Write;
use std::path::Path;

use super::History;
use crate::{Error, Result};

const WIDTH: f64 = 720.0;
const PANEL: f64 = 260.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 44.0;

/// Colours for a light page, and for a dark one.
const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:14px}\
.grid{stroke:#e3e3e3}.axis{stroke:#888}.page{fill:#fff}\
.curve{fill:none;stroke-width:2;stroke-linejoin:round}.train{stroke:#2563eb}.val{stroke:#ea580c;stroke-dasharray:6 3}\
circle.train{fill:#2563eb}circle.val{fill:#ea580c}\
@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#333}.axis{stroke:#777}.page{fill:#161616}\
.train{stroke:#7aa7ff}.val{stroke:#ff9d5c}circle.train{fill:#7aa7ff}circle.val{fill:#ff9d5c}}";

impl History {
    /// Draws loss and metrics over the epochs, training and validation, and writes the picture to an SVG
    /// file.
    ///
    /// # Errors
    /// [`Error::File`] if the file cannot be written.
    pub fn save_svg(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        std::fs::write(path, self.to_svg())
            .map_err(|error| Error::file(path, format!("it cannot be written: {error}")))
    }

    /// The picture that [`save_svg`](Self::save_svg) writes.
    pub fn to_svg(&self) -> String {
        let mut keys: Vec<&str> =
            self.iter().map(|(key, _)| key).filter(|key| !key.starts_with("val_")).collect();
        keys.sort_by_key(|&key| (key != "loss", key));
        let height = PANEL * keys.len().max(1) as f64;
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"><style>{STYLE}</style><rect class="page" width="100%" height="100%"/>"#
        );
        for (panel, key) in keys.into_iter().enumerate() {
            let _ = write!(svg, r#"<g transform="translate(0 {})">"#, PANEL * panel as f64);
            self.panel(&mut svg, key);
            svg.push_str("</g>");
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// One panel: training values of `key` and, if there are any, validation values.
    fn panel(&self, svg: &mut String, key: &str) {
        // Epochs are counted from 1 in pictures.
        let points = |key: &str| self.points(key).map(|(epoch, value)| ((epoch + 1) as f64, value)).collect();
        let training: Vec<(f64, f64)> = points(key);
        let validation: Vec<(f64, f64)> = points(&format!("val_{key}"));
        let values = training.iter().chain(&validation).map(|&(_, value)| value);
        let y = Scale::new(values, PANEL - BOTTOM, TOP);
        let first = self.epochs.first().map_or(1.0, |&epoch| (epoch + 1) as f64);
        let last = self.epochs.last().map_or(first, |&epoch| (epoch + 1) as f64).max(first + 1.0);
        let x = Scale { low: first, high: last, from: LEFT, to: WIDTH - RIGHT };

        let _ = write!(
            svg,
            r#"<text class="title" x="{LEFT}" y="24">{}</text>"#,
            escaped(&key.replace('_', " "))
        );
        for tick in y.ticks(5) {
            let at = y.place(tick);
            let _ = write!(
                svg,
                r#"<line class="grid" x1="{LEFT}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}"/><text text-anchor="end" x="{}" y="{:.1}">{}</text>"#,
                WIDTH - RIGHT,
                LEFT - 8.0,
                at + 4.5,
                label(tick)
            );
        }
        let floor = PANEL - BOTTOM;
        for tick in x.ticks(8).filter(|tick| tick.fract() == 0.0) {
            let at = x.place(tick);
            let _ = write!(
                svg,
                r#"<line class="axis" x1="{at:.1}" x2="{at:.1}" y1="{floor}" y2="{}"/><text text-anchor="middle" x="{at:.1}" y="{}">{}</text>"#,
                floor + 4.0,
                floor + 18.0,
                label(tick)
            );
        }
        let _ = write!(
            svg,
            r#"<line class="axis" x1="{LEFT}" x2="{}" y1="{floor}" y2="{floor}"/><text text-anchor="middle" x="{}" y="{}">epoch</text>"#,
            WIDTH - RIGHT,
            (LEFT + WIDTH - RIGHT) / 2.0,
            floor + 36.0
        );
        let mut legend = WIDTH - RIGHT;
        for (class, name, points) in [("val", "validation", validation), ("train", "training", training)] {
            if points.is_empty() {
                continue;
            }
            curve(svg, class, &points, &x, &y);
            legend -= 8.0 * name.len() as f64 + 36.0;
            let _ = write!(
                svg,
                r#"<line class="curve {class}" x1="{legend}" x2="{}" y1="20" y2="20"/><text x="{}" y="24">{name}</text>"#,
                legend + 24.0,
                legend + 30.0
            );
        }
    }
}

/// A curve through `points`, interrupted where one is not finite; a dot for a value without finite
/// neighbours.
fn curve(svg: &mut String, class: &str, points: &[(f64, f64)], x: &Scale, y: &Scale) {
    let points: Vec<(f64, f64)> =
        points.iter().map(|&(epoch, value)| (x.place(epoch), y.place(value))).collect();
    for run in points.chunk_by(|a, b| a.1.is_finite() && b.1.is_finite()) {
        match run {
            [(_, at)] if !at.is_finite() => {}
            [(x, y)] => {
                let _ = write!(svg, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="3"/>"#);
            }
            run => {
                let line: Vec<String> = run.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                let _ = write!(svg, r#"<polyline class="curve {class}" points="{}"/>"#, line.join(" "));
            }
        }
    }
}

/// A stretch of numbers and the stretch of the picture that it fills.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that holds all finite `values`, with whole steps at its ends.
    fn new(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let low = finite.clone().fold(f64::INFINITY, f64::min);
        let high = finite.fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = match high - low {
            span if span.is_nan() || low > high => (0.0, 1.0),
            span if span > low.abs() * 1e-9 && span > 1e-300 => (low.max(-1e307), high.min(1e307)),
            _ => (low - f64::max(0.5, low.abs() * 1e-3), high + f64::max(0.5, high.abs() * 1e-3)),
        };
        let step = step(high - low, 5);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to }
    }

    fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// About `count` round numbers in the stretch.
    fn ticks(&self, count: usize) -> impl Iterator<Item = f64> {
        let step = step(self.high - self.low, count);
        let first = (self.low / step).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last).map(move |tick| tick as f64 * step)
    }
}

/// 1, 2 or 5 times a power of ten, so that about `count` steps make `span`.
fn step(span: f64, count: usize) -> f64 {
    let raw = span / count as f64;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= raw * 0.999).unwrap_or(10.0);
    factor * power
}

fn label(value: f64) -> String {
    let rounded = format!("{value:.10}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if value != 0.0 && !(1e-4..1e6).contains(&value.abs()) {
        format!("{value:.0e}")
    } else {
        short.to_owned()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
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
            svg.contains(r#"<polyline class="curve train" points="64.0,40.0 380.0,128.0 696.0,216.0"/>"#)
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
            history.to_svg().contains(r#"class="curve val" points="222.0,216.0 696.0,216.0""#),
            "{}",
            history.to_svg()
        );
    }

    #[test]
    fn a_curve_is_interrupted_where_a_value_is_not_finite() {
        let svg = history(&[("loss", &[1.0, 2.0, f64::NAN, 3.0, f64::INFINITY, 4.0, 5.0])]).to_svg();
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert_eq!(svg.matches("<circle").count(), 1);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
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
    }

    #[test]
    fn steps_are_round_numbers() {
        assert_eq!(step(1.0, 5), 0.2);
        assert_eq!(step(50.0, 8), 10.0);
        assert_eq!(label(0.30000000000000004), "0.3");
        assert_eq!(label(1e-7), "1e-7");
        assert_eq!(escaped("a<b & c"), "a&lt;b &amp; c");
    }
}
