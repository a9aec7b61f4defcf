"""The sections of an abstract that was given as one text, ``BACKGROUND: … METHODS: …``. Pure."""

from __future__ import annotations

import re

from corpus.canonical import Section

# A label is a few words in capitals before a colon, at the start or after the end of a sentence, of which one is a word
# that journals head their abstracts' parts with. Others in capitals (``DNA: …``) stay text.
_LABEL = re.compile(r"(?:^|(?<=[.?!;)\]\"”%])\s+)([A-Z][A-Z0-9 ,/&'’()-]{2,80}):\s+")
_HEADING = re.compile(
    r"\b(?:AIM|APPROACH|BACKGROUND|CASE|CONCLUSION|CONTEXT|DATA|DESCRIPTION|DESIGN|DISCUSSION|END ?POINT|ETHICS"
    r"|EVIDENCE|EXPOSURE|FINDING|FUNDING|GOAL|HYPOTHES[EI]|IMPLICATION|IMPORTANCE|INTERPRETATION|INTERVENTION"
    r"|INTRODUCTION|LIMITATION|MATERIAL|MEASURE(?:MENT)?|METHOD(?:OLOGY)?|MOTIVATION|OBJECT(?:IVE)?|OBSERVATION"
    r"|OUTCOME|PARTICIPANT|PATIENT|POPULATION|PRESENTATION|PROCEDURE|PROTOCOL|PURPOSE|QUESTION|RATIONALE"
    r"|RECOMMENDATION|REGISTRATION|RELEVANCE|RESULT|SAMPLE|SCOPE|SETTING|SIGNIFICANCE|SOURCE|STUDY|SUBJECT|SUMMARY"
    r"|SYNTHESIS|TRIAL|UNLABELLED)S?\b"
)
_NO_LABEL = "UNLABELLED"  # what NLM writes before a part that has none


def sections_of(text: str) -> tuple[Section, ...]:
    """Return the labelled sections of an abstract that begins with a label and has two; else the whole, unlabelled."""
    text = text.strip()
    labels = [match for match in _LABEL.finditer(text) if _HEADING.search(match[1])]
    if not labels or labels[0].start() > 0 or (len(labels) == 1 and labels[0][1] != _NO_LABEL):
        return (Section(None, text),) if text else ()
    ends = [match.start() for match in labels[1:]] + [len(text)]
    return tuple(
        Section(None if label[1] == _NO_LABEL else label[1], text[label.end() : end])
        for label, end in zip(labels, ends, strict=True)
    )
