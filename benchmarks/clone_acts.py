"""What two people do in two clones of one ledger, at random: for ``clones.py``.

A ledger is a mapping of path to bytes here. Acts change it as the commands do: what
is added is a file of its own with an id of its own; what is amended is a field, or an
item of a list, of one record.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.make_ledger import Author
from factcheck.ledger import layout
from factcheck.ledger.cache import reading
from factcheck.ledger.format import canonical
from factcheck.model.digest import digest
from factcheck.model.ids import make_name, make_slug, new_id
from factcheck.model.settings import DEFAULT_RATINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Files = dict[str, bytes]
NOW = "2026-11-22T10:{:02d}:00Z"
TOPICS = ("economy", "health", "climate", "elections", "war", "crime", "trade")
WORDS = ("river", "vote", "bridge", "court", "tax", "school", "harbour", "train")


def read(files: Files, path: str) -> dict[str, Any]:
    """Give a record as plain data, every field present."""
    filed = reading.read_record(path, files[path])
    if filed is None:
        raise ValueError(f"{path} is no record")
    return filed.data


def write(files: Files, path: str, data: dict[str, Any]) -> None:
    """Put a record into a ledger; it must be one that can be read."""
    content = canonical.write(data)
    reading.read_record(path, content)
    files[path] = content


def base_ledger(checks: int, seed: int) -> Files:
    """Make a small ledger with records of many kinds."""
    author = Author(checks, seed)
    files: Files = {}
    ratings = [
        {"label": one.label, "meaning": one.meaning, "value": one.value}
        for one in DEFAULT_RATINGS
    ]
    settings = {"format": 1, "publisher": {"name": "Desk"}, "ratings": ratings}
    write(files, layout.SETTINGS, settings)
    for number in range(checks):
        for step in author.steps(number):
            for path, data in step.files.items():
                write(files, path, data)
    random = author.random
    party = {
        "name": "The ministry",
        "kind": "organisation",
        "other_names": ["Ministry"],
        "role": "ministry of works",
        "note": "asked often",
        **_added(random, "Anna"),
    }
    path = layout.file_by_month("party", _name(random, "ministry"), when=NOW)
    write(files, path, party)
    for folder in _folders(files)[1::2]:
        path = layout.file_in_check(folder, "draft")
        text = "\n".join(f"Line {n} says {random.choice(WORDS)}." for n in range(8))
        write(files, path, {"headline": "So it is", "rating": "true", "text": text})
    return files


class Person:
    """Somebody at work in one clone.

    Args:
        random: what is done, and the ids; two people need different ones.
        name: who.
    """

    def __init__(self, random: Random, name: str) -> None:
        self.random = random
        self.name = name

    @property
    def adding(self) -> tuple[Callable[[Files], None], ...]:
        """What makes new files and changes none."""
        return (self.add_evidence, self.open_check, self.ask, self.appear, self.tip)

    @property
    def amending(self) -> tuple[Callable[[Files], None], ...]:
        """What changes fields or items of records that are there."""
        return (
            self.amend_evidence,
            self.amend_claim,
            self.amend_work,
            self.amend_link,
            self.amend_party,
            self.amend_draft,
            self.link,
            self.verdict,
            self.unlink,
            self.amend_settings,
        )

    def act(self, files: Files, *, only_adding: bool) -> None:
        """Do one thing."""
        acts = self.adding if only_adding else self.adding + 2 * self.amending
        self.random.choice(acts)(files)

    # ---------------------------------------------------------------------- adding

    def add_evidence(self, files: Files) -> None:
        """Take in an entry and link it."""
        entry = {
            "source": {"publisher": self._line(), "url": "https://example.org/x"},
            "kind": "report",
            "says": self._line(),
            **_added(self.random, self.name),
        }
        name = _name(self.random, "entry")
        write(files, layout.file_by_month("evidence", name, when=NOW), entry)
        self._link(files, self.random.choice(_folders(files)), name)

    def open_check(self, files: Files) -> None:
        """Open a check."""
        folder = layout.check_folder(_name(self.random, "claim"), opened=NOW)
        claim = {
            "claim": self._line(),
            "claimant": {"name": self._line()},
            "said_on": "2026",
            "opened": NOW.format(self.random.randint(0, 59)),
            "opened_by": self.name,
        }
        write(files, layout.file_in_check(folder, "check"), claim)

    def ask(self, files: Files) -> None:
        """Put down a question."""
        data = {"whom": self._line(), "question": self._line(), "asked": "2026-11-22"}
        self._into_check(files, "ask", data | _added(self.random, self.name))

    def appear(self, files: Files) -> None:
        """Put down where a claim appeared."""
        data = {"who": self._line(), "title": self._line()}
        self._into_check(files, "appearance", data | _added(self.random, self.name))

    def tip(self, files: Files) -> None:
        """Keep what a reader sent."""
        data = {"says": self._line(), "received": "2026-11-22"}
        path = layout.file_by_month("tip", _name(self.random, "tip"), when=NOW)
        write(files, path, data | _added(self.random, self.name))

    # -------------------------------------------------------------------- amending

    def amend_evidence(self, files: Files) -> None:
        """Change a field of an entry, withdraw it, or add a capture."""
        data, path = self._one(files, "evidence/")
        choice = self.random.randrange(6)
        if choice == 0:
            data["withdrawn"] = {
                "since": NOW.format(self.random.randint(0, 59)),
                "why": self._line(),
                "by": self.name,
            }
        elif choice == 1:
            data["captures"].append(
                {
                    "sha256": f"{self.random.getrandbits(256):064x}",
                    "size": 3,
                    "media_type": "text/html",
                    "retrieved": NOW.format(self.random.randint(0, 59)),
                    "tool": "factcheck",
                }
            )
        elif choice == 2:  # noqa: PLR2004 - one of six
            field = self.random.choice(("title", "archived", "carrier"))
            url = f"https://example.org/{self.random.randrange(3)}"
            data["source"][field] = url if field == "archived" else self._line()
        else:
            field = self.random.choice(("note", "says", "origin", "where", "quote"))
            data[field] = self._line()
        write(files, path, data)

    def amend_claim(self, files: Files) -> None:
        """Change a field of a claim, or add another wording."""
        data, path = self._one(files, "/check.yaml")
        if self.random.random() < 0.5:  # noqa: PLR2004 - as often as not
            data["wordings"].append(self._line())
        else:
            field = self.random.choice(("claim", "place", "medium", "reach", "harm"))
            data[field] = self._line()
        write(files, path, data)

    def amend_work(self, files: Files) -> None:
        """Assign, set a day, add or drop a topic, close."""
        folder = self.random.choice(_folders(files)[:2])
        path = layout.file_in_check(folder, "work")
        data = read(files, path) if path in files else {"topics": []}
        choice = self.random.randrange(5)
        if choice == 0:
            data["assignee"] = self._line()
        elif choice == 1:
            data["due"] = f"2026-12-{self.random.randint(1, 28):02d}"
        elif choice == 2 and data["topics"]:  # noqa: PLR2004 - one of five
            data["topics"].remove(self.random.choice(data["topics"]))
        elif choice == 3 and not data.get("closed"):  # noqa: PLR2004 - the same
            why = self.random.choice(("no time", "not to be checked"))
            data["closed"] = {
                "outcome": "dropped",
                "why": why,
                "since": NOW.format(self.random.randint(0, 59)),
                "by": self.name,
            }
        else:
            topic = self.random.choice(TOPICS)
            if topic not in data["topics"]:
                data["topics"].append(topic)
        write(files, path, data)

    def amend_link(self, files: Files) -> None:
        """Change stance or reason of a link."""
        data, path = self._one(files, "/link-")
        if self.random.random() < 0.5:  # noqa: PLR2004 - as often as not
            data["stance"] = self.random.choice(("supports", "refutes", "context"))
        else:
            data["why"] = self._line()
        write(files, path, data)

    def amend_party(self, files: Files) -> None:
        """Add another name, or change a field."""
        data, path = self._one(files, "parties/")
        choice = self.random.randrange(3)
        if choice == 0:
            data["other_names"].append(self._line())
        elif choice == 1:
            data["affiliations"].append(
                {"organisation": self._line(), "since": "2020", "role": None}
            )
        else:
            data[self.random.choice(("role", "note", "interest"))] = self._line()
        write(files, path, data)

    def amend_draft(self, files: Files) -> None:
        """Begin a draft, or change a line or a field of it."""
        folder = self.random.choice(_folders(files)[:2])
        path = layout.file_in_check(folder, "draft")
        data = read(files, path) if path in files else {"text": "One.\nTwo.\nThree."}
        if self.random.random() < 0.3:  # noqa: PLR2004 - now and then
            data["headline"] = self._line()
        else:
            lines = (data["text"] or "One.").split("\n")
            lines[self.random.randrange(len(lines))] = self._line()
            data["text"] = "\n".join(lines)
        write(files, path, data)

    def link(self, files: Files) -> None:
        """Link an entry that is there to one more check."""
        entries = sorted(path for path in files if path.startswith("evidence/"))
        name = self.random.choice(entries[:4]).rpartition("/")[2].removesuffix(".yaml")
        folder = self.random.choice(_folders(files)[:2])
        self._link(files, folder, name)

    def unlink(self, files: Files) -> None:
        """Take a link away."""
        _, path = self._one(files, "/link-")
        del files[path]

    def verdict(self, files: Files) -> None:
        """Freeze a draft."""
        drafts = sorted(path for path in files if path.endswith("/draft.yaml"))
        if not drafts:
            return
        path = self.random.choice(drafts)
        folder = layout.folder_of(path)
        data = read(files, path)
        claim = read(files, layout.file_in_check(folder, "check"))
        verdict = data | {
            "headline": data["headline"] or "So it is",
            "rating": self.random.choice(("true", "false")),
            "summary": "Yes.",
            "author": self.name,
            "given": NOW.format(self.random.randint(0, 59)),
            "pins": {"claim_digest": digest("check", claim)},
        }
        del files[path]
        name = _name(self.random, "verdict")
        write(files, layout.file_in_check(folder, "verdict", name), verdict)

    def amend_settings(self, files: Files) -> None:
        """Add a person, or change the meaning of a rating."""
        data = read(files, layout.SETTINGS)
        if self.random.random() < 0.5:  # noqa: PLR2004 - as often as not
            name = f"Person {self.random.randrange(10_000)}"
            if name not in [one["name"] for one in data["people"]]:
                data["people"].append({"name": name, "printed": "the desk"})
        else:
            self.random.choice(data["ratings"])["meaning"] = self._line()
        write(files, layout.SETTINGS, data)

    # ----------------------------------------------------------------------- inside

    def _line(self) -> str:
        words = " ".join(self.random.choice(WORDS) for _ in range(3))
        return f"The {words} {self.random.randrange(100)}"

    def _one(self, files: Files, mark: str) -> tuple[dict[str, Any], str]:
        paths = sorted(path for path in files if mark in f"/{path}")
        path = self.random.choice(paths[:3])
        return read(files, path), path

    def _into_check(self, files: Files, kind: Any, data: dict[str, Any]) -> None:
        folder = self.random.choice(_folders(files))
        name = _name(self.random, kind)
        write(files, layout.file_in_check(folder, kind, name), data)

    def _link(self, files: Files, folder: str, name: str) -> None:
        path = layout.file_in_check(folder, "link", name)
        if path in files:
            return
        link = {
            "evidence": name,
            "stance": self.random.choice(("supports", "supports", "refutes")),
            "why": self.random.choice(("It says so.", "As one reads there.")),
            **_added(self.random, self.name),
        }
        write(files, path, link)


def _added(random: Random, who: str) -> dict[str, Any]:
    return {"added": NOW.format(random.randint(0, 59)), "added_by": who}


def _name(random: Random, text: str) -> str:
    return make_name(make_slug(text), new_id(random))


def _folders(files: Files) -> list[str]:
    return sorted(
        layout.folder_of(path) for path in files if path.endswith("/check.yaml")
    )
