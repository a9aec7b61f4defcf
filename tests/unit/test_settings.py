from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

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
    }


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
    with pytest.raises(SettingsError, match=r"ENTHESIS_ is not a setting\.|Known: ENTHESIS_DATA_DIR"):
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
