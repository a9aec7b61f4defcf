from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import Any

import pytest
from lxml import html

from eval.errors import ComparisonError
from eval.report.contents import contents_of
from eval.report.links import link_to
from eval.report.markdown import summary
from eval.report.page import page
from eval.runs import Run
from tests.run_examples import ABSENT, CURVES, QUESTION, a_run, an_answers_run

HOSTILE = '"><img src=x onerror="alert(1)"><script>alert(\'$\\frac\')</script>| `*[x](javascript:1) 🧬\x01'
RETRIEVAL = [
    a_run({"q1": {"nDCG@10": value}, "q2": {"nDCG@10": 1.0}}, configuration=mode)
    for mode, value in (("hybrid", 0.75), ("dense", 0.5))
]


def hostile(value: Any) -> Any:
    """``value`` with every text in it made hostile."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, dict):
        return {key: hostile(inner) for key, inner in value.items()}
    return [hostile(inner) for inner in value] if isinstance(value, list) else value


def hostile_runs() -> list[Run]:
    answers = an_answers_run(
        hostile(QUESTION),
        hostile(ABSENT),
        name=HOSTILE,
        configuration=HOSTILE,
        warnings=(HOSTILE,),
        manifest={HOSTILE: HOSTILE, "machine": {"commit": HOSTILE}, "code": HOSTILE},
    )
    retrieval = a_run({HOSTILE: {HOSTILE: 0.5}, "q": {HOSTILE: 1.0}}, name=HOSTILE, configuration=HOSTILE)
    return [answers, retrieval]


def made(runs: list[Run], previous: list[Run] | None = None) -> html.HtmlElement:
    return html.document_fromstring(page(contents_of(runs, previous or [])))


def find(root: html.HtmlElement, path: str) -> list[Any]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return found


def texts(root: html.HtmlElement, path: str) -> list[str]:
    return [words(element) for element in find(root, path)]


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def test_a_question_is_there_with_all_that_is_told_of_it() -> None:
    (absent, card) = find(made([an_answers_run()]), "//details[contains(@class, 'question')]")
    told = words(card)
    for expected in (
        "Have cord blood cells relieved psoriatic arthritis?",
        "answered confidence 0.75",
        "type: yesno · topic: joints · voice: patient · trait: number",
        "Plaques cleared. The plaques cleared. Cells from fat in psoriasis PMID:2 , characters 4–24",
        "Rests on 1 case report. Only case reports are cited.",
        "missed eight of 17 patients Umbilical cord blood cells relieved psoriatic arthritis in eight of 17 patients.",
        "stated plaques cleared",
        "PMID:1 , found at 2",
        "Cells from fat in psoriasis PMID:2 , grade 1 PMID:1 , grade 3",
    ):
        assert expected in told
    assert "abstained, as it should" in words(absent)
    assert "No answer was given: no relevant source" in words(absent)


def test_the_figure_of_a_question_says_what_it_is() -> None:
    (absent, cord) = texts(made([an_answers_run()]), "//details[contains(@class, 'question')]/summary")
    assert "answered 0.00" in absent
    assert "mean of 2 measures 0.75" in cord


def test_a_quote_that_does_not_stand_in_its_source_is_marked() -> None:
    quote = {"document_id": "PMID:2", "quote": "Made up.", "valid": False}
    root = made([an_answers_run({**QUESTION, "sentences": [{"text": "Made up.", "quotes": [quote]}]})])
    assert "These words do not stand there." in texts(root, "//div[@class='sentence']")[0]


def test_a_source_withdrawn_for_the_question_is_named() -> None:
    root = made([an_answers_run({**QUESTION, "withdrawn": "PMID:2"})])
    assert "Asked as if this were retracted: Cells from fat in psoriasis PMID:2" in texts(root, "//p")


def test_a_run_that_tells_nothing_of_its_questions_has_a_table_of_them() -> None:
    root = made([an_answers_run(questions=[], curves={})])
    assert "All 2 questions, worst first" in texts(root, "//caption")
    assert "How fact_coverage is spread over the questions" in texts(root, "//figcaption")


def test_runs_before_are_compared_and_what_changed_leads_to_its_question() -> None:
    before = an_answers_run(per_question={"cord": {"fact_coverage": 1.0, "answered": 1.0}, "absent": {"answered": 0.0}})
    root = made([an_answers_run()], [before])
    assert texts(root, "//section[@id='since']//caption")[0] == "development, extractive"
    (link,) = find(root, "//section[@id='since']//a")
    (card,) = find(root, f"//details[@id='{link.get('href')[1:]}']")
    assert card.get("data-change") == "worse"
    assert "fact_coverage 0.500 was 1.000" in words(card)


def test_the_test_of_a_difference_is_named_wherever_there_is_one() -> None:
    root = made([an_answers_run()], [an_answers_run()])
    assert find(root, "//section[@id='compared']") == []
    (note,) = texts(root, "//section[@id='since']/p[@class='note']")
    for expected in ("questions of the same id", "randomisation test", "Holm’s correction"):
        assert expected in note
    (note,) = texts(made(RETRIEVAL), "//section[@id='compared']/p[@class='note']")
    assert "randomisation test; Holm’s correction" in note


@pytest.mark.parametrize(("now", "told"), [(("a",), "1 question changed"), (("a", "b"), "2 questions changed")])
def test_questions_that_changed_are_counted(now: tuple[str, ...], told: str) -> None:
    root = made([a_run({question: {"AP": 1.0} for question in now})], [a_run({"a": {"AP": 0.5}, "b": {"AP": 0.5}})])
    assert texts(root, "//section[@id='since']//summary") == [told]


def test_runs_before_of_something_else_are_refused() -> None:
    with pytest.raises(ComparisonError, match="no run of the one is of the same set"):
        contents_of([an_answers_run()], RETRIEVAL)


def test_hostile_text_stays_text() -> None:
    root = made(hostile_runs(), hostile_runs())
    assert len(find(root, "//script")) == 1
    assert [image.get("src")[:5] for image in find(root, "//img")] == ["data:"]
    assert find(root, "//@*[starts-with(name(), 'on')]") == []
    assert [link for link in find(root, "//a/@href") if not link.startswith(("#", "https://"))] == []
    assert any("<img src=x" in told for told in texts(root, "//summary"))


def test_hostile_text_stays_text_in_the_summary() -> None:
    text = summary(contents_of(hostile_runs(), []))
    assert "<" not in text.replace("&lt;", "")
    assert "[x](" not in text.replace("\\[x\\](", "")
    assert {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")} <= {3, 4}


def test_the_same_runs_give_the_same_bytes() -> None:
    runs = [an_answers_run(), *RETRIEVAL]
    first, second = (contents_of([Run.model_validate_json(run.model_dump_json()) for run in runs], []) for _ in "ab")
    assert page(first) == page(second)
    assert summary(first) == summary(second)


def test_the_policy_lets_nothing_in_but_what_is_in_the_page() -> None:
    text = page(contents_of([an_answers_run(), *RETRIEVAL], []))
    root = html.document_fromstring(text)
    policy = find(root, "//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        expected = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{expected}'" in policy
    assert find(root, "//@style") == []
    assert find(root, "//@src[not(starts-with(., 'data:'))]") == []


def test_plots_are_of_the_pages_colours_and_their_words_are_text() -> None:
    root = made([an_answers_run(), *RETRIEVAL])
    plots = find(root, "//figure/*[local-name()='svg']")
    assert len(plots) == len(CURVES) + len(["retrieval", *RETRIEVAL])
    painted = set(find(root, "//figure//*/@fill | //figure//*/@stroke"))
    assert painted == {"none", "var(--ink)", "var(--line)", "var(--accent)"}
    assert {"dense", "hybrid", "coverage", "accuracy"} <= set(texts(root, "//figure//*[local-name()='text']"))
    assert [plot for plot in plots if not plot.get("aria-label")] == []


def numbers_drawn(plot: html.HtmlElement) -> set[str]:
    return {told for told in texts(plot, ".//*[local-name()='text']") if re.fullmatch(r"[\d.]+", told)}


@pytest.mark.parametrize("values", [(0.875, 1.0), (0.82, 0.94), (0.5, 1.0), (1.0, 1.0), (0.0, 1.0)])
def test_no_axis_of_shares_goes_beyond_1(values: tuple[float, float]) -> None:
    runs = [a_run(dict(zip("ab", ({"AP": one} for one in values), strict=True)), configuration=mode) for mode in "xy"]
    (plot,) = find(made(runs), "//section[@id='retrieval']//figure")
    assert max(map(float, numbers_drawn(plot))) <= 1
    for curve in find(made([an_answers_run()]), "//figure"):
        assert max(map(float, numbers_drawn(curve))) == 1


def test_how_much_was_judged_is_in_the_table_and_has_no_plot() -> None:
    run = a_run({"q": {"Judged@10": 0.5, "AP": 1.0}})
    root = made([run])
    assert "Judged@10" in texts(root, "//section[@id='retrieval']//th")
    assert texts(root, "//figcaption") == ["AP with its 95 % interval", "How AP is spread over the questions"]


def test_a_run_of_retrieval_shows_the_texts_of_its_questions() -> None:
    questions = [{"id": "q1", "question": "Do knees heal?"}, {"id": "q2"}]
    root = made([RETRIEVAL[0].model_copy(update={"questions": questions})])
    details = find(root, "//section[@id='details']")[0]
    assert texts(details, ".//table//tr")[0] == "question text nDCG@10"
    assert texts(details, ".//tbody/tr") == ["q1 Do knees heal? 0.750", "q2 – 1.000"]
    assert "How nDCG@10 is spread over the questions" in texts(details, ".//figcaption")
    assert "no texts" not in words(details)


def test_a_run_without_texts_of_its_questions_says_so() -> None:
    assert "The file has no texts of these questions, only their ids." in texts(made(RETRIEVAL[:1]), "//p")
    assert "no texts" not in words(made([an_answers_run()]))


def test_no_id_is_there_twice_and_every_reference_leads_somewhere() -> None:
    root = made([an_answers_run(), an_answers_run(configuration="other"), *RETRIEVAL], [an_answers_run()])
    ids = Counter(find(root, "//@id"))
    assert [name for name, count in ids.items() if count > 1] == []
    clips = [reference[5:-1] for reference in find(root, "//@*[name()='clip-path']")]
    links = [reference[1:] for reference in find(root, "//@href[starts-with(., '#')]")]
    assert clips
    assert set(clips + links) <= ids.keys()


def test_every_table_says_what_it_is_and_what_its_rows_and_columns_are() -> None:
    root = made([an_answers_run(), *RETRIEVAL])
    for table in find(root, "//table"):
        assert len(find(table, "caption")) == 1
        assert set(find(table, "thead//th/@scope")) == {"col"}
        assert find(table, "tbody/tr") == find(table, "tbody/tr[th/@scope='row']")


def test_the_summary_has_each_figure_with_its_interval_and_the_commit() -> None:
    manifest = {"code": "0123456789abcdef", "machine": {"commit": "c0ffee"}}
    runs = [run.model_copy(update={"manifest": manifest}) for run in (*RETRIEVAL, an_answers_run())]
    lines = summary(contents_of(runs, [])).splitlines()
    assert lines[0].startswith("Commit c0ffee, code 0123456789abcdef.")
    assert "| tiny test | hybrid | 0.875 (0.75–1.00) |" in lines
    assert "| measure | extractive |" in lines
    assert "| fact_coverage | 0.500 (0.50–0.50) |" in lines


@pytest.mark.parametrize(
    ("document_id", "address"),
    [
        ("PMID:123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ('DOI:10.1000/a(1)"b', "https://doi.org/10.1000/a%281%29%22b"),
        ("PMCID:PMC7", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7/"),
        ("NCT:NCT00000001", "https://clinicaltrials.gov/study/NCT00000001"),
        ("URL:0123456789ab", None),
        ("javascript:alert(1)", None),
        ("PMID:1 x", None),
    ],
)
def test_a_document_is_linked_where_its_id_says_where_it_is(document_id: str, address: str | None) -> None:
    assert link_to(document_id) == address
