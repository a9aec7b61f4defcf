"""A question's way to its answer: find, compose, anchor, check, or be silent. No HTTP here."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from time import perf_counter

from anyio.to_thread import run_sync

from corpus.documents import Document
from index.filters import Filters
from index.passages import Passage
from service.abstention import Silence, after_composing, after_search, before_reading
from service.answers import Abstention, Answer, Dropped, NumberedCitation, Quote, Sentence, SourcesFound
from service.candidates import encode, gather
from service.citations import describe_index
from service.document_relevance import likelihood, relevant
from service.evidence_profile import profile
from service.follow_ups import in_full
from service.interfaces import AnchoredSentence, Answerer, Draft, Source
from service.notes import cite_study
from service.reading import read, side_by_side, warnings
from service.search import Found, results
from service.sources import Sources
from service.standalone import standalone
from service.words import numbers

Told = SourcesFound | Sentence | Answer
"""What is told of an answer as it comes about."""

_NEAREST_SHOWN = 3


def answer(
    sources: Sources,
    answerer: Answerer,
    question: str,
    *,
    k: int = 8,
    max_sentences: int = 6,
    filters: Filters | None = None,
    earlier: Sequence[str] = (),
) -> Answer:
    """Answer from the ``k`` best documents in at most ``max_sentences`` sentences, or abstain and say why.

    ``earlier`` are the questions asked before in the same conversation, the oldest first.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
    """
    return whole(
        answer_events(sources, answerer, question, k=k, max_sentences=max_sentences, filters=filters, earlier=earlier)
    )


def answer_events(
    sources: Sources,
    answerer: Answerer,
    question: str,
    *,
    k: int = 8,
    max_sentences: int = 6,
    filters: Filters | None = None,
    earlier: Sequence[str] = (),
) -> Iterator[Told]:
    """Tell an answer as it comes about: the sources before it is composed, each sentence, and last the whole.

    What was told cannot be taken back. So a sentence is told only when it has passed every check and the answer is sure
    not to be an abstention, and numbers are given in the order in which sources are first cited.

    Raises:
        UnavailableError: as `answer`; before anything is told.
    """
    began = perf_counter()
    index = sources.index()
    asked = in_full(question, earlier)
    query = standalone(question, earlier)
    encoded = encode(sources, asked, query)
    encoding_ended = perf_counter()
    candidates = gather(sources, index, *encoded, k, filters=filters)
    found, likely = candidates.found, relevant(asked, candidates.sources, len(candidates.found))
    searched = perf_counter()
    silence = before_reading(question) or before_reading(asked) or after_search(candidates.nearest_cosine, likely)
    yield SourcesFound([] if silence else [cite_study(source.document) for source in likely])
    composing = perf_counter()
    draft = Draft(()) if silence else _kept(answerer.compose(asked, likely, max_sentences), likely)
    silence = silence or after_composing(asked, draft.sentences)
    spoken = () if silence else draft.sentences
    cited = _cited(spoken)
    citations = [
        NumberedCitation(number=number, **cite_study(document).model_dump())
        for number, document in enumerate(cited, start=1)
    ]
    text, sentences = _written(spoken, citations)
    reading, sides = read(asked, spoken), side_by_side(asked, spoken)
    evidence = profile(cited)
    told = [*evidence.warnings, *warnings(asked, spoken, reading, sides)]
    done = perf_counter()
    yield from sentences
    yield Answer(
        id=f"ans-{uuid.uuid4().hex}",
        question=question,
        standalone_question=query,
        status="abstained" if silence else "answered",
        answer=text or None,
        sentences=sentences,
        citations=citations,
        abstention=_abstention(silence, found) if silence else None,
        confidence=round(likelihood(likely), 3),
        evidence=evidence.model_copy(update={"warnings": told}),
        reading=reading,
        sides=sides,
        dropped=list(draft.dropped),
        index=describe_index(index.manifest),
        answerer=draft.answerer or answerer.name,
        warnings=list(draft.warnings),
        timings_ms={
            "encode": _milliseconds(began, encoding_ended),
            "search": _milliseconds(encoding_ended, searched),
            "compose": _milliseconds(composing, done),
            "total": _milliseconds(began, done),
        },
    )


async def whole_unless(gone: Callable[[], Awaitable[bool]], told: Iterator[Told]) -> Answer | None:
    """Return what `answer_events` tells last, made in threads; None where who asked has gone when sources are found.

    Then nothing is composed.
    """
    first = await run_sync(next, told)
    return None if await gone() else await run_sync(whole, chain((first,), told))


def whole(told: Iterable[Told]) -> Answer:
    """Return the answer that `answer_events` tells last."""
    *_, made = told
    assert isinstance(made, Answer)  # noqa: S101 - see there
    return made


def _kept(draft: Draft, sources: Sequence[Source]) -> Draft:
    """Hold every sentence to the promise, whoever wrote it: quotes of the sources, and no number they do not have."""
    kept, dropped = [], list(draft.dropped)
    documents = [source.document for source in sources]
    for sentence in draft.sentences:
        fault = _fault(sentence, documents)
        if fault is None:
            kept.append(sentence)
        else:
            dropped.append(Dropped(text=sentence.text, why=fault))
    return replace(draft, sentences=tuple(kept), dropped=tuple(dropped))


def _fault(sentence: AnchoredSentence, documents: Sequence[Document]) -> str | None:
    if not sentence.text.strip():
        return "no words"
    if not sentence.anchors or not all(_stands(*anchor, documents) for anchor in sentence.anchors):
        return "no quote in a source"
    quotes = [document.words_at(passage) for document, passage in sentence.anchors]
    if not numbers(sentence.text) <= set().union(*map(numbers, quotes)):
        return "number not in the cited source"
    return None


def _stands(document: Document, passage: Passage, documents: Sequence[Document]) -> bool:
    """Say whether the passage lies in the document it names, and that document is one that was found."""
    in_text = 0 <= passage.start < passage.end <= len(document.text)
    return in_text and passage.document_id == document.id and document in documents


def _cited(sentences: Sequence[AnchoredSentence]) -> list[Document]:
    """Return the documents cited, in the order in which a reader meets them."""
    documents = {document.id: document for sentence in sentences for document, _ in sentence.anchors}
    return list(documents.values())


def _written(
    sentences: Sequence[AnchoredSentence], citations: Sequence[NumberedCitation]
) -> tuple[str, list[Sentence]]:
    """Return the answer's text, with ``[n]`` after each sentence, and the sentences with their places in it.

    The note of a source stands in parentheses after its number, where that is read first.
    """
    text, cited_ids = "", [citation.document_id for citation in citations]
    unread = {citation.number: citation.note for citation in citations}
    written = []
    for sentence in sentences:
        quotes = [_quote(document, passage, cited_ids) for document, passage in sentence.anchors]
        start = len(text) + bool(text)
        markers = "".join(
            f" [{number}] ({hidden})" if (hidden := unread.pop(number, None)) else f" [{number}]"
            for number in dict.fromkeys(quote.number for quote in quotes)
        )
        text = f"{text}{' ' if text else ''}{sentence.text}{markers}"
        written.append(
            Sentence(
                text=sentence.text,
                start=start,
                end=start + len(sentence.text),
                support="verbatim" if any(quote.quote == sentence.text for quote in quotes) else "verified",
                quotes=quotes,
            )
        )
    return text, written


def _quote(document: Document, passage: Passage, cited_ids: list[str]) -> Quote:
    return Quote(
        number=cited_ids.index(document.id) + 1,
        document_id=document.id,
        passage_id=passage.id,
        quote=document.words_at(passage),
        start=passage.start,
        end=passage.end,
        text_sha256=document.text_sha256,
    )


def _abstention(silence: Silence, found: list[Found]) -> Abstention:
    return Abstention(reason=silence.reason, message=silence.message, nearest=results(found[:_NEAREST_SHOWN]))


def _milliseconds(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
