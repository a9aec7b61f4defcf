from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from corpus.documents import Document, MeshHeading, TextKind
from corpus.evidence import RULES, EvidenceLevel, grade
from corpus.starter import starter_documents
from tests.examples import a_document

L = EvidenceLevel

# Publication types, MeSH descriptors, title, text, expected level; one line at least for each rule, in their order.
EXAMPLES: Sequence[tuple[str, str, str, str, EvidenceLevel]] = (
    ("Meta-Analysis", "", "", "", L.SYNTHESIS),
    ("Systematic Review|Review", "", "", "", L.SYNTHESIS),
    ("Practice Guideline", "", "", "", L.SYNTHESIS),
    ("Consensus Statement", "", "", "", L.SYNTHESIS),
    ("Randomized Controlled Trial|Clinical Trial, Phase III", "", "", "", L.RANDOMISED),
    ("randomized controlled trial", "", "", "", L.RANDOMISED),
    ("Controlled Clinical Trial", "", "", "", L.CONTROLLED),
    ("Case Reports|Review", "", "", "", L.CASE_REPORT),
    ("Observational Study|Randomized", "", "", "", L.OBSERVATIONAL),
    ("Clinical Trial, Phase I", "", "", "An uncontrolled, randomised look.", L.SINGLE_ARM),
    ("Clinical Trial, Phase II", "", "", "Patients were randomized to either dose.", L.RANDOMISED),
    ("Clinical Trial", "", "", "Non-randomized, against placebo.", L.CONTROLLED),
    ("Clinical Trial", "", "", "Not randomised; compared with controls.", L.CONTROLLED),
    ("Clinical Trial", "", "", "Randomised controlled trials are needed.", L.SINGLE_ARM),
    ("Clinical Trial", "", "", "With no placebo arm, a placebo response is possible.", L.SINGLE_ARM),
    ("Clinical Trial", "", "", "A placebo or natural-course effect cannot be excluded.", L.SINGLE_ARM),
    ("Clinical Trial, Phase I", "", "", "Ten patients got cells.", L.SINGLE_ARM),
    ("Clinical Trial Protocol", "", "", "", L.REGISTRATION),
    ("Animal Study|In Vitro", "", "", "", L.ANIMAL),
    ("Clinical Study", "", "", "An open-label study.", L.SINGLE_ARM),
    ("In Vitro|Clinical Study", "", "", "", L.IN_VITRO),
    ("Clinical Study", "", "", "An open-label, randomised study.", L.OBSERVATIONAL),
    ("Review", "Animals|Mice", "", "", L.REVIEW),
    ("Letter", "", "A randomised trial", "", L.REVIEW),
    ("", "Animals|Mice", "A randomised trial in mice", "", L.ANIMAL),
    ("", "Animals|Humans|Disease Models, Animal", "Cells", "", L.ANIMAL),
    ("", "Animals|Humans|Disease Models, Animal|Middle Aged", "Cells", "", L.OTHER),
    ("", "Humans|Cells, Cultured", "Cells", "", L.IN_VITRO),
    ("", "Humans|Cells, Cultured|Adult", "Cells", "", L.OTHER),
    ("Randomized Controlled Trial, Veterinary", "", "", "", L.ANIMAL),
    ("", "", "Cells for joints: a systematic review", "", L.SYNTHESIS),
    ("", "", "Guidelines for psoriatic arthritis", "", L.SYNTHESIS),
    ("", "", "A randomised trial of cells", "", L.RANDOMISED),
    ("", "", "Cells for joints: study protocol", "", L.REGISTRATION),
    ("", "", "A randomised trial: protocol", "", L.OTHER),
    ("", "", "A randomised trial: study protocol", "", L.REGISTRATION),
    ("", "", "Cells for psoriasis: a case report", "", L.CASE_REPORT),
    ("", "", "Embolism: report of two cases", "", L.CASE_REPORT),
    ("", "", "An open-label study of cells", "", L.SINGLE_ARM),
    ("", "", "Cells: a phase 1/2 trial", "", L.SINGLE_ARM),
    ("", "", "Cells in murine arthritis", "", L.ANIMAL),
    ("", "", "A cohort of patients", "", L.OBSERVATIONAL),
    ("", "", "Cells: state of the art", "", L.REVIEW),
    ("", "", "Cells in vitro", "", L.IN_VITRO),
    ("", "Humans|Retrospective Studies", "Cells", "", L.OBSERVATIONAL),
    ("", "Retrospective Studies", "Cells", "", L.OTHER),
    ("", "Humans|Retrospective Studies", "A randomised trial of cells", "", L.RANDOMISED),
    ("", "", "Cells", "Patients were randomly assigned to cells.", L.RANDOMISED),
    ("", "", "Cells", "Mice were randomly assigned to cells.", L.ANIMAL),
    ("", "", "Cells", "Rats were given cells.", L.ANIMAL),
    ("", "", "Cells", "Patients were given cells.", L.OTHER),
    ("", "Animals|Humans", "Cells", "", L.OTHER),
)


def names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split("|")) if listed else ()


def graded(types: str, mesh: str, title: str, text: str) -> tuple[EvidenceLevel, str]:
    return grade(publication_types=names(types), mesh=names(mesh), title=title, text=text, is_registry_entry=False)


@pytest.mark.parametrize(("types", "mesh", "title", "text", "level"), EXAMPLES)
def test_a_record_has_the_level_of_the_first_rule_that_holds(
    types: str, mesh: str, title: str, text: str, level: EvidenceLevel
) -> None:
    assert graded(types, mesh, title, text)[0] is level


def test_every_rule_decides_some_example() -> None:
    deciding = {graded(*example[:4])[1] for example in EXAMPLES}
    deciding.add(a_document(text_kind=TextKind.REGISTRY).evidence[1])
    assert [rule.name for rule in RULES if rule.name not in deciding] == []


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_where_no_rule_holds_the_level_says_so() -> None:
    assert graded("", "", "", "") == (L.OTHER, "no rule holds")


@pytest.mark.parametrize(
    "document",
    [
        Document(id="NCT:NCT00000001", title="A Randomized Trial"),
        a_document(title="A Randomized Trial", text_kind=TextKind.REGISTRY),
        Document(id="NCT:NCT00000001", title="T", publication_types=("Observational Study",)),
    ],
)
def test_a_registry_entry_is_a_registration(document: Document) -> None:
    assert document.evidence[0] is L.REGISTRATION


def test_a_finished_trial_in_a_registry_keeps_its_design() -> None:
    finished = Document(id="NCT:NCT00000001", title="T", publication_types=("Randomized Controlled Trial",))
    assert finished.evidence[0] is L.RANDOMISED


def test_a_document_is_graded_by_its_own_fields() -> None:
    mesh = (MeshHeading("Animals", major=True),)
    assert a_document(mesh=mesh).evidence == (L.ANIMAL, "MeSH check tags: Animals without Humans")
    assert a_document(1, "Rats were given cells.").evidence[0] is L.ANIMAL


def starter_levels() -> dict[str, EvidenceLevel]:
    return {document.id: document.evidence[0] for document in starter_documents()}


def test_the_starter_corpus_gets_no_surprising_level() -> None:
    levels = starter_levels()
    assert Counter(levels.values()) == {
        L.REVIEW: 52,
        L.RANDOMISED: 42,
        L.OBSERVATIONAL: 36,
        L.ANIMAL: 33,
        L.SYNTHESIS: 29,
        L.CASE_REPORT: 17,
        L.SINGLE_ARM: 13,
        L.REGISTRATION: 12,
        L.IN_VITRO: 8,
        L.OTHER: 4,
    }
    known = {
        "DOI:10.4252/wjsc.v9.i12.235": L.CASE_REPORT,  # one patient with psoriatic arthritis
        "PMID:35927231": L.SINGLE_ARM,  # "a phase 1/2a, single-arm study"
        "PMID:34988162": L.SINGLE_ARM,  # "a single-arm pilot"
        "PMID:31908418": L.SINGLE_ARM,  # "a placebo or natural-course effect cannot be excluded"
        "PMID:35241141": L.SINGLE_ARM,  # "no placebo arm"
        "PMID:35829656": L.RANDOMISED,  # the three years after a randomised phase 2b
        "DOI:10.1002/art.20335": L.RANDOMISED,
        "DOI:10.1002/art.21012": L.ANIMAL,  # and in vitro: the animals decide
        "DOI:10.3390/ijms232315080": L.SYNTHESIS,
        "NCT:NCT03424629": L.REGISTRATION,  # "A Randomized … Trial", no result yet
        "URL:3f7d82591995": L.OTHER,  # a consumer alert
    }
    assert {name: levels[name] for name in known} == known
