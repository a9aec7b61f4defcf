"""The sections of an abstract that was given as one text, ``BACKGROUND: … METHODS: …``. Pure."""

from __future__ import annotations

import re

from corpus.canonical import Section

# A label is a few words in capitals before a colon, at the start or after the end of a sentence, of which one is a word
# that journals head their abstracts' parts with. Others in capitals (``DNA: …``) stay text.
_LABEL = re.compile(r"(?:^|(?<=[.?!;)\]\"”%])\s+)([A-Z][A-Z0-9 ,/&'’()-]{2,80}):\s+")
_HEADING = re.compile(
    r"\b(?:AIM|APPROACH|BACKGROUND|CASE|CONCLUSION|CONTEXT|DATA|DESIGN|DISCUSSION|ETHICS|EVIDENCE|EXPOSURE|FINDING"
    r"|FUNDING|HYPOTHESIS|IMPLICATION|IMPORTANCE|INTERPRETATION|INTERVENTION|INTRODUCTION|LIMITATION|MATERIAL"
    r"|MEASURE(?:MENT)?|METHOD(?:OLOGY)?|MOTIVATION|OBJECTIVE|OBSERVATION|OUTCOME|PARTICIPANT|PATIENT|POPULATION"
    r"|PROCEDURE|PROTOCOL|PURPOSE|QUESTION|RATIONALE|RECOMMENDATION|REGISTRATION|RELEVANCE|RESULT|SAMPLE|SCOPE"
    r"|SETTING|SIGNIFICANCE|SOURCE|STUDY|SUBJECT|SUMMARY|SYNTHESIS|TRIAL)S?\b"
)


def sections_of(text: str) -> tuple[Section, ...]:
    """Return the labelled sections of an abstract that begins with a label and has two; else the whole, unlabelled.

    ``UNLABELLED``, which NLM writes before a part that has no label, is none.
    """
    text = text.strip().removeprefix("UNLABELLED: ")
    labels = [match for match in _LABEL.finditer(text) if _HEADING.search(match[1])]
    if len(labels) < 2 or labels[0].start() > 0:  # noqa: PLR2004 - as the docstring says
        return (Section(None, text),) if text else ()
    ends = [match.start() for match in labels[1:]] + [len(text)]
    return tuple(Section(label[1], text[label.end() : end]) for label, end in zip(labels, ends, strict=True))
