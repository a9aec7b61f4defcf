from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import CorpusMissingError, CorpusWriteError
from corpus.starter import STARTER_CORPUS
from index.errors import EncoderMissingError, IndexBusyError
from index.interfaces import Embedder
from service.errors import InvalidRequestError, SettingsError
from service.language_model.answerer import LanguageModelAnswerer
from service.language_model.nli_verifier import NliVerifier
from service.settings import Settings
from service.wiring import choose, make_answerer, make_answerers, open_embedder, open_sources, start_with_starter_corpus
from tests.examples import CORD, a_store
from tests.fakes import EncodingFailedError, FailingEmbedder, HashingEmbedder
from tests.tiny_models import a_cross_encoder


def start(directory: Path, embedder: Embedder | None = None) -> tuple[bool, list[str]]:
    said: list[str] = []
    done = start_with_starter_corpus(Settings(data_dir=directory), embedder or HashingEmbedder(), said.append)
    return done, said


def names_in(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_the_first_start_loads_the_starter_corpus_and_builds_its_index(tmp_path: Path) -> None:
    directory = tmp_path / "not" / "there"
    done, said = start(directory)
    assert done
    assert str(directory) in said[0]
    sources = open_sources(Settings(data_dir=directory), HashingEmbedder())
    records = len(STARTER_CORPUS.read_text(encoding="utf-8").splitlines())
    assert len(sources.store) == records == sources.index().manifest.documents
    assert sources.index().manifest.corpus_fingerprint == sources.store.fingerprint()
    assert names_in(directory) <= {"corpus.sqlite", "corpus.sqlite-wal", "corpus.sqlite-shm", "index"}
    assert start(directory) == (False, [])


def test_a_corpus_that_is_there_is_left_alone(tmp_path: Path) -> None:
    store = a_store(tmp_path, CORD)
    before = store.fingerprint()
    assert start(tmp_path, FailingEmbedder()) == (False, [])
    assert store.fingerprint() == before


def test_an_empty_corpus_is_a_corpus(tmp_path: Path) -> None:
    a_store(tmp_path)
    assert start(tmp_path) == (False, [])


def test_a_first_start_that_is_killed_leaves_no_corpus_and_the_next_begins_anew(tmp_path: Path) -> None:
    with pytest.raises(EncodingFailedError):
        start(tmp_path, FailingEmbedder(batches=2))
    assert names_in(tmp_path) <= {"index"}
    with pytest.raises(CorpusMissingError, match="enthesis corpus add"):
        open_sources(Settings(data_dir=tmp_path), HashingEmbedder())
    assert start(tmp_path)[0]


def a_leftover(directory: Path) -> Path:
    """What a first start leaves that is killed."""
    leftover = directory / ".starting-abc"
    leftover.mkdir(parents=True)
    (leftover / "corpus.sqlite").touch()
    return leftover


def test_what_a_killed_first_start_left_is_removed_by_the_next(tmp_path: Path) -> None:
    leftover = a_leftover(tmp_path)
    assert start(tmp_path)[0]
    assert not leftover.exists()


def test_what_a_first_start_left_that_was_killed_at_its_end_is_removed_by_the_next(tmp_path: Path) -> None:
    leftover = a_leftover(tmp_path)
    a_store(tmp_path, CORD)
    assert start(tmp_path) == (False, [])
    assert not leftover.exists()


def test_of_two_first_starts_one_is_told_that_the_other_is_at_it(tmp_path: Path) -> None:
    refused: list[str] = []

    def start_another(_done: int, _total: int) -> None:
        if not refused:
            with pytest.raises(IndexBusyError) as told:
                start(tmp_path)
            refused.append(str(told.value))

    assert start_with_starter_corpus(
        Settings(data_dir=tmp_path), HashingEmbedder(), lambda _: None, progress=start_another
    )
    assert "Wait until it is done" in refused[0]
    assert start(tmp_path) == (False, [])


def test_what_another_first_start_uses_is_left_alone(tmp_path: Path) -> None:
    seen: list[bool] = []

    def start_another(_done: int, _total: int) -> None:
        (in_use,) = tmp_path.glob(".starting-*")
        with closing(a_store(tmp_path, CORD)):
            assert start(tmp_path) == (False, [])
        (tmp_path / "corpus.sqlite").unlink()
        seen.append(in_use.exists())

    start_with_starter_corpus(Settings(data_dir=tmp_path), HashingEmbedder(), lambda _: None, progress=start_another)
    assert seen
    assert all(seen)


def test_a_leftover_that_cannot_be_removed_keeps_no_corpus_from_being_served(tmp_path: Path) -> None:
    (tmp_path / ".starting-abc").touch()
    a_store(tmp_path, CORD)
    assert start(tmp_path) == (False, [])


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    start_with_starter_corpus(
        Settings(data_dir=tmp_path), HashingEmbedder(), lambda _: None, lambda done, total: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0


def test_a_data_directory_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CorpusWriteError, match="file"):
        start(tmp_path / "file")


def test_an_encoder_that_is_not_here_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match="nowhere"):
        open_embedder(Settings(data_dir=tmp_path, encoder=str(tmp_path / "nowhere")), print)


def test_answers_are_extractive() -> None:
    assert make_answerer().name == "extractive"
    assert list(make_answerers(Settings(), HashingEmbedder())) == ["extractive"]


MODEL = {"llm_url": "http://127.0.0.1:1/v1", "llm_model": "m"}


@pytest.mark.parametrize(("answerer", "first"), [("extractive", "extractive"), ("llm", "llm")])
def test_a_model_that_is_set_up_can_answer_and_does_unasked_where_that_is_set(answerer: str, first: str) -> None:
    answerers = make_answerers(Settings.model_validate(MODEL | {"answerer": answerer}), HashingEmbedder())
    assert set(answerers) == {"extractive", "llm"}
    assert choose(answerers, None).name == first
    assert choose(answerers, "llm").name == "llm"
    assert choose(answerers, "extractive").name == "extractive"


def test_who_is_not_set_up_is_refused_saying_what_to_set() -> None:
    with pytest.raises(InvalidRequestError, match="set ENTHESIS_LLM_URL and ENTHESIS_LLM_MODEL"):
        choose(make_answerers(Settings(), HashingEmbedder()), "llm")


def test_a_model_of_inference_verifies_where_it_is_set_up_and_is_not_looked_for_where_no_model_writes(
    tmp_path: Path,
) -> None:
    make_answerers(Settings(nli_model=tmp_path / "nowhere"), HashingEmbedder())
    with pytest.raises(SettingsError, match="ENTHESIS_NLI_MODEL"):
        make_answerers(Settings.model_validate(MODEL | {"nli_model": tmp_path / "nowhere"}), HashingEmbedder())
    given = Settings.model_validate(MODEL | {"nli_model": a_cross_encoder(tmp_path)})
    written = make_answerers(given, HashingEmbedder())["llm"]
    assert isinstance(written, LanguageModelAnswerer)
    assert isinstance(written.verifier, NliVerifier)
