"""From a corpus to a new generation of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from corpus.documents import Document
from corpus.store import CorpusStore
from index.assembly import (
    encoder_facts,
    index_options,
    make_lexical_index,
    make_vector_index,
    passage_options,
)
from index.embedding_cache import EmbeddingCache, key_of, save_keys
from index.errors import EmptyCorpusError, IndexDamagedError, IndexMismatchError
from index.generations import Generations, list_files
from index.interfaces import Embedder, Vectors
from index.manifest import EncoderFacts, Manifest, fingerprint_of
from index.passage_table import IndexedDocument, PassageTable
from index.passages import Passage, PassageOptions, cut, text_to_embed
from index.search import Searcher
from index.serving import open_generation

# Called with the number of passages encoded so far and the number in all.
Progress = Callable[[int, int], None]

_ENCODED_BETWEEN_REPORTS = 256


# The passages of a document by its id and the hash of its text, as `IndexedDocument` has them.
KnownCuts = Mapping[tuple[str, str], tuple[tuple[int, int, str | None], ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A corpus in parts: the table of an index to be, what the encoder reads of each passage, and whole texts."""

    table: PassageTable
    passage_texts: list[str]
    document_texts: list[str]


def build(
    store: CorpusStore, generations: Generations, embedder: Embedder, progress: Progress | None = None
) -> tuple[Manifest, bool]:
    """Make the index of the corpus as it is now, and let it serve. Return its manifest and whether it is new.

    When the generation for this corpus, encoder and options exists already and is whole, it is only made current.

    Raises:
        EmptyCorpusError: there is nothing to index.
        IndexBusyError: another process is building.
        IndexWriteError: it could not be written; the former generation serves on.
    """
    facts, options = encoder_facts(embedder), passage_options(embedder)
    with generations.locked():
        with store.snapshot():
            corpus_fingerprint = store.fingerprint()
            fingerprint = fingerprint_of(facts, index_options(options), corpus_fingerprint)
            existing = _whole_generation(generations, fingerprint, embedder)
            if existing is None:
                known = _cut_before(generations, facts, index_options(options))
                parts = cut_corpus(store.documents(), options, embedder, known)
            else:
                parts = None
        if parts is not None:
            cache = EmbeddingCache(generations, facts.fingerprint)
            vectors = encode(parts.passage_texts, embedder, progress, cache)
            manifest = Manifest(
                fingerprint=fingerprint,
                built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                encoder=facts,
                options=index_options(options),
                corpus_fingerprint=corpus_fingerprint,
                documents=len(parts.table.documents),
                passages=len(parts.table),
                files=[],
            )
            _write(generations, manifest, parts, vectors)
            cache.clear()
        generations.make_current(fingerprint)
        return Manifest.load(generations.path(fingerprint)), parts is not None


def cut_corpus(
    documents: Iterable[Document], options: PassageOptions, embedder: Embedder, known: KnownCuts | None = None
) -> Cut:
    """Cut every document into passages, but those whose text is ``known`` as it was cut before.

    Raises:
        EmptyCorpusError: there is no document.
    """
    entries: list[IndexedDocument] = []
    passage_texts: list[str] = []
    document_texts: list[str] = []
    for document in sorted(documents, key=lambda one: one.id):
        spans = (known or {}).get((document.id, document.text_sha256))
        if spans is None:
            passages = cut(document, options, embedder.count_tokens)
        else:
            passages = [Passage(document.id, *span) for span in spans]
        entries.append(IndexedDocument.of(document, passages))
        passage_texts.extend(text_to_embed(document, passage) for passage in passages)
        document_texts.append(document.text)
    if not entries:
        raise EmptyCorpusError
    return Cut(PassageTable(entries), passage_texts, document_texts)


def encode(
    texts: Sequence[str], embedder: Embedder, progress: Progress | None = None, cache: EmbeddingCache | None = None
) -> Vectors:
    """Return the vectors of ``texts``, shape ``(len(texts), dimension)``; texts of like length are encoded together.

    What ``cache`` has is taken from there, and what is made is left there if this is interrupted.

    Raises:
        IndexWriteError: the cache cannot be written.
    """
    vectors = np.empty((len(texts), embedder.dimension), np.float32)
    keys = [key_of(text) for text in texts] if cache else []
    missing = cache.fill(keys, vectors).tolist() if cache else range(len(texts))
    by_length = sorted(missing, key=lambda i: -len(texts[i]))
    done = len(texts) - len(by_length)
    try:
        for batch in _batches(by_length, _ENCODED_BETWEEN_REPORTS):
            vectors[batch] = embedder.embed_passages([texts[i] for i in batch])
            if cache:
                cache.keep((keys[i] for i in batch), vectors[batch])
            done += len(batch)
            if progress:
                progress(done, len(texts))
    finally:
        if cache:
            cache.flush()
    return vectors


def make_searcher(
    documents: Iterable[Document],
    embedder: Embedder,
    progress: Progress | None = None,
    cache: EmbeddingCache | None = None,
) -> Searcher:
    """Return a searcher over ``documents`` that lives in memory only, as evaluation wants it; ``cache`` as in `encode`.

    Raises:
        EmptyCorpusError: there is no document.
        IndexWriteError: the cache cannot be written.
    """
    parts = cut_corpus(documents, passage_options(embedder), embedder)
    vectors = make_vector_index(encode(parts.passage_texts, embedder, progress, cache))
    return Searcher(embedder, vectors, make_lexical_index(parts.document_texts), parts.table)


def _batches(items: Sequence[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(items), size):
        yield list(items[first : first + size])


def _whole_generation(generations: Generations, fingerprint: str, embedder: Embedder) -> Searcher | None:
    try:
        return open_generation(generations, fingerprint, embedder)[1]
    except (IndexDamagedError, IndexMismatchError):
        return None


def _cut_before(generations: Generations, facts: EncoderFacts, options: dict[str, int | float | str]) -> KnownCuts:
    """Return how the newest kept generation of this encoder and these options was cut; nothing when there is none."""
    for fingerprint in generations.fingerprints():
        directory = generations.path(fingerprint)
        try:
            manifest = generations.manifest(fingerprint)
            if manifest.encoder == facts and manifest.options == options:
                manifest.check_files(directory)
                return {(one.id, one.text_sha256): one.passages for one in PassageTable.load(directory).documents}
        except (IndexDamagedError, IndexMismatchError):
            continue
    return {}


def _write(generations: Generations, manifest: Manifest, parts: Cut, vectors: Vectors) -> None:
    with generations.writing(manifest.fingerprint) as directory:
        make_vector_index(vectors).save(directory)
        make_lexical_index(parts.document_texts).save(directory)
        parts.table.save(directory)
        save_keys([key_of(text) for text in parts.passage_texts], directory)
        manifest.model_copy(update={"files": list_files(directory)}).save(directory)
