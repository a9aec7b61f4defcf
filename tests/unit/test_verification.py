from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Correction, Document
from corpus.interfaces import Deletion, Parsed
from corpus.store import CorpusStore
from service.answers import QuoteToVerify, Verdict
from service.errors import UnavailableError
from service.verification import judge, verify
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


def test_what_became_of_a_publication_is_said_with_its_notices(store: CorpusStore) -> None:
    notices = (
        Correction("ErratumIn", "J. 2022 May 3;1(2):3", "8"),
        Correction("RetractionIn", "J. 2023 Jan;1(3):4", "9"),
        Correction("CommentIn", "J. 2021;1:1", "7"),
    )
    add(store, replace(CORD, corrections=notices))
    verdict = judged(store)
    assert verdict.detail.endswith("The publication has been retracted: J. 2023 Jan;1(3):4.")
    assert [(one.kind, one.pmid, one.date) for one in verdict.corrections] == [
        ("ErratumIn", "8", "2022-05-03"),
        ("RetractionIn", "9", "2023-01"),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ExpressionOfConcernIn", "An expression of concern about the publication has appeared."),
        ("ErratumIn", "The publication has been corrected."),
    ],
)
def test_lesser_fates_are_said_too(store: CorpusStore, kind: str, words: str) -> None:
    add(store, replace(CORD, corrections=(Correction(kind),)))
    assert judged(store).detail.endswith(words)


def test_a_quote_of_a_removed_document_is_missing_and_it_is_said_when(store: CorpusStore) -> None:
    store.remove([CORD.id])
    verdict = judged(store)
    assert (verdict.status, verdict.editorial_status) == ("missing", None)
    assert re.fullmatch(r"This document was removed from the corpus on \d{4}-\d\d-\d\d\.", verdict.detail)


def test_a_quote_of_a_document_that_its_source_deleted_is_missing_and_it_is_said_when(store: CorpusStore) -> None:
    store.remove([CORD.id])
    store.add([Parsed(CORD, ""), Deletion(CORD.id, "")], file="f", format_name="pubmed-xml")
    verdict = judged(store)
    assert verdict.status == "missing"
    assert re.match(r"The source deleted its record of this document, .* on \d{4}-\d\d-\d\d\.", verdict.detail)


def test_a_quote_of_a_document_that_became_part_of_another_is_compared_with_that(store: CorpusStore) -> None:
    digest = Document(id="DOI:10.1000/x", title=CORD.title, sections=CORD.sections, doi="10.1000/x")
    add(store, replace(digest, sections=digest.sections[:1]), digest)
    add(store, replace(CORD, doi="10.1000/x"))
    same = judged(store, document_id=digest.id)
    assert same.status == "valid"
    assert same.detail.endswith("The document is now part of PMID:1.")
    former = replace(digest, sections=digest.sections[:1])
    quote = {"quote": former.title, "start": 0, "end": len(former.title), "text_sha256": former.text_sha256}
    assert judged(store, document_id=digest.id, **quote).status == "changed"
    store.remove([CORD.id])
    assert judged(store, document_id=digest.id).status == "missing"
    assert "was removed" in judged(store, document_id=digest.id).detail


def test_sound_is_what_is_valid_and_not_retracted(store: CorpusStore) -> None:
    assert judge(store, [a_quote()]).sound
    add(store, replace(CORD, corrections=(Correction("RetractionIn"),)))
    judgement = judge(store, [a_quote(), a_quote()])
    assert (judgement.valid, judgement.sound, judgement.retracted) == (True, False, [CORD.id])
    add(store, replace(CORD, title="Another title"))
    judgement = judge(store, [a_quote()])
    assert (judgement.valid, judgement.sound, judgement.changed, judgement.retracted) == (False, False, [CORD.id], [])
