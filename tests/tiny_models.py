"""Models as small as a test needs them, with weights drawn at random: they can do nothing, in the right shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}


def a_cross_encoder(directory: Path, labels: Mapping[int, str] = LABELS) -> Path:
    """A cross-encoder with these labels, in ``directory``."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer  # noqa: PLC0415

    letters = [chr(code) for code in range(33, 127)]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (directory / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
        id2label=dict(labels),
        label2id={label: place for place, label in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(directory)
    BertTokenizer(str(directory / "vocab.txt"), model_max_length=128).save_pretrained(directory)
    return directory


def answer_always(directory: Path, label: int) -> Path:
    """Make the cross-encoder in ``directory`` sure of one label whatever it reads."""
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    path = directory / "model.safetensors"
    weights = load_file(path)
    weights["classifier.weight"].zero_()
    weights["classifier.bias"].zero_()
    weights["classifier.bias"][label] = 10.0
    save_file(weights, path, metadata={"format": "pt"})
    return directory


def config_of(directory: Path) -> dict[str, object]:
    config: dict[str, object] = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    return config
