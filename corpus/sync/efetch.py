"""PubMed's records by ``efetch``: exactly those asked for, or a fault."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.interfaces import Deletion, DocumentReader, Outcome, Parsed, Reject
from corpus.sync.caller import Caller
from corpus.sync.client import HttpClient
from corpus.sync.errors import AnswerFaultError, UpstreamError
from corpus.sync.records import named, records_of

_MOST_ALONE = 10


class _MissingError(AnswerFaultError):
    """A whole answer that lacks some of the records asked for, and has no others."""

    def __init__(self, outcomes: list[Outcome], missing: list[str], asked: int, *, is_final: bool) -> None:
        self.outcomes = outcomes
        self.missing = missing
        super().__init__(f"it gave {asked - len(missing)} of the {asked} records asked for", is_final=is_final)


class Records:
    """Asks for records by their PMIDs."""

    def __init__(self, client: HttpClient, caller: Caller, reader: DocumentReader) -> None:
        self._client = client
        self._caller = caller
        self._reader = reader

    def get(self, pmids: Sequence[str]) -> tuple[list[Outcome], list[str]]:
        """Return what became of each, and those that are withheld.

        One that stays missing, or cannot be read, is asked for once more alone: the way may have spoilt it.
        """
        try:
            outcomes, missing = self._fetch(pmids), []
        except UpstreamError as error:
            if not isinstance(error.fault, _MissingError) or len(error.fault.missing) > _MOST_ALONE:
                raise
            outcomes, missing = error.fault.outcomes, error.fault.missing
        refused = [str(_pmid(outcome)) for outcome in outcomes if isinstance(outcome, Reject)]
        kept: list[Outcome] = [outcome for outcome in outcomes if not isinstance(outcome, Reject)]
        withheld: list[str] = []
        for pmid in (*refused, *missing):
            given, not_given = self.get_alone(pmid)
            kept += given
            withheld += not_given
        return kept, withheld

    def get_alone(self, pmid: str) -> tuple[list[Outcome], list[str]]:
        """Return what became of one record when nothing else is asked for, and it again where it is withheld."""
        try:
            return self._fetch([pmid], is_last_try=True), []
        except UpstreamError as error:
            if not isinstance(error.fault, _MissingError):
                raise
            return [Reject(f"PMID {pmid}", "PubMed listed it and does not give it", f"PMID:{pmid}")], [pmid]

    def _fetch(self, pmids: Sequence[str], *, is_last_try: bool = False) -> list[Outcome]:
        fields = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml", **self._caller.fields}

        def read(body: bytes) -> list[Outcome]:
            return self._read(body, pmids, is_last_try=is_last_try)

        return self._client.ask("POST", "efetch.fcgi", fields, read)

    def _read(self, body: bytes, asked: Sequence[str], *, is_last_try: bool) -> list[Outcome]:
        """Return the records of a whole answer that has exactly those asked for."""
        outcomes: Sequence[Outcome] = records_of(self._reader, body)
        if len(asked) == 1:
            outcomes = named(outcomes, [f"PMID:{asked[0]}"])
        known = [outcome for outcome in outcomes if _pmid(outcome)]
        given = set(map(_pmid, known))
        if len(given) < len(known) or given - set(asked):
            raise AnswerFaultError("it gave records that were not asked for, or one of them twice")
        missing = [pmid for pmid in asked if pmid not in given]
        if len(missing) == len(asked) > 1:
            raise AnswerFaultError(f"it gave none of the {len(asked)} records asked for")
        if missing:
            raise _MissingError(known, missing, len(asked), is_final=is_last_try)
        return known


def _pmid(outcome: Outcome) -> str | None:
    if isinstance(outcome, Parsed):
        return outcome.document.pmid
    named = outcome.document_id if isinstance(outcome, Deletion) else getattr(outcome, "identifier", None)
    return named.removeprefix("PMID:") if named else None
