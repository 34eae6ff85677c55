"""Branches, tags and HEAD, read by ourselves: git has no checksum for them.

A flipped bit in ``packed-refs`` can rename a tag or make a branch vanish, and
``git fsck`` sees nothing wrong. What shows it: the form of the files, their order, the
logs of the refs, the name inside an annotated tag, names that differ by one bit, and
what the last verification saw (``remembered``).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.ledger.git.process import start
from factcheck.review.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from factcheck.ledger.git.repository import Repository

_OID = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"
_LOOSE = re.compile(rf"(?P<oid>{_OID})\n")
_SYMBOLIC = re.compile(r"ref: (?P<target>refs/[^\x00-\x20\x7f]+)\n")
_PACKED = re.compile(rf"(?P<oid>{_OID}) (?P<name>refs/[^\x00-\x20\x7f]+)")
_PEELED = re.compile(rf"\^(?P<oid>{_OID})")
_HEADER = re.compile(r"# pack-refs with:(?P<traits>(?: [a-z-]+)*) ?")
_PLACES = frozenset(
    {
        *("bisect", "changes", "factcheck", "heads", "jj", "keep-around"),
        *("merge-requests", "notes", "original", "prefetch", "pull", "remotes"),
        *("replace", "rewritten", "stash", "tags", "worktree"),
    }
)
"""The folders of refs that git and the hosts use."""
LOGGED = ("refs/heads/", "refs/remotes/")
"""The refs of which git keeps logs."""


@dataclass
class Refs:
    """What the files of a repository say of its refs.

    Attributes:
        values: the object of each ref, by full name; symbolic ones are left out.
        symbolic: the target of each symbolic ref, by full name.
        peeled: what ``packed-refs`` says that an annotated tag stands for.
        head: the commit that HEAD stands for, None where it stands for none.
        branch: the ref that HEAD stands on, None where it is detached or broken.
        findings: what is wrong with the files.
        packed: the refs that stand in ``packed-refs``.
        logged: the refs that have a log.
    """

    values: dict[str, str] = field(default_factory=dict)
    symbolic: dict[str, str] = field(default_factory=dict)
    peeled: dict[str, str] = field(default_factory=dict)
    head: str | None = None
    branch: str | None = None
    findings: list[Finding] = field(default_factory=list)
    packed: set[str] = field(default_factory=set)
    logged: set[str] = field(default_factory=set)

    def file_of(self, name: str) -> str:
        """Give the file in which a ref stands."""
        return ".git/packed-refs" if name in self.packed else f".git/{name}"

    def wrong(self, path: str, code: str, message: str) -> None:
        """Put down an error."""
        self.findings.append(Finding(path, 0, code, message))

    def noted(self, path: str, code: str, message: str) -> None:
        """Put down a note."""
        self.findings.append(Finding(path, 0, code, message, "note"))


def read_refs(repository: Repository) -> Refs:
    """Read every ref and HEAD, and say what is wrong with them."""
    refs = Refs()
    if (repository.common_dir / "reftable").is_dir():
        _ask_git(refs, repository)
    else:
        _read_packed(refs, repository)
        _read_loose(refs, repository.common_dir, "refs")
        if repository.git_dir != repository.common_dir:
            _read_loose(refs, repository.git_dir, "refs")
        _read_head(refs, repository)
        _logs(refs, repository)
    _resolved(refs, repository)
    return refs


def _ask_git(refs: Refs, repository: Repository) -> None:
    done = start(
        repository.top, ("for-each-ref", "--format=%(objectname) %(refname)"), b""
    )
    for line in done.stdout.decode("utf-8", "surrogateescape").splitlines():
        oid, _, name = line.partition(" ")
        refs.values[name] = oid
    head = start(repository.top, ("rev-parse", "-q", "--verify", "HEAD"), b"")
    refs.head = head.stdout.decode().strip() or None
    branch = start(repository.top, ("symbolic-ref", "-q", "HEAD"), b"")
    refs.branch = branch.stdout.decode("utf-8", "surrogateescape").strip() or None


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return None


def _read_packed(refs: Refs, repository: Repository) -> None:
    where = ".git/packed-refs"
    text = _text(repository.common_dir / "packed-refs")
    if not text:
        return
    if not text.endswith("\n"):
        refs.wrong(where, "damaged", "does not end with a line's end, as git has it")
    lines = text.removesuffix("\n").split("\n")
    first = 0
    traits: list[str] = []
    if header := _HEADER.fullmatch(lines[0]):
        traits, first = header["traits"].split(), 1
    before = ""
    for number, line in enumerate(lines[first:], first + 1):
        if found := _PACKED.fullmatch(line):
            name = found["name"]
            if "sorted" in traits and name <= before:
                message = f"{name} is not in its order: git may not find what follows"
                refs.findings.append(Finding(where, number, "damaged", message))
            before = name
            refs.values[name] = found["oid"]
            refs.packed.add(name)
            _known_place(refs, where, name)
        elif (found := _PEELED.fullmatch(line)) and before:
            refs.peeled[before] = found["oid"]
        else:
            message = "is no line that git writes: compare it with another clone"
            refs.findings.append(Finding(where, number, "damaged", message))


def _known_place(refs: Refs, where: str, name: str) -> None:
    place = name.split("/")[1]
    if place in _PLACES:
        return
    meant = next((one for one in _PLACES if one_bit_apart(one, place)), None)
    if meant:
        message = f"{name} is one bit away from refs/{meant}: a damaged name"
        refs.wrong(where, "damaged", message)


def _read_loose(refs: Refs, git_dir: Path, top: str) -> None:
    for folder, inner, names in os.walk(git_dir / top):
        inner.sort()
        for file_name in sorted(names):
            file = Path(folder, file_name)
            name = file.relative_to(git_dir).as_posix()
            if name.endswith(".lock"):
                continue
            where = f".git/{name}"
            text = _text(file) or ""
            refs.values.pop(name, None)
            refs.peeled.pop(name, None)
            refs.packed.discard(name)
            if found := _LOOSE.fullmatch(text):
                refs.values[name] = found["oid"]
            elif found := _SYMBOLIC.fullmatch(text):
                refs.symbolic[name] = found["target"]
            else:
                refs.wrong(where, "damaged", "holds no object id as git writes it")
            if name.count("/") > 1:
                _known_place(refs, where, name)


def _read_head(refs: Refs, repository: Repository) -> None:
    text = _text(repository.git_dir / "HEAD") or ""
    if found := _SYMBOLIC.fullmatch(text):
        refs.branch = found["target"]
        refs.head = refs.values.get(refs.branch)
        if refs.head is None and (refs.values or _has_log(repository)):
            message = f"names {refs.branch}, which is no branch with a commit"
            refs.wrong(".git/HEAD", "damaged", message)
    elif found := _LOOSE.fullmatch(text):
        refs.head = found["oid"]
    else:
        message = "names neither a branch nor a commit, as git would write it"
        refs.wrong(".git/HEAD", "damaged", message)


def _has_log(repository: Repository) -> bool:
    return _last_logged(repository.git_dir / "logs" / "HEAD") is not None


def _last_logged(file: Path) -> str | None:
    """Give the last value that a ref's log holds; None without one."""
    lines = (_text(file) or "").splitlines()
    fields = lines[-1].split(" ") if lines else []
    return fields[1] if len(fields) > 1 and re.fullmatch(_OID, fields[1]) else None


def _logs(refs: Refs, repository: Repository) -> None:
    """A branch that vanished leaves its log behind; git deletes both together."""
    logs = repository.common_dir / "logs"
    for folder, _, names in os.walk(logs / "refs"):
        for file_name in sorted(names):
            file = Path(folder, file_name)
            name = file.relative_to(logs).as_posix()
            if not name.startswith(LOGGED) or name.endswith(".lock"):
                continue
            refs.logged.add(name)
            last = _last_logged(file)
            if last is None or not last.strip("0"):
                continue
            value = refs.values.get(name)
            if value is None and name not in refs.symbolic:
                message = (
                    f"{name} is gone and its log is not: git deletes both; it was at "
                    f"{last[:10]} ('git update-ref {name} {last[:10]}' brings it back)"
                )
                refs.wrong(f".git/{name}", "ref-vanished", message)
            elif value is not None and value != last:
                message = f"was last moved to {last[:10]} and stands at {value[:10]}"
                refs.noted(f".git/{name}", "ref-moved", message)


def _resolved(refs: Refs, repository: Repository) -> None:
    """Every ref names an object that is there, of the kind that its place asks for."""
    kinds = _kinds(refs, repository)
    if kinds is None:
        return
    for name, oid in sorted(refs.values.items()):
        kind = kinds.get(oid, "missing")
        if kind == "missing":
            message = f"{name} names the object {oid[:10]}, which is not there"
            refs.wrong(refs.file_of(name), "ref-broken", message)
        elif name.startswith(LOGGED) and kind != "commit":
            message = f"{name} names a {kind} and no commit"
            refs.wrong(refs.file_of(name), "ref-broken", message)
    for name, target in sorted(refs.symbolic.items()):
        if target not in refs.values and target not in refs.symbolic:
            near = any(one_bit_apart(target, one) for one in refs.values)
            tell = refs.wrong if near else refs.noted
            tell(f".git/{name}", "ref-broken", f"names {target}, which is not there")
    if refs.head and kinds.get(refs.head, "missing") != "commit":
        if refs.branch is None:
            message = f"names {refs.head[:10]}, which is no commit here"
            refs.wrong(".git/HEAD", "ref-broken", message)
        refs.head = None
    _tags(refs, repository, kinds)
    _replaced(refs)


def _kinds(refs: Refs, repository: Repository) -> dict[str, str] | None:
    """Ask git what the objects are that refs name; None where it cannot say."""
    asked = dict.fromkeys([*refs.values.values(), *filter(None, [refs.head])])
    given = "".join(f"{oid}\n" for oid in asked).encode()
    done = start(repository.top, ("cat-file", "--batch-check"), given)
    kinds = {}
    for line in done.stdout.decode(errors="replace").splitlines():
        oid, _, about = line.partition(" ")
        kinds[oid] = about.split(" ")[0]
    if done.returncode and not kinds:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        refs.wrong("", "damaged", f"git cannot read it: {(reason or ['?'])[-1]}")
        return None
    return kinds


def _replaced(refs: Refs) -> None:
    for name in sorted(refs.values):
        if name.startswith("refs/replace/"):
            message = (
                f"{name} makes git show another object in place of one: no command of "
                "ours believes it ('git replace -d' deletes it)"
            )
            refs.wrong(refs.file_of(name), "replaced", message)


def _tags(refs: Refs, repository: Repository, kinds: Mapping[str, str]) -> None:
    """An annotated tag holds its own name, and what it stands for."""
    tags = {
        name: oid
        for name, oid in refs.values.items()
        if name.startswith("refs/tags/") and kinds.get(oid) == "tag"
    }
    for name in sorted(refs.peeled.keys() - tags.keys()):
        if name.startswith("refs/tags/") and kinds.get(refs.values[name]) == "commit":
            message = f"gives {name} a second object, as only annotated tags have it"
            refs.wrong(".git/packed-refs", "damaged", message)
    if not tags:
        return
    contents = _objects(repository, tags.values())
    for name, oid in sorted(tags.items()):
        about = contents.get(oid, b"").partition(b"\n\n")[0].decode(errors="replace")
        fields = dict(line.partition(" ")[::2] for line in about.splitlines())
        inner = f"refs/tags/{fields.get('tag', '')}"
        if one_bit_apart(inner, name):
            message = f"{name} is called {inner} in itself: a damaged name"
            refs.wrong(refs.file_of(name), "damaged", message)
        stands = refs.peeled.get(name)
        if stands and fields.get("type") != "tag" and stands != fields.get("object"):
            message = f"says that {name} stands for {stands[:10]}, which it does not"
            refs.wrong(".git/packed-refs", "damaged", message)


def _objects(repository: Repository, ids: Iterable[str]) -> dict[str, bytes]:
    wanted = list(dict.fromkeys(ids))
    given = "".join(f"{one}\n" for one in wanted).encode()
    out = start(repository.top, ("cat-file", "--batch"), given).stdout
    found, at = {}, 0
    while (end := out.find(b"\n", at)) >= 0:
        oid, _, about = out[at:end].decode(errors="replace").partition(" ")
        size = about.rpartition(" ")[2]
        if not size.isdecimal():  # it is missing
            at = end + 1
            continue
        found[oid] = out[end + 1 : end + 1 + int(size)]
        at = end + int(size) + 2
    return found


def one_bit_apart(one: str, other: str) -> bool:
    """Tell whether two names differ in a single bit, as damage leaves them."""
    first, second = (text.encode("utf-8", "surrogateescape") for text in (one, other))
    if len(first) != len(second):
        return False
    differing = [a ^ b for a, b in zip(first, second, strict=True) if a != b]
    return len(differing) == 1 and differing[0].bit_count() == 1
