"""Door: sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.options import DryRun, Json, end_reading, session_of
from factcheck.model.errors import BusyError, ExitCode, RefusedError, UsageError
from factcheck.terminal.safe import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factcheck.cli.console.session import Session
    from factcheck.desk.desk import Desk
    from factcheck.desk.syncing import Disagreement, Meeting, Plan
    from factcheck.ledger.merging.fields import Side, Take
    from factcheck.review.finding import Finding

_SHOWN = 20
_EMPTY = "nothing-checked"
_WAYS = {
    "mine": "what you wrote counts",
    "theirs": "what they wrote counts",
    "stop": "nothing is written",
}


def sync(
    ctx: typer.Context,
    remote: Annotated[
        str | None, typer.Argument(help="Its name; else the one that is followed.")
    ] = None,
    branch: Annotated[
        str | None,
        typer.Option(help="The branch there; else the one that is followed."),
    ] = None,
    mine: Annotated[
        list[str] | None,
        typer.Option(
            help="In this conflict what you wrote counts: PATH, PATH:FIELD or all.",
            metavar="PLACE",
        ),
    ] = None,
    theirs: Annotated[
        list[str] | None,
        typer.Option(help="Here what they wrote counts.", metavar="PLACE"),
    ] = None,
    push: Annotated[
        bool, typer.Option("--push/--no-push", help="Send your commits, too.")
    ] = True,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Fetch, join and send what was done.

    What two people added goes together; a record that both changed is joined field
    by field. Where both changed one field, each conflict is shown with who wrote
    what, and nothing is written until you have said whose counts: at the terminal,
    or with --mine and --theirs. A ledger that does not verify is not pushed. Where
    the branch is protected, your commits go to a branch of your own.

    Examples:
        factcheck sync
        factcheck sync origin --branch main --dry-run
        factcheck sync --theirs checks/2026/11/bridge-closed-7k3f9x2mq4vt/check.yaml
    """
    session = session_of(ctx)
    door = _Door(session, [*(mine or [])], [*(theirs or [])], as_json=as_json)
    door.run(remote, branch, push=push, dry_run=dry_run)


class _Door:
    """One sync: what was said so far, and what came of it."""

    def __init__(
        self,
        session: Session,
        mine: Sequence[str],
        theirs: Sequence[str],
        *,
        as_json: bool,
    ) -> None:
        self.session = session
        self.places: dict[Side, Sequence[str]] = {"ours": mine, "theirs": theirs}
        self.take: dict[str, Take] = {}
        self.as_json = as_json
        self.met = {"all"}  # places at which there was a conflict
        self.earlier = 0  # commits received before somebody was quicker
        self.report: dict[str, Any] = {
            "way": "same",
            "received": 0,
            "sent": 0,
            "commit": None,
            "pushed_to": None,
            "refused": None,
            "conflicts": [],
            "two_verdicts": [],
            "findings": [],
        }

    def run(
        self, remote: str | None, branch: str | None, *, push: bool, dry_run: bool
    ) -> None:
        from factcheck.desk import syncing

        session = self.session
        desk = session.desk()
        meet = syncing.meeting(session.ledger, remote, branch)
        self.report |= {"remote": meet.remote, "branch": meet.theirs}
        for _ in range(syncing.ATTEMPTS):
            session.tell(f"Fetching {meet.remote} …")
            there = syncing.fetch(session.ledger, meet, may_ask=session.may_ask)
            wanted = self._planned(desk, meet, there)
            if dry_run:
                self._say(wanted, f"{_ahead(meet, wanted)} (--dry-run)")
                return
            commit = self._carried_out(desk, meet, wanted)
            sends = wanted.way in {"first", "ahead", "join"}
            if not sends or not push:
                self._say(wanted, self._done(meet, wanted, sends=not sends))
                return
            if self._pushed(desk, meet, wanted, commit):
                return
            self.earlier += wanted.received
            session.tell(f"Somebody was quicker at {meet}: fetching again.")
        raise BusyError(
            f"{meet} keeps moving: what was joined is here, run 'factcheck sync' again"
        )

    # ------------------------------------------------------------------- conflicts

    def _planned(self, desk: Desk, meet: Meeting, there: str | None) -> Plan:
        """Plan the join; what does not agree is settled first, or stops here."""
        from factcheck.desk import syncing

        while True:
            wanted = syncing.plan(desk, meet, there, self.take)
            self.report |= {
                "way": wanted.way,
                "received": self.earlier + wanted.received,
                "sent": wanted.sent,
            }
            if not wanted.disagreements:
                return wanted
            self._refuse_asking_again(wanted.disagreements)
            left = [one for one in wanted.disagreements if not self._named(one)]
            if left and not self._asked(desk, left):
                self._stop(desk, left)

    def _refuse_asking_again(self, found: Sequence[Disagreement]) -> None:
        """Stop where an answer that was given does not settle its conflict."""
        for one in found:
            path, place = one.conflict.path, one.conflict.place
            if path in self.take and place in self.take[path].places:
                raise RefusedError(
                    f"{path} cannot be settled here: join the two with 'git merge', "
                    "then sync again"
                )

    def _named(self, one: Disagreement) -> bool:
        """Settle a conflict that the options name."""
        conflict = one.conflict
        exact = {conflict.path, f"{conflict.path}:{conflict.field}"}
        for names in (exact, {"all"}):  # what is named itself comes before all
            sides = [side for side, said in self.places.items() if names & set(said)]
            self.met |= names
            if sides:
                break
        if len(sides) > 1:
            raise UsageError(f"{conflict.path} is named by --mine and by --theirs")
        if sides:
            self._settle(one, sides[0])
        return bool(sides)

    def _settle(self, one: Disagreement, side: Side) -> None:
        from factcheck.ledger.merging.fields import Take

        path, place = one.conflict.path, one.conflict.place
        before = self.take.get(path, Take()).places
        self.take[path] = Take({**before, place: side})

    def _asked(self, desk: Desk, left: Sequence[Disagreement]) -> bool:
        """Ask about each conflict; tell whether all are settled."""
        from factcheck.terminal.conflict_view import conflict_page

        session = self.session
        if self.as_json or not session.may_ask:
            return False
        session.tell(f"{_counted(len(left), 'conflict')} to settle:")
        for one in left:
            session.show(conflict_page([one], me=desk.author.name, with_ways=False))
            answer = session.ask_choice(
                "Which counts?", _WAYS, flag="--mine or --theirs"
            )
            if answer == "stop":
                return False
            self._settle(one, "ours" if answer == "mine" else "theirs")
        return True

    def _stop(self, desk: Desk, left: Sequence[Disagreement]) -> None:
        from factcheck.terminal.conflict_view import conflict_page

        session = self.session
        if self.as_json:
            self.report["conflicts"] = [_as_data(one) for one in left]
            self._answer_json()
        else:
            session.show(conflict_page(left, me=desk.author.name))
        for place in [*self.places["ours"], *self.places["theirs"]]:
            if place not in self.met:
                session.warn(f"there is no conflict at '{printable(place)}'")
        session.complain(
            f"{_counted(len(left), 'conflict')}: nothing was written; say whose "
            "version counts with --mine PLACE or --theirs PLACE, and sync again"
        )
        raise typer.Exit(ExitCode.BUSY)

    # --------------------------------------------------------------------- writing

    def _carried_out(self, desk: Desk, meet: Meeting, wanted: Plan) -> str:
        from factcheck.desk import syncing

        session = self.session
        if wanted.way not in {"forward", "join"}:
            return wanted.ours
        commit = session.hold(lambda: syncing.carry_out(desk, meet, wanted))
        self.report["commit"] = commit
        self.report["two_verdicts"] += syncing.disputes(desk, wanted.changes)
        return commit

    def _pushed(self, desk: Desk, meet: Meeting, wanted: Plan, commit: str) -> bool:
        """Push what verifies; False where somebody was quicker."""
        from factcheck.desk import syncing

        session = self.session
        self._require_sound(meet, wanted)
        session.tell(f"Pushing to {meet} …")
        pushed = syncing.push(desk, meet, commit, may_ask=session.may_ask)
        if pushed.outcome == "moved":
            return False
        if pushed.outcome == "pushed":
            self.report["pushed_to"] = meet.theirs
            self._say(wanted, self._done(meet, wanted, sends=True))
            return True
        self.report["refused"] = pushed.reason
        own = syncing.push_aside(desk, meet, commit, may_ask=session.may_ask)
        self.report["pushed_to"] = own
        session.warn(f"{meet} takes no push: {pushed.reason}")
        self._say(
            wanted,
            f"Your commits are on the branch {own} of {meet.remote}: open a pull "
            f"request to {meet.theirs} there, and sync again once it is merged.",
        )
        return True

    def _require_sound(self, meet: Meeting, wanted: Plan) -> None:
        """Stop before the push of a ledger that does not hold together."""
        from factcheck.cli.verifying import run_verify
        from factcheck.review.run import Extent

        session = self.session
        session.tell("Verifying …")
        # What HEAD does not reach is not pushed either.
        found = run_verify(session, wanted.theirs, Extent(quick=True))
        # A ledger that was just founded has no record, which is no pass of verify.
        wrong = [
            one
            for one in found.findings
            if one.severity == "error" and one.code != _EMPTY
        ]
        if not wrong:
            return
        self.report["findings"] = [_finding(one) for one in wrong]
        if self.as_json:
            self._answer_json()
        for one in wrong[:_SHOWN]:
            session.complain(str(one))
        if wrong[_SHOWN:]:
            session.complain(f"and {len(wrong) - _SHOWN} more")
        joined = "the join is here and " if wanted.way == "join" else "nothing "
        was = "was not pushed" if wanted.way == "join" else "was pushed"
        session.complain(
            f"{joined}{was} to {meet}: mend what 'factcheck verify' names, then sync "
            "again"
        )
        raise typer.Exit(ExitCode.FINDINGS)

    # ----------------------------------------------------------------------- saying

    def _say(self, wanted: Plan, line: str) -> None:
        session = self.session
        if self.as_json:
            self._answer_json()
        else:
            session.answer(printable(line))
        for name in self.report["two_verdicts"]:
            session.warn(
                f"two verdicts stand in check {name}: neither was picked; a further "
                f"verdict takes the place of both ('factcheck draft {name}')"
            )
        if self.report["commit"] and wanted.received:
            end_reading(session)

    def _done(self, meet: Meeting, wanted: Plan, *, sends: bool) -> str:
        """Say what was done; what is not sent waits (``--no-push``)."""
        if wanted.way == "same":
            return f"Nothing new: {meet} is as here."
        commits = _counted(wanted.sent, "commit")
        sent = f"sent {commits}" if sends else f"{commits} to send (--no-push)"
        came = self.report["received"]
        received = f"received {_counted(came, 'commit')}" if came else ""
        parts = [received, sent if wanted.sent else ""]
        return f"{meet}: {', '.join(filter(None, parts))}"

    def _answer_json(self) -> None:
        self.session.answer_json("factcheck.sync/1", **self.report)


def _ahead(meet: Meeting, wanted: Plan) -> str:
    """Say what would be done."""
    if wanted.way == "same":
        return f"Nothing to do: {meet} is as here"
    files = f", {_counted(len(wanted.changes), 'file')} would change"
    parts = [
        f"{_counted(wanted.received, 'commit')} to receive{files}"
        if wanted.received
        else "",
        f"{_counted(wanted.sent, 'commit')} to send" if wanted.sent else "",
    ]
    return f"{meet}: {'; '.join(filter(None, parts))}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _finding(one: Finding) -> Mapping[str, Any]:
    return {
        "path": one.path,
        "line": one.line,
        "code": one.code,
        "message": one.message,
    }


def _as_data(one: Disagreement) -> Mapping[str, Any]:
    conflict = one.conflict
    return {
        "path": conflict.path,
        "field": conflict.field,
        "reason": conflict.reason or None,
        "record": one.record,
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
        "ours_by": _signed(one.ours),
        "theirs_by": _signed(one.theirs),
    }


def _signed(who: Any) -> Mapping[str, str] | None:
    return {"name": who.who, "when": who.when} if who else None
