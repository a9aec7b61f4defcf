"""Stands in the place of `enthesis` and `make` where the documentation's commands are run.

`enthesis` is the real command, but that `enthesis serve` ends as soon as it serves; `make ask` asks, and of other
targets make itself says what it would do, as building an environment is not what is tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from eval.__main__ import main
from tests.documented import ROOT
from tests.servers import serving


def run(program: str, words: list[str], data_dir: Path) -> int:
    if program == "make" and words[0] != "ask":
        only_real = {"PATH": os.defpath}  # without the folder in which this stands in make's place
        return subprocess.run(["make", "--dry-run", "-C", ROOT, *words], env=only_real, check=False).returncode  # noqa: S607
    if words[0] == "serve":
        with serving(data_dir, Path("serve.log")) as server:
            server.until_ready(60)
        return 0
    sys.argv = ["enthesis", *words] if program == "enthesis" else ["enthesis", "ask", words[1].removeprefix("Q=")]
    main()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[3:], Path(sys.argv[2])))
