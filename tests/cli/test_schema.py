"""The door schema, and an editor's language server at work with what it writes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import tomllib
from typing import TYPE_CHECKING, Any, Self

import pytest

from factcheck.model.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_the_kinds_are_listed_with_their_files(reading_shell: Shell) -> None:
    """A line each; the same as JSON."""
    rows = reading_shell.run("schema").out.splitlines()
    data = reading_shell.run("schema", "--json").data

    assert [row.split("\t")[0] for row in rows] == list(KINDS)
    assert data["schema"] == "factcheck.kinds/1"
    assert [one["files"] for one in data["kinds"]] == [
        row.split("\t")[1] for row in rows
    ]


def test_a_schema_is_printed_as_it_is_written(
    reading_shell: Shell, tmp_path: Path
) -> None:
    """One kind on standard output, or all into a folder that is made."""
    printed = reading_shell.run("schema", "evidence")
    folder = tmp_path / "a" / "b"
    done = reading_shell.run("schema", "--out", str(folder))
    written = sorted(path.name for path in folder.iterdir())

    assert printed.data["title"] == "evidence"
    assert written == sorted(f"{kind}.schema.json" for kind in KINDS)
    assert (folder / "evidence.schema.json").read_text() == printed.out
    assert done.out.splitlines() == [
        str(folder / f"{kind}.schema.json") for kind in KINDS
    ]


def test_one_kind_alone_is_written(reading_shell: Shell, tmp_path: Path) -> None:
    """Where it is named."""
    reading_shell.run("schema", "link", "--out", str(tmp_path / "here"))

    assert [one.name for one in (tmp_path / "here").iterdir()] == ["link.schema.json"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evidense",), "did you mean evidence?"),
        (("--editor", "ed"), "known are vscode"),
        (("--out", "factcheck.yaml"), "is a file"),
    ],
)
def test_what_is_not_known_is_refused(
    reading_shell: Shell, arguments: tuple[str, ...], said: str
) -> None:
    """In one line, as a matter of usage."""
    done = reading_shell.run("schema", *arguments)

    assert done.code == 2
    assert len(done.errors) == 1
    assert said in done.err


def test_the_settings_are_in_the_editors_own_language(reading_shell: Shell) -> None:
    """JSON for VS Code and Zed, TOML for Helix; the same schemas in each."""
    vscode = reading_shell.run("schema", "--editor", "vscode").data["yaml.schemas"]
    zed = reading_shell.run("schema", "--editor", "zed").data
    helix = tomllib.loads(reading_shell.run("schema", "--editor", "helix").out)
    server = "yaml-language-server"
    neovim = reading_shell.run("schema", "--editor", "neovim")

    assert vscode["./schemas/link.schema.json"] == "checks/*/*/*/link-*.yaml"
    assert zed["lsp"][server]["settings"]["yaml"]["schemas"] == vscode
    assert helix["language-server"][server]["config"]["yaml"]["schemas"] == vscode
    assert '["./schemas/link.schema.json"] = "checks/*/*/*/link-*.yaml",' in neovim.out
    assert ".nvim.lua" in neovim.err


def test_settings_name_the_ledger_and_the_schemas_from_the_top(shell: Shell) -> None:
    """A ledger that is a folder of its repository; schemas outside it by full path."""
    top = shell.root.parent / "top"
    top.mkdir()
    shutil.move(shell.root / ".git", top / ".git")
    shutil.move(shell.root, top / "ledger")
    shell.here = top / "ledger"
    near = shell.run("schema", "--editor", "vscode", "--out", "../schemas").data
    far = shell.run("schema", "--editor", "vscode", "--out", "../../far").data

    assert near["yaml.schemas"]["./schemas/settings.schema.json"] == (
        "ledger/factcheck.yaml"
    )
    assert str(top.parent / "far" / "work.schema.json") in far["yaml.schemas"]
    assert (top / "schemas" / "work.schema.json").is_file()


def test_schemas_need_no_ledger(
    shell: Shell, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They are of the program, not of a ledger."""
    shell.here = tmp_path_factory.mktemp("nowhere")
    done = shell.run("schema", "--editor", "vscode")

    assert done.code == 0
    assert done.data["yaml.schemas"]["./schemas/settings.schema.json"] == (
        "factcheck.yaml"
    )
    assert "Next: factcheck schema --out schemas" in done.err


SERVER = shutil.which("yaml-language-server")


class Editor:
    """An editor that talks to the YAML language server over its streams."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.folder = folder
        self.settings = settings
        self.number = 0
        self.told: dict[str, list[dict[str, Any]]] = {}
        self.server = subprocess.Popen(
            [str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.limit = threading.Timer(60, self.server.kill)
        self.limit.start()

    def __enter__(self) -> Self:
        """Begin as an editor does: who we are, then our settings."""
        self.ask(
            "initialize",
            processId=os.getpid(),
            rootUri=self.folder.as_uri(),
            workspaceFolders=[{"uri": self.folder.as_uri(), "name": "ledger"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "hover": {"contentFormat": ["markdown"]},
                    "completion": {"completionItem": {}},
                },
            },
        )
        self.say("initialized")
        return self

    def __exit__(self, *reason: object) -> None:
        """End the server."""
        self.limit.cancel()
        self.server.kill()
        self.server.communicate()

    def say(self, method: str, **params: Any) -> None:
        """Send a message that needs no answer."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a question and wait for its answer."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self.number and "method" not in message:
                return message["result"]

    def open(self, path: Path, text: str) -> list[str]:
        """Open a file that no other call has opened; give what is marked first."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", textDocument=document)
        while uri not in self.told:
            self._receive()
        return [one["message"] for one in self.told[uri]]

    def wait_for_settings(self, path: Path) -> None:
        """Go on once the server, which reads its settings late, marks a bad file."""
        marked = self.open(path, "colour: blue\n")
        while not marked:
            self._receive()
            marked = [one["message"] for one in self.told[path.as_uri()]]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """Take one message; answer what the server asks of an editor."""
        assert self.server.stdout
        length = 0
        while (raw := self.server.stdout.readline()) != b"\r\n":
            assert raw, "the language server has ended"
            line = raw.strip()
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            wanted = [one["section"] for one in message["params"]["items"]]
            found = [self.settings if name == "yaml" else None for name in wanted]
            self._send({"id": message["id"], "result": found})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message


@pytest.mark.skipif(
    SERVER is None,
    reason="yaml-language-server (npm) is not on the PATH",
)
def test_a_language_server_marks_explains_and_completes(shell: Shell) -> None:
    """As the settings for VS Code tell it: what is right stays unmarked."""
    written = shell.run("schema", "--out", "schemas", "--editor", "vscode").data
    settings = {
        "schemas": written["yaml.schemas"],
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
    }
    root = shell.root.resolve()
    link = next(root.glob("checks/*/*/*/link-*.yaml"))
    text = link.read_text()
    numbers = iter(range(100))

    def fresh(name: str = "work.yaml") -> Path:
        return link.parent.with_name(f"case-{next(numbers)}") / name

    def at(line: int, character: int, path: Path) -> dict[str, Any]:
        position = {"line": line, "character": character}
        return {"textDocument": {"uri": path.as_uri()}, "position": position}

    with Editor(root, settings) as editor:
        editor.wait_for_settings(fresh())
        unmarked = {
            str(path): editor.open(path, path.read_text())
            for path in sorted(root.rglob("*.yaml"))
        }
        unknown = editor.open(fresh(link.name), text + "colour: blue\n")
        wrong = editor.open(fresh(link.name), text.replace("supports", "suports"))
        typed = editor.open(fresh(), "topics:\n  - 2020\n  - true\n")
        empty = editor.open(fresh(), "assignee:\n")
        partial = editor.open(fresh(), "due: 2020-10\n")
        day, field, value = fresh(), fresh(), fresh()
        editor.open(day, "due: 2020-10-08\n")
        editor.open(field, "pri\n")
        editor.open(value, "priority: \n")
        hover = editor.ask("textDocument/hover", **at(0, 1, day))
        fields = editor.ask("textDocument/completion", **at(0, 3, field))
        values = editor.ask("textDocument/completion", **at(0, 10, value))

    assert len(unmarked) > 5
    assert unmarked == {name: [] for name in unmarked}
    assert unknown == ["Property colour is not allowed."]
    assert len(wrong) == 1
    assert '"supports"' in wrong[0]
    assert typed == []
    assert len(empty) == 1
    assert partial == ["must be: a day such as 2020-10-08"]
    assert "a day such as 2020-10-08" in hover["contents"]["value"]
    assert "priority" in {one["label"] for one in fields["items"]}
    assert {"high", "normal", "low"} <= {one["label"] for one in values["items"]}
