"""How good it is: retrieval and answers, measured on anybody's files, with intervals.

May import: `service`, `index`, `corpus`, ir_measures and scipy. It is the top of the import chain, so the `enthesis`
command is put together here (`__main__`).
Start reading at `retrieval` and `answer_runs`; what each figure counts is in `answer_measures` and `facts`.
"""
