#!/usr/bin/env python3
"""What an editor sees of a model: asks rust-analyzer about right.rs and wrong.rs.

A comment such as `// ^ hover: text` is about the place above its `^`. `definition` names the file where it is, `completion` one of
the proposals for the word there when its end is missing, `error` what `rust-analyzer diagnostics` reports there. Errors that no
comment speaks of are wrong.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROJECT = ROOT / "target" / "editor"
SOURCES = PROJECT / "src" / "bin"
MANIFEST = """[package]
name = "editor"
version = "0.0.0"
edition = "2024"

[dependencies]
plywood = { path = "../../runtime" }

[workspace]
"""


def main():
    set_up()
    questions = [question for file in sorted(SOURCES.glob("*.rs")) for question in read(file)]
    wrong = check_errors([question for question in questions if question["kind"] == "error"])
    with Server() as server:
        wrong += [complaint for question in questions if (complaint := server.ask(question))]
    for complaint in wrong:
        print(complaint)
    print(f"{len(questions)} places, {len(wrong)} wrong")
    sys.exit(bool(wrong))


def set_up():
    SOURCES.mkdir(parents=True, exist_ok=True)
    (PROJECT / "Cargo.toml").write_text(MANIFEST)
    for file in ["Cargo.lock", "rust-toolchain.toml"]:
        shutil.copy(ROOT / file, PROJECT)
    for file in ["right.rs", "wrong.rs"]:
        shutil.copy(HERE / file, SOURCES)


def read(file):
    """The questions in a file: kind, text, and the place that they are about, counted from 0."""
    questions, above = [], 0
    for number, line in enumerate(file.read_text().splitlines()):
        match = re.match(r"\s*//\s*\^ (\w+): (.*)", line)
        if match:
            kind, text = match.groups()
            questions.append({"file": file, "line": above, "column": line.index("^"), "kind": kind, "text": text})
        else:
            above = number
    return questions


def place(question):
    return f"{question['file'].name}:{question['line'] + 1}:{question['column'] + 1}"


def check_errors(questions):
    """Compares with `rust-analyzer diagnostics`."""
    run = subprocess.run(["rust-analyzer", "diagnostics", PROJECT], capture_output=True, text=True, env=environment())
    pattern = r"file (\S+?): (?:Error|Warning) .*? from LineCol \{ line: (\d+), col: (\d+) \} .*?\}: (.*)"
    found = [
        (pathlib.Path(file).name, int(line), int(column), text)
        for file, line, column, text in re.findall(pattern, run.stdout)
        if pathlib.Path(file).parent == SOURCES
    ]
    if "diagnostic scan complete" not in run.stdout:
        return ["rust-analyzer diagnostics did not end: " + run.stderr[-500:]]
    wrong = []
    for question in questions:
        line = [error for error in found if error[:2] == (question["file"].name, question["line"])]
        seen = [error for error in line if error[3] == question["text"] and error[2] <= question["column"]]
        found = [error for error in found if error not in seen]
        if not seen:
            wrong.append(f"{place(question)}: no error “{question['text']}”, but {line}")
    return wrong + [f"{file}:{line + 1}:{column + 1}: “{text}” was not expected" for file, line, column, text in found]


def environment():
    return os.environ | {"CARGO_TARGET_DIR": str(PROJECT / "target")}


class Server:
    """A rust-analyzer to talk with, in the language server protocol."""

    def __enter__(self):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            ["rust-analyzer"], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=PROJECT, env=environment()
        )
        self.last = 0
        self.versions = {}
        capabilities = {
            "experimental": {"serverStatusNotification": True},
            "textDocument": {"hover": {"contentFormat": ["markdown"]}},
        }
        options = {"checkOnSave": False, "cachePriming": {"enable": False}}
        self.request(
            "initialize",
            {"processId": None, "rootUri": PROJECT.as_uri(), "capabilities": capabilities, "initializationOptions": options},
        )
        self.notify("initialized", {})
        while True:
            message = self.receive()
            if message.get("method") == "experimental/serverStatus" and message["params"]["quiescent"]:
                return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, question):
        """What is wrong with the answer, if something is."""
        kind, text = question["kind"], question["text"]
        if kind == "error":
            return None
        lines = question["file"].read_text().splitlines()
        position = {"line": question["line"], "character": question["column"]}
        if kind == "completion":
            # The word loses its end, as it is while somebody types it.
            line = lines[question["line"]]
            start = max(match.start() for match in re.finditer(r"\w+", line) if match.start() <= question["column"])
            end = start + len(re.match(r"\w+", line[start:])[0])
            lines[question["line"]] = line[: start + 2] + line[end:]
            position["character"] = start + 2
        self.show(question["file"], "\n".join(lines) + "\n")
        params = {"textDocument": {"uri": question["file"].as_uri()}, "position": position}
        answer = self.request("textDocument/" + kind, params)
        if kind == "hover":
            seen = (answer or {}).get("contents", {}).get("value", "")
        elif kind == "definition":
            seen = " ".join(pathlib.Path(found.get("targetUri") or found["uri"]).name for found in answer or [])
        else:
            items = answer["items"] if isinstance(answer, dict) else answer or []
            seen = " ".join(item.get("filterText", item["label"]) for item in items)
        words = seen if kind == "hover" else seen.split()
        return None if text in words else f"{place(question)}: {kind} has no “{text}”: {seen!r}"

    def show(self, file, text):
        uri = file.as_uri()
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "rust", "version": version, "text": text}
            self.notify("textDocument/didOpen", {"textDocument": document})
        else:
            document = {"uri": uri, "version": version}
            self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def request(self, method, params):
        """The answer to a request. One that the server withdrew because it was still busy is put again."""
        while True:
            self.last += 1
            self.send({"id": self.last, "method": method, "params": params})
            while True:
                message = self.receive()
                if "method" in message and "id" in message:
                    self.send({"id": message["id"], "result": None})
                elif message.get("id") == self.last:
                    break
            if "error" not in message:
                return message["result"]
            if message["error"]["code"] not in (-32801, -32802):
                sys.exit(f"{method}: {message['error']}")

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while header := self.process.stdout.readline().strip():
            name, value = header.split(b":")
            if name == b"Content-Length":
                length = int(value)
        if not length:
            sys.exit("rust-analyzer ended")
        return json.loads(self.process.stdout.read(length))


if __name__ == "__main__":
    main()
