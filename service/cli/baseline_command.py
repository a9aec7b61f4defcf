"""`enthesis corpus baseline`"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from corpus.baseline.loading import Loader, Manner
from corpus.baseline.series import SeriesFile, files_in
from corpus.errors import CorpusError, InvalidSelectionError, SelectionChangedError
from corpus.selection import Selection, pmids_in
from corpus.store import CorpusStore
from service.cli.baseline_report import as_record, print_total, tell_of, total_of
from service.cli.terminal import AT_FAULT, JsonFlag, faults_as_exit_codes, print_json, progress, say, settings

_KB = 1000


def baseline(  # noqa: PLR0913 - a command has as many arguments as it has options
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders of PubMed's files, or such files.")],
    *,
    words: Annotated[
        list[str] | None,
        typer.Option(help="Only records with these words in title, abstract or MeSH: 'psoria* OR enthesitis'."),
    ] = None,
    mesh: Annotated[
        list[str] | None, typer.Option(help="Only records with this MeSH heading; narrower ones are not implied.")
    ] = None,
    year_from: Annotated[int | None, typer.Option(help="Only records published in this year or later.")] = None,
    year_to: Annotated[int | None, typer.Option(help="Only records published in this year or earlier.")] = None,
    publication_type: Annotated[list[str] | None, typer.Option(help="Only records of this kind.")] = None,
    ids: Annotated[Path | None, typer.Option(help="Only records whose PMIDs this file has, one a line.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read files anew: those taken in by another selection, or else all.")
    ] = False,
    require_md5: Annotated[bool, typer.Option("--require-md5", help="Refuse files without .md5.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take in PubMed's yearly baseline and daily update files, whole or only the records that are selected.

    The files (pubmed26n0001.xml.gz, with its .md5 beside) are fetched from NLM by you, and read here in the order of
    their numbers; those that were taken in before are passed over. Each is kept whole or not at all, and the first
    that is not whole ends the run, for what is later must win: fetch it again, and run the same command again.

    --words, --mesh and --publication-type may be given several times: each must hold. In one, OR stands between
    alternatives, and a last * lets a word go on. Case and accents do not count. Whatever is selected, records that
    are in the corpus already are brought up to date, those that PubMed deleted are removed, and notices that retract
    or correct what is in the corpus are taken in: else the corpus would say what its source no longer does.

    Example: enthesis corpus baseline baseline updatefiles --words 'psoria*' --words 'stem cell*' --year-from 2000
    """
    selection = _selected(
        lambda: Selection(
            words=tuple(words or ()),
            mesh=tuple(mesh or ()),
            year_from=year_from,
            year_to=year_to,
            publication_types=tuple(publication_type or ()),
            ids=None if ids is None else _ids(ids),
        )
    )
    with faults_as_exit_codes():
        files = files_in(paths)
        store = CorpusStore(settings().corpus_path, create=True)
        loader = _loader(store, files, Manner(selection=selection, again=again, require_md5=require_md5))
        warnings = list(loader.warnings())
        if not as_json:
            for warning in warnings:
                say(warning)
        summary = {**_run(loader, files, tell=not as_json), "warnings": warnings, "documents": len(store)}
    if as_json:
        print_json(summary)
    else:
        print_total(summary)
    if summary["error"]:
        raise typer.Exit(AT_FAULT)


def _selected(make: Callable[[], Selection]) -> Selection:
    try:
        return make()
    except InvalidSelectionError as error:
        raise typer.BadParameter(str(error)) from error


def _ids(path: Path) -> frozenset[str]:
    try:
        return pmids_in(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError, InvalidSelectionError) as error:
        raise typer.BadParameter(f"{path}: {error}") from error


def _loader(store: CorpusStore, files: list[SeriesFile], manner: Manner) -> Loader:
    try:
        return Loader(store, files, manner)
    except SelectionChangedError as error:
        raise typer.BadParameter(str(error)) from error


def _run(loader: Loader, files: list[SeriesFile], *, tell: bool) -> dict[str, Any]:
    """Take the files in; what ends the run is an ``error`` beside what was kept before it."""
    began, done, error = perf_counter(), 0, None
    records: list[dict[str, Any]] = []
    total = sum(file.size for file in files)
    with progress("PubMed files, KB") as show:
        show(0, total // _KB)
        try:
            for report in loader.load():
                records.append(as_record(report))
                done += report.file.size
                show(done // _KB, total // _KB)
                if tell:
                    tell_of(records[-1])
        except CorpusError as fault:
            error = str(fault)
    return {"files": records, "total": total_of(records, perf_counter() - began), "error": error}
