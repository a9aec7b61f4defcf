"""A message of the chat, over any corpus and any question."""

from __future__ import annotations

from hypothesis import given

from service.chat.markdown import in_markdown
from service.chat.reply import reply_of
from tests.property.test_answer_laws import (
    Case,
    _everything_is_near_enough,  # noqa: F401 - a fixture
    ask,
    cases,
    opened,
)


@given(cases)
def test_every_marker_stands_in_its_place_behind_its_sentence(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    reply = reply_of(made)
    markers = iter(reply.markers)
    for sentence in made.sentences:
        for number in dict.fromkeys(quote.number for quote in sentence.quotes):
            marker = next(markers)
            assert (marker.number, reply.content[marker.start : marker.end]) == (number, f"[{number}]")
            assert in_markdown(sentence.text) in reply.content[: marker.start]
    assert next(markers, None) is None


@given(cases)
def test_no_warning_and_no_source_is_left_out(case: Case) -> None:
    with opened(case.corpus) as sources:
        made = ask(sources, case)
    content = reply_of(made).content
    told = [citation.title for citation in made.citations]
    told += (
        made.evidence.warnings if made.status == "answered" else [made.abstention.message if made.abstention else ""]
    )
    assert [words for words in told if in_markdown(words.rstrip(".")) not in content] == []
