"""An exported encoder is held to the one it was made from."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.starter import STARTER_CORPUS
from index.assembly import make_embedder
from index.errors import EncoderMissingError
from index.exported_encoder import FACTS_FILE, MODEL_FILE, TOKENIZER_FILE, ExportFacts, directory_of
from index.interfaces import Embedder
from index.model_directory import DEFAULT_MODEL, locate
from index.onnx_embedder import OnnxEmbedder
from index.onnx_export import export, export_apart
from index.sentence_transformer_embedder import SentenceTransformerEmbedder

pytestmark = pytest.mark.model

OPEN_AND_ENCODE = """
import sys
from pathlib import Path
from index.assembly import make_embedder
make_embedder(sys.argv[1], Path(sys.argv[2])).embed_queries(["Has umbilical cord blood been tried?"])
print([name for name in ("torch", "transformers", "sentence_transformers", "onnx") if name in sys.modules])
"""


@pytest.fixture
def copy(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "encoders"))


def little_model(directory: Path, pooling: str) -> Path:
    """Make a model of two small layers with random weights, and prompts, as a person would bring it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel  # noqa: PLC0415

    torch.manual_seed(0)
    shutil.copytree(locate().directory, directory / "bert", ignore=shutil.ignore_patterns("model.safetensors", "1_*"))
    config = BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
    BertModel(config).save_pretrained(directory / "bert")
    body = Transformer(str(directory / "bert"), max_seq_length=64)
    model = SentenceTransformer(
        modules=[body, Pooling(32, pooling_mode=pooling)], prompts={"query": "ask: ", "document": "read: "}
    )
    model.save(str(directory / "little"), create_model_card=False)
    return directory / "little"


def test_the_bundled_encoder_is_exported_as_int8_near_its_original(exported: Path) -> None:
    facts = ExportFacts.load(directory_of(locate(), exported))
    assert (facts.name, facts.precision, facts.dimension, facts.max_tokens) == (DEFAULT_MODEL, "int8", 384, 256)
    assert facts.mean_cosine > 0.985
    assert facts.least_cosine > 0.95


def test_documents_nobody_calibrated_on_come_out_near_the_original(real_embedder: Embedder) -> None:
    titles = [json.loads(line)["title"] for line in STARTER_CORPUS.read_text(encoding="utf-8").splitlines()[::5]]
    found, expected = real_embedder.embed_passages(titles), SentenceTransformerEmbedder(locate()).embed_passages(titles)
    assert np.einsum("ij,ij->i", found, expected).mean() > 0.985
    assert real_embedder.count_tokens(titles) == SentenceTransformerEmbedder(locate()).count_tokens(titles)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_a_model_of_ones_own_gives_the_vectors_of_its_original(tmp_path: Path, pooling: str) -> None:
    source = locate(str(little_model(tmp_path, pooling)))
    (tmp_path / "encoders" / ".exporting-killed").mkdir(parents=True)
    exported = OnnxEmbedder(export(source, tmp_path / "encoders", "fp32"))
    reference = SentenceTransformerEmbedder(source)
    texts = ["Umbilical cord blood.", "", "word " * 100, "TNF-α"]
    assert {path.name for path in (tmp_path / "encoders").iterdir()} == {"lock", f"little-{source.sha256[:16]}"}
    assert exported.facts.precision == "fp32"
    assert (exported.facts.query_prompt, exported.facts.passage_prompt) == ("ask: ", "read: ")
    assert exported.embed_passages(texts) == pytest.approx(reference.embed_passages(texts), abs=1e-4)
    assert exported.embed_queries(texts) == pytest.approx(reference.embed_queries(texts), abs=1e-4)
    assert np.abs(exported.embed_queries(texts) - exported.embed_passages(texts)).max() > 1e-3  # the prompts are read


def test_what_serves_never_loads_torch(exported: Path) -> None:
    command = [sys.executable, "-c", OPEN_AND_ENCODE, DEFAULT_MODEL, str(exported)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_first_use_exports_and_says_so_and_the_next_does_not(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(model: str, exports: Path) -> None:
        shutil.copytree(directory_of(locate(model), exported), directory_of(locate(model), exports))

    monkeypatch.setattr("index.assembly.export_apart", copied)
    said: list[str] = []
    first = make_embedder(DEFAULT_MODEL, tmp_path / "encoders", said.append)
    second = make_embedder(DEFAULT_MODEL, tmp_path / "encoders", said.append)
    assert len(said) == 1
    assert "half a minute" in said[0]
    assert first.fingerprint == second.fingerprint


@pytest.mark.parametrize("damaged", [MODEL_FILE, TOKENIZER_FILE, FACTS_FILE])
def test_a_damaged_export_is_refused_and_says_what_mends_it(copy: Path, damaged: str) -> None:
    path = directory_of(locate(), copy) / damaged
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(EncoderMissingError, match="`enthesis index export-encoder`"):
        make_embedder(DEFAULT_MODEL, copy)


@pytest.mark.parametrize("missing", [MODEL_FILE, TOKENIZER_FILE, FACTS_FILE])
def test_an_export_without_one_of_its_files_is_refused(copy: Path, missing: str) -> None:
    (directory_of(locate(), copy) / missing).unlink()
    with pytest.raises(EncoderMissingError, match="`enthesis index export-encoder`"):
        make_embedder(DEFAULT_MODEL, copy)


def test_a_directory_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderMissingError, match=rf"{tmp_path} is not a model .*modules\.json"):
        export_apart(str(tmp_path), tmp_path / "encoders")
    assert not list((tmp_path / "encoders").glob("*-*"))
