"""When to be silent, and what to say then. Pure.

Abstention is a result. The signs looked at are few and visible: what the question asks (a decision about the person's
own treatment), how near the nearest passage is, and whether a number that was asked for is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.answers import AbstentionReason
from service.document_relevance import likelihood
from service.interfaces import AnchoredSentence, Source
from service.question_kind import asks_for_number
from service.words import numbers

# Cosines of the nearest sentence, all-MiniLM-L6-v2 over the starter corpus: development questions about its subject
# have 0.495 or more; of questions on other diseases (MedQuAD, 150 drawn) 95 in 100 have 0.455 or less, half 0.34.
RELEVANT_COSINE = 0.43
IN_SCOPE_COSINE = 0.30

# Where no document is likelier than this to answer, none does. All answerable development questions have a likelier one
# as they were asked, and 98 in 100 of their paraphrases; of BioASQ's over their snippets fewer (README).
LEAST_LIKELIHOOD = 0.2

# A decision about the asker's own treatment: "should I …", "can I stop my …", "is it safe for me …".
_PERSONAL_ADVICE = re.compile(
    r"\b(?:should|must|shall|ought|can|could|may)\s+(?:i|my\s+\w+)\b.{0,40}?"
    r"\b(?:stop|start|take|taking|switch|try|skip|quit|pause|restart|reduce|increase|double|get|have|choose|"
    r"undergo|travel|pay|book|sign|combine|mix|wait|go)\b"
    r"|\bdo i (?:need|have) to\b|\bshould i\b\W*$|\bi should\b|\bright for me\b"
    r"|\bis it (?:safe|ok|okay|all right|worth it|better) (?:for me|if i|in my case)\b"
    r"|\bwhat (?:dose|treatment|medicine|clinic) should i\b"
    r"|\b(?:recommend|advise)\b.{0,20}\b(?:me|my)\b",
    re.IGNORECASE,
)

_MESSAGES: dict[AbstentionReason, str] = {
    "out_of_scope": "The question is not about what these sources cover: cell therapy, psoriatic disease and its care.",
    "no_relevant_source": "No source in this corpus is near enough to the question to quote an answer from it.",
    "insufficient_evidence": "The sources touch on the question but do not hold what it asks for.",
    "personal_advice": (
        "This is a decision about your own treatment. The sources inform but do not know you: please speak with a "
        "clinician before you start, stop or change anything. The sources nearest to the question behind it are below."
    ),
}


@dataclass(frozen=True, slots=True)
class Silence:
    """A reason not to answer and what a reader is told."""

    reason: AbstentionReason

    @property
    def message(self) -> str:
        """The plain words for the reason."""
        return _MESSAGES[self.reason]


def before_reading(question: str) -> Silence | None:
    """Return a reason that lies in the question alone: it asks for a personal decision."""
    return Silence("personal_advice") if _PERSONAL_ADVICE.search(question) else None


def after_search(nearest_cosine: float, sources: Sequence[Source]) -> Silence | None:
    """Return a reason that lies in what was found: nothing, nothing near, or nothing that is likely to answer.

    ``nearest_cosine`` is of the question, as it was asked, with the passage of the whole index nearest to it.
    """
    if nearest_cosine < IN_SCOPE_COSINE:
        return Silence("out_of_scope")
    if nearest_cosine < RELEVANT_COSINE or not sources:
        return Silence("no_relevant_source")
    return Silence("insufficient_evidence") if likelihood(sources) < LEAST_LIKELIHOOD else None


def after_composing(question: str, sentences: Sequence[AnchoredSentence]) -> Silence | None:
    """Return a reason that lies in the answer: it is empty, or a number was asked for and none is in it."""
    if not sentences:
        return Silence("insufficient_evidence")
    if asks_for_number(question) and not any(numbers(sentence.text) for sentence in sentences):
        return Silence("insufficient_evidence")
    return None
