"""A BERT encoder run in numpy: from numbers of word pieces to one vector for each.

Sources: J. Devlin et al., *BERT: Pre-training of Deep Bidirectional Transformers*
(2019), and the names that the published weights have in their ``safetensors`` file
(its layout: eight bytes with the length of a JSON header, the header, the numbers).
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"
Numbers: TypeAlias = "NDArray[np.int64]"

_KINDS: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
_HEADER = 8
_UNSEEN = np.float32(-1e9)
_WORDS = "embeddings.word_embeddings.weight"
_HEADS = 12
_LARGE = 1024
_LARGE_HEADS = 16


class UnreadableModelError(ValueError):
    """The bytes of an encoder are not what they should be; the text says what."""


def read_safetensors(data: bytes) -> dict[str, Floats]:
    """Give the tensors of a safetensors file by their names.

    Raises:
        UnreadableModelError: it is cut short, or has numbers of another kind.
    """
    end = _HEADER + int.from_bytes(data[:_HEADER], "little")
    try:
        header = json.loads(data[_HEADER:end])
        return {
            name: _tensor(data, end, told)
            for name, told in header.items()
            if name != "__metadata__" and told["dtype"] in _KINDS
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableModelError(
            "its safetensors file is cut short or damaged"
        ) from error


def _tensor(data: bytes, start: int, told: Mapping[str, Any]) -> Floats:
    first, last = told["data_offsets"]
    kind = _KINDS[told["dtype"]]
    count = math.prod(told["shape"])
    if count * kind.itemsize != last - first:
        raise ValueError
    flat: Floats = np.frombuffer(data, kind, count, start + first).astype(np.float32)
    return flat.reshape(told["shape"])


class _Linear(NamedTuple):
    weight: Floats  # (in, out)
    bias: Floats

    def __call__(self, states: Floats) -> Floats:
        led: Floats = states @ self.weight + self.bias
        return led


class _Norm(NamedTuple):
    weight: Floats
    bias: Floats
    epsilon: float

    def __call__(self, states: Floats) -> Floats:
        centred = states - states.mean(-1, keepdims=True)
        spread = np.einsum("...i,...i->...", centred, centred) / states.shape[-1]
        centred *= (1 / np.sqrt(spread + self.epsilon))[..., None]
        normed: Floats = centred * self.weight + self.bias
        return normed


class _Layer(NamedTuple):
    question_key_value: _Linear
    mixed: _Linear
    after_mixing: _Norm
    wider: _Linear
    narrower: _Linear
    after_all: _Norm


def usual_config(weights: Mapping[str, Floats]) -> dict[str, Any]:
    """Give what the ``config.json`` of a usual BERT of these tensors says.

    Of the tensors all can be read but the number of heads: it is 16 in the large ones,
    whose vectors are 1,024 long, and 12 in the others (J. Devlin and others, *BERT*,
    2019; the small ones made of them keep it).

    Args:
        weights: its tensors, by their published names.

    Raises:
        UnreadableModelError: it is no BERT.
    """
    layers = {
        name.partition("encoder.layer.")[2].partition(".")[0]
        for name in weights
        if "encoder.layer." in name
    }
    words = [it for name, it in weights.items() if name.endswith(_WORDS)]
    if not layers or not words:
        raise UnreadableModelError("it is no BERT: give it as ONNX (model.onnx)")
    return {
        "model_type": "bert",
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
        "num_attention_heads": _LARGE_HEADS if words[0].shape[1] == _LARGE else _HEADS,
        "num_hidden_layers": len(layers),
    }


class Bert:
    """A BERT encoder.

    Args:
        weights: its tensors, by their published names.
        config: its ``config.json``.

    Raises:
        UnreadableModelError: it is no BERT, or a tensor is missing.
    """

    def __init__(
        self, weights: Mapping[str, Floats], config: Mapping[str, Any]
    ) -> None:
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise UnreadableModelError(
                "it is no BERT with gelu: give it as ONNX (model.onnx)"
            )
        self._weights = {name.removeprefix("bert."): it for name, it in weights.items()}
        try:
            self._read(config)
        except (KeyError, ValueError, TypeError) as error:
            raise UnreadableModelError(
                f"its tensors do not fit its config.json ({error})"
            ) from error

    def _read(self, config: Mapping[str, Any]) -> None:
        self._epsilon = float(config["layer_norm_eps"])
        self._heads = int(config["num_attention_heads"])
        self._words = self._weights[_WORDS]
        # One text alone: every piece is of the first kind.
        self._places = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = self._norm("embeddings.LayerNorm")
        layers = range(int(config["num_hidden_layers"]))
        self._layers = [self._layer(f"encoder.layer.{number}") for number in layers]
        if self._words.shape[1] % self._heads:
            raise ValueError("heads")
        del self._weights

    def _linear(self, *names: str) -> _Linear:
        """Give several linear steps as one, side by side."""
        weights = [self._weights[f"{name}.weight"] for name in names]
        biases = [self._weights[f"{name}.bias"] for name in names]
        return _Linear(
            np.ascontiguousarray(np.concatenate(weights).T), np.concatenate(biases)
        )

    def _norm(self, name: str) -> _Norm:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return _Norm(weight, bias, self._epsilon)

    def _layer(self, name: str) -> _Layer:
        own = f"{name}.attention.self"
        return _Layer(
            self._linear(f"{own}.query", f"{own}.key", f"{own}.value"),
            self._linear(f"{name}.attention.output.dense"),
            self._norm(f"{name}.attention.output.LayerNorm"),
            self._linear(f"{name}.intermediate.dense"),
            self._linear(f"{name}.output.dense"),
            self._norm(f"{name}.output.LayerNorm"),
        )

    @property
    def longest(self) -> int:
        """How many word pieces a text may have."""
        return len(self._places)

    def __call__(self, pieces: Numbers, seen: Numbers) -> Floats:
        """Give the last layer's vector of each word piece.

        Args:
            pieces: numbers of word pieces, texts by places.
            seen: 1 where there is a piece, 0 where a shorter text is filled up.

        Returns:
            Texts by places by dimensions.
        """
        unseen = np.where(seen[:, None, None, :] > 0, np.float32(0), _UNSEEN)
        states = self._first(self._words[pieces] + self._places[: pieces.shape[1]])
        for layer in self._layers:
            mixed = layer.mixed(self._attended(layer, states, unseen))
            states = layer.after_mixing(mixed + states)
            wide = layer.wider(states)
            _gelu(wide)
            states = layer.after_all(layer.narrower(wide) + states)
        return states

    def _attended(self, layer: _Layer, states: Floats, unseen: Floats) -> Floats:
        texts, places, size = states.shape
        parts = layer.question_key_value(states)
        parts = parts.reshape(texts, places, 3, self._heads, size // self._heads)
        question, key, value = parts.transpose(2, 0, 3, 1, 4)
        scores = question @ key.swapaxes(-1, -2)
        scores *= np.float32((size // self._heads) ** -0.5)
        scores += unseen
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed: Floats = scores @ value
        return mixed.swapaxes(1, 2).reshape(texts, places, size)


_FINE = 512
_REACH = 6


def _gelu_table() -> tuple[Floats, Floats]:
    """Give x times the normal distribution's share below x, at points and between.

    numpy has no error function. Straight lines between points 1/512 apart are less
    than one millionth off; beyond ±6 the function is 0 or x to that measure.
    """
    points = np.arange(-_REACH * _FINE, _REACH * _FINE + 1) / _FINE
    shares = [0.5 * math.erfc(-point / math.sqrt(2)) for point in points]
    values = points * np.array(shares)
    values[0] = 0.0
    steps = np.diff(values, append=values[-1] + 1 / _FINE)
    steps[0] = 0.0
    return values.astype(np.float32), steps.astype(np.float32)


_VALUES, _STEPS = _gelu_table()


def _gelu(states: Floats) -> None:
    """Put every number through gelu, in place."""
    states *= np.float32(_FINE)
    states += np.float32(_REACH * _FINE)
    below = states.astype(np.int32)
    np.clip(below, 0, 2 * _REACH * _FINE, out=below)
    states -= below
    states *= _STEPS[below]
    states += _VALUES[below]
