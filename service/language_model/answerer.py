"""The answerer that lets a language model write, and keeps of it what the quotes bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from service.abstention import after_composing
from service.answers import Dropped
from service.interfaces import AnchoredSentence, Answerer, Draft, Source, Verifier
from service.language_model import manner
from service.language_model.conflicts import conflict
from service.language_model.endpoint import Endpoint, ModelFaultError
from service.language_model.prompt import (
    NO_ANSWER,
    NumberedPassage,
    draw_fence,
    echoes_prompt,
    messages,
    number_passages,
)
from service.language_model.reply import Claim, claims
from service.leaning import leans
from service.words import numbers, stems

# More is no answer, and each is looked at.
_MOST_CLAIMS = 60
_MOST_SHOWN = 300
# A sentence that needs more of a text than this retells it.
_MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class LanguageModelAnswerer:
    """Writes with a language model; where that comes to nothing, hands on what ``otherwise`` makes, and says so."""

    endpoint: Endpoint
    verifier: Verifier
    otherwise: Answerer
    context_tokens: int
    name: str = "llm"

    def compose(self, question: str, sources: Sequence[Source], max_sentences: int, /) -> Draft:
        """Return the sentences of the model's that their quotes bear, or another answerer's with a warning."""
        passages = number_passages(question, sources, self.context_tokens - self.endpoint.max_output_tokens)
        if not passages:
            return self._otherwise(question, sources, max_sentences, "its context has no room for a passage", ())
        fence = draw_fence()
        try:
            said = self.endpoint.complete(messages(question, passages, max_sentences, fence))
        except ModelFaultError as fault:
            return self._otherwise(question, sources, max_sentences, str(fault), ())
        draft = self._checked(said, passages, fence, max_sentences)
        # What is left must be an answer: else the question would meet silence that the sources can answer.
        if after_composing(question, draft.sentences) is None:
            return draft
        why = (
            "it found no answer" if said.strip(" .\n") == NO_ANSWER else "too little of what it said is in the sources"
        )
        return self._otherwise(question, sources, max_sentences, why, draft.dropped)

    def _otherwise(
        self, question: str, sources: Sequence[Source], max_sentences: int, why: str, dropped: tuple[Dropped, ...]
    ) -> Draft:
        made = self.otherwise.compose(question, sources, max_sentences)
        warning = f"The language model's answer is not used: {why}. These are sentences of the sources instead."
        return replace(
            made,
            dropped=(*dropped, *made.dropped),
            warnings=(*made.warnings, warning),
            answerer=made.answerer or self.otherwise.name,
        )

    def _checked(self, said: str, passages: Sequence[NumberedPassage], fence: str, max_sentences: int) -> Draft:
        kept: list[AnchoredSentence] = []
        dropped: list[Dropped] = []
        told = claims(said)
        for claim in told[:_MOST_CLAIMS]:
            borne = self._borne(claim, passages, fence)
            why = borne if isinstance(borne, str) else _misplaced(borne, kept, max_sentences)
            if why is not None:
                dropped.append(Dropped(text=_shown(claim.text), why=why))
            elif isinstance(borne, AnchoredSentence):
                kept.append(borne)
        if len(told) > _MOST_CLAIMS:
            dropped.append(
                Dropped(text=f"{len(told) - _MOST_CLAIMS} sentences more", why="far more than was asked for")
            )
        return Draft(tuple(kept), tuple(dict.fromkeys(dropped)))  # small models say the same again and again

    def _borne(self, claim: Claim, passages: Sequence[NumberedPassage], fence: str) -> AnchoredSentence | str:
        """Return the sentence with the quotes that bear it, or why there are none."""
        cited = [passage for passage in passages if passage.number in claim.cited]
        unfit = _unfit(claim, cited, fence)
        if unfit is not None:
            return unfit
        tried = [
            (quotes, self._fault(claim.text, [quote.text for quote in quotes])) for quotes in _ways_to_quote(cited)
        ]
        bearing = [quotes for quotes, fault in tried if fault is None]
        if not bearing:
            return tried[0][1] or ""
        alone = [quotes[0] for quotes in bearing if len(quotes) == 1]
        return AnchoredSentence(claim.text, tuple((one.document, one.passage) for one in alone or bearing[0]))

    def _fault(self, sentence: str, quotes: Sequence[str]) -> str | None:
        return conflict(sentence, quotes) or self.verifier.fault(sentence, quotes)


def _unfit(claim: Claim, cited: Sequence[NumberedPassage], fence: str) -> str | None:
    """Return why the sentence need not be held against any quote."""
    if fault := manner.fault(claim.text):
        return fault
    if fence in claim.text or echoes_prompt(claim.text):
        return "repeats what it was told"
    if not claim.cited:
        return "no citation"
    return None if cited else "cites a passage that was not given"


def _ways_to_quote(cited: Sequence[NumberedPassage]) -> Iterator[Sequence[NumberedPassage]]:
    """Yield each passage alone, then those of one document together: two documents bear no sentence between them."""
    yield from ([passage] for passage in cited)
    for _, group in groupby(cited, key=lambda passage: passage.document.id):
        together = list(group)
        if 1 < len(together) <= _MOST_QUOTES:
            yield together


def _misplaced(sentence: AnchoredSentence, kept: Sequence[AnchoredSentence], max_sentences: int) -> str | None:
    """Return why a sentence that is borne does not stand well after those before it."""
    documents = {document.id for document, _ in sentence.anchors}
    if leans(sentence.text) and not (kept and documents & {document.id for document, _ in kept[-1].anchors}):
        return "leans on a sentence that is not there"
    if any(_gist(sentence) == _gist(other) for other in kept):
        return "said already"
    return "more than was asked for" if len(kept) >= max_sentences else None


def _gist(sentence: AnchoredSentence) -> tuple[list[str], set[str]]:
    return stems(sentence.text), numbers(sentence.text)


def _shown(text: str) -> str:
    """Return a sentence that was dropped as it can be shown: what cannot be seen is replaced, what is long is cut."""
    plain = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]}…"


if TYPE_CHECKING:
    _: type[Answerer] = LanguageModelAnswerer
