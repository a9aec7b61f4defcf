"""The page at `/`: plain HTML, one style sheet and small modules, served as they are."""

from pathlib import Path

PAGE_DIRECTORY = Path(__file__).parent
