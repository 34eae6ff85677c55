"""The reference of the commands is what the tables say, and is up to date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from factcheck.cli.group import load
from factcheck.cli.reference import reference
from factcheck.cli.table import COMMANDS, GROUPS
from tests.cli.conftest import PROJECT

if TYPE_CHECKING:
    from factcheck.cli.table import Entry

ALL: dict[str, Entry] = {
    **{name: entry for name, entry in COMMANDS.items() if entry.module},
    **{
        f"{group} {name}": entry
        for group, table in GROUPS.items()
        for name, entry in table.items()
    },
}


def test_the_page_is_what_is_generated() -> None:
    """Else: python -m factcheck.cli.reference > docs/commands.md."""
    page = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert page == reference(), (
        "docs/commands.md is out of date: "
        "run 'python -m factcheck.cli.reference > docs/commands.md'"
    )


@pytest.mark.parametrize("width", ["20", "80", "400"])
def test_the_width_of_a_terminal_makes_no_difference(
    width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor its abilities, nor the language."""
    usual = reference()
    for name, value in {"COLUMNS": width, "TERM": "dumb", "LANG": "de_DE"}.items():
        monkeypatch.setenv(name, value)

    assert reference() == usual


def test_every_command_is_told_with_its_options() -> None:
    """Summary, usage, its own options, its examples; hidden options nowhere."""
    text = reference()
    sections = dict(
        re.findall(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    )

    assert set(sections) == set(ALL)
    assert "--seed" not in text
    for name, entry in ALL.items():
        command = load(name.rpartition(" ")[2], entry)
        section = sections[name]

        assert entry.summary in section
        assert f"\nfactcheck {name}" in section
        assert all(example in section for example in command.examples)
        for option in command.params:
            is_ours = not str(option.name).startswith("shared_")
            is_shown = not getattr(option, "hidden", False)
            if option.param_type_name == "option" and is_ours and is_shown:
                assert option.opts[0] in section
