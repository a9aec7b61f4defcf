"""Questions as a set over the corpus that there is: every document of it can be found."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from corpus.store import CorpusStore
from eval.datasets.dataset import Dataset, stem_of, warnings_of
from eval.datasets.questions import ANSWERS, read_questions
from eval.errors import QuestionsError

OpenCorpus = Callable[[], CorpusStore]


def read_corpus_questions(path: Path, open_corpus: OpenCorpus) -> Dataset:
    """Read the answerable questions of a file; judged is what their ``judgements`` say, or else that gold is relevant.

    The corpus is opened once the questions are read.

    Raises:
        QuestionsError: the file cannot be read (see `read_questions`), or none of its questions is answerable.
        CorpusError: the corpus cannot be read.
    """
    questions = [question for question in read_questions(path) if question.is_answerable]
    if not questions:
        raise QuestionsError(path, "none of its questions is answerable, so there is nothing to find")
    with closing(open_corpus()) as store, store.snapshot():
        documents = {document.id: document for document in store.documents()}
        fingerprint = store.fingerprint()
    judgements = {one.id: one.judgements or dict.fromkeys(one.gold, ANSWERS) for one in questions}
    return Dataset(
        name="corpus",
        split=stem_of(path),
        documents=tuple(documents.values()),
        source_ids={document_id: document_id for document_id in documents},
        size=len(documents),
        queries={one.id: one.question for one in questions},
        judgements=judgements,
        warnings=warnings_of(documents, judgements, judgements),
        files={"questions": path},
        fingerprints={"corpus": fingerprint},
    )
