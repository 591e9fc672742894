//! How many crates a program gets with plywood.

use std::collections::BTreeSet;
use std::process::Command;

/// More than these nobody has to build, look at, or trust who only trains and predicts.
const BUDGET: usize = 25;

/// The crates that `plywood` with `features` is made of, itself and the macro's included.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "plywood", "--edges", "normal,build", "--prefix", "none"])
        .args(["--features", &features.join(",")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_default_build_is_small() {
    let crates = crates(&[]);
    assert!(crates.contains("nalgebra") && crates.contains("plywood-macros"));
    assert!(crates.len() <= BUDGET, "{} crates: {crates:?}", crates.len());
}

#[test]
fn a_feature_brings_only_what_it_needs() {
    let default = crates(&[]);
    for (feature, most) in [
        ("json", 8),
        ("ndarray", 6),
        ("png", 48),
        ("progress", 8),
        ("rayon", 8),
        ("safetensors", 16),
        ("tensorboard", 2),
    ] {
        let more: Vec<String> = crates(&[feature]).difference(&default).cloned().collect();
        assert!(!more.is_empty() && more.len() <= most, "{feature} brings {}: {more:?}", more.len());
    }
    assert_eq!(crates(&["csv"]), default);
}
