"""`enthesis corpus …`"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from corpus.counts import count
from corpus.errors import UnreadableFileError
from corpus.identifiers import document_id_in
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore, ImportReport
from service.citations import cite
from service.cli.reference_text import reference
from service.cli.terminal import AT_FAULT, USAGE, JsonFlag, faults_as_exit_codes, out, print_json, say, settings
from service.errors import NotFoundError
from service.wiring import add_file

_IDS_SHOWN = 20
_REJECTS_SHOWN = 10

app = typer.Typer(no_args_is_help=True, help="Add, list, show, count and check documents.")


@app.command()
def add(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of records: any of the formats, gzipped or not, or a zip of them."),
    ] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Add the starter corpus too.")] = False,  # noqa: FBT002
    as_json: JsonFlag = False,  # noqa: FBT002 - flags of the command line
) -> None:
    """Add files to the corpus; each record that is refused is reported with file, position and reason.

    Example: enthesis corpus add pubmed25n0001.xml.gz
    """
    paths = [*([STARTER_CORPUS] if starter else []), *(files or [])]
    if not paths:
        say("enthesis: give a file, or --starter.")
        raise typer.Exit(USAGE)
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path, create=True)
        reports = [report for path in paths for report in _add_one(store, path)]
        total = len(store)
    if as_json:
        print_json({"files": reports, "documents": total})
    else:
        _print_reports(reports, total)
    if any(report["error"] or _gave_nothing(report) for report in reports):
        raise typer.Exit(AT_FAULT)


def _gave_nothing(report: dict[str, Any]) -> bool:
    """Say whether every record of a file was refused."""
    taken = ("added", "changed", "unchanged", "removed", "merged", "notices")
    return bool(report["rejected"]) and not any(report[name] for name in taken)


def _absent(store: CorpusStore, document_id: str) -> str:
    """Say that there is no such document, and since when."""
    gone = store.gone(document_id)
    if gone is None:
        return f"There is no document {document_id!r} in this corpus."
    return f"The document {document_id!r} was {gone.reason} on {gone.gone_at[:10]}; its texts are kept for quotes."


def _add_one(store: CorpusStore, path: Path) -> list[dict[str, Any]]:
    """Add a file; one that cannot be read at all is reported and does not keep the others out."""
    try:
        return [_told(str(path.parent / name), report, None) for name, report in add_file(store, path)]
    except UnreadableFileError as unreadable:
        return [_told(str(path), ImportReport(), unreadable.reason)]


def _told(file: str, report: ImportReport, error: str | None) -> dict[str, Any]:
    return {
        "file": file,
        "error": error,
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": report.unchanged,
        "removed": len(report.removed),
        "merged": len(report.merged),
        "notices": report.notices,
        "retracted": report.retracted,
        "rejected": [asdict(reject) for reject in report.rejected],
    }


def _print_reports(reports: list[dict[str, Any]], documents: int) -> None:
    for report in reports:
        if report["error"]:
            say(f"{report['file']}: {report['error']}")
            continue
        out().print(
            f"{report['file']}: {report['added']} added, {report['changed']} changed, {report['unchanged']} unchanged, "
            f"{_if_any(report)}{len(report['rejected'])} rejected",
            markup=False,
        )
        if report["retracted"]:
            say(f"{report['file']}: {len(report['retracted'])} retracted: {_shortened(report['retracted'])}")
        _say_rejects(report["file"], report["rejected"])
    out().print(f"{documents} documents. Run `enthesis index build` to make them searchable.", markup=False)


def _say_rejects(file: str, rejected: list[dict[str, Any]]) -> None:
    for reject in rejected[:_REJECTS_SHOWN]:
        named = f" ({reject['identifier']})" if reject["identifier"] else ""
        say(f"{file}: {reject['position']}{named}: {reject['reason']}")
    if (more := len(rejected) - _REJECTS_SHOWN) > 0:
        say(f"{file}: and {more} more rejected. The same with --json tells of each.")


def _shortened(ids: list[str]) -> str:
    more = len(ids) - _IDS_SHOWN
    return ", ".join(ids[:_IDS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _if_any(report: dict[str, Any]) -> str:
    names = {"removed": "removed by its source", "merged": "merged into others", "notices": "of notices"}
    return "".join(f"{report[name]} {words}, " for name, words in names.items() if report[name])


@app.command("list")
def list_documents(
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="How many to pass over first.")] = 0,
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """List documents in the order of their ids.

    Example: enthesis corpus list --limit 10
    """
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path)
        found = list(store.get_all(store.ids(limit=limit, offset=offset)).values())
        total = len(store)
    if as_json:
        print_json({"total": total, "documents": [cite(document).model_dump() for document in found]})
        return
    for document in found:
        out().print(reference(cite(document)))
    say(f"{offset + 1}–{offset + len(found)} of {total}" if found else f"None of {total}")


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(help="For example PMID:35927231.", show_default=False)],
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Show a document: its citation, its text, the records that it is put together from, and its versions.

    Example: enthesis corpus show PMID:35927231
    """
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path)
        document = store.get(document_id_in(document_id))
        if document is None:
            raise NotFoundError(_absent(store, document_id_in(document_id)))
        sources = [asdict(source) for source in store.sources(document.id)]
        history = [asdict(version) for version in store.history(document.id)]
    if as_json:
        shown = {"citation": cite(document).model_dump(), "text": document.text, "sources": sources, "history": history}
        print_json(shown)
        return
    out().print(reference(cite(document)))
    out().print(f"Evidence level by the rule: {document.evidence[1]}", markup=False)
    if document.basis:
        out().print(f"A digest written by this project; read for it: {document.basis}", markup=False)
    out().print(f"\n{document.text}\n", markup=False)
    for source in sources:
        words = "{source} · {own_id} · {file}, {position} · {added_at} · gave " + ", ".join(source["fields"])
        out().print(words.format(**source), markup=False)
    for version in history:
        words = "version {number} · {added_at} · {format} · {file}, {position} · text {text_sha256}"
        out().print(words.format(**version), markup=False)


@app.command()
def stats(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Count documents by year, kind of evidence, kind of text, editorial status, source and kind of correction.

    Example: enthesis corpus stats --json
    """
    with faults_as_exit_codes():
        counted = asdict(count(CorpusStore(settings().corpus_path)))
    if as_json:
        print_json(counted)
        return
    out().print(
        f"{counted['documents']} documents, {counted['rejected_records']} records rejected so far", markup=False
    )
    for name in ("by_evidence_level", "by_text_kind", "by_editorial_status", "by_source", "by_correction", "by_year"):
        table = Table(name.removeprefix("by_").replace("_", " "), "documents", box=None)
        for key, number in counted[name].items():
            table.add_row(key, str(number))
        out().print(table)
