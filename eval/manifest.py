"""What the figures of a run depend on, so that the same again gives the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import corpus
import eval as evaluation
import index
import service
from eval import significance
from eval.machine import describe_machine
from index.checksums import sha256_of_file
from service.version import VERSION

_PACKAGES = (corpus, index, service, evaluation)


def describe_run(asked: Mapping[str, Any], files: Mapping[str, Path], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of a run: nothing in it differs between two runs of the same on one machine.

    Args:
        asked: what the command was told, outputs left out.
        files: what was read, by role; their SHA-256 are taken.
        parts: encoder, index, corpus: names and fingerprints of what did the work.
    """
    return {
        "asked": dict(asked),
        "files": {role: {"name": path.name, "sha256": sha256_of_file(path)} for role, path in files.items()},
        **parts,
        "enthesis": VERSION,
        "code": code_fingerprint(),
        "seed": significance.SEED,
        "resamples": significance.RESAMPLES,
        "machine": describe_machine(),
    }


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return a hash of our own sources, 16 hexadecimal digits: it tells two states of the code apart without git."""
    digest = hashlib.sha256()
    for name, path in sorted(_sources()):
        digest.update(f"{name}\0{path.read_text(encoding='utf-8')}\0".encode())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[tuple[str, Path]]:
    for package in _PACKAGES:
        folder = Path(package.__path__[0])
        for path in folder.rglob("*.py"):
            yield f"{package.__name__}/{path.relative_to(folder).as_posix()}", path
