"""Hypothesis strategies: text as it comes, and documents as the readers make them."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from corpus.canonical import Section, normalise
from corpus.documents import Author, Correction, Document, MeshHeading, TextKind

WORDS = (
    *("mesenchymal", "stem", "cells", "psoriasis", "psoriatic arthritis", "pain", "patients", "mice", "the", "of"),
    *("TNF-α", "IL-17A", "et al.", "e.g.", "i.v.", "vs.", "P = 0.03.", "(n = 12)", "3.5", "fell.", "rose!", "why?"),
    *("", " ", "\t", "\n", "\r\n", "\x00", "\x85", "\u00a0", "\u2009", "\u2028", "\u200b", "\ufeff", "“so.”", "…"),
    *(
        "é",
        "e\u0301",
        "\u0301",
        "a\u0323\u0307",
        "\u212b",
        "ﬁ",
        "각",
        "\u1100\u1161\u11a8",
        "𝒳",
        "🧬",
        "🇵🇱",
        "נ״י",
        "因子。",
    ),
)

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
words = st.lists(st.sampled_from(WORDS) | any_text, max_size=14).map(" ".join)
titles = words.filter(normalise)
labels = st.none() | st.sampled_from(["BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"]) | any_text
sections = st.builds(Section, labels, words)

_present = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_maybe = st.none() | _present
_names = st.lists(_present, max_size=2).map(tuple)

dois = st.from_regex(r"10\.[0-9]{4,9}/[0-9a-zα().;-]{0,11}[0-9a-zα()-]", fullmatch=True)
pmids = st.integers(1, 9_999_999_999).map(str)
pmcids = st.integers(0, 9_999_999_999).map(lambda number: f"PMC{number}")
ncts = st.integers(0, 99_999_999).map(lambda number: f"NCT{number:08}")
document_ids = st.one_of(
    pmids.map(lambda pmid: f"PMID:{pmid}"),
    dois.map(lambda doi: f"DOI:{doi}"),
    pmcids.map(lambda pmcid: f"PMCID:{pmcid}"),
    ncts.map(lambda nct: f"NCT:{nct}"),
    any_text.map(lambda url: f"URL:{hashlib.sha256(url.encode()).hexdigest()[:12]}"),
)

authors = st.builds(Author, _present, _maybe, _maybe)
headings = st.builds(MeshHeading, st.sampled_from(["Humans", "Animals", "Mice"]), _maybe, st.none() | st.booleans())
kinds_of_correction = st.sampled_from(["RetractionIn", "ErratumIn", "ExpressionOfConcernIn", "CommentIn", "Other"])
corrections = st.builds(Correction, kinds_of_correction, _maybe, st.none() | pmids, _maybe)
publication_types = st.sampled_from(
    ["Review", "Case Reports", "Randomized Controlled Trial", "Retracted Publication", "Journal Article"]
)

documents = st.builds(
    Document,
    id=document_ids,
    title=titles,
    sections=st.lists(sections, max_size=4).map(tuple),
    text_kind=st.sampled_from(TextKind),
    authors=st.lists(authors, max_size=2).map(tuple),
    journal=_maybe,
    date=st.none() | st.dates().map(str),
    year=st.none() | st.integers(1000, 2999),
    volume=_maybe,
    issue=_maybe,
    pages=_maybe,
    doi=st.none() | dois,
    pmid=st.none() | pmids,
    pmcid=st.none() | pmcids,
    nct=st.lists(ncts, max_size=2).map(tuple),
    url=_maybe,
    language=_maybe,
    publication_types=st.lists(publication_types, max_size=2).map(tuple),
    mesh=st.lists(headings, max_size=2).map(tuple),
    corrections=st.lists(corrections, max_size=2).map(tuple),
    reports_corrections=st.booleans(),
    basis=_maybe,
)
corpora = st.lists(documents, min_size=1, max_size=6, unique_by=lambda document: document.id)

# What a JSON decoder may hand over, lone surrogates and absurd numbers included.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
