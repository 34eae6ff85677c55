"""Two people in two clones: does what they did go together?

python benchmarks/clones.py --trials 1000 --seed S [--every 25]

In each trial two people do random things to one small ledger: they add evidence,
links, checks, questions, tips, amend fields and lists, write drafts, give verdicts,
unlink. Half of the trials only add. Then their branches are joined:

- by the joining of ``factcheck sync`` (all trials), as a merge and, act by act, as a
  rebase or a series of cherry-picks; then squashed, and joined once more;
- by git alone, without our merge driver, as a git host does it (all trials);
- by git with our merge driver, merged and rebased in a working tree (every 25th).

Looked for is: a conflict where people only added; a field of the result that is
neither the base's nor ours nor theirs at that place; a conflict that an independent
comparison of the fields sees and the program does not show by field, or the other way
round; a record of the result that cannot be read; other results by another way.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Literal

# A script finds its own folder; the package is one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.clone_acts import Files, Person, base_ledger, read
from factcheck.ledger.cache.reading import read_record
from factcheck.ledger.git.repository import Repository
from factcheck.ledger.layout import place_of
from factcheck.ledger.merging.fields import VERBATIM, Take
from factcheck.ledger.merging.trees import JoinedTrees, join_trees
from factcheck.model.errors import BadRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SIGNATURE = {"added", "added_by"}
_UNITS = {"closed", "withdrawn", "captures", "sentences", "outcome", "capture"}
_KEYS = ("part", "sha256", "organisation", "label", "name")
_DRIVER = f"'{sys.executable}' -m factcheck merge-driver %O %A %B %P"
_NO_RENAMES = ("-c", "merge.renames=false", "-c", "pull.twohead=recursive")
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Side:
    """One clone: its states, one after each act; the first is the base."""

    states: list[Files]
    commits: list[str] = field(default_factory=list)

    @property
    def tip(self) -> Files:
        """What it holds at last."""
        return self.states[-1]


@dataclass(slots=True)
class Trial:
    """What two people did.

    Attributes:
        number: of the trial.
        base: what both began from.
        ours, theirs: the clones.
        only_adding: whether no file that was there was touched.
    """

    number: int
    base: Files
    ours: Side
    theirs: Side
    only_adding: bool


def trial(base: Files, seed: int, number: int) -> Trial:
    """Let two people do random things; the same numbers give the same."""
    random = Random(f"{seed} {number}")  # noqa: S311 - no secret, a repeatable trial
    only_adding = number % 2 == 0
    sides = []
    for name in ("Anna", "Bo"):
        person = Person(Random(f"{seed} {number} {name}"), name)  # noqa: S311 - the same
        states = [base]
        for _ in range(random.randint(4, 14)):
            files = dict(states[-1])
            person.act(files, only_adding=only_adding)
            if files != states[-1]:
                states.append(files)
        sides.append(Side(states))
    return Trial(number, base, sides[0], sides[1], only_adding)


# -------------------------------------------------------- what is independent of ours


def leaves(data: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Give every fact of a record with its place, on its own terms.

    Items of lists are named by what tells them apart; one decision is one fact.
    """
    if (
        isinstance(data, dict)
        and place.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0] not in _UNITS
    ):
        for key, value in data.items():
            yield from leaves(value, f"{place}.{key}" if place else key)
    elif isinstance(data, list):
        for item in data:
            yield from leaves(item, f"{place} {_key(item)}")
    elif data is not None and data is not False:
        yield place, data


def _is_unit(place: str) -> bool:
    return place.replace(".", " ").split(" ", 1)[0] in _UNITS


def _key(item: Any) -> str:
    if isinstance(item, dict):
        return str(next(item[key] for key in _KEYS if key in item))
    return str(item)


def facts(content: bytes | None, path: str) -> dict[str, Any]:
    """Give the facts of a record file by place; none where there is no file."""
    return dict(leaves(read({path: content}, path))) if content else {}


def disagreements(path: str, versions: Sequence[bytes | None]) -> set[str]:
    """Name the places at which both sides changed a fact, and not alike."""
    old, mine, their = (facts(one, path) for one in versions)
    found = set()
    for place in {**mine, **their, **old}:
        values = [one.get(place) for one in (old, mine, their)]
        if versions[0] is None and place in _SIGNATURE:
            continue
        if values[0] != values[1] != values[2] != values[0]:
            found.add(place)
    return found


def moved(path: str, result: bytes, versions: Sequence[bytes | None]) -> list[str]:
    """Name the facts of a result that no version has at that place."""
    sides = [facts(one, path) for one in versions]
    wrong = []
    for place, value in facts(result, path).items():
        there = [one[place] for one in sides if place in one]
        if value in there:
            continue
        lines = {line for one in there for line in str(one).split("\n")}
        if "\n" not in str(value) or not set(str(value).split("\n")) <= lines:
            wrong.append(f"{path}: {place}")
    return wrong


# ------------------------------------------------------------------------ in git


class Store:
    """A repository with the commits of many trials."""

    def __init__(self, folder: Path, base: Files) -> None:
        self.folder = folder
        _git(folder, "init", "-q", "--initial-branch=main")
        for key, value in (("user.name", "Trial"), ("user.email", "t@example.org")):
            _git(folder, "config", key, value)
        self.repository = Repository(folder, folder / ".git")
        attributes = {".gitattributes": b"*.yaml text eol=lf merge=factcheck\n"}
        self.base = self.commits([({}, {**base, **attributes})], None)[0]
        _git(folder, "reset", "-q", "--hard", self.base)

    def commits(
        self, steps: Sequence[tuple[Files, Files]], parent: str | None
    ) -> list[str]:
        """Make a commit of each step from one state to the next; give their ids."""
        parts = []
        for number, (before, after) in enumerate(steps, 1):
            message = b"step"
            parts.append(
                b"commit refs/trials/new\nmark :%d\n" % number
                + b"committer Trial <t@example.org> 1700000000 +0000\n"
                + b"data %d\n%s\n" % (len(message), message)
            )
            if number == 1 and parent:
                parts.append(b"from %s\n" % parent.encode())
            parts += [
                b"D %s\n" % path.encode() for path in before.keys() - after.keys()
            ]
            parts += [
                b"M 100644 inline %s\ndata %d\n%s\n"
                % (path.encode(), len(content), content)
                for path, content in after.items()
                if before.get(path) != content
            ]
        parts += [b"get-mark :%d\n" % n for n in range(1, len(steps) + 1)]
        stream = b"".join([b"reset refs/trials/new\n", *parts, b"done\n"])
        out = _git(self.folder, "fast-import", "--quiet", "--force", given=stream)
        return out.split()

    def put(self, side: Side) -> None:
        """Make the commits of a clone."""
        steps = list(zip(side.states, side.states[1:], strict=False))
        side.commits = [self.base, *(self.commits(steps, self.base) if steps else [])]

    def files(self, tree: str) -> Files:
        """Give the files of a commit or tree."""
        entries = [(one.path, one.blob) for one in self.repository.tree(tree, "")]
        contents = dict(self.repository.blobs(dict.fromkeys(b for _, b in entries)))
        found = {path: contents[blob] for path, blob in entries}
        found.pop(".gitattributes", None)
        return found

    def join(
        self, base: str, ours: str, theirs: str, take: Mapping[str, Take] | None = None
    ) -> JoinedTrees:
        """Join two commits as sync does."""
        return join_trees(self.repository, [base], ours, theirs, prefix="", take=take)


def _git(folder: Path, *arguments: str, given: bytes = b"", check: bool = True) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=given, capture_output=True, check=False
    )
    if check and done.returncode:
        sys.exit(f"git {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout.decode(errors="replace") if check else str(done.returncode)


def applied(files: Files, joined: JoinedTrees) -> Files:
    """Give our files with the changes of a join."""
    result = dict(files)
    for change in joined.changes:
        if change.content is None:
            result.pop(change.path, None)
        else:
            result[change.path] = change.content
    return result


def meaning(files: Files) -> dict[str, Any]:
    """Give what a ledger says: the facts of each record, whatever their order."""
    return {path: facts(content, path) for path, content in files.items()}


# ---------------------------------------------------------------------- one trial


class Judge:
    """Looks at trials; what is wrong gathers in ``wrong``, the rest is counted."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wrong: list[str] = []
        self.counted: Counter[str] = Counter()

    def look(self, one: Trial, *, with_driver: bool) -> None:
        """Join what two people did in every way and compare."""
        self.counted["trials"] += 1
        for side in (one.ours, one.theirs):
            self.store.put(side)
        ours, theirs = one.ours.commits[-1], one.theirs.commits[-1]
        joined = self.store.join(self.store.base, ours, theirs)
        self._conflicts(one, joined)
        if joined.conflicts:
            self.counted["trials with conflicts"] += 1
            self.counted["conflicts"] += len(joined.conflicts)
            if one.only_adding:
                self._say(one, f"a conflict of additions: {joined.conflicts[0]}")
            picked: Literal["ours", "theirs"] = "ours" if one.number % 3 else "theirs"
            take = {each.path: Take(every=picked) for each in joined.conflicts}
            joined = self.store.join(self.store.base, ours, theirs, take)
            if joined.conflicts:
                self._say(one, f"not settled: {joined.conflicts[0]}")
                return
        result = applied(one.ours.tip, joined)
        self._facts(one, result)
        self._squashed(one, result)
        is_open = self.counted["trials with conflicts"] and self._had_conflicts(one)
        if not is_open:
            self._by_acts(one, result)
            self._by_git(one, result)
            if with_driver:
                self._with_driver(one, result)

    def _had_conflicts(self, one: Trial) -> bool:
        ours, theirs = one.ours.commits[-1], one.theirs.commits[-1]
        return bool(self.store.join(self.store.base, ours, theirs).conflicts)

    def _say(self, one: Trial, what: str) -> None:
        self.wrong.append(f"trial {one.number}: {what}")

    def _conflicts(self, one: Trial, joined: JoinedTrees) -> None:
        """Compare the conflicts that are shown with those that there are."""
        shown: dict[str, set[str]] = {}
        for each in joined.conflicts:
            shown.setdefault(each.path, set()).add(each.field)
        for path in {**one.ours.tip, **one.theirs.tip, **one.base}:
            sides = (one.base, one.ours.tip, one.theirs.tip)
            versions = [files.get(path) for files in sides]
            if len({*versions}) < 3:  # noqa: PLR2004 - one side, or both alike
                continue
            place = place_of(path)
            kind = getattr(place, "kind", "")
            told = shown.get(path, set())
            if versions[1] is None or versions[2] is None:
                if told != {""}:
                    self._say(one, f"{path}: deleted and changed, shown {told}")
                continue
            true = disagreements(path, versions)
            facts_of = [facts(each, path) for each in versions]
            spoken = {each.replace(".", " ") for each in told}
            for where in true:
                values = [str(each.get(where, "")) for each in facts_of]
                is_prose = all("\n" in value for value in values)
                alike = _same_act(where, versions, path)
                named = where.replace(".", " ")
                said = any(named.startswith(word) for word in spoken)
                quiet = (is_prose and (kind, where) not in VERBATIM) or alike
                if not said and not quiet:
                    self._say(one, f"{path}: {where} is in conflict, and not shown")
            for word in spoken:
                if not any(_about(word, where.replace(".", " ")) for where in true):
                    self._say(one, f"{path}: {word} shown, and is in no conflict")

    def _facts(self, one: Trial, result: Files) -> None:
        for path, content in result.items():
            versions = [
                files.get(path) for files in (one.base, one.ours.tip, one.theirs.tip)
            ]
            if content in versions:
                continue
            self.counted["records joined by field"] += 1
            try:
                read_record(path, content)
            except BadRecordError as error:
                self._say(one, f"cannot be read: {error}")
                continue
            for where in moved(path, content, versions):
                self._say(one, f"moved: {where}")
        for path in {**one.ours.tip, **one.theirs.tip}:
            added = path not in one.base
            if added and path not in result and not path.endswith("draft.yaml"):
                self._say(one, f"{path} was added and is lost")

    def _squashed(self, one: Trial, result: Files) -> None:
        """Ours takes theirs in as one commit; joining theirs again changes nothing."""
        (squashed,) = self.store.commits(
            [(one.ours.tip, result)], one.ours.commits[-1]
        ) or [one.ours.commits[-1]]
        again = self.store.join(self.store.base, squashed, one.theirs.commits[-1])
        # Where a side was picked, it may be asked once more, but nothing else.
        if again.changes:
            self._say(one, f"squashed, it changes again: {again.changes[0].path}")

    def _by_acts(self, one: Trial, result: Files) -> None:
        """Theirs upon ours act by act, as a rebase and cherry-picks do it."""
        files, tip = one.ours.tip, one.ours.commits[-1]
        pairs = zip(one.theirs.commits, one.theirs.commits[1:], strict=False)
        for before, after in pairs:
            joined = self.store.join(before, tip, after)
            if joined.conflicts:
                # An act that a later one took back may be in conflict alone.
                self.counted["rebases with a conflict on the way"] += 1
                return
            new = applied(files, joined)
            if new != files:
                (tip,) = self.store.commits([(files, new)], tip)
            files = new
        self.counted["rebased"] += 1
        if meaning(files) != meaning(result):
            self._say(one, "rebased, it is another ledger")

    def _by_git(self, one: Trial, result: Files) -> None:
        """As a host joins: by lines, without our driver."""
        ours, theirs = one.ours.commits[-1], one.theirs.commits[-1]
        done = subprocess.run(
            ["git", "merge-tree", "--write-tree", ours, theirs],
            cwd=self.store.folder,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            self.counted["git alone: conflict where sync has none"] += 1
            if one.only_adding:
                self._say(one, "git alone has a conflict of additions")
            return
        self.counted["git alone: clean"] += 1
        files = self.store.files(done.stdout.decode().split()[0])
        if meaning(files) != meaning(result):
            self.counted["git alone: clean and another ledger"] += 1
            if one.only_adding:
                self._say(one, "git alone makes another ledger of additions")

    def _with_driver(self, one: Trial, result: Files) -> None:
        """In a working tree, with our driver: merged, and rebased."""
        folder = self.store.folder
        # As init sets it; with renames git takes a verdict for a renamed draft.
        driver = ("-c", f"merge.factcheck.driver={_DRIVER}", *_NO_RENAMES)
        ours, theirs = one.ours.commits[-1], one.theirs.commits[-1]
        _git(folder, "checkout", "-q", "--detach", ours)
        code = _git(folder, *driver, "merge", "-q", "--no-edit", theirs, check=False)
        self.counted["merged with the driver"] += 1
        if code != "0":
            self._say(one, "the driver has a conflict where sync has none")
        elif meaning(self.store.files("HEAD")) != meaning(result):
            self._say(one, "the driver makes another ledger")
        _git(folder, "reset", "-q", "--hard", theirs)
        if _git(folder, *driver, "rebase", "-q", ours, check=False) == "0":
            self.counted["rebased with the driver"] += 1
            if meaning(self.store.files("HEAD")) != meaning(result):
                self._say(one, "rebased with the driver, it is another ledger")
        else:
            self.counted["rebases with a conflict on the way"] += 1
            _git(folder, "rebase", "--abort", check=False)
        _git(folder, "reset", "-q", "--hard", self.store.base)


def _same_act(where: str, versions: Sequence[bytes | None], path: str) -> bool:
    """Tell whether both did the same, so that only who and when differ."""
    if where.split(" ", maxsplit=1)[0] not in _UNITS or facts(versions[0], path).get(
        where
    ):
        return False
    mine, their = (facts(one, path).get(where) for one in versions[1:])
    if not isinstance(mine, dict) or not isinstance(their, dict):
        return False
    who = {"since", "by", "retrieved", "tool", "decided", "decided_by"}
    return {key: mine[key] for key in mine.keys() - who} == {
        key: their[key] for key in their.keys() - who
    }


def _about(one: str, other: str) -> bool:
    return one == other or other.startswith(f"{one} ") or one.startswith(f"{other} ")


def run(folder: Path, trials: Sequence[int], *, seed: int, every: int = 25) -> Judge:
    """Run trials, by number, in an empty folder; give what was found."""
    base = base_ledger(4, seed)
    judge = Judge(Store(folder, base))
    for number in trials:
        judge.look(
            trial(base, seed, number), with_driver=bool(every) and number % every == 0
        )
    return judge


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=1000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--every", type=int, default=25, metavar="N", help="with the driver, 0: never"
    )
    given = parser.parse_args(arguments)
    numbers = range(given.first, given.first + given.trials)
    with tempfile.TemporaryDirectory() as folder:
        judge = run(Path(folder), numbers, seed=given.seed, every=given.every)
    for name, count in judge.counted.items():
        print(f"{name:<46}{count:8,d}")
    for line in judge.wrong[:20]:
        print(line)
    reached = "" if not judge.wrong else "   NOT REACHED"
    print(f"{'wrong':<46}{len(judge.wrong):8,d}   goal 0{reached}")
    sys.exit(bool(judge.wrong))


if __name__ == "__main__":
    main()
