"""Vectors in a flat FAISS index: exact, deterministic, up to about a million passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

import faiss
import numpy as np

from index.errors import IndexDamagedError
from index.interfaces import Mask, Rows, Scores, VectorIndex, Vectors

FILE_NAME = "vectors.faiss"

# A question is one row: nothing to share out among threads, and those of OpenMP would spin beside the encoder's.
faiss.omp_set_num_threads(1)

# FAISS orders equal scores as its heap left them; this many more are asked for, and as many again as it takes, so that
# a tie at the cut is seen whole.
_TIE_MARGIN = 16


class FaissVectors:
    """A flat inner-product index. Hides FAISS's padding with -1 and its unordered ties."""

    def __init__(self, flat: faiss.IndexFlat) -> None:
        self._flat = flat
        # FAISS's own memory, read in place.
        self._rows: Vectors = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Return an index over ``vectors`` of shape ``(n, dimension)``, float32."""
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(flat)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: FAISS cannot read it.
        """
        path = directory / FILE_NAME
        try:
            # Into memory, not mapped: a file cut short under a running server would kill it.
            flat = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamagedError(path, str(error).splitlines()[0]) from error
        if not isinstance(flat, faiss.IndexFlat):
            raise IndexDamagedError(path, f"it is no flat index but {type(flat).__name__}")
        return cls(flat)

    def save(self, directory: Path, /) -> None:
        """Write the index into an existing directory (see `VectorIndex`)."""
        (directory / FILE_NAME).write_bytes(faiss.serialize_index(self._flat).tobytes())

    def __len__(self) -> int:
        return int(self._flat.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._flat.d)

    def search(self, query: Vectors, k: int, mask: Mask | None = None, /) -> Rows:
        """Return up to ``k`` rows, best first, ties by row (see `VectorIndex`)."""
        if min(k, len(self)) == 0:
            return np.empty(0, np.int64)
        parameters = None
        if mask is not None:
            # The selector keeps a pointer to these bits: `bits` must outlive the search.
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type] # the stub lacks the NumPy form
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg] # the stub lacks keywords
        wanted = k + _TIE_MARGIN
        while True:
            (scores,), (rows,) = self._flat.search(query.reshape(1, -1), min(wanted, len(self)), params=parameters)
            if wanted >= len(self) or rows[-1] < 0 or scores[k - 1] > scores[-1]:
                break
            wanted *= 2
        found = rows >= 0
        order = np.lexsort((rows[found], -scores[found]))
        return np.asarray(rows[found][order][:k], np.int64)

    def scores(self, query: Vectors, rows: Rows, /) -> Scores:
        """Return the inner product with each row (see `VectorIndex`)."""
        # Not `@`: its sums depend on what else is in the matrix, and equal vectors would no longer tie.
        return np.asarray(np.einsum("ij,j->i", self.vectors(rows), query), np.float32)

    def vectors(self, rows: Rows, /) -> Vectors:
        """Return the vectors of these rows (see `VectorIndex`)."""
        return self._rows[rows]


if TYPE_CHECKING:
    _: type[VectorIndex] = FaissVectors
