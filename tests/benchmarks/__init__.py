"""Every figure that is quoted about speed, size and the quality they must not cost: `make bench`.

`python -m tests.benchmarks` measures all sections, or those that are named, and writes benchmarks.json and
benchmarks.md. These machines are shared and noisy: nothing here is a test, and only ratios within one section are
worth quoting. Start reading in `sections`.
"""
