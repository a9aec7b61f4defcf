"""Words of a source inside Markdown: they must neither become links, pictures or HTML, nor lose a character."""

from __future__ import annotations

import re

# What CommonMark, its common extensions and TeX in chat front ends give a meaning. A picture would be fetched from
# wherever it says, two tildes would strike out a finding, two asterisks would vanish from HLA-B*27.
_SPECIAL = re.compile(r"[\\`*_~$|]|\](?=[(:\[])|<(?=[A-Za-z/!?])|(?<=[A-Za-z])://|&(?=[#A-Za-z])|(?i:(?<=\bwww)\.)")
_AT_START = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=#|>|[-+](?:\s|-|$)))")


def in_markdown(text: str) -> str:
    """Return ``text`` so that Markdown renders it as it is, on one line; unescaped it is the same but for white space.

    A bare address is broken up as well: front ends make links of them by themselves.
    """
    escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
    return _AT_START.sub(lambda found: f"{found[1] or ''}\\", escaped)
