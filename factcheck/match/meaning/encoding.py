"""A local sentence encoder: from texts to vectors. Part of the extra ``semantic``.

The encoder is a directory that somebody else published, read by the desk: a tokeniser
(``tokenizer.json``) and a model, either ``model.onnx``, run by ONNX Runtime, or
``model.safetensors``, with its ``config.json`` where it is no usual one, run by `bert`.
Nothing is fetched: what is given here are bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from factcheck.match.language.tokenising import SENTENCE_LIMIT, normalise
from factcheck.match.meaning.bert import (
    Bert,
    UnreadableModelError,
    read_safetensors,
    usual_config,
)
from factcheck.match.meaning.measured import PROBE, learned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

Floats: TypeAlias = "NDArray[np.float32]"
Numbers: TypeAlias = "NDArray[np.int64]"

MODELS = ("model.onnx", "model.safetensors")
"""The file that is the encoder; of both the first is taken."""

TOKENISER = "tokenizer.json"
CONFIG = "config.json"
POOLING = "1_Pooling/config.json"

LONGEST = 128
"""Word pieces of a text that are read."""

_TOGETHER = 1024
_TINY = np.float32(1e-9)
_STATES = 3
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)


class Reading(NamedTuple):
    """What an encoder makes of one text; each vector has length one.

    Attributes:
        whole: the vector of the text: the mean of those of its word pieces.
        pieces: the vector of each word piece as it stands in the text.
    """

    whole: Floats
    pieces: Floats


class Encoder:
    """A local sentence encoder.

    Args:
        files: the bytes of its files by their names; those not needed may lack.
        threads: how many threads ONNX Runtime may use.

    Attributes:
        model: SHA-256 of the model's file, as the settings pin it.
        name: changes with anything that changes a vector.
        learned: what was learned of it, None if it was not measured.

    Raises:
        UnreadableModelError: the files are no encoder that can be run here.
        ImportError: a package of the extra ``semantic`` is not installed.
    """

    def __init__(self, files: Mapping[str, bytes], *, threads: int = 1) -> None:
        own = next((name for name in MODELS if name in files), None)
        if own is None or TOKENISER not in files:
            raise UnreadableModelError(
                f"it needs {TOKENISER} and {' or '.join(MODELS)}"
            )
        _check_pooling(files.get(POOLING))
        self.model = hashlib.sha256(files[own]).hexdigest()
        told = [self.model, files[TOKENISER].hex(), files.get(CONFIG, b"").hex()]
        self.name = hashlib.sha256("\n".join(told).encode()).hexdigest()
        self._tokeniser = _tokeniser(files[TOKENISER])
        if own == MODELS[0]:
            self._run = _onnx(files[own], threads)
        else:
            weights = read_safetensors(files[own])
            given = files.get(CONFIG)
            config = usual_config(weights) if given is None else _config(given)
            self._run = Bert(weights, config)
        [probe] = self.read([PROBE])
        self.learned = learned(probe.whole)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts, in their order.

        Addresses of the web in them are left out; a text of which nothing is left
        is read as an empty one.
        """
        cut = self._tokeniser.encode_batch([prepared(text) for text in texts])
        # Texts of like length together: the shorter ones are filled up for nothing.
        order = sorted(range(len(cut)), key=lambda number: len(cut[number].ids))
        found: dict[int, Reading] = {}
        for numbers in _batches(order, [len(one.ids) for one in cut]):
            batch = [cut[number] for number in numbers]
            states = self._run(*_filled([one.ids for one in batch]))
            for number, one, state in zip(numbers, batch, states, strict=True):
                found[number] = _reading(state[: len(one.ids)], one)
        return [found[number] for number in range(len(cut))]


def prepared(text: str) -> str:
    """Give what is read of a text: without addresses, which say nothing in words."""
    # Half a character, which no file holds but a text in memory may, stops the library.
    whole = text[:SENTENCE_LIMIT].encode("utf-8", "replace").decode("utf-8")
    return _ADDRESS.sub(" ", normalise(whole, SENTENCE_LIMIT)).strip()


def _reading(state: Floats, cut: Encoding) -> Reading:
    inner = np.array(cut.special_tokens_mask) == 0
    return Reading(unit(state.mean(0)), unit(state[inner]))


def unit(vectors: Floats) -> Floats:
    """Give vectors, along the last axis, with length one; those of no length as 0."""
    lengths = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    divided: Floats = vectors / np.maximum(lengths, _TINY)
    return divided


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Cut numbers of texts, ordered by length, into runs of about as many pieces."""
    batch: list[int] = []
    for number in order:
        if batch and (len(batch) + 1) * lengths[number] > _TOGETHER:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _filled(pieces: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Give the numbers of the word pieces as a table, and 1 where there is one."""
    longest = max(map(len, pieces))
    table = np.zeros((len(pieces), longest), np.int64)
    seen = np.zeros_like(table)
    for row, own in enumerate(pieces):
        table[row, : len(own)] = own
        seen[row, : len(own)] = 1
    return table, seen


def _tokeniser(content: bytes) -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415 - of the extra

    try:
        tokeniser = Tokenizer.from_str(content.decode("utf-8"))
    except Exception as error:  # the library raises nothing narrower
        raise UnreadableModelError(f"its {TOKENISER} cannot be read") from error
    tokeniser.enable_truncation(LONGEST)
    tokeniser.no_padding()
    return tokeniser


def _config(content: bytes) -> dict[str, Any]:
    try:
        config = json.loads(content)
    except ValueError as error:
        raise UnreadableModelError(
            f"beside {MODELS[1]} its {CONFIG} is no JSON"
        ) from error
    if not isinstance(config, dict):
        raise UnreadableModelError(f"its {CONFIG} is no JSON object")
    return config


def _check_pooling(content: bytes | None) -> None:
    """Refuse an encoder that was not made for the mean of its word pieces."""
    if content is None:
        return
    try:
        is_mean = json.loads(content).get("pooling_mode_mean_tokens", True)
    except (ValueError, AttributeError):
        is_mean = False
    if not is_mean:
        raise UnreadableModelError("it is not made for the mean of its word pieces")


def _onnx(content: bytes, threads: int) -> Callable[[Numbers, Numbers], Floats]:
    import onnxruntime  # noqa: PLC0415 - of the extra; takes long

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )
        outputs = [out for out in session.get_outputs() if len(out.shape) == _STATES]
        wanted = {one.name for one in session.get_inputs()}
    except Exception as error:  # the library's exceptions have no common root
        raise UnreadableModelError(f"its {MODELS[0]} cannot be run") from error
    known = {"input_ids", "attention_mask", "token_type_ids"}
    if not outputs or not {"input_ids"} <= wanted <= known:
        raise UnreadableModelError(
            f"its {MODELS[0]} does not go from word pieces to their vectors"
        )
    output = outputs[0].name

    def run(pieces: Numbers, seen: Numbers) -> Floats:
        given = {
            "input_ids": pieces,
            "attention_mask": seen,
            "token_type_ids": np.zeros_like(pieces),
        }
        fed = {name: given[name] for name in wanted}
        states: Floats = session.run([output], fed)[0]
        return states.astype(np.float32, copy=False)

    return run
