//! The memory and the time of reading CSV grow with the length of what is read, by no more than the documentation of `Csv` says.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Instant;

use plywood::data::{Csv, Delimiter, Encoding, Table};

/// The system's allocator, noting the most bytes that this thread has had at once.
struct Peak;

thread_local! {
    static BYTES: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    BYTES.with(|now| now.set(now.get() + bytes));
    MOST.with(|most| most.set(most.get().max(BYTES.with(Cell::get))));
}

// SAFETY: every call is handed on to the system's allocator as it is. A block that grows is a new one, so both are counted for a while.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Peak {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Peak = Peak;

/// The most bytes that `read` needs at once, and the seconds.
fn cost<R>(read: impl FnOnce() -> R) -> (usize, f64) {
    let before = BYTES.with(Cell::get);
    MOST.with(|most| most.set(before));
    let start = Instant::now();
    drop(read());
    (MOST.with(Cell::get).abs_diff(before), start.elapsed().as_secs_f64())
}

/// What `Csv` promises: bytes for each byte that is read, and for each column.
const PER_BYTE: usize = 32;
const PER_COLUMN: usize = 192;
/// Buffers of a fixed size, and messages.
const FIXED: usize = 1 << 19;

/// Files of about `size` bytes that are as bad as can be.
fn files(size: usize) -> Vec<(&'static str, String)> {
    let lines = |line: &str| line.repeat(size / line.len());
    let with = |header: &str, rest: String| format!("{header}\n{rest}");
    let wide = |columns: usize| {
        let header = (0..columns).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        with(&header, lines(&format!("{}\n", ",".repeat(columns - 1))))
    };
    vec![
        ("numbers", with("a,b,c", lines("0.125,-3.5e2,17\n"))),
        ("blank lines", with("a,b", lines("\n"))),
        ("blank lines alone", lines("\n")),
        ("blank lines of Windows", with("a", lines("\r\n"))),
        ("lines of blanks", with("a", lines(" \n"))),
        ("one column", with("a", lines("1\n"))),
        ("two empty cells a row", with("a,b", lines(",\n"))),
        ("a hundred empty cells a row", wide(100)),
        ("ten thousand empty cells a row", wide(10_000)),
        ("quotes of nothing", with("a", lines("\"\"\n"))),
        ("two quotes in quotes", with("a", format!("\"{}\"", "\"\"".repeat(size / 2)))),
        ("quotes that do not close", with("a", lines("\"\n"))),
        ("quotes that never close", with("a", format!("\"{}", lines("x")))),
        ("line ends in quotes", with("a", format!("\"{}\"", lines("\n")))),
        ("one cell", with("a", lines("x"))),
        ("one cell of blanks", with("a", lines(" "))),
        ("one row of cells", with("a", lines("x,"))),
        ("one header of cells", lines("x,")),
        ("one header of no names", ",".repeat(size.min(Csv::MOST_CELLS - 1))),
        ("one header of too many cells", ",".repeat(size.max(Csv::MOST_CELLS))),
        ("one header of names", (0..size / 8).map(|n| format!("{n:07},")).collect()),
        ("comments", with("a", lines("# a comment\n"))),
        ("one comment", with("a", format!("#{}", lines("x")))),
        ("decimal commas", with("a", lines("1,5\n"))),
        ("accents", with("a", lines("é\n"))),
        ("NUL", lines("\0")),
    ]
}

#[test]
fn memory_is_a_multiple_of_what_is_read() {
    let path = std::env::temp_dir().join(format!("plywood-memory-{}.csv", std::process::id()));
    for (name, text) in files((1 << 18) + (1 << 15)) {
        let columns = text.split(['\n', '\r']).next().map_or(0, |line| line.matches(',').count() + 1);
        let columns = columns.min(Csv::MOST_CELLS + 1);
        std::fs::write(&path, &text).unwrap();
        let check = |reader: &str, bytes: usize, (memory, _): (usize, f64)| {
            let most = PER_BYTE * bytes + PER_COLUMN * columns + FIXED;
            assert!(
                memory <= most,
                "{name}, {reader}: {memory} bytes for {bytes}, {columns} columns: more than {most}"
            );
        };
        check("read_csv", text.len(), cost(|| Table::read_csv(&path)));
        check("read_from", text.len(), cost(|| Csv::new().read_from(text.as_bytes())));
        check("parse", text.len(), cost(|| Csv::new().parse(&text)));
        let all = Csv::new()
            .delimiter(Delimiter::Blanks)
            .comment('#')
            .decimal_comma()
            .thousands('.')
            .rename_duplicates();
        check("all options", text.len(), cost(|| all.parse(&text)));
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_csv = Csv::new().encoding(Encoding::Utf16Le).rename_duplicates();
        check("UTF-16", text.len(), cost(|| utf16_csv.read_from(&utf16[..])));
        // Two bytes of UTF-8 for one of Latin-1, at most.
        let latin = Csv::new().encoding(Encoding::Latin1);
        check("Latin-1", 2 * text.len(), cost(|| latin.read_from(text.as_bytes())));
        for rows in [1, 1000] {
            let longest: usize = {
                let mut lines: Vec<usize> = text.split('\n').map(str::len).collect();
                lines.sort_unstable();
                lines.iter().rev().take(rows).map(|length| length + 1).sum()
            };
            // The quotes of a row may hold many lines.
            let part = if text.contains('"') { text.len() } else { longest };
            let read =
                || Csv::new().chunks(&path, rows).map(|parts| parts.take(500).filter(Result::is_ok).count());
            check("chunks", part, cost(read));
        }
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn blank_lines_take_no_memory() {
    let text = format!("a,b\n{}", "\n".repeat(10_000_000));
    let (memory, _) = cost(|| Csv::new().read_from(text.as_bytes()));
    assert!(memory < FIXED, "{memory}");
}

#[test]
fn what_does_not_end_takes_little_memory() {
    for byte in [0, b'x', b'"', b',', b' '] {
        let (memory, _) = cost(|| Csv::new().read_from(std::io::repeat(byte)).unwrap_err());
        // 16 MiB, which a vector that grows holds three times, or a million cells.
        assert!(memory < 100 << 20, "{byte}: {memory}");
    }
}

#[test]
fn a_table_that_was_read_is_small() {
    let text = format!("a,b,c\n{}", "0.125,-3.5e2,17\n".repeat(100_000));
    let before = BYTES.with(Cell::get);
    let table = Table::from_csv(&text).unwrap();
    let kept = BYTES.with(Cell::get).abs_diff(before);
    assert!(kept < 3 * text.len(), "{kept} bytes for {}", text.len());
    assert_eq!(table.len(), 100_000);
}

/// 16 times the file takes about 16 times as long; what grew with the square would take 256 times as long. A machine that is busy may
/// need some attempts.
#[test]
fn time_grows_with_what_is_read() {
    let csv = Csv::new().comment('#').decimal_comma().rename_duplicates();
    let seconds = |text: &str| cost(|| csv.parse(text)).1;
    for ((name, small), (_, large)) in files(1 << 15).into_iter().zip(files(1 << 19)) {
        let is_linear = || seconds(&large) < 100.0 * seconds(&small).max(1e-4);
        assert!(
            (0..10).any(|_| is_linear()),
            "{name}: {} s for 32 KiB, {} s for 512 KiB",
            seconds(&small),
            seconds(&large)
        );
    }
}
