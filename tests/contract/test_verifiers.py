"""What every verifier promises, whichever it is."""

from __future__ import annotations

import pytest

from service.interfaces import Verifier
from service.language_model.alignment_verifier import AlignmentVerifier
from service.language_model.nli_verifier import NliVerifier
from tests.fakes import HashingEmbedder
from tests.tiny_models import a_cross_encoder

QUOTE = "Umbilical cord blood cells relieved psoriatic arthritis in eight of 17 patients."
OTHER = "They were well tolerated."
SENTENCES = [
    QUOTE,
    "Umbilical cord blood cells relieved psoriatic arthritis.",
    "Cells cure.",
    "🧬",
    "…",
    "a " * 400,
    "17",
]


@pytest.fixture(scope="module", params=[AlignmentVerifier, NliVerifier], ids=lambda made: made.__name__)
def verifier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    if request.param is NliVerifier:
        return NliVerifier(a_cross_encoder(tmp_path_factory.mktemp("nli")))
    return AlignmentVerifier(HashingEmbedder())


@pytest.mark.parametrize("quotes", [[QUOTE], [QUOTE, OTHER], [OTHER, QUOTE]])
def test_a_quote_bears_itself(verifier: Verifier, quotes: list[str]) -> None:
    assert verifier.fault(QUOTE, quotes) is None


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_quotes_bear_nothing(verifier: Verifier, sentence: str) -> None:
    assert verifier.fault(sentence, [])


@pytest.mark.parametrize("sentence", ["", " ", "\n"])
def test_no_words_are_borne_by_none(verifier: Verifier, sentence: str) -> None:
    assert verifier.fault(sentence, [QUOTE])
    assert verifier.fault(sentence, [sentence])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_judgement_is_none_or_says_why_and_is_the_same_again(verifier: Verifier, sentence: str) -> None:
    first, second = (verifier.fault(sentence, [QUOTE, OTHER]) for _ in range(2))
    assert first == second
    assert first is None or first.strip()


@pytest.mark.parametrize("quote", ["", "🧬", "a " * 2000, "in cells " * 300, "cells; " * 300])
@pytest.mark.parametrize("sentence", ["Cells relieved pain.", "in cells " * 60, "cells; " * 80])
def test_any_text_is_borne_with(verifier: Verifier, sentence: str, quote: str) -> None:
    fault = verifier.fault(sentence, [quote, quote])
    assert fault is None or fault.strip()


@pytest.mark.parametrize(
    "denial", ["Umbilical cord blood cells did not relieve psoriatic arthritis in eight of 17 patients."]
)
def test_a_denial_is_not_borne_by_what_it_denies(verifier: Verifier, denial: str) -> None:
    assert verifier.fault(denial, [QUOTE])
    assert verifier.fault(QUOTE, [denial])
