"""What JSON may not do to a reader: nest without end, go on without end, or take its neighbours with it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.files import READERS
from corpus.interfaces import Damage, DocumentReader, Outcome, Parsed, Reject
from corpus.readers.json_bounds import MAX_DEPTH, BoundedJson
from tests.limited import LimitedProcess, limited_process

JSON_READERS = {
    reader.format_name: reader for reader in READERS if reader.format_name in {"europepmc", "clinicaltrials", "jsonl"}
}
ANSWERS = {"europepmc": b'{"resultList": {"result": [%b]}}', "clinicaltrials": b'{"studies": [%b]}'}
RECORDS: dict[str, dict[str, Any]] = {
    "europepmc": {"source": "MED", "id": "7", "title": "Cells"},
    "clinicaltrials": {"protocolSection": {"identificationModule": {"nctId": "NCT00000007", "briefTitle": "Cells"}}},
    "jsonl": {"id": "PMID:7", "title": "Cells"},
}
IDS = {"europepmc": "PMID:7", "clinicaltrials": "NCT:NCT00000007", "jsonl": "PMID:7"}

every_json_reader = pytest.mark.parametrize("name", JSON_READERS)
every_answer = pytest.mark.parametrize("name", ANSWERS)


@pytest.fixture(scope="module")
def limited() -> Iterator[LimitedProcess]:
    with limited_process(mebibytes=512) as process:
        yield process


def record(name: str, **more: Any) -> bytes:
    return json.dumps({**RECORDS[name], **more}).encode()


def read(reader: DocumentReader, content: bytes) -> list[Outcome]:
    return list(reader.read(io.BytesIO(content)))


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


class TestDepth:
    @pytest.mark.parametrize("opening", [b"[", b'{"a":'])
    @pytest.mark.parametrize("form", [*ANSWERS.values(), b"[%b]", b"%b"])
    @every_answer
    def test_what_nests_without_end_ends_the_file_within_bounded_memory(
        self, limited: LimitedProcess, name: str, form: bytes, opening: bytes
    ) -> None:
        deep = record(name).replace(b'"Cells"', opening * 100_000)
        content = form % b", ".join((record(name), deep))
        outcomes = limited.run(read, JSON_READERS[name], content)
        assert isinstance(outcomes[-1], Reject)
        assert "1000 levels" in outcomes[-1].reason or "not JSON" in outcomes[-1].reason

    @every_answer
    def test_what_stands_before_it_is_kept(self, name: str) -> None:
        first, last = read(JSON_READERS[name], ANSWERS[name] % b",".join((record(name), b"[" * 100_000)))
        assert isinstance(first, Parsed)
        assert isinstance(last, Damage)
        assert last.reason == (
            f"the file is damaged here: nested more than {MAX_DEPTH} levels deep; nothing after it was read"
        )
        assert last.position.endswith(" 1")

    @every_json_reader
    def test_on_a_line_it_loses_only_that_line(self, name: str) -> None:
        deep = record(name).replace(b'"Cells"', b"[" * 100_000)
        first, second, third = read(JSON_READERS[name], b"\n".join((record(name), deep, record(name))))
        assert isinstance(first, Parsed)
        assert isinstance(second, Reject)
        assert (second.position, second.identifier) == ("line 2", IDS[name])
        assert isinstance(third, Parsed)

    @pytest.mark.parametrize("chunk_bytes", [1, 2, 3, 7, 100_000])
    @pytest.mark.parametrize("string", [b'"[[["', rb'"\"[[["', rb'"\\"', rb'"a\\\"[[\\"', b'""'])
    def test_brackets_in_strings_do_not_count(self, string: bytes, chunk_bytes: int) -> None:
        content = b"[" + b",".join([string] * 2000) + b"," + nested(MAX_DEPTH - 1) + b"]"
        bounded = BoundedJson(io.BytesIO(content))
        given = b"".join(iter(lambda: bounded.read(chunk_bytes), b""))
        assert given == content

    @pytest.mark.parametrize("chunk_bytes", [1, 2, 3, 7, 100_000])
    def test_the_level_beyond_is_told_after_what_stands_before_it(self, chunk_bytes: int) -> None:
        content = rb'["[\"[\\", ' + nested(MAX_DEPTH)
        bounded = BoundedJson(io.BytesIO(content))
        pieces: list[bytes] = []
        with pytest.raises(OSError, match="nested more than 1000 levels deep"):
            pieces.extend(iter(lambda: bounded.read(chunk_bytes), b""))
        given = b"".join(pieces)
        assert given == rb'["[\"[\\", ' + b"[" * (MAX_DEPTH - 1)


class TestSize:
    @every_answer
    def test_a_record_beyond_bounds_ends_the_file(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.json_bounds.MAX_RECORD_BYTES", 200_000)
        long = record(name, more="x" * 300_000)
        *before, last = read(JSON_READERS[name], ANSWERS[name] % b",".join([record(name)] * 5000 + [long]))
        assert len(before) > 4000  # a parser looks ahead
        assert all(isinstance(outcome, Parsed) for outcome in before)
        assert isinstance(last, Damage)
        assert "a record of more than 200000 bytes" in last.reason

    @every_answer
    def test_records_that_are_each_within_bounds_are_read_however_many(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corpus.readers.json_bounds.MAX_RECORD_BYTES", 200_000)
        outcomes = read(JSON_READERS[name], ANSWERS[name] % b",".join([record(name)] * 5000))
        assert len(outcomes) == 5000
        assert all(isinstance(outcome, Parsed) for outcome in outcomes)


class TestLines:
    @pytest.mark.parametrize(
        ("bad", "places"),
        [
            *((bad, (0, 1, 2)) for bad in (b'{"id": ', b'{"title": "\xff"}', b'{"a": "', b'{"x":1,}')),
            *((bad, (1, 2)) for bad in (b"}", b"1" * 5000, b"[]", b"\0")),  # no JSON format begins so
        ],
    )
    @every_json_reader
    def test_a_broken_line_loses_only_itself(self, name: str, places: tuple[int, ...], bad: bytes) -> None:
        for place in places:
            self.check(name, place, bad)

    def check(self, name: str, place: int, bad: bytes) -> None:
        lines = [record(name), record(name)]
        lines.insert(place, bad)
        outcomes = read(JSON_READERS[name], b"\r\n".join(lines))
        assert [isinstance(outcome, Parsed) for outcome in outcomes] == [number != place for number in range(3)]
        assert outcomes[place].position == f"line {place + 1}"

    @every_json_reader
    def test_a_line_cut_off_within_tells_whose_it_is(self, name: str) -> None:
        _, cut = read(JSON_READERS[name], record(name) + b"\n" + record(name, more=["x"])[:-3])
        assert isinstance(cut, Reject)
        assert cut.identifier == IDS[name]

    @every_answer
    def test_one_record_over_many_lines_is_none_of_lines(self, name: str) -> None:
        for indent in (0, 2):
            content = json.dumps(RECORDS[name], indent=indent).encode()
            assert all(isinstance(outcome, Parsed) for outcome in read(JSON_READERS[name], content))
            assert len(read(JSON_READERS[name], content + b"\n" + content)) == 2

    @every_answer
    def test_answers_one_a_line_are_answers(self, name: str) -> None:
        answer = ANSWERS[name] % b",".join([record(name)] * 2)
        assert len(read(JSON_READERS[name], answer + b"\n" + answer)) == 4


class TestKind:
    @pytest.mark.parametrize(
        ("first", "kind"),
        [
            ({"id": "PMID:7", "title": 'On "protocolSection": {"studies": ['}, "jsonl"),
            ({"id": "PMID:7", "title": "T", "studies": ["a"], "hitCount": 3}, "jsonl"),
            ({"id": "PMID:7", "title": "T", "more": {"protocolSection": {}, "source": "MED", "id": "7"}}, "jsonl"),
            ({"id": "PMID:7", "title": "T", "source": ["MED"]}, "jsonl"),
            ({"title": 'A "quoted" word', "source": "MED", "id": "7"}, "europepmc"),
            ({"journalInfo": {"journal": {}}, "id": "PPR7", "source": "PPR"}, "europepmc"),
            ({"request": {"query": "studies"}, "hitCount": 0}, "europepmc"),
            ({"hasResults": False, "derivedSection": {}, "protocolSection": {}}, "clinicaltrials"),
            ({"nextPageToken": "\\", "studies": []}, "clinicaltrials"),
        ],
        ids=str,
    )
    def test_it_is_told_by_the_first_objects_own_fields(self, first: dict[str, Any], kind: str) -> None:
        for content in (json.dumps(first), json.dumps(first, indent=1), f"\ufeff\n{json.dumps(first)}\n{{"):
            head = content.encode()
            assert [name for name, reader in JSON_READERS.items() if reader.recognises(head)] == [kind]


@pytest.mark.parametrize(
    ("name", "refused", "identifier"),
    [
        ("europepmc", {"source": "MED", "id": "7"}, "PMID:7"),
        ("europepmc", {"source": "PPR", "id": "PPR7", "doi": "10.1000/X"}, "DOI:10.1000/x"),
        ("europepmc", {"source": "PPR", "id": "PPR7"}, None),
        ("clinicaltrials", {"protocolSection": {"identificationModule": {"nctId": "NCT00000007"}}}, "NCT:NCT00000007"),
        ("clinicaltrials", {"protocolSection": {}}, None),
    ],
)
def test_a_refused_record_is_named(name: str, refused: dict[str, Any], identifier: str | None) -> None:
    for content in (json.dumps(refused).encode(), json.dumps([refused]).encode()):
        (outcome,) = read(JSON_READERS[name], content)
        assert isinstance(outcome, Reject)
        assert outcome.identifier == identifier
