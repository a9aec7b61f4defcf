"""What docs/answers.md tells its readers to run, against a real server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.servers import Server

PAGE = Path(__file__).parents[2] / "docs" / "answers.md"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not PAGE.exists(), reason="the sources are not beside the tests"),
]


def test_anyone_can_check_an_answer_as_the_page_shows(served: Server, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert "http://127.0.0.1:8000" in shown
    exec(shown.replace("http://127.0.0.1:8000", served.address), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "True\n"
