"""What a generation was built from, and the checks that refuse it when it does not fit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from index.checksums import sha256_of_file
from index.errors import IndexDamagedError, IndexMismatchError

FILE_NAME = "manifest.json"
FORMAT_VERSION = 2


class EncoderFacts(BaseModel):
    """The encoder whose vectors these are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int


class FileFacts(BaseModel):
    """A file of the generation, by its relative path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """Everything that decides the content of a generation, and the checksum of each file in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: int = FORMAT_VERSION
    fingerprint: str
    built_at: str
    encoder: EncoderFacts
    options: dict[str, int | float | str]
    corpus_fingerprint: str
    documents: int
    passages: int
    files: list[FileFacts]

    def save(self, directory: Path) -> None:
        """Write the manifest into an existing directory."""
        (directory / FILE_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read the manifest of a generation.

        Raises:
            IndexDamagedError: there is none, or it is not one.
            IndexMismatchError: it is of another format version.
        """
        path = directory / FILE_NAME
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            found = fields.get("format_version") if isinstance(fields, dict) else None
            if isinstance(found, int) and found != FORMAT_VERSION:
                raise IndexMismatchError("format version", found, FORMAT_VERSION)
            manifest = cls.model_validate(fields)
        except (OSError, ValueError, ValidationError) as error:
            raise IndexDamagedError(path, f"not a readable manifest ({type(error).__name__})") from error
        if manifest.fingerprint != fingerprint_of(manifest.encoder, manifest.options, manifest.corpus_fingerprint):
            raise IndexDamagedError(path, "its fingerprint is of another content")
        return manifest

    def check_files(self, directory: Path) -> None:
        """Compare every file with its checksum.

        Raises:
            IndexDamagedError: one is missing, cannot be read, is of another length, or changed.
        """
        for expected in self.files:
            path = directory / expected.path
            if not path.is_file():
                raise IndexDamagedError(path, "the file is missing")
            try:
                found = facts_of(path, directory)
            except OSError as error:
                raise IndexDamagedError(path, error.strerror or str(error)) from error
            if found != expected:
                raise IndexDamagedError(path, "the file is not what was written")


def facts_of(path: Path, directory: Path) -> FileFacts:
    """Return the relative path, length and SHA-256 of a file."""
    relative = path.relative_to(directory).as_posix()
    return FileFacts(path=relative, bytes=path.stat().st_size, sha256=sha256_of_file(path))


def fingerprint_of(encoder: EncoderFacts, options: dict[str, int | float | str], corpus_fingerprint: str) -> str:
    """Return 16 hex digits that name the content: equal encoder, options and corpus give equal fingerprints."""
    decisive = json.dumps([FORMAT_VERSION, encoder.model_dump(), options, corpus_fingerprint], sort_keys=True)
    return hashlib.sha256(decisive.encode()).hexdigest()[:16]
