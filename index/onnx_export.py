"""From a sentence-transformers model to an encoder for ONNX Runtime: traced, quantised, and held to the reference.

Weights become int8 with a scale for each output, the inputs of each product int8 with one scale fixed beforehand on
sentences of the starter corpus. Int8 is kept when its vectors stay near the reference's; else the export stays fp32.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from corpus.sentences import sentences_of
from corpus.starter import starter_documents
from index.checksums import sha256_of_file
from index.errors import EncoderMissingError
from index.exported_encoder import (
    MODEL_FILE,
    TOKENIZER_FILE,
    ExportFacts,
    Precision,
    directory_of,
)
from index.interfaces import Embedder, Vectors
from index.model_directory import SourceModel, locate
from index.onnx_embedder import OnnxEmbedder
from index.sentence_transformer_embedder import SentenceTransformerEmbedder

# With a lower mean for int8, nDCG@10 could change by more than 0.005 (README, "How fast it is"); with a lower one for
# fp32, it is not the same model.
_LEAST_MEAN_COSINE = {"int8": 0.985, "fp32": 0.9999}

_TEXTS = 256  # half to fix the scales on, half to compare with the reference on
_OPSET = 20
_UNFINISHED_PREFIX = ".exporting-"
_CHILD = "import sys; sys.path[:] = sys.argv[4:]; from index.onnx_export import main; main(*sys.argv[1:4])"


def export_apart(model: str, exports: Path, precision: Precision = "int8") -> Path:
    """As `export`, in a process of its own: what serves never loads torch. Takes about half a minute.

    Raises:
        EncoderMissingError: the model is not here, or cannot be exported.
    """
    source = locate(model)
    command = [sys.executable, "-c", _CHILD, model, str(exports), precision, *sys.path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    if done.returncode:
        raise EncoderMissingError((done.stderr.strip().splitlines() or ["The export was killed."])[-1])
    return directory_of(source, exports)


def export(source: SourceModel, exports: Path, precision: Precision = "int8") -> Path:
    """Export a model into a directory under ``exports``, in place of an earlier export. Return that directory.

    Where int8 would change the vectors too much, fp32 is written all the same: `ExportFacts` tells.

    Raises:
        EncoderMissingError: the model cannot be opened, traced or written.
    """
    texts = list(_texts())
    to_calibrate, to_compare = texts[::2], texts[1::2]
    # Attention spelt out, in operators that the exporter has.
    reference = SentenceTransformerEmbedder(source, attention="eager")
    expected = _vectors(reference, to_compare)
    final = directory_of(source, exports)
    try:
        with _alone_in(exports), TemporaryDirectory(dir=exports, prefix=_UNFINISHED_PREFIX) as beside:
            chosen = Path(beside) / "fp32"
            chosen.mkdir()
            _save_tokenizer(reference, chosen)
            _trace(reference, chosen)
            like = _complete(chosen, _facts(source, reference, "fp32", chosen), to_compare, expected)
            if precision == "int8":
                quantised = shutil.copytree(chosen, Path(beside) / "int8")
                _quantise(chosen, quantised, to_calibrate)
                if _complete(quantised, _facts(source, reference, "int8", quantised), to_compare, expected):
                    chosen, like = quantised, True
            if not like:
                raise EncoderMissingError(f"{source.name} cannot be exported: its vectors come out different.")
            shutil.rmtree(final, ignore_errors=True)
            chosen.rename(final)
    except OSError as error:
        raise EncoderMissingError(f"The encoder could not be exported into {exports}: {error}") from error
    return final


@contextmanager
def _alone_in(exports: Path) -> Iterator[None]:
    """Wait until no other process exports there, and remove what a killed one left."""
    exports.mkdir(parents=True, exist_ok=True)
    with (exports / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in exports.glob(f"{_UNFINISHED_PREFIX}*"):
            shutil.rmtree(leftover)
        yield


def main(model: str, exports: str, precision: Precision) -> None:
    """Export, and say in one line what went wrong if it does."""
    try:
        export(locate(model), Path(exports), precision)
    except EncoderMissingError as error:
        sys.exit(str(error))


def _texts() -> Iterator[str]:
    """Yield titles and sentences with their titles, as they are encoded, evenly from the whole starter corpus."""
    documents = starter_documents()
    for number in range(_TEXTS):
        document = documents[number * len(documents) // _TEXTS]
        sentences = sentences_of(document)
        chosen = sentences[number % len(sentences)]
        yield f"{document.title}\n{document.words_at(chosen)}" if number % 8 else document.title


def _trace(reference: SentenceTransformerEmbedder, directory: Path) -> None:
    import torch

    class Body(torch.nn.Module):
        """Everything between tokens and unit vectors, pooling included, whatever modules the model is made of."""

        def __init__(self) -> None:
            super().__init__()
            self.model = reference.model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

    texts, tokens = torch.export.Dim("texts"), torch.export.Dim("tokens")
    # With padding, or a model that looks whether there is any would be traced without its mask.
    example = torch.full((2, 16), 100), torch.ones((2, 16), dtype=torch.int64).tril(14)
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Body().eval(),
                example,
                directory / MODEL_FILE,
                input_names=["input_ids", "attention_mask"],
                output_names=["vectors"],
                dynamic_shapes={name: {0: texts, 1: tokens} for name in ("input_ids", "attention_mask")},
                opset_version=_OPSET,
                external_data=False,
                dynamo=True,
            )
    except Exception as error:  # the exporter raises whatever the model's code does
        raise EncoderMissingError(f"{reference.name} cannot be traced: {str(error).splitlines()[0]}") from error


def _save_tokenizer(reference: SentenceTransformerEmbedder, directory: Path) -> None:
    fast = getattr(reference.model.tokenizer, "backend_tokenizer", None)
    if fast is None:
        raise EncoderMissingError(
            f"{reference.name} has no fast tokenizer. Give it one: a tokenizer.json beside its other files."
        )
    # A copy: what the reference last encoded has left it with padding and truncation.
    tokenizer = Tokenizer.from_str(fast.to_str())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(directory / TOKENIZER_FILE))


def _quantise(traced: Path, quantised: Path, texts: list[str]) -> None:
    # Only who exports pays for these.
    import onnx  # noqa: PLC0415
    from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static  # noqa: PLC0415

    class Sentences(CalibrationDataReader):  # type: ignore[misc] # the library ships no types
        """What the scales are fixed on, one text at a time."""

        def __init__(self) -> None:
            embedder = OnnxEmbedder(traced)
            self.inputs = iter([embedder.inputs([tokens]) for tokens in embedder.tokens(texts)])

        def get_next(self) -> dict[str, Any] | None:
            return next(self.inputs, None)

    graph = onnx.load(traced / MODEL_FILE).graph
    constants = {one.name for one in graph.initializer}
    # Products with weights; those of attention have no constant side and stay as they are.
    products = [node.name for node in graph.node if node.op_type == "MatMul" and node.input[1] in constants]
    quantize_static(
        traced / MODEL_FILE,
        quantised / MODEL_FILE,
        Sentences(),
        nodes_to_quantize=products,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        extra_options={
            "DedicatedQDQPair": True,
            "OpTypesToExcludeOutputQuantization": ["MatMul"],
            "QDQOpTypePerChannelSupportToAxis": {"MatMul": 1},
        },
    )


def _facts(
    source: SourceModel, reference: SentenceTransformerEmbedder, precision: Precision, directory: Path
) -> ExportFacts:
    prompts = reference.model.prompts
    return ExportFacts(
        name=source.name,
        source_sha256=source.sha256,
        precision=precision,
        dimension=reference.dimension,
        max_tokens=reference.max_tokens,
        pad_id=reference.model.tokenizer.pad_token_id or 0,
        query_prompt=prompts.get("query") or "",
        passage_prompt=prompts.get("document") or prompts.get("passage") or "",
        mean_cosine=0.0,
        least_cosine=0.0,
        model_sha256=sha256_of_file(directory / MODEL_FILE),
        tokenizer_sha256=sha256_of_file(directory / TOKENIZER_FILE),
    )


def _complete(directory: Path, facts: ExportFacts, texts: list[str], expected: Vectors) -> bool:
    """Write the facts of an export, its likeness to the reference among them; return whether that suffices."""
    facts.save(directory)
    cosines = np.einsum("ij,ij->i", _vectors(OnnxEmbedder(directory), texts), expected)
    mean, least = round(float(cosines.mean()), 5), round(float(cosines.min()), 5)
    facts.model_copy(update={"mean_cosine": mean, "least_cosine": least}).save(directory)
    return mean >= _LEAST_MEAN_COSINE[facts.precision]


def _vectors(embedder: Embedder, texts: list[str]) -> Vectors:
    return np.concatenate([embedder.embed_passages(texts), embedder.embed_queries(texts)])
