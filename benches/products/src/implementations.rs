use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use gemm::{Parallelism, gemm};
use matrixmultiply::sgemm;
use plywood::benches::{DenseProducts, Forward, InputGradient, KernelGradient};

use crate::product::{Kind, Matrix, Product, Run};

/// plywood's own, and crates that do the same.
pub const IMPLEMENTATIONS: [(&str, Run); 4] =
    [("plywood", plywood), ("gemm", of_gemm), ("matrixmultiply", of_matrixmultiply), ("faer", of_faer)];

fn plywood(product: &Product, c: &mut [f32]) {
    let Product { kind, sizes, a, b, .. } = product;
    let (a, b, sizes) = (&a.values, &b.values, *sizes);
    match kind {
        Kind::Forward => f32::forward(Forward { kernel: a, bias: None, input: b, output: c, sizes }),
        Kind::KernelGradient => {
            f32::kernel_gradient(KernelGradient {
                input: a,
                delta: b,
                gradient: c,
                bias_gradient: None,
                sizes,
            });
        }
        Kind::InputGradient => {
            f32::input_gradient(InputGradient { kernel: a, delta: b, gradient: c, sizes });
        }
    }
}

fn of_gemm(product: &Product, c: &mut [f32]) {
    let &Product { rows, terms, columns, ref a, ref b, .. } = product;
    // SAFETY: the matrices have so many numbers so far apart.
    unsafe {
        gemm(
            rows,
            columns,
            terms,
            c.as_mut_ptr(),
            1,
            columns as isize,
            false,
            a.values.as_ptr(),
            a.column as isize,
            a.row as isize,
            b.values.as_ptr(),
            b.column as isize,
            b.row as isize,
            0.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

fn of_matrixmultiply(product: &Product, c: &mut [f32]) {
    let &Product { rows, terms, columns, ref a, ref b, .. } = product;
    // SAFETY: the matrices have so many numbers so far apart.
    unsafe {
        sgemm(
            rows,
            terms,
            columns,
            1.0,
            a.values.as_ptr(),
            a.row as isize,
            a.column as isize,
            b.values.as_ptr(),
            b.row as isize,
            b.column as isize,
            0.0,
            c.as_mut_ptr(),
            columns as isize,
            1,
        );
    }
}

fn of_faer(product: &Product, c: &mut [f32]) {
    let &Product { rows, terms, columns, ref a, ref b, .. } = product;
    let matrix = |matrix: &Matrix, rows, columns| {
        let (row, column) = (matrix.row as isize, matrix.column as isize);
        // SAFETY: the matrix has so many numbers so far apart.
        unsafe { MatRef::from_raw_parts(matrix.values.as_ptr(), rows, columns, row, column) }
    };
    let c = MatMut::from_row_major_slice_mut(c, rows, columns);
    matmul(c, Accum::Replace, matrix(a, rows, terms), matrix(b, terms, columns), 1.0, Par::Seq);
}
