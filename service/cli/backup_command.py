"""`enthesis corpus backup` and `enthesis corpus restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.backup import back_up
from corpus.backup import restore as put_back
from corpus.store import CorpusStore
from service.cli.terminal import JsonFlag, faults_as_exit_codes, out, print_json, settings

BackupFile = Annotated[Path, typer.Argument(help="The file of the backup.", show_default=False)]


def backup(file: BackupFile, as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Write the whole corpus, every version included, to one file, also while it is served.

    The index is no part of it: it can always be built from the corpus.

    Example: enthesis corpus backup corpus-backup.sqlite
    """
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path)
        back_up(store, file)
        documents, size = len(store), file.stat().st_size
    if as_json:
        print_json({"file": str(file), "documents": documents, "bytes": size})
        return
    out().print(f"{documents} documents backed up to {file}", markup=False, soft_wrap=True)


def restore(file: BackupFile, as_json: JsonFlag = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Put a backup, once it has been checked in full, in the place of the corpus, also while it is served.

    Until it is done, the corpus is as it was, and whatever goes wrong leaves it so.

    Example: enthesis corpus restore corpus-backup.sqlite
    """
    with faults_as_exit_codes():
        documents = put_back(settings().corpus_path, file)
    if as_json:
        print_json({"file": str(file), "documents": documents})
        return
    out().print(
        f"{documents} documents restored from {file}. Run `enthesis index build` where the index is of another state.",
        markup=False,
        soft_wrap=True,
    )
