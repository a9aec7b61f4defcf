"""Any JSON in the place of any value gives documents and rejects, and leaves the records beside it alone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.files import READERS
from corpus.interfaces import Parsed
from tests.fuzz.laws import hold
from tests.strategies import json_values

READ_BY = {reader.format_name: reader for reader in READERS}
RECORDS: dict[str, dict[str, Any]] = {
    "europepmc": {
        "id": "7",
        "source": "MED",
        "pmid": "7",
        "doi": "10.1000/x",
        "pmcid": "PMC9",
        "title": "Cells in <i>skin</i>.",
        "authorString": "Doe J.",
        "authorList": {"author": [{"fullName": "Doe J", "firstName": "Jane", "lastName": "Doe", "initials": "J"}]},
        "journalInfo": {"volume": "5", "dateOfPublication": "2020 Feb", "journal": {"title": "Journal of Cells"}},
        "pageInfo": "132-42",
        "abstractText": "<h4>Aims</h4>Said.",
        "pubTypeList": {"pubType": ["Case Reports"]},
        "meshHeadingList": {"meshHeading": [{"majorTopic_YN": "N", "descriptorName": "Humans"}]},
        "commentCorrectionList": {"commentCorrection": [{"id": "9", "source": "MED", "type": "Retraction in"}]},
        "dateOfRevision": "2021-02-03",
    },
    "clinicaltrials": {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000007", "briefTitle": "Cells", "officialTitle": "All cells"},
            "statusModule": {"overallStatus": "COMPLETED", "lastUpdatePostDateStruct": {"date": "2020-01-02"}},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Some"}, "collaborators": [{"name": "Others"}]},
            "conditionsModule": {"conditions": ["Psoriasis"]},
            "designModule": {"phases": ["PHASE1"], "enrollmentInfo": {"count": 12, "type": "ACTUAL"}},
            "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Cells", "otherNames": ["MSC"]}]},
            "outcomesModule": {"primaryOutcomes": [{"measure": "Pain", "timeFrame": "1 week"}]},
            "eligibilityModule": {"eligibilityCriteria": "Adults", "sex": "ALL"},
        },
        "derivedSection": {"conditionBrowseModule": {"meshes": [{"id": "D1", "term": "Psoriasis"}]}},
        "resultsSection": {
            "participantFlowModule": {
                "groups": [{"id": "FG0", "title": "Cells"}],
                "periods": [{"milestones": [{"achievements": [{"groupId": "FG0", "numSubjects": "6"}]}]}],
            },
        },
    },
    "jsonl": {
        "id": "PMID:7",
        "title": "Cells",
        "sections": [{"label": "AIMS", "text": "Said."}],
        "authors": [{"name": "Doe J"}],
        "year": 2020,
        "mesh": [{"descriptor": "Humans", "qualifiers": ["therapy"]}],
        "corrections": [{"kind": "RetractionIn", "pmid": "9"}],
    },
}  # fmt: skip
SHAPES: dict[str, Callable[[list[Any]], Any]] = {
    "europepmc": lambda records: {"hitCount": len(records), "resultList": {"result": records}},
    "clinicaltrials": lambda records: {"studies": records},
}

every_format = pytest.mark.parametrize("name", RECORDS)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value, the whole too."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from places(one, (*path, name))


def put(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    """Return a copy of ``value`` with ``other`` at ``path``."""
    if not path:
        return other
    first, *rest = path
    changed = list(value) if isinstance(value, list) else dict(value)
    changed[first] = put(value[first], tuple(rest), other)  # type: ignore[index] # as `places` gave it
    return changed


def lines(records: list[Any]) -> bytes:
    return "\n".join(map(json.dumps, records)).encode()


def parsed(name: str, content: bytes) -> list[bool]:
    hold(READ_BY[name], content)
    return [isinstance(outcome, Parsed) for outcome in READ_BY[name].read(io.BytesIO(content))]


@every_format
@given(data=st.data(), other=json_values)
def test_any_value_anywhere_on_a_line_leaves_the_lines_beside_it_alone(name: str, data: Any, other: Any) -> None:
    record = RECORDS[name]
    changed = put(record, data.draw(st.sampled_from(list(places(record)))), other)
    first, _, last = parsed(name, lines([record, changed, record]))
    assert first
    assert last


@pytest.mark.parametrize("name", SHAPES)
@given(data=st.data(), other=json_values)
def test_any_value_anywhere_in_an_answer_leaves_the_records_beside_it_alone(name: str, data: Any, other: Any) -> None:
    record = RECORDS[name]
    changed = put(record, data.draw(st.sampled_from(list(places(record)))), other)
    for records in (SHAPES[name]([record, changed, record]), [record, changed, record]):
        found = parsed(name, json.dumps(records).encode())
        assert found[0]
        assert len(found) <= 3


@every_format
@given(value=json_values)
def test_any_json_at_all_raises_nothing(name: str, value: Any) -> None:
    for content in (json.dumps(value), json.dumps(value, indent=1), json.dumps([value, RECORDS[name]])):
        hold(READ_BY[name], content.encode())


@every_format
@given(cut=st.integers(0), inserted=st.binary(max_size=8))
def test_any_bytes_anywhere_raise_nothing(name: str, cut: int, inserted: bytes) -> None:
    content = lines([RECORDS[name]] * 3)
    place = cut % len(content)
    hold(READ_BY[name], content[:place] + inserted + content[place:])


@every_format
@given(cut=st.integers(0), inserted=st.binary(max_size=8).filter(lambda inserted: b"\n" not in inserted))
def test_any_bytes_on_a_line_leave_the_lines_beside_it_alone(name: str, cut: int, inserted: bytes) -> None:
    line = json.dumps(RECORDS[name]).encode()
    place = cut % len(line)
    first, _, last = parsed(name, b"\n".join((line, line[:place] + inserted + line[place:], line)))
    assert first
    assert last
