//! Mistakes, and what the compiler says of them: `tests/ui`, and `docs/mistakes.md` made from it.
//!
//! The texts are those of one compiler, the one in `rust-toolchain.toml`. `TRYBUILD=overwrite cargo test -p
//! plywood-tests --test ui` writes them anew, and `UPDATE_SNAPSHOTS=1` the page: read them before you keep them.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The folders of `tests/ui`, in the order of the page.
const THEMES: [(&str, &str); 12] = [
    ("shape", "Shapes that do not meet"),
    ("window", "Windows, places and channels"),
    ("sequence", "Sequences and steps"),
    ("tokens", "Tokens"),
    ("block", "Blocks"),
    ("graph", "Graphs: values, and layers that join them"),
    ("size", "Sizes"),
    ("arguments", "What stands in angle brackets"),
    ("value", "What stands in parentheses"),
    ("name", "Names"),
    ("syntax", "Between the layers, and around them"),
    ("steps", "Compile, fit, evaluate, predict"),
];

const HEAD: &str = "\
# Mistakes, and what the compiler says of them

Every mistake here is a test: a small program, what the compiler prints for it, and the cure. Nearly all messages without a number are
`model!`'s own; the others are the compiler's, which checks what the macro cannot know, such as the value of a constant. The mistakes of
a model are reported in one go, but for those that can be told only when another one is mended.

This page is made from `tests/ui` by `UPDATE_SNAPSHOTS=1 cargo test -p plywood-tests --test ui`.
";

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

#[test]
fn the_page_says_what_the_compiler_says() {
    let page = page();
    let path = root().join("../docs/mistakes.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert!(page == std::fs::read_to_string(&path).unwrap(), "docs/mistakes.md is not made from tests/ui");
}

#[test]
fn no_message_shows_what_is_internal() {
    let cases: Vec<Case> = THEMES.iter().flat_map(|(theme, _)| cases(theme)).collect();
    assert!(cases.len() >= 160, "{} cases", cases.len());
    for case in cases {
        for internal in ["__private", "UInt<", "plywood_macros", "long-type", "warning:"] {
            assert!(!case.message.contains(internal), "{}: {internal}", case.title);
        }
        let first = case.message.lines().next().unwrap();
        let text = first.split_once(": ").unwrap().1;
        assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{first}");
    }
}

#[test]
fn every_folder_is_a_theme() {
    let mut folders: Vec<String> = std::fs::read_dir(root().join("ui"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut themes = THEMES.map(|(theme, _)| theme);
    themes.sort_unstable();
    assert_eq!(folders, themes);
}

/// A program with a mistake, as the page shows it.
struct Case {
    title: String,
    cure: String,
    program: String,
    message: String,
}

impl Case {
    /// The comment at the head of the file is the title and the cure; the rest is the program.
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let is_head = |line: &&str| line.starts_with("//!");
        let head: Vec<&str> = text.lines().take_while(is_head).map(|line| line[3..].trim()).collect();
        let mut program: Vec<&str> = text.lines().skip(head.len() + 1).collect();
        let [title, "", cure @ ..] = head.as_slice() else { panic!("{}: no title and cure", path.display()) };
        let message = std::fs::read_to_string(path.with_extension("stderr")).unwrap();
        let message = shifted(message.trim_end(), head.len() + 1);
        // What the message does not speak of can be left out.
        if let Some(main) = program.iter().position(|line| line.starts_with("fn main"))
            && message.lines().filter_map(number).all(|number| number <= main)
        {
            program.truncate(main - 1);
        }
        Self { title: (*title).to_owned(), cure: cure.join(" "), program: program.join("\n"), message }
    }
}

/// The message with the numbers of lines that the program has without its head.
fn shifted(message: &str, head: usize) -> String {
    let mut shifted = String::new();
    for line in message.lines() {
        let line = if let Some(number) = number(line) {
            let digits = number.to_string().len();
            format!("{:<digits$}{}", number - head, &line[digits..])
        } else if let Some((arrow, place)) = line.split_once(" ui/") {
            format!("{arrow} {}", in_src(place, head))
        } else {
            line.replace("$WORKSPACE/runtime", "plywood")
        };
        writeln!(shifted, "{line}").unwrap();
    }
    shifted
}

/// The number that a line of a message begins with: that of the program's line which it shows.
fn number(line: &str) -> Option<usize> {
    line.split_once(' ')?.0.parse().ok()
}

/// A place as somebody would have it: `src/main.rs:7:9` for one in the program itself.
fn in_src(place: &str, head: usize) -> String {
    let parts: Vec<&str> = place.split(':').collect();
    match parts.as_slice() {
        [_, line, column] => format!("src/main.rs:{}:{column}", line.parse::<usize>().unwrap() - head),
        _ => format!("src/{}", place.rsplit('/').next().unwrap()),
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (theme, title) in THEMES {
        write!(page, "\n**{title}**\n\n").unwrap();
        for Case { title, .. } in cases(theme) {
            writeln!(page, "- [{title}](#{})", anchor(&title)).unwrap();
        }
    }
    for (theme, title) in THEMES {
        write!(page, "\n## {title}\n").unwrap();
        for Case { title, cure, program, message } in cases(theme) {
            write!(page, "\n### {title}\n\n```rust\n{program}\n```\n\n```text\n{message}```\n\n{cure}\n")
                .unwrap();
        }
    }
    page
}

/// What a heading is linked to by: its letters and digits in lower case, a hyphen for each space.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
}

fn cases(theme: &str) -> Vec<Case> {
    let folder = root().join("ui").join(theme);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
