"""A sentence model that the operator names, through the real libraries."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.semantic.model import FILES, SentenceModel
from bot import wiring
from bot.settings import Settings
from content.errors import SettingsError
from content.ports import Nearness
from tests.semantic import tiny

FAR, NEAR = "the keeper", "who financed the beacon"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    return SentenceModel(tiny.write(tmp_path_factory.mktemp("model")))


def test_what_means_the_same_is_near_in_other_words(model: SentenceModel) -> None:
    near, far = model.nearness("who paid for the lamp", [NEAR, FAR])

    assert near == pytest.approx(1.0, abs=0.01)
    assert far < 0.2


def test_the_length_of_others_makes_no_difference(model: SentenceModel) -> None:
    alone = model.nearness("lamp", ["light"])
    together = model.nearness("lamp", ["light", "the keeper of the lamp was paid money " * 9])

    assert together[0] == pytest.approx(alone[0])


def test_nothing_is_near_nothing(model: SentenceModel) -> None:
    assert model.nearness("lamp", []) == []
    assert len(model.nearness("", ["", " "])) == 2


@given(question=st.text(max_size=200), sentences=st.lists(st.text(max_size=200), max_size=4))
def test_no_text_is_too_much(model: SentenceModel, question: str, sentences: list[str]) -> None:
    found = model.nearness(question, sentences)

    assert len(found) == len(sentences)
    assert all(-1.001 <= one <= 1.001 for one in found)


def test_a_text_that_utf8_refuses_is_read_all_the_same(model: SentenceModel) -> None:
    assert len(model.nearness("half \ud800 a pair", ["lamp \udfff"])) == 1


@pytest.mark.parametrize("name", FILES)
def test_the_model_is_found_under_its_usual_names(tmp_path: Path, name: str) -> None:
    found = SentenceModel(tiny.write(tmp_path, name=name))

    assert found.nearness("lamp", ["light"]) == [pytest.approx(1.0)]


def test_a_model_that_gives_one_vector_for_a_text_is_taken_at_its_word(tmp_path: Path) -> None:
    found = SentenceModel(tiny.write(tmp_path, pooled=True))

    assert found.nearness("lamp", ["light", "keeper"])[0] == pytest.approx(1.0)


def test_it_may_be_asked_from_several_threads(model: SentenceModel) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: model.nearness("lamp", ["light", FAR]), range(64)))

    assert all(one == found[0] for one in found)


def _no_model(folder: Path) -> None:
    (folder / "model.onnx").unlink()


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _torn_model(folder: Path) -> None:
    (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes()[:40])


def _torn_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"')


def _not_onnx(folder: Path) -> None:
    (folder / "model.onnx").write_text("a model, honestly")


BROKEN = [_no_model, _no_tokenizer, _torn_model, _torn_tokenizer, _not_onnx]


@pytest.mark.parametrize("breaking", BROKEN)
def test_a_folder_without_a_model_is_a_fault_of_the_settings(
    tmp_path: Path, breaking: Callable[[Path], None]
) -> None:
    breaking(tiny.write(tmp_path))

    with pytest.raises(SettingsError, match="BRIEFING_SEMANTIC_MODEL"):
        SentenceModel(tmp_path)


def test_a_folder_that_is_not_there_is_one_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no tokenizer\.json"):
        SentenceModel(tmp_path / "nowhere")


def test_the_setting_names_the_folder_and_off_is_the_default(tmp_path: Path) -> None:
    home = {"BRIEFING_HOME": str(tmp_path / "home")}
    named = {**home, "BRIEFING_SEMANTIC_MODEL": str(tiny.write(tmp_path / "model"))}

    assert wiring.nearness(Settings.from_env(home)) is None
    assert wiring.nearness(Settings.from_env(named)) is not None


def test_it_fits_its_port() -> None:
    models: list[type[Nearness]] = [SentenceModel]

    assert models
