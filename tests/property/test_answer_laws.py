"""The promise of an answer, over any corpus and any question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import Section, normalise
from corpus.documents import Document, EditorialStatus
from corpus.store import CorpusStore
from index.assembly import encoder_facts
from index.build import make_searcher
from index.filters import Filters
from index.generations import Generations
from index.manifest import Manifest
from index.passages import Passage
from service.answering import answer
from service.answers import Answer, Quote, QuoteToVerify
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import AnchoredSentence, Draft
from service.sources import OpenIndex, Sources
from service.verification import verify
from service.words import numbers
from tests.examples import CORD, ETANERCEPT, add
from tests.fakes import HashingEmbedder, ScriptedAnswerer
from tests.strategies import WORDS

NOWHERE = Path("/nowhere")
EMBEDDER = HashingEmbedder(dimension=32)

texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
documents = st.builds(
    Document,
    id=st.integers(1, 99).map("PMID:{}".format),
    title=texts.filter(normalise),
    sections=st.lists(st.builds(Section, st.sampled_from([None, "RESULTS"]), texts), max_size=4).map(tuple),
    publication_types=st.sampled_from([(), ("Case Reports",), ("Retracted Publication",)]),
)
corpora = st.lists(documents, min_size=1, max_size=6, unique_by=lambda document: document.id)
questions = texts | st.sampled_from(["Have stem cells relieved psoriatic arthritis?", "How many patients?", "?", "🧬"])
filters = st.sampled_from([None, Filters(), Filters(include_retracted=True), Filters(year_from=2000)])


class Case(NamedTuple):
    corpus: list[Document]
    question: str
    k: int
    max_sentences: int
    filters: Filters | None


cases = st.builds(Case, corpora, questions, st.integers(1, 10), st.integers(1, 8), filters)


@pytest.fixture(scope="module", autouse=True)
def _everything_is_near_enough() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("service.abstention.RELEVANT_COSINE", -2.0)
        patch.setattr("service.abstention.IN_SCOPE_COSINE", -2.0)
        yield


@contextmanager
def opened(corpus: list[Document]) -> Iterator[Sources]:
    """Sources that live in memory."""
    store = CorpusStore(Path(":memory:"), create=True)
    add(store, *corpus)
    searcher = make_searcher(store.documents(), EMBEDDER)
    manifest = Manifest(
        fingerprint="0" * 16,
        built_at="2026-01-01T00:00:00+00:00",
        encoder=encoder_facts(EMBEDDER),
        options={},
        corpus_fingerprint=store.fingerprint(),
        documents=len(corpus),
        passages=1,
        files=[],
    )
    sources = Sources(store, Generations(NOWHERE), EMBEDDER)
    sources._open = OpenIndex(manifest, searcher)
    yield sources
    store.close()


def ask(sources: Sources, case: Case) -> Answer:
    options = case._asdict()
    del options["corpus"], options["question"]
    return answer(sources, ExtractiveAnswerer(), case.question, **options)


def quotes_of(made: Answer) -> list[Quote]:
    return [quote for sentence in made.sentences for quote in sentence.quotes]


@given(cases)
def test_every_quote_is_a_slice_of_the_version_that_its_hash_names(case: Case) -> None:
    with opened(case.corpus) as sources:
        for quote in quotes_of(ask(sources, case)):
            text = sources.store.text(quote.document_id, quote.text_sha256)
            assert text is not None
            assert quote.quote == text[quote.start : quote.end] != ""
            assert quote.passage_id == f"{quote.document_id}#{quote.start}-{quote.end}"


@given(cases)
def test_every_quote_verifies(case: Case) -> None:
    with opened(case.corpus) as sources:
        asked = [QuoteToVerify(**quote.model_dump()) for quote in quotes_of(ask(sources, case))]
        assert {verdict.status for verdict in verify(sources.store, asked)} <= {"valid"}


@given(cases)
def test_sentences_slice_back_from_the_text_and_nothing_else_is_in_it_but_numbers(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    rest, position = "", 0
    for sentence in made.sentences:
        assert made.answer is not None
        assert made.answer[sentence.start : sentence.end] == sentence.text
        rest, position = rest + made.answer[position : sentence.start], sentence.end
    rest += (made.answer or "")[position:]
    for citation in made.citations:  # a note is said once, after the first of its numbers
        if citation.note:
            said, number = f" ({citation.note})", f" [{citation.number}]"
            assert rest.index(number) + len(number) == rest.index(said)
            rest = rest.replace(said, "", 1)
    assert re.fullmatch(r"( \[\d+\]| )*", rest)


@given(cases)
def test_every_number_in_a_note_was_read_from_words_of_the_version_cited(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
        texts = {one.number: sources.store.text(one.document_id, one.text_sha256) for one in made.citations}
    for citation in made.citations:
        study, text = citation.study, texts[citation.number]
        assert study is not None
        assert text is not None
        assert (study.people is None) == (study.quote is None)
        assert numbers(citation.note or "") <= {str(study.people)}
        if study.quote:
            assert study.quote.text == text[study.quote.start : study.quote.end] != ""


@given(cases)
def test_every_sentence_has_a_quote_and_its_numbers_stand_in_its_quotes(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    assert len(made.sentences) <= case.max_sentences
    for sentence in made.sentences:
        assert sentence.quotes
        assert numbers(sentence.text) <= set().union(*(numbers(quote.quote) for quote in sentence.quotes))
        assert sentence.support == "verbatim"


@given(cases)
def test_citations_are_numbered_from_one_in_reading_order_and_every_number_leads_to_one(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    assert [citation.number for citation in made.citations] == list(range(1, len(made.citations) + 1))
    read = list(dict.fromkeys(quote.number for quote in quotes_of(made)))
    assert read == [citation.number for citation in made.citations]
    cited = {citation.number: citation for citation in made.citations}
    for quote in quotes_of(made):
        assert quote.document_id == cited[quote.number].document_id
        assert quote.text_sha256 == cited[quote.number].text_sha256
    assert len(made.citations) <= case.k


@given(cases)
def test_there_is_an_answer_or_an_abstention_never_both_or_neither(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    if made.status == "abstained":
        assert (made.answer, made.sentences, made.citations) == (None, [], [])
        assert made.abstention is not None
        assert made.abstention.reason
        assert made.abstention.message
        assert made.evidence.levels == {}
    else:
        assert made.answer
        assert made.sentences
        assert made.citations
        assert made.abstention is None
        assert sum(made.evidence.levels.values()) == len(made.citations)
    assert 0 <= made.confidence <= 1


@given(cases)
def test_retracted_work_is_cited_only_when_asked_for(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    if case.filters is None or not case.filters.include_retracted:
        cited = {citation.editorial_status for citation in made.citations}
        assert EditorialStatus.RETRACTED not in cited


@given(cases)
def test_the_order_in_which_documents_came_changes_nothing(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    with opened(case.corpus[::-1]) as sources:
        again = ask(sources, case)
    assert (made.answer, made.citations, made.abstention) == (again.answer, again.citations, again.abstention)


offsets = st.integers(0, 300)
anchors = st.builds(
    lambda document, start, end: (document, Passage(document.id, start, end, None)),
    st.sampled_from([CORD, ETANERCEPT]),
    offsets,
    offsets,
)
inventions = st.lists(
    st.builds(AnchoredSentence, texts.filter(str.strip), st.lists(anchors, max_size=3).map(tuple)),
    max_size=5,
    unique_by=lambda sentence: sentence.text,
)


@given(inventions)
def test_whatever_an_answerer_says_only_what_is_quoted_and_counted_there_is_shown(
    invented: list[AnchoredSentence],
) -> None:
    with opened([CORD, ETANERCEPT]) as sources:
        made = answer(sources, ScriptedAnswerer(lambda _: Draft(tuple(invented))), "Psoriatic arthritis?")
        for quote in quotes_of(made):
            assert (
                quote.quote == (sources.store.text(quote.document_id, quote.text_sha256) or "")[quote.start : quote.end]
            )
    for sentence in made.sentences:
        assert all(quote.quote for quote in sentence.quotes)
        assert numbers(sentence.text) <= set().union(*(numbers(quote.quote) for quote in sentence.quotes))
    shown_or_dropped = {one.text for one in made.sentences} | {one.text for one in made.dropped}
    assert made.status == "abstained" or shown_or_dropped == {sentence.text for sentence in invented}
