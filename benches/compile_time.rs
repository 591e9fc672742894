//! How long models take to compile: 2, 10, 50 and 200 dense layers, all of one size or all of different ones.
//!
//! Each is a program of its own that trains and predicts, built against a plywood that is built already. `expand`
//! is what the compiler spends on expanding macros, less that of a program without a model; `-Ztime-passes` tells
//! it. The numbers are medians.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const MANIFEST: &str = r#"
[package]
name = "many-layers"
version = "0.0.0"
edition = "2024"

[dependencies]
plywood = { path = "../../runtime" }

[workspace]
"#;

fn main() -> io::Result<()> {
    let is_smoke_test = std::env::args().any(|argument| argument == "--test");
    let (counts, runs): (&[usize], _) = if is_smoke_test { (&[2], 1) } else { (&[2, 10, 50, 200], 3) };
    let project = Project::new()?;
    project.write("fn main() {}")?;
    project.check();
    project.release();
    let without = median(runs, || project.expansion());

    let mut out = io::stdout();
    writeln!(out, "{:>6} {:<10} {:>10} {:>10} {:>10}", "layers", "sizes", "expand", "check", "release")?;
    for (sizes, width) in [("equal", width_16 as fn(usize) -> usize), ("different", |layer| 16 + layer)] {
        for &count in counts {
            project.write(&program(count, width))?;
            let expand = median(runs, || project.expansion()) - without;
            let check = median(runs, || seconds(|| project.check()));
            let release = median(runs, || seconds(|| project.release()));
            writeln!(
                out,
                "{count:>6} {sizes:<10} {:>7.1} ms {check:>8.2} s {release:>8.2} s",
                1000.0 * expand
            )?;
        }
    }
    Ok(())
}

const fn width_16(_layer: usize) -> usize {
    16
}

/// A program that trains a model of `count` layers, the boundaries between which have these widths.
fn program(count: usize, width: fn(usize) -> usize) -> String {
    let mut layers = String::new();
    for layer in 0..count {
        writeln!(layers, "        Dense<{}, {}, relu>,", width(layer), width(layer + 1)).unwrap();
    }
    let (inputs, outputs) = (width(0), width(count));
    format!(
        "use plywood::prelude::*;

model! {{
    struct Many {{
{layers}    }}
}}

fn main() -> plywood::Result<()> {{
    let data = Dataset::<Features<{inputs}>, Features<{outputs}>>::from_rows(&[[0.5; {inputs}]], [[0.5; {outputs}]])?;
    let mut model = Many::new(1).compile(Adam::new(0.001), MeanSquaredError::default(), ());
    model.fit(&data, Fit::epochs(1))?;
    println!(\"{{:?}}\", model.predict(&[0.5; {inputs}]));
    Ok(())
}}
"
    )
}

/// A package in `target`, of which only the program changes.
struct Project(PathBuf);

impl Project {
    fn new() -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = root.join("target/many-layers");
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("Cargo.toml"), MANIFEST)?;
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            std::fs::copy(root.join(file), folder.join(file))?;
        }
        Ok(Self(folder))
    }

    fn write(&self, program: &str) -> io::Result<()> {
        std::fs::write(self.0.join("src/main.rs"), program)
    }

    fn check(&self) {
        self.run(Command::new(env!("CARGO")).args(["check", "--quiet"]));
    }

    fn release(&self) {
        self.run(Command::new(env!("CARGO")).args(["build", "--quiet", "--release"]));
    }

    /// Seconds that the compiler spends on expanding macros.
    fn expansion(&self) -> f64 {
        // A folder of its own, because crates are built otherwise where unstable options are allowed.
        let arguments =
            ["rustc", "--quiet", "--target-dir", "target/unstable", "--", "-Ztime-passes", "--emit=metadata"];
        let printed = self.run(Command::new(env!("CARGO")).args(arguments).env("RUSTC_BOOTSTRAP", "1"));
        let line = printed.lines().find(|line| line.ends_with("macro_expand_crate"));
        let time =
            line.and_then(|line| line.trim().strip_prefix("time:")?.split(';').next()?.trim().parse().ok());
        time.expect("rustc says how long it took")
    }

    /// Builds the program anew, and gives what is printed.
    fn run(&self, cargo: &mut Command) -> String {
        let file = std::fs::File::open(self.0.join("src/main.rs")).expect("the program is there");
        file.set_modified(std::time::SystemTime::now()).expect("it is ours");
        let output = cargo.current_dir(&self.0).env_remove("CARGO_TARGET_DIR").output().expect("cargo runs");
        let printed = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}");
        printed.into_owned()
    }
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn median(runs: usize, run: impl FnMut() -> f64) -> f64 {
    let mut values: Vec<f64> = std::iter::repeat_with(run).take(runs).collect();
    values.sort_by(f64::total_cmp);
    values[runs / 2]
}
