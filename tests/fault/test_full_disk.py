"""Wherever the disk is full, a build says so and the old generation serves on."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.fault.examples import a_corpus, a_service, build_now, documents_served, one_more
from tests.fault.processes import a_worker, build_index

ROOT = Path(__file__).parents[2]
MOUNT_AND_RUN = 'mount -t tmpfs -o size=512k tmpfs "$1" && exec "$2" -m tests.fault.tiny_disk "$1" "$3"'


def test_a_build_that_a_full_disk_stops_at_any_byte_leaves_the_old_generation_serving(tmp_path: Path) -> None:
    rng = random.Random(21)  # noqa: S311 - not for secrets
    with closing(a_corpus(tmp_path)) as store:
        build_now(store)
        one_more(store)
        sizes = [path.stat().st_size for path in (tmp_path / "index").rglob("*") if path.is_file()]
        for room in (0, 1, *(rng.randrange(max(sizes)) for _ in range(8))):
            with a_worker(build_index, tmp_path, room) as worker:
                worker.go()
                assert worker.outcome() == "IndexWriteError"
            sources = a_service(tmp_path)
            assert (documents_served(sources), sources.warning) == (20, None)
            assert not list((tmp_path / "index").rglob(".building-*"))
        build_now(store)
        assert documents_served(sources) == 21


def test_on_a_real_disk_that_is_full_the_old_generation_serves_on(tmp_path: Path) -> None:
    disk, unshare = tmp_path / "disk", shutil.which("unshare")
    disk.mkdir()
    if unshare is None:
        pytest.skip("no unshare on this machine to mount a small disk with")
    command = ["sh", "-c", MOUNT_AND_RUN, "sh", str(disk), sys.executable, str(tmp_path)]
    ran = subprocess.run(
        [unshare, "--map-root-user", "--mount", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0 and "Traceback" not in ran.stderr:
        pytest.skip(f"no small disk can be mounted here: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["with room"] == {"outcome": "done", "documents": 21, "warning": None}
    for moment in ("full", "nearly full", "half full"):
        assert told[moment]["outcome"].startswith("IndexWriteError: A new index could not be written")
        assert "No space left on device" in told[moment]["outcome"]
        assert (told[moment]["documents"], told[moment]["warning"]) == (20, None)
