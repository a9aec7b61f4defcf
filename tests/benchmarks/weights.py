"""Fits the weights of `service.document_relevance`: python -m tests.benchmarks.weights [QUESTIONS]

``QUESTIONS`` are the development questions where nothing is said; the corpus and its index are those of the data
directory, which must hold the starter corpus. An example is a document found for a question, as asked or paraphrased:
does it answer, or not? Printed are the weights, and what a cross-validation says of them; the forms of a question are
never on both sides.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from eval.datasets.questions import Question, read_questions
from service.candidates import encode, gather
from service.cli.terminal import say
from service.document_relevance import Signs, signs_of
from service.settings import Settings
from service.sources import Sources
from service.standalone import standalone
from service.wiring import open_embedder, open_sources

_QUESTIONS = Path("eval/data/development.jsonl")
_FOLDS = 10
_DOCUMENTS = 8  # as many as an answer is made from where nobody says otherwise

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A document found for a question, and whether it answers it."""

    question_id: str
    signs: Signs
    answers: bool


def main() -> None:
    """Read, fit, print."""
    questions = read_questions(Path(sys.argv[1]) if len(sys.argv) > 1 else _QUESTIONS)
    settings = Settings.from_environment()
    sources = open_sources(settings, open_embedder(settings, say))
    examples = [example for question in questions for example in _examples(sources, question)]
    model = fit(examples)
    say(f"{len(examples)} documents; intercept {model.intercept_[0]:.3f}")
    for name, weight in zip(Signs.__slots__, model.coef_[0], strict=True):
        say(f"{name}: {weight:.3f}")
    found = cross_validate(examples)
    say(f"AUROC, cross-validated: {roc_auc_score([one.answers for one in examples], found):.3f}")


def fit(examples: Sequence[Example]) -> LogisticRegression:
    """Fit a logistic regression to whether documents answer."""
    model = LogisticRegression(C=10.0, max_iter=2000)
    model.fit(_table(examples), [one.answers for one in examples])
    return model


def cross_validate(examples: Sequence[Example]) -> Array:
    """Return of each example the probability by a fit that did not see its question, shape ``(len(examples),)``."""
    found = np.zeros(len(examples))
    groups = [one.question_id for one in examples]
    for seen, unseen in GroupKFold(_FOLDS).split(examples, groups=groups):
        model = fit([examples[i] for i in seen])
        found[unseen] = model.predict_proba(_table([examples[i] for i in unseen]))[:, 1]
    return found


def _examples(sources: Sources, question: Question) -> Iterator[Example]:
    for text in filter(None, (question.question, question.paraphrase)):
        query = standalone(text)
        found = gather(sources, sources.index(), *encode(sources, text, query), _DOCUMENTS)
        signs = signs_of(query, found.sources, len(found.found))
        for source, of_source in zip(found.sources, signs, strict=True):
            yield Example(question.id, of_source, source.document.id in question.gold)


def _table(examples: Sequence[Example]) -> Array:
    return np.array([astuple(one.signs) for one in examples], np.float64)


if __name__ == "__main__":
    main()
