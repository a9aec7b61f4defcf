"""What people would pick instead, measured beside us in one run: python -m tests.benchmarks.peers

Every engine gets the same documents, the same weights and the same queries, in a process of its own, and is set up as
its own documentation sets it up; each file named `*_engine.py` is one of them. Start reading in `engines`.
"""
