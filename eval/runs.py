"""A run: what was measured, on what, with each question's own figures. One shape for every kind, on disk as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.datasets.lines import faults_of, read_content
from eval.errors import RunsError
from eval.significance import Interval

Measures = dict[str, float | None]

AS_ASKED = "as asked"
"""How the configuration of a run ends, after a comma, whose questions were asked in other ways too."""


class Run(BaseModel):
    """One configuration measured on one set.

    ``name`` says on what ("scifact test"), ``configuration`` how ("hybrid"). ``measures`` are in [0, 1] and None where
    no question speaks of them; ``intervals`` are 95 % bootstrap intervals; ``per_question`` leads from a question's id
    to its own value of every measure that is a mean over questions, None where it says nothing about that one.
    ``counts`` are of what was measured on. ``curves`` are points to draw, by name. ``questions`` tell of each question
    what was asked, said and missed, with its figures; a run of retrieval has none. ``manifest`` names all that the
    figures depend on; ``timings`` what differs from run to run all the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["retrieval", "answers"]
    name: str
    configuration: str
    measures: Measures
    intervals: dict[str, Interval]
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()
    per_question: dict[str, Measures]
    curves: dict[str, list[dict[str, float]]] = {}
    questions: list[dict[str, Any]] = []
    manifest: dict[str, Any] = {}
    timings: dict[str, float] = {}

    @property
    def title(self) -> str:
        """What was measured and how, in a few words."""
        return f"{self.name}, {self.configuration}"


class _Runs(BaseModel):
    runs: list[Run]


def to_json(runs: Sequence[Run]) -> dict[str, Any]:
    """Return one run as it is, several as ``{"runs": [...]}``."""
    plain = [run.model_dump(mode="json") for run in runs]
    return plain[0] if len(plain) == 1 else {"runs": plain}


def read_runs(path: Path) -> list[Run]:
    """Read a file that `to_json` made, gzipped or not.

    Raises:
        RunsError: it cannot be read, or is no such file.
    """
    try:
        content = json.loads(read_content(path, RunsError))
        if isinstance(content, dict) and "runs" in content:
            return _Runs.model_validate(content).runs
        return [Run.model_validate(content)]
    except ValidationError as error:
        raise RunsError(path, faults_of(error)) from error
    except ValueError as error:
        raise RunsError(path, f"is no JSON ({error})") from error
