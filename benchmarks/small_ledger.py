"""A small ledger that has a bit of everything, for trials that damage or tamper.

Made with the newsroom of the tests: a check with evidence, captures, a verdict, a
review and a publication, a second check, packed and loose objects, packed and loose
branches, tags of both kinds, and a remote.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, Python finds modules beside it; the packages are one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from factcheck.desk import evidence
from factcheck.desk.captures import capture_of
from factcheck.ledger.ledger import Ledger
from factcheck.review.run import Extent
from factcheck.review.verify import Verification, verify
from tests.conftest import Newsroom, git, make_newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<!doctype html><title>T</title><p>The moon is cold, they said.</p>"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
ADDED = 'added: "2026-11-23T08:00:00Z"\nadded_by: Anna\n'


def make(root: Path) -> Newsroom:
    """Make the ledger in a folder, and its remote beside it."""
    newsroom = make_newsroom(root)
    check = newsroom.open("Moonlight is cold")
    newsroom.add(check, "Cold it is")
    newsroom.add(check, "Warm it is", "refutes")
    with_capture(newsroom, check, "A page", PAGE, quote="The moon is cold")
    newsroom.freeze(check)
    newsroom.approve(check)
    publish(newsroom, check)
    newsroom.git("tag", "v1")
    newsroom.git("tag", "-a", "-m", "Report", "report/1")
    newsroom.git("branch", "side", "HEAD~1")
    newsroom.git("branch", "autumn", "HEAD~2")
    newsroom.git("gc", "-q")
    newsroom.open("Sunlight is warm")
    newsroom.add("sunlight", "Bright it is")
    with_capture(newsroom, "sunlight", "A picture", PICTURE)
    newsroom.git("branch", "later", "HEAD~1")
    remote = root.with_name("remote.git")
    git(root.parent, "init", "-q", "--bare", remote.name)
    newsroom.git("remote", "add", "origin", str(remote))
    newsroom.git("push", "-q", "-u", "origin", "main", "side")
    newsroom.git("status")  # git takes down the times of the files
    newsroom.close()
    return newsroom


def with_capture(
    newsroom: Newsroom, check: str, says: str, content: bytes, *, quote: str = ""
) -> str:
    """Take in an entry with a capture, link it to a check, and give its path."""
    desk = newsroom.desk()
    name = "page.html" if content.startswith(b"<") else "picture.png"
    values = {
        "source": {"publisher": "P", "title": says},
        "kind": "report",
        "says": says,
        "captures": [capture_of(desk, content, file_name=name)],
    }
    if quote:
        values["quote"] = quote
    operation = evidence.add_and_link(
        desk,
        [desk.ledger.check(check)],
        values,
        {"stance": "context", "why": "It says so."},
        slug=says,
        captures=[content],
    )
    desk.commit(operation)
    return next(one.path for one in operation.made if one.kind == "evidence")


def publish(newsroom: Newsroom, check: str) -> str:
    """Put down that the verdict of a check went out; give the record's path."""
    filed = newsroom.ledger.check(check)
    verdict = filed.verdicts[-1]
    path = f"{verdict.path.rpartition('/')[0]}/publication-desk-0123456789ab.yaml"
    put(
        newsroom,
        path,
        f"verdict: {verdict.name}\nurl: https://x.example/\n"
        'published: "2026-11-23T08:00:00Z"\n',
    )
    commit(newsroom, "Publish")
    return path


def put(newsroom: Newsroom, path: str, text: str) -> str:
    """Write a file by hand and give its path."""
    file = newsroom.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return path


def edit(newsroom: Newsroom, path: str, old: str, new: str) -> str:
    """Change the text of a file by hand and give its path.

    Raises:
        ValueError: the text is not there; the trial would try nothing.
    """
    file = newsroom.root / path
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path} has no '{old}'")
    file.write_text(text.replace(old, new), encoding="utf-8")
    return path


def commit(newsroom: Newsroom, message: str = "By hand") -> str:
    """Commit everything, as a person with git would, past all that we check."""
    newsroom.close()
    newsroom.git("add", "-A")
    newsroom.git("commit", "-q", "-m", message)
    return head(newsroom)


def head(newsroom: Newsroom) -> str:
    """Give the commit at HEAD."""
    return newsroom.git("rev-parse", "HEAD").strip()


def verified(root: Path, base: str | None = None, **extent: bool) -> Verification:
    """Verify a ledger, opened anew."""
    ledger = Ledger(root)
    try:
        return verify(ledger, base=base, extent=Extent(**extent))
    finally:
        ledger.close()


@contextmanager
def alone() -> Iterator[Path]:
    """Give a folder to work in, with no configuration or memory of the machine's."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="factcheck-trial-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        config = home / "gitconfig"
        config.write_text(
            "[user]\nname = Anna Example\nemail = anna@example.org\n"
            "[init]\ndefaultBranch = main\n[gc]\nauto = 0\n"
            "[maintenance]\nauto = false\n"
            "[advice]\ndetachedHead = false\n",
            encoding="utf-8",
        )
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            del os.environ[name]
        os.environ |= {
            "GIT_CONFIG_GLOBAL": str(config),
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
        }
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)
