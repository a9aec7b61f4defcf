"""`enthesis ask`, `enthesis search` and `enthesis serve`."""

from __future__ import annotations

import logging
from typing import Annotated, Literal

import typer
import uvicorn

from index.search import Mode
from service import search as searching
from service.answering import answer
from service.api import create_app
from service.cli.answer_text import print_answer, print_results
from service.cli.filter_options import IncludeRetracted, Levels, Mesh, TextKinds, YearFrom, YearTo, filters_of
from service.cli.opening import open_all, open_the_sources
from service.cli.terminal import (
    ABSTAINED,
    JsonFlag,
    faults_as_exit_codes,
    out,
    print_json,
    settings,
)
from service.errors import InvalidRequestError
from service.wiring import choose

Question = Annotated[str, typer.Argument(help="The question, in quotes.", show_default=False)]


def ask(  # noqa: PLR0913 - the options of the command line
    question: Question,
    *,
    max_sentences: Annotated[int, typer.Option(min=1, max=20, help="The most sentences an answer may have.")] = 6,
    after: Annotated[
        list[str] | None, typer.Option(help="A question asked before, the oldest first; give it as often as you like.")
    ] = None,
    include_retracted: IncludeRetracted = False,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    evidence_level: Levels = None,
    text_kind: TextKinds = None,
    mesh: Mesh = None,
    answerer: Annotated[
        Literal["extractive", "llm"] | None,
        typer.Option(help="Sentences of the sources, or a language model.  [default: ENTHESIS_ANSWERER or extractive]"),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Answer a question from the sources, every sentence quoted, or abstain and show the nearest sources.

    Example: enthesis ask "Has umbilical cord blood been tried in psoriatic arthritis?"

    A follow-up: enthesis ask "and in mice?" --after "Have exosomes been tried in people with psoriasis?"
    """
    with faults_as_exit_codes():
        asked = _checked("question", question)
        earlier = [_checked("after", one) for one in after or []]
        filters = filters_of(
            include_retracted=include_retracted,
            year_from=year_from,
            year_to=year_to,
            evidence_level=evidence_level,
            text_kind=text_kind,
            mesh=mesh,
        )
        sources, answerers = open_all(settings())
        made = answer(
            sources,
            choose(answerers, answerer),
            asked,
            max_sentences=max_sentences,
            filters=filters,
            earlier=earlier,
        )
    if as_json:
        print_json(made)
    else:
        print_answer(out(), made, follows=bool(earlier))
    if made.abstention is not None:
        raise typer.Exit(ABSTAINED)


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
        wanted = _checked("query", query)
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
        print_results(out(), response.results)


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.  [default: ENTHESIS_HOST or 127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on.  [default: ENTHESIS_PORT or 8000]")
    ] = None,
) -> None:
    """Serve the API and the page.

    Example: enthesis serve --port 8000
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    with faults_as_exit_codes():
        given = settings()
        app = create_app(*open_all(given), given)
    # uvicorn's own access log would write query strings, and with them questions.
    uvicorn.run(app, host=host or given.host, port=given.port if port is None else port, access_log=False)


def _checked(field: str, text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise InvalidRequestError(field, "must hold a word")
    limit = settings().max_question_characters
    if len(text) > limit:
        raise InvalidRequestError(field, f"must have {limit} characters at most")
    return text.encode(errors="replace").decode()
