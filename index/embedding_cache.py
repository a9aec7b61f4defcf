"""Vectors made before: a passage that has not changed is not encoded again.

What was made is looked up by (encoder fingerprint, passage key), the key being a hash of what the encoder reads. The
kept generations are the cache, each naming its rows in ``passages.keys``: there is no second copy to fill a disk, and
what no kept generation needs is forgotten with it. What an interrupted build had encoded lies in parts beside them
until a build is done:

    <index directory>/unfinished/<encoder fingerprint>/<number>.npz
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.assembly import open_vectors
from index.errors import IndexDamagedError, IndexMismatchError, IndexWriteError
from index.generations import Generations
from index.interfaces import Rows, Vectors

KEYS_FILE = "passages.keys"
_KEY_BYTES = 16
_ROWS_A_PART = 2048  # some seconds of work: what a kill may cost


def key_of(text: str) -> bytes:
    """Return the key of what the encoder reads: 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode()).digest()[:_KEY_BYTES]


def save_keys(keys: Sequence[bytes], directory: Path) -> None:
    """Write the keys of a generation's rows, in their order."""
    (directory / KEYS_FILE).write_bytes(b"".join(keys))


class EmbeddingCache:
    """What the kept generations and an interrupted build have of one encoder's vectors.

    Only for the holder of `Generations.locked`.
    """

    def __init__(self, generations: Generations, encoder_fingerprint: str) -> None:
        self._generations = generations
        self._encoder = encoder_fingerprint
        self._unfinished = generations.directory / "unfinished"
        self._parts = self._unfinished / encoder_fingerprint
        self._keys: list[bytes] = []
        self._vectors: list[Vectors] = []

    def fill(self, keys: Sequence[bytes], vectors: Vectors) -> Rows:
        """Write into ``vectors`` the rows of ``keys`` that were made before; return the rows that are still to make."""
        missing: Rows = np.arange(len(keys))
        for part in sorted(self._parts.glob("*.npz")):
            missing = _fill_from_part(part, keys, vectors, missing)
        for fingerprint in self._generations.fingerprints():
            if len(missing):
                missing = self._fill_from_generation(fingerprint, keys, vectors, missing)
        return missing

    def keep(self, keys: Iterable[bytes], vectors: Vectors) -> None:
        """Take note of what was just made, for the next build if this one is interrupted.

        Raises:
            IndexWriteError: a full disk, say.
        """
        self._keys.extend(keys)
        self._vectors.append(vectors)
        if len(self._keys) >= _ROWS_A_PART:
            self.flush()

    def flush(self) -> None:
        """Write what `keep` has not yet written.

        Raises:
            IndexWriteError: a full disk, say.
        """
        if not self._keys:
            return
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            path = self._parts / f"{len(list(self._parts.glob('*.npz'))):06}.npz"
            beside = path.with_suffix(".new")
            with beside.open("wb") as part:
                keys = np.frombuffer(b"".join(self._keys), np.uint8).reshape(-1, _KEY_BYTES)
                np.savez(part, keys=keys, vectors=np.concatenate(self._vectors))
            beside.rename(path)
        except OSError as error:
            raise IndexWriteError(self._generations.directory, error.strerror or str(error)) from error
        self._keys, self._vectors = [], []

    def clear(self) -> None:
        """Forget the parts, of every encoder: a finished generation has what is needed of them."""
        self._keys, self._vectors = [], []
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def _fill_from_generation(self, fingerprint: str, keys: Sequence[bytes], vectors: Vectors, missing: Rows) -> Rows:
        directory = self._generations.path(fingerprint)
        try:
            manifest = self._generations.manifest(fingerprint)
            if manifest.encoder.fingerprint != self._encoder or manifest.encoder.dimension != vectors.shape[1]:
                return missing
            found, rows = _found(keys, missing, (directory / KEYS_FILE).read_bytes())
            if len(found) == 0:
                return missing
            manifest.check_files(directory)  # the keys among them
            vectors[found] = open_vectors(directory).vectors(rows)
        except (IndexDamagedError, IndexMismatchError, OSError):
            return missing
        return np.setdiff1d(missing, found, assume_unique=True)


def _fill_from_part(part: Path, keys: Sequence[bytes], vectors: Vectors, missing: Rows) -> Rows:
    try:
        # A zip file: its checksums are compared. Opened here, since NumPy leaves a damaged one open.
        with part.open("rb") as stream, np.load(stream, allow_pickle=False) as content:
            found, rows = _found(keys, missing, content["keys"].tobytes())
            vectors[found] = content["vectors"][rows]
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile):
        return missing
    return np.setdiff1d(missing, found, assume_unique=True)


def _found(keys: Sequence[bytes], missing: Rows, known: bytes) -> tuple[Rows, Rows]:
    """Return which of ``missing`` are known, and the row of each among ``known``."""
    rows = {known[start : start + _KEY_BYTES]: start // _KEY_BYTES for start in range(0, len(known), _KEY_BYTES)}
    pairs = [(row, rows[keys[row]]) for row in missing.tolist() if keys[row] in rows]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
