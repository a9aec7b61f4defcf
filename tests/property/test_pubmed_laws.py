from __future__ import annotations

import io
import re

from hypothesis import assume, example, given
from hypothesis import strategies as st

from corpus.interfaces import Outcome, Parsed, Reject
from corpus.readers.pubmed_xml import PubMedXmlReader

OPENERS = re.compile(rb"</?Pubmed(?:Book)?Article|<!--|<!\[CDATA\[")
PIECES = (
    *(b"<PubmedArticle>", b"</PubmedArticle>", b"<PubmedBookArticle>", b"</PubmedBookArticle >", b"<PubmedArticleSet>"),
    *(b"</PubmedArticleSet>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b'<?xml version="1.0" encoding="utf-7"?>'),
    *(b"<!DOCTYPE a [", b"]>", b"<MedlineCitation>", b"</MedlineCitation>", b"<PMID>1</PMID>", b"<Article>"),
    *(b"</Article>", b"<ArticleTitle>[A.", b"]</ArticleTitle>", b"<ERROR>", b"</ERROR>", b"<html ", b"&amp;", b"\n"),
)


def record(pmid: int) -> bytes:
    article = b"<Article><ArticleTitle>Title.</ArticleTitle><Language>eng</Language></Article>"
    return b"<PubmedArticle><MedlineCitation><PMID>%d</PMID>%s</MedlineCitation></PubmedArticle>" % (pmid, article)


def read(content: bytes) -> list[Outcome]:
    return list(PubMedXmlReader().read(io.BytesIO(content)))


def ids(outcomes: list[Outcome]) -> list[str]:
    return [outcome.document.id for outcome in outcomes if isinstance(outcome, Parsed)]


@given(st.binary() | st.lists(st.sampled_from(PIECES) | st.binary(max_size=4)).map(b"".join))
def test_any_bytes_give_documents_and_rejects_and_nothing_else(content: bytes) -> None:
    assert all(isinstance(outcome, Parsed | Reject) for outcome in read(content))


@given(content=st.lists(st.sampled_from(PIECES)).map(b"".join), chunk_bytes=st.integers(1, 7))
def test_any_chunks_give_the_same(content: bytes, chunk_bytes: int) -> None:
    in_chunks = PubMedXmlReader(chunk_bytes=chunk_bytes).read(io.BytesIO(content))
    assert list(in_chunks) == read(content)


@given(inserted=st.binary(max_size=40), place=st.integers(0, len(record(2))))
@example(inserted=b"</PubmedArticleSe", place=0)
@example(inserted=b">", place=len(record(2)) - 1)
@example(inserted=b"</file><file>", place=40)
def test_bytes_inserted_into_a_record_never_lose_its_neighbours(inserted: bytes, place: int) -> None:
    middle = record(2)[:place] + inserted + record(2)[place:]
    assume(not OPENERS.search(inserted))
    assume(middle.count(b"<!--") + middle.count(b"<![CDATA[") == 0)
    outcomes = read(b"<PubmedArticleSet>" + record(1) + middle + record(3) + b"</PubmedArticleSet>")
    found = ids(outcomes)
    assert found[0] == "PMID:1"
    assert found[-1] == "PMID:3"
    assert len(outcomes) >= 3


@given(cut=st.integers(0))
def test_a_cut_loses_no_record_before_it(cut: int) -> None:
    before = b"<PubmedArticleSet>" + record(1) + record(2)
    content = before + record(3) + b"</PubmedArticleSet>"
    cut = len(before) + cut % (len(content) - len(before))
    outcomes = read(content[:cut])
    assert ids(outcomes)[:2] == ["PMID:1", "PMID:2"]
    assert isinstance(outcomes[-1], Reject)
