"""What fuzzing found (`tests.fuzz`), as small as it could be made: each input once broke a law of readers."""

from __future__ import annotations

import pytest

from corpus.files import READERS
from tests.fuzz.laws import hold

FINDINGS = [
    ("nbib", b"PMID- 4\nTI  - T\nAU  -,\n"),  # an author without a name
    ("nbib", b"PMID- 4\nTI  - T\nFAU - ,\n"),
]


@pytest.mark.parametrize(("format_name", "content"), FINDINGS)
def test_it_holds_now(format_name: str, content: bytes) -> None:
    hold(next(reader for reader in READERS if reader.format_name == format_name), content)
