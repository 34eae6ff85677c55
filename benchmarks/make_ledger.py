"""Make a ledger of any size, the same for the same seed.

python benchmarks/make_ledger.py --checks N --seed S --out DIR [--history]

Each check has four evidence entries with their links; every second one has a verdict
and a review. They are spread evenly over ten years. All text is made up of random
words: such a ledger measures, it says nothing. With ``--history`` there is one commit
per command (open, four times evidence with its link, verdict, approve), without it one
per month.

The records go through ``git fast-import``; ``factcheck verify`` passes on the result.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING, Any

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from factcheck.desk.founding import found
from factcheck.ledger import layout
from factcheck.ledger.format import canonical
from factcheck.ledger.git.repository import Identity
from factcheck.model.dates import to_timestamp
from factcheck.model.digest import digest
from factcheck.model.ids import id_of, make_name, make_slug, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENTRIES = 4
YEARS = 10
END = datetime(2026, 11, 1, tzinfo=UTC)
AUTHOR = Identity("Benchmark desk", "desk@example.org")
STANCES = ("supports", "refutes", "both", "context")
TOPICS = ("economy", "health", "migration", "climate", "elections", "war", "crime")


@dataclass(frozen=True, slots=True)
class Step:
    """What one command writes.

    Attributes:
        operation: its name in the trailer of the commit.
        when: the time of the commit.
        check: the name of the check that it is about.
        files: records by path in the ledger, as plain data.
    """

    operation: str
    when: datetime
    check: str
    files: dict[str, dict[str, Any]]


class Words:
    """A vocabulary in which few words are common and most are rare, as in prose."""

    def __init__(self, random: Random) -> None:
        self.random = random
        syllables = [first + last for first in "bdfghklmnprstvwz" for last in "aeiou"]
        self.words = sorted(
            {
                "".join(random.choices(syllables, k=random.randint(2, 4)))
                for _ in range(20_000)
            }
        )
        random.shuffle(self.words)

    def word(self) -> str:
        """Give a word: the one at place n about as often as 1 in n."""
        return self.words[int(len(self.words) ** self.random.random()) - 1]

    def line(self, count: int) -> str:
        """Give so many words as a sentence without its full stop."""
        text = " ".join(self.word() for _ in range(count))
        return text[0].upper() + text[1:]

    def prose(self, sentences: int) -> str:
        """Give so many sentences."""
        random = self.random
        return " ".join(
            f"{self.line(random.randint(8, 18))}, {random.randint(2, 9000)} "
            f"{self.word()}."
            for _ in range(sentences)
        )


class Author:
    """Writes the checks of one ledger, one after the other.

    Args:
        checks: how many there will be.
        seed: the same one gives the same records.
    """

    def __init__(self, checks: int, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret, a repeatable ledger
        self.words = Words(self.random)
        self.people = [self.words.line(2).title() for _ in range(800)]
        self.publishers = [self.words.line(2).title() for _ in range(300)]
        self.checks = checks
        self.between = timedelta(days=365.25 * YEARS) / checks

    def steps(self, number: int) -> Iterator[Step]:
        """Give what is done in a check, in order; numbers count from 0."""
        random, words = self.random, self.words
        opened = END - self.between * (self.checks - number)
        pause = self.between / (ENTRIES + 4)
        said = words.line(random.randint(7, 14)) + f" {random.randint(2, 900)}"
        name = self._name(said)
        folder = layout.check_folder(name, opened=_text(opened))
        claim = {
            "claim": said,
            "words": words.prose(1),
            "about": "is so",
            "claimant": {"name": random.choice(self.people), "role": words.line(2)},
            "said_on": _text(opened - timedelta(days=random.randint(0, 9)))[:10],
            "place": words.line(1),
            "medium": random.choice(("speech", "article", "post", "interview")),
            "language": "en",
            "opened": _text(opened),
            "opened_by": AUTHOR.name,
        }
        work = {
            "assignee": random.choice(self.people[:12]),
            "due": _text(opened + timedelta(days=14))[:10],
            "topics": sorted(random.sample(TOPICS, k=2)),
        }
        path = layout.file_in_check(folder, "check")
        files: dict[str, dict[str, Any]] = {
            path: claim,
            layout.file_in_check(folder, "work"): work,
        }
        yield Step("open", opened, name, files)
        pins = []
        for count in range(1, ENTRIES + 1):
            step, pin = self._evidence(folder, name, opened + count * pause)
            pins.append(pin)
            yield step
        if number % 2 == 0:
            yield from self._verdict(folder, name, claim, pins, opened + 5 * pause)

    def _name(self, text: str) -> str:
        return make_name(make_slug(text), new_id(self.random))

    def _evidence(
        self, folder: str, check: str, when: datetime
    ) -> tuple[Step, dict[str, Any]]:
        random, words = self.random, self.words
        title = words.line(random.randint(5, 10))
        name = self._name(title)
        entry = {
            "source": {
                "url": f"https://example.org/{make_slug(title)}/{id_of(name)}",
                "title": title,
                "publisher": random.choice(self.publishers),
                "author": random.choice(self.people),
                "published": _text(when - timedelta(days=random.randint(1, 300)))[:10],
                "accessed": _text(when)[:10],
                "language": "en",
            },
            "origin": random.choice(self.people),
            "kind": random.choice(("document", "report", "statement", "data")),
            "read": "whole",
            "quote": f"{words.prose(3)}\n\n{words.prose(2)}",
            "where": f"paragraph {random.randint(1, 40)}",
            "says": words.prose(2),
            "added": _text(when),
            "added_by": AUTHOR.name,
        }
        link = {
            "evidence": name,
            "stance": random.choice(STANCES),
            "primary": random.random() < 0.3,  # noqa: PLR2004 - about a third
            "why": words.prose(1),
            "added": _text(when),
            "added_by": AUTHOR.name,
        }
        pin = {
            "evidence": name,
            "stance": link["stance"],
            "link_digest": digest("link", link),
            "evidence_digest": digest("evidence", entry),
        }
        files: dict[str, dict[str, Any]] = {
            layout.file_by_month("evidence", name, when=_text(when)): entry,
            layout.file_in_check(folder, "link", name): link,
        }
        return Step("evidence add", when, check, files), pin

    def _verdict(
        self,
        folder: str,
        check: str,
        claim: dict[str, Any],
        pins: list[dict[str, Any]],
        when: datetime,
    ) -> Iterator[Step]:
        random, words = self.random, self.words
        rating = random.choice(("true", "false", "mixed"))
        name = make_name(rating, new_id(random))
        verdict = {
            "headline": words.line(9),
            "rating": rating,
            "summary": words.prose(2),
            "text": "\n\n".join(
                f"{words.prose(3)} [@{pin['evidence']}]" for pin in pins
            ),
            "author": AUTHOR.name,
            "given": _text(when),
            "supersedes": [],
            "pins": {
                "claim_digest": digest("check", claim),
                "evidence": sorted(pins, key=lambda pin: str(pin["evidence"])),
                "answers": [],
            },
        }
        path = layout.file_in_check(folder, "verdict", name)
        yield Step("verdict", when, check, {path: verdict})
        later = when + self.between / (ENTRIES + 4)
        review = {
            "verdict": name,
            "verdict_digest": digest("verdict", verdict),
            "decision": "approve",
            "reviewer": "Benchmark editor",
            "decided": _text(later),
        }
        reviewed = make_name("approve", new_id(random))
        path = layout.file_in_check(folder, "review", reviewed)
        yield Step("approve", later, check, {path: review})


def _text(when: datetime) -> str:
    return to_timestamp(when)


def steps(checks: int, seed: int) -> Iterator[Step]:
    """Give all that is done in a ledger of so many checks, in order of time."""
    author = Author(checks, seed)
    for number in range(checks):
        yield from author.steps(number)


def by_month(all_steps: Iterator[Step]) -> Iterator[Step]:
    """Join the steps of each month into one."""
    joined: Step | None = None
    for step in all_steps:
        if joined and _text(joined.when)[:7] == _text(step.when)[:7]:
            joined.files.update(step.files)
        else:
            if joined:
                yield joined
            joined = Step("import", step.when, "", dict(step.files))
    if joined:
        yield joined


def feed(stream: IO[bytes], all_steps: Iterator[Step], parent: str) -> None:
    """Write steps as commits in the format of ``git fast-import`` (see its manual)."""
    first = f"from {parent}\n".encode()
    for step in all_steps:
        subject = f"{step.operation.capitalize()} {step.check}".strip()
        trailers = f"Factcheck-Op: {step.operation}\n"
        trailers += f"Check: {step.check}\n" if step.check else ""
        text = f"{subject}\n\n{trailers}".encode()
        who = f"{AUTHOR.name} <{AUTHOR.email}> {int(step.when.timestamp())} +0000"
        stream.write(
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode()
            + b"data %d\n%s\n" % (len(text), text)
            + first
        )
        first = b""
        for path, data in step.files.items():
            content = canonical.write(data)
            stream.write(b"M 100644 inline %s\n" % path.encode())
            stream.write(b"data %d\n%s\n" % (len(content), content))
    stream.write(b"done\n")


def make(out: Path, checks: int, seed: int, *, history: bool) -> None:
    """Make the ledger in a folder that is empty or not there."""
    ledger, operation = found(out, publisher="Benchmark")
    began = END - timedelta(days=366 * YEARS)
    start = ledger.commit(
        operation.changes, operation.message, author=AUTHOR, now=_text(began)
    )
    planned = steps(checks, seed)
    importing = subprocess.Popen(
        ["git", "fast-import", "--quiet", "--done"],
        cwd=out,
        stdin=subprocess.PIPE,
    )
    with importing:
        if importing.stdin is None:
            raise RuntimeError("git fast-import takes no input")
        feed(importing.stdin, planned if history else by_month(planned), start)
    if importing.returncode:
        sys.exit("git fast-import failed")
    subprocess.run(
        ["git", "reset", "--quiet", "--hard"],
        cwd=out,
        check=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checks", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--history", action="store_true", help="one commit per command")
    given = parser.parse_args(arguments)
    make(given.out, given.checks, given.seed, history=given.history)
    print(f"{given.checks} checks in {given.out}")


if __name__ == "__main__":
    main()
