"""A command in a terminal of its own: what it shows, and what is typed."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

CTRL_C, CTRL_D, ENTER, ARROW_UP = "\x03", "\x04", "\r", "\x1b[A"

_SECONDS = 120
_SEQUENCE = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """The other side of a pseudo-terminal. What has been read once is not waited for again."""

    def __init__(self, process: subprocess.Popen[bytes], side: int) -> None:
        self._process = process
        self._side = side
        self.shown = ""
        self._read_to = 0

    def type(self, keys: str) -> None:
        os.write(self._side, keys.encode())

    def until(self, words: str) -> str:
        """What was shown since the last time, up to the words."""
        deadline = time.monotonic() + _SECONDS
        while words not in self.shown[self._read_to :]:
            assert time.monotonic() < deadline, self.shown
            assert self._read_more(deadline), self.shown
        began = self._read_to
        self._read_to = self.shown.index(words, began) + len(words)
        return self.shown[began : self._read_to]

    def end(self) -> int:
        """The exit code, once everything has been shown."""
        deadline = time.monotonic() + _SECONDS
        while self._read_more(deadline):
            assert time.monotonic() < deadline, self.shown
        return self._process.wait(_SECONDS)

    def _read_more(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._side], [], [], max(0.0, deadline - time.monotonic()))
        try:
            piece = os.read(self._side, 65536) if ready else b""
        except OSError as ended:
            if ended.errno != errno.EIO:
                raise
            piece = b""
        self.shown += piece.decode(errors="replace")  # no character of ours is cut: a line is written at once
        return bool(piece)


def _take(its_side: int) -> None:
    os.login_tty(its_side)
    # What is started in the background by a shell is deaf to Ctrl-C, and so is what it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def in_a_terminal(environment: Mapping[str, str], *arguments: str, columns: int = 80) -> Iterator[Terminal]:
    """Run `enthesis` with these arguments in a terminal that knows colours and links."""
    side, its_side = os.openpty()
    fcntl.ioctl(its_side, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "eval", *arguments],
        env={**environment, "TERM": "xterm-256color"},
        preexec_fn=lambda: _take(its_side),  # noqa: PLW1509 - nothing else makes a terminal a process's own
        close_fds=False,
    )
    os.close(its_side)
    try:
        yield Terminal(process, side)
    finally:
        process.kill()
        process.wait(30)
        os.close(side)


def plain(shown: str) -> str:
    """What was shown without colours, links and the like."""
    return _SEQUENCE.sub("", shown).replace("\r", "")
