"""What a sync did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from corpus.interfaces import Reject
from corpus.store import ImportReport


@dataclass(slots=True)
class SyncReport:
    """What a run did: the ids of documents added and changed, and those among them that are retracted now.

    ``watermark`` is where it stands after the run. ``fault`` is why the run stopped early; None: it came to its end.
    """

    name: str
    source: str
    query: str
    since: date | None
    watermark: date | None
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retracted: list[str] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fault: str | None = None

    def take(self, report: ImportReport, retracted: list[str]) -> None:
        """Add what one page did."""
        self.added += report.added
        self.changed += report.changed
        self.retracted += retracted
        self.unchanged += report.unchanged
        self.rejected += report.rejected
