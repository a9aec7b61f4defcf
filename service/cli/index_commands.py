"""`enthesis index …`"""

from __future__ import annotations

import typer

from corpus.store import CorpusStore
from index.assembly import make_embedder
from index.build import build, open_current
from index.generations import Generations
from index.manifest import Manifest
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, progress, settings

app = typer.Typer(no_args_is_help=True, help="Build, describe and check the index.")


@app.command("build")
def build_index(as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Make the index of the corpus as it is now; the former one serves until the new one is whole.

    Example: enthesis index build
    """
    with faults_as_exit_codes(), progress("Encoding sentences") as on_progress:
        given = settings()
        store = CorpusStore(given.corpus_path)
        embedder = make_embedder(given.encoder)
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
        manifest, _ = open_current(Generations(given.index_directory), make_embedder(given.encoder))
    if as_json:
        print_json({"fingerprint": manifest.fingerprint, "files": len(manifest.files), "faults": []})
    else:
        out().print(f"{manifest.fingerprint}: {len(manifest.files)} files, all as written", markup=False)


def _described(manifest: Manifest) -> dict[str, object]:
    return manifest.model_dump(exclude={"files"})
