"""The chat, as OpenAI's clients speak it; `tests/end_to_end/test_openai_client.py` has a real one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.generations import Generations
from service.errors import UnavailableError
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import AnchoredSentence, Draft, Source
from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.examples import CORD, CORD_QUESTION, FAT, a_document, some_sources
from tests.fakes import ScriptedAnswerer

COMPLETIONS = "/v1/chat/completions"
PRIVATE = "my-own-sore-knee"


def body(*questions: str, **more: Any) -> dict[str, Any]:
    asked = questions or (CORD_QUESTION,)
    return {"model": "enthesis", "messages": [{"role": "user", "content": one} for one in asked], **more}


def complete(client: TestClient, *questions: str, **more: Any) -> dict[str, Any]:
    response = client.post(COMPLETIONS, json=body(*questions, **more))
    assert response.status_code == 200, response.text
    made: dict[str, Any] = response.json()
    return made


def chunks(client: TestClient, *questions: str, **more: Any) -> list[dict[str, Any]]:
    response = client.post(COMPLETIONS, json=body(*questions, stream=True, **more))
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [line.removeprefix("data: ") for line in response.text.splitlines() if line]
    assert events.pop() == "[DONE]"
    return [json.loads(event) for event in events]


def message_of(made: dict[str, Any]) -> dict[str, Any]:
    (choice,) = made["choices"]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    message: dict[str, Any] = choice["message"]
    assert message["role"] == "assistant"
    return message


def assert_every_marker_has_its_source(content: str, annotations: list[Any], made: dict[str, Any]) -> None:
    in_answer = content.partition("\n\n")[0]
    assert len(annotations) == len(re.findall(r"\[\d+\]", in_answer)) > 0
    for annotation in annotations:
        cited = annotation["url_citation"]
        number = int(content[cited["start_index"] : cited["end_index"]].strip("[]"))
        assert cited["url"] == made["citations"][number - 1]
        assert cited["title"] == made["search_results"][number - 1]["title"]


def test_an_answer_is_a_completion_with_the_source_of_every_marker(client: TestClient) -> None:
    made = complete(client)
    message = message_of(made)
    assert made["object"] == "chat.completion"
    assert (made["model"], made["enthesis"]["status"]) == ("enthesis", "answered")
    assert_every_marker_has_its_source(message["content"], message["annotations"], made)
    assert made["search_results"][0] == {
        "title": CORD.title,
        "url": "https://pubmed.ncbi.nlm.nih.gov/1/",
        "date": "2021",
    }


def test_the_message_has_all_that_a_reader_must_know(client: TestClient) -> None:
    made = complete(client)
    content, answer = message_of(made)["content"], made["enthesis"]
    assert content.startswith(answer["answer"])
    for words in (
        answer["evidence"]["summary"],
        *answer["evidence"]["warnings"],
        "does not advise a person",
        CORD.title,
    ):
        assert words in content


def test_it_says_what_the_service_says(client: TestClient) -> None:
    told, made = client.post("/v1/answer", json={"question": CORD_QUESTION}).json(), complete(client)["enthesis"]
    passing = {"id", "timings_ms"}
    assert {k: v for k, v in made.items() if k not in passing} == {k: v for k, v in told.items() if k not in passing}


def test_usage_counts_words(client: TestClient) -> None:
    made = complete(client)
    asked, said = len(CORD_QUESTION.split()), len(message_of(made)["content"].split())
    assert made["usage"] == {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def test_an_abstention_is_a_message_that_says_so_and_cites_nothing(client: TestClient) -> None:
    made = complete(client, "Should I stop my treatment?")
    message, abstention = message_of(made), made["enthesis"]["abstention"]
    assert message["content"].startswith(f"**No answer is given.** {abstention['message']}")
    assert (message["annotations"], made["citations"], made["search_results"]) == ([], [], [])


@pytest.mark.parametrize("question", [CORD_QUESTION, "Should I stop my treatment?"])
def test_a_stream_says_the_same_with_its_sources_before_its_end(client: TestClient, question: str) -> None:
    made, told = complete(client, question), chunks(client, question)
    message = message_of(made)
    deltas = [chunk["choices"][0]["delta"] for chunk in told]
    assert {chunk["object"] for chunk in told} == {"chat.completion.chunk"}
    assert len({(chunk["id"], chunk["created"], chunk["model"]) for chunk in told}) == 1
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert "".join(delta.get("content", "") for delta in deltas) == message["content"]
    assert deltas[-2] == {"annotations": message["annotations"]}
    assert (told[-2]["citations"], told[-2]["search_results"]) == (made["citations"], made["search_results"])
    assert [chunk["choices"][0]["finish_reason"] for chunk in told] == [None] * (len(told) - 1) + ["stop"]
    assert not any("usage" in chunk for chunk in told)


def test_a_stream_tells_the_usage_where_it_is_asked_for(client: TestClient) -> None:
    told = chunks(client, stream_options={"include_usage": True})
    assert [chunk["usage"] for chunk in told[:-1]] == [None] * (len(told) - 1)
    assert (told[-1]["choices"], told[-1]["usage"]) == ([], complete(client)["usage"])


def test_a_client_may_leave_open_whether_it_wants_the_usage(client: TestClient) -> None:
    assert not any("usage" in chunk for chunk in chunks(client, stream_options={"include_usage": None}))


@pytest.mark.parametrize("content", [5, [5], {"type": "text"}])
def test_an_earlier_turn_that_cannot_be_read_spoils_nothing(client: TestClient, content: Any) -> None:
    asked = body()
    asked["messages"] = [{"role": role, "content": content} for role in ("user", "assistant")] + asked["messages"]
    response = client.post(COMPLETIONS, json=asked)
    assert response.status_code == 200, response.text


def test_a_follow_up_takes_its_subject_from_the_conversation(client: TestClient) -> None:
    assert "psoriatic arthritis" in complete(client, CORD_QUESTION, "and in mice?")["enthesis"]["standalone_question"]


def test_what_means_nothing_here_is_passed_over(client: TestClient) -> None:
    ignored = {
        "temperature": 0,
        "top_p": 1,
        "n": 1,
        "logprobs": True,
        "seed": 7,
        "user": "somebody",
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}],
        "tool_choice": "auto",
        "response_format": {"type": "json_object"},
        "max_tokens": 1,
        "metadata": None,
        "stream_options": None,
        "stream": None,
    }
    assert message_of(complete(client, **ignored)) == message_of(complete(client))


def test_filters_decide_what_it_rests_on(client: TestClient) -> None:
    assert complete(client, filters={"document_ids": [FAT.id]})["citations"] != complete(client)["citations"]


def test_words_of_a_source_are_no_markup_and_every_marker_stands_in_its_place(
    tmp_path: Path, serve: MakeClient
) -> None:
    hostile = "🧬👩🏽‍⚕️ Cord blood relieved ![psoriatic](https://evil.example/x.png) *arthritis* in patients [1]."
    sources = some_sources(tmp_path, a_document(1, hostile, title="A <b>title</b>", doi="10.1000/a"))
    made = complete(serve(sources, {"scripted": ScriptedAnswerer(_first_sentence)}))
    content, annotations = message_of(made)["content"], message_of(made)["annotations"]
    assert "](" not in content.replace("\\]", "")
    (cited,) = (one["url_citation"] for one in annotations)
    assert content[cited["start_index"] : cited["end_index"]] == "[1]"
    assert content[: cited["start_index"]].endswith("patients [1\\]. ")
    assert made["enthesis"]["sentences"][0]["text"] == hostile


def _first_sentence(found: Any) -> Draft:
    source: Source = found[0]
    passage = source.sentences[0].passage
    return Draft((AnchoredSentence(source.document.words_at(passage), ((source.document, passage),)),))


def test_a_source_without_an_address_is_found_at_the_service_itself(client: TestClient) -> None:
    made = complete(client, filters={"document_ids": [FAT.id]})
    assert (
        made["citations"] == [f"http://testserver/v1/documents/{FAT.id}"] or made["enthesis"]["status"] == "abstained"
    )


@pytest.mark.parametrize(
    ("given", "status", "param", "code"),
    [
        ({}, 400, "model", "invalid_request"),
        ({"model": "enthesis"}, 400, "messages", "invalid_request"),
        (body() | {"messages": []}, 400, "messages", "invalid_request"),
        (body() | {"messages": "words"}, 400, "messages", "invalid_request"),
        (body() | {"messages": [{"role": "robot", "content": PRIVATE}]}, 400, "messages.0.role", "invalid_request"),
        (body() | {"messages": [{"role": "user"}]}, 400, "messages.0.content", "invalid_request"),
        (body() | {"messages": [{"role": "user", "content": 5}]}, 400, "messages.0.content", "invalid_request"),
        (body() | {"messages": [{"role": "user", "content": [5]}]}, 400, "messages.0.content.0", "invalid_request"),
        (body("…"), 400, "messages.0.content", "invalid_request"),
        (body("a" * 2001), 400, "messages.0.content", "invalid_request"),
        (body(n=2), 400, "n", "invalid_request"),
        (body(filters={"year_from": 1}), 400, "filters.year_from", "invalid_request"),
        (body(filters={"misspelt": 1}), 400, "filters.misspelt", "invalid_request"),
        (body(model="gpt-4"), 404, None, "model_not_found"),
        (body(model="enthesis-llm"), 404, None, "model_not_found"),
        (body(*["Does it?"] * 10_001), 400, "messages", "invalid_request"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_errors_have_the_shape_that_clients_read(
    client: TestClient, given: dict[str, Any], status: int, param: str | None, code: str, *, stream: bool
) -> None:
    response = client.post(COMPLETIONS, json=given | {"stream": stream})
    assert response.status_code == status
    error = response.json()["error"]
    assert response.json().keys() == {"error"}
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert error["message"]
    assert PRIVATE not in response.text


def test_ten_thousand_messages_are_a_conversation(client: TestClient) -> None:
    assert complete(client, *["Does it?"] * 9_999, CORD_QUESTION)["enthesis"]["status"] == "answered"


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("POST", COMPLETIONS, b"{", 400, "invalid_request"),
        ("POST", COMPLETIONS, b"\xff", 400, "invalid_request"),
        ("POST", COMPLETIONS, b" " * 1_000_001, 413, "body_too_large"),
        ("GET", COMPLETIONS, b"", 405, "method_not_allowed"),
        ("GET", "/v1/chat", b"", 404, "not_found"),
        ("GET", "/v1/models/gpt-4", b"", 404, "model_not_found"),
        ("POST", "/v1/models", b"", 405, "method_not_allowed"),
    ],
)
def test_every_other_error_there_has_that_shape(
    client: TestClient, method: str, path: str, content: bytes, status: int, code: str
) -> None:
    response = client.request(method, path, content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_an_error_elsewhere_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/chats").json()["code"] == "not_found"


def test_a_service_without_an_index_is_an_error_of_the_server(sources: Sources, serve: MakeClient) -> None:
    client = serve(Sources(sources.store, Generations(sources.store.path.parent / "nothing"), sources.embedder))
    for stream in (False, True):
        response = client.post(COMPLETIONS, json=body(stream=stream))
        assert response.status_code == 503
        assert response.json()["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(UnavailableError("The corpus is gone."), 503, "unavailable"), (ValueError(PRIVATE), 500, "internal")],
)
def test_a_fault_on_the_way_is_an_error_of_the_stream(
    sources: Sources, serve: MakeClient, error: Exception, status: int, code: str
) -> None:
    def fail(_: object) -> Draft:
        if answerer.asked > 1:  # the first question is the server's own
            raise error
        return Draft(())

    answerer = ScriptedAnswerer(fail)
    client = serve(sources, {"scripted": answerer})
    assert client.post(COMPLETIONS, json=body()).status_code == status
    response = client.post(COMPLETIONS, json=body(stream=True))
    events = [json.loads(line.removeprefix("data: ")) for line in response.text.splitlines() if line]
    assert events[0]["choices"][0]["delta"]["role"] == "assistant"
    assert (len(events), events[-1]["error"]["code"]) == (2, code)
    assert PRIVATE not in response.text


def test_the_models_are_those_who_can_answer(tmp_path_factory: pytest.TempPathFactory, serve: MakeClient) -> None:
    written = ScriptedAnswerer(lambda _: Draft(()))
    answerers = {"llm": written, "extractive": ExtractiveAnswerer()}
    client = serve(some_sources(tmp_path_factory.mktemp("models")), answerers)
    models = client.get("/v1/models").json()
    assert [one["id"] for one in models["data"]] == ["enthesis", "enthesis-llm", "enthesis-extractive"]
    assert {one["object"] for one in models["data"]} == {"model"}
    for one in models["data"]:
        assert client.get(f"/v1/models/{one['id']}").json() == one
    asked = written.asked
    assert complete(client, model="enthesis-extractive")["enthesis"]["answerer"] == "extractive"
    assert written.asked == asked
    assert complete(client, model="enthesis-llm")["enthesis"]["answerer"] == "scripted"
