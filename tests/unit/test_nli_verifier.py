from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.errors import SettingsError
from service.language_model.nli_verifier import NliVerifier
from tests.tiny_models import LABELS, a_cross_encoder, answer_always, config_of

QUOTE, SENTENCE = "Eight of 17 patients improved.", "Eight improved."


@pytest.mark.parametrize("labels", [LABELS, {0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}])
@pytest.mark.parametrize("sure_of", range(3))
def test_which_label_means_entailment_is_read_from_the_model(
    tmp_path: Path, labels: dict[int, str], sure_of: int
) -> None:
    verifier = NliVerifier(answer_always(a_cross_encoder(tmp_path, labels), sure_of))
    fault = verifier.fault(SENTENCE, [QUOTE])
    assert (fault is None) == (labels[sure_of].lower() == "entailment")


def test_what_the_model_is_unsure_of_is_not_borne(tmp_path: Path) -> None:
    assert NliVerifier(a_cross_encoder(tmp_path)).fault(SENTENCE, [QUOTE]) == "the quote does not entail it"


def test_a_denial_is_looked_for_however_sure_the_model_is(tmp_path: Path) -> None:
    verifier = NliVerifier(answer_always(a_cross_encoder(tmp_path), 1))
    assert verifier.fault("Eight did not improve.", [QUOTE])


@pytest.mark.parametrize("labels", [{0: "first", 1: "second"}, {0: "entailment"}, {0: "positive", 1: "negative"}])
def test_a_model_of_something_else_is_refused_with_its_labels(tmp_path: Path, labels: dict[int, str]) -> None:
    with pytest.raises(SettingsError, match=r"^ENTHESIS_NLI_MODEL: .*labels are \['.*Give the directory"):
        NliVerifier(a_cross_encoder(tmp_path, labels))


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"id2label": 3}', '{"id2label": {"one": "entailment"}}'])
def test_a_directory_without_a_model_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "config.json").write_text(content)
    with pytest.raises(SettingsError, match=r"ENTHESIS_NLI_MODEL: .*config\.json cannot be read or has no id2label"):
        NliVerifier(tmp_path)


@pytest.mark.parametrize("missing", [("model.safetensors",), ("tokenizer.json", "vocab.txt")])
def test_a_model_that_is_not_whole_is_refused(tmp_path: Path, missing: tuple[str, ...]) -> None:
    a_cross_encoder(tmp_path)
    for name in missing:
        (tmp_path / name).unlink()
    with pytest.raises(SettingsError, match="ENTHESIS_NLI_MODEL"):
        NliVerifier(tmp_path)


def test_labels_that_do_not_count_from_nought_are_refused(tmp_path: Path) -> None:
    config = config_of(a_cross_encoder(tmp_path))
    config["id2label"] = {"1": "entailment", "2": "contradiction"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(SettingsError, match="labels"):
        NliVerifier(tmp_path)
