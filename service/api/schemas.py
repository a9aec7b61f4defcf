"""What requests may hold. Unknown fields are refused, so that a misspelt one is not passed over in silence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from corpus.documents import EditorialStatus, TextKind
from corpus.evidence import EvidenceLevel
from corpus.export import FormatName
from index.filters import Filters
from index.search import GroupBy, Mode
from service.admission import fault_of_words
from service.answers import IndexInfo, QuoteToVerify
from service.catalogue import Conditions


def _check_text(text: str) -> str:
    if fault := fault_of_words(text):
        raise ValueError(fault)
    return text


QuestionText = Annotated[str, AfterValidator(_check_text)]
Year = Annotated[int, Field(ge=1000, le=2999)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class Request(BaseModel):
    """Base of request bodies."""

    model_config = ConfigDict(extra="forbid")


class ConditionFields(Request):
    """Conditions that must all hold; within a list one match is enough; an empty list asks nothing."""

    year_from: Year | None = Field(
        default=None, description="The earliest year of publication. What has no year is left out.", examples=[2015]
    )
    year_to: Year | None = Field(default=None, description="The latest year of publication.", examples=[2024])
    publication_types: list[Name] = Field(
        default=[],
        max_length=100,
        description="Kinds of publication in the sources' words, upper and lower case alike.",
        examples=[["Case Reports"]],
    )
    evidence_levels: list[EvidenceLevel] = Field(
        default=[], max_length=20, description="Kinds of study.", examples=[["case_report"]]
    )
    text_kinds: list[TextKind] = Field(
        default=[],
        max_length=20,
        description="What the text is: a publisher's abstract, a digest written by this project, or a registry entry.",
        examples=[["digest"]],
    )
    mesh: list[Name] = Field(
        default=[],
        max_length=100,
        description="MeSH headings by name, UI, `name/qualifier`, or `*name` for a major topic.",
        examples=[["Arthritis, Psoriatic"]],
    )
    document_ids: list[Name] = Field(
        default=[], max_length=1000, description="Only these documents.", examples=[["DOI:10.4252/wjsc.v9.i12.235"]]
    )

    def _filters(self, *, document_ids: list[str], include_retracted: bool) -> Filters:
        return Filters(
            year_from=self.year_from,
            year_to=self.year_to,
            publication_types=tuple(self.publication_types),
            evidence_levels=tuple(level.value for level in self.evidence_levels),
            text_kinds=tuple(kind.value for kind in self.text_kinds),
            mesh=tuple(self.mesh),
            document_ids=tuple(document_ids),
            include_retracted=include_retracted,
        )


class FilterFields(ConditionFields):
    """What a search may look at. Retracted documents are left out unless they are asked for."""

    include_retracted: bool = Field(
        default=False, description="Whether retracted work may be found, marked as such.", examples=[True]
    )

    def to_filters(self) -> Filters:
        """Return the filters of the search."""
        return self._filters(document_ids=self.document_ids, include_retracted=self.include_retracted)


class SearchRequest(Request):
    """A search."""

    query: QuestionText = Field(description="What to look for, in words or as a question.")
    k: int = Field(default=10, ge=1, description="How many results at most; `/info` names the limit.")
    mode: Mode = Field(default="hybrid", description="By meaning and words, by meaning alone, or by words alone.")
    group_by: GroupBy = Field(
        default="document", description="One result for each document, or as many as it has passages that are found."
    )
    filters: FilterFields = Field(default=FilterFields(), description="What may be found.")


class SearchQuery(FilterFields):
    """A search as a query string; a list is given by repeating its name."""

    q: QuestionText = Field(description="What to look for, in words or as a question.")
    k: int = Field(default=10, ge=1, description="How many results at most; `/info` names the limit.")
    mode: Mode = Field(default="hybrid", description="By meaning and words, by meaning alone, or by words alone.")
    group_by: GroupBy = Field(
        default="document", description="One result for each document, or as many as it has passages that are found."
    )


class ListQuery(ConditionFields):
    """A part of the corpus as a query string; a list is given by repeating its name.

    Documents that are named come in the order given, others by id; retracted ones are among them.
    """

    editorial_status: list[EditorialStatus] = Field(
        default=[], max_length=20, description="What became of the publication."
    )
    limit: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="How many at most: 20, or of a file all, where none is given.",
        examples=[20],
    )
    offset: int = Field(default=0, ge=0, le=1_000_000_000, description="How many to pass over first.")
    format: FormatName | None = Field(
        default=None, description="A file in this format, not a page of citations.", examples=["ris"]
    )

    def to_conditions(self) -> Conditions:
        """Return the conditions, without the documents that are named."""
        filters = self._filters(document_ids=[], include_retracted=True)
        return Conditions(filters, tuple(self.editorial_status))


class AnswerRequest(Request):
    """A question."""

    question: QuestionText = Field(description="The question, in English.")
    earlier: list[QuestionText] = Field(
        default=[], max_length=50, description="The questions asked before in this conversation, the oldest first."
    )
    k: int = Field(default=8, ge=1, le=50, description="From how many documents the answer may be made.")
    max_sentences: int = Field(default=6, ge=1, le=20, description="How many sentences the answer may have.")
    filters: FilterFields = Field(default=FilterFields(), description="What the answer may rest on.")
    answerer: Literal["extractive", "llm"] | None = Field(
        default=None,
        description="Who answers: sentences of the sources as they are, or a language model where one is set up.",
        examples=["extractive"],
    )
    stream: bool = Field(
        default=False,
        description="Whether the answer comes as server-sent events, each sentence when it has passed all checks.",
        examples=[True],
    )


class VerifyRequest(Request):
    """Quotes of an answer given earlier, or the whole answer as it was given."""

    quotes: list[QuoteToVerify] = Field(
        max_length=1000, description="The quotes, as `sentences[].quotes` of an answer has them."
    )

    @model_validator(mode="before")
    @classmethod
    def _take_an_answer(cls, body: Any) -> Any:
        if not isinstance(body, dict) or "quotes" in body or not isinstance(body.get("sentences"), list):
            return body
        sentences = (one for one in body["sentences"] if isinstance(one, dict))
        return {"quotes": [quote for one in sentences for quote in one.get("quotes") or ()]}


class Health(BaseModel):
    """The process is alive, or ready to answer."""

    status: Literal["ok", "ready"] = Field(description="`ok`: it is alive. `ready`: it answers questions.")


class Limits(BaseModel):
    """What a request may ask for."""

    max_question_characters: int = Field(description="The longest question, in characters.")
    max_results: int = Field(description="The most results of a search.")
    max_body_bytes: int = Field(description="The largest body of a request, in bytes.")


class LanguageModel(BaseModel):
    """The language model that is set up, and the host that it is asked at."""

    model: str = Field(description="Its name there.", examples=["smollm2"])
    host: str = Field(description="The host that it is asked at.", examples=["127.0.0.1"])


class Info(BaseModel):
    """What is running here. ``index`` is null when none can be opened; ``stale``: the corpus has changed since."""

    name: str = Field(description="The program.")
    version: str = Field(description="Its version.")
    documents: int = Field(description="How many documents the corpus has.")
    index: IndexInfo | None = Field(description="The index that serves.")
    stale: bool = Field(description="Whether the corpus has changed since the index was built.")
    synced_until: date | None = Field(
        description="The day up to which every query that this corpus follows has been taken in; null where none is.",
        examples=["2026-11-25"],
    )
    warning: str | None = Field(
        description="Why another generation of the index serves than the one that should, and what mends that.",
        examples=[
            (
                "The index is damaged at vectors.faiss: its checksum differs. Build it again with "
                "`enthesis index build`. Until then generation 1a9fe61ac4915adb, built 2026-05-07, serves."
            )
        ],
    )
    limits: Limits = Field(description="What a request may ask for at most.")
    answerers: list[str] = Field(description="Who can answer here; the first does where a request names nobody.")
    language_model: LanguageModel | None = Field(
        description="The model that questions for `llm` are sent to, and where."
    )


class FieldFault(BaseModel):
    """A field of the request and what is wrong with it."""

    field: str = Field(description="The path of the field, such as `filters.year_from`; `body` for the whole.")
    message: str = Field(description="What is wrong with it. What was sent is not repeated.")


class Problem(BaseModel):
    """An RFC 9457 problem. ``code`` is of a closed list; ``errors`` is there for 422."""

    type: str = Field(description="A URN that ends with `code`.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong this time and, where it is for the operator to mend, how.")
    code: str = Field(description="The kind of problem.")
    request_id: str = Field(description="What the log has this request under, and the header `X-Request-ID`.")
    errors: list[FieldFault] | None = Field(default=None, description="Each field that is not valid.")
