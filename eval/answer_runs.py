"""Questions asked of the service one after the other, and a run made of what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from eval.answer_rows import Asked, ask
from eval.datasets.questions import Question
from eval.journal import Journal
from eval.measures.answers import summarise
from eval.runs import AS_ASKED, Measures, Run
from index.build import Progress
from service.interfaces import Answerer
from service.sources import Sources

Say = Callable[[str], None]

_NAMED = 3  # of what may be hundreds


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that is to be asked under a condition, and how that is done."""

    condition: str
    question_id: str
    ask: Callable[[], Asked]

    @property
    def key(self) -> str:
        """What a journal knows it by."""
        return f"{self.condition}: {self.question_id}"


def evaluate_answers(
    sources: Sources,
    answerer: Answerer,
    questions: Sequence[Question],
    name: str,
    *,
    journal: Journal | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Run:
    """Ask every question and measure; ``name`` says which questions they are.

    What ``journal`` has of them is not asked again, and ``say`` is told of that.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
        JournalError: it cannot be written.
    """
    askings = [Asking(AS_ASKED, question.id, partial(ask, sources, answerer, question)) for question in questions]
    asked = ask_all(askings, journal, say, progress)
    return run_of(asked, name, answerer.name, warnings=list(warnings_of(sources, questions)))


def warnings_of(sources: Sources, questions: Sequence[Question]) -> Iterator[str]:
    """Yield what makes figures other than they seem: gold that is not there, an index of another corpus.

    Raises:
        UnavailableError: the index cannot be used.
        CorpusError: the corpus cannot be read.
    """
    gold = list(dict.fromkeys(document_id for question in questions for document_id in question.gold))
    known = sources.store.get_all(gold)
    if lacking := [document_id for document_id in gold if document_id not in known]:
        named = ", ".join(lacking[:_NAMED]) + (", …" if len(lacking) > _NAMED else "")
        yield f"gold documents that are not in the corpus, counted as not found: {len(lacking)} ({named})"
    if sources.index().manifest.corpus_fingerprint != sources.store.fingerprint():
        yield "the index is not of the corpus as it is now: run `enthesis index build`, or figures are of the older one"


def ask_all(
    askings: Sequence[Asking],
    journal: Journal | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> list[Asked]:
    """Ask them in their order, but those that ``journal`` has already.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
        JournalError: it cannot be written.
    """
    answered = sum(asking.key in journal for asking in askings) if journal else 0
    if answered and say:
        say(f"{answered} of {len(askings)} were already answered: an interrupted measurement is taken up.")
    done = []
    for number, asking in enumerate(askings, start=1):
        done.append(_ask(asking, journal))
        if progress:
            progress(number, len(askings))
    return done


def run_of(
    asked: Sequence[Asked],
    name: str,
    configuration: str,
    *,
    beside: Mapping[str, Measures] | None = None,
    warnings: Sequence[str] = (),
) -> Run:
    """Return what was asked as a run; ``beside`` has further values by question id (see `summarise`)."""
    rows = [one.row for one in asked]
    measured = summarise(rows, beside)
    seconds = sum(one.seconds for one in asked)
    return Run(
        kind="answers",
        name=name,
        configuration=configuration,
        measures=measured.measures,
        intervals=measured.intervals,
        counts={"questions": len(rows), "answerable": sum(row.is_answerable for row in rows)},
        warnings=tuple(warnings),
        per_question=measured.per_question,
        curves=measured.curves,
        questions=[one.told | measured.per_question[one.row.id] for one in asked],
        timings={"seconds": seconds, "seconds_per_question": seconds / len(asked)},
    )


def parts_of(sources: Sources, answerer: Answerer) -> dict[str, Any]:
    """Return what answers are made with, for the manifest of a run.

    Raises:
        UnavailableError: the index cannot be used.
        CorpusError: the corpus cannot be read.
    """
    index = sources.index().manifest
    return {
        "index": {"fingerprint": index.fingerprint, "corpus_fingerprint": index.corpus_fingerprint},
        "corpus": sources.store.fingerprint(),
        "encoder": {"name": index.encoder.name, "fingerprint": index.encoder.fingerprint},
        "answerer": answerer.name,
    }


def _ask(asking: Asking, journal: Journal | None) -> Asked:
    if journal is None:
        return asking.ask()
    return Asked.from_record(journal.once(asking.key, lambda: asking.ask().to_record()))
