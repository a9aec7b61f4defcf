"""`enthesis corpus verify`: the corpus itself, or the quotes of answers given earlier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from corpus.store import CorpusStore
from service.answers import QuoteToVerify, Verdict, VerifyResponse
from service.cli.terminal import AT_FAULT, JsonFlag, faults_as_exit_codes, out, print_json, say, settings
from service.errors import InvalidRequestError
from service.verification import judge


def verify(
    answers: Annotated[
        list[Path] | None, typer.Argument(help="Answers saved with `enthesis ask --json`, or lists of their quotes.")
    ] = None,
    as_json: JsonFlag = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Check the corpus file, every hash, and that every document follows from its sources.

    With files, check instead whether the quotes of the answers in them still stand, and on what they rest now.

    Example: enthesis corpus verify

    An answer: enthesis corpus verify answer.json
    """
    with faults_as_exit_codes():
        store = CorpusStore(settings().corpus_path)
        is_whole = (
            _verify_answers(store, answers, as_json=as_json) if answers else _verify_corpus(store, as_json=as_json)
        )
    if not is_whole:
        raise typer.Exit(AT_FAULT)


def _verify_corpus(store: CorpusStore, *, as_json: bool) -> bool:
    faults, total = store.verify(), len(store)
    if as_json:
        print_json({"documents": total, "faults": faults})
    else:
        for fault in faults:
            say(fault)
        out().print(f"{total} documents, {len(faults)} faults", markup=False)
    return not faults


def _verify_answers(store: CorpusStore, paths: list[Path], *, as_json: bool) -> bool:
    quoted = {path: _quotes_in(path) for path in paths}
    judged = {path: judge(store, quotes) for path, quotes in quoted.items()}
    if as_json:
        print_json({"files": [{"file": str(path), **one.model_dump(mode="json")} for path, one in judged.items()]})
    else:
        for path, one in judged.items():
            _print(path, one)
    return all(one.sound for one in judged.values())


def _quotes_in(path: Path) -> list[QuoteToVerify]:
    try:
        quotes = _listed(json.loads(path.read_text(encoding="utf-8")))
        return [QuoteToVerify.model_validate(quote) for quote in quotes]
    except OSError as error:
        raise InvalidRequestError(str(path), f"cannot be read: {error.strerror or error}") from error
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise InvalidRequestError(
            str(path), f"holds a quote that cannot be checked: {where}: {error.errors()[0]['msg']}"
        ) from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InvalidRequestError(
            str(path), "is neither an answer as `enthesis ask --json` prints it, nor a list of quotes, as JSON"
        ) from error


def _listed(saved: Any) -> list[Any]:
    """Return the quotes of an answer, of the body of a request to verify, or of a list."""
    if isinstance(saved, dict):
        return (
            _listed(saved["quotes"]) if "quotes" in saved else [q for one in saved["sentences"] for q in one["quotes"]]
        )
    if not isinstance(saved, list):
        raise TypeError
    return saved


def _print(path: Path, judged: VerifyResponse) -> None:
    said = "sound" if judged.sound else "not sound"
    out().print(f"{path}: {len(judged.verdicts)} quotes, {said}", markup=False, soft_wrap=True)
    for line in dict.fromkeys(map(_in_words, filter(_is_amiss, judged.verdicts))):
        out().print(line, markup=False, soft_wrap=True)


def _is_amiss(verdict: Verdict) -> bool:
    return verdict.status != "valid" or verdict.editorial_status not in {"ok", "unknown"}


def _in_words(verdict: Verdict) -> str:
    states = dict.fromkeys((verdict.status, verdict.editorial_status))
    told = ", ".join(state for state in states if state not in {None, "valid", "ok", "unknown"})
    return f"  {verdict.document_id}: {told}. {verdict.detail}"
