"""What is known: bibliographic records with text, in one SQLite file.

A document's canonical text is the only thing Enthesis quotes. Offsets into it and its SHA-256 travel with every
passage and quote, so anyone can check an answer without us. A changed record is a new version; old ones stay.

May import: the standard library, lxml and sentencex. Nothing of `index`, `service` or `eval`.
Start reading at `documents` (the model), then `store` (where it is kept) and `files` (how it comes in).
"""
