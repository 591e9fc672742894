use alloc::collections::BTreeMap;
use core::fmt::Write;

use crate::data::{Dataset, Target};
use crate::drawing::{Picture, Scale, color, escaped, extent, width};
use crate::error::shortened;
use crate::layer::Pass;
use crate::model::Model;
use crate::tensor::{Features, Scalar, Shape, argmax};
use crate::training::Samples;

/// The side of the square in the picture.
const SIDE: f64 = 420.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 52.0;
const RIGHT: f64 = 24.0;

/// The predictions on each axis.
const CELLS: usize = 140;

/// How many shades of a colour say how sure the model is.
const SHADES: usize = 10;

/// Where a model of two inputs decides for which class: a map of its decisions, with the samples on it.
///
/// The stronger the colour, the surer the model is. With several outputs, the class is that of the largest; a single
/// one means class 1 above the threshold.
///
/// ```
/// use plywood::pictures::DecisionBoundary;
/// use plywood::prelude::*;
///
/// let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let xor: Dataset<Features<2>, Classes<2>> = Dataset::new(corners, [0, 1, 1, 0])?;
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<2, 8, tanh>, Dense<8, 2, softmax>].compile(Adam::new(0.1), loss, ());
/// model.fit(&xor, Fit::epochs(200))?;
/// # let file = std::env::temp_dir().join(format!("boundary-{}.svg", std::process::id()));
/// DecisionBoundary::of(&*model, &xor).axes(["a", "b"]).class_names(["equal", "unequal"]).picture().save_svg(&file)?;
/// # std::fs::remove_file(file).unwrap();
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionBoundary {
    samples: Vec<([f64; 2], usize)>,
    axes: [[f64; 2]; 2],
    /// The outputs at the middle of each cell, row by row from below.
    outputs: Vec<Vec<f64>>,
    names: [String; 2],
    class_names: Vec<String>,
    threshold: f64,
}

impl DecisionBoundary {
    /// The predictions of a model over the rectangle that holds the samples of `data`.
    pub fn of<M, S: Shape, Y: Target>(model: &M, data: &Dataset<Features<2>, Y, M::Scalar>) -> Self
    where
        M: Model<Input = Features<2>, Output = S>,
    {
        let points = data.samples().iter().map(|sample| sample.map(Scalar::to_f64));
        let classes = data.target_store().chunks_exact(Y::WIDTH).map(Y::class::<M::Scalar>);
        let samples: Vec<([f64; 2], usize)> = points.zip(classes).collect();
        let axes = [0, 1].map(|axis| around(samples.iter().map(|(sample, _)| sample[axis])));
        let place = |axis: usize, cell: usize| {
            let [low, high] = axes[axis];
            M::Scalar::of(low + (high - low) * (cell as f64 + 0.5) / CELLS as f64)
        };
        let cells: Vec<[M::Scalar; 2]> =
            (0..CELLS * CELLS).map(|cell| [place(0, cell % CELLS), place(1, cell / CELLS)]).collect();
        let values =
            |output: &S::Array<M::Scalar>| S::values(output).iter().map(|value| value.to_f64()).collect();
        let outputs = Samples::<Features<2>, S, M::Scalar>::predict(
            &cells,
            model,
            model.arena().values(),
            Pass::inference,
        )
        .iter()
        .map(values)
        .collect();
        let class_names = (0..Y::CLASSES).map(|class| class.to_string()).collect();
        let names = ["first input".to_owned(), "second input".to_owned()];
        Self { samples, axes, outputs, names, class_names, threshold: 0.5 }
    }

    /// What the two inputs are.
    #[must_use]
    pub fn axes(mut self, names: [impl Into<String>; 2]) -> Self {
        self.names = names.map(Into::into);
        self
    }

    /// What the classes are called; by default by their numbers.
    #[must_use]
    pub fn class_names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for (name, new) in self.class_names.iter_mut().zip(names) {
            *name = new.into();
        }
        self
    }

    /// The threshold above which a single output means class 1; by default 0.5.
    #[must_use]
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    /// The class and the shade of a cell.
    fn decision(&self, outputs: &[f64]) -> (usize, usize) {
        let (class, sure) = match outputs {
            [output] => {
                let distance = output - self.threshold;
                (usize::from(distance > 0.0), 2.0 * distance.abs())
            }
            outputs => {
                let class = argmax(outputs.iter().copied());
                let others = outputs.iter().enumerate().filter(|&(other, _)| other != class);
                let second = others.map(|(_, &output)| output).fold(f64::NEG_INFINITY, f64::max);
                (class, outputs[class] - second)
            }
        };
        (class, (sure.clamp(0.0, 0.999) * SHADES as f64) as usize)
    }

    /// The map.
    pub fn picture(&self) -> Picture {
        let x = Scale::between(self.axes[0], 6, LEFT, LEFT + SIDE);
        let y = Scale::between(self.axes[1], 6, TOP + SIDE, TOP);
        let mut body = self.regions();
        for &([a, b], class) in &self.samples {
            let _ = write!(
                body,
                r#"<circle class="sample f{}" cx="{:.1}" cy="{:.1}" r="3.5"/>"#,
                color(class),
                x.place(a),
                y.place(b)
            );
        }
        // The name of the axis stands left of its numbers, which may be long.
        let more = f64::max(0.0, 30.0 + y.room() - LEFT).ceil();
        self.frame(&mut body, &x, &y, 18.0 - more);
        let body = format!(r#"<g transform="translate({more} 0)">{body}</g>"#);
        Picture::new(more + LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, body)
    }

    /// The cells of each class and shade as one path, in units of a cell.
    fn regions(&self) -> String {
        let mut paths: BTreeMap<(usize, usize), String> = BTreeMap::new();
        for (row, outputs) in self.outputs.chunks_exact(CELLS).enumerate() {
            let decisions: Vec<(usize, usize)> =
                outputs.iter().map(|outputs| self.decision(outputs)).collect();
            let mut start = 0;
            for run in decisions.chunk_by(|a, b| a == b) {
                let length = run.len();
                let _ = write!(paths.entry(run[0]).or_default(), "M{start} {row}h{length}v1h-{length}z");
                start += length;
            }
        }
        let (floor, cell) = (TOP + SIDE, SIDE / CELLS as f64);
        let mut svg =
            format!(r#"<g class="regions" transform="translate({LEFT} {floor}) scale({cell} -{cell})">"#);
        for ((class, shade), path) in paths {
            let (color, opacity) = (color(class), 0.10 + 0.40 * shade as f64 / (SHADES - 1) as f64);
            let _ = write!(svg, r#"<path class="f{color}" fill-opacity="{opacity:.2}" d="{path}"/>"#);
        }
        svg + "</g>"
    }

    /// Axes, with the name of the second one at `left`, and legend.
    fn frame(&self, body: &mut String, x: &Scale, y: &Scale, left: f64) {
        let (floor, middle) = (TOP + SIDE, LEFT + SIDE / 2.0);
        x.below(body, x.ticks(), floor);
        y.beside(body, "axis", [LEFT - 4.0, LEFT], LEFT);
        let [across, up] = self.names.each_ref().map(|name| escaped(&shortened(name, 50)));
        let _ = write!(
            body,
            r#"<rect class="axis" fill="none" x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}"/><text text-anchor="middle" x="{middle}" y="{}">{across}</text><text text-anchor="middle" transform="translate({left} {}) rotate(-90)">{up}</text>"#,
            floor + 40.0,
            TOP + SIDE / 2.0,
        );
        let mut at = LEFT;
        for (class, name) in self.class_names.iter().enumerate() {
            let name = &shortened(name, 24);
            if at + 24.0 + width(name) > LEFT + SIDE + RIGHT {
                break;
            }
            let _ = write!(
                body,
                r#"<circle class="f{}" cx="{}" cy="24" r="5"/><text x="{}" y="28.5">{}</text>"#,
                color(class),
                at + 6.0,
                at + 16.0,
                escaped(name)
            );
            at += 36.0 + width(name);
        }
    }
}

/// An interval that holds the values, with a margin on both sides.
fn around(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let [low, high] = extent(values);
    let margin = 0.06 * (high - low);
    [low - margin, high + margin]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    #[test]
    fn a_straight_line_divides_the_picture() {
        let data: Dataset<Features<2>, Classes<2>> =
            Dataset::new([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1]).unwrap();
        let mut model = model![Dense<2, 2>];
        let mut weights = model.weights();
        // The difference of the outputs is 2 (a − 0.5).
        weights[0].values = vec![0.0, 2.0, 0.0, 0.0];
        weights[1].values = vec![0.0, -1.0];
        model.set_weights(&weights).unwrap();
        let boundary = DecisionBoundary::of(&model, &data).axes(["a<b", "b"]).class_names(["left", "right"]);
        for (cell, outputs) in boundary.outputs.iter().enumerate() {
            assert_eq!(boundary.decision(outputs).0, usize::from(cell % CELLS >= CELLS / 2), "{cell}");
        }
        let svg = boundary.picture().to_svg();
        assert_eq!(svg.matches(r#"<circle class="sample f1""#).count(), 2);
        assert!(svg.contains(">left<") && svg.contains(">right<") && svg.contains(">a&lt;b<"));
        // In each row a piece for each shade of each side.
        assert_eq!(
            (svg.matches("<path").count(), svg.matches("h-").count()),
            (2 * SHADES, CELLS * 2 * SHADES)
        );
    }

    #[test]
    fn samples_that_are_too_close_make_a_picture() {
        let data: Dataset<Features<2>, Classes<2>, f64> =
            Dataset::new([[0.0, -1e308], [5e-324, f64::MAX]], [0, 1]).unwrap();
        model! { struct Doubled { Dense<2, 2, softmax> } }
        let boundary = DecisionBoundary::of(&Doubled::<f64>::new(1), &data);
        let long =
            boundary.class_names(["a".repeat(100_000), "b".into()]).axes(["a".repeat(100_000), "b".into()]);
        let svg = long.picture().to_svg();
        assert!(!svg.contains("NaN") && svg.contains(">aaaaaaaaaaaaaaaaaaaaaaa…<") && svg.contains(">b<"));
    }

    #[test]
    fn one_output_is_compared_with_a_threshold() {
        let data: Dataset<Features<2>, Features<1>> = Dataset::new([[3.0, 3.0]], [[1.0]]).unwrap();
        let boundary = DecisionBoundary::of(&model![Dense<2, 1, sigmoid>], &data);
        assert_eq!(boundary.samples, [([3.0, 3.0], 1)]);
        assert_eq!(boundary.decision(&[0.4]).0, 0);
        assert_eq!(boundary.decision(&[0.6]).0, 1);
        assert_eq!(boundary.clone().threshold(0.7).decision(&[0.6]).0, 0);
        assert_eq!(boundary.decision(&[f64::NAN]).0, 0);
        assert!(!boundary.picture().to_svg().contains("NaN"));
    }
}
