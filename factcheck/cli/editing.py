"""Door: edit, for checks and for evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.fields import CLAIM, SAID, WORK, Fields, nested, with_fields
from factcheck.cli.forms import edited_form, kept_text
from factcheck.cli.options import Because, DryRun, Json, session_of, tell_what_moved
from factcheck.model.errors import AmbiguousNameError, NotFoundError, UsageError
from factcheck.model.filed import Filed
from factcheck.model.ids import id_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk, Operation
    from factcheck.ledger.ledger import Ledger
    from factcheck.model.check import Check
    from factcheck.model.evidence import Evidence


@with_fields(said_fields=SAID, claim_fields=CLAIM, work_fields=WORK)
def edit(
    ctx: typer.Context,
    record: Annotated[
        str, typer.Argument(metavar="CHECK/EVIDENCE", help="Id, name or slug.")
    ],
    said_fields: Fields,
    claim_fields: Fields,
    work_fields: Fields,
    clear: Annotated[
        list[str] | None,
        typer.Option(help="Empty this field (place, due …); repeat.", metavar="F"),
    ] = None,
    because: Because = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Change a claim, its work, or evidence.

    Without options $VISUAL or $EDITOR is opened on all fields. Options are those of
    a claim; --part, --wording and --topic take the place of all there are. Verdicts
    that rest on what changed are named.

    Examples:
        factcheck edit afrin-under-20-miles
        factcheck edit 7k3f9x --on 2020-10-08 --because "The video is dated"
    """
    session = session_of(ctx)
    desk = session.desk()
    found = _meant(session.ledger, record)
    claim = {**said_fields, **claim_fields}
    by_options = bool(claim or work_fields or clear)
    kept = None if by_options else kept_text(session, f"edit-{found.name}")
    if isinstance(found, Filed):
        if kept is None:
            raise UsageError(
                f"{found.name} is evidence, and these are options of a claim: "
                f"'factcheck evidence amend {found.id}' has its own"
            )
        operation = _edited_entry(session, desk, found, because, kept)
        checks = list(session.ledger.checks_linking(found))
    else:
        checks = [found.name]
        operation = (
            _edited_check(session, desk, found, because, kept)
            if kept
            else _changed(desk, found, claim, work_fields, clear or (), because)
        )
    session.carry_out(desk, operation, dry_run=dry_run, as_json=as_json)
    if dry_run:
        return
    if kept:
        kept.unlink(missing_ok=True)
    tell_what_moved(session, checks)


def _meant(ledger: Ledger, text: str) -> Check | Filed[Evidence]:
    """Find the check or the evidence entry that a text names, never a guess of one.

    Raises:
        NotFoundError: it names neither. AmbiguousNameError: several.
    """
    looks: tuple[Callable[[str], Check | Filed[Evidence]], ...]
    looks = (ledger.check, ledger.evidence)
    found: list[Check | Filed[Evidence]] = []
    several: list[AmbiguousNameError] = []
    for look in looks:
        try:
            found.append(look(text))
        except AmbiguousNameError as error:
            several.append(error)
        except NotFoundError:
            continue
    stem = text.lower()
    exact = [one for one in found if stem in _ways(one.name)]
    if len(exact) == 1:
        return exact[0]
    if len(found) == 1 and not several:
        return found[0]
    if several:
        also = "".join(f"; {one.name} too" for one in found)
        raise AmbiguousNameError(f"{several[0]}{also}")
    if found:
        check, entry = (one.name for one in found)
        raise AmbiguousNameError(
            f"'{text}' can mean the check {check} and the evidence {entry}: "
            "give more of the name"
        )
    raise NotFoundError(
        f"no check and no evidence is called '{text}': 'factcheck list' and "
        "'factcheck evidence list' name them"
    )


def _ways(name: str) -> set[str]:
    return {name, id_of(name), slug_of(name)}


def _changed(
    desk: Desk,
    check: Check,
    claim: Fields,
    work: Fields,
    clear: Sequence[str],
    because: str | None,
) -> Operation:
    """Put what was given as options in place of what is there."""
    from factcheck.desk.claims import edit_check, merged
    from factcheck.desk.forms import WORK_FIELDS, parts_of

    given = dict(claim)
    if "parts" in given:
        given["parts"] = parts_of(given["parts"])
    no_work: dict[str, Any] = dict.fromkeys(WORK_FIELDS)
    before = check.work.data if check.work else no_work
    of_work = [field for field in clear if field in WORK_FIELDS]
    of_claim = [field for field in clear if field not in WORK_FIELDS]
    return edit_check(
        desk,
        check,
        merged(check.claim.data, given, of_claim),
        merged(before, work, of_work),
        because=because,
    )


def _edited_check(
    session: Session, desk: Desk, check: Check, because: str | None, kept: Path
) -> Operation:
    """Open the editor on a claim and the work on it."""
    from factcheck.desk.claims import edit_check
    from factcheck.desk.forms import CHECK, check_of, filled, guide_for_check

    def edited(written: dict[str, str]) -> Operation:
        return edit_check(desk, check, *check_of(written), because=because)

    for filed in filter(None, (check.claim, check.work)):
        desk.seen(filed.path)  # what may not be overwritten is refused before the work
    work = check.work.data if check.work else {}
    written = edited_form(
        session,
        CHECK,
        filled(CHECK, check.claim.data, work),
        guide_for_check(check),
        kept=kept,
        name=f"{check.claim.slug}.md",
        again=f"factcheck edit {check.claim.slug}",
        instead="the options (factcheck edit --help)",
        check_it=edited,
    )
    return edited(written)


def _edited_entry(
    session: Session,
    desk: Desk,
    entry: Filed[Evidence],
    because: str | None,
    kept: Path,
) -> Operation:
    """Open the editor on an evidence entry."""
    from factcheck.desk.evidence import amend_evidence
    from factcheck.desk.forms import EVIDENCE, filled, guide_for_evidence

    before = filled(EVIDENCE, entry.data)

    def amended(written: dict[str, str]) -> Operation:
        new = {k: v for k, v in written.items() if before.get(k) != v}
        values = nested(new)
        return amend_evidence(
            *(desk, entry, values, values.pop("source", {})),
            clear=tuple(field for field in before if field not in written),
            because=because,
        )

    desk.seen(entry.path)  # what may not be overwritten is refused before the work
    written = edited_form(
        session,
        EVIDENCE,
        before,
        guide_for_evidence(entry, session.ledger.checks_linking(entry)),
        kept=kept,
        name=f"{entry.slug}.md",
        again=f"factcheck edit {entry.id}",
        instead=f"the options of 'factcheck evidence amend {entry.id}'",
        check_it=amended,
    )
    origin = written.get("origin")
    if origin and origin != before.get("origin"):
        from factcheck.cli.origins import spelled
        from factcheck.desk.sources import Sources

        written["origin"] = spelled(session, Sources(session.ledger), origin)
    return amended(written)
