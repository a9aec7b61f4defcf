"""The commands of the terminal: thin over the service, the corpus and the index.

Results go to stdout (with ``--json``, machine output alone), all else to stderr. Exit codes: 0 done, 2 usage,
3 abstained, 4 corpus or index at fault, 5 upstream at fault.
"""
