"""A fresh data directory, a real server with the real encoder, and the commands beside it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.servers import Server, environment, serving

pytestmark = pytest.mark.model

FIRST_START_SECONDS = 400
LATER_START_SECONDS = 60

CORD_QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
CORD_REPORT = "DOI:10.4252/wjsc.v9.i12.235"
OFF_TOPIC_QUESTION = "Which telescope photographed the most distant galaxies?"
REVIEWERS_QUESTIONS = [
    "What is psoriatic arthritis and why do its treatments sometimes fail?",
    "Where do mesenchymal stem cells for therapy come from?",
    "How could they calm the immune system in psoriatic disease?",
    "Have studies in people shown less joint inflammation or clearer skin?",
    "What is unsettled about dose and cell source?",
    "What harms and immune reactions have been reported?",
    "How are these therapies regulated?",
    "Have stem cells been combined with biologic drugs, and can treatment be tailored to a person's immune profile?",
]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def server(directory: Path) -> Iterator[Server]:
    with serving(directory / "data", directory / "first.log") as started:
        started.until_ready(FIRST_START_SECONDS)
        yield started


def quotes_of(answer: Any) -> list[Any]:
    assert all(sentence["quotes"] for sentence in answer["sentences"])
    return [quoted for sentence in answer["sentences"] for quoted in sentence["quotes"]]


def assert_answered_in_quotes(server: Server, answer: Any) -> None:
    assert answer["status"] == "answered"
    quotes = quotes_of(answer)
    assert quotes
    for quoted in quotes:
        text = server.text(quoted["document_id"], quoted["text_sha256"])
        assert text[quoted["start"] : quoted["end"]] == quoted["quote"]
    cited = {citation["number"]: citation["document_id"] for citation in answer["citations"]}
    assert {(quoted["number"], quoted["document_id"]) for quoted in quotes} == set(cited.items())
    verified = server.http.post("/v1/verify", json={"quotes": quotes}).json()
    assert [verdict["status"] for verdict in verified["verdicts"]] == ["valid"] * len(quotes)
    assert verified["valid"]


def test_the_first_start_loads_the_starter_corpus_and_says_so(server: Server) -> None:
    assert "loading the starter corpus" in server.log()
    info = server.http.get("/info").json()
    assert info["documents"] == info["index"]["documents"] > 200
    assert not info["stale"]


def test_the_cord_blood_question_is_answered_from_the_case_report(server: Server) -> None:
    answer = server.answer(CORD_QUESTION)
    assert_answered_in_quotes(server, answer)
    assert answer["citations"][0]["document_id"] == CORD_REPORT
    assert answer["citations"][0]["evidence_level"] == "case_report"


@pytest.mark.parametrize("question", REVIEWERS_QUESTIONS)
def test_what_reviewers_ask_is_answered_in_quotes(server: Server, question: str) -> None:
    assert_answered_in_quotes(server, server.answer(question))


def test_a_question_off_the_topic_is_not_answered(server: Server) -> None:
    answer = server.answer(OFF_TOPIC_QUESTION)
    assert (answer["status"], answer["answer"], answer["sentences"]) == ("abstained", None, [])
    assert answer["abstention"]["reason"] in {"out_of_scope", "no_relevant_source"}


def test_a_forged_quote_is_found_out(server: Server) -> None:
    (quoted, *_) = quotes_of(server.answer(CORD_QUESTION))
    verified = server.http.post("/v1/verify", json={"quotes": [quoted | {"quote": f"{quoted['quote']} Always."}]})
    assert [verdict["status"] for verdict in verified.json()["verdicts"]] == ["mismatch"]


def test_the_page_is_served(server: Server) -> None:
    page = server.http.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


def test_no_question_is_logged(server: Server) -> None:
    server.answer(CORD_QUESTION)
    server.http.get("/v1/search", params={"q": OFF_TOPIC_QUESTION})
    server.http.post("/v1/answer", json={"question": CORD_QUESTION, "k": -1})
    log = server.log()
    assert "/v1/search 200" in log
    assert "/v1/answer 422" in log
    for word in ("umbilical", "telescope", "galaxies"):
        assert word not in log.lower()


def test_a_later_start_builds_nothing_and_ends_cleanly_when_told(server: Server, directory: Path) -> None:
    assert server.process.poll() is None
    before = files_of(directory / "data" / "index")
    with serving(directory / "data", directory / "later.log") as later:
        later.until_ready(LATER_START_SECONDS)
        assert later.answer(CORD_QUESTION)["citations"][0]["document_id"] == CORD_REPORT
        later.process.send_signal(signal.SIGTERM)
        assert later.process.wait(30) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert files_of(directory / "data" / "index") == before
    log = later.log()
    assert "Application shutdown complete" in log
    for words in ("loading the starter corpus", "Building the index", "Traceback", "umbilical"):
        assert words not in log


def files_of(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def enthesis(directory: Path, arguments: list[str]) -> tuple[int, Any]:
    """Run a command on the server's data; return its exit code and what it printed as JSON."""
    command = [sys.executable, "-m", "eval", *arguments]
    data = environment(directory / "data")
    ran = subprocess.run(command, env=data, cwd=directory, capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    return ran.returncode, json.loads(ran.stdout)


Ran = dict[str, tuple[int, Any]]

COMMANDS = {
    "ask": ["ask", CORD_QUESTION, "--json"],
    "ask off the topic": ["ask", OFF_TOPIC_QUESTION, "--json"],
    "search": ["search", CORD_QUESTION, "-k", "3", "--json"],
    "eval answers": ["eval", "answers", "--questions", "questions.jsonl", "--json", "-"],
    "index verify": ["index", "verify", "--json"],
    "index info": ["index", "info", "--json"],
    "corpus verify": ["corpus", "verify", "--json"],
    "corpus stats": ["corpus", "stats", "--json"],
}
QUESTIONS = [
    {"id": "cord", "question": CORD_QUESTION, "gold": [CORD_REPORT], "answer_facts": ["cord blood"]},
    {"id": "harms", "question": REVIEWERS_QUESTIONS[5], "gold": ["PMID:34618037"]},
    {"id": "off", "question": OFF_TOPIC_QUESTION, "gold": []},
]


@pytest.fixture(scope="module")
def ran(server: Server, directory: Path) -> Ran:
    """Every command beside the running server, two at a time: most of their time goes into loading the encoder."""
    assert server.process.poll() is None
    file = directory / "questions.jsonl"
    file.write_text("".join(json.dumps(question) + "\n" for question in QUESTIONS), encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        outcomes = pool.map(lambda arguments: enthesis(directory, arguments), COMMANDS.values())
        return dict(zip(COMMANDS, outcomes, strict=True))


def test_ask_answers_as_the_server_does(ran: Ran) -> None:
    code, answer = ran["ask"]
    assert code == 0
    assert answer["citations"][0]["document_id"] == CORD_REPORT


def test_ask_without_an_answer_has_its_own_exit_code(ran: Ran) -> None:
    code, answer = ran["ask off the topic"]
    assert code == 3
    assert answer["status"] == "abstained"


def test_search_finds_the_case_report(ran: Ran) -> None:
    code, found = ran["search"]
    assert code == 0
    assert [result["rank"] for result in found["results"]] == [1, 2, 3]
    assert CORD_REPORT in {result["citation"]["document_id"] for result in found["results"]}


def test_corpus_and_index_are_counted_and_found_whole(server: Server, ran: Ran) -> None:
    served = server.http.get("/info").json()
    (_, stats), (_, info) = ran["corpus stats"], ran["index info"]
    assert stats["documents"] == served["documents"]
    assert (info["fingerprint"], info["stale"]) == (served["index"]["fingerprint"], False)
    for command in ("corpus verify", "index verify"):
        assert ran[command][1]["faults"] == []
    assert {ran[command][0] for command in COMMANDS if command.startswith(("corpus", "index"))} == {0}


def test_answers_to_a_file_of_questions_are_measured(ran: Ran) -> None:
    code, run = ran["eval answers"]
    assert code == 0
    assert run["measures"]["quote_validity"] == 1
    assert run["measures"]["abstention_f1"] == 1
    assert run["questions"][0]["document_rr"] == 1
    assert [row["answered"] for row in run["questions"]] == [True, True, False]
