from __future__ import annotations

from random import Random
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import Section
from corpus.documents import Document
from index.build import make_searcher
from index.filters import Filters
from index.search import GroupBy, Hit, Mode, Searcher
from tests import strategies
from tests.fakes import HashingEmbedder

# Few words, so that documents share them and scores are equal often.
_few_words = st.lists(st.sampled_from(["cells", "pain", "the", "fell.", "Mice", "🧬 é"]), min_size=1, max_size=6)
_sentences = _few_words.map(" ".join)
_documents = st.builds(
    Document,
    id=st.integers(1, 99).map(lambda number: f"PMID:{number}"),
    title=_sentences,
    sections=st.lists(st.builds(Section, st.none(), _sentences), max_size=2).map(tuple),
    year=st.none() | st.integers(2000, 2003),
    publication_types=st.sampled_from([(), ("Review",), ("Retracted Publication",)]),
)
corpora = st.lists(_documents, min_size=1, max_size=8, unique_by=lambda document: document.id)
searchers = corpora.map(lambda documents: make_searcher(documents, HashingEmbedder(dimension=32)))
queries = _sentences | strategies.any_text
modes = st.sampled_from(get_args(Mode))
groups = st.sampled_from(get_args(GroupBy))
filters = st.builds(
    Filters,
    year_from=st.none() | st.integers(2000, 2003),
    year_to=st.none() | st.integers(2000, 2003),
    publication_types=st.sampled_from([(), ("review",), ("Review", "Case Reports")]),
    include_retracted=st.booleans(),
)
EVERYTHING = Filters(include_retracted=True)


@given(searchers, queries, modes, groups, filters)
def test_hits_come_by_score_and_then_by_id_and_place(
    searcher: Searcher, query: str, mode: Mode, group_by: GroupBy, chosen: Filters
) -> None:
    hits = searcher.search(query, 100, mode=mode, filters=chosen, group_by=group_by)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage.document_id, hit.passage.start))


@given(strategies.corpora, strategies.words, modes)
def test_whatever_the_text_it_can_be_searched(documents: list[Document], query: str, mode: Mode) -> None:
    hits = make_searcher(documents, HashingEmbedder(dimension=32)).search(query, 100, mode=mode, filters=EVERYTHING)
    assert mode == "lexical" or len(hits) == len(documents)


@given(searchers, queries, modes)
def test_nothing_is_found_twice(searcher: Searcher, query: str, mode: Mode) -> None:
    by_document = searcher.search(query, 100, mode=mode)
    by_passage = searcher.search(query, 100, mode=mode, group_by="passage")
    assert len({hit.passage.document_id for hit in by_document}) == len(by_document)
    assert len({hit.passage.id for hit in by_passage}) == len(by_passage)
    assert {hit.passage.document_id for hit in by_document} == {hit.passage.document_id for hit in by_passage}


@given(searchers, queries, modes, groups, filters)
def test_fewer_hits_are_the_first_of_more(
    searcher: Searcher, query: str, mode: Mode, group_by: GroupBy, chosen: Filters
) -> None:
    more = searcher.search(query, 30, mode=mode, filters=chosen, group_by=group_by)
    for k in range(30):
        fewer = searcher.search(query, k, mode=mode, filters=chosen, group_by=group_by)
        assert fewer == more[:k]


@given(corpora, queries, st.sampled_from(["dense", "lexical"]), groups, filters)
def test_a_filter_removes_and_never_reorders(
    documents: list[Document], query: str, mode: Mode, group_by: GroupBy, chosen: Filters
) -> None:
    searcher = make_searcher(documents, HashingEmbedder(dimension=32))
    everything = searcher.search(query, 1000, mode=mode, filters=EVERYTHING, group_by=group_by)
    admitted = {document.id for document in searcher._table.documents if chosen.admit(document)}
    expected = [hit for hit in everything if hit.passage.document_id in admitted]
    assert searcher.search(query, 1000, mode=mode, filters=chosen, group_by=group_by) == expected


@given(searchers, queries, filters)
def test_a_filter_never_adds_a_document_in_hybrid_mode(searcher: Searcher, query: str, chosen: Filters) -> None:
    found = {hit.passage.document_id for hit in searcher.search(query, 100, filters=chosen)}
    assert found <= {hit.passage.document_id for hit in searcher.search(query, 100, filters=EVERYTHING)}


@given(corpora, queries, modes, groups, st.randoms(use_true_random=False))
def test_the_same_documents_in_any_order_give_the_same_hits(
    documents: list[Document], query: str, mode: Mode, group_by: GroupBy, random: Random
) -> None:
    def hits(corpus: list[Document]) -> list[Hit]:
        return make_searcher(corpus, HashingEmbedder()).search(query, 100, mode=mode, group_by=group_by)

    shuffled = list(documents)
    random.shuffle(shuffled)
    assert hits(documents) == hits(shuffled)


@given(searchers, queries, groups)
def test_scores_lie_where_they_are_said_to(searcher: Searcher, query: str, group_by: GroupBy) -> None:
    for hit in searcher.search(query, 100, group_by=group_by):
        assert hit.score <= 1
        assert -1.000001 <= hit.dense <= 1.000001
        assert hit.lexical >= 0


@given(searchers, queries)
def test_the_context_holds_the_passage_and_nothing_of_another_document(searcher: Searcher, query: str) -> None:
    for hit in searcher.search(query, 100, group_by="passage"):
        assert hit.context.document_id == hit.passage.document_id
        assert hit.context.section == hit.passage.section
        assert hit.context.start <= hit.passage.start < hit.passage.end <= hit.context.end
