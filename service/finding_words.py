"""The words by which a question asks for a finding and a source tells one, or denies it. Patterns only; pure.

Read off questions and abstracts of PubMedQA outside its test items and of BioASQ before its eleventh edition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """Something a question can ask to be so: how it is asked, how a source tells it, and how one tells the contrary."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    against: re.Pattern[str]


def words(*patterns: str) -> re.Pattern[str]:
    """Return a pattern of whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_APPROVED = r"approv\w+|licen[sc]\w+|authori[sz]\w+|available|marketed"
_BETTER = (
    r"effective\w*|efficac\w+|benefi\w+|improv\w+|relie\w+|remission|clear(?:ed|ance)|respon(?:se|ses|ded|ders?)",
    r"superior|better|success\w*|ameliorat\w+|attenuat\w+|alleviat\w+|protect\w*|prevent\w*|prolong\w*|reduc\w+",
    r"decreas\w+|useful\w*|promising|heal\w*|recover\w*|surviv\w+|cured?|help\w*",
)
_WORSE = (
    r"worse\w*|poor(?:er|ly)?|inferior|ineffective\w*|discontinu\w+|terminated|halted|withdrawn|harm\w*|useless|futil\w+",
    r"fail\w*|disappoint\w+|detriment\w+|limited",
)
_UP = (
    r"increas\w*|higher|greater|more|elevat\w*|rais\w*|improv\w*|enhanc\w*|promot\w*|induc\w*\b(?! pluripotent)|longer",
    r"better|upregulat\w*|superior|prolong\w*|activat\w*|accelerat\w*|wors\w+|boost\w*|exacerbat\w*|stimulat\w*",
)
_DOWN = (
    r"decreas\w*|lower\w*|less|reduc\w*|fewer|declin\w*|inhibit\w*|suppress\w*|downregulat\w*|shorter|inferior|prevent\w*",
    r"protect\w*|smaller|attenuat\w*|ameliorat\w*|antagoni\w*|delay\w*|loosen\w*|block\w*|halt\w*|slow\w*|stop\w*",
    r"alleviat\w*",
)
_LINKED = (
    r"associat\w+|relat\w+|link\w*|correlat\w+|predict\w*|risk|factors?|caus\w+|affect\w*|influenc\w+|depend\w*|impact\w*",
    r"involv\w+|roles?|contribut\w+|differ\w*|effects?|change\w*|markers?|implicat\w+",
)
_NOTHING = re.compile(r"(?!)")

SAFETY = Relation(
    asked=words(r"safe(?:ly|ty)?|tolera\w+"), told=words(r"safe(?:ly|ty)?|tolera\w+"), against=words(r"unsafe|toxic\w*")
)
RELATIONS = (
    SAFETY,
    Relation(asked=words(_APPROVED), told=words(_APPROVED), against=_NOTHING),
    Relation(
        asked=words(
            r"effective\w*|efficac\w+|benefi\w+|improv\w+|help\w*|works?|useful\w*|success\w*|relie\w+|treat\w*|cure\w*|heal\w*"
        ),
        told=words(*_BETTER),
        against=words(*_WORSE),
    ),
    Relation(asked=words(*_UP), told=words(*_UP), against=words(*_DOWN)),
    Relation(asked=words(*_DOWN), told=words(*_DOWN), against=words(*_UP)),
    Relation(
        asked=words(*_LINKED, r"lead|matters?|vary|determin\w+"),
        told=words(
            *_LINKED,
            *_UP,
            *_DOWN,
            r"leads?|led|significant\w*|mediat\w+|regulat\w+|result(?:s|ed) in|due to|determin\w+",
        ),
        against=_NOTHING,
    ),
)
"""A question's relation is the first of these that it asks for."""

_P_VALUE = r"\bp[\s-]*(?:values?)?\s*(?:{sign})\s*"
DENIED = re.compile(
    # "did not", "was not", "cannot"; but "not only" affirms, and "those who did not" are people
    r"(?<!who )(?<!which )(?<!that )\b(?:did|does|do|was|were|is|are|has|have|had|could|can|would|may|might)"
    r"(?:n['’]t| not)\b"
    r"(?! only)|\bcannot\b|\bneed not\b|\bneither\b|\bunable to\b|\bunlikely\b|\bnone of\b"
    r"|\bfail(?:ed|s|ure|ing)? (?:to|in)\b"
    r"|\bnot (?:significant|statistically|associated|effective|useful|related|found|observed|seen|detected|reach)"
    r"|\b(?:non-?significant|insignificant|ineffective|unrelated|unchanged|unaffected)"
    r"|\black(?:s|ed)? (?:of )?(?:\w+ ){0,2}?(?:effect|efficacy|benefit|evidence)"
    # "P = 0.26", "P > 0.05", "P = NS"
    rf"|{_P_VALUE.format(sign='=')}(?:0?[.·](?:[1-9]|0[5-9])|n\.?s\b)"
    rf"|{_P_VALUE.format(sign='>|&gt;|≥')}0?[.·]0?[15]",
    re.IGNORECASE,
)
# "No" denies what comes in its clause, "without" the next words; "with or without" denies nothing.
NONE_OF = re.compile(
    r"\b(?:no|nor|never)\b(?! longer| only)(?P<clause>[^,;:.]{0,90})"
    r"|(?<!with or )(?<!with and )(?<!those )(?<!patients )\bwithout\b(?P<next>(?:[\s-]\w+){0,3})",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:.]|\b(?:and|but|while|whereas|although)\b")
FINDING = words(
    r"differ\w*|change\w*|effect\w*|associat\w*|correlat\w*|benefi\w*|evidence|relation\w*|influenc\w*|impact|significan\w*"
)
HARM = words(
    r"adverse|side[ -]effects?|complications?|toxicit\w+|harms?|deaths?|mortality|infections?|tumou?rs?",
    r"(?:serious|severe) events?",
)
# What is not known yet is neither yes nor no.
UNDECIDED = re.compile(
    r"\bnot (?:yet |been |fully |well |completely |clearly |entirely )*"
    r"(?:elucidated|understood|known|established|clear|identified|determined|studied|investigated|tested|reported)\b"
    r"|\b(?:remains?|is|are|was) (?:still )?"
    r"(?:to be|unclear|unknown|controversial|uncertain|debated|poorly understood)\b|\bargue[sd]? against\b",
    re.IGNORECASE,
)
HEDGE = words(
    r"may|might|could|possibl[ey]|potential(?:ly)?|appears?|seems?|perhaps|probably|unclear|uncertain|controversial",
    r"unknown",
    r"debated|conflicting|inconclusive|hypothesi[sz]\w*|suggest(?:s|ed|ing|ive)?|preliminary|promising|trends?",
    r"poorly understood",
    r"(?:further|more|larger|additional) (?:\S+ ){0,3}?(?:stud\w+|research|investigations?|trials?|data|evidence)",
)
AIM_OR_METHOD = words(
    r"aims?|aimed|purpose|objectives?|goal|whether|sought|hypothesi[sz]ed",
    r"to (?:determine|assess|evaluate|investigate|examine|test|compare|explore|study|analy[sz]e|identify|clarify)",
    r"to establish",
    r"we (?:examined|investigated|evaluated|assessed|compared|studied|analy[sz]ed|tested|reviewed|enrolled)",
    r"we (?:recruited|screened)",
    r"(?:was|were) (?:randomi[sz]ed|enrolled|included|recruited|collected|reviewed|divided|assigned|measured)",
    r"(?:was|were) (?:performed|evaluated|assessed|compared|calculated|recorded|used|conducted|carried out)",
)
# What a text says of itself, or of what was not done, is no finding either.
ABOUT_THE_STUDY = words(
    r"abstract|(?:this|the) (?:paper|review|article|registration)|readers?|uncontrolled|unblinded|open[- ]label",
    r"no (?:\w+ ){0,2}?(?:placebo|control)\w*|(?:small|short|limited) (?:sample|study|studies|numbers?|follow-?up)",
    r"not (?:randomi[sz]ed|blinded|described|listed|covered|studied|addressed|singled out|applicable)|not evidence",
    r"(?:not|nor) (?:be )?(?:quoted|cited)|reviewed here|follow-?up was",
)
BEFORE_RESULTS = re.compile(
    r"METHOD|DESIGN|SETTING|PARTICIPANT|SUBJECT|POPULATION|MEASURE|INTERVENTION|BACKGROUND|OBJECTIVE|AIM|PURPOSE"
    r"|INTRODUCTION|CONTEXT|HYPOTHES|RATIONALE|IMPORTANCE|^PATIENTS|SELECTION|EXTRACTION|SAMPLE|MATERIAL"
)
RESULTS = re.compile("RESULT|FINDING|CONCLU")
CONCLUSION = re.compile(r"CONCLU|INTERPRETATION|IMPLICATION")

CALLS_FOR_YES_OR_NO = re.compile(r"\W*\byes\s+or\s+no\b\W*|\W*\btrue or false\b\W*", re.IGNORECASE)
ASKS_FOR_ABSENCE = re.compile(
    r"\b(?:no|not|never|fails?|failed|ineffective|unrelated|unable|unaffected|unlikely|lacks?)\b|n['’]t\b",
    re.IGNORECASE,
)
# What quotes seldom settle: what one should do, whether all do or only some, whether one thing is as another is.
BEYOND_QUOTES = words(
    r"should|must|ought|necessary|need(?:ed|s)?|required?|mandatory|justified|worth\w*|warranted|indicated|appropriate",
    r"adequate|only|always|all|every|each|both|still|really|just|enough|sufficient\w*|routine\w*|first|best|most|than",
    r"versus|vs|as \w+ as|equal\w*|equivalen\w*|similar\w*|same|comparable|identical|non-?inferior\w*|or",
)
GENERIC = """
    effect effects effective affect associated association related relationship role patients treatment treat use used
    cause caused causes involved include including influence increase improve reduce predict risk factor factors study
    available exist known possible evidence result outcome people human humans disease therapy good useful important
    difference different help play lead safe safety show there associate approved benefit efficacy decrease link linked
"""
"""Words that say how a question asks, not what about."""
