"""Text exports as files: known by their content, gzipped or not, whatever they are called."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from corpus.files import open_records
from corpus.interfaces import Notice, Parsed

FILES = {
    "nbib": b"PMID- 1\nTI  - Title\n\nPMID- 2\nTI  - Title\n",
    "ris": b"1.\nTY  - JOUR\nTI  - Title\nER  - \nTY  - JOUR\nTI  - Another\nER  - \n",
    "csv": b"Title,DOI\nOne,10.1000/1\nTwo,10.1000/2\n",
    "retraction-watch": (
        b"RetractionNature,Record ID,OriginalPaperDOI,Title\nCorrection,1,10.1000/1,T\nRetraction,2,10.1000/2,T\n"
    ),
}


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("format_name", FILES)
def test_a_file_is_known_by_its_content(tmp_path: Path, format_name: str, compress: type[bytes]) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(compress(FILES[format_name]))
    with open_records(path) as (found, outcomes):
        assert found == format_name
        assert [isinstance(outcome, Parsed | Notice) for outcome in outcomes] == [True, True]
