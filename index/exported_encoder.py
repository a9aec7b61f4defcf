"""An encoder exported for ONNX Runtime, as it lies on disk.

<exports>/<name>-<first 16 hex digits of the weights' SHA-256>/
    model.onnx      tokens to vectors of unit length
    tokenizer.json  text to tokens, without truncation or padding
    encoder.json    `ExportFacts`: what it was made from, how, and the checksum of each file
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.checksums import sha256_of_file
from index.errors import EncoderMissingError
from index.model_directory import SourceModel

MODEL_FILE, TOKENIZER_FILE, FACTS_FILE = "model.onnx", "tokenizer.json", "encoder.json"

Precision = Literal["int8", "fp32"]


class ExportFacts(BaseModel):
    """What is known of an exported encoder. Lengths are in tokens; cosines are with the reference's vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: Literal[1] = 1
    name: str
    source_sha256: str = Field(description="SHA-256 of the weights it was made from")
    precision: Precision
    dimension: int
    max_tokens: int = Field(description="how many tokens are read, special ones included")
    pad_id: int
    query_prompt: str = Field(description="stands before every question; empty for most models")
    passage_prompt: str = Field(description="stands before every passage; empty for most models")
    mean_cosine: float = Field(description="mean cosine with the reference encoder on texts kept for this")
    least_cosine: float = Field(description="the least of them")
    model_sha256: str
    tokenizer_sha256: str

    @property
    def fingerprint(self) -> str:
        """Names what decides a vector: 16 hex digits."""
        decisive = [self.model_sha256, self.tokenizer_sha256, self.max_tokens, self.query_prompt, self.passage_prompt]
        return hashlib.sha256(repr(decisive).encode()).hexdigest()[:16]

    def save(self, directory: Path) -> None:
        """Write the facts beside the files they are about."""
        (directory / FACTS_FILE).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read the facts and compare the files with their checksums.

        Raises:
            EncoderMissingError: something is missing or damaged.
        """
        try:
            facts = cls.model_validate_json((directory / FACTS_FILE).read_text(encoding="utf-8"))
            found = (sha256_of_file(directory / MODEL_FILE), sha256_of_file(directory / TOKENIZER_FILE))
        except (OSError, ValueError, ValidationError) as error:
            raise _damaged(directory, type(error).__name__) from error
        if found != (facts.model_sha256, facts.tokenizer_sha256):
            raise _damaged(directory, "a file is not what was written")
        return facts


def directory_of(source: SourceModel, exports: Path) -> Path:
    """Return where the export of ``source`` lies under ``exports``."""
    return exports / f"{source.name}-{source.sha256[:16]}"


def _damaged(directory: Path, reason: str) -> EncoderMissingError:
    return EncoderMissingError(
        f"The exported encoder in {directory} cannot be used: {reason}. "
        "Make it again with `enthesis index export-encoder`."
    )
