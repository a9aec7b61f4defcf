from __future__ import annotations

import gzip
import io
import json
import zlib
from typing import BinaryIO, cast

import pytest

from corpus.interfaces import Parsed, Reject
from corpus.readers.jsonl import JsonLinesReader
from tests.fakes import DamagedFile


def line(number: int, **fields: object) -> bytes:
    return json.dumps({"id": f"PMID:{number}", "title": f"Title {number}", **fields}).encode() + b"\n"


def read(content: bytes) -> list[Parsed | Reject]:
    return list(JsonLinesReader().read(io.BytesIO(content)))


def summary(outcomes: list[Parsed | Reject]) -> list[str]:
    return [outcome.document.id if isinstance(outcome, Parsed) else outcome.reason for outcome in outcomes]


def reject(content: bytes) -> Reject:
    (outcome,) = read(content)
    assert isinstance(outcome, Reject), outcome
    return outcome


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw)


def nested(depth: int, before: bytes = b"", after: bytes = b"") -> bytes:
    return before + b"[" * depth + b"]" * depth + after


class TestRecognition:
    @pytest.mark.parametrize("head", [b'{"id"', b" \n\t{", b"\xef\xbb\xbf{}", b"\xef\xbb\xbf\r\n{"])
    def test_a_file_that_begins_with_a_brace_is_recognised(self, head: bytes) -> None:
        assert JsonLinesReader().recognises(head)

    @pytest.mark.parametrize("head", [b"", b"[{}]", b"<a>", b'"{', b"\x00{", b"PMID- 1", "{".encode("utf-16")])
    def test_another_is_not(self, head: bytes) -> None:
        assert not JsonLinesReader().recognises(head)


class TestLines:
    def test_each_line_is_a_document_with_its_place(self) -> None:
        outcomes = read(line(1) + line(2))
        assert summary(outcomes) == ["PMID:1", "PMID:2"]
        assert [outcome.position for outcome in outcomes] == ["line 1", "line 2"]

    def test_blank_lines_are_passed_over_and_counted(self) -> None:
        outcomes = read(b"\n" + line(1) + b" \t\r\n\n" + line(2) + b"\n\n")
        assert [outcome.position for outcome in outcomes] == ["line 2", "line 5"]

    @pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\t\n"])
    def test_nothing_gives_nothing(self, content: bytes) -> None:
        assert read(content) == []

    def test_the_last_line_needs_no_end(self) -> None:
        assert summary(read(line(1) + line(2).rstrip())) == ["PMID:1", "PMID:2"]

    def test_lines_may_end_as_on_windows(self) -> None:
        assert summary(read((line(1) + line(2)).replace(b"\n", b"\r\n"))) == ["PMID:1", "PMID:2"]

    def test_a_byte_order_mark_changes_nothing(self) -> None:
        marked = b"\xef\xbb\xbf" + line(1)
        assert summary(read(marked + marked)) == ["PMID:1", "PMID:1"]


class TestBadLines:
    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (b"{", "not JSON: "),
            (b'{"id": "PMID:2", "title": "t"} {}', "not JSON: Extra data"),
            (b'{"id": "PMID:2", "title": "cu', "not JSON: "),
            (b'{"title": "\xff"}', "not UTF-8 at byte 11 of the line"),
            (b'{"title": "\xed\xa0\x80"}', "not UTF-8 at byte 11 of the line"),
            (b"\x00\x00\x00", "not JSON: "),
            (b"[]", "record: "),
            (b"17", "record: "),
            (b"null", "record: "),
            (b'"PMID:2"', "record: "),
            (b"NaN", "record: "),
            (b"1" * 5000, "not JSON: Exceeds the limit"),
            (nested(100_000), "not JSON: "),
            (nested(400, b'{"title": "t", "id": ', b"}"), "id: "),
            (b'{"id": "PMID:2"}', "title: Field required"),
            (b'{"title": "t"}', "no identifier"),
            (b'{"id": "PMID:2", "title": "\\ud800"}', "title: Value error, lone surrogate"),
            (b'{"id": "PMID:2", "title": "t", "url": "\\udfff"}', "url: Value error, lone surrogate"),
        ],
        ids=lambda value: repr(value)[:40],
    )
    def test_a_bad_line_loses_only_itself(self, bad: bytes, reason: str) -> None:
        first, second, third = summary(read(line(1) + bad + b"\n" + line(3)))
        assert (first, third) == ("PMID:1", "PMID:3")
        assert second.startswith(reason)

    @pytest.mark.parametrize(
        ("length", "expected"),
        [(1000, "PMID:2"), *((length, "longer than 1000 bytes") for length in (1001, 2000, 5500))],
    )
    def test_a_line_beyond_bounds_loses_only_itself(
        self, monkeypatch: pytest.MonkeyPatch, length: int, expected: str
    ) -> None:
        monkeypatch.setattr("corpus.readers.json_lines.MAX_RECORD_BYTES", 1000)
        long = line(2, facts="")
        long = long.replace(b'""', b'"' + b"x" * (length - len(long)) + b'"')
        assert len(long) == length
        outcomes = read(line(1) + long + line(3))
        assert summary(outcomes) == ["PMID:1", expected, "PMID:3"]
        assert outcomes[2].position == "line 3"

    def test_a_last_line_beyond_bounds_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.json_lines.MAX_RECORD_BYTES", 1000)
        assert summary(read(line(1) + b"x" * 3000)) == ["PMID:1", "longer than 1000 bytes"]


class TestIdentifierOfAReject:
    @pytest.mark.parametrize(
        ("content", "identifier"),
        [
            (b'{"id": "PMID:2"}', "PMID:2"),
            (b'{"pmid": "2"}', "2"),
            (b'{"pmid": 2}', "2"),
            (b'{"id": "x", "pmid": 2, "title": "t"}', "x"),
            (b'{"doi": "10.1000/x"}', None),
            (b'{"id": ["PMID:2"]}', None),
            (b"[1]", None),
            (b'{"id": "\\ud800"}', "?"),
            (b'{"id": "' + b"x" * 1000 + b'"}', "x" * 200),
        ],
        ids=lambda value: repr(value)[:40],
    )
    def test_it_is_what_the_line_says(self, content: bytes, identifier: str | None) -> None:
        assert reject(content).identifier == identifier


class TestDamage:
    def test_a_truncated_gzip_gives_the_lines_before_and_one_reject(self) -> None:
        compressed = gzip.compress(b"".join(line(number) for number in range(1, 20_001)))
        with gzip.GzipFile(fileobj=io.BytesIO(compressed[: len(compressed) // 2])) as stream:
            *before, last = JsonLinesReader().read(cast("BinaryIO", stream))
        assert summary(before) == [f"PMID:{number}" for number in range(1, len(before) + 1)]
        assert len(before) > 8_000
        assert isinstance(last, Reject)
        assert last.position == f"after line {len(before)}"
        assert last.reason.startswith("the file is damaged here: Compressed file ended")

    @pytest.mark.parametrize(
        ("error", "named"),
        [(OSError("disk"), "disk"), (EOFError("end"), "end"), (zlib.error("bits"), "bits"), (EOFError(), "EOFError")],
    )
    def test_an_unreadable_place_ends_the_reading_with_one_reject(self, error: Exception, named: str) -> None:
        stream = buffered(DamagedFile(line(1) + line(2), error))
        first, second, last = JsonLinesReader().read(stream)
        assert summary([first, second]) == ["PMID:1", "PMID:2"]
        assert last == Reject("after line 2", f"the file is damaged here: {named}; nothing after it was read")

    def test_a_place_unreadable_inside_a_line_beyond_bounds_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.json_lines.MAX_RECORD_BYTES", 10)
        stream = buffered(DamagedFile(b"x" * 25, OSError("disk")))
        (last,) = JsonLinesReader().read(stream)
        assert isinstance(last, Reject)
        assert "disk" in last.reason
