from __future__ import annotations

from dataclasses import replace

from corpus.canonical import Section
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import RankedSentence, Source
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, a_document, a_source


def texts(question: str, *sources: Source, most: int = 6) -> list[str]:
    return [sentence.text for sentence in ExtractiveAnswerer().compose(question, sources, most).sentences]


def with_cosines(source: Source, *cosines: float) -> Source:
    pairs = zip(source.sentences, cosines, strict=True)
    return replace(source, sentences=tuple(RankedSentence(one.passage, cosine) for one, cosine in pairs))


def test_the_sentence_nearest_to_the_question_is_chosen_first() -> None:
    document = a_document(1, "The joints of all patients were counted.", "The plaques on the skin of patients cleared.")
    far_near = with_cosines(a_source(document), 0.1, 0.9)
    assert texts("Which?", far_near, most=1) == ["The plaques on the skin of patients cleared."]


def test_the_words_of_the_question_count_where_meaning_is_equal() -> None:
    document = a_document(1, "The joints of all patients were counted.", "The plaques on the skin of patients cleared.")
    assert texts("Did plaques clear?", a_source(document), most=1) == ["The plaques on the skin of patients cleared."]


def test_a_finding_comes_before_how_it_was_found() -> None:
    methods, results = (section.text for section in CORD.sections)
    assert texts(CORD_QUESTION, with_cosines(a_source(CORD), 0.1, 0.9)) == [results, methods]


def test_where_the_methods_were_asked_for_a_document_is_read_in_the_order_of_its_text() -> None:
    methods, results = (section.text for section in CORD.sections)
    assert texts("Who was given cells?", with_cosines(a_source(CORD), 0.9, 0.1)) == [methods, results]


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    first, second = "Knees were injected with cord blood cells.", "They swelled in most patients within a week."
    document = a_document(1, f"{first} {second}")
    assert texts("Did knees swell?", with_cosines(a_source(document), 0.1, 0.9), most=1) == [f"{first} {second}"]
    assert texts("Which cells?", with_cosines(a_source(document), 0.9, 0.1), most=1) == [first]
    assert texts("Which cells?", with_cosines(a_source(document), 0.9, 0.8), most=2) == [f"{first} {second}"]


def test_a_sentence_brings_none_of_another_section_along() -> None:
    document = a_document(
        sections=(
            Section("METHODS", "Knees were injected with cord blood cells."),
            Section("RESULTS", "They swelled in most old patients within a single week."),
        )
    )
    assert texts("What swelled?", with_cosines(a_source(document), 0.1, 0.9), most=1) == [document.sections[1].text]


def test_a_comparison_has_a_sentence_of_each_side() -> None:
    cells = a_document(1, "Cord cells healed 7 knees. Cord cells healed 8 hips. Cord cells healed 9 elbows.")
    drug = a_document(2, "Etanercept healed very few knees in adults.")
    said = texts("Do cord cells heal better than etanercept?", a_source(cells, 0.9), a_source(drug, 0.1), most=3)
    assert len(said) == 3
    assert drug.sections[0].text in said


def test_a_document_that_is_likelier_to_answer_is_preferred() -> None:
    one, other = (a_source(a_document(number, "Cord cells healed many knees.")) for number in (1, 2))
    draft = ExtractiveAnswerer().compose("Which?", [replace(one, relevance=0.1), replace(other, relevance=0.9)], 1)
    assert draft.sentences[0].anchors[0][0] == other.document


def test_the_document_of_the_best_sentence_comes_first() -> None:
    composed = ExtractiveAnswerer().compose(CORD_QUESTION, [a_source(ETANERCEPT, 0.1), a_source(CORD, 0.9)], 6)
    assert composed.sentences[0].anchors[0][0] == CORD


def test_a_result_is_preferred_to_the_background() -> None:
    document = a_document(
        sections=(
            Section("BACKGROUND", "Cells of the cord may calm inflamed joints."),
            Section("RESULTS", "Swollen knees became smaller within some weeks."),
        )
    )
    assert texts("What?", a_source(document), most=1) == ["Swollen knees became smaller within some weeks."]


def test_what_says_nothing_alone_is_not_quoted() -> None:
    document = a_document(1, "Yes. It was so. Patient aged 56.")
    assert texts("Who?", a_source(document)) == []


def test_a_number_makes_another_sentence_of_the_same_words() -> None:
    seven = "Cord blood cells relieved psoriatic arthritis in seven patients."
    nine = "Cord blood cells relieved psoriatic arthritis in nine patients."
    assert sorted(texts(CORD_QUESTION, a_source(a_document(1, seven)), a_source(a_document(2, nine)))) == [nine, seven]


def test_nothing_is_dropped_by_who_invents_nothing() -> None:
    assert ExtractiveAnswerer().compose(CORD_QUESTION, [a_source(CORD)], 6).dropped == ()
