"""Whatever a document holds, each format stays whole, and others' readers find the same documents in it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier
from corpus.export import WRITERS
from corpus.files import READERS
from corpus.interfaces import Parsed
from tests import strategies

HOSTILE = (
    *("ER  - ", "\nER  - \nTY  - JOUR", "\n\nPMID- 99\nTI  - x", "@article{x,", "}\n\n@misc{y,", "{", "}", "\\", "\\{"),
    *(
        "%",
        "&",
        "#1",
        "$x^2$",
        "~",
        '"',
        ",",
        " and ",
        "others",
        "et al",
        "--",
        "\u2028",
        "\x85",
        "\u202eabc",
        "e\u0301",
    ),
)
hostile = st.lists(st.sampled_from(HOSTILE) | strategies.any_text, min_size=1, max_size=4).map("".join).filter(bool)
maybe = st.none() | hostile
hostile_fields = st.fixed_dictionaries(
    {
        "authors": st.lists(st.builds(Author, hostile, maybe, maybe), max_size=3).map(tuple),
        "date": st.none() | hostile | st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True),
        "publication_types": st.lists(hostile, max_size=2).map(tuple),
        "mesh": st.lists(
            st.builds(
                MeshHeading, hostile, maybe, st.none() | st.booleans(), st.tuples(st.builds(MeshQualifier, hostile))
            ),
            max_size=2,
        ).map(tuple),
        "corrections": st.lists(
            st.builds(Correction, strategies.kinds_of_correction, maybe, st.none() | strategies.pmids, maybe),
            max_size=2,
        ).map(tuple),
        **dict.fromkeys(("journal", "volume", "issue", "pages", "url", "language", "basis"), maybe),
    }
)
documents = st.builds(lambda document, fields: replace(document, **fields), strategies.documents, hostile_fields)
corpora = st.lists(documents, max_size=2, unique_by=lambda document: document.id)

few = settings(max_examples=50)  # a document has many fields to draw, and each law draws a few documents

CSL_TEXT = {
    *(
        "id",
        "type",
        "title",
        "container-title",
        "publisher",
        "volume",
        "issue",
        "page",
        "DOI",
        "PMID",
        "PMCID",
        "number",
    ),
    *("URL", "language", "abstract", "keyword", "status", "note", "annote"),
}


def written(format_name: str, corpus: list[Document]) -> str:
    return "".join(WRITERS[format_name].write(corpus))


def read_back(format_name: str, corpus: list[Document]) -> list[Document]:
    (reader,) = (reader for reader in READERS if reader.format_name == format_name)
    outcomes = list(reader.read(io.BytesIO(written(format_name, corpus).encode())))
    return [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]


@few
@given(corpus=corpora)
def test_json_lines_give_back_the_same_documents(corpus: list[Document]) -> None:
    assert read_back("jsonl", corpus) == corpus


@few
@given(corpus=corpora)
def test_csl_json_holds_only_what_the_schema_knows(corpus: list[Document]) -> None:
    items: list[dict[str, Any]] = json.loads(written("csl-json", corpus))
    assert [item["id"] for item in items] == [document.id for document in corpus]
    for item in items:
        for name in item.pop("author", []):
            assert set(name) in ({"literal"}, {"family"}, {"family", "given"})
        ((first, *rest),) = item.pop("issued", {"date-parts": [[1]]})["date-parts"]
        assert first >= 1
        assert all(1 <= part <= last for part, last in zip(rest, (12, 31), strict=False))
        assert item.keys() <= CSL_TEXT
        assert all(isinstance(value, str) for value in item.values())


@few
@given(corpus=corpora)
def test_ris_has_a_record_for_each_document(corpus: list[Document]) -> None:
    found: list[dict[str, Any]] = rispy.loads(written("ris", corpus))
    assert [(entry["id"], entry["title"]) for entry in found] == [(one.id, one.title) for one in corpus]


@few
@given(corpus=corpora)
def test_bibtex_has_an_entry_for_each_document(corpus: list[Document]) -> None:
    library = parse_string(written("bibtex", corpus))
    assert not library.failed_blocks
    assert len(library.entries) == len(library.blocks) == len(corpus)
    for entry, document in zip(library.entries, corpus, strict=True):
        assert unescaped(entry.fields_dict["title"].value) == document.title


@few
@given(corpus=corpora)
def test_lines_of_nbib_begin_a_field_or_go_on(corpus: list[Document]) -> None:
    text = written("nbib", corpus)
    lines = text.split("\n")
    assert lines.count("") == len(corpus) + 1
    assert all(re.match(r"(?:[A-Z]{2,4} *- |      )\S", line) for line in lines if line)


@few
@given(corpus=corpora)
@pytest.mark.parametrize("format_name", ["ris", "nbib"])
def test_our_readers_find_the_titles_again(format_name: str, corpus: list[Document]) -> None:
    plain = [replace(document, title=f"Cells {number}") for number, document in enumerate(corpus)]
    assert [one.title for one in read_back(format_name, plain)] == [one.title for one in plain]


_ESCAPED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{one}": one for one in "&%$#_"},
}
_ESCAPE = re.compile("|".join(map(re.escape, _ESCAPED)) + "|[{}]")


def unescaped(text: str) -> str:
    """Take TeX's escapes back, and the braces that keep capitals."""
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[0], ""), text)
