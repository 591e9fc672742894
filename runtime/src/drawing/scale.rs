//! Numbers on an axis.

use core::fmt::Write;

/// The largest width of a digit.
const DIGIT: f64 = 8.3;

/// An interval of numbers and the interval of the picture that it maps to.
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
    pub(crate) fn new(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let [low, high] = extent(values);
        let step = step(high - low, 5);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to, step }
    }

    /// A scale from one number of an [`extent`] to the other, with about `count` round numbers.
    pub(crate) fn between([low, high]: [f64; 2], count: usize, from: f64, to: f64) -> Self {
        Self { low, high, from, to, step: step(high - low, count) }
    }

    pub(crate) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Draws `ticks` below a picture that ends at `floor`, with their numbers: as many as there is room for.
    pub(crate) fn below(&self, body: &mut String, ticks: impl Iterator<Item = f64>, floor: f64) {
        let ticks: Vec<f64> = ticks.collect();
        let apart = ticks.get(..2).map_or(f64::INFINITY, |pair| self.place(pair[1]) - self.place(pair[0]));
        let every = ((self.room() + DIGIT) / apart).ceil() as usize;
        for tick in ticks.into_iter().step_by(every.max(1)) {
            let at = self.place(tick);
            let _ = write!(
                body,
                r#"<line class="axis" x1="{at:.1}" x2="{at:.1}" y1="{floor}" y2="{}"/><text text-anchor="middle" x="{at:.1}" y="{}">{}</text>"#,
                floor + 4.0,
                floor + 18.0,
                self.label(tick)
            );
        }
    }

    /// The largest width of the numbers.
    pub(crate) fn room(&self) -> f64 {
        let lengths = self.ticks().map(|tick| self.label(tick).chars().count());
        DIGIT * lengths.max().unwrap_or(0) as f64
    }

    /// Draws a line of this class for each round number, from the left end to the right one, with the numbers beside a
    /// picture that begins at `edge`.
    pub(crate) fn beside(&self, body: &mut String, class: &str, [left, right]: [f64; 2], edge: f64) {
        for tick in self.ticks() {
            let at = self.place(tick);
            let _ = write!(
                body,
                r#"<line class="{class}" x1="{left}" x2="{right}" y1="{at:.1}" y2="{at:.1}"/><text text-anchor="end" x="{}" y="{:.1}">{}</text>"#,
                edge - 8.0,
                at + 4.5,
                self.label(tick)
            );
        }
    }

    /// The round numbers in the interval.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> {
        let step = self.step;
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last).map(move |tick| tick as f64 * step)
    }

    /// The number at a tick, with as many digits as tell it from its neighbours.
    fn label(&self, value: f64) -> String {
        let power = |value: f64| value.abs().log10().floor() as i32;
        let text = match self.low.abs().max(self.high.abs()) {
            _ if value == 0.0 => return "0".to_owned(),
            size if (1e-4..1e6).contains(&size) => format!("{value:.*}", (-power(self.step)).max(0) as usize),
            _ => format!("{value:.*e}", (power(value) - power(self.step)).max(0) as usize),
        };
        let (digits, power) = text.split_at(text.find('e').unwrap_or(text.len()));
        let short =
            if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
        short.replace('-', "−") + power
    }
}

/// Smallest and largest of the finite `values`; where they are too close to each other for an axis, a little more on
/// both sides.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> [f64; 2] {
    // The difference of larger ones could overflow.
    let finite = values.filter(|value| value.is_finite()).map(|value| value.clamp(-1e307, 1e307));
    let (low, high) =
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let around = |value: f64| f64::max(0.5, 1e-3 * value.abs());
    match high - low {
        _ if low > high => [0.0, 1.0],
        span if span > 1e-9 * low.abs().max(high.abs()) && span > 1e-300 => [low, high],
        _ => [low - around(low), high + around(high)],
    }
}

/// 1, 2 or 5 times a power of ten, so that about `count` steps make `span`.
fn step(span: f64, count: usize) -> f64 {
    let raw = span / count as f64;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= raw * 0.999).unwrap_or(10.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_numbers() {
        assert_eq!(step(1.0, 5), 0.2);
        assert_eq!(step(50.0, 8), 10.0);
    }

    fn labels(values: [f64; 2]) -> Vec<String> {
        let scale = Scale::new(values.into_iter(), 0.0, 1.0);
        scale.ticks().map(|tick| scale.label(tick)).collect()
    }

    #[test]
    fn labels_have_the_digits_that_they_need() {
        assert_eq!(labels([0.1, 0.5]), ["0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(labels([-5.0, 5.0]), ["−6", "−4", "−2", "0", "2", "4", "6"]);
        assert_eq!(labels([100.0, 500.0]), ["100", "200", "300", "400", "500"]);
        assert_eq!(labels([1.2e6, 1.9e6]), ["1.2e6", "1.4e6", "1.6e6", "1.8e6", "2e6"]);
        assert_eq!(labels([0.0, 1.5e6]), ["0", "5e5", "1e6", "1.5e6"]);
        assert_eq!(labels([1.2e-5, 1.9e-5]), ["1.2e-5", "1.4e-5", "1.6e-5", "1.8e-5", "2e-5"]);
        assert_eq!(labels([-3e-7, -1e-7]), ["−3e-7", "−2.5e-7", "−2e-7", "−1.5e-7", "−1e-7"]);
        assert_eq!(
            labels([0.53314708, 0.53314712]),
            ["0.53314708", "0.53314709", "0.5331471", "0.53314711", "0.53314712"]
        );
    }

    #[test]
    fn there_are_few_ticks_on_every_scale() {
        let largest = f64::MAX;
        for [a, b] in [[0.0, 5e-324], [1e9, 1e9 + 1e-7], [-largest, largest], [1e308, largest], [9e18, 9e18]]
        {
            let scale = Scale::between(extent([a, b].into_iter()), 6, 0.0, 1.0);
            assert!((1..10).contains(&scale.ticks().count()), "{a:e} to {b:e}");
            assert!(scale.place(a).is_finite() || a == -largest);
        }
    }

    #[test]
    fn numbers_below_do_not_run_into_each_other() {
        let scale = Scale::between([0.53314702, 0.53314717], 6, 0.0, 200.0);
        let mut body = String::new();
        scale.below(&mut body, scale.ticks(), 0.0);
        assert_eq!((scale.ticks().count(), body.matches("<text").count()), (3, 2));
    }

    #[test]
    fn ends_are_whole_steps() {
        let scale = Scale::new([0.13, 0.88, f64::NAN].into_iter(), 0.0, 100.0);
        assert_eq!((scale.low, scale.high), (0.0, 1.0));
        assert_eq!(scale.place(0.25), 25.0);
        assert!(scale.ticks().map(|tick| scale.label(tick)).eq(["0", "0.2", "0.4", "0.6", "0.8", "1"]));
    }
}
