"""A report of measured runs that anybody can open: one page with everything, and a summary for a README.

`contents` gathers what there is to show, once for both; `page` and `markdown` say how. `told`, `breakdown`, `changes`
and `comparisons` are what is computed, `plots` what is drawn. The same runs give the same bytes.
"""
