from __future__ import annotations

from service.language_model.conflicts import conflict


def test_what_was_not_studied_was_not_studied() -> None:
    quote = "PsA, mainly T-cell and cytokine driven, was not studied."
    assert conflict("PsA, mainly T-cell and cytokine driven, was studied.", [quote]) is not None
    assert conflict("PsA was not studied.", [quote]) is None
