"""A direct reading of the quotes for a yes-no question, and what stands side by side instead of being averaged. Pure.

A reading is given only where the quotes bear one: better none than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from corpus.documents import Document, EditorialStatus
from service.answers import Reading, Side
from service.comparison import side_matches, sides_of
from service.disagreement import disagreement
from service.evidence_profile import kinds_of
from service.interfaces import AnchoredSentence
from service.question_kind import QuestionKind, kind_of
from service.stance import NEITHER, Opinion, Stance, opinion

# A verdict rests on two sentences at least, whatever is against it weighing a third at most; where both sides weigh
# this much and neither outweighs the other, the quotes point both ways. Measured in README, "Readings".
_ENOUGH = 2
_OUTWEIGHS = 3
_WEIGHS = 0.8

FINDS, DENIES = "Tell of an effect", "Deny it"
_BY_RULE = "This is read off the quotes by rule; it is no judgement of the evidence."


def read(question: str, sentences: Sequence[AnchoredSentence]) -> Reading | None:
    """Return what the quotes say to a yes-no question; None for another, or where they do not bear a reading."""
    if kind_of(question) is not QuestionKind.YES_NO:
        return None
    opinions = [_opinion(question, sentence) for sentence in sentences]
    verdict = _verdict(opinions)
    if verdict is None:
        return None
    yes, no, neither = (_places(opinions, stance) for stance in (Stance.YES, Stance.NO, Stance.NEITHER))
    return Reading(verdict=verdict, text=_text(verdict, sentences, yes, no), yes=yes, no=no, neither=neither)


def side_by_side(question: str, sentences: Sequence[AnchoredSentence]) -> list[Side]:
    """Return the sides of a comparison with the sentences that speak of each, or sources that disagree, or nothing.

    A sentence may speak of several sides.
    """
    names = sides_of(question) if sentences else ()
    if not names:
        finding, denying = disagreement(question, sentences)
        return [Side(name=FINDS, sentences=finding), Side(name=DENIES, sentences=denying)] if finding else []
    return [
        Side(
            name=name,
            sentences=[
                place
                for place, sentence in enumerate(sentences)
                if side_matches(sentence.text, name, tuple(other for other in names if other != name))
            ],
        )
        for name in names
    ]


def warnings(
    question: str, sentences: Sequence[AnchoredSentence], reading: Reading | None, sides: Sequence[Side]
) -> list[str]:
    """Return what a reader must be told of a reading and of sides: who disagrees, and of what no sentence speaks."""
    told = [f"No quoted sentence speaks of “{side.name}”." for side in sides if not side.sentences]
    apart = [disagreement(question, sentences)] if sides else []  # without sides, none was found
    if reading and reading.verdict == "mixed":
        apart.append((reading.yes, reading.no))
    for some, others in apart:
        here, there = _named(sentences, some), _named(sentences, others)
        if here and there and here != there:
            told.append(f"The sources disagree: {here} against {there}.")
            break
    return told


def _opinion(question: str, sentence: AnchoredSentence) -> Opinion:
    """Return the strongest opinion of the words quoted; quotes of one sentence that contradict each other have none.

    What was retracted says nothing.
    """
    found = [
        opinion(
            question,
            document.words_at(quote),
            title=document.title,
            section=document.section_at(quote.start),
        )
        for document, quote in sentence.anchors
        if document.editorial_status is not EditorialStatus.RETRACTED
    ]
    heard = {one.stance for one in found} - {Stance.NEITHER}
    return max(found, key=lambda one: one.strength) if len(heard) == 1 else NEITHER


def _verdict(opinions: Sequence[Opinion]) -> Literal["yes", "no", "mixed"] | None:
    yes, no = ([one.strength for one in opinions if one.stance is stance] for stance in (Stance.YES, Stance.NO))
    if sum(yes) >= _OUTWEIGHS * sum(no):
        return "yes" if len(yes) >= _ENOUGH else None
    if sum(no) >= _OUTWEIGHS * sum(yes):
        return "no" if len(no) >= _ENOUGH else None
    return "mixed" if min(sum(yes), sum(no)) >= _WEIGHS else None


def _places(opinions: Sequence[Opinion], stance: Stance) -> list[int]:
    return [place for place, one in enumerate(opinions) if one.stance is stance]


def _text(verdict: str, sentences: Sequence[AnchoredSentence], yes: list[int], no: list[int]) -> str:
    saying_yes, saying_no = _documents(sentences, yes), _documents(sentences, no)
    if verdict == "mixed" and saying_yes == saying_no:
        return f"The quotes of {_counted(saying_yes)} point both ways. {_BY_RULE}"
    if verdict == "mixed":
        return f"The quotes point both ways: yes in {_counted(saying_yes)}, no in {_counted(saying_no)}. {_BY_RULE}"
    word, saying, other = ("Yes", saying_yes, saying_no) if verdict == "yes" else ("No", saying_no, saying_yes)
    cited = _documents(sentences, range(len(sentences)))
    share = f"{len(saying)} of the {len(cited)} quoted sources" if len(cited) > 1 else "the one quoted source"
    against = f"; {_counted(other)} also has words to the contrary" if other else ""
    return f"{word}, {'say' if len(saying) > 1 else 'says'} {share} ({kinds_of(saying)}){against}. {_BY_RULE}"


def _counted(documents: Sequence[Document]) -> str:
    return f"{len(documents)} {'source' if len(documents) == 1 else 'sources'} ({kinds_of(documents)})"


def _documents(sentences: Sequence[AnchoredSentence], places: Iterable[int]) -> list[Document]:
    return list({document.id: document for place in places for document, _ in sentences[place].anchors}.values())


def _named(sentences: Sequence[AnchoredSentence], places: Iterable[int]) -> str:
    return ", ".join(document.id for document in _documents(sentences, places))
