"""A sentence-embedding model of a few words, as real files: `tokenizer.json` and `model.onnx`.

Words that mean the same have the same vector. The ONNX file is written by hand, field by field, as
its format (protocol buffers) has it; the library that usually does so is large.
"""

from __future__ import annotations

import struct
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

MEANINGS = (("lamp", "light", "beacon"), ("paid", "financed", "money"), ("keeper", "guardian"))
FLOAT, INT64 = 1, 7


def write(folder: Path, *, name: str = "model.onnx", pooled: bool = False) -> Path:
    """The files of a model; with `pooled` it gives one vector for each text by itself."""
    words = {"[PAD]": 0, "[UNK]": 1}
    vectors = [[0.0] * len(MEANINGS), [0.01] * len(MEANINGS)]
    for at, same in enumerate(MEANINGS):
        for word in same:
            words[word] = len(words)
            vectors.append([float(at == axis) for axis in range(len(MEANINGS))])
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(_model(vectors, pooled=pooled))
    return folder


def _model(vectors: list[list[float]], *, pooled: bool) -> bytes:
    """`Gather`: for each token its vector; `ReduceMean` over the tokens, if wanted."""
    output = "sentence_embedding" if pooled else "last_hidden_state"
    nodes = [_node("Gather", ("vectors", "input_ids"), "tokens" if pooled else output)]
    if pooled:
        axis = _text(1, "axes") + _bytes(8, _varint(1)) + _number(20, 7)
        keep = _text(1, "keepdims") + _number(3, 0) + _number(20, 2)
        nodes.append(_node("ReduceMean", ("tokens",), output, (axis, keep)))
    raw = b"".join(struct.pack("<f", value) for row in vectors for value in row)
    sizes = b"".join(_number(1, size) for size in (len(vectors), len(vectors[0])))
    tensor = sizes + _number(2, FLOAT) + _text(8, "vectors") + _bytes(9, raw)
    axes = ("texts", len(vectors[0])) if pooled else ("texts", "tokens", len(vectors[0]))
    graph = b"".join(_bytes(1, node) for node in nodes) + _text(2, "tiny") + _bytes(5, tensor)
    graph += _bytes(11, _value("input_ids", INT64, ("texts", "tokens")))
    graph += _bytes(12, _value(output, FLOAT, axes))
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, 13))


def _node(
    kind: str, given: tuple[str, ...], output: str, settings: tuple[bytes, ...] = ()
) -> bytes:
    inputs = b"".join(_text(1, name) for name in given)
    return inputs + _text(2, output) + _text(4, kind) + b"".join(_bytes(5, one) for one in settings)


def _value(name: str, kind: int, axes: tuple[str | int, ...]) -> bytes:
    sizes = (_text(2, axis) if isinstance(axis, str) else _number(1, axis) for axis in axes)
    shape = b"".join(_bytes(1, size) for size in sizes)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])
