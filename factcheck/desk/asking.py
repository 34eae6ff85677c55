"""Asking those concerned, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factcheck.desk.captures import in_git
from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.ledger import layout
from factcheck.model.errors import RefusedError, UsageError
from factcheck.model.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.desk.desk import Desk
    from factcheck.model.asking import Answer, Ask
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed


def ask(desk: Desk, check: Check, given: Mapping[str, Any]) -> Operation:
    """Put down that somebody was asked, or why that person was not.

    Args:
        desk: where, when and by whom.
        check: the check.
        given: fields of ``Ask``, without those of adding; a question without a day
            was asked today.

    Raises:
        BadRecordError: a field is missing or wrong.
        RefusedError: the check is closed, or the same question is open already.
        UsageError: the answer would have to come before the question.
    """
    from factcheck.model.asking import Ask  # noqa: PLC0415 - needs pydantic

    if check.work and check.work.record.closed:
        raise RefusedError(
            f"{check.name} is closed: 'factcheck reopen {check.claim.slug}' first"
        )
    values = {**given, "added": desk.now, "added_by": desk.author.name}
    if values.get("question") and not values.get("asked"):
        values["asked"] = desk.now[:10]
    record: Ask = validated(Ask, values, what="the question")
    if record.asked and record.answer_by and record.answer_by < record.asked:
        raise UsageError(
            f"--by: {record.answer_by} is before the question ({record.asked})"
        )
    for one in open_questions(check):
        if _says_the_same(one, record):
            raise RefusedError(
                f"{one.name} asks {one.record.whom} this already: "
                f"'factcheck answer {check.claim.slug}' takes in what comes back"
            )
    name = desk.new_name(record.whom, kind="ask", within=check.name)
    path = layout.file_in_check(folder_of(check), "ask", name)
    slug = check.claim.slug
    subject = (
        f"Ask {record.whom} about {slug}"
        if record.question
        else f"Say why {record.whom} is not asked about {slug}"
    )
    message = said("ask", subject, check=check.name)
    made = (Made("ask", name, path),)
    return Operation(message, (desk.put(path, record),), made)


def answer(
    desk: Desk,
    check: Check,
    question: Filed[Ask],
    given: Mapping[str, Any],
    *,
    captures: Sequence[bytes] = (),
) -> Operation:
    """Take in what came back on a question, or that nothing did.

    Args:
        desk: where, when and by whom.
        check: the check.
        question: the ask, one of the check's.
        given: fields of ``Answer``, without ask and those of adding; received today
            if no day is given.
        captures: the bytes of captures that the fields name, to be kept.

    Raises:
        BadRecordError: a field is missing or wrong.
        RefusedError: nobody was asked; or nothing is said to have come back where
            something has.
        UsageError: the answer is said to be older than the question.
    """
    from factcheck.model.asking import Answer  # noqa: PLC0415 - needs pydantic

    whom = question.record.whom
    if not question.record.question:
        raise RefusedError(
            f"{whom} was not asked ({question.name}): put the question down first "
            f"with 'factcheck ask {check.claim.slug}'"
        )
    values = {
        "received": desk.now[:10],
        **given,
        "ask": question.name,
        "added": desk.now,
        "added_by": desk.author.name,
    }
    record: Answer = validated(Answer, values, what="the answer")
    asked = question.record.asked
    if asked and record.received < asked:
        raise UsageError(f"--on: {record.received} is before the question ({asked})")
    if record.outcome == "no answer" and check.answers_to(question):
        raise RefusedError(f"something has come back on {question.name} already")
    name = desk.new_name(whom, kind="answer", within=check.name)
    path = layout.file_in_check(folder_of(check), "answer", name)
    verb = {
        "answered": f"Take in the answer of {whom}",
        "declined": f"{whom} declines to answer",
        "no answer": f"No answer of {whom}",
    }[record.outcome]
    message = said("answer", f"{verb} on {check.claim.slug}", check=check.name)
    changes = (desk.put(path, record), *in_git(desk, captures))
    made = (Made("answer", name, path),)
    return Operation(message, changes, made, tuple(captures))


def open_questions(check: Check) -> tuple[Filed[Ask], ...]:
    """Give the questions of a check on which nothing has come back, oldest first."""
    return tuple(
        one for one in check.asks if one.record.question and not check.answers_to(one)
    )


def _says_the_same(known: Filed[Ask], new: Ask) -> bool:
    return (
        bool(new.question)
        and fold_name(known.record.whom) == fold_name(new.whom)
        and fold_name(known.record.question or "") == fold_name(new.question or "")
    )
