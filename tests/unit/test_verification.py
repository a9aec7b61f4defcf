from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Correction
from corpus.store import CorpusStore
from service.answers import QuoteToVerify, Verdict
from service.errors import UnavailableError
from service.verification import verify
from tests.examples import CORD, a_store, add, break_corpus

WORDS = CORD.sections[1].text
START = CORD.text.index(WORDS)


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return a_store(tmp_path, CORD)


def a_quote(**fields: Any) -> QuoteToVerify:
    given = {"quote": WORDS, "start": START, "end": START + len(WORDS), "text_sha256": CORD.text_sha256, **fields}
    return QuoteToVerify(**{"document_id": CORD.id, **given})


def judged(store: CorpusStore, **fields: Any) -> Verdict:
    (verdict,) = verify(store, [a_quote(**fields)])
    return verdict


def test_a_quote_of_the_current_text_is_valid(store: CorpusStore) -> None:
    assert judged(store).status == "valid"


def test_a_quote_of_a_former_version_has_changed(store: CorpusStore) -> None:
    add(store, replace(CORD, title="Another title"))
    assert judged(store).status == "changed"


def test_a_quote_that_also_stands_in_the_new_version_is_told_by_its_hash(store: CorpusStore) -> None:
    revised = replace(CORD, sections=(*CORD.sections, CORD.sections[0]))
    add(store, revised)
    assert judged(store).status == "changed"
    assert judged(store, text_sha256=revised.text_sha256).status == "valid"


def test_a_new_version_that_says_the_same_leaves_a_quote_valid(store: CorpusStore) -> None:
    add(store, replace(CORD, journal="Another journal"))
    assert judged(store).status == "valid"


@pytest.mark.parametrize("fields", [{"document_id": "PMID:99"}, {"document_id": ""}, {"text_sha256": "0" * 64}])
def test_what_this_corpus_never_had_is_missing(store: CorpusStore, fields: dict[str, str]) -> None:
    assert judged(store, **fields).status == "missing"


@pytest.mark.parametrize(
    "fields",
    [
        {"quote": WORDS + "!"},
        {"quote": WORDS.lower()},
        {"start": START + 1},
        {"end": START + len(WORDS) - 1},
        {"start": 10**30, "end": 10**40},
        {"quote": "", "start": 5, "end": 5},
        {"quote": "", "start": 9, "end": 3},
    ],
)
def test_other_words_at_that_place_are_a_mismatch(store: CorpusStore, fields: dict[str, Any]) -> None:
    assert judged(store, **fields).status == "mismatch"


def test_altered_words_of_a_former_version_are_a_mismatch(store: CorpusStore) -> None:
    add(store, replace(CORD, title="Another title"))
    assert judged(store, quote=WORDS.replace("eight", "sixteen")).status == "mismatch"


def test_a_valid_quote_of_retracted_work_says_so(store: CorpusStore) -> None:
    add(store, replace(CORD, corrections=(Correction("RetractionIn"),)))
    verdict = judged(store)
    assert (verdict.status, verdict.editorial_status) == ("valid", "retracted")


def test_verdicts_stand_in_the_order_of_the_quotes(store: CorpusStore) -> None:
    quotes = [a_quote(), a_quote(document_id="PMID:99"), a_quote(quote="x")]
    assert [verdict.status for verdict in verify(store, quotes)] == ["valid", "missing", "mismatch"]
    assert verify(store, []) == []


def test_a_corpus_that_cannot_be_read_is_unavailable(store: CorpusStore) -> None:
    break_corpus(store)
    with pytest.raises(UnavailableError, match=r"corpus\.sqlite"):
        judged(store)
