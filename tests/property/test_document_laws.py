from __future__ import annotations

import gzip
import io
import json
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import normalise
from corpus.documents import Document
from corpus.errors import CorpusError, InvalidDocumentError, UnreadableFileError
from corpus.files import READERS, open_records
from corpus.interfaces import DocumentReader, Parsed, Reject
from corpus.readers.jsonl import JsonLinesReader
from corpus.records import dump, parse
from corpus.sentences import split_sentences
from corpus.store import CorpusStore
from tests import strategies
from tests.examples import a_document, a_store, add

FIELDS = ("sections", "authors", "year", "mesh", "corrections", "nct", "url", "journal", "doi", "text_kind", "abstract")
PIECES = (
    *(b'{"id":', b'"PMID:1"', b',"title":', b'"T"', b"}", b"{", b"[", b"]", b"\n", b"\\ud800", b"\xef\xbb\xbf", b" "),
    *(b"<PubmedArticleSet>", b"<PubmedArticle>", b"</PubmedArticle>", b"<PMID>1</PMID>", b"<?xml", b"\x1f\x8b\x08"),
)
contents = st.binary(max_size=200) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=3)).map(b"".join)
DOCUMENTS = [a_document(number, "Pain fell. " * 9) for number in range(1, 6)]
odd_records = st.fixed_dictionaries(
    {"id": st.just("PMID:1"), "title": st.just("T")},
    optional=dict.fromkeys(FIELDS, strategies.json_values),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusStore]:
    with closing(CorpusStore(tmp_path_factory.mktemp("store") / "corpus.sqlite", create=True)) as made:
        yield made


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files") / "file"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus file of `DOCUMENTS`."""
    with closing(a_store(tmp_path_factory.mktemp("whole"), *DOCUMENTS)) as made:
        return made.path


class TestText:
    @given(text=strategies.words)
    def test_normal_text_is_composed_and_stays_as_it_is(self, text: str) -> None:
        normal = normalise(text)
        assert normalise(normal) == normal
        assert unicodedata.is_normalized("NFC", normal)
        assert normal == " ".join(normal.split())

    @given(document=strategies.documents)
    def test_every_section_is_at_its_span(self, document: Document) -> None:
        assert len(document.spans) == len(document.sections)
        for section, span in zip(document.sections, document.spans, strict=True):
            assert document.text[span.start : span.end] == section.text
            assert span.label == section.label
            assert document.section_at(span.start) == document.section_at(span.end - 1) == section.label
        assert document.text.startswith(document.title)

    @given(document=strategies.documents)
    def test_the_text_of_a_document_is_composed(self, document: Document) -> None:
        assert unicodedata.is_normalized("NFC", document.text)
        assert document.text.count("\n") == len(document.sections)


class TestRecords:
    @given(document=strategies.documents)
    def test_a_document_comes_back_from_its_record(self, document: Document) -> None:
        assert parse(dump(document)) == document

    @given(document=strategies.documents, ascii_only=st.booleans())
    def test_a_document_comes_back_from_json(self, document: Document, *, ascii_only: bool) -> None:
        assert parse(json.loads(json.dumps(dump(document), ensure_ascii=ascii_only))) == document

    @given(corpus=strategies.corpora)
    def test_documents_come_back_from_json_lines(self, corpus: list[Document]) -> None:
        lines = "\n".join(json.dumps(dump(document), ensure_ascii=False) for document in corpus)
        outcomes = JsonLinesReader().read(io.BytesIO(lines.encode()))
        assert [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)] == corpus

    @given(fields=odd_records | strategies.json_values)
    def test_whatever_json_holds_is_refused_or_comes_back_and_can_be_kept(
        self, store: CorpusStore, fields: Any
    ) -> None:
        try:
            document = parse(fields)
        except InvalidDocumentError:
            return
        assert parse(dump(document)) == document
        store.remove(store.ids())  # nothing else is about the same publication
        add(store, document)
        assert store.get(document.id) == document


class TestSentences:
    @given(text=strategies.words | st.text(max_size=60), data=st.data())
    def test_each_character_that_is_no_space_is_in_one_sentence(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.none() | st.integers(start, len(text)))
        covered: list[int] = []
        for span in split_sentences(text, start, end):
            sentence = text[span.start : span.end]
            assert sentence
            assert sentence == sentence.strip()
            covered += range(span.start, span.end)
        assert covered == sorted(set(covered))
        within = range(start, len(text) if end is None else end)
        assert set(covered) <= set(within)
        assert all(text[place].isspace() for place in set(within) - set(covered))


class TestBytes:
    @given(content=contents, compressed=st.booleans(), cut=st.integers(0, 30))
    def test_any_file_is_refused_or_gives_documents_and_rejects(
        self, path: Path, content: bytes, *, compressed: bool, cut: int
    ) -> None:
        whole = gzip.compress(content) if compressed else content
        path.write_bytes(whole[: len(whole) - cut])
        try:
            with open_records(path) as (_, records):
                outcomes = list(records)
        except UnreadableFileError:
            return
        assert all(isinstance(outcome, Parsed | Reject) for outcome in outcomes)

    @pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.format_name)
    @given(content=contents)
    def test_any_bytes_give_documents_and_rejects_that_can_be_kept(
        self, store: CorpusStore, reader: DocumentReader, content: bytes
    ) -> None:
        outcomes = list(reader.read(io.BytesIO(content)))
        report = store.add(outcomes, file="file", format_name=reader.format_name)
        assert len(report.rejected) == sum(isinstance(outcome, Reject) for outcome in outcomes)
        assert reader.recognises(content[:4096]) in {True, False}


class TestStore:
    @given(document=strategies.documents)
    def test_what_is_added_comes_back_and_again_changes_nothing(self, store: CorpusStore, document: Document) -> None:
        store.remove(store.ids())  # nothing else is about the same publication
        add(store, document)
        versions = store.history(document.id)
        assert store.get(document.id) == document
        assert store.text(document.id, document.text_sha256) == document.text
        assert store.current_text_sha256(document.id) == versions[-1].text_sha256 == document.text_sha256
        assert add(store, document).unchanged == 1
        assert store.history(document.id) == versions


class TestFlippedBits:
    @given(place=st.integers(0), bit=st.integers(0, 7))
    def test_one_is_found_or_changes_no_document(self, path: Path, whole: Path, place: int, bit: int) -> None:
        content = bytearray(whole.read_bytes())
        content[place % len(content)] ^= 1 << bit
        path.write_bytes(content)
        try:
            with closing(CorpusStore(path)) as flipped:
                assert flipped.verify() or list(flipped.documents()) == DOCUMENTS
        except CorpusError:
            pass
