"""What `corpus.interfaces.DocumentReader` asks, of every reader there is."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from dataclasses import dataclass, field
from itertools import islice

import pytest

from corpus.files import READERS
from corpus.interfaces import DocumentReader, Notice, Outcome, Parsed, Reject
from tests.fakes import DamagedFile, EndlessFile


@dataclass(frozen=True)
class Sample:
    """A file of a format: ``record`` with the number put in for ``#``, and one that is no document."""

    record: bytes
    bad: tuple[bytes, ...] = field(repr=False)
    head: bytes = b""
    tail: bytes = b""

    def records(self, *numbers: int) -> bytes:
        return b"".join(self.record.replace(b"#", b"%d" % number) for number in numbers)

    def file(self, *records: bytes) -> bytes:
        return self.head + b"".join(records) + self.tail


SAMPLES = {
    "pubmed-xml": Sample(
        head=b'<?xml version="1.0"?>\n<PubmedArticleSet>\n',
        record=(
            b"<PubmedArticle><MedlineCitation><PMID>#</PMID><Article><ArticleTitle>Title</ArticleTitle></Article>"
            b"</MedlineCitation></PubmedArticle>\n"
        ),
        bad=(
            b"<PubmedArticle></PubmedArticle>\n",
            b"<PubmedArticle><i></PubmedArticle>\n",
            b"<PubmedArticle>\xff</PubmedArticle>\n",
            b"<PubmedArticle>" + b"<i>" * 100_000 + b"</PubmedArticle>\n",
        ),
        tail=b"</PubmedArticleSet>\n",
    ),
    "jats": Sample(
        head=b'<?xml version="1.0"?>\n<pmc-articleset>\n',
        record=(
            b'<article><front><article-meta><article-id pub-id-type="pmid">#</article-id>'
            b"<title-group><article-title>Title</article-title></title-group></article-meta></front></article>\n"
        ),
        bad=(
            b"<article></article>\n",
            b"<article><i></article>\n",
            b"<article>\xff</article>\n",
            b"<article>" + b"<i>" * 100_000 + b"</article>\n",
        ),
        tail=b"</pmc-articleset>\n",
    ),
    "europepmc": Sample(
        record=b'{"source": "MED", "id": "#", "title": "Title"}\n',
        bad=(b'{"source": "MED"}\n', b"[]\n", b"3\n", b'{"source": "MED", "id": "3", "title": ["Title"]}\n'),
    ),
    "clinicaltrials": Sample(
        record=(b'{"protocolSection": {"identificationModule": {"nctId": "NCT0000000#", "briefTitle": "Title"}}}\n'),
        bad=(b"{}\n", b"[]\n", b"3\n", b'{"protocolSection": {"identificationModule": {"nctId": "3"}}}\n'),
    ),
    "jsonl": Sample(
        record=b'{"id": "PMID:#", "title": "Title"}\n',
        bad=(b"{}\n", b'{"id": \n', b'{"title": "\xff"}\n', b"[" * 100_000 + b"\n"),
    ),
    "nbib": Sample(
        record=b"PMID- #\nOWN - NLM\nTI  - Title\n\n",
        bad=(
            b"PMID- 7\n\n",
            b"PMID- 7\nAB  - Words without a title.\n\n",
            b"PMID- 000000\nTI  - Title\n\n",
            b"TI  - Title\n\n",
            b"PMID- 7\nTI  - [Not Available].\n\n",
            b"words\n\n",
        ),
    ),
    "ris": Sample(
        record=b"TY  - JOUR\nAN  - PMID: #\nTI  - Title\nER  - \n\n",
        bad=(
            b"TY  - JOUR\nER  - \n",
            b"TY  - JOUR\nAB  - Words without a title.\nER  - \n",
            b"TI  - Title\nER  - \n",
            b"TY  - JOUR\nKW  - one\ntwo\n",
        ),
    ),
    "csv": Sample(
        head=b"PMID,Title,Abstract\n",
        record=b"#,Title,An abstract of it\n",
        bad=(
            b"7,,Words without a title\n",
            b"7,Title,Words,too many\n",
            b'7,Title,"Words\n',
            b'7,Title,"Words" and more\n',
            b"7,Title,\0\n",
        ),
    ),
    "retraction-watch": Sample(
        head=b"Record ID,Title,OriginalPaperPubMedID,OriginalPaperDOI,RetractionNature,Reason,\n",
        record=b"4#,Title,#,unavailable,Retraction,+Error in Data;,\n",
        bad=(
            b"47,Title,0,unavailable,Retraction,+Error in Data;,\n",
            b"47,Title,7,unavailable,Something else,+Error in Data;,\n",
            b",Title,7,unavailable,Retraction,+Error in Data;,\n",
            b'47,"Title,7,unavailable,Retraction,+Error in Data;,\n',
        ),
    ),
}
PAIRS = [(reader, SAMPLES[reader.format_name]) for reader in READERS if reader.format_name in SAMPLES]

every_reader = pytest.mark.parametrize(("reader", "sample"), PAIRS, ids=[reader.format_name for reader, _ in PAIRS])


def read(reader: DocumentReader, content: bytes) -> list[Outcome]:
    return list(reader.read(io.BytesIO(content)))


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw)


def ids(outcomes: list[Outcome]) -> list[str | None]:
    """The ids of documents, of the first that a notice is about, None for a reject; registry numbers as PMIDs."""
    return [_id(outcome) for outcome in outcomes]


def _id(outcome: Outcome) -> str | None:
    match outcome:
        case Parsed(document=document):
            return document.id.replace("NCT:NCT0000000", "PMID:")
        case Notice(targets=targets):
            return targets[0]
    return None


def test_every_reader_has_a_sample_and_a_name_of_its_own() -> None:
    assert sorted(reader.format_name for reader in READERS) == sorted(SAMPLES)


@every_reader
class TestRecognition:
    def test_it_recognises_its_own_format_and_no_other(self, reader: DocumentReader, sample: Sample) -> None:
        for other in SAMPLES.values():
            assert reader.recognises(other.file(other.records(1))) is (other is sample)

    @pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n \t\r\n"], ids=["mark", "white space"])
    def test_what_may_stand_before_does_not_matter(self, reader: DocumentReader, sample: Sample, before: bytes) -> None:
        assert reader.recognises(before + sample.file(sample.records(1)))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.format_name)
@pytest.mark.parametrize(
    "head",
    [
        b"",
        b" ",
        b"\x00",
        b"%PDF-1.7",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"a,b",
        b"title",
        b"Title, and more\nof it",
        b"[1]",
    ],
)
def test_no_reader_recognises_a_format_that_none_reads(reader: DocumentReader, head: bytes) -> None:
    assert not reader.recognises(head)


@every_reader
class TestRecords:
    def test_every_record_comes_in_order_with_its_place(self, reader: DocumentReader, sample: Sample) -> None:
        outcomes = read(reader, sample.file(sample.records(3, 1, 2)))
        assert ids(outcomes) == ["PMID:3", "PMID:1", "PMID:2"]
        positions = [outcome.position for outcome in outcomes]
        assert all(positions)
        assert len(set(positions)) == 3
        assert read(reader, sample.file(sample.records(3, 1, 2))) == outcomes

    def test_a_file_without_records_gives_no_document(self, reader: DocumentReader, sample: Sample) -> None:
        assert read(reader, sample.file()) == []
        assert not any(ids(read(reader, b"")))

    def test_a_bad_record_between_two_good_ones_loses_only_itself(self, reader: DocumentReader, sample: Sample) -> None:
        for bad in sample.bad:
            outcomes = read(reader, sample.file(sample.records(1), bad, sample.records(2)))
            assert ids(outcomes) == ["PMID:1", None, "PMID:2"]
            assert isinstance(outcomes[1], Reject)
            assert outcomes[1].position
            assert outcomes[1].reason

    def test_a_record_as_long_as_no_other_loses_only_itself(self, reader: DocumentReader, sample: Sample) -> None:
        long = sample.records(2).replace(b"Title", b"x" * 40_000_000, 1)
        outcomes = read(reader, sample.file(sample.records(1), long, sample.records(3)))
        assert ids(outcomes) == ["PMID:1", None, "PMID:3"]


@every_reader
class TestDamage:
    @pytest.mark.parametrize("error", [OSError("disk"), EOFError("end"), zlib.error("bits"), EOFError()], ids=repr)
    @pytest.mark.parametrize("cut", [0, 10], ids=["between records", "in a record"])
    def test_it_ends_the_reading_with_one_reject(
        self, reader: DocumentReader, sample: Sample, error: Exception, cut: int
    ) -> None:
        content = sample.head + sample.records(1, 2, 3)
        stream = buffered(DamagedFile(content[: len(content) - cut], error))
        outcomes = list(reader.read(stream))
        assert ids(outcomes) == ["PMID:1", "PMID:2", *(() if cut else ("PMID:3",)), None]
        assert isinstance(outcomes[-1], Reject)
        assert outcomes[-1].position
        assert (str(error) or "EOFError") in outcomes[-1].reason

    def test_damage_from_the_start_is_one_reject(self, reader: DocumentReader, sample: Sample) -> None:
        for head in (b"", sample.head):
            assert ids(list(reader.read(buffered(DamagedFile(head, OSError("disk")))))) == [None]

    def test_a_cut_anywhere_raises_nothing_and_keeps_what_came_before(
        self, reader: DocumentReader, sample: Sample
    ) -> None:
        whole = sample.file(sample.records(1, 2))
        for length in range(len(whole)):
            outcomes = read(reader, whole[:length])
            assert ids(outcomes)[:1] == ["PMID:1"] or length < len(sample.head + sample.records(1))
            assert ids(outcomes).count(None) <= 1


@every_reader
class TestConstantMemory:
    def test_an_endless_file_is_read_as_far_as_is_asked(self, reader: DocumentReader, sample: Sample) -> None:
        endless = EndlessFile(sample.head, sample.records(1))
        records = reader.read(buffered(endless))
        assert all(isinstance(outcome, Parsed | Notice) for outcome in islice(records, 1_000))
        assert endless.bytes_read < 1_000 * len(sample.records(1)) + 500_000
        tracemalloc.start()
        try:
            for _ in islice(records, 3_000):
                pass
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 1_000_000
