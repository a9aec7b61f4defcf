"""The generations that are kept, and what is wrong with each."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.generations import Generations
from index.manifest import Manifest


@dataclass(frozen=True, slots=True)
class KeptGeneration:
    """A generation on disk.

    ``manifest`` is None when it cannot be read; ``fault`` says why the generation is not whole, None when it is.
    ``current``: it is named as the one that serves.
    """

    fingerprint: str
    manifest: Manifest | None
    current: bool
    fault: str | None


def take_inventory(generations: Generations) -> list[KeptGeneration]:
    """Return the kept generations, newest first, every file of each compared with its checksum.

    Raises:
        IndexMissingError: none is kept.
    """
    kept = generations.fingerprints()
    if not kept:
        raise IndexMissingError(generations.directory)
    named = generations.named()
    return [_examined(generations, fingerprint, current=fingerprint == named) for fingerprint in kept]


def _examined(generations: Generations, fingerprint: str, *, current: bool) -> KeptGeneration:
    directory, manifest, fault = generations.path(fingerprint), None, None
    try:
        manifest = generations.manifest(fingerprint)
        manifest.check_files(directory)
    except IndexDamagedError as error:
        fault = f"{error.path.relative_to(directory)}: {error.reason}"
    except IndexMismatchError as error:
        fault = f"it has {error.field} {error.found!r}; this program has {error.expected!r}"
    return KeptGeneration(fingerprint, manifest, current, fault)
