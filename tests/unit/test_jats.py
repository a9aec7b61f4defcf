from __future__ import annotations

import io

import pytest

from corpus.documents import Author, Correction, Document
from corpus.interfaces import Outcome, Parsed, Reject
from corpus.readers.jats import JatsReader

PMID = '<article-id pub-id-type="pmid">7</article-id>'
TITLE = "<title-group><article-title>Cells</article-title></title-group>"


def read(xml: str) -> list[Outcome]:
    return list(JatsReader().read(io.BytesIO(xml.encode())))


def document(meta: str = "", *, journal: str = "", attributes: str = "", body: str = "") -> Document:
    xml = (
        f"<article {attributes}><front><journal-meta>{journal}</journal-meta><article-meta>{PMID}{meta}</article-meta>"
    )
    (outcome,) = read(f"{xml}</front>{body}</article>")
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def test_the_identifiers_of_the_article_are_its_own() -> None:
    ids = '<article-id pub-id-type="pmc">12</article-id><article-id pub-id-type="doi">10.1000/X.1</article-id>'
    cited = "<back><ref-list><ref><pub-id pub-id-type='doi'>10.1000/other</pub-id></ref></ref-list></back>"
    found = document(ids + TITLE, body=cited)
    assert (found.id, found.pmcid, found.doi) == ("PMID:7", "PMC12", "10.1000/x.1")


def test_the_full_text_is_left_out() -> None:
    abstract = "<abstract><p>Short.</p></abstract>"
    found = document(TITLE + abstract, body=f"<body><p>{'Long. ' * 20_000}</p></body>")
    assert found.text == "Cells\nShort."


def test_a_subtitle_follows_the_title_and_marks_of_footnotes_do_not() -> None:
    title = (
        "<title-group><article-title>Cells<xref ref-type='fn'>*</xref> in <italic>skin</italic>:</article-title>"
        "<subtitle>a trial.</subtitle><fn-group><fn><p>Paid.</p></fn></fn-group></title-group>"
    )
    assert document(title).title == "Cells in skin: a trial"


def test_sections_of_the_abstract_keep_their_titles() -> None:
    abstract = (
        "<abstract><title>Abstract</title><sec><title>Background:</title><p>One</p><p>two.</p></sec>"
        "<sec><title>Methods</title><p>H<sub>2</sub>O.</p></sec></abstract>"
        '<abstract abstract-type="graphical"><p>Picture</p></abstract>'
    )
    found = document(TITLE + abstract)
    assert found.text == "Cells\nBACKGROUND: One two.\nMETHODS: H2O."


def test_an_aside_is_taken_for_no_abstract() -> None:
    asides = '<abstract abstract-type="teaser"><p>Read on</p></abstract><abstract><p>Said.</p></abstract>'
    assert document(TITLE + asides).text == "Cells\nSaid."


def test_authors_are_named_as_pubmed_names_them() -> None:
    people = (
        '<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname>'
        "<given-names>Jane-Ann Q.</given-names><suffix>Jr</suffix></name></contrib>"
        '<contrib contrib-type="author"><collab>Some Group</collab></contrib>'
        '<contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib></contrib-group>'
    )
    assert document(TITLE + people).authors == (Author("Doe JAQ Jr", "Doe", "Jane-Ann Q."), Author("Some Group"))


ONLINE = '<pub-date pub-type="epub"><day>3</day><month>2</month><year>2020</year></pub-date>'
PRINTED = '<pub-date pub-type="ppub"><month>4</month><year>2021</year></pub-date>'


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        (ONLINE, "2020-02-03"),
        (
            f'<pub-date pub-type="epub"><year>2020</year></pub-date>{PRINTED}',
            "2021-04",
        ),
        ('<pub-date publication-format="electronic" date-type="pub"><year>2019</year></pub-date>', "2019"),
        ('<pub-date pub-type="pmc-release"><year>2019</year></pub-date>', None),
        (f'<pub-date pub-type="collection"><year>2020</year></pub-date>{PRINTED}', "2021-04"),
        (f'{ONLINE}<pub-date pub-type="collection"><year>2021</year></pub-date>', "2021"),
        ('<pub-date pub-type="epub"/><pub-date pub-type="epub"><year>2019</year></pub-date>', "2019"),
        ("", None),
    ],
)
def test_the_date_is_that_of_the_issue_else_of_the_electronic_version(dates: str, date: str | None) -> None:
    assert document(TITLE + dates).date == date


def test_pages_are_a_range_or_an_article_number() -> None:
    assert document(TITLE + "<fpage>132</fpage><lpage>42</lpage>").pages == "132-142"
    assert document(TITLE + "<elocation-id>e7</elocation-id>").pages == "e7"


def test_a_kind_of_article_that_says_nothing_of_the_study_is_no_publication_type() -> None:
    assert document(TITLE, attributes='article-type="case-report"').publication_types == ("Case Reports",)
    assert document(TITLE, attributes='article-type="research-article"').publication_types == ()


def test_a_notice_names_what_it_retracts() -> None:
    related = (
        '<related-article related-article-type="retracted-article" ext-link-type="doi" xlink:href="10.1000/Bad"/>'
        '<related-article related-article-type="corrected-article" ext-link-type="pmid" xlink:href="9"/>'
        '<related-article related-article-type="companion" ext-link-type="doi" xlink:href="10.1000/c"/>'
    )
    found = document(TITLE + related, attributes='xmlns:xlink="http://www.w3.org/1999/xlink"')
    assert found.corrections == (Correction("RetractionOf", doi="10.1000/bad"), Correction("ErratumFor", pmid="9"))


def test_what_is_no_article_says_what_is_missing() -> None:
    reasons = [outcome.reason for outcome in read("<article><front/></article>") if isinstance(outcome, Reject)]
    assert reasons == ["no front/article-meta"]


def tex(formula: str) -> str:
    document = r"\documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}%s\end{document}"
    return f"<tex-math>{document % formula}</tex-math>"


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (tex("$$p &lt; 0.05$$"), "p < 0.05"),
        (r"<tex-math>$\alpha$</tex-math>", r"\alpha"),
        (f"<alternatives>{tex('$y$')}<math><mi>x</mi></math><graphic/></alternatives>", "x"),
        (f"<alternatives><textual-form>2 x</textual-form>{tex('$2y$')}</alternatives>", "2 x"),
        (f"<alternatives><graphic/>{tex('$2x$')}</alternatives>", "2x"),
        ("<alternatives><table><tr><td>1</td></tr></table></alternatives>", "1"),
    ],
)
def test_a_formula_is_said_once_without_what_tex_needs_to_set_it(formula: str, words: str) -> None:
    abstract = f"<abstract><p>Here <inline-formula>{formula}</inline-formula> it is.</p></abstract>"
    assert document(TITLE + abstract).text == f"Cells\nHere {words} it is."


def test_items_of_a_list_are_kept_apart() -> None:
    items = "<list><list-item><p>One.</p></list-item><list-item><p>Two.</p></list-item></list>"
    for abstract in (items, f"<p>Say:{items}</p>", f"<sec><title>Aims</title>{items}</sec>"):
        assert document(f"{TITLE}<abstract>{abstract}</abstract>").text.endswith("One. Two.")


MEMBERS = "<contrib-group><contrib><name><surname>Doe</surname></name></contrib></contrib-group>"


@pytest.mark.parametrize(
    "group",
    [
        "<collab>Some Group</collab>",
        "<collab><institution>Some Group</institution></collab>",
        f"<collab>Some Group<xref ref-type='aff'>1</xref>{MEMBERS}</collab>",
        "<collab-alternatives><collab>Some Group</collab><collab>Eine Gruppe</collab></collab-alternatives>",
    ],
)
def test_a_group_is_an_author_without_its_members(group: str) -> None:
    found = document(f"{TITLE}<contrib-group><contrib contrib-type='author'>{group}</contrib></contrib-group>")
    assert found.authors == (Author("Some Group"),)


@pytest.mark.parametrize(
    ("ids", "identifier"),
    [
        (PMID, "PMID:7"),
        ("<article-id pub-id-type = 'pmid' >7</article-id>", "PMID:7"),
        ('<article-id pub-id-type="doi">10.1000/X</article-id>' + PMID, "PMID:7"),
        (
            '<article-id pub-id-type="pmc">12</article-id><article-id pub-id-type="doi">10.1000/X</article-id>',
            "DOI:10.1000/x",
        ),
        ('<article-id pub-id-type="pmcid">PMC12</article-id>', "PMCID:PMC12"),
        ('<article-id pub-id-type="publisher-id">12</article-id>', None),
    ],
)
def test_a_refused_article_is_named(ids: str, identifier: str | None) -> None:
    for rest in ("", "<i>"):
        (outcome,) = read(f"<article><front><article-meta>{ids}{rest}</article-meta></front></article>")
        assert isinstance(outcome, Reject)
        assert outcome.identifier == identifier
