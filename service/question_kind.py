"""What a question asks for, read off its words by visible rules: yes or no, a comparison, a list, a number. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class QuestionKind(StrEnum):
    """What kind of answer a question asks for."""

    YES_NO = "yes_no"
    COMPARISON = "comparison"
    LIST = "list"
    NUMBER = "number"
    OTHER = "other"


_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might|must)(?:n['’]t)?\b"
_WH = r"(?:what|which|who|whom|whose|when|where|why|how)\b"
_REQUEST = (
    r"(?:(?:please|briefly|describe|explain|summari[sz]e|define|list|name|mention|enumerate)\b"
    r"|(?:can|could|would) you (?:please |briefly )?(?:describe|explain|summari[sz]e|define|list|name|tell)\b)"
)
# A clause opens at the start or after another ("In PsA, does …", "SELECT-PsA 1: did …"), a "which" often after a
# preposition ("By which …"). The first one that asks or requests says what the question is.
_FIRST_CLAUSE = re.compile(
    r"(?:^|[,:;.?!]\s+(?:and |but |so )?|\s[-–—]\s+|--\s*)"
    rf"(?:(?:\w+ )?{_WH}|{_REQUEST}|(?P<yes_no>{_AUXILIARY}))",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"\byes\s+or\s+no\b|\btrue or false\b|\bis (?:that|this|it) (?:right|true|correct)\b", re.IGNORECASE
)
# A statement that is to be judged, with its verb ("Cells are safe") or, as titles have it, without ("Cells: a cure?").
_STATEMENT = re.compile(
    rf"^(?!.*\b{_WH})(?!{_REQUEST})"
    r"(?:.*\s(?:is|are|was|were|can|has|have|does|do|refers)\s|.*(?:[:;,–—]|--)\s*(?:an?|the|any|really|another|still)\s.*\?$)",
    re.IGNORECASE,
)

# "A versus B", "the difference between A and B"; and a choice: "is A or B better".
_COMPARISON = re.compile(
    r"(?<![\w-])(?:versus|vs)\b(?!-)|\bcompare\b|\bcompar(?:es|ed|ing) (?:with|to|against)\b"
    r"|\bdifferences?\b.*\bbetween\b|\bdiffers?\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:better|worse|safer|rather|prefer|best)\b.*\bor\b|\b(?:more|most|less|least)\b[^:]*:.*\bor\b"
    r"|\bor\b.*\b(?:better|worse|safer|preferred|more|stronger|higher|lower)\b",
    re.IGNORECASE,
)

_VERB = r"(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|will|would|should)\b"
_PLURAL = rf"(?!{_VERB})(?:(?!\w*(?:ss|us|is)\b)[\w-]{{2,}}s|genera|criteria|bacteria|loci|people|children)\b"
_LIST = re.compile(
    r"\b(?:list|enumerate|mention)\b|^(?:please )?name (?!an?\b|one\b|of\b)"
    rf"|\b(?:what|which) (?:are|were) .*?(?:the|some|other|common|main|\d+|features|symptoms) .*?{_PLURAL}"
    # The noun that is asked for is plural: a verb may follow ("which genes drive"), no object ("which gene drives a").
    rf"|\b(?:what|which) (?:(?!{_VERB}|the\b|an?\b)[\w/'-]+,? ){{0,3}}?{_PLURAL}"
    r"(?! (?:the|an?|(?-i:[A-Z0-9]))\b)(?! (?-i:[A-Z]))"
    r"|\b(?:what|which) (?:two|three|four|five|six|\d+)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow (?:many|much|long|soon|often|large|big|high|old|common)\b"
    r"|\bwhat (?:share|rate|percentage|percent|proportion|fraction|number|dose)\b|\bby how\b",
    re.IGNORECASE,
)


def kind_of(question: str) -> QuestionKind:
    """Return what the question asks for, by the first clause of it that asks.

    "Is A better than B?" can be answered by yes or no and is of that kind; "Is A or B better?" cannot.
    """
    if _asks_yes_or_no(question):
        return QuestionKind.COMPARISON if _CHOICE.search(question) else QuestionKind.YES_NO
    if _COMPARISON.search(question) or _CHOICE.search(question):
        return QuestionKind.COMPARISON
    if asks_for_number(question):
        return QuestionKind.NUMBER
    return QuestionKind.LIST if _LIST.search(question) else QuestionKind.OTHER


def asks_for_number(question: str) -> bool:
    """Say whether any part of the question asks for a number."""
    return bool(_NUMBER.search(question))


def _asks_yes_or_no(question: str) -> bool:
    if _YES_OR_NO.search(question):
        return True
    first = _FIRST_CLAUSE.search(question.strip())
    return bool(first["yes_no"]) if first else bool(_STATEMENT.search(question))
