"""`enthesis corpus sync`"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated

import typer

from corpus.store import CorpusStore
from corpus.sync.caller import Caller
from corpus.sync.client import Patience
from corpus.sync.default_queries import DEFAULT_QUERIES
from corpus.sync.errors import QueryError
from corpus.sync.interfaces import Search
from corpus.sync.run import Start
from corpus.sync.run import sync as follow
from corpus.sync.saved_queries import SavedQuery, saved_queries
from corpus.sync.upstreams import SOURCES, Access, open_upstream
from service.cli.sync_report import described, iso, tell
from service.cli.terminal import (
    JsonFlag,
    faults_as_exit_codes,
    out,
    print_json,
    progress,
    say,
    settings,
)
from service.settings import Settings

# NLM dates its records by US Eastern time, Europe PMC by London's: here the day is never ahead of theirs.
_NEVER_AHEAD = timezone(timedelta(hours=-5))


class Source(StrEnum):
    """Where records come from."""

    PUBMED = "pubmed"
    EUROPEPMC = "europepmc"
    CLINICALTRIALS = "clinicaltrials"


def sync(
    name: Annotated[
        str | None, typer.Argument(help="The name of a saved query.  [default: that of its source]")
    ] = None,
    source: Annotated[Source | None, typer.Option(help="Where to ask.  [default: pubmed]")] = None,
    query: Annotated[str | None, typer.Option(help="In the language of the source; saved under the name.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Begin on this day, not at the watermark.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be asked for.")] = False,  # noqa: FBT002
    full: Annotated[bool, typer.Option("--full", help="Begin anew, with another query too.")] = False,  # noqa: FBT002
    list_all: Annotated[bool, typer.Option("--list", help="Only list the saved queries.")] = False,  # noqa: FBT002
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Take in what is new, changed or retracted since the last time; without a query, on the subject of this program.

    A record is never lost: where an answer is damaged or missing, the run fails, and the next one asks for it again.

    Example: enthesis corpus sync
    """
    with faults_as_exit_codes():
        given = settings()
        if list_all:
            _list(given, as_json=as_json)
            return
        if full and since is not None:
            raise QueryError("Give --full or --since, not both.")
        wanted = _wanted(given, name, source, query, replaces=full)
        start = Start(since.date() if since else None, full)
        if dry_run:
            _count(given, wanted, start, as_json=as_json)
            return
        with open_upstream(wanted.source, _access(given)) as upstream, progress("Records") as on_progress:
            store = CorpusStore(given.corpus_path, create=True)
            report = follow(store, upstream, wanted, _today(), start, on_progress)
    tell(report, as_json=as_json)


def _access(given: Settings) -> Access:
    key = given.ncbi_api_key
    return Access(
        {"pubmed": given.pubmed_url, "europepmc": given.europepmc_url, "clinicaltrials": given.clinicaltrials_url},
        Caller(given.contact_email, key.get_secret_value() if key else None),
        Patience(timeout_seconds=given.upstream_timeout_seconds),
        on_wait=say,
    )


def _today() -> date:
    return datetime.now(UTC).astimezone(_NEVER_AHEAD).date()


def _saved(given: Settings) -> dict[str, SavedQuery]:
    """Return the saved queries by name; there are none where there is no corpus yet, and none is made."""
    if not given.corpus_path.exists():
        return {}
    with CorpusStore(given.corpus_path).writing() as connection:
        return {saved.name: saved for saved in saved_queries(connection)}


def _wanted(
    given: Settings, name: str | None, source: Source | None, query: str | None, *, replaces: bool
) -> SavedQuery:
    """Return the query to follow: the one saved under the name, with what else is asked for in its place."""
    name = name or source or Source.PUBMED
    saved = _saved(given).get(name)
    if saved is not None and not (replaces and source):
        return SavedQuery(name, source or saved.source, saved.query if query is None else query)
    if source is None and query is None and name not in SOURCES:
        raise QueryError(f"There is no saved query {name!r}. Give --source or --query to make it, or see --list.")
    chosen = source or (name if name in SOURCES else Source.PUBMED)
    return SavedQuery(name, chosen, DEFAULT_QUERIES[chosen] if query is None else query)


def _count(given: Settings, wanted: SavedQuery, start: Start, *, as_json: bool) -> None:
    known = _saved(given).get(wanted.name, wanted)
    is_same = (known.source, known.query) == (wanted.source, wanted.query)
    since = start.day(known if is_same else wanted, _today())
    with open_upstream(wanted.source, _access(given)) as upstream:
        upstream.check(wanted.query)
        records = upstream.count(Search(wanted.query, since, _today()))
    if as_json:
        print_json({**described(wanted), "since": iso(since), "records": records})
        return
    days = f"new or changed since {since}" if since else "of all days"
    out().print(f"{wanted.name} ({wanted.source}): {records} records {days} would be asked for", markup=False)


def _list(given: Settings, *, as_json: bool) -> None:
    rows = [
        {**described(saved), "watermark": iso(saved.watermark), "interrupted": saved.unfinished is not None}
        for saved in _saved(given).values()
    ]
    if as_json:
        print_json({"queries": rows})
        return
    for row in rows:
        state = "  interrupted: the next run goes on where it stopped" if row["interrupted"] else ""
        out().print(
            f"{row['name']}  {row['source']}  until {row['watermark'] or '–'}{state}\n  {row['query']}",
            markup=False,
            soft_wrap=True,
        )
    if not rows:
        say("No saved query yet. `enthesis corpus sync` makes the first.")
