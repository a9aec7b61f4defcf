"""Taking in files of the series: in order, each in one transaction with the note that it was taken in.

A later record must win over an earlier one, so a file that cannot be taken in ends the run: nothing after it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from corpus.baseline.admission import Admission
from corpus.baseline.lateness import Lateness
from corpus.baseline.loaded import Loaded, LoadedFiles
from corpus.baseline.series import SeriesFile, md5_of, missing_numbers, stated_md5
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

    ``left_out`` counts the records that were not selected, ``superseded`` those that a later file, taken in before,
    had spoken of. ``seconds`` include the checking of its MD5.
    """

    file: SeriesFile
    warnings: tuple[str, ...]
    seconds: float
    report: ImportReport | None = None
    left_out: int = 0
    superseded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How files are taken in.

    ``again``: those, too, that had been taken in by another selection; or all, where none had. ``require_md5``: none
    without an ``.md5`` beside.
    """

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
        self._loaded = LoadedFiles(store)
        self._otherwise = self._loaded.selected_otherwise(manner.selection.canonical)
        self._given_otherwise = [file.name for file in files if file.name in self._otherwise]
        if self._given_otherwise and not manner.again:
            first = self._loaded.get(self._given_otherwise[0])
            raise SelectionChangedError(self._given_otherwise, first.selection if first else "")

    def warnings(self) -> Iterator[str]:
        """Yield what is to be said before anything is read: numbers that are missing, another selection elsewhere."""
        if missing := missing_numbers([*self._files, *self._loaded.of_years({file.year for file in self._files})]):
            yield f"Files between these are missing; what only they say is not known: {_some_of(missing)}."
        if others := [name for name in self._otherwise if name not in self._given_otherwise]:
            yield f"Taken in by another selection, and not among these files: {_some_of(others)}."

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
        before, later = self._loaded.get(file.name), self._loaded.last_after(file)
        if before and before.md5 == md5 and not self._is_read_again(file):
            return FileReport(file, tuple(warnings), perf_counter() - began)
        if before and before.md5 != md5:
            warnings.append("its content is another than when it was taken in; it is taken in again")
        if later:
            warnings.append(f"{later.name} was taken in before it: what that says of a record stands")
        report = self._take_in(file, md5, is_late=later is not None)
        return replace(report, warnings=tuple(warnings), seconds=perf_counter() - began)

    def _is_read_again(self, file: SeriesFile) -> bool:
        """Say so of those taken in by another selection, where there are any: an interrupted run is taken up so."""
        return self._manner.again and (not self._given_otherwise or file.name in self._given_otherwise)

    def _checked(self, file: SeriesFile) -> tuple[str, list[str]]:
        stated, found = stated_md5(file.path), md5_of(file.path)
        if stated not in {None, found}:
            reason = f"its MD5 is {found}, and {file.name}.md5 says {stated}; fetch both again"
            raise UnreadableFileError(file.path, reason)
        if stated is None and self._manner.require_md5:
            raise UnreadableFileError(file.path, f"there is no {file.name}.md5 beside it; fetch it too")
        return found, [] if stated else [f"there is no {file.name}.md5 beside it: whether it is whole was not checked"]

    def _take_in(self, file: SeriesFile, md5: str, *, is_late: bool) -> FileReport:
        selection = self._manner.selection
        admission, lateness = Admission(selection, self._store), Lateness(file, self._store)
        reader = PubMedXmlReader(may_want=admission.may_admit if selection.tells_at_a_glance else None)
        with self._store.writing(), open_records(file.path, (reader,)) as (format_name, outcomes):
            wanted = admission.of(_whole(file, outcomes))
            current = lateness.of(wanted) if is_late else wanted
            report = self._store.add(current, file=file.name, format_name=format_name)
            self._loaded.keep(file, Loaded(md5, selection.canonical))
        return FileReport(file, (), 0.0, report, admission.left_out, lateness.superseded)


def _whole(file: SeriesFile, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if isinstance(outcome, Damage):
            reason = f"{outcome.position}: {outcome.reason}. Nothing of this file was kept; fetch it again"
            raise UnreadableFileError(file.path, reason)
        yield outcome


def _some_of(names: Sequence[str]) -> str:
    return ", ".join([*names[:_SHOWN], *([f"and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])])
