from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from service.errors import SettingsError
from service.settings import Settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("ENTHESIS_")]:  # noqa: TID251 - to clean it
        monkeypatch.delenv(name)


def test_without_a_word_the_defaults_hold() -> None:
    settings = Settings.from_environment({})
    assert settings.data_dir.name == "enthesis"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.log_questions is False
    assert (settings.llm_url, settings.answerer) == (None, "extractive")


def test_every_setting_is_read_from_its_variable() -> None:
    settings = Settings.from_environment(
        {
            "ENTHESIS_DATA_DIR": "/data",
            "ENTHESIS_ENCODER": "/models/one",
            "ENTHESIS_HOST": "::1",
            "ENTHESIS_PORT": "0",
            "ENTHESIS_MAX_QUESTION_CHARACTERS": "10",
            "ENTHESIS_MAX_RESULTS": "5",
            "ENTHESIS_MAX_BODY_BYTES": "2048",
            "ENTHESIS_LOG_QUESTIONS": "true",
            "ENTHESIS_MCP_ALLOWED_HOSTS": "mine.example",
            "ENTHESIS_LLM_URL": "http://127.0.0.1:11434/v1/",
            "ENTHESIS_LLM_MODEL": "llama3.2",
            "ENTHESIS_LLM_API_KEY": "sk-secret",
            "ENTHESIS_LLM_TIMEOUT_SECONDS": "2.5",
            "ENTHESIS_LLM_CONTEXT_TOKENS": "2048",
            "ENTHESIS_LLM_MAX_OUTPUT_TOKENS": "300",
            "ENTHESIS_NLI_MODEL": "/models/nli",
            "ENTHESIS_ANSWERER": "llm",
            "ENTHESIS_PUBMED_URL": "http://127.0.0.1:8001/eutils/",
            "ENTHESIS_EUROPEPMC_URL": "http://127.0.0.1:8002",
            "ENTHESIS_CLINICALTRIALS_URL": "http://127.0.0.1:8003",
            "ENTHESIS_NCBI_API_KEY": "ncbi-secret",
            "ENTHESIS_CONTACT_EMAIL": "somebody@example.org",
            "ENTHESIS_UPSTREAM_TIMEOUT_SECONDS": "5",
            "PATH": "/bin",
        }
    )
    assert settings.model_dump() == {
        "data_dir": Path("/data"),
        "encoder": "/models/one",
        "host": "::1",
        "port": 0,
        "max_question_characters": 10,
        "max_results": 5,
        "max_body_bytes": 2048,
        "log_questions": True,
        "mcp_allowed_hosts": "mine.example",
        "llm_url": "http://127.0.0.1:11434/v1",
        "llm_model": "llama3.2",
        "llm_api_key": SecretStr("sk-secret"),
        "llm_timeout_seconds": 2.5,
        "llm_context_tokens": 2048,
        "llm_max_output_tokens": 300,
        "nli_model": Path("/models/nli"),
        "answerer": "llm",
        "pubmed_url": "http://127.0.0.1:8001/eutils",
        "europepmc_url": "http://127.0.0.1:8002",
        "clinicaltrials_url": "http://127.0.0.1:8003",
        "ncbi_api_key": SecretStr("ncbi-secret"),
        "contact_email": "somebody@example.org",
        "upstream_timeout_seconds": 5,
    }


def test_the_key_that_people_have_set_for_ncbi_is_read_unless_ours_is_set() -> None:
    theirs = {"NCBI_API_KEY": "theirs"}
    assert Settings.from_environment(theirs).ncbi_api_key == SecretStr("theirs")
    assert Settings.from_environment({**theirs, "ENTHESIS_NCBI_API_KEY": "ours"}).ncbi_api_key == SecretStr("ours")
    assert Settings.from_environment({"NCBI_API_KEY": ""}).ncbi_api_key is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENTHESIS_NCBI_API_KEY", "with space"),
        ("ENTHESIS_CONTACT_EMAIL", "nobody"),
        ("ENTHESIS_PUBMED_URL", "https://example.org/?api_key=hidden"),
        ("ENTHESIS_EUROPEPMC_URL", "https://user:hidden@example.org"),
        ("ENTHESIS_CLINICALTRIALS_URL", "ftp://example.org"),
    ],
)
def test_what_is_asked_of_an_upstream_and_cannot_be_used_is_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: must be") as caught:
        Settings.from_environment({name: value})
    assert value not in str(caught.value)


def test_the_environment_of_the_process_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTHESIS_PORT", "8123")
    assert Settings.from_environment().port == 8123


def test_corpus_and_index_lie_in_the_data_directory() -> None:
    settings = Settings(data_dir=Path("/data"))
    assert settings.corpus_path == Path("/data/corpus.sqlite")
    assert settings.index_directory == Path("/data/index")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ENTHESIS_DATADIR", "ENTHESIS_DATA_DIR"),
        ("ENTHESIS_PROT", "ENTHESIS_PORT"),
        ("enthesis_data_dirr", "ENTHESIS_DATA_DIR"),
    ],
)
def test_a_misspelt_variable_is_refused_with_the_nearest_name(name: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is not a setting\. Did you mean {meant}\?$"):
        Settings.from_environment({name: "x"})


def test_a_variable_like_no_setting_is_refused_with_all_names() -> None:
    with pytest.raises(
        SettingsError, match=r"ENTHESIS_ is not a setting\.|Known: ENTHESIS_ANSWERER, ENTHESIS_CLINICALTRIALS_URL"
    ):
        Settings.from_environment({"ENTHESIS_QQQQQQQQQQQQQQQQQQQQQQQQQ": "x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENTHESIS_PORT", "eighty"),
        ("ENTHESIS_PORT", "65536"),
        ("ENTHESIS_PORT", "-1"),
        ("ENTHESIS_PORT", ""),
        ("ENTHESIS_MAX_RESULTS", "0"),
        ("ENTHESIS_MAX_RESULTS", "1001"),
        ("ENTHESIS_MAX_BODY_BYTES", "1"),
        ("ENTHESIS_MAX_QUESTION_CHARACTERS", "1.5"),
        ("ENTHESIS_LOG_QUESTIONS", "perhaps"),
        ("ENTHESIS_LLM_TIMEOUT_SECONDS", "0"),
        ("ENTHESIS_LLM_TIMEOUT_SECONDS", "601"),
        ("ENTHESIS_LLM_TIMEOUT_SECONDS", "inf"),
        ("ENTHESIS_LLM_CONTEXT_TOKENS", "512"),
        ("ENTHESIS_LLM_MAX_OUTPUT_TOKENS", "5000"),
        ("ENTHESIS_LLM_MODEL", ""),
        ("ENTHESIS_ANSWERER", "oracle"),
        ("ENTHESIS_ANSWERER", "llm"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}: .+ \(found '{value}'\)\.$"):
        Settings.from_environment({name: value})


def test_settings_cannot_be_changed() -> None:
    settings = Settings(data_dir=Path("/data"))
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    "url",
    [
        *("", "127.0.0.1:11434", "ftp://127.0.0.1/v1", "http://", "http:///v1", "http://[::1/v1", "http://h:99999/v1"),
        *(
            "http://h:0/v1",
            "http://me:sk-secret@h/v1",
            "http://sk-secret@h/v1",
            "http://h/v1?key=sk-secret",
            "http://h/#x",
        ),
    ],
)
def test_an_address_that_is_none_or_holds_a_key_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^ENTHESIS_LLM_URL: ") as told:
        Settings.from_environment({"ENTHESIS_LLM_URL": url, "ENTHESIS_LLM_MODEL": "m"})
    assert "sk-secret" not in str(told.value)


def test_an_address_without_a_model_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^ENTHESIS_LLM_MODEL: must name the model where ENTHESIS_LLM_URL is set"):
        Settings.from_environment({"ENTHESIS_LLM_URL": "http://127.0.0.1:11434/v1"})


def test_output_that_would_fill_the_context_is_refused() -> None:
    given = {"ENTHESIS_LLM_CONTEXT_TOKENS": "2048", "ENTHESIS_LLM_MAX_OUTPUT_TOKENS": "1025"}
    with pytest.raises(SettingsError, match=r"^ENTHESIS_LLM_MAX_OUTPUT_TOKENS: .*half of ENTHESIS_LLM_CONTEXT_TOKENS"):
        Settings.from_environment(given)


@pytest.mark.parametrize("key", ["sk secret", "sk-secret\r\nX-Evil: 1", "sk-sécret", "sk-\x00secret"])
def test_a_key_that_no_header_can_hold_is_refused_and_never_shown(key: str) -> None:
    with pytest.raises(SettingsError, match=r"^ENTHESIS_LLM_API_KEY: must be printable ASCII without spaces\.$"):
        Settings.from_environment({"ENTHESIS_LLM_API_KEY": key})


def test_a_key_is_not_shown_with_the_settings() -> None:
    settings = Settings.from_environment({"ENTHESIS_LLM_API_KEY": "sk-secret"})
    assert "sk-secret" not in f"{settings} {settings!r} {settings.model_dump_json()}"
