from __future__ import annotations

import json
import subprocess
import sys

import pytest

IMPORT_AND_TELL = """
import importlib, json, sys
sockets = []
sys.addaudithook(lambda event, _: sockets.append(event) if event.startswith("socket.") else None)
importlib.import_module(sys.argv[1])
print(json.dumps({"modules": list(sys.modules), "sockets": sockets}))
"""
HEAVY = {"torch", "sentence_transformers", "transformers", "matplotlib"}


@pytest.mark.parametrize(
    "name", ["corpus", "corpus.store", "index", "index.assembly", "service", "service.api", "eval", "eval.__main__"]
)
def test_importing_loads_no_encoder_draws_nothing_and_opens_no_socket(name: str) -> None:
    command = [sys.executable, "-c", IMPORT_AND_TELL, name]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert name in told["modules"]
    assert HEAVY.isdisjoint(told["modules"])
    assert told["sockets"] == []
