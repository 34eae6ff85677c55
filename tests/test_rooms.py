"""The rooms of docs/architecture.md, held to by the code: who may import whom."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "factcheck"

ROOMS: dict[str, set[str]] = {
    "model": set(),
    "ledger": {"model"},
    "intake": {"model"},
    "match": {"model"},
    "desk": {"model", "ledger", "intake", "match"},
    "review": {"model", "ledger", "intake"},
    "publish": {"model", "ledger", "review", "shipped"},
    "terminal": {"model"},
    "shipped": set(),
    "cli": {
        "model",
        "ledger",
        "intake",
        "match",
        "desk",
        "review",
        "publish",
        "terminal",
        "shipped",
    },
}
"""The table of docs/architecture.md."""

LIBRARIES: dict[str, set[str]] = {
    "typer": {"cli"},
    "rich": {"terminal"},
    "pydantic": {
        "model",
        "ledger/format/validation.py",
        "desk/desk.py",
        "desk/sheets/map.py",
    },
    "git": {"ledger/git/remotes.py"},
    "yaml": {"ledger/format/codec.py"},
    "sqlite3": {
        "ledger/cache/cache.py",
        "ledger/cache/filling.py",
        "ledger/cache/looked_at.py",
        "ledger/cache/named.py",
        "ledger/cache/reading.py",
        "ledger/cache/seal.py",
        "ledger/cache/stored.py",
    },
    "subprocess": {
        "ledger/git/process.py",
        "cli/console/editor.py",
        "cli/demo.py",
        "cli/console/pager.py",
        "intake/sandbox.py",
    },
    "socket": {"intake/network/hosts.py", "intake/network/connection.py"},
    "ssl": {
        "intake/network/connection.py",
        "intake/network/route.py",
        "intake/fetching.py",
    },
    "rapidfuzz": {"match", "intake/quote.py"},
    "snowballstemmer": {"match"},
    "Stemmer": {"match"},
    "numpy": {"match"},
    "tokenizers": {"match/meaning/encoding.py"},
    "onnxruntime": {"match/meaning/encoding.py"},
    "jinja2": {"publish"},
    "trafilatura": {"intake"},
    "pypdf": {"intake/pdf.py"},
    "mammoth": {"intake/office.py"},
}
"""Where each library that is not everywhere may be imported."""

FREE = {"factcheck"}
"""Ours, outside any room: the version."""


def modules() -> list[Path]:
    """Give every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[tuple[int, str]]:
    """Give line and full name of every import of a module, lazy ones too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            name = node.module or ""
            found += [(node.lineno, f"{name}.{alias.name}") for alias in node.names]
    return found


def room_of(name: str) -> str | None:
    """Give the room of a module of ours by its full name, None outside any."""
    steps = name.split(".")
    if steps[0] != "factcheck" or len(steps) == 1:
        return None
    return steps[1] if steps[1] in ROOMS else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.name))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    """An import into another room stands in the table, also inside a function."""
    inside = path.relative_to(PACKAGE).parts
    room = inside[0] if len(inside) > 1 else None
    wrong = [
        f"{path}:{line} imports {name}"
        for line, name in imports(path)
        if (other := room_of(name))
        and room in ROOMS
        and other != room
        and other not in ROOMS[room]
    ]

    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.name))
def test_a_library_stays_in_its_room(path: Path) -> None:
    """A library that has a room is imported there alone; unknown ones are not used."""
    inside = path.relative_to(PACKAGE).as_posix()
    room = inside.split("/")[0]
    wrong = []
    for line, name in imports(path):
        library = name.split(".")[0]
        if library in LIBRARIES and not {room, inside} & LIBRARIES[library]:
            wrong.append(f"{path}:{line} imports {library}")
        elif library not in LIBRARIES | dict.fromkeys(FREE | sys.stdlib_module_names):
            wrong.append(f"{path}:{line} imports {library}, which has no room")

    assert not wrong


def test_every_room_is_in_the_table_and_every_row_is_a_room() -> None:
    """Folders of the package and rows of the table are the same."""
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {
        "__pycache__"
    }

    assert folders == set(ROOMS)


def test_the_table_has_no_cycle() -> None:
    """Data flows one way: following allowed imports never leads back."""

    def reaches(room: str, seen: tuple[str, ...]) -> None:
        assert room not in seen, " → ".join((*seen, room))
        for other in ROOMS[room]:
            reaches(other, (*seen, room))

    for room in ROOMS:
        reaches(room, ())


def test_the_page_of_the_architecture_has_the_same_table() -> None:
    """docs/architecture.md names the same rooms with the same allowances."""
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    told = {row[0].strip("`/"): row[2] for row in rows}
    shown = {
        room: "nothing of ours" if not may else "everything" if room == "cli" else may
        for room, may in ROOMS.items()
    }

    assert set(told) == set(ROOMS)
    for room, may in shown.items():
        if isinstance(may, str):
            assert told[room] == may
        else:
            assert {name.strip() for name in told[room].split(",")} == may
