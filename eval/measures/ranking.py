"""Measures of a ranking against judgements, by ir_measures. Pure.

Every judged query counts; one for which nothing was found counts as zero, in Judged@k too, though nothing unjudged was
found for it either. Only the order of a ranking matters: what its scores were is not asked, so that no measure depends
on how a tool breaks ties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import AP, RR, Judged, Measure, P, R, nDCG

from eval.errors import MeasureError
from eval.significance import Interval, interval_of_mean

DEFAULT_MEASURES: tuple[Measure, ...] = (nDCG @ 10, R @ 100, RR @ 10, AP, P @ 10, Judged @ 10)

GRADED_MEASURES: tuple[Measure, ...] = (
    nDCG @ 10,
    R(rel=2) @ 5,
    R(rel=2) @ 100,
    RR(rel=2) @ 10,
    AP(rel=2),
    P(rel=2) @ 10,
    Judged @ 10,
)
"""For questions over a corpus, where grade 1 is only on the subject."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Measure name to mean over the queries, and to the 95 % bootstrap interval of that mean; and each query's own."""

    means: dict[str, float]
    intervals: dict[str, Interval]
    per_query: dict[str, dict[str, float]]


def parse_measures(names: Iterable[str]) -> tuple[Measure, ...]:
    """Return the measures of these names, as ir_measures writes them: ``nDCG@10``, ``AP(rel=2)@100``.

    Raises:
        MeasureError: there is none of that name, a parameter is not one of it, or it is no mean over queries.
    """
    return tuple(dict.fromkeys(_parse(name) for name in names))


def check_measures(measures: Sequence[Measure], judgements: Mapping[str, Mapping[str, int]]) -> None:
    """Return when all can be counted on these judgements: to be asked before hours of work.

    Raises:
        MeasureError: one cannot.
    """
    perfect = {query: list(relevances) for query, relevances in judgements.items()}
    for measure in measures:
        try:
            _per_query([measure], judgements, perfect)
        except Exception as error:  # whatever the tool behind a measure raises
            reason = f"it cannot be counted here ({type(error).__name__}: {str(error).splitlines()[0]})"
            raise MeasureError(str(measure), reason) from error


def deepest(measures: Iterable[Measure]) -> int:
    """Return the largest rank that any of them looks at; 0 when none says."""
    return max((measure.params.get("cutoff") or 0 for measure in measures), default=0)


def measure(
    judgements: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[str]],
    measures: Sequence[Measure] = DEFAULT_MEASURES,
) -> Measured:
    """Return ``measures`` of ``rankings`` (query to document ids, best first).

    A measure without a cutoff (AP) is over each ranking as far as it goes. ``judgements`` give query to document to
    relevance, 1 or more being relevant; a ranking of a query that is not judged is ignored.

    Raises:
        ValueError: there are no judgements.
    """
    if not judgements:
        raise ValueError("no judgements to measure against")
    per_query = _per_query(measures, judgements, rankings)
    names = [str(one) for one in measures]
    values = {name: [of_query[name] for of_query in per_query.values()] for name in names}
    return Measured(
        means={name: float(np.mean(values[name])) for name in names},
        intervals={name: interval_of_mean(values[name]) for name in names},
        per_query=per_query,
    )


def _parse(name: str) -> Measure:
    try:
        parsed = ir_measures.parse_measure(name.strip())
        is_countable = ir_measures.DefaultPipeline.supports(parsed)  # type: ignore[no-untyped-call]
    except AssertionError as error:
        raise MeasureError(name, "a parameter is missing, is none of this measure, or is of the wrong kind") from error
    except Exception as error:  # a wrong name is a NameError, what cannot be parsed a ValueError, …
        raise MeasureError(name, f"no such measure ({error})") from error
    if not is_countable:
        raise MeasureError(name, "ir_measures knows it, but needs another tool for it that is not installed")
    cutoff = parsed.params.get("cutoff")
    if cutoff is not None and cutoff < 1:  # trec_eval would end the whole process
        raise MeasureError(name, "its cutoff is below 1")
    if not isinstance(parsed.aggregator(), ir_measures.MeanAgg):
        raise MeasureError(name, "it is a count, no mean over queries")
    return parsed


def _per_query(
    measures: Sequence[Measure],
    judgements: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[str]],
) -> dict[str, dict[str, float]]:
    """Return the value of every measure for every judged query, both in the order given.

    Queries are numbered for it, since some of the tools behind ir_measures take nothing else for an id.
    """
    numbers = {query: str(number) for number, query in enumerate(judgements, 1)}
    qrels = {numbers[query]: _grades(relevances) for query, relevances in judgements.items()}
    run = {numbers[query]: _scored(ranking) for query, ranking in rankings.items() if query in numbers and ranking}
    found: dict[str, dict[str, float]] = {number: {} for number in qrels}
    for metric in ir_measures.iter_calc(measures, qrels, run):
        found[metric.query_id][str(metric.measure)] = float(metric.value)
    names = [str(one) for one in measures]
    return {query: {name: found[number][name] for name in names} for query, number in numbers.items()}


def _grades(relevances: Mapping[str, int]) -> dict[str, int]:
    """Return 0 for each grade where all are negative: trec_eval may end the process there, and finds none relevant."""
    return dict(relevances) if max(relevances.values()) >= 0 else dict.fromkeys(relevances, 0)


def _scored(ranking: Sequence[str]) -> dict[str, float]:
    return {document: float(len(ranking) - rank) for rank, document in enumerate(ranking)}
