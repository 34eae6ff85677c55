"""Commands that read: their JSON, their filters, their pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

ARTICLE = "Night light\n\nMoonlight is not cold, she said. We had soup.\n"


@pytest.mark.parametrize(
    ("arguments", "schema", "keys"),
    [
        (("list", "--json"), "factcheck.list/1", {"checks"}),
        (("show", "moonlight", "--json"), "factcheck.check/1", {"claim", "evidence"}),
        (("show", "moonlight", "sunlight", "--json"), "factcheck.checks/1", {"checks"}),
        (("evidence", "show", "cold", "--json"), "factcheck.evidence/1", {"links"}),
        (
            ("evidence", "show", "cold", "warm", "--json"),
            "factcheck.evidence-list/1",
            {"evidence"},
        ),
        (("status", "--json"), "factcheck.status/1", {"counts", "uncommitted"}),
        (("verify", "--json"), "factcheck.verify/1", {"ok", "findings"}),
        (("match", "-", "--json"), "factcheck.match/2", {"articles", "errors"}),
    ],
)
def test_json_is_one_object_with_a_schema(
    reading_shell: Shell, arguments: tuple[str, ...], schema: str, keys: set[str]
) -> None:
    """Standard output is that object and nothing else; no message stands beside."""
    done = reading_shell.run(*arguments, given=ARTICLE)

    assert (done.code, done.err) == (0, "")
    assert done.data["schema"] == schema
    assert keys <= set(done.data)


def test_a_match_is_as_scripts_rely_on(shell: Shell, tmp_path: Path) -> None:
    """The fields of the issue, no other type, sentences without a match too."""
    check = shell.newsroom.open("The city of Basel bought 12 electric trams in 2019")
    shell.newsroom.freeze(check)
    said = "The city of Basel bought 40 electric trams in 2019, she said."
    file = tmp_path / "article.txt"
    file.write_text(f"Night light\n\n{said} We had soup.\n")
    articles = shell.run("match", str(file), "--json").data["articles"]
    sentences = articles[0]["sentences"]
    hit = sentences[1]["matches"][0]

    assert list(articles[0]) == [
        *("id", "source", "title", "publisher", "published", "language"),
        *("url", "archived", "sha256", "earlier", "left_out", "sentences"),
    ]
    assert articles[0]["source"] == str(file)
    assert [(one["paragraph"], one["text"]) for one in sentences] == [
        (0, "Night light"),
        (1, said),
        (1, "We had soup."),
    ]
    assert [len(one["matches"]) for one in sentences] == [0, 1, 0]
    assert list(hit) == [
        *("handle", "check", "branch", "claim", "verdict", "stage", "public", "flags"),
        *("score", "band", "shared", "missing", "warnings", "unread"),
        *("sentence", "paragraph", "text", "joined", "also", "decided"),
    ]
    assert hit["check"] == check
    assert len(hit["handle"]) == 6
    assert hit["verdict"] == {
        "rating": "true",
        "headline": "So it is",
        "date": "2026-11-23",
        "url": None,
    }
    assert (hit["stage"], hit["public"]) == ("in review", "unpublished")
    assert hit["flags"] == []
    assert 0.5 <= hit["score"] < 0.9
    assert hit["band"] == "likely"
    assert "Basel" in [one["word"] for one in hit["shared"]]
    assert any("40" in warning for warning in hit["warnings"])


def test_an_unrelated_article_matches_nothing(reading_shell: Shell) -> None:
    """Silence where nothing is known."""
    done = reading_shell.run("match", "-", given="The mayor opened a swimming pool.\n")

    assert done.code == 0
    assert "0 of 1 sentences repeat a known claim." in done.out


def test_several_articles_are_each_answered(
    reading_shell: Shell, tmp_path: Path
) -> None:
    """One that cannot be read is an error at the end, not in place of the others."""
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.bin").write_bytes(b"%PDF-1.7\n\x00\x01")
    files = [str(tmp_path / name) for name in ("b.bin", "a.txt", "none.txt")]
    done = reading_shell.run("match", *files, "--json")

    assert done.code == 3
    assert len(done.data["articles"]) == 1
    assert len(done.errors) == 2
    assert "b.bin" in done.err
    assert "none.txt: No such file" in done.err


def test_the_list_pipes_into_show(reading_shell: Shell) -> None:
    """Ids are one a line, newest first; show takes them from standard input."""
    ids = reading_shell.run("list", "--ids").out
    shown = reading_shell.run("show", "-", given=ids).out

    assert len(ids.split()) == 2
    assert shown.index("Sunlight is warm") < shown.index("Moonlight is cold")
    assert "Refutes the claim (1 entry, 0 known origins)" in shown
    assert "\x1b" not in shown


def test_a_list_in_a_pipe_has_tabs(reading_shell: Shell) -> None:
    """A line a check, no heading, no drawing."""
    rows = [row.split("\t") for row in reading_shell.run("list").out.splitlines()]

    assert [row[1:] for row in rows] == [
        ["open", "–", "Sunlight is warm"],
        ["approved", "true", "Moonlight is cold"],
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--stage", "approved"), ["Moonlight is cold"]),
        (("--stage", "open", "--stage", "approved", "light"), ["Sun", "Moon"]),
        (("--rating", "True"), ["Moonlight is cold"]),
        (("--public", "published"), []),
        (("--claimant", "some", "moon", "COLD"), ["Moonlight is cold"]),
        (("--since", "2020-11"), []),
        (("--since", "2020-10-15", "--until", "2020"), ["Sun", "Moon"]),
        (("--topic", "none"), []),
        (("--limit", "1"), ["Sunlight is warm"]),
    ],
)
def test_filters_of_different_kinds_must_all_fit(
    reading_shell: Shell, filters: tuple[str, ...], found: list[str]
) -> None:
    """Of one kind any may fit; words must stand in the claim."""
    rows = reading_shell.run("list", *filters).out.splitlines()

    assert len(rows) == len(found)
    assert all(part in row for part, row in zip(found, rows, strict=True))


@pytest.mark.parametrize(
    "filters", [("--stage", "oepn"), ("--public", "x"), ("--flag", "needs-rechek")]
)
def test_a_misspelt_filter_is_no_empty_answer(
    reading_shell: Shell, filters: tuple[str, ...]
) -> None:
    """A script must not read it as nothing found."""
    done = reading_shell.run("list", *filters, "--json")

    assert (done.code, done.out) == (2, "")
    assert f"{filters[0]}: '{filters[1]}' is none of " in done.errors[0]


def test_uncommitted_edits_show_in_status_and_in_the_check(shell: Shell) -> None:
    """The working tree is what is shown, and what differs is named."""
    path = shell.newsroom.ledger.evidence("cold").path
    file = shell.root / path
    file.write_text(file.read_text().replace("Cold it is", "Icy it is"))
    status = shell.run("status")
    shown = shell.run("show", "moonlight")

    assert status.code == shown.code == 0
    assert f"not committed: {path}" in status.out
    assert f"not committed: {path}" in shown.out
    assert "Icy it is" in shown.out
    assert "needs recheck" in shown.out


def test_a_record_that_cannot_be_read_is_never_passed_over(shell: Shell) -> None:
    """Each reading command gives its answer, names file and line, and says 3."""
    path = shell.newsroom.ledger.evidence("warm").path
    file = shell.root / path
    file.write_text(file.read_text().replace("kind: report", "kind: rumour"))
    shell.newsroom.git("commit", "-q", "-a", "-m", "By hand")
    line = file.read_text().splitlines().index("kind: rumour") + 1

    for command in (("list",), ("show", "sunlight"), ("status",), ("match", "-")):
        done = shell.run(*command, given=ARTICLE)
        assert done.code == 3, command
        assert done.out
        assert len(done.errors) == 1
        assert f"{path}:{line}: kind is 'rumour': it must be 'doc" in done.errors[0]


def test_the_ledger_is_found_in_every_way(shell: Shell, tmp_path: Path) -> None:
    """Named before or after the command, by the variable, or upwards from here."""
    name = str(shell.root)
    variable = {"FACTCHECK_LEDGER": name}
    inside = shell.root / "checks" / "2026"
    around = shell.root.parent
    answers = []
    for here, arguments, environment in (
        (tmp_path, ("--ledger", name, "list", "--ids"), {}),
        (tmp_path, ("list", "--ids", "--ledger", name), {}),
        (around, ("list", "--ids", "--ledger", shell.root.name), {}),
        (tmp_path, ("list", "--ids"), variable),
        (inside, ("list", "--ids"), {}),
        (around, ("list", "--ids"), {}),
        (inside, ("list", "--ids"), {"FACTCHECK_LEDGER": ""}),
    ):
        shell.here = here
        answers.append(shell.run(*arguments, environment=environment))

    assert {done.code for done in answers} == {0}
    assert len({done.out for done in answers}) == 1


def test_an_option_beats_the_variable(shell: Shell, tmp_path: Path) -> None:
    """What is typed counts."""
    elsewhere = {"FACTCHECK_LEDGER": str(tmp_path / "nowhere")}
    done = shell.run("list", "--ledger", str(shell.root), environment=elsewhere)

    assert done.code == 0


def test_a_cache_that_is_damaged_inside_mends_itself(shell: Shell) -> None:
    """The command that meets it makes a new one, and answers as before."""
    expected = shell.run("list", "--json").out
    cache = shell.root / ".git" / "factcheck" / "root" / "cache.sqlite"
    for leftover in cache.parent.glob("cache.sqlite-*"):
        leftover.unlink()
    content = cache.read_bytes()
    cache.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    first = shell.run("list", "--json")

    assert (first.code, first.out, first.err) == (0, expected, "")


@pytest.mark.parametrize("command", ["show", "recheck"])
def test_a_filter_that_lets_nothing_through_is_no_mistake(
    reading_shell: Shell, command: str
) -> None:
    """``list --ids | factcheck show -`` has nothing to do then."""
    done = reading_shell.run(command, "-", given="")

    assert (done.code, done.out) == (0, "")
    assert "named no check: there is nothing to do" in done.err
