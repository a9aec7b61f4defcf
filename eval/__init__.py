"""How good it is: retrieval and answers, measured on anybody's files, with intervals.

May import: `service`, `index`, `corpus`, ir_measures and scipy. It is the top of the import chain, so the `enthesis`
command is put together here (`__main__`).

`datasets/` reads what is measured on, `measures/` says what is counted, `retrieval`, `answer_runs` and `robustness` do
the measuring, `runs` is the shape of what comes of it, `significance` and `comparison` say how sure it is. Start
reading at `runs`.
"""
