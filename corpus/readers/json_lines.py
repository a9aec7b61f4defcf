"""Files of one JSON value a line, UTF-8: a line that is no record loses only itself."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from corpus.interfaces import Parsed, Reject
from corpus.readers.json_bounds import MAX_RECORD_BYTES
from corpus.readers.json_kinds import first_object

_BEGINNING_BYTES = 64 * 1024


def read_lines(
    readline: Callable[[int], bytes],
    outcome_of: Callable[[Any, str], Parsed | Reject],
    identifier_of: Callable[[dict[str, Any]], str | None],
) -> Iterator[Parsed | Reject]:
    """Yield what ``outcome_of`` makes of each line's value and its position, or a reject; blank lines give nothing.

    ``readline`` returns the next line or, of a longer one, as many bytes as it is asked for; ``identifier_of`` finds
    the identifier in what could be read of a line that is not JSON.
    """
    number = 0
    try:
        while line := readline(MAX_RECORD_BYTES):
            number += 1
            position = f"line {number}"
            if _is_part(line):
                while _is_part(readline(MAX_RECORD_BYTES)):
                    pass
                yield Reject(position, f"longer than {MAX_RECORD_BYTES} bytes", identifier_of(_beginning(line)))
            elif line.strip():
                yield _outcome(line, position, outcome_of, identifier_of)
    except (OSError, EOFError, zlib.error) as error:
        reason = str(error) or type(error).__name__
        yield Reject(f"after line {number}", f"the file is damaged here: {reason}; nothing after it was read")


def _is_part(line: bytes) -> bool:
    return len(line) == MAX_RECORD_BYTES and not line.endswith(b"\n")


def _outcome(
    line: bytes,
    position: str,
    outcome_of: Callable[[Any, str], Parsed | Reject],
    identifier_of: Callable[[dict[str, Any]], str | None],
) -> Parsed | Reject:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start} of the line"
    except (ValueError, RecursionError) as error:
        reason = f"not JSON: {error}"
    else:
        return outcome_of(value, position)
    return Reject(position, reason, identifier_of(_beginning(line)))


def _beginning(line: bytes) -> dict[str, Any]:
    return first_object(line[:_BEGINNING_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip())
