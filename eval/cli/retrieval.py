"""`enthesis eval retrieval`"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, get_args

import typer

from corpus.store import CorpusStore
from eval.cli.judged_sets import open_dataset
from eval.cli.publishing import JsonFile, faults, in_a_folder, publish, refuse_to_overwrite
from eval.journal import FOLDER
from eval.measures.ranking import DEFAULT_MEASURES, GRADED_MEASURES, parse_measures
from eval.retrieval import Configurations, evaluate_retrieval
from index.interfaces import Embedder
from index.search import Mode
from service.cli.terminal import progress, say, settings
from service.settings import Settings
from service.wiring import open_embedder, start_with_starter_corpus

_MODES: dict[str, Mode] = {mode: mode for mode in get_args(Mode)}
_SETS = "What is measured on: exactly one"
_CONFIGURATIONS = "What is measured: side by side where there are several"


def retrieval(  # noqa: PLR0913 - a command has as many arguments as it has options
    *,
    dataset: Annotated[
        Path | None, typer.Option(help="A folder in BEIR layout, or PubMedQA's JSON file.", rich_help_panel=_SETS)
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(help="Which qrels/<split>.tsv of the folder.", show_default="test", rich_help_panel=_SETS),
    ] = None,
    docs: Annotated[
        Path | None, typer.Option(help="Documents as ir_datasets exports them.", rich_help_panel=_SETS)
    ] = None,
    queries: Annotated[Path | None, typer.Option(help="With --docs: the queries.", rich_help_panel=_SETS)] = None,
    qrels: Annotated[Path | None, typer.Option(help="With --docs: the judgements.", rich_help_panel=_SETS)] = None,
    questions: Annotated[
        Path | None, typer.Option(help="A JSONL file of questions over the current corpus.", rich_help_panel=_SETS)
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(_MODES),
            help="By words and meaning, or by one of them.",
            show_default="hybrid",
            rich_help_panel=_CONFIGURATIONS,
        ),
    ] = None,
    encoder: Annotated[
        list[str] | None,
        typer.Option(
            help="The bundled encoder's name, or a model's folder.",
            show_default="ENTHESIS_ENCODER",
            rich_help_panel=_CONFIGURATIONS,
        ),
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option(help="A TREC run, by whatever made it; no search is needed.", rich_help_panel=_CONFIGURATIONS),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            help="As ir_measures writes them; one that looks deeper than 100 lets the search look deeper.",
            show_default=f"{', '.join(map(str, DEFAULT_MEASURES))}; for --questions with (rel=2)",
        ),
    ] = None,
    run_out: Annotated[
        Path | None,
        typer.Option(
            callback=in_a_folder,
            dir_okay=False,
            writable=True,
            help="Write the rankings of the one configuration in TREC format.",
        ),
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Measure what searches find, or what a run file says was found, against judgements.

    Documents are indexed in memory. Their vectors are kept in the data directory under evaluation/vectors/, so that
    the next run encodes what is new, and one that was interrupted goes on.

    Example: enthesis eval retrieval --dataset scifact --mode hybrid --mode dense --json scifact.json
    """
    with faults():
        given = settings()
        measures = parse_measures(measure) if measure else GRADED_MEASURES if questions else DEFAULT_MEASURES
        modes = _modes(mode, encoder, run)
        open_corpus = partial(_open_corpus, given, may_make_it=bool(modes))
        judged = open_dataset(dataset, split, (docs, queries, qrels), questions, open_corpus)
        refuse_to_overwrite([*judged.files.values(), *(run or ())], json_file, run_out)
        configurations = Configurations(modes, _embedders(given, encoder, modes), list(dict.fromkeys(run or ())))
        kept = given.data_dir / FOLDER / "vectors" / judged.name
        runs = evaluate_retrieval(judged, configurations, measures, run_out=run_out, kept=kept, bar=progress)
        publish(runs, json_file)


def _modes(mode: list[str] | None, encoder: list[str] | None, run: list[Path] | None) -> list[Mode]:
    """Return the modes to search in: the one that serves where none is named and there is anything to search with."""
    if unknown := [name for name in mode or () if name not in _MODES]:
        raise typer.BadParameter(f"{unknown[0]!r} is not one of {', '.join(_MODES)}", param_hint="--mode")
    if mode and encoder and set(mode) == {"lexical"}:
        raise typer.BadParameter("words alone know no encoder; add a --mode that does", param_hint="--encoder")
    if mode:
        return [_MODES[name] for name in dict.fromkeys(mode)]
    return [] if run and not encoder else ["hybrid"]


def _embedders(given: Settings, encoder: list[str] | None, modes: list[Mode]) -> list[Embedder]:
    if not set(modes) - {"lexical"}:
        return []
    names = dict.fromkeys(encoder or [given.encoder])
    return [open_embedder(given.model_copy(update={"encoder": name}), say) for name in names]


def _open_corpus(given: Settings, *, may_make_it: bool) -> CorpusStore:
    """Open the corpus; where there is none yet, load the starter corpus first, as asking does."""
    if may_make_it and not given.corpus_path.exists():
        embedder = open_embedder(given, say)
        with progress("Encoding sentences") as on_progress:
            start_with_starter_corpus(given, embedder, say, on_progress)
    return CorpusStore(given.corpus_path)
