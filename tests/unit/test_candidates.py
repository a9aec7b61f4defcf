from __future__ import annotations

from pathlib import Path

from service.candidates import Candidates, encode, gather
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, some_sources


def gathered(sources: Sources, question: str = CORD_QUESTION, k: int = 8) -> Candidates:
    return gather(sources, sources.index(), *encode(sources, question, question), k)


def test_the_best_documents_come_with_their_sentences_and_without_their_titles(tmp_path: Path) -> None:
    found = gathered(some_sources(tmp_path), k=1)
    (source,) = found.sources
    assert source.document == CORD
    sections = [ranked.passage.section for ranked in source.sentences]
    assert sections == ["METHODS", "RESULTS"]
    assert len(found.found) == 3
    assert found.nearest_cosine > 0.5


def test_a_report_with_a_title_alone_is_found_and_is_no_source(tmp_path: Path) -> None:
    bare = a_document(9, title=CORD_QUESTION)
    found = gathered(some_sources(tmp_path, CORD, FAT, ETANERCEPT, bare), k=3)
    assert found.found[0].document == bare
    assert bare not in [source.document for source in found.sources]
    assert len(found.sources) == 3


def test_reports_on_people_come_first_where_people_are_asked_for(tmp_path: Path) -> None:
    words = "Cord cells cleared the plaques."
    idea, people = a_document(7, words), a_document(8, words, title="Title 7", publication_types=("Case Reports",))
    sources = some_sources(tmp_path, idea, people)
    assert gathered(sources, "Have cord cells cleared plaques?").sources[0].document == idea
    assert gathered(sources, "Have cord cells cleared plaques in people?").sources[0].document == people
