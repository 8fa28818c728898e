"""How near sentences are to a question in meaning, by a model in a folder of the operator's.

The folder holds `tokenizer.json` and an ONNX file, as published for many sentence-embedding models
(such as all-MiniLM-L6-v2, for which the weights in `content/ranking.json` were learnt).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from content.errors import SettingsError

FILES = ("model.onnx", "model_quantized.onnx", "model_int8.onnx", "onnx/model.onnx")
"""Where the model is looked for, in this order."""
MAX_TOKENS = 128
"""Longest text that is read, in tokens: some 90 words. The sentence that answers is shorter."""
THREADS = 2
"""Threads for one question; more hardly help with so few sentences."""
BATCH = 8
"""Texts that are embedded at once."""
POOLED = "sentence_embedding"
"""What an output is called that is one vector for each sentence already."""
_CHECKED = "The lamp was lit again."


class SentenceModel:
    """Embeds sentences; safe to use from several threads.

    Raises:
        SettingsError: from the constructor, when the folder holds no model that can be used.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(_found(folder, ("tokenizer.json",))))
            self._tokenizer.enable_truncation(MAX_TOKENS)
            self._tokenizer.no_padding()
            self._session = _session(_found(folder, FILES))
            self._inputs = {each.name for each in self._session.get_inputs()}
            self._output = _output(self._session)
            self._embedded([_CHECKED])
        except SettingsError:
            raise
        except Exception as error:  # each of the two libraries has errors of its own
            said = str(error).splitlines()[:1]
            raise _unusable(f"cannot be used: {''.join(said)[:200]}") from error

    def nearness(self, question: str, sentences: Sequence[str]) -> list[float]:
        """The cosine of the question with each sentence: -1 to 1, higher where they are nearer."""
        if not sentences:
            return []
        asked, *said = self._embedded([question, *sentences])
        return [float(asked @ one) for one in said]

    def _embedded(self, texts: Sequence[str]) -> Any:
        """A vector of length 1 for each text."""
        read = [one.ids or [0] for one in self._tokenizer.encode_batch(list(map(_clean, texts)))]
        # Texts of like length together: each batch is filled up to its longest.
        order = sorted(range(len(read)), key=lambda at: len(read[at]))
        batches = (order[at : at + BATCH] for at in range(0, len(order), BATCH))
        found = np.concatenate([self._batch([read[at] for at in batch]) for batch in batches])
        return found[np.argsort(order)]

    def _batch(self, read: Sequence[Sequence[int]]) -> Any:
        longest = max(map(len, read))
        ids = np.array([[*one, *[0] * (longest - len(one))] for one in read], dtype=np.int64)
        mask = np.array([[at < len(one) for at in range(longest)] for one in read], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {name: value for name, value in given.items() if name in self._inputs}
        found = self._session.run([self._output], wanted)[0]
        vectors = found if found.ndim == 2 else _mean(found, mask)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-9)


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3  # its warnings are about how models were exported
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _output(session: onnxruntime.InferenceSession) -> str:
    names = [each.name for each in session.get_outputs()]
    return POOLED if POOLED in names else names[0]


def _mean(tokens: Any, mask: Any) -> Any:
    """The mean of the tokens of each text, those that only fill it up aside."""
    weights = mask[..., None].astype(tokens.dtype)
    return (tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)


def _found(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise _unusable(f"there is no {' or '.join(names)} in it")


def _clean(text: str) -> str:
    """Without halves of character pairs, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unusable(why: str) -> SettingsError:
    return SettingsError([f"BRIEFING_SEMANTIC_MODEL: {why}"])
