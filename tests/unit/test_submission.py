from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.runs import Run
from eval.submission import write_submission


@pytest.mark.parametrize(
    ("reading", "kind", "exact"),
    [
        ({"verdict": "yes"}, "yesno", "yes"),
        ({"verdict": "no"}, None, "no"),
        ({"verdict": "mixed"}, "yesno", "maybe"),
        ({"verdict": "yes"}, "factoid", None),
        (None, "yesno", None),
    ],
)
def test_a_reading_is_the_exact_answer_of_a_yes_no_question(
    tmp_path: Path, reading: dict[str, Any] | None, kind: str | None, exact: str | None
) -> None:
    told = {"id": "q", "type": kind, "sentences": [{"text": "So."}, {"text": "Yes."}], "reading": reading}
    silent: dict[str, Any] = {"id": "s", "type": "yesno", "sentences": [], "reading": None}
    run = Run(
        kind="answers",
        name="n",
        configuration="c",
        measures={},
        intervals={},
        counts={},
        per_question={},
        questions=[told, silent],
    )
    write_submission(tmp_path / "submission.json", run)
    (given,) = json.loads((tmp_path / "submission.json").read_text())["questions"]
    assert given["ideal_answer"] == ["So. Yes."]
    assert given.get("exact_answer") == exact
