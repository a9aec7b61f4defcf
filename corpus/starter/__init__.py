"""The starter corpus: digests of publications on cell therapy in psoriatic disease, written for this project.

Each text restates a publication in our own words with the publication's own figures; `basis` in each record says what
was read to write it. They are not the publishers' abstracts.
"""

from __future__ import annotations

from pathlib import Path

STARTER_CORPUS = Path(__file__).with_name("records.jsonl")
