"""What the service says: the shapes of results, citations, answers and verdicts.

One set of frozen models serves the domain, the wire and `--json`, so that they cannot drift apart.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Frozen(BaseModel):
    """Base of the shapes: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexInfo(Frozen):
    """The generation of the index that a result came from."""

    fingerprint: str
    built_at: str
    documents: int
    passages: int
    embedder: str


class Citation(Frozen):
    """A document as a source: what a reader needs to find it and to judge it. What the record lacks is null."""

    document_id: str
    title: str
    authors: list[str]
    journal: str | None
    year: int | None
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    nct: list[str]
    url: str | None
    publication_types: list[str]
    evidence_level: str
    evidence_rule: str = Field(description="The rule that gave the evidence level.")
    text_kind: str
    basis: str | None = Field(description="For a digest: what of the publication was read to write it.")
    editorial_status: str
    text_sha256: str = Field(description="SHA-256 of the text that was searched: names the version cited.")


class PassageText(Frozen):
    """A passage and its words: ``text`` is the document's text from ``start`` to ``end`` (code points)."""

    id: str
    document_id: str
    section: str | None
    text: str
    start: int
    end: int
    editorial_status: str = Field(description="What became of the publication: it holds for each of its words.")


class Scores(Frozen):
    """The parts of a score: the cosine of the document's best passage, and its BM25 score."""

    dense: float
    lexical: float


class SearchResult(Frozen):
    """One ranked passage with its citation. Larger scores are better."""

    rank: int
    score: float
    scores: Scores
    passage: PassageText
    citation: Citation


class SearchResponse(Frozen):
    """The answer to a search."""

    query: str
    index: IndexInfo
    results: list[SearchResult]
    timings_ms: dict[str, float]


class Quote(Frozen):
    """Words of a source: ``quote`` equals ``text[start:end]`` of the version of the document that the hash names."""

    number: int = Field(description="The citation's number in the answer.")
    document_id: str
    passage_id: str
    quote: str
    start: int
    end: int
    text_sha256: str


class Sentence(Frozen):
    """A sentence of the answer; ``start`` and ``end`` are its place in the answer's text (code points)."""

    text: str
    start: int
    end: int
    support: Literal["verbatim", "verified"]
    quotes: list[Quote]


class StudyWords(Frozen):
    """The words that the number of people was read from: ``text[start:end]`` of the version that is cited."""

    text: str
    start: int
    end: int


class Study(Frozen):
    """What a cited study was. ``people`` is null where the text does not say it, or not surely."""

    design: str
    people: int | None = Field(ge=1)
    quote: StudyWords | None


class StudyCitation(Citation):
    """A citation with what a reader must know of the study."""

    study: Study | None = None
    note: str | None = Field(
        default=None, description="What a sentence of this source would hide, standing alone; said at its first number."
    )


class NumberedCitation(StudyCitation):
    """A citation under its number in the answer."""

    number: int


AbstentionReason = Literal["no_relevant_source", "insufficient_evidence", "out_of_scope", "personal_advice"]


class Abstention(Frozen):
    """Why no answer is given, and the sources that came nearest."""

    reason: AbstentionReason
    message: str
    nearest: list[SearchResult]


class Evidence(Frozen):
    """The kinds of study behind an answer, and what a reader must know about them."""

    levels: dict[str, int]
    summary: str
    warnings: list[str]


class Dropped(Frozen):
    """A sentence that was left out, and why."""

    text: str
    why: str


class Reading(Frozen):
    """What the quoted sentences say to a yes-no question, read off by rule; numbers are places in ``sentences``."""

    verdict: Literal["yes", "no", "mixed"]
    text: str = Field(description="The verdict in words, with how many of the cited sources say so and their kinds.")
    yes: list[int]
    no: list[int]
    neither: list[int]


class Side(Frozen):
    """One of two or more things set side by side, and the places in ``sentences`` of those that speak of it."""

    name: str
    sentences: list[int]


class SourcesFound(RootModel[list[StudyCitation]]):
    """The documents that an answer may be made from, best first; none where it is clear before that none is given.

    They have no numbers yet: a document is numbered when a sentence first quotes it.
    """

    model_config = ConfigDict(frozen=True)


class Answer(Frozen):
    """An answer in which every sentence has a quote, or an abstention."""

    id: str
    question: str
    standalone_question: str = Field(description="The question as it was searched for: whole without those before it.")
    status: Literal["answered", "abstained"]
    answer: str | None
    sentences: list[Sentence]
    citations: list[NumberedCitation]
    abstention: Abstention | None
    confidence: float = Field(ge=0, le=1, description="How surely the sources answer the question.")
    evidence: Evidence
    reading: Reading | None = Field(description="For a yes-no question, where the quotes bear a reading; else null.")
    sides: list[Side] = Field(
        description="The sides of a comparison in the question's words, or sources that disagree; else empty."
    )
    dropped: list[Dropped]
    index: IndexInfo
    answerer: str = Field(description="Whose sentences these are.")
    warnings: list[str] = Field(description="What went otherwise than asked, such as a language model that failed.")
    timings_ms: dict[str, float]


class QuoteToVerify(BaseModel):
    """A quote as an answer gave it; other fields of the answer's quote are accepted and not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    # A bound makes pydantic refuse lone surrogates as well, which no corpus can be asked for.
    document_id: str = Field(max_length=2000)
    quote: str = Field(max_length=1_000_000)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text_sha256: str = Field(max_length=64)


class DocumentCorrection(Frozen):
    """A link to a publication that corrects, retracts, updates or comments on this one, or the reverse.

    ``date`` is the other publication's, ISO 8601 as far as known.
    """

    kind: str
    citation: str | None
    pmid: str | None
    note: str | None
    doi: str | None
    date: str | None


class Verdict(Frozen):
    """What became of a quote, and of the publication that it is from.

    ``valid``: it stands in the document's current text. ``changed``: it stands in the version it names, but the
    document's text has changed since. ``mismatch``: the version is here and says something else at that place.
    ``missing``: this corpus has no such document, or no more, or never had that version of it.
    """

    document_id: str
    status: Literal["valid", "changed", "missing", "mismatch"]
    editorial_status: str | None
    detail: str
    corrections: list[DocumentCorrection] = Field(
        default=[], description="Notices that retract or correct the publication, express concern or update it."
    )


class VerifyResponse(Frozen):
    """A verdict for each quote, in their order, and whether what rests on them can be relied on.

    ``valid``: every quote is. ``sound``: and no publication quoted is retracted. ``retracted`` and ``changed`` are the
    ids, as they were quoted, of the documents whose publication is retracted or whose text has changed.
    """

    valid: bool
    sound: bool
    retracted: list[str]
    changed: list[str]
    verdicts: list[Verdict]


class DocumentList(Frozen):
    """A page of documents, as citations, and how many there are in all."""

    total: int
    limit: int
    offset: int
    documents: list[Citation]


class Stats(Frozen):
    """How many documents there are of each kind; a document counts once for each of its sources and links."""

    documents: int
    rejected_records: int
    fingerprint: str
    by_year: dict[str, int]
    by_evidence_level: dict[str, int]
    by_text_kind: dict[str, int]
    by_editorial_status: dict[str, int]
    by_source: dict[str, int]
    by_correction: dict[str, int] = Field(description="By kind of link to another publication, such as RetractionIn.")


class DocumentVersion(Frozen):
    """A version of a document and where it came from."""

    version: int
    text_sha256: str
    format: str
    file: str
    position: str
    added_at: str


class DocumentSection(Frozen):
    """A section of a document's text; ``text`` is ``document.text[start:end]``."""

    label: str | None
    start: int
    end: int
    text: str


class DocumentSource(Frozen):
    """A record that the document is put together from, and the fields that it gave.

    ``own_id`` is the id that the record would have alone; ``revised`` the day of the source's last change to it.
    """

    source: str
    own_id: str
    file: str
    position: str
    added_at: str
    revised: str | None
    fields: list[str]


class DocumentResponse(Frozen):
    """A document in full."""

    id: str
    text: str
    text_sha256: str
    sections: list[DocumentSection]
    citation: Citation
    mesh: list[str]
    corrections: list[DocumentCorrection]
    sources: list[DocumentSource]
    history: list[DocumentVersion]
