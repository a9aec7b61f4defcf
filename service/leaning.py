"""Sentences that lean on the one before them: "They improved.", "In contrast, …", "Of these, five …". Pure.

Quoted alone, such a sentence leaves open who or what is meant. Judged by how it begins, and conservatively: one that
speaks of its own work ("This trial …") or of nobody ("It is known that …") stands alone.
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"^[A-Z][A-Z /&]{3,40}:\s*")

# Said before a sentence that stands alone as well as before one that does not.
_OPENING = re.compile(
    r"^(?:however|moreover|furthermore|in addition|additionally|also|thus|therefore|hence|finally|overall|notably|"
    r"importantly|interestingly|indeed|and|but|yet|so|then|in conclusion|in summary|taken together|first|second|third|"
    r"lastly|specifically|unfortunately|surprisingly|as expected)\b,?\s+",
    re.IGNORECASE,
)

_SELF = (
    r"(?:study|studies|trial|review|report|case|series|meta-analysis|analysis|article|paper|work|protocol|guidelines?|"
    r"investigation|survey|research|registry|project|overview|letter|chapter|editorial|experiment|cohort|authors?|"
    r"digest|abstract|record|summary|consensus|issue|perspective|commentary)"
)
_VERB = (
    r"(?:is|was|are|were|be|been|has|have|had|may|might|can|could|will|would|should|must|do|does|did|"
    r"suggests?|suggested|indicates?|indicated|shows?|showed|demonstrates?|demonstrated|supports?|supported|"
    r"confirms?|confirmed|implies|implied|leads?|led|results?|resulted|occurs?|occurred|remains?|remained|appears?|"
    r"appeared|seems?|seemed|means|meant|includes?|included|involves?|involved|makes?|made|gives?|gave|became|becomes|"
    r"provides?|provided|allows?|allowed|requires?|required|represents?|represented|corresponds?|corresponded|contrasts?|"
    r"reduces?|reduced|increases?|increased|decreased|improved|causes?|caused|raises?|raised|reflects?|happens?|"
    r"persisted|died|received|reported|developed|experienced|relapsed|responded|withdrew|discontinued|completed|achieved)"
)
_OWN_WORK = re.compile(rf"^(?:this|these)\s+(?:(?!{_VERB}\b|of\b|in\b)[\w’'/-]+,?\s+){{0,6}}?{_SELF}\b", re.IGNORECASE)
_FIRST_OF_ITS_KIND = re.compile(
    rf"^this\s+is\b(?:,?\s+to\s+our\s+knowledge,?)?\s+the\s+(?:first|largest)\s+(?:[\w’'-]+,?\s+){{0,6}}?{_SELF}\b",
    re.IGNORECASE,
)
_IN_OWN_WORK = re.compile(
    rf"^(?:in|for|from|through|within|throughout)\s+this\s+(?:(?!{_VERB}\b|of\b|in\b)[\w’'/-]+,?\s+){{0,6}}?{_SELF}\b",
    re.IGNORECASE,
)
_SAID_OF_NOBODY = (
    r"(?:accepted|advisable|anticipated|apparent|argued|assumed|believed|claimed|clear|conceivable|concluded|confirmed|"
    r"critical|crucial|debated|demonstrated|desirable|difficult|documented|doubtful|essential|established|estimated|"
    r"evident|expected|feasible|found|hypothesi[sz]ed|imperative|important|impossible|inferred|interesting|known|likely|"
    r"mandatory|necessary|noted|noteworthy|observed|plausible|possible|postulated|proposed|questionable|reasonable|"
    r"recogni[sz]ed|recommended|reported|said|shown|speculated|stated|suggested|surprising|thought|uncertain|unclear|"
    r"understood|unknown|unlikely|useful|vital|worth)"
)
_OF_NOBODY = re.compile(
    r"^it\s+(?:(?:is|was|has\s+been|had\s+been|remains?|became|becomes|(?:can|may|could|might|must|should|would)\s+be)\s+"
    rf"(?:(?:not|well|also|still|now|very|yet|\w+ly)\s+)*{_SAID_OF_NOBODY}\b"
    r"|remains?\s+to\s+be\b|(?:would\s+)?(?:appears?|seems?|follows?)\s+that\b)",
    re.IGNORECASE,
)

_NUMERAL = (
    r"(?:\d+(?:\s*\(\d[\d.]*\s*%\))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|half|most)"
)
# "The use of these products", but not "Mice given such as this" nor what a comma parts from its own subject.
_POINTING = re.compile(
    rf"^(?:[\w’'-]+\s+){{1,5}}(?:these|such|this)\s+(?!(?:as|an?|{_VERB}|and|or|same)\b)"
    rf"(?!(?:[\w’'-]+,?\s+){{0,6}}?{_SELF}\b)[\w’'-]+",
    re.IGNORECASE,
)
_LEANING = re.compile(
    rf"""^(?:
    (?:they|them|their|its|it|he|she|his|her|these|this|such|others|another)\b
    |those\b(?!\s+(?:\w+\s+)?(?:who|whose|in|on|with|without|under|over|aged|receiving|treated|given|taking|randomi[sz]ed|assigned)\b)
    |neither\b(?!.*\bnor\b)|either\b(?!.*\bor\b)
    |that\s+{_VERB}\b
    |(?:in|by)\s+contrast\b|conversely\b|on\s+the\s+(?:other|contrary)\b|similarly\b|likewise\b|instead\b|otherwise\b
    |consequently\b|as\s+a\s+(?:result|consequence)\b|in\s+turn\b|never?theless\b|nonetheless\b|accordingly\b
    |thereafter\b|afterwards?\b|meanwhile\b|subsequently\b
    |(?:of|among|in|with|by|from|after|despite|for|at|to|on|under|during|unlike|given|through|based\s+on|due\s+to|
       because\s+of|compared\s+with|in\s+addition\s+to)\s+(?:these|those|them|this|both|such|it)\b
    |at\s+that\s+time\b|after\s+that\b
    |both\s+(?:[\w-]+\s+){{0,2}}?(?:groups?|arms?|treatments?|drugs?|doses?|regimens?|cohorts?|patients?|methods?|
       approaches|therapies|interventions?|conditions|outcomes|effects|studies|trials|were|are|had|have)\b
    |(?:all|each|none|most|some|half|many|several|{_NUMERAL})\s+of\s+(?:these|those|them|which|whom)\b
    |{_NUMERAL}\s+(?:others?\b|{_VERB}\b)
    |the\s+(?:latter|former|others?|remaining|rest|same|two\s+(?:groups|arms|treatments|drugs)|corresponding|respective)\b
    |the\s+(?:differences?|increases?|decreases?|reductions?|improvements?|effects?|changes?|reason)\s+{_VERB}\b
    |(?:no\s+)?similar\s+(?:[\w-]+\s+)?(?:results?|findings?|effects?|trends?|changes?|patterns?|improvements?|
       differences?|observations?|reductions?|increases?|outcomes?|rates?)\b
    |no\s+such\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def leans(text: str) -> bool:
    """Say whether a sentence of a source leans on the one before it."""
    said = _LABEL.sub("", text.lstrip('(["“‘ '))
    while opening := _OPENING.match(said):
        said = said[opening.end() :]
    if any(alone.match(said) for alone in (_OWN_WORK, _FIRST_OF_ITS_KIND, _IN_OWN_WORK, _OF_NOBODY)):
        return False
    return bool(_LEANING.match(said) or _POINTING.match(said))
