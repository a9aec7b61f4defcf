"""Answers in the form of a BioASQ submission, for `enthesis eval exact` and for the challenge's own tools."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.output import write_text
from eval.runs import Run


def write_submission(path: Path, run: Run) -> None:
    """Write what was answered as ideal answers: the sentences of each answer, without the numbers of their sources.

    The reading of a yes-no question is its exact answer; one that points both ways is "maybe", as PubMedQA calls it. A
    question on which the service was silent is left out.

    Raises:
        OutputError: it cannot be written.
    """
    answered = [
        {
            "id": told["id"],
            "ideal_answer": [" ".join(sentence["text"] for sentence in told["sentences"])],
            **_exact(told),
        }
        for told in run.questions
        if told["sentences"]
    ]
    write_text(path, json.dumps({"questions": answered}, ensure_ascii=False, indent=1) + "\n")


def _exact(told: Mapping[str, Any]) -> dict[str, str]:
    if told["reading"] is None or told["type"] not in {None, "yesno"}:
        return {}
    verdict = told["reading"]["verdict"]
    return {"exact_answer": "maybe" if verdict == "mixed" else verdict}
