"""Fits the weights of `service.document_relevance`:

    python -m tests.benchmarks.weights QUESTIONS FOLDER GOLDEN

``QUESTIONS`` are the development questions over the starter corpus, which the data directory must hold with its index.
``FOLDER`` and ``GOLDEN`` are BioASQ's documents in BEIR layout and questions of editions that nothing is measured on,
so that the weights are not of one corpus alone; they count a fifth. An example is a document found for a question:
does it answer, or not? Printed are the weights, and what a cross-validation says of them, in which all examples of a
question are on one side.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
from tests.benchmarks.asked import sources_over
from tests.benchmarks.bioasq_answers import documents

STARTER, BIOASQ = "starter", "bioasq"
_SHARES = {STARTER: 0.8, BIOASQ: 0.2}
_FOLDS = 10
_DOCUMENTS = 8  # as many as an answer is made from where nobody says otherwise

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A document found for a question, and whether it answers it."""

    corpus: str
    question_id: str
    signs: Signs
    answers: bool


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("questions", "folder", "golden"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    settings = Settings.from_environment()
    starter = open_sources(settings, open_embedder(settings, say))
    bioasq = sources_over(documents(asked.folder), BIOASQ, settings)
    examples = [
        *_examples(STARTER, starter, read_questions(asked.questions)),
        *_examples(BIOASQ, bioasq, read_questions(asked.golden)),
    ]
    model = fit(examples)
    say(f"{len(examples)} documents; intercept {model.intercept_[0]:.3f}")
    for name, weight in zip(Signs.__slots__, model.coef_[0], strict=True):
        say(f"{name}: {weight:.3f}")
    found = cross_validate(examples)
    for corpus in _SHARES:
        of_corpus = [place for place, one in enumerate(examples) if one.corpus == corpus]
        auroc = roc_auc_score([examples[place].answers for place in of_corpus], found[of_corpus])
        say(f"AUROC over {corpus}, cross-validated: {auroc:.3f}")


def fit(examples: Sequence[Example]) -> LogisticRegression:
    """Fit a logistic regression to whether documents answer."""
    model = LogisticRegression(C=10.0, max_iter=2000)
    counted = Counter(one.corpus for one in examples)
    weights = [len(examples) * _SHARES[one.corpus] / counted[one.corpus] for one in examples]
    model.fit(_table(examples), [one.answers for one in examples], sample_weight=weights)
    return model


def cross_validate(examples: Sequence[Example]) -> Array:
    """Return of each example the probability by a fit that did not see its question, shape ``(len(examples),)``."""
    found = np.zeros(len(examples))
    groups = [one.question_id for one in examples]
    for seen, unseen in GroupKFold(_FOLDS).split(examples, groups=groups):
        model = fit([examples[i] for i in seen])
        found[unseen] = model.predict_proba(_table([examples[i] for i in unseen]))[:, 1]
    return found


def _examples(corpus: str, sources: Sources, questions: Iterable[Question]) -> Iterator[Example]:
    for question in questions:
        for text in filter(None, (question.question, question.paraphrase)):
            encoded = encode(sources, text, standalone(text))
            found = gather(sources, sources.index(), *encoded, _DOCUMENTS)
            signs = signs_of(text, found.sources, len(found.found))
            for source, of_source in zip(found.sources, signs, strict=True):
                yield Example(corpus, question.id, of_source, source.document.id in question.gold)


def _table(examples: Sequence[Example]) -> Array:
    return np.array([astuple(one.signs) for one in examples], np.float64)


if __name__ == "__main__":
    main()
