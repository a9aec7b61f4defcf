"""What can go wrong with an evaluation.

EvaluationError
├── DatasetError   a data set lacks a file, or a line of it is not what its format says
├── ConfigurationError what is to be set side by side, or written, cannot be told apart
├── ComparisonError two runs have nothing in common to compare
├── ExactAnswersError a file of exact answers is in no known shape
├── ExpectationsError what a commit must keep cannot be read, or cannot be measured
├── FactPairsError a file of labelled pairs cannot be read, or a line of it is no pair
├── JournalError   the journal of an unfinished run cannot be read or written
├── MeasureError   no measure is called so, or it cannot be counted on these judgements
├── MeasuredElsewhereError figures were measured over another corpus than those they are held to
├── QuestionsError a file of questions cannot be read, or a line of it is no question
├── ReportError    a run tells of its questions in no known shape, or the report cannot be written
├── RunsError      a file of measured runs cannot be read, or is none
└── RunFileError   a run cannot be written where it should be, or a line of it is not TREC's
"""

from __future__ import annotations

from pathlib import Path


class EvaluationError(Exception):
    """Base of everything this package raises on purpose."""


class DatasetError(EvaluationError):
    """A data set that cannot be measured on. ``line`` counts from 1; None when the fault is not in one line."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(
            f"{_place(path, line)}: {reason}. A data set is a folder with corpus.jsonl (_id, title, text), "
            "queries.jsonl (_id, text) and qrels/<split>.tsv (query, document, relevance), or three such files, or "
            "PubMedQA's ori_pqal.json; each gzipped or not."
        )


class ComparisonError(EvaluationError):
    """Two runs that cannot be compared."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{reason}. Compare two files of `enthesis eval … --json` over the same questions.")


class ConfigurationError(EvaluationError):
    """Configurations that cannot be told apart by their names, or of which only one can be written."""


class ExactAnswersError(EvaluationError):
    """A file of exact answers that cannot be read. ``line`` as in `DatasetError`."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(
            f'{_place(path, line)}: {reason}. Give BioASQ\'s {{"questions": [{{"id", "type", "exact_answer", '
            '"ideal_answer"}]} or PubMedQA\'s {PMID: "yes"}.'
        )


class ExpectationsError(EvaluationError):
    """A file of expected figures that cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}. See `eval/gate.py` for what such a file holds.")


class FactPairsError(EvaluationError):
    """A file of labelled pairs that cannot be judged. ``line`` as in `DatasetError`."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(
            f"{_place(path, line)}: {reason}. A file of pairs has a JSON object a line: fact, text, states (whether "
            "the text states the fact), kind."
        )


class JournalError(EvaluationError):
    """A journal that cannot be kept."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: {reason}. What was answered so far is kept there: make room, or let the file be read and "
            "written, and run the same command again."
        )


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


class QuestionsError(EvaluationError):
    """A file of questions that cannot be asked. ``line`` as in `DatasetError`."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(
            f"{_place(path, line)}: {reason}. A file of questions has a JSON object a line: id, question, gold "
            "(document ids; empty when unanswerable), answer_facts, type."
        )


class ReportError(EvaluationError):
    """A report that cannot be made or written."""


class RunsError(EvaluationError):
    """A file of measured runs that cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}. A file of runs is what `enthesis eval … --json FILE` writes.")


class RunFileError(EvaluationError):
    """A TREC run that cannot be written or read. ``line`` as in `DatasetError`."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(
            f"{_place(path, line)}: {reason}. A run is a text file of lines `query Q0 document rank score tag`."
        )


def _place(path: Path, line: int | None) -> str:
    return f"{path}:{line}" if line else str(path)
