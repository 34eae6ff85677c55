"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from factcheck.cli.table import COMMANDS
from factcheck.ledger.format.validation import class_of
from factcheck.model.digest import MATERIAL
from factcheck.model.errors import ExitCode
from factcheck.model.kinds import KINDS, Kind

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def text_of(path: Path) -> str:
    """Give the text of a document."""
    return path.read_text(encoding="utf-8")


def test_the_page_of_exit_codes_has_every_code() -> None:
    """Each code has its row, and there is no row besides."""
    rows = re.findall(r"^\| (\d+) \|", text_of(DOCS / "exit-codes.md"), re.MULTILINE)

    assert [int(row) for row in rows] == sorted(ExitCode)


def test_the_format_names_every_field() -> None:
    """A field of a record that docs/format.md does not name is undocumented."""
    text = text_of(DOCS / "format.md")
    missing = [
        f"{kind}.{field}"
        for kind in KINDS
        for field in class_of(kind).model_fields
        if not re.search(rf"\b{field}\b", text)
    ]

    assert missing == []


def test_the_format_marks_the_material_fields() -> None:
    """The bold fields of the tables are the material ones."""
    text = text_of(DOCS / "format.md")
    claim = text[text.index("### check.yaml") : text.index("### work.yaml")]
    evidence = text[text.index("### evidence") : text.index("### link")]
    link = text[text.index("### link") : text.index("### appearance")]
    sections: dict[Kind, str] = {"check": claim, "evidence": evidence, "link": link}
    for kind, section in sections.items():
        bold = set(re.findall(r"\*\*(\w+)\*\*", section))
        material = {
            step for path in MATERIAL[kind] for step in path.rsplit(".", 1)[-1:]
        }

        assert material - {"name", "claimant"} <= bold | {"captures"}, kind
        assert bold <= material | {"claimant", "name", "captures"}, kind


def test_every_command_of_the_readme_exists() -> None:
    """Each `factcheck WORD` in a code block is a command."""
    blocks = re.findall(r"```\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)
    used = {
        word
        for block in blocks
        for word in re.findall(r"(?:^|/|\| )factcheck (\w[\w-]*)", block, re.MULTILINE)
    }

    assert used
    assert used <= set(COMMANDS)


def test_the_readme_sets_up_with_one_block_each() -> None:
    """The two headings have one fenced block of one command line each."""
    text = text_of(ROOT / "README.md")
    for heading in ("## Run it", "## Test it"):
        section = text.split(heading, 1)[1].split("\n## ", 1)[0]
        blocks = re.findall(r"```\n(.*?)```", section, re.DOTALL)

        assert len(blocks) == 1
        assert len(blocks[0].strip().splitlines()) == 1


def test_decisions_are_numbered_without_gaps() -> None:
    """Each decision has its own number, from 1 on."""
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))
