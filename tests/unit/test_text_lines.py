from __future__ import annotations

import gzip
import io
from typing import BinaryIO, cast

import pytest

from corpus.readers.text_lines import TextLines, head_lines
from tests.fakes import DamagedFile


def lines(content: bytes) -> list[str | None]:
    return [line.text for line in TextLines(io.BytesIO(content))]


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_in_any_way_and_the_last_not_at_all(end: bytes) -> None:
    assert lines(b"one" + end + end + b"three") == ["one", "", "three"]


def test_other_separators_end_no_line() -> None:
    assert lines("a\x0bb\x0cc\x1cd\x85e\u2028f\n".encode()) == ["a\x0bb\x0cc\x1cd\x85e\u2028f"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    text = "TI  - 37 °C – “Müller”\nAB  - plain\n" + "Many plain words. " * 10
    assert lines(text.encode(encoding)) == text.splitlines()
    assert head_lines(text.encode(encoding)) == text.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Применение стволовых клеток при артрите", "windows-1251"), ("干细胞治疗银屑病关节炎的临床研究", "gb18030")],
)
def test_a_text_in_another_script_is_read_by_its_statistics(text: str, encoding: str) -> None:
    assert lines(text.encode(encoding)) == [text]


def test_a_single_byte_that_is_no_utf_8_stands_for_itself() -> None:
    assert lines("Ünïcode é ".encode() + b"\xe9 \x81\n") == ["Ünïcode é é \ufffd"]


def test_utf_8_of_another_script_is_not_guessed_at() -> None:
    text = "干细胞治疗银屑病关节炎的临床研究" * 6000  # longer than what is looked at, which ends inside a character
    assert lines(text.encode()) == [text]


def test_a_line_beyond_bounds_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.text_lines.MAX_CHARACTERS", 10)
    assert lines(b"x" * 9 + b"\n" + b"y" * 10 + b"\n" + b"z" * 35 + b"\nw") == ["x" * 9, None, None, "w"]


def test_lines_before_a_damaged_place_are_read() -> None:
    source = TextLines(buffered(DamagedFile(b"one\ntwo\nthr", OSError("disk"))))
    assert [line.text for line in source] == ["one", "two"]
    assert source.damage == "disk"


def test_a_truncated_gzip_gives_what_could_be_decompressed() -> None:
    compressed = gzip.compress(b"".join(b"line %d\n" % number for number in range(20_000)))
    with gzip.GzipFile(fileobj=io.BytesIO(compressed[: len(compressed) // 2])) as stream:
        source = TextLines(cast("BinaryIO", stream))
        assert sum(1 for _ in source) > 8_000
    assert source.damage is not None
