"""Retrieval measured on a data set: configurations of ours, and runs of anybody's, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ir_measures import Measure

from eval.dataset_search import DEPTH, Bar, Found, WordsOnly, search_dataset, silently
from eval.datasets.dataset import Dataset, stem_of
from eval.datasets.trec import Rankings, check_destination, read_run, write_run
from eval.errors import ConfigurationError, RunFileError
from eval.manifest import describe_run
from eval.measures.ranking import DEFAULT_MEASURES, check_measures, deepest, measure
from eval.runs import Run
from index.interfaces import Embedder
from index.search import Mode


@dataclass(frozen=True, slots=True)
class Configurations:
    """What is set side by side: every mode with every encoder, and TREC runs by whomever.

    A configuration is called after its mode, where there are several encoders after both, and a run after its file.
    Words alone know no encoder: they are searched once.
    """

    modes: Sequence[Mode] = ()
    embedders: Sequence[Embedder] = ()
    run_files: Sequence[Path] = ()

    def searches(self) -> Iterator[tuple[Embedder, dict[Mode, str]]]:
        """Yield each encoder with the modes to search in, and what these are called."""
        for number, embedder in enumerate(self.embedders or [WordsOnly()]):
            wanted = [mode for mode in self.modes if mode != "lexical" or number == 0]
            if wanted:
                yield embedder, {mode: self._name(mode, embedder) for mode in wanted}

    def searched(self) -> list[str]:
        """Return what the configurations that are searched are called."""
        return [name for _, names in self.searches() for name in names.values()]

    def check(self) -> None:
        """Return when all have names of their own.

        Raises:
            ConfigurationError: two have not.
        """
        names = self.searched() + [stem_of(path) for path in self.run_files]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ConfigurationError(f"Two configurations are called {', '.join(twice)}: rename a file or a folder.")

    def _name(self, mode: Mode, embedder: Embedder) -> str:
        return mode if mode == "lexical" or len(self.embedders) == 1 else f"{mode} {embedder.name}"


def evaluate_retrieval(
    dataset: Dataset,
    configurations: Configurations,
    measures: Sequence[Measure] = DEFAULT_MEASURES,
    *,
    run_out: Path | None = None,
    kept: Path | None = None,
    bar: Bar = silently,
) -> list[Run]:
    """Measure all configurations by ``measures``; where none is searched, nothing is indexed.

    Vectors are kept under ``kept`` (see `eval.dataset_search`). Where one configuration is searched, what it found is
    written to ``run_out`` when that is given.

    Raises:
        ConfigurationError: two configurations have one name, or there is not one to write.
        MeasureError: a measure cannot be counted on these judgements.
        RunFileError: a run cannot be read, or the one to write cannot be written. All these are found out before
            anything is encoded, as far as that goes.
        IndexBusyError, IndexWriteError: see `search_dataset`.
    """
    configurations.check()
    check_measures(measures, dataset.judgements)
    if run_out:
        _check_run_out(run_out, configurations, dataset)
    theirs = [_found_by_others(path, dataset) for path in configurations.run_files]
    depth = max(DEPTH, deepest(measures))
    ours = [
        replace(found, configuration=names[mode])
        for embedder, names in configurations.searches()
        for mode, found in search_dataset(dataset, embedder, list(names), depth=depth, kept=kept, bar=bar).items()
    ]
    if run_out:
        write_run(run_out, ours[0].rankings, f"enthesis-{'-'.join(ours[0].configuration.split())}")
    asked = _asked(dataset, configurations, measures, depth)
    return [report_on(dataset, found, measures, asked) for found in (*ours, *theirs)]


def report_on(
    dataset: Dataset,
    found: Found,
    measures: Sequence[Measure] = DEFAULT_MEASURES,
    asked: Mapping[str, Any] | None = None,
) -> Run:
    """Return what was ``found`` measured against the judgements of ``dataset``; ``asked`` is for the manifest."""
    measured = measure(dataset.judgements, found.orders, measures)
    return Run(
        kind="retrieval",
        name=f"{dataset.name} {dataset.split}",
        configuration=found.configuration,
        measures=dict(measured.means),
        intervals=measured.intervals,
        counts={"documents": dataset.size, "queries": len(dataset.queries)},
        warnings=(*dataset.warnings, *found.warnings),
        per_question={query: dict(values) for query, values in measured.per_query.items()},
        manifest=describe_run(asked or {}, dataset.files | found.files, dataset.fingerprints | found.parts),
        timings=found.timings,
    )


def _asked(dataset: Dataset, configurations: Configurations, measures: Sequence[Measure], depth: int) -> dict[str, Any]:
    return {
        "set": dataset.name,
        "split": dataset.split,
        "modes": list(configurations.modes),
        "encoders": [embedder.name for embedder in configurations.embedders],
        "runs": [path.name for path in configurations.run_files],
        "measures": [str(one) for one in measures],
        "depth": depth,
    }


def _check_run_out(path: Path, configurations: Configurations, dataset: Dataset) -> None:
    names = configurations.searched()
    if len(names) != 1:
        told = f"here are {len(names)} ({', '.join(names)})" if names else "here is none"
        raise ConfigurationError(f"{path} takes the rankings of one mode with one encoder, and {told}.")
    check_destination(path, [*dataset.queries, *dataset.source_ids.values()])


def _found_by_others(path: Path, dataset: Dataset) -> Found:
    """Return a run that somebody made on the data set.

    Raises:
        RunFileError: it cannot be read, or none of its queries is judged.
    """
    rankings = read_run(path)
    if not rankings.keys() & dataset.judgements.keys():
        raise RunFileError(path, f"none of its {len(rankings)} queries is judged in {dataset.name} {dataset.split}")
    warnings = tuple(f"{path.name}: {what}: {count}" for what, count in _misfits(rankings, dataset) if count)
    return Found(stem_of(path), rankings, files={"run": path}, warnings=warnings)


def _misfits(rankings: Rankings, dataset: Dataset) -> Iterator[tuple[str, int]]:
    found = {ranked.document_id for ranking in rankings.values() for ranked in ranking}
    yield "queries that are not judged, left out", len(rankings.keys() - dataset.judgements.keys())
    yield "judged queries that it lacks, counted as zero", len(dataset.judgements.keys() - rankings.keys())
    yield "documents that the corpus lacks", len(found - set(dataset.source_ids.values()))
