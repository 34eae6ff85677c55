"""Articles from anywhere through the command itself: files, web, feeds, rows."""

from __future__ import annotations

import json
import re
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.terminals import ended, factcheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Done, Shell

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

KNOWN = "Moonlight is cold."
NEW = "The committee sold 340 bicycles to Sweden in 2019, the mayor said."
PAGE = f"<html><head><title>Night</title></head><body><p>{KNOWN}</p></body></html>"
FEED = """<rss version="2.0"><channel><title>T</title>
<item><title>Known</title><link>/page</link></item>
<item><title>Gone</title><link>/gone</link></item>
<item><title>Soup</title><description>&lt;p>We had soup.&lt;/p></description></item>
</channel></rss>"""
SITE = {"/page": ("text/html", PAGE), "/feed": ("application/rss+xml", FEED)}


class Site(BaseHTTPRequestHandler):
    """A small site."""

    def do_GET(self) -> None:
        """Serve a page."""
        kind, page = SITE.get(self.path, ("", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Give the host of a site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder of articles: two pages, a text without any, rows."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.txt").write_text("***\n")
    (folder / "c.md").write_text(f"# Bicycles\n\n{NEW}\n")
    rows: list[dict[str, Any]] = [
        {"id": "one", "text": KNOWN, "title": "Mine", "published": "2020-10-08"},
        {"id": "two", "body": KNOWN},
        {"id": "three", "text": "We had soup.", "section": 4},
    ]
    (folder / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def lines(done: Done) -> list[dict[str, Any]]:
    """Give the answers of ``--jsonl``."""
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_folder_with_rows_as_lines(reading_shell: Shell, articles: Path) -> None:
    """One object an article in their order, errors among them, and code 3."""
    done = reading_shell.run("match", str(articles), "--jsonl", "--jobs", "2")
    found = lines(done)
    matched = [
        sum(len(one["matches"]) for one in row["sentences"])
        for row in found
        if "error" not in row
    ]

    assert done.code == 3
    assert [row["source"].rpartition("/")[2] for row in found] == [
        *("a.html", "b.txt", "c.md", "d.jsonl:1", "d.jsonl:2", "d.jsonl:3")
    ]
    assert [row["id"] for row in found] == [None, None, None, "one", "two", "three"]
    assert ["error" in row for row in found] == [False, True, False, False, True, False]
    assert matched == [1, 0, 1, 0]
    assert {row["schema"] for row in found} == {"factcheck.match/2"}
    assert (found[3]["title"], found[3]["published"]) == ("Mine", "2020-10-08")
    assert found[5]["extra"] == {"section": 4}
    assert done.err == "4 of 6 articles read.\n"


def test_a_folder_for_people(reading_shell: Shell, articles: Path) -> None:
    """A page each, errors at the end in one list, then how many were read."""
    done = reading_shell.run("match", str(articles), "--new")

    assert done.code == 3
    assert done.out.index("Night") < done.out.index("Bicycles") < done.out.index("Mine")
    assert re.search(r"repeats \(\d\d %\): Moonlight is cold", done.out)
    assert "our verdict: true, 22 November 2026, unpublished" in done.out
    assert re.search(r"factcheck decide [0-9a-z]{6} same\|different", done.out)
    assert f"“{NEW}”" in done.out
    assert [line.partition(" ")[0] for line in done.err.splitlines()] == [
        *("error:", "error:", "4")
    ]


def test_what_was_decided_is_not_asked_again(shell: Shell, tmp_path: Path) -> None:
    """One key a match; then it says who decided, in another article as well."""
    article = tmp_path / "a.txt"
    article.write_text(f"Night\n\n{KNOWN} Sunlight is warm.\n")
    child = factcheck(shell, "match", str(article), "--decide")
    child.expect_exact("later")
    child.send("s")
    child.expect_exact("later")
    child.send("d")
    child.expect_exact("Write this?")
    child.send("\r")
    code, shown = ended(child)
    article.write_text(f"{KNOWN.upper()}\n\nSunlight is warm.\n\nWe had soup.\n")
    (copy,) = shell.run("match", str(article), "--json").data["articles"]
    matches = [one["matches"] for one in copy["sentences"]]

    assert code == 0, shown
    assert matches[0][0]["decided"]["decision"] == "same"
    assert matches[1:] == [[], []]
    assert copy["left_out"] == 1


def test_addresses_and_feeds(reading_shell: Shell, site: str, tmp_path: Path) -> None:
    """A page, and a feed with its entries in its place; one of them is gone."""
    names = tmp_path / "names.txt"
    names.write_text(f"http://{site}/feed\n\nhttp://{site}/page\n")
    done = reading_shell.run(
        *("match", "--from", str(names), "--json"),
        environment={"FACTCHECK_ALLOW_HOSTS": site},
    )
    data = done.data

    assert done.code == 3
    assert [one["source"] for one in data["articles"]] == [
        *(f"http://{site}/page", f"http://{site}/feed#3", f"http://{site}/page")
    ]
    assert data["articles"][0]["title"] == "Night"
    assert data["articles"][0]["url"] == f"http://{site}/page"
    assert data["articles"][1]["title"] == "Soup"
    assert [one["source"] for one in data["errors"]] == [f"http://{site}/gone"]
    assert data["complete"] is True


@pytest.mark.parametrize(
    ("name", "code"), [("http://127.0.0.1:9/a", 8), ("http://[::1]/a", 8)]
)
def test_an_address_of_this_machine_is_refused(
    reading_shell: Shell, name: str, code: int
) -> None:
    """Alone it has the code of its reason."""
    done = reading_shell.run("match", name)

    assert (done.code, done.out) == (code, "")
    assert len(done.errors) == 1


def test_an_address_that_fails_has_its_code(reading_shell: Shell, site: str) -> None:
    """The network is the environment."""
    done = reading_shell.run(
        "match", f"http://{site}/gone", environment={"FACTCHECK_ALLOW_HOSTS": site}
    )

    assert (done.code, done.out) == (7, "")
    assert "there is no such page" in done.err


def test_a_batch_goes_on_where_it_stopped(
    reading_shell: Shell, articles: Path, tmp_path: Path
) -> None:
    """What the file holds is not read again; another threshold is not mixed in."""
    out = tmp_path / "out.jsonl"
    options = ("--jsonl", "--out", str(out))
    first = reading_shell.run("match", str(articles / "a.html"), *options)
    begun = out.read_text()
    out.write_text(begun + begun[:40])
    again = reading_shell.run("match", str(articles), *options)
    other = reading_shell.run(
        *("match", str(articles), *options, "--resume", "--threshold", "0.9")
    )
    resumed = reading_shell.run("match", str(articles), *options, "--resume")
    rows = [json.loads(line) for line in out.read_text().splitlines()]

    assert (first.code, first.out) == (0, "")
    assert (again.code, "--resume goes on with it" in again.err) == (8, True)
    assert (other.code, "0.5, now it is 0.9" in other.err) == (8, True)
    assert resumed.code == 3
    assert "holds 1 article already: not read again." in resumed.err
    assert out.read_text().startswith(begun)
    assert [row["source"].rpartition("/")[2] for row in rows] == [
        *("a.html", "b.txt", "c.md", "d.jsonl:1", "d.jsonl:2", "d.jsonl:3")
    ]


def test_a_stream_is_answered_as_it_comes(reading_shell: Shell) -> None:
    """A row has its answer before the next one is there."""
    with reading_shell.start("match", "-", "--jsonl") as process:
        assert process.stdin
        assert process.stdout
        answers = []
        for number in range(3):
            row = json.dumps({"id": str(number), "text": KNOWN})
            process.stdin.write(f"{row}\n".encode())
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        code = process.wait(60)

    assert [one["id"] for one in answers] == ["0", "1", "2"]
    assert code == 0


def test_stopping_a_stream_keeps_what_was_done(
    reading_shell: Shell, tmp_path: Path
) -> None:
    """Ctrl-C: 130, the line is there, and it says how to go on."""
    out = tmp_path / "out.jsonl"
    row = json.dumps({"id": "one", "text": KNOWN})
    child = factcheck(
        reading_shell, "match", "-", "--jsonl", "--out", str(out), "--jobs", "2"
    )
    child.sendline(row)
    child.expect(r"reading articles: 1, \d+ s")
    child.sendintr()
    child.expect("Stopped: 1 article read, .* keeps them: --resume reads the others")
    code, shown = ended(child)

    assert code == 130
    assert "Traceback" not in shown
    assert json.loads(out.read_text())["id"] == "one"


def test_the_progress_counts_what_is_known(
    reading_shell: Shell, tmp_path: Path
) -> None:
    """On a terminal; it is wiped away before anything else is said."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "We had soup."}\n' * 3000)
    child = factcheck(reading_shell, "match", str(rows), "--jobs", "1")
    child.expect(r"reading articles: \d+ of 3000 \(\d+ %\), \d+ s")
    child.kill(signal.SIGINT)
    code, shown = ended(child)

    assert code == 130
    assert re.search(r"Stopped: \d+ articles read\.", shown)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "no article was named"),
        (("-", "--json", "--jsonl"), "--jsonl"),
        (("-", "--out", "x"), "--jsonl"),
        (("-", "--jsonl", "--resume"), "--out"),
        (("-", "--decide"), "terminal"),
        (("-", "--decide", "--jsonl"), "--decide"),
        (("-", "--from", "-"), "only once"),
    ],
)
def test_options_that_do_not_go_together(
    reading_shell: Shell, arguments: tuple[str, ...], word: str
) -> None:
    """Are refused before anything is read."""
    done = reading_shell.run("match", *arguments)

    assert (done.code, done.out) == (2, "")
    assert word in done.err
