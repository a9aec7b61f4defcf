"""Which generation serves: opening it, what stands in for it when it is damaged, and going back to an earlier one."""

from __future__ import annotations

from index.assembly import open_searcher
from index.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    RollbackRefusedError,
)
from index.generations import Generations
from index.interfaces import Embedder
from index.manifest import Manifest
from index.search import Searcher


def open_generation(generations: Generations, fingerprint: str, embedder: Embedder) -> tuple[Manifest, Searcher]:
    """Open a kept generation after checking that it is whole and fits the encoder.

    Raises:
        IndexDamagedError: it is not there, or not what was written.
        IndexMismatchError: another encoder, other options or another format built it.
    """
    manifest = generations.manifest(fingerprint)
    return manifest, open_searcher(generations.path(fingerprint), manifest, embedder)


def open_current(generations: Generations, embedder: Embedder) -> tuple[Manifest, Searcher]:
    """Open the generation that is named as serving.

    Raises:
        IndexMissingError: none is.
        IndexDamagedError, IndexMismatchError: it must be built again.
    """
    named = generations.current()
    while True:
        try:
            return open_generation(generations, named, embedder)
        except IndexDamagedError:
            # Builds that ended since its name was read may have taken it away: then another is named now.
            before, named = named, generations.current()
            if named == before:
                raise


def open_stand_in(generations: Generations, embedder: Embedder) -> tuple[Manifest, Searcher] | None:
    """Open the newest generation that can serve in place of the one named; None when no other can."""
    named = generations.named()
    for fingerprint in generations.fingerprints():
        if fingerprint != named:
            try:
                return open_generation(generations, fingerprint, embedder)
            except (IndexDamagedError, IndexMismatchError):
                continue
    return None


def roll_back(generations: Generations, embedder: Embedder, fingerprint: str | None = None) -> Manifest:
    """Let a kept generation serve: ``fingerprint``, or the one built before the one that serves. Return its manifest.

    Raises:
        IndexMissingError: none is kept.
        RollbackRefusedError: there is no such generation, or it is damaged or does not fit. Nothing was changed.
        IndexBusyError: another process is building.
        IndexWriteError: ``CURRENT`` could not be written; the former generation serves on.
    """
    if not generations.fingerprints():
        raise IndexMissingError(generations.directory)
    with generations.locked():
        wanted = _before(generations) if fingerprint is None else fingerprint
        if wanted not in generations.fingerprints():
            raise RollbackRefusedError(f"No generation {wanted!r} is kept.")
        try:
            manifest, _ = open_generation(generations, wanted, embedder)
        except (IndexDamagedError, IndexMismatchError) as error:
            raise RollbackRefusedError(f"The generation {wanted} cannot serve. {error}") from error
        generations.make_current(wanted)
        return manifest


def _before(generations: Generations) -> str:
    """Return the generation built before the one named, or the newest when that one is gone."""
    kept, named = generations.fingerprints(), generations.named()
    older = kept[kept.index(named) + 1 :] if named in kept else kept
    if not older:
        raise RollbackRefusedError(f"No generation that was built before {named} is kept.")
    return older[0]
