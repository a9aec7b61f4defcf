"""Whether a sentence of a source says yes or no to a question, by rules a reader can see. Pure.

A sentence speaks to a question when it has the question's own words, or its document's title has them. It then says no
when what it finds is denied ("did not improve", "no significant difference", "P = 0.4"), yes when a finding stands
without that, and neither when it tells an aim or a method. A question that asks for sameness, or asks in the negative,
turns them round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from service.words import stems


class Stance(StrEnum):
    """What a sentence says to a yes-no question."""

    YES = "yes"
    NO = "no"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A stance, and how much it is worth, in [0, 1]: how wholly the sentence speaks to the question, and how surely."""

    stance: Stance
    strength: float


_NEITHER = Opinion(Stance.NEITHER, 0.0)


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns), re.IGNORECASE)


# A question asks whether something works, is safe, is bound up with something, is approved, goes up or goes down. A
# sentence speaks to it when it has words for that too; ``against`` are those that say the contrary.
@dataclass(frozen=True, slots=True)
class _Relation:
    asked: re.Pattern[str]
    told: re.Pattern[str]
    against: re.Pattern[str]


_NOTHING = re.compile(r"(?!)")
_BETTER = (
    r"effective\w*|efficac\w+|benefi\w+|improv\w+|relie\w+|remission|clear(?:ed|ance)|respon(?:se|ses|ded|ders?)|superior|better"
    r"|success\w*|ameliorat\w+|attenuat\w+|alleviat\w+|protect\w*|prevent\w*|prolong\w*|reduc\w+|decreas\w+|useful\w*|promising"
    r"|heal\w*|recover\w*|surviv\w+|cured?|help\w*"
)
_WORSE = (
    r"worse\w*|poor(?:er|ly)?|inferior|ineffective\w*|discontinu\w+|terminated|halted|withdrawn|harm\w*|useless|futil\w+"
    r"|fail\w*|disappoint\w+|detriment\w+|limited"
)
_UP = (
    r"increas\w*|higher|greater|more|elevat\w*|rais\w*|improv\w*|enhanc\w*|promot\w*|induc\w*|upregulat\w*|longer|better"
    r"|superior|prolong\w*|activat\w*|accelerat\w*|worsen\w*|boost\w*|exacerbat\w*|stimulat\w*"
)
_DOWN = (
    r"decreas\w*|lower\w*|less|reduc\w*|fewer|declin\w*|inhibit\w*|suppress\w*|downregulat\w*|shorter|inferior|prevent\w*"
    r"|protect\w*|smaller|attenuat\w*|ameliorat\w*|antagoni\w*|delay\w*|loosen\w*|block\w*|halt\w*|slow\w*|stop\w*|alleviat\w*"
)
_RELATIONS = (
    _Relation(_words(r"safe(?:ly|ty)?|tolera\w+"), _words(r"safe(?:ly|ty)?|tolera\w+"), _words(r"unsafe|toxic\w*|death\w*")),
    _Relation(
        _words(r"approv\w+|licen[sc]\w+|authori[sz]\w+|available|marketed"),
        _words(r"approv\w+|licen[sc]\w+|authori[sz]\w+|available|marketed"),
        _NOTHING,
    ),
    _Relation(
        _words(r"effective\w*|efficac\w+|benefi\w+|improv\w+|help\w*|works?|useful\w*|success\w*|relie\w+|treat\w*|cure\w*|heal\w*"),
        _words(_BETTER),
        _words(_WORSE),
    ),
    _Relation(_words(_UP), _words(_UP), _words(_DOWN)),
    _Relation(_words(_DOWN), _words(_DOWN), _words(_UP)),
    _Relation(
        _words(
            r"associat\w+|relat\w+|link\w*|correlat\w+|predict\w*|risk|factors?|caus\w+|lead|affect\w*|influenc\w+|depend\w*|impact"
            r"|involv\w+|role|contribut\w+|differ\w*|effects?|change\w*|matters?|markers?|implicat\w+|vary|determin\w+"
        ),
        _words(
            r"associat\w+|relat\w+|link\w*|correlat\w+|predict\w*|risk|factors?|caus\w+|leads?|led|affect\w*|influenc\w+|depend\w*"
            r"|involv\w+|roles?|contribut\w+|differ\w*|effects?|change\w*|markers?|significant\w*|mediat\w+|regulat\w+|implicat\w+"
            r"|impact\w*|result(?:s|ed) in|due to",
            _UP,
            _DOWN,
        ),
        _NOTHING,
    ),
)

_P_VALUE = r"\bp[\s-]*(?:values?)?\s*(?:{sign})\s*"
_DENIED = re.compile(
    # "did not", "was not", "cannot"; but "not only" affirms
    r"\b(?:did|does|do|was|were|is|are|has|have|had|could|can|would)(?:n['’]t| not)\b(?! only)|\bcannot\b|\bneither\b"
    r"|\bnot (?:significant|statistically|associated|effective|useful|related|found|observed|seen|detected|reach|differ)\w*"
    r"|\b(?:non-?significant|insignificant|ineffective|unrelated|unchanged|unaffected)\w*|\bunable to\b|\bunlikely\b"
    r"|\bfail(?:ed|s|ure|ing)? (?:to|in)\b|\bnone of\b|\black(?:s|ed)? (?:of )?(?:\w+ ){0,2}?(?:effect|efficacy|benefit|evidence)\w*"
    # "P = 0.26", "P > 0.05", "P = NS"
    rf"|{_P_VALUE.format(sign='=')}(?:0?[.·](?:[1-9]|0[5-9])|n\.?s\b)|{_P_VALUE.format(sign='>|&gt;|≥')}0?[.·]0?[15]",
    re.IGNORECASE,
)
# "No" and "without" deny what comes in their clause.
_NONE = re.compile(r"\b(?:no|without|nor|never)\b(?! longer| only)([^,;:.]{0,90})", re.IGNORECASE)
_FOUND = _words(r"differ\w*|change\w*|effect\w*|associat\w*|correlat\w*|benefi\w*|evidence|relation\w*|influenc\w*|impact|significan\w*")
_HARM = _words(
    r"adverse|side[ -]effects?|complications?|toxicit\w+|harms?|deaths?|mortality|infections?|tumou?rs?|(?:serious|severe) events?"
)
_HEDGE = _words(
    r"may|might|could|possibl[ey]|potential(?:ly)?|appears?|seems?|perhaps|probably|unclear|controversial|unknown|debated",
    r"conflicting|inconclusive|hypothesi[sz]\w*|suggest(?:s|ed|ing|ive)?|preliminary|promising|trends?|poorly understood",
    r"(?:further|more|larger|additional) (?:\S+ ){0,3}?(?:stud\w+|research|investigations?|trials?|data|evidence)",
)
_AIM_OR_METHOD = _words(
    r"aims?|aimed|purpose|objectives?|goal|whether|sought|hypothesi[sz]ed",
    r"to (?:determine|assess|evaluate|investigate|examine|test|compare|explore|study|analy[sz]e|identify|clarify|establish)",
    r"we (?:examined|investigated|evaluated|assessed|compared|studied|analy[sz]ed|tested|reviewed|enrolled|recruited|screened)",
    r"(?:was|were) (?:randomi[sz]ed|enrolled|included|recruited|collected|reviewed|divided|assigned|measured|performed"
    r"|evaluated|assessed|compared|calculated|recorded|used|conducted|carried out)",
)
_TOLD_BEFORE_RESULTS = re.compile(
    r"METHOD|DESIGN|SETTING|PARTICIPANT|SUBJECT|POPULATION|MEASURE|INTERVENTION|BACKGROUND|OBJECTIVE|AIM|PURPOSE|INTRODUCTION"
    r"|CONTEXT|HYPOTHES|RATIONALE|IMPORTANCE|^PATIENTS|SELECTION|EXTRACTION|SAMPLE|MATERIAL"
)
_RESULTS = re.compile("RESULT|FINDING|CONCLU")
_CONCLUSION = re.compile(r"CONCLU|INTERPRETATION|IMPLICATION")

# Words that say how a question asks, not what about.
_GENERIC = frozenset(
    stems(
        "effect effects effective affect associated association related relationship role patients treatment treat use used "
        "cause caused causes involved include including influence increase improve reduce predict risk factor factors study "
        "available exist known possible evidence result outcome people human humans disease therapy good useful important "
        "difference different help play lead safe safety show there associate approved benefit efficacy decrease link linked"
    )
)
_NAME = re.compile(r"[\w/-]*(?:\d|[A-Z]{2}|[a-z][A-Z])[\w/-]*")
_CALLS_FOR_YES_OR_NO = re.compile(r"\W*\byes\s+or\s+no\b\W*|\btrue or false\b\W*", re.IGNORECASE)
_ASKS_FOR_ABSENCE = re.compile(
    r"\b(?:no|not|never|fails?|failed|ineffective|unrelated|unable|unaffected|unlikely|lacks?)\b|n['’]t\b", re.IGNORECASE
)
# What quotes seldom settle: what one should do, whether all or only some do, whether one is as another is or more so.
_BEYOND_QUOTES = _words(
    r"should|must|ought|necessary|need(?:ed|s)?|required?|mandatory|justified|worth\w*|warranted|indicated|appropriate|adequate",
    r"only|always|all|every|each|both|still|really|just|enough|sufficient\w*|routine\w*|first|best|most",
    r"than|versus|vs|as \w+ as|equal\w*|equivalen\w*|similar\w*|same|comparable|identical|non-?inferior\w*|or",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks: the stems of what it is about, the names in it, the relation asked for."""

    subject: frozenset[str]
    names: frozenset[str]
    relation: _Relation | None
    for_absence: bool
    can_be_read: bool


def opinion(question: str, sentence: str, *, title: str = "", section: str | None = None) -> Opinion:
    """Return what the sentence says to the question; ``title`` is its document's, ``section`` the label it stands under."""
    asked = _asked(question)
    if not asked.can_be_read or _tells_no_finding(sentence, section):
        return _NEITHER
    reach = _reach(asked, sentence, title)
    affirms = _affirms(asked, sentence)
    if reach == 0 or affirms is None:
        return _NEITHER
    strength = reach * (0.5 if _HEDGE.search(sentence) else 1.0)
    if _CONCLUSION.search((section or "").upper()):
        strength = min(1.0, strength * 1.5)
    return Opinion(Stance.YES if affirms != asked.for_absence else Stance.NO, strength)


@lru_cache(maxsize=256)
def _asked(question: str) -> _Asked:
    plain = _CALLS_FOR_YES_OR_NO.sub("", question)
    words = frozenset(stems(plain))
    return _Asked(
        subject=words - _GENERIC or words,
        names=frozenset(name.lower() for name in _NAME.findall(plain)),
        relation=next((relation for relation in _RELATIONS if relation.asked.search(plain)), None),
        for_absence=bool(_ASKS_FOR_ABSENCE.search(plain)),
        can_be_read=not _BEYOND_QUOTES.search(plain),
    )


def _reach(asked: _Asked, sentence: str, title: str) -> float:
    """Return the share of the question's words that the sentence has; those in the title alone count half."""
    said, headed = set(stems(sentence)), set(stems(title))
    both = f"{title} {sentence}".lower()
    if any(name not in both for name in asked.names):
        return 0.0
    mine = len(asked.subject & said)
    return (mine + 0.5 * len((asked.subject - said) & headed)) / len(asked.subject)


def _tells_no_finding(sentence: str, section: str | None) -> bool:
    label = (section or "").upper()
    if _TOLD_BEFORE_RESULTS.search(label) and not _RESULTS.search(label):
        return True
    return bool(_AIM_OR_METHOD.search(sentence)) or sentence.rstrip().endswith("?")


def _affirms(asked: _Asked, sentence: str) -> bool | None:
    """Say whether the sentence holds what is asked to be so, or not so; None when it tells neither."""
    safety = asked.relation is _RELATIONS[0]
    for rest in _NONE.findall(sentence):
        if safety and _HARM.search(rest):
            return True
        if _FOUND.search(rest) or asked.subject & set(stems(rest)) or (asked.relation and asked.relation.told.search(rest)):
            return False
    if _DENIED.search(sentence):
        return False
    if asked.relation is None:
        return True
    if asked.relation.against.search(sentence):
        return None
    return True if asked.relation.told.search(sentence) else None
