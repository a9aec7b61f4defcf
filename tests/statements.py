"""Statements about sentences of the starter corpus, true ones and lies, by hand and by a seeded generator."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.documents import Document
from corpus.sentences import split_sentences
from service.words import numbers

# Written as a model writes that was told to keep to the words of a passage, before any was tried on a verifier.
TRUE = (
    (
        (
            "Switchers were more often women (56% versus 45%), with shorter disease (3 versus 4 years) "
            "and higher HAQ, DAS28, pain and fatigue at the start."
        ),
        (
            "Switchers were more often women (56% versus 45%).",
            "Switchers were more often women, with shorter disease.",
        ),
    ),
    (
        (
            "Regulatory T cells and CD4 memory cells rose while Th17 and naive CD4 cells fell; all "
            "responders had more Tregs and CD4 memory cells and less Th17 and serum IL-17."
        ),
        (
            "Regulatory T cells and CD4 memory cells rose while Th17 and naive CD4 cells fell.",
            "All responders had more Tregs and CD4 memory cells and less Th17 and serum IL-17.",
        ),
    ),
    (
        "Chromatin stayed open at key stress-response genes, which were transcribed rapidly on second challenge.",
        ("Chromatin stayed open at key stress-response genes.",),
    ),
    (
        "The higher dose was therefore no better than the lower one for joints in this TNF-experienced population.",
        ("The higher dose was no better than the lower one for joints.",),
    ),
    (
        (
            "Cord-blood, adipose and bone-marrow cells were studied most, and wounds and ulcers, burns "
            "and psoriasis were the leading indications."
        ),
        (
            "Wounds and ulcers, burns and psoriasis were the leading indications.",
            "Cord-blood, adipose and bone-marrow cells were studied most.",
        ),
    ),
    (
        (
            "Treated animals were infused with human umbilical cord MSCs, bone marrow MSCs or stem cells "
            "from exfoliated deciduous teeth (SHED)."
        ),
        ("Animals were infused with human umbilical cord MSCs, bone marrow MSCs or SHED.",),
    ),
    (
        (
            "ACR20 was reached by 62.1% on the 2-weekly and 57.9% on the 4-weekly schedule against 30.2% "
            "on placebo (p≤0.001)."
        ),
        (
            "ACR20 was reached by 62.1% on the 2-weekly and 57.9% on the 4-weekly schedule, versus 30.2% on placebo.",
            "The study found that ACR20 was reached by 62.1% on the 2-weekly and 57.9% on the 4-weekly schedule.",
        ),
    ),
    (
        (
            "Adverse events were commoner with tofacitinib than placebo, and the proportion without x-ray"
            " progression at 12 months was similar in all groups."
        ),
        (
            "Adverse events were commoner with tofacitinib than placebo.",
            "Adverse events were more common with tofacitinib than with placebo.",
        ),
    ),
    (
        (
            "About five years later that review found no lasting difference: low disease activity in 69% "
            "versus 76% and biologic use in 54% versus 52%."
        ),
        ("About 5 years later, no lasting difference was found.",),
    ),
    (
        "Minimal disease activity at week 24 was 25.1%, 28.9% and 2.8% (p<0.001).",
        (
            "At week 24, minimal disease activity was 25.1%, 28.9% and 2.8%.",
            "Minimal disease activity was 25.1%, 28.9% and 2.8% at week 24.",
        ),
    ),
    (
        "Subcutaneous injection of 2 million cells was identified as the best regimen.",
        (
            "Subcutaneous injection of two million cells was identified as the best regimen.",
            "Subcutaneous injection of 2 million cells was the best regimen.",
        ),
    ),
    (
        (
            "Several single-nucleotide variants at the IL23R locus associate with PsA, and Th17 cells "
            "take part in its immunology."
        ),
        (
            "Several single-nucleotide variants at the IL23R locus associate with psoriatic arthritis.",
            "Several variants at the IL23R locus are associated with PsA.",
        ),
    ),
    (
        (
            "Four patients with psoriasis (history of 20, 23, 2 and 2 years, treated with oral "
            "methotrexate or topical steroids) later developed multiple myeloma and had autologous "
            "transplantation."
        ),
        (
            "Four patients with psoriasis later developed multiple myeloma and had autologous transplantation.",
            "Four people with psoriasis later developed multiple myeloma.",
        ),
    ),
    (
        "How products are formulated, handled or assessed varies a great deal between trials.",
        (
            "How products are formulated, handled or assessed varies a great deal.",
            "Products are assessed differently.",
        ),
    ),
    (
        (
            "Proof-of-concept clinical studies report a satisfactory safety profile; the review compares "
            "the protocols used in published and ongoing trials."
        ),
        ("Proof-of-concept clinical studies reported a satisfactory safety profile.",),
    ),
    (
        "MSCs strongly suppressed Th17 as well as Th1 responses.",
        (
            "MSCs suppressed Th17 as well as Th1 responses.",
            "MSCs strongly suppressed Th17 and Th1 responses.",
        ),
    ),
    (
        (
            "Radiographic progression at week 24 was reduced in every secukinumab arm (p<0.01 for 300 mg "
            "and unloaded 150 mg; p<0.05 for loaded 150 mg)."
        ),
        (
            "Radiographic progression at week 24 was reduced in every secukinumab arm.",
            "At week 24, radiographic progression was decreased in every secukinumab arm.",
        ),
    ),
    (
        "Four had complete remission and 10 of 15 stopped NSAIDs.",
        ("Four had complete remission, and 10 of 15 stopped NSAIDs.",),
    ),
    (
        "Longitudinal evidence on work, response and death is missing.",
        ("Evidence on work, response and death is missing.",),
    ),
    (
        "MDA became the treat-to-target goal in PsA trials and care.",
        ("MDA became the treat-to-target goal in psoriatic arthritis trials and care.",),
    ),
    (
        "There was no arm without MSCs, and psoriatic arthritis was not studied.",
        (
            "There was no arm without MSCs, and PsA was not studied.",
            "Psoriatic arthritis was not studied.",
        ),
    ),
)
"""Sentences of the starter corpus, each with true statements of what it says."""

TRUE_SEEN_LATE = (
    (
        (
            "On cells one patient had leucopenia, pneumonia and an abscess and another died of severe "
            "pneumonia; on placebo one had a stroke and one ascites."
        ),
        ("On cells, one patient had leucopenia, pneumonia and an abscess and another died of severe pneumonia.",),
    ),
    (
        (
            "Countries interpret this differently, with uneven standards for quality, safety and "
            "efficacy, different payment and little transparency."
        ),
        ("Countries interpret this differently, with uneven standards for quality, safety and efficacy.",),
    ),
    (
        "FDA announced 36 months of enforcement discretion for some products.",
        ("The FDA announced 36 months of enforcement discretion for some products.",),
    ),
    (
        "Complete remission, albumin, complement, kidney function, SLEDAI and BILAG improved alike.",
        ("Complete remission, kidney function and SLEDAI improved alike.",),
    ),
    (
        (
            "Bone erosion and joint damage were examined by micro-CT and histology; TNF-alpha and "
            "IL-1-beta by immunohistochemistry and ELISA."
        ),
        ("Bone erosion and joint damage were examined by micro-CT.",),
    ),
    (
        (
            "The authors see transplantation as a possible option when a benefit-to-harm judgement "
            "favours it, and note that the choice between autologous and allogeneic grafts is unsettled."
        ),
        ("The authors note that the choice between autologous and allogeneic grafts is unsettled.",),
    ),
    (
        (
            "In 12 samples a group, 76.5% of normal mononuclear cells migrated towards psoriatic dermal "
            "MSCs against 11.8% towards control cells; the abstract calls this 6.3 ± 0.7-fold."
        ),
        (
            (
                "In 12 samples per group, 76.5% of normal mononuclear cells migrated towards psoriatic "
                "dermal MSCs, compared with 11.8% towards control cells."
            ),
        ),
    ),
    (
        "MSCs able to form cartilage are present in joint tissues and are believed to maintain and repair them.",
        ("MSCs able to form cartilage are present in joint tissues.",),
    ),
    (
        (
            "Among the first 78 registered patients, 67% reached ACR50 at some time after transplant, in "
            "people who had failed a median of five (2-9) DMARDs."
        ),
        ("Among the first 78 registered patients, 67% reached ACR50 at some time after transplant.",),
    ),
    (
        (
            "PASDAS was most responsive (effect size 1.00, standardised response mean 0.95), DAPSA least "
            "(0.73 and 0.71)."
        ),
        ("PASDAS was most responsive and DAPSA least.",),
    ),
    (
        "Severity was judged by cumulative PASI score and epidermal thickness.",
        ("Severity was judged by PASI score and epidermal thickness.",),
    ),
    (
        (
            "As the title says, remission was not kept beyond two years; exact pooled figures were cut "
            "off in the text seen."
        ),
        ("Remission was not kept beyond two years.",),
    ),
    (
        (
            "Fibroblast-like synoviocytes (FLSs), which form the pannus that damages cartilage and bone, "
            "belong to the same stroma and grow in culture alongside MSCs; whether FLSs and MSCs are one "
            "cell type in different states is discussed as an open question."
        ),
        ("Fibroblast-like synoviocytes grow in culture alongside MSCs.",),
    ),
    (
        (
            "424 patients with active PsA, about 60% already exposed to a TNF inhibitor, were randomised "
            "1:1 to blinded weekly subcutaneous abatacept 125 mg (213) or placebo (211) for 24 weeks, "
            "then open-label abatacept."
        ),
        (
            (
                "424 patients with active PsA were randomised to weekly subcutaneous abatacept 125 mg or "
                "placebo for 24 weeks."
            ),
        ),
    ),
    (
        (
            "851 patients without earlier biologic or methotrexate for PsA: methotrexate 20 mg weekly "
            "(284), etanercept 50 mg weekly (284), or both (283)."
        ),
        ("851 patients received methotrexate 20 mg weekly, etanercept 50 mg weekly, or both.",),
    ),
    (
        (
            "Preclinical data come mostly from imiquimod-induced murine models and confirm "
            "anti-inflammatory and immunomodulatory action."
        ),
        (
            "Preclinical data come mostly from imiquimod-induced murine models.",
            "Preclinical data confirm anti-inflammatory and immunomodulatory action.",
        ),
    ),
    (
        (
            "283 people meeting CASPAR with an average disease duration above 10 years had a detailed "
            "examination; the interval from symptom onset to the first rheumatology visit was taken from "
            "letters and records, splitting early (within 6 months) from late consulters."
        ),
        ("283 people meeting CASPAR had a detailed examination.",),
    ),
    (
        "In 440 analysed patients, no cell product was better than another or than corticosteroid at one year.",
        (
            "In 440 patients, no cell product was better than another at one year.",
            "No cell product was better than another or than corticosteroid at one year.",
        ),
    ),
    (
        "Correlation with clinical severity was modest and newer drugs and cell subsets are not covered.",
        ("Correlation with clinical severity was modest.",),
    ),
)
"""As `TRUE`, but written later, when a first verifier was done."""

FALSE = (
    (TRUE[0][0], "Switchers were more often women (45% versus 56%)."),
    (TRUE[0][0], "Switchers were more often men (56% versus 45%)."),
    (TRUE[0][0], "Switchers were more often women, with longer disease."),
    (TRUE[0][0], "Switchers were women."),
    (TRUE[1][0], "Regulatory T cells and CD4 memory cells fell while Th17 and naive CD4 cells rose."),
    (TRUE[1][0], "Regulatory T cells and CD4 memory cells rose while Th17 rose."),
    (TRUE[1][0], "All responders had less Tregs and CD4 memory cells and more Th17 and serum IL-17."),
    (TRUE[1][0], "Naive CD4 cells rose."),
    (TRUE[1][0], "Regulatory T cells, Th17 and naive CD4 cells fell."),
    (TRUE[3][0], "The higher dose was better than the lower one for joints."),
    (TRUE[3][0], "The lower dose was no better than the higher one for joints."),
    (TRUE[3][0], "The higher dose was no better."),
    (TRUE[4][0], "Wounds and ulcers, burns and psoriasis were studied most."),
    (TRUE[4][0], "Bone-marrow cells were the leading indications."),
    (TRUE[5][0], "Treated patients were infused with human umbilical cord MSCs."),
    (TRUE[5][0], "Human umbilical cord MSCs were infused with animals."),
    (TRUE[6][0], "ACR20 was reached by 30.2% on the 2-weekly schedule."),
    (TRUE[6][0], "ACR20 was reached by 62.1% on placebo."),
    (TRUE[6][0], "ACR20 was reached by 57.9% on the 2-weekly and 62.1% on the 4-weekly schedule."),
    (TRUE[6][0], "ACR50 was reached by 62.1% on the 2-weekly schedule."),
    (TRUE[6][0], "ACR20 was reached on the 4-weekly schedule by 30.2%."),
    (TRUE[7][0], "Adverse events were commoner with placebo than tofacitinib."),
    (TRUE[7][0], "Adverse events were less common with tofacitinib than placebo."),
    (TRUE[7][0], "Serious adverse events were commoner with tofacitinib than placebo."),
    (TRUE[7][0], "Adverse events were similar in all groups."),
    (TRUE[8][0], "About five years later that review found a lasting difference."),
    (TRUE[9][0], "Minimal disease activity at week 25 was 24%."),
    (TRUE[10][0], "Intravenous injection of 2 million cells was identified as the best regimen."),
    (TRUE[10][0], "Subcutaneous injection of cells was identified as the best regimen in 2 million."),
    (TRUE[12][0], "Four patients with multiple myeloma later developed psoriasis."),
    (TRUE[12][0], "Twenty patients with psoriasis later developed multiple myeloma."),
    (TRUE[15][0], "Th17 responses suppressed MSCs."),
    (TRUE[15][0], "MSCs strongly induced Th17 as well as Th1 responses."),
    (TRUE[15][0], "MSCs were strongly suppressed."),
    (TRUE[16][0], "Radiographic progression at week 24 was increased in every secukinumab arm."),
    (TRUE[16][0], "Radiographic progression at week 24 was reduced in every adalimumab arm."),
    (TRUE[16][0], "Radiographic progression at week 150 was reduced in every secukinumab arm."),
    (TRUE[17][0], "15 had complete remission."),
    (TRUE[17][0], "Four had complete remission and 15 stopped NSAIDs."),
    (TRUE[18][0], "Evidence on work, response and death is robust."),
    (TRUE[20][0], "Psoriatic arthritis was studied."),
    (TRUE[20][0], "There was an arm without MSCs."),
    ("Pain, but not swelling, improved in the treated group.", "Swelling improved in the treated group."),
    ("Pain, but not swelling, improved in the treated group.", "Pain and swelling improved in the treated group."),
    ("Pain improved, but not significantly.", "Pain improved."),
    ("Pain improved, but only in two patients.", "Pain improved."),
    ("Pain improved in men and worsened in women.", "Pain improved."),
    ("Pain fell in the placebo group.", "Pain fell."),
    ("Remission was seen in one patient.", "Remission was seen."),
    ("Cells from psoriatic skin were less able to suppress T cells.", "Cells were less able to suppress T cells."),
    (
        "Cells from patients with psoriasis suppressed T cells less than cells from controls.",
        "Controls suppressed T cells.",
    ),
    (
        "Cells from patients with psoriasis suppressed T cells less than cells from controls.",
        "Patients with psoriasis suppressed T cells.",
    ),
    ("Inhibitors of IL-17 worsened colitis.", "IL-17 worsened colitis."),
    ("Treatment with inhibitors of IL-17 worsened colitis.", "Treatment with IL-17 worsened colitis."),
    ("Etanercept was superior to placebo but inferior to adalimumab.", "Etanercept was superior to adalimumab."),
    ("In patients given placebo, pain rose, whereas in those given cells it fell.", "Pain rose."),
    (
        "In patients given placebo, pain rose, whereas in those given cells it fell.",
        "In patients given cells, pain rose.",
    ),
    ("The difference between fat, marrow, and cord cells was significant.", "Cord cells were significant."),
    ("No improvement in pain, swelling, or stiffness was seen.", "Stiffness was seen."),
    ("Pain, swelling and stiffness were not improved.", "Pain, swelling and stiffness were improved."),
    ("PsARC was 59% and 15% with etanercept and placebo, respectively.", "PsARC was 15% with etanercept."),
    ("Treatment failed to improve pain.", "Treatment improved pain."),
    ("The cells were given to reduce pain.", "The cells reduced pain."),
    ("Etanercept prevented worsening of joint damage.", "Worsening of joint damage."),
    ("Relief was the same as with placebo (p=0.4).", "Relief was the same."),
    (
        "Scores fell by 3 points with cells and by 2 points with placebo (p=0.26).",
        "Scores fell by 3 points with cells.",
    ),
    ("Eight of 17 patients improved.", "Patients improved."),
    ("Eight of 17 patients improved.", "17 patients improved."),
    ("The trial plans to enrol 40 patients.", "The trial enrolled 40 patients."),
    ("It was not clear whether cells relieve pain.", "Cells relieve pain."),
    ("MSCs reduced joint swelling in mice.", "MSCs reduced joint swelling."),
    ("If tumours arise, treatment must stop.", "Tumours arise."),
    ("Pain fell from 12 to 8 points.", "Pain rose from 8 to 12 points."),
    ("Pain fell from 12 to 8 points.", "Pain fell from 8 to 12 points."),
    ("A change of -0.03 was seen.", "A change of 0.03 was seen."),
    ("Neither cells nor placebo relieved pain.", "Cells relieved pain."),
    ("None of the patients given cells had an infection.", "The patients given cells had an infection."),
    ("Cells were as effective as methotrexate or worse.", "Cells were as effective as methotrexate."),
    ("Without cells, pain worsened.", "With cells, pain worsened."),
    ("Improvement was greater with cells than with placebo.", "Improvement was greater with placebo than with cells."),
    ("Improvement was greater with cells than with placebo.", "Improvement was greater with placebo."),
    ("The cells were tested for safety and not for efficacy.", "The cells were tested for efficacy."),
    ("People whose psoriasis cleared had been given cells from a donor.", "Psoriasis cleared."),
)
"""A sentence of the starter corpus, and something near it that it does not say."""

_OPPOSITES = (
    *(
        ("increased", "decreased"),
        ("reduced", "raised"),
        ("higher", "lower"),
        ("more", "fewer"),
        ("improved", "worsened"),
    ),
    *(
        ("rose", "fell"),
        ("better", "worse"),
        ("inhibited", "promoted"),
        ("suppressed", "activated"),
        ("with", "without"),
    ),
    *(("mice", "patients"), ("patients", "healthy volunteers"), ("placebo", "methotrexate"), ("psoriasis", "eczema")),
    *(("psoriatic", "rheumatoid"), ("adipose", "bone-marrow"), ("bone marrow", "adipose tissue"), ("weeks", "months")),
    *(
        ("may", "will"),
        ("no", "a marked"),
        ("not", "clearly"),
        ("only", "even"),
        ("before", "after"),
        ("safe", "toxic"),
    ),
    *(("most", "all"), ("some", "all"), ("suggest", "prove"), ("could", "did"), ("intravenous", "oral")),
    *(("randomised", "uncontrolled"), ("allogeneic", "autologous"), ("remission", "relapse"), ("joints", "lungs")),
)
_VERB = re.compile(r"\b(was|were|is|are|had|has|have|did|can|may|could)\b")
_NAME = re.compile(r"\b(?:IL-\d+\w?|CD\d+|Th\d+|ACR\d+|PASI\d+|TNF)\b")
_OTHER_NAMES = ("IL-99", "CD999", "Th99", "ACR90", "PASI100", "IFN")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w,.]*\d)")
_SPELT = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BEGINNINGS = ("The study found that", "The authors reported that", "It was reported that")


@dataclass(frozen=True)
class Statement:
    """What a model says of a sentence, how it was made, and whether that is true."""

    text: str
    of: str
    how: str
    is_true: bool


def lies(sentence: str, other: str, chance: random.Random) -> Iterator[Statement]:
    """Yield what is near a sentence and false; ``other`` is a sentence of another document."""
    for how, text in (
        *_opposites(sentence),
        ("denied", _VERB.sub(lambda verb: f"{verb[1]} not", sentence, count=1)),
        ("another name", _NAME.sub(chance.choice(_OTHER_NAMES), sentence, count=1)),
        ("certain", f"It is proven that {sentence[0].lower()}{sentence[1:]}"),
        ("for everybody", f"In all patients, {sentence[0].lower()}{sentence[1:]}"),
        ("and so", f"{sentence.rstrip('.')}, so stem cells cure psoriatic arthritis."),
        ("advice", f"You should know that {sentence[0].lower()}{sentence[1:]}"),
        ("spliced", _spliced(sentence, other)),
        *_false_numbers(sentence, chance),
    ):
        if text != sentence:
            yield Statement(text, sentence, how, is_true=False)


def truths(sentence: str) -> Iterator[Statement]:
    """Yield a sentence itself and true ways to put it."""
    lowered = sentence if _NAME.match(sentence) or sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]
    for how, text in (
        ("word for word", sentence),
        ("spelt", re.sub(r"(?<![\w.,-])([2-9])(?= (?:patients|people|weeks|months|trials))", _spell, sentence)),
        ("told of", f"{_BEGINNINGS[len(sentence) % len(_BEGINNINGS)]} {lowered}"),
        ("in full", re.sub(r"\bPsA\b", "psoriatic arthritis", sentence)),
        ("in other words", re.sub(r"\bpatients\b", "people", sentence)),
        ("without its brackets", re.sub(r" \([^()]*\)", "", sentence)),
        ("its first part", sentence.split("; ", maxsplit=1)[0].rstrip(".") + "."),
    ):
        if text != sentence or how == "word for word":
            yield Statement(text, sentence, how, is_true=True)


def sentences_of(documents: list[Document]) -> list[tuple[Document, str]]:
    """Return sentences that are statements, with their documents."""
    found = [(document, text) for document in documents for text in _sections(document)]
    return [(document, text) for document, text in found if 8 <= len(text.split()) <= 45 and text.endswith(".")]


def _sections(document: Document) -> Iterator[str]:
    for section in document.sections:
        for span in split_sentences(section.text):
            yield section.text[span.start : span.end]


def _opposites(sentence: str) -> Iterator[tuple[str, str]]:
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            changed = re.sub(rf"\b{one}\b", other, sentence, count=1)
            if changed != sentence and pair not in {("no", "a marked"), ("not", "clearly")}:
                yield f"{one}, not {other}", changed
    for one, other in (("no", "a marked"), ("not", "clearly")):
        yield f"{one}, not {other}", re.sub(rf"\b{one}\b", other, sentence, count=1)


def _false_numbers(sentence: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        yield "a number added", f"{sentence.rstrip('.')} in {chance.randint(21, 97)}% of cases."
        return
    one = chance.choice(found)
    false = str(chance.choice([number for number in range(3, 98) if str(number) not in numbers(sentence)]))
    yield "another number", sentence[: one.start()] + false + sentence[one.end() :]
    if one[0] != "0":
        yield "ten times", f"{sentence[: one.start()]}{one[0].replace('.', '')}0{sentence[one.end() :]}"
    if len(found) > 1 and found[0][0] != found[-1][0]:
        first, last = found[0], found[-1]
        between = sentence[first.end() : last.start()]
        yield "numbers swapped", sentence[: first.start()] + last[0] + between + first[0] + sentence[last.end() :]


def _spliced(sentence: str, other: str) -> str:
    words, others = sentence.rstrip(".").split(), other.split()
    return " ".join(words[: len(words) // 2] + others[len(others) // 2 :])


def _spell(found: re.Match[str]) -> str:
    return _SPELT[int(found[1]) - 2]
