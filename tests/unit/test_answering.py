from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Correction, Document
from index.filters import Filters
from index.passages import Passage
from service.answering import answer
from service.answers import Answer, Dropped
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import AnchoredSentence, Draft, Source
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, add, some_sources
from tests.fakes import ScriptedAnswerer

RESULTS = CORD.sections[1].text
RETRACTED = replace(CORD, corrections=(Correction("RetractionIn"),))


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return some_sources(tmp_path)


def ask(sources: Sources, question: str = CORD_QUESTION, **options: object) -> Answer:
    return answer(sources, ExtractiveAnswerer(), question, **options)  # type: ignore[arg-type] # what each test asks


def said(sources: Sources, make: Callable[[Sequence[Source]], Sequence[AnchoredSentence]]) -> Answer:
    return answer(sources, ScriptedAnswerer(lambda found: Draft(tuple(make(found)))), CORD_QUESTION)


def anchor(document: Document = CORD, words: str = RESULTS) -> tuple[Document, Passage]:
    start = document.text.index(words)
    return document, Passage(document.id, start, start + len(words), None)


TRUE = AnchoredSentence(RESULTS, (anchor(),))


def test_an_answer_is_made_of_quotes(sources: Sources) -> None:
    made = ask(sources)
    assert made.status == "answered"
    assert made.abstention is None
    assert made.question == CORD_QUESTION
    assert made.answerer == "extractive"
    assert RESULTS in [sentence.text for sentence in made.sentences]
    assert all(sentence.support == "verbatim" for sentence in made.sentences)
    assert made.citations[0].document_id == CORD.id
    assert made.citations[0].text_sha256 == CORD.text_sha256
    assert 0 <= made.confidence <= 1
    assert made.dropped == []
    assert made.timings_ms.keys() == {"encode", "search", "compose", "total"}
    assert (made.index.documents, made.index.embedder) == (3, "hashing")


def test_a_yes_no_question_is_read_where_the_quotes_bear_it_and_sources_that_disagree_are_told(tmp_path: Path) -> None:
    helped = a_document(
        7, "Cord cells relieved knee pain within days. Function and knee pain got better on cord cells, too."
    )
    useless = a_document(
        8, "Cord cells did not improve knee pain at one year. No benefit for walking or knee pain of cord cells."
    )
    question = "Do cord cells improve knee pain?"
    made = ask(some_sources(tmp_path / "one", helped), question)
    assert made.reading is not None
    assert (made.reading.verdict, made.reading.yes) == ("yes", [0, 1])
    both = ask(some_sources(tmp_path / "two", helped, useless), question)
    assert both.reading is not None
    assert both.reading.verdict == "mixed"
    assert [both.sentences[place].quotes[0].document_id for place in both.reading.no] == ["PMID:8", "PMID:8"]
    assert "The sources disagree: PMID:7 against PMID:8." in both.evidence.warnings


def test_a_comparison_has_its_sides_and_a_side_nobody_speaks_of_is_told(sources: Sources) -> None:
    made = ask(sources, "How do umbilical cord blood cells and surgery differ in psoriatic arthritis?")
    cells, surgery = made.sides
    assert (cells.name, surgery.name, surgery.sentences) == ("umbilical cord blood cells", "surgery", [])
    assert RESULTS in [made.sentences[place].text for place in cells.sentences]
    assert "No quoted sentence speaks of “surgery”." in made.evidence.warnings


def test_silence_is_read_as_nothing(sources: Sources) -> None:
    made = ask(sources, "Should I stop my methotrexate or the cells, which is better?")
    assert (made.status, made.reading, made.sides) == ("abstained", None, [])


def test_two_answers_have_two_ids(sources: Sources) -> None:
    assert ask(sources).id != ask(sources).id


def test_each_sentence_is_followed_by_the_numbers_of_its_sources(sources: Sources) -> None:
    both = AnchoredSentence(RESULTS, (anchor(ETANERCEPT, "well tolerated"), anchor()))
    made = said(sources, lambda _: [both, TRUE])
    assert made.answer == f"{RESULTS} [1] [2] {RESULTS} [2]"
    assert [citation.document_id for citation in made.citations] == [ETANERCEPT.id, CORD.id]
    assert [[quote.number for quote in sentence.quotes] for sentence in made.sentences] == [[1, 2], [2]]


def test_a_sentence_in_other_words_with_the_numbers_of_its_quote_is_verified_not_verbatim(sources: Sources) -> None:
    (sentence,) = said(sources, lambda _: [AnchoredSentence("Relief came to 8 of 17.", (anchor(),))]).sentences
    assert sentence.support == "verified"
    assert sentence.quotes[0].quote == RESULTS


@pytest.mark.parametrize(
    ("invented", "why"),
    [
        (AnchoredSentence("Cells cure everybody.", ()), "no quote in a source"),
        (AnchoredSentence("Cells cure everybody.", ((CORD, Passage(CORD.id, 9999, 10_050, None)),)), "no quote"),
        (AnchoredSentence("Cells cure everybody.", ((CORD, Passage(CORD.id, 5, 5, None)),)), "no quote"),
        (AnchoredSentence("Cells cure everybody.", (anchor(), (CORD, Passage(CORD.id, 9, 3, None)))), "no quote"),
        (AnchoredSentence("lls.", ((CORD, Passage(CORD.id, -4, -1, None)),)), "no quote"),
        (AnchoredSentence(RESULTS, (anchor(replace(CORD, id="PMID:9")),)), "no quote"),
        (AnchoredSentence(RESULTS, (anchor(replace(CORD, title="A forged title")),)), "no quote"),
        (AnchoredSentence(RESULTS, ((CORD, replace(anchor()[1], document_id="PMID:9")),)), "no quote"),
        (AnchoredSentence(" ", (anchor(),)), "no words"),
        (AnchoredSentence("Relief came to 16 of 17 patients.", (anchor(),)), "number not in the cited source"),
        (AnchoredSentence("Relief came to nineteen patients.", (anchor(),)), "number not in the cited source"),
    ],
    ids=[
        *("no anchor", "beyond the text", "an empty slice", "one slice of two empty", "a slice from the end"),
        *("a document that was not found", "another version", "another document's passage", "nothing said"),
        *("a number", "a number in words"),
    ],
)
def test_what_an_answerer_invents_is_dropped_and_never_shown(
    sources: Sources, invented: AnchoredSentence, why: str
) -> None:
    made = said(sources, lambda _: [TRUE, invented])
    assert [sentence.text for sentence in made.sentences] == [RESULTS]
    assert made.answer == f"{RESULTS} [1]"
    (dropped,) = made.dropped
    assert dropped.text == invented.text
    assert why in dropped.why


def test_nothing_but_inventions_is_no_answer(sources: Sources) -> None:
    made = said(sources, lambda _: [AnchoredSentence("Cells cure everybody.", ())])
    assert made.status == "abstained"
    assert made.abstention is not None
    assert made.abstention.reason == "insufficient_evidence"
    assert made.answer is None
    assert [dropped.text for dropped in made.dropped] == ["Cells cure everybody."]


def test_what_the_answerer_dropped_itself_is_listed_too(sources: Sources) -> None:
    own = Dropped(text="Perhaps.", why="not supported")
    made = answer(sources, ScriptedAnswerer(lambda _: Draft((TRUE,), (own,))), CORD_QUESTION)
    assert made.dropped == [own]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Should I stop my methotrexate?", "personal_advice"),
        ("Quarks?", "out_of_scope"),
        ("How long have umbilical cord blood cells relieved psoriatic arthritis with fat?", "insufficient_evidence"),
    ],
)
def test_an_abstention_has_a_reason_and_the_nearest_sources_and_nothing_else(
    sources: Sources, question: str, reason: str
) -> None:
    filters = Filters(document_ids=(ETANERCEPT.id,)) if reason == "insufficient_evidence" else None
    made = ask(sources, question, filters=filters)
    assert made.status == "abstained"
    assert (made.answer, made.sentences, made.citations) == (None, [], [])
    assert made.abstention is not None
    assert made.abstention.reason == reason
    assert made.abstention.message
    assert 1 <= len(made.abstention.nearest) <= 3
    assert made.evidence.levels == {}


def test_who_asks_for_advice_is_not_answered_by_any_answerer(sources: Sources) -> None:
    answerer = ScriptedAnswerer(lambda _: Draft((TRUE,)))
    answer(sources, answerer, "Should I stop my methotrexate?")
    assert answerer.asked == 0


def test_where_filters_leave_nothing_there_is_no_relevant_source(sources: Sources) -> None:
    made = ask(sources, filters=Filters(year_from=2100))
    assert made.abstention is not None
    assert made.abstention.reason == "no_relevant_source"
    assert made.abstention.nearest == []
    assert made.confidence == 0


def test_a_filter_leaves_out_what_it_does_not_admit(sources: Sources) -> None:
    made = ask(sources, filters=Filters(document_ids=(FAT.id,)))
    assert {citation.document_id for citation in made.citations} <= {FAT.id}


def test_an_answer_keeps_to_the_number_of_documents_and_sentences(sources: Sources) -> None:
    assert {citation.document_id for citation in ask(sources, k=1).citations} == {CORD.id}
    assert len(ask(sources, max_sentences=1).sentences) == 1


def test_retracted_work_is_cited_only_when_asked_for_and_then_with_a_warning(tmp_path: Path) -> None:
    sources = some_sources(tmp_path, RETRACTED, FAT, ETANERCEPT)
    assert CORD.id not in {citation.document_id for citation in ask(sources).citations}
    asked_for = ask(sources, filters=Filters(include_retracted=True))
    assert asked_for.citations[0].editorial_status == "retracted"
    assert any("retracted" in warning for warning in asked_for.evidence.warnings)


def test_work_retracted_after_the_index_was_built_is_not_cited(sources: Sources) -> None:
    add(sources.store, RETRACTED)
    made = ask(sources)
    assert CORD.id not in {citation.document_id for citation in made.citations}


def test_a_document_that_has_changed_since_the_index_was_built_is_not_misquoted(sources: Sources) -> None:
    add(sources.store, replace(CORD, title=f"Revised: {CORD.title}"))
    made = ask(sources)
    assert CORD.id not in {citation.document_id for citation in made.citations}


def test_a_question_for_what_was_seen_in_people_prefers_reports_on_people(tmp_path: Path) -> None:
    words = "Umbilical cord blood cells relieved psoriatic arthritis."
    mice = a_document(1, words, publication_types=("Animal Study",))
    people = a_document(2, words, title="Title 1", publication_types=("Case Reports",))
    sources = some_sources(tmp_path, mice, people)
    made = ask(sources, "Have umbilical cord blood cells relieved psoriatic arthritis in patients?", max_sentences=1)
    assert [citation.document_id for citation in made.citations] == [people.id]


def test_nor_shown_as_near_where_nothing_is_answered(sources: Sources) -> None:
    add(sources.store, replace(CORD, title=f"Revised: {CORD.title}"))
    made = ask(sources, "Should I get umbilical cord blood cells?")
    assert made.abstention is not None
    assert CORD.id not in {near.citation.document_id for near in made.abstention.nearest}


def test_a_document_is_never_quoted_by_its_title_alone(tmp_path: Path) -> None:
    made = ask(some_sources(tmp_path, a_document(1, title="Umbilical cord blood cells relieved psoriatic arthritis")))
    assert made.status == "abstained"
