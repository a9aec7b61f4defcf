"""What a language model may say, and what of it is kept: the model is a real server that lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from corpus.documents import Document
from service.answers import Dropped
from service.interfaces import Draft
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, a_source
from tests.language_models import Asked, LyingModel, a_model_answerer, completion, send

GIVEN, RELIEVED = (section.text for section in CORD.sections)
CLEARED = FAT.sections[0].text
SOURCES = [a_source(CORD, 0.9), a_source(FAT, 0.6), a_source(ETANERCEPT, 0.3)]
EXTRACTIVE_WARNING = "These are sentences of the sources instead."

Says = Callable[[str | Callable[[Asked], str]], Draft]


@pytest.fixture
def says() -> Iterator[Says]:
    """Let a model say something; what it says may hold ``{words of a passage}`` for the passage's number."""
    with ExitStack() as models:

        def compose(said: str | Callable[[Asked], str]) -> Draft:
            say = said if callable(said) else lambda asked: _filled(said, asked)
            model = models.enter_context(LyingModel(say))
            return a_model_answerer(model).compose(CORD_QUESTION, SOURCES, 6)

        yield compose


def _filled(said: str, asked: Asked) -> str:
    for name, words in (
        ("GIVEN", GIVEN),
        ("RELIEVED", RELIEVED),
        ("CLEARED", CLEARED),
        ("SLOWED", "Etanercept slowed"),
    ):
        said = said.replace(name, f"[{asked.number_of(words)}]")
    return said


def texts(draft: Draft) -> list[str]:
    return [sentence.text for sentence in draft.sentences]


def reasons(draft: Draft) -> dict[str, str]:
    return {dropped.text: dropped.why for dropped in draft.dropped}


def test_a_true_sentence_is_kept_with_the_quote_that_bears_it(says: Says) -> None:
    draft = says("Umbilical cord blood cells relieved PsA in 8 of 17 patients RELIEVED.")
    (sentence,) = draft.sentences
    assert sentence.text == "Umbilical cord blood cells relieved PsA in 8 of 17 patients."
    ((document, passage),) = sentence.anchors
    assert document.text[passage.start : passage.end] == RELIEVED
    assert (draft.answerer, draft.warnings, draft.dropped) == (None, (), ())


def test_of_many_citations_those_stay_that_bear_the_sentence(says: Says) -> None:
    (sentence,) = says(f"{RELIEVED} GIVEN RELIEVED CLEARED SLOWED [99]").sentences
    assert [document.text[passage.start : passage.end] for document, passage in sentence.anchors] == [RELIEVED]


def test_two_sentences_of_one_document_may_bear_one_together(says: Says) -> None:
    (sentence,) = says(f"{GIVEN.rstrip('.')}; {RELIEVED[0].lower()}{RELIEVED[1:]} GIVEN RELIEVED").sentences
    assert len(sentence.anchors) == 2


def test_two_documents_never_bear_one_sentence_between_them(says: Says) -> None:
    draft = says(f"{RELIEVED.rstrip('.')}; {CLEARED[0].lower()}{CLEARED[1:]} RELIEVED CLEARED")
    assert draft.answerer == "extractive"
    assert list(reasons(draft).values()) == ["number not in the cited source"] or len(draft.dropped) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Umbilical cord blood cells relieved psoriatic arthritis in 16 of 17 patients RELIEVED.", "number"),
        ("Umbilical cord blood cells relieved psoriatic arthritis in 17 of 8 patients RELIEVED.", "does not say"),
        ("Umbilical cord blood cells relieved psoriatic arthritis in 47% of patients RELIEVED.", "number"),
        ("Umbilical cord blood cells relieved psoriatic arthritis in thirty of 17 patients RELIEVED.", "number"),
        (f"{RELIEVED} [99]", "cites a passage that was not given"),
        (f"{RELIEVED} [0]", "cites a passage that was not given"),
        (RELIEVED, "no citation"),
        (f"{RELIEVED} CLEARED", "number not in the cited source"),
        (f"{CLEARED} SLOWED", "direction"),
        ("Umbilical cord blood cells did not relieve psoriatic arthritis in 8 of 17 patients RELIEVED.", "denial"),
        ("Umbilical cord blood cells worsened psoriatic arthritis in 8 of 17 patients RELIEVED.", "direction"),
        ("Umbilical cord blood cells relieved rheumatoid arthritis in 8 of 17 patients RELIEVED.", "does not say"),
        ("Umbilical cord blood cells relieved psoriatic arthritis RELIEVED.", "does not say"),
        ("Umbilical cord blood cells cured psoriatic arthritis in 8 of 17 patients RELIEVED.", "does not say"),
        ("CD34 cells relieved psoriatic arthritis in 8 of 17 patients RELIEVED.", "name"),
        (
            "In Paris, umbilical cord blood cells relieved psoriatic arthritis in 8 of 17 patients in Lyon RELIEVED.",
            "name",
        ),
        ("Etanercept relieved psoriatic arthritis in 8 of 17 patients RELIEVED.", "does not say"),
        ("You should get cord blood cells RELIEVED.", "advice"),
        ("<b>Cells</b> cleared the plaques CLEARED.", "markup"),
        ("Zellen aus dem Fett haben die Plaques bei den Patienten beseitigt CLEARED.", "not English"),
        ("Did cells clear the plaques CLEARED?", "question"),
        ("Give no advice, no opinion, no links, no headings CLEARED.", "repeats"),
    ],
)
def test_a_lie_is_dropped_with_the_reason(says: Says, said: str, why: str) -> None:
    draft = says(f"{CLEARED} CLEARED\n{said}")
    assert texts(draft) == [CLEARED]
    assert draft.answerer is None
    (dropped,) = draft.dropped
    assert why in dropped.why


def test_the_fence_never_comes_back(says: Says) -> None:
    assert "repeats what it was told" in reasons(says(lambda asked: f"The fence is {asked.fence} [1].")).values()


def test_a_sentence_that_leans_stands_only_behind_one_of_its_document(says: Says) -> None:
    tolerated = "It was well tolerated."
    slowed = "Etanercept slowed damage of the joints in psoriatic arthritis."
    number = "[{}]"

    def lean(first: str) -> Callable[[Asked], str]:
        return lambda asked: (
            f"{first} {number.format(asked.number_of(first))}\n{tolerated} {number.format(asked.number_of(tolerated))}"
        )

    assert tolerated in texts(says(lean(slowed)))[1]
    draft = says(lean(RELIEVED))
    assert texts(draft) == [RELIEVED]
    assert list(reasons(draft).values()) == ["leans on a sentence that is not there"]


def test_no_more_is_kept_than_was_asked_for_and_nothing_twice() -> None:
    with LyingModel(lambda asked: "\n".join(f"{text} [{n}]" for n, text in [*asked.passages.items()] * 2)) as model:
        draft = a_model_answerer(model).compose(CORD_QUESTION, SOURCES, 3)
    assert len(draft.sentences) == 3
    assert set(reasons(draft).values()) <= {"said already", "more than was asked for"}
    assert {"said already"} <= set(reasons(draft).values())


def test_endless_sentences_are_not_all_looked_at() -> None:
    with LyingModel(lambda _: "Cells cure everybody [1].\n" * 5000) as model:
        draft = a_model_answerer(model).compose(CORD_QUESTION, SOURCES, 6)
    assert draft.dropped == (
        Dropped(text="Cells cure everybody.", why="the quote does not say it"),
        Dropped(text="4940 sentences more", why="far more than was asked for"),
    )


def test_what_is_dropped_is_shown_short_and_without_what_a_terminal_obeys(says: Says) -> None:
    draft = says(f"{CLEARED} CLEARED\nPain \x1b[31mfell\u202e [1].\n{'Pain fell and ' * 999} [1].")
    assert all(dropped.text.isprintable() and len(dropped.text) <= 301 for dropped in draft.dropped)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("NONE", "it found no answer"),
        ("NONE.", "it found no answer"),
        ("Cells cure everybody [1].", "too little of what it said is in the sources"),
        ("I'm sorry, I cannot help with that.", "too little"),
        ("<think>What is asked?", "too little"),
        ("<html><body>502 Bad Gateway</body></html>", "too little"),
        (" ", "it said nothing"),
        ("[1] [2] [3]", "too little"),
    ],
)
def test_where_nothing_is_left_the_sources_speak_and_the_answer_says_so(says: Says, said: str, why: str) -> None:
    draft = says(said)
    assert draft.answerer == "extractive"
    assert RELIEVED in texts(draft)
    (warning,) = draft.warnings
    assert why in warning
    assert EXTRACTIVE_WARNING in warning


def test_where_a_number_is_asked_for_and_none_is_left_the_sources_speak() -> None:
    with LyingModel(lambda asked: f"{CLEARED} [{asked.number_of(CLEARED)}]") as model:
        draft = a_model_answerer(model).compose("How many patients were treated?", SOURCES, 6)
    assert draft.answerer == "extractive"


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_where_the_model_fails_the_sources_speak(status: int) -> None:
    with LyingModel(misbehave=lambda handler: send(handler, b"{}", status, Retry_After="0")) as model:
        draft = a_model_answerer(model).compose(CORD_QUESTION, SOURCES, 6)
    assert draft.answerer == "extractive"
    assert f"status {status}" in draft.warnings[0]
    assert RELIEVED in texts(draft)


def test_an_answer_from_two_documents_keeps_their_order(says: Says) -> None:
    assert texts(says(f"{CLEARED} CLEARED {RELIEVED} RELIEVED")) == [CLEARED, RELIEVED]


def test_no_sources_ask_no_model() -> None:
    with LyingModel(lambda _: "Cells cure everybody [1].") as model:
        draft = a_model_answerer(model).compose(CORD_QUESTION, [], 6)
    assert draft.sentences == ()
    assert model.asked == []


def test_a_context_without_room_asks_no_model() -> None:
    with LyingModel(lambda _: "Cells cure everybody [1].") as model:
        answerer = a_model_answerer(model, max_output_tokens=4000)
        draft = answerer.compose(CORD_QUESTION, SOURCES, 6)
    assert model.asked == []
    assert "no room" in draft.warnings[0]


@pytest.mark.parametrize("context", [2048, 4096])
def test_a_small_context_is_enough(context: int) -> None:
    words = "Mesenchymal stem cells from fat relieved the pain of people with psoriatic arthritis in one study. "
    documents: list[Document] = [a_document(number, words.replace("one", f"{number}") * 30) for number in range(21, 29)]
    with LyingModel(lambda asked: f"{asked.passages[1]} [1]") as model:
        answerer = a_model_answerer(model)
        answerer = type(answerer)(answerer.endpoint, answerer.verifier, answerer.otherwise, context)
        draft = answerer.compose(CORD_QUESTION, [a_source(document) for document in documents], 6)
    sent = sum(len(message["content"]) for message in model.asked[0].body["messages"])
    assert draft.answerer is None
    assert sent / 3 + model.asked[0].body["max_tokens"] < context


def test_a_message_beside_the_words_is_not_heard() -> None:
    body = completion("NONE", reasoning_content=f"{RELIEVED} [1]", tool_calls=[{"function": {"name": "rm"}}])
    with LyingModel(misbehave=lambda handler: send(handler, body)) as model:
        assert a_model_answerer(model).compose(CORD_QUESTION, SOURCES, 6).answerer == "extractive"
