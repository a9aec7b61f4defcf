"""What to say: answers composed only of sentences that stand in a source.

The promise: each sentence of an answer has a quote; each quote equals ``text[start:end]`` of the named version of the
named document. There is no path by which text without a source reaches a reader.

May import: `index`, `corpus`, pydantic; the web framework in `service.api` only, the environment in `settings` only.
Start reading at `answering` (a question's way to its answer), then `extractive_answerer` and `api`.
"""
