from __future__ import annotations

import hashlib

import pytest

from corpus.canonical import Section, SectionSpan, compose, normalise, sha256_of
from corpus.errors import InvalidDocumentError


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  two \t\r\n words  ", "two words"),
        ("a\u00a0b\u2009c\u3000d\u2028e", "a b c d e"),
        ("a\x00b\x1fc\x7fd\x85e\x9ff", "a b c d e f"),
        ("e\u0301 \u212b", "\u00e9 \u00c5"),
        ("a\u0323\u0307", "\u1ea1\u0307"),
        ("ﬁ ² ½", "ﬁ ² ½"),
        ("𝒳 🧬", "𝒳 🧬"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("", ""),
        ("\n\u00a0", ""),
    ],
    ids=[
        *("white space", "wide and narrow spaces", "controls", "composed", "marks ordered", "compatibility forms kept"),
        *("astral characters", "invisible letters kept", "empty", "nothing but white space"),
    ],
)
def test_text_is_composed_and_spaced_once(given: str, expected: str) -> None:
    assert normalise(given) == expected


@pytest.mark.parametrize("text", ["\ud800", "words\udfff", "\udc80\ud83e"])
def test_a_lone_surrogate_is_refused(text: str) -> None:
    with pytest.raises(InvalidDocumentError, match="lone surrogate at character"):
        normalise(text)


def test_the_text_is_the_title_and_the_labelled_sections() -> None:
    text, spans = compose("Title", [Section("RESULTS", "Pain fell."), Section(None, "So it did.")])
    assert text == "Title\nRESULTS: Pain fell.\nSo it did."
    assert spans == (SectionSpan("RESULTS", 15, 25), SectionSpan(None, 26, 36))
    assert [text[span.start : span.end] for span in spans] == ["Pain fell.", "So it did."]


def test_a_title_alone_is_a_text() -> None:
    assert compose("Title", []) == ("Title", ())


def test_offsets_count_code_points_not_bytes() -> None:
    text, (span,) = compose("🧬 é", [Section("Α", "𝒳")])
    assert text[span.start : span.end] == "𝒳"
    assert span == SectionSpan("Α", 7, 8)


def test_the_hash_is_of_the_bytes_of_utf8() -> None:
    assert sha256_of("ä") == hashlib.sha256(b"\xc3\xa4").hexdigest()
