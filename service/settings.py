"""The settings, and the only place that reads the environment."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SettingsError

PREFIX = "ENTHESIS_"
# Keys, who asks, and the addresses, which may hold a key by mistake.
_NEVER_SHOWN = frozenset(
    {
        "llm_api_key",
        "llm_url",
        "ncbi_api_key",
        "contact_email",
        "pubmed_url",
        "europepmc_url",
        "clinicaltrials_url",
    }
)
_ALSO_READ_FROM = {"ncbi_api_key": "NCBI_API_KEY"}  # what NCBI's own programs read


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
    mcp_allowed_hosts: str = Field(
        default="",
        description="Under which names MCP clients may call `/mcp` beside loopback: host or host:port, with commas.",
    )
    llm_url: str | None = Field(
        default=None,
        description="Where a language model is asked: the address of an OpenAI-compatible service, ending in /v1.",
    )
    llm_model: str | None = Field(
        default=None, validate_default=True, min_length=1, description="The model that is asked for there."
    )
    llm_api_key: SecretStr | None = Field(default=None, description="Sent there as a bearer token; never shown.")
    llm_timeout_seconds: float = Field(
        default=60, gt=0, le=600, description="The longest that the model may take for an answer, all in all."
    )
    llm_context_tokens: int = Field(
        default=4096, ge=1024, le=1_000_000, description="How many tokens the model reads, its own answer included."
    )
    llm_max_output_tokens: int = Field(
        default=400,
        ge=32,
        le=4096,
        description="The most tokens that the model may write; half of the context at most.",
    )
    nli_model: Path | None = Field(
        default=None,
        description="The directory of a cross-encoder for inference, which then verifies what a model says.",
    )
    answerer: Literal["extractive", "llm"] = Field(
        default="extractive", description="Who answers where a request names nobody."
    )
    pubmed_url: str = Field(
        default="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        description="Where `enthesis corpus sync` asks PubMed: E-utilities, or a mirror of them.",
    )
    europepmc_url: str = Field(
        default="https://www.ebi.ac.uk/europepmc/webservices/rest", description="Where it asks Europe PMC."
    )
    clinicaltrials_url: str = Field(
        default="https://clinicaltrials.gov/api/v2", description="Where it asks ClinicalTrials.gov."
    )
    ncbi_api_key: SecretStr | None = Field(
        default=None,
        description="Sent to PubMed, which allows more requests for it; never shown. NCBI_API_KEY is read too.",
    )
    contact_email: str | None = Field(
        default=None, description="Sent to PubMed, so that NCBI can write before it blocks an address; never shown."
    )
    upstream_timeout_seconds: float = Field(
        default=60, gt=0, le=600, description="The longest that PubMed and the others may take for one answer."
    )

    @field_validator("llm_url", "pubmed_url", "europepmc_url", "clinicaltrials_url")
    @classmethod
    def _check_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError("must be an address such as http://127.0.0.1:11434/v1")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("must be an address alone; a key belongs in ENTHESIS_LLM_API_KEY or ENTHESIS_NCBI_API_KEY")
        return url.rstrip("/")

    @field_validator("llm_model")
    @classmethod
    def _check_model(cls, model: str | None, info: ValidationInfo) -> str | None:
        if model is None and info.data.get("llm_url"):
            raise ValueError("must name the model where ENTHESIS_LLM_URL is set")
        return model

    @field_validator("contact_email")
    @classmethod
    def _check_email(cls, email: str | None) -> str | None:
        if email is not None and not re.fullmatch(r"[!-~]+@[!-~]+", email):
            raise ValueError("must be an e-mail address")
        return email

    @field_validator("llm_api_key", "ncbi_api_key")
    @classmethod
    def _check_key(cls, key: SecretStr | None) -> SecretStr | None:
        # It becomes a header or a field, in which nothing else may stand; and an error there would show it.
        if key is not None and not all("!" <= character <= "~" for character in key.get_secret_value()):
            raise ValueError("must be printable ASCII without spaces")
        return key

    @field_validator("llm_max_output_tokens")
    @classmethod
    def _check_output(cls, tokens: int, info: ValidationInfo) -> int:
        if tokens > info.data.get("llm_context_tokens", tokens * 2) // 2:
            raise ValueError("must be half of ENTHESIS_LLM_CONTEXT_TOKENS at most")
        return tokens

    @field_validator("answerer")
    @classmethod
    def _check_answerer(cls, answerer: str, info: ValidationInfo) -> str:
        if answerer == "llm" and not info.data.get("llm_url", "faulty"):
            raise ValueError("needs ENTHESIS_LLM_URL and ENTHESIS_LLM_MODEL")
        return answerer

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
            values = {name: given[key] for name, key in _ALSO_READ_FROM.items() if given.get(key)}
            values |= {name: given[key] for name in cls.model_fields if (key := f"{PREFIX}{name.upper()}") in given}
            return cls(**values)  # type: ignore[arg-type] # pydantic turns the strings into what the fields are
        except ValidationError as error:
            first = error.errors()[0]
            name = f"{PREFIX}{str(first['loc'][0]).upper()}" if first["loc"] else PREFIX
            found = "" if _NEVER_SHOWN.intersection(map(str, first["loc"])) else f" (found {first['input']!r})"
            raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}{found}.") from None
