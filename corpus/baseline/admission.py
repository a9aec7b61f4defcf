"""Which records of a file a corpus takes in: those that are selected, and those that what is in it depends on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus.documents import Document
from corpus.interfaces import Outcome, Parsed
from corpus.selection import Selection
from corpus.store import CorpusStore

# PubMed's RefTypes by which a notice names the publication whose standing it changes.
_SPEAKS_OF = frozenset(
    {
        *("RetractionOf", "PartialRetractionOf", "ExpressionOfConcernFor", "ErratumFor"),
        *("CorrectedandRepublishedFrom", "RetractedandRepublishedFrom"),
    }
)


class Admission:
    """Passes on what the corpus takes in, and counts the records that it does not in ``left_out``.

    Besides what ``selection`` admits these are: every record of a publication that is in the corpus, or what is said
    there would grow stale; every notice that retracts or corrects one; and whatever is no record, such as a deletion.
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

    def _admits(self, document: Document) -> bool:
        return self._selection.admits(document) or self._concerns_the_corpus(document)

    def _concerns_the_corpus(self, document: Document) -> bool:
        named = {document.id, *_ids(document.pmid, document.doi)}
        for correction in document.corrections:
            if correction.kind in _SPEAKS_OF:
                named.update(_ids(correction.pmid, correction.doi))
        with self._store.writing() as connection:
            found = connection.execute(
                "SELECT 1 FROM documents WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1",
                (json.dumps(sorted(named)),),
            )
            return found.fetchone() is not None


def _ids(pmid: str | None, doi: str | None) -> Iterator[str]:
    if pmid:
        yield f"PMID:{pmid}"
    if doi:
        yield f"DOI:{doi}"
