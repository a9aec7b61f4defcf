"""What hostile XML may not do to a reader: fetch, expand, nest or swell until the memory is gone, or spoil others."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest

from corpus.files import READERS
from corpus.interfaces import Outcome, Parsed, Reject
from tests.contract.test_document_readers import SAMPLES
from tests.limited import LimitedProcess, limited_process

XML_READERS = {reader.format_name: reader for reader in READERS if reader.format_name in {"pubmed-xml", "jats"}}
LAUGHS = "".join(f'<!ENTITY b{level} "{f"&b{level - 1};" * 10}">' for level in range(1, 12))

every_xml_reader = pytest.mark.parametrize("name", XML_READERS)


@pytest.fixture(scope="module")
def limited() -> Iterator[LimitedProcess]:
    with limited_process(mebibytes=1024) as process:
        yield process


def read(name: str, content: bytes) -> list[Outcome]:
    return list(XML_READERS[name].read(io.BytesIO(content)))


def attacked(name: str, title: bytes, doctype: bytes = b"") -> bytes:
    """A file of three records, the second of which has ``title``."""
    sample = SAMPLES[name]
    bad = sample.records(2).replace(b">Title<", b">" + title + b"<")
    content = sample.file(sample.records(1), bad, sample.records(3))
    return content.replace(b"?>\n", b"?>\n" + doctype, 1)


def told(outcomes: list[Outcome]) -> list[str]:
    return [outcome.document.id if isinstance(outcome, Parsed) else type(outcome).__name__ for outcome in outcomes]


@pytest.mark.parametrize(
    "declared",
    [
        f'<!ENTITY b0 "{"x" * 1000}">{LAUGHS}',
        f'<!ENTITY b11 "{"x" * 5_000_000}">',
        '<!ENTITY b11 SYSTEM "file:///etc/hostname">',
        '<!ENTITY b11 SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % b SYSTEM "file:///etc/hostname"> %b; <!ENTITY b11 "x">',
        '<!ENTITY b11 "&b11;">',
    ],
    ids=["a billion laughs", "quadratic", "a file", "an address", "a parameter entity", "itself"],
)
@pytest.mark.parametrize("root", ["a", 'a SYSTEM "http://127.0.0.1:9/x.dtd"'], ids=["plain", "with a DTD elsewhere"])
@every_xml_reader
def test_entities_are_neither_expanded_nor_fetched(
    limited: LimitedProcess, name: str, root: str, declared: str
) -> None:
    doctype = f"<!DOCTYPE {root} [{declared}]>\n".encode()
    content = attacked(name, b"Cells " + b"&b11; " * 1000 + b"live", doctype)
    outcomes = limited.run(read, name, content)
    assert told(outcomes)[0] == "PMID:1"
    assert told(outcomes)[-1] == "PMID:3"
    assert len(outcomes) == 3
    if isinstance(outcomes[1], Parsed):
        assert set(outcomes[1].document.title.split()) <= {"Cells", "live", "&b11;"}


@every_xml_reader
def test_entities_declared_inside_a_record_are_none(limited: LimitedProcess, name: str) -> None:
    outcomes = limited.run(read, name, attacked(name, b'<!DOCTYPE a [<!ENTITY b "x">]>&b;'))
    assert told(outcomes) == ["PMID:1", "Reject", "PMID:3"]


ATTACKS: dict[str, Callable[[], bytes]] = {
    "elements in elements": lambda: b"<i>" * 100_000 + b"</i>" * 100_000,
    "formulas in formulas": lambda: b"<math>" + b"<mrow>" * 100_000 + b"</mrow>" * 100_000 + b"</math>",
    "an attribute of 20 MB": lambda: b'<i a="' + b"x" * 20_000_000 + b'">x</i>',
    "a name of 20 MB": lambda: b"<" + b"x" * 20_000_000 + b"/>",
    "a prefix that is not declared": lambda: b"<no:i>x</no:i>",
    "a text of 20 MB": lambda: b"x" * 20_000_000,
    "a section of CDATA of 20 MB": lambda: b"<![CDATA[" + b"x" * 20_000_000 + b"]]>",
    "a character that XML has not": lambda: b"&#0;",
}


@pytest.mark.parametrize("attack", ATTACKS)
@every_xml_reader
def test_what_is_beyond_bounds_loses_only_itself(limited: LimitedProcess, name: str, attack: str) -> None:
    outcomes = limited.run(read, name, attacked(name, ATTACKS[attack]()))
    assert told(outcomes) == ["PMID:1", "Reject", "PMID:3"]
    assert isinstance(outcomes[1], Reject)
    assert outcomes[1].position
    assert outcomes[1].reason
    assert outcomes[1].identifier == "PMID:2"


@every_xml_reader
def test_of_a_record_that_is_too_long_only_its_place_is_known(limited: LimitedProcess, name: str) -> None:
    outcomes = limited.run(read, name, attacked(name, b"x" * 40_000_000))
    assert told(outcomes) == ["PMID:1", "Reject", "PMID:3"]
    assert isinstance(outcomes[1], Reject)
    assert outcomes[1].reason == "longer than 33554432 bytes"


HEAVY: dict[str, Callable[[], bytes]] = {
    "200,000 attributes": lambda: b"<i " + b" ".join(b'a%d="x"' % number for number in range(200_000)) + b">x</i>",
    "200,000 elements": lambda: b"<i/>" * 200_000,
    "200,000 comments": lambda: b"<!---->" * 200_000,
    "200 elements deep": lambda: b"<i>" * 200 + b"x" + b"</i>" * 200,
}


@pytest.mark.parametrize("attack", HEAVY)
@every_xml_reader
def test_what_is_heavy_stays_within_bounds(limited: LimitedProcess, name: str, attack: str) -> None:
    outcomes = limited.run(read, name, attacked(name, b"Cells" + HEAVY[attack]()))
    assert (told(outcomes)[0], told(outcomes)[-1], len(outcomes)) == ("PMID:1", "PMID:3", 3)


@every_xml_reader
def test_a_document_type_without_an_end_is_told(limited: LimitedProcess, name: str) -> None:
    content = attacked(name, b"Title", b"<!DOCTYPE a [" + b'<!ENTITY b "x">' * 1_000_000)
    assert all(isinstance(outcome, Parsed | Reject) for outcome in limited.run(read, name, content))
