"""The child process of ``sandbox``: it answers questions until nobody asks any more."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from factcheck.intake.media import DOCX, HTML, PDF, media_type
from factcheck.intake.messages import (
    LARGEST,
    BrokenMessageError,
    as_data,
    receive,
    send,
)
from factcheck.model.errors import BadInputError, MachineError

if TYPE_CHECKING:
    from collections.abc import Callable

# Not on Windows: the deadline of the parent alone holds there.
resource: Any = import_module("resource") if find_spec("resource") else None

_OPERATIONS = {
    "article": ("factcheck.intake.article", "read_article", "source"),
    "facts": ("factcheck.intake.metadata", "read_facts", "source"),
    "feed": ("factcheck.intake.feed", "entries", "source"),
    "passage": ("factcheck.intake.passage", "passage_of", "media_type"),
    "text": ("factcheck.intake.same_text", "text_of", "media_type"),
}
"""What may be asked for: its module, its function, and what that is told besides the
bytes."""

_LIBRARIES = {HTML: "trafilatura", PDF: "pypdf", DOCX: "mammoth"}
_MOST_FILES = 64


def main(given: dict[str, Any]) -> None:
    """Answer questions that come on standard input, until it ends.

    Args:
        given: ``seconds`` of processor time for each document, and the ``memory``
            of the process in bytes.
    """
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between our messages.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    _limit(given["memory"])
    with suppress(BrokenPipeError):  # the parent is gone
        send(answers, {"ready": True})
        while True:
            try:
                question, content = receive(questions, most=LARGEST)
            except BrokenMessageError:
                return
            answer = _answered(question, content, given["seconds"])
            send(answers, answer)
            if answer.get("error") == "memory":
                return


def _answered(
    question: dict[str, Any], content: bytes, seconds: float
) -> dict[str, Any]:
    """Do what is asked for, within the limits."""
    about = str(question["about"])
    try:
        act = _prepared(str(question["operation"]), content, about)
        with suppress(AttributeError):  # Windows has no timers
            signal.setitimer(signal.ITIMER_PROF, seconds)
        _let_write(allowed=False)
        return {"answer": as_data(act())}
    except BadInputError as error:
        return {"error": "input", "message": str(error)}
    except MachineError as error:
        return {"error": "machine", "message": str(error)}
    except MemoryError:
        return {"error": "memory"}
    except Exception as error:  # noqa: BLE001 - the libraries promise no set of errors
        return {"error": "failed", "message": type(error).__name__}
    finally:
        with suppress(AttributeError):
            signal.setitimer(signal.ITIMER_PROF, 0)


def _prepared(operation: str, content: bytes, about: str) -> Callable[[], object]:
    """Import what an operation needs, and the library for this kind of document.

    Not within the limits: compiled modules may be written then, and a slow first
    import is not the document's fault.
    """
    _let_write(allowed=True)
    name, function, parameter = _OPERATIONS[operation]
    act = getattr(import_module(name), function)
    kind = about if parameter == "media_type" else media_type(content, about)
    library = _LIBRARIES.get(kind)
    if library and operation != "feed" and find_spec(library) is not None:
        with suppress(ImportError):  # who uses it says so
            import_module(library)
    return partial(act, content, **{parameter: about})


def _limit(memory: int) -> None:
    """Limit what this process may have for good."""
    # Where another handler was inherited, the timer would not end us.
    with suppress(AttributeError):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if resource is None:
        return
    for what, most in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", _MOST_FILES),
    ):
        # macOS knows RLIMIT_AS and refuses it; a stricter limit may hold already.
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, what), (most, most))


def _let_write(*, allowed: bool) -> None:
    """Let this process write into files, or not at all; pipes are none."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        now = most if allowed else 0
        resource.setrlimit(resource.RLIMIT_FSIZE, (now, most))
