"""Every block of the README and of docs/ is run as it stands, or says why not."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest

from corpus.export import WRITERS
from tests.documented import PAGES, ROOT, SHELLS, Block, blocks
from tests.examples import CORD, ETANERCEPT, FAT
from tests.generated_pubmed import Inventor, Wanted, write_file
from tests.servers import Server, environment
from tests.unit.test_retraction_watch import table
from tests.upstreams.records import first_records
from tests.upstreams.server import ReplayServer

pytestmark = [pytest.mark.model, pytest.mark.skipif(not PAGES, reason="the sources are not beside the tests")]

LANGUAGES = SHELLS | {"python", "json"}
RUN = [block for block in blocks() if block.language in LANGUAGES and block.not_run is None]
SHOWN_ADDRESS = re.compile(r"\b127\.0\.0\.1:8000\b")


@dataclass(frozen=True)
class Desk:
    """A folder with a copy of the starter corpus, files to read, and the commands, beside a server."""

    folder: Path
    variables: dict[str, str]
    server: Server

    def here(self, text: str) -> str:
        return SHOWN_ADDRESS.sub(self.server.address.removeprefix("http://"), text)

    def run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command, cwd=self.folder, env=self.variables, capture_output=True, text=True, timeout=120, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def upstreams() -> Iterator[dict[str, str]]:
    with ReplayServer(first_records()) as running:
        yield {f"ENTHESIS_{name}_URL": running.url for name in ("PUBMED", "EUROPEPMC", "CLINICALTRIALS")}


@pytest.fixture(scope="module")
def desk_of(
    tmp_path_factory: pytest.TempPathFactory, served: Server, upstreams: dict[str, str]
) -> Callable[[str], Desk]:
    """One for each page: its blocks follow on each other."""

    @cache
    def make(page: str) -> Desk:
        return a_desk(tmp_path_factory.mktemp(Path(page).stem), served, upstreams)

    return make


def a_desk(folder: Path, served: Server, upstreams: dict[str, str]) -> Desk:
    data_dir, programs = folder / "data", folder / "bin"
    shutil.copytree(served.data_dir, data_dir)
    # A corpus of one's own needs no second export of the same encoder.
    shutil.copytree(data_dir / "encoders", folder / "mine" / "encoders")
    lay_out(folder)
    programs.mkdir()
    for name in ("enthesis", "make"):
        (programs / name).write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m tests.end_to_end.documented_commands {name}'
            ' "$ENTHESIS_DATA_DIR" "$@"\n'
        )
        (programs / name).chmod(0o755)
    variables = environment(data_dir) | upstreams
    path = f"{programs}:{os.environ['PATH']}"  # noqa: TID251 - the child's
    return Desk(folder, variables | {"PATH": path, "PYTHONPATH": str(ROOT)}, served)


def lay_out(folder: Path) -> None:
    """Put down the files that the pages speak of."""
    ris, nbib = ("".join(WRITERS[name].write([document])) for name, document in (("ris", FAT), ("nbib", CORD)))
    (folder / "library.ris").write_text(ris, encoding="utf-8")
    (folder / "export.nbib").write_text(nbib, encoding="utf-8")
    for name in ("articles.zip", "more.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("one.ris", "".join(WRITERS["ris"].write([ETANERCEPT])))
    (folder / "retraction_watch.csv").write_bytes(table())
    article = Inventor().article(1, Wanted(title="Psoriasis and stem cells", year=2019))
    for name, number in (("baseline", 1), ("updatefiles", 2)):
        (folder / name).mkdir()
        write_file(folder / name / f"pubmed26n000{number}.xml.gz", (article,))
    shutil.copy(folder / "baseline" / "pubmed26n0001.xml.gz", folder)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("block", RUN, ids=[one.name for one in RUN])
def test_a_block_does_what_it_says(desk_of: Callable[[str], Desk], block: Block) -> None:
    desk = desk_of(block.page)
    if block.language in SHELLS:
        for command, shown in block.steps():
            told = desk.run(["bash", "-euo", "pipefail", "-c", desk.here(command)])
            assert in_one_line(shown) in {"", in_one_line(told)}
    elif block.language == "python":
        desk.run([sys.executable, "-c", desk.here(block.text)])
    else:
        for address in re.findall(r'"(http://[^"]+)"', desk.here(json.dumps(json.loads(block.text)))):
            assert httpx.get(address, trust_env=False).status_code != 404


def test_every_block_is_run_or_says_why_not() -> None:
    assert RUN
    unknown = [one.name for one in blocks() if one.language and one.language not in LANGUAGES and not one.not_run]
    assert unknown == []
