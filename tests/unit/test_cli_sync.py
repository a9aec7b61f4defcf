from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from corpus.sync.default_queries import DEFAULT_QUERIES
from corpus.sync.esearch import read_search
from corpus.sync.queries import check_brackets
from corpus.sync.saved_queries import SavedQuery, save
from tests.unit.commands import AT_FAULT, DONE, USAGE, Run, as_json
from tests.upstreams.faults import Mishaps, send
from tests.upstreams.records import first_records, later_records
from tests.upstreams.server import ReplayServer

UPSTREAM_AT_FAULT = 5
KEY = "made-up-key-0123456789"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    with ReplayServer(first_records()) as running:
        for name in ("PUBMED", "EUROPEPMC", "CLINICALTRIALS"):
            monkeypatch.setenv(f"ENTHESIS_{name}_URL", running.url)
        monkeypatch.setenv("NCBI_API_KEY", KEY)
        monkeypatch.setenv("ENTHESIS_CONTACT_EMAIL", "somebody@example.org")
        yield running


def broken(server: ReplayServer) -> None:
    server.mishaps = Mishaps(lambda handler, _: send(handler, b"", status=403), times=None)


def today() -> str:
    return (datetime.now(UTC) - timedelta(hours=5)).date().isoformat()


def test_without_a_word_the_default_query_is_followed_at_pubmed(run: Run, server: ReplayServer) -> None:
    result = run("corpus", "sync")
    assert result.exit_code == DONE
    assert result.stdout.splitlines() == [
        "pubmed: 6 added, 0 changed, 0 of these retracted, 0 unchanged, 1 rejected",
        f"The watermark stands at {today()}.",
        "Run `enthesis index build` to make it searchable.",
    ]
    assert "(PMID:106): no title" in result.stderr
    assert server.asked[0].fields["term"] == DEFAULT_QUERIES["pubmed"]
    assert {asked.fields["api_key"] for asked in server.asked} == {KEY}


def test_the_same_is_told_as_one_object(run: Run, server: ReplayServer) -> None:
    run("corpus", "sync")
    server.records = later_records()
    told = as_json(run("corpus", "sync", "--since", "2026-01-01", "--json"))
    assert told == {
        "name": "pubmed",
        "source": "pubmed",
        "query": DEFAULT_QUERIES["pubmed"],
        "since": "2026-01-01",
        "added": 3,
        "changed": 2,
        "retracted": 1,
        "unchanged": 0,
        "rejected": [],
        "notes": [],
        "watermark": today(),
        "fault": None,
    }


@pytest.mark.parametrize("source", ["europepmc", "clinicaltrials"])
def test_the_others_have_a_query_of_their_own_and_give_it_their_name(
    run: Run, server: ReplayServer, source: str
) -> None:
    assert run("corpus", "sync", "--source", source).exit_code == DONE
    assert DEFAULT_QUERIES[source] in server.asked[0].fields.values()
    listed = as_json(run("corpus", "sync", "--list", "--json"))
    assert [row["name"] for row in listed["queries"]] == [source]
    assert as_json(run("corpus", "sync", source, "--json"))["source"] == source


def test_a_query_is_saved_under_its_name_and_followed_by_it(run: Run, server: ReplayServer) -> None:
    run("corpus", "sync", "cells", "--query", "psoriasis AND cells")
    told = as_json(run("corpus", "sync", "cells", "--json"))
    assert (told["query"], told["source"]) == ("psoriasis AND cells", "pubmed")
    assert "psoriasis AND cells" in server.asked[-1].fields["term"]


def test_another_query_under_a_name_is_refused_unless_it_begins_anew(run: Run, server: ReplayServer) -> None:
    run("corpus", "sync", "cells", "--query", "psoriasis AND cells")
    asked = len(server.asked)
    for other in (("--query", "psoriasis"), ("--source", "europepmc")):
        result = run("corpus", "sync", "cells", *other)
        assert result.exit_code == USAGE
        assert "--full" in result.stderr
    assert len(server.asked) == asked
    assert as_json(run("corpus", "sync", "cells", "--query", "psoriasis", "--full", "--json"))["query"] == "psoriasis"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "no saved query 'nobody'"),
        (("--full", "--since", "2026-01-01"), "not both"),
        (("--query", "(psoriasis"), "without its counterpart"),
        (("--query", ""), "empty"),
        (("--since", "yesterday"), "yesterday"),
        (("--source", "scholar"), "scholar"),
    ],
)
def test_what_cannot_be_done_is_said_before_anybody_is_asked(
    run: Run, server: ReplayServer, arguments: tuple[str, ...], said: str
) -> None:
    result = run("corpus", "sync", *arguments)
    assert result.exit_code == USAGE
    assert said in result.stderr
    assert server.asked == []


def test_a_dry_run_counts_and_changes_nothing(run: Run, server: ReplayServer, tmp_path: Path) -> None:
    result = run("corpus", "sync", "--dry-run")
    assert result.stdout == "pubmed (pubmed): 7 records of all days would be asked for\n"
    assert list(tmp_path.iterdir()) == []
    run("corpus", "sync")
    server.records = later_records()
    told = as_json(run("corpus", "sync", "--dry-run", "--since", "2026-01-01", "--json"))
    assert (told["since"], told["records"]) == ("2026-01-01", 5)
    assert "0 records new or changed since" in run("corpus", "sync", "--dry-run").stdout


def test_a_fault_of_the_upstream_is_told_and_has_a_code_of_its_own(run: Run, server: ReplayServer) -> None:
    broken(server)
    result = run("corpus", "sync")
    assert result.exit_code == UPSTREAM_AT_FAULT
    assert "pubmed: it refused the request with status 403." in result.stderr
    assert "The watermark is not set" in result.stderr
    assert KEY not in result.output
    assert "somebody@example.org" not in result.output
    assert as_json(run("corpus", "sync", "--json"), UPSTREAM_AT_FAULT)["fault"]
    assert run("corpus", "sync", "--dry-run").exit_code == UPSTREAM_AT_FAULT


def test_an_interrupted_query_is_listed_as_one(run: Run, server: ReplayServer) -> None:
    broken(server)
    run("corpus", "sync")
    assert "pubmed  pubmed  until –  interrupted" in run("corpus", "sync", "--list").stdout


def test_no_query_is_no_fault(run: Run) -> None:
    assert as_json(run("corpus", "sync", "--list", "--json")) == {"queries": []}
    assert "No saved query yet" in run("corpus", "sync", "--list").stderr


def test_a_damaged_corpus_has_the_code_of_one(run: Run, server: ReplayServer, tmp_path: Path) -> None:
    (tmp_path / "corpus.sqlite").write_bytes(b"no database" * 100)
    assert run("corpus", "sync").exit_code == AT_FAULT
    assert server.asked == []


def test_a_watermark_in_the_future_is_told_by_a_dry_run_too(run: Run, server: ReplayServer, tmp_path: Path) -> None:
    store = CorpusStore(tmp_path / "corpus.sqlite", create=True)
    day = datetime.now(UTC).date() + timedelta(days=9)
    with store.writing() as connection:
        save(connection, SavedQuery("pubmed", "pubmed", DEFAULT_QUERIES["pubmed"], day))
    store.close()
    assert run("corpus", "sync", "--dry-run").exit_code == USAGE
    assert server.asked == []


@pytest.mark.parametrize("query", DEFAULT_QUERIES.values(), ids=DEFAULT_QUERIES)
def test_a_default_query_asks_for_the_disease_and_the_cells_and_stays_together(query: str) -> None:
    check_brackets(query)
    assert "psoria" in query
    assert "stem cell" in query
    assert json.loads(json.dumps(query)) == query


def test_pubmed_is_asked_by_headings_that_there_are() -> None:
    headings = [part.split('"')[1] for part in DEFAULT_QUERIES["pubmed"].split(" OR ") if "[Mesh]" in part]
    assert headings == [
        "Arthritis, Psoriatic",
        "Psoriasis",
        "Mesenchymal Stem Cells",
        "Mesenchymal Stem Cell Transplantation",
        "Hematopoietic Stem Cell Transplantation",
        "Stem Cell Transplantation",
        "Stromal Cells",
        "Bone Marrow Transplantation",
        "Extracellular Vesicles",
    ]


def test_an_empty_answer_to_a_search_says_so() -> None:
    empty = b"<eSearchResult><Count>0</Count><IdList/></eSearchResult>"
    assert read_search(empty, 10).count == 0
