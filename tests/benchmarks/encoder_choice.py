"""Ways to run the encoder, measured: python -m tests.benchmarks.encoder_choice BEIR_FOLDER

One thread each and processor time, so that other load on the machine tells least. ``alone`` encodes passage by passage,
the other columns batches of like length within so many tokens. ``moves`` is how far a vector moves, in its largest
component, when it is encoded beside others. OpenVINO is measured where it is installed; it is no dependency.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
import onnxruntime
import torch  # noqa: TID253 - this is run, never imported
from rich.console import Console
from rich.table import Table
from sentence_transformers import SentenceTransformer  # noqa: TID253 - likewise

from eval.datasets.beir import read_dataset
from index.assembly import passage_options
from index.build import cut_corpus
from index.exported_encoder import MODEL_FILE, directory_of
from index.interfaces import Vectors
from index.model_directory import locate
from index.onnx_embedder import _SLOWER_FUSED, OnnxEmbedder, _batches
from index.onnx_export import export

BUDGETS = (256, 512, 1024, 4096)
DOCUMENTS, PASSAGES, QUERIES = 40, 200, 30

Run = Callable[[list[list[int]]], Vectors]


def main() -> None:
    """Measure every way on passages of the data set named on the command line."""
    torch.set_num_threads(1)
    dataset = read_dataset(Path(sys.argv[1]))
    with TemporaryDirectory() as exports:
        fp32 = export(locate(), Path(exports) / "fp32", "fp32")
        int8 = export(locate(), Path(exports) / "int8", "int8")
        embedder = OnnxEmbedder(fp32)
        drawn = random.Random(0).sample(dataset.documents, DOCUMENTS)  # noqa: S311 - a sample, no secret
        passages = cut_corpus(drawn, passage_options(embedder), embedder).passage_texts[:PASSAGES]
        tokens = sorted(embedder.tokens(passages), key=len)
        queries = embedder.tokens(list(dataset.queries.values())[:QUERIES])
        ways = {
            "sentence-transformers, fp32": torch_run(embedder, torch.float32),
            "sentence-transformers, bf16": torch_run(embedder, torch.bfloat16),
            "ONNX Runtime, fp32": onnx_run(embedder, fp32, []),
            "ONNX Runtime, int8, scales of each batch": onnx_run(embedder, dynamic(fp32, Path(exports)), []),
            "ONNX Runtime, int8, fixed scales": onnx_run(embedder, int8, []),
            "the same, two slow fusions off (what serves)": onnx_run(embedder, int8, _SLOWER_FUSED),
        }
        if importlib.util.find_spec("openvino"):
            ways["OpenVINO, fp32"] = openvino_run(embedder, fp32, "f32")
            ways["OpenVINO, bf16"] = openvino_run(embedder, fp32, "bf16")
            ways["OpenVINO, int8, fixed scales"] = openvino_run(embedder, int8, "f32")
        table = Table(
            "encoder", "question, ms", "alone, /s", *(f"{one} tokens, /s" for one in BUDGETS), "cosine", "moves"
        )
        expected = alone(ways["ONNX Runtime, fp32"], tokens)
        for name, run in ways.items():
            table.add_row(name, *measure(run, tokens, queries, expected))
    Console(width=160).print(table)


def measure(run: Run, tokens: list[list[int]], queries: list[list[int]], expected: Vectors) -> list[str]:
    """Return a row of the table; rates are of one processor's seconds."""
    alone(run, tokens[:20])
    question, _ = seconds(lambda: alone(run, queries))
    took, single = seconds(lambda: alone(run, tokens))
    rates, together = [len(tokens) / took], single
    for budget in BUDGETS:
        took, together = seconds(lambda budget=budget: batched(run, tokens, budget))  # type: ignore[misc]
        rates.append(len(tokens) / took)
    cosine = float(np.einsum("ij,ij->i", single, expected).mean())
    moves = float(np.abs(single - together).max())
    return [f"{question / len(queries) * 1000:.1f}", *(f"{one:.0f}" for one in rates), f"{cosine:.4f}", f"{moves:.0e}"]


def seconds(work: Callable[[], Vectors]) -> tuple[float, Vectors]:
    """Return the least processor seconds of three rounds, and what came of the work."""
    took = []
    for _ in range(3):
        began = process_time()
        found = work()
        took.append(process_time() - began)
    return min(took), found


def alone(run: Run, tokens: list[list[int]]) -> Vectors:
    """Return the vectors of texts encoded one at a time."""
    return np.concatenate([run([one]) for one in tokens])


def batched(run: Run, tokens: list[list[int]], budget: int) -> Vectors:
    """Return the vectors of texts encoded with others of like length."""
    vectors = np.empty((len(tokens), 384), np.float32)
    for batch in _batches(tokens, budget):
        vectors[batch] = run([tokens[i] for i in batch])
    return vectors


def onnx_run(embedder: OnnxEmbedder, directory: Path, disabled: list[str]) -> Run:
    """Return an encoder by ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    session = onnxruntime.InferenceSession(
        directory / MODEL_FILE, options, providers=["CPUExecutionProvider"], disabled_optimizers=disabled
    )
    return lambda tokens: np.asarray(session.run(None, embedder.inputs(tokens))[0], np.float32)


def dynamic(fp32: Path, exports: Path) -> Path:
    """Return an export whose inputs are scaled by what is in each batch."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - heavy

    directory = Path(copytree(fp32, directory_of(locate(), exports / "dynamic")))
    quantize_dynamic(
        fp32 / MODEL_FILE,
        directory / MODEL_FILE,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )
    return directory


def torch_run(embedder: OnnxEmbedder, precision: torch.dtype) -> Run:
    """Return the reference, without its tokenizer."""
    model = SentenceTransformer(
        str(locate().directory), device="cpu", local_files_only=True, model_kwargs={"dtype": precision}
    ).eval()

    def run(tokens: list[list[int]]) -> Vectors:
        inputs = {name: torch.from_numpy(value) for name, value in embedder.inputs(tokens).items()}
        with torch.inference_mode():
            return np.asarray(model(inputs)["sentence_embedding"].float().numpy(), np.float32)

    return run


def openvino_run(embedder: OnnxEmbedder, directory: Path, precision: str) -> Run:
    """Return an encoder by OpenVINO."""
    import openvino  # noqa: PLC0415 - may be absent

    hints = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    request = openvino.Core().compile_model(directory / MODEL_FILE, "CPU", hints).create_infer_request()
    return lambda tokens: np.array(request.infer(embedder.inputs(tokens))[0], np.float32)


if __name__ == "__main__":
    main()
