"""Decompression within bounds: a few kilobytes can unpack to terabytes, and are then refused."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol

# PubMed's files, texts full of tags, unpack to about ten times their size; zeroes to a thousand times.
MAX_RATIO = 200
ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024
MAX_BYTES = 20 * 1024**3  # of one file: eighty times the largest of PubMed's


class Packed(Protocol):
    """A stream that decompresses what it reads."""

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, at most ``size``; empty at the end."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Allowance:
    """How much may be unpacked from one file, or from an archive altogether: its members may share their bytes."""

    def __init__(self, packed_bytes: Callable[[], int], max_bytes: float = MAX_BYTES) -> None:
        """Allow for what ``packed_bytes`` says is the compressed size, or was taken of it so far."""
        self._packed_bytes, self._max_bytes = packed_bytes, max_bytes
        self._given = 0

    def take(self, count: int) -> None:
        """Count bytes as unpacked.

        Raises:
            OSError: they are more than ``MAX_RATIO`` times the compressed ones and than ``ALWAYS_ALLOWED_BYTES``, or
                more than the most that is allowed.
        """
        self._given += count
        if refusal := self.refusal():
            raise OSError(refusal)

    def refusal(self) -> str | None:
        """Return why no more is unpacked; None as long as more is allowed."""
        if self._given > self._max_bytes:
            return f"it unpacks to more than {self._max_bytes} bytes: refused"
        if self._given > ALWAYS_ALLOWED_BYTES and self._given > MAX_RATIO * self._packed_bytes():
            return f"it unpacks to more than {MAX_RATIO} times its size: refused as a decompression bomb"
        return None


def unpacked(packed: Packed, *allowances: Allowance) -> io.BufferedReader:
    """Return what ``packed`` decompresses to. Reading raises OSError where an allowance is spent."""
    return io.BufferedReader(_Bounded(packed, allowances))


class _Bounded(io.RawIOBase):
    def __init__(self, packed: Packed, allowances: tuple[Allowance, ...]) -> None:
        self._packed, self._allowances = packed, allowances
        self._given = 0
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # what BufferedReader gives it
        """Fill the buffer: a first look at it is to see more than the first few bytes of many joined files."""
        content = bytearray()
        while len(content) < len(buffer) and (piece := self._unpack(len(buffer) - len(content))):
            content += piece
        if self._fault is not None and not content:
            raise self._fault
        self._given += len(content)
        buffer[: len(content)] = content
        return len(content)

    def _unpack(self, size: int) -> bytes:
        """Return some bytes; none at the end, and once there is a fault, to be raised after what came before it."""
        if self._fault is not None:
            return b""
        try:
            # read1 gives what could be decompressed before a damaged place; read would lose it with the exception.
            piece = self._packed.read1(size)
            for allowance in self._allowances:
                allowance.take(len(piece))
        except (zipfile.BadZipFile, lzma.LZMAError) as error:
            self._fault = OSError(str(error))
        except (OSError, EOFError, zlib.error) as error:
            self._fault = error
        else:
            return piece
        return b""

    def tell(self) -> int:
        return self._given

    def close(self) -> None:
        self._packed.close()
        super().close()
