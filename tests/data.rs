//! Datasets: how they are made, and what can be done with them.

use nalgebra::{DMatrix, SMatrix};
use plywood::Error;
use plywood::prelude::*;

#[test]
fn all_constructors_agree() {
    let arrays: Dataset<Features<2>, Features<1>> =
        Dataset::new([[1.0, 2.0], [3.0, 4.0]], [[5.0], [6.0]]).unwrap();
    let targets = || [[5.0], [6.0]];
    assert_eq!(Dataset::from_rows([vec![1.0, 2.0], vec![3.0, 4.0]], targets()), Ok(arrays.clone()));
    assert_eq!(Dataset::from_slice(&[1.0, 2.0, 3.0, 4.0], targets()), Ok(arrays.clone()));
    assert_eq!(Dataset::from_slices(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0]), Ok(arrays.clone()));
    assert_eq!(Dataset::new(vec![[1.0, 2.0], [3.0, 4.0]], vec![[5.0], [6.0]]), Ok(arrays.clone()));
    assert_eq!(
        Dataset::new((1..3).map(|n| [(2 * n - 1) as f32, (2 * n) as f32]), targets()),
        Ok(arrays.clone())
    );
    assert_eq!(Dataset::from_table([[1.0, 2.0, 5.0], [3.0, 4.0, 6.0]]), Ok(arrays.clone()));
    let dynamic = DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]);
    assert_eq!(Dataset::from_matrix(&dynamic, targets()), Ok(arrays.clone()));
    let fixed = SMatrix::<f32, 2, 2>::new(1.0, 2.0, 3.0, 4.0);
    assert_eq!(Dataset::from_matrix(&fixed, targets()), Ok(arrays.clone()));
    assert_eq!(arrays.cast::<f64>().cast::<f32>(), arrays);
    let narrow = DMatrix::from_element(2, 1, 0.0);
    let wrong: plywood::Result<Dataset<Features<2>, Features<1>>> = Dataset::from_matrix(&narrow, targets());
    assert_eq!(wrong, Err(Error::Width { row: 0, expected: 2, found: 1 }));
}

/// A vector of samples becomes the dataset's own memory.
#[test]
fn vectors_are_not_copied() {
    let (samples, targets) = (vec![[1.0, 2.0]; 3], vec![[[[5.0f32]; 2]; 2]; 3]);
    let places = (samples.as_ptr().addr(), targets.as_ptr().addr());
    let data: Dataset<Features<2>, Image<2, 2, 1>> = Dataset::new(samples, targets).unwrap();
    assert_eq!((data.inputs().as_ptr().addr(), data.target_values().as_ptr().addr()), places);
}

#[test]
fn labels_become_vectors() {
    let data: Dataset<Features<1>, Classes<2>> = Dataset::new([[1.0], [2.0]], [1, 0]).unwrap();
    assert!(data.one_hot().targets().eq([[0.0, 1.0], [1.0, 0.0]]));
    assert!(data.binary().targets().eq([[1.0], [0.0]]));
    assert_eq!(data.class_counts(), [1, 1]);
}

#[test]
fn shuffling_keeps_samples_and_targets_together() {
    let data = datasets::iris();
    let shuffled = data.clone().shuffle(3);
    assert_ne!(shuffled, data);
    assert_eq!(shuffled, data.clone().shuffle(3));
    let sorted = |data: &Dataset<Features<4>, Classes<3>>| {
        let mut rows: Vec<String> =
            data.samples().iter().zip(data.targets()).map(|row| format!("{row:?}")).collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&shuffled), sorted(&data));
    let batches: Vec<usize> = data.batches(64).unwrap().map(|batch| batch.len()).collect();
    assert_eq!(batches, [64, 64, 22]);
    assert!(data.clone().into_batches(64).unwrap().eq(data.batches(64).unwrap()));
    assert!(matches!(data.into_batches(0), Err(Error::Setting { .. })));
}

#[test]
fn the_embedded_data_are_whole() {
    assert_eq!(datasets::iris().class_counts(), [50; 3]);
    assert_eq!(datasets::digits().class_counts(), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    assert!(datasets::digits().inputs().iter().all(|&pixel| (0.0..=16.0).contains(&pixel)));
    let cars = datasets::auto_mpg();
    assert_eq!(cars.len(), 392);
    let mean = cars.targets().map(|[miles]| f64::from(miles)).sum::<f64>() / 392.0;
    assert!((mean - 23.445_918).abs() < 1e-5, "{mean}");
}
