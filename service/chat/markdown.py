"""Words of a source inside Markdown: they must neither become links, pictures or HTML, nor lose a character."""

from __future__ import annotations

import re

_IN_ADDRESS = r"(?:[^\s`\[\]<>]*[^\s`\[\]<>.,;:!?)'\"])?"
# What front ends make links of by themselves. Bounded, so that a long word takes no long time.
_ADDRESS = (
    r"(?i:(?:[a-z][a-z0-9+.-]{0,30}:)?//|(?<![a-z0-9])www\.|(?:mailto|xmpp):|[\w.+-]{1,64}@[\w-]{1,255}\.)"
    + _IN_ADDRESS
)
# What CommonMark, its extensions and TeX in chat front ends give a meaning. A picture would be fetched from wherever it
# says, two tildes would strike out a finding, two asterisks would vanish from HLA-B*27, a number in brackets
# would be taken for a marker of ours by whoever looks for them.
_SPECIAL = r"[\\`*_~$|]|\[\d+\]|\](?=[(:\[])|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])"
_MEANING = re.compile(rf"(?P<address>{_ADDRESS})|{_SPECIAL}")
_AT_START = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=#|>|[-+](?:\s|-|$)))")


def in_markdown(text: str) -> str:
    """Return ``text`` so that Markdown renders it as it is, on one line; unescaped it is the same but for white space.

    A bare address is code: some front ends make a link of it even where it is escaped.
    """
    escaped = _MEANING.sub(_escaped, " ".join(text.split()))
    return _AT_START.sub(lambda found: f"{found[1] or ''}\\", escaped)


def _escaped(found: re.Match[str]) -> str:
    return f"`{found[0]}`" if found["address"] else f"{found[0][:-1]}\\{found[0][-1]}"
