"""Words by what they do in a statement: what may be left out of one, what may not, and what says the same.

A short list of what says the same is the whole of what a paraphrase may change: a synonym that is missing here costs a
sentence, one too many would let a false one pass. Data only.
"""

from __future__ import annotations

import re

from service.words import stems


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _stem(word: str) -> str:
    found = stems(word)
    return found[0] if found else word


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in words.split())


PREPOSITIONS = _set(
    "of in on at with for from to by into onto during over through via among between within after before"
)
BE = _set("is are was were be been being")
OTHER_VERBS = _set("has have had do does did")
RELATIVE = _set("which who whom whose that")
REFERRING = _set("this these those such it they its their both neither either latter former he she his her all none")
ARTICLES = _set("a an the its their his her this these those such it they as also there here then thus both per")
SMALL = PREPOSITIONS - _set("after before") | BE | OTHER_VERBS | RELATIVE | ARTICLES
"""Words that a paraphrase may add or leave out; where they lead a word, ``LEADS_KEPT`` says which must stay."""

LEADS_KEPT = _set("to by from")
"""Who acted on whom, what was meant and not done, where it came from."""

NEUTRAL = _stems(
    """
    study studies report reported author authors researcher investigator find found show shown observe observed note
    noted describe described state stated paper article publication source passage seen overall therefore hence
    moreover furthermore say
    title
    """
)
"""What tells that something is told, and adds nothing to it."""

NEGATIONS = _stems(
    """
    no not never neither nor none cannot fail failed failure lack lacked lacking absence absent unable
    unlikely hardly barely rarely insufficient ineffective nonsignificant insignificant unchanged unaffected
    nothing nonsignificantp nobody non instead rather excluded excluding
    refuted denied
    """
)
HEDGES = _stems(
    """
    may might can could would should must possible possibly potential potentially appear seem suggest think thought
    believe believed consider considered hypothesise hypothesis propose proposed plan planned aim intend intended
    expect expected whether if likely likelihood unclear unknown uncertain controversial promising preliminary trend
    tend perhaps probable probably argue argued theory theoretical anticipate goal objective purpose designed hope
    hoped will estimate estimated assume assumed imply implied speculate presumed presumably apparent
    apparently candidate explore test tested evaluate evaluated assess assessed investigate investigated examine
    examined ask asked question
    """
)
LIMITS = _stems(
    """
    only except unless until alone solely merely exclusively respectively partial partially slight
    slightly marginal marginally temporary temporarily transient transiently limited minimal minimally modest
    modestly subset
    """
)
AMOUNTS = _stems(
    """
    nearly almost approximately about least most some few several half majority minority part up less more fewer
    without mostly mainly largely generally usually often sometimes occasionally initially first once previously one
    single every each all any
    """
)
COMPARED = _stems("placebo control controls sham untreated vehicle healthy comparator")
ANIMALS = _stems(
    """
    mouse mice murine rat rats rodent rabbit dog canine cat equine horse horses pig porcine sheep ovine animal
    animals vitro culture cultured preclinical humanised monkey primate cynomolgus zebrafish xenograft
    """
)
JUDGING = _stems("significant significance difference effect change result finding chance due bias confirm benefit")
"""Words by which a clause comes back to the one before it, and judges it."""
DIRECTIONS = _stems(
    """
    increase decrease reduce raise lower lowered higher greater smaller larger longer shorter improve worsen worse
    better rise fall fell rose decline drop elevate diminish enhance suppress inhibit promote induce prevent relieve
    ease alleviate aggravate ameliorate attenuate superior inferior upregulate downregulate activate stimulate block
    slow accelerate delay remission relapse flare clear cleared halt stop start
    """
)
TIME_UNITS = _stems("hour day week month year minute hours days weeks months years minutes")
DOSE_UNITS = _stems("mg g kg ml l ug mcg iu milligram milligrams millilitre millilitres million billion")

_SAME = (
    "patient people person persons participant subject individual",
    "reduce reduced decrease decreased lower lowered diminish",
    "increase raise raised elevate",
    "relieve alleviate ease",
    "drug medicine medication",
    "start begin began begun commence",
    "stop discontinue cease",
    "mouse mice",
    "use utilise",
    "effective efficacious",
    "tumour tumor",
    "randomise randomize",
    "give gave given administer",
    "volunteer volunteers",
    "demonstrate show",
    "assign allocate",
)
SAME_AS = {stem: _stem(group.split()[0]) for group in _SAME for stem in _stems(group)}

# The same thing in other words, in this field.
SHORT_FOR = (
    (re.compile(r"\bPsA\b"), "psoriatic arthritis"),
    (re.compile(r"\bMSCs?\b"), "mesenchymal stem cells"),
    (re.compile(r"\bRA\b"), "rheumatoid arthritis"),
    (re.compile(r"\bTNF\b"), "tumour necrosis factor"),
    (re.compile(r"\breceived?\b"), "were given"),
    (re.compile(r"\bas well as\b"), "and"),
)
# A difference that chance can explain, which is how a source says that there was none.
BY_CHANCE = re.compile(r"\bp[\s-]*(?:values?)?\s*(?:[=>≥]\s*0?[.·](?:0[5-9]|[1-9])\d*|=\s*n\.?s\b\.?)", re.IGNORECASE)
