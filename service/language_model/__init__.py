"""Answers in a language model's words, of which only those reach a reader that the quotes bear.

Off unless it is set up. A model is shown numbered sentences of the sources; each sentence that it writes must name the
ones that it rests on, and is dropped unless their words bear it. Where it fails or nothing is left, the extractive
answer is given, saying so.

`answerer` is where to start reading; then `prompt` (what is sent), `endpoint` (how), `reply` and `manner` (what comes
back, and what is no statement), `conflicts`, `alignment_verifier` and `nli_verifier` (whether the quotes bear it).
"""
