//! Numbers on an axis.

use core::fmt::Write;

/// A stretch of numbers and the stretch of the picture that it fills.
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    /// How far apart round numbers are.
    step: f64,
}

impl Scale {
    /// A scale that holds all finite `values`, with whole steps at its ends.
    pub(crate) fn new(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let low = finite.clone().fold(f64::INFINITY, f64::min);
        let high = finite.fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = match high - low {
            span if span.is_nan() || low > high => (0.0, 1.0),
            span if span > low.abs() * 1e-9 && span > 1e-300 => (low.max(-1e307), high.min(1e307)),
            _ => (low - f64::max(0.5, low.abs() * 1e-3), high + f64::max(0.5, high.abs() * 1e-3)),
        };
        let step = step(high - low, 5);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to, step }
    }

    /// A scale from one number to another, with about `count` round numbers.
    pub(crate) fn between([low, high]: [f64; 2], count: usize, from: f64, to: f64) -> Self {
        Self { low, high, from, to, step: step(high - low, count) }
    }

    pub(crate) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Draws `ticks` below a picture that ends at `floor`, with their numbers.
    pub(crate) fn below(&self, body: &mut String, ticks: impl Iterator<Item = f64>, floor: f64) {
        for tick in ticks {
            let at = self.place(tick);
            let _ = write!(
                body,
                r#"<line class="axis" x1="{at:.1}" x2="{at:.1}" y1="{floor}" y2="{}"/><text text-anchor="middle" x="{at:.1}" y="{}">{}</text>"#,
                floor + 4.0,
                floor + 18.0,
                label(tick)
            );
        }
    }

    /// Draws a line of this class for each round number, from the left end to the right one, with the numbers beside a picture that
    /// begins at `edge`.
    pub(crate) fn beside(&self, body: &mut String, class: &str, [left, right]: [f64; 2], edge: f64) {
        for tick in self.ticks() {
            let at = self.place(tick);
            let _ = write!(
                body,
                r#"<line class="{class}" x1="{left}" x2="{right}" y1="{at:.1}" y2="{at:.1}"/><text text-anchor="end" x="{}" y="{:.1}">{}</text>"#,
                edge - 8.0,
                at + 4.5,
                label(tick)
            );
        }
    }

    /// The round numbers in the stretch.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> {
        let step = self.step;
        let first = (self.low / step - 1e-9).ceil() as i64;
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

/// A number at a tick.
fn label(value: f64) -> String {
    let rounded = format!("{value:.10}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if value != 0.0 && !(1e-4..1e6).contains(&value.abs()) {
        format!("{value:.0e}")
    } else {
        short.replace('-', "−")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_numbers() {
        assert_eq!(step(1.0, 5), 0.2);
        assert_eq!(step(50.0, 8), 10.0);
        assert_eq!(label(0.30000000000000004), "0.3");
        assert_eq!(label(-2.5), "−2.5");
        assert_eq!(label(1e-7), "1e-7");
    }

    #[test]
    fn ends_are_whole_steps() {
        let scale = Scale::new([0.13, 0.88, f64::NAN].into_iter(), 0.0, 100.0);
        assert_eq!((scale.low, scale.high), (0.0, 1.0));
        assert_eq!(scale.place(0.25), 25.0);
        assert!(scale.ticks().map(label).eq(["0", "0.2", "0.4", "0.6", "0.8", "1"]));
    }
}
