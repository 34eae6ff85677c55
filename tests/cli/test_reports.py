"""The door to reports: where they go, and that the same records give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_a_report_goes_to_standard_output_or_into_a_file(
    shell: Shell, tmp_path: Path
) -> None:
    """Both hold the same text; a message says where the file is."""
    out = tmp_path / "new" / "moonlight.md"
    printed = shell.run("report", "moonlight")
    written = shell.run("report", "moonlight", "--out", str(out))

    assert (printed.code, printed.err) == (0, "")
    assert printed.out.startswith("# So it is\n")
    assert (written.code, written.out) == (0, "")
    assert f"Wrote {out}" in written.err
    assert out.read_text() == printed.out


def test_the_same_records_give_the_same_bytes(shell: Shell) -> None:
    """In any time zone and locale, on any day."""
    first = shell.run("report", "moonlight")
    second = shell.run(
        "report",
        "moonlight",
        environment={
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "FACTCHECK_NOW": "2031-01-01T00:00:00Z",
        },
    )

    assert first.out == second.out


def test_the_whole_ledger_becomes_a_folder(shell: Shell, tmp_path: Path) -> None:
    """A page a verdict or draft, and an index that names the open check too."""
    shell.newsroom.open("Trams run all night")
    shell.newsroom.draft("sunlight", headline="It is warm")
    done = shell.run("report", "--all", "--out", str(tmp_path / "site"))
    pages = {file.name: file.read_text() for file in (tmp_path / "site").iterdir()}
    index = pages.pop("index.md")

    assert done.code == 0, done.err
    assert sorted(name.rsplit("-", 1)[0] for name in pages) == [
        "moonlight-is-cold",
        "sunlight-is-warm",
    ]
    assert all(f"]({name})" in index for name in pages)
    assert "Trams run all night" in index
    assert "DRAFT" in next(text for name, text in pages.items() if "sun" in name)
    assert "DRAFT" not in next(text for name, text in pages.items() if "moon" in name)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("report", "--all"), 2, "--out DIR"),
        (("report", "moonlight", "--all"), 2, "--all"),
        (("report", "nobody"), 5, "no check is called 'nobody'"),
        (("report", "moonlight", "--out", "factcheck.yaml/x.md"), 2, "is a file"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_line(
    reading_shell: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """Nothing is half done."""
    done = reading_shell.run(*arguments)

    assert (done.code, done.out) == (code, "")
    assert len(done.errors) == 1
    assert words in done.errors[0]


def test_uncommitted_edits_are_not_in_the_report(shell: Shell) -> None:
    """The report is of what is committed; the person is warned."""
    path = shell.newsroom.ledger.evidence("cold").path
    file = shell.root / path
    before = shell.run("report", "moonlight")
    file.write_text(file.read_text().replace("Reuters", "Nobody"))
    after = shell.run("report", "moonlight")

    assert after.out == before.out
    assert f"warning: {path} has changes that are not committed" in after.err


def test_a_report_as_json_holds_the_page_and_where_it_was_written(
    shell: Shell, tmp_path: Path
) -> None:
    """Programs get the same bytes as people."""
    page = shell.run("report", "moonlight").out
    out = tmp_path / "moon.md"
    told = json.loads(shell.run("report", "moonlight", "--out", str(out), "--json").out)

    assert told["schema"] == "factcheck.report/1"
    assert told["reports"][0]["markdown"] == page == out.read_text()
    assert told["reports"][0]["path"] == str(out)
