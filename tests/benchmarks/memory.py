"""What the kernel tells of a process's memory. Imports nothing that would count in it."""

from __future__ import annotations

from pathlib import Path


def memory_mb(field: str, status: Path = Path("/proc/self/status")) -> float | None:
    """Return a size that the kernel tells of this process, such as VmRSS, in 10^6 bytes; None where it tells none."""
    if not status.exists():
        return None
    sizes = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(sizes[field].removesuffix("kB")) * 1024 / 1e6
