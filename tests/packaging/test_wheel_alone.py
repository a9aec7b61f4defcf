"""The wheel without the checkout: what the packages need beside their code is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from eval.runs import to_json
from tests.run_examples import an_answers_run

LOAD_ALL_DATA = """
import json, sys
from pathlib import Path
import corpus, eval, index, service
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore
from service.page import PAGE_DIRECTORY
from service.wiring import add_file

store = CorpusStore(Path(sys.argv[1]) / "corpus.sqlite", create=True)
((_, report),) = add_file(store, STARTER_CORPUS)
print(json.dumps({
    "packages": [package.__file__ for package in (corpus, index, service, eval)],
    "added": len(report.added),
    "rejected": len(report.rejected),
    "faults": store.verify(),
    "page": sorted(path.name for path in PAGE_DIRECTORY.iterdir()),
}))
"""
ANSWER_ONE_QUESTION = """
import json, sys
from pathlib import Path
import corpus
from corpus.files import open_records
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore
from index.build import build
from index.generations import Generations
from service.answering import answer
from service.settings import Settings
from service.wiring import make_answerer, open_embedder, open_sources

settings = Settings(data_dir=Path(sys.argv[1]))
store = CorpusStore(settings.corpus_path, create=True)
with open_records(STARTER_CORPUS) as (format_name, records):
    some = [record for record in records if "cord" in record.document.title]
store.add(some, file="some", format_name=format_name)
embedder = open_embedder(settings, lambda _: None)
build(store, Generations(settings.index_directory), embedder)
made = answer(open_sources(settings, embedder), make_answerer(), sys.argv[2])
texts = [
    (quote.quote, store.text(quote.document_id, quote.text_sha256)[quote.start:quote.end])
    for sentence in made.sentences for quote in sentence.quotes
]
print(json.dumps({
    "packages": [corpus.__file__], "status": made.status, "cited": [one.title for one in made.citations],
    "quotes": texts,
}))
"""
PAGE_FILES = {"index.html", "page.css", "page.js"}
STARTER_DOCUMENTS = 200


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("unpacked")
    with ZipFile(wheel) as archive:
        archive.extractall(directory)
    return directory


def run(unpacked: Path, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the wheel's packages and not the checkout's, from a directory that holds neither."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ENTHESIS_", "PYTHON"))}  # noqa: TID251 - the child's
    environment |= {"PYTHONPATH": str(unpacked), "ENTHESIS_DATA_DIR": str(tmp_path / "data")}
    return subprocess.run(
        [sys.executable, "-P", *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )


def told(unpacked: Path, tmp_path: Path, script: str, *arguments: str) -> dict[str, Any]:
    """Return what ``script`` prints, having made sure that it ran on the wheel's packages."""
    ran = run(unpacked, tmp_path, "-c", script, str(tmp_path), *arguments)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    assert all(Path(file).is_relative_to(unpacked) for file in found["packages"])
    return found


def test_the_starter_corpus_the_schema_and_the_page_come_with_it(unpacked: Path, tmp_path: Path) -> None:
    found = told(unpacked, tmp_path, LOAD_ALL_DATA)
    assert found["added"] > STARTER_DOCUMENTS
    assert (found["rejected"], found["faults"]) == (0, [])
    assert set(found["page"]) >= PAGE_FILES


def test_the_whole_command_is_in_it(unpacked: Path, tmp_path: Path) -> None:
    ran = run(unpacked, tmp_path, "-m", "eval", "corpus", "add", "--starter", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["documents"] > STARTER_DOCUMENTS


def test_a_report_is_made_of_what_is_in_it(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "runs.json").write_text(json.dumps(to_json([an_answers_run()])), encoding="utf-8")
    ran = run(unpacked, tmp_path, "-m", "eval", "eval", "report", "runs.json")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "reports/evaluation.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.model
def test_it_answers_in_quotes_of_its_starter_corpus(unpacked: Path, tmp_path: Path) -> None:
    question = "Has umbilical cord blood been tried in psoriatic arthritis?"
    found = told(unpacked, tmp_path, ANSWER_ONE_QUESTION, question)
    assert found["status"] == "answered"
    assert "Umbilical cord blood stem cell treatment for a patient with psoriatic arthritis" in found["cited"]
    assert found["quotes"]
    assert all(quote == text for quote, text in found["quotes"])
