"""A sentence encoder of a few kilobytes, made by hand: the same parts as a real one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = 12
WIDE = 20
LAYERS = 2
HEADS = 3
PLACES = 160
WORDS = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "a", "of", "is", "in", "cat", "dog"),
    *("moon", "light", "cold", "warm", "sun", "bridge", "cost", "12", "million"),
    *("wolf", "sheep", "lake", "level", "##s", "##light", "not", "."),
)


def weights(seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Give random tensors by the names that published encoders have."""
    random = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[np.float32]:
        return (random.standard_normal(shape) * 0.4).astype(np.float32)

    named: dict[str, NDArray[np.float32]] = {
        "embeddings.word_embeddings.weight": some(len(WORDS), SIZE),
        "embeddings.position_embeddings.weight": some(PLACES, SIZE) * np.float32(0.25),
        "embeddings.token_type_embeddings.weight": some(2, SIZE),
    }
    steps: dict[str, tuple[int, ...]] = {"embeddings.LayerNorm": (SIZE,)}
    for layer in range(LAYERS):
        own = f"encoder.layer.{layer}"
        steps |= {
            f"{own}.attention.self.{part}": (SIZE, SIZE)
            for part in ("query", "key", "value")
        }
        steps |= {
            f"{own}.attention.output.dense": (SIZE, SIZE),
            f"{own}.attention.output.LayerNorm": (SIZE,),
            f"{own}.intermediate.dense": (WIDE, SIZE),
            f"{own}.output.dense": (SIZE, WIDE),
            f"{own}.output.LayerNorm": (SIZE,),
        }
    for name, shape in steps.items():
        named[f"{name}.weight"] = some(*shape) + (len(shape) == 1)
        named[f"{name}.bias"] = some(shape[0])
    return named


def safetensors(tensors: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Give tensors as a file."""
    told = {}
    body = b""
    for name, tensor in tensors.items():
        data = tensor.tobytes()
        told[name] = {
            "dtype": "F32",
            "shape": tensor.shape,
            "data_offsets": (len(body), len(body) + len(data)),
        }
        body += data
    header = json.dumps(told).encode()
    return len(header).to_bytes(8, "little") + header + body


def tokeniser() -> bytes:
    """Give a tokeniser of the words above, cut into pieces as BERT does."""
    marks = {
        mark: {"id": mark, "ids": [WORDS.index(mark)], "tokens": [mark]}
        for mark in ("[CLS]", "[SEP]")
    }
    first, text, last = (
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    )
    made: dict[str, Any] = {
        "version": "1.0",
        # As published: filled up and cut to a length of its own.
        "truncation": {
            "max_length": 8,
            "strategy": "LongestFirst",
            "stride": 0,
            "direction": "Right",
        },
        "padding": {
            "strategy": {"Fixed": 8},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "[PAD]",
        },
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [first, text, last],
            "pair": [first, text, last],
            "special_tokens": marks,
        },
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {word: number for number, word in enumerate(WORDS)},
        },
    }
    return json.dumps(made).encode()


def config() -> bytes:
    """Give what a BERT says of itself."""
    return json.dumps(
        {
            "model_type": "bert",
            "hidden_act": "gelu",
            "layer_norm_eps": 1e-12,
            "num_attention_heads": HEADS,
            "num_hidden_layers": LAYERS,
        }
    ).encode()


def files(seed: int = 0) -> dict[str, bytes]:
    """Give the files of an encoder."""
    return {
        "model.safetensors": safetensors(weights(seed)),
        "tokenizer.json": tokeniser(),
        "config.json": config(),
    }


def write(folder: Path, seed: int = 0) -> Path:
    """Put an encoder into a folder; give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files(seed).items():
        (folder / name).write_bytes(content)
    return folder
