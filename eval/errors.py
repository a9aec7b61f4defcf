"""What can go wrong with an evaluation.

EvaluationError
├── ComparisonError two runs have nothing in common to compare
├── ConfigurationError what is to be set side by side, or written, cannot be told apart
├── FileError      a file cannot be used
│   ├── DatasetError   a data set lacks a file, or a line of it is not what its format says
│   ├── ExactAnswersError a file of exact answers is in no known shape
│   ├── ExpectationsError what a commit must keep cannot be read, or cannot be measured
│   ├── FactPairsError a file of labelled pairs cannot be read, or a line of it is no pair
│   ├── JournalError   the journal of an unfinished run cannot be read or written
│   ├── OutputError    what was measured cannot be written where it should be
│   ├── QuestionsError a file of questions cannot be read, or a line of it is no question
│   ├── RunFileError   a run cannot be written where it should be, or a line of it is not TREC's
│   └── RunsError      a file of measured runs cannot be read, or is none
├── MeasureError   no measure is called so, or it cannot be counted on these judgements
├── MeasuredElsewhereError figures were measured over another corpus than those they are held to
└── ReportError    a run tells of its questions in no known shape
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class EvaluationError(Exception):
    """Base of everything this package raises on purpose."""


class ComparisonError(EvaluationError):
    """Two runs that cannot be compared."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{reason}. Compare two files of `enthesis eval … --json` over the same questions.")


class ConfigurationError(EvaluationError):
    """Configurations that cannot be told apart by their names, or of which only one can be written."""


class FileError(EvaluationError):
    """A file that cannot be used. ``line`` counts from 1; None when the fault is not in one line.

    ``hint`` says how to mend it, as sentences.
    """

    hint: ClassVar[str]

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {reason}. {self.hint}")


class DatasetError(FileError):
    """A data set that cannot be measured on."""

    hint = (
        "A data set is a folder with corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels/<split>.tsv "
        "(query, document, relevance), or three such files, or PubMedQA's ori_pqal.json; each gzipped or not."
    )


class ExactAnswersError(FileError):
    """A file of exact answers that cannot be read."""

    hint = (
        'Give BioASQ\'s {"questions": [{"id", "type", "exact_answer", "ideal_answer"}]} or PubMedQA\'s {PMID: "yes"}.'
    )


class ExpectationsError(FileError):
    """A file of expected figures that cannot be used."""

    hint = "See `eval/gate.py` for what such a file holds."


class FactPairsError(FileError):
    """A file of labelled pairs that cannot be judged."""

    hint = "A file of pairs has a JSON object a line: fact, text, states (whether the text states the fact), kind."


class JournalError(FileError):
    """A journal that cannot be kept."""

    hint = (
        "What was answered so far is kept there: make room, or let the file be read and written, and run the same "
        "command again."
    )


class OutputError(FileError):
    """Figures, answers or a report that cannot be written."""

    hint = "Make room there, or name another file with --json, --submission, --html or --markdown."


class QuestionsError(FileError):
    """A file of questions that cannot be asked."""

    hint = (
        "A file of questions has a JSON object a line: id, question, gold (document ids; empty when unanswerable), "
        "answer_facts, type."
    )


class RunFileError(FileError):
    """A TREC run that cannot be written or read."""

    hint = "A run is a text file of lines `query Q0 document rank score tag`."


class RunsError(FileError):
    """A file of measured runs that cannot be read."""

    hint = "A file of runs is what `enthesis eval … --json FILE` writes."


class MeasureError(EvaluationError):
    """A measure that there is not, or that cannot be counted."""

    def __init__(self, measure: str, reason: str) -> None:
        self.measure = measure
        self.reason = reason
        super().__init__(
            f"{measure!r}: {reason}. Measures are written as ir_measures has them, for example nDCG@10, R@100, "
            "RR@10, AP, AP(rel=2)@100, P@10, Judged@10, Success@5, Rprec, Bpref."
        )


class MeasuredElsewhereError(EvaluationError):
    """Figures that cannot be held to the expected ones. The fingerprints are of corpora, None where there is none."""

    def __init__(self, command: str, over: str | None, expected: str | None) -> None:
        self.command = command
        self.over = over
        self.expected = expected
        super().__init__(
            f"{command!r} was measured over corpus {over}, and the expected figures over {expected}. Run it with an "
            "empty data directory (ENTHESIS_DATA_DIR), as `make eval` does; where the corpus itself was changed, take "
            "the new figures with --update."
        )


class ReportError(EvaluationError):
    """A report that cannot be made."""
