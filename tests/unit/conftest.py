"""The command line on a data directory of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli.app import make_app
from tests.examples import some_sources
from tests.fakes import HashingEmbedder
from tests.unit.commands import Run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on ``tmp_path`` as its data directory, with an encoder of no weights."""
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    for module in ("opening", "index_commands"):
        monkeypatch.setattr(f"service.cli.{module}.open_embedder", lambda *_: HashingEmbedder())
    return lambda *arguments, stdin=None: CliRunner().invoke(make_app(), list(map(str, arguments)), input=stdin)


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    """The data directory with a corpus and its index."""
    some_sources(tmp_path).store.close()
    return tmp_path
