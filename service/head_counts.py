"""Counts of people in a sentence of a study's text, and what each tells of the size of the study. Pure.

A count is a number before a noun for people, "Twelve adult patients", or after it, "patients (n = 12)". Whether it
tells how many people the study had is read from the words around it, by the rules below. What they are not sure of is
`Role.PART`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a count tells. The lower, the more surely it is of the whole study."""

    ENROLLED = 1  # who was enrolled, randomised, included, or whom the study is said to be of
    TREATED = 2  # whom something was done to
    OPENING = 3  # whom a sentence opens with, or something was looked at in
    PART = 4  # some of the people, or not sure


@dataclass(frozen=True, slots=True)
class HeadCount:
    """A number of people and what it tells."""

    number: int
    role: Role


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELT = {
    **{word: value for value, word in enumerate(f"{_ONES} eighteen nineteen".split(), start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    "hundred": 100,
    "thousand": 1000,
}
_SPELT_WORD = rf"(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})"
_SPELT_NUMBER = rf"{_SPELT_WORD}(?:(?:[-\u2010\u2011]|\s|\sand\s){_SPELT_WORD}){{0,6}}"
_ANY_NUMBER = rf"(?:\d{{1,3}}(?:[, \u00a0\u2009\u202f]\d{{3}})+|\d+|{_SPELT_NUMBER})"
# Neither within a word, a decimal or a range ("IL-17", "10-15", "1/3"), nor after a sign.
_NUMBER = rf"(?<![\w.,/+±<>≥≤~=–−‐‑-])(?<![–−‐‑-]\s){_ANY_NUMBER}(?![\w%/–−‐‑-]|[.,]\d)"

_PEOPLE = (
    r"(?:(?:in-?|out-?)?patients|participants|subjects|volunteers|adults|adolescents|children|infants|neonates|newborns"
    r"|women|men|males|females|boys|girls|people|persons|individuals|students|veterans|smokers|survivors|cases)"
)
# What may stand between number and noun: words that describe people. So no preposition, no verb, no unit, no other
# plural ("12 hospitals", "3 weeks"); words in -is, -us, -ss are no plurals.
_NOT_DESCRIBING = (
    r"(?:of|in|on|at|by|for|from|to|with|per|the|these|those|our|who|whom|which|that|than|as|are|was|were|be|had|have"
    r"|week|month|day|hour|year|time|fold|mg|kg|ml|g|cm|mm|cent|percent|million|billion|mice|mouse|cell|half|third"
    r"|quarter|other)\b|(?!diabetes\b|previous)[\w-]*[^\Wisu]s\b"
)
_DESCRIBING = rf"(?:,?\s+(?:type\s[12I]+\b|(?!{_NOT_DESCRIBING})[A-Za-z][\w'’/-]*))"
_COUNT = _any(rf"(?P<number>{_NUMBER})(?:\s\([^()]*\))?{_DESCRIBING}{{0,7}}?\s+{_PEOPLE}(?![\w'’/-])")

# "Patients (n = 12)", where no other n is told in the sentence.
_N = re.compile(r"\bn\s?=", re.IGNORECASE)
_N_COUNT = _any(rf"\b{_PEOPLE}\s\(\s?n\s?=\s?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\d.])[^()]*\)")

# A count that is of nobody in this study: a name or an age ("type 2 patients", "aged 65"), a rate ("one in five",
# "per 1000"), another study; people who were only looked at.
_NOBODY_BEFORE = _any(
    r"\b(?:types?|phases?|stages?|grades?|class|groups?|cohorts?|arms?|weeks?|days?|months?|years?|visits?|parts?|steps?"
    r"|levels?|scores?|ages?|aged|older than|younger than|tables?|figures?|hepatitis|per|every|each"
    rf"|(?<!phase )(?:\d|\b{_SPELT_WORD}) in|population of|prevalence of|database of)\s*$",
    r"\b(?:previous|prior|earlier|later|larger|past|published|companion|parent|sister|another)(?:\W+[\w-]+){0,4}\W+$",
)
_NOBODY_AFTER = _any(
    r"^[^.;:,]{0,60}?\b(?:were|was|are)\s+(?:\w+\s+)?(?:screened|approached|invited|contacted|assessed for eligibility"
    r"|eligible|identified|needed|required|to be)\b",
    r"^[^.;:,]{0,30}\b(?:screened|assessed for eligibility|per year)\b",
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A sentence that speaks of plans, of reckoning, of what others saw, or of animals.
_NOT_THIS_STUDY = _any(
    r"\b(?:will|plan(?:s|ned)?|aim(?:s|ed)? to|intend(?:s|ed)?|sample size|target (?:sample|number|enrol\w*|recruit\w*)"
    r"|to detect|statistical power|literature|previously (?:reported|published)|extrapolat\w+|estimated|post[- ]hoc"
    r"|pooled|sub-?study|(?:secondary|subgroup|exploratory) analys[ie]s)\b"
)

# Anything to the end of a clause, decimals and ratios in it, and what is in parentheses.
_CLAUSE = r"(?:[^.;:()]|(?<=\d)[.:](?=\d)|\([^()]*\))"
_TOTAL = r"\s+(?:a\s+total\s+of\s+)?$"

# A count of some of the people, or not an exact one, whatever else is said of it.
_PART_BEFORE = _any(
    rf"(?:\d%?\)?|\b{_SPELT_WORD}|half|all|most|none|many|some|thirds?|any|subset|subgroup|remainder)\s+(?:out\s+)?of"
    r"\s+(?:the\s+|these\s+|those\s+|all\s+|our\s+)*$",
    r"\b(?:at least|at most|more than|less than|fewer than|greater than|up to|over|about|around|approximately|nearly"
    r"|almost|roughly|some|only in|further|additional|additionally|remaining|other|another|next|last|first|and|plus"
    r"|versus|vs\.?|than|or|against|with the)\s+$",
    rf"{_ANY_NUMBER}\s+to\s+$",
    # "Of 120 enrolled, 80 were treated"
    r"(?:^|[:.;]\s+|,\s+)(?:of|among|from)\s+(?:the\s+|these\s+|a\s+total\s+of\s+)*$",
    r"(?<!-)\b(?:group|arm|controls|of whom|of which|of these|of them|whereas|while|respectively)\b[^.;]{0,60}$",
    r"\b(?:finally|secondly|subsequent(?:ly)?|separate|replication|validation|independent)\b[^.;]{0,60}$",
    r"[<>≥≤~±=(/]\s*$",
)
_PART_AFTER = _any(
    rf"^{_CLAUSE}{{0,80}}?\b(?:(?:per|each|every|both)\s+(?:\w+\s+)?(?:group|arm|cohort)s?|each|apiece|respectively)\b",
    # "20 patients received cells and 20 did not", "20 patients and 18 controls"
    rf"^{_CLAUSE}*?(?:,|\b(?:and|versus|vs\.?|while|whereas|but|plus|with))\s+(?:the\s+|an?\s+|other\s+|another\s+"
    rf"|remaining\s+|in\s+)*{_ANY_NUMBER}\s+(?:\([^()]*\)\s+)?(?:(?:[\w-]+\s+){{0,4}}(?:{_PEOPLE}|controls)\b"
    r"|(?:were|was|received|had|to|did|served|underwent|took|in the|with the|the|others?|controls?|healthy|matched)\b)",
    # "24 volunteers in the single-dose study"
    rf"^{_CLAUSE}{{0,60}}?\b(?:in|from)\s+the\s+(?!present|current)(?:[\w-]+\s+){{1,4}}(?:study|trial|part|phase|stage)\b",
    r"^\s+(?:\([^()]*\)\s+)?(?:(?:who|had|have)\s+)?(?:completed|finished|withdrew|dropped|discontinued|died|improved"
    r"|responded|experienced|developed|reported|achieved|relapsed|showed|failed|refused|declined|remained)\b",
    r"^\s+(?:\([^()]*\)\s+)?(?:were|was)\s+(?:lost|excluded|withdrawn|not|responders|evaluable|available|women|men|female"
    r"|male)\b",
    rf"^{_CLAUSE}{{0,120}}?\s(?:were|was)\s+(?:\w+ly\s+)?(?:analy[sz]ed|included\s+in\s+(?:\w+\s+){{0,4}}?analys\w+)\b",
)
# "30 patients were assigned to the control group", unless another group is named: "to yoga or to the control group".
_ONE_GROUP = _any(
    rf"^{_CLAUSE}{{0,80}}?\b(?:control|placebo|treatment|intervention|experimental)\s+(?:\w+\s+)?(?:group|arm)\b",
    rf"^{_CLAUSE}{{0,80}}?\b(?:in|to|into|for)\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}(?:group|arm)\b",
)
_GROUPS = _any(rf"^{_CLAUSE}*?\b(?:or|versus|vs|groups|arms|(?:divided|split)\s+(?:\w+ly\s+)?(?:in)?to)\b")

_STUDY = (
    r"(?:trial|study|series|cohort|RCT|survey|experiment|report|comparison|phase\s[1-4Iab/]+|(?:chart|case-?note|record"
    r"|retrospective)\s+review)"
)
# What a count after a study's name would be the subject or the object of, if one of these stood between.
_VERB = (
    r"\b(?:is|was|were|had|has|have|occurred|seen|found|reported|observed|showed|shown|improved|developed|noted|achieved"
    r"|increased|decreased|reduced|compared with)\b"
)
_HAVING = (
    r"(?:of|in|on|with|among|involving|including|enrolling|randomi[sz]ing|recruiting|comprising"
    r"|(?:that\s+|which\s+)?(?:includes|included|enrolled|involved|recruited|comprised|randomi[sz]ed))"
)
_JOINED = r"(?:enrol(?:l)?ed|recruited|randomi[sz]ed|assigned|allocated|included|studied|entered|registered|divided)"
_ADVERBS = r"(?:(?:\w+ly|also|then|all|thus|hence)\s+){0,3}"
_ENROLLED_BEFORE = _any(
    rf"\b{_STUDY}\b(?!\s+(?:group|arm|drug))(?:(?!{_VERB})[^.;:,()]){{0,120}}?\s{_HAVING}{_TOTAL}",
    rf"\b{_STUDY}\s+(?:was|were)\s+(?:\w+ly\s+)?(?:conducted|performed|carried out|done|undertaken)"
    rf"\s+(?:in|on|among|with){_TOTAL}",
    rf"\b(?:we|investigators|authors)\s+(?:\w+ly\s+)?{_JOINED}{_TOTAL}",
    rf"\b(?:randomi[sz]ed|randomly assigned|enrolled|recruited){_TOTAL}",
    rf"^(?:the\s+)?(?:study\s+)?(?:subjects|participants|patients|population|sample)\s+(?:were|was|included|comprised"
    rf"|consisted\s+of){_TOTAL}",
)
_ENROLLED_AFTER = _any(
    rf"^{_CLAUSE}{{0,220}}?(?:(?<!\d)|(?<=\b20\d\d)|(?<=\b19\d\d))\s(?:were|was|have been|had been)\s+{_ADVERBS}"
    rf"{_JOINED}\b",
    rf"^(?:{_CLAUSE}{{0,120}}?\s)?(?:participated|took part|enrolled in|entered (?:the|into|this|an?))\b",
    rf"^(?:\s+(?:\([^()]*\)\s*)?[\w'-]+){{0,10}}?,?\s+{_ADVERBS}(?:randomi[sz]ed|enrolled|recruited"
    r"|randomly (?:assigned|allocated|divided))\b",
)
# How far around a count is looked, and how long a sentence of prose can be, in characters: whatever a text is, the
# time for it stays in bounds.
_LOOKED_AT = 400
_LONGEST = 1500

_TREATED_BEFORE = _any(
    r"\b(?:treated|studied|examined|evaluated|investigated|assessed|tested|measured|given to|administered to"
    rf"|performed on|conducted (?:in|on|among|with)|applied to)(?:\s+in)?{_TOTAL}"
)
_TREATED_AFTER = _any(
    rf"^{_CLAUSE}{{0,160}}?\s(?:received|underwent|took|were\s+(?:\w+ly\s+)?(?:treated|given|evaluated|examined|assessed"
    r"|investigated|tested|injected|infused|administered|asked|instructed|monitored|compared|operated"
    r"|stratified|prescribed|trained|interviewed|surveyed|vaccinated|immuni[sz]ed|fed))\b"
)
_OPENING_BEFORE = _any(r"^(?:(?:a\s+)?total\s+of\s+)?$", rf"\b(?:in|on|among){_TOTAL}")


def head_counts(sentence: str) -> Iterator[HeadCount]:
    """Yield the counts of people in a sentence."""
    if len(sentence) > _LONGEST or _NOT_THIS_STUDY.search(sentence):
        return
    for match in [*_COUNT.finditer(sentence), *(_N_COUNT.finditer(sentence) if len(_N.findall(sentence)) == 1 else ())]:
        before, after = sentence[: match.start()][-_LOOKED_AT:], sentence[match.end() :][:_LOOKED_AT]
        role = _role(match["number"], before, after)
        if role is not None:
            yield HeadCount(_value(match["number"]), role)


def _role(number: str, before: str, after: str) -> Role | None:
    """Return what the count between ``before`` and ``after`` tells; None where it is of nobody in this study."""
    if _YEAR.fullmatch(number) or _NOBODY_BEFORE.search(before) or _NOBODY_AFTER.search(after):
        return None
    if _is_part(before, after):
        return Role.PART
    if _ENROLLED_BEFORE.search(before) or _ENROLLED_AFTER.search(after):
        return Role.ENROLLED
    if _TREATED_BEFORE.search(before) or _TREATED_AFTER.search(after):
        return Role.TREATED
    return Role.OPENING if _OPENING_BEFORE.search(before) else Role.PART


def _is_part(before: str, after: str) -> bool:
    if _PART_BEFORE.search(before) or _PART_AFTER.search(after):
        return True
    return bool(_ONE_GROUP.search(after)) and not _GROUPS.search(after)


def _value(number: str) -> int:
    digits = re.sub(r"\D", "", number)
    if digits:
        return int(digits)
    total = last = 0
    for word in re.findall(r"[a-z]+", number.lower()):
        if word == "thousand":
            total, last = total + max(last, 1) * _SPELT[word], 0
        elif word == "hundred":
            last = max(last, 1) * _SPELT[word]
        else:
            last += _SPELT.get(word, 0)
    return total + last
