"""The points at which a command can be hurt: each single call of each of its processes.

A command is traced once (``recorded``): the program itself, and every git that it or
another git starts. Each call that changes a disk or hands something on becomes points,
one for each way in which it can fail. ``injected`` runs the command again and lets one
point happen.

strace counts calls per process, so each process is traced alone: a script that is
called ``git`` stands first on the PATH, and first among git's own programs too. It
counts how often each verb of git is asked for and starts the one in question under
strace.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PROGRAM = "factcheck"
"""What the program's own process is called among the processes of a command."""

CALLS = (
    *("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"),
    *("fsync", "fdatasync", "write", "pwrite64", "writev", "copy_file_range"),
    *("mkdir", "mkdirat", "rmdir", "ftruncate"),
)

KILLED, CRASH, NO_SPACE, IO_ERROR = "killed", "crash", "no-space", "io-error"
"""A process dies alone; git and the program die together; the disk is full; broken."""

_TAKES_NO_SPACE = {"unlink", "unlinkat", "rmdir"}
_INJECTED = {
    KILLED: "signal=KILL",
    CRASH: "signal=KILL",
    NO_SPACE: "error=ENOSPC",
    IO_ERROR: "error=EIO",
}
_START = "import sys; from factcheck.cli import main; sys.exit(main())"
_LIMIT_S = 120.0

_GIT = """\
#!/bin/sh
verb=none
takes=
for word; do
  if [ "$takes" ]; then takes=; continue; fi
  case $word in
    -c|-C|--exec-path|--git-dir|--work-tree|--namespace) takes=1 ;;
    -*) ;;
    *) verb=$word; break ;;
  esac
done
n=1
while ! mkdir "$FAULT_STATE/$verb-$n" 2>/dev/null; do n=$((n+1)); done
GIT_EXEC_PATH={programs}
export GIT_EXEC_PATH
log="$FAULT_STATE/$verb-$n.trace"
if [ "$FAULT_PROCESS" = all ]; then
  exec strace -qq -y -e signal=none -e trace="$FAULT_CALLS" -o "$log" {git} "$@"
fi
if [ "$FAULT_PROCESS" != "$verb-$n" ]; then exec {git} "$@"; fi
set -- -qq -y -e signal=none -e trace="$FAULT_CALLS" -e inject="$FAULT_INJECT" \\
  -o "$log" {git} "$@"
if [ ! "$FAULT_CRASH" ]; then exec strace "$@"; fi
strace "$@"
kill -KILL 0
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one process, as it was traced.

    Attributes:
        process: ``factcheck``, or git's verb and which of its kind: ``update-ref-1``.
        name: of the system call.
        number: which call of this name in the process, from 1.
        about: what it is about, without what differs between two runs.
    """

    process: str
    name: str
    number: int
    about: str


@dataclass(frozen=True, slots=True)
class Point:
    """One way in which one call fails."""

    call: Call
    kind: str

    @property
    def id(self) -> str:
        """A name to repeat the point by."""
        call = self.call
        return f"{call.process}:{call.name}:{call.number}:{self.kind}"

    def __str__(self) -> str:
        call = self.call
        who = call.process if call.process == PROGRAM else f"git {call.process}"
        return f"{who}: {call.name} {call.number} of {call.about}, {self.kind}"

    @property
    def is_of_program(self) -> bool:
        """Whether the program itself is hit, and not a git that it started."""
        return self.call.process == PROGRAM

    @property
    def leaves_program_alive(self) -> bool:
        """Whether the program can still say what happened."""
        if self.kind == KILLED:
            return not self.is_of_program
        return self.kind != CRASH

    @property
    def hits_the_answer(self) -> bool:
        """Whether it is the very output of the program that is hit."""
        return self.is_of_program and self.call.about in {"stdout", "stderr"}


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code (negative: the signal), and what it said."""

    code: int
    out: str
    err: str


@cache
def why_not() -> str:
    """Say why no call can be traced here, with nothing where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(
        ["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return f"processes cannot be traced here: {said[-1] if said else 'no reason'}"
    return ""


def install(folder: Path) -> Path:
    """Put the script that stands in for git into a new folder; give the folder."""
    git = shutil.which("git")
    if git is None:
        raise FileNotFoundError("git")
    asked = subprocess.run([git, "--exec-path"], capture_output=True, check=True)
    folder.mkdir(parents=True)
    for program in Path(asked.stdout.decode().strip()).iterdir():
        if program.name != "git":
            (folder / program.name).symlink_to(program)
    script = folder / "git"
    script.write_text(_GIT.replace("{programs}", str(folder)).replace("{git}", git))
    script.chmod(0o755)
    return folder


def recorded(
    arguments: Sequence[str], folder: Path, env: dict[str, str], stand_in: Path
) -> tuple[Done, list[Call]]:
    """Run a command without a fault and give the calls of all its processes.

    Args:
        arguments: of the program.
        folder: where it runs; a new folder beside it takes the traces.
        env: in which it runs.
        stand_in: the folder with the script that stands in for git.
    """
    state = _state_beside(folder)
    more = {"FAULT_PROCESS": "all", "FAULT_CALLS": ",".join(CALLS)}
    traced = _strace(state, "-e", f"trace={','.join(CALLS)}")
    done = _run([*traced, *_program(arguments)], folder, env | more, stand_in)
    calls: list[Call] = []
    traces = sorted(state.glob("*.trace"), key=lambda one: one.stat().st_ctime_ns)
    # The program is the first in importance and the last to end.
    for trace in sorted(traces, key=lambda one: one.stem != PROGRAM):
        calls += _calls(trace, folder)
    return done, calls


def injected(
    point: Point,
    arguments: Sequence[str],
    folder: Path,
    env: dict[str, str],
    stand_in: Path,
) -> tuple[Done, bool]:
    """Run a command with a fault; give how it ended, and whether the fault happened.

    Returns only when no process of the command is left.
    """
    state = _state_beside(folder)
    call = point.call
    inject = f"{call.name}:{_INJECTED[point.kind]}:when={call.number}"
    more = {"FAULT_PROCESS": call.process, "FAULT_CALLS": call.name}
    more |= {"FAULT_INJECT": inject}
    command = _program(arguments)
    if point.is_of_program:
        trace = _strace(state, "-e", f"trace={call.name}", "-e", f"inject={inject}")
        command = [*trace, *command]
    elif point.kind == CRASH:
        more["FAULT_CRASH"] = "1"
    done = _run(command, folder, env | more, stand_in)
    seen = _calls(state / f"{call.process}.trace", folder)
    return done, call in seen


def points(calls: Sequence[Call], *, every: bool = True) -> Iterator[Point]:
    """Give the points of a recorded command, process after process.

    Args:
        calls: as recorded.
        every: otherwise, of many calls of one process that are about the same thing
            (eleven objects are written one after the other) only the first two and
            the last.
    """
    for index, call in enumerate(calls):
        alike = [
            other
            for other, one in enumerate(calls)
            if (one.process, one.name, one.about)
            == (call.process, call.name, call.about)
        ]
        if not every and index not in {*alike[:2], alike[-1]}:
            continue
        yield Point(call, KILLED)
        if call.process != PROGRAM:
            yield Point(call, CRASH)
        if call.name not in _TAKES_NO_SPACE:
            yield Point(call, NO_SPACE)
        yield Point(call, IO_ERROR)


def _program(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", _START, *arguments]


def _strace(state: Path, *options: str) -> list[str]:
    log = str(state / f"{PROGRAM}.trace")
    return ["strace", "-qq", "-y", "-e", "signal=none", *options, "-o", log]


def _state_beside(folder: Path) -> Path:
    state = folder.with_name(f"{folder.name}.traces")
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir()
    return state


def _run(
    command: Sequence[str], folder: Path, env: Mapping[str, str], stand_in: Path
) -> Done:
    state = folder.with_name(f"{folder.name}.traces")
    full = {
        **env,
        "FAULT_STATE": str(state),
        "PATH": f"{stand_in}{os.pathsep}{env['PATH']}",
    }
    # Into files: a git that outlives the program must not keep us from reading on.
    with (state / "out").open("wb") as out, (state / "err").open("wb") as err:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=full,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            process.wait(_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
    _wait_for_group(process.pid)
    said = [(state / name).read_text(errors="replace") for name in ("out", "err")]
    return Done(process.returncode, *said)


def _wait_for_group(group: int) -> None:
    """Wait until what a killed program has started is at its end."""
    until = time.monotonic() + _LIMIT_S
    while _lives(group) and time.monotonic() < until:
        time.sleep(0.01)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


# ----------------------------------------------------------------------- traces

_LINE = re.compile(r"(?P<name>\w+)\((?P<rest>.*)", re.DOTALL)
_OPEN_FILE = re.compile(r"(?P<number>\d+)<(?P<path>[^>]*)>")
_NAMED = re.compile(r'"(?P<path>(?:[^"\\]|\\.)*)"')
_HEX = re.compile(r"[0-9a-f]{16,}")
_RANDOM = (
    (re.compile(r"\.(?P<name>[^/]+)\.[0-9a-f]{8}\.tmp"), r"\g<name> (temporary)"),
    (re.compile(r"\b(?P<name>tmp_[a-z]+)_\w{6}\b"), r"\g<name>"),
    (re.compile(r"\.git/t\w{6}$"), ".git/temporary"),
    (re.compile(r"tmp_objdir-incoming-\w{6}"), "incoming"),
    (
        re.compile(r"objects/[0-9a-f]{2}(?:/(?:tmp_obj|[0-9a-f]{38,62}))?$"),
        "objects/… (one object)",
    ),
    (re.compile(r"(?P<name>refs/factcheck/tmp/)[0-9a-f]+"), r"\g<name>…"),
)


def _calls(trace: Path, folder: Path) -> list[Call]:
    try:
        lines = trace.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    counts: dict[str, int] = {}
    found = []
    for line in lines:
        parsed = _LINE.match(line)
        if not parsed or parsed["name"] not in CALLS:
            continue
        name = parsed["name"]
        counts[name] = counts.get(name, 0) + 1
        about = _about(name, parsed["rest"], folder)
        found.append(Call(trace.stem, name, counts[name], about))
    return found


def _about(name: str, rest: str, folder: Path) -> str:
    open_file = _OPEN_FILE.match(rest)
    if open_file and not name.endswith("at") and not name.endswith("at2"):
        if open_file["number"] in {"1", "2"}:
            return "stdout" if open_file["number"] == "1" else "stderr"
        path = open_file["path"]
        if path.startswith(("pipe:", "socket:")):
            return "a pipe"
    else:
        named = [one["path"] for one in _NAMED.finditer(rest)]
        path = named[-1] if named else rest
    if str(Path(path).parent) == tempfile.gettempdir():
        return "a temporary file"
    for beside, short in ((folder, ""), (folder.parent, "../")):
        path = f"{path}/".replace(f"{beside}/", short).removeprefix("./").rstrip("/")
    for pattern, replacement in _RANDOM:
        path = pattern.sub(replacement, path)
    return _HEX.sub("…", path)
