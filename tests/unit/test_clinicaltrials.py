from __future__ import annotations

import io
import json
from typing import Any

import pytest

from corpus.documents import Author, Document, MeshHeading, TextKind
from corpus.evidence import EvidenceLevel
from corpus.interfaces import Outcome, Parsed, Reject
from corpus.readers.clinicaltrials import ClinicalTrialsReader
from corpus.readers.clinicaltrials_words import in_words, plain

IDENTIFICATION = {"nctId": "NCT00000007", "briefTitle": "Cells for Joints"}


def study(results: Any = None, derived: Any = None, **modules: Any) -> dict[str, Any]:
    protocol = {"identificationModule": IDENTIFICATION, **modules}
    return {"protocolSection": protocol, "resultsSection": results, "derivedSection": derived}


def read(content: Any) -> list[Outcome]:
    return list(ClinicalTrialsReader().read(io.BytesIO(json.dumps(content).encode())))


def document(*args: Any, **modules: Any) -> Document:
    (outcome,) = read(study(*args, **modules))
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def section(found: Document, label: str) -> str:
    return next(found.words_at(span) for span in found.spans if span.label == label)


@pytest.mark.parametrize("holder", [lambda one: one, lambda one: [one], lambda one: {"studies": [one]}])
def test_a_study_is_found_whatever_holds_it(holder: Any) -> None:
    content = holder(study())
    assert ClinicalTrialsReader().recognises(json.dumps(content).encode())
    (outcome,) = read(content)
    assert isinstance(outcome, Parsed)
    assert outcome.document.id == "NCT:NCT00000007"


def test_a_registration_is_graded_as_one() -> None:
    found = document()
    assert found.text_kind is TextKind.REGISTRY
    assert found.evidence[0] is EvidenceLevel.REGISTRATION
    assert found.url == "https://clinicaltrials.gov/study/NCT00000007"
    assert found.nct == ("NCT00000007",)


def test_what_the_registry_does_not_say_is_not_there() -> None:
    found = document()
    assert found.text == "Cells for Joints"
    assert (found.date, found.year, found.authors, found.mesh) == (None, None, (), ())


def test_the_record_becomes_text_under_its_headings() -> None:
    found = document(
        sponsorCollaboratorsModule={"leadSponsor": {"name": "A"}, "collaborators": [{"name": "B"}]},
        conditionsModule={"conditions": ["Psoriatic Arthritis", "Psoriasis"]},
        armsInterventionsModule={
            "interventions": [
                {"type": "BIOLOGICAL", "name": "MSC", "otherNames": ["cells"], "description": "One dose"}
            ],
            "armGroups": [{"type": "EXPERIMENTAL", "label": "Cells", "interventionNames": ["Biological: MSC"]}],
        },
        designModule={
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {
                "allocation": "RANDOMIZED",
                "interventionModel": "PARALLEL",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"]},
            },
            "enrollmentInfo": {"count": 27, "type": "ACTUAL"},
        },
        statusModule={
            "overallStatus": "TERMINATED",
            "whyStopped": "No money",
            "startDateStruct": {"date": "2020-01", "type": "ESTIMATED"},
            "studyFirstPostDateStruct": {"date": "2019-05-06", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2024-02-23"},
        },
        outcomesModule={"primaryOutcomes": [{"measure": "ACR20", "timeFrame": "week 12"}]},
        eligibilityModule={"eligibilityCriteria": "Inclusion Criteria:\n\n* CRP \\> 5\n* adults", "sex": "ALL"},
    )
    assert section(found, "CONDITIONS") == "Psoriatic Arthritis; Psoriasis."
    assert section(found, "INTERVENTIONS") == "Biological: MSC (also cells). One dose."
    assert section(found, "ARMS") == "Experimental: Cells (Biological: MSC)."
    assert section(found, "DESIGN") == (
        "Study type: Interventional. Phase: Phase 1, Phase 2. Allocation: Randomized. Intervention model: Parallel. "
        "Masking: Double (Participant, Outcomes assessor)."
    )
    assert section(found, "ENROLLMENT") == "27 participants (actual)."
    assert section(found, "STATUS") == (
        "Overall status: Terminated. Why stopped: No money. Start: 2020-01 (estimated). "
        "First posted: 2019-05-06 (actual)."
    )
    assert section(found, "PRIMARY OUTCOMES") == "ACR20. Time frame: week 12."
    assert section(found, "ELIGIBILITY") == "Inclusion Criteria: CRP > 5. adults. Sex: All."
    assert found.authors == (Author("A"), Author("B"))
    assert (found.date, found.year) == ("2019-05-06", 2019)
    assert "2024" not in found.text


def test_posted_results_stand_as_posted_beside_their_groups() -> None:
    groups = [{"id": "OG000", "title": "Cells"}, {"id": "OG001", "title": "Placebo"}]
    results = {
        "participantFlowModule": {
            "groups": [{"id": "FG000", "title": "Cells"}],
            "periods": [
                {
                    "title": "Overall Study",
                    "milestones": [
                        {"type": "STARTED", "achievements": [{"groupId": "FG000", "numSubjects": "8"}]},
                    ],
                    "dropWithdraws": [
                        {"type": "Death", "reasons": [{"groupId": "FG000", "numSubjects": "0"}]},
                    ],
                }
            ],
        },
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": "PRIMARY",
                    "title": "ACR20",
                    "timeFrame": "week 12",
                    "paramType": "MEAN",
                    "dispersionType": "STANDARD_DEVIATION",
                    "unitOfMeasure": "score",
                    "groups": groups,
                    "denoms": [{"units": "Participants", "counts": [{"groupId": "OG000", "value": "8"}]}],
                    "classes": [
                        {
                            "title": "Week 12",
                            "categories": [
                                {
                                    "measurements": [
                                        {"groupId": "OG000", "value": "12.50", "spread": "1.2"},
                                        {"groupId": "OG001", "value": "10", "lowerLimit": "8", "upperLimit": "13"},
                                        {"groupId": "OG009", "value": "99"},
                                    ]
                                }
                            ],
                        }
                    ],
                    "analyses": [
                        {
                            "groupIds": ["OG000", "OG001"],
                            "pValue": "<0.05",
                            "statisticalMethod": "ANCOVA",
                            "paramType": "Mean Difference",
                            "paramValue": "2.5",
                            "ciPctValue": "95",
                            "ciLowerLimit": "0.3",
                            "ciUpperLimit": "4.7",
                        }
                    ],
                },
                {"type": "OTHER_PRE_SPECIFIED", "title": "Left out"},
            ]
        },
        "adverseEventsModule": {
            "eventGroups": [{"id": "EG000", "title": "Cells", "seriousNumAffected": 1, "seriousNumAtRisk": 8}]
        },
    }
    assert section(document(results), "RESULTS") == (
        "Overall Study, started: Cells 8. Overall Study, not completed, Death: Cells 0. Primary outcome: ACR20. "
        "Time frame: week 12. Participants analysed: Cells 8. "
        "Mean (score, with standard deviation), Week 12: Cells 12.50 (1.2); Placebo 10 (8 to 13). "
        "Analysis of Cells and Placebo: ANCOVA; P <0.05; Mean Difference 2.5 (95 % confidence interval 0.3 to 4.7). "
        "Serious adverse events: Cells 1 of 8."
    )


def test_headings_have_their_identifiers() -> None:
    derived = {"conditionBrowseModule": {"meshes": [{"id": "D015535", "term": "Arthritis, Psoriatic"}]}}
    assert document(None, derived).mesh == (MeshHeading("Arthritis, Psoriatic", "D015535"),)


def test_the_day_of_the_last_update_is_when_it_was_revised() -> None:
    (outcome,) = read(study(statusModule={"lastUpdatePostDateStruct": {"date": "2024-02-23"}}))
    assert isinstance(outcome, Parsed)
    assert outcome.revised == "2024-02-23"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"studies": [{}]}, "no protocolSection"),
        ({"studies": [3]}, "not an object but int"),
        ({"studies": [{"protocolSection": {}}]}, "no NCT number at protocolSection.identificationModule.nctId"),
    ],
)
def test_what_is_no_study_says_why(content: Any, reason: str) -> None:
    (outcome,) = read(content)
    assert isinstance(outcome, Reject)
    assert outcome.reason == reason


def test_anything_in_place_of_a_field_is_borne() -> None:
    everything: tuple[Any, ...] = (None, 3, "x", [], [[]], {}, True, [None, 3, {"title": {}}])
    for nonsense in everything:
        modules = dict.fromkeys(("statusModule", "designModule", "outcomesModule", "eligibilityModule"), nonsense)
        results = dict.fromkeys(("participantFlowModule", "outcomeMeasuresModule", "adverseEventsModule"), nonsense)
        assert document(results, nonsense, **modules).id == "NCT:NCT00000007"


def test_markdown_becomes_running_text() -> None:
    assert plain("One:\n\n1. two\n2. three!\n\n• \\[four\\]") == "One: two. three! [four]."


@pytest.mark.parametrize(
    ("code", "words"), [("NA", None), (None, None), ("PHASE1", "Phase 1"), ("18 Years", "18 Years")]
)
def test_codes_become_words(code: str | None, words: str | None) -> None:
    assert in_words(code) == words
