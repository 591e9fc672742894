//! Prints what was measured, a line for each work.

use std::io::{self, Write};

/// A line of the table.
pub struct Line<'a> {
    pub name: &'a str,
    /// What the times are those of.
    pub unit: &'a str,
    /// Minimum and median, in seconds.
    pub times: [f64; 2],
    /// FLOP per second, or bytes.
    pub rate: f64,
    /// Those that one core can do.
    pub peak: Option<f64>,
    pub remark: &'a str,
}

impl Line<'_> {
    /// Prints it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let fraction = self.peak.map_or(String::new(), |peak| format!("{:.1} %", 100.0 * self.rate / peak));
        let [minimum, median] = self.times.map(time);
        let rate = format!("{:.2}", self.rate / 1e9);
        columns(out, [self.name, self.unit, &minimum, &median, &rate, &fraction, self.remark])
    }
}

/// Prints what stands above the columns, with the unit of the rates.
pub fn head(out: &mut impl Write, rate: &str) -> io::Result<()> {
    columns(out, ["", "for", "minimum", "median", rate, "of peak", ""])
}

fn columns(out: &mut impl Write, columns: [&str; 7]) -> io::Result<()> {
    let [name, unit, minimum, median, rate, fraction, remark] = columns;
    let line = format!("{name:<20} {unit:<14} {minimum:>8} {median:>8} {rate:>8} {fraction:>8}  {remark}");
    writeln!(out, "{}", line.trim_end())
}

/// Three digits, with the unit that suits them.
fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        1.0.. => (1.0, "s"),
        1e-3.. => (1e3, "ms"),
        1e-6.. => (1e6, "µs"),
        _ => (1e9, "ns"),
    };
    let value = factor * seconds;
    let decimals = match value {
        99.95.. => 0,
        9.995.. => 1,
        _ => 2,
    };
    format!("{value:.decimals$} {unit}")
}
