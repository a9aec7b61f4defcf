"""`enthesis corpus remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.identifiers import document_id_in
from corpus.store import CorpusStore
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, say, settings
from service.errors import NotFoundError


def remove(
    document_ids: Annotated[list[str], typer.Argument(help="For example PMID:35927231.", show_default=False)],
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Take documents out of the corpus with all their source records.

    What was quoted from them can still be looked up, and is told to be from a document that was removed. A source that
    gives such a record again brings the document back.

    Example: enthesis corpus remove PMID:35927231
    """
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path)
        document_ids = [document_id_in(one) for one in document_ids]
        for unknown in (one for one in document_ids if store.resolve(one) is None):
            raise NotFoundError(f"There is no document {unknown!r} in this corpus. Nothing was removed.")
        report, total = store.remove(document_ids), len(store)
    if as_json:
        print_json({"removed": report.removed, "changed": report.changed, "documents": total})
        return
    out().print(f"{len(report.removed)} removed, {len(report.changed)} others changed", markup=False)
    say(f"{total} documents. Run `enthesis index build` to search without the removed ones.")
