"""What the service says: the shapes of results, citations, answers and verdicts.

One set of frozen models serves the domain, the wire and `--json`, so that they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Frozen(BaseModel):
    """Base of the shapes: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexInfo(Frozen):
    """The generation of the index that a result came from."""

    fingerprint: str = Field(description="16 hexadecimal digits: equal encoder, options and corpus have equal ones.")
    built_at: str = Field(description="When the index was built, ISO 8601 in UTC.")
    documents: int = Field(description="How many documents it holds.")
    passages: int = Field(description="How many passages it holds.")
    embedder: str = Field(description="The encoder that made its vectors.")


class Citation(Frozen):
    """A document as a source: what a reader needs to find it and to judge it. What the record lacks is null."""

    document_id: str = Field(description="The document's id, by which it is read at `/v1/documents/{id}`.")
    title: str = Field(description="The title of the publication.")
    authors: list[str] = Field(description="The authors' names as the source gives them, in its order.")
    journal: str | None = Field(description="The journal or other place of publication.")
    year: int | None = Field(description="The year of publication.")
    volume: str | None = Field(description="The volume of the journal.")
    issue: str | None = Field(description="The issue of the volume.")
    pages: str | None = Field(description="The pages, or what stands for them.")
    doi: str | None = Field(description="The DOI, without a resolver before it.")
    pmid: str | None = Field(description="The PubMed id.")
    pmcid: str | None = Field(description="The PubMed Central id.", examples=["PMC5906143"])
    nct: list[str] = Field(description="The ClinicalTrials.gov numbers that the record names.")
    url: str | None = Field(description="Where the record itself says that the publication can be read.")
    publication_types: list[str] = Field(description="The kinds of publication in the source's words.")
    evidence_level: str = Field(description="The kind of study, as in `EvidenceLevel`.")
    evidence_rule: str = Field(description="The rule that gave the evidence level.")
    text_kind: str = Field(description="What the text is, as in `TextKind`.")
    basis: str | None = Field(description="For a digest: what of the publication was read to write it.")
    editorial_status: str = Field(
        description="What became of the publication, as in `EditorialStatus`; `unknown` is never taken for `ok`."
    )
    text_sha256: str = Field(description="SHA-256 of the text that was searched: names the version cited.")


class PassageText(Frozen):
    """A passage and its words: ``text`` is the document's text from ``start`` to ``end`` (code points)."""

    id: str = Field(description="The passage's id: that of its document, `#`, and its place.")
    document_id: str = Field(description="The document that it is a part of.")
    section: str | None = Field(
        description="The label of its section, `TITLE` for the title; null where there is none, or more than one."
    )
    text: str = Field(description="The words, exactly as they stand in the document's text.")
    start: int = Field(description="Where it begins in the document's text, counted in code points from 0.")
    end: int = Field(description="Where it has ended: the code point after its last.")
    editorial_status: str = Field(description="What became of the publication: it holds for each of its words.")


class Scores(Frozen):
    """The parts of a score: the cosine of the document's best passage, and its BM25 score."""

    dense: float = Field(description="The cosine of the query with the document's nearest passage, −1 to 1.")
    lexical: float = Field(description="The BM25 score; 0 where no word is shared.")


class SearchResult(Frozen):
    """One ranked passage with its citation. Larger scores are better."""

    rank: int = Field(description="The place among the results, from 1.")
    score: float = Field(description="What results are ranked by; comparable only within one search.")
    scores: Scores = Field(description="What the score was made from.")
    passage: PassageText = Field(description="The words that were found.")
    citation: Citation = Field(description="The document that they stand in.")


class SearchResponse(Frozen):
    """The answer to a search."""

    query: str = Field(description="The query as it was sent.")
    index: IndexInfo = Field(description="What was searched.")
    results: list[SearchResult] = Field(description="The results, best first.")
    timings_ms: dict[str, float] = Field(description="How long each step took, in milliseconds.")


class Quote(Frozen):
    """Words of a source: ``quote`` equals ``text[start:end]`` of the version of the document that the hash names."""

    number: int = Field(description="The citation's number in the answer.")
    document_id: str = Field(description="The document that is quoted.")
    passage_id: str = Field(description="The passage that is quoted, by which it is read at `/v1/passages/{id}`.")
    quote: str = Field(description="The words, exactly as they stand in the document's text.")
    start: int = Field(description="Where they begin in the document's text, counted in code points from 0.")
    end: int = Field(description="Where they have ended: the code point after the last.")
    text_sha256: str = Field(description="SHA-256 of the document's text: names the version that is quoted.")


class Sentence(Frozen):
    """A sentence of the answer; ``start`` and ``end`` are its place in the answer's text (code points)."""

    text: str = Field(description="The sentence, without the numbers of its sources.")
    start: int = Field(description="Where it begins in `answer`, counted in code points from 0.")
    end: int = Field(description="Where it has ended.")
    support: Literal["verbatim", "verified"] = Field(
        description="`verbatim`: it is one of its quotes. `verified`: a model's words that a verifier found borne out."
    )
    quotes: list[Quote] = Field(description="The quotes that it rests on, one at least.")


class StudyWords(Frozen):
    """The words that the number of people was read from: ``text[start:end]`` of the version that is cited."""

    text: str = Field(description="The sentence.")
    start: int = Field(description="Where it begins in the document's text, counted in code points from 0.")
    end: int = Field(description="Where it has ended.")


class Study(Frozen):
    """What a cited study was. ``people`` is null where the text does not say it, or not surely."""

    design: str = Field(description="What such a study is called, in words.")
    people: int | None = Field(ge=1, description="How many people it had.")
    quote: StudyWords | None = Field(description="The words that say how many people; null where `people` is.")


class StudyCitation(Citation):
    """A citation with what a reader must know of the study."""

    study: Study | None = Field(default=None, description="What the study was.")
    note: str | None = Field(
        default=None, description="What a sentence of this source would hide, standing alone; said at its first number."
    )


class NumberedCitation(StudyCitation):
    """A citation under its number in the answer."""

    number: int = Field(description="The number that it has in the answer, from 1.")


AbstentionReason = Literal["no_relevant_source", "insufficient_evidence", "out_of_scope", "personal_advice"]


class Abstention(Frozen):
    """Why no answer is given, and the sources that came nearest."""

    reason: AbstentionReason = Field(description="The kind of reason.")
    message: str = Field(description="The reason in plain words, to be shown.")
    nearest: list[SearchResult] = Field(description="The best results of the search, three at most.")


class Evidence(Frozen):
    """The kinds of study behind an answer, and what a reader must know about them."""

    levels: dict[str, int] = Field(description="How many cited documents are of each `EvidenceLevel`, strongest first.")
    summary: str = Field(description="What they are, in a line.")
    warnings: list[str] = Field(description="What must be shown with the answer, in plain words.")


class Dropped(Frozen):
    """A sentence that was left out, and why."""

    text: str = Field(description="The sentence.", examples=["Joint pain and psoriatic plaques went into remission."])
    why: str = Field(description="Which check it did not pass.", examples=["said already"])


class Reading(Frozen):
    """What the quoted sentences say to a yes-no question, read off by rule; numbers are places in ``sentences``."""

    verdict: Literal["yes", "no", "mixed"] = Field(description="What outweighs; `mixed` where neither does.")
    text: str = Field(description="The verdict in words, with how many of the cited sources say so and their kinds.")
    yes: list[int] = Field(description="Sentences that say yes, by their places from 0.", examples=[[1]])
    no: list[int] = Field(description="Sentences that say no.")
    neither: list[int] = Field(description="Sentences that say neither.")


class Side(Frozen):
    """One of two or more things set side by side, and the places in ``sentences`` of those that speak of it."""

    name: str = Field(description="The side.")
    sentences: list[int] = Field(
        description="The sentences that speak of it, by their places from 0; none where no quote does."
    )


class SourcesFound(RootModel[list[StudyCitation]]):
    """The documents that an answer may be made from, best first; none where it is clear before that none is given.

    They have no numbers yet: a document is numbered when a sentence first quotes it.
    """

    model_config = ConfigDict(frozen=True)


class Answer(Frozen):
    """An answer in which every sentence has a quote, or an abstention."""

    id: str = Field(description="A new id for each answer; it is kept nowhere.")
    question: str = Field(description="The question as it was sent.")
    standalone_question: str = Field(description="The question as it was searched for: whole without those before it.")
    status: Literal["answered", "abstained"] = Field(description="Whether an answer is given.")
    answer: str | None = Field(
        description="The sentences as one text, each with its sources' numbers as `[n]`; null for an abstention."
    )
    sentences: list[Sentence] = Field(description="The same, one by one, with their quotes; empty for an abstention.")
    citations: list[NumberedCitation] = Field(description="The sources by their numbers; empty for an abstention.")
    abstention: Abstention | None = Field(description="Why no answer is given; null where one is.")
    confidence: float = Field(ge=0, le=1, description="How surely the sources answer the question.")
    evidence: Evidence = Field(description="What the answer rests on.")
    reading: Reading | None = Field(description="For a yes-no question, where the quotes bear a reading; else null.")
    sides: list[Side] = Field(
        description="The sides of a comparison in the question's words, or sources that disagree; else empty."
    )
    dropped: list[Dropped] = Field(description="Sentences that did not pass a check, and so are no part of the answer.")
    index: IndexInfo = Field(description="What was searched.")
    answerer: str = Field(description="Whose sentences these are.")
    warnings: list[str] = Field(
        description="What went otherwise than asked, such as a language model that failed.",
        examples=[
            [
                (
                    "The language model's answer is not used: it did not answer within 60 seconds. "
                    "These are sentences of the sources instead."
                )
            ]
        ],
    )
    timings_ms: dict[str, float] = Field(description="How long each step took, in milliseconds.")

    def marked_sentences(self) -> Iterator[tuple[Sentence, str]]:
        """Yield each sentence with what follows it in the answer's text: `` [1] (note)``, the service's own words."""
        text = self.answer or ""
        ends = [sentence.start for sentence in self.sentences[1:]] + [len(text)]
        for sentence, end in zip(self.sentences, ends, strict=True):
            yield sentence, text[sentence.end : end].rstrip()


class QuoteToVerify(BaseModel):
    """A quote as an answer gave it; other fields of the answer's quote are accepted and not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    # A bound makes pydantic refuse lone surrogates as well, which no corpus can be asked for.
    document_id: str = Field(max_length=2000, description="The document that was quoted.")
    quote: str = Field(max_length=1_000_000, description="The words that were quoted.")
    start: int = Field(ge=0, description="Where they began in the document's text, counted in code points from 0.")
    end: int = Field(ge=0, description="Where they had ended.")
    text_sha256: str = Field(max_length=64, description="SHA-256 of the text that was quoted from, in hexadecimal.")


class DocumentCorrection(Frozen):
    """A link to a publication that corrects, retracts, updates or comments on this one, or the reverse.

    ``date`` is the other publication's, ISO 8601 as far as known.
    """

    kind: str = Field(
        description="What the other is to this one, in PubMed's words, such as `RetractionIn` or `CommentOn`.",
        examples=["RetractionIn"],
    )
    citation: str | None = Field(
        description="Where the other appeared, in its source's words.", examples=["A Journal. 2014 Jul 3;5(7):112"]
    )
    pmid: str | None = Field(description="The other's PubMed id.", examples=["99999999"])
    note: str | None = Field(description="What the source adds.", examples=["Partial retraction"])
    doi: str | None = Field(description="The other's DOI.", examples=["10.1000/example.112"])
    date: str | None = Field(description="When the other appeared.", examples=["2014-07-03"])


class Verdict(Frozen):
    """What became of a quote, and of the publication that it is from.

    ``valid``: it stands in the document's current text. ``changed``: it stands in the version it names, but the
    document's text has changed since. ``mismatch``: the version is here and says something else at that place.
    ``missing``: this corpus has no such document, or no more, or never had that version of it.
    """

    document_id: str = Field(description="The document as it was quoted.")
    status: Literal["valid", "changed", "missing", "mismatch"] = Field(description="What became of the quote.")
    editorial_status: str | None = Field(
        description="What became of the publication, as in `EditorialStatus`; null where the document is not here."
    )
    detail: str = Field(description="Both in plain words.")
    corrections: list[DocumentCorrection] = Field(
        default=[], description="Notices that retract or correct the publication, express concern or update it."
    )


class VerifyResponse(Frozen):
    """A verdict for each quote, in their order, and whether what rests on them can be relied on.

    ``valid``: every quote is. ``sound``: and no publication quoted is retracted. ``retracted`` and ``changed`` are the
    ids, as they were quoted, of the documents whose publication is retracted or whose text has changed.
    """

    valid: bool = Field(description="Whether every quote is valid.")
    sound: bool = Field(description="Whether every quote is valid and none is of retracted work.")
    retracted: list[str] = Field(
        description="The documents whose publication is retracted.", examples=[["PMID:24476887"]]
    )
    changed: list[str] = Field(description="The documents whose text has changed.", examples=[["PMID:24476887"]])
    verdicts: list[Verdict] = Field(description="A verdict for each quote, in their order.")


class DocumentList(Frozen):
    """A page of documents, as citations, and how many there are in all."""

    total: int = Field(description="How many documents there are of those asked for, on all pages.")
    limit: int = Field(description="How many a page has at most.")
    offset: int = Field(description="How many were passed over before this page.")
    documents: list[Citation] = Field(description="The documents of this page.")


class Stats(Frozen):
    """How many documents there are of each kind; a document counts once for each of its sources and links."""

    documents: int = Field(description="How many documents there are.")
    rejected_records: int = Field(description="How many records were refused over the life of the corpus.")
    fingerprint: str = Field(description="SHA-256 over all documents: equal corpora have equal ones.")
    by_year: dict[str, int] = Field(description="By year of publication, `unknown` where the record has none.")
    by_evidence_level: dict[str, int] = Field(description="By kind of study.")
    by_text_kind: dict[str, int] = Field(description="By kind of text.")
    by_editorial_status: dict[str, int] = Field(description="By what became of the publication.")
    by_source: dict[str, int] = Field(description="By the sources that tell of it.")
    by_correction: dict[str, int] = Field(
        description="By kind of link to another publication, such as RetractionIn.",
        examples=[{"RetractionIn": 2, "ErratumIn": 5}],
    )


class DocumentVersion(Frozen):
    """A version of a document and where it came from."""

    version: int = Field(description="The number of the version, from 1.")
    text_sha256: str = Field(description="SHA-256 of its text.")
    format: str = Field(description="The format that it came in.")
    file: str = Field(description="The file that it came in.")
    position: str = Field(description="Where in the file.")
    added_at: str = Field(description="When it was taken in, ISO 8601 in UTC.")


class DocumentSection(Frozen):
    """A section of a document's text; ``text`` is ``document.text[start:end]``."""

    label: str | None = Field(description="Its heading; null where it has none.")
    start: int = Field(description="Where it begins in the document's text, counted in code points from 0.")
    end: int = Field(description="Where it has ended.")
    text: str = Field(description="Its words.")


class DocumentSource(Frozen):
    """A record that the document is put together from, and the fields that it gave.

    ``own_id`` is the id that the record would have alone; ``revised`` the day of the source's last change to it.
    """

    source: str = Field(description="The source, such as `pubmed`.")
    own_id: str = Field(description="The id that the record would have alone.")
    file: str = Field(description="The file that it came in.")
    position: str = Field(description="Where in the file.")
    added_at: str = Field(description="When it was taken in, ISO 8601 in UTC.")
    revised: str | None = Field(
        description="The day of the source's last change to it; null where the source does not say.",
        examples=["2024-05-06"],
    )
    fields: list[str] = Field(description="The fields of the document that are from it.")


class DocumentResponse(Frozen):
    """A document in full."""

    id: str = Field(description="The document's id.")
    text: str = Field(
        description="The text: what is searched and quoted, and nothing else is. Quotes are slices of it."
    )
    text_sha256: str = Field(description="SHA-256 of the text in UTF-8.")
    sections: list[DocumentSection] = Field(description="The parts of the text after the title, in their order.")
    citation: Citation = Field(description="What a reader needs to find and judge it.")
    mesh: list[str] = Field(description="Its MeSH headings by name.")
    corrections: list[DocumentCorrection] = Field(
        description="Its links to publications that correct, retract, update or comment on it, or the reverse."
    )
    sources: list[DocumentSource] = Field(description="The records that it is put together from.")
    history: list[DocumentVersion] = Field(description="Its versions, the oldest first.")
