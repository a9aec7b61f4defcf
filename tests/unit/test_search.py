from __future__ import annotations

import numpy as np
import pytest

from corpus.canonical import Section
from corpus.documents import Document
from index.build import make_searcher
from index.filters import Filters
from index.search import GroupBy, Hit, Mode, Searcher
from tests.examples import a_document
from tests.fakes import HashingEmbedder

CORD = a_document(
    1,
    title="Umbilical cord cells",
    sections=(
        Section("METHODS", "Seventeen patients were treated. All had arthritis."),
        Section("RESULTS", "Cord cells relieved pain. Nobody was harmed. Eight patients improved."),
    ),
    year=2021,
    publication_types=("Clinical Trial",),
)
FAT = a_document(2, "Mice were given cells from fat. Their skin cleared.", title="Fat cells", year=2015)
DRUG = a_document(3, "Etanercept relieved pain in arthritis.", title="Etanercept", year=2008)
RETRACTED = a_document(
    4, "Cord cells cured arthritis and pain.", title="Cord cells", publication_types=("Retracted Publication",)
)
BARE = a_document(5, title="Apremilast")
DOCUMENTS = (RETRACTED, FAT, CORD, BARE, DRUG)

MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
GROUPS: tuple[GroupBy, ...] = ("document", "passage")


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return make_searcher(DOCUMENTS, HashingEmbedder())


def ids(hits: list[Hit]) -> list[str]:
    return [hit.passage.document_id for hit in hits]


def words_of(hit: Hit, *, in_context: bool = False) -> str:
    passage = hit.context if in_context else hit.passage
    document = next(document for document in DOCUMENTS if document.id == passage.document_id)
    return document.text[passage.start : passage.end]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group_by", GROUPS)
@pytest.mark.parametrize(
    ("query", "best"),
    [("cord cells relieved pain", CORD), ("mice skin", FAT), ("Etanercept", DRUG), ("apremilast?", BARE)],
)
def test_the_best_document_comes_first(
    searcher: Searcher, mode: Mode, group_by: GroupBy, query: str, best: Document
) -> None:
    first = searcher.search(query, 10, mode=mode, group_by=group_by)[0]
    assert first.passage.document_id == best.id
    assert first.text_sha256 == best.text_sha256


@pytest.mark.parametrize("mode", ["hybrid", "dense"])
def test_grouped_by_document_each_is_there_once_by_its_nearest_sentence(searcher: Searcher, mode: Mode) -> None:
    hits = searcher.search("cord cells relieved pain", 10, mode=mode)
    assert sorted(ids(hits)) == ["PMID:1", "PMID:2", "PMID:3", "PMID:5"]
    assert words_of(hits[0]) == "Cord cells relieved pain."


def test_a_title_is_shown_only_of_a_document_that_has_nothing_else(searcher: Searcher) -> None:
    hits = {hit.passage.document_id: hit for hit in searcher.search("fat cells apremilast", 10)}
    assert words_of(hits["PMID:2"]) == "Mice were given cells from fat."
    assert words_of(hits["PMID:5"]) == "Apremilast"
    by_passage = searcher.search("fat cells apremilast", 20, mode="dense", group_by="passage")
    title = next(hit for hit in by_passage if words_of(hit) == "Fat cells")
    assert title.dense == hits["PMID:2"].dense > 0.6


def test_grouped_by_passage_every_passage_is_a_hit_of_its_own(searcher: Searcher) -> None:
    hits = searcher.search("cord cells relieved pain", 20, mode="dense", group_by="passage")
    assert len(hits) == 12
    assert len({hit.passage.id for hit in hits}) == 12
    assert [words_of(hit) for hit in hits[:1]] == ["Cord cells relieved pain."]


def test_dense_scores_are_cosines_and_lexical_ones_those_of_words(searcher: Searcher) -> None:
    dense = searcher.search("etanercept arthritis", 10, mode="dense")
    lexical = searcher.search("etanercept arthritis", 10, mode="lexical")
    assert all(hit.score == hit.dense and -1 <= hit.dense <= 1 for hit in dense)
    assert all(hit.score == hit.lexical > 0 for hit in lexical)
    assert ids(lexical) == ["PMID:3", "PMID:1"]


def test_hybrid_scores_are_at_most_one_and_reached_by_what_is_best_in_both(searcher: Searcher) -> None:
    hits = searcher.search("Etanercept", 10)
    assert hits[0].score == 1.0
    assert hits[0].dense == max(hit.dense for hit in hits)
    assert hits[0].lexical == max(hit.lexical for hit in hits)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group_by", GROUPS)
def test_no_more_than_k_come_and_fewer_are_the_first_of_more(searcher: Searcher, mode: Mode, group_by: GroupBy) -> None:
    everything = searcher.search("cells pain arthritis", 1000, mode=mode, group_by=group_by)
    for k in range(len(everything) + 1):
        assert searcher.search("cells pain arthritis", k, mode=mode, group_by=group_by) == everything[:k]


@pytest.mark.parametrize("query", ["zzz", "", "the of and", "…"])
def test_a_query_without_words_in_common_finds_no_words(searcher: Searcher, query: str) -> None:
    assert searcher.search(query, 10, mode="lexical") == []
    assert all(hit.lexical == 0 for hit in searcher.search(query, 10))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group_by", GROUPS)
def test_a_filter_that_nothing_passes_leaves_nothing(searcher: Searcher, mode: Mode, group_by: GroupBy) -> None:
    nobody = Filters(document_ids=("PMID:99",))
    assert searcher.search("cells", 10, mode=mode, filters=nobody, group_by=group_by) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group_by", GROUPS)
def test_a_retracted_document_is_found_only_on_request(searcher: Searcher, mode: Mode, group_by: GroupBy) -> None:
    query = "cord cells cured arthritis and pain"
    assert RETRACTED.id not in ids(searcher.search(query, 20, mode=mode, group_by=group_by))
    on_request = Filters(include_retracted=True)
    assert ids(searcher.search(query, 20, mode=mode, filters=on_request, group_by=group_by))[0] == RETRACTED.id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(year_from=2015), {"PMID:1", "PMID:2"}),
        (Filters(year_to=2014), {"PMID:3"}),
        (Filters(publication_types=("clinical trial",)), {"PMID:1"}),
        (Filters(document_ids=("PMID:3", "PMID:2", "PMID:4")), {"PMID:2", "PMID:3"}),
    ],
)
def test_only_what_passes_the_filter_is_found(
    searcher: Searcher, mode: Mode, filters: Filters, expected: set[str]
) -> None:
    assert set(ids(searcher.search("cells pain", 10, mode=mode, filters=filters))) == expected


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group_by", GROUPS)
def test_equal_scores_come_in_the_order_of_id_and_text(mode: Mode, group_by: GroupBy) -> None:
    same = [a_document(number, "Pain fell. Pain fell.", title="Cells") for number in range(150, 100, -1)]
    hits = make_searcher(same, HashingEmbedder()).search("pain", 200, mode=mode, group_by=group_by)
    in_order = sorted(hits, key=lambda hit: (-hit.score, hit.passage.document_id, hit.passage.start))
    assert hits == in_order
    assert len(hits) == (50 if group_by == "document" else 150)
    assert len({hit.score for hit in hits if hit.passage.start}) == 1


def test_the_context_is_the_hit_with_its_neighbours_in_the_section(searcher: Searcher) -> None:
    hit = searcher.search("nobody was harmed", 1)[0]
    assert words_of(hit) == "Nobody was harmed."
    assert words_of(hit, in_context=True) == "Cord cells relieved pain. Nobody was harmed. Eight patients improved."


def test_a_query_whose_vector_is_at_hand_finds_the_same(searcher: Searcher) -> None:
    vector = HashingEmbedder().embed_queries(["cord cells"])[0]
    assert searcher.search_encoded("cord cells", vector, 3) == searcher.search("cord cells", 3)


def test_more_may_be_asked_for_than_each_way_of_searching_brings_up() -> None:
    many = [a_document(number, f"Word {number} fell.") for number in range(100, 250)]
    searcher = make_searcher(many, HashingEmbedder())
    assert len(set(ids(searcher.search("word", 150)))) == 150
    assert len(searcher.search("word", 1000, mode="dense", group_by="passage")) == 300


def test_the_nearest_cosine_is_of_the_whole_index_retracted_documents_included(searcher: Searcher) -> None:
    embedder = HashingEmbedder()
    exact = embedder.embed_passages(["Cord cells\nCord cells cured arthritis and pain."])[0]
    assert searcher.nearest_cosine(exact) == pytest.approx(1)
    assert searcher.nearest_cosine(-exact) < 0.5


def test_the_passages_of_a_document_come_in_order_with_their_cosines(searcher: Searcher) -> None:
    vector = HashingEmbedder().embed_queries(["Etanercept"])[0]
    title, sentence = searcher.passages_of("PMID:3", vector)
    assert title[0].section == "TITLE"
    assert title[1] == pytest.approx(1)
    assert sentence[0].start == 11
    assert 0 < sentence[1] < 1


def test_a_document_that_is_not_indexed_has_no_passages(searcher: Searcher) -> None:
    assert searcher.passages_of("PMID:99", np.ones(256, np.float32)) == []
