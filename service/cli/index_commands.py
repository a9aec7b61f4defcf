"""`enthesis index …`"""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.store import CorpusStore
from index.build import build
from index.errors import IndexDamagedError, IndexMissingError
from index.exported_encoder import ExportFacts, Precision
from index.generations import Generations
from index.inventory import KeptGeneration, take_inventory
from index.manifest import Manifest
from index.onnx_export import export_apart
from index.serving import open_current, roll_back
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, progress, say, settings
from service.settings import Settings
from service.wiring import open_embedder, open_sources

app = typer.Typer(no_args_is_help=True, help="Build, describe and check the index; go back to an earlier one.")


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
    """Say what the serving generation was built from, whether another stands in for it, and whether the corpus changed.

    Example: enthesis index info
    """
    with faults_as_exit_codes():
        given = settings()
        manifest, warning = _serving(given)
        stale = CorpusStore(given.corpus_path).fingerprint() != manifest.corpus_fingerprint
    if as_json:
        print_json({**_described(manifest), "stale": stale, "warning": warning})
        return
    for name, value in _described(manifest).items():
        out().print(f"{name}: {value}", markup=False)
    if stale:
        out().print("The corpus has changed since. Run `enthesis index build`.", markup=False)
    if warning:
        out().print(warning, markup=False)


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


@app.command("list")
def list_generations(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """List the kept generations, newest first: which one serves, and whether every file of each is whole.

    Example: enthesis index list
    """
    with faults_as_exit_codes():
        kept = take_inventory(Generations(settings().index_directory))
    rows = [_row(one) for one in kept]
    if as_json:
        print_json({"generations": rows})
        return
    for row in rows:
        state = [word for word, holds in (("serves", row["current"]), ("damaged", row["fault"])) if holds]
        told = [row["built_at"], f"{row['documents']} documents", f"{row['passages']} passages", row["encoder"]]
        out().print(
            *(row["fingerprint"], *(told if row["built_at"] else ()), *state), sep="  ", markup=False, soft_wrap=True
        )
        if row["fault"]:
            say(f"{row['fingerprint']}: {row['fault']}")


@app.command()
def rollback(
    fingerprint: Annotated[
        str | None,
        typer.Argument(help="As `enthesis index list` names it; else the one built before the one that serves."),
    ] = None,
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Let an earlier generation serve again, once it is found whole; a running service goes over to it.

    The corpus stays as it is: the next `enthesis index build` lets the newest corpus serve again.

    Example: enthesis index rollback
    """
    with faults_as_exit_codes():
        given = settings()
        manifest = roll_back(Generations(given.index_directory), open_embedder(given, say), fingerprint)
    if as_json:
        print_json(_described(manifest))
        return
    out().print(
        f"{manifest.fingerprint} serves: {manifest.documents} documents, {manifest.passages} passages, "
        f"built {manifest.built_at}",
        markup=False,
        soft_wrap=True,
    )
    say("The next `enthesis index build` lets the newest corpus serve again.")


def _serving(given: Settings) -> tuple[Manifest, str | None]:
    """Return the manifest of what serves and, when it stands in for another, why; only then is the encoder loaded."""
    generations = Generations(given.index_directory)
    try:
        manifest = generations.manifest(generations.current())
        manifest.check_files(generations.path(manifest.fingerprint))
    except (IndexDamagedError, IndexMissingError):
        if not generations.fingerprints():
            raise
        sources = open_sources(given, open_embedder(given, say))
        return sources.index().manifest, sources.warning
    return manifest, None


def _row(kept: KeptGeneration) -> dict[str, object]:
    manifest = kept.manifest
    return {
        "fingerprint": kept.fingerprint,
        "built_at": manifest and manifest.built_at,
        "documents": manifest and manifest.documents,
        "passages": manifest and manifest.passages,
        "encoder": manifest and manifest.encoder.name,
        "current": kept.current,
        "whole": kept.fault is None,
        "fault": kept.fault,
    }


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
