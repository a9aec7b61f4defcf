"""What `make test-clients` holds clients to."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from tests.clients.heard import Heard, cited_in, heard_in
from tests.clients.matrix import expected, result, shortfall

URL = "https://doi.org/10.1000/a"
CONTENT = "🧬 Remission. [1]"
ANNOTATIONS = [{"type": "url_citation", "url_citation": {"start_index": 13, "end_index": 16, "url": URL}}]
COMPLETION: dict[str, Any] = {
    "choices": [{"message": {"content": CONTENT, "annotations": ANNOTATIONS}}],
    "enthesis": {"answer": "Remission. [1]"},
}
SAID = expected(COMPLETION)
HEARD = Heard("a client", "1.0", "create", "message", CONTENT, cited_in(CONTENT, ANNOTATIONS))


def test_a_client_that_hears_what_was_said_falls_short_of_nothing() -> None:
    assert shortfall(HEARD, SAID) is None
    assert result(HEARD, SAID) == "the message, every citation"


def test_a_client_may_leave_annotations_out_and_the_table_says_so() -> None:
    assert result(replace(HEARD, cited=None), SAID) == "the message, no annotations passed on"


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        (replace(HEARD, said="Remission."), "**another message**"),
        (replace(HEARD, cited=[]), "**other citations**"),
        (replace(HEARD, cited=[("1]", URL)]), "**other citations**"),
        (replace(HEARD, kind="error", said="no error", cited=None), "**another error**"),
        (replace(HEARD, kind="answer", said="Remission.", cited=None), "**another answer**"),
    ],
)
def test_whatever_else_a_client_hears_is_a_shortfall(heard: Heard, told: str) -> None:
    assert result(heard, SAID) == shortfall(heard, SAID) == told


@pytest.mark.parametrize("cited", [None, [("[1]", URL)]])
def test_what_was_heard_is_read_from_its_line(cited: list[tuple[str, str]] | None) -> None:
    heard = replace(HEARD, cited=cited)
    assert heard_in(json.dumps(asdict(heard))) == heard
