"""The options by which `ask` and `search` look at a part of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from corpus.documents import TextKind
from corpus.evidence import EvidenceLevel
from index.filters import Filters

IncludeRetracted = Annotated[
    bool, typer.Option("--include-retracted", help="Let retracted work in, marked wherever it is shown.")
]
YearFrom = Annotated[int | None, typer.Option(min=1000, max=2999, help="Published in this year or later.")]
YearTo = Annotated[int | None, typer.Option(min=1000, max=2999, help="Published in this year or before.")]
Levels = Annotated[
    list[EvidenceLevel] | None, typer.Option("--evidence-level", help="A kind of evidence; as often as you like.")
]
TextKinds = Annotated[
    list[TextKind] | None, typer.Option("--text-kind", help="Only abstracts, digests or registry entries; likewise.")
]
Mesh = Annotated[
    list[str] | None,
    typer.Option(help="A MeSH heading: name, UI, name/qualifier, or *name for a major topic; as often as you like."),
]


def filters_of(
    *,
    include_retracted: bool,
    year_from: int | None,
    year_to: int | None,
    evidence_level: Sequence[EvidenceLevel] | None,
    text_kind: Sequence[TextKind] | None,
    mesh: Sequence[str] | None,
) -> Filters:
    """Return the filters that the options ask for."""
    return Filters(
        include_retracted=include_retracted,
        year_from=year_from,
        year_to=year_to,
        evidence_levels=tuple(level.value for level in evidence_level or ()),
        text_kinds=tuple(kind.value for kind in text_kind or ()),
        mesh=tuple(mesh or ()),
    )
