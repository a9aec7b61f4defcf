"""The same questions put in other ways, and with their source withdrawn: what stays of the answers.

Each condition is a run of its own over the questions that have such a variant. Two of them are compared with
`eval.comparison`; what changed against the answers as asked stands in each run, question by question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from corpus.documents import Document
from eval.answer_rows import Asked, ask
from eval.answer_runs import Asking, Say, ask_all, run_of, warnings_of
from eval.datasets.questions import Question
from eval.journal import Journal
from eval.runs import AS_ASKED, Measures, Run
from eval.typing_errors import with_typing_errors
from eval.withdrawal import copy_of, withdrawn
from index.build import Progress
from index.generations import Generations
from service.interfaces import Answerer
from service.sources import Sources

WITHDRAWN = "source withdrawn"

_SIMULATED = (
    f'"{WITHDRAWN}" is a simulation on a copy of the corpus: no document was retracted. By the judgements nothing else '
    "answers these questions, so they count as unanswerable."
)


def evaluate_variants(
    sources: Sources,
    generations: Generations,
    answerer: Answerer,
    questions: Sequence[Question],
    name: str,
    *,
    journal: Journal | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> list[Run]:
    """Ask every question as it is, reworded, and with its source withdrawn; return a run of each condition.

    ``generations`` are those that ``sources`` serve from. The first run is of the questions as asked; a condition for
    which no question has a variant has no run, and the first run's warnings say so.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
        CorpusError: the corpus cannot be copied.
        JournalError: it cannot be written.
    """
    with copy_of(sources, generations) as copy:
        askings = [*_worded(sources, answerer, questions), *_withdrawn(copy, answerer, questions)]
        asked = ask_all(askings, journal, say, progress)
    found: dict[str, list[Asked]] = {condition: [] for condition in (*_WORDINGS, WITHDRAWN)}
    for asking, one in zip(askings, asked, strict=True):
        found[asking.condition].append(one)
    before = {one.row.id: one for one in found[AS_ASKED]}
    unfit = list(warnings_of(sources, questions))
    return [
        run_of(
            made,
            name,
            f"{answerer.name}, {condition}",
            beside={} if condition == AS_ASKED else {one.row.id: _changed(before[one.row.id], one) for one in made},
            warnings=_warnings(condition, found) + (unfit if condition == AS_ASKED else []),
        )
        for condition, made in found.items()
        if made
    ]


def same_documents(before: Sequence[str], after: Sequence[str]) -> float | None:
    """Return how alike the cited documents of two answers are: shared ones over all, in [0, 1]; None without any.

    Jaccard's index of the two sets.
    """
    both, either = set(before) & set(after), set(before) | set(after)
    return len(both) / len(either) if either else None


def _misspelt(question: Question) -> str | None:
    words = with_typing_errors(question.question, question.id)
    return words if words != question.question else None


# How a question is worded under each condition; None where it has no such wording.
_WORDINGS: dict[str, Callable[[Question], str | None]] = {
    AS_ASKED: lambda question: question.question,
    "paraphrased": lambda question: question.paraphrase,
    "typing errors": _misspelt,
    "false premise": lambda question: question.false_premise,
}


def _worded(sources: Sources, answerer: Answerer, questions: Sequence[Question]) -> Iterator[Asking]:
    for condition, wording in _WORDINGS.items():
        for question in questions:
            if words := wording(question):
                put = question.model_copy(update={"question": words})
                yield Asking(condition, question.id, partial(ask, sources, answerer, put))


def _withdrawn(copy: Sources, answerer: Answerer, questions: Sequence[Question]) -> Iterator[Asking]:
    for question in questions:
        source = copy.store.get(question.gold[0]) if len(set(question.gold)) == 1 else None
        if source:
            yield Asking(WITHDRAWN, question.id, partial(_ask_without, source, copy, answerer, question))


def _ask_without(source: Document, copy: Sources, answerer: Answerer, question: Question) -> Asked:
    left = question.model_copy(update={"gold": [], "answer_facts": [], "fact_quotes": []})
    with withdrawn(copy.store, source):
        asked = ask(copy, answerer, left)
    return replace(asked, told={**asked.told, "withdrawn": source.id})


def _changed(before: Asked, after: Asked) -> Measures:
    """Return what a condition did to an answer.

    ``same_documents`` (see there); ``same_status`` is 1 when both were answered or neither. Where a source was
    withdrawn an answer ought to change: all that counts is ``avoids_withdrawn``, 1 unless the source is cited.
    """
    if "withdrawn" in after.told:
        return {"avoids_withdrawn": float(after.told["withdrawn"] not in _cited(after))}
    return {
        "same_documents": same_documents(_cited(before), _cited(after)),
        "same_status": float(before.row.answered == after.row.answered),
    }


def _cited(asked: Asked) -> list[str]:
    return [citation["document_id"] for citation in asked.told["cited"]]


def _warnings(condition: str, found: Mapping[str, Sequence[Asked]]) -> list[str]:
    if condition == WITHDRAWN:
        return [_SIMULATED]
    missing = [name for name, made in found.items() if not made]
    return [f"no question has a variant for: {', '.join(missing)}"] if condition == AS_ASKED and missing else []


CONDITIONS = (*_WORDINGS, WITHDRAWN)
"""What a configuration may end with, after the answerer and a comma."""
