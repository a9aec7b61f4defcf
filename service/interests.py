"""Clauses in which a text states that authors or sponsors stood to gain. Pure.

What the text denies ("no conflict of interest") is not stated; what it does not mention is not known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.documents import Document
from corpus.sentences import sentences_of

# Words in the names of companies, and sponsors of trials in psoriatic disease whose names have none of them.
_COMPANY = (
    r"\b(?:(?i:compan(?:y|ies)|manufacturers?|industry|pharma|pharmaceuticals?|therapeutics|bio(?:tech|pharma)\w*|biosciences?"
    r"|laboratories)|Inc|Ltd|LLC|GmbH|AG|Corp(?:oration)?|Pte|AbbVie|Amgen|AstraZeneca|Celgene|Celltex|Janssen|Lilly"
    r"|Merck|Novartis|Pfizer|Roche|Sanofi|Takeda|TiGenix|UCB)\b"
)
_CONFLICT = r"(?:conflicts?[ -]of[ -]interests?|competing interests?)"
_STATED = re.compile(
    "|".join(
        (
            rf"(?i:\b(?:fund(?:ed|ing|er)|sponsor(?:ed|ship)?|financed|paid for)\b)[^.;]{{0,80}}?{_COMPANY}",
            rf"(?i:\bsupported by\b)[^.;]{{0,60}}?{_COMPANY}",
            r"(?i:\b(?:industry|company) (?:funding|sponsorship)\b)",
            r"(?i:\bauthors?\b[^.;]{0,80}\b(?:employ(?:ees?|ed)|founders?|founded|shareholders?|inventors?)\b)",
            rf"(?i:\bauthors?\b[^.;]{{0,60}}\b(?:affiliated|belong\w*|consult\w*)\b)[^.;]{{0,60}}?{_COMPANY}",
            rf"(?i:\b(?:is|are|was|were)\s+(?:\w+\s+){{0,3}}employees? of\b)[^.;]{{0,60}}?{_COMPANY}",
            rf"(?i:\bconsult(?:ants?|ancy|ing)\b)[^.;]{{0,60}}?(?:(?i:\bfees?\b)|{_COMPANY})",
            rf"(?i:\b(?:fees|honoraria|royalties|grants?)\b[^.;]{{0,40}}\bfrom\b)[^.;]{{0,60}}?{_COMPANY}",
            r"(?i:\b(?:holds?|held|filed|owns?|inventors?|applied for)\b[^.;]{0,40}\bpatents?\b)",
            r"(?i:\bpatents?\s+(?:applications?|holders?|pending|(?:is|are|was|were)\s+(?:held|filed|owned|pending))\b)",
            rf"(?i:\b(?:authors?|declares?|reports?|has|have)\b[^.;]{{0,80}}\b{_CONFLICT}|\b{_CONFLICT}\s*:)",
        )
    )
)
_DENIED = re.compile(
    r"\b(?:no|not|none|neither|never|without|nothing)\b(?:(?!\b(?:and|but)\b)[^.;,]){0,70}?\b(?:interests?|disclose|declare"
    r"|fund(?:ed|ing)|sponsor\w*|supported|employ\w+|founders?|consult\w+|patents?|fees|honoraria|shareholders?|affiliated)\b"
    r"(?:[^.;,]{0,60}?\b(?:company|manufacturer|industry)\b)?"
    rf"|\b{_CONFLICT}\W{{1,3}}(?:none|nil|no|not)\b",
    re.IGNORECASE,
)
# In a trial at a workplace they are who took part.
_TAKING_PART = re.compile(r"\b(?:participants|subjects|workers|volunteers)\b[^.;]{0,80}\bemployees\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def interests(document: Document) -> tuple[str, ...]:
    """Return the clauses that state such an interest, word for word, in their order."""
    return tuple(
        clause.strip()
        for sentence in sentences_of(document)
        for clause in document.words_at(sentence).split(";")
        if _states(clause)
    )


def _states(clause: str) -> bool:
    return bool(_STATED.search(_TAKING_PART.sub("", _DENIED.sub("", clause))))
