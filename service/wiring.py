"""Settings to working parts, and the first start on an empty data directory."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import CorpusWriteError
from corpus.files import open_files
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore, ImportReport
from index.assembly import make_embedder
from index.build import Progress, build
from index.errors import IndexBusyError
from index.generations import Generations
from index.interfaces import Embedder
from service.errors import InvalidRequestError
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Answerer
from service.language_model.alignment_verifier import AlignmentVerifier
from service.language_model.answerer import LanguageModelAnswerer
from service.language_model.endpoint import Endpoint
from service.language_model.nli_verifier import NliVerifier
from service.settings import Settings
from service.sources import Sources

_STARTING_PREFIX = ".starting-"


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
    """Return the answerer that needs nothing set up."""
    return ExtractiveAnswerer()


def make_answerers(settings: Settings, embedder: Embedder) -> dict[str, Answerer]:
    """Return the answerers that there are, by name; the one that answers unasked is the first.

    Raises:
        SettingsError: what is set up to verify a language model's answers cannot be used.
    """
    extractive = make_answerer()
    if settings.llm_url is None or settings.llm_model is None:
        return {extractive.name: extractive}
    endpoint = Endpoint(
        settings.llm_url,
        settings.llm_model,
        settings.llm_api_key,
        settings.llm_timeout_seconds,
        settings.llm_max_output_tokens,
    )
    verifier = AlignmentVerifier(embedder) if settings.nli_model is None else NliVerifier(settings.nli_model)
    written = LanguageModelAnswerer(endpoint, verifier, extractive, settings.llm_context_tokens)
    made: list[Answerer] = sorted((extractive, written), key=lambda one: one.name != settings.answerer)
    return {one.name: one for one in made}


def choose(answerers: Mapping[str, Answerer], name: str | None) -> Answerer:
    """Return the answerer of that name, or the one that answers unasked.

    Raises:
        InvalidRequestError: it is not set up here.
    """
    if name is None:
        return next(iter(answerers.values()))
    if name not in answerers:
        raise InvalidRequestError(
            "answerer", f"{name!r} is not configured here: set ENTHESIS_LLM_URL and ENTHESIS_LLM_MODEL"
        )
    return answerers[name]


def add_file(store: CorpusStore, path: Path) -> list[tuple[str, ImportReport]]:
    """Add the records of one file, or of each file in a zip, to the corpus, in one transaction.

    Returns the name of each file, within a zip ``archive.zip/name``, with what was done.

    Raises:
        UnreadableFileError: the file cannot be opened or is of no known format.
        CorpusWriteError: nothing was changed.
    """
    with store.writing():
        return [
            (file.name, store.add(file.records, file=file.name, format_name=file.format_name))
            for file in open_files(path)
        ]


def start_with_starter_corpus(
    settings: Settings, embedder: Embedder, say: Callable[[str], None], progress: Progress | None = None
) -> bool:
    """On a data directory without a corpus, load the starter corpus and build its index; say so. Else do nothing.

    The corpus is made beside its place and moved there last: a kill leaves no corpus, and the next start begins anew
    and removes what was left. Returns whether anything was done.

    Raises:
        IndexBusyError: another process does the same here.
        RetrievalError, CorpusError: it could not be done.
    """
    if settings.corpus_path.exists():
        _remove_leftovers(settings)
        return False
    with _alone_in(settings):
        if settings.corpus_path.exists():  # another process was before us
            return False
        say(f"No corpus in {settings.data_dir}: loading the starter corpus.")
        with _beside(settings) as directory:
            beside = Path(directory) / settings.corpus_path.name
            store = CorpusStore(beside, create=True)
            ((_, report),) = add_file(store, STARTER_CORPUS)
            say(f"{len(report.added)} documents. Building the index: some ten seconds on two cores.")
            build(store, Generations(settings.index_directory), embedder, progress)
            store.close()
            beside.replace(settings.corpus_path)
    return True


@contextmanager
def _alone_in(settings: Settings) -> Iterator[None]:
    """Hold the data directory against other first starts; what a killed one left in it is removed."""
    with _translated(settings):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        held = os.open(settings.data_dir, os.O_RDONLY)
    try:
        with _translated(settings):
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusyError(settings.index_directory) from None
            for leftover in _leftovers(settings):
                shutil.rmtree(leftover)
        yield
    finally:
        os.close(held)


@contextmanager
def _beside(settings: Settings) -> Iterator[str]:
    """Give a directory on the corpus's own disk that is gone afterwards."""
    with _translated(settings):
        beside = TemporaryDirectory(dir=settings.data_dir, prefix=_STARTING_PREFIX)
    with beside as directory:
        yield directory


def _remove_leftovers(settings: Settings) -> None:
    if _leftovers(settings):
        # Where they are in use or cannot be removed, they keep no corpus from being served.
        with suppress(IndexBusyError, CorpusWriteError), _alone_in(settings):
            pass


def _leftovers(settings: Settings) -> list[Path]:
    return list(settings.data_dir.glob(f"{_STARTING_PREFIX}*"))


@contextmanager
def _translated(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CorpusWriteError(settings.corpus_path, str(error)) from error
