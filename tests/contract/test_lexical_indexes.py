from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.bm25_lexical import Bm25Lexical
from index.errors import IndexDamagedError

Kind = type[Bm25Lexical]

pytestmark = pytest.mark.parametrize("kind", [Bm25Lexical])

TEXTS = (
    "Mesenchymal stem cells in psoriatic arthritis",
    "Etanercept in psoriatic arthritis",
    "",
    "Stem cells, stem cells and stem cells again",
    "The of and",
)


def test_a_row_scores_where_it_shares_a_word(kind: Kind) -> None:
    scores = kind.of(TEXTS).scores("psoriatic")
    assert scores.dtype == np.float32
    assert (scores > 0).tolist() == [True, True, False, False, False]


def test_a_row_that_shares_more_words_scores_more(kind: Kind) -> None:
    scores = kind.of(TEXTS).scores("stem cells psoriatic")
    assert scores[0] > scores[1] > 0


@pytest.mark.parametrize("query", ["", " ", "the of", "xyzzy", "…", "a", "\x00"])
def test_a_query_without_a_known_word_scores_nothing(kind: Kind, query: str) -> None:
    assert kind.of(TEXTS).scores(query).tolist() == [0.0] * 5


def test_unknown_words_beside_known_ones_change_nothing(kind: Kind) -> None:
    index = kind.of(TEXTS)
    assert index.scores("xyzzy etanercept plugh").tolist() == index.scores("etanercept").tolist()


@pytest.mark.parametrize("query", ["PSORIATIC", "psoriatics", "(psoriatic)?"])
def test_case_ending_and_punctuation_do_not_matter(kind: Kind, query: str) -> None:
    index = kind.of(TEXTS)
    assert index.scores(query).tolist() == index.scores("psoriatic").tolist()


@pytest.mark.parametrize(
    "query", ["stem", "cells again", "arthritis arthritis", "psoriatic mesenchymal stem etanercept"]
)
def test_no_score_is_negative_even_of_a_word_that_all_have(kind: Kind, query: str) -> None:
    index = kind.of([f"{text} stem cells psoriatic arthritis" for text in TEXTS])
    assert (index.scores(query) >= 0).all()
    assert (index.scores("stem") > 0).all()


@pytest.mark.parametrize("texts", [["word"], ["word", ""], ["same words", "same words"]])
def test_equal_texts_score_the_same_and_the_size_is_the_number_of_texts(kind: Kind, texts: list[str]) -> None:
    index = kind.of(texts)
    assert len(index) == len(texts)
    score_of = dict(zip(texts, index.scores("word").tolist(), strict=True))
    assert index.scores("word").tolist() == [score_of[text] for text in texts]


@pytest.mark.parametrize("texts", [[""], ["The"], ["the", "of"], ["…", "a b c", "\x00"]])
def test_texts_without_a_word_score_nothing_and_can_be_saved(kind: Kind, tmp_path: Path, texts: list[str]) -> None:
    index = kind.of(texts)
    index.save(tmp_path)
    for one in (index, kind.load(tmp_path)):
        assert len(one) == len(texts)
        for query in ("", "word", *texts):
            assert one.scores(query).tolist() == [0.0] * len(texts)


def test_a_saved_index_answers_as_before(kind: Kind, tmp_path: Path) -> None:
    index = kind.of(TEXTS)
    index.save(tmp_path)
    loaded = kind.load(tmp_path)
    assert len(loaded) == 5
    for query in ("stem cells", "etanercept for arthritis", "xyzzy", ""):
        assert loaded.scores(query).tolist() == index.scores(query).tolist()


def files_of(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def test_an_index_that_is_not_there_is_damaged(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="enthesis index build"):
        kind.load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b"\x93NUMPY",
        b"\x93NUMPY\x01\x00v\x00{",
    ],
    ids=str,
)
def test_any_file_missing_or_of_something_else_is_damage(kind: Kind, tmp_path: Path, content: bytes | None) -> None:
    kind.of(TEXTS).save(tmp_path)
    for path in files_of(tmp_path):
        whole = path.read_bytes()
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(IndexDamagedError, match="enthesis index build"):
            kind.load(tmp_path)
        path.write_bytes(whole)
    assert len(kind.load(tmp_path)) == 5


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_damaged(kind: Kind, tmp_path: Path, part: float) -> None:
    kind.of(TEXTS).save(tmp_path)
    for path in files_of(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(part * len(whole))])
        with pytest.raises(IndexDamagedError, match="enthesis index build"):
            kind.load(tmp_path)
        path.write_bytes(whole)


def test_nothing_that_is_saved_is_a_pickle(kind: Kind, tmp_path: Path) -> None:
    kind.of(TEXTS).save(tmp_path)
    for path in files_of(tmp_path):
        if path.suffix == ".npy":
            assert not np.load(path, allow_pickle=False).dtype.hasobject
        else:
            assert path.suffix == ".json"
