use std::collections::BTreeMap;
use std::error::Error;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions/baseline.txt");

const HEAD: &str = "\
# Instructions of one repetition of a workload, on x86-64 with AVX2 and FMA, with the compiler of rust-toolchain.toml.
# Written by `cargo bench -p plywood-benches --bench instructions -- --renew`.
";

/// The counts by the names of the workloads.
pub fn read() -> Result<BTreeMap<String, u64>, Box<dyn Error>> {
    let text = std::fs::read_to_string(PATH).map_err(|error| format!("{PATH}: {error}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let count = |line: &str| {
        let (name, count) = line.split_once(' ').ok_or(format!("{PATH}: no count in `{line}`"))?;
        Ok((name.to_owned(), count.trim().parse()?))
    };
    lines.map(count).collect()
}

/// Makes these the baseline.
pub fn write(counts: &[(&str, u64)]) -> std::io::Result<()> {
    let lines: String = counts.iter().map(|(name, count)| format!("{name:<4} {count:>10}\n")).collect();
    std::fs::write(PATH, HEAD.to_owned() + &lines)
}
