//! Bytes as a CSV table, read with some of the options: they are read or refused, and whatever was read can be fitted or is refused, and comes
//! back from a file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plywood::data::{Csv, Delimiter, Encoding, Preparation};
use plywood::prelude::*;
use plywood::saving::State;

/// The options that the bits of `choice` stand for.
fn options(choice: [u8; 2]) -> Csv {
    let [bits, more] = choice;
    let is = |bit: u8| bits & (1 << bit) != 0;
    let delimiter = [Delimiter::Char(','), Delimiter::Char(';'), Delimiter::Char('\t'), Delimiter::Blanks];
    let encodings =
        [Encoding::Utf8, Encoding::Latin1, Encoding::Windows1252, Encoding::Utf16Le, Encoding::Utf16Be];
    let mut csv = Csv::new()
        .delimiter(delimiter[usize::from(bits & 3)])
        .encoding(encodings[usize::from(more & 7) % encodings.len()]);
    if is(2) {
        csv = csv.decimal_comma();
    }
    if is(3) {
        csv = csv.thousands(if is(2) { '.' } else { ',' });
    }
    if is(4) {
        csv = csv.comment('#');
    }
    if is(5) {
        csv = csv.rename_duplicates();
    }
    if is(6) {
        csv = csv.columns((0..1 + more / 32).map(|column| column.to_string()));
    }
    csv
}

fuzz_target!(|input: (u8, u8, u8, &[u8])| {
    let (bits, more, times, bytes) = input;
    // Blocks have 64 KiB: a longer file is what ends in one and goes on in the next.
    let long;
    let bytes = if times > 250 {
        long = bytes.repeat(1 + (usize::from(times - 250) << 15) / bytes.len().max(1));
        &long[..]
    } else {
        bytes
    };
    let csv = options([bits, more]);
    if let Ok(text) = core::str::from_utf8(bytes) {
        let as_text = csv.parse(text);
        if more & 7 == 0 && !text.starts_with('\u{feff}') {
            assert_eq!(as_text, csv.read_from(bytes));
        }
    }
    let Ok(table) = csv.read_from(bytes) else { return };
    for row in [0, table.len() / 2, table.len().saturating_sub(1)] {
        assert_eq!(table.record(row).is_some(), row < table.len());
    }
    if table.len() * table.columns().len() > 10_000 {
        return;
    }
    let table = table.missing_values(["?", "0"]);
    let columns = || table.columns().iter().map(String::as_str);
    let mut schemas = vec![
        Schema::new().columns(columns(), Numeric::standardized().fill_median()),
        Schema::new().columns(columns(), Numeric::min_max().fill_mean()),
        Schema::new().columns(columns(), OneHot::new().fill_most_frequent().unknown_as_zeros()),
        Schema::new().columns(columns(), Ordinal::new().fill_with("0").unknown_as_category()),
    ];
    if let Some(first) = table.columns().first() {
        let others = Schema::new().columns(columns().skip(1), OneHot::new().fill_with("none"));
        schemas.push(others.clone().classes(first));
        schemas.push(others.values([first.as_str()]));
        let _ = table.stratified_split(first, 0.5);
    }
    for schema in schemas {
        let Ok(preparation) = schema.fit(&table) else { continue };
        let _ = preparation.dataset::<Features<2>, Classes<2>, f32>(&table);
        let _ = preparation.dataset::<Features<2>, Features<1>, f32>(&table);
        let mut state = State::new();
        state.put("p", &preparation);
        assert_eq!(state.get::<Preparation>("p"), Ok(preparation));
    }
});
