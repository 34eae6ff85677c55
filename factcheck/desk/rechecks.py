"""Looking again at a verdict, and saying that it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.desk.desk import Made, Operation, folder_of, said, validated
from factcheck.desk.verdicts import pins, refuse_unsettled, standing_verdict
from factcheck.ledger import layout
from factcheck.model.citations import cited, cited_entry
from factcheck.model.digest import digest
from factcheck.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from factcheck.desk.desk import Desk
    from factcheck.model.check import Check
    from factcheck.model.filed import Filed
    from factcheck.model.verdict import Verdict


def recheck(
    desk: Desk, check: Check, why: str, *, recheck_by: str | None = None
) -> Operation:
    """Say that the verdict on a check stands on what the check now holds.

    Also where nothing has moved: somebody has looked again, and may set another day.
    Two people who look again make two records; the later one counts.

    Args:
        desk: where, when and by whom.
        check: the check, as committed.
        why: why it stands.
        recheck_by: the day of the next look.

    Raises:
        NotFoundError: there is no verdict, or a linked entry is not in the ledger.
        RefusedError: two verdicts stand, the check has uncommitted edits or is
            closed, or what the verdict cites is withdrawn or no longer linked.
        UsageError: the day of the next look is not to come.
        BadRecordError: a value is wrong.
    """
    from factcheck.model.verdict import Recheck  # noqa: PLC0415 - needs pydantic

    refuse_unsettled(desk, check)
    verdict = standing_verdict(check)
    wrong = lost_citation(check, verdict)
    if wrong:
        raise RefusedError(
            f"{verdict.name} {wrong}; the text needs a new verdict: "
            f"'factcheck draft {check.claim.slug}'"
        )
    values = {
        "verdict": verdict.name,
        "verdict_digest": digest("verdict", verdict.data),
        "why": why,
        "recheck_by": recheck_by,
        "pins": pins(check),
        "rechecker": desk.author.name,
        "rechecked": desk.now,
    }
    record: Recheck = validated(Recheck, values, what="the recheck")
    if record.recheck_by and record.recheck_by <= desk.now[:10]:
        raise UsageError(f"--recheck-by: {record.recheck_by} is not a day to come")
    name = desk.new_name("stands", kind="recheck", within=check.name)
    path = layout.file_in_check(folder_of(check), "recheck", name)
    message = said(
        "recheck",
        f"Recheck {check.claim.slug}: the verdict stands",
        because=why,
        check=check.name,
        verdict=verdict.name,
    )
    made = (Made("recheck", name, path),)
    return Operation(message, (desk.put(path, record),), made)


def lost_citation(check: Check, verdict: Filed[Verdict]) -> str | None:
    """Say which citation of a verdict no longer holds, None if all do."""
    record = verdict.record
    for key in cited(f"{record.summary}\n\n{record.text}"):
        _, wrong = cited_entry(check, key)
        if wrong:
            return f"cites [@{key}], {wrong.partition(':')[0]}"
    return None
