"""The verifier that asks a model of inference, any cross-encoder trained as one: do the quotes entail the sentence?

Its labels are read from its own ``id2label``. Imports torch, so it is there only where it was set up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.errors import SettingsError
from service.interfaces import Verifier
from service.language_model.clauses import items
from service.language_model.conflicts import denies

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_LEAST_ENTAILMENT = 0.8
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "spm.model", "sentencepiece.bpe.model")
_ENTAILMENT, _CONTRADICTION = "entailment", "contradiction"


class NliVerifier:
    """Holds a sentence to be borne where the model is sure enough that the quotes, read as one text, entail it."""

    def __init__(self, directory: Path) -> None:
        """Load the model; never asks a model hub.

        Raises:
            SettingsError: what is in the directory is no cross-encoder with a label for entailment.
        """
        self._entailment = _place_of_entailment(directory)
        if not any((directory / name).exists() for name in _TOKENIZERS):
            # transformers would make an empty one in silence, to which all words are the same
            raise _unusable(directory, f"it has no tokenizer ({', '.join(_TOKENIZERS)})")
        self._model = _load(directory)

    def fault(self, sentence: str, quotes: Sequence[str], /) -> str | None:
        """Return why the quotes do not bear the sentence (see `Verifier`)."""
        if not quotes or not sentence.strip():
            return "the quote does not say it"
        if sentence in quotes:
            return None
        if denies(items(sentence)) != denies(items(" ".join(quotes))):
            return "the quote denies what this states, or the reverse"
        entailment = self._probabilities(" ".join(quotes), sentence)[self._entailment]
        return None if entailment >= _LEAST_ENTAILMENT else "the quote does not entail it"

    def _probabilities(self, premise: str, hypothesis: str) -> list[float]:
        scores = np.asarray(self._model.predict([(premise, hypothesis)], show_progress_bar=False), np.float64).reshape(
            -1
        )
        odds = np.exp(scores - scores.max())
        return [float(one) for one in odds / odds.sum()]


def _place_of_entailment(directory: Path) -> int:
    try:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        labels = {int(place): str(label).lower() for place, label in config["id2label"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unusable(
            directory, f"its config.json cannot be read or has no id2label ({type(error).__name__})"
        ) from None
    places = [place for place, label in labels.items() if label == _ENTAILMENT]
    if len(places) != 1 or _CONTRADICTION not in labels.values() or set(labels) != set(range(len(labels))):
        raise _unusable(directory, f"its labels are {sorted(labels.values())}, not those of inference")
    return places[0]


def _load(directory: Path) -> CrossEncoder:
    # Takes seconds to import: only who verifies with it pays.
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity
    from transformers.utils import logging  # noqa: PLC0415

    # Its bar for reading the weights would stand in everybody's terminal.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: CrossEncoder = CrossEncoder(
            str(directory), device="cpu", local_files_only=True, activation_fn=Identity()
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise _unusable(directory, (str(error).splitlines() or [type(error).__name__])[0]) from error
    return model


def _unusable(directory: Path, why: str) -> SettingsError:
    return SettingsError(
        f"ENTHESIS_NLI_MODEL: {directory} is no cross-encoder for inference: {why}. Give the directory of one whose "
        "labels are entailment, neutral and contradiction."
    )


if TYPE_CHECKING:
    _: type[Verifier] = NliVerifier
