"""Which records of a file a corpus takes in: those that are selected, and those that what is in it depends on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus.documents import Document
from corpus.interfaces import Outcome, Parsed
from corpus.merging.corrections import targets_of
from corpus.readers.pubmed_glance import Glance
from corpus.selection import Selection
from corpus.store import CorpusStore

# PubMed's RefTypes by which a notice names the publication whose standing it changes.
_SPEAKS_OF = frozenset(
    {
        *("RetractionOf", "RetractedandRepublishedFrom", "ExpressionOfConcernFor"),
        *("ErratumFor", "CorrectedandRepublishedFrom"),
    }
)


class Admission:
    """Passes on what the corpus takes in, and counts the records that it does not in ``left_out``.

    Besides what ``selection`` admits these are: every record of a publication that is in the corpus, by PMID, DOI or
    PMCID, or what is said there would grow stale; every notice that retracts or corrects one; and whatever is no
    record, such as a deletion.
    """

    def __init__(self, selection: Selection, store: CorpusStore) -> None:
        self._selection = selection
        self._store = store
        self.left_out = 0

    def of(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes that are admitted, one at a time; the corpus is asked as it then is."""
        for outcome in outcomes:
            if not isinstance(outcome, Parsed) or self._admits(outcome.document):
                yield outcome
            else:
                self.left_out += 1

    def may_admit(self, seen: Glance) -> bool:
        """Say whether a record may be admitted; one that cannot be is counted here, and need not be parsed."""
        if self._selection.may_admit(seen.text, seen.names) or self._has_any(seen.names):
            return True
        self.left_out += 1
        return False

    def _admits(self, document: Document) -> bool:
        return self._selection.admits(document) or self._has_any({*_names(document), *_spoken_of(document)})

    def _has_any(self, names: Iterable[str]) -> bool:
        with self._store.writing() as connection:
            found = connection.execute(
                "SELECT 1 FROM identifiers WHERE identifier IN (SELECT value FROM json_each(?)) LIMIT 1",
                (json.dumps(list(names)),),
            )
            return found.fetchone() is not None


def _names(document: Document) -> Iterator[str]:
    yield document.id
    for kind, value in (("PMID", document.pmid), ("DOI", document.doi), ("PMCID", document.pmcid)):
        if value:
            yield f"{kind}:{value}"


def _spoken_of(document: Document) -> Iterator[str]:
    for correction in document.corrections:
        if correction.kind in _SPEAKS_OF:
            yield from targets_of(correction)
