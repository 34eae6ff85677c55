"""A check's folder in memory, built record by record, for the tests of its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Self

from factcheck.ledger.format.validation import class_of
from factcheck.model.check import Check, gather
from factcheck.model.digest import digest
from factcheck.model.filed import Filed
from factcheck.model.ids import new_id
from factcheck.model.plain import to_plain
from factcheck.model.state import rests_on

if TYPE_CHECKING:
    from factcheck.model.kinds import Kind

CHECK = "it-is-so-7k3f9x2mq4vt"
_WHERE = f"checks/2020/10/{CHECK}"


def time_of(hour: int) -> str:
    """Give a point in time: so many hours after the check was opened."""
    return f"2020-10-{8 + hour // 24:02}T{hour % 24:02}:00:00Z"


@dataclass
class Folder:
    """Records of one check, each an hour after the one before.

    The methods that add a record give its name, those that change the folder the
    folder itself.
    """

    files: list[Filed[Any]] = field(default_factory=list)
    evidence: dict[str, Filed[Any]] = field(default_factory=dict)
    hour: int = 0
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - ids

    @classmethod
    def opened(cls) -> Self:
        """Give a folder that holds only the claim."""
        folder = cls()
        values = {
            "claim": "It is so",
            "parts": [{"part": "a", "claim": "A"}, {"part": "b", "claim": "B"}],
            "claimant": {"name": "Somebody"},
            "said_on": "2020",
            "opened": folder.now(),
            "opened_by": "Anna",
        }
        return folder.put("check", CHECK, values)

    def now(self) -> str:
        """Give the next hour."""
        self.hour += 1
        return time_of(self.hour)

    def put(
        self, kind: Kind, name: str, values: dict[str, Any], *, ending: str = ""
    ) -> Self:
        """Put a record into the folder, in place of what has its path."""
        path = f"{_WHERE}/{kind}-{name}{ending}.yaml"
        self.drop(path)
        data = to_plain(class_of(kind).model_validate(values))
        self.files.append(Filed(kind, path, name, CHECK, data))
        return self

    def drop(self, path: str) -> Self:
        """Take a record out."""
        self.files = [one for one in self.files if one.path != path]
        return self

    def change(self, kind: Kind, **values: Any) -> Self:
        """Change fields of the one record of a kind."""
        (filed,) = [one for one in self.files if one.kind == kind]
        kept = {key: one for key, one in filed.data.items() if one is not None}
        self.files.remove(filed)
        data = to_plain(class_of(kind).model_validate({**kept, **values}))
        self.files.append(Filed(kind, filed.path, filed.name, CHECK, data))
        return self

    def enter(self, name: str, **values: Any) -> Self:
        """Put an evidence entry into the ledger, in place of what has its name."""
        given = {
            "source": {"publisher": "Reuters"},
            "kind": "report",
            "says": "It is so.",
            "added": time_of(0),
            "added_by": "Anna",
            **values,
        }
        data = to_plain(class_of("evidence").model_validate(given))
        path = f"evidence/2020/10/{name}.yaml"
        self.evidence[name[-12:]] = Filed("evidence", path, name, "", data)
        return self

    def link(self, name: str = "", **values: Any) -> str:
        """Link an entry, a new one unless it is named; give its name."""
        name = name or self.name("reuters")
        if name[-12:] not in self.evidence:
            self.enter(name)
        given = {
            "evidence": name,
            "stance": "supports",
            "why": "It says so.",
            "added": time_of(0),
            "added_by": "Anna",
            **values,
        }
        part = values.get("part")
        self.put("link", name, given, ending=f"-{part}" if part else "")
        return name

    def unlink(self, name: str) -> Self:
        """Take out the link to an entry."""
        return self.drop(f"{_WHERE}/link-{name}.yaml")

    def verdict(self, *supersedes: str, **values: Any) -> str:
        """Give a verdict on what the folder now holds; give its name."""
        name = self.name("true")
        given = {
            "headline": "So it is",
            "rating": "true",
            "summary": "Yes.",
            "text": "It is so.",
            "author": "Anna",
            "given": self.now(),
            "supersedes": supersedes,
            "pins": self.pins(),
            **values,
        }
        self.put("verdict", name, given)
        return name

    def pins(self) -> dict[str, Any]:
        """Pin what the folder now holds."""
        check = self.check()
        evidence = [
            {
                "evidence": link.name,
                "stance": link.record.stance,
                "link_digest": digest("link", link.data),
                "evidence_digest": digest("evidence", entry.data),
                **({"part": link.record.part} if link.record.part else {}),
            }
            for link in check.links
            if (entry := check.of_link(link)) is not None
        ]
        answers = [
            {"answer": one.name, "answer_digest": digest("answer", one.data)}
            for one in check.answers
            if rests_on(one)
        ]
        return {
            "claim_digest": digest("check", check.claim.data),
            "evidence": evidence,
            "answers": answers,
        }

    def recheck(self, verdict: str, **values: Any) -> str:
        """Say that a verdict stands on what the folder now holds."""
        name = self.name("stands")
        given = {
            "verdict": verdict,
            "verdict_digest": "v1:" + "0" * 64,
            "why": "It does not change it.",
            "pins": self.pins(),
            "rechecker": "Bo",
            "rechecked": self.now(),
            **values,
        }
        self.put("recheck", name, given)
        return name

    def ask(self, whom: str = "Somebody", **values: Any) -> str:
        """Ask somebody; give the name of the question."""
        name = self.name("ask")
        given = {
            "whom": whom,
            **({} if "not_asked" in values else {"question": "Is it so?"}),
            **({} if "not_asked" in values else {"asked": "2020-10-09"}),
            "added": time_of(0),
            "added_by": "Anna",
            **values,
        }
        self.put("ask", name, given)
        return name

    def answer(self, ask: str, **values: Any) -> str:
        """Take an answer in; give its name."""
        name = self.name("answer")
        given = {
            "ask": ask,
            "outcome": "answered",
            "received": "2020-10-10",
            **({"text": "Yes."} if "outcome" not in values else {}),
            "added": time_of(0),
            "added_by": "Anna",
            **values,
        }
        self.put("answer", name, given)
        return name

    def review(
        self, verdict: str, reviewer: str = "Bo", *, approve: bool = True
    ) -> str:
        """Decide on a verdict; give the name of the review."""
        name = self.name("review")
        values = {
            "verdict": verdict,
            "verdict_digest": "v1:" + "0" * 64,
            "decision": "approve" if approve else "request changes",
            "comment": "Because.",
            "reviewer": reviewer,
            "decided": self.now(),
        }
        self.put("review", name, values)
        return name

    def publish(self, verdict: str) -> Self:
        """Publish a verdict."""
        values = {"verdict": verdict, "url": "https://x.org", "published": self.now()}
        return self.put("publication", self.name("out"), values)

    def name(self, slug: str) -> str:
        """Make a name that nothing else has."""
        return f"{slug}-{new_id(self.random)}"

    def check(self) -> Check:
        """Gather the records as a check."""
        gathered = gather(self.files, self.evidence)
        assert gathered is not None

        return gathered
