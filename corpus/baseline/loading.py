"""Taking in files of the series: in order, each in one transaction with the note that it was taken in.

A later record must win over an earlier one, so a file that cannot be taken in ends the run: nothing after it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from corpus.baseline.admission import Admission
from corpus.baseline.loaded import Loaded, keep_loaded, loaded_files
from corpus.baseline.series import SeriesFile, md5_of, missing_numbers, named, stated_md5
from corpus.errors import SelectionChangedError, UnreadableFileError
from corpus.files import open_records
from corpus.interfaces import Damage, Outcome
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.selection import Selection
from corpus.store import CorpusStore, ImportReport

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``report`` is None where it was passed over: it had been taken in already.

    ``left_out`` counts the records that were not selected. ``seconds`` include the checking of its MD5.
    """

    file: SeriesFile
    report: ImportReport | None
    left_out: int
    seconds: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How files are taken in: ``again`` also those that had been; ``require_md5`` none without an ``.md5`` beside."""

    selection: Selection = field(default_factory=Selection)
    again: bool = False
    require_md5: bool = False


class Loader:
    """Takes files into a corpus.

    Raises:
        SelectionChangedError: some were taken in by another selection, and are not to be again.
    """

    def __init__(self, store: CorpusStore, files: Sequence[SeriesFile], manner: Manner) -> None:
        self._store = store
        self._files = files
        self._manner = manner
        self._loaded = loaded_files(store)
        self._selected_by = manner.selection.canonical
        others = [file.name for file in files if self._was_selected_otherwise(file.name)]
        if others and not manner.again:
            raise SelectionChangedError(others, self._loaded[others[0]].selection)

    def warnings(self) -> list[str]:
        """Return what is to be said before anything is read: numbers that are missing, another selection elsewhere."""
        return [*self._missing(), *self._selected_otherwise()]

    def load(self) -> Iterator[FileReport]:
        """Take in the files one after the other, telling of each when it is kept.

        Raises:
            UnreadableFileError: a file's MD5 is wrong or wanting, or it is damaged. What came before it is kept,
                nothing of it or after it.
            CorpusWriteError: likewise.
        """
        for file in self._files:
            yield self._load_one(file)

    def _load_one(self, file: SeriesFile) -> FileReport:
        began = perf_counter()
        md5, warnings = self._checked(file)
        before = self._loaded.get(file.name)
        if before and before.md5 == md5 and not self._manner.again:
            return FileReport(file, None, 0, perf_counter() - began, tuple(warnings))
        if before and before.md5 != md5:
            warnings.append("its content is another than when it was taken in; it is taken in again")
        warnings += self._lateness(file)
        report, left_out = self._take_in(file, Loaded(md5, self._selected_by))
        return FileReport(file, report, left_out, perf_counter() - began, tuple(warnings))

    def _checked(self, file: SeriesFile) -> tuple[str, list[str]]:
        stated, found = stated_md5(file.path), md5_of(file.path)
        if stated not in {None, found}:
            reason = f"its MD5 is {found}, and {file.name}.md5 says {stated}; fetch both again"
            raise UnreadableFileError(file.path, reason)
        if stated is None and self._manner.require_md5:
            raise UnreadableFileError(file.path, f"there is no {file.name}.md5 beside it; fetch it too")
        return found, [] if stated else [f"there is no {file.name}.md5 beside it: whether it is whole was not checked"]

    def _take_in(self, file: SeriesFile, loaded: Loaded) -> tuple[ImportReport, int]:
        admission = Admission(self._manner.selection, self._store)
        with self._store.writing(), open_records(file.path, (PubMedXmlReader(),)) as (format_name, outcomes):
            wanted = admission.of(_whole(file, outcomes))
            report = self._store.add(wanted, file=file.name, format_name=format_name)
            keep_loaded(self._store, file, loaded)
        self._loaded[file.name] = loaded
        return report, admission.left_out

    def _was_selected_otherwise(self, name: str) -> bool:
        return name in self._loaded and self._loaded[name].selection != self._selected_by

    def _of_the_same_years(self) -> Iterator[SeriesFile]:
        years = {file.year for file in self._files}
        return (file for name in self._loaded if (file := named(Path(name))) and file.year in years)

    def _missing(self) -> Iterator[str]:
        if missing := missing_numbers([*self._files, *self._of_the_same_years()]):
            yield f"Files between these are missing; what only they say is not known: {_some_of(missing)}."

    def _selected_otherwise(self) -> Iterator[str]:
        given = {file.name for file in self._files}
        if others := [name for name in self._loaded if name not in given and self._was_selected_otherwise(name)]:
            yield f"Taken in by another selection, and not among these files: {_some_of(others)}."

    def _lateness(self, file: SeriesFile) -> Iterator[str]:
        later = [one for one in self._of_the_same_years() if (one.year, one.number) > (file.year, file.number)]
        if later and file.name not in self._loaded:
            yield f"{max(later).name} was taken in before it: what that says of a record stands"


def _whole(file: SeriesFile, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if isinstance(outcome, Damage):
            reason = f"{outcome.position}: {outcome.reason}. Nothing of this file was kept; fetch it again"
            raise UnreadableFileError(file.path, reason)
        yield outcome


def _some_of(names: Sequence[str]) -> str:
    return ", ".join([*names[:_SHOWN], *([f"and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])])
