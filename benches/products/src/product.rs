use std::rc::Rc;

use plywood::benches::Sizes;
use plywood_benches::products::whole_numbers;
use plywood_benches::{Repeat, repeat};

/// Which of a dense layer's products.
#[derive(Clone, Copy)]
pub enum Kind {
    Forward,
    KernelGradient,
    InputGradient,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::KernelGradient => "kernel gradient",
            Self::InputGradient => "input gradient",
        }
    }
}

/// `C = A B`, as a product of a dense layer: `C` lies row by row.
pub struct Product {
    pub kind: Kind,
    pub sizes: Sizes,
    pub rows: usize,
    pub terms: usize,
    pub columns: usize,
    pub a: Matrix,
    pub b: Matrix,
    /// What has to come out.
    c: Vec<f32>,
}

/// A matrix in memory: its numbers, and how far apart rows are, and columns.
pub struct Matrix {
    pub values: Vec<f32>,
    pub row: usize,
    pub column: usize,
}

/// Computes a product into `c`.
pub type Run = fn(&Product, &mut [f32]);

impl Product {
    pub fn new(kind: Kind, sizes: Sizes) -> Rc<Self> {
        let Sizes { inputs, outputs, lanes } = sizes;
        let (samples, stride) = (lanes.samples(), lanes.stride());
        let matrix = |len, row, column| Matrix { values: whole_numbers(len, 0), row, column };
        let kernel = |row, column| matrix(inputs * outputs, row, column);
        let (rows, terms, columns, a, b) = match kind {
            Kind::Forward => {
                (outputs, inputs, stride, kernel(1, outputs), matrix(inputs * stride, stride, 1))
            }
            Kind::KernelGradient => {
                let (a, b) = (matrix(inputs * stride, stride, 1), matrix(outputs * stride, 1, stride));
                (inputs, samples, outputs, a, b)
            }
            Kind::InputGradient => {
                (inputs, outputs, stride, kernel(outputs, 1), matrix(outputs * stride, stride, 1))
            }
        };
        let mut c = vec![0.0; rows * columns];
        for (row, c) in c.chunks_exact_mut(columns).enumerate() {
            for term in 0..terms {
                c.iter_mut().enumerate().for_each(|(column, c)| *c += a.at(row, term) * b.at(term, column));
            }
        }
        Rc::new(Self { kind, sizes, rows, terms, columns, a, b, c })
    }

    /// Padding is not counted.
    pub const fn flop(&self) -> usize {
        2 * self.sizes.inputs * self.sizes.outputs * self.sizes.lanes.samples()
    }

    /// Computes it again and again.
    ///
    /// # Panics
    /// When the result is not what it should be.
    pub fn repeat(self: &Rc<Self>, name: &str, run: Run) -> Repeat {
        let mut c = vec![f32::NAN; self.c.len()];
        run(self, &mut c);
        assert!(c == self.c, "{name} computes something else");
        let product = Rc::clone(self);
        repeat(move || run(&product, std::hint::black_box(&mut c)))
    }
}

impl Matrix {
    fn at(&self, row: usize, column: usize) -> f32 {
        self.values[row * self.row + column * self.column]
    }
}
