"""Two people share a ledger through a third place: what comes, goes, and stops."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from factcheck.desk import evidence, syncing
from factcheck.ledger.cache.cache import examined
from factcheck.ledger.merging.fields import Take
from factcheck.model.errors import (
    BusyError,
    FactcheckError,
    MachineError,
    NotALedgerError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from tests.conftest import BO, Newsroom, copy_of, git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factcheck.desk.desk import Desk, Operation
    from factcheck.desk.syncing import Plan


@pytest.fixture
def hub(worked_on: Path, tmp_path: Path) -> Path:
    """Give the place where Anna and Bo meet."""
    git(tmp_path, "clone", "-q", "--bare", str(worked_on), "hub.git")
    return tmp_path / "hub.git"


@pytest.fixture
def anna(worked_on: Path, hub: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Give Anna's clone, which follows the hub."""
    room = copy_of(worked_on, tmp_path / "anna")
    room.git("remote", "add", "origin", str(hub))
    yield room
    room.close()


@pytest.fixture
def bo(anna: Newsroom, hub: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """Give Bo's clone, with ids of its own."""
    git(tmp_path, "clone", "-q", str(hub), "bo")
    room = Newsroom(tmp_path / "bo", seed="bo", moment=anna.moment)
    room.git("config", "user.name", BO.name)
    yield room
    room.close()


def planned(room: Newsroom, take: dict[str, Take] | None = None) -> Plan:
    """Fetch, and say what a sync would do."""
    desk = room.desk()
    meet = syncing.meeting(desk.ledger, None, None)
    theirs = syncing.fetch(desk.ledger, meet, may_ask=False)
    return syncing.plan(desk, meet, theirs, take or {})


def synced(room: Newsroom, take: dict[str, Take] | None = None) -> Plan:
    """Fetch, join, push; what has to go well does."""
    desk = room.desk()
    meet = syncing.meeting(desk.ledger, None, None)
    theirs = syncing.fetch(desk.ledger, meet, may_ask=False)
    wanted = syncing.plan(desk, meet, theirs, take or {})
    commit = syncing.carry_out(desk, meet, wanted)
    if wanted.sent:
        assert syncing.push(desk, meet, commit, may_ask=False).outcome == "pushed"
    return wanted


def is_clean(room: Newsroom) -> bool:
    """Tell whether files, index and commit are alike, and nothing is left over."""
    return room.git("status", "--porcelain", "-uall") == ""


def test_first_ours_then_theirs_then_both(anna: Newsroom, bo: Newsroom) -> None:
    """A push, a fast-forward, and a join by a commit with two parents."""
    anna.open("Starlight is old")
    first = synced(anna)
    second = synced(bo)
    anna.add("moonlight", "Alpha")
    bo.add("moonlight", "Beta", "refutes")
    synced(bo)
    third = synced(anna)
    fourth = synced(bo)
    heads = {room.git("rev-parse", "HEAD") for room in (anna, bo)}
    parents = anna.git("log", "-1", "--format=%P").split()
    check = anna.ledger.check("moonlight")

    assert [one.way for one in (first, second, third, fourth)] == [
        *("ahead", "forward", "join", "forward"),
    ]
    assert len(heads) == 1
    assert len(parents) == 2
    assert len(check.links) == 4
    assert is_clean(anna)
    assert is_clean(bo)
    assert planned(anna).way == "same"
    assert "Factcheck-Op: sync" in anna.git("log", "-1", "--format=%B")
    assert anna.git("config", "branch.main.merge").strip() == "refs/heads/main"


def test_one_record_changed_by_both_is_joined_by_field(
    anna: Newsroom, bo: Newsroom
) -> None:
    """Without a question, and the result is the same in both clones."""
    anna.amend("cold", says="Very cold it is.")
    bo.amend("cold", note="seen")
    synced(anna)
    synced(bo)
    synced(anna)
    folder = anna.ledger.state_folder
    assert folder is not None
    _, cached, _ = examined(folder / "cache.sqlite")
    entry = anna.ledger.evidence("cold").record

    assert cached == anna.git("rev-parse", "HEAD").strip()
    assert (entry.says, entry.note) == ("Very cold it is.", "seen")
    assert is_clean(anna)


def test_a_conflict_names_field_values_and_people_and_writes_nothing(
    anna: Newsroom, bo: Newsroom
) -> None:
    """Then whose counts is said, and the rest is joined all the same."""
    anna.amend("cold", says="Icy it is.", note="a note")
    bo.do(lambda desk: _amended(desk, says="Cool it is."), BO)
    synced(anna)
    before = bo.git("rev-parse", "HEAD")
    (one,) = planned(bo).disagreements
    conflict = one.conflict
    after = bo.git("rev-parse", "HEAD")
    synced(bo, {conflict.path: Take({("says",): "theirs"})})
    entry = bo.ledger.evidence("cold").record

    assert (conflict.field, conflict.base) == ("says", "Cold it is")
    assert (conflict.ours, conflict.theirs) == ("Cool it is.", "Icy it is.")
    assert one.ours is not None
    assert one.theirs is not None
    assert (one.ours.who, one.theirs.who) == ("Bo Example", "Anna Example")
    assert one.record.startswith("evidence cold-")
    assert before == after
    assert (entry.says, entry.note) == ("Icy it is.", "a note")


def _amended(desk: Desk, **fields: str) -> Operation:
    return evidence.amend_evidence(desk, desk.ledger.evidence("cold"), fields, {})


def test_histories_that_crossed_are_joined_where_no_base_is_in_doubt(
    anna: Newsroom, bo: Newsroom
) -> None:
    """Each has merged what the other had before; only a doubt is a question."""
    anna.amend("cold", note="hers")
    bo.amend("warm", note="his")
    for room, other in ((anna, bo), (bo, anna)):
        room.git("fetch", "-q", str(other.root), "main:refs/heads/crossed")
    for room in (anna, bo):
        room.git("merge", "-q", "--no-edit", "crossed")
        room.git("commit", "-q", "--amend", "-m", f"join of {room.seed}")
    anna.amend("cold", where="page 1")
    bo.amend("cold", origin="The ministry")
    bo.open("Starlight is old")
    synced(anna)
    found = planned(bo)
    bases = bo.git("merge-base", "--all", "main", "origin/main")
    take = {one.conflict.path: Take(every="theirs") for one in found.disagreements}
    synced(bo, take)
    entry = bo.ledger.evidence("cold").record

    assert len(bases.split()) == 2
    assert len(found.disagreements) <= 1
    assert (entry.note, entry.where) == ("hers", "page 1")
    assert len(list(bo.ledger.standings())) == 3


def test_a_file_where_the_other_has_a_folder_is_not_guessed(
    anna: Newsroom, bo: Newsroom
) -> None:
    """Somebody has to rename one of them."""
    (anna.root / "notes").write_text("mine\n")
    (bo.root / "notes").mkdir()
    (bo.root / "notes" / "one.txt").write_text("his\n")
    for room in (anna, bo):
        room.git("add", "notes")
        room.git("commit", "-qm", "notes")
    synced(anna)
    with pytest.raises(RefusedError, match=r"notes is a file on one side"):
        planned(bo)


def test_two_verdicts_both_stand_and_are_named(anna: Newsroom, bo: Newsroom) -> None:
    """Neither is picked."""
    anna.freeze("sunlight")
    bo.freeze("sunlight", rating="false")
    synced(anna)
    wanted = synced(bo)
    check = bo.ledger.check("sunlight")

    assert syncing.disputes(bo.desk(), wanted.changes) == [check.name]
    assert len(check.current_verdicts()) == 2


def test_an_edit_that_would_be_overwritten_stops_it(
    anna: Newsroom, bo: Newsroom
) -> None:
    """Other edits do not; the file is named and kept."""
    anna.amend("cold", note="a note")
    synced(anna)
    path = bo.path("cold")
    mine = path.read_bytes() + b"where: here\n"
    path.write_bytes(mine)
    other = bo.path("warm")
    other.write_bytes(other.read_bytes() + b"# mine\n")
    with pytest.raises(RefusedError, match=r"cold-.* that are not committed"):
        planned(bo)
    assert path.read_bytes() == mine
    bo.git("checkout", "-q", "--", str(path))
    synced(bo)

    assert bo.ledger.evidence("cold").record.note == "a note"
    assert other.read_bytes().endswith(b"# mine\n")


def test_files_beside_the_ledger_are_joined_by_line(
    anna: Newsroom, bo: Newsroom
) -> None:
    """In one repository with it; a program stays one."""
    for room, line in ((anna, "first"), (bo, "last")):
        readme = room.root / "README.md"
        text = readme.read_text()
        readme.write_text(f"{line}\n{text}" if line == "first" else f"{text}{line}\n")
        room.git("commit", "-qam", line)
    tool = anna.root / "tool.sh"
    tool.write_text("true\n")
    tool.chmod(0o755)
    anna.git("add", "tool.sh")
    anna.git("commit", "-qm", "a program")
    synced(anna)
    synced(bo)
    lines = (bo.root / "README.md").read_text().splitlines()

    assert (lines[0], lines[-1]) == ("first", "last")
    assert (bo.root / "tool.sh").stat().st_mode & stat.S_IXUSR
    assert is_clean(bo)


def test_somebody_who_is_quicker_is_told(anna: Newsroom, bo: Newsroom) -> None:
    """The push is not forced; after another fetch it goes well."""
    bo.open("Starlight is old")
    desk = bo.desk()
    meet = syncing.meeting(desk.ledger, None, None)
    wanted = syncing.plan(
        desk, meet, syncing.fetch(desk.ledger, meet, may_ask=False), {}
    )
    anna.open("Lamplight is dim")
    synced(anna)
    late = syncing.push(desk, meet, wanted.ours, may_ask=False)
    again = synced(bo)

    assert late.outcome == "moved"
    assert again.way == "join"


def test_a_branch_that_takes_no_push_gets_a_branch_beside_it(
    anna: Newsroom, hub: Path
) -> None:
    """As hosts protect main; what the server said is told."""
    hook = hub / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\n"
        "[ $1 != refs/heads/main ] || { echo main is protected >&2; exit 1; }\n"
    )
    hook.chmod(0o755)
    anna.open("Starlight is old")
    desk = anna.desk()
    meet = syncing.meeting(desk.ledger, None, None)
    head = desk.ledger.require_head()
    refused = syncing.push(desk, meet, head, may_ask=False)
    branch = syncing.push_aside(desk, meet, head, may_ask=False)
    anna.open("Lamplight is dim")
    later = syncing.push_aside(
        anna.desk(), meet, anna.ledger.require_head(), may_ask=False
    )

    assert refused.outcome == "refused"
    assert "main is protected" in refused.reason
    assert branch == f"factcheck/anna-example-{desk.now[:10]}"
    assert (
        git(hub, "rev-parse", branch).strip() != git(hub, "rev-parse", "main").strip()
    )
    assert later == branch


def test_histories_that_never_met_are_not_joined(
    anna: Newsroom, founded: Path, tmp_path: Path
) -> None:
    """Another ledger under the same name is a mistake."""
    other = copy_of(founded, tmp_path / "other")
    other.git("commit", "-q", "--amend", "-m", "another beginning")
    git(tmp_path, "clone", "-q", "--bare", str(other.root), "other.git")
    anna.git("remote", "set-url", "origin", str(tmp_path / "other.git"))
    with pytest.raises(RefusedError, match=r"no common history: is it another"):
        planned(anna)
    other.close()


def test_a_ledger_of_a_newer_format_is_not_taken(anna: Newsroom, bo: Newsroom) -> None:
    """Nothing is changed here."""
    settings = anna.root / "factcheck.yaml"
    settings.write_text(settings.read_text().replace("format: 1", "format: 2"))
    anna.git("commit", "-qam", "newer")
    anna.git("push", "-q", "origin", "main")
    with pytest.raises(NotALedgerError, match="main of origin: the ledger has format"):
        planned(bo)


def test_a_branch_that_is_gone_is_not_made_again(
    anna: Newsroom, bo: Newsroom, hub: Path
) -> None:
    """It was merged and deleted, or renamed: somebody should know."""
    synced(bo)
    git(hub, "branch", "-m", "main", "trunk")
    with pytest.raises(NotFoundError, match=r"the branch main of origin is gone"):
        planned(bo)
    assert anna.root.is_dir()


@pytest.mark.parametrize(
    ("prepare", "error", "message"),
    [
        (("remote", "remove", "origin"), NotFoundError, "no remote yet.*remote add"),
        (("switch", "-q", "--detach"), RefusedError, "HEAD is on no branch"),
        (("bisect", "start"), BusyError, "a bisect is under way"),
        (
            ("remote", "set-url", "origin", "/nowhere/at/all"),
            MachineError,
            "origin cannot be reached: .*nothing was changed",
        ),
        (
            ("remote", "set-url", "origin", "https://u:secret@localhost:9/x"),
            MachineError,
            "origin cannot be reached",
        ),
    ],
)
def test_what_cannot_be_done_says_so_in_a_line(
    prepare: tuple[str, ...],
    error: type[FactcheckError],
    message: str,
    anna: Newsroom,
) -> None:
    """And changes nothing; a password does not get into the words."""
    anna.git(*prepare)
    with pytest.raises(error, match=message) as raised:
        planned(anna)

    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)
    assert is_clean(anna)


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-x", "nobody", "a b"])
def test_a_name_is_never_an_option(name: str, anna: Newsroom) -> None:
    """Of a remote or a branch."""
    with pytest.raises((UsageError, NotFoundError)):
        syncing.meeting(anna.ledger, name, None)
    if name != "nobody":
        with pytest.raises(UsageError):
            syncing.meeting(anna.ledger, None, f"{name}..")


_ATTACKS = [
    ("core.sshCommand", "touch {canary}", "ssh://localhost/x"),
    ("remote.origin.uploadpack", "touch {canary}; git-upload-pack", None),
    ("remote.origin.receivepack", "touch {canary}; git-receive-pack", None),
    ("credential.helper", "!touch {canary}", "https://localhost:9/x"),
    ("credential.https://localhost:9.helper", "!touch {canary}", None),
    ("core.gitProxy", "touch {canary}", "git://localhost/x"),
    ("core.askPass", "touch {canary}", None),
    ("protocol.ext.allow", "always", "ext::touch% {canary}"),
    ("remote.origin.vcs", "ext", None),
    ("url.ext::touch% {canary} .insteadOf", "https://", "https://localhost/x"),
    ("core.alternateRefsCommand", "touch {canary}", None),
    ("http.proxy", "http://localhost:9", "https://localhost:9/x"),
    ("remote.origin.pushurl", "ext::touch% {canary}", None),
]


@pytest.mark.parametrize(("key", "value", "address"), _ATTACKS, ids=lambda one: one)
def test_a_ledger_that_was_sent_runs_nothing(
    key: str, value: str, address: str | None, anna: Newsroom, tmp_path: Path
) -> None:
    """What its configuration names is refused."""
    canary = tmp_path / "canary"
    if address:
        address = address.format(canary=canary)
        anna.git("config", "remote.origin.url", address)
    anna.git("config", key.format(canary=canary), value.format(canary=canary))
    anna.open("Starlight is old")
    with pytest.raises(RefusedError):
        synced(anna)

    assert not canary.exists()


def test_what_the_configuration_includes_counts_too(
    anna: Newsroom, tmp_path: Path
) -> None:
    """A setting may stand in another file of the folder."""
    more = anna.root / ".git" / "more"
    more.write_text(f"[core]\n    sshCommand = touch {tmp_path}/canary\n")
    anna.git("config", "include.path", "more")
    with pytest.raises(RefusedError, match=r"sets core.sshcommand"):
        planned(anna)


def test_hooks_and_monitors_of_the_folder_do_not_run(
    anna: Newsroom, tmp_path: Path
) -> None:
    """They are off, and the sync goes well."""
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    for name in ("pre-push", "reference-transaction", "post-merge", "pre-auto-gc"):
        hook = anna.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_bytes(program.read_bytes())
        hook.chmod(0o755)
    anna.open("Starlight is old")
    anna.git("config", "core.fsmonitor", str(program))
    anna.git("config", "push.gpgSign", "if-asked")
    anna.git("config", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
    synced(anna)

    assert not canary.exists()


def test_the_users_own_settings_are_kept_and_inherited_ones_are_not(
    anna: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their SSH program runs; GIT_DIR leads nowhere else; the environment is back."""
    said = tmp_path / "said"
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" > {said}\nexit 1\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    before = dict(os.environ)
    monkeypatch.delenv("GIT_DIR")
    anna.git("remote", "set-url", "origin", "desk@localhost:ledger.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    with pytest.raises(MachineError, match="origin cannot be reached"):
        planned(anna)

    assert "desk@localhost" in said.read_text()
    assert dict(os.environ) == before


def test_a_remote_inside_the_ledger_is_refused(anna: Newsroom) -> None:
    """Its hooks would run: a folder that was sent may hold it."""
    git(anna.root, "init", "-q", "--bare", "inside.git")
    anna.git("remote", "set-url", "origin", "inside.git")
    with pytest.raises(RefusedError, match="lies inside"):
        planned(anna)


@pytest.mark.parametrize(
    "name", [".git/hooks/pre-commit", "a/.GIT/config", "git~1/config", ".g\u200cit/x"]
)
def test_a_name_that_leads_into_git_is_not_written(
    name: str, anna: Newsroom, bo: Newsroom
) -> None:
    """A server can send what git itself would not check out."""
    blob = anna.git("hash-object", "-w", "factcheck.yaml").strip()
    tree, mode, kind = blob, "100644", "blob"
    *folders, file = name.split("/")
    for step in (file, *reversed(folders)):
        row = f"{mode} {kind} {tree}\t{step}\n"
        made = subprocess.run(
            ["git", "mktree"],
            cwd=anna.root,
            input=(anna.git("ls-tree", "HEAD") if step == folders[0] else "") + row,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        tree, mode, kind = made.stdout.strip(), "040000", "tree"
    commit = anna.git("commit-tree", "-p", "HEAD", "-m", "x", tree).strip()
    anna.git("push", "-q", "origin", f"{commit}:refs/heads/main")
    with pytest.raises(RefusedError, match=r"leads into git's own folder"):
        synced(bo)

    assert is_clean(bo)


def test_a_shallow_clone_says_what_it_lacks_or_joins(
    anna: Newsroom, hub: Path, tmp_path: Path
) -> None:
    """It can be joined as long as the place where they parted is there."""
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{hub}", "cut")
    room = Newsroom(tmp_path / "cut", seed="cut", moment=anna.moment)
    anna.open("Starlight is old")
    synced(anna)
    room.open("Lamplight is dim")

    assert synced(room).way == "join"
    assert is_clean(room)
    room.close()


def test_a_ledger_in_a_folder_is_synced_with_all_beside_it(
    founded: Path, tmp_path: Path
) -> None:
    """The paths of its records are those of the repository."""
    from tests.conftest import make_newsroom

    del founded
    git(tmp_path, "init", "-q", "work")
    one = make_newsroom(tmp_path / "work" / "news" / "ledger")
    git(tmp_path, "clone", "-q", "--bare", str(tmp_path / "work"), "hub.git")
    git(tmp_path, "clone", "-q", "hub.git", "other")
    other = Newsroom(tmp_path / "other" / "news" / "ledger", seed="other")
    git(one.root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    name = one.open("Starlight is old")
    synced(one)
    other.open("Lamplight is dim")
    (tmp_path / "other" / "notes.txt").write_text("mine\n")
    git(tmp_path / "other", "add", "notes.txt")
    git(tmp_path / "other", "commit", "-qm", "notes")
    synced(other)
    synced(one)

    assert (tmp_path / "work" / "notes.txt").read_text() == "mine\n"
    assert {len(list(room.ledger.standings())) for room in (one, other)} == {2}
    assert other.ledger.check(name).name == name
    one.close()
    other.close()


@pytest.mark.parametrize("format_", ["sha256"])
def test_another_object_format_works(format_: str, tmp_path: Path) -> None:
    """GitPython need not know it."""
    from tests.conftest import make_newsroom

    for name in ("work", "hub.git"):
        bare = ["--bare"] if name.endswith(".git") else []
        git(tmp_path, "init", "-q", *bare, f"--object-format={format_}", name)
    one = make_newsroom(tmp_path / "work")
    one.git("remote", "add", "origin", str(tmp_path / "hub.git"))
    one.open("Starlight is old")
    first = synced(one)
    git(tmp_path, "clone", "-q", "hub.git", "other")
    other = Newsroom(tmp_path / "other", seed="other", moment=one.moment)
    other.open("Lamplight is dim")
    one.open("Candlelight is warm")
    synced(other)

    assert first.way == "first"
    assert synced(one).way == "join"
    assert is_clean(one)
    one.close()
    other.close()
