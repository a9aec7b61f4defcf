"""What routes share: the opened parts of the application, and how a problem is described in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request

from service.api.problems import MEDIA_TYPE
from service.api.schemas import Problem
from service.catalogue import Catalogue
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources


def _problem_schema() -> dict[str, Any]:
    """Return the schema of a problem in one piece: pydantic's references would lead nowhere in an OpenAPI document."""
    schema = Problem.model_json_schema()
    fault = schema.pop("$defs")["FieldFault"]
    schema["properties"]["errors"] |= {"type": "array", "items": fault}
    del schema["properties"]["errors"]["anyOf"]
    return schema


_PROBLEM = {"content": {MEDIA_TYPE: {"schema": _problem_schema()}}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entries of the problems a route can answer with; ``default`` is any other, such as a 500."""
    words = {404: "No such thing", 413: "Body too large", 422: "A field is not valid", 503: "Not available now"}
    return described(_PROBLEM, {status: words[status] for status in statuses})


def described(shape: dict[str, Any], words: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entries of errors of one shape, by status; ``default`` is any other."""
    every: list[tuple[int | str, str]] = [*words.items(), ("default", "Any other error")]
    return {status: {"description": description, **shape} for status, description in every}


def _sources(request: Request) -> Sources:
    sources: Sources = request.app.state.sources
    return sources


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _answerers(request: Request) -> Mapping[str, Answerer]:
    answerers: Mapping[str, Answerer] = request.app.state.answerers
    return answerers


TheSources = Annotated[Sources, Depends(_sources)]
TheCatalogue = Annotated[Catalogue, Depends(_catalogue)]
TheSettings = Annotated[Settings, Depends(_settings)]
TheAnswerers = Annotated[Mapping[str, Answerer], Depends(_answerers)]
