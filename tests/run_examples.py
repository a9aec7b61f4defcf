"""Runs as small as a report needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.runs import Measures, Run

GOLD_QUOTE = "Umbilical cord blood cells relieved psoriatic arthritis in eight of 17 patients."
QUESTION: dict[str, Any] = {
    "id": "cord",
    "question": "Have cord blood cells relieved psoriatic arthritis?",
    "type": "yesno",
    "topic": "joints",
    "voice": "patient",
    "trait": "number",
    "gold": ["PMID:1"],
    "answered": True,
    "answer": "Plaques cleared.",
    "sentences": [
        {
            "text": "Plaques cleared.",
            "quotes": [
                {"document_id": "PMID:2", "quote": "The plaques cleared.", "start": 4, "end": 24, "valid": True}
            ],
        }
    ],
    "cited": [{"document_id": "PMID:2", "title": "Cells from fat in psoriasis"}],
    "evidence": {"summary": "Rests on 1 case report.", "warnings": ["Only case reports are cited."]},
    "abstention": None,
    "confidence": 0.75,
    "facts": [
        {"fact": "eight of 17 patients", "stated": False, "quotes": [{"document_id": "PMID:1", "quote": GOLD_QUOTE}]},
        {"fact": "plaques cleared", "stated": True, "quotes": []},
    ],
    "found": [{"document_id": "PMID:2", "grade": 1}, {"document_id": "PMID:1", "grade": 3}],
}
ABSENT: dict[str, Any] = {
    "id": "absent",
    "question": "Which telescope photographed distant galaxies?",
    "type": "unanswerable",
    "topic": None,
    "voice": "clinician",
    "trait": None,
    "gold": [],
    "answered": False,
    "abstention": "no_relevant_source",
    "confidence": 0.125,
}
CURVES = {
    "risk_coverage": [
        {"coverage": 0.5, "risk": 0.0, "confidence": 0.75},
        {"coverage": 1.0, "risk": 0.5, "confidence": 0},
    ],
    "reliability": [
        {"confidence": 0.125, "accuracy": 0.0, "count": 1},
        {"confidence": 0.75, "accuracy": 1, "count": 3},
    ],
}


def a_run(per_question: Mapping[str, Measures], /, **fields: Any) -> Run:
    """A run of retrieval with these values; means and intervals are made of them."""
    measures = list(dict.fromkeys(name for values in per_question.values() for name in values))
    known = {
        name: [value for one in per_question.values() if (value := one.get(name)) is not None] for name in measures
    }
    given: dict[str, Any] = {
        "kind": "retrieval",
        "name": "tiny test",
        "configuration": "hybrid",
        "measures": {name: sum(values) / len(values) for name, values in known.items()},
        "intervals": {name: (min(values), max(values)) for name, values in known.items()},
        "counts": {"queries": len(per_question)},
        "per_question": dict(per_question),
    }
    return Run(**given | fields)


def an_answers_run(*questions: dict[str, Any], **fields: Any) -> Run:
    """A run over ``questions``, or over `QUESTION` and `ABSENT`."""
    told = list(questions) or [QUESTION, ABSENT]
    values: dict[str, Measures] = {
        one["id"]: {"fact_coverage": 0.5 if one.get("answered") else None, "answered": float(one.get("answered", 1))}
        for one in told
    }
    given = {"kind": "answers", "name": "development", "configuration": "extractive", "curves": CURVES}
    return a_run(values, **given | {"questions": told} | fields)
