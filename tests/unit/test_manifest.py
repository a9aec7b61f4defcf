from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from index.errors import IndexDamagedError, IndexMismatchError
from index.generations import list_files
from index.manifest import FILE_NAME, FORMAT_VERSION, EncoderFacts, Manifest, fingerprint_of

ENCODER = EncoderFacts(name="hashing", fingerprint="0" * 16, dimension=256, max_tokens=128)
OPTIONS: dict[str, int | float | str] = {"bm25_k1": 0.9, "passage_max_tokens": 128, "vectors": "flat"}
MANIFEST = Manifest(
    fingerprint=fingerprint_of(ENCODER, OPTIONS, "c" * 64),
    built_at="2026-01-01T00:00:00+00:00",
    encoder=ENCODER,
    options=OPTIONS,
    corpus_fingerprint="c" * 64,
    documents=2,
    passages=5,
    files=[],
)


def with_files(directory: Path) -> Manifest:
    (directory / "bm25").mkdir()
    (directory / "bm25" / "words").write_bytes(b"words")
    (directory / "vectors").write_bytes(b"vectors")
    return MANIFEST.model_copy(update={"files": list_files(directory)})


def written(directory: Path, **changed: Any) -> Path:
    (directory / FILE_NAME).write_text(json.dumps({**MANIFEST.model_dump(), **changed}), encoding="utf-8")
    return directory


def test_a_saved_manifest_is_read_as_it_was(tmp_path: Path) -> None:
    manifest = with_files(tmp_path)
    manifest.save(tmp_path)
    assert Manifest.load(tmp_path) == manifest


def test_a_manifest_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        MANIFEST.documents = 3  # type: ignore[misc]


def test_a_missing_manifest_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"not a readable manifest \(FileNotFoundError\)"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"format_version": 2}'])
def test_what_is_no_manifest_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(IndexDamagedError, match="not a readable manifest"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize("version", [0, FORMAT_VERSION + 1])
def test_another_format_version_is_a_mismatch_whatever_else_is_in_it(tmp_path: Path, version: int) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"format_version": version, "new": "field"}), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=f"format version {version}; this program has {FORMAT_VERSION}"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"fingerprint": "0" * 16},
        {"corpus_fingerprint": "d" * 64},
        {"options": {**OPTIONS, "bm25_k1": 0.8}},
        {"encoder": {**ENCODER.model_dump(), "max_tokens": 64}},
    ],
    ids=lambda changed: str(*changed),
)
def test_a_manifest_that_its_fingerprint_does_not_name_is_damage(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(IndexDamagedError):
        Manifest.load(written(tmp_path, **changed))


def test_whole_files_pass(tmp_path: Path) -> None:
    with_files(tmp_path).check_files(tmp_path)


def test_files_are_listed_by_their_path_below_the_directory(tmp_path: Path) -> None:
    assert [(one.path, one.bytes) for one in with_files(tmp_path).files] == [("bm25/words", 5), ("vectors", 7)]


@pytest.mark.parametrize("content", [b"", b"word", b"wordz", b"words."])
def test_a_changed_file_is_damage(tmp_path: Path, content: bytes) -> None:
    manifest = with_files(tmp_path)
    (tmp_path / "bm25" / "words").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="bm25/words: the file is not what was written"):
        manifest.check_files(tmp_path)


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    manifest = with_files(tmp_path)
    (tmp_path / "vectors").unlink()
    with pytest.raises(IndexDamagedError, match="vectors: the file is missing"):
        manifest.check_files(tmp_path)


def test_a_file_that_the_disk_cannot_read_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    manifest = with_files(tmp_path)
    monkeypatch.setattr("hashlib.file_digest", fail)
    with pytest.raises(IndexDamagedError, match="bm25/words: Input/output error"):
        manifest.check_files(tmp_path)


def test_equal_contents_have_equal_fingerprints_in_whatever_order_options_come() -> None:
    other_way_round = dict(reversed(OPTIONS.items()))
    assert fingerprint_of(ENCODER, other_way_round, "c" * 64) == MANIFEST.fingerprint


@pytest.mark.parametrize(
    ("encoder", "options", "corpus"),
    [
        ({"name": "other"}, {}, "c"),
        ({"fingerprint": "1" * 16}, {}, "c"),
        ({"dimension": 8}, {}, "c"),
        ({"max_tokens": 8}, {}, "c"),
        ({}, {"bm25_k1": 1.2}, "c"),
        ({}, {"new": 1}, "c"),
        ({}, {}, "d"),
    ],
)
def test_whatever_decides_the_content_changes_the_fingerprint(
    encoder: dict[str, Any], options: dict[str, Any], corpus: str
) -> None:
    other = fingerprint_of(ENCODER.model_copy(update=encoder), OPTIONS | options, corpus * 64)
    assert other != MANIFEST.fingerprint
    assert len(other) == 16


def test_another_format_version_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.manifest.FORMAT_VERSION", FORMAT_VERSION + 1)
    assert fingerprint_of(ENCODER, OPTIONS, "c" * 64) != MANIFEST.fingerprint
