"""Every operation and field is described, with an example that is what its schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

Schema = dict[str, Any]
Operations = dict[str, dict[str, Any]]
JSON = frozenset({"application/json", "application/problem+json"})


@pytest.fixture(scope="module")
def document(client: TestClient) -> Schema:
    described: Schema = client.get("/openapi.json").json()
    return described


@pytest.fixture(scope="module")
def operations(document: Schema) -> Operations:
    return {f"{method} {path}": one for path, methods in document["paths"].items() for method, one in methods.items()}


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON that an operation takes and gives."""
    described = {"request": operation.get("requestBody", {}), **operation["responses"]}
    for name, one in described.items():
        for kind, content in one.get("content", {}).items():
            if kind in JSON:
                yield name, content


def schemas_in(value: Any, where: str) -> Iterator[tuple[str, Schema]]:
    """Every schema with properties, inline ones included."""
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict):
            yield where, value
        for name, part in value.items():
            if name not in {"example", "examples", "default"}:
                yield from schemas_in(part, f"{where}/{name}")
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield from schemas_in(part, f"{where}/{place}")


def problems_of(document: Schema, schema: Schema, value: Any) -> list[str]:
    validator = Draft202012Validator({**schema, "components": document["components"]})
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def resolved(document: Schema, schema: Schema) -> Schema:
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    return document["components"]["schemas"][name] | {"name": name} if name else schema


def shown_in(document: Schema, schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    """The fields of named schemas that an example shows a value of."""
    for one in (resolved(document, branch) for branch in schema.get("anyOf", [schema])):
        if isinstance(value, dict) and "properties" in one:
            for name, part in value.items():
                described = one["properties"].get(name, {})
                if part not in (None, [], {}) or described.get("type") == "null":
                    yield str(one.get("name")), name
                yield from shown_in(document, described, part)
        if isinstance(value, list) and "items" in one:
            for part in value:
                yield from shown_in(document, one["items"], part)


def refers(described: Schema) -> bool:
    """Say whether a field holds other shapes, whose fields are shown on their own."""
    return any("$ref" in one for one in (described, described.get("items", {}), *described.get("anyOf", [])))


def test_the_document_is_openapi(document: Schema) -> None:
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_operation_is_summed_up_and_described_in_words_of_its_own(operations: Operations) -> None:
    for one in operations.values():
        assert one["description"]
        assert not one["operationId"].startswith(one["summary"].lower().replace(" ", "_"))


def test_every_field_is_described(document: Schema) -> None:
    silent = [
        f"{where}: {name}"
        for where, schema in schemas_in(document, "")
        for name, described in schema["properties"].items()
        if not described.get("description")
    ]
    assert silent == []


def test_every_shape_is_described(document: Schema) -> None:
    assert [name for name, one in document["components"]["schemas"].items() if not one.get("description")] == []


def test_every_parameter_is_described_with_an_example(document: Schema, operations: Operations) -> None:
    for name, one in operations.items():
        for parameter in one.get("parameters", []):
            schema = parameter["schema"]
            examples = [*schema.get("examples", []), *([parameter["example"]] if "example" in parameter else [])]
            assert parameter.get("description"), (name, parameter["name"])
            assert examples or "default" in schema, (name, parameter["name"])
            assert [fault for value in examples for fault in problems_of(document, schema, value)] == []


def test_every_request_and_answer_has_an_example(operations: Operations) -> None:
    without = [
        (name, which)
        for name, one in operations.items()
        for which, content in contents(one)
        if which in {"request", "200"} and not content.get("examples")
    ]
    assert without == []


def test_every_example_is_as_its_schema_says(document: Schema, operations: Operations) -> None:
    for name, one in operations.items():
        for which, content in contents(one):
            for example in content.get("examples", {}).values():
                assert problems_of(document, content["schema"], example["value"]) == [], (name, which)


def test_every_example_of_a_field_is_as_its_schema_says(document: Schema) -> None:
    for where, schema in schemas_in(document, ""):
        for name, described in schema["properties"].items():
            for value in described.get("examples", []):
                assert problems_of(document, described, value) == [], (where, name)


def test_every_field_is_shown_by_an_example(document: Schema, operations: Operations) -> None:
    shown = {
        field
        for one in operations.values()
        for _, content in contents(one)
        for example in content.get("examples", {}).values()
        for field in shown_in(document, content["schema"], example["value"])
    }
    hidden = [
        (shape, name)
        for shape, schema in document["components"]["schemas"].items()
        for name, described in schema.get("properties", {}).items()
        if (shape, name) not in shown and "examples" not in described and not refers(described)
    ]
    assert hidden == []
