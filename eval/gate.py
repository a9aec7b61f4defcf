"""The figures a commit must keep: what was expected, what came, and whether it got worse.

They stand in ``eval/expected.toml``, one table a command:

    [scifact]
    command = "retrieval --dataset ../shared/data/scifact --mode hybrid --mode dense"
    fast = false                          # true: asked by `make test` too
    needs = "../shared/data/scifact"      # left out, saying so, where it is absent
    date = 2026-11-25
    corpus = "…"                          # fingerprint of the corpus it was measured over, where there is one
    [scifact.expected.hybrid]             # configuration, measure
    "nDCG@10" = { value = 0.734, tolerance = 0.01 }

The tolerance is a quarter of the width of the 95 % interval, about one standard error of the mean: on one machine the
figures come out the same to the last digit, and a processor that rounds otherwise moves them by less than that.
"""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from tomlkit.exceptions import TOMLKitError

from eval.datasets.lines import faults_of
from eval.errors import ExpectationsError, MeasuredElsewhereError
from eval.measures.calibration import MEASURES as SMALLER_IS_BETTER
from eval.output import write_text
from eval.runs import Run

Verdict = Literal["kept", "worse", "better", "missing"]

_DIGITS = 4


class Figure(BaseModel):
    """What a measure was, and by how much it may differ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    tolerance: float


class Expectation(BaseModel):
    """A command of `enthesis eval` and the figures it gave, by configuration and measure."""

    @property
    def arguments(self) -> list[str]:
        """The words of the command."""
        return shlex.split(self.command)

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: str = Field(min_length=1)
    fast: bool = False
    needs: Path | None = None
    date: datetime.date | None = None
    corpus: str | None = None
    expected: dict[str, dict[str, Figure]] = {}

    @field_validator("command")
    @classmethod
    def _can_be_split(cls, command: str) -> str:
        shlex.split(command)  # ValueError: a quotation mark that is never closed
        return command


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure beside what was expected; ``found`` is None where the run has no such figure."""

    configuration: str
    measure: str
    expected: Figure
    found: float | None

    @property
    def verdict(self) -> Verdict:
        """Whether it was kept."""
        if self.found is None:
            return "missing"
        gain = round(self.found - self.expected.value, _DIGITS)
        if self.measure in SMALLER_IS_BETTER:
            gain = -gain
        if abs(gain) <= self.expected.tolerance:
            return "kept"
        return "worse" if gain < 0 else "better"

    @property
    def holds(self) -> bool:
        """Whether a commit may leave it so: kept or better."""
        return self.verdict in {"kept", "better"}


def read_expectations(path: Path) -> dict[str, Expectation]:
    """Read the expectations, by name.

    Raises:
        ExpectationsError: the file cannot be read, or is not as above.
    """
    try:
        content = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
        return {name: Expectation.model_validate(table) for name, table in content.items()}
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ExpectationsError(path, str(error)) from error
    except ValidationError as error:
        raise ExpectationsError(path, faults_of(error)) from error


def check(expectation: Expectation, runs: Sequence[Run]) -> list[Outcome]:
    """Return every expected figure beside what ``runs`` have.

    Raises:
        MeasuredElsewhereError: they were measured over another corpus, so that nothing follows from a difference.
    """
    if expectation.expected and (over := _corpus(runs)) != expectation.corpus:
        raise MeasuredElsewhereError(expectation.command, over, expectation.corpus)
    found = {run.configuration: run.measures for run in runs}
    return [
        Outcome(configuration, measure, figure, found.get(configuration, {}).get(measure))
        for configuration, figures in expectation.expected.items()
        for measure, figure in figures.items()
    ]


def update(path: Path, measured: Mapping[str, Sequence[Run]], today: datetime.date) -> None:
    """Write what ``measured`` has, by name of the expectation, in the place of what was expected; the rest stays.

    Raises:
        ExpectationsError: the file cannot be read or written.
    """
    try:
        content = tomlkit.parse(path.read_text(encoding="utf-8"))
        for name, runs in measured.items():
            table = content[name]
            table["date"] = today
            table.pop("corpus", None)
            if over := _corpus(runs):
                table["corpus"] = over
            table["expected"] = _expected(runs)
        write_text(path, tomlkit.dumps(content))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ExpectationsError(path, str(error)) from error


def _corpus(runs: Sequence[Run]) -> str | None:
    return next((run.manifest["corpus"] for run in runs if "corpus" in run.manifest), None)


def _expected(runs: Sequence[Run]) -> tomlkit.items.Table:
    expected = tomlkit.table(is_super_table=True)
    for run in runs:
        figures = tomlkit.table()
        figures.update(dict(_figures(run)))
        figures.add(tomlkit.nl())
        expected[run.configuration] = figures
    return expected


def _figures(run: Run) -> Iterator[tuple[str, tomlkit.items.InlineTable]]:
    """Yield what is to be kept: not how much was judged, which says nothing of how good it is."""
    for measure, value in run.measures.items():
        if value is not None and measure in run.intervals and not measure.startswith("Judged"):
            low, high = run.intervals[measure]
            figure = tomlkit.inline_table()
            figure.update({"value": round(value, _DIGITS), "tolerance": round((high - low) / 4, _DIGITS)})
            yield measure, figure
