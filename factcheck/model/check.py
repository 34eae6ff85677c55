"""A check as a whole: everything in its folder, with the evidence it links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.model.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.model.asking import Answer, Ask
    from factcheck.model.claim import Claim, Work
    from factcheck.model.evidence import Appearance, Evidence, Link
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import (
        Draft,
        Pins,
        Publication,
        Recheck,
        Review,
        Verdict,
    )


class Check(NamedTuple):
    """One claim's investigation.

    Attributes:
        claim: the record in ``check.yaml``.
        work: the record in ``work.yaml``, if there is one.
        draft: the verdict being written, if there is one.
        links: by name of the evidence, then part.
        evidence: the linked entries, by id; one that is gone is lacking here.
        appearances: by date of publication, unknown first.
        asks, answers: by the day of asking and of receiving.
        verdicts, reviews, rechecks, publications: oldest first.
    """

    claim: Filed[Claim]
    work: Filed[Work] | None
    draft: Filed[Draft] | None
    links: tuple[Filed[Link], ...]
    evidence: Mapping[str, Filed[Evidence]]
    appearances: tuple[Filed[Appearance], ...]
    asks: tuple[Filed[Ask], ...]
    answers: tuple[Filed[Answer], ...]
    verdicts: tuple[Filed[Verdict], ...]
    reviews: tuple[Filed[Review], ...]
    rechecks: tuple[Filed[Recheck], ...]
    publications: tuple[Filed[Publication], ...]

    @property
    def name(self) -> str:
        """The name of the check's folder."""
        return self.claim.name

    def of_link(self, link: Filed[Link]) -> Filed[Evidence] | None:
        """Give the evidence that a link names, None where it is gone."""
        return self.evidence.get(link.id)

    def current_verdicts(self) -> tuple[Filed[Verdict], ...]:
        """Give the verdicts that no other supersedes; more than one is a dispute."""
        superseded = {
            id_of(reference)
            for verdict in self.verdicts
            for reference in verdict.record.supersedes
        }
        return tuple(v for v in self.verdicts if v.id not in superseded)

    def recheck_of(self, verdict: Filed[Verdict]) -> Filed[Recheck] | None:
        """Give the latest recheck of a verdict, None if nobody has looked again."""
        of_it = [
            one for one in self.rechecks if id_of(one.record.verdict) == verdict.id
        ]
        return of_it[-1] if of_it else None

    def pins_of(self, verdict: Filed[Verdict]) -> Pins:
        """Give what a verdict rests on now: its pins, or those of its recheck."""
        recheck = self.recheck_of(verdict)
        return recheck.record.pins if recheck else verdict.record.pins

    def answers_to(self, ask: Filed[Ask]) -> tuple[Filed[Answer], ...]:
        """Give what came back on a question, earliest first."""
        return tuple(one for one in self.answers if id_of(one.record.ask) == ask.id)

    def verdict(self) -> Filed[Verdict] | None:
        """Give the current verdict; the latest one where two are in dispute."""
        current = self.current_verdicts()
        return current[-1] if current else None


def gather(
    files: Iterable[Filed[Any]], evidence: Mapping[str, Filed[Evidence]]
) -> Check | None:
    """Put the records of one folder together.

    Args:
        files: all that lies in one check's folder, any order.
        evidence: entries by id; those that no link names are left out.

    Returns:
        The check, or None where ``check.yaml`` is not among the files.
    """
    by_kind: dict[str, list[Filed[Any]]] = {}
    for filed in sorted(files, key=lambda filed: filed.path):
        by_kind.setdefault(filed.kind, []).append(filed)
    if "check" not in by_kind:
        return None
    links = tuple(by_kind.get("link", ()))
    linked = {link.id for link in links}
    return Check(
        claim=by_kind["check"][0],
        work=next(iter(by_kind.get("work", ())), None),
        draft=next(iter(by_kind.get("draft", ())), None),
        links=links,
        evidence={key: entry for key, entry in evidence.items() if key in linked},
        appearances=_in_order(by_kind, "appearance", "published"),
        asks=_in_order(by_kind, "ask", "asked"),
        answers=_in_order(by_kind, "answer", "received"),
        verdicts=_in_order(by_kind, "verdict", "given"),
        reviews=_in_order(by_kind, "review", "decided"),
        rechecks=_in_order(by_kind, "recheck", "rechecked"),
        publications=_in_order(by_kind, "publication", "published"),
    )


def _in_order(
    by_kind: Mapping[str, list[Filed[Any]]], kind: str, when: str
) -> tuple[Filed[Any], ...]:
    filed = by_kind.get(kind, [])
    return tuple(sorted(filed, key=lambda one: (one.data[when] or "", one.name)))
