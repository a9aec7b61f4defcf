"""What `corpus.interfaces.DocumentWriter` asks, of every writer there is, with others' readers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import Any

import nbib
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import (
    NAMES,
    VARIABLES,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier, TextKind
from corpus.export import WRITERS
from corpus.files import READERS
from corpus.interfaces import DocumentWriter, Parsed

TRIAL = Document(
    id="PMID:7",
    title="Über IL-17 & TNF: 50 % of {cells} _in vivo_ \\ #1 ~ $5 ^2",
    sections=(Section("RESULTS", "TY  - JOUR was said. ER  - & {braces} 5 % α β √ done."),),
    authors=(
        Author("Mease PJ", "Mease", "Philip J"),
        Author("Group A, and others"),
        Author("Ødegård Å", "Ødegård", "Å"),
    ),
    journal="Journal of Cells & Joints",
    date="2020-02-03",
    year=2020,
    volume="5",
    issue="2",
    pages="132-142",
    doi="10.1000/x_(1)%2",
    pmid="7",
    pmcid="PMC8",
    nct=("NCT00000001",),
    url="https://pubmed.ncbi.nlm.nih.gov/7/",
    language="eng",
    publication_types=("Randomized Controlled Trial",),
    mesh=(
        MeshHeading("Arthritis, Psoriatic", "D015535", major=True, qualifiers=(MeshQualifier("therapy", major=True),)),
        MeshHeading("Humans"),
    ),
    corrections=(Correction("CommentIn", "J. 2020;6:1.", "9"),),
    reports_corrections=True,
)
RETRACTED = replace(
    TRIAL,
    id="DOI:10.1000/b",
    pmid=None,
    doi="10.1000/b",
    date=None,
    corrections=(Correction("RetractionIn", "J. 2021;7:1", "10", None, None, "2021-03"),),
)
DIGEST = replace(TRIAL, id="PMID:11", pmid="11", text_kind=TextKind.DIGEST, basis="abstract", authors=())
ENTRY = replace(TRIAL, id="NCT:NCT00000001", text_kind=TextKind.REGISTRY, pmid=None, doi=None, pmcid=None)
BARE = Document(id="URL:0123456789ab", title="Bare")
ALL = [TRIAL, RETRACTED, DIGEST, ENTRY, BARE]

every_writer = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


def written(format_name: str, *documents: Document) -> str:
    return "".join(WRITERS[format_name].write(documents))


@every_writer
class TestEveryFormat:
    def test_it_is_known_by_its_name(self, writer: DocumentWriter) -> None:
        assert WRITERS[writer.format_name] is writer
        assert "/" in writer.media_type
        assert writer.file_suffix.isalnum()

    def test_what_matters_of_every_document_is_there(self, writer: DocumentWriter) -> None:
        text = "".join(writer.write(ALL))
        for words in ("10.1000/b", "PMC8", "NCT00000001", "Mease", "Bare", "digest", "Group A, and others", "Ødegård"):
            assert words in text

    def test_a_retracted_document_can_be_told(self, writer: DocumentWriter) -> None:
        assert "retract" in "".join(writer.write([RETRACTED])).lower()
        assert "retract" not in "".join(writer.write([TRIAL])).lower()

    def test_none_is_a_file_too(self, writer: DocumentWriter) -> None:
        assert "".join(writer.write([])).strip() in {"", "[]"}

    def test_documents_are_written_as_they_come(self, writer: DocumentWriter) -> None:
        endless = (replace(TRIAL, id=f"PMID:{number}", pmid=str(number)) for number in count(1))
        pieces = islice(writer.write(endless), 1000)
        assert sum(map(len, pieces)) > 1000


def test_json_lines_give_back_the_same_documents() -> None:
    assert read_back("jsonl", *ALL) == ALL


def read_back(format_name: str, *documents: Document) -> list[Document]:
    (reader,) = (reader for reader in READERS if reader.format_name == format_name)
    outcomes = list(reader.read(io.BytesIO(written(format_name, *documents).encode())))
    return [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]


class TestRis:
    def test_rispy_reads_every_field(self) -> None:
        trial, retracted, digest, entry, bare = rispy.loads(written("ris", *ALL))
        assert (trial["type_of_reference"], entry["type_of_reference"]) == ("JOUR", "ELEC")
        assert trial["title"] == TRIAL.title
        assert trial["authors"] == ["Mease, Philip J", "Group A, and others,", "Ødegård, Å"]
        assert (trial["year"], trial["date"], trial["doi"]) == ("2020", "2020/02/03/", TRIAL.doi)
        assert (trial["volume"], trial["number"], trial["start_page"], trial["end_page"]) == ("5", "2", "132", "142")
        assert trial["abstract"] == TRIAL.text.split("\n")[1]
        assert trial["keywords"] == ["Arthritis, Psoriatic", "Humans"]
        assert "RETRACTED: J. 2021;7:1, PMID 10, 2021-03" in retracted["notes"]
        assert "abstract" not in digest
        assert bare["title"] == "Bare"

    def test_our_reader_reads_it_too(self) -> None:
        (found,) = read_back("ris", TRIAL)
        same = ("id", "title", "authors", "journal", "date", "volume", "issue", "pages", "doi", "pmcid", "language")
        for name in same[:2] + same[3:]:
            assert getattr(found, name) == getattr(TRIAL, name), name
        assert [author.family or author.name for author in found.authors][::2] == ["Mease", "Ødegård"]


class TestBibTex:
    def test_bibtexparser_reads_every_field(self) -> None:
        library = parse_string(written("bibtex", *ALL))
        assert not library.failed_blocks
        trial, retracted, digest, entry, bare = library.entries
        assert (trial.entry_type, entry.entry_type) == ("article", "misc")
        assert trial.key == "mease2020_7"
        fields = {name: field.value for name, field in trial.fields_dict.items()}
        assert plain(fields["title"]) == TRIAL.title
        assert plain(fields["abstract"]) == TRIAL.text.split("\n")[1]
        assert fields["author"] == "Mease, Philip J and {Group A, and others} and Ødegård, Å"
        assert (fields["doi"], fields["pages"], fields["month"]) == (TRIAL.doi, "132--142", "feb")
        assert "RETRACTED" in retracted.fields_dict["note"].value
        assert "abstract" not in digest.fields_dict
        assert bare.fields_dict["title"].value == "Bare"

    def test_every_key_is_of_its_own(self) -> None:
        same = [replace(TRIAL, id=f"DOI:10.1000/{own}", pmid=None) for own in ("a(1)", "a1", "a[1]", "a<1")]
        library = parse_string(written("bibtex", *same))
        assert len({entry.key for entry in library.entries}) == 4

    def test_words_with_capitals_keep_them(self) -> None:
        assert "title = {A trial of {IL-17A} in {PsA} and cells}," in written(
            "bibtex", replace(TRIAL, title="A trial of IL-17A in PsA and cells")
        )


def plain(text: str) -> str:
    """Take TeX's escapes and the braces that keep capitals back."""
    for escaped, character in (
        *((f"\\{one}", f"\0{ord(one):04}") for one in "&%$#_"),
        *((rf"\text{name}{{}}", f"\0{ord(one):04}") for name, one in NAMED.items()),
    ):
        text = text.replace(escaped, character)
    text = text.replace("{", "").replace("}", "")
    for one in (*"&%$#_", *NAMED.values()):
        text = text.replace(f"\0{ord(one):04}", one)
    return text


NAMED = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}


class Name(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    family: str | None = None
    given: str | None = None
    literal: str | None = None


class Date(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    date_parts: list[list[int]] = Field(alias="date-parts", min_length=1, max_length=2)


class TestCslJson:
    def test_its_fields_are_those_of_the_schema(self) -> None:
        for item in json.loads(written("csl-json", *ALL)):
            TypeAdapter(list[Name]).validate_python(item.pop("author", []))
            TypeAdapter(Date | None).validate_python(item.pop("issued", None))
            assert item.pop("type") in {"article-journal", "webpage", "article"}
            known = {*VARIABLES, *NAMES, "number", "page", "volume", "issue", "language", "id"}
            assert {name.replace("-", "_") for name in item} <= {name.replace("-", "_") for name in known}
            assert all(isinstance(value, str) for value in item.values())

    def test_parts_of_a_date_that_are_not_known_are_left_out(self) -> None:
        dates = [item.get("issued") for item in json.loads(written("csl-json", TRIAL, RETRACTED, BARE))]
        assert dates == [{"date-parts": [[2020, 2, 3]]}, {"date-parts": [[2020]]}, None]

    def test_names_without_parts_are_literal(self) -> None:
        (item,) = json.loads(written("csl-json", TRIAL))
        assert item["author"][:2] == [{"family": "Mease", "given": "Philip J"}, {"literal": "Group A, and others"}]

    @pytest.mark.filterwarnings("ignore:The following arguments for")
    def test_a_citation_processor_renders_it(self) -> None:
        items = json.loads(written("csl-json", TRIAL, ENTRY))
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
        rendered = "\n".join(map(str, bibliography.bibliography()))
        for words in ("Mease", "2020", "Journal of Cells & Joints", "132–142", "Über IL-17"):
            assert words in rendered


class TestNbib:
    def test_the_nbib_library_reads_every_field(self) -> None:
        (found,) = nbib.read(written("nbib", TRIAL))
        assert found["pubmed_id"] == 7
        assert found["title"] == TRIAL.title
        assert found["abstract"] == TRIAL.text.split("\n")[1]
        assert (found["doi"], found["pages"], found["journal"]) == (TRIAL.doi, "132-142", TRIAL.journal)
        assert found["publication_date"] == "2020 Feb 3"
        assert found["authors"][0]["author"] == "Mease, Philip J"
        assert found["publication_types"] == ["Randomized Controlled Trial"]

    def test_our_reader_reads_it_too(self) -> None:
        (found,) = read_back("nbib", TRIAL)
        same = ("id", "text", "journal", "date", "volume", "issue", "pages", "doi", "pmcid", "language")
        for name in (*same, "nct", "publication_types", "corrections"):
            assert getattr(found, name) == getattr(TRIAL, name), name
        assert [one.name for one in found.authors] == ["Mease PJ", "Group A, and others", "Ødegård Å"]
        assert [(one.descriptor, one.major) for one in found.mesh] == [
            ("Arthritis, Psoriatic", True),
            ("Humans", False),
        ]

    def test_long_lines_are_wrapped_and_joined_again(self) -> None:
        long = replace(TRIAL, title="word " * 100)
        assert max(map(len, written("nbib", long).splitlines())) <= 96
        assert read_back("nbib", long)[0].title == long.title


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda text: text.strip())
hostile = st.one_of(words, st.sampled_from(["ER  - ", "TY  - JOUR", "@article{x,", "PMID- 1", "%\\{}&", "}\n\n@"]))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@given(title=hostile, abstract=hostile, family=hostile)
def test_no_words_break_a_format(title: str, abstract: str, family: str) -> None:
    documents = [*hostile_documents(title, abstract, family)]
    assert read_back("jsonl", *documents) == documents
    assert len(json.loads(written("csl-json", *documents))) == 2
    ris: list[dict[str, Any]] = rispy.loads(written("ris", *documents))
    assert [entry["doi"] for entry in ris] == ["10.1000/1", "10.1000/2"]
    library = parse_string(written("bibtex", *documents))
    assert [entry.fields_dict["doi"].value for entry in library.entries] == ["10.1000/1", "10.1000/2"]
    assert [one.doi for one in read_back("nbib", *documents)] == ["10.1000/1", "10.1000/2"]
    assert [one.doi for one in read_back("ris", *documents)] == ["10.1000/1", "10.1000/2"]


def hostile_documents(title: str, abstract: str, family: str) -> Iterator[Document]:
    for number in (1, 2):
        yield Document(
            id=f"PMID:{number}",
            pmid=str(number),
            doi=f"10.1000/{number}",
            title=f"T {title}",
            sections=(Section(None, f"A {abstract}"),),
            authors=(Author(" ".join(f"F {family}".split()), " ".join(f"F {family}".split()), "G"),),
        )
