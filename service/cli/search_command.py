"""`enthesis search`."""

from __future__ import annotations

from typing import Annotated

import typer

from index.search import Mode
from service import search as searching
from service.cli.asking import checked
from service.cli.filter_options import IncludeRetracted, Levels, Mesh, TextKinds, YearFrom, YearTo, filters_of
from service.cli.opening import open_the_sources
from service.cli.result_text import print_results
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, say, settings


def search(  # noqa: PLR0913 - the options of the command line
    query: Annotated[str, typer.Argument(help="What to look for, in quotes.", show_default=False)],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many results.")] = 10,
    mode: Annotated[Mode, typer.Option(help="By words and meaning, or by one of them.")] = "hybrid",
    include_retracted: IncludeRetracted = False,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    evidence_level: Levels = None,
    text_kind: TextKinds = None,
    mesh: Mesh = None,
    as_json: JsonFlag = False,
) -> None:
    """Show ranked passages with their citations.

    Example: enthesis search "exosome ointment psoriasis" -k 5
    """
    with faults_as_exit_codes():
        wanted = checked("query", query)
        filters = filters_of(
            include_retracted=include_retracted,
            year_from=year_from,
            year_to=year_to,
            evidence_level=evidence_level,
            text_kind=text_kind,
            mesh=mesh,
        )
        response = searching.search(open_the_sources(settings()), wanted, k, mode=mode, filters=filters)
    if as_json:
        print_json(response)
    else:
        print_results(out(), response.results, wanted)
        if not response.results:
            say("Nothing was found.")
