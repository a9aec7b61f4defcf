"""What requests may hold. Unknown fields are refused, so that a misspelt one is not passed over in silence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from corpus.canonical import fault_of
from corpus.documents import EditorialStatus, TextKind
from corpus.evidence import EvidenceLevel
from corpus.export import FormatName
from index.filters import Filters
from index.search import GroupBy, Mode
from service.answers import IndexInfo, QuoteToVerify
from service.catalogue import Conditions


def _check_text(text: str) -> str:
    if fault_of(text):
        raise ValueError("must be Unicode text without lone surrogates")
    if not any(character.isalnum() for character in text):
        raise ValueError("must hold a word")
    return text


QuestionText = Annotated[str, AfterValidator(_check_text)]
Year = Annotated[int, Field(ge=1000, le=2999)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class Request(BaseModel):
    """Base of request bodies."""

    model_config = ConfigDict(extra="forbid")


class ConditionFields(Request):
    """Conditions that must all hold; within a list one match is enough; an empty list asks nothing."""

    year_from: Year | None = None
    year_to: Year | None = None
    publication_types: list[Name] = Field(default=[], max_length=100)
    evidence_levels: list[EvidenceLevel] = Field(default=[], max_length=20)
    text_kinds: list[TextKind] = Field(default=[], max_length=20)
    mesh: list[Name] = Field(
        default=[],
        max_length=100,
        description="MeSH headings by name, UI, `name/qualifier`, or `*name` for a major topic.",
    )
    document_ids: list[Name] = Field(default=[], max_length=1000)

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

    include_retracted: bool = False

    def to_filters(self) -> Filters:
        """Return the filters of the search."""
        return self._filters(document_ids=self.document_ids, include_retracted=self.include_retracted)


class SearchRequest(Request):
    """A search."""

    query: QuestionText
    k: int = Field(default=10, ge=1)
    mode: Mode = "hybrid"
    group_by: GroupBy = "document"
    filters: FilterFields = FilterFields()


class SearchQuery(FilterFields):
    """A search as a query string; a list is given by repeating its name."""

    q: QuestionText
    k: int = Field(default=10, ge=1)
    mode: Mode = "hybrid"
    group_by: GroupBy = "document"


class ListQuery(ConditionFields):
    """A part of the corpus as a query string; a list is given by repeating its name.

    Documents that are named come in the order given, others by id; retracted ones are among them.
    """

    editorial_status: list[EditorialStatus] = Field(default=[], max_length=20)
    limit: int | None = Field(
        default=None, ge=1, le=100, description="How many at most: 20, or of a file all, where none is given."
    )
    offset: int = Field(default=0, ge=0, le=1_000_000_000, description="How many to pass over first.")
    format: FormatName | None = Field(default=None, description="A file in this format, not a page of citations.")

    def to_conditions(self) -> Conditions:
        """Return the conditions, without the documents that are named."""
        filters = self._filters(document_ids=[], include_retracted=True)
        return Conditions(filters, tuple(self.editorial_status))


class AnswerRequest(Request):
    """A question."""

    question: QuestionText
    earlier: list[QuestionText] = Field(
        default=[], max_length=50, description="The questions asked before in this conversation, the oldest first."
    )
    k: int = Field(default=8, ge=1, le=50, description="From how many documents the answer may be made.")
    max_sentences: int = Field(default=6, ge=1, le=20)
    filters: FilterFields = FilterFields()
    answerer: Literal["extractive", "llm"] | None = Field(
        default=None,
        description="Who answers: sentences of the sources as they are, or a language model where one is set up.",
    )
    stream: bool = False


class VerifyRequest(Request):
    """Quotes of an answer given earlier, or the whole answer as it was given."""

    quotes: list[QuoteToVerify] = Field(max_length=1000)

    @model_validator(mode="before")
    @classmethod
    def _take_an_answer(cls, body: Any) -> Any:
        if not isinstance(body, dict) or "quotes" in body or not isinstance(body.get("sentences"), list):
            return body
        sentences = (one for one in body["sentences"] if isinstance(one, dict))
        return {"quotes": [quote for one in sentences for quote in one.get("quotes") or ()]}


class Health(BaseModel):
    """The process is alive, or ready to answer."""

    status: Literal["ok", "ready"]


class Limits(BaseModel):
    """What a request may ask for."""

    max_question_characters: int
    max_results: int
    max_body_bytes: int


class LanguageModel(BaseModel):
    """The language model that is set up, and the host that it is asked at."""

    model: str
    host: str


class Info(BaseModel):
    """What is running here. ``index`` is null when none can be opened; ``stale``: the corpus has changed since."""

    name: str
    version: str
    documents: int
    index: IndexInfo | None
    stale: bool
    synced_until: date | None = Field(
        description="The day up to which every query that this corpus follows has been taken in; null where none is."
    )
    warning: str | None = Field(
        description="Why another generation of the index serves than the one that should, and what mends that."
    )
    limits: Limits
    answerers: list[str] = Field(description="Who can answer here; the first does where a request names nobody.")
    language_model: LanguageModel | None = Field(
        description="The model that questions for `llm` are sent to, and where."
    )


class FieldFault(BaseModel):
    """A field of the request and what is wrong with it."""

    field: str
    message: str


class Problem(BaseModel):
    """An RFC 9457 problem. ``code`` is of a closed list; ``errors`` is there for 422."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldFault] | None = None
