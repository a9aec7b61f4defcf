"""Measures of a ranking against judgements, by ir_measures. Pure.

Every judged query counts; one for which nothing was found counts as zero. Only the order of a ranking matters: what
its scores were is not asked, so that no measure depends on how a tool breaks ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np

from eval.significance import interval_of_mean

MEASURES = (ir_measures.nDCG @ 10, ir_measures.R @ 100, ir_measures.RR @ 10, ir_measures.AP)


@dataclass(frozen=True, slots=True)
class Measured:
    """Measure name to mean over the queries, and to the 95 % bootstrap interval of that mean; and each query's own."""

    means: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    per_query: dict[str, dict[str, float]]


def measure(judgements: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]) -> Measured:
    """Return nDCG@10, R@100, RR@10 and AP of ``rankings`` (query to document ids, best first), each in [0, 1].

    AP is over each ranking as far as it goes. ``judgements`` give query to document to relevance, 1 or more being
    relevant; a ranking of a query that is not judged is ignored.

    Raises:
        ValueError: there are no judgements.
    """
    if not judgements:
        raise ValueError("no judgements to measure against")
    per_query: dict[str, dict[str, float]] = {query: {} for query in judgements}
    for metric in ir_measures.iter_calc(MEASURES, list(_qrels(judgements)), list(_scored(rankings))):
        if metric.query_id in per_query:
            per_query[metric.query_id][str(metric.measure)] = metric.value
    names = [str(measure) for measure in MEASURES]
    values = {name: [of_query[name] for of_query in per_query.values()] for name in names}
    return Measured(
        means={name: float(np.mean(values[name])) for name in names},
        intervals={name: interval_of_mean(values[name]) for name in names},
        per_query={query: {name: of_query[name] for name in names} for query, of_query in per_query.items()},
    )


def _qrels(judgements: Mapping[str, Mapping[str, int]]) -> Iterator[ir_measures.Qrel]:
    for query, relevances in judgements.items():
        for document, relevance in relevances.items():
            yield ir_measures.Qrel(query, document, relevance)


def _scored(rankings: Mapping[str, Sequence[str]]) -> Iterator[ir_measures.ScoredDoc]:
    for query, documents in rankings.items():
        for rank, document in enumerate(documents):
            yield ir_measures.ScoredDoc(query, document, -float(rank))
