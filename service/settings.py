"""The settings, and the only place that reads the environment."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SettingsError

PREFIX = "ENTHESIS_"


class Settings(BaseSettings):
    """Everything that can be set from outside, each as ``ENTHESIS_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("enthesis", appauthor=False)),
        description="Where the corpus, the index generations and the exported encoder are kept.",
    )
    encoder: str = Field(
        default="all-MiniLM-L6-v2",
        description="The encoder: the bundled model, or the directory of a sentence-transformers model.",
    )
    host: str = Field(default="127.0.0.1", description="The address that `enthesis serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port that `enthesis serve` listens on.")
    max_question_characters: int = Field(default=2000, ge=1, description="A longer question or query is refused.")
    max_results: int = Field(default=100, ge=1, le=1000, description="The most results that one search may ask for.")
    max_body_bytes: int = Field(default=1_000_000, ge=1024, description="A larger request body is refused.")
    log_questions: bool = Field(
        default=False, description="Whether questions are logged in clear. They may be health data: off by default."
    )

    @property
    def corpus_path(self) -> Path:
        """The SQLite file of the corpus."""
        return self.data_dir / "corpus.sqlite"

    @property
    def index_directory(self) -> Path:
        """The directory of the index generations."""
        return self.data_dir / "index"

    @property
    def encoders_directory(self) -> Path:
        """The directory of the encoders exported for this machine."""
        return self.data_dir / "encoders"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings.

        Raises:
            SettingsError: a value is not usable, or a variable with our prefix is not a setting (pydantic alone would
                pass over a misspelt one in silence).
        """
        given = os.environ if environment is None else environment  # noqa: TID251 - this is the one place
        known = {f"{PREFIX}{name.upper()}" for name in cls.model_fields}
        for name in sorted(given):
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                nearest = difflib.get_close_matches(name.upper(), known, n=1)
                hint = f" Did you mean {nearest[0]}?" if nearest else f" Known: {', '.join(sorted(known))}."
                raise SettingsError(f"{name} is not a setting.{hint}")
        try:
            values = {name: given[key] for name in cls.model_fields if (key := f"{PREFIX}{name.upper()}") in given}
            return cls(**values)  # type: ignore[arg-type] # pydantic turns the strings into what the fields are
        except ValidationError as error:
            first = error.errors()[0]
            name = f"{PREFIX}{str(first['loc'][0]).upper()}" if first["loc"] else PREFIX
            raise SettingsError(f"{name}: {first['msg']} (found {first['input']!r}).") from None
