"""What a client made of a call, as a line of JSON between its program and the checks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Literal

QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
MODEL = "enthesis"
NO_MODEL = "gpt-4"


@dataclass(frozen=True, slots=True)
class Heard:
    """A call and what the client gave its caller.

    ``said`` is the message of the chat, the answer's own text or the code of an error, as ``kind`` has it. ``cited`` is
    the text at each annotation's indices with its address; None where the client passes no annotations on.
    """

    client: str
    version: str
    call: str
    kind: Literal["message", "answer", "error"]
    said: str
    cited: list[tuple[str, str]] | None = None


def tell(
    client: str,
    package: str,
    call: str,
    said: str,
    *,
    kind: Literal["message", "answer", "error"] = "message",
    cited: list[tuple[str, str]] | None = None,
) -> None:
    """Print what was heard; the version is that of the installed ``package``."""
    heard = Heard(client, version(package), call, kind, said, cited)
    sys.stdout.write(f"{json.dumps(asdict(heard))}\n")


def heard_in(line: str) -> Heard:
    """Return what a program printed."""
    fields = json.loads(line)
    cited = fields.pop("cited", None)
    return Heard(**fields, cited=None if cited is None else [(marker, url) for marker, url in cited])


def cited_in(content: str, annotations: Iterable[Any]) -> list[tuple[str, str]]:
    """Return the text at each annotation's indices with its address."""
    found = [annotation["url_citation"] for annotation in annotations]
    return [(content[one["start_index"] : one["end_index"]], one["url"]) for one in found]
