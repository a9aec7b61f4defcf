"""What a JSON file holds, told by the fields of its first object alone, whatever words stand inside them."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import ijson

Kind = Literal["jsonl", "europepmc", "clinicaltrials"]

_SOURCES = frozenset(("MED", "PMC", "PPR", "AGR", "CBA", "CTX", "ETH", "HIR", "PAT", "NBK"))
_OWN_ID = re.compile(r"[A-Z]{0,3}\d+")


def kind_of(head: bytes) -> Kind | None:
    """Return what a JSON file that begins with ``head`` holds; None when it begins with neither brace nor bracket."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] not in {b"{", b"["}:
        return None
    fields = first_object(start)
    if _is_of_clinical_trials(fields):
        return "clinicaltrials"
    if _is_of_europe_pmc(fields):
        return "europepmc"
    return "jsonl" if start[:1] == b"{" else None


def first_object(start: bytes) -> dict[str, Any]:
    """Return the first object in ``start``, alone or in a list, as far as it goes there; empty where there is none."""
    builder = ijson.ObjectBuilder()
    depth = -1 if start[:1] == b"[" else 0
    try:
        for event, value in ijson.basic_parse(io.BytesIO(start), multiple_values=True, use_float=True):
            builder.event(event, value)
            depth += event.startswith("start_") - event.startswith("end_")
            if depth == 0 and event.startswith("end_"):
                break
    except (ijson.JSONError, ValueError):
        pass  # it is cut off, or no JSON from there on
    found = getattr(builder, "value", None)
    first = next(iter(found), None) if isinstance(found, list) else found
    return first if isinstance(first, dict) else {}


def _is_of_clinical_trials(fields: dict[str, Any]) -> bool:
    return isinstance(fields.get("protocolSection"), dict) or (
        isinstance(fields.get("studies"), list) and "title" not in fields
    )


def _is_of_europe_pmc(fields: dict[str, Any]) -> bool:
    is_answer = ("hitCount" in fields or "resultList" in fields) and "title" not in fields
    own_id = fields.get("id")
    is_own = isinstance(own_id, str) and _OWN_ID.fullmatch(own_id) is not None
    source = fields.get("source")
    return is_answer or (is_own and isinstance(source, str) and source in _SOURCES)
