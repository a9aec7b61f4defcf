"""`enthesis index …`"""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.store import CorpusStore
from index.build import build, open_current
from index.exported_encoder import ExportFacts, Precision
from index.generations import Generations
from index.manifest import Manifest
from index.onnx_export import export_apart
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, progress, say, settings
from service.wiring import open_embedder

app = typer.Typer(no_args_is_help=True, help="Build, describe and check the index.")


@app.command("build")
def build_index(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Make the index of the corpus as it is now; the former one serves until the new one is whole.

    Example: enthesis index build
    """
    with faults_as_exit_codes(), progress("Encoding sentences") as on_progress:
        given = settings()
        store = CorpusStore(given.corpus_path)
        embedder = open_embedder(given, say)
        manifest, is_new = build(store, Generations(given.index_directory), embedder, on_progress)
    if as_json:
        print_json({**_described(manifest), "new": is_new})
        return
    words = "Built" if is_new else "Nothing has changed: this is still"
    out().print(
        f"{words} {manifest.fingerprint}: {manifest.documents} documents, {manifest.passages} passages", markup=False
    )


@app.command()
def info(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Say what the serving generation was built from, and whether the corpus has changed since.

    Example: enthesis index info
    """
    with faults_as_exit_codes():
        given = settings()
        generations = Generations(given.index_directory)
        manifest = Manifest.load(generations.path(generations.current()))
        stale = CorpusStore(given.corpus_path).fingerprint() != manifest.corpus_fingerprint
    if as_json:
        print_json({**_described(manifest), "stale": stale})
        return
    for name, value in _described(manifest).items():
        out().print(f"{name}: {value}", markup=False)
    if stale:
        out().print("The corpus has changed since. Run `enthesis index build`.", markup=False)


@app.command()
def verify(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Check every file of the serving generation and that it fits the encoder.

    Example: enthesis index verify
    """
    with faults_as_exit_codes():
        given = settings()
        manifest, _ = open_current(Generations(given.index_directory), open_embedder(given, say))
    if as_json:
        print_json({"fingerprint": manifest.fingerprint, "files": len(manifest.files), "faults": []})
    else:
        out().print(f"{manifest.fingerprint}: {len(manifest.files)} files, all as written", markup=False)


def _described(manifest: Manifest) -> dict[str, object]:
    return manifest.model_dump(exclude={"files"})


@app.command("export-encoder")
def export_encoder(
    model: Annotated[
        str | None,
        typer.Argument(help="Directory of a sentence-transformers model.  [default: ENTHESIS_ENCODER]"),
    ] = None,
    precision: Annotated[Precision, typer.Option(help="int8, where that passes the quality bound, or fp32.")] = "int8",
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Prepare an encoder for this machine, in place of an earlier export, and compare it with its original.

    To serve with another model, name its directory in ENTHESIS_ENCODER and build the index again.

    Example: enthesis index export-encoder ./bge-small-en-v1.5
    """
    with faults_as_exit_codes():
        given = settings()
        facts = ExportFacts.load(export_apart(model or given.encoder, given.encoders_directory, precision))
    described = {"fingerprint": facts.fingerprint, **facts.model_dump(exclude={"format_version"})}
    if as_json:
        print_json(described)
        return
    for name, value in described.items():
        out().print(f"{name}: {value}", markup=False)
