from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.files import _holds_records, open_files, open_records
from corpus.interfaces import Outcome, Parsed, Reject
from tests.fakes import DamagedFile

JSONL = b'{"id": "PMID:1", "title": "One"}\n{"id": "PMID:2", "title": "Two"}\n'
RECORD = (
    "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>T</ArticleTitle></Article>"
    "</MedlineCitation></PubmedArticle>"
)


def xml(*pmids: int) -> bytes:
    return f"<PubmedArticleSet>{''.join(map(RECORD.format, pmids))}</PubmedArticleSet>".encode()


def json_lines(count: int) -> bytes:
    return "".join(f'{{"id": "PMID:{number}", "title": "T"}}\n' for number in range(1, count + 1)).encode()


def read(path: Path) -> tuple[str, list[Outcome]]:
    with open_records(path) as (format_name, records):
        return format_name, list(records)


def written(directory: Path, content: bytes, name: str = "file") -> Path:
    path = directory / name
    path.write_bytes(content)
    return path


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw)


def refusal(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught, open_records(path):
        pass
    assert caught.value.path == path
    return caught.value


@pytest.mark.parametrize("name", ["a.jsonl", "a.xml", "a.gz", "a"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("content", "format_name"),
    [(JSONL, "jsonl"), (xml(1, 2), "pubmed-xml"), (b"\xef\xbb\xbf\n" + JSONL, "jsonl")],
    ids=["jsonl", "xml", "marked jsonl"],
)
def test_the_format_is_known_by_content_whatever_the_name(
    tmp_path: Path, name: str, compress: type[bytes], content: bytes, format_name: str
) -> None:
    found, outcomes = read(written(tmp_path, compress(content), name))
    assert found == format_name
    assert [outcome.document.id for outcome in outcomes if isinstance(outcome, Parsed)] == ["PMID:1", "PMID:2"]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", gzip.compress(b""), b"\x1f\x8b", b"\x1f\x8bnot gzip at all", gzip.compress(JSONL)[:10]],
    ids=["empty", "blank", "empty gzip", "gzip magic alone", "damaged header", "cut before the first byte"],
)
def test_a_file_without_content_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(written(tmp_path, content)).reason.startswith("the file is empty, or its compressed data")


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"[1]", b"id,title\n1,T", b"\x00\x01", "{}".encode("utf-16")],
    ids=["pdf", "json array", "csv", "binary", "utf-16"],
)
def test_another_format_is_refused_and_the_known_ones_named(tmp_path: Path, content: bytes) -> None:
    for path in (written(tmp_path, content), written(tmp_path, gzip.compress(content), "packed")):
        assert refusal(path).reason.startswith("the content is of none of the known formats (pubmed-xml, jats,")


def test_a_file_gzipped_twice_is_of_no_known_format(tmp_path: Path) -> None:
    assert "none of the known formats" in refusal(written(tmp_path, gzip.compress(gzip.compress(JSONL)))).reason


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing.xml"
    assert str(refusal(path)) == f"{path}: No such file or directory"


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason == "Is a directory"


def test_a_file_that_cannot_be_read_from_the_start_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unreadable = DamagedFile(b"", OSError("Input/output error"))
    monkeypatch.setattr(Path, "open", lambda *_: buffered(unreadable))
    refusal(tmp_path / "file")


@pytest.mark.parametrize("content", [json_lines(20_000), xml(*range(1, 5_001))], ids=["jsonl", "xml"])
def test_a_truncated_gzip_keeps_what_came_before_and_tells_of_the_rest(tmp_path: Path, content: bytes) -> None:
    compressed = gzip.compress(content)
    _, (*before, last) = read(written(tmp_path, compressed[: len(compressed) // 2]))
    assert len(before) > 1_000
    assert all(isinstance(outcome, Parsed) for outcome in before)
    assert isinstance(last, Reject)
    assert last.reason.startswith("the file is damaged here: Compressed file ended")


@pytest.mark.parametrize("content", [JSONL, xml(1, 2)], ids=["jsonl", "xml"])
@pytest.mark.parametrize("damage", [b"junk", b"\x1f\x8bjunk", b"\x1f\x8b"])
def test_what_follows_the_compressed_data_is_told_once(tmp_path: Path, content: bytes, damage: bytes) -> None:
    _, (first, second, last) = read(written(tmp_path, gzip.compress(content) + damage))
    assert isinstance(first, Parsed)
    assert isinstance(second, Parsed)
    assert isinstance(last, Reject)


def test_gzip_members_joined_end_to_end_are_read_through(tmp_path: Path) -> None:
    first, second = JSONL.splitlines(keepends=True)
    _, outcomes = read(written(tmp_path, gzip.compress(b"") + gzip.compress(first) + gzip.compress(second)))
    assert len(outcomes) == 2


def test_a_corrupt_record_of_xml_loses_only_itself(tmp_path: Path) -> None:
    corrupt = xml(1, 2, 3).replace(b"<PMID>2</PMID>", b"<PMID>2</PMI>")
    _, (first, second, third) = read(written(tmp_path, corrupt))
    assert isinstance(first, Parsed)
    assert isinstance(second, Reject)
    assert isinstance(third, Parsed)


def test_a_web_page_is_told_from_pubmed_xml(tmp_path: Path) -> None:
    format_name, (outcome,) = read(written(tmp_path, b"<!DOCTYPE html><html></html>", "a.xml"))
    assert format_name == "pubmed-xml"
    assert isinstance(outcome, Reject)
    assert "a web page" in outcome.reason


def test_the_file_is_closed_afterwards(tmp_path: Path) -> None:
    with open_records(written(tmp_path, JSONL)) as (_, records):
        next(records)
    with pytest.raises(ValueError, match="closed file"):
        next(records)


def zipped(directory: Path, members: dict[str, bytes], name: str = "a.zip") -> Path:
    path = directory / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def contents(path: Path) -> list[tuple[str, str, list[str]]]:
    """The name and format of each file, ids of documents and reasons of rejects."""
    return [
        (
            file.name,
            file.format_name,
            [one.document.id if isinstance(one, Parsed) else getattr(one, "reason", "") for one in file.records],
        )
        for file in open_files(path)
    ]


def test_a_zip_holds_files_of_any_formats(tmp_path: Path) -> None:
    members = {"one/a.txt": JSONL, "b": xml(3), "c.gz": gzip.compress(xml(4)), "one/": b"", "__MACOSX/._b": b"x"}
    assert contents(zipped(tmp_path, {**members, ".DS_Store": b"x"}, "any name")) == [
        ("any name/one/a.txt", "jsonl", ["PMID:1", "PMID:2"]),
        ("any name/b", "pubmed-xml", ["PMID:3"]),
        ("any name/c.gz", "pubmed-xml", ["PMID:4"]),
    ]


def test_a_file_alone_is_given_as_a_file_alone(tmp_path: Path) -> None:
    assert contents(written(tmp_path, JSONL)) == [("file", "jsonl", ["PMID:1", "PMID:2"])]


def test_a_member_that_cannot_be_read_keeps_no_other_out(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a": JSONL, "empty": b"", "pdf": b"%PDF-1.7", "zip": b"PK\x03\x04", "b": xml(3)})
    found = contents(path)
    assert [name for name, _, _ in found] == [f"a.zip/{name}" for name in ("a", "empty", "pdf", "zip", "b")]
    assert found[1][2][0].startswith("the file is empty")
    assert "none of the known formats" in found[2][2][0]
    assert found[3][2] == ["an archive within an archive: unpack it and add its files, or it alone"]
    assert found[4][2] == ["PMID:3"]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a": JSONL})
    packed = bytearray(path.read_bytes())
    for place in (packed.index(b"PK\x03\x04") + 6, packed.index(b"PK\x01\x02") + 8):
        packed[place] |= 1  # the flag that says so
    path.write_bytes(packed)
    ((_, _, (reason,)),) = contents(path)
    assert "encrypted" in reason


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", b"PK\x05\x06" + b"\x00" * 18])
def test_a_zip_without_files_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="the archive"):
        contents(written(tmp_path, content))


def test_an_archive_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a": JSONL})
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 6] = 235
    path.write_bytes(packed)
    with pytest.raises(UnreadableFileError, match="zip file version"):
        contents(path)


def test_a_member_without_a_name_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"x": JSONL})
    with zipfile.ZipFile(path) as archive:
        archive.infolist()[0].filename = ""
        assert _holds_records(archive.infolist()[0])


def test_a_damaged_member_keeps_what_came_before_and_every_other(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a": random_lines(20_000), "b": xml(3)})
    packed = bytearray(path.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)
    (_, _, damaged), (_, _, whole) = contents(path)
    assert damaged[:2] == ["PMID:1", "PMID:2"]
    assert "damaged here" in damaged[-1] or "not JSON" in damaged[-1]
    assert whole == ["PMID:3"]


def random_lines(count: int) -> bytes:
    """JSON lines that do not pack well."""
    chance = random.Random(1)  # noqa: S311 - test data
    return b"".join(
        b'{"id": "PMID:%d", "title": "%032x"}\n' % (number, chance.getrandbits(128)) for number in range(1, count + 1)
    )


def test_members_that_share_their_bytes_are_refused_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.unpacking.ALWAYS_ALLOWED_BYTES", 1024 * 1024)
    path = zipped(tmp_path, {"a": random_lines(1) + b" " * 600_000})
    packed = path.read_bytes()
    start = packed.index(b"PK\x01\x02")
    entry, end = packed[start:-22], bytearray(packed[-22:])
    count = 50
    end[8:16] = struct.pack("<HHL", count, count, count * len(entry))
    path.write_bytes(packed[:start] + entry * count + end)
    found = contents(path)
    assert len(found) < count
    assert found[-1][0] == "a.zip"
    assert "decompression bomb" in found[-1][2][0]


def test_a_file_beyond_all_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.unpacking.Allowance.__init__.__defaults__", (100_000,))
    ((_, _, outcomes),) = contents(written(tmp_path, gzip.compress(random_lines(20_000))))
    assert outcomes[0] == "PMID:1"
    assert outcomes[-1].endswith("it unpacks to more than 100000 bytes: refused; nothing after it was read")


def test_the_head_of_many_joined_files_is_seen_whole(tmp_path: Path) -> None:
    result = b'{"hitCount": 1, "resultList": {"result": [{"source": "MED", "id": "7", "title": "T"}]}}'
    packed = b"".join(gzip.compress(result[place : place + 1]) for place in range(len(result)))
    assert contents(written(tmp_path, packed)) == [("file", "europepmc", ["PMID:7"])]


@pytest.mark.parametrize("pack", ["gzip", "zip", "gzip in a zip"])
def test_what_unpacks_to_far_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str) -> None:
    monkeypatch.setattr("corpus.unpacking.ALWAYS_ALLOWED_BYTES", 1024 * 1024)
    bomb = JSONL + b" " * 8 * 1024 * 1024
    if pack == "gzip":
        path = written(tmp_path, gzip.compress(bomb))
    else:
        path = zipped(tmp_path, {"a": gzip.compress(bomb) if "gzip" in pack else bomb})
    ((_, _, outcomes),) = contents(path)
    assert outcomes[:2] == ["PMID:1", "PMID:2"]
    assert "decompression bomb" in outcomes[-1]


def test_an_office_document_is_called_one(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}, "review.docx")
    with pytest.raises(UnreadableFileError, match="an Office document"):
        contents(path)
