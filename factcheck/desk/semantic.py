"""The optional extra ``semantic``: the ledger's encoder and the vectors it makes.

The settings pin an encoder by its SHA-256, so that all who work on a ledger get the
same answers; where it lies may differ from machine to machine. It runs here, and
nothing is fetched.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.ledger.cache.kept_files import KeptFiles
from factcheck.model.errors import BadInputError, MachineError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factcheck.ledger.cache.cache import Progress
    from factcheck.ledger.ledger import Ledger
    from factcheck.match.index import Index
    from factcheck.match.meaning.encoding import Encoder, Reading
    from factcheck.match.meaning.meanings import Meanings
    from factcheck.match.meaning.shelf import Shelf
    from factcheck.model.settings import Semantic

VARIABLE = "FACTCHECK_SEMANTIC"
"""The environment's variable with the encoder's directory; empty for none."""

MANY = 2_000
"""From so many texts on all cores read them."""

_KEPT_TOGETHER = 4_096
_SHELVES = 8
_LARGEST = 2 << 30


@dataclass(frozen=True, slots=True)
class WithMeanings:
    """An index, and what is to be said of the encoder.

    Attributes:
        index: asks for meanings if there is an encoder.
        meanings: those that it asks, None if it does not.
        note: why it does not although the settings want it, or what is to be known
            of the encoder; None if nothing is.
    """

    index: Index
    meanings: Meanings | None = None
    note: str | None = None


def with_meanings(
    ledger: Ledger,
    index: Index,
    *,
    progress: Progress | None = None,
    environ: Mapping[str, str] = os.environ,
) -> WithMeanings:
    """Give an index the vectors of its claims, if the settings name an encoder.

    Vectors of texts that are new are made, and kept beside the cache.

    Args:
        ledger: of the claims.
        index: of its claims, and of others'.
        progress: is given the texts that are new as steps, and their number.
        environ: the process's environment.

    Raises:
        RefusedError: the encoder is not the one that the settings pin, or lies where
            whoever writes to the repository could put it.
        MachineError: a package of the extra is missing.
        BadInputError: the directory holds no encoder that can be run.
    """
    wanted = ledger.settings.semantic
    named = environ.get(VARIABLE)
    if named == "" or (wanted is None and not named):
        return WithMeanings(index)
    place = _place(ledger, wanted, named)
    if place is None or not (named or place.is_dir()):
        return WithMeanings(index, note=_why_not(place))
    files = _read(place)
    _check(files, wanted, place)
    encoder = _encoder(files, place)
    languages = wanted.languages if wanted else ()
    return _attached(ledger, index, _Held(encoder, files, languages), progress)


def _why_not(place: Path | None) -> str:
    """Say why the encoder of the settings takes no part."""
    why = (
        f"{place} is not there"
        if place
        else f"set {VARIABLE} to its directory on this machine"
    )
    return f"matched by words alone, without the ledger's encoder: {why}"


class _Held(NamedTuple):
    encoder: Encoder
    files: Mapping[str, bytes]
    languages: tuple[str, ...]


def _place(ledger: Ledger, wanted: Semantic | None, named: str | None) -> Path | None:
    """Give the encoder's directory on this machine, None if nobody says."""
    if named:
        return Path(named).expanduser()
    if wanted is None or wanted.directory is None:
        return None
    place = (ledger.root / Path(wanted.directory).expanduser()).resolve()
    top = ledger.repository.top if ledger.repository else ledger.root
    # What runs the encoder is not made for hostile models: a directory and a pin that
    # come with the same pull prove nothing. The user's own environment may name it.
    if place.is_relative_to(top.resolve()):
        raise RefusedError(
            f"factcheck.yaml: semantic: {wanted.directory} lies inside the repository, "
            f"where a pull can change it; keep the encoder elsewhere, or set {VARIABLE}"
        )
    return place


def encoder_in(place: Path) -> Encoder:
    """Give the encoder of a directory, whichever it is.

    Raises:
        MachineError: a package of the extra is missing.
        BadInputError: the directory holds no encoder that can be run.
    """
    return _encoder(_read(place), place)


def _read(place: Path) -> dict[str, bytes]:
    """Read an encoder's files."""
    _import(place)
    from factcheck.match.meaning.encoding import (  # noqa: PLC0415 - loads numpy
        CONFIG,
        MODELS,
        POOLING,
        TOKENISER,
    )

    model = next((name for name in MODELS if (place / name).is_file()), None)
    if model is None:
        raise BadInputError(
            f"{place}: no {' and no '.join(MODELS)}: name the encoder's directory"
        )
    files = {}
    for name in (model, TOKENISER, CONFIG, POOLING):
        try:
            if (place / name).stat().st_size <= _LARGEST:
                files[name] = (place / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise MachineError(
                f"cannot read {place / name}: {error.strerror}"
            ) from None
    if model not in files:
        raise BadInputError(f"{place / model}: larger than 2 GiB")
    return files


def _check(files: Mapping[str, bytes], wanted: Semantic | None, place: Path) -> None:
    """Refuse another encoder than the one that is pinned."""
    model = next(iter(files))
    found = hashlib.sha256(files[model]).hexdigest()
    if wanted is None:
        raise RefusedError(
            f"{VARIABLE} is set, but factcheck.yaml pins no encoder: add "
            f"“semantic: {{sha256: {found}}}” if you trust {place / model}"
        )
    if found != wanted.sha256:
        raise RefusedError(
            f"{place / model} has the SHA-256 {found[:12]}…, factcheck.yaml pins "
            f"{wanted.sha256[:12]}…: get the pinned encoder, or change semantic: sha256"
        )


def _import(place: Path) -> None:
    """Say in a line what is missing if a package is."""
    wanted = ["numpy", "tokenizers"]
    if (place / "model.onnx").is_file():
        wanted.append("onnxruntime")
    from importlib.util import find_spec  # noqa: PLC0415 - here alone

    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        raise MachineError(
            f"the ledger's encoder needs {' and '.join(missing)}: "
            "pip install 'factcheck-ledger[semantic]'"
        )


def _encoder(files: Mapping[str, bytes], place: Path, threads: int = 1) -> Encoder:
    from factcheck.match.meaning.bert import UnreadableModelError  # noqa: PLC0415 - loads numpy
    from factcheck.match.meaning.encoding import Encoder  # noqa: PLC0415 - the same

    try:
        return Encoder(files, threads=threads)
    except UnreadableModelError as error:
        raise BadInputError(f"{place}: {error}") from None


def _attached(
    ledger: Ledger, index: Index, held: _Held, progress: Progress | None
) -> WithMeanings:
    """Give an index its vectors; those that are new are made and kept."""
    from factcheck.match.meaning.meanings import Meanings, missing  # noqa: PLC0415 - numpy

    kept = _Kept(ledger, held)
    texts = missing(kept.shelves, index.parts, held.languages)
    if texts:
        kept.add(texts, progress)
        kept.tidy(index)
    meanings = Meanings(
        held.encoder, kept.shelves, index.parts, languages=held.languages
    )
    note = None
    if held.encoder.learned is None:
        note = (
            "the likelihoods were not measured with this encoder: take them with care"
        )
    return WithMeanings(index.with_meanings(meanings), meanings, note)


class _Kept:
    """The vectors of a ledger's claims in their files."""

    def __init__(self, ledger: Ledger, held: _Held) -> None:
        self._held = held
        name = f"vectors-{held.encoder.name[:12]}"
        self._files = KeptFiles(ledger.kept_folders(name))
        self._is_damaged = False
        self.shelves = self._loaded()

    def _loaded(self) -> list[Shelf]:
        from factcheck.match.meaning.shelf import Shelf  # noqa: PLC0415 - loads numpy

        before = None
        while (found := self._files.listed()) is not None and found != before:
            before = folder, said = found
            try:
                return [
                    Shelf.from_buffer(self._files.part(folder, name), self._name)
                    for name in said["shelves"]
                ]
            except (OSError, ValueError):  # not there, or damaged: all are made anew
                continue
        self._is_damaged = before is not None
        return []

    @property
    def _name(self) -> str:
        return self._held.encoder.name

    def add(self, texts: Sequence[str], progress: Progress | None) -> None:
        """Make vectors of texts; what is made is kept, should it be interrupted."""
        from factcheck.match.meaning.meanings import readings  # noqa: PLC0415 - loads numpy
        from factcheck.match.meaning.shelf import Shelf  # noqa: PLC0415 - the same

        encoder = self._held.encoder
        if len(texts) >= MANY:
            encoder = type(encoder)(self._held.files, threads=os.cpu_count() or 1)
        steps = iter(progress(range(len(texts)), len(texts)) if progress else ())
        for start in range(0, len(texts), _KEPT_TOGETHER):
            some = texts[start : start + _KEPT_TOGETHER]
            read = _told(readings(encoder, some), steps)
            self.shelves.append(Shelf.of(encoder, some, read))
            self._keep()
        for _ in steps:
            pass

    def tidy(self, index: Index) -> None:
        """Put many small shelves together, without the texts that are no more."""
        if len(self.shelves) <= _SHELVES:
            return
        from factcheck.match.meaning.meanings import digests_of  # noqa: PLC0415 - loads numpy
        from factcheck.match.meaning.shelf import Shelf  # noqa: PLC0415 - the same

        wanted = digests_of(index.parts, self._held.languages)
        self.shelves = [Shelf.merged(self.shelves, wanted)]
        self._keep()

    def _keep(self) -> None:
        made = {_part_name(shelf): shelf.to_bytes for shelf in self.shelves}
        said: dict[str, Any] = {"shelves": list(made)}
        self._files.keep(said, made, anew=self._is_damaged)


def _part_name(shelf: Shelf) -> str:
    """Name a shelf by the texts that are on it."""
    return hashlib.blake2b(shelf.digests.tobytes(), digest_size=16).hexdigest()


def _told(read: Iterable[Reading], steps: Iterator[Any]) -> Iterator[Reading]:
    for reading in read:
        next(steps, None)
        yield reading
