from __future__ import annotations

import pytest

from corpus.readers.pubmed_glance import glance

RECORD = """<PubmedArticle><MedlineCitation><PMID Version="1">07</PMID><Article>
<ArticleTitle>Cells <i>in</i>side &lt; x</ArticleTitle><ELocationID EIdType="doi">10.5555/A(1)&lt;2&gt;</ELocationID>
</Article><CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID>5</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC33</ArticleId>
</ArticleIdList><ReferenceList><Reference><Citation>Elsewhere</Citation><ArticleIdList>
<ArticleId IdType="doi">10.5555/elsewhere</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>
</PubmedArticle>"""


def test_words_are_seen_without_tags_and_references() -> None:
    seen = glance(RECORD.encode())
    assert seen is not None
    assert "Cells inside < x" in seen.text
    assert "Elsewhere" not in seen.text


def test_the_record_and_what_it_links_to_are_named_and_not_what_it_cites() -> None:
    seen = glance(RECORD.encode())
    assert seen is not None
    assert seen.names == {"PMID:7", "PMID:5", "DOI:10.5555/a(1)<2>", "PMCID:PMC33"}


@pytest.mark.parametrize(
    "hiding", ["<!-- x -->", "<![CDATA[x]]>", "<?x?>", "<math><mi>x</mi></math>", "<mml:math></mml:math>"]
)
def test_a_record_that_may_hide_words_has_to_be_parsed(hiding: str) -> None:
    assert glance(RECORD.replace("Cells", hiding).encode()) is None


def test_books_and_other_encodings_have_to_be_parsed() -> None:
    assert glance(RECORD.replace("PubmedArticle", "PubmedBookArticle").encode()) is None
    assert glance(RECORD.replace("Cells", "Zellen für").encode("latin-1")) is None
