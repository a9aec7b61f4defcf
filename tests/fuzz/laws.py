"""What must hold of every reader, whatever bytes it is given."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.files import open_files
from corpus.identifiers import check_document_id
from corpus.interfaces import Deletion, DocumentReader, Notice, Outcome, Parsed, Reject
from corpus.records import dump, parse


def hold(reader: DocumentReader, content: bytes) -> None:
    """Read ``content`` and check each outcome: raises AssertionError, or what the reader should not have raised."""
    assert isinstance(reader.recognises(content[:4096]), bool)
    for outcome in reader.read(io.BytesIO(content)):
        _check(outcome)


def _check(outcome: Outcome) -> None:
    assert isinstance(outcome, Parsed | Deletion | Notice | Reject)
    assert outcome.position
    match outcome:
        case Parsed(document=document):
            assert parse(json.loads(json.dumps(dump(document)))) == document
        case Deletion(document_id=document_id):
            check_document_id(document_id)
        case Notice(targets=targets, correction=correction):
            assert targets
            assert all(map(check_document_id, targets))
            assert correction.kind
        case Reject(reason=reason):
            assert reason
    repr(outcome).encode()
    for words in _words(outcome):
        words.encode()  # SQLite keeps nothing that UTF-8 cannot hold


def _words(outcome: Outcome) -> list[str]:
    match outcome:
        case Notice(own_id=own_id, correction=correction):
            return [own_id, *filter(None, (correction.citation, correction.note, correction.date))]
        case Reject(reason=reason, identifier=identifier):
            return [reason, identifier or ""]
    return []


def hold_files(content: bytes) -> None:
    """Open a file of ``content``, whatever it is, and hold what its records are to the laws; or it is refused."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            for opened in open_files(Path(file.name)):
                for outcome in opened.records:
                    _check(outcome)
        except UnreadableFileError:
            return
