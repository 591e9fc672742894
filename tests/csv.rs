//! CSV as people have it: what separates cells, how numbers and characters are written, what the columns are called;
//! and what is said of a file that needs an option.

use plywood::data::{Csv, Delimiter, Encoding, Table};
use plywood::{Error, Result};
use proptest::prelude::*;

/// The rows of a table, cells separated by `|`.
fn rows(table: &Table) -> Vec<String> {
    let cell = |row, name: &String| table.record(row).and_then(|record| record.get(name).map(str::to_owned));
    (0..table.len())
        .map(|row| table.columns().iter().filter_map(|name| cell(row, name)).collect::<Vec<_>>().join("|"))
        .collect()
}

fn said(table: Result<Table>) -> String {
    table.unwrap_err().to_string()
}

/// Lines of `auto-mpg.data` as the UCI Machine Learning Repository has it.
const AUTO_MPG: &str = "\
18.0   8   307.0      130.0      3504.      12.0   70  1\t\"chevrolet chevelle malibu\"
15.0   8   350.0      165.0      3693.      11.5   70  1\t\"buick skylark 320\"
25.0   4   98.00      ?          2046.      19.0   71  1\t\"ford pinto\"
";

#[test]
fn the_file_of_auto_mpg_is_read() {
    let names = [
        "mpg",
        "cylinders",
        "displacement",
        "horsepower",
        "weight",
        "acceleration",
        "year",
        "origin",
        "name",
    ];
    let blanks = Csv::new().delimiter(Delimiter::Blanks);
    let cars = blanks.clone().columns(names).parse(AUTO_MPG).unwrap().missing_values(["?"]);
    assert_eq!(
        rows(&cars),
        [
            "18.0|8|307.0|130.0|3504.|12.0|70|1|chevrolet chevelle malibu",
            "15.0|8|350.0|165.0|3693.|11.5|70|1|buick skylark 320",
            "25.0|4|98.00||2046.|19.0|71|1|ford pinto"
        ]
    );
    let help = "this is no CSV table: line 1 has 1 cells, where 8 are needed\n\
                help: `delimiter(Delimiter::Blanks)` separates the cells otherwise";
    let numbers =
        AUTO_MPG.lines().map(|line| line.split('\t').next().unwrap()).collect::<Vec<_>>().join("\n");
    assert_eq!(said(Csv::new().columns(names.iter().copied().take(8)).parse(&numbers)), help);
    assert!(
        said(Csv::new().columns(names).delimiter(' ').parse(AUTO_MPG)).contains(" cells, where 9 are needed")
    );
    let spaced = Csv::new().columns(names.iter().copied().take(8)).delimiter(' ');
    assert!(
        said(spaced.parse(&numbers))
            .ends_with("\nhelp: `delimiter(Delimiter::Blanks)` separates the cells otherwise")
    );
}

#[test]
fn runs_of_blanks_separate_cells() {
    let table = Csv::new().delimiter(Delimiter::Blanks);
    let read = |text: &str| rows(&table.parse(text).unwrap());
    for text in [
        "a b\n1 2\n3 4\n",
        "  a\t b  \n\n   \n1 \t 2\t\n\t3 4",
        "a b\r\n1  2\r\n \r\n3  4\r\n",
        "\"a\" \"b\"\n\"1\" 2\n3 \"4\"  ",
        "a b\r1 2\r3 4\r",
    ] {
        assert_eq!(read(text), ["1|2", "3|4"], "{text:?}");
    }
    assert_eq!(read("a b\n\"x  y\" \"\"\n\"a \"\"b\"\"\" 1"), ["x  y|", "a \"b\"|1"]);
    assert_eq!(
        said(table.parse("a b\n1 2\n\n 3\n")),
        "this is no CSV table: line 4 has 1 cells, where 2 are needed"
    );
    assert!(table.parse(" \n\t\n").unwrap().columns().is_empty());
}

#[test]
fn a_separator_that_was_not_asked_for_is_found() {
    for (text, option) in [
        ("a;b\n1,5;2,5\n", "delimiter(';')"),
        ("a\tb\n1,5\t2,5\n", "delimiter('\\t')"),
        ("a|b\n1,5|2,5\n", "delimiter('|')"),
        ("a b\n1,5 2,5\n", "delimiter(Delimiter::Blanks)"),
    ] {
        let message = said(Table::from_csv(text));
        assert!(message.ends_with(&format!("\nhelp: `{option}` separates the cells otherwise")), "{message}");
        // Without commas it is a table of one column.
        let table = Table::from_csv(&text.replace(",5", "")).unwrap();
        let message = table.column("a").err().unwrap().to_string();
        assert!(message.ends_with(&format!("\nhelp: read the file with `Csv::{option}`")), "{message}");
    }
    assert_eq!(
        said(Table::from_csv("a,b\n1\n")),
        "this is no CSV table: line 2 has 1 cells, where 2 are needed"
    );
}

#[test]
fn lines_of_comments_are_left_out() {
    let text = "# by \"me\nyear,n#\n1,2\n#3,4\n\n5,#6\n\"#7\",8\n# the end";
    let table = Csv::new().comment('#').parse(text).unwrap();
    assert_eq!(table.columns(), ["year", "n#"]);
    assert_eq!(rows(&table), ["1|2", "5|#6", "#7|8"]);
    assert!(said(Csv::new().comment('#').parse("# x\na,b\n1\n")).contains("line 3 has 1 cells"));
    assert!(
        said(Csv::new().parse("a,b\n# none\n"))
            .ends_with("\nhelp: `comment('#')` leaves out lines that begin so")
    );
    let blanks = Csv::new().delimiter(Delimiter::Blanks).comment('%');
    assert_eq!(rows(&blanks.parse("a b\r\n  % no\r\n1 2\r\n").unwrap()), ["1|2"]);
    for mark in ['a', '1', ' ', '"', '\n', ',', 'é'] {
        assert!(matches!(Csv::new().comment(mark).parse("a"), Err(Error::Setting { .. })), "{mark:?}");
    }
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let semicolons = Csv::new().delimiter(';');
    let german = semicolons.clone().decimal_comma();
    assert_eq!(
        rows(&german.parse("x;text\n1,5;a,b\n-,25;1,2,3\n1e-3;10.03.2004\n7;\n").unwrap()),
        ["1.5|a,b", "-.25|1,2,3", "1e-3|10.03.2004", "7|"]
    );
    assert_eq!(rows(&Csv::new().decimal_comma().parse("x,y\n\"1,5\",2\n").unwrap()), ["1.5|2"]);
    assert_eq!(
        said(german.parse("x;y\n1,5;2\n1,5;1.234\n")),
        "line 3, column `y`: `1.234` has a point, where a comma is the decimal sign\n\
         help: if it is 1234, say so with `thousands('.')`"
    );
    let grouped = german.thousands('.');
    assert_eq!(rows(&grouped.parse("x;y\n1.234,5;1.234\n").unwrap()), ["1234.5|1234"]);
    let english = Csv::new().thousands(',').parse("x,y\n\"1,234.5\",\"a,b\"\n\"-1,234\",1.5\n").unwrap();
    assert_eq!(rows(&english), ["1234.5|a,b", "-1234|1.5"]);
    for mark in ['.', 'x', '1', '-', '"', '\n'] {
        assert!(matches!(Csv::new().thousands(mark).parse("a"), Err(Error::Setting { .. })), "{mark:?}");
    }
    assert!(matches!(semicolons.decimal_comma().thousands(',').parse("a"), Err(Error::Setting { .. })));
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn files_of_every_encoding_are_read() {
    let text = "name,city\r\nJosé,Köln\r\n";
    let latin: Vec<u8> = text.chars().map(|character| character as u8).collect();
    let marked = format!("\u{feff}{text}");
    let csv = Csv::new();
    for (csv, bytes) in [
        (&csv, text.as_bytes().to_vec()),
        (&csv, marked.clone().into_bytes()),
        (&csv, utf16(&marked, u16::to_le_bytes)),
        (&csv, utf16(&marked, u16::to_be_bytes)),
        (&csv.clone().encoding(Encoding::Utf16Le), utf16(text, u16::to_le_bytes)),
        (&csv.clone().encoding(Encoding::Utf16Be), utf16(text, u16::to_be_bytes)),
        (&csv.clone().encoding(Encoding::Latin1), latin.clone()),
        (&csv.clone().encoding(Encoding::Windows1252), latin.clone()),
    ] {
        let table = csv.read_from(&bytes[..]).unwrap();
        assert_eq!(
            (table.columns().join("|"), rows(&table)),
            ("name|city".to_owned(), vec!["José|Köln".to_owned()])
        );
        assert_eq!(rows(&csv.parse(text).unwrap()), ["José|Köln"], "a text is decoded already");
    }
    assert_eq!(
        said(csv.read_from(&utf16(text, u16::to_le_bytes)[..])),
        "this is no CSV table: it looks like UTF-16 without a byte order mark\n\
         help: say so with `encoding(Encoding::Utf16Le)`"
    );
    let message = said(csv.read_from(&latin[..]));
    assert!(
        message.starts_with("this is no CSV table: line 2: cell 0: this is no UTF-8\nhelp: "),
        "{message}"
    );
    assert!(message.contains("`encoding(Encoding::Latin1)`"), "{message}");
    let mut broken = utf16("\u{feff}a\n1\n", u16::to_le_bytes);
    broken.push(7);
    assert!(said(csv.read_from(&broken[..])).ends_with("line 3: cell 0: this is no UTF-16"));
}

#[test]
fn columns_without_a_name_get_one() {
    // As Excel writes columns that were emptied.
    let table = Table::from_csv("a,b,,\n1,2,,\n3,4,,\n").unwrap();
    assert_eq!(
        (table.columns().join("|"), rows(&table)),
        ("a|b".to_owned(), vec!["1|2".to_owned(), "3|4".to_owned()])
    );
    let table = Table::from_csv(",a,, \n0,1,,x\n1,2,,\n").unwrap();
    assert_eq!(table.columns(), ["Unnamed: 0", "a", "Unnamed: 3"]);
    assert_eq!(rows(&table), ["0|1|x", "1|2|"]);
    assert_eq!(Table::from_csv("a,,\n").unwrap().columns(), ["a"]);
    // Named ones stay, and so do all if the table comes in parts.
    assert_eq!(Table::from_csv("a,b\n1,\n").unwrap().columns(), ["a", "b"]);
    let path = std::env::temp_dir().join(format!("plywood-unnamed-{}.csv", std::process::id()));
    std::fs::write(&path, "a,,\n1,,\n2,x,\n").unwrap();
    let parts: Vec<Table> = Csv::new().chunks(&path, 1).unwrap().map(Result::unwrap).collect();
    assert!(parts.iter().all(|part| part.columns() == ["a", "Unnamed: 1", "Unnamed: 2"]));
    assert_eq!(Table::read_csv(&path).unwrap().columns(), ["a", "Unnamed: 1"]);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn columns_with_the_same_name_are_told_apart() {
    let text = "x,y,x,x\n1,2,3,4\n";
    assert_eq!(
        said(Table::from_csv(text)),
        "two columns are called `x`\nhelp: `Csv::rename_duplicates` gives the second a number, as in `x.1`"
    );
    let table = Csv::new().rename_duplicates().parse(text).unwrap();
    assert_eq!(
        (table.columns().join("|"), rows(&table)),
        ("x|y|x.1|x.2".to_owned(), vec!["1|2|3|4".to_owned()])
    );
}

#[test]
fn what_does_not_end_is_an_error() {
    let endless = |byte: u8| Csv::new().read_from(std::io::repeat(byte));
    let long = "this is no CSV table: line 1: cell 0 has more than 16 MiB, the most that a cell may have";
    assert_eq!((said(endless(0)), said(endless(b'x'))), (long.to_owned(), long.to_owned()));
    assert!(said(endless(b'"')).ends_with("16 MiB, the most that a cell may have"));
    assert_eq!(
        said(endless(b',')),
        "this is no CSV table: line 1 has more than 1048576 cells, the most that a row may have"
    );
    let longest = "x".repeat(Csv::LONGEST_CELL);
    assert_eq!(rows(&Table::from_csv(&format!("a,b\n{longest},2\n")).unwrap())[0].len(), longest.len() + 2);
    let message = said(Table::from_csv(&format!("a,b\n1,2\n3,{longest}x\n")));
    assert!(message.contains("line 3: cell 1 has more than 16 MiB"), "{message}");
    assert_eq!(Table::from_csv(&",".repeat(Csv::MOST_CELLS - 1)).map(|table| table.len()), Ok(0));
}

#[cfg(unix)]
#[test]
fn a_device_that_does_not_end_is_an_error() {
    let message = said(Table::read_csv("/dev/zero"));
    assert_eq!(message, "/dev/zero: line 1: cell 0 has more than 16 MiB, the most that a cell may have");
    assert!(Csv::new().chunks("/dev/zero", 10).is_err());
}

/// What the crate `csv` reads.
fn read_by_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// Whether quotes are open at the end of a text: a row behind it does not stand by itself then.
fn are_quotes_open(text: &str) -> bool {
    let last = |rows: Vec<Vec<String>>| rows.last().cloned();
    last(read_by_csv(&format!("{text}\nthe,end"))) != Some(vec!["the".to_owned(), "end".to_owned()])
}

proptest! {
    /// The same cells as those of the crate `csv`, row for row.
    #[test]
    fn cells_are_those_of_the_crate_csv(text in "[ab,\"\r\n x]{0,40}") {
        let expected = read_by_csv(&text);
        let columns: Vec<String> = (0..expected.iter().map(Vec::len).max().unwrap_or(0)).map(|n| n.to_string()).collect();
        let found = Csv::new().columns(columns.clone()).parse(&text);
        if are_quotes_open(&text) {
            prop_assert!(found.is_err());
        } else if expected.iter().all(|row| row.len() == columns.len()) {
            let table = found.unwrap();
            let expected: Vec<String> = expected.iter().map(|row| row.join("|")).collect();
            prop_assert_eq!(rows(&table), expected);
        } else {
            let is_wrong = matches!(found, Err(Error::Format { .. }));
            prop_assert!(is_wrong);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    /// What follows a block of 64 KiB is read as what comes before it.
    #[test]
    fn blocks_leave_no_seam(row in "[ab\u{e9}\u{20ac}\"\r\n]{0,6}", shift in 65_500_usize..65_560) {
        let cell = format!("\"{}\"", row.replace('"', "\"\""));
        let text = format!("a,b\n{},{cell}\n{cell},2\n", "x".repeat(shift));
        let table = Table::from_csv(&text).unwrap();
        let trimmed = row.trim();
        prop_assert!(table.column("a").unwrap().skip(1).eq([trimmed]));
        prop_assert!(table.column("b").unwrap().eq([trimmed, "2"]));
        let wide = Csv::new().encoding(Encoding::Utf16Le).read_from(&utf16(&text, u16::to_le_bytes)[..]).unwrap();
        prop_assert_eq!(rows(&wide), rows(&table));
    }
}
