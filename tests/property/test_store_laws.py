"""What holds of a corpus whatever its sources say of the same few publications, and in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, TextKind
from corpus.identifiers import document_id
from corpus.interfaces import Deletion, Notice, Outcome, Parsed
from corpus.store import CorpusStore

Given = tuple[str, Outcome]  # a source and what it says

TITLES = ("Cells of the cord in made-up arthritis", "Cells of the fat in made-up arthritis", "A reply")
SOURCES = ("pubmed-xml", "nbib", "jats", "jsonl", "csv")
KINDS = ("RetractionOf", "RetractionIn", "ErratumFor", "CommentOn")


@st.composite
def records(draw: st.DrawFn) -> Given:
    is_registry = draw(st.sampled_from((False, False, False, True)))
    named: dict[str, Any] = {
        "pmid": None if is_registry else draw(st.sampled_from((None, "1", "2"))),
        "doi": draw(st.sampled_from((None, "10.1000/a", "10.1000/b"))),
        "pmcid": draw(st.sampled_from((None, None, "PMC1", "PMC2"))),
    }
    nct = draw(st.sampled_from(((), ("NCT00000001",), ("NCT00000002",))))
    title, year = draw(st.sampled_from(TITLES)), draw(st.sampled_from((None, 2020, 2021)))
    authors = draw(st.sampled_from(((), (Author("Ada A", "Ada"),), (Author("Bo B"),))))
    links = st.builds(
        Correction,
        st.sampled_from(KINDS),
        st.sampled_from((None, "J. 2020 Feb 6;3(1):4")),
        st.sampled_from((None, "1", "2")),
        doi=st.sampled_from((None, "10.1000/a", "10.1000/b")),
    )
    document = Document(
        id=document_id(**named, nct=nct[0] if nct and is_registry else None, title=title, year=year),
        title=title,
        sections=draw(st.sampled_from(((), (Section(None, "Pain fell."),), (Section(None, "Pain rose."),)))),
        text_kind=TextKind.REGISTRY if is_registry else draw(st.sampled_from((TextKind.ABSTRACT, TextKind.DIGEST))),
        authors=authors,
        journal=draw(st.sampled_from((None, "J Made Up"))),
        year=year,
        date=draw(st.sampled_from((None, "2020-02", "2021"))),
        nct=nct,
        corrections=tuple(draw(st.lists(links, max_size=2))),
        **named,
    )
    return draw(st.sampled_from(SOURCES)), Parsed(document, "here")


notices = st.builds(
    lambda number, target, kind, date: (
        "retraction-watch",
        Notice(str(number), (target,), Correction(kind, pmid="9", date=date), "here"),
    ),
    st.integers(1, 3),
    st.sampled_from(("PMID:1", "PMID:2", "DOI:10.1000/a")),
    st.sampled_from(("RetractionIn", "Reinstatement")),
    st.sampled_from(("2020-01-01", "2021-01-01")),
)


def key(said: Given) -> tuple[str, str]:
    source, outcome = said
    return source, outcome.document.id if isinstance(outcome, Parsed) else getattr(outcome, "own_id", "")


several = st.lists(records() | records() | notices, min_size=1, max_size=7, unique_by=key)


@contextmanager
def a_corpus(said: Sequence[Given]) -> Iterator[CorpusStore]:
    """A corpus that took in one thing after the other."""
    with TemporaryDirectory() as folder, closing(CorpusStore(Path(folder) / "corpus.sqlite", create=True)) as store:
        for source, outcome in said:
            store.add([outcome], file="f", format_name=source)
        yield store


def current(store: CorpusStore) -> list[Document]:
    return list(store.documents())


@given(said=several, data=st.data())
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_records_come_makes_no_difference(said: list[Given], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(said))
    with (
        a_corpus(said) as first,
        a_corpus(shuffled) as second,
        a_corpus([]) as at_once,
    ):
        with at_once.writing():
            for source in sorted({source for source, _ in said}):
                of_it = [outcome for origin, outcome in said if origin == source]
                at_once.add(of_it, file="f", format_name=source)
        assert current(first) == current(second) == current(at_once)
        assert first.fingerprint() == second.fingerprint() == at_once.fingerprint()
        assert first.verify() == second.verify() == at_once.verify() == []


@given(said=several)
@settings(max_examples=50, deadline=None)
def test_what_comes_again_changes_nothing(said: list[Given]) -> None:
    with a_corpus(said) as store:
        before = store.fingerprint(), [store.history(one) for one in store.ids()]
        for source, outcome in said:
            report = store.add([outcome], file="again", format_name=source)
            assert (report.added, report.changed, report.removed, report.merged) == ([], [], [], [])
        assert (store.fingerprint(), [store.history(one) for one in store.ids()]) == before


@given(said=several, late=records())
@settings(max_examples=80, deadline=None)
def test_what_pubmed_deletes_is_as_if_it_had_never_come(said: list[Given], late: Given) -> None:
    outcome = late[1]
    assert isinstance(outcome, Parsed)
    number = outcome.document.id
    others = [one for one in said if key(one) not in {(source, number) for source in ("pubmed-xml", "nbib")}]
    with a_corpus(others) as never, a_corpus(others) as deleted:
        deleted.add([outcome], file="f", format_name="pubmed-xml")
        deleted.add([Deletion(number, "here")], file="f", format_name="pubmed-xml")
        assert current(never) == current(deleted)
        assert deleted.verify() == []


@given(said=several, data=st.data())
@settings(max_examples=50, deadline=None)
def test_documents_that_are_removed_and_given_again_are_as_they_were(said: list[Given], data: st.DataObject) -> None:
    with a_corpus(said) as store:
        before = store.fingerprint()
        if store.ids():
            store.remove([data.draw(st.sampled_from(store.ids()))])
            assert store.verify() == []
        for source, outcome in said:
            store.add([outcome], file="f", format_name=source)
        assert store.fingerprint() == before
        assert store.verify() == []
