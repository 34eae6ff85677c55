"""The verdict: drafted, frozen with its pins, reviewed by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.ledger import layout
from factcheck.model import state
from factcheck.model.citations import cited, cited_entry, replace_citations
from factcheck.model.digest import digest
from factcheck.model.errors import (
    BadRecordError,
    NotFoundError,
    Problem,
    RefusedError,
    UsageError,
)
from factcheck.model.ids import id_of, make_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import Decision, Verdict

_REQUIRED = ("headline", "rating", "summary", "text")
_PROSE = ("summary", "text", "looked_for", "disclosure", "public_note")


def save_draft(desk: Desk, check: Check, fields: Mapping[str, Any]) -> Operation:
    """Write the draft of a check.

    Args:
        desk: where, when and by whom.
        check: the check.
        fields: all fields of ``Draft`` that have a value.

    Raises:
        BadInputError: a value is wrong, or the rating is not of the scale.
        UsageError: nothing differs from what is there.
    """
    from factcheck.model.verdict import Draft  # noqa: PLC0415 - needs pydantic

    values = dict(fields)
    if values.get("rating"):
        values["rating"] = desk.rating(values["rating"])
    path = layout.file_in_check(folder_of(check), "draft")
    change = desk.put(path, validated(Draft, values, what=path))
    if change.seen == change.content:
        raise UsageError(f"the draft of {check.name} is the same: nothing changes")
    message = said(
        "draft", f"Draft the verdict on {check.claim.slug}", check=check.name
    )
    return Operation(message, (change,), (Made("draft", check.name, path),))


def freeze(desk: Desk, check: Check, given: Mapping[str, Any]) -> Operation:
    """Give the verdict: freeze the draft with pins on all that it rests on.

    Args:
        desk: where, when and by whom.
        check: the check, as committed.
        given: fields of ``Draft`` that replace those of the draft.

    Raises:
        UsageError: a field that a verdict needs is missing.
        BadInputError: the rating is not of the scale, or a citation leads nowhere.
        RefusedError: the check has uncommitted edits, or is closed.
    """
    from factcheck.model.verdict import Verdict  # noqa: PLC0415 - needs pydantic

    refuse_unsettled(desk, check)
    draft = check.draft
    values = {**(draft.data if draft else {}), **_present(given)}
    missing = [field for field in _REQUIRED if not values.get(field)]
    if missing:
        flags = ", ".join(f"--{field}" for field in missing)
        raise UsageError(
            f"the verdict lacks {', '.join(missing)}: write the draft with "
            f"'factcheck draft {check.claim.slug}', or give {flags}"
        )
    values["rating"] = desk.rating(values["rating"])
    for field in _PROSE:
        if values.get(field):
            values[field] = with_full_names(check, values[field])
    name = desk.new_name(values["rating"], kind="verdict", within=check.name)
    path = layout.file_in_check(folder_of(check), "verdict", name)
    values |= _succession(check, values)
    values |= {"author": desk.author.name, "given": desk.now, "pins": pins(check)}
    changes = [desk.put(path, validated(Verdict, values, what="the verdict"))]
    if draft:
        changes.append(desk.remove(draft.path))
    message = said(
        "verdict",
        f"Give verdict on {check.claim.slug}: {values['rating']}",
        check=check.name,
        verdict=name,
    )
    return Operation(message, tuple(changes), (Made("verdict", name, path),))


def pins(check: Check) -> dict[str, Any]:
    """Pin what a verdict on a check rests on: the fields of ``Pins``.

    Raises:
        NotFoundError: a linked entry is not in the ledger.
    """
    rows = []
    for link in check.links:
        entry = check.of_link(link)
        if entry is None:
            raise NotFoundError(f"{link.path} links {link.name}, which is not there")
        row = {
            "evidence": entry.name,
            "part": link.record.part,
            "stance": link.record.stance,
            "link_digest": digest("link", link.data),
            "evidence_digest": digest("evidence", entry.data),
        }
        rows.append(_present(row))
    answers = [
        {"answer": one.name, "answer_digest": digest("answer", one.data)}
        for one in check.answers
        if state.rests_on(one)
    ]
    return {
        "claim_digest": digest("check", check.claim.data),
        "evidence": rows,
        "answers": answers,
    }


def with_full_names(check: Check, text: str) -> str:
    """Write out the names of cited entries, so that they mean the same for ever.

    Raises:
        BadRecordError: a citation means no linked entry, several, or a withdrawn one.
    """
    meant = {key: cited_entry(check, key) for key in cited(text)}
    problems = tuple(
        Problem(folder_of(check), 0, f"cites [@{key}], {wrong}", "citation")
        for key, (_, wrong) in meant.items()
        if wrong
    )
    if problems:
        raise BadRecordError(problems)

    def written_out(keys: list[str]) -> str:
        return "[" + "; ".join(f"@{meant[key][0]}" for key in keys) + "]"

    return replace_citations(text, written_out)


def review(
    desk: Desk,
    check: Check,
    decision: Decision,
    comment: str | None,
    *,
    anyway: bool = False,
) -> Operation:
    """Decide on the current verdict of a check.

    Args:
        desk: where, when and by whom.
        check: the check, as committed.
        decision: approve, or request changes.
        comment: why; needed where changes are requested.
        anyway: approve also what has moved since the verdict.

    Raises:
        NotFoundError: there is no verdict yet.
        RefusedError: two verdicts stand, this person said the same already, or
            the verdict to be approved no longer rests on what the check holds.
    """
    from factcheck.model.verdict import Review  # noqa: PLC0415 - needs pydantic

    refuse_unsettled(desk, check)
    verdict = standing_verdict(check)
    last = _last_word(check, verdict, desk.author.name)
    if last == decision:
        raise RefusedError(f"{desk.author.name} said so already of {verdict.name}")
    moved = list(state.moved(check, verdict))
    if decision == "approve" and moved and not anyway:
        raise RefusedError(
            f"{moved[0]}: give a new verdict with 'factcheck verdict "
            f"{check.claim.slug}', say with 'factcheck recheck' that this one stands, "
            "or approve with --anyway"
        )
    values = {
        "verdict": verdict.name,
        "verdict_digest": digest("verdict", verdict.data),
        "decision": decision,
        "comment": comment,
        "reviewer": desk.author.name,
        "decided": desk.now,
    }
    name = desk.new_name(decision, kind="review", within=check.name)
    path = layout.file_in_check(folder_of(check), "review", name)
    record = validated(Review, values, what="the review")
    verb = "Approve verdict" if decision == "approve" else "Request changes"
    message = said(
        decision.replace(" ", "-"),
        f"{verb} on {check.claim.slug}",
        check=check.name,
        verdict=verdict.name,
    )
    return Operation(message, (desk.put(path, record),), (Made("review", name, path),))


def refuse_unsettled(desk: Desk, check: Check) -> None:
    """Let nobody decide on what is not committed, or on a check that is closed.

    Raises:
        RefusedError: the check has uncommitted edits, or is closed.
    """
    edits = desk.ledger.edits_of(check)
    if edits:
        raise RefusedError(
            f"{edits[0]} has changes that are not committed: run 'factcheck save' first"
        )
    if check.work and check.work.record.closed:
        outcome = check.work.record.closed.outcome
        raise RefusedError(f"{check.name} is closed ({outcome})")


def _succession(check: Check, values: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a new verdict supersedes; a published one asks for grade and note."""
    current = check.current_verdicts()
    corrects = _was_published(check, current)
    if corrects and not (values.get("grade") and values.get("public_note")):
        raise UsageError(
            "it supersedes a published verdict: say how with --grade "
            "(clarification, update, correction, retraction) and --public-note"
        )
    if values.get("grade") and not corrects:
        raise UsageError("--grade is for a verdict that supersedes a published one")
    names = [make_name(one.slug, one.id) for one in current]
    return {"supersedes": names} if names else {}


def _was_published(check: Check, verdicts: Iterable[Filed[Verdict]]) -> bool:
    """Tell whether readers have seen one of the verdicts, or one superseded by them.

    A correction that was sent back was never published; what it corrects was.
    """
    published = {id_of(one.record.verdict) for one in check.publications}
    by_id = {one.id: one for one in check.verdicts}
    ahead = [one.id for one in verdicts]
    seen: set[str] = set()
    while ahead:
        verdict_id = ahead.pop()
        if verdict_id in published:
            return True
        if verdict_id in by_id and verdict_id not in seen:
            ahead += map(id_of, by_id[verdict_id].record.supersedes)
        seen.add(verdict_id)
    return False


def standing_verdict(check: Check) -> Filed[Verdict]:
    """Give the one verdict that stands.

    Raises:
        NotFoundError: there is none.
        RefusedError: there are two.
    """
    current = check.current_verdicts()
    if not current:
        raise NotFoundError(
            f"{check.name} has no verdict: 'factcheck verdict {check.claim.slug}'"
        )
    if len(current) > 1:
        names = " and ".join(one.name for one in current)
        raise RefusedError(f"{names} both stand: give a verdict that supersedes them")
    return current[0]


def _last_word(check: Check, verdict: Filed[Verdict], who: str) -> str | None:
    words = [
        one.record.decision
        for one in state.reviews_of(check, verdict)
        if one.record.reviewer == who
    ]
    return words[-1] if words else None


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
