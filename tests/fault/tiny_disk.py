"""Run on a small disk of its own: builds while the disk has more and more room, and tells as JSON what came of it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from index.build import build
from index.errors import IndexWriteError
from index.generations import Generations
from service.sources import Sources
from tests.fakes import HashingEmbedder
from tests.fault.examples import a_corpus, documents_served, one_more

BYTES_FREE = {"full": 0, "nearly full": 8_192, "half full": 40_960}


def main(disk: Path, elsewhere: Path) -> None:
    """Build on ``disk``, fill it but for so many bytes, build again; the corpus lies ``elsewhere``."""
    store, generations = a_corpus(elsewhere), Generations(disk / "index")
    build(store, generations, HashingEmbedder())
    one_more(store)

    def told() -> dict[str, object]:
        try:
            build(store, generations, HashingEmbedder())
            outcome = "done"
        except IndexWriteError as error:
            outcome = f"{type(error).__name__}: {error}"
        sources = Sources(store, generations, HashingEmbedder())
        return {"outcome": outcome, "documents": documents_served(sources), "warning": sources.warning}

    came_of_it = {}
    for moment, free in BYTES_FREE.items():
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - free))
        came_of_it[moment] = told()
        ballast.unlink()
    came_of_it["with room"] = told()
    sys.stdout.write(json.dumps(came_of_it))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
