"""`enthesis corpus export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError

from corpus.export import WRITERS, FormatName
from corpus.store import CorpusStore
from service.cli.terminal import USAGE, JsonFlag, faults_as_exit_codes, print_json, say, settings
from service.errors import InvalidRequestError
from service.listing import read


def export(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Which documents, such as PMID:35927231; all where none is named.")
    ] = None,
    *,
    format_name: Annotated[FormatName, typer.Option("--format", help="The format of the file.")] = "jsonl",
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
        with store.snapshot():
            found = {one: store.resolve(one) for one in wanted}
            chosen = list(dict.fromkeys(filter(None, found.values()))) if wanted else store.ids()
            missing = [one for one, current in found.items() if current is None]
            if chosen or not wanted:
                _write(WRITERS[format_name].write(read(store, chosen)), _target(out, store) if out else None)
    for one in missing:
        say(f"enthesis: there is no document {one!r} in this corpus.")
    if as_json:
        print_json({"file": str(out), "format": format_name, "documents": len(chosen), "missing": missing})
    if missing:
        raise typer.Exit(USAGE)


class _Cited(BaseModel):
    document_id: str


class _SavedAnswer(BaseModel):
    citations: list[_Cited]


def _cited(path: Path) -> list[str]:
    """Return the ids of the documents that a saved answer cites, in the order of their numbers."""
    try:
        cited = [one.document_id for one in _SavedAnswer.model_validate_json(path.read_bytes()).citations]
    except OSError as error:
        raise InvalidRequestError("--answer", f"{path} cannot be read: {error.strerror or error}") from error
    except ValidationError as error:
        raise InvalidRequestError("--answer", f"{path} is no answer as `enthesis ask --json` prints it") from error
    if not cited:
        raise InvalidRequestError("--answer", f"{path} cites no document: no answer was given")
    return cited


def _target(path: Path, store: CorpusStore) -> Path:
    """Return the file that is to be put in place: where a link leads to, and neither a device nor the corpus."""
    target = path.resolve()
    if target.exists() and (not target.is_file() or target.samefile(store.path)):
        raise InvalidRequestError("--out", f"{path} is no file to write over: name another")
    return target


def _write(pieces: Iterable[str], path: Path | None) -> None:
    """Write to stdout, or to a file that is there whole or not at all."""
    if path is None:
        sys.stdout.writelines(pieces)
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise InvalidRequestError("--out", f"{path} cannot be written: {error.strerror or error}") from error
