//! Reading CSV needs no more memory than the documentation of `Csv` says, and what it does grows with the length of
//! what it reads: the bytes that it allocates, and the calls of its source.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{self, Read};

use plywood::data::{Csv, Delimiter, Encoding, Table};

/// The system's allocator, counting the bytes of this thread: those that it has, the most that it has had at once, and
/// all that it was ever given.
struct Counting;

thread_local! {
    static BYTES: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator as it is. A block that grows is a new one, so both are
// counted for a while.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.set(BYTES.get() + layout.size() as isize);
        MOST.set(MOST.get().max(BYTES.get()));
        ALLOCATED.set(ALLOCATED.get() + layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        BYTES.set(BYTES.get() - layout.size() as isize);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that `read` has at once.
fn peak<R>(read: impl FnOnce() -> R) -> usize {
    let before = BYTES.get();
    MOST.set(before);
    drop(read());
    MOST.get().abs_diff(before)
}

/// A source that counts how often it is read.
struct Counted<'a> {
    bytes: &'a [u8],
    calls: usize,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        self.bytes.read(buffer)
    }
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
        let check = |reader: &str, bytes: usize, memory: usize| {
            let most = PER_BYTE * bytes + PER_COLUMN * columns + FIXED;
            assert!(
                memory <= most,
                "{name}, {reader}: {memory} bytes for {bytes}, {columns} columns: more than {most}"
            );
        };
        check("read_csv", text.len(), peak(|| Table::read_csv(&path)));
        check("read_from", text.len(), peak(|| Csv::new().read_from(text.as_bytes())));
        check("parse", text.len(), peak(|| Csv::new().parse(&text)));
        let all = Csv::new()
            .delimiter(Delimiter::Blanks)
            .comment('#')
            .decimal_comma()
            .thousands('.')
            .rename_duplicates();
        check("all options", text.len(), peak(|| all.parse(&text)));
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_csv = Csv::new().encoding(Encoding::Utf16Le).rename_duplicates();
        check("UTF-16", text.len(), peak(|| utf16_csv.read_from(&utf16[..])));
        // Two bytes of UTF-8 for one of Latin-1, at most.
        let latin = Csv::new().encoding(Encoding::Latin1);
        check("Latin-1", 2 * text.len(), peak(|| latin.read_from(text.as_bytes())));
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
            check("chunks", part, peak(read));
        }
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn blank_lines_take_no_memory() {
    let text = format!("a,b\n{}", "\n".repeat(10_000_000));
    let memory = peak(|| Csv::new().read_from(text.as_bytes()));
    assert!(memory < FIXED, "{memory}");
}

#[test]
fn what_does_not_end_takes_little_memory() {
    for byte in [0, b'x', b'"', b',', b' '] {
        let memory = peak(|| Csv::new().read_from(std::io::repeat(byte)).unwrap_err());
        // 16 MiB, which a vector that grows holds three times, or a million cells.
        assert!(memory < 100 << 20, "{byte}: {memory}");
    }
}

#[test]
fn a_table_that_was_read_is_small() {
    let text = format!("a,b,c\n{}", "0.125,-3.5e2,17\n".repeat(100_000));
    let before = BYTES.get();
    let table = Table::from_csv(&text).unwrap();
    let kept = BYTES.get().abs_diff(before);
    assert!(kept < 3 * text.len(), "{kept} bytes for {}", text.len());
    assert_eq!(table.len(), 100_000);
}

/// 16 times the file takes at most about 16 times as many bytes of memory and calls of the source; what grew with the
/// square would take 256 times as many.
#[test]
fn work_grows_with_what_is_read() {
    let work = |csv: &Csv, text: &str| {
        let (mut source, before) = (Counted { bytes: text.as_bytes(), calls: 0 }, ALLOCATED.get());
        drop(csv.read_from(&mut source));
        (ALLOCATED.get() - before, source.calls)
    };
    let all = Csv::new().comment('#').decimal_comma().rename_duplicates();
    for ((name, small), (_, large)) in files(1 << 16).into_iter().zip(files(1 << 20)) {
        for csv in [Csv::new(), all.clone()] {
            let (few, many) = (work(&csv, &small), work(&csv, &large));
            assert!(many.0 <= 20 * few.0, "{name}: {} bytes for 64 KiB, {} for 1 MiB", few.0, many.0);
            assert!(many.1 <= 20 * few.1, "{name}: {} calls for 64 KiB, {} for 1 MiB", few.1, many.1);
        }
    }
}
