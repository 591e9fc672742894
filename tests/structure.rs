//! The structure that docs/ARCHITECTURE.md draws: rooms import from those below them, and no files import each other in
//! a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file of a crate, and the paths that its code imports, from the crate's root on.
struct File {
    /// The module that it is, such as `["layers", "dense"]`.
    module: Vec<String>,
    /// What it names, with whether that is only handed on (`pub use`).
    paths: Vec<(Vec<String>, bool)>,
}

/// All files of the crate whose source is in `root`, by module.
fn files(root: &Path) -> BTreeMap<Vec<String>, File> {
    let (mut files, mut tests) = (BTreeMap::new(), Vec::new());
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let module = module(path.strip_prefix(root).unwrap());
                let (source, of_tests) = code(&fs::read_to_string(&path).unwrap());
                tests.extend(of_tests.into_iter().map(|name| [&module[..], &[name]].concat()));
                let paths = paths(&source, &module);
                files.insert(module.clone(), File { module, paths });
            }
        }
    }
    files.retain(|module, _| !tests.contains(module));
    files
}

fn module(path: &Path) -> Vec<String> {
    let mut module: Vec<_> =
        path.with_extension("").iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|name| name == "mod" || name == "lib") {
        module.pop();
    }
    module
}

/// The lines of a file that are code, and no test; and the modules that are tests.
fn code(source: &str) -> (String, Vec<String>) {
    let (mut code, mut tests) = (String::new(), Vec::new());
    let mut lines = source.lines().map(|line| line.split("//").next().unwrap());
    while let Some(line) = lines.next() {
        let is_test = ["#[cfg(test)]", "#[cfg(all(test,"].iter().any(|test| line.trim().starts_with(test));
        if !is_test {
            code += line;
            code.push('\n');
            continue;
        }
        match lines.next().and_then(|line| line.strip_suffix(';')?.split_once("mod ")) {
            Some((_, name)) => tests.push(name.to_owned()),
            // What is inside of the file stands at its end.
            None => break,
        }
    }
    (code, tests)
}

/// The paths that begin with `crate`, `super` or, in a `use`, with a module of the file's own.
fn paths(code: &str, module: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut paths = Vec::new();
    for statement in code.split(';') {
        let Some((before, tree)) = statement.rsplit_once("use ") else { continue };
        let line = before.rsplit('\n').next().unwrap_or("").trim();
        if line.is_empty() || line.starts_with("pub") {
            let is_handed_on = line.starts_with("pub");
            spread(&tree.split_whitespace().collect::<Vec<_>>().join(" "), &mut |path| {
                paths.push((absolute(path, module), is_handed_on));
            });
        }
    }
    for (place, _) in code.match_indices("crate::") {
        let path =
            code[place..].split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap();
        if !code[..place].ends_with('_') && !path.ends_with("::") {
            paths.push((absolute(path, module), false));
        }
    }
    paths
}

/// Each path of a `use` tree.
fn spread(tree: &str, each: &mut dyn FnMut(&str)) {
    let Some((before, inner)) = tree.split_once('{') else {
        return each(tree.split(" as ").next().unwrap().trim());
    };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let (mut depth, mut start) = (0, 0);
    for (place, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..place].trim();
                if !part.is_empty() {
                    spread(&format!("{}{}", before.trim(), part), each);
                }
                start = place + 1;
            }
            _ => {}
        }
    }
}

/// A path from the crate's root on.
fn absolute(path: &str, module: &[String]) -> Vec<String> {
    let mut names: Vec<&str> = path.trim().split("::").collect();
    let mut from = module.to_vec();
    match names[0] {
        "crate" => from.clear(),
        "self" => {}
        "super" => {
            while names.first() == Some(&"super") {
                from.pop();
                names.remove(0);
            }
            names.insert(0, "super");
        }
        _ => names.insert(0, "self"),
    }
    from.extend(names[1..].iter().filter(|name| **name != "self").map(|name| (*name).to_owned()));
    from
}

/// The file that a path leads to: through modules, and through what they hand on.
fn target(path: &[String], files: &BTreeMap<Vec<String>, File>) -> Option<Vec<String>> {
    let len = (0..=path.len()).rev().find(|&len| files.contains_key(&path[..len]))?;
    let module = &path[..len];
    let Some(name) = path.get(len) else { return Some(module.to_vec()) };
    let handed_on = files[module].paths.iter().filter(|(_, is_handed_on)| *is_handed_on);
    let further = handed_on.map(|(path, _)| path).find(|path| path.last() == Some(name));
    match further {
        Some(further) if further.as_slice() != path => target(further, files),
        _ => Some(module.to_vec()),
    }
}

/// Which files each file imports from.
fn arrows(files: &BTreeMap<Vec<String>, File>) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let arrows = files.values().map(|file| {
        // What a folder's own file hands on from the files in it is their names, and no use of them.
        let used =
            file.paths.iter().filter(|(path, is_handed_on)| !is_handed_on || !path.starts_with(&file.module));
        let targets = used.filter_map(|(path, _)| target(path, files));
        (file.module.clone(), targets.filter(|target| *target != file.module && !target.is_empty()).collect())
    });
    arrows.collect()
}

/// The files that lead back to themselves.
fn circles(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Vec<String> {
    let leads_back = |file: &Vec<String>| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![file]);
        while let Some(targets) = next.pop().and_then(|file| arrows.get(file)) {
            next.extend(targets.iter().filter(|target| seen.insert(*target)));
        }
        seen.contains(file)
    };
    arrows.keys().filter(|file| leads_back(file)).map(|file| file.join("::")).collect()
}

fn source(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(of)
}

/// The rooms of docs/ARCHITECTURE.md, from the ground up.
fn rooms() -> Vec<String> {
    let page = fs::read_to_string(source("docs/ARCHITECTURE.md")).unwrap();
    let table = page.split("| room |").nth(1).expect("the table of rooms");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut rooms: Vec<String> = rows
        .flat_map(|row| row.split('|').nth(1).unwrap().split(',').map(|room| room.trim().replace('`', "")))
        .collect();
    rooms.reverse();
    rooms
}

#[test]
fn rooms_import_from_those_below_them() {
    let files = files(&source("runtime/src"));
    let rooms = rooms();
    let floor = |room: &String| rooms.iter().position(|other| other == room);
    let mut wrong = Vec::new();
    // The root hands on names from all rooms, so an import from there may run up, and hides where to.
    let root: Vec<_> = files[&Vec::new()].paths.iter().filter_map(|(path, _)| path.last()).collect();
    for (module, File { paths, .. }) in files.iter().filter(|(module, _)| !module.is_empty()) {
        let of_root =
            |path: &&Vec<String>| path.len() == 1 && root.contains(&&path[0]) && floor(&path[0]).is_none();
        for path in paths.iter().map(|(path, _)| path).filter(of_root) {
            wrong.push(format!("{} imports `{}` from the root", module.join("::"), path[0]));
        }
    }
    for (file, targets) in arrows(&files) {
        let Some(room) = file.first() else { continue };
        let Some(own) = floor(room) else {
            wrong.push(format!("docs/ARCHITECTURE.md does not have the room `{room}`"));
            continue;
        };
        for target in targets.iter().filter(|target| floor(&target[0]).is_none_or(|floor| floor > own)) {
            wrong.push(format!("{} imports from {}", file.join("::"), target.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{} arrows run up:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for of in ["runtime/src", "model-macros/src"] {
        let circles = circles(&arrows(&files(&source(of))));
        assert!(circles.is_empty(), "{of}: {circles:#?}");
    }
}

#[test]
fn each_file_of_tests_is_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".rs") {
            assert!(manifest.contains(&format!("path = \"{name}\"")), "{name} is not in Cargo.toml");
        }
    }
}
