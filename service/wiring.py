"""Settings to working parts, and the first start on an empty data directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import CorpusWriteError
from corpus.files import open_records
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore, ImportReport
from index.assembly import make_embedder
from index.build import Progress, build
from index.generations import Generations
from index.interfaces import Embedder
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources


def open_embedder(settings: Settings, say: Callable[[str], None]) -> Embedder:
    """Open the encoder; where it was never used before, prepare it for this machine first, saying so.

    Raises:
        EncoderMissingError: the encoder is not on this machine.
    """
    return make_embedder(settings.encoder, settings.encoders_directory, say)


def open_sources(settings: Settings, embedder: Embedder) -> Sources:
    """Open the corpus. The index is opened when it is first asked for.

    Raises:
        CorpusError: there is no corpus that can be opened.
    """
    return Sources(CorpusStore(settings.corpus_path), Generations(settings.index_directory), embedder)


def make_answerer() -> Answerer:
    """Return the answerer that answers are made with."""
    return ExtractiveAnswerer()


def add_file(store: CorpusStore, path: Path) -> ImportReport:
    """Add the records of one file to the corpus, in one transaction.

    Raises:
        UnreadableFileError: the file cannot be opened or is of no known format.
        CorpusWriteError: nothing was changed.
    """
    with open_records(path) as (format_name, records):
        return store.add(records, file=path.name, format_name=format_name)


@contextmanager
def _beside(settings: Settings) -> Iterator[str]:
    """Give a directory on the corpus's own disk that is gone afterwards."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        beside = TemporaryDirectory(dir=settings.data_dir, prefix=".starting-")
    except OSError as error:
        raise CorpusWriteError(settings.corpus_path, str(error)) from error
    with beside as directory:
        yield directory


def start_with_starter_corpus(
    settings: Settings, embedder: Embedder, say: Callable[[str], None], progress: Progress | None = None
) -> bool:
    """On a data directory without a corpus, load the starter corpus and build its index; say so. Else do nothing.

    The corpus is made beside its place and moved there last: a kill leaves no corpus, and the next start begins anew.
    Returns whether anything was done.

    Raises:
        RetrievalError, CorpusError: it could not be done.
    """
    if settings.corpus_path.exists():
        return False
    say(f"No corpus in {settings.data_dir}: loading the starter corpus.")
    with _beside(settings) as directory:
        beside = Path(directory) / settings.corpus_path.name
        store = CorpusStore(beside, create=True)
        report = add_file(store, STARTER_CORPUS)
        say(f"{len(report.added)} documents. Building the index: about a minute on two cores.")
        build(store, Generations(settings.index_directory), embedder, progress)
        store.close()
        beside.replace(settings.corpus_path)
    return True
