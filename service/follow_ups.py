"""A follow-up put in full from the questions before it: "and in mice?" → "Has cord blood been tried in mice?". Pure.

Without a model, by rules that a reader can see. A question that names its own subject is never touched. What is not
recognised is left as it was asked: a search for too little finds nothing, a question made up finds the wrong thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.question_parts import (
    ARTICLES,
    AUXILIARIES,
    PREPOSITIONS,
    QUESTION_WORDS,
    Run,
    is_plural,
    is_quality,
    joins,
    runs,
    topic,
    where,
    words,
)

_COURTESY = re.compile(
    r"^(?:(?:many )?thank(?:s|\s+you)(?:\s+(?:very|so)\s+much)?|ok(?:ay)?|great|good|cool|wow|i see|got it|right|sure|"
    r"yes|no|hm+|interesting|really|hello|hi|well|good (?:morning|day|evening))\b(?=\s*(?:[,.!?;:–-]|$))[\s,.!?;:–-]*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|or|then|also)\b[\s,]*)*(?:(?:what|how)\s+about\b\s*)?(?:(?:and|also)\b[\s,]*)?", re.IGNORECASE
)
_AGAIN = re.compile(
    r"^(?:please\s+)?(?:tell me more|go on|continue|is (?:it|that|this) (?:really )?true)"
    r"(?: about (?:it|that|this|them))?\W*$",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"^((?:(?:for|since|until)\s+)?(?:why|how|when|where)(?:\s+(?:long|often|soon|fast|quickly|well))?)"
    r"(?:\s+(?:so|not|is|was|(?:is|was)\s+(?:it|that|this)|(?:does|did)\s+(?:it|that|this)\s+(?:happen|occur)))?\W*$",
    re.IGNORECASE,
)
_OF_MANNER = frozenset({"why", "how", "when", "where"})

# "Is it true that …", "how long does it take to …": this "it" is nobody's.
_EMPTY_IT = re.compile(
    r"\bit\s+(?:true|possible|known|clear|likely|correct|proven|a fact)\b(?=\s+(?:that|to|for|if|whether|how|why))"
    r"|\bit\s+takes?\b|\bdoes\s+it\s+take\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|they|them|its|their|this|that|these|those)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_TREATMENT_NOUN = re.compile(
    r"(?:therap(?:y|ies)|treatments?|cells?|products?|approach(?:es)?|interventions?|drugs?|methods?|procedures?)$",
    re.IGNORECASE,
)
_OF_PERSONS = re.compile(r"\b(?:i|me|my|you|your|we|us|our)\b", re.IGNORECASE)

_IMPERATIVES = frozenset({"tell", "explain", "describe"})
_PLURALS = {"is": "are", "was": "were", "does": "do", "has": "have"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}


def in_full(question: str, earlier: Sequence[str]) -> str:
    """Return the question with what it leaves to the ``earlier`` ones (the oldest first) put in.

    The last of them that names a subject, itself put in full, gives it.
    """
    before: str | None = None
    for asked in earlier:
        full = _without_courtesy(_in_full(asked, before))
        if topic(full) is not None:
            before = full
    return _in_full(question, before)


def _without_courtesy(question: str) -> str:
    asked = question.strip()
    while courtesy := _COURTESY.match(asked):
        asked = asked[courtesy.end() :]
    return asked


def _in_full(question: str, before: str | None) -> str:
    if before is None:
        return question
    asked = _without_courtesy(question)
    if _AGAIN.match(asked):
        return before
    lead = _LEAD.match(asked)
    rest = asked[lead.end() :] if lead else asked
    return _completed(rest, before, led=rest != asked) or question


def _completed(rest: str, before: str, *, led: bool) -> str | None:
    """Return the follow-up ``rest`` put in full, or None when it is none; ``led``: after "and" or "what about"."""
    asked = words(rest)
    if not asked:
        return None
    if manner := _MANNER.match(rest):
        return _of_manner(manner[1], before)
    if (pointed := _counted(rest, before) or _pointed(rest, before)) is not None:
        return pointed
    first = asked[0][0].lower()
    if not (first in AUXILIARIES or first in QUESTION_WORDS) and (put := _fragment(rest, before, led=led)) is not None:
        return put
    if topic(rest) is not None or _OF_PERSONS.search(rest) or not _asks(rest):
        return None
    return _added(rest, before)


def _asks(rest: str) -> bool:
    """Say whether these words ask something in English: "any side effects?", "in how many people?"."""
    asks = not QUESTION_WORDS.isdisjoint(word[0].lower() for word in words(rest))
    return asks or any(run.kind == "general" for run in runs(rest))


def _of_manner(manner: str, before: str) -> str:
    """Put "why" or "how long" before the question that it asks about."""
    first, _, rest = before.partition(" ")
    if first.lower() in _OF_MANNER and rest.split(" ")[0].lower() in AUXILIARIES:
        return f"{_sentence(manner)} {rest}"
    if first.lower() in AUXILIARIES:
        return f"{_sentence(manner)} {first.lower()} {rest}"
    return f"{before} {_sentence(manner)}?"


def _counted(rest: str, before: str) -> str | None:
    """Say of whom in "how many of them"; None when the text does not ask so."""
    found = _OF_THEM.search(rest)
    if found is None:
        return None
    people = _people(before)
    return _added(rest[: found.start()] + (f" of the {people}" if people else "") + rest[found.end() :], before)


def _pointed(rest: str, before: str) -> str | None:
    """Put the subject in place of the pronoun that points at it; None when there is none."""
    empty = _EMPTY_IT.search(rest)
    found = _PRONOUN.search(rest, empty.end() if empty else 0)
    if found is None or not _is_question(rest):
        return None
    begins = max(rest.rfind(stop, 0, found.start()) for stop in ".!?;")
    if any(begins < run.start < found.start() and run.kind in {"treatment", "condition"} for run in runs(rest)):
        return None  # it points at something in the sentence itself
    noun = next((run for run in runs(rest) if run.start >= found.end()), None)
    if noun is None or rest[found.end() : noun.start].strip() or _is_no_noun(rest, found, noun):
        return _instead_of_it(rest, found, before) if _is_alone(rest, found) else None
    return _instead_of_these(rest, found, noun, before)


def _is_no_noun(rest: str, found: re.Match[str], noun: Run) -> bool:
    """Say whether what follows a pronoun is not what it stands before: "is it safe", "is this safe"."""
    return found[0].lower() in {"it", "they", "them"} or is_quality(words(rest[noun.start : noun.end])[-1][0])


def _is_question(text: str) -> bool:
    first = words(text)[0][0].lower()
    return text.rstrip().endswith("?") or first in AUXILIARIES | QUESTION_WORDS | _IMPERATIVES


def _instead_of_it(rest: str, found: re.Match[str], before: str) -> str | None:
    people = _people(before)
    if people and found[0].lower() in {"they", "them"}:
        return _added(f"{rest[: found.start()]}the {people}{rest[found.end() :]}", before)
    return _put(rest, found.start(), found.end(), _subject(before), before)


def _instead_of_these(rest: str, found: re.Match[str], noun: Run, before: str) -> str | None:
    """Put "the risks of" the subject in place of "its risks", and the subject itself in place of "these cells"."""
    name = rest[noun.start : noun.end]
    if found[0].lower() in {"its", "their"}:
        return _within(f"{rest[: found.start()]}the {name} of {_subject(before)}{rest[noun.end :]}", before)
    if noun.kind not in {"general", "people"}:
        return None
    if _TREATMENT_NOUN.search(name):
        return _put(rest, found.start(), noun.end, _subject(before), before)
    return _added(f"{rest[: found.start()]}the {name}{rest[noun.end :]}", before)


def _is_alone(rest: str, found: re.Match[str]) -> bool:
    """Say whether a pronoun stands for something: "does that work", not "evidence that it works"."""
    if found[0].lower() in {"it", "they", "them"}:
        return True
    earlier = words(rest[: found.start()])
    return found[0].lower() not in {"its", "their"} and (
        not earlier or earlier[-1][0].lower() in AUXILIARIES | PREPOSITIONS | _IMPERATIVES
    )


def _put(text: str, start: int, end: int, name: str, before: str) -> str:
    """Put a name in the place of others; what stands before it agrees in number."""
    return _within(f"{_agreeing(text[:start], name)}{name}{text[end:]}", before)


def _agreeing(head: str, name: str) -> str:
    """Return ``head`` with its last word in the number of ``name``: "Is" and "cells" are "Are cells"."""
    last = words(head)[-1:]
    if not last or head[last[0].end() :].strip():
        return head
    form = (_PLURALS if is_plural(name) else _SINGULARS).get(last[0][0].lower(), last[0][0])
    form = form.capitalize() if last[0][0][0].isupper() else form
    return head[: last[0].start()] + form + head[last[0].end() :]


def _fragment(rest: str, before: str, *, led: bool) -> str | None:
    """Put "in mice", "children" or "exosomes" into the question before; None when it is no such fragment."""
    said = rest.strip(" ?.!")
    found = runs(said)
    if not found or any(
        joins(word[0]) and word[0].lower() not in PREPOSITIONS for word in words(said[found[0].start :])
    ):
        return None
    run = found[0]
    alone = len(found) == 1 or (found[1].preposition == "with" and found[1].kind == "condition" and len(found) == 2)  # noqa: PLR2004
    if not alone or any(word[0].lower() not in PREPOSITIONS | ARTICLES for word in words(said[: run.start])):
        return None
    if run.kind in {"people", "animals"} or (run.kind == "condition" and led):
        return _of_others(said, run, before)
    if run.kind == "general":
        return _ending(before, said) if run.preposition else _added(f"What about {said}" if led else said, before)
    return _with_another(said, run, before) if led else None


def _of_others(said: str, run: Run, before: str) -> str:
    """Ask the question before of other people, of animals or of another condition."""
    old, name = where(before), said[run.start :]
    if name.istitle():
        name = name.lower()
    if run.kind == "condition" and (former := next((one for one in runs(before) if one.kind == "condition"), None)):
        start = old.start if old and run.preposition else former.start
        return (
            before[:start] + (said[run.preposition_start :] if start != former.start else name) + before[former.end :]
        )
    put = f"{run.preposition or 'in'} {name}"
    if old is None or old.kind == "condition":
        return _ending(before, put)
    _, joint, condition = before[old.start : old.end].partition(" with ")
    theirs = joint + condition if run.kind == "people" and not re.search(r"\bwith\b|\bhealthy\b", name) else ""
    return before[: old.start] + put + theirs + before[old.end :]


def _with_another(said: str, run: Run, before: str) -> str | None:
    """Ask the question before of another treatment, or add what a preposition leads to."""
    about, name = topic(before), said[run.start :]
    if about is not None and run.preposition == "from":
        stem, _, _ = _subject(before).partition(" from ")
        return f"{before[: about.start]}{stem} {said}{before[about.end :]}"
    if run.preposition is not None:
        same = [one for one in runs(before) if (one.preposition, one.kind) == (run.preposition, run.kind)]
        return before[: same[0].start] + name + before[same[0].end :] if same else _ending(before, said)
    if run.kind != "treatment":
        return _added(f"What about {said}", before)
    if about is None:
        return _ending(before, said)
    return _agreeing(before[: about.start], name) + name + before[about.end :]


def _added(text: str, before: str) -> str | None:
    """Add to the end what the question before is about, and in whom."""
    about = topic(before)
    if about is None:
        return None
    preposition = "in" if about.kind == "condition" else "with"
    return _within(_ending(text, f"{preposition} {_subject(before)}"), before)


def _within(text: str, before: str) -> str:
    """Add in whom or in what the question before asks, unless the text says so or asks for a person."""
    old = where(before)
    if old is None or where(text) is not None or _OF_PERSONS.search(text) or _has_condition(text):
        return _sentence(text)
    said = before[old.start : old.end]
    preposition, _, rest = said.partition(" ")
    return _sentence(_ending(text, f"in {rest}" if preposition.lower() in {"of", "with", "against"} else said))


def _has_condition(text: str) -> bool:
    return any(run.kind in {"condition", "animals"} for run in runs(text))


def _people(before: str) -> str | None:
    """Return the people that the question before is about first of all: "How many patients were given …"."""
    first = next((run for run in runs(before) if run.kind != "general"), None)
    return before[first.start : first.end] if first and first.kind == "people" and not first.preposition else None


def _subject(before: str) -> str:
    about = topic(before)
    return before[about.start : about.end] if about else ""


def _ending(text: str, words_added: str) -> str:
    return f"{text.rstrip(' ?.!')} {words_added}?"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
