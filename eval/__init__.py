"""How good it is: retrieval and answers, measured on anybody's files, with intervals.

May import: `service`, `index`, `corpus`; pydantic to read, ir_measures, numpy and scipy to count, tomlkit to rewrite
what is expected, typer and rich for the commands, jinja2, lxml and matplotlib for the report. It is the top of the
import chain, so the `enthesis` command is put together here (`__main__`).

`datasets/` reads what is measured on, `measures/` says what is counted. `retrieval` (which searches by
`dataset_search`), `answer_runs`, `robustness` and `exact_runs` do the measuring, `runs` is the shape of what comes of
it, `significance` and `comparison` say how sure it is. `gate` holds a commit to figures, `report/` shows them, `cli/`
has the commands. Start reading at `runs`.
"""
