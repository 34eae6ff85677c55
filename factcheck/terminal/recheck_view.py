"""What moved since a verdict, and the two ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.model.dates import in_words
from factcheck.terminal.page import Line, next_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import Verdict
    from factcheck.terminal.page import Block, Page


def recheck_page(
    check: Check,
    verdict: Filed[Verdict],
    *,
    why: Sequence[str],
    changes: Sequence[str] = (),
    lost: str | None = None,
    with_ways: bool = False,
) -> Page:
    """Lay out what somebody needs who looks again at a verdict.

    Args:
        check: the check.
        verdict: the one that stands.
        why: it needs a recheck, a line each.
        changes: who changed what, as far as the history tells, a line each.
        lost: which citation of the verdict no longer holds.
        with_ways: whether to name the commands that lead on.
    """
    record = verdict.record
    given = f"given by {record.author}, {in_words(record.given)}"
    blocks: list[Block] = [
        Line(check.claim.record.claim, "strong"),
        Line(check.name, "quiet"),
        Line(f"{record.rating}: {record.headline}"),
        Line(f"{verdict.name}, {given}", "quiet"),
    ]
    again = check.recheck_of(verdict)
    if again:
        when = in_words(again.record.rechecked)
        said = f"{again.record.rechecker}, {when}: {again.record.why}"
        blocks.append(Line(f"it stands, {said}", "good", 1))
    blocks += [Line(f"needs recheck: {one}", "bad") for one in why]
    blocks += [Line(one, "doubtful", 1) for one in changes]
    if not why:
        blocks.append(Line("nothing that it rests on has moved", "good"))
    if lost:
        blocks.append(Line(f"the verdict {lost}: it needs another text", "bad"))
    if with_ways:
        slug = check.claim.slug
        if not lost:
            blocks.append(next_step(f"factcheck recheck {slug} --stands  (it stands)"))
        if why:
            blocks.append(next_step(f"factcheck draft {slug}  (it does not)"))
    return tuple(blocks)
