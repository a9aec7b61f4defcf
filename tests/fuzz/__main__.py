"""python -m tests.fuzz FORMAT SECONDS [CORPUS_DIR]: feed a reader with mutated files and watch the laws of readers.

The format ``files`` is none: it feeds what opens files, with archives and compressed files too.

Needs the extra ``fuzz`` (atheris). Seeds are the samples of the contract suite, to which CORPUS_DIR adds what it holds
and in which what was found interesting is kept. An input that breaks a law is written to CORPUS_DIR/../crashes-FORMAT,
and the exit status is not 0: make a test of it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

if TYPE_CHECKING:
    from tests.contract.test_document_readers import Sample

_MAX_BYTES = 8192
_FILES = "files"


def main() -> None:
    """Fuzz until the time is over or a law is broken."""
    arguments = _arguments()
    with atheris.instrument_imports(include=["corpus", "csv"]):  # before anything else imports them
        from corpus.files import READERS  # noqa: PLC0415
        from tests.contract.test_document_readers import SAMPLES  # noqa: PLC0415
        from tests.fuzz.laws import hold, hold_files  # noqa: PLC0415
    readers = {reader.format_name: reader for reader in READERS}
    if arguments.format not in {*readers, _FILES}:
        sys.exit(f"no format {arguments.format!r}: one of {_FILES}, {', '.join(readers)}")
    reader = readers.get(arguments.format)
    inputs: Path = arguments.corpus or Path("var/fuzz") / arguments.format
    crashes = inputs.parent / f"crashes-{arguments.format}"
    for directory in (inputs, crashes):
        directory.mkdir(parents=True, exist_ok=True)
    _sow(_packed(SAMPLES.values()) if reader is None else _files_of(SAMPLES[arguments.format]), inputs)
    options = {
        "max_total_time": arguments.seconds,
        "max_len": _MAX_BYTES,
        "timeout": 20,
        "rss_limit_mb": 2048,
        "artifact_prefix": f"{crashes}/",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    flags = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup(
        [sys.argv[0], *flags, str(inputs)],
        lambda content: hold_files(content) if reader is None else hold(reader, content),
    )
    atheris.Fuzz()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("format", metavar="FORMAT", help="a reader's format name, e.g. nbib")
    parser.add_argument("seconds", metavar="SECONDS", type=int, help="how long")
    parser.add_argument("corpus", metavar="CORPUS_DIR", type=Path, nargs="?", help="default: var/fuzz/FORMAT")
    return parser.parse_args()


def _files_of(sample: Sample) -> list[bytes]:
    """Return the contract's samples, each bad record between two good ones."""
    bad = (record for record in sample.bad if len(record) < _MAX_BYTES // 2)
    return [
        sample.file(sample.records(1, 2)),
        *(sample.file(sample.records(1), one, sample.records(2)) for one in bad),
    ]


def _packed(samples: Iterable[Sample]) -> list[bytes]:
    """Return a file of each format as it is and gzipped, and all of them in a zip."""
    files = [sample.file(sample.records(1, 2)) for sample in samples]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for number, content in enumerate((*files, gzip.compress(files[0]))):
            opened.writestr(str(number), content)
    return [*files, *map(gzip.compress, files), archive.getvalue()]


def _sow(files: Iterable[bytes], inputs: Path) -> None:
    for number, content in enumerate(files):
        (inputs / f"seed-{number}").write_bytes(content)


if __name__ == "__main__":
    main()
