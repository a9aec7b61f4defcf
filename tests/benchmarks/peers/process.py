"""An engine in a process of its own, so that its memory and threads are its own.

Run as a module, this is that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.datasets.beir import read_dataset
from tests.benchmarks.peers.engines import CANDIDATES
from tests.benchmarks.peers.measuring import measure_engine
from tests.benchmarks.peers.sampling import sample

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "false",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
}


class EngineFailedError(Exception):
    """An engine's process ended without figures; what it said is on stderr."""


def measure_in_process(engine: str, dataset: Path, documents: int | None) -> dict[str, Any]:
    """Return the `Measurement` of ``engine`` on the data set in this folder (or on so many documents) as JSON has it.

    Raises:
        EngineFailedError: the process failed.
    """
    with tempfile.TemporaryDirectory() as directory:
        result = Path(directory) / "measurement.json"  # not stdout: libraries print to it
        command = [sys.executable, "-m", __name__, engine, str(dataset), str(documents or ""), str(result)]
        environment = {**os.environ, **_OFFLINE}  # noqa: TID251 - the child's
        ended = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        if ended.returncode:
            raise EngineFailedError(f"its process ended with {ended.returncode}")
        measurement: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return measurement


def main(engine: str, dataset: str, documents: str, result: str) -> None:
    """Measure here and write the figures to the file ``result``."""
    read = sample(read_dataset(Path(dataset)), int(documents) if documents else None)
    measurement = measure_engine(engine, CANDIDATES[engine], read)
    Path(result).write_text(json.dumps(asdict(measurement)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
