"""A glance at a record never loses what reading it would have found."""

from __future__ import annotations

import html
import io

from hypothesis import given
from hypothesis import strategies as st

from corpus.interfaces import Parsed
from corpus.readers.pubmed_glance import Glance, glance
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.selection import Selection
from tests.generated_pubmed import Inventor, Wanted

INVENTOR = Inventor()
ARTICLE = INVENTOR.article(7, Wanted(title="TITLE", mesh=("HEADING",), corrections=(("RetractionOf", 5),)))

words = st.sampled_from(["Psoriasis", "stem", "cells", "naïve", "Straße", "TNF-α", "x", "İL"])
insides = st.sampled_from(
    ["", "", "", "<i>", "</i>", "<sup/>", "&#x301;", "&#769;", "&amp;", "\u00ad", "\n", "<!-- -->"]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Words whose letters may be written as references, with tags between and inside them."""
    pieces, depth = [], 0
    for letter in " ".join(draw(st.lists(words, min_size=1, max_size=4))):
        inside = draw(insides)
        if inside == "</i>" and not depth:
            inside = ""
        depth += {"<i>": 1, "</i>": -1}.get(inside, 0)
        pieces += [inside, f"&#{ord(letter)};" if draw(st.integers(0, 9)) == 0 else html.escape(letter)]
    return "".join(pieces) + "</i>" * depth


@given(markup(), markup(), st.lists(words | words.map("{}*".format), min_size=1, max_size=2))
def test_a_record_that_is_wanted_is_never_passed_over_at_a_glance(title: str, heading: str, wanted: list[str]) -> None:
    record = ARTICLE.replace("TITLE", title).replace("HEADING", heading).encode().strip()
    (outcome,) = PubMedXmlReader().read(io.BytesIO(record))
    assert isinstance(outcome, Parsed), outcome
    seen = glance(record)
    for selection in (
        Selection(words=tuple(wanted)),
        Selection(mesh=tuple(wanted)),
        Selection(ids=frozenset({"PMID:7"})),
    ):
        if selection.admits(outcome.document) and seen is not None:
            assert selection.may_admit(seen.text, seen.names)


@given(st.integers(1, 99), st.lists(words, min_size=1, max_size=2))
def test_passing_over_at_a_glance_takes_in_what_reading_everything_would(seed: int, wanted: list[str]) -> None:
    titles = ["Psoriasis", "stem <b>cells</b> naïve", "STRASSE &lt; x", "none"]
    records = "".join(INVENTOR.article(seed + place, Wanted(title=title)) for place, title in enumerate(titles))
    content = f"<PubmedArticleSet>\n{records}</PubmedArticleSet>".encode()
    selection = Selection(words=tuple(wanted))

    def may_want(seen: Glance) -> bool:
        return selection.may_admit(seen.text, seen.names)

    def admitted(reader: PubMedXmlReader) -> list[str]:
        outcomes = reader.read(io.BytesIO(content))
        return [one.document.id for one in outcomes if isinstance(one, Parsed) and selection.admits(one.document)]

    assert admitted(PubMedXmlReader(may_want=may_want)) == admitted(PubMedXmlReader())
