"""A language model over HTTP: who is asked, what comes of it, and what is told of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.extractive_answerer import ExtractiveAnswerer
from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.api.test_answer import ANSWER, ask, events
from tests.examples import CORD, CORD_QUESTION
from tests.language_models import Asked, LyingModel, a_model_answerer, quote_all, send

RELIEVED = CORD.sections[1].text
REWORDED = "Umbilical cord blood cells relieved PsA in 8 of 17 people."


def reword(asked: Asked) -> str:
    return f"{REWORDED} [{asked.number_of(RELIEVED)}]\nCells cure everybody [1]."


@pytest.fixture
def model() -> Iterator[LyingModel]:
    with LyingModel(reword) as model:
        yield model


@pytest.fixture
def written(model: LyingModel, sources: Sources, serve: MakeClient) -> TestClient:
    answerers = {"extractive": ExtractiveAnswerer(), "llm": a_model_answerer(model, key="sk-secret")}
    return serve(sources, answerers=answerers, llm_url=model.url, llm_model="liar", llm_api_key="sk-secret")


def test_a_model_answers_where_it_is_asked_for(written: TestClient) -> None:
    made = ask(written, answerer="llm")
    assert made.keys() == ANSWER
    assert (made["answerer"], made["warnings"]) == ("llm", [])
    (sentence,) = made["sentences"]
    assert (sentence["text"], sentence["support"]) == (REWORDED, "verified")
    assert [quote["quote"] for quote in sentence["quotes"]] == [RELIEVED]
    assert made["dropped"] == [{"text": "Cells cure everybody.", "why": "the quote does not say it"}]
    assert written.post("/v1/verify", json={"quotes": sentence["quotes"]}).json()["valid"] is True


def test_its_sentences_are_streamed_when_they_are_checked(written: TestClient) -> None:
    body = {"question": CORD_QUESTION, "answerer": "llm", "stream": True}
    response = written.post("/v1/answer", json=body)
    assert REWORDED in response.text
    assert '"text": "Cells cure' not in response.text.split("event: done")[0]


def test_unasked_it_is_not_asked(written: TestClient, model: LyingModel) -> None:
    assert ask(written)["answerer"] == "extractive"
    assert ask(written, answerer="extractive")["answerer"] == "extractive"
    events(written, CORD_QUESTION)
    assert model.asked == []


def test_where_it_comes_first_it_answers_unasked_but_not_the_question_that_warms_the_server(
    model: LyingModel, sources: Sources, serve: MakeClient
) -> None:
    answerers = {"llm": a_model_answerer(model), "extractive": ExtractiveAnswerer()}
    client = serve(sources, answerers=answerers)
    assert model.asked == []
    assert ask(client)["answerer"] == "llm"
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Should I stop my methotrexate?",
        "Can I get cord blood cells for my psoriatic arthritis?",
        "Is it safe for me to have umbilical cord blood cells?",
        "Quarks?",
    ],
)
def test_what_is_not_answered_is_not_sent(written: TestClient, model: LyingModel, question: str) -> None:
    made = ask(written, question, answerer="llm")
    assert made["status"] == "abstained"
    assert model.asked == []


def test_what_follows_an_earlier_question_is_sent_whole_and_a_personal_one_not(
    written: TestClient, model: LyingModel
) -> None:
    ask(written, "Should I stop it?", earlier=[CORD_QUESTION], answerer="llm")
    assert model.asked == []


@pytest.mark.parametrize("status", [401, 500])
def test_a_model_that_fails_is_no_error_but_a_warning(written: TestClient, model: LyingModel, status: int) -> None:
    model.misbehave = lambda handler: send(handler, b"<html>taken</html>", status, "text/html")
    made = ask(written, answerer="llm")
    assert (made["status"], made["answerer"]) == ("answered", "extractive")
    assert RELIEVED in [sentence["text"] for sentence in made["sentences"]]
    (warning,) = made["warnings"]
    assert f"status {status}" in warning
    assert "taken" not in json.dumps(made)


def test_a_model_that_only_quotes_is_verbatim(written: TestClient, model: LyingModel) -> None:
    model.say = quote_all
    made = ask(written, answerer="llm")
    assert made["answerer"] == "llm"
    assert {sentence["support"] for sentence in made["sentences"]} == {"verbatim"}


def test_where_none_is_set_up_the_refusal_says_what_to_set(client: TestClient) -> None:
    response = client.post("/v1/answer", json={"question": CORD_QUESTION, "answerer": "llm"})
    assert response.status_code == 422
    assert "ENTHESIS_LLM_URL" in response.json()["errors"][0]["message"]


def test_info_tells_the_model_and_the_host_and_never_the_key(written: TestClient, client: TestClient) -> None:
    told = written.get("/info")
    assert told.json()["language_model"] == {"model": "liar", "host": "127.0.0.1"}
    assert told.json()["answerers"] == ["extractive", "llm"]
    assert "sk-secret" not in told.text
    assert client.get("/info").json()["language_model"] is None
    assert client.get("/info").json()["answerers"] == ["extractive"]


def test_neither_question_nor_key_is_in_a_record(written: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # a sync, which writes addresses, has made it quiet
    ask(written, f"sorekneequestion {CORD_QUESTION}", answerer="llm")
    # httpx is also what the model is asked with; the test's own client is httpx2
    records = [record for record in caplog.records if not record.name.startswith(("httpx2", "httpcore2"))]
    assert any(record.name == "httpx" for record in records)
    for record in records:
        assert "sorekneequestion" not in record.getMessage()
        assert "sk-secret" not in f"{record.getMessage()} {record.__dict__!r}"
