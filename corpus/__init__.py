"""What is known: bibliographic records with text, in one SQLite file.

A document's canonical text is the only thing Enthesis quotes. Offsets into it and its SHA-256 travel with every
passage and quote, so anyone can check an answer without us. A changed record is a new version; old ones stay.

May import: the standard library and libraries that parse, decode and, in `sync` alone, fetch. Nothing of `index`,
`service` or `eval`.
Start reading at `documents` (the model), then `files` and `readers` (how records come in), `merging` (how they become
documents), `store` (where they are kept), `writers` (how they go out), `sync` and
`baseline` (how a corpus stays current).
"""
