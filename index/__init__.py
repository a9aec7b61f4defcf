"""Where to look: documents cut into passages, passages found again by meaning and by words.

Scores: larger is better. An index is an immutable generation, a cache of the corpus that can be thrown away and
built again; only `assembly` names the technologies behind the Protocols in `interfaces`.

May import: `corpus`, numpy, and one library in each adapter. Nothing of `service` or `eval`, no web, no environment.
Start reading at `search` (how a query is answered), then `build` and `generations` (how an index comes to be).
"""
