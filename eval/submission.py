"""Answers in the form of a BioASQ submission, for `enthesis eval exact` and for the challenge's own tools."""

from __future__ import annotations

import json
from pathlib import Path

from eval.output import write_text
from eval.runs import Run


def write_submission(path: Path, run: Run) -> None:
    """Write what was answered as ideal answers: the sentences of each answer, without the numbers of their sources.

    A question on which the service was silent is left out.

    Raises:
        OutputError: it cannot be written.
    """
    answered = [
        {"id": told["id"], "ideal_answer": [" ".join(sentence["text"] for sentence in told["sentences"])]}
        for told in run.questions
        if told["sentences"]
    ]
    write_text(path, json.dumps({"questions": answered}, ensure_ascii=False, indent=1) + "\n")
