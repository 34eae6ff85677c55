"""Ways of tampering with a ledger: each is tried by ``benchmarks/tampering.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.small_ledger import (
    ADDED,
    commit,
    edit,
    head,
    put,
    verified,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Newsroom

FAR = "20000101"


@dataclass(frozen=True, slots=True)
class Asked:
    """How the ledger is verified after it was tampered with.

    Attributes:
        base: the revision to compare with, None for none.
        require_all: captures that are not there are errors.
    """

    base: str | None = None
    require_all: bool = False


@dataclass(frozen=True, slots=True)
class Fixture:
    """One way of tampering.

    Attributes:
        row: of the catalogue in docs/trust.md.
        name: in words, as the table has it.
        tamper: does it in a ledger that was verified before.
        codes: one of these must be among the errors.
    """

    row: int
    name: str
    tamper: Callable[[Newsroom], Asked | None]
    codes: tuple[str, ...]


# --------------------------------------------------------------------- what is there


def _record(newsroom: Newsroom, kind: str, check: str = "moonlight") -> str:
    filed = newsroom.ledger.check(check)
    found = {
        "verdict": filed.verdicts,
        "review": filed.reviews,
        "link": filed.links,
        "publication": filed.publications,
    }[kind]
    return found[0].path


def _entry(newsroom: Newsroom, name: str = "cold") -> str:
    return newsroom.ledger.evidence(name).path


def _captures(newsroom: Newsroom) -> list[Path]:
    return sorted((newsroom.root / "captures").glob("*/*/*"))


def _with_time_kept(file: Path, content: bytes) -> None:
    about = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def _other_byte(content: bytes) -> bytes:
    """Change one letter in the middle, so that the file is valid still."""
    at = content.index(b"it is")
    return content[:at] + b"It is" + content[at + 5 :]


# ------------------------------------------------------------------ 22, 23: damage


def _object(newsroom: Newsroom) -> None:
    objects = newsroom.root / ".git" / "objects"
    file = min(objects.glob("[0-9a-f][0-9a-f]/*"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.chmod(0o644)
    file.write_bytes(content)


def _object_gone(newsroom: Newsroom) -> None:
    blob = newsroom.git("rev-parse", f"HEAD:{_entry(newsroom, 'bright')}").strip()
    (newsroom.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


def _tag_renamed(newsroom: Newsroom) -> None:
    file = newsroom.root / ".git" / "packed-refs"
    file.write_bytes(file.read_bytes().replace(b"refs/tags/v1", b"refs/tags/v0"))


def _head(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "HEAD").write_text("ref: refs/heads/maio\n")


def _index(newsroom: Newsroom) -> None:
    file = newsroom.root / ".git" / "index"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)


def _missing(newsroom: Newsroom) -> None:
    (newsroom.root / _entry(newsroom)).unlink()


# ---------------------------------------------------------------- 24 to 26: captures


def _capture_byte(newsroom: Newsroom) -> None:
    file = _captures(newsroom)[0]
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    _with_time_kept(file, bytes(content))


def _capture_swapped(newsroom: Newsroom) -> None:
    one, other = _captures(newsroom)[:2]
    one.write_bytes(other.read_bytes())


def _capture_gone(newsroom: Newsroom) -> Asked:
    _captures(newsroom)[0].unlink()
    return Asked(require_all=True)


# ------------------------------------------------------------- 27 to 29: publications


def _evidence_edited(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    edit(newsroom, _entry(newsroom), "Cold it is", "Cool it is")
    commit(newsroom)
    return Asked(base)


def _capture_exchanged(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    path = _entry(newsroom, "a-page")
    file = _captures(newsroom)[0]
    text = (newsroom.root / path).read_text(encoding="utf-8")
    named = next(one for one in _captures(newsroom) if one.name in text)
    other = next(one for one in _captures(newsroom) if one != named)
    text = text.replace(named.name, other.name)
    text = text.replace(
        f"size: {named.stat().st_size}", f"size: {other.stat().st_size}"
    )
    put(newsroom, path, text)
    commit(newsroom)
    return Asked(base if file else None)


def _verdict_edited(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    edit(newsroom, _record(newsroom, "verdict"), "It is so.", "It is not so.")
    commit(newsroom)
    return Asked(base)


def _no_correction(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    path = _record(newsroom, "verdict")
    name = newsroom.ledger.check("moonlight").verdicts[0].name
    text = (newsroom.root / path).read_text(encoding="utf-8")
    text = text.replace("It is so.", "It is not so.")
    text = text.replace("pins:", f"supersedes:\n  - {name}\npins:")
    put(newsroom, f"{path.rpartition('/')[0]}/verdict-other-0123456789ac.yaml", text)
    commit(newsroom)
    return Asked(base)


def _verdict_edited_later(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    path = _record(newsroom, "verdict")
    text = (newsroom.root / path).read_text(encoding="utf-8")
    later = f"{path.rpartition('/')[0]}/verdict-other-0123456789ac.yaml"
    put(newsroom, later, text)
    commit(newsroom)
    edit(newsroom, later, "It is so.", "It is not so.")
    commit(newsroom)
    return Asked(base)


def _draft_merged_into_verdict(newsroom: Newsroom) -> Asked:
    """Git takes a verdict for its renamed draft, and joins the two."""
    base = head(newsroom)
    verdict = _record(newsroom, "verdict")
    text = (newsroom.root / verdict).read_text(encoding="utf-8")
    draft, _, frozen = text.partition("author:")
    draft += "looked_for: |-\n" + "".join(f"  archive number {n}\n" for n in range(60))
    folder = verdict.rpartition("/")[0]
    put(newsroom, f"{folder}/draft.yaml", draft)
    commit(newsroom)
    newsroom.git("branch", "colleague")
    newsroom.git("mv", f"{folder}/draft.yaml", f"{folder}/verdict-so-0123456789ac.yaml")
    put(newsroom, f"{folder}/verdict-so-0123456789ac.yaml", f"{draft}author:{frozen}")
    commit(newsroom)
    newsroom.git("switch", "-q", "colleague")
    edit(newsroom, f"{folder}/draft.yaml", "It is so.", "It is not so.")
    commit(newsroom)
    newsroom.git("switch", "-q", "main")
    newsroom.git("-c", "merge.renames=true", "merge", "-q", "-s", "ort", "colleague")
    return Asked(base)


def _verdict_deleted(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    newsroom.git("rm", "-q", *(_record(newsroom, one) for one in ("verdict", "review")))
    newsroom.git("rm", "-q", _record_at(newsroom, "publication"))
    commit(newsroom)
    return Asked(base)


def _record_at(newsroom: Newsroom, kind: str) -> str:
    """Give a record of HEAD, also where the working tree has lost it."""
    listed = newsroom.git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
    return next(path for path in listed if f"/{kind}-" in path)


def _verdict_renamed(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    path = _record(newsroom, "verdict")
    newsroom.git("mv", path, path.replace("/verdict-true-", "/verdict-so-"))
    commit(newsroom)
    return Asked(base)


def _link_dropped(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    newsroom.git("rm", "-q", _record(newsroom, "link"))
    commit(newsroom)
    return Asked(base)


def _stance_turned(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    links = newsroom.ledger.check("moonlight").links
    path = next(one.path for one in links if one.data["stance"] == "refutes")
    edit(newsroom, path, "stance: refutes", "stance: supports")
    commit(newsroom)
    return Asked(base)


def _evidence_deleted(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    newsroom.git("rm", "-q", _entry(newsroom))
    commit(newsroom)
    return Asked(base)


def _claim_edited(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    path = newsroom.ledger.check("moonlight").claim.path
    edit(newsroom, path, "Moonlight is cold", "Moonlight is cool")
    commit(newsroom)
    return Asked(base)


# ------------------------------------------------------------------ 30, 31: history


def _amended(newsroom: Newsroom) -> Asked:
    newsroom.git("tag", "before")
    newsroom.git("commit", "-q", "--amend", "--allow-empty", "-m", "Another word")
    return Asked("before")


def _same_tree_other_past(newsroom: Newsroom) -> Asked:
    base = head(newsroom)
    tree = newsroom.git("rev-parse", "HEAD^{tree}").strip()
    made = newsroom.git("commit-tree", tree, "-m", "As if begun today").strip()
    newsroom.git("reset", "-q", "--hard", made)
    return Asked(base)


def _rewound(newsroom: Newsroom) -> None:
    """Take a review that was verified out of the history, without a base given."""
    newsroom.freeze("sunlight")
    newsroom.close()
    if not verified(newsroom.root).holds:
        raise ValueError("the ledger does not verify before it is tampered with")
    newsroom.git("reset", "-q", "--hard", "HEAD~1")


def _rewritten_and_swept(newsroom: Newsroom) -> None:
    newsroom.git("commit", "-q", "--amend", "--allow-empty", "-m", "Another word")
    newsroom.git("update-ref", "refs/remotes/origin/main", "HEAD")
    newsroom.git("reflog", "expire", "--expire=now", "--all")
    newsroom.git("gc", "-q", "--prune=now")


def _tag_moved(newsroom: Newsroom) -> None:
    newsroom.git("tag", "-f", "v1", "HEAD")


def _tag_deleted(newsroom: Newsroom) -> None:
    newsroom.git("tag", "-d", "report/1")


# --------------------------------------------------------------- 32: what git believes


def _replaced(newsroom: Newsroom) -> None:
    path = _entry(newsroom)
    blob = newsroom.git("rev-parse", f"HEAD:{path}").strip()
    (newsroom.root / "other").write_bytes(
        _other_byte((newsroom.root / path).read_bytes())
    )
    other = newsroom.git("hash-object", "-w", "other").strip()
    (newsroom.root / "other").unlink()
    newsroom.git("replace", blob, other)


def _grafts(newsroom: Newsroom) -> None:
    file = newsroom.root / ".git" / "info" / "grafts"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{head(newsroom)}\n")


def _shallow(newsroom: Newsroom) -> None:
    (newsroom.root / ".git" / "shallow").write_text(f"{head(newsroom)}\n")


def _borrowed(newsroom: Newsroom) -> None:
    """Move the packs to another folder, borrow them, and lose that folder."""
    objects = newsroom.root / ".git" / "objects"
    away = newsroom.root.with_name("borrowed") / "objects"
    away.mkdir(parents=True)
    shutil.move(objects / "pack", away / "pack")
    (objects / "pack").mkdir()
    (objects / "info").mkdir(exist_ok=True)
    (objects / "info" / "alternates").write_text(f"{away}\n")
    shutil.rmtree(away)


def _commit_graph(newsroom: Newsroom) -> None:
    newsroom.git("commit-graph", "write", "--reachable")
    file = newsroom.root / ".git" / "objects" / "info" / "commit-graph"
    content = bytearray(file.read_bytes())
    content[-30] ^= 1
    file.chmod(0o644)
    file.write_bytes(content)


# ------------------------------------------------------------------ 33, 34: signatures


def new_key(newsroom: Newsroom, name: str) -> Path:
    """Make a pair of keys beside a ledger; give the private one's file."""
    file = newsroom.root.with_name(f"key-{name}")
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)],
        check=True,
        capture_output=True,
    )
    return file


def public_of(key: Path) -> str:
    """Give a public key as a line."""
    return key.with_suffix(".pub").read_text(encoding="utf-8").strip()


def signed(newsroom: Newsroom, key: Path, message: str = "Signed") -> str:
    """Commit everything, signed with a key."""
    newsroom.git("add", "-A")
    newsroom.git(
        *("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}"),
        *("commit", "-q", "-S", "--allow-empty", "-m", message),
    )
    return head(newsroom)


def with_signers(newsroom: Newsroom, *, options: str = "") -> tuple[Path, str]:
    """Say in a ledger that Anna alone may sign; give her key and the commit."""
    key = new_key(newsroom, "anna")
    line = f"anna@example.org {options}{public_of(key)}\n"
    put(newsroom, "allowed_signers", line)
    return key, signed(newsroom, key)


def _unsigned(newsroom: Newsroom) -> Asked:
    _, base = with_signers(newsroom)
    put(newsroom, "note.txt", "x")
    commit(newsroom)
    return Asked(base)


def _unknown_key(newsroom: Newsroom) -> Asked:
    _, base = with_signers(newsroom)
    signed(newsroom, new_key(newsroom, "mallory"))
    # The repository itself would have git believe everything.
    newsroom.git("config", "gpg.ssh.program", "true")
    return Asked(base)


def _expired_key(newsroom: Newsroom) -> Asked:
    key, base = with_signers(newsroom, options=f'valid-before="{FAR}" ')
    signed(newsroom, key)
    return Asked(base)


def _revoked_key(newsroom: Newsroom) -> Asked:
    key, base = with_signers(newsroom)
    put(newsroom, "revoked_keys", public_of(key) + "\n")
    signed(newsroom, key)
    return Asked(base)


def _signers_changed(newsroom: Newsroom) -> Asked:
    _, base = with_signers(newsroom)
    mine = new_key(newsroom, "mallory")
    put(newsroom, "allowed_signers", f"anna@example.org {public_of(mine)}\n")
    signed(newsroom, mine)
    return Asked(base)


# --------------------------------------------------------- 35, 36: hidden, shortened


def _flagged(flag: str) -> Callable[[Newsroom], None]:
    def tamper(newsroom: Newsroom) -> None:
        path = _entry(newsroom)
        newsroom.git("update-index", flag, path)
        edit(newsroom, path, "Cold it is", "Cool it is")

    return tamper


def _times_restored(newsroom: Newsroom) -> None:
    newsroom.git("config", "core.trustctime", "false")
    file = newsroom.root / _entry(newsroom)
    _with_time_kept(file, file.read_bytes().replace(b"Cold it is", b"Cool it is"))


def _excluded(newsroom: Newsroom) -> None:
    path = "evidence/2026/11/false-0123456789ab.yaml"
    exclude = newsroom.root / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    exclude.write_text(f"/{path}\n")
    text = f"source:\n  publisher: P\nkind: report\nsays: False.\n{ADDED}"
    put(newsroom, path, text)


def _corrected(newsroom: Newsroom) -> str:
    """Correct the published verdict honestly; give the correction's path."""
    newsroom.freeze(
        "moonlight", grade="correction", public_note="We were wrong.", text="Not so."
    )
    return newsroom.ledger.check("moonlight").verdicts[-1].path


def _chain_shortened(newsroom: Newsroom) -> Asked:
    path = _corrected(newsroom)
    base = head(newsroom)
    edit(newsroom, path, "We were wrong.", "A detail.")
    commit(newsroom)
    return Asked(base)


def _correction_deleted(newsroom: Newsroom) -> Asked:
    path = _corrected(newsroom)
    newsroom.approve("moonlight")
    base = head(newsroom)
    newsroom.git("rm", "-q", path)
    commit(newsroom)
    return Asked(base)


# --------------------------------------------------------------- beside the catalogue


def _link_in_tree(newsroom: Newsroom) -> None:
    path = _entry(newsroom)
    file = newsroom.root / path
    file.unlink()
    file.symlink_to("/etc/hostname")
    commit(newsroom)


def _same_name(newsroom: Newsroom) -> None:
    path = _entry(newsroom)
    other = path.replace("cold", "Cold")
    put(newsroom, other, (newsroom.root / path).read_text(encoding="utf-8"))
    commit(newsroom)


def _markers(newsroom: Newsroom) -> None:
    path = _entry(newsroom)
    text = (newsroom.root / path).read_text(encoding="utf-8")
    put(newsroom, path, f"<<<<<<< HEAD\n{text}")
    commit(newsroom)


FIXTURES = (
    Fixture(22, "a bit of an object", _object, ("damaged",)),
    Fixture(22, "an object is gone", _object_gone, ("missing",)),
    Fixture(22, "a tag is renamed in packed-refs", _tag_renamed, ("ref-vanished",)),
    Fixture(22, "HEAD names no branch", _head, ("damaged",)),
    Fixture(22, "a bit of the index", _index, ("damaged",)),
    Fixture(23, "a record's file is gone", _missing, ("missing",)),
    Fixture(
        24, "a byte of a capture, size and time kept", _capture_byte, ("capture-wrong",)
    ),
    Fixture(25, "a capture in place of another", _capture_swapped, ("capture-wrong",)),
    Fixture(
        26, "a capture is gone, all are asked for", _capture_gone, ("capture-absent",)
    ),
    Fixture(
        27, "evidence is edited after publication", _evidence_edited, ("ground-moved",)
    ),
    Fixture(27, "its capture is exchanged", _capture_exchanged, ("capture-exchanged",)),
    Fixture(28, "a published verdict is edited", _verdict_edited, ("append-only",)),
    Fixture(
        28, "a verdict is edited after it came", _verdict_edited_later, ("append-only",)
    ),
    Fixture(
        28,
        "a merge edits a verdict as a renamed draft",
        _draft_merged_into_verdict,
        ("append-only",),
    ),
    Fixture(
        28, "another verdict, no correction", _no_correction, ("correction-missing",)
    ),
    Fixture(
        28, "the claim of a published check is edited", _claim_edited, ("ground-moved",)
    ),
    Fixture(
        29,
        "verdict, review and publication deleted",
        _verdict_deleted,
        ("append-only",),
    ),
    Fixture(29, "a published verdict is renamed", _verdict_renamed, ("append-only",)),
    Fixture(
        29, "the link to its evidence is dropped", _link_dropped, ("ground-moved",)
    ),
    Fixture(
        29, "the stance of its evidence is turned", _stance_turned, ("ground-moved",)
    ),
    Fixture(29, "its evidence is deleted", _evidence_deleted, ("ground-moved",)),
    Fixture(30, "amended behind a tag", _amended, ("history-rewritten",)),
    Fixture(
        30,
        "the same tree with another past",
        _same_tree_other_past,
        ("history-rewritten",),
    ),
    Fixture(30, "rewound since the last look, no base", _rewound, ("append-only",)),
    Fixture(
        30, "rewritten and swept, no base", _rewritten_and_swept, ("history-rewritten",)
    ),
    Fixture(31, "a tag is moved", _tag_moved, ("tag-moved",)),
    Fixture(31, "a tag is deleted", _tag_deleted, ("ref-vanished",)),
    Fixture(32, "a replace ref", _replaced, ("replaced",)),
    Fixture(32, "grafts", _grafts, ("grafts",)),
    Fixture(32, "a planted shallow file", _shallow, ("shallow-planted",)),
    Fixture(32, "borrowed objects that are gone", _borrowed, ("ref-broken",)),
    Fixture(32, "a damaged commit-graph", _commit_graph, ("damaged",)),
    Fixture(33, "a commit that is not signed", _unsigned, ("unsigned",)),
    Fixture(
        33, "an unknown key, a verifier that says yes", _unknown_key, ("unknown-key",)
    ),
    Fixture(33, "an expired key", _expired_key, ("expired-key",)),
    Fixture(33, "a revoked key", _revoked_key, ("revoked-key",)),
    Fixture(
        34, "a newcomer changes allowed_signers", _signers_changed, ("signers-changed",)
    ),
    Fixture(
        35, "skip-worktree hides an edit", _flagged("--skip-worktree"), ("damaged",)
    ),
    Fixture(
        35,
        "assume-unchanged hides an edit",
        _flagged("--assume-unchanged"),
        ("damaged",),
    ),
    Fixture(35, "trustctime=false, time restored", _times_restored, ("damaged",)),
    Fixture(35, "info/exclude hides a record", _excluded, ("foreign",)),
    Fixture(
        36, "the note of a correction is edited", _chain_shortened, ("append-only",)
    ),
    Fixture(36, "a correction is deleted", _correction_deleted, ("append-only",)),
    Fixture(48, "a record is a link in the tree", _link_in_tree, ("stray",)),
    Fixture(49, "two names that differ in case", _same_name, ("same-name",)),
    Fixture(17, "merge markers are committed", _markers, ("merge-conflict",)),
)
"""Every way of tampering that is tried."""
