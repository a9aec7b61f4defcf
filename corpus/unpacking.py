"""Decompression within bounds: a few kilobytes can unpack to terabytes, and are then refused."""

from __future__ import annotations

import io
import lzma
import zipfile
from collections.abc import Callable
from typing import Protocol

# PubMed's files, texts full of tags, unpack to about ten times their size; zeroes to a thousand times.
MAX_RATIO = 200
ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024


class Packed(Protocol):
    """A stream that decompresses what it reads."""

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, at most ``size``; empty at the end."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def unpacked(packed: Packed, packed_bytes: Callable[[], int]) -> io.BufferedReader:
    """Return what ``packed`` decompresses to; ``packed_bytes`` says how many compressed bytes were taken so far.

    Reading raises OSError beyond ``ALWAYS_ALLOWED_BYTES`` where that is over ``MAX_RATIO`` times the packed size.
    """
    return io.BufferedReader(_Bounded(packed, packed_bytes))


class _Bounded(io.RawIOBase):
    def __init__(self, packed: Packed, packed_bytes: Callable[[], int]) -> None:
        self._packed, self._packed_bytes = packed, packed_bytes
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # what BufferedReader gives it
        # read1 gives what could be decompressed before a damaged place; read would lose it with the exception.
        try:
            content = self._packed.read1(len(buffer))
        except (zipfile.BadZipFile, lzma.LZMAError) as error:
            raise OSError(str(error)) from error
        self._given += len(content)
        if self._given > ALWAYS_ALLOWED_BYTES and self._given > MAX_RATIO * self._packed_bytes():
            raise OSError(f"it unpacks to more than {MAX_RATIO} times its size: refused as a decompression bomb")
        buffer[: len(content)] = content
        return len(content)

    def tell(self) -> int:
        return self._given

    def close(self) -> None:
        self._packed.close()
        super().close()
