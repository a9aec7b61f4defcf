"""`enthesis corpus export`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.documents import Document
from corpus.export import WRITERS
from corpus.store import CorpusStore
from service.cli.terminal import USAGE, JsonFlag, faults_as_exit_codes, print_json, say, settings
from service.errors import InvalidRequestError

Format = Literal["jsonl", "ris", "bibtex", "csl-json", "nbib"]


def export(
    ids: Annotated[list[str] | None, typer.Argument(help="Which documents; all where none is named.")] = None,
    *,
    format_name: Annotated[Format, typer.Option("--format", help="The format of the file.")] = "jsonl",
    answer: Annotated[
        Path | None, typer.Option(help="A saved answer (`enthesis ask --json`): its citations, in their order.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write.  [default: stdout]")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write documents for a reference manager, or for another corpus.

    Example: enthesis corpus export --format ris --out psoriatic.ris

    One answer's citations: enthesis corpus export --format bibtex --answer answer.json
    """
    with faults_as_exit_codes():
        if as_json and out is None:
            raise InvalidRequestError("--json", "needs --out: the documents themselves go to stdout")
        store = CorpusStore(settings().corpus_path)
        wanted = [*(ids or []), *(_cited(answer) if answer else [])]
        missing = [one for one in wanted if store.get(one) is None]
        documents = _named(store, wanted) if wanted else store.documents()
        written = _write(WRITERS[format_name].write(documents), out)
    for one in missing:
        say(f"enthesis: there is no document {one!r} in this corpus.")
    if as_json:
        print_json({"file": str(out), "format": format_name, "characters": written, "missing": missing})
    if missing:
        raise typer.Exit(USAGE)


def _named(store: CorpusStore, ids: Iterable[str]) -> Iterator[Document]:
    for one in dict.fromkeys(ids):
        if document := store.get(one):
            yield document


def _cited(path: Path) -> list[str]:
    """Return the ids of the documents that a saved answer cites."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
        return [str(citation["document_id"]) for citation in made["citations"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequestError("--answer", f"{path} is no saved answer: {error}") from error


def _write(pieces: Iterable[str], path: Path | None) -> int:
    """Write to stdout, or to a file that is there whole or not at all; return how many characters."""
    if path is None:
        return sum(sys.stdout.write(piece) for piece in pieces)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            written = sum(file.write(piece) for piece in pieces)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InvalidRequestError("--out", f"{path} cannot be written: {error.strerror}") from error
    return written
